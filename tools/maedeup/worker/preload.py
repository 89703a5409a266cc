"""Imported once by the fork server: makes it warm with what the stale snippets import."""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import os
import sys


def warm_up(names: list[str]) -> None:
    """Import `names`, and what these import late.

    A module that fails to import fails again in the run that needs it, with its traceback there.
    """
    for name in names:
        with contextlib.suppress(BaseException):
            importlib.import_module(name)
    late = []
    if "torch" in sys.modules:
        # torch.optim imports it at the first step, which costs more than everything else.
        late.append("torch._dynamo")
    if "matplotlib" in sys.modules:
        late += ["matplotlib.pyplot", "matplotlib.backends.backend_svg", "PIL.PngImagePlugin"]
    for name in late:
        with contextlib.suppress(BaseException):
            importlib.import_module(name)
    if "matplotlib" in sys.modules:
        from maedeup.worker import figures

        figures.prepare()
    from maedeup.worker import observe

    observe.distributions_of("maedeup")
    gc.freeze()  # the collector then leaves the shared pages alone
    # The server has nothing to tidy up, and some libraries complain when it does.
    atexit.register(os._exit, 0)


if "MAEDEUP_PRELOAD" in os.environ:
    warm_up(os.environ["MAEDEUP_PRELOAD"].split())
