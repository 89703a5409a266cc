"""A note's text as plain Markdown: what its prose says, and what it embeds, in turn."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote

from maedeup.notes.grammar import Reference, find_fences, find_references
from maedeup.notes.links import OUTSIDE, find_links
from maedeup.notes.note import Note
from maedeup.notes.outline import find_headings
from maedeup.notes.parts import Part
from maedeup.page.moving import moved, part_text
from maedeup.page.plain import Link, plain_prose
from maedeup.page.questions import Questions
from maedeup.runs.product import Value
from maedeup.runs.snippet import Cell, Snippet
from maedeup.text.paths import nfc
from maedeup.vault.embeds import NotePart, part_of
from maedeup.vault.leads import Code, Compared, NoteList, NotePlace, NoteWay
from maedeup.vault.web import Web

FOLD = re.compile(
    r'^(?:(?:\?\?\?\+?|!!!)[ ]+(?P<kind>[\w-]+)[^"\n]*(?:"(?P<title>[^"\n]*)")?'
    r'|===[!+]{0,2}[ ]+"(?P<tab>[^"\n]*)")[ ]*$'
)
"""The first line of an admonition, which plain Markdown has not."""

EMBED = re.compile(r"^[ ]{4}!\[\[[^\]]+\]\][ ]*$")
ATTRIBUTES = re.compile(r"(?m)^(#{1,6}[ ].*?)[ ]*\{[^}\n]*\}[ ]*$")


@dataclass(frozen=True)
class ShownList:
    """A list of other notes that a note embeds."""

    reference: Reference
    target: NoteList | NoteWay


@dataclass(frozen=True)
class ShownCode:
    """Code that a note embeds on a line of its own, or what it made."""

    reference: Reference
    target: Code

    @property
    def part(self) -> Part:
        """How much of it is shown."""
        return self.reference.part or Part.ALL

    @property
    def runs(self) -> list[Snippet]:
        """The snippet it comes from, and the variant that it is compared with."""
        variant = [self.target.variant] if isinstance(self.target, Compared) else []
        return [self.target.snippet, *variant]

    @property
    def cells(self) -> list[Cell]:
        """The cells whose code or output is shown; none for a figure or a table by its name."""
        match self.target.part:
            case Cell() as cell:
                return [cell]
            case None:
                cells = self.target.snippet.code_cells
                return [cell for cell in cells if cell.name and cell.source]
            case _:
                return []


Shown = ShownList | ShownCode


def pieces(web: Web, note: Note, link: Link) -> list[str | Shown]:
    """Return a note's text in its order: Markdown without references, and what is embedded.

    It goes without the heading that is the note's title, if it begins with one.
    """
    first = next(iter(note.headings), None)
    is_title = first is not None and first.level == 1 and not note.body[: first.start].strip()
    text = note.body[first.close :].lstrip("\n") if first and is_title else note.body
    return [piece for piece in _Pieces(web, note, link).of(note, text) if piece]


def lab_prose(web: Web, note: Note, link: Link, text: str) -> str:
    """Return a prose cell of a lab as Markdown, with the parts of notes that it shows."""
    out = []
    for piece in _Pieces(web, note, link).of(note, text):
        if not isinstance(piece, str):  # a notebook's text has no place for code that runs
            piece = plain_prose(Questions(web), note, link, str(piece.reference).removeprefix("!"))
        out.append(piece)
    return "\n\n".join(piece for piece in out if piece)


def rebased(ask: Questions, note: Note, base: str, text: str) -> str:
    """Return Markdown of a note whose links to the site lead there from somewhere else.

    Args:
        ask: answers about the vault.
        note: where the text comes from.
        base: the site, as that place names it, with a slash at its end.
        text: without references.
    """
    page = ask.address(note.src_uri)
    out, position = [], 0
    for link in find_links(text):
        path = nfc(unquote(link.path)).strip()
        if OUTSIDE.match(link.url) and not link.url.startswith("#"):
            continue
        file = ask.file_meant(path, note) if path and link.kind != "html" else note.src_uri
        address = ask.file_address(file) if ask.note(file) is None else ask.address(file)
        if path and link.kind == "html":  # which a browser reads from the page's own address
            address = posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
            address += "/" * path.endswith("/")
        if file:
            out += [text[position : link.start], base, quote(address), link.url[len(link.path) :]]
            position = link.end
    return "".join([*out, text[position:]])


class _Pieces:
    """Cuts the text of one note, and of the parts of others that it shows."""

    def __init__(self, web: Web, page: Note, link: Link) -> None:
        self.web = web
        self.page = page
        self.link = link
        self.n_parts = 0
        self.inside: list[NotePart] = []
        """The parts of notes that are being cut, outermost first."""

    def of(self, note: Note, text: str) -> Iterator[str | Shown]:
        """Yield the pieces of a text of `note`."""
        text = ATTRIBUTES.sub(r"\1", unfolded(text))
        for fence in reversed(find_fences(text)):
            if fence.is_exempt:
                plain = re.sub(r"\s*\bnotest\b", "", fence.info)
                text = text[: fence.start] + plain + text[fence.end :]
        position = 0
        for reference in note.references if text == note.body else find_references(text):
            if not reference.embed or not reference.alone:
                continue
            target = self.web.find_target(reference, note)
            inner: Iterable[str | Shown] = ()
            if isinstance(target, NoteList | NoteWay):
                inner = [ShownList(reference, target)]
            elif isinstance(target, Code) and not isinstance(target.part, Value):
                inner = [ShownCode(reference, target)]
            elif isinstance(target, NotePlace) and part_of(target) not in self.inside:
                source = text[reference.start + 1 : reference.end]
                inner = self._part(target, self._plain(note, source))
            else:
                continue
            yield self._plain(note, text[position : reference.start])
            yield from inner
            position = reference.end
        yield self._plain(note, text[position:])

    def _plain(self, note: Note, text: str) -> str:
        return plain_prose(Questions(self.web), note, self.link, text).strip("\n")

    def _part(self, target: NotePlace, source: str) -> Iterator[str | Shown]:
        """Yield the pieces of a part of another note, headings in bold, and where it is from."""
        part = part_of(target)
        self.n_parts += 1
        text, footnotes = part_text(part, self.n_parts)
        text = "\n\n".join([text, *footnotes])
        text = moved(Questions(self.web), text, part.note, self.page.src_uri)
        for heading in reversed(find_headings(text)):
            text = f"{text[: heading.start]}**{heading.text}**{text[heading.close :]}"
        self.inside.append(part)
        yield from self.of(part.note, text)
        self.inside.pop()
        yield f"*{self.web.vault.settings.strings.taken_from(source)}*"


def unfolded(text: str) -> str:
    """Return Markdown with each admonition as a quotation; what it embeds stands outside."""
    if not any(mark in text for mark in ("???", "!!!", "===")):
        return text
    code = _code_rows(text)
    out: list[str] = []
    quoting, blanks, is_nested = False, 0, False
    for number, row in enumerate(text.split("\n")):
        found = FOLD.match(row) if number not in code else None
        if found:
            out += ["", f"> **{_title(found)}**", ">"]
            quoting, blanks, is_nested = True, 0, False
        elif not quoting:
            out.append(row)
        elif not row.strip():
            blanks += 1
        elif row.startswith("    "):
            inner = row[4:]
            nested = FOLD.match(inner) if number not in code else None
            is_nested = nested is not None or (is_nested and inner.startswith("    "))
            if nested:
                out += [">", f"> **{_title(nested)}**", ">"]
                blanks = 0
                continue
            inner = inner[4:] if is_nested else inner
            if number not in code and EMBED.match(f"    {inner}"):
                out += ["", inner.strip(), ""]
            else:
                out += [">"] * blanks if out[-1] else []
                out.append(f"> {inner}")
            blanks = 0
        else:
            quoting = False
            out += [""] * max(1, blanks) + [row]
    return "\n".join(out)


def _title(fold: re.Match[str]) -> str:
    return next((fold[name] for name in ("tab", "title", "kind") if fold[name] is not None), "")


def _code_rows(text: str) -> set[int]:
    """Return the numbers of the rows inside fences, their first rows not counted."""
    rows = text.split("\n")
    found: set[int] = set()
    for fence in find_fences(text):
        first = text.count("\n", 0, fence.start)
        ticks = re.match(r"[ \t>]*(`+|~+)", rows[first])
        for number in range(first + 1, len(rows)):
            found.add(number)
            if ticks and rows[number].strip(" \t>").startswith(ticks[1]):
                break
    return found
