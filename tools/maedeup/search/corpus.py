"""The index, read for searching: each field as one text, and every name that a page goes by."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass

from maedeup.search.index import Entry, Index
from maedeup.search.tables import FIELDS
from maedeup.search.words import LETTERS, camel, key_of, spaced


@dataclass(frozen=True)
class Name:
    """Something a page is called."""

    show: str
    page: int
    weight: float
    is_title: bool


class Field:
    """One field of all documents as one text, so that a pattern is searched for only once."""

    def __init__(self, texts: list[tuple[int, str]]) -> None:
        self.docs = [doc for doc, _ in texts]
        self.text = "\n".join(text for _, text in texts)
        self.starts = [0]
        for _, text in texts:
            self.starts.append(self.starts[-1] + len(text) + 1)

    def count(self, pattern: re.Pattern[str]) -> Iterator[tuple[int, float]]:
        """Give each match: its document, and less than 1 for a part of a longer word."""
        for match in pattern.finditer(self.text):
            start, end = match.span()
            before = self.text[start - 1 : start]
            after = self.text[end : end + 1]
            worth = 0.5 if "가" <= before <= "힣" else 1.0
            if match[0][-1].isascii() and after.isascii() and (after.isalnum() or after == "_"):
                worth *= 0.6
            yield self.docs[bisect.bisect_right(self.starts, start) - 1], worth


class Corpus:
    """All pages of one index."""

    def __init__(self, index: Index) -> None:
        own = index["config"]["maedeup"]
        self.docs: list[Entry] = index["docs"]
        self.ranking = own["ranking"]
        self.reasons: dict[str, str] = own["reasons"]
        self.stop = set(own["stop"])
        self.sound: dict[str, str] = own["sound"]
        self.spoken: dict[str, list[str]] = own["spoken"]
        self.endings = re.compile(f"(?:{own['endings']})+")
        self.synonyms = [[word.lower() for word in group] for group in own["synonyms"]]
        self.members = [
            (re.compile(f"(?<![{LETTERS}]){spaced(word)}(?![{LETTERS}])"), word, group)
            for group in self.synonyms
            for word in group
        ]
        self.absent = set(own["absent"])
        self.same = {key_of(word): group for group in own["synonyms"] for word in group}
        self.page = [0] * len(self.docs)
        self.names: dict[str, list[Name]] = {}
        self._scans: dict[str, dict[int, list[float]]] = {}
        self._read()

    def _read(self) -> None:
        texts: list[list[tuple[int, str]]] = [[] for _ in FIELDS]
        pages: dict[str, int] = {}
        self.lengths: list[dict[int, int]] = [{} for _ in FIELDS]
        for number, doc in enumerate(self.docs):
            page = pages.setdefault(doc["location"].partition("#")[0], number)
            self.page[number] = page
            is_page, is_code = page == number, doc.get("kind") == "snippet"
            title, code = doc["title"], doc.get("code", "")
            parts = (
                camel(title) if is_page else "",
                camel(" | ".join(doc.get("aliases", ()))),
                "" if is_page or is_code else title.lower(),
                doc["text"].lower()[: doc.get("claim", 0)],
                doc["text"].lower(),
                camel(f"{title} {code}") if is_code else "",
                " ".join(doc.get("tags", ())).lower(),
            )
            for number_of_field, text in enumerate(parts):
                if text:
                    texts[number_of_field].append((number, text))
                    lengths = self.lengths[number_of_field]
                    lengths[page] = lengths.get(page, 0) + len(text)
            self._read_names(doc, page, is_page)
        self.n_pages = len(pages)
        self.fields = [Field(rows) for rows in texts]
        self.mean = [sum(row.values()) / max(1, len(row)) for row in self.lengths]

    def _read_names(self, doc: Entry, page: int, is_page: bool) -> None:
        title, ranking = doc["title"], self.ranking
        if not is_page:
            kind = "snippet" if doc.get("kind") == "snippet" else "heading"
            self._add_name(title.removesuffix(".py"), page, ranking[kind])
            return
        self._add_name(title, page, ranking["title"], is_title=True)
        for alias in doc.get("aliases", ()):
            self._add_name(alias, page, ranking["alias"])
        for part in re.split(r"[,:()]\s*|[와과] ", title):
            self._add_name(part, page, ranking["title_part"])
        for name in (title, *doc.get("aliases", ())):
            for other in self.same.get(key_of(name), ()):
                self._add_name(other, page, ranking["alias"] * ranking["synonym"])
        for name in (title, *doc.get("aliases", ())):
            for word in re.split(r"[\s,:()]+", name):
                self._add_name(word, page, ranking["word"])

    def _add_name(self, show: str, page: int, weight: float, is_title: bool = False) -> None:
        names = self.names.setdefault(key_of(show), [])
        if len(key_of(show)) > 1 and all(name.page != page for name in names):
            names.append(Name(show, page, weight, is_title))

    def stems(self, word: str) -> list[str]:
        """Give a word, then what is left when endings are taken off it, longest first."""
        ends = range(len(word) - 1, 0, -1)
        return [word, *(word[:end] for end in ends if self.endings.fullmatch(word[end:]))]

    def _is_name(self, word: str) -> bool:
        return bool(self.names.get(key_of(word)))

    def scan(self, pattern: str) -> dict[int, list[float]]:
        """Give, for each document that matches, how often it does in each field."""
        if pattern not in self._scans:
            compiled = re.compile(pattern)
            found: dict[int, list[float]] = {}
            for number, field in enumerate(self.fields):
                for doc, worth in field.count(compiled):
                    found.setdefault(doc, [0.0] * len(FIELDS))[number] += worth
            self._scans[pattern] = found
        return self._scans[pattern]
