"""The end of a script: what Python waits for and calls when the last line is done.

Plain Python joins threads and calls what `atexit` was given, and shows what these print. Here both
have `PATIENCE_S`: a page says what they had said until then, and a run that would never end is none
that failed.
"""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]  # in C: it needs no built-in name
import atexit
import contextlib
import ctypes
import gc
import logging
import re
import sys
import threading
import traceback
import warnings
import weakref
from collections.abc import Callable
from functools import partial
from multiprocessing import util
from os import _exit
from types import FrameType, ModuleType
from typing import Any, NoReturn

from maedeup.runs import held
from maedeup.runs.worker.holders import main_holders

_modules = sys.modules  # the script may take the name away
PATIENCE_S = 2.0
"""What comes later than this after the last line, no page shows."""

AGAIN_S = 0.05
"""Between two interruptions of what goes on in spite of the first."""


_servers: list[object] = []
"""What was to be done at the end of the server: kept, and never done."""

_all_handlers: list[object] = getattr(logging, "_handlerList")  # noqa: B009
_shut_logs, _unregister = logging.shutdown, atexit.unregister
_end_children: Any = getattr(util, "_exit_function")  # noqa: B009  # typeshed does not know it
_handlers: list[object] = []
"""Of logs, as the server has them."""

_stderr: list[object] = []
"""What errors are told on, unless the script puts another in its place."""

NOT_LEFT = object()
"""In the place of what a script was left with, where it was not."""

_PLAIN_HOOK = sys.__excepthook__
ITIMER_REAL, SIGALRM = int(_signal.ITIMER_REAL), int(_signal.SIGALRM)
setitimer, set_handler = _signal.setitimer, _signal.signal


class _EnoughError(BaseException):
    """The time is over."""


def begin() -> None:
    """Forget what is to be done at the end of the server, which this process was forked from."""
    _stderr[:] = [sys.stderr]
    getattr(atexit, "_clear")()  # noqa: B009  # typeshed does not know it
    finalizers: Any = weakref.finalize
    _servers.append(finalizers._registry)  # to end thousands would copy the pages that they lie on
    finalizers._registry = {}
    finalizers._registered_with_atexit = False
    _handlers[:] = _all_handlers
    atexit.register(_shut_logs)
    atexit.register(_end_children)


_gettrace, _getprofile = sys.gettrace, sys.getprofile
_settrace, _setprofile = sys.settrace, sys.setprofile
_current_thread, _main_thread = threading.current_thread, threading.main_thread
_shutdown: Any = getattr(threading, "_shutdown")  # noqa: B009  # typeshed does not know it
_call_all: Any = getattr(atexit, "_run_exitfuncs")  # noqa: B009
_format, _type, _own_names, _MISSING = traceback.format_exception, type, vars(sys), object()
_flush_c: Any = getattr(sys.platform != "win32" and ctypes.CDLL(None), "fflush", bool)


def tell(error: BaseException) -> bool:
    """Do what Python does with an error that ends a script; say whether the script told it itself.

    Args:
        error: has the frames that a script has.
    """
    kind, trace, own = _type(error), error.__traceback__, _own_names
    own.update(last_type=kind, last_value=error, last_traceback=trace)
    if sys.version_info >= (3, 12):
        own["last_exc"] = error
    hook = own.get("excepthook", _MISSING)
    if hook is _PLAIN_HOOK and own.get("stderr") is _stderr[0]:
        return False
    if hook is _MISSING:
        own["stderr"].write("sys.excepthook is missing\n")
        return False
    try:
        hook(kind, error, trace)
    except BaseException as another:
        frames = another.__traceback__ and another.__traceback__.tb_next
        held.lift()
        told = "".join(_format(_type(another), another, frames))
        held.put_down()
        own["stderr"].write(f"Error in sys.excepthook:\n{told}\nOriginal exception was:\n")
        return False
    return True


def end(take: Callable[[], None], drops: bool) -> None:
    """Do what Python does after the last line of a script.

    Args:
        take: keeps what has been printed; it is called when that is over, or its time.
        drops: whether something may be said by what is dropped then.
    """
    if _current_thread() is not _main_thread():
        return
    if _gettrace() is not None:  # to set it is an event, which says that the run was watched
        _settrace(None)
    if _getprofile() is not None:
        _setprofile(None)
    is_over = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal is_over
        if not is_over:
            is_over = True
            take()
        raise _EnoughError

    try:
        set_handler(SIGALRM, stop)
        setitimer(ITIMER_REAL, PATIENCE_S, AGAIN_S)
        try:
            try:  # noqa: SIM105
                _shutdown()
            except NameError:  # no built-in that it needs is there, nor for `suppress`
                pass
            if _handlers == _all_handlers:  # a script that never logs need not have imported it
                _unregister(_shut_logs)
            if util.__name__ not in _modules:
                _unregister(_end_children)
            _call_all()
            if drops and "__main__" in _modules:
                _drop_names()
            _end_trackers()
        finally:
            setitimer(ITIMER_REAL, 0)
    except _EnoughError:
        pass
    if not is_over:
        take()


def flush_c() -> None:
    """Have what C code has printed written, as it is when a process ends."""
    _flush_c(None)


SPEAKING = re.compile(r"__del__|\byield\b|\basync|weakref")
"""Names of what may print when it is dropped."""


def may_say_something(text: str, modules: list[ModuleType]) -> bool:
    """Say whether what a script leaves behind may print when its names are dropped."""
    own = (one for module in modules for one in vars(module).values() if isinstance(one, type))
    return (
        SPEAKING.search(text) is not None
        or _shows_left_open()
        or any("__del__" in vars(one) for one in own)
    )


def _shows_left_open() -> bool:
    """Say whether it is shown that a file was not closed; by itself, Python does not show it."""
    for action, _, category, *_ in warnings.filters:
        if issubclass(ResourceWarning, category):
            return action != "ignore"
    return True


GONE = (
    "path argv last_exc last_type last_value last_traceback path_hooks path_importer_cache"
    " meta_path __interactivehook__"
).split()
"""What `sys` has no longer when the names of a script are dropped."""

_NOWHERE = ("<sys>", 0) if sys.version_info >= (3, 13) else ("sys", 1)
"""The file and the line that a warning is ascribed to where no code is left."""
_DROP = compile("collect(); [drop() for drop in drops]; forget(); collect()", _NOWHERE[0], "exec")
_DROP = _DROP.replace(co_firstlineno=_NOWHERE[1])


def _drop_names() -> None:
    """Drop the script's names: `__del__`, and what stands behind a `yield`, has its turn."""
    sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
    own, held = _own_names, _own_names["modules"]
    kept = {name: own[name] for name in GONE if name in own and not name.startswith("last_")}
    modules = {**held, "__main__": ModuleType("__main__")}
    names = list(held)
    drops = [partial(held.__setitem__, name, None) for name in names[: names.index("__main__") + 1]]
    drops += [
        partial(holder.__setitem__, name, None)
        for holder in (*main_holders, *gc.get_referrers(held["__main__"]))
        if type(holder) is dict
        for name in [name for name, value in holder.items() if value is held["__main__"]]
    ]
    collect = gc.collect if gc.isenabled() else int
    own.update(dict.fromkeys(name for name in GONE if name in own))
    try:
        exec(_DROP, {"drops": drops, "forget": held.clear, "collect": collect})
    finally:
        held.update(modules)
        own.update(kept)


def _end_trackers() -> None:
    """Have said what was not given back, as processes say that outlive the script."""
    for name in ("multiprocessing", "joblib.externals.loky.backend", "loky.backend"):
        module: Any = _modules.get(f"{name}.resource_tracker")
        if module is not None and module._resource_tracker._fd is not None:
            module._resource_tracker._stop()


def leave_fork(traceback: str | None, left: object) -> NoReturn:
    """End a fork that the snippet made and that came to the end of the script, as Python does.

    Args:
        traceback: of the error by which it ended, if it did.
        left: what it was left with, if `sys.exit` was called.
    """
    code = 0
    if traceback is not None and left is not None:
        code = left if isinstance(left, int) else 1
        print(traceback, end="", file=sys.stderr)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(Exception):
            stream.flush()
    flush_c()
    _exit(code & 0xFF)
