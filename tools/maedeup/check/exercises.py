"""Exercises that prove nothing: a check that a wrong answer passes, or a part that is missing.

That a solution fails its own checks needs no rule: its run fails, and that is told at its line.
"""

from __future__ import annotations

from collections.abc import Iterator

from maedeup.notes.folds import EXERCISE_PARTS, folds_of
from maedeup.notes.grammar import Reference
from maedeup.notes.note import Note
from maedeup.runs.product import Error
from maedeup.runs.snippet import Snippet
from maedeup.text.errors import Problem
from maedeup.vault.targets import Target
from maedeup.vault.web import Web

NEEDED = {
    "answer": "![[x.py#cell|answer]]",
    "check": "![[x.py#cell|check]]",
    "wrong": "![[x.py#cell?variant|wrong]]",
}
"""How each part of an exercise is written."""


def find_idle_exercises(web: Web, note: Note) -> Iterator[Problem]:
    """Find exercises of a note with a part too few, and wrong answers that pass."""
    inside = set()
    for fold, references in folds_of(note, "exercise"):
        inside |= {reference.start for reference in references}
        parts = {r.label for r in references if r.embed and r.kind == "snippet"}
        for part in EXERCISE_PARTS:
            if part not in parts:
                hint = f"write `{NEEDED[part]}` in it"
                yield Problem(
                    "exercise-incomplete", note.path, fold.line, f"exercise without {part}",
                    fold.title, hint,
                )  # fmt: skip
        yield from _judge(web, note, references)
    for reference in note.references:
        is_part = reference.kind == "snippet" and reference.label in EXERCISE_PARTS
        if is_part and reference.embed and reference.start not in inside:
            hint = 'put it into a block `??? exercise "title"`'
            yield Problem(
                "exercise-stray", note.path, reference.line, "part of an exercise outside of one",
                str(reference), hint,
            )  # fmt: skip


def _judge(web: Web, note: Note, references: list[Reference]) -> Iterator[Problem]:
    targets = [(r, web.find_target(r, note)) for r in references]
    found = [(r, t) for r, t in targets if isinstance(t, Target) and t.cell is not None]
    checks = {
        (t.snippet.path, t.cell.name)
        for r, t in found
        if r.label == "check" and t.snippet and t.cell
    }
    answers = {
        (t.snippet.path, t.cell.name)
        for r, t in found
        if r.label == "answer" and t.snippet and t.cell
    }
    for reference, target in found:
        if reference.label != "wrong":
            continue

        def wrong(code: str, problem: str, hint: str, ref: Reference = reference) -> Problem:
            return Problem(code, note.path, ref.line, problem, str(ref), hint)

        assert target.snippet is not None
        if target.variant is None:
            yield wrong(
                "exercise-part", "wrong answer without a variant", f"write `{NEEDED['wrong']}`"
            )
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
