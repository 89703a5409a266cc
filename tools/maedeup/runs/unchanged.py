"""Whether anything that results depend on may have changed, asked without reading a file."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from maedeup.runs.lookup import list_modules
from maedeup.runs.receipt import NAMES, watched
from maedeup.runs.store import Result
from maedeup.runs.world import ABSENT, digest_variable

SETTLED_NS = 2_000_000_000
"""A file that was changed less than this before it was looked at may be changed again unseen."""

States = Mapping[str, object]
"""State by path, by `$NAME` of an environment variable, or by a folder of `sys.path`."""


def states_of(root: Path, results: Iterable[Result], since: int) -> States | None:
    """Return the state of all that some results depend on; None where it cannot be relied on.

    Args:
        root: the project's.
        results: whose receipts held at some moment.
        since: that moment or an earlier one, in nanoseconds.
    """
    found: dict[str, object] = {}
    for result in results:
        for path, recorded in watched(result.receipt):
            if path in found:
                continue
            if path[:1] == "$":
                found[path] = recorded
            elif path.endswith(NAMES):
                found[path] = _state_now(root, path)
            else:
                found[path] = state = state_of(root / path)
                if not is_settled(state, since) and recorded != ABSENT:
                    return None
    return found | dict(_packages(root))


def changed_since(root: Path, states: States) -> set[str] | None:
    """Return what is in another state than it was; None where that concerns all results."""
    packages = dict(_packages(root))
    changed = set()
    for path, state in states.items():
        if path in packages:
            if packages[path] != state:
                return None
        elif _state_now(root, path) != state:
            changed.add(path)
    return changed if packages.keys() <= states.keys() else None


def depends_on(result: Result, changed: set[str]) -> bool:
    """Say whether a result depends on any of what has changed."""
    return bool(changed) and any(path in changed for path, _ in watched(result.receipt))


def _state_now(root: Path, path: str) -> object:
    if path[:1] == "$":
        return digest_variable(path[1:])
    if path.endswith(NAMES):
        return list_modules(str(root / path.removesuffix(NAMES)))
    return state_of(root / path)


def _packages(root: Path) -> Iterator[tuple[str, object]]:
    """Yield each folder of packages with its state, and of the project's own the modules it has.

    `python -m mkdocs` imports from there too, and a site that is made or removed changes its state.
    """
    own = os.path.realpath(root)
    for folder in sys.path:
        if os.path.realpath(folder) == own:
            files = (name for names in list_modules(own).values() for name in names)
            yield f"\0{folder}", tuple(sorted(name for name in files if name[-1:] != "/"))
        else:
            yield f"\0{folder}", state_of(Path(folder))


def state_of(path: str | Path) -> tuple[int, int, int, int] | None:
    """Return what differs once a file was written again; None where there is none."""
    try:
        found = os.stat(path)  # noqa: PTH116  # asked thousands of times
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino


def is_settled(state: tuple[int, int, int, int] | None, since: int) -> bool:
    """Say whether a file with this state was left alone for a while before a moment."""
    return state is not None and max(state[:2]) < since - SETTLED_NS
