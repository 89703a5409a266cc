"""Which pages the host publishes, and where: asked of its own files, never worked out from names.

A build tells when its navigation is made, after every other plugin has had its say. Command line
and tests have the host take the same steps up to there.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files, InclusionLevel, get_files, set_exclusions
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page

from maedeup.text.errors import MaedeupError, Problem
from maedeup.text.paths import nfc
from maedeup.vault.pages import AskHost, Pages, Proposal

LEFT_OUT = (InclusionLevel.EXCLUDED, InclusionLevel.DRAFT)
FIRST = 50
"""Priority: before mkdocs-jupyter looks for notebooks, and the blog for posts."""


def begin(files: Files, config: MkDocsConfig, proposal: Proposal) -> list[str]:
    """Hold drafts and notes from outside back, and add labs, before other plugins look at files.

    Return the `src_uri` of labs that the host leaves out, by the notebooks they are made of.
    """
    for uri in proposal.drafts:
        if (file := find_file(files, uri)) is not None:
            file.inclusion = min(file.inclusion, InclusionLevel.DRAFT, key=lambda i: i.value)
    for file in _from_outside(files, Path(config.docs_dir)):
        file.inclusion = InclusionLevel.EXCLUDED
    left_out = []
    for uri, notebook in proposal.added:
        own = find_file(files, notebook) if notebook else None
        if notebook and (own is None or own.inclusion in LEFT_OUT):
            left_out.append(uri)
            continue
        if own is not None:  # saved with whatever output it had
            files.remove(own)
        if find_file(files, uri) is None:
            files.append(File.generated(config, uri, content=""))
    return left_out


def find_file(files: Files, src_uri: str) -> File | None:
    """Return the file at a path in the vault, in whichever form its name is written."""
    exact = files.src_uris.get(src_uri)
    if exact is not None or src_uri.isascii():
        return exact
    return next((file for uri, file in files.src_uris.items() if nfc(uri) == src_uri), None)


def _from_outside(files: Files, docs: Path) -> list[File]:
    """Find notes that lie elsewhere, and are in the vault by a symbolic link alone."""
    inside = os.path.realpath(docs) + os.sep
    folders: dict[str, bool] = {}
    found = []
    for file in files:
        path = file.abs_src_path
        if path is None or not file.src_uri.endswith((".md", ".markdown", ".ipynb")):
            continue
        folder = os.path.dirname(path)  # noqa: PTH120  # text alone, for each of thousands
        if folder not in folders:
            folders[folder] = f"{os.path.realpath(folder)}{os.sep}".startswith(inside)
        is_link = os.path.islink(path)  # noqa: PTH114
        if not folders[folder] or (is_link and not os.path.realpath(path).startswith(inside)):
            found.append(file)
    return found


def decided(files: Files, is_serving: bool) -> Pages:
    """Return what the host has decided about its files."""
    left_out = LEFT_OUT[:1] if is_serving else LEFT_OUT
    addresses, others = dict[str, str](), dict[str, str]()
    names, titles, listed = dict[str, str](), dict[str, str](), set[str]()
    for file in files:
        if file.inclusion in left_out:
            continue
        uri, url = nfc(file.src_uri), unquote(file.url)
        if not file.is_documentation_page():
            others[uri] = url
            continue
        addresses[uri] = "" if url in (".", "./") else url
        if (name := getattr(file, "norm_src_uri", uri)) != uri:  # of mkdocs-static-i18n
            names[uri] = nfc(name)
        # What the navigation says is set on the page itself, before its text is read.
        if file.page is not None and type(file.page) is not Page:  # the blog's: it lists them
            listed.add(uri)
        if file.page is not None and isinstance(title := vars(file.page).get("title"), str):
            titles[uri] = title
    return Pages(addresses, others, names, titles, frozenset(listed))


def asker(load: Callable[[], MkDocsConfig], file: str) -> AskHost:
    """Return who has the host decide, as a build does, on files as they are when asked.

    Args:
        load: gives the host's settings, read anew.
        file: where they stand.
    """

    def ask(proposal: Proposal) -> Pages:
        logger = logging.getLogger("mkdocs")
        level = logger.level
        logger.setLevel(logging.ERROR)
        config = load()
        try:
            return _ask(config, proposal)
        except (Exception, SystemExit) as error:  # whatever a plugin of others may raise
            what = f"{type(error).__name__}: {error}".strip().splitlines()[0]
            hint = "`mkdocs build` tells more"
            raise MaedeupError(
                Problem("host-failed", file, 0, "the host or a plugin of it fails", what, hint)
            ) from error
        finally:
            config.plugins.on_shutdown()
            logger.setLevel(level)

    return ask


def _ask(config: MkDocsConfig, proposal: Proposal) -> Pages:
    plugins = config.plugins
    own = plugins.get("maedeup")
    for methods in plugins.events.values() if own is not None else ():
        methods[:] = [method for method in methods if getattr(method, "__self__", None) is not own]

    @event_priority(FIRST)
    def add(files: Files, *, config: MkDocsConfig) -> Files:
        begin(files, config, proposal)
        return files

    plugins._register_event("files", add)
    plugins.on_startup(command="build", dirty=False)
    config = plugins.on_config(config)
    plugins.on_pre_build(config=config)
    files = plugins.on_files(get_files(config), config=config)
    set_exclusions(files, config)
    plugins.on_nav(get_navigation(files, config), config=config, files=files)
    return decided(files, is_serving=False)
