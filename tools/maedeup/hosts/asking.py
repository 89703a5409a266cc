"""Command line and tests: the host takes a build's steps up to its navigation, and is overheard.

What it warns of ends a strict build, so it is a problem here.
"""

from __future__ import annotations

import atexit
import contextlib
import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files, get_files, set_exclusions
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import _RelativePathTreeprocessor

from maedeup.hosts.host_pages import (
    FIRST,
    begin,
    compose_names,
    decided,
    find_file,
    made_file,
    read_templates,
)
from maedeup.hosts.notebook_pages import find_notebooks, named_pages
from maedeup.text.errors import MaedeupError, Problem
from maedeup.text.paths import SourcePath, slug_of
from maedeup.vault.pages import AskHost, Pages, Proposal, host_warning

_QUOTED = re.compile(r"'([^']+)'")


class _Overheard(logging.Handler):
    """Takes what the host warns of while a block runs; nothing of it is printed."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())

    def __enter__(self) -> list[str]:
        log = self.log = logging.getLogger("mkdocs")
        self.before = log.level, log.handlers, log.propagate
        log.handlers, log.propagate = [self], False
        log.setLevel(logging.WARNING)
        return self.said

    def __exit__(self, *error: object) -> None:
        level, self.log.handlers, self.log.propagate = self.before
        self.log.setLevel(level)


def asker(load: Callable[[], MkDocsConfig], file: str) -> AskHost:
    """Return who has the host decide, as a build does, on files as they are when asked.

    Args:
        load: gives the host's settings, read anew.
        file: where they stand.
    """

    def ask(proposal: Proposal) -> Pages:
        with _Overheard():
            config = load()
            try:
                return _ask(config, proposal, file)
            except (Exception, SystemExit) as error:  # whatever a plugin of others may raise
                what = f"{type(error).__name__}: {error}".strip().splitlines()[0]
                hint = "`mkdocs build` tells more"
                raise MaedeupError(
                    Problem("host-failed", file, 0, "the host or a plugin of it fails", what, hint)
                ) from error
            finally:
                known = config.plugins.values()
                _ASKED.extend(p for p in known if all(p is not a for a in _ASKED))

    return ask


_ASKED: list[Any] = []
"""Plugins that took a build's first steps: the host keeps some of them for its next build."""


@atexit.register
def _shut_down() -> None:
    for plugin in _ASKED:
        if hasattr(plugin, "on_shutdown"):
            with contextlib.suppress(Exception):  # the host may have shut it down before
                plugin.on_shutdown()


def _ask(config: MkDocsConfig, proposal: Proposal, settings: str) -> Pages:
    plugins = config.plugins
    own = plugins.get("maedeup")
    for methods in plugins.events.values() if own is not None else ():
        methods[:] = [method for method in methods if getattr(method, "__self__", None) is not own]

    @event_priority(FIRST)
    def add(files: Files, *, config: MkDocsConfig) -> Files:
        left_out = begin(files, config, proposal)
        compose_names(files, config)
        added = [pair for pair in proposal.added if pair[0] not in left_out]
        config.nav = named_pages(config.nav, find_notebooks(added))
        kept = Path(config.config_file_path).resolve().parent / ".maedeup/cache/made"
        for uri in _made(config, proposal) if own is not None else ():
            if find_file(files, uri) is None:
                files.append(made_file(config, uri, "", kept / uri))
        return files

    plugins._register_event("files", add)
    plugins.on_startup(command="build", dirty=False)
    with _Overheard() as said:
        config = plugins.on_config(config)
        plugins.on_pre_build(config=config)
        files = plugins.on_files(get_files(config), config=config)
        set_exclusions(files, config)
        plugins.on_nav(get_navigation(files, config), config=config, files=files)
        pages = read_templates(files, config, decided(files, is_serving=False))
    text = Path(config.config_file_path).read_text("utf-8", "replace")

    def warns(src_uri: str, url: str) -> str:
        page = find_file(files, src_uri)
        if page is None:
            return ""
        with _Overheard() as said:
            _RelativePathTreeprocessor(page, files, config).path_to_url(url)
        return " ".join(said)

    return replace(pages, problems=tuple(_problem(s, settings, text) for s in said), warns=warns)


def _made(config: MkDocsConfig, proposal: Proposal) -> Iterator[str]:
    """Yield the pages that the plugin adds, which a navigation may name."""
    yield from proposal.made
    for _, path in proposal.added if "mkdocs-jupyter" in config.plugins else ():
        yield f"notebooks/{slug_of(SourcePath(path))}.ipynb"


def _problem(said: str, file: str, settings: str) -> Problem:
    """Return a warning as a problem, at the line of the settings that has what it names first."""
    name, rows = _QUOTED.search(said), settings.split("\n")
    line = next((n for n, row in enumerate(rows, 1) if name and name[1] in row), 0)
    return host_warning(file, line, said)
