"""Tell an import's reading of a folder from the run's own: the kernel sees the same call for both.

An import reads the names in each folder of `sys.path`; what it may find there, the receipt says by
name. So it reads them by a path that nobody writes, here and in children that `spawn` starts. What
such a child looks for is told in the same way, as it has no receipt of its own.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from multiprocessing import spawn
from typing import Any

from maedeup.runs.worker.environment import BY_IMPORT

_HERE = f"""
import importlib._bootstrap_external as bootstrap, os
plain_os, known = bootstrap._os, set  # as Python's own does

def fill(finder):
    try:
        names = plain_os.listdir((finder.path or plain_os.getcwd()) + {BY_IMPORT!r})
    except (FileNotFoundError, PermissionError, NotADirectoryError):
        names = []
    finder._path_cache = known(names)

bootstrap.FileFinder._fill_cache = fill
"""
"""As Python's own does it where names differ by case, but for the path."""

_IN_CHILD = f"""{_HERE}
def find_spec(finder, fullname, target=None, plain=bootstrap.FileFinder.find_spec):
    folder = os.path.abspath(finder.path)
    if not (folder + "/").startswith(KNOWN):
        tell(folder + {BY_IMPORT!r} + "/" + fullname.rpartition(".")[2])
    return plain(finder, fullname, target)

def tell(path):
    try:
        os.close(os.open(path, os.O_RDONLY))
    except OSError:
        pass

bootstrap.FileFinder.find_spec = find_spec
tell({BY_IMPORT!r})
"""


class _Beginning:
    """What a child does when it takes in what it is to be like, before it imports anything."""

    def __init__(self, known: Sequence[str]) -> None:
        self.known = known

    def __reduce__(self) -> tuple[Any, ...]:
        return exec, (_IN_CHILD, {"KNOWN": self.known})


_ways: list[Callable[[Any], None]] = []
"""How to tell children of a kind from the run, once `mark_searches` was called."""


def mark_searches(known: Sequence[str], begins_child: Callable[[], None]) -> None:
    """Have imports read folders by a path of their own from now on.

    Args:
        known: folders of Python and of packages, each with `/` at its end.
        begins_child: called when a child is to be started as a fresh Python.
    """
    if sys.platform != "linux":
        return
    exec(_HERE, {})

    def mark(module: Any) -> None:
        plain = module.get_preparation_data

        def get_preparation_data(*args: Any, **kwargs: Any) -> dict[str, Any]:
            begins_child()
            return {**plain(*args, **kwargs), "maedeup": _Beginning(known)}

        module.get_preparation_data = get_preparation_data

    _ways[:] = [mark]
    mark(spawn)


def mark_children(module: Any) -> None:
    """Have the children that a library starts in the manner of `spawn` do so too."""
    for mark in _ways:
        mark(module)
