"""Which modules a folder offers: what an import would find there, now or when a receipt is read."""

from __future__ import annotations

import os
import sys
import sysconfig
from functools import cache
from importlib.machinery import all_suffixes

STARTED_WITH = frozenset(sys.builtin_module_names) | {
    "abc", "codecs", "encodings", "genericpath", "io", "ntpath", "os", "posixpath", "site", "stat",
    "zipimport", "_collections_abc", "_sitebuiltins", "_distutils_hack",
}  # fmt: skip
"""What Python has imported before it looks into a script's folder: no file takes its place."""


DISTRIBUTIONS = "*"
"""In the place of a module's name: what a folder tells of installed packages."""


def list_modules(folder: str) -> dict[str, list[str]]:
    """Return the modules and packages in a folder by name, each with the files that make it one."""
    found: dict[str, list[str]] = {}
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                name, dot, end = entry.name.partition(".")
                if entry.name.endswith((".dist-info", ".egg-info", ".egg")):
                    found.setdefault(DISTRIBUTIONS, []).append(entry.name)
                if not name.isidentifier() or name == "__pycache__":
                    continue
                if dot and f".{end}" in all_suffixes():
                    found.setdefault(name, []).append(entry.name)
                elif not dot and entry.is_dir():
                    found.setdefault(name, []).append(f"{name}/{_find_init(entry.path)}")
    except OSError:
        return {}
    return found


def describe_module(modules: dict[str, list[str]], name: str) -> str:
    """Say what a folder has for a name; empty where it has nothing."""
    return ", ".join(sorted(modules.get(name, [])))


def find_hidden(modules: dict[str, list[str]]) -> list[str]:
    """Return the modules of Python and of packages that those of a folder take the place of."""
    return sorted(
        name
        for name, files in modules.items()
        if name in known_names() and any(not file.endswith("/") for file in files)
    )


@cache
def known_names() -> frozenset[str]:
    """Return the top-level names that Python and the installed packages have."""
    names = set(sys.stdlib_module_names)
    for folder in {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}:
        if os.path.isdir(folder):  # noqa: PTH112
            names |= {name.partition(".")[0] for name in os.listdir(folder)}  # noqa: PTH208
    return frozenset(names - STARTED_WITH)


def _find_init(folder: str) -> str:
    for suffix in all_suffixes():
        if os.path.isfile(f"{folder}/__init__{suffix}"):  # noqa: PTH113
            return f"__init__{suffix}"
    return ""
