"""What if a cell said something else: a snippet and its declared replacements -> a changed snippet.

    # [tool.maedeup.variants.no-zero-grad]
    # title = "Without clearing them"
    # replace = { "optimizer.zero_grad()" = "pass" }
    # claims = ["last_loss > first_loss"]

A variant is no copy that could drift: it is made of the snippet as it is now, and a replacement
that no longer fits is a problem. It keeps every line where it was, so that its errors name lines of
the file.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from maedeup.runs.snippet import SCRIPT_BLOCK, Cell, Snippet, parse_snippet
from maedeup.text.errors import MaedeupError, Problem, suggest

NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
KEYS = ("title", "replace", "claims", "expect_error")
CONTEXT = 1
"""Unchanged lines shown around a changed one."""


@dataclass(frozen=True)
class Change:
    """One line of a cell, and what a variant makes of it."""

    line: int
    """Of the file."""
    old: str
    new: str


def make_variants(snippet: Snippet) -> tuple[list[Snippet], list[Problem]]:
    """Return the variants that a snippet declares, in the order of its options, and what is wrong.

    A variant of a wrong form, or with a text that does not occur exactly once, is not among them.
    """
    problems: list[Problem] = []
    made = [_make(snippet, name, table, problems) for name, table in snippet.options.variants]
    return [variant for variant in made if variant is not None], problems


def title_of(variant: Snippet) -> str:
    """Return what a reader sees as a variant's name."""
    tables = dict(variant.options.variants)
    return str(tables[variant.variant].get("title") or variant.variant)


def changed_lines(original: Snippet, variant: Snippet) -> list[list[Change]]:
    """Return the changed lines with those around them, in groups that follow one another."""
    groups: list[list[Change]] = []
    for cell, other in zip(original.cells, variant.cells, strict=True):
        rows = [
            Change(cell.source_line + i, old, new)
            for i, (old, new) in enumerate(
                zip(cell.source.split("\n"), other.source.split("\n"), strict=True)
            )
        ]
        changed = [i for i, row in enumerate(rows) if row.old != row.new]
        near = {j for i in changed for j in range(i - CONTEXT, i + CONTEXT + 1)}
        shown = [i for i in range(len(rows)) if i in near]
        for i in shown:
            if i - 1 in near and i > 0:
                groups[-1].append(rows[i])
            else:
                groups.append([rows[i]])
    return groups


def _make(snippet: Snippet, name: str, table: object, problems: list[Problem]) -> Snippet | None:
    line = line_of(snippet, name)

    def wrong(code: str, problem: str, value: str, hint: str, at: int = line) -> None:
        problems.append(Problem(code, snippet.path, at, problem, value, hint))

    if not NAME.fullmatch(name):
        wrong(
            "bad-variant", "bad variant name", name, "a name has lower-case letters, digits and `-`"
        )
        return None
    form = 'write `replace = { "old text" = "new text" }`'
    if not isinstance(table, dict) or not isinstance(table.get("replace"), dict):
        wrong("bad-variant", "a variant replaces nothing", name, form)
        return None
    claims = table.get("claims", [])
    if not isinstance(claims, list) or not all(isinstance(claim, str) for claim in claims):
        wrong(
            "bad-variant", "claims must be a list of strings", repr(claims), 'write `["loss > 1"]`'
        )
        return None
    before = len(problems)
    for key in table:
        if key not in KEYS:
            wrong(
                "unknown-option",
                "unknown key of a variant",
                key,
                suggest(key, KEYS, ", ".join(KEYS)),
            )
    if not all(isinstance(table.get(key, ""), str) for key in ("title", "expect_error")):
        wrong("bad-variant", "title and expect_error must be strings", name, form)
        return None
    spans = []
    for old, new in table["replace"].items():
        at = line_of(snippet, name, old)
        found = list(_find(snippet, old))
        if not isinstance(new, str) or not old:
            wrong("bad-variant", "a replacement must be a string", repr(new), form, at)
        elif not found:
            wrong(
                "variant-misfit",
                f"text of variant {name} not found",
                old,
                _nearest(snippet, old),
                at,
            )
        elif len(found) > 1:
            places = ", ".join(str(snippet.text.count("\n", 0, i) + 1) for i in found)
            wrong(
                "variant-misfit",
                f"text of variant {name} occurs on lines {places}",
                old,
                "quote more of it",
                at,
            )
        elif old.count("\n") != new.count("\n"):
            hint = "a replacement has as many lines, so that line numbers stay true; `;` joins two"
            wrong("variant-misfit", f"variant {name} moves lines", old, hint, at)
        elif old == new:
            wrong(
                "variant-misfit", f"variant {name} changes nothing", old, "write another text", at
            )
        else:
            spans.append((found[0], found[0] + len(old), new))
    spans.sort()
    for (_, end, _), (start, stop, _) in pairwise(spans):
        if start < end:
            wrong(
                "variant-misfit",
                f"replacements of variant {name} overlap",
                snippet.text[start:stop],
                "join them",
            )
    if len(problems) > before:
        return None
    text = snippet.text
    for start, end, new in reversed(spans):
        text = text[:start] + new + text[end:]
    try:
        changed = parse_snippet(snippet.path, text)
    except MaedeupError as error:
        problems.extend(error.problems)
        return None
    # An empty line at a cell's end or start is part of no cell's source: borders stay as they were.
    rows = text.split("\n")
    cells = tuple(_recut(cell, rows) for cell in snippet.cells)
    if [c.name for c in changed.cells] != [c.name for c in snippet.cells]:
        wrong(
            "variant-misfit",
            f"variant {name} changes where cells begin",
            name,
            "replace text inside one cell",
        )
        return None
    options = replace(snippet.options, expect_error=table.get("expect_error", ""))
    return replace(changed, cells=cells, options=options, variant=name, claims=tuple(claims))


def _recut(cell: Cell, rows: list[str]) -> Cell:
    """Return a cell with its text taken from the same lines of a changed file."""
    if cell.kind == "markdown":
        return cell
    source = "\n".join(rows[cell.source_line - 1 : cell.end_line]) if cell.source else ""
    return replace(cell, source=source)


def _find(snippet: Snippet, old: str) -> Iterator[int]:
    """Yield where a text stands in the code of the named cells."""
    starts = [0]
    for row in snippet.text.split("\n"):
        starts.append(starts[-1] + len(row) + 1)
    for cell in snippet.code_cells:
        if cell.name and old:
            begin, end = starts[cell.source_line - 1], starts[cell.end_line]
            position = snippet.text.find(old, begin, end)
            while position >= 0:
                yield position
                position = snippet.text.find(old, position + 1, end)


def _nearest(snippet: Snippet, old: str) -> str:
    """Say which line of the code is most like a text that is not there."""
    rows = {
        row.strip(): cell.source_line + i
        for cell in snippet.code_cells
        if cell.name
        for i, row in enumerate(cell.source.split("\n"))
    }
    near = difflib.get_close_matches(old.strip(), rows, n=1, cutoff=0.4)
    return f"line {rows[near[0]]} has: {near[0]}" if near else "copy it from a cell of this file"


def line_of(snippet: Snippet, name: str, text: str = "") -> int:
    """Return the line of the options on which a variant, or a text of it, is declared."""
    block = next((m for m in SCRIPT_BLOCK.finditer(snippet.text) if m["type"] == "script"), None)
    if block is None:
        return 1
    first = snippet.text.count("\n", 0, block.start()) + 1
    rows = block[0].split("\n")
    header = re.compile(rf"variants\.[\"']?{re.escape(name)}\b|^# [\"']?{re.escape(name)}\b")
    start = next((i for i, row in enumerate(rows) if header.search(row)), 0)
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    for i in range(start, len(rows)):
        if text and (text in rows[i] or escaped in rows[i]):
            return first + i
    return first + start
