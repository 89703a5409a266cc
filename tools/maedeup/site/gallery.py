"""Pages that the vault has no file for: all snippets at a glance, and each on a page of its own."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from html import escape

from maedeup.notes.note import Note
from maedeup.page import html
from maedeup.page.converter import Writer
from maedeup.page.copying import colab_url, copying, does_something, embed_id, page_of
from maedeup.page.embed import show_cell
from maedeup.runs.product import Animation, Figure
from maedeup.runs.snippet import Snippet
from maedeup.runs.store import Result
from maedeup.text.paths import notebook_uri, page_url
from maedeup.vault.web import Web

MOST_BYTES = 250_000
"""A figure with more is no thumbnail: the gallery is to open quickly on a phone too."""

CODE_LINES = 5
"""Of the first cell, where a snippet has no figure."""

TITLE = "스니펫 모음"


def gallery_uri(web: Web) -> str:
    """Give the `src_uri` of the page that shows all snippets; '' where none is made."""
    uri = f"{web.vault.settings.snippets}/index.md"
    return uri if web.vault.settings.take_away and uri not in web.vault.notes else ""


def snippet_groups(web: Web) -> list[tuple[str, list[Snippet]]]:
    """Give all snippets by area, both in the names' order."""
    groups: dict[str, list[Snippet]] = defaultdict(list)
    for path, snippet in sorted(web.vault.snippets.items()):
        if path.startswith(f"{web.vault.settings.snippets}/"):
            folder = posixpath.dirname(path.removeprefix(f"{web.vault.settings.snippets}/"))
            groups[folder or web.vault.settings.snippets].append(snippet)
    return sorted(groups.items())


def users(web: Web, snippet: Snippet) -> list[Note]:
    """Give the notes that show a snippet, by title: no guide, and no lab that is the snippet."""
    notes = (web.vault.notes[uri] for uri in web.uses.get(snippet.path, ()))
    found = (n for n in notes if n.path != snippet.path and n.kind != "guide")
    return sorted(found, key=lambda note: note.title)


def thumbnail_of(web: Web, snippet: Snippet) -> tuple[str, Figure] | None:
    """Give a snippet's first small figure, and where its picture is published."""
    result = web.results.of(snippet)
    drawn = result.products.figures().values() if result else ()
    figures = (d.whole(0) if isinstance(d, Animation) else d for d in drawn)
    small = next((figure for figure in figures if 0 < len(figure.svg) <= MOST_BYTES), None)
    return (snippet.path.rpartition(".")[0] + ".svg", small) if small else None


def gallery_page(writer: Writer, web: Web) -> str:
    """Give the page of all snippets."""
    groups = snippet_groups(web)
    count = sum(len(snippets) for _, snippets in groups)
    out = [
        f"스니펫 {count}개를 폴더별로 모았다. 누르면 코드와 결과, 실행한 기록, 쓰는 노트가 나온다."
    ]
    for area, snippets in groups:
        out += ["", f"## {area}", ""]
        items = "".join(_item(writer, web, snippet) for snippet in snippets)
        out.append(writer.stash(f'<ul class="mp-gallery">{items}</ul>'))
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
    href = writer.painter.url(page_url(page_of(writer.ask, snippet), writer.directory_urls))
    title = snippet.title.partition(":")[0]
    name = escape(snippet.name)
    return f'<li><a href="{href}"><span>{picture}</span>{escape(title)} <b>{name}</b></a></li>'


def snippet_page(writer: Writer, web: Web, snippet: Snippet) -> str:
    """Give the page of one snippet: code and products, what is known of its run, who shows it."""
    out = [writer.stash(f'<p class="mp-claim">{escape(snippet.title)}</p>'), ""]
    for cell in snippet.code_cells:
        if not (cell.source if cell.name else does_something(cell.source)):
            continue
        name = embed_id(snippet, cell.name)
        if cell.name:
            out += ["", f"## {cell.title or cell.name}{writer.anchors.mark(name)}", ""]
        code, made = show_cell(writer, snippet, cell, "")
        opening = f'<div class="mp-embed"{copying(writer, snippet, [cell])}>'
        out += [writer.stash(opening), "", *code, "", writer.stash(f"{''.join(made)}</div>"), ""]
    result = web.results.of(snippet)
    if result is not None and result.products.failed and result.products.error is not None:
        out.append(writer.stash(html.error(result.products.error)))
    elif result is not None:
        told = writer.stash(f"<p>{escape(receipt_in_words(result))}</p>")
        out += ["", "## 실행한 기록", "", told]
    if notes := users(web, snippet):
        links = "".join(f'<li><a href="{writer.href(n)}">{escape(n.title)}</a></li>' for n in notes)
        out += ["", "## 이 스니펫을 쓰는 노트", "", writer.stash(f"<ul>{links}</ul>")]
    out += [
        "",
        "## 가져가기",
        "",
        writer.stash(f"<p>{_downloads(writer, web, snippet, result)}</p>"),
    ]
    return "\n".join(out)


def _downloads(writer: Writer, web: Web, snippet: Snippet, result: Result | None) -> str:
    notebook = notebook_uri(snippet.path)
    files = [(snippet.path, snippet.name), (notebook, "노트북")]
    if result is not None:
        files += [(path, posixpath.basename(path)) for path in result.receipt.modules]
    links = [
        f'<a href="{writer.painter.url(path)}" download>{escape(label)}</a>'
        for path, label in files
    ]
    if colab := colab_url(writer.ask, notebook):
        links.append(f'<a href="{escape(colab)}" rel="noopener">Colab에서 열기</a>')
    gallery = writer.painter.url(page_url(gallery_uri(web), writer.directory_urls))
    return " · ".join([*links, f'<a href="{gallery}">{TITLE}</a>'])


def receipt_in_words(result: Result) -> str:
    """Say what is known of a run, in sentences."""
    products, receipt = result.products, result.receipt
    versions = ", ".join(f"{name} {version}" for name, version in products.shown_versions.items())
    out = [
        f"{result.time:%Y-%m-%d %H:%M} UTC에 실행했고, {products.device}에서 "
        f"{products.seconds:.2f}초 걸렸다.",
        f"쓴 판은 {versions}이다.",
    ]
    if read := receipt.list_inputs():
        out.append(f"읽은 파일은 {', '.join(read)}이다.")
    if products.unlike_recorded:
        out.append("모양을 적은 실행이 이와 다른 결과를 내서 모양은 싣지 않았다.")
    out.append(f"실행을 지켜본 것은 {html.WATCHED[receipt.watch or 'hooks']}이다.")
    out.append("그 뒤로 코드와 읽은 파일과 패키지의 판이 그대로라서 이 결과를 보인다.")
    return " ".join(out)
