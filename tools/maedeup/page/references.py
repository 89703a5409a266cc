"""The works that a page names: in its sentences, and listed at its end."""

from __future__ import annotations

from html import escape

from maedeup.notes.citations import Citation, Named, find_citations, works_of
from maedeup.notes.note import Note
from maedeup.page.converter import Writer
from maedeup.page.questions import Questions, Work


def cite_as_text(ask: Questions, citation: Citation) -> str:
    """Return a citation as plain text: `(He et al., 2016; Lin et al., 2014, §3)`."""
    return f"({'; '.join(_label(ask, named) for named in citation.works)})"


def cite_as_html(writer: Writer, citation: Citation) -> str:
    """Return a citation with a link from each work to its entry in the list of this page.

    In a sentence of another note that is quoted here it leads nowhere: the list is that note's.
    """
    listed = {named.key for named in works_of(writer.note)}
    parts = []
    for named in citation.works:
        label = escape(_label(writer.ask, named))
        if writer.ask.work(named.key) is None:
            told = escape(writer.ask.strings.unknown_work)
            label = f'<span class="mp-broken" title="{told}">{label}</span>'
        elif named.key in listed and writer.expands:
            label = f'<a class="mp-cite" href="#ref-{escape(named.key)}">{label}</a>'
        parts.append(label)
    return f"({'; '.join(parts)})"


def reference_list(writer: Writer) -> str:
    """Return the works that a note names, as what stands at its end; '' where it names none."""
    rows = []
    for named, work in _known(writer.ask, writer.note):
        links = "".join(
            f' <a href="{escape(url)}" rel="noopener">{escape(text)}</a>'
            for text, url in work.links
        )
        venue = f" {escape(where)}." if (where := _where(writer.ask, work)) else ""
        part = f" {escape(named.locator)}." if named.locator else ""
        rows.append(
            f'<li id="ref-{escape(work.key)}">{escape(work.all_authors)} ({work.year}). '
            f"<cite>{escape(work.title)}</cite>.{venue}{part}{links}</li>"
        )
    if not rows:
        return ""
    opening = '<section class="mp-references" aria-labelledby="mp-references" data-search-exclude>'
    title = writer.ask.strings.references
    heading = f'<p class="mp-references-title" id="mp-references">{title}</p>'
    content = f"{opening}{heading}<ul>{''.join(rows)}</ul></section>"
    return f"\n\n{writer.stash(content)}"


def reference_text(ask: Questions, note: Note) -> str:
    """Return the same list as Markdown; '' where a note names no work."""
    rows = []
    for named, work in _known(ask, note):
        links = "".join(f" [{text}]({url})" for text, url in work.links)
        venue = f" {where}." if (where := _where(ask, work)) else ""
        part = f" {named.locator}." if named.locator else ""
        rows.append(f"- {work.all_authors} ({work.year}). *{work.title}*.{venue}{part}{links}")
    return "\n".join([f"{ask.strings.references}:", "", *rows]) if rows else ""


def with_citations(ask: Questions, text: str) -> str:
    """Return Markdown with its citations as plain text."""
    for citation in reversed(find_citations(text)):
        text = text[: citation.start] + cite_as_text(ask, citation) + text[citation.end :]
    return text


def _where(ask: Questions, work: Work) -> str:
    pages = ask.strings.pages_of_work(work.pages) if work.pages else ""
    return ", ".join(filter(None, [work.venue, pages]))


def _known(ask: Questions, note: Note) -> list[tuple[Named, Work]]:
    found = [(named, work) for named in works_of(note) if (work := ask.work(named.key))]
    return sorted(found, key=lambda pair: (pair[1].authors, pair[1].year))


def _label(ask: Questions, named: Named) -> str:
    work = ask.work(named.key)
    label = work.label if work else named.key
    return f"{label}, {named.locator}" if named.locator else label
