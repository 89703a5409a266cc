"""An author's own notebook is a page: what the host calls by the notebook's name leads there."""

from __future__ import annotations

from typing import Any

from maedeup.notes.links import lead_to_pages
from maedeup.text.paths import nfc
from maedeup.vault.own_notebooks import ENDING
from maedeup.vault.vault import Vault


def find_notebooks(vault: Vault) -> frozenset[str]:
    """Return the paths in the vault of the notebooks that are pages."""
    return frozenset(
        f"{uri.removesuffix('.md')}{ENDING}"
        for uri, note in vault.notes.items()
        if note.path.endswith(ENDING)
    )


def named_pages(nav: Any, vault: Vault) -> Any:
    """Return a navigation tree that names the page of a notebook where it named the notebook."""
    notebooks = find_notebooks(vault)

    def named(part: Any) -> Any:
        if isinstance(part, str):
            return f"{part.removesuffix(ENDING)}.md" if nfc(part) in notebooks else part
        if isinstance(part, dict):
            return {title: named(below) for title, below in part.items()}
        return list(map(named, part)) if isinstance(part, list) else part

    return named(nav)


def led_to_notebooks(text: str, src_uri: str, vault: Vault) -> str:
    """Return a page's text whose links to notebooks lead to their pages."""
    return lead_to_pages(text, src_uri, find_notebooks(vault)) if ENDING in text else text
