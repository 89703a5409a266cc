"""Imported once by the fork server: makes it warm with what the stale snippets import."""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import importlib.util
import os
import signal
import sys
from pathlib import Path

from maedeup.runs.lookup import known_names
from maedeup.runs.worker import environment

if sys.platform == "linux":
    from maedeup.runs.kernel import namespaces


def warm_up(names: list[str]) -> None:
    """Import `names`, and what these import late.

    A module that fails to import fails again in the run that needs it, with its traceback there.
    """
    for name in names:
        if _is_installed(name.partition(".")[0]):
            with contextlib.suppress(BaseException):
                importlib.import_module(name)
    late = []
    if "torch" in sys.modules:
        # torch.optim imports it at the first step, which costs more than everything else.
        late.append("torch._dynamo")
    if "matplotlib" in sys.modules:
        late += ["matplotlib.pyplot"]
        late += ["matplotlib.backends.backend_agg", "matplotlib.backends.backend_svg"]
    for name in late:
        with contextlib.suppress(BaseException):
            importlib.import_module(name)
    if "matplotlib" in sys.modules:
        from maedeup.runs.worker import figures

        figures.prepare()
    # Reading what is installed takes longer than most snippets: each fork has the answers.
    known_names()
    environment.distributions_of("")
    for name in names:
        for distribution in environment.distributions_of(name.partition(".")[0]):
            environment.requirements_of(distribution)
    gc.freeze()  # the collector then leaves the shared pages alone


def _is_installed(top_level: str) -> bool:
    """Say whether a package lies where packages are installed.

    Any other, also one installed as editable, is an input of its run and must be read there.
    """
    if not environment.distributions_of(top_level):
        return False
    with contextlib.suppress(ImportError, ValueError):
        spec = importlib.util.find_spec(top_level)
        origin = spec.origin if spec is not None else None
        return origin is not None and environment.Environment("/no project").holds(origin)
    return False


def end_with_children() -> None:
    """End the server at once, and before it all runs with what these started.

    It ends when the build does, also when the build was killed. There is nothing to tidy up, and
    some libraries complain when they try.
    """
    for task in Path("/proc/self/task").glob("*/children"):
        for pid in task.read_text().split():
            with contextlib.suppress(OSError):
                os.killpg(int(pid), signal.SIGKILL)
    os._exit(0)


STARTED_PATH = tuple(sys.path)
"""Where the server finds modules; a fork of it is given what the build's own process has."""

if "MAEDEUP_PRELOAD" in os.environ:
    atexit.register(end_with_children)
    os.chdir("/")  # matplotlib would take over the settings of the folder that it is imported in
    if sys.platform == "linux":
        namespaces.find_hindrance()  # now that this process is small: each run has the answer
    warm_up(os.environ["MAEDEUP_PRELOAD"].split())
