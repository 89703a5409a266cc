"""Which pages the host publishes, and where: asked of its own files, never worked out from names.

A build tells when its navigation is made, after every other plugin has had its say; without one,
`asking.py` has the host take the same steps up to there.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Section
from mkdocs.structure.pages import Page

from maedeup.text.paths import nfc
from maedeup.vault.own_notebooks import ENDING
from maedeup.vault.pages import MARKDOWN, Pages, Proposal
from maedeup.vault.web import Web

LEFT_OUT = (InclusionLevel.EXCLUDED, InclusionLevel.DRAFT)
TEMPLATES = ("macros", "include-markdown")
"""Plugins that put text where a note has a template: other plugins that change text do more."""

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
    left_out, root = [], Path(config.config_file_path).resolve().parent
    for uri, path in proposal.added:
        if path.endswith(ENDING):
            own = find_file(files, os.path.relpath(root / path, config.docs_dir))
            if own is None or own.inclusion in LEFT_OUT:
                left_out.append(uri)
                continue
            files.remove(own)  # saved with whatever output it had
        if find_file(files, uri) is None:
            files.append(made_file(config, uri, "", root / path))
    return left_out


def made_file(config: MkDocsConfig, name: str, content: str | bytes, source: Path) -> File:
    """Return a file of ours; other plugins ask each file where it comes from."""
    file = File.generated(config, name, content=content)
    file.abs_src_path = path_of(config, source)
    return file


def path_of(config: MkDocsConfig, source: Path) -> str:
    """Return where a file of ours comes from, as seen from the vault.

    i18n leaves out pages whose path does not begin with the vault's; git and others open it, and
    go up from where the vault really lies.
    """
    real = os.path.realpath(config.docs_dir)
    return os.path.join(config.docs_dir, os.path.relpath(source, real))  # noqa: PTH118


def find_file(files: Files, src_uri: str) -> File | None:
    """Return the file at a path in the vault, in whichever form its name is written."""
    exact = files.src_uris.get(src_uri)
    if exact is not None or src_uri.isascii():
        return exact
    return next((file for uri, file in files.src_uris.items() if nfc(uri) == src_uri), None)


def compose_names(files: Files, config: MkDocsConfig) -> None:
    """Give each file the one form of its name that links are written in: macOS has another."""
    for named in [file for file in files if file.src_uri != nfc(file.src_uri)]:
        files.remove(named)
        composed = File.generated(config, nfc(named.src_uri), abs_src_path=str(named.abs_src_path))
        composed.inclusion = named.inclusion
        files.append(composed)


def _from_outside(files: Files, docs: Path) -> list[File]:
    """Find what lies elsewhere, and is in the vault by a symbolic link alone."""
    inside = os.path.realpath(docs) + os.sep
    folders: dict[str, bool] = {}
    found = []
    for file in files:
        path = file.abs_src_path
        if path is None or file.src_dir != str(docs):  # the theme's, or made
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
    names, titles = dict[str, str](), dict[str, str]()
    listed, hidden = set[str](), set[str]()
    for file in files:
        uri, url = nfc(file.src_uri), unquote(file.url)
        if file.inclusion in left_out:
            hidden.add(url)
            continue
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
    return Pages(
        addresses, others, names, titles, listed=frozenset(listed), left_out=frozenset(hidden)
    )


def read_templates(files: Files, config: MkDocsConfig, pages: Pages) -> Pages:
    """Return the pages with what macros and includes make of the text of their notes."""
    known = [config.plugins[name] for name in TEMPLATES if name in config.plugins]
    steps = [
        step
        for step in config.plugins.events["page_markdown"]  # in the order that the host takes them
        if any(getattr(step, "__self__", None) is plugin for plugin in known)
    ]
    texts = {}
    for file in files.documentation_pages(inclusion=InclusionLevel.all) if steps else ():
        uri = nfc(file.src_uri)
        path = file.abs_src_path or ""
        is_file = path.endswith(MARKDOWN) and os.path.isfile(path)  # noqa: PTH113
        if uri not in pages.addresses or file.generated_by is not None or not is_file:
            continue
        page = file.page or Page(None, file, config)
        page.read_source(config)
        text = page.markdown or ""
        if "{{" in text or "{%" in text:
            for step in steps:
                text = step(text, page=page, config=config, files=files) or text
            texts[uri] = text
    return replace(pages, texts=texts)


def is_first_language(config: MkDocsConfig) -> bool:
    """Say whether a build is the only one, or that of the language which a site begins with."""
    i18n: Any = config.plugins.get("i18n")
    return i18n is None or bool(i18n.is_default_language_build)


def is_last_language(config: MkDocsConfig) -> bool:
    """Say whether the builds of all languages are done."""
    i18n: Any = config.plugins.get("i18n")
    return i18n is None or not i18n.building


def stand_with_path(page: Page, web: Web, files: Files) -> None:
    """Put a page outside the navigation into the section in which its path's map stands."""
    way = next(iter(web.ways.through.get(nfc(page.file.src_uri), ())), None)
    file = files.get_file_from_path(way.map.src_uri) if way else None
    there = file.page.parent if file and file.page else None
    page.parent = there if isinstance(there, Section) else None
