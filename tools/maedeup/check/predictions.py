"""Predictions that the run contradicts: a wrong choice that is right, a right one that is wrong."""

from __future__ import annotations

from collections.abc import Iterator

from maedeup.notes.grammar import Reference
from maedeup.notes.note import Note
from maedeup.notes.predictions import Choice, Prediction, predictions_of
from maedeup.runs.product import Text
from maedeup.runs.snippet import Cell
from maedeup.text.errors import Problem
from maedeup.vault.leads import Code, Compared, value_of
from maedeup.vault.web import Web


def find_wrong_predictions(web: Web, note: Note) -> Iterator[Problem]:
    """Find the predictions of a note that lack something, and choices that the run contradicts."""
    for prediction in predictions_of(note):
        fold = prediction.fold

        def wrong(
            code: str, problem: str, value: str, hint: str, line: int = prediction.fold.line
        ) -> Problem:
            return Problem(code, note.path, line, problem, value, hint)

        if prediction.judge is None:
            hint = "embed the value or the output that judges: `![[x.py#value|.2f]]` on a line"
            yield wrong("prediction-incomplete", "prediction without a run", fold.title, hint)
            continue
        said = said_by_run(web, note, prediction.judge)
        rights = [choice for choice in prediction.choices if choice.is_right]
        if prediction.choices and len(rights) != 1:
            hint = "mark one choice with `[x]`"
            yield wrong(
                "prediction-incomplete", f"prediction with {len(rights)} right choices",
                fold.title, hint,
            )  # fmt: skip
        if not prediction.choices and said is not None and _number(said) is None:
            hint = "list choices, `- [x] …: …`; only a number can be typed"
            yield wrong("prediction-incomplete", "prediction of no number", fold.title, hint)
        for choice in prediction.choices:
            if not choice.reason:
                hint = "say behind `: ` why one may think so, and why it is not so"
                yield wrong(
                    "prediction-incomplete", "choice without a reason", choice.text, hint,
                    choice.line,
                )  # fmt: skip
        if said is not None:
            yield from _judge(web, note, prediction, said)


def said_by_run(web: Web, note: Note, reference: Reference) -> str | None:
    """Return what a run says of a reference, as a page shows it; None where no run can be shown."""
    target = web.find_target(reference, note)
    if not isinstance(target, Code):
        return None
    if value := value_of(target):
        return value.format(reference.label or "")
    result = web.results.of(target.variant if isinstance(target, Compared) else target.snippet)
    if not isinstance(target.part, Cell) or result is None or result.products.failed:
        return None
    made = result.products.cells.get(target.part.name, [])
    return "\n".join(p.text.strip() for p in made if isinstance(p, Text))


def _judge(web: Web, note: Note, prediction: Prediction, said: str) -> Iterator[Problem]:
    values = dict(prediction.values)
    for number, choice in enumerate(prediction.choices):
        own = said_by_run(web, note, values[number]) if number in values else choice.plain
        if own is None:
            continue
        same = is_same(own, said)
        shown = _told(choice, own)
        if same and not choice.is_right:
            hint = f"the run says {said}: mark it with `[x]`, or change the choice"
            code, problem = "wrong-choice-right", "wrong choice that the run makes right"
        elif choice.is_right and not same:
            hint = f"the run says {said}"
            code, problem = "right-choice-wrong", "right choice that the run does not make"
        else:
            continue
        yield Problem(code, note.path, choice.line, problem, shown, hint)


def is_same(one: str, other: str) -> bool:
    """Say whether two texts say the same, as a reader takes them: `0.50` is `0.5`."""
    if "".join(one.split()) == "".join(other.split()):
        return True
    numbers = _number(one), _number(other)
    return numbers[0] is not None and numbers[0] == numbers[1]


def _number(text: str) -> float | None:
    plain = text.strip().replace(",", "").replace("−", "-")
    try:
        return float(plain.removesuffix("%")) / (100 if plain.endswith("%") else 1)
    except ValueError:
        return None


def _told(choice: Choice, own: str) -> str:
    return choice.text if choice.plain == own else f"{choice.text} ({own})"
