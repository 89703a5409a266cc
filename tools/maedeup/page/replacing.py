"""What takes the place of a reference, by what it leads to: in a sentence, or on a line alone."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import assert_never

from maedeup.notes.grammar import Reference
from maedeup.page import evidence, html, listings
from maedeup.page.cards import cards
from maedeup.page.converter import Writer
from maedeup.page.copying import embed_id
from maedeup.page.embed import show_code
from maedeup.page.graph_picture import graph
from maedeup.page.phrases import phrase_html
from maedeup.page.questions import (
    Cell,
    Code,
    Drawing,
    Target,
    Value,
    figure_id,
    leads,
    split_size,
)
from maedeup.text.errors import Problem

PLACES = ("unknown-heading", "unknown-block", "unknown-formula")
"""Problems of a reference whose note is there."""


def embed(writer: Writer, reference: Reference, target: Target | Problem) -> list[str]:
    """Return the lines that take the place of an embed on a line alone."""
    match target:
        case Problem():
            return [writer.stash(html.problem(target))]
        case leads.NoteList(name):
            makers = {
                "graph": graph, "cards": cards,
                "corrections": listings.corrections, "slips": listings.slips,
            }  # fmt: skip
            return makers[name](writer)
        case leads.NoteWay(notes):
            return listings.way(writer, notes)
        case leads.ShownImage():
            image = _image(writer, reference, target)
            return [writer.stash(f'<figure class="mp-figure">{image}</figure>')]
        case leads.LinkedFile():
            return [writer.stash(f"<p>{_file(writer, reference, target)}</p>")]
        case leads.NotePlace():
            return writer.part(reference, target)
        case leads.PlannedNote(title):  # which is a problem before it comes here
            return [writer.stash(escape(title))]
        case leads.CodePlace() | leads.Compared():
            return show_code(writer, reference, target)
        case _:
            assert_never(target)


def inline(writer: Writer, reference: Reference, target: Target | Problem, shown: str) -> str:
    """Return the HTML that takes the place of a reference in a sentence.

    Args:
        writer: of the page.
        reference: as it is written.
        target: what it leads to.
        shown: what a reader sees, as Markdown in a line.
    """
    text = phrase_html(shown)
    match target:
        case Problem():
            return _broken(writer, reference, target, text)
        case leads.NotePlace(note):
            link = f'<a href="{writer.href(note, target.anchor)}" class="mp-link">{text}</a>'
            # Which is why it is quoted.
            return f"<mark>{link}</mark>" if note is writer.note and writer.is_quoted else link
        case leads.PlannedNote():
            told = escape(writer.ask.strings.planned_note)
            return f'<span class="mp-planned" title="{told}">{text}</span>'
        case leads.ShownImage():
            return _image(writer, reference, target)
        case leads.LinkedFile():
            return _file(writer, reference, target)
        case leads.CodePlace() | leads.Compared() if reference.embed:
            return _made(writer, reference, target)
        case leads.CodePlace() | leads.Compared():
            return (
                f'<a href="{_snippet_href(writer, reference, target)}" class="mp-link">{text}</a>'
            )
        case leads.NoteList() | leads.NoteWay():  # which stand on a line alone
            return text
        case _:
            assert_never(target)


def _made(writer: Writer, reference: Reference, target: Code) -> str:
    """Return a value in a sentence, or what stands there while there is none."""
    variant = target.variant if isinstance(target, leads.Compared) else None
    if isinstance(target.part, Value):
        behind = f"?{variant.variant}" if variant else ""
        source = f"{target.snippet.name}{behind}: {target.part.name}"
        shown = html.value(target.part, reference.label or "", source)
        return evidence.of_value(writer, target, target.part, shown)
    runs = [target.snippet, variant] if variant else [target.snippet]
    if any(writer.ask.pending(run) is not None for run in runs):
        return f'<span class="mp-running" title="{escape(writer.ask.strings.running)}">…</span>'
    # Its run failed, or had no GPU: the page says so and shows no number.
    return f'<span class="mp-broken" title="{escape(target.snippet.path)}">?</span>'


def _broken(writer: Writer, reference: Reference, problem: Problem, text: str) -> str:
    """Return what stands for a reference with a problem; a note that is there is led to."""
    mark = f'title="{escape(str(problem))}"'
    if problem.code in PLACES and not reference.embed:
        found = writer.ask.target(replace(reference, anchor=""), writer.written)
        if isinstance(found, leads.NotePlace):
            href = writer.href(found.note)
            return f'<a href="{href}" class="mp-link mp-broken" {mark}>{text}</a>'
    return f'<span class="mp-broken" {mark}>{text}</span>'


def _image(writer: Writer, reference: Reference, target: leads.ShownImage) -> str:
    """Return an image of the vault, of the size that the reference names."""
    alt, size = split_size(reference.label or "")
    width, _, height = size.partition("x")
    sides = f' width="{width}"' * bool(width) + f' height="{height}"' * bool(height)
    url = writer.painter.url(writer.ask.file_address(target.path))
    return f'<img src="{url}" alt="{escape(alt)}"{sides} loading="lazy">'


def _file(writer: Writer, reference: Reference, target: leads.LinkedFile) -> str:
    """Return a link to a file of the vault, or what plays it; `#page=3` is the file's own."""
    mark = f"#{reference.anchor}" if reference.anchor else ""
    url = writer.painter.url(writer.ask.file_address(target.path), mark)
    return html.file(url, escape(writer.shown(reference, target)), reference.embed)


def _snippet_href(writer: Writer, reference: Reference, target: Code) -> str:
    """Return where a snippet's part is shown on this page, else on its own page, else its file."""
    label = target.part.label if isinstance(target.part, Drawing) else ""
    if (target.snippet.path, label) in writer.figure_numbers:
        return escape("#" + figure_id(target.snippet, label))
    for other in writer.note.references:
        here = other.embed and other.anchor == reference.anchor
        if here and target.snippet in writer.ask.snippets_called(other.target):
            return escape("#" + embed_id(target.snippet, reference.anchor))
    if own := writer.own_page(target.snippet):
        return writer.painter.url(own, _place_there(writer, target))
    return writer.painter.url(target.snippet.path)


def _place_there(writer: Writer, target: Code) -> str:
    """Return the place on a snippet's own page, which has one for each cell and no other."""
    name = target.part.name if isinstance(target.part, Cell) else ""
    result = writer.ask.result(target.snippet)
    if isinstance(target.part, Drawing) and result is not None:
        name = evidence.cell_of(target.part.label, result.products)
    cells = {cell.name for cell in target.snippet.code_cells if cell.source}
    return f"#{embed_id(target.snippet, name)}" if name and name in cells else ""
