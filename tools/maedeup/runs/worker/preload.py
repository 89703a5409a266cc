"""Make the process that runs are forked from warm with what the stale snippets import."""

from __future__ import annotations

import contextlib
import gc
import importlib
import importlib.util
import sys
import warnings

from maedeup.runs.lookup import known_names
from maedeup.runs.worker import environment, filters, holders


def warm_up(names: list[str]) -> None:
    """Import `names`, and what these import late.

    A module that fails to import fails again in the run that needs it, with its traceback there.
    """
    # What others need comes first: so it is told what the import of each has changed.
    for name in sorted(names, key=lambda name: (len(_required_by(name)), name)):
        if _is_installed(name.partition(".")[0]):
            _import(name)
    for name in filters.LATE:
        if name.partition(".")[0] in sys.modules:
            _import(name)
    if "matplotlib" in sys.modules:
        from maedeup.runs.worker import figures

        figures.prepare()
    holders.note_holders()
    filters.note_uses()
    environment.note_warm()
    # Reading what is installed takes longer than most snippets: each fork has the answers.
    known_names()
    environment.distributions_of("")
    gc.freeze()  # the collector then leaves the shared pages alone


def _required_by(name: str) -> set[str]:
    """Return the distributions that a module needs; each fork has the answers then."""
    own = environment.distributions_of(name.partition(".")[0])
    return {needed for one in own for needed in environment.requirements_of(one)}


def _import(name: str) -> None:
    before = list(warnings.filters)
    with contextlib.suppress(BaseException):
        importlib.import_module(name)
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
