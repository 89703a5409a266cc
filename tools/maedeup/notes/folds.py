"""Blocks of a note with a task for the reader: exercises and predictions.

    ??? exercise "title"          ??? predict "question"
        what to do                    ![[x.py#cell|output]]

        ![[x.py#mine|answer]]         - [x] right: why
        ![[x.py#test|check]]          - [ ] wrong: why not
        ![[x.py#mine?bad|wrong]]

`???+` and `!!!` open such a block as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from maedeup.notes.grammar import Reference
from maedeup.notes.note import Note
from maedeup.notes.opaque import find_opaque

HEAD = re.compile(
    r'^(?P<indent>[ ]*)(?:\?\?\?\+?|!!!)[ ]+(?P<kind>exercise|predict)\b[^"\n]*'
    r'(?:"(?P<title>[^"\n]*)")?[ ]*$',
    re.MULTILINE,
)


@dataclass(frozen=True)
class Fold:
    """One block."""

    kind: str
    """`exercise` or `predict`."""
    title: str
    line: int
    """Of the file, on which it begins."""
    start: int
    body: int
    """Offset of the line below its head."""
    end: int
    indent: str
    """Of its head."""

    def holds(self, reference: Reference) -> bool:
        """Say whether a reference of the same text stands in it."""
        return self.start <= reference.start < self.end


def find_folds(text: str, first_line: int = 1) -> list[Fold]:
    """Find the exercises and predictions of a text, in its order."""
    if "exercise" not in text and "predict" not in text:
        return []
    closed = [(one.start, one.end) for one in find_opaque(text)]
    found = []
    for match in HEAD.finditer(text):
        if any(start <= match.start() < end for start, end in closed):
            continue
        body = min(match.end() + 1, len(text))
        end = _end(text, body, match["indent"])
        line = first_line + text.count("\n", 0, match.start())
        title = match["title"] or ""
        found.append(Fold(match["kind"], title, line, match.start(), body, end, match["indent"]))
    return found


def folds_of(note: Note, kind: str) -> Iterator[tuple[Fold, list[Reference]]]:
    """Yield the blocks of a kind, each with the references in it."""
    for fold in find_folds(note.body, note.body_line):
        if fold.kind == kind:
            yield fold, [reference for reference in note.references if fold.holds(reference)]


def without_folds(text: str) -> str:
    """Return a text without its exercises and predictions."""
    for fold in reversed(find_folds(text)):
        text = text[: fold.start] + text[fold.end :]
    return text


def _end(text: str, body: int, indent: str) -> int:
    """Return where a block ends: before the first line not indented further than its head."""
    end = body
    position = body
    while position < len(text):
        stop = text.find("\n", position)
        stop = len(text) if stop < 0 else stop + 1
        row = text[position:stop]
        if row.strip():
            if not row.startswith(indent + "    "):
                break
            end = stop
        position = stop
    return end
