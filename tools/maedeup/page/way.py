"""The path that a reader is on: where they stand, what came before, what comes next.

Without a script it is the first map that holds the note; the other maps are folded below. With one
it is the map that the address names (`?path=map-x`) or that the reader came by.
"""

from __future__ import annotations

from html import escape

from maedeup.notes.note import Note
from maedeup.page.converter import Writer
from maedeup.page.questions import Way


def top(writer: Writer) -> str:
    """Return the line above a note's text: of a note its place on the path, of a map its length."""
    note, strings = writer.note, writer.ask.strings
    if way := writer.ask.way_of_map(note):
        return writer.stash(_progress(writer, way)) + "\n\n"
    ways = writer.ask.ways(note)
    if not ways or not note.is_station:
        return ""
    links = f" {_link(writer, ways[0], -1)} {_link(writer, ways[0], 1)}"
    time = strings.minutes(writer.ask.minutes(note))
    return writer.stash(
        f'<nav class="mp-way" aria-label="{strings.reading_path}" data-search-exclude>'
        f"{_where(writer, ways[0])} <span>{time}</span>{links}</nav>\n\n"
    )


def foot(writer: Writer) -> str:
    """Return what stands below a note's text: the next note, and the other paths."""
    note, ask, strings = writer.note, writer.ask, writer.ask.strings
    ways = ask.ways(note)
    if not ways or not note.is_station:
        return ""
    rows = "".join(
        f'<li data-way="{escape(way.map.slug)}">{_where(writer, way)} {_link(writer, way, -1)} '
        f"{_link(writer, way, 1)}</li>"
        for way in ways
    )
    others = ""
    if len(ways) > 1:
        others = (
            f'<details class="mp-ways"><summary>{strings.other_paths(len(ways) - 1)}</summary>'
            f"<ul>{rows}</ul></details>"
        )
    return "\n\n" + writer.stash(
        f'<nav class="mp-way-foot" aria-label="{strings.path_next}" data-search-exclude '
        f'data-way="{escape(ways[0].map.slug)}">{_large(writer, ways[0])}{others}</nav>'
    )


def _where(writer: Writer, way: Way) -> str:
    place = f"{way.place(writer.note) + 1}/{len(way.notes)}"
    return f'<a href="{writer.href(way.map)}">{escape(way.map.title)}</a> <b>{place}</b>'


def _step(writer: Writer, way: Way, by: int) -> Note | None:
    at = way.place(writer.note) + by
    return way.notes[at] if 0 <= at < len(way.notes) else None


def _link(writer: Writer, way: Way, by: int) -> str:
    """Return the link to the note before or after on a path; its title tells where it leads."""
    strings = writer.ask.strings
    note = _step(writer, way, by)
    rel, word = ("prev", strings.path_before) if by < 0 else ("next", strings.path_next)
    if note is None:
        return f'<a rel="{rel}" hidden>{word}</a>'
    return f'<a rel="{rel}" href="{writer.href(note)}" title="{escape(note.title)}">{word}</a>'


def _large(writer: Writer, way: Way) -> str:
    strings, note = writer.ask.strings, _step(writer, way, 1)
    if note is None:
        return (
            f'<a class="mp-way-next" href="{writer.href(way.map)}"><small>{strings.path_end}'
            f"</small><strong>{escape(way.map.title)}</strong></a>"
        )
    return (
        f'<a class="mp-way-next" href="{writer.href(note)}"><small>{strings.path_next}</small>'
        f"<strong>{escape(note.title)}</strong></a>"
    )


def _progress(writer: Writer, way: Way) -> str:
    """Return a map's line: its length and where to begin; a script says how far the reader is."""
    strings, ask = writer.ask.strings, writer.ask
    length = strings.path_length(len(way.notes), sum(ask.minutes(note) for note in way.notes))
    first = way.notes[0]
    steps = escape("\n".join(ask.address(n.src_uri) for n in way.notes))
    words = f'data-continue="{strings.path_continue}" data-done="{strings.path_done}"'
    return (
        f'<p class="mp-progress" data-way="{escape(way.map.slug)}" data-read="{strings.path_read}" '
        f'{words} data-steps="{steps}" data-search-exclude><span>{length}</span> '
        f'<progress max="{len(way.notes)}" value="0" '
        f'aria-label="{strings.path_read}" hidden></progress> '
        f'<a class="mp-go" href="{writer.href(first)}">{strings.path_start}: '
        f"<strong>{escape(first.title)}</strong></a></p>"
    )
