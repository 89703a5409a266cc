"""What a snippet sees of the stack below it: nothing, as a script does."""

from __future__ import annotations

import inspect
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

OURS = str(Path(__file__).parents[2])
"""The folder of these modules."""

WALKERS = (traceback.__file__, __file__)


def end_at(bottom: CodeType) -> None:
    """Have `traceback` and `inspect` tell of the stack what a script would find.

    Args:
        bottom: the code of the function that runs the snippet's.
    """
    plain: Any = inspect.getouterframes

    def walk_stack(frame: FrameType | None) -> Iterator[tuple[FrameType, int]]:
        if frame is None:
            frame = sys._getframe()
            while frame is not None and frame.f_code.co_filename in WALKERS:
                frame = frame.f_back
        while frame is not None and frame.f_code is not bottom:
            if not frame.f_code.co_filename.startswith(OURS):
                yield frame, frame.f_lineno
            frame = frame.f_back

    def getouterframes(frame: Any, context: int = 1) -> list[Any]:
        told = plain(frame, context)
        codes = [one.frame.f_code for one in told]
        if bottom in codes:
            told = told[: codes.index(bottom)]
        return [one for one in told if not one.filename.startswith(OURS)]

    traceback.walk_stack = walk_stack  # type: ignore[assignment]  # of the argument's name
    inspect.getouterframes = getouterframes
