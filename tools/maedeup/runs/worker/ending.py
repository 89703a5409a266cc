"""The end of a script: what Python waits for and calls when the last line is done.

Plain Python joins threads and calls what `atexit` was given, and shows what these print. Here both
have `PATIENCE_S`: a page says what they had said until then, and a run that would never end is none
that failed.
"""

from __future__ import annotations

import atexit
import logging
import signal
import threading
import weakref
from collections.abc import Callable
from multiprocessing import util
from types import FrameType
from typing import Any

PATIENCE_S = 2.0
"""What comes later than this after the last line, no page shows."""

AGAIN_S = 0.05
"""Between two interruptions of what goes on in spite of the first."""


_servers: list[object] = []
"""What was to be done at the end of the server: kept, and never done."""


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


def end(take: Callable[[], None]) -> None:
    """Do what Python does after the last line of a script.

    Args:
        take: keeps what has been printed; it is called when that is over, or its time.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    is_over = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal is_over
        if not is_over:
            is_over = True
            take()
        raise _EnoughError

    shutdown: Any = getattr(threading, "_shutdown")  # noqa: B009  # typeshed does not know it
    call_all: Any = getattr(atexit, "_run_exitfuncs")  # noqa: B009
    try:
        signal.signal(signal.SIGALRM, stop)
        signal.setitimer(signal.ITIMER_REAL, PATIENCE_S, AGAIN_S)
        try:
            shutdown()
            call_all()
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    except _EnoughError:
        pass
    if not is_over:
        take()
