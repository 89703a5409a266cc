"""The works that a note's text and its `source` name by their keys.

[@he2016deep]   [@he2016deep, §3]   [@a2001b; @c2002d]      in the text
source: [lecture notes, he2016deep, goodfellow2016deep chapter 6]       in the front matter
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from maedeup.notes.grammar import CITATION
from maedeup.notes.note import Note
from maedeup.notes.opaque import find_opaque

SOURCE_KEY = re.compile(r"(?P<key>[a-z][a-z-]*\d{4}[a-z]+)(?:[ ,]+(?P<locator>\S.*))?")
"""A key as our bibliography writes them: family name, year, a word of the title."""


@dataclass(frozen=True)
class Named:
    """One work that a note names."""

    key: str
    locator: str = ""
    """Which part of it: `chapter 6`."""


@dataclass(frozen=True)
class Citation:
    """One `[@key]` of a text, of one work or of several."""

    works: tuple[Named, ...]
    line: int
    start: int
    end: int


def find_citations(text: str, first_line: int = 1) -> list[Citation]:
    """Find all citations of `text` that do not stand inside code, math or a comment."""
    if "[@" not in text:
        return []
    closed = [(one.start, one.end) for one in find_opaque(text)]
    return [
        Citation(
            works=tuple(_named(part) for part in match["works"].split(";")),
            line=first_line + text.count("\n", 0, match.start()),
            start=match.start(),
            end=match.end(),
        )
        for match in CITATION.finditer(text)
        if not any(start <= match.start() < end for start, end in closed)
    ]


def sources_named(source: Iterable[str]) -> list[Named]:
    """Return the works among a note's sources; what names none, such as a lecture, is left out."""
    found = (SOURCE_KEY.fullmatch(item.strip()) for item in source)
    return [Named(match["key"], match["locator"] or "") for match in found if match]


def works_of(note: Note) -> list[Named]:
    """Return the works that a note names, its sources first, each once."""
    found: dict[str, Named] = {}
    for named in sources_named(note.source):
        found.setdefault(named.key, named)
    for citation in find_citations(note.body):
        for named in citation.works:
            found.setdefault(named.key, Named(named.key))
    return list(found.values())


def _named(part: str) -> Named:
    key, _, locator = part.strip().removeprefix("@").partition(",")
    return Named(key.strip(), locator.strip())
