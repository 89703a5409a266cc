"""Pages that are known again by what they asked: nothing of them is written anew.

A page's text says what it asks of the project; where the text, the settings and all the answers
are what they were, the page is, and its references, formulas and embeds need not be looked at. Of
a page that is no note's and no snippet's, not all that it shows is asked for: its text is written
anew, and `page_cache` says whether it has to be converted.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import logging
from collections.abc import Iterable
from functools import partial
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import pages as host
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from maedeup.hosts import page_cache, pages_ahead
from maedeup.hosts.joined import Joined
from maedeup.hosts.kept_pages import KeptPages
from maedeup.hosts.one_markdown import OneMarkdown
from maedeup.hosts.page_cache import (
    UnknownError,
    links_hold,
    parse_page,
    read_page,
    settings_of_pages,
    to_json,
)
from maedeup.hosts.second_process import SecondProcess
from maedeup.notes.containers import read_lines
from maedeup.notes.note import Note
from maedeup.page.answers import Answers
from maedeup.page.copying import snippet_of
from maedeup.page.questions import Questions
from maedeup.text.paths import nfc
from maedeup.vault.site_settings import Settings
from maedeup.vault.uncollected import settle
from maedeup.vault.web import Web

SETTLED = 200
"""Pages, after which what is there is left alone by the collector of garbage."""

VERSIONS = "the version of what makes pages"


class Receipts:
    """Renders the pages of one build, or takes them as they were."""

    def __init__(self, joined: Joined) -> None:
        self.joined = joined
        self._markdown = OneMarkdown()
        self._n_made = 0

    def begin(self, web: Web) -> None:
        """Begin with what is joined."""
        self.joined.web, self.joined.answers = web, Answers(Questions(web))
        self.joined.kept = KeptPages(web.vault.root)
        self._settings: str | None = None
        self._second: SecondProcess | None = None
        self._markdown = OneMarkdown()
        self._n_made = 0

    def end(self, pages: Iterable[str]) -> None:
        """Drop what is kept of pages that the site no longer has, when all have been converted."""
        if self.joined.web is not None and self.joined.kept is not None:
            self.joined.web.vault.memo.save()
            self.joined.kept.keep_only(set(pages))
        self.joined.answers, self._markdown, self._second = None, OneMarkdown(), None
        read_lines.forget()  # who reads texts from here on asks for what was found in the lines

    def list_pages(self, second: SecondProcess, files: Files, config: MkDocsConfig) -> None:
        """Name to the second process the pages of which nothing is kept that may hold."""
        assert self.joined.kept is not None
        same = self._same_for_all(config)
        if not (second.is_possible and same):
            return
        kept = self.joined.kept.names()
        one = read_page(self.joined.kept, min(kept)) if kept else None
        if one is None or one["receipt"] is None or one["receipt"]["made_of"][1:] != same:
            kept = set()
        self._second = second
        pages_ahead.list_pages(
            second, self.joined, files, config,
            lambda file: file.src_uri not in kept and self._is_ours(nfc(file.src_uri)),
        )  # fmt: skip

    def take_over(self, page: Page) -> None:
        """Render a page, unless another plugin does."""
        if self.joined.kept is not None:
            self.joined.kept.hold()
        if "render" not in vars(page):
            vars(page)["render"] = partial(self.render, page)

    def render(self, page: Page, config: MkDocsConfig, files: Files) -> None:
        """Make a page's content, as `Page.render` does."""
        self.joined.made_of = made_of = self._made_of(page, config)
        try:
            if made_of is None or not self._take(page, made_of, config, files):
                self._markdown.render(page, config, files)
        finally:
            self.joined.made_of = None
        self._n_made += 1
        if self._n_made % SETTLED == 1:
            settle()

    def _made_of(self, page: Page, config: MkDocsConfig) -> list[str] | None:
        uri, same = nfc(page.file.src_uri), self._same_for_all(config)
        if not (same and self._is_ours(uri)):
            return None
        text = f"{uri}\n{page.file.src_uri}\n{page.file.url}\n{page.markdown}"
        return [hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(), *same]

    def _is_ours(self, uri: str) -> bool:
        """Say whether a page is a note's or a snippet's."""
        web = self.joined.web
        return web is not None and (
            uri in web.vault.notes or snippet_of(Questions(web), uri) is not None
        )

    def _same_for_all(self, config: MkDocsConfig) -> list[str]:
        """Return digests of the settings and versions of a build; none where they have no name."""
        if self._settings is None and self.joined.web is not None:
            self._settings = ""
            with contextlib.suppress(UnknownError, TypeError, UnicodeEncodeError):
                told = told_settings(self.joined.web.vault.settings)
                given = [settings_of_pages(config)[:-1], *told]
                self._settings = hashlib.sha256(to_json(given)).hexdigest()
        return [self._settings, page_cache.versions_of_code()] if self._settings else []

    def _take(self, page: Page, made_of: list[str], config: MkDocsConfig, files: Files) -> bool:
        """Take a page as it was, if it would be the same; say whether it was taken."""
        kept = self.joined.kept
        assert kept is not None
        found = self._find_ahead(page.file)
        made = parse_page(found) if found else read_page(kept, page.file.src_uri)
        receipt = made["receipt"] if made is not None else None
        if made is None or receipt is None or receipt["made_of"] != made_of:
            return False
        answers = self.joined.answers
        assert answers is not None
        if not found and next(answers.changed(receipt["asked"]), None) is not None:
            return False
        links = host._RelativePathTreeprocessor(page.file, files, config)
        if not links_hold(links, made["links"]):
            return False
        if found:
            kept.write(page.file.src_uri, found)
        learned = made["host"]
        page.content = made["html"]
        page.toc = get_toc(made["toc"] or [])
        page._title_from_render = learned["mkdocs_extract_title"]
        page.present_anchor_ids = {
            *learned["mkdocs_extract_anchors"], *learned["mkdocs_raw_html"]
        }  # fmt: skip
        if logging.getLogger(host.__name__).getEffectiveLevel() > logging.DEBUG:
            page.links_to_anchors = links.links_to_anchors
        return True

    def _find_ahead(self, file: File) -> bytes:
        """Return what the second process has made of a page; nothing where it has not begun it."""
        if self._second is None:
            return b""
        return self._second.take(pages_ahead.name_of(file), bytes)


def told_settings(settings: Settings) -> list[Any]:
    """Return the settings that pages may ask for."""
    fields = (f for f in dataclasses.fields(settings) if f.compare and f.name != "root")
    return [[field.name, repr(getattr(settings, field.name))] for field in fields]


def print_changed(web: Web, note: Note) -> None:
    """Print what makes a note's page another than the last build made it, if one is known."""
    kept = read_page(KeptPages(web.vault.root), note.src_uri)
    if kept is None or kept["receipt"] is None:
        return
    reasons = [VERSIONS] if kept["receipt"]["made_of"][2] != page_cache.versions_of_code() else []
    reasons += Answers(Questions(web)).changed(kept["receipt"]["asked"])
    print(f"{note.path}: {'may be another page' if reasons else 'the same page'}")
    for reason in reasons:
        print(f"  {reason}")
