"""One site while it is served: MkDocs' own stages up to the pages, which are made when asked for.

The stages are those of `mkdocs.commands.build.build`, in its order; what a page is made by is the
same as there, so that its bytes are.
"""

from __future__ import annotations

import copy
import gzip
import io
import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, TypeAlias

import jinja2
from mkdocs import utils
from mkdocs.commands.build import _build_template, get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File as HostFile
from mkdocs.structure.files import Files, InclusionLevel, get_files, set_exclusions
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils import meta as front_matter

from maedeup.hosts.added_files import Added, site_of
from maedeup.hosts.later_files import Notebook
from maedeup.hosts.live_changes import own_folders
from maedeup.hosts.live_font import LiveFont
from maedeup.hosts.templates import keep_compiled
from maedeup.page.copying import snippet_of
from maedeup.page.questions import Questions
from maedeup.site import fonts
from maedeup.site.takeaway import has_twin, make_one
from maedeup.text.paths import RunKey
from maedeup.vault.web import Web

File: TypeAlias = Any
"""MkDocs' own, or one that mkdocs-jupyter wraps."""

log = logging.getLogger("mkdocs.plugins.maedeup")

NOTEBOOKS = "notebooks/"
SEARCH = ("search", "material/search")
TAGS = ("tags", "material/tags")
LISTED = "<p>.</p>"
DRAFT = (
    '<div class="mkdocs-draft-marker" title="This page will not be included into the built site.">'
    "DRAFT"
    "</div>"
)
"""As MkDocs marks a draft."""

PLAIN_TITLE = re.compile(r"#[ \t]+([^\W_]+(?:(?:[ ,.()?!%·+/-]| - )[^\W_]+)*[.?!)]?)[ \t]*")
"""A heading in whose text Markdown, and whatever takes part in it, changes nothing."""

PROSE = re.compile(r"[^\W_][^\n]*(?:\n(?!=|-)|\Z)")
"""A first line that begins a paragraph, and so no heading of the first level."""


class Plugin(Protocol):
    """What the site asks of our plugin."""

    web: Web
    added: Added
    font: str
    stock_worker: str
    is_overview: bool

    def write_search(self, config: MkDocsConfig) -> None:
        """Put our search data in the place of what the search plugin has written."""


class LiveSite:
    """Makes each file of a site from what was read last."""

    def __init__(self, plugin: Plugin, before: LiveSite | None) -> None:
        self.plugin = plugin
        self.sources: dict[str, tuple[str, str, Any]] = before.sources if before else {}
        """Each page's text, and what front matter and Markdown MkDocs found in it."""
        self._theme_files: dict[object, list[tuple[str, str]]] = (
            before._theme_files if before else {}
        )
        self._is_search_stale = True
        self._are_listings_stale = False
        self._drawn: frozenset[str] = frozenset()
        self._font: LiveFont = before._font if before else LiveFont()

    def begin(self, config: MkDocsConfig, serve_url: str | None) -> None:
        """Take all stages before the pages."""
        keep_compiled(config.theme, Path(config.config_file_path).parent)
        config = self.config = config.plugins.on_config(config)
        config.plugins.on_pre_build(config=config)
        files = get_files(config)
        env = config.theme.get_env()
        self._add_theme(files, env)
        files = self.files = config.plugins.on_files(files, config=config)
        set_exclusions(files, config)
        self.nav = config.plugins.on_nav(get_navigation(files, config), config=config, files=files)
        kept = InclusionLevel.is_in_serve if serve_url else InclusionLevel.is_included
        self.docs = list(files.documentation_pages(inclusion=kept))
        there = [file for file in files if not file.inclusion.is_excluded()]  # type: ignore[no-untyped-call]
        self.by_path = {file.dest_uri: file for file in there}
        self.by_path |= {file.dest_uri: file for file in self.docs}
        self._pages = {file.src_uri for file in self.docs}
        self.plugin.is_overview = True
        for file in self.docs:
            if file.page is None:
                Page(None, file, config)
            if not _is_notebook(file):
                self._read(_page_of(file))
        self.plugin.is_overview = False
        for file in self.docs:
            self._find_title(file)
        for file in self._listing_files():
            self._convert(_page_of(file))
        self.env = config.plugins.on_env(env, config=config, files=files)
        self.templates = {*config.theme.static_templates, *config.extra_templates}
        self._name_font()

    def update(self, changed: Iterable[str]) -> None:
        """Take in what the texts of some notes say of their pages to others."""
        self._is_search_stale = True
        for uri in changed:
            file = self.files.get_file_from_path(uri)
            if file is None or file.page is None or uri not in self._pages:
                continue
            page = _page_of(file)
            before = (page.title, page.meta)
            for tags in self._plugins(TAGS):
                tags.mappings.data.pop(page.url, None)
            self._read(page)
            page.content, page._title_from_render = None, None
            self._find_title(file)
            if before != (page.title, page.meta):
                self._are_listings_stale = True
        self._name_font()

    # What a browser may ask for

    def make(self, path: str) -> bytes | None:
        """Return a file of the site; None where it has none."""
        file = self.by_path.get(path)
        if file is not None and file.page is not None and file.src_uri in self._pages:
            return self._make_page(file)
        if file is None and path.startswith("search/") and self._plugins(SEARCH):
            return self._make_search(path)
        if path.removesuffix(".gz") in self.templates:
            return self._make_template(path)
        if file is not None:
            return file.content_bytes
        return self._make_beside(path)

    def shown_by(self, path: str) -> set[RunKey]:
        """Return the keys of what a page shows of runs."""
        file, web = self.by_path.get(path), self.plugin.web
        if file is None:
            return set()
        found = {RunKey(key) for key, uris in web.uses.items() if file.src_uri in uris}
        snippet = snippet_of(Questions(web), file.src_uri)
        return found | ({snippet.key} if snippet else set())

    def _make_page(self, file: File) -> bytes:
        page, config = _page_of(file), self.config
        if self._are_listings_stale:
            self._fill_listings()
        search = self._plugins(SEARCH)
        counts = [len(_entries_of(plugin.search_index)) for plugin in search]
        if file.src_uri not in {listing.src_uri for listing in self._listing_files()}:
            self._read(page)  # plugins have changed its front matter
            self._convert(page)
        content = page.content
        with self._current(page):
            page.active = True
            try:
                context = get_context(self.nav, self.docs, config, page)
                template = self.env.get_template(page.meta.get("template", "main.html"))
                context = config.plugins.on_page_context(
                    context, page=page, config=config, nav=self.nav
                )
                if file.inclusion.is_excluded():
                    page.content = DRAFT + (page.content or "")
                output = template.render(context)
                output = config.plugins.on_post_page(output, page=page, config=config)
            finally:
                page.active, page.content = False, content
                for plugin, count in zip(search, counts, strict=True):
                    del _entries_of(plugin.search_index)[count:]
        self._draw(page)
        return output.encode("utf-8", errors="xmlcharrefreplace")

    def _make_template(self, path: str) -> bytes | None:
        name = path.removesuffix(".gz")
        if name in self.config.theme.static_templates:
            try:
                template = self.env.get_template(name)
            except jinja2.TemplateNotFound:
                return None
        else:
            file = self.files.get_file_from_path(name)
            if file is None:
                return None
            template = jinja2.Template(file.content_string)
        made = _build_template(name, template, self.files, self.config, self.nav).encode()
        if path == name:
            return made
        pages = [file.page for file in self.files.documentation_pages() if file.page is not None]
        packed, time = io.BytesIO(), utils.get_build_timestamp(pages=pages)
        with gzip.GzipFile(fileobj=packed, filename=path, mode="wb", mtime=time) as stream:
            stream.write(made)
        return packed.getvalue()

    def _make_search(self, path: str) -> bytes | None:
        """Let the search plugin write its files where MkDocs serves from, if they may be stale."""
        if self._is_search_stale:
            for plugin in self._plugins(SEARCH):
                self._list_pages(plugin.search_index)
                plugin.on_post_build(config=self.config)
                _entries_of(plugin.search_index).clear()
            self.plugin.write_search(self.config)
            self._is_search_stale = False
        file = Path(self.config.site_dir, path)
        return file.read_bytes() if file.is_file() else None

    def _make_beside(self, path: str) -> bytes | None:
        """Return what has no place among the host's files."""
        plugin, web = self.plugin, self.plugin.web
        if path.startswith("assets/fonts/"):
            made = fonts.files(self._drawn, web.vault.root / ".maedeup/cache/fonts")
            return made.get(path)
        if (picture := plugin.added.picture(path)) is not None:
            return picture
        if web.vault.settings.take_away:
            pages = [file.src_uri for file in self.docs if has_twin(web, file.src_uri)]
            if (taken := make_one(web, site_of(self.config), pages, path)) is not None:
                return taken
        written = Path(self.config.site_dir, path)  # by a plugin, besides pages
        return written.read_bytes() if written.is_file() else None

    # Parts of that

    def _plugins(self, names: Iterable[str]) -> list[Any]:
        found = [self.config.plugins[name] for name in names if name in self.config.plugins]
        return [plugin for plugin in found if plugin.config.get("enabled", True)]

    @contextmanager
    def _current(self, page: Page) -> Iterator[None]:
        self.config._current_page = page
        try:
            yield
        finally:
            self.config._current_page = None

    def _add_theme(self, files: Files, env: jinja2.Environment) -> None:
        """Add the theme's files; looked up once for each state of its folders."""
        theme = self.config.theme
        own = own_folders(theme.dirs)
        names = tuple(str(path) for folder in own for path in sorted(Path(folder).rglob("*")))
        key = (tuple(theme.dirs), tuple(theme.static_templates), names)
        if key not in self._theme_files:
            found = Files([])
            found.add_files_from_theme(env, self.config)
            self._theme_files = {key: [(file.src_uri, str(file.src_dir)) for file in found]}
        for uri, folder in self._theme_files[key]:
            if files.get_file_from_path(uri) is None:
                files.append(
                    HostFile(uri, folder, self.config.site_dir, self.config.use_directory_urls)
                )

    def _read(self, page: Page) -> None:
        """Read a page as MkDocs does; the YAML of a text that did not change is not read again."""
        config = self.config
        if _is_notebook(page.file):
            page.file.write()  # type: ignore[attr-defined]  # of the file inside mkdocs-jupyter's
        with self._current(page):
            page = config.plugins.on_pre_page(page, config=config, files=self.files)
            source = config.plugins.on_page_read_source(page=page, config=config)
            source = page.file.content_string if source is None else source
            kept = self.sources.get(page.file.src_uri)
            if kept is None or kept[0] != source:
                kept = (source, *front_matter.get_data(source))
                self.sources[page.file.src_uri] = kept
            page.markdown, page.meta = kept[1], copy.deepcopy(kept[2])
            page.markdown = config.plugins.on_page_markdown(
                page.markdown, page=page, config=config, files=self.files
            )

    def _convert(self, page: Page) -> None:
        config = self.config
        with self._current(page):
            page.render(config, self.files)
            page.content = config.plugins.on_page_content(
                page.content or "", page=page, config=config, files=self.files
            )

    def _find_title(self, file: File) -> None:
        """Let other pages know a page's title: by its first heading, where that is plain text."""
        page = _page_of(file)
        if _is_notebook(file) or "title" in page.meta or "title" in page.__dict__:
            return
        text = (page.markdown or "").strip()
        if found := PLAIN_TITLE.fullmatch(text.partition("\n")[0]):
            page._title_from_render = found[1]
            page.content = ""  # without one, MkDocs tells another title
        elif PROSE.match(text) or not text:
            page.content = ""
        else:
            self._convert(page)

    def _listing_files(self) -> list[File]:
        """Return the pages on which the tags plugin lists pages."""
        found: dict[str, File] = {}
        for tags in self._plugins(TAGS):
            found |= {listing.page.file.src_uri: listing.page.file for listing in tags.listings}
        return [file for file in self.docs if file.src_uri in found]

    def _fill_listings(self) -> None:
        self._are_listings_stale = False
        files = self._listing_files()
        order = [_page_of(file).url for file in self.docs]
        for tags in self._plugins(TAGS):
            tags.listings.data.clear()
        for file in files:
            self._read(_page_of(file))
            self._convert(_page_of(file))
        for tags in self._plugins(TAGS):
            known = tags.mappings.data
            tags.mappings.data = {url: known[url] for url in order if url in known}
            tags.on_env(self.env, config=self.config, files=self.files)

    def _list_pages(self, index: Any) -> None:
        """Hand the search plugin each page, as a build does."""
        entries, notes = _entries_of(index), self.plugin.web.vault.notes
        entries.clear()
        for file in self.docs:
            page = _page_of(file)
            if file.src_uri.startswith(NOTEBOOKS) and _is_notebook(file):
                continue  # left out, whatever it says
            if self.plugin.stock_worker and file.src_uri in notes:
                content, toc = page.content, page.toc
                page.content, page.toc = LISTED, TableOfContents([])
                index.add_entry_from_context(page)
                page.content, page.toc = content, toc
                continue
            if file not in self._listing_files():
                self._read(page)
                self._convert(page)
            index.add_entry_from_context(page)

    def _name_font(self) -> None:
        """Name the math font by what all notes' formulas show."""
        self._drawn = self._font.drawn(self.plugin.web.vault)
        self.plugin.font = fonts.name_of(self._drawn)

    def _draw(self, page: Page) -> None:
        """Add to the font what a page shows that no note's formula does."""
        more = fonts.drawn([page.content or ""])
        if not more <= self._drawn:
            self._drawn |= more
            self.plugin.font = fonts.name_of(self._drawn)


def _page_of(file: File) -> Page:
    page: Page = file.page
    return page


def _is_notebook(file: Any) -> bool:
    return isinstance(getattr(file, "file", file), Notebook)


def _entries_of(index: Any) -> list[Any]:
    """Return the entries of Material's search index, or of MkDocs' own."""
    entries: list[Any] = index.entries if hasattr(index, "entries") else index._entries
    return entries
