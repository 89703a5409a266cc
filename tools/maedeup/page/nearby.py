"""The picture of a note's neighbours at its foot: an SVG of links, made while the page is."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from maedeup.vault.neighbours import find_neighbours

if TYPE_CHECKING:
    from maedeup.page.page import PageWriter

MOST = 24
"""Neighbours in a picture."""

WIDTH = 360
"""Of the picture, in pixels: what a phone has. It is not drawn larger than a third more."""

ROW = 24
"""Height of a row: the least that a finger hits (WCAG 2.5.8)."""

TYPE = 12
"""Size of its type, as in `.mp-near text`."""


def near(writer: PageWriter) -> str:
    """Give the folded picture of the notes one link away; nothing for a note without any."""
    note, project = writer.note, writer.project
    found = find_neighbours(project, note, MOST)
    if not found or note.kind == "guide":
        return ""
    n_all = len(project.links.around[note.src_uri])
    count = f"{n_all}개" if n_all == len(found) else f"{n_all}개 가운데 가까운 {len(found)}개"
    height = ROW * math.ceil(len(found) / 2) + 16
    middle = height / 2
    links = []
    for rank, other in enumerate(found):
        side = -1 if rank % 2 else 1  # the nearest stand on top, right and left
        y = 8 + ROW * (rank // 2 + 0.5)
        if rank == len(found) - 1 and len(found) % 2:  # the last one alone: below the middle
            y = height - 8 - ROW / 2
        bulge = 1 - ((y - middle) / (middle + 8)) ** 2
        x = WIDTH / 2 + side * (22 + 20 * bulge)
        mutual = project.links.is_mutual(note.src_uri, other.src_uri)
        inward = other.src_uri not in project.links.out[note.src_uri]
        kind = ' class="both"' if mutual else ' class="in"' if inward else ""
        shown = _cut(other.title, (WIDTH / 2 - abs(x - WIDTH / 2) - 8) / TYPE)
        full = f"<title>{escape(other.title)}</title>" if shown != other.title else ""
        anchor = ' class="l"' if side < 0 else ""
        links.append(
            f'<a href="{writer.href(other)}"{anchor}>{full}'
            f'<path d="M180 {middle:g}L{x:.0f} {y:g}"{kind}/>'
            f'<circle cx="{x:.0f}" cy="{y:g}" r="4"/>'
            f'<text x="{x + side * 8:.0f}" y="{y + 4:g}">{escape(shown)}</text></a>'
        )
    opening = (
        '<details class="mp-near" data-search-exclude>'
        f"<summary>이웃 노트 {count}</summary>"
        f'<svg viewBox="0 0 {WIDTH} {height}" role="group" aria-label="이웃 노트">'
    )
    whole = "".join(
        f' <a class="mp-link" href="{writer.href(page, note.slug)}">그래프 전체에서 보기</a>'
        for page in project.links.shown_by[:1]
    )
    return "\n\n" + writer.stash(
        f'{opening}{"".join(links)}<circle cx="180" cy="{middle:g}" r="6"/></svg>'
        f"<p>굵은 선은 서로, 점선은 저쪽에서만 가리킨다.{whole}</p></details>"
    )


def _cut(title: str, room: float) -> str:
    """Give as much of a title as there is room for, in widths of a Hangul character."""
    for position, character in enumerate(title):
        room -= 1 if east_asian_width(character) in "WF" else 0.3 if character == " " else 0.56
        if room < 0:
            return title[: position - 1].rstrip() + "…"
    return title
