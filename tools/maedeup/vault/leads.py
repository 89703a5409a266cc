"""What a reference leads to: one record for each kind."""

from __future__ import annotations

from dataclasses import dataclass

from maedeup.notes.blocks import Block
from maedeup.notes.grammar import Formula, Reference
from maedeup.notes.note import Note
from maedeup.notes.outline import Heading
from maedeup.runs.product import Drawing, Table, Value
from maedeup.runs.snippet import Cell, Snippet
from maedeup.text.errors import Problem


@dataclass(frozen=True)
class NotePlace:
    """A note, or a place in it."""

    note: Note
    place: Heading | Formula | Block | None = None

    @property
    def heading(self) -> Heading | None:
        """The place, where it is a heading."""
        return self.place if isinstance(self.place, Heading) else None

    @property
    def formula(self) -> str:
        """The mark of the place, where it is a formula; else ''."""
        return self.place.label if isinstance(self.place, Formula) else ""

    @property
    def anchor(self) -> str:
        """The `id` of the place on the note's page; '' for the whole note."""
        return self.formula or (
            self.place.anchor if isinstance(self.place, Heading | Block) else ""
        )


@dataclass(frozen=True)
class PlannedNote:
    """A note that is not written yet."""

    title: str

    def text(self, reference: Reference) -> str:
        """Return what a reader sees of it where the reference does not say."""
        return self.title


@dataclass(frozen=True)
class ShownImage:
    """A file that is shown as an image."""

    path: str
    """In the vault."""


class AsWritten:
    """What is called as the note calls it."""

    def text(self, reference: Reference) -> str:
        """Return what a reader sees of it where the reference does not say."""
        return reference.target


@dataclass(frozen=True)
class LinkedFile(AsWritten):
    """A file that is linked to: a paper, a sound, a film."""

    path: str
    """In the vault."""


@dataclass(frozen=True)
class NoteList(AsWritten):
    """A list that is made of other notes."""

    name: str


@dataclass(frozen=True)
class NoteWay(AsWritten):
    """A way through the vault."""

    notes: tuple[Note, ...]
    """In the order of reading."""


CodePart = Cell | Drawing | Table | Value


@dataclass(frozen=True)
class CodePlace:
    """A snippet, or something in it or of it."""

    snippet: Snippet
    part: CodePart | None = None
    """None for the whole snippet, and for a part that a failed run did not make."""


@dataclass(frozen=True)
class Compared:
    """The same of a snippet and of a variant, side by side; a value is the variant's own."""

    snippet: Snippet
    part: CodePart | None
    variant: Snippet


Attachment = ShownImage | LinkedFile
Code = CodePlace | Compared
Target = NotePlace | PlannedNote | Attachment | NoteList | NoteWay | Code


def value_of(target: Target | Problem | None) -> Value | None:
    """Return the value that a reference leads to; None if it leads to anything else."""
    part = target.part if isinstance(target, Code) else None
    return part if isinstance(part, Value) else None
