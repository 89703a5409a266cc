"""Steps during which nothing becomes garbage."""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

Argument = TypeVar("Argument")
Answer = TypeVar("Answer")


def uncollected(step: Callable[[Argument], Answer]) -> Callable[[Argument], Answer]:
    """Spare a step the collector of garbage.

    It makes thousands of objects that stay; each few thousand new ones would have the collector
    look through all old ones, which made steps cost more than in proportion to the notes.
    """

    @wraps(step)
    def run(argument: Argument) -> Answer:
        was_on = gc.isenabled()
        gc.disable()
        try:
            return step(argument)
        finally:
            if was_on:
                gc.enable()

    return run
