"""What was found in texts, kept by the text: as many as their characters allow.

A build asks about each note in every step. A number of texts is no measure of what to keep: more
notes than that, and all is found anew in each step; phrases, and a few of them drive notes out.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import TypeVar

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


def kept(find: Callable[[str], Found], most: int = MOST) -> Callable[[str], Found]:
    """Keep what a function of a text returns, which is never None; the oldest texts go first.

    Args:
        find: a function of the text alone.
        most: characters of all texts that are kept.
    """
    known: dict[str, Found] = {}
    passing: dict[str, Found] = {}
    lock = Lock()
    size = 0

    @wraps(find)
    def ask(text: str) -> Found:
        nonlocal size
        is_passing = len(text) < SHORT or MADE in text
        found = (passing if is_passing else known).get(text)
        if found is None:
            found = find(text)
            with lock:
                if is_passing:
                    if len(passing) >= FEW:
                        passing.clear()
                    passing[text] = found
                elif text not in known:
                    known[text] = found
                    size += len(text) + OVERHEAD
                while size > most and len(known) > 1:
                    oldest = next(iter(known))
                    del known[oldest]
                    size -= len(oldest) + OVERHEAD
        return found

    return ask
