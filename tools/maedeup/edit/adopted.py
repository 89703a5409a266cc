"""What becomes of adopted Python: a snippet of what runs, and the note or the lab that shows it.

A piece that does not run stays where it was, marked with the reason; of a piece that ends in the
middle, what stands before that runs.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from maedeup.edit.adopt import Adoption, Piece

USUAL = {
    "np": "import numpy as np", "pd": "import pandas as pd", "cv2": "import cv2",
    "plt": "import matplotlib.pyplot as plt", "sns": "import seaborn as sns",
    "torch": "import torch", "nn": "from torch import nn", "tf": "import tensorflow as tf",
    "F": "import torch.nn.functional as F", "ceil": "from math import ceil",
    "Counter": "from collections import Counter", "deque": "from collections import deque",
    "defaultdict": "from collections import defaultdict", "Path": "from pathlib import Path",
} | {name: f"import {name}" for name in (
    "collections", "csv", "functools", "itertools", "json", "math", "os", "random", "re", "sys",
    "time",
)}  # fmt: skip
"""Names that notes use without saying where they come from, and what says it."""

NOTHING: Mapping[str, object] = {}

IMPORTS = "imports"
"""Name of the cell that says it."""

GOES_ON = re.compile(r"[\s)\]}#]|(?:else|elif|except|finally|case)\b")
"""A row that begins no statement of its own."""


@dataclass
class Verdict:
    """What running the pieces told."""

    reasons: dict[int, str] = field(default_factory=dict)
    """Why a piece does not run, by its number."""
    kept: dict[int, int] = field(default_factory=dict)
    """How many rows run of a piece that has a reason and runs in part."""
    imports: list[str] = field(default_factory=list)
    """What no piece says and all need."""

    def running(self, number: int, piece: Piece) -> str:
        """Return what runs of a piece."""
        rows = piece.code.split("\n")
        n_rows = self.kept.get(number, 0) if number in self.reasons else len(rows)
        return "\n".join(rows[:n_rows]).strip("\n")

    def rest(self, number: int, piece: Piece) -> str:
        """Return what does not run of a piece."""
        n_rows = self.kept.get(number, 0)
        return "\n".join(piece.original.split("\n")[n_rows:]).strip("\n")


def rows_before(code: str, row: int) -> int:
    """Return how many rows of a piece run that fails in a row; 0 where they do nothing.

    Importing is nothing: what needs it says so itself, or gets it (`USUAL`).
    """
    rows = code.split("\n")
    for end in range(min(row, len(rows)) - 1, 0, -1):
        if not rows[end] or GOES_ON.match(rows[end]):
            continue
        try:
            body = ast.parse("\n".join(rows[:end])).body
        except (SyntaxError, ValueError):
            continue  # a statement that is not at its end, or no Python
        return end if any(map(_does, body)) else 0
    return 0


def _does(statement: ast.stmt) -> bool:
    """Say whether a statement is more than an import or a text."""
    if isinstance(statement, ast.Expr):
        return not isinstance(statement.value, ast.Constant)
    return not isinstance(statement, (ast.Import, ast.ImportFrom, ast.Pass))


def make_snippet(
    adoption: Adoption, verdict: Verdict, declared: Mapping[str, object] = NOTHING
) -> tuple[str, dict[int, int]]:
    """Return the text of the snippet that the pieces make which run, and their lines."""
    out = [f'"""{adoption.title}"""'.replace("\\", "\\\\"), *_options(declared), ""]
    out += _imports_of(verdict)
    lines: dict[int, int] = {}
    for number, piece in enumerate(adoption.pieces):
        if code := verdict.running(number, piece):
            out += [f"# %% {cell_name(number)}"]
            lines[number] = len(out)
            out += [*code.split("\n"), ""]
    return "\n".join(out).rstrip("\n") + "\n", lines


def _imports_of(verdict: Verdict) -> list[str]:
    return [f"# %% {IMPORTS}", *sorted(verdict.imports), ""] if verdict.imports else []


def make_note(text: str, adoption: Adoption, verdict: Verdict) -> str:
    """Return the note's text in which each piece is a cell's embed, or marked with its reason."""
    runs = [n for n, piece in enumerate(adoption.pieces) if verdict.running(n, piece)]
    for number, piece in reversed(list(enumerate(adoption.pieces))):
        row = text.rfind("\n", 0, piece.start) + 1
        prefix = text[row : piece.start]
        # What stands before the further rows of what the fence stands in.
        behind = re.sub(r"[^>\s]", " ", prefix)
        block = text[piece.start : piece.end]
        parts: list[str] = []
        if number in runs:
            embeds = [IMPORTS] if verdict.imports and number == runs[0] else []
            for cell in (*embeds, cell_name(number)):
                parts += [f"![[{adoption.slug}.py#{cell}]]", ""]
        if number in verdict.reasons:
            reason = verdict.reasons[number].replace("--", "- -")
            parts.append(f"<!-- not run: {reason} -->")
            if number in runs:
                ticks = re.match(r"[`~]*", block)
                mark = ticks[0] if ticks else "```"
                info = _exempt(piece.info)
                parts += [f"{mark}{info}", *verdict.rest(number, piece).split("\n"), mark]
            else:
                parts.append(block.replace(piece.info, _exempt(piece.info), 1))
        while not parts[-1]:
            parts.pop()
        above = text[text.rfind("\n", 0, row - 1) + 1 : row - 1] if row else ""
        below = text[piece.end :].split("\n", 2)[1:2]
        if number in runs and above.strip(" >\t") not in ("", "---") and not prefix.strip(" >\t"):
            parts.insert(0, "")
        if parts[-1].startswith("![[") and below and below[0].strip(" >\t"):
            parts.append("")
        first, *others = [part if part else "" for part in parts]
        rows = [prefix + first if first else behind.rstrip()]
        rows += [(behind + other) if other else behind.rstrip() for other in others]
        text = text[:row] + "\n".join(rows) + text[piece.end :]
    return text


def make_lab(
    adoption: Adoption,
    verdict: Verdict,
    declared: Mapping[str, object] = NOTHING,
    saved: str = "",
) -> str:
    """Return the lab that a notebook becomes.

    Args:
        adoption: of the notebook.
        verdict: what runs of it.
        declared: what the options of the lab say.
        saved: what stands over a stored output; empty shows none.
    """
    out = [*_options(declared)][1:]
    imports = _imports_of(verdict)
    for number in range(len(adoption.pieces) + 1):
        prose = [adoption.prose.get(number, "")]
        code, after = "", list[str]()
        if number < len(adoption.pieces):
            piece = adoption.pieces[number]
            code = verdict.running(number, piece)
            if number in verdict.reasons:
                after = prose if not code else after
                why = verdict.reasons[number].replace("--", "- -")
                after.append(f"<!-- not run: {why} -->")
                after.append(f"```python notest\n{verdict.rest(number, piece).strip()}\n```")
                if saved and piece.saved:
                    inside = "".join(f"    {row}\n" for row in piece.saved.split("\n"))
                    after.append(f'!!! quote "{saved}"\n\n    ```text\n{inside}    ```')
        out += _words(prose)
        if code:
            out, imports = [*out, *imports], []
            out += [f"# %% {cell_name(number)}", *code.split("\n"), ""]
            out += _words(after)
    return "\n".join(out).rstrip("\n") + "\n"


def _words(parts: Sequence[str]) -> list[str]:
    """Return a cell of Markdown."""
    rows = "\n\n".join(part for part in parts if part.strip()).split("\n")
    return ["# %% [markdown]", *(f"# {row}".rstrip() for row in rows), ""] if any(rows) else []


def cell_name(number: int) -> str:
    """Return the name of the cell that a piece becomes."""
    return f"step-{number + 1}"


def _options(declared: Mapping[str, object]) -> Iterator[str]:
    yield ""
    if declared:
        rows = (f"# {name} = {json.dumps(value)}" for name, value in declared.items())
        yield from ("# /// script", "# [tool.maedeup]", *rows, "# ///", "")


def _exempt(info: str) -> str:
    """Return a fence's info that says `notest`."""
    return info[:-1].rstrip() + " notest}" if info.endswith("}") else f"{info} notest"
