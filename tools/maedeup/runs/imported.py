"""What snippets and their helper modules import, as their texts say."""

from __future__ import annotations

import contextlib
import importlib.util
import sys
from collections.abc import Sequence
from pathlib import Path

from maedeup.runs.snippet import Snippet, code_key, imported_names
from maedeup.text.paths import to_source_path


def find_preload(root: Path, snippets: Sequence[Snippet]) -> list[str]:
    """Return what a server that forks these snippets' runs is to hold: what is installed of it.

    A name that an author has yet to finish would end the one that is warm.
    """
    names = find_outside(root, snippets)
    there = {top for top in {name.partition(".")[0] for name in names} if _is_there(top)}
    return [name for name in names if name.partition(".")[0] in there]


def find_outside(root: Path, snippets: Sequence[Snippet]) -> list[str]:
    """Return the modules that these snippets and their helper modules import from outside."""
    names = {name for snippet in snippets for name in scan_imports(root, snippet)[1]}
    # Standard-library modules cost nothing and may have side effects (`antigravity`, `this`).
    return sorted(n for n in names if n.partition(".")[0] not in sys.stdlib_module_names)


def _is_there(top_level: str) -> bool:
    with contextlib.suppress(ImportError, ValueError):
        return importlib.util.find_spec(top_level) is not None
    return False


def scan_imports(root: Path, snippet: Snippet) -> tuple[dict[str, str], set[str]]:
    """Return the helper modules that a snippet imports, with their digests, and all other names.

    Read from the text; what a run really imports, its receipt says.
    """
    folder = (root / snippet.path).parent
    helpers: dict[str, str] = {}
    outside: set[str] = set()
    waiting = [snippet.text]
    while waiting:
        for name in imported_names(waiting.pop()):
            top = name.partition(".")[0]
            for file in (folder / f"{top}.py", folder / top / "__init__.py"):
                if file.is_file():
                    path = to_source_path(root, file)
                    if path not in helpers:
                        text = file.read_text("utf-8", "replace")
                        helpers[path] = code_key(text)
                        waiting.append(text)
                    break
            else:
                outside.add(name)
    return helpers, outside
