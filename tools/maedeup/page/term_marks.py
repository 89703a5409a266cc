"""Names of notes without a link: the claim behind a term, and what its author may link."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from maedeup.notes.grammar import plain_text
from maedeup.notes.matcher import Mention
from maedeup.notes.note import Note
from maedeup.page.converter import Mark, Writer
from maedeup.page.plain import plain_claim
from maedeup.page.questions import sentence_of


def mark_terms(writer: Writer, text: str) -> Iterator[Mark]:
    """Yield for each title's first use without a link its note's claim, shown without a script too.

    Args:
        writer: of a page.
        text: the whole of it.
    """
    for mention in writer.ask.terms(writer.note, text):
        note = writer.ask.note(mention.name.target)
        if note is None:
            continue
        claim = escape(plain_claim(writer.ask, note))
        at = escape(writer.ask.address(note.src_uri))
        attributes = f'class="mp-term" role="term" tabindex="0" title="{claim}" data-note="{at}"'
        yield Mark(
            mention.start, mention.end, f"<span {attributes}>{escape(mention.surface)}</span>"
        )


def list_mentions(writer: Writer) -> str:
    """Return the names of other notes in this one, and its own in others; for its author alone."""
    ask, note, strings = writer.ask, writer.note, writer.ask.strings
    if not ask.settings.is_serving:
        return ""
    here = [(note, mention) for mention in ask.loose(note)]
    there = list(ask.mentions_of(note))
    lists = [
        _list(strings.loose_here, here, writer, to_target=True),
        _list(strings.loose_there, there, writer, to_target=False),
    ]
    if not (here or there):
        return ""
    summary = f"<summary>{strings.loose_mentions(len(here) + len(there))}</summary>"
    block = f'<details class="mp-mentions" data-search-exclude>{summary}{"".join(lists)}</details>'
    return f"\n\n{writer.stash(block)}"


def _list(title: str, found: list[tuple[Note, Mention]], writer: Writer, to_target: bool) -> str:
    rows = []
    for source, mention in found:
        note = (writer.ask.note(mention.name.target) if to_target else source) or source
        link = f'<a href="{writer.href(note)}">{escape(note.title)}</a>'
        sentence = escape(plain_text(sentence_of(source, mention)))
        line = writer.ask.strings.line(mention.line)
        rows.append(f"<li>{link}: {sentence} <small>({line})</small></li>")
    return f"<p>{title}</p><ul>{''.join(rows)}</ul>" if rows else ""
