"""Note the imports of the project's own code.

The audit event `import` is silent for what the warm process holds already, so the functions are
wrapped.
"""

from __future__ import annotations

import builtins
import functools
import importlib
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import ModuleType
from typing import Any

from maedeup.runs.snippet import imported_names
from maedeup.runs.worker import filters
from maedeup.runs.worker.originals import used
from maedeup.runs.worker.stack import getframe

kind_of, plain_text = type, str  # the snippet may put something else in their place

_replaced: list[tuple[ModuleType, str, object, object]] = []
"""Where something of ours stands, its name, ours, and the plain one."""
_is_seen = [True]


def watch_imports(is_project: Callable[[object], bool], imported: set[str]) -> None:
    """Note imports from now on.

    Args:
        is_project: says whether a file is the project's own.
        imported: takes the top-level names that the project's own code imports.
    """
    plain_import = builtins.__import__
    plain_import_module = importlib.import_module
    filters.begin()
    told: set[tuple[str, str]] = set()
    """Names, and the files that import them: libraries do so in what they call for each step."""

    @used
    def note(name: str, file: object, late: bool) -> None:
        if not name.startswith(".") and is_project(file):
            imported.add(name.partition(".")[0])
            filters.follow(name)
        elif late:
            filters.follow_late(name)

    @functools.wraps(plain_import)
    def noting_import(
        name: str,
        globals: Mapping[str, object] | None = None,  # the built-in's own name
        locals: Mapping[str, object] | None = None,
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> Any:
        file: Any = globals.get("__file__") if globals and level == 0 else ""
        may_be_told = kind_of(name) is kind_of(file) is plain_text
        if not (may_be_told and (name, file) in told):
            note(name, file, late=True)
            if may_be_told:
                told.add((name, file))
        return plain_import(name, globals, locals, fromlist, level)

    @functools.wraps(plain_import_module)
    def noting_import_module(name: str, package: str | None = None) -> Any:
        note(name, getframe(1).f_globals.get("__file__"), late=False)
        return plain_import_module(name, package)

    builtins.__import__ = noting_import
    importlib.import_module = noting_import_module
    _replaced[:] = [
        (builtins, "__import__", noting_import, plain_import),
        (importlib, "import_module", noting_import_module, plain_import_module),
    ]


def stay_unseen() -> None:
    """Note no import from now on: who traces or profiles would see the calls."""
    for module, name, ours, plain in _replaced:
        if vars(module).get(name) is ours:
            setattr(module, name, plain)
            _is_seen[:] = [False]


def unseen_imports(texts: Iterable[str]) -> set[str]:
    """Return the top-level names that sources import, where none could be noted as it happened."""
    if _is_seen[0]:
        return set()
    names = {name for text in texts for name in imported_names(text)}
    return {name.partition(".")[0] for name in names} & sys.modules.keys()
