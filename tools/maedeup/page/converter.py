"""What a page's writer needs of Python-Markdown, and no more."""

from __future__ import annotations

from typing import Protocol


class Stash(Protocol):
    """Keeps finished HTML out of Markdown's way."""

    def store(self, content: str) -> str:
        """Give what stands for the content in the text."""


class HasStash(Protocol):
    """What is needed of a Markdown object."""

    @property
    def htmlStash(self) -> Stash:  # noqa: N802  # Python-Markdown's name
        """Where finished HTML is kept."""


class Anchors(Protocol):
    """Sets the ids of headings and blocks."""

    def mark(self, anchor: str, level: int = 0) -> str:
        """Give the mark to put behind a heading's text; with a level, it is no heading of ours."""

    def mark_block(self, anchor: str) -> str:
        """Give the mark to put at the end of a block."""
