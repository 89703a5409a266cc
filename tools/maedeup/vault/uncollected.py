"""Steps during which nothing becomes garbage."""

from __future__ import annotations

import gc
from collections.abc import Callable
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
