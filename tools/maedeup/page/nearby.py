"""The picture of a note's neighbours at its foot: an SVG of links, made while the page is."""

from __future__ import annotations

import math
from bisect import bisect_right
from functools import lru_cache
from html import escape
from itertools import accumulate
from unicodedata import east_asian_width

from maedeup.page.converter import Writer

MOST = 24
"""Neighbours in a picture."""

WIDTH = 360
"""Of the picture, in pixels: what a phone has. It is not drawn larger than a third more."""

ROW = 24
"""Height of a row: the least that a finger hits (WCAG 2.5.8)."""

TYPE = 12
"""Size of its type, as in `.mp-near text`."""


def near(writer: Writer) -> str:
    """Return the folded picture of the notes one link away; nothing for a note without any."""
    note, ask, strings = writer.note, writer.ask, writer.ask.strings
    found = ask.neighbours(note, MOST)
    if not found or not note.is_knowledge:
        return ""
    count = strings.neighbours_count(ask.n_neighbours(note), len(found))
    height = ROW * math.ceil(len(found) / 2) + 16
    middle = height / 2
    links = []
    for rank, (other, how) in enumerate(found):
        side = -1 if rank % 2 else 1  # the nearest stand on top, right and left
        y = 8 + ROW * (rank // 2 + 0.5)
        if rank == len(found) - 1 and len(found) % 2:  # the last one alone: below the middle
            y = height - 8 - ROW / 2
        bulge = 1 - ((y - middle) / (middle + 8)) ** 2
        x = WIDTH / 2 + side * (22 + 20 * bulge)
        kind = "" if how == "out" else f' class="{how}"'
        shown = _cut(other.title, (WIDTH / 2 - abs(x - WIDTH / 2) - 8) / TYPE)
        full = f"<title>{escape(other.title)}</title>" if shown != other.title else ""
        anchor = ' class="l"' if side < 0 else ""
        links.append(
            f'<a xlink:href="{writer.href(other)}"{anchor}>{full}'
            f'<path d="M180 {middle:g}L{x:.0f} {y:g}"{kind}/>'
            f'<circle cx="{x:.0f}" cy="{y:g}" r="4"/>'
            f'<text x="{x + side * 8:.0f}" y="{y + 4:g}">{escape(shown)}</text></a>'
        )
    opening = (
        '<details class="mp-near" data-search-exclude>'
        f"<summary>{count}</summary>"
        f'<svg viewBox="0 0 {WIDTH} {height}" role="group" '
        f'aria-label="{strings.neighbours}">'
    )
    whole = "".join(
        f' <a class="mp-link" href="{writer.href(page, note.slug)}">{strings.in_whole_graph}</a>'
        for page in ask.graph_pages()[:1]
    )
    return "\n\n" + writer.stash(
        f'{opening}{"".join(links)}<circle cx="180" cy="{middle:g}" r="6"/></svg>'
        f"<p>{strings.near_lines}{whole}</p></details>"
    )


def _cut(title: str, room: float) -> str:
    """Return as much of a title as there is room for, in widths of a Hangul character."""
    ends = _ends(title)
    if not ends or ends[-1] <= room:
        return title
    return title[: bisect_right(ends, room - _width("…"))].rstrip() + "…"


@lru_cache(maxsize=65536)  # a title stands in the pictures of all that it is linked with
def _ends(title: str) -> tuple[float, ...]:
    """Return how wide a title is up to the end of each of its characters."""
    return tuple(accumulate(map(_width, title)))


def _width(character: str) -> float:
    """Return the width of a character of common fonts, rather too much of it than too little."""
    if east_asian_width(character) in "WFA":
        return 1
    kinds = (" .,:;'|!()Iijl", 0.36), ("MWmw%", 0.95)
    given = next((width for characters, width in kinds if character in characters), 0)
    return given or (0.74 if character.isupper() else 0.61)
