"""The versions that a project's requirements fix."""

from __future__ import annotations

import re
from pathlib import Path

PIN = re.compile(r"(?P<name>[A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?\s*===?\s*(?P<version>[^\s;#]+)")
OTHER = re.compile(r"(?:-r|--requirement|-c|--constraint)[=\s]\s*(?P<file>\S+)")


def read_pins(root: Path, file: str = "requirements.txt") -> dict[str, str]:
    """Return the fixed versions by the distribution's name, as `pip` writes it.

    Files that `-r` and `-c` name are read too; a file that is not there fixes nothing.
    """
    pins: dict[str, str] = {}
    waiting, seen = [root / file], set()
    while waiting:
        path = waiting.pop().resolve()
        if path in seen or not path.is_file():
            continue
        seen.add(path)
        for row in path.read_text("utf-8", "replace").splitlines():
            if other := OTHER.match(row.strip()):
                waiting.append(path.parent / other["file"])
            elif found := PIN.match(row.strip()):
                pins[canonical(found["name"])] = found["version"]
    return pins


def canonical(name: str) -> str:
    """Return a distribution's name in the one form that is compared (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()
