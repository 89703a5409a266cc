"""What a page offers to take away: its notebook, its text, and code that runs when pasted.

Nothing here is on a page whose host publishes no such files (`Settings.take_away`).
"""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from html import escape

from maedeup.notes.note import Note
from maedeup.page.converter import Writer
from maedeup.page.questions import Cell, Questions, Snippet
from maedeup.text.paths import SourcePath, notebook_uri

COLAB = "https://colab.research.google.com/github"
GITHUB = re.compile(r"https?://(?:www\.)?github\.com/([\w.-]+)/([\w.-]+?)(?:\.git)?/?")


def page_of(ask: Questions, snippet: Snippet) -> str:
    """Return the `src_uri` of the page that a snippet has to itself; '' where none is made."""
    if snippet.path.endswith(".ipynb") or any(cell.kind == "markdown" for cell in snippet.cells):
        return next((n.src_uri for n in ask.notes() if n.path == snippet.path), "")
    if not ask.settings.take_away:
        return ""
    uri = snippet.path.removesuffix(".py") + ".md"
    return "" if ask.note(uri) else uri


def snippet_of(ask: Questions, uri: str) -> Snippet | None:
    """Return the snippet whose own page `uri` is; a lab's page is a note's."""
    snippet = ask.snippet_at(SourcePath(uri.removesuffix(".md") + ".py"))
    return snippet if snippet is not None and page_of(ask, snippet) == uri else None


def notebook_of(note: Note) -> str:
    """Return where a note's notebook is published; '' for one without code."""
    if note.kind == "lab":
        return notebook_uri(note.path)
    shows = any(r.embed and r.alone and r.kind == "snippet" for r in note.references)
    return notebook_uri(note.src_uri) if shows and note.is_knowledge else ""


def colab_url(ask: Questions, uri: str) -> str:
    """Return where Colab opens a published notebook; it reads them from GitHub alone."""
    settings = ask.settings
    found = GITHUB.fullmatch(settings.repo_url)
    if found is None or not settings.notebooks_branch:
        return ""
    return f"{COLAB}/{found[1]}/{found[2]}/blob/{settings.notebooks_branch}/{uri}"


def foot(writer: Writer) -> str:
    """Return the line at a note's foot that leads to its notebook and its Markdown twin."""
    ask, note = writer.ask, writer.note
    if not ask.settings.take_away or ask.note(note.src_uri) is None:
        return ""
    links = notebook_links(writer)
    links.append(f'<a href="{writer.painter.url(note.src_uri)}">{ask.strings.as_markdown}</a>')
    content = f'<p class="mp-take" data-search-exclude>{" · ".join(links)}</p>'
    return f"\n\n{writer.stash(content)}"


def notebook_links(writer: Writer) -> list[str]:
    """Return the links that lead to a note's notebook; none where it has none."""
    ask, note = writer.ask, writer.note
    uri = notebook_of(note) if ask.settings.take_away and ask.note(note.src_uri) else ""
    if not uri:
        return []
    links, strings = [], ask.strings
    links.append(f'<a href="{writer.painter.url(uri)}" download>{strings.take_notebook}</a>')
    if colab := colab_url(ask, uri):
        links.append(f'<a href="{escape(colab)}" rel="noopener">{strings.open_in_colab}</a>')
    return links


def embed_id(snippet: Snippet, anchor: str) -> str:
    """Return the `id` of the place that shows a part of a snippet."""
    stem = snippet.name.removesuffix(".py")
    return f"{stem}-{anchor.replace('?', '--')}" if anchor else stem


def copying(writer: Writer, snippet: Snippet, cells: list[Cell]) -> str:
    """Return the attributes that tell a script where each shown cell ends in the published file.

    A zero stands for a cell that runs without those before it.
    """
    if not cells or not writer.ask.settings.take_away or not snippet.path.endswith(".py"):
        return ""
    ends = [cell.end_line if _has_code_before(snippet, cell) else 0 for cell in cells]
    if not any(ends):
        return ""
    result = writer.ask.result(snippet)
    helpers = " ".join(map(writer.painter.url, result.receipt.modules)) if result else ""
    return (
        f' data-py="{writer.painter.url(snippet.path)}" data-ends="{" ".join(map(str, ends))}"'
        + (f' data-helpers="{helpers}"' if helpers else "")
    )


def _has_code_before(snippet: Snippet, cell: Cell) -> bool:
    before = [c for c in snippet.code_cells if c.line < cell.line and c.source]
    return any(c.name for c in before) or any(does_something(c.source) for c in before)


@lru_cache(maxsize=4096)
def does_something(source: str) -> bool:
    """Say whether code is more than a docstring and comments."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError):
        return True
    return any(
        not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)) for node in body
    )
