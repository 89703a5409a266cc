"""`references.bib` -> works, and how a text names each."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import astuple, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from maedeup.text.errors import MaedeupError, Problem
from maedeup.text.paths import SourcePath, nfc, read_source, to_source_path
from maedeup.vault.kept_files import digest_text, keep, read_kept

if TYPE_CHECKING:
    from bibtexparser.model import Entry

FILE = "references.bib"
KEPT = "works"
"""Under what the next start finds them: to parse BibTeX takes as long as to import its parser."""

VENUES = ("journal", "booktitle", "howpublished", "publisher", "school", "institution")
NEEDED = ("author", "title", "year")


@dataclass(frozen=True)
class Work:
    """One work of the bibliography."""

    key: str
    authors: tuple[str, ...]
    """Family names; `others` stands last where the list is cut."""
    title: str
    year: str
    """With a letter where two works would be named alike: `2016a`."""
    venue: str
    """With volume, number and pages, as far as they are known."""
    pages: str = ""
    """Of a work that has no volume and no number."""
    doi: str = ""
    arxiv: str = ""
    url: str = ""
    line: int = 1

    @property
    def label(self) -> str:
        """How a text names it: `He et al., 2016`."""
        return f"{self.by}, {self.year}"

    @property
    def by(self) -> str:
        """Its authors, as few as a text names."""
        first, *more = self.authors
        if len(self.authors) == 2 and more != ["others"]:
            return f"{first} & {more[0]}"
        return f"{first} et al." if more else first

    @property
    def all_authors(self) -> str:
        """Its authors, as a list of works names them."""
        *names, last = self.authors
        if last == "others":
            return f"{', '.join(names)} et al."
        return f"{', '.join(names)} & {last}" if names else last

    @property
    def links(self) -> list[tuple[str, str]]:
        """What leads to it: the text and the address of each link."""
        found = [(f"doi:{self.doi}", f"https://doi.org/{self.doi}")] if self.doi else []
        if self.arxiv:
            found.append((f"arXiv:{self.arxiv}", f"https://arxiv.org/abs/{self.arxiv}"))
        if not found and self.url:
            found.append((re.sub(r"https?://(www\.)?", "", self.url).strip("/"), self.url))
        return found


def read_works(root: Path, vault: Path) -> tuple[dict[str, Work], list[Problem]]:
    """Read a vault's bibliography; return its works by their keys, and what cannot be read."""
    file = vault / FILE
    if not file.is_file():
        return {}, []
    path = to_source_path(root, file)
    try:
        text = read_source(file, path)
    except MaedeupError as error:
        return {}, error.problems
    kept, name = read_kept(root, KEPT), digest_text(path, text)
    if name in kept:
        works = [Work(key, tuple(authors), *rest) for key, authors, *rest in kept[name]]
        return {work.key: work for work in works}, []
    known, problems = parse_works(path, text)
    if not problems:
        keep(root, KEPT, {name: list(map(astuple, known.values()))})
    return known, problems


def parse_works(path: SourcePath, text: str) -> tuple[dict[str, Work], list[Problem]]:
    """Return the works of a BibTeX text by their keys, and what cannot be read."""
    from bibtexparser.entrypoint import parse_string

    library = parse_string(text)
    problems = []
    for block in library.failed_blocks:
        first = str(block.raw or "").strip().split("\n")[0]
        key = getattr(block, "key", "")
        what = "two entries of one key" if key else "broken entry"
        hint = (
            "rename one of them" if key else "does each field end with `,` and each `{` with `}`?"
        )
        problems.append(
            Problem(
                "broken-bibliography", path, (block.start_line or 0) + 1, what, key or first, hint
            )
        )
    works = {}
    for entry in library.entries:
        fields = {name.lower(): _plain(str(f.value)) for name, f in entry.fields_dict.items()}
        line = (entry.start_line or 0) + 1
        if missing := [name for name in NEEDED if not fields.get(name)]:
            hint = f"write `{missing[0]} = {{…}}`"
            value = f"{entry.key}: {', '.join(missing)}"
            problems.append(
                Problem(
                    "broken-bibliography", path, line, "entry without a needed field", value, hint
                )
            )
            continue
        works[entry.key] = _make_work(entry, fields, line)
    return _told_apart(works), problems


def _make_work(entry: Entry, fields: dict[str, str], line: int) -> Work:
    venue = next((fields[name] for name in VENUES if fields.get(name)), "")
    number = fields.get("number", "")
    where = fields.get("volume", "") + (f"({number})" if number and fields.get("volume") else "")
    if number and not where:
        where = number
    if pages := fields.get("pages", "").replace("--", "–"):
        where += f", {pages}" if where else ""
    return Work(
        key=entry.key,
        authors=tuple(_family(name) for name in re.split(r"\s+and\s+", fields["author"])),
        title=fields["title"],
        year=fields["year"],
        venue=f"{venue} {where}".strip(),
        pages="" if where else pages,
        doi=fields.get("doi", ""),
        arxiv=fields.get("eprint", ""),
        url=fields.get("url", ""),
        line=line,
    )


def _family(name: str) -> str:
    """Return the family name of `van Rossum, Guido` or `Guido van Rossum`."""
    if "," in name:
        return name.partition(",")[0].strip()
    words = name.split()
    small = next((i for i, word in enumerate(words[:-1]) if word[:1].islower()), len(words) - 1)
    return " ".join(words[small:])


def _plain(text: str) -> str:
    """Return BibTeX's text as Unicode, on one line."""
    if "\\" in text or "{" in text or "$" in text:
        from pylatexenc.latex2text import LatexNodes2Text

        text = LatexNodes2Text().latex_to_text(text)
    return nfc(" ".join(text.replace("---", "—").split()))


def _told_apart(works: dict[str, Work]) -> dict[str, Work]:
    """Return works; those that would be named alike have letters a, b, … behind their years."""
    alike: dict[str, list[str]] = defaultdict(list)
    for key in sorted(works):
        alike[works[key].label].append(key)
    return {key: _lettered(work, alike[work.label]) for key, work in works.items()}


def _lettered(work: Work, keys: Iterable[str]) -> Work:
    keys = list(keys)
    if len(keys) == 1:
        return work
    letter = chr(ord("a") + keys.index(work.key))
    return replace(work, year=f"{work.year}{letter}")
