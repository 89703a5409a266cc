"""Code of a notebook that waits: it finds the loop that runs in Jupyter, and a cell is one task."""

from __future__ import annotations

import contextvars
import inspect
import sys
import threading
from functools import cache
from types import CodeType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio


def context_of(*codes: CodeType | None) -> contextvars.Context | None:
    """Return a context for a cell of these codes, which is a task; None if it does not wait."""
    if any(code and code.co_flags & inspect.CO_COROUTINE for code in codes):
        return contextvars.copy_context()
    return None


def run(code: CodeType, namespace: dict[str, Any], in_loop: bool) -> Any:
    """Run code; in a notebook it may wait, and finds a loop that runs, as Jupyter lets it."""
    if code.co_flags & inspect.CO_COROUTINE:
        context = contextvars.copy_context()
        task = _loop().create_task(eval(code, namespace), context=context)
        try:
            return _loop().run_until_complete(task)
        finally:  # what the code has set, as numpy's options, holds until its cell is shown
            for variable, value in context.items():
                variable.set(value)
    if not in_loop:
        return eval(code, namespace)
    loop: Any = _loop()
    events: Any = sys.modules["asyncio.events"]
    loop._thread_id = threading.get_ident()
    events._set_running_loop(loop)
    try:
        return eval(code, namespace)
    finally:
        events._set_running_loop(None)
        loop._thread_id = None


@cache
def _loop() -> asyncio.AbstractEventLoop:
    import asyncio

    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    return loop
