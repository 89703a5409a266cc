"""Make the process that runs are forked from warm with what the stale snippets import."""

from __future__ import annotations

import contextlib
import gc
import importlib
import importlib.util
import linecache
import warnings

from maedeup.runs import held
from maedeup.runs.lookup import known_names
from maedeup.runs.worker import environment, filters, holders, originals

ON_STACK = (
    "multiprocessing.spawn", "multiprocessing.forkserver", "multiprocessing.process",
    "maedeup.runs.worker", "maedeup.runs.worker.server", "maedeup.runs.worker.cells",
    "torch.random", "torch.cuda", "torch.cuda.random", "torch.xpu", "torch.xpu.random",
    "torch.mtia", "torch._compile", "torch._dynamo.eval_frame",
)  # fmt: skip
"""Modules that stand on the stack when a run seeds torch, which then writes the stack down."""


def warm_up(names: list[str]) -> None:
    """Import `names`, and what these import late.

    A module that fails to import fails again in the run that needs it, with its traceback there.
    """
    own = held.list_visible()
    gc.disable()  # what is imported stays, and each collection looks at all of it
    # What others need comes first: so it is told what the import of each has changed.
    for name in sorted(names, key=lambda name: (len(_required_by(name)), name)):
        if _is_installed(name.partition(".")[0]):
            _import(name)
    for name in filters.LATE:
        if held.find(name.partition(".")[0]) is not None:
            _import(name)
    if held.find("matplotlib") is not None:
        from maedeup.runs.worker import figures

        figures.prepare()
        figures.find_fonts()
        with contextlib.suppress(Exception):  # the run that draws tells it
            figures.rehearse()
        environment.find_version(figures.FONT_PACKAGE)
    if (torch := held.find("torch")) is not None:  # what processor this is: of a dozen files
        torch.backends.cpu.get_cpu_capability()
    _keep_lines()
    filters.note_uses()
    environment.note_warm()
    # Reading what is installed takes longer than most snippets: each fork has the answers.
    known_names()
    environment.distributions_of("")
    originals.note()
    holders.note_holders()
    held.end_notes(own)
    gc.freeze()  # the collector then leaves the shared pages alone
    gc.enable()


def _required_by(name: str) -> set[str]:
    """Return the distributions that a module needs; each fork has the answers then."""
    own = environment.distributions_of(name.partition(".")[0])
    found = {needed for one in own for needed in environment.requirements_of(one)}
    for one in found:
        environment.find_version(one)
    return found


def _keep_lines() -> None:
    """Read the lines of `ON_STACK`; that none of them is another file since, no run asks."""
    for name in ON_STACK:
        file = getattr(held.find(name), "__file__", None)
        if file and (lines := linecache.getlines(file)):
            linecache.cache[file] = (len(lines), None, lines, file)


def _import(name: str) -> None:
    before = list(warnings.filters)
    with contextlib.suppress(BaseException):
        held.import_first(name, importlib.import_module)
    filters.note_added(name, before)


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
