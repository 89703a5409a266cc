"""Maps as paths: which notes a map leads through, in which order, and how long each takes.

A map leads through the notes that it links to, in the order of its text; other maps and the guide
are no stations. `path: false` in a map's front matter says that it only lists, `path: 1` that it is
the first to be offered, before `path: 2` and those that say nothing.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from maedeup.notes.grammar import Reference, blank_closed, find_references
from maedeup.notes.note import Note
from maedeup.runs.snippet import Cell
from maedeup.text.errors import Problem
from maedeup.vault.leads import Code, NotePlace, Target
from maedeup.vault.targets import Targets
from maedeup.vault.vault import Vault

LEAST = 2
"""Notes of a path."""

WORDS, LINES, RESULTS = 130, 15, 4
"""What is read in a minute: words of a text to be understood, lines of code, outputs."""


@dataclass(frozen=True)
class Way:
    """A map, and the notes that it leads through."""

    map: Note
    notes: tuple[Note, ...]

    def place(self, note: Note) -> int:
        """Return which of its notes one is, from 0; -1 for none."""
        return next((i for i, n in enumerate(self.notes) if n is note), -1)


@dataclass(frozen=True)
class Ways:
    """All paths of a vault."""

    all: tuple[Way, ...] = ()
    """In the order in which they are offered."""
    through: dict[str, list[Way]] = field(default_factory=lambda: defaultdict(list))
    """By the `src_uri` of a note, those that lead through it."""

    def of_map(self, note: Note) -> Way | None:
        """Return the path that a map is."""
        return next((way for way in self.all if way.map is note), None)


def join_ways(vault: Vault, targets: Targets) -> Ways:
    """Find the paths of a vault."""
    found = []
    for note in vault.notes.values():
        rank = note.meta.get("path", math.inf)
        if note.kind != "map" or rank is False or not isinstance(rank, (int, float)):
            continue
        notes = tuple(_stations(note, targets))
        if len(notes) >= LEAST:
            found.append((rank, note.src_uri, Way(note, notes)))
    ways = Ways(tuple(way for _, _, way in sorted(found, key=lambda one: one[:2])))
    for way in ways.all:
        for note in way.notes:
            ways.through[note.src_uri].append(way)
    return ways


def find_wrong_ranks(vault: Vault) -> Iterator[Problem]:
    """Find maps whose `path` is neither a number nor false."""
    for note in vault.notes.values():
        rank = note.meta.get("path", False)
        if note.kind == "map" and (rank is True or not isinstance(rank, int)):
            rows = (vault.root / note.path).read_text("utf-8").split("\n")
            line = next((i for i, row in enumerate(rows, 1) if row.startswith("path:")), 1)
            hint = "`path: 1` offers it first, `path: false` makes it no path"
            yield Problem("path-no-number", note.path, line, "path is no number", repr(rank), hint)


def reading_minutes(note: Note, targets: Targets) -> int:
    """Say how many minutes a note takes: its words, the code it shows, and what the code made."""
    words = len(blank_closed(note.body).replace("\ufffc", " ").split())
    shown = [_size(reference, targets.find(reference, note)) for reference in note.references]
    lines, results = (sum(sizes) for sizes in zip(*shown, strict=True)) if shown else (0, 0)
    return max(1, round(words / WORDS + lines / LINES + results / RESULTS))


def _stations(note: Note, targets: Targets) -> Iterator[Note]:
    seen = {note.src_uri}
    for reference in find_references(note.body):
        target = targets.find(reference, note)
        there = target.note if isinstance(target, NotePlace) else None
        if there is None or there.src_uri in seen or not there.is_station:
            continue
        seen.add(there.src_uri)
        yield there


def _size(reference: Reference, target: Target | Problem) -> tuple[int, int]:
    """Return the lines of code that an embed shows, and whether it shows what they made."""
    if not isinstance(target, Code) or not reference.embed or not reference.alone:
        return 0, 0
    part = reference.part
    if not isinstance(target.part, Cell) or part is None:
        return 0, 1
    lines = target.part.source.count("\n") + 1 if part.has_code and not part.is_folded else 0
    return lines, int(part.has_output and not part.is_exercise)
