"""Look at a variable of the snippet for a limited time: what it says of itself may never end."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator


class TooLongError(BaseException):
    """Ends a look; no `except Exception` of the code that is looked at stops it."""


@contextlib.contextmanager
def for_at_most(seconds: float) -> Iterator[None]:
    """Limit the processor time of what is done inside; in the main thread alone."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(number: int, frame: object) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGVTALRM, end)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before if before is not None else signal.SIG_DFL)
