"""Steps during which nothing becomes garbage."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")


def uncollected(step: Callable[Arguments, Answer]) -> Callable[Arguments, Answer]:
    """Spare a step the collector of garbage.

    It makes thousands of objects that stay; each few thousand new ones would have the collector
    look through all old ones, which made steps cost more than in proportion to the notes.
    """

    @wraps(step)
    def run(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Answer:
        was_on = gc.isenabled()
        gc.disable()
        try:
            return step(*args, **kwargs)
        finally:
            if was_on:
                gc.enable()

    return run


_settles = False

SELDOM = 20_000, 20, 50
"""Thresholds of the collector: most of what a page is made of is gone before it is looked at."""


@contextmanager
def settling() -> Iterator[None]:
    """Have `settle` do something: in a process that makes one site, whose pages all stay."""
    global _settles  # the collector is the process's
    _settles, before = True, gc.get_threshold()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        _settles = False
        gc.set_threshold(*before)
        gc.unfreeze()


def settle() -> None:
    """Keep what there is now out of the collector's sight: it need not look through it again."""
    if _settles:
        gc.collect()
        gc.freeze()
