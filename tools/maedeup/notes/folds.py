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

from maedeup.notes.containers import Leaf, read_lines
from maedeup.notes.grammar import Reference
from maedeup.notes.note import Note
from maedeup.notes.prefixes import container_end, continuation

HEAD = re.compile(
    r'(?:\?\?\?\+?|!!!)[ ]+(?P<kind>exercise|predict)\b[^"\n]*(?:"(?P<title>[^"\n]*)")?[ ]*'
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
    """What a line needs to stand beside its head: space, and the marks of quotations around it."""

    def holds(self, reference: Reference) -> bool:
        """Say whether a reference of the same text stands in it."""
        return self.start <= reference.start < self.end


def find_folds(text: str, first_line: int = 1) -> list[Fold]:
    """Find the exercises and predictions of a text, in its order, whatever they stand in."""
    if "exercise" not in text and "predict" not in text:
        return []
    found = []
    for number, line in enumerate(read_lines(text)):
        box = line.containers[-1] if line.leaf is Leaf.TITLE and line.containers else None
        match = HEAD.fullmatch(text, box.start, line.end) if box is not None else None
        if box is None or match is None:
            continue
        prefix = text[line.start : box.start]
        is_own = not prefix.strip("> ")  # and no item's first line
        indent = prefix if is_own else continuation(line.containers[:-1])
        body = min(line.end + 1, len(text))
        end = max(body, min(container_end(text, box) + 1, len(text)))
        at, title = first_line + number, match["title"] or ""
        start = line.start if is_own else box.start
        found.append(Fold(match["kind"], title, at, start, body, end, indent))
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
