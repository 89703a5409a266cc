"""What was found in texts, kept by the text: as many as their characters allow.

A build asks about each note in every step. A number of texts is no measure of what to keep: more
notes than that, and all is found anew in each step; phrases, and a few of them drive notes out.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from threading import Lock
from typing import Generic, TypeVar

Found = TypeVar("Found")

MOST = 16_000_000
"""Characters of the texts about which answers are kept: 5,000 notes of 500 words."""

OVERHEAD = 100
"""Characters that a text is counted as besides its own."""

SHORT, MADE = 400, "\x02"
"""Characters of a phrase, and what only the text of a page has that is being made: they are asked
about a few times in a row, and then no more."""

FEW = 64
"""Of these, whose answers are kept."""


class Kept(Generic[Found]):
    """A function of a text, and what it returned for those that were asked about last."""

    def __init__(self, find: Callable[[str], Found], most: int = MOST) -> None:
        """Ask `find` about each text once; `most` is how many characters of texts are kept."""
        update_wrapper(self, find)
        self._find = find
        self._most = most
        self._known: dict[str, Found] = {}
        self._passing: dict[str, Found] = {}
        self._lock = Lock()
        self._size = 0

    def __call__(self, text: str) -> Found:
        """Return what the function does."""
        found = self._look(text)
        if found is None:
            found = self._find(text)
            self.know(text, found)
        return found

    def once(self, text: str) -> Found:
        """Return the same of a text that is asked about a few times in a row, and then no more."""
        found = self._look(text)
        if found is None:
            found = self._find(text)
            with self._lock:
                self._know_passing(text, found)
        return found

    def forget(self) -> None:
        """Keep nothing of what was found until now."""
        with self._lock:
            self._known, self._passing, self._size = {}, {}, 0

    def know(self, text: str, found: Found) -> None:
        """Keep what the function returns for a text; the oldest texts go first."""
        with self._lock:
            if _is_passing(text):
                self._know_passing(text, found)
            elif text not in self._known:
                self._known[text] = found
                self._size += len(text) + OVERHEAD
            while self._size > self._most and len(self._known) > 1:
                oldest = next(iter(self._known))
                del self._known[oldest]
                self._size -= len(oldest) + OVERHEAD

    def _look(self, text: str) -> Found | None:
        found = None if _is_passing(text) else self._known.get(text)
        return self._passing.get(text) if found is None else found

    def _know_passing(self, text: str, found: Found) -> None:
        if len(self._passing) >= FEW:
            self._passing.clear()
        self._passing[text] = found


def _is_passing(text: str) -> bool:
    return len(text) < SHORT or MADE in text


def kept(find: Callable[[str], Found], most: int = MOST) -> Kept[Found]:
    """Keep what a function of a text alone returns, which is never None."""
    return Kept(find, most)
