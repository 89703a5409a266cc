"""Files of the vault that are no notes, such as pictures, found where Obsidian finds them."""

from __future__ import annotations

import os
import posixpath
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from maedeup.text.paths import is_inside, nfc


class Attachments:
    """What lies in a vault besides notes, by path and by name."""

    def __init__(
        self,
        vault: Path,
        published: Mapping[str, str] | None = None,
        by_name: dict[str, list[str]] | None = None,
    ) -> None:
        self._vault = vault
        self._published = published
        self._by_name = self._list() if by_name is None else by_name

    def published(self, files: Mapping[str, str]) -> Attachments:
        """Return the same, knowing which files the site has."""
        return Attachments(self._vault, files, self._by_name)

    def is_published(self, path: str) -> bool:
        """Say whether the site has a file, as far as its host has told."""
        return self._published is None or nfc(path) in self._published

    def find(self, target: str, src_uri: str) -> list[str]:
        """Return the paths in the vault of every file that `target` names in the note `src_uri`.

        Beside the note, else from the vault's root, else wherever a file of that name lies.
        """
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(src_uri), target.lstrip("/")))
        for path in (beside, posixpath.normpath(target.lstrip("/"))):
            # Unlike `Path.is_file`, which raises for a name that no file can have.
            if is_inside(path) and os.path.isfile(self._vault / path):  # noqa: PTH113
                return [path]
        wanted = nfc(f"/{target.lstrip('./')}").casefold()
        named = self._by_name.get(posixpath.basename(wanted), [])
        return [path for path in named if nfc(f"/{path}").casefold().endswith(wanted)]

    def has(self, path: str) -> bool:
        """Say whether a file lies at a path of the vault, in whatever form its name is there."""
        if not is_inside(path):
            return False
        if os.path.isfile(self._vault / path):  # noqa: PTH113
            return True
        if path.isascii():
            return False
        return path in self._by_name.get(nfc(posixpath.basename(path)).casefold(), [])

    def has_same_files(self, other: Attachments) -> bool:
        """Say whether what is found here is found there."""
        return self._by_name == other._by_name and self._published == other._published

    def _list(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        start = len(str(self._vault)) + 1
        for folder, folders, files in os.walk(self._vault):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            within = Path(folder[start:]).as_posix()
            for name in sorted(files):
                if not name.startswith(".") and not name.endswith(".md"):
                    path = name if within == "." else f"{within}/{name}"
                    found[nfc(name).casefold()].append(nfc(path))
        return found
