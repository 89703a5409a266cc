"""An author's own notebook is a page: what the host calls by the notebook's name leads there."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import Any

from maedeup.notes.links import lead_to_pages
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
