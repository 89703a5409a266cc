"""Pages made of notebooks; what the host calls by the name of an author's own leads to its page."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import Any

from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink

from maedeup.notes.links import lead_to_pages
from maedeup.site.ipynb import headings, strip_page
from maedeup.text.paths import nfc
from maedeup.vault.own_notebooks import ENDING
from maedeup.vault.vault import Vault


def find_notebooks(pages: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Return the paths in the vault of the notebooks that are pages.

    Args:
        pages: the `src_uri` of each page, and the path of what it is made of.
    """
    return frozenset(
        f"{uri.removesuffix('.md')}{ENDING}" for uri, path in pages if path.endswith(ENDING)
    )


def named_pages(nav: Any, notebooks: Container[str]) -> Any:
    """Return a navigation tree that names the page of a notebook where it named the notebook."""

    def named(part: Any) -> Any:
        if isinstance(part, str):
            return f"{part.removesuffix(ENDING)}.md" if nfc(part) in notebooks else part
        if isinstance(part, dict):
            return {title: named(below) for title, below in part.items()}
        return list(map(named, part)) if isinstance(part, list) else part

    return named(nav)


def led_to_notebooks(text: str, src_uri: str, vault: Vault) -> str:
    """Return a page's text whose links to notebooks lead to their pages."""
    if ENDING not in text:
        return text
    pages = ((uri, note.path) for uri, note in vault.notes.items())
    return lead_to_pages(text, src_uri, find_notebooks(pages))


def stripped(html: str, page: Page) -> str:
    """Return a notebook's content without what the theme has already; mend the page's contents."""
    html = strip_page(html)
    entries, found = list(_flatten(page.toc)), headings(html)
    if len(entries) == len(found):  # the contents lack what a heading has in code
        for entry, (anchor, title) in zip(entries, found, strict=True):
            entry.id, entry.title = anchor, title
    return html


def _flatten(entries: Iterable[AnchorLink]) -> Iterator[AnchorLink]:
    for entry in entries:
        yield entry
        yield from _flatten(entry.children)
