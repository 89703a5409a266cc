"""What is done with warnings: a run has the filters of what it imports, and of nothing else.

The server has imported more, for others, and many a library puts filters before Python's own.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterable
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any

from maedeup.runs import held

PLAIN = tuple(warnings.filters)
"""Those that Python begins with: this is loaded before any library."""

LATE = (
    # torch.optim imports it at the first step, which costs more than everything else.
    "torch._dynamo",
    "matplotlib.pyplot", "matplotlib.backends.backend_agg", "matplotlib.backends.backend_svg",
)  # fmt: skip
"""What libraries import when they first need it."""

_uses: dict[str, set[str]] = {}
"""By top-level name: of which others a package's modules have something."""

_added: dict[str, list[Any]] = {}
"""What the import of each module has put before the others, of those that no run has taken."""


def note_added(name: str, before: list[Any]) -> None:
    """Note what the import of a module has added, unless that was noted."""
    _added.setdefault(name, [one for one in warnings.filters if one not in before])


def note_uses() -> None:
    """Note which packages have something of which others: their import imports those too."""
    for path, module in held.find_all().items():
        own = path.partition(".")[0]
        if own in sys.stdlib_module_names or own == "__main__":
            continue
        uses = _uses.setdefault(own, set())
        for value in list(getattr(module, "__dict__", {}).values()):
            kind = type(value)
            name = ""
            if kind is ModuleType:
                name = value.__name__
            elif kind in (FunctionType, BuiltinFunctionType, type):
                name = value.__module__
            if isinstance(name, str):
                uses.add(name.partition(".")[0])


def begin() -> None:
    """Begin a run with those that Python begins with."""
    _set(PLAIN)


def follow(name: str) -> None:
    """Do what the import of a module, and of all that it needs, would have done."""
    if not _added:
        return
    needed = [name.partition(".")[0]]
    for one in needed:
        needed += [used for used in _uses.get(one, ()) if used not in needed]
    for one in list(_added):
        if one == name or (one not in LATE and one.partition(".")[0] in needed):
            follow_late(one)


def follow_late(name: str) -> None:
    """Do what the import of this one module would have done."""
    if added := _added.pop(name, None):
        _set([*added, *warnings.filters])


def _set(filters: Iterable[Any]) -> None:
    warnings.filters[:] = filters  # type: ignore[index]  # typeshed: a sequence
    mutated: Any = getattr(warnings, "_filters_mutated")  # noqa: B009  # typeshed knows it not
    mutated()
