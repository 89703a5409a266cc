"""The one small index of all notes that the theme's scripts read: no page is fetched for a link."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from maedeup.notes.grammar import Reference
from maedeup.notes.note import Note
from maedeup.page.plain import site_claim
from maedeup.page.questions import Questions
from maedeup.runs.product import Animation, Drawing, Figure, Table, Value
from maedeup.runs.snippet import Cell
from maedeup.vault.leads import Code
from maedeup.vault.web import Web

DIGEST = "assets/notes.json"
LARGEST_FIGURE = 200_000
"""Bytes; a preview with a larger one would wait for it."""


def make_digest(*webs: Web) -> str:
    """Give, by address, each note's title, claim, first figure and what it requires.

    Args:
        webs: one for each language of the site.

    `t` and `c` are text, `f` is the figure's address, `r` a list of addresses.
    """
    table = {}
    notes = ((web, *item) for web in webs for item in sorted(web.vault.notes.items()))
    for web, src_uri, note in notes:
        entry: dict[str, object] = {"t": note.title}
        if claim := site_claim(Questions(web), note):
            entry["c"] = claim
        if figure := first_figure(web, note):
            entry["f"] = figure_address(figure)
        if before := web.order.before.get(src_uri, []):
            entry["r"] = [web.vault.address(required.src_uri) for required in before]
        table[web.vault.address(src_uri)] = entry
    return json.dumps(table, ensure_ascii=False, separators=(",", ":"))


def make_figures(web: Web) -> dict[str, str]:
    """Give, by address, the first figure of each note, to be drawn into a page by a script.

    Its colours are the page's variables, and its ids differ from those of the page's own figures.
    """
    found = (first_figure(web, note) for note in web.vault.notes.values())
    return {figure_address(f): f.svg.replace("@@", "mpv-") for f in found if f is not None}


def first_figure(web: Web, note: Note) -> Figure | None:
    """Return the figure that a reader of a note sees first; None without one or if it is large."""
    drawing = next(shown_drawings(web, note), None)
    figure = drawing.whole(0) if isinstance(drawing, Animation) else drawing
    return figure if figure and 0 < len(figure.svg) <= LARGEST_FIGURE else None


def shown_drawings(web: Web, note: Note) -> Iterator[Drawing]:
    """Yield the figures that a note shows, in its order."""
    for reference in note.references:
        yield from drawings_of(web, reference, note)


def drawings_of(web: Web, reference: Reference, note: Note) -> Iterator[Drawing]:
    """Yield the figures that one embed of a note shows."""
    target = web.find_target(reference, note) if reference.embed else None
    has_output = reference.part is None or reference.part.has_output
    if not isinstance(target, Code) or not has_output:
        return
    if isinstance(target.part, Drawing):
        yield target.part
        return
    result = web.results.of(target.snippet)
    if result is None or isinstance(target.part, Value | Table):
        return
    cells = result.products.cells
    names = [target.part.name] if isinstance(target.part, Cell) else list(cells)
    for product in (product for name in names for product in cells.get(name, [])):
        if isinstance(product, Drawing):
            yield product


def figure_address(figure: Figure) -> str:
    """Return where the site has a figure as a file of its own."""
    return f"assets/figures/{hashlib.sha256(figure.svg.encode()).hexdigest()[:12]}.svg"
