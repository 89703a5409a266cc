"""A prediction on a page: the question and its choices; what the run says is folded below.

Without a script the fold reveals it. With one, a choice is judged by what the run said when the
page was made, and tells its own reason.
"""

from __future__ import annotations

from html import escape

from maedeup.notes.folds import Fold, find_folds
from maedeup.notes.grammar import Reference, find_references, plain_text
from maedeup.notes.note import Note
from maedeup.notes.predictions import Choice, find_choices
from maedeup.page.converter import Writer
from maedeup.page.questions import value_of


def lay_out(writer: Writer, text: str, note: Note) -> str:
    """Return a text of a note with each prediction as a question, and a fold for the answer."""
    for fold in reversed(find_folds(text)):
        if fold.kind == "predict":
            rows = _block(writer, text, fold, note)
            shown = "\n".join((fold.indent + row).rstrip() for row in rows)
            if text[: fold.start].endswith((" ", ">")):  # behind an item's mark
                shown = shown.lstrip()
            text = f"{text[: fold.start]}{shown}\n{text[fold.end :]}"
    return text


def _block(writer: Writer, text: str, fold: Fold, note: Note) -> list[str]:
    strings = writer.ask.strings
    choices = find_choices(text, fold)
    body = text[fold.body : fold.end]
    # Read in its surroundings: alone, a body would be code by its indentation.
    inside = [
        r
        for r in find_references(text)
        if fold.holds(r) and r.embed and r.alone and r.kind == "snippet"
    ]
    judge = inside[0] if inside else None
    right = next((i for i, choice in enumerate(choices) if choice.is_right), -1)
    answer = _answer(writer, judge, note)
    judged = f' data-right="{right}"' if choices else f' data-answer="{escape(answer)}"'
    words = (strings.right, strings.wrong, strings.your_answer, strings.judge,
             strings.stop_asking, strings.ask_again)  # fmt: skip
    name = escape(plain_text(fold.title))
    opening = (
        f'<div class="mp-predict" role="group" aria-label="{name}"{judged} '
        f'data-words="{escape("|".join(words))}">'
    )
    told = _told(writer, body, judge, answer, choices, fold)
    return [
        writer.stash(opening), "", f"**{fold.title}**", "",
        *(f"- {choice.text}" for choice in choices), "",
        f'??? predict "{strings.see_answer}"', *told, "", writer.stash("</div>"), "",
    ]  # fmt: skip


def _answer(writer: Writer, judge: Reference | None, note: Note) -> str:
    value = value_of(writer.ask.target(judge, note)) if judge else None
    return value.format(judge.label or "") if judge and value else ""


def _told(
    writer: Writer, body: str, judge: Reference | None, answer: str,
    choices: tuple[Choice, ...], fold: Fold,
) -> list[str]:  # fmt: skip
    """Return the block's own rows, the choices with their verdict and the value with its name."""
    strings = writer.ask.strings
    if judge is not None and answer:
        says = f"{strings.the_run_says}: "
        at = judge.start - fold.body
        body = body[:at] + says + body[at:]
    rows = []
    by_line = {choice.line: choice for choice in choices}
    for number, row in enumerate(body.rstrip("\n").split("\n"), fold.line + 1):
        row = "" if row == fold.indent.rstrip() else row.removeprefix(fold.indent)
        if (choice := by_line.get(number)) is not None:
            indent = row[: len(row) - len(row.lstrip())]
            mark = writer.stash(f'<b class="mp-right">{strings.right}</b> ')
            reason = f": {choice.reason}" if choice.reason else ""
            row = f"{indent}- {mark if choice.is_right else ''}**{choice.text}**{reason}"
        rows.append(row)
    return rows
