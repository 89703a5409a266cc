"""What a snippet finds of the stack below it: nothing, as a script does."""

from __future__ import annotations

import _imp
import ctypes
import functools
import gc
import operator
import sys
from pathlib import Path
from types import FrameType, FunctionType
from typing import Any

OURS = str(Path(__file__).parents[2])
"""The folder of these modules."""

BELOW = "<importlib._bootstrap: what a run stands on>"
"""The file of all code below a snippet: a warning goes past code of such a name, to `sys:1`."""

EVAL_COUNTS = sys.version_info < (3, 12)
"""Whether a function of C that calls back counts as one more call that is not over."""

_get_below = vars(FrameType)["f_back"].__get__
getframe = sys._getframe
_hide: Any = getattr(_imp, "_fix_co_filename")  # noqa: B009  # typeshed does not know it
_get_limit, _set_limit = sys.getrecursionlimit, sys.setrecursionlimit


def end_here(text: str, *callers: Any) -> None:
    """Have the stack end below the snippet's code, for whoever looks.

    Args:
        text: the snippet's, which may name what only those who look at the stack use.
        callers: who will stand between the caller of this function and that code.
    """
    n_below = _hide_code(getframe(1)) + len(callers) + EVAL_COUNTS
    for caller in callers:
        _hide(caller.__code__, BELOW)
    _end_frames(getframe(1).f_globals)
    if "_getframe" in text:
        sys._getframe = _get_frame
    _set_limit(_get_limit() + n_below)
    if "recursionlimit" in text:
        sys.getrecursionlimit = lambda: _get_limit() - n_below
        sys.setrecursionlimit = lambda limit, /: _set_limit(operator.index(limit) + n_below)


def is_ours(frame: FrameType) -> bool:
    """Say whether code that runs is the worker's, and none that a script has."""
    file = frame.f_code.co_filename
    return file == BELOW or file.startswith(OURS)


def _hide_code(frame: FrameType | None) -> int:
    """Give the code of a frame, and of all below it, a file that says what it is; count them."""
    count = 0
    while frame is not None:
        code, place = frame.f_code, frame.f_globals
        path = code.co_qualname.split(".")
        found = functools.reduce(
            lambda at, name: getattr(at, name, None), path[1:], place.get(path[0])
        )
        if type(found) is FunctionType and found.__code__ is code and not is_ours(frame):
            found.__code__ = code.replace()  # children of the snippet call that of a library
        _hide(code, BELOW)
        frame = _get_below(frame)
        count += 1
    return count


def _end_frames(bottom: dict[str, Any]) -> None:
    """Have the frame below that with these global names be none, and skip the worker's above it.

    Watched imports and the like stand between frames of the snippet's own.
    """
    ours = {id(vars(m)) for name, m in sys.modules.items() if name.partition(".")[0] == "maedeup"}

    def f_back(frame: FrameType) -> FrameType | None:
        below: FrameType | None = _get_below(frame)
        while below is not None and id(below.f_globals) in ours:
            if below.f_globals is bottom:
                return None
            below = _get_below(below)
        return below

    (names,) = gc.get_referents(vars(FrameType))
    names["f_back"] = property(f_back)
    ctypes.pythonapi.PyType_Modified(ctypes.py_object(FrameType))


def _get_frame(depth: int = 0, /) -> FrameType:
    frame: FrameType | None = getframe(1)
    for _ in range(depth):
        frame = frame and frame.f_back
    if frame is None:
        raise ValueError("call stack is not deep enough")
    return frame
