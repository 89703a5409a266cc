"""What a reader sees in the place of a reference that stands in a sentence.

It is Markdown as the text of a link may be: with formulas, code and bold letters.
"""

from __future__ import annotations

from maedeup.notes.grammar import Reference
from maedeup.notes.note import Note
from maedeup.runs.product import Animation, Figure
from maedeup.runs.variant import title_of
from maedeup.text.errors import Problem
from maedeup.vault import leads
from maedeup.vault.leads import Target, value_of
from maedeup.vault.numbering import number_figures, number_formulas
from maedeup.vault.targets import split_size
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
    if isinstance(target, leads.NotePlace) and target.place is None:
        return reference.label or target.note.written
    strings = web.vault.settings.strings
    if isinstance(target, Problem):
        return reference.label or reference.anchor or reference.target
    if reference.embed and (value := value_of(target)) is not None:
        return value.format(reference.label or "")
    if isinstance(target, leads.ShownImage):
        return split_size(reference.label or "")[0]
    if reference.label:
        return reference.label
    match target:
        case leads.Compared():
            return title_of(target.variant)
        case leads.CodePlace(snippet, Figure() | Animation() as figure):
            number = number_figures(web, written).get((snippet.path, figure.label))
            return strings.figure_number(number) if number else reference.anchor
        case leads.CodePlace():
            return reference.anchor or reference.target
        case leads.NotePlace(note):
            title = "" if note is page else note.written
            if target.formula:
                number = number_formulas(web, note).get(target.formula)
                return strings.equation_number(str(number or "?"), title)
            heading = target.heading.written if target.heading else ""
            return ": ".join(filter(None, [title, heading])) or note.written
        case _:
            return target.text(reference)
