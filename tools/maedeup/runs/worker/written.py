"""Return code back as it was written to whoever reads it, and tell that somebody did.

Python raises an audit event before it hands out the code of a function. There the function is given
its own code, for good. The code of a frame that runs cannot be changed: who reads it is noted, and
so is whatever else may have seen that the run was recorded. Such a run is made once more without.
"""

from __future__ import annotations

import contextlib
import gc
import inspect
import linecache
import logging
import os
import sys
import threading
import traceback
import types
import warnings
from collections.abc import Iterator
from types import CodeType, FunctionType
from typing import Any

from maedeup.runs.worker.shapes import Recorder
from maedeup.runs.worker.stack import getframe, is_ours

if sys.platform != "win32":
    import resource

FRAME_CODE = frozenset(("f_code", "gi_code", "cr_code", "ag_code"))

WATCHES = frozenset(
    "sys.settrace sys.setprofile sys.monitoring.register_callback"
    " gc.get_objects gc.get_referrers gc.get_referents".split()
)
"""Events of what sees each operation, or each object, from then on."""

STARTS = frozenset(
    "os.fork os.forkpty os.posix_spawn os.spawn os.system os.exec subprocess.Popen".split()
)
"""Events of what starts processes; some libraries start theirs without one."""

EVENTS = {"object.__getattr__"} | STARTS | WATCHES

_PLACE_READERS = ("_has_code_flag", "_signature_from_function", "getfile", "findsource")
PLACE_READERS = frozenset(
    id(found.__code__)
    for name in _PLACE_READERS
    if isinstance(found := getattr(inspect, name, None), FunctionType)
)
"""Functions of `inspect` that read of a code only what the looks leave as it was: flags, names of
arguments, file and line."""

FRAME_READERS = frozenset(
    module.__file__ for module in (inspect, linecache, logging, traceback, warnings)
)
"""Modules that read of a frame's code only its file, its name and its lines, as all of ours do."""

_code_of = FunctionType.__dict__["__code__"]
_getattr = getattr  # the snippet may put something else in its place


class Written:
    """Knows the code as written of all that is recorded in one run."""

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder
        self.seen: set[str] = set()
        """How the recording may have been seen: `code`, `watch`, `processes`, `recursion`."""
        self._written: dict[int, CodeType] = {}
        """Of each function that is recorded, by the id of the code that records."""
        self._recording: dict[int, CodeType] = {}
        self._inside = threading.local()
        self._on = False

    def pair(self, recording: CodeType, written: CodeType) -> None:
        """Note which code stands for which; both are compiled from the same lines."""
        plain = {(c.co_qualname, c.co_firstlineno): c for c in _codes_in(written)}
        self._recording[id(recording)] = recording
        for code in _codes_in(recording):
            if code.co_name.startswith("<"):  # an expression: as written
                continue
            other = plain.get((code.co_qualname, code.co_firstlineno))
            self._recording[id(code)] = code
            if other is not None and code.co_freevars == other.co_freevars:
                self._written[id(code)] = other

    def watch(self) -> None:
        """Return code back from now on."""
        self._on = True
        sys.addaudithook(self._hook)

    def finish(self) -> None:
        """End the watch, and look for what raises no event."""
        self._on = False
        if _has_had_children():
            self.seen.add("processes")
        dynamo = sys.modules.get("torch._dynamo.utils")
        if dynamo is not None and dynamo.counters:  # it reads the code of frames in C
            self.seen.add("code")
        if self.recorder.cramped:
            self.seen.add("recursion")

    def _hook(self, event: str, args: tuple[Any, ...]) -> None:
        if not self._on or event not in EVENTS or _getattr(self._inside, "busy", False):
            return
        self._inside.busy = True  # of this thread alone
        try:
            if event == "object.__getattr__":
                self._note_reading(*args)
            elif event in STARTS:
                self.seen.add("processes")
            else:
                self._give_all_back()
        finally:
            self._inside.busy = False

    def _note_reading(self, thing: Any, name: str) -> None:
        if name in FRAME_CODE:
            recorded = id(getattr(thing, name)) in self._recording
            reader = _reader()
            if recorded and reader.f_code.co_filename not in FRAME_READERS and not is_ours(reader):
                self.seen.add("code")
        elif name == "__code__" and type(thing) is FunctionType:
            recorded = id(_code_of.__get__(thing)) in self._recording
            if recorded and id(_reader().f_code) not in PLACE_READERS:
                self.seen.add("code")
                self._give_back(thing)

    def _give_back(self, function: FunctionType) -> None:
        written = self._written.get(id(_code_of.__get__(function)))
        if written is not None:
            _code_of.__set__(function, written)

    def _give_all_back(self) -> None:
        self.seen.add("watch")
        self.recorder.stop()
        codes = [self._recording[number] for number in self._written]
        for holder in gc.get_referrers(*codes):
            if type(holder) is FunctionType:
                self._give_back(holder)


def _codes_in(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _codes_in(constant)


def _reader() -> types.FrameType:
    """Return the frame of what reads an attribute, from inside an audit hook."""
    frame: types.FrameType | None = getframe(1)
    while frame is not None and frame.f_code.co_filename == __file__:
        frame = frame.f_back
    return frame or getframe()


def _has_had_children() -> bool:
    """Ask the kernel whether this process has, or has had, any child."""
    if sys.platform == "win32":
        return False
    with contextlib.suppress(ChildProcessError):
        if resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss > 0:
            return True
        with contextlib.suppress(AttributeError):  # not on macOS
            os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            return True
    return False
