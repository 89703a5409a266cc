"""What a page's writer needs of Python-Markdown, and what parts of a page need of the writer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from maedeup.notes.grammar import Reference
from maedeup.notes.note import Note
from maedeup.page.html import Painter
from maedeup.page.questions import Problem, Questions, Snippet, Target, leads


class Stash(Protocol):
    """Keeps finished HTML out of Markdown's way."""

    def store(self, content: str) -> str:
        """Return what stands for the content in the text."""


class HasStash(Protocol):
    """What is needed of a Markdown object."""

    @property
    def htmlStash(self) -> Stash:  # noqa: N802  # Python-Markdown's name
        """Where finished HTML is kept."""


class Anchors(Protocol):
    """Sets the ids of headings and blocks."""

    def mark(self, anchor: str, level: int = 0, label: str = "") -> str:
        """Return the mark to put behind a heading's text; with a level, it is no heading of ours.

        `label` is what a table of contents has of it, where that is not its text.
        """

    def mark_block(self, anchor: str) -> str:
        """Return the mark to put at the end of a block."""


@dataclass(frozen=True)
class Mark:
    """Finished HTML for a part of a text."""

    start: int
    end: int
    html: str


class Writer(Protocol):
    """Writes one page; each part of the page takes what it needs from it."""

    anchors: Anchors
    ask: Questions
    note: Note
    written: Note
    """The note whose text is being rewritten."""
    painter: Painter
    expands: bool
    """Whether parts of other notes are shown, and not only linked to."""
    embedded: set[str]
    """Ids of the embeds that the page has, which a second one may not have."""
    numbered: set[str]
    """Ids of the figures and formulas that the page has shown with their numbers."""
    told: set[str]
    """What a page says once, and has said."""

    @property
    def figure_numbers(self) -> dict[tuple[str, str], int]:
        """The number of each figure of the page that has one."""

    @property
    def is_quoted(self) -> bool:
        """Whether the text that is rewritten is another note's, and no embed brought it here."""

    def stash(self, content: str) -> str:
        """Put finished HTML where Markdown leaves it alone; return what stands for it."""

    def href(self, note: Note, anchor: str = "") -> str:
        """Return the address of a note, or of a place in it, as this page names it."""

    def rewrite(
        self, text: str, first_line: int, note: Note | None = None, marks: Iterable[Mark] = ()
    ) -> str:
        """Replace every reference and formula of a text."""

    def part(self, reference: Reference, target: leads.NotePlace) -> list[str]:
        """Return the lines that show a part of a note."""

    def shown(self, reference: Reference, target: Target | Problem) -> str:
        """Return the text that a reader sees for a reference in a sentence."""

    def fence(self, code: str) -> list[str]:
        """Return the lines of a fence around code."""

    def own_page(self, snippet: Snippet) -> str:
        """Return the address of a snippet's own page."""
