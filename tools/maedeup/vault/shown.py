"""What a reader sees in the place of a reference that stands in a sentence.

It is Markdown as the text of a link may be: with formulas, code and bold letters.
"""

from __future__ import annotations

from maedeup.notes.grammar import Reference
from maedeup.notes.note import Note
from maedeup.runs.variant import title_of
from maedeup.text.errors import Problem
from maedeup.vault.numbering import number_figures, number_formulas
from maedeup.vault.targets import Target, split_size
from maedeup.vault.web import Web


def shown_text(
    web: Web, reference: Reference, target: Target | Problem, written: Note, page: Note
) -> str:
    """Return the text that a reader sees; a particle is chosen, and checked, by it.

    Args:
        web: with its links joined.
        reference: stands in a sentence of `written`.
        target: what it leads to.
        written: the note of the sentence.
        page: the note that shows the sentence: the same, or one that embeds or quotes it.
    """
    strings = web.vault.settings.strings
    if isinstance(target, Problem):
        return reference.label or reference.anchor or reference.target
    if target.value is not None and reference.embed:
        return target.value.format(reference.label or "")
    if target.image:
        return split_size(reference.label or "")[0]
    if reference.label:
        return reference.label
    if target.planned:
        return target.planned
    if target.file:
        return reference.target
    if target.variant is not None:
        return title_of(target.variant)
    if target.snippet is not None and target.figure is not None:
        numbers = number_figures(web, written)
        number = numbers.get((target.snippet.path, target.figure.label))
        return strings.figure_number(number) if number else reference.anchor
    if target.note is not None and target.formula is not None:
        of_note = number_formulas(web, target.note)
        title = "" if target.note is page else target.note.title
        return strings.equation_number(str(of_note.get(target.formula.label, "?")), title)
    if target.note is not None:
        heading = target.heading.written if target.heading else ""
        if target.note is page and heading:
            return heading
        return f"{target.note.title}: {heading}" if heading else target.note.title
    return reference.anchor or reference.target
