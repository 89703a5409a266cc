"""Exercises that prove nothing: a check that a wrong answer passes, or a part that is missing.

That a solution fails its own checks needs no rule: its run fails, and that is told at its line.
"""

from __future__ import annotations

from collections.abc import Iterator

from maedeup.notes.folds import folds_of
from maedeup.notes.grammar import Reference
from maedeup.notes.note import Note
from maedeup.notes.parts import Part
from maedeup.runs.product import Error
from maedeup.runs.snippet import Cell, Snippet
from maedeup.text.errors import Problem
from maedeup.vault.leads import Code, Compared
from maedeup.vault.web import Web

NEEDED = {
    Part.ANSWER: "![[x.py#cell|answer]]",
    Part.CHECK: "![[x.py#cell|check]]",
    Part.WRONG: "![[x.py#cell?variant|wrong]]",
}
"""How each part of an exercise is written."""


def find_idle_exercises(web: Web, note: Note) -> Iterator[Problem]:
    """Find exercises of a note with a part too few, and wrong answers that pass."""
    inside = set()
    for fold, references in folds_of(note, "exercise"):
        inside |= {reference.start for reference in references}
        parts = {r.part for r in references if r.embed and r.kind == "snippet"}
        for part, written in NEEDED.items():
            if part not in parts:
                hint = f"write `{written}` in it"
                yield Problem(
                    "exercise-incomplete", note.path, fold.line, f"exercise without {part.value}",
                    fold.title, hint,
                )  # fmt: skip
        yield from _judge(web, note, references)
    for reference in note.references:
        is_part = reference.kind == "snippet" and reference.part in NEEDED
        if is_part and reference.embed and reference.start not in inside:
            hint = 'put it into a block `??? exercise "title"`'
            yield Problem(
                "exercise-stray", note.path, reference.line, "part of an exercise outside of one",
                str(reference), hint,
            )  # fmt: skip


def _judge(web: Web, note: Note, references: list[Reference]) -> Iterator[Problem]:
    targets = [(r, web.find_target(r, note)) for r in references]
    found = [(r, t, t.part) for r, t in targets if isinstance(t, Code) and isinstance(t.part, Cell)]
    checks, answers = (
        {(t.snippet.path, cell.name) for r, t, cell in found if r.part is part}
        for part in (Part.CHECK, Part.ANSWER)
    )
    for reference, target, _ in found:
        if reference.part is not Part.WRONG:
            continue

        def wrong(code: str, problem: str, hint: str, ref: Reference = reference) -> Problem:
            return Problem(code, note.path, ref.line, problem, str(ref), hint)

        if not isinstance(target, Compared):
            hint = f"write `{NEEDED[Part.WRONG]}`"
            yield wrong("exercise-part", "wrong answer without a variant", hint)
            continue
        path = target.snippet.path
        changed = _changed(target.snippet, target.variant)
        if elsewhere := [name for name in changed if (path, name) not in answers]:
            names = ", ".join(elsewhere)
            hint = f"it changes {names or 'nothing'}; let it change the answer alone"
            yield wrong("exercise-part", "wrong answer that changes another cell", hint)
            continue
        result = web.results.of(target.variant)
        if result is None or result.products.failed:  # which is told where it is declared
            continue
        cells = result.products.cells
        tried = [name for of, name in sorted(checks) if of == path]
        fails = any(isinstance(p, Error) for name in tried for p in cells.get(name, []))
        if not fails and result.products.error is None:
            hint = "let the checks assert what it does wrong"
            yield wrong("wrong-answer-passes", "wrong answer that passes the checks", hint)


def _changed(snippet: Snippet, variant: Snippet) -> list[str]:
    pairs = zip(snippet.cells, variant.cells, strict=True)
    return [cell.name for cell, other in pairs if cell.source != other.source]
