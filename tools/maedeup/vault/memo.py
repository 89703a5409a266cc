"""What follows from a text alone and costs time to work out, kept from build to build.

.maedeup/cache/texts    the digest of the rest, and a table: digest of what was asked -> answer
"""

from __future__ import annotations

import ast
import contextlib
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from maedeup.runs.run import engine_digest
from maedeup.runs.snippet import Cell, code_key, find_assignments
from maedeup.runs.store import read_sealed, write_sealed
from maedeup.runs.world import python_version

MOST_UNUSED = 2000
"""Answers that no page asked for in a build, beyond which they are dropped."""


class Memo:
    """Answers by the SHA-256 of the question, of Python's version and of the code that answers."""

    def __init__(self, root: Path) -> None:
        self._file = root / ".maedeup" / "cache" / "texts"
        self._read: dict[str, Any] | None = None
        self._asked: dict[str, Any] = {}

    def code_key(self, text: str, cells: tuple[Cell, ...] = ()) -> str:
        """Return `snippet.code_key`."""
        borders = [(cell.name, cell.kind, cell.line, cell.is_muted) for cell in cells]
        return str(self._ask("code", [text, borders], lambda: code_key(text, cells)))

    def lines_of_places(self, text: str) -> list[int]:
        """Return the lines of what `snippet.find_assignments` finds; none where it is no Python."""

        def find() -> list[int]:
            with contextlib.suppress(SyntaxError, ValueError):
                return [node.lineno for node in find_assignments(ast.parse(text))]
            return []

        return list(self._ask("places", text, find))

    def _ask(self, kind: str, about: object, answer: Callable[[], Any]) -> Any:
        question = json.dumps([kind, about, python_version(), engine_digest()])
        key = hashlib.sha256(question.encode()).hexdigest()
        if key not in self._asked:
            if self._read is None:
                self._read = json.loads(read_sealed(self._file) or b"{}")
            self._asked[key] = self._read[key] if key in self._read else answer()
        return self._asked[key]

    def save(self) -> None:
        """Keep what was asked until now; what nobody asks for goes when there is too much of it."""
        old = self._read or {}
        unused = old.keys() - self._asked.keys()
        if self._asked.keys() <= old.keys() and len(unused) <= MOST_UNUSED:
            return
        self._read = self._asked if len(unused) > MOST_UNUSED else old | self._asked
        with contextlib.suppress(OSError):  # then the next build works it out again
            write_sealed(self._file, json.dumps(self._read).encode())
