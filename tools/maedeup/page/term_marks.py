"""Names of notes without a link: the claim behind a term, and what its author may link."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from maedeup.notes.grammar import plain_text
from maedeup.notes.matcher import Mention
from maedeup.notes.note import Note
from maedeup.page.page import Mark, PageWriter
from maedeup.site.digest import plain_claim
from maedeup.text.paths import page_url
from maedeup.vault.mentions import sentence_of


def mark_terms(writer: PageWriter, text: str) -> Iterator[Mark]:
    """Give each title's first use without a link its note's claim, shown without a script too.

    Args:
        writer: of a page.
        text: the whole of it.
    """
    project = writer.project
    for mention in project.terms(writer.note, text):
        note = project.notes[mention.name.target]
        claim = escape(plain_claim(project, note))
        at = escape(page_url(note.src_uri, writer.directory_urls))
        attributes = f'class="mp-term" role="term" tabindex="0" title="{claim}" data-note="{at}"'
        yield Mark(
            mention.start, mention.end, f"<span {attributes}>{escape(mention.surface)}</span>"
        )


def list_mentions(writer: PageWriter) -> str:
    """Give the names of other notes in this one, and its own in others; for its author alone."""
    project, note = writer.project, writer.note
    if not project.settings.is_serving:
        return ""
    here = [(note, mention) for mention in project.mentions.get(note.src_uri, [])]
    there = [
        (project.notes[uri], mention)
        for uri, found in project.mentions.items()
        for mention in found
        if mention.name.target == note.src_uri
    ]
    lists = [
        _list("이 노트에서 링크 없이 부른 노트", here, writer, to_target=True),
        _list("다른 곳에서 링크 없이 부른 이 노트", there, writer, to_target=False),
    ]
    if not (here or there):
        return ""
    summary = f"<summary>링크 없는 언급 {len(here) + len(there)}</summary>"
    block = f'<details class="mp-mentions" data-search-exclude>{summary}{"".join(lists)}</details>'
    return f"\n\n{writer.stash(block)}"


def _list(
    title: str, found: list[tuple[Note, Mention]], writer: PageWriter, to_target: bool
) -> str:
    rows = []
    for source, mention in found:
        note = writer.project.notes[mention.name.target] if to_target else source
        link = f'<a href="{writer.href(note)}">{escape(note.title)}</a>'
        sentence = escape(plain_text(sentence_of(source, mention)))
        rows.append(f"<li>{link}: {sentence} <small>({mention.line}행)</small></li>")
    return f"<p>{title}</p><ul>{''.join(rows)}</ul>" if rows else ""
