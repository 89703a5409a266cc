"""Which files of a project may leave it with a notebook: what is the project's to show."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path


def find_public(root: Path, paths: Iterable[str]) -> set[str]:
    """Return those of a project's files that nothing speaks against publishing.

    A file stays where it is if it lies elsewhere, also by a link, if a part of its path begins with
    a dot, or if git ignores it.
    """
    inside = f"{os.path.realpath(root)}{os.sep}"
    found = {
        path
        for path in paths
        if not any(part.startswith(".") for part in path.split("/"))
        and os.path.realpath(root / path).startswith(inside)
    }
    return found - _find_ignored(root, found)


def _find_ignored(root: Path, paths: set[str]) -> set[str]:
    if not paths:
        return set()
    command = ["git", "-C", str(root), "check-ignore", "-z", "--no-index", "--stdin"]
    given = "\0".join(sorted(paths)).encode("utf-8", "surrogateescape")
    try:
        done = subprocess.run(command, input=given, capture_output=True, timeout=20, check=False)
    except (OSError, subprocess.SubprocessError):
        return set()  # no git, so nothing that it ignores
    return {name.decode("utf-8", "surrogateescape") for name in done.stdout.split(b"\0") if name}
