"""Notes and what they show -> the data that a search reads.

One entry a page, one a section, one a snippet on a page; Material's own keys `location`, `title`
and `text` keep their meaning. Backlinks, navigation and provenance are no part of a note, and so
never come in.
"""

from __future__ import annotations

import json
import keyword
import re
from collections.abc import Iterable, Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from maedeup.notes.blocks import strip_marks
from maedeup.notes.grammar import CITATION, Reference, plain_text
from maedeup.notes.inline import hide_escapes, place_of, show_escapes, show_spans
from maedeup.notes.note import Note
from maedeup.notes.opaque import Opaque, find_opaque
from maedeup.notes.parts import split_caption
from maedeup.page.alternatives import alternative
from maedeup.runs.product import Animation, Drawing, Figure, Rich, Text, Value
from maedeup.runs.rich import said
from maedeup.runs.snippet import Cell
from maedeup.search.tables import tables
from maedeup.text.math import SYMBOLS
from maedeup.text.particles import PARTICLE_PAIR, choose_particle
from maedeup.text.paths import nfc
from maedeup.text.sounds import sound_table, spoken_names
from maedeup.text.terminal import plain
from maedeup.vault.leads import Code, CodePlace, Compared, NotePlace, PlannedNote
from maedeup.vault.web import Web

Entry = dict[str, Any]
Index = dict[str, Any]

HOME = ("index.md", "README.md")

WORKER = Path(__file__).parents[1] / "theme" / "search-worker.js"
"""What searches, in a browser."""

PAGES = "pages.json"
"""The whole index, beside the theme's own file, which every page loads."""


def build_index(web: Web, *others: Web) -> Index:
    """Return the search data of a whole vault, in the form that Material's page hands on.

    Args:
        web: all, joined.
        others: the same for further languages.
    """
    docs = [
        entry
        for one in (web, *others)
        for _, note in sorted(one.vault.notes.items())
        for entry in _page_entries(one, note, quote(one.vault.address(note.src_uri)))
    ]
    names = [name for doc in docs for name in (doc["title"], *doc.get("aliases", ()))]
    own = tables(web.vault.settings.strings) | {
        "synonyms": [list(group) for group in web.vault.lists.synonyms],
        "sound": sound_table(),
        "spoken": spoken_names(names),
    }
    words = (word.lower() for group in web.vault.lists.synonyms for word in group)
    own["absent"] = _absent(list(dict.fromkeys(words)), docs)
    return {"config": {"maedeup": own}, "docs": docs}


def merge_host_index(index: Index, host: Index) -> Index:
    """Join our index with the host's: its settings, and the pages that only it knows.

    A page that the host left out (a draft, `search: exclude: true`) stays out.
    """
    listed = {_page_of(doc["location"]) for doc in host["docs"]}
    known = {_page_of(doc["location"]) for doc in index["docs"]}
    docs = [doc for doc in index["docs"] if _page_of(doc["location"]) in listed]
    added = []
    for doc in host["docs"]:
        if _page_of(doc["location"]) not in known:
            plain = {key: _without_tags(doc[key]) for key in ("title", "text")}
            added.append({"location": doc["location"]} | plain)
    own = index["config"]["maedeup"]
    own = own | {"absent": _absent(own["absent"], added)}
    return {"config": host["config"] | {"maedeup": own}, "docs": docs + added}


def index_of_later(index: Index, digest: str) -> Index:
    """Return what a page loads of an index, so that the worker can fetch the rest when asked.

    Args:
        index: the whole index.
        digest: of the same as it is published; another text has another address.
    """
    place = {"pages": f"../search/{PAGES}?{digest[:8]}"}  # from the worker's own address
    return {"config": index["config"] | {"maedeup": place}, "docs": []}


def encoded(index: Index) -> Iterator[bytes]:
    """Yield an index as JSON, piece by piece: the whole of a large one is half a build's memory."""
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    yield f'{{"config":{encode(index["config"])},"docs":['.encode()
    for number, doc in enumerate(index["docs"]):
        yield ("," * (number > 0) + encode(doc)).encode()
    yield b"]}"


def _absent(words: list[str], docs: list[Entry]) -> list[str]:
    """Return the words that stand in none of these, so that no search looks for them there."""
    missing = {key_of(word) for word in words} - {""}
    most, before = max(map(len, missing), default=1), ""
    for doc in docs if missing else ():
        letters = before + key_of("\n".join(_words_of(doc)))
        missing = {key for key in missing if key not in letters}
        before = letters[max(len(letters) - most + 1, 0) :]
    return [word for word in words if key_of(word) in missing]


def key_of(text: str) -> str:
    """Return a name as it is compared: lower case, letters and digits only."""
    return re.sub(r"[\W_]+", "", text.lower())


def _words_of(doc: Entry) -> list[str]:
    named = [*doc.get("aliases", ()), *doc.get("tags", ())]
    return [doc["title"], doc["text"], doc.get("code", ""), doc.get("output", ""), *named]


def _page_of(location: str) -> str:
    return location.partition("#")[0]


def _without_tags(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def _page_entries(web: Web, note: Note, url: str) -> Iterator[Entry]:
    """Yield the entries of one page, the page's own first."""
    parts = _sections(note)
    # A section under the title's own heading is the page's opening.
    if len(parts) > 1 and not parts[0][2].strip() and parts[1][0] == note.title:
        parts = [("", "", parts[1][2]), *parts[2:]]
    seen: set[str] = set()
    snippets: dict[str, Entry] = {}
    for number, (title, anchor, source) in enumerate(parts):
        text = _Text(web, note, source, url, snippets).plain()
        if number == 0:
            yield _article(web, note, url, text)
        elif anchor not in seen:
            yield {"location": f"{url}#{anchor}", "title": title, "text": text}
        seen.add(anchor)
    for entry in snippets.values():
        entry["code"] = " ".join(dict.fromkeys(entry["code"]))
        entry["output"] = " | ".join(dict.fromkeys(entry["output"]))
        entry["text"] = " · ".join(dict.fromkeys(filter(None, entry["text"])))
        yield {key: value for key, value in entry.items() if value or key == "text"}


def _article(web: Web, note: Note, url: str, text: str) -> Entry:
    kind = "home" if note.src_uri in HOME else note.kind
    claim = re.match(r".*?[.?!](?=\s|$)", text)
    sources = {id(link.source) for link in web.backlinks.get(note.src_uri, ())}
    entry: Entry = {"location": url, "title": note.title, "text": text}
    optional = {
        "aliases": [plain_text(a) if "$" in a else a for a in note.aliases],
        "tags": list(note.tags),
        "kind": kind if kind in ("lab", "map", "guide", "home") else "",
        "claim": claim.end() if claim and note.claim else 0,
        "links": len(sources),
    }
    return entry | {key: value for key, value in optional.items() if value}


EXCLUDED = "data-search-exclude"
"""The attribute by which the host's search leaves a section or a block out."""


def _sections(note: Note) -> list[tuple[str, str, str]]:
    """Cut a note at its headings: title, anchor, Markdown below. What precedes has neither."""
    parts, title, anchor, start = [], "", "", 0
    hidden: set[str] = set()
    for heading in note.headings:
        row = note.body.rfind("\n", 0, heading.end) + 1
        parts.append((title, anchor, note.body[start:row]))
        title, anchor, start = heading.text, heading.anchor, heading.close
        if EXCLUDED in note.body[heading.start : start]:
            hidden.add(anchor)
    return [part for part in [*parts, (title, anchor, note.body[start:])] if part[1] not in hidden]


class _Text:
    """The Markdown of one section -> what a reader reads there; collects the snippets it shows."""

    def __init__(
        self, web: Web, note: Note, source: str, url: str, snippets: dict[str, Entry]
    ) -> None:
        self.web, self.note, self.source, self.url = web, note, strip_marks(source), url
        self.snippets = snippets

    def plain(self) -> str:
        """Return the section as running text."""
        section = Note(self.note.path, self.note.src_uri, self.note.title, self.source)
        items: list[tuple[int, int, str]] = []
        for one in find_opaque(self.source):
            items.append((one.start, one.end, _opaque_text(one)))
        for reference in section.references:
            shown, end = self._shown(reference), reference.end
            if shown and (pair := PARTICLE_PAIR.match(self.source, end)):
                shown, end = shown + choose_particle(shown, pair[0]), pair.end()
            items.append((reference.start, end, shown))
        out, position = [], 0
        spans: list[str] = []
        for start, end, shown in sorted(items):
            out += [self.source[position:start], place_of(len(spans))]
            spans.append(shown)
            position = end
        prose = _prose("".join([*out, self.source[position:]]))
        return nfc(" ".join(show_spans(prose, spans, str).split()))

    def _shown(self, reference: Reference) -> str:
        target = self.web.find_target(reference, self.note)
        label = reference.label or ""
        if isinstance(target, Code) and reference.embed:
            if isinstance(target.part, Value):
                return str(target.part.format(label))
            if reference.alone:
                self._add_snippet(reference, target)
            is_caption = isinstance(target.part, Drawing) and reference.part is None
            return split_caption(label)[0] if is_caption else ""
        strings = self.web.vault.settings.strings
        match target:
            case NotePlace() if target.formula:
                return label or strings.equation
            case NotePlace(note):  # embedded, it is found on the page it is from
                return "" if reference.embed else label or note.title
            case PlannedNote(title):
                return label or title
            case CodePlace(part=Figure() | Animation()) | Compared(part=Figure() | Animation()):
                return label or strings.figure
            case _:
                return label or reference.anchor or reference.target

    def _add_snippet(self, reference: Reference, target: Code) -> None:
        snippet, part = target.snippet, target.part
        stem = snippet.name.removesuffix(".py")
        place = f"{stem}-{reference.anchor.replace('?', '--')}" if reference.anchor else stem
        entry = self.snippets.setdefault(
            snippet.path,
            {
                "location": f"{self.url}#{place}",
                "title": snippet.name,
                "text": [] if self.note.kind == "lab" else [snippet.title],
                "kind": "snippet",
                "path": snippet.path,
                "code": [],
                "output": [],
            },
        )
        cells = [part] if isinstance(part, Cell) else snippet.code_cells if part is None else []
        if reference.part is None or reference.part.has_code:
            for cell in cells:
                entry["code"] += identifiers(cell.source)
        products = result.products if (result := self.web.results.of(snippet)) else None
        figures = [part] if isinstance(part, Drawing) else []
        for cell in cells:
            made = products.cells.get(cell.name, []) if products else []
            figures += [product for product in made if isinstance(product, Drawing)]
            printed = (
                said(product) if isinstance(product, Rich) else product.text
                for product in made
                if isinstance(product, (Text, Rich))
            )
            entry["output"] += said_lines(map(plain, printed))
        if cells and products and (error := products.error):
            entry["output"] += said_lines([f"{error.type}: {error.message}"])
        strings = self.web.vault.settings.strings
        entry["text"] += [alternative(figure, strings) for figure in figures]


MOST_WORDS = 40
"""Of what a cell printed besides errors: a log of a hundred epochs says nothing new after these."""

_ERROR = re.compile(r"\b[A-Z]\w*(?:Error|Exception|Warning|Exit)\b")


def said_lines(outputs: Iterable[str]) -> list[str]:
    """Return what is worth finding in printed text: lines that name an error, else words alone."""
    lines = [line.strip() for text in outputs for line in text.splitlines()]
    errors = [line[:300] for line in lines if _ERROR.search(line)]
    others = (line for line in lines if not _ERROR.search(line))
    words = re.findall(r"[^\W\d_]{2,}", "\n".join(others))
    return [*errors, *filter(None, [" ".join(list(dict.fromkeys(words))[:MOST_WORDS])])]


_STRING_OR_COMMENT = re.compile(
    r"(?s)#[^\n]*|[rbfuRBFU]{0,2}(\"\"\".*?\"\"\"|'''.*?'''|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*')"
)
_UNTOLD = {*keyword.kwlist, "self", "print", "len", "range"}
"""Names that stand in code of every kind."""


def identifiers(code: str) -> list[str]:
    """Return the names that code uses, dotted as written, each once; no keyword, no letter."""
    bare = _STRING_OR_COMMENT.sub(" ", code)
    names = re.findall(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*", bare)
    wanted = (name for name in names if len(name) > 1 and name not in _UNTOLD)
    return list(dict.fromkeys(wanted))


def _opaque_text(one: Opaque) -> str:
    """Return what a reader sees of code, a formula or a comment."""
    if one.kind == "comment":
        return ""
    if one.kind == "raw":
        return _without_tags(one.text)
    if one.kind == "fence":
        return " ".join(one.text.split("\n")[1:-1])
    if one.kind in ("code", "indented"):
        return one.text.strip("`").strip()
    if one.kind == "display":
        return " "  # a formula on lines of its own reads badly as a row of letters
    latex = re.sub(r"\\([A-Za-z]+)", lambda m: SYMBOLS.get(m[1], " "), one.text.strip("$"))
    return " ".join(re.sub(r"[{}\\$&]|\^\{?\\?top\}?", "", latex).split())


_MARKUP = [
    (marks, re.compile(pattern), shown)
    for marks, pattern, shown in (
        ((EXCLUDED,), rf"(?m)^(?:.*\S.*\n)*.*\{{[^{{}}\n]*{EXCLUDED}[^{{}}\n]*\}}[ \t]*$", ""),
        ("{", r"(?m)[ \t]*\{:?[ \t]*(?:[\w-]+=[^{}\n]*|[.#][^{}\n]*)\}[ \t]*$", ""),
        (">", r"(?m)^[ \t]*>[ \t>]*", ""),
        (("[!",), r"(?m)^[ \t]*\[![\w-]+(?:\|[^\]\n]*)?\][-+]?", ""),
        (
            ("???", "!!!", "==="),
            r'(?m)^[ \t>]*(?:\?\?\?\+?|!!!|===[!+]?)[ \t]*[\w-]*[ \t]*"?([^"\n]*)"?',
            r"\1",
        ),
        (("]:",), r"(?m)^[ \t]*\[[^\]^\n]+\]:[ \t]+\S.*$", ""),  # where a link leads
        (":", r"(?m)^[ \t]*:[ \t]+", ""),  # a term's definition
        ("-*+.#", r"(?m)^[ \t>]*(?:[-*+]|\d+\.)[ \t]+(?:\[[ xX]\][ \t]+)?|^[ \t]*#+[ \t]+", " "),
        (("--",), r"(?m)^[ \t]*\|?[ \t]*:?-{2,}.*$", " "),  # the rule under a table's head
        (("--8<--",), r"(?m)^[ \t]*--8<--.*$", " "),
        (("^eq-",), r"(?m)(?:^|(?<=\ue006))[ \t>]*\^eq-[\w-]+[ \t]*$", " "),  # a formula's mark
        ("[", CITATION.pattern, ""),
        (("](",), r"!?\[([^\]\n]*)\]\([^)\n]*\)", r"\1"),
        (("][",), r"(?<![\w\])])!?\[([^\]\n]+)\]\[[^\]\n]*\]", r"\1"),
        ("[<{", r"\[\^[^\]]*\]:?|<[^>\n]+>|\{[:.#][^}\n]*\}", ""),
        ("*_=~", r"(?<!\s)\*+|\*+(?!\s)|__|==|~~", ""),
        ("_", r"(?<!\w)_(?=[^\s_])([^_\n]+?)(?<=\S)_(?!\w)", r"\1"),
    )
]
"""Patterns of Markdown with what is shown in their place, each after what it cannot be without."""


def _prose(markdown: str) -> str:
    """Return Markdown without its marks; code, formulas and references are out of the way."""
    text = hide_escapes(markdown)
    for marks, pattern, shown in _MARKUP:
        if any(mark in text for mark in marks):
            text = pattern.sub(shown, text)
    return show_escapes(text.replace("|", " ").replace("\\", ""), str)
