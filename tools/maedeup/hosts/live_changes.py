"""What of a save changes which files a site has, and what only changes what is in them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from maedeup.site.takeaway import helper_modules, made_pages
from maedeup.vault.history import head_of
from maedeup.vault.vault import Vault
from maedeup.vault.web import Web

Signature = tuple[object, ...]


def signature_of(config: MkDocsConfig, vault: Vault) -> Signature:
    """Return what, once it is another, has all of the site set up anew.

    The settings and what they inherit, by content; the theme's own files and what lies in the
    vault besides notes, by state; the names of all files of the vault; git's present commit.
    """
    settings = vault.settings
    files = [Path(config.config_file_path), *(vault.root / path for path in settings.inherited)]
    return (
        *map(_digest, files),
        tuple(
            row for folder in own_folders(config.theme.dirs) for row in sorted(_states(folder, ()))
        ),
        tuple(sorted(_states(config.docs_dir, (".md",)))),
        head_of(vault.root),
    )


def own_folders(folders: Iterable[str]) -> list[str]:
    """Return the theme's folders that are no installed package's, and so may change."""
    return [folder for folder in folders if "site-packages" not in Path(folder).parts]


def has_same_files(before: Web, after: Web) -> bool:
    """Say whether two builds differ in nothing but what is in the files that both have."""
    old, new = before.vault, after.vault
    return (
        old.settings == new.settings
        and list(old.notes) == list(new.notes)
        and all(note.kind == new.notes[uri].kind for uri, note in old.notes.items())
        and old.unread == new.unread
        and old.snippets.keys() == new.snippets.keys()
        and (_have_same_runs(before, after) or helper_modules(before) == helper_modules(after))
        and old.lists == new.lists
        and _addresses(before) == _addresses(after)
        and bool(before.links.shown_by) == bool(after.links.shown_by)
        and (_show_same_code(before, after) or made_pages(before) == made_pages(after))
    )


def _have_same_runs(before: Web, after: Web) -> bool:
    return (
        before.vault.snippets is after.vault.snippets
        and before.results.by_key is after.results.by_key
    )


def _show_same_code(before: Web, after: Web) -> bool:
    """Say whether the same snippets are there, and the same of them are shown by any note."""
    shown = [{key for key, uris in web.uses.items() if uris} for web in (before, after)]
    return before.vault.snippets is after.vault.snippets and shown[0] == shown[1]


def _addresses(web: Web) -> list[tuple[str, str]]:
    return [(old, note.src_uri) for old, note in web.redirects.pages.items()]


def _digest(file: Path) -> str:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return ""


def _states(folder: str, by_name: tuple[str, ...]) -> Iterator[tuple[str, object]]:
    """Yield each file below a folder with its state; with its name alone by these endings."""
    waiting = [folder]
    while waiting:
        try:
            entries = list(os.scandir(waiting.pop()))
        except OSError:
            continue
        for entry in entries:
            if entry.is_dir():
                waiting.append(entry.path)
            elif entry.name.endswith(by_name or ("\0",)):
                yield entry.path, ()
            else:
                yield entry.path, _state(entry)


def _state(entry: os.DirEntry[str]) -> object:
    try:
        found = entry.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
