"""Symbolic links that leave the vault: what they lead to is not the vault's to publish."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from maedeup.text.errors import Problem
from maedeup.text.paths import nfc
from maedeup.vault.site_settings import Settings

LEADS_OUTSIDE = "leads-outside"


def find_links_out(settings: Settings, folder: str, links: Iterable[str]) -> Iterator[Problem]:
    """Yield a problem for each link that leads neither into the vault nor to the snippets.

    Args:
        settings: where these are.
        folder: of the links, from the project's root.
        links: their paths in the folder.
    """
    inside = tuple(
        os.path.realpath(settings.root / own) + os.sep
        for own in (settings.vault, settings.snippets)
    )
    for path in links:
        file = settings.root / folder / path
        if not f"{os.path.realpath(file)}{os.sep}".startswith(inside):
            hint = "it is not published: copy what it leads to in its place"
            said = "a link that leaves the vault"
            where = os.path.normpath(os.path.join(folder, path))  # noqa: PTH118  # text alone
            yield Problem(LEADS_OUTSIDE, nfc(where), 0, said, os.readlink(file), hint)  # noqa: PTH115
