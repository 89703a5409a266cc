"""`![[list:graph]]`: the whole vault as a picture that a script draws, beside a list of it."""

from __future__ import annotations

from html import escape

from maedeup.page.converter import Writer
from maedeup.page.questions import DATA

SCRIPT = "assets/graph.js"
"""Address of the script that draws; no other page loads it."""

LOOSE = "아직 이어지지 않은 노트"

TOOLS = """\
<div class="mp-graph-tools" role="group" aria-label="그래프 다루기">\
<input type="search" placeholder="제목으로 찾기" aria-label="그래프에서 제목으로 찾기" \
autocomplete="off">\
<button type="button" data-do="+" aria-label="크게">+</button>\
<button type="button" data-do="-" aria-label="작게">−</button>\
<button type="button" data-do="0">모두 보기</button></div>"""

KEYS = """\
끌어서 옮기고 휠이나 두 손가락으로 크기를 바꾼다. 글쇠로는 화살표가 옆 노트로 가고, \
<kbd>Enter</kbd>가 노트를 열고, <kbd>Shift</kbd>+화살표가 그림을 옮기고, <kbd>+</kbd> <kbd>−</kbd> \
<kbd>0</kbd>이 크기를 바꾸고, <kbd>Esc</kbd>가 고른 것을 놓는다."""


def graph(writer: Writer) -> list[str]:
    """Give the room for the picture and the list of all notes by group, which needs no script."""
    blocks = []
    for group in writer.ask.graph_groups():
        links = "".join(
            f'<li id="{escape(note.slug)}"><a href="{writer.href(note)}">'
            f"{escape(note.title)}</a></li>"
            for note in group.notes
        )
        name = escape(group.name or LOOSE)
        blocks.append(
            f'<details class="mp-group"><summary><i style="background:var(--mp-c{group.colour})">'
            f"</i>{name} <small>{len(group.notes)}개</small></summary><ul>{links}</ul></details>"
        )
    data, script = writer.painter.url(DATA), writer.painter.url(SCRIPT)
    root = writer.painter.url("")
    return [
        "",
        writer.stash(
            f'<div class="mp-graph" data-search-exclude><div class="mp-graph-picture">{TOOLS}'
            f'<canvas tabindex="0" role="application" aria-label="노트 그래프" '
            f'aria-describedby="mp-graph-keys" data-src="{data}" data-root="{root}"></canvas>'
            f'<p class="mp-graph-said" aria-live="polite">\u00a0</p>'
            f'<p class="mp-graph-keys" id="mp-graph-keys">{KEYS}</p></div>'
            f'<nav class="mp-graph-list" aria-label="무리별 노트">{"".join(blocks)}</nav></div>'
            f'<script src="{script}" defer></script>'
        ),
        "",
    ]
