"""Told by the kernel that a file has changed, and not by asking for each file twice a second."""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs.livereload import LiveReloadServer
from watchdog.observers import Observer
from watchdog.observers.polling import PollingObserver

from maedeup.vault.web import Web

log = logging.getLogger("mkdocs.plugins.maedeup")

CHANGES = ("created", "modified", "moved", "deleted", "closed")
"""Of what happens to a file; that we read one ourselves happens too."""


def watch_by_events(server: LiveReloadServer) -> None:
    """Have MkDocs' server woken by events; where there are none, it asks as it always did."""
    paths = dict(server._watch_refs)
    asking = server.observer
    if not paths or (isinstance(Observer, type) and issubclass(Observer, PollingObserver)):
        return
    observer: Any = Observer()
    plain = observer.schedule

    def schedule(handler: Any, path: str, *, recursive: bool = True) -> Any:
        tell = handler.on_any_event

        def told(event: Any) -> None:
            if event.event_type not in CHANGES:
                return
            if not event.is_directory:
                tell(event)
            elif event.event_type != "modified":  # MkDocs looks at no folder: one may be renamed
                with server._rebuild_cond:
                    server._want_rebuild = True
                    server._rebuild_cond.notify_all()

        handler.on_any_event = told
        return plain(handler, path, recursive=recursive)

    observer.schedule = schedule
    counts = dict(server._watched_paths)
    server.observer = observer
    try:
        for path, watch in paths.items():
            server._watched_paths.pop(path)
            server.watch(path, recursive=watch.is_recursive)
        observer.start()
    except OSError as error:  # no more watches are allowed
        log.info(f"files are asked for twice a second: {error}")
        server.observer = asking
        server._watch_refs, server._watched_paths = paths, counts
        return
    observer.start = lambda: None  # MkDocs starts it once more


def watched_folders(web: Web) -> Iterator[tuple[str, bool]]:
    """Yield what results depend on besides the vault: each folder, and whether with all below.

    A file's folder, not the file: editors save by renaming, which ends the watch of a file. Where
    something was looked for and is not there, the nearest folder in which it could appear.
    """
    root = web.vault.root
    snippets = root / web.vault.settings.snippets
    paths = set(web.vault.settings.inherited)
    for result in web.results.by_key.values():
        receipt = result.receipt
        paths.update((*receipt.files, *receipt.modules, *receipt.imports))
        paths.update(f"{folder}/." for folder in (*receipt.folders, *receipt.hidden))
    named = (snippets, root / web.vault.settings.inventories)
    folders = {str(folder) for folder in named if folder.is_dir()}
    for path in paths:
        folder = os.path.dirname(os.path.join(root, path))  # noqa: PTH118, PTH120  # many
        if (there := _nearest(folder, str(root))) and not there.startswith(f"{snippets}/"):
            folders.add(there)
    for folder in sorted(folders):
        yield folder, folder == str(snippets)


def _nearest(folder: str, root: str) -> str:
    """Return a folder, or the nearest above it that is there; outside of the root, none above."""
    while not os.path.isdir(folder):  # noqa: PTH112
        if not folder.startswith(f"{root}/"):
            return ""
        folder = os.path.dirname(folder)  # noqa: PTH120
    return os.path.normpath(folder)


def watch_folders(server: LiveReloadServer, web: Web, watched: set[str]) -> bool:
    """Watch what results depend on now; say whether any folder is watched that was not.

    What happened in such a folder until now, nobody told.

    Args:
        server: that watches.
        web: of which results.
        watched: the folders that are watched already; is changed.
    """
    for folder in [folder for folder in watched if not Path(folder).is_dir()]:
        watched.discard(folder)  # one that comes again is another
        with contextlib.suppress(KeyError, OSError):
            server.unwatch(folder)
    new = False
    for folder, recursive in watched_folders(web):
        if folder not in watched:
            watched.add(folder)
            new = True
            try:
                server.watch(folder, recursive=recursive)
            except OSError as error:  # no more watches are allowed
                log.info(f"not watched: {folder}: {error}")
    return new
