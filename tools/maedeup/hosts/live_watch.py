"""Told by the kernel that a file has changed, and not by asking for each file twice a second."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs.livereload import LiveReloadServer
from watchdog.observers import Observer
from watchdog.observers.polling import PollingObserver

from maedeup.runs.world import is_content
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

    A file's folder, not the file: editors save by renaming, which ends the watch of a file.
    """
    root = web.vault.root
    snippets = root / web.vault.settings.snippets
    paths = set(web.vault.settings.inherited)
    for result in web.results.by_key.values():
        receipt = result.receipt
        paths.update(path for path, digest in receipt.files.items() if is_content(digest))
        paths.update(receipt.modules)
        paths.update(f"{folder}/." for folder in receipt.folders)
    for folder in sorted({str((root / path).parent) for path in paths} | {str(snippets)}):
        if Path(folder).is_dir():
            yield folder, folder == str(snippets)
