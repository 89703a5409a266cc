"""An exercise on a page: an empty place for the answer, the checks, the solution, wrong answers."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from html import escape

from maedeup.notes.folds import folds_of
from maedeup.notes.grammar import Reference
from maedeup.notes.parts import Part
from maedeup.page.compare import difference
from maedeup.page.converter import Writer
from maedeup.page.copying import notebook_links
from maedeup.page.questions import Cell, Code, Error, Snippet, leads, title_of


def skeleton(source: str, comment: str) -> str:
    """Return what is left of a solution for the reader: names and headers, and nothing of the rest.

    Args:
        source: of the cell that solves the exercise.
        comment: what stands above.
    """
    rows = source.split("\n")
    kept = [row for node in ast.parse(source).body for row in _head(node, rows)]
    return "\n".join([f"# {comment}", *kept])


def _head(node: ast.stmt, rows: list[str]) -> Iterator[str]:
    indent = " " * node.col_offset
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        yield from rows[node.lineno - 1 : node.end_lineno]
    elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        first = node.body[0]
        start = min([node.lineno, *(d.lineno for d in node.decorator_list)])
        one_line = first.lineno == node.lineno
        if one_line:
            yield f"{rows[node.lineno - 1][: first.col_offset].rstrip()} ..."
            return
        is_told = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
        end = (first.end_lineno or first.lineno) if is_told else first.lineno - 1
        head = rows[start - 1 : end]
        while head and (not head[-1].strip() or head[-1].lstrip().startswith("#")):
            head.pop()
        yield from head
        inner = list(node.body) if isinstance(node, ast.ClassDef) else []
        parts = [row for part in inner for row in _head(part, rows)]
        yield from parts or [f"{indent}    ..."]
    elif isinstance(node, (ast.Assign, ast.AnnAssign)):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        names = [n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name)]
        names = names if all(isinstance(t, (ast.Name, ast.Tuple)) for t in targets) else []
        yield from (f"{indent}{name} = ..." for name in names)


def show(writer: Writer, reference: Reference, target: Code) -> list[str]:
    """Return the lines that take the place of one part of an exercise."""
    cell = target.part
    if not isinstance(cell, Cell):
        return []
    if reference.part is Part.ANSWER:
        return _answer(writer, target.snippet, cell)
    if reference.part is Part.CHECK:
        return _check(writer, reference, cell)
    return _wrong(writer, reference, target, cell) if isinstance(target, leads.Compared) else []


def _answer(writer: Writer, snippet: Snippet, cell: Cell) -> list[str]:
    strings, result = writer.ask.strings, writer.ask.result(snippet)
    made = result.products.cells.get(cell.name, []) if result else []
    products = "".join(writer.painter.product(p) for p in made if not isinstance(p, Error))
    summary = f"<summary>{strings.solution}</summary>"
    links = " · ".join(notebook_links(writer)) if "exercise" not in writer.told else ""
    where = f'<p class="mp-checks">{strings.exercise_where} {links}</p>' if links else ""
    writer.told.add("exercise")
    return [
        *writer.fence(skeleton(cell.source, strings.skeleton)), "",
        *([writer.stash(where), ""] if where else []),
        writer.stash(f'<details class="mp-code mp-solution">{summary}'), "",
        *writer.fence(cell.source), "", writer.stash(f"{products}</details>"),
    ]  # fmt: skip


def _check(writer: Writer, reference: Reference, cell: Cell) -> list[str]:
    strings = writer.ask.strings
    n_wrong = sum(other.part is Part.WRONG for other in _around(writer, reference))
    told = f"<strong>{strings.checks}</strong> {strings.checked_by(n_wrong)}"
    return [writer.stash(f'<p class="mp-checks">{told}</p>'), "", *writer.fence(cell.source)]


def _wrong(writer: Writer, reference: Reference, target: leads.Compared, cell: Cell) -> list[str]:
    """Return a wrong answer, folded: what it says, and which checks it fails."""
    snippet, variant = target.snippet, target.variant
    checks = {
        other.named for other in _around(writer, reference) if other.part is Part.CHECK
    } | {cell.name}  # fmt: skip
    result = writer.ask.result(variant)
    made = result.products.cells if result else {}
    failed = [p for name in made if name in checks for p in made[name] if isinstance(p, Error)]
    shown = "".join(writer.painter.product(replace(p, traceback="")) for p in failed)
    summary = f"{writer.ask.strings.wrong_answer}: {escape(title_of(variant))}"
    return [
        writer.stash(
            f'<details class="mp-code mp-wrong-answer"><summary>{summary}</summary>'
            f"{difference(writer, snippet, variant)}{shown}</details>"
        )
    ]


def _around(writer: Writer, reference: Reference) -> list[Reference]:
    """Return the references of the exercise that one stands in."""
    for _, inside in folds_of(writer.note, "exercise"):
        if any(str(other) == str(reference) for other in inside):
            return inside
    return []
