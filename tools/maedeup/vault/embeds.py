"""Notes shown inside other notes: which part, and whether that goes in a circle."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from maedeup.notes.blocks import Block, section_of
from maedeup.notes.grammar import Formula, Reference
from maedeup.notes.note import Note
from maedeup.notes.outline import Heading
from maedeup.notes.prefixes import lift
from maedeup.text.errors import Problem
from maedeup.vault.leads import NotePlace
from maedeup.vault.names import find_circles
from maedeup.vault.web import Web


@dataclass(frozen=True)
class NotePart:
    """What an embed of a note shows: all of it, a section or a block."""

    note: Note
    start: int
    end: int
    """Offsets in the note's body."""
    name: str
    """As a reference names it: `relu#Definition`."""

    @property
    def line(self) -> int:
        """Of the file, on which it begins."""
        return self.note.body_line + self.note.body.count("\n", 0, self.start)

    @property
    def text(self) -> str:
        """Its Markdown, taken out of the containers that it stands in."""
        return lift(self.note.body, self.start, self.end)


def part_of(target: NotePlace) -> NotePart:
    """Return what an embed shows of the note that it leads to."""
    note = target.note
    match target.place:
        case Block() as block:
            return NotePart(note, block.start, block.end, f"{note.slug}#{block.anchor}")
        case Heading() as heading:
            start, end = section_of(note.headings, heading, len(note.body))
            return NotePart(note, start, end, f"{note.slug}#{heading.text}")
        case Formula() | None:
            return NotePart(note, 0, len(note.body), note.slug)
        case _:
            assert_never(target.place)


def find_embed_circles(web: Web) -> Iterator[Problem]:
    """Find embeds that come to show themselves; each circle once, with its chain."""
    parts: dict[str, NotePart] = {}
    for note in web.vault.notes.values():
        parts.update((part.name, part) for _, part in _embeds(web, note))
    inner = {part.note.src_uri: list(_embeds(web, part.note)) for part in parts.values()}
    edges: dict[str, list[str]] = {}
    lines: dict[tuple[str, str], int] = {}
    for part in parts.values():
        held = [i for i in inner[part.note.src_uri] if part.start <= i[0].start < part.end]
        edges[part.name] = [other.name for _, other in held]
        lines.update(((part.name, other.name), reference.line) for reference, other in held)
    for circle in find_circles(edges):
        name, following = circle[0], circle[1]
        path, line = parts[name].note.path, lines[name, following]
        hint = "take one of these embeds out, or make it a link"
        yield Problem("embed-circle", path, line, "embeds in a circle", " -> ".join(circle), hint)


def _embeds(web: Web, note: Note) -> Iterator[tuple[Reference, NotePart]]:
    for reference in note.references:
        if reference.embed and reference.kind == "note":
            target = web.find_target(reference, note)
            if isinstance(target, NotePlace):
                yield reference, part_of(target)
