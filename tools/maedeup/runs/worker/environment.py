"""What on this machine is Python, a package or the system, and so no input of a run."""

from __future__ import annotations

import csv
import inspect
import re
import sys
import sysconfig
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import metadata
from pathlib import Path
from types import ModuleType

from maedeup.runs import held, world

SYSTEM_FOLDERS = (
    "/proc/", "/sys/", "/dev/", "/etc/", "/usr/", "/bin/", "/sbin/", "/lib/", "/lib32/", "/lib64/",
    "/var/cache/",
)  # fmt: skip

NO_INPUT = ("/.maedeup/", "/.git/")
"""Folders in the project of which nothing is a run's to read."""

BY_IMPORT = "/.//."
"""At the end of a folder's path: an import reads its names. Behind it: what it looks for there."""

FOLDERS = ("stdlib", "platstdlib", "purelib", "platlib")
"""Where Python and packages lie, by the names that `sysconfig` has for them."""

find_version = cache(world.find_version)


class Environment:
    """Tells the project's files from those of Python and its packages.

    A virtual environment may lie inside the project, and a project inside a Python's prefix
    (`/usr/src/app` under Debian's Python): the project's folder is asked about first.
    """

    def __init__(self, root: str) -> None:
        self.root = root
        folders = {*_find_folders(), str(Path(__file__).parents[2])}  # maedeup itself
        for prefix in (sys.prefix, sys.base_prefix):
            if not (root + "/").startswith(prefix.rstrip("/") + "/"):
                folders.add(prefix)
        self.known = tuple(folder.rstrip("/") + "/" for folder in folders)
        """Folders of Python, of packages and of maedeup."""
        self._found_in = str(Path(__file__).parents[3])  # where maedeup is imported from

    def holds(self, path: str) -> bool:
        """Say whether a file belongs to Python, to a package or to maedeup."""
        return f"{path}/".startswith(self.known) or "/__pycache__/" in f"{path}/"

    def must_exist(self, folder: str, file: str) -> bool:
        """Say whether a folder is there for certain: that file, or Python itself, lies in it."""
        return any(path.startswith(folder + "/") for path in (file, *self.known))

    def is_project(self, path: object) -> bool:
        """Say whether a file is the project's own."""
        if not isinstance(path, str) or not path.startswith(self.root + "/") or self.holds(path):
            return False
        below = f"{path.removeprefix(self.root)}/"
        return not any(name in below for name in NO_INPUT)

    def is_input(self, path: str, scratch: str) -> bool:
        """Say whether a run that reads this file depends on it."""
        if path == self._found_in:
            return False
        if path.startswith(self.root + "/"):
            return self.is_project(path)
        return not f"{path}/".startswith((scratch, *SYSTEM_FOLDERS)) and not self.holds(path)


@cache
def _find_folders() -> list[str]:
    return [path for name in FOLDERS if (path := sysconfig.get_path(name))]


_elsewhere: set[str] = set()
"""What runs are forked with that lies neither in the standard library nor with packages."""


def note_warm() -> None:
    """Note what is imported: a run's look into thousands of modules would copy them all."""
    folders = tuple(f"{path}/" for path in _find_folders())
    _elsewhere.clear()
    _elsewhere.update(
        name
        for name, module in held.find_all().items()
        if not str(getattr(module, "__file__", None) or folders[0]).startswith(folders)
    )


def list_own() -> list[ModuleType]:
    """Return the imported modules that may be the project's, the oldest first."""
    return [
        one
        for name, one in list(sys.modules.items())
        if isinstance(one, ModuleType)  # a script may put in what it likes
        and (name in _elsewhere or not held.is_warm(name))
    ]


@cache
def _top_levels() -> Mapping[str, list[str]]:
    """Return what `metadata.packages_distributions` does, which makes a path of each file."""
    found: dict[str, list[str]] = {}
    for one in metadata.distributions():
        tops = {*(one.read_text("top_level.txt") or "").split()} or {*_find_tops(one)}
        about = one.read_text("METADATA") or one.read_text("PKG-INFO") or ""
        if name := re.search(r"(?m)^Name: *(.+?) *$", about):
            for top in tops:
                found.setdefault(top, []).append(name[1])
    return found


def _find_tops(distribution: metadata.Distribution) -> Iterator[str]:
    """Yield the top-level names of a distribution's files."""
    record = distribution.read_text("RECORD")
    if record is None:
        files = [str(file) for file in distribution.files or ()]
    else:
        files = [row[0] for row in csv.reader(record.splitlines()) if row]
    for file in files:
        top, below, _ = file.partition("/")
        name = top if below else inspect.getmodulename(top) or top
        if name.isidentifier():
            yield name


def distributions_of(top_level: str) -> list[str]:
    """Return the distributions that provide a top-level module; none for the standard library."""
    return sorted(set(_top_levels().get(top_level, [])))


@cache
def requirements_of(name: str) -> frozenset[str]:
    """Return a distribution and all installed ones that it requires, directly or not."""
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        current = waiting.pop()
        key = re.sub(r"[-_.]+", "-", current).lower()
        if key in seen or find_version(current) is None:
            continue
        seen.add(key)
        for line in metadata.requires(current) or []:
            if "extra ==" not in line and (found := re.match(r"[\w.-]+", line)):
                waiting.append(found[0])
    return frozenset(seen)
