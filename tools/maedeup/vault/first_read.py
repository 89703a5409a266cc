"""What a first read has found in texts, kept for the next start: parsing costs a second of it.

It counts for the very code that found it, and only where it reads back as what was found. While
serving, a text that changed is parsed: nothing is kept of it before the next start.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
from collections.abc import Sequence
from operator import attrgetter
from pathlib import Path
from typing import Any

from maedeup.notes.blocks import Block
from maedeup.notes.grammar import Formula, Reference
from maedeup.notes.note import Note
from maedeup.notes.opaque import Opaque, find_opaque
from maedeup.notes.outline import Heading
from maedeup.runs.snippet import Cell, Options, Snippet, parse_snippet
from maedeup.runs.variant import make_variants
from maedeup.text.errors import Problem
from maedeup.text.paths import SourcePath
from maedeup.vault.kept_files import digest_text, keep, read_kept

FILE = "read"
FEW = 20
"""Texts that had to be parsed, up to which the file stays as it is."""

FOUND: dict[str, type[Any]] = {
    "references": Reference, "formulas": Formula, "headings": Heading, "blocks": Block,
}  # fmt: skip
"""What a note finds in its text, and the flat records that these are."""

ROWS = {
    name: attrgetter(*(field.name for field in dataclasses.fields(record)))
    for name, record in FOUND.items()
}
PLAIN = Options()
Read = tuple[Snippet, list[Snippet], list[Problem]]
"""A snippet, its variants, and what is wrong with them."""


class FirstRead:
    """Gives what stands in a text from the file of the last start, or finds it."""

    def __init__(self, root: Path, is_first: bool) -> None:
        """Read the file, if anything may be taken from it."""
        self._root = root
        self._is_first = is_first
        self._known = read_kept(root, FILE) if is_first else {}
        self._asked: dict[str, Any] = {}
        self._new = 0

    def snippet(self, path: SourcePath, text: str) -> Read:
        """Return what `parse_snippet` and `make_variants` do.

        Raises:
            MaedeupError: as they do.
        """
        key = digest_text("snippet", text)
        with contextlib.suppress(LookupError, TypeError, ValueError):
            if (known := self._known.get(key)) is not None:
                snippet, variants = _from_data(path, text, known)
                self._asked[key] = known
                return snippet, variants, []
        snippet = parse_snippet(path, text)
        variants, problems = make_variants(snippet)
        if self._is_first and not problems:
            data = json.loads(json.dumps(_to_data(snippet, variants), default=str))
            if _from_data(path, text, data) == (snippet, variants):
                self._keep(key, data)
        return snippet, variants, problems

    def note(self, note: Note) -> None:
        """Let a note and `find_opaque` know what they would find in its text."""
        if not self._is_first:
            return
        text = note.body
        key = digest_text("note", note.body_line, text)
        with contextlib.suppress(LookupError, TypeError, ValueError):
            if (known := self._known.get(key)) is not None:
                spans = [_span(text, *row) for row in known["opaque"]]
                found = {
                    name: tuple(record(*row) for row in known[name])
                    for name, record in FOUND.items()
                }
                find_opaque.know(text, spans)
                vars(note).update(found)
                self._asked[key] = known
                return
        data = {name: [row(one) for one in getattr(note, name)] for name, row in ROWS.items()}
        self._keep(key, data | {"opaque": [_row(text, one) for one in find_opaque(text)]})

    def save(self) -> None:
        """Keep what was asked, if it is worth it."""
        if self._new > FEW:
            keep(self._root, FILE, self._asked)

    def _keep(self, key: str, data: object) -> None:
        self._asked[key] = data
        self._new += 1


def _to_data(snippet: Snippet, variants: Sequence[Snippet]) -> dict[str, Any]:
    """Return a snippet without what its text says: code is told by its lines."""
    rows = snippet.text.split("\n")
    options = {field.name: getattr(snippet.options, field.name) for field in FIELDS}
    return {
        "options": {name: at for name, at in options.items() if at != getattr(PLAIN, name)},
        "cells": [
            [c.name, c.kind, c.line, _cut(c), c.source_line, c.title, c.tags] for c in snippet.cells
        ],
        "variants": [
            [v.variant, _changed(rows, v.text.split("\n")), v.options.expect_error, v.claims]
            for v in variants
        ],
    }


def _from_data(path: SourcePath, text: str, data: Any) -> tuple[Snippet, list[Snippet]]:
    options = Options(**{name: _tuples(given) for name, given in data["options"].items()})

    def made(rows: list[str], text: str) -> Snippet:
        cells = [
            Cell(name, kind, line, _source(rows, cut, first), first, title, tuple(tags))
            for name, kind, line, cut, first, title, tags in data["cells"]
        ]
        return Snippet(path, text, tuple(cells), options)

    variants, rows = [], text.split("\n")
    for name, changed, expect_error, claims in data["variants"]:
        other = rows.copy()
        for number, row in changed:
            other[number] = row
        variants.append(
            dataclasses.replace(
                made(other, "\n".join(other)),
                options=dataclasses.replace(options, expect_error=expect_error),
                variant=name,
                claims=tuple(claims),
            )
        )
    return made(rows, text), variants


FIELDS = dataclasses.fields(Options)


def _cut(cell: Cell) -> str | int:
    """Return the prose of a cell, which is no longer as its file has it, or the lines of code."""
    if cell.kind == "markdown" or not cell.source:
        return cell.source
    return cell.source.count("\n") + 1


def _source(rows: list[str], cut: str | int, first: int) -> str:
    return cut if isinstance(cut, str) else "\n".join(rows[first - 1 : first - 1 + cut])


def _changed(rows: list[str], others: list[str]) -> list[tuple[int, str]]:
    both = enumerate(zip(rows, others, strict=True))
    return [(number, other) for number, (row, other) in both if row != other]


def _tuples(given: Any) -> Any:
    """Return a list and the lists in it as tuples, the way options are frozen."""
    if not isinstance(given, list):
        return given
    return tuple(tuple(item) if isinstance(item, list) else item for item in given)


def _row(text: str, one: Opaque) -> list[object]:
    same = text[one.start : one.end] == one.text
    return [one.kind, one.start, one.end, None if same else one.text, one.in_table]


def _span(text: str, kind: Any, start: int, end: int, own: str | None, in_table: bool) -> Opaque:
    return Opaque(kind, start, end, text[start:end] if own is None else own, in_table)
