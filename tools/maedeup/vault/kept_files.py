"""What one start leaves to the next, so that it need not be found again. Nothing depends on it.

.maedeup/cache/<name>    JSON, with the digest of it all, and of the code that found it
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from maedeup.runs.store import read_sealed, write_sealed
from maedeup.runs.world import python_version


def read_kept(root: Path, name: str) -> dict[str, Any]:
    """Return what was kept under a name by this very code; nothing where nothing was."""
    kept = json.loads(read_sealed(_file(root, name)) or b"{}")
    return dict(kept["found"]) if kept.get("code") == _code() else {}


def keep(root: Path, name: str, found: dict[str, Any]) -> None:
    """Keep something that JSON can tell under a name."""
    data = json.dumps({"code": _code(), "found": found}, ensure_ascii=False)
    with contextlib.suppress(OSError):  # then the next start finds it again
        write_sealed(_file(root, name), data.encode())


def digest_text(*parts: object) -> str:
    """Return the name of a text in what is kept."""
    whole = "\0".join(map(str, parts))
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()


@cache
def tool_digest() -> str:
    """Return the digest of all of the tool's code."""
    files = sorted(Path(__file__).parents[1].rglob("*.py"))
    sums = [hashlib.sha256(file.read_bytes()).hexdigest() for file in files]
    return hashlib.sha256("".join(sums).encode()).hexdigest()


def _code() -> str:
    return f"{python_version()} {tool_digest()}"


def _file(root: Path, name: str) -> Path:
    return root / ".maedeup/cache" / name
