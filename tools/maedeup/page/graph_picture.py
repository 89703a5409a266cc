"""`![[list:graph]]`: the whole vault as a picture that a script draws, beside a list of it."""

from __future__ import annotations

import json
from html import escape

from maedeup.page.converter import Writer
from maedeup.page.questions import DATA, Strings

SCRIPT = "assets/graph.js"
"""Address of the script that draws; no other page loads it."""

TOOLS = """\
<div class="mp-graph-tools" role="group" aria-label="{0.graph_tools}">\
<input type="search" placeholder="{0.graph_find}" aria-label="{0.graph_find_label}" \
autocomplete="off">\
<button type="button" data-do="+" aria-label="{0.graph_larger}">+</button>\
<button type="button" data-do="-" aria-label="{0.graph_smaller}">−</button>\
<button type="button" data-do="0">{0.graph_all}</button></div>"""


def _spoken(strings: Strings) -> str:
    """Return what the script says, as JSON."""
    said = {
        "failed": strings.graph_failed,
        "chosen": strings.graph_chosen,
        "group": strings.graph_group,
        "found": strings.graph_found,
        "none": strings.graph_none,
    }
    return json.dumps(said, ensure_ascii=False)


def graph(writer: Writer) -> list[str]:
    """Return the room for the picture and the list of all notes by group, which needs no script."""
    strings, blocks = writer.ask.strings, []
    for group in writer.ask.graph_groups():
        links = "".join(
            f'<li id="{escape(note.slug)}"><a href="{writer.href(note)}">'
            f"{escape(note.title)}</a></li>"
            for note in group.notes
        )
        name = escape(group.name or strings.graph_loose)
        blocks.append(
            f'<details class="mp-group"><summary><i style="background:var(--mp-c{group.colour})">'
            f"</i>{name} <small>{strings.group_size(len(group.notes))}</small></summary>"
            f"<ul>{links}</ul></details>"
        )
    data, script = writer.painter.url(DATA), writer.painter.url(SCRIPT)
    root = writer.painter.url("")
    return [
        "",
        writer.stash(
            f'<div class="mp-graph" data-search-exclude><div class="mp-graph-picture">'
            f"{TOOLS.format(strings)}"
            f'<canvas tabindex="0" role="application" aria-label="{strings.graph}" '
            f'aria-describedby="mp-graph-keys" data-src="{data}" data-root="{root}" '
            f'data-words="{escape(_spoken(strings))}"></canvas>'
            f'<p class="mp-graph-said" aria-live="polite">\u00a0</p>'
            f'<p class="mp-graph-keys" id="mp-graph-keys">{strings.graph_keys}</p></div>'
            f'<nav class="mp-graph-list" aria-label="{strings.graph_list}">'
            f"{''.join(blocks)}</nav></div>"
            f'<script src="{script}" defer></script>'
        ),
        "",
    ]
