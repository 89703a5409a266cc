"""The one small index of all notes that the theme's scripts read: no page is fetched for a link."""

from __future__ import annotations

import hashlib
import json

from maedeup.page.plain import plain_prose
from maedeup.notes.note import Note
from maedeup.notes.grammar import plain_text
from maedeup.text.paths import page_url
from maedeup.runs.product import Animation, Drawing, Figure
from maedeup.build import Project
from maedeup.vault.targets import Target

DIGEST = "assets/notes.json"
LARGEST_FIGURE = 200_000
"""Bytes; a preview with a larger one would wait for it."""


def make_digest(project: Project) -> str:
    """Give, by address, each note's title, claim, first figure and what it requires.

    `t` and `c` are text, `f` is the figure's address, `r` a list of addresses.
    """
    urls = project.settings.use_directory_urls
    table = {}
    for src_uri, note in sorted(project.notes.items()):
        entry: dict[str, object] = {"t": note.title}
        if claim := plain_claim(project, note):
            entry["c"] = claim
        if figure := first_figure(project, note):
            entry["f"] = figure_address(figure)
        if before := project.before.get(src_uri, []):
            entry["r"] = [page_url(required.src_uri, urls) for required in before]
        table[page_url(src_uri, urls)] = entry
    return json.dumps(table, ensure_ascii=False, separators=(",", ":"))


def make_figures(project: Project) -> dict[str, str]:
    """Give, by address, the first figure of each note, to be drawn into a page by a script.

    Its colours are the page's variables, and its ids differ from those of the page's own figures.
    """
    found = (first_figure(project, note) for note in project.notes.values())
    return {figure_address(f): f.svg.replace("@@", "mpv-") for f in found if f is not None}


def plain_claim(project: Project, note: Note) -> str:
    """Give a note's claim as plain text, its values as they stand on its page."""
    return plain_text(plain_prose(project, note, lambda target: "", note.claim))


def first_figure(project: Project, note: Note) -> Figure | None:
    """Give the figure that a reader of the note sees first; None without one or if it is large."""
    for reference in note.references:
        target = project.find_target(reference, note) if reference.embed else None
        if not isinstance(target, Target) or target.snippet is None or reference.label == "code":
            continue
        if target.figure is not None:
            return _if_small(target.figure)
        result = project.result(target.snippet)
        if result is None or target.value is not None or target.table is not None:
            continue
        cells = result.products.cells
        names = [target.cell.name] if target.cell is not None else list(cells)
        for product in (product for name in names for product in cells.get(name, [])):
            if isinstance(product, Drawing):
                return _if_small(product)
    return None


def _if_small(drawing: Drawing) -> Figure | None:
    figure = drawing.whole(0) if isinstance(drawing, Animation) else drawing
    return figure if 0 < len(figure.svg) <= LARGEST_FIGURE else None


def figure_address(figure: Figure) -> str:
    """Give where the site has a figure as a file of its own."""
    return f"assets/figures/{hashlib.sha256(figure.svg.encode()).hexdigest()[:12]}.svg"
