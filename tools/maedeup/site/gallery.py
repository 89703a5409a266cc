"""Pages that the vault has no file for: all snippets at a glance, and each on a page of its own."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from html import escape

from maedeup.notes.parts import Part
from maedeup.page import html
from maedeup.page.converter import Writer
from maedeup.page.copying import colab_url, copying, does_something, embed_id, page_of
from maedeup.page.embed import show_cell
from maedeup.runs.product import Animation, Figure
from maedeup.runs.snippet import Snippet
from maedeup.runs.store import Result
from maedeup.text.paths import notebook_uri
from maedeup.text.strings import Strings
from maedeup.vault.web import Web

MOST_BYTES = 250_000
"""A figure with more is no thumbnail: the gallery is to open quickly on a phone too."""

SHOWN = 4
"""Of an area; the others open below: else the page is 80 screens of a phone long."""

CODE_LINES = 5
"""Of the first cell, where a snippet has no figure."""


def gallery_uri(web: Web) -> str:
    """Return the `src_uri` of the page that shows all snippets; '' where none is made."""
    uri = f"{web.vault.settings.snippets}/index.md"
    return uri if web.vault.settings.take_away and uri not in web.vault.notes else ""


def snippet_groups(web: Web) -> list[tuple[str, list[Snippet]]]:
    """Return all snippets by area, both in the names' order."""
    groups: dict[str, list[Snippet]] = defaultdict(list)
    for path, snippet in sorted(web.vault.snippets.items()):
        if path.startswith(f"{web.vault.settings.snippets}/"):
            folder = posixpath.dirname(path.removeprefix(f"{web.vault.settings.snippets}/"))
            groups[folder or web.vault.settings.snippets].append(snippet)
    return sorted(groups.items())


def thumbnail_of(web: Web, snippet: Snippet) -> tuple[str, Figure] | None:
    """Return a snippet's first small figure, and where its picture is published."""
    result = web.results.of(snippet)
    drawn = result.products.figures().values() if result else ()
    figures = (d.whole(0) if isinstance(d, Animation) else d for d in drawn)
    small = next((figure for figure in figures if 0 < len(figure.svg) <= MOST_BYTES), None)
    return (snippet.path.rpartition(".")[0] + ".svg", small) if small else None


def gallery_page(writer: Writer, web: Web) -> str:
    """Return the page of all snippets."""
    groups = snippet_groups(web)
    count = sum(len(snippets) for _, snippets in groups)
    out = [writer.ask.strings.about_snippets(count)]
    for area, snippets in groups:
        out += ["", f"## {area}", ""]
        items = [_item(writer, web, snippet) for snippet in snippets]
        shown = SHOWN if len(items) > SHOWN + 1 else len(items)
        listed = f'<ul class="mp-gallery">{"".join(items[:shown])}</ul>'
        if rest := items[shown:]:
            summary = f"<summary>{writer.ask.strings.more_snippets(len(rest))}</summary>"
            inside = f'<ul class="mp-gallery">{"".join(rest)}</ul>'
            listed += f'<details class="mp-more">{summary}{inside}</details>'
        out.append(writer.stash(listed))
    return "\n".join(out)


def _item(writer: Writer, web: Web, snippet: Snippet) -> str:
    found = thumbnail_of(web, snippet)
    if found:
        path, figure = found
        size = f'width="{figure.width_pt:.0f}" height="{figure.height_pt:.0f}"'
        picture = f'<img src="{writer.painter.url(path)}" alt="" {size} loading="lazy">'
    else:
        cells = [cell.source for cell in snippet.code_cells if cell.name and cell.source]
        code = "\n".join((cells or [""])[-1].split("\n")[:CODE_LINES])
        picture = f'<code aria-hidden="true">{escape(code)}</code>'
    href = writer.painter.url(writer.ask.address(page_of(writer.ask, snippet)))
    title = snippet.title.partition(":")[0]
    name = escape(snippet.name)
    return f'<li><a href="{href}"><span>{picture}</span>{escape(title)} <b>{name}</b></a></li>'


def snippet_page(writer: Writer, web: Web, snippet: Snippet) -> str:
    """Return the page of one snippet: code and products, what is known of its run, who shows it."""
    strings = writer.ask.strings
    out = [writer.stash(f'<p class="mp-claim">{escape(snippet.title)}</p>'), ""]
    for cell in snippet.code_cells:
        if not (cell.source if cell.name else does_something(cell.source)):
            continue
        name = embed_id(snippet, cell.name)
        if cell.name:
            out += ["", f"## {cell.title or cell.name}{writer.anchors.mark(name)}", ""]
        code, made = show_cell(writer, snippet, cell, Part.ALL)
        opening = f'<div class="mp-embed"{copying(writer, snippet, [cell])}>'
        out += [writer.stash(opening), "", *code, "", writer.stash(f"{''.join(made)}</div>"), ""]
    result, seconds = writer.ask.result(snippet), writer.ask.pending(snippet)
    if seconds is not None:
        out.append(writer.stash(html.running(writer.ask.strings, seconds)))
    if result is not None and result.products.failed and result.products.error is not None:
        out.append(writer.stash(writer.painter.error(result.products.error)))
    elif result is not None:
        told = writer.stash(f'<p class="mp-run">{escape(receipt_in_words(result, strings))}</p>')
        out += ["", f"## {strings.run_record}", "", told]
    if notes := writer.ask.users(snippet):
        links = "".join(f'<li><a href="{writer.href(n)}">{escape(n.title)}</a></li>' for n in notes)
        out += ["", f"## {strings.used_by}", "", writer.stash(f"<ul>{links}</ul>")]
    out += [
        "",
        f"## {strings.take_away}",
        "",
        writer.stash(f"<p>{_downloads(writer, web, snippet, result)}</p>"),
    ]
    return "\n".join(out)


def _downloads(writer: Writer, web: Web, snippet: Snippet, result: Result | None) -> str:
    notebook, strings = notebook_uri(snippet.path), writer.ask.strings
    files = [(snippet.path, snippet.name), (notebook, strings.notebook)]
    if result is not None:
        modules = filter(web.public.__contains__, result.receipt.modules)
        files += [(path, posixpath.basename(path)) for path in modules]
    links = [
        f'<a href="{writer.painter.url(path)}" download>{escape(label)}</a>'
        for path, label in files
    ]
    if colab := colab_url(writer.ask, notebook):
        links.append(f'<a href="{escape(colab)}" rel="noopener">{strings.open_in_colab}</a>')
    gallery = writer.painter.url(writer.ask.address(gallery_uri(web)))
    return " · ".join([*links, f'<a href="{gallery}">{strings.snippets}</a>'])


def receipt_in_words(result: Result, strings: Strings) -> str:
    """Say what is known of a run, in sentences."""
    products, receipt = result.products, result.receipt
    versions = ", ".join(f"{name} {version}" for name, version in products.shown_versions.items())
    out = [
        strings.ran_at(result.time, products.device, products.seconds),
        strings.ran_with(versions),
    ]
    if read := receipt.list_inputs():
        out.append(strings.ran_on_files(", ".join(read)))
    if products.unlike_recorded:
        out.append(strings.ran_without_shapes)
    out.append(strings.ran_watched(strings.watch(receipt.watch)))
    out.append(strings.ran_unchanged)
    return " ".join(out)
