"""What a reader is to predict: a question, choices with a reason each, and what the run says.

    ??? predict "What is the slope at -1?"
        ![[relu.py#slope|.0f]]

        - [x] 0: the switch is off.
        - [ ] 1: that is the slope of the other side.

The first embed is what judges: a value, or a cell's output. `[x]` is the choice that the run makes
right; without choices the reader types a number. A choice may itself be the value of a variant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from maedeup.notes.folds import Fold, folds_of
from maedeup.notes.grammar import REFERENCE, Reference, plain_text
from maedeup.notes.note import Note

CHOICE = re.compile(
    r"^(?P<indent>[ ]*)[-*+] \[(?P<mark>[xX ])\] "
    r"(?P<text>(?:`[^`\n]*`|!?\[\[[^\]\n]*\]\]|\$[^$\n]*\$|[^:`\n]|:(?! ))+?)"
    r"(?:: +(?P<reason>\S.*))?$",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Choice:
    """One answer to choose."""

    text: str
    """Markdown."""
    reason: str
    is_right: bool
    line: int
    """Of the file."""
    start: int
    end: int
    """Offsets of its line in the text that holds the block."""

    @property
    def plain(self) -> str:
        """What a reader sees of a choice that names no value."""
        return plain_text(self.text)


@dataclass(frozen=True)
class Prediction:
    """One block."""

    fold: Fold
    judge: Reference | None
    """The embed that says what is right."""
    choices: tuple[Choice, ...]
    values: tuple[tuple[int, Reference], ...]
    """Choices that are values of a run, by their number."""


def find_choices(text: str, fold: Fold) -> tuple[Choice, ...]:
    """Find the choices of a block."""
    rows = text[fold.body : fold.end].split("\n")
    blank = " " * len(fold.indent)
    bare = "\n".join(blank + r[len(blank) :] if r.startswith(fold.indent) else r for r in rows)
    return tuple(
        Choice(
            match["text"].strip(),
            (match["reason"] or "").strip(),
            match["mark"] in "xX",
            fold.line + 1 + bare.count("\n", 0, match.start()),
            fold.body + match.start(),
            fold.body + match.end(),
        )
        for match in CHOICE.finditer(bare)
    )


def predictions_of(note: Note) -> Iterator[Prediction]:
    """Yield the predictions of a note, in its order."""
    for fold, references in folds_of(note, "predict"):
        embeds = [r for r in references if r.embed and r.kind == "snippet"]
        choices = find_choices(note.body, fold)
        values = tuple(
            (number, reference)
            for number, choice in enumerate(choices)
            for reference in embeds
            if choice.start <= reference.start < choice.end and REFERENCE.fullmatch(choice.text)
        )
        judge = next((r for r in embeds if r.alone), None)
        yield Prediction(fold, judge, choices, values)
