"""What stands around a note's text: what to read before and after it, and what links to it."""

from __future__ import annotations

import re
from html import escape

from maedeup.page.converter import Writer

READ = (
    '<p class="mp-read" data-search-exclude hidden>'
    '<button type="button" aria-pressed="false">{}</button></p>'
)
"""Shown by the script that keeps the marks, in the reader's browser alone."""


def order(writer: Writer) -> str:
    """Return what to read before this note and after it, as its `requires` and others' say."""
    rows, strings = [], writer.ask.strings
    before, after = writer.ask.order(writer.note)
    for name, notes in ((strings.read_before, before), (strings.read_after, after)):
        links = ", ".join(f'<a href="{writer.href(n)}">{escape(n.title)}</a>' for n in notes)
        if links:
            rows.append(f"<dt>{name}</dt><dd>{links}</dd>")
    if not rows and not writer.note.is_station:
        return ""
    label = f'aria-label="{strings.reading_order}" data-search-exclude'
    block = f'<nav class="mp-order" {label}><dl>{"".join(rows)}</dl></nav>' if rows else ""
    if writer.note.is_station and writer.note.slug:
        block += READ.format(strings.mark_as_read)
    return f"\n\n{writer.stash(block)}"


def backlinks(writer: Writer) -> str:
    """Return the list of notes that link here, each with the paragraph it does so in."""
    found = writer.ask.backlinks(writer.note)
    sources: dict[str, list[str]] = {}
    for backlink in found:
        if backlink.source.is_knowledge:
            rows = sources.setdefault(backlink.source.src_uri, [])
            if not any(backlink.sentence in row for row in rows):  # one paragraph, shown once
                rows.append(backlink.context)
    if not sources:
        return ""
    title = writer.ask.strings.linked_from
    heading = f'<p class="mp-backlinks-title" id="mp-backlinks">{title}</p>'
    opening = '<aside class="mp-backlinks" aria-labelledby="mp-backlinks" data-search-exclude>'
    out = ["", "", writer.stash(f"{opening}{heading}<ul>")]
    notes = {backlink.source.src_uri: backlink.source for backlink in found}
    for uri, rows in sorted(sources.items(), key=lambda item: notes[item[0]].title):
        note = notes[uri]
        link = f'<a href="{writer.href(note)}">{escape(note.title)}</a>'
        out += ["", writer.stash(f"<li>{link}")]
        for row in rows:
            clean = re.sub(r"\[\^[^\]]*\]|^\|.*", "", row)
            out += ["", writer.rewrite(clean, 0, note)] if clean else []
        out += ["", writer.stash("</li>")]
    return "\n".join([*out, "", writer.stash("</ul></aside>")])
