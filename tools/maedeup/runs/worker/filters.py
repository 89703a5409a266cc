"""What is done with warnings: a run has the filters of what it imports, and of nothing else.

The server has imported more, for others, and many a library puts filters before Python's own.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from typing import Any

from maedeup.runs.worker.environment import distributions_of, requirements_of

PLAIN = tuple(warnings.filters)
"""Those that Python begins with: this is loaded before any library."""

LATE = (
    # torch.optim imports it at the first step, which costs more than everything else.
    "torch._dynamo",
    "matplotlib.pyplot", "matplotlib.backends.backend_agg", "matplotlib.backends.backend_svg",
)  # fmt: skip
"""What libraries import when they first need it."""

_added: dict[str, list[Any]] = {}
"""What the import of each module has put before the others, of those that no run has taken."""


def note_added(name: str, before: list[Any]) -> None:
    """Note what the import of a module has added, unless that was noted."""
    _added.setdefault(name, [one for one in warnings.filters if one not in before])


def begin() -> None:
    """Begin a run with those that Python begins with."""
    _set(PLAIN)


def follow(name: str) -> None:
    """Do what the import of a module, and of all that it needs, would have done."""
    if not _added:
        return
    asked = distributions_of(name.partition(".")[0])
    needed = {required for distribution in asked for required in requirements_of(distribution)}
    for one in list(_added):
        if one == name or (one not in LATE and needed & set(distributions_of(one.split(".")[0]))):
            follow_late(one)


def follow_late(name: str) -> None:
    """Do what the import of this one module would have done."""
    if added := _added.pop(name, None):
        _set([*added, *warnings.filters])


def _set(filters: Iterable[Any]) -> None:
    warnings.filters[:] = filters  # type: ignore[index]  # typeshed: a sequence
    mutated: Any = getattr(warnings, "_filters_mutated")  # noqa: B009  # typeshed knows it not
    mutated()
