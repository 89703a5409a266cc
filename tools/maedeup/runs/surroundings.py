"""What surrounds all runs of a machine: the same for all, or a digest that receipts have.

`PYTHONPATH`, `.pth` files and `LD_*` decide which code there is; they are kept, and on the receipt.
All else that Python reads of its environment is the same everywhere.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import sysconfig
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

OWN = str(Path(__file__).parents[2])
"""Where maedeup is imported from."""

HARMLESS = ("distutils-precedence.pth", "_virtualenv.pth", "a1_coverage.pth", "pytest-cov.pth")
"""Start-up files of tools that change nothing of what a script does."""

FIXED = {"PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8"}
"""What the interpreter that all runs are forked from is started with."""

OF_A_TERMINAL = ("_", "SHLVL", "PWD", "OLDPWD", "TERM", "COLUMNS", "LINES", "WINDOWID")
"""What differs from one window to the next and decides nothing: that interpreter has none of it."""


def list_python_path() -> list[str]:
    """Return the folders that PYTHONPATH names."""
    named = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    return [os.path.abspath(path) for path in named if path]  # noqa: PTH100


def digest_surroundings(root: str) -> str:
    """Return a digest of what decides which code a run finds; empty where nothing is special."""
    return _digest(root, tuple(list_python_path()), *(_find_libraries()))


@cache
def _digest(root: str, python_path: tuple[str, ...], *libraries: str) -> str:
    lines = [_place(path, root) for path in python_path if path != OWN]
    lines += [line for line in libraries if line]
    for folder in sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}):
        for file in sorted(Path(folder).glob("*.pth")):
            if file.name not in HARMLESS:
                lines += _list_added(file, root)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest() if lines else ""


def _list_added(file: Path, root: str) -> Iterator[str]:
    with contextlib.suppress(OSError, UnicodeDecodeError):
        for line in file.read_text("utf-8").splitlines():
            path = os.path.abspath(file.parent / line.strip())  # noqa: PTH100
            if line.startswith(("import ", "import\t")):
                if "maedeup" not in line:
                    yield line.strip()
            elif line.strip() and not line.startswith("#") and path != OWN:
                yield _place(path, root)


def _find_libraries() -> tuple[str, str]:
    """Return what the loader is told, without the folders of this Python."""
    prefixes = (f"{sys.prefix}/", f"{sys.base_prefix}/")
    folders = os.environ.get("LD_LIBRARY_PATH", "").split(":")
    own = [path for path in folders if path and not f"{path}/".startswith(prefixes)]
    return os.environ.get("LD_PRELOAD", ""), ":".join(own)


def _place(path: str, root: str) -> str:
    return os.path.relpath(path, root) if f"{path}/".startswith(f"{root}/") else path


@contextlib.contextmanager
def bare_interpreter(variables: Mapping[str, str]) -> Iterator[None]:
    """Have Python started as by nobody in particular: without the variables that it reads."""
    before = dict(os.environ)
    python_path = os.pathsep.join(list_python_path())
    for name in before:
        if name.startswith(("PYTHON", "PYTEST_", "MAEDEUP_", "LC_")) or name in (
            "LANG",
            "LANGUAGE",
            *OF_A_TERMINAL,
        ):
            del os.environ[name]
    if python_path:
        os.environ["PYTHONPATH"] = python_path
    os.environ.update(FIXED | dict(variables))
    try:
        yield
    finally:
        for name in os.environ.keys() - before.keys():
            del os.environ[name]
        os.environ.update(before)
