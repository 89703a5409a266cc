"""The end of a script: what Python waits for and calls when the last line is done.

Plain Python joins threads and calls what `atexit` was given, and shows what these print. Here both
have `PATIENCE_S`: a page says what they had said until then, and a run that would never end is none
that failed.
"""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]  # in C: it needs no built-in name
import atexit
import contextlib
import gc
import logging
import sys
import threading
import weakref
from collections.abc import Callable
from multiprocessing import util
from os import _exit
from types import FrameType, ModuleType
from typing import Any, NoReturn

PATIENCE_S = 2.0
"""What comes later than this after the last line, no page shows."""

AGAIN_S = 0.05
"""Between two interruptions of what goes on in spite of the first."""


_servers: list[object] = []
"""What was to be done at the end of the server: kept, and never done."""

NOT_LEFT = object()
"""In the place of what a script was left with, where it was not."""

ITIMER_REAL, SIGALRM = int(_signal.ITIMER_REAL), int(_signal.SIGALRM)
setitimer, set_handler = _signal.setitimer, _signal.signal


class _EnoughError(BaseException):
    """The time is over."""


def begin() -> None:
    """Forget what is to be done at the end of the server, which this process was forked from."""
    getattr(atexit, "_clear")()  # noqa: B009  # typeshed does not know it
    finalizers: Any = weakref.finalize
    _servers.append(finalizers._registry)  # to end thousands would copy the pages that they lie on
    finalizers._registry = {}
    finalizers._registered_with_atexit = False
    atexit.register(logging.shutdown)
    atexit.register(getattr(util, "_exit_function"))  # noqa: B009


_gettrace, _getprofile = sys.gettrace, sys.getprofile
_settrace, _setprofile = sys.settrace, sys.setprofile
_current_thread, _main_thread = threading.current_thread, threading.main_thread
_shutdown: Any = getattr(threading, "_shutdown")  # noqa: B009  # typeshed does not know it
_call_all: Any = getattr(atexit, "_run_exitfuncs")  # noqa: B009


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
            _shutdown()
            _call_all()
            if drops:
                _drop_names()
        finally:
            setitimer(ITIMER_REAL, 0)
    except _EnoughError:
        pass
    if not is_over:
        take()


def may_say_something(text: str, modules: list[ModuleType]) -> bool:
    """Say whether what a script leaves behind may print when its names are dropped."""
    own = (one for module in modules for one in vars(module).values() if isinstance(one, type))
    return (
        "__del__" in text
        or ("yield" in text and "finally" in text)
        or any("__del__" in vars(one) for one in own)
    )


def _drop_names() -> None:
    """Drop the script's names: `__del__`, and what stands behind a `yield`, has its turn."""
    sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
    gc.unfreeze()
    main = sys.modules.get("__main__")
    sys.modules["__main__"] = ModuleType("__main__")
    for holder in gc.get_referrers(main):
        if type(holder) is dict:
            for name in [name for name, value in holder.items() if value is main]:
                holder[name] = None
    main = holder = None
    gc.collect()


def leave_fork(traceback: str | None, left: object) -> NoReturn:
    """End a fork that the snippet made and that came to the end of the script, as Python does.

    Args:
        traceback: of the error by which it ended, if it did.
        left: what it was left with, if `sys.exit` was called.
    """
    code = 0
    if traceback is not None and type(left) is int:
        code = left
    elif traceback is not None and left is not None:
        code = 1
        print(
            traceback if left is NOT_LEFT else left,
            end="" if left is NOT_LEFT else "\n",
            file=sys.stderr,
        )
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(Exception):
            stream.flush()
    _exit(code & 0xFF)
