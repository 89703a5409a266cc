"""The MkDocs plugin: what a host must do, a few lines each.

Everything a page shows is made by the Markdown extension; here the project is built before pages
are, and files, watching and warnings are handed to MkDocs.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from typing import Any, Literal

import jinja2
from mkdocs.config import config_options as option
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink

from maedeup.build import Project, RunOptions, build
from maedeup.hosts.added_files import SCRIPT, STYLESHEET, Added, find_stock_worker
from maedeup.hosts.console import shown_progress
from maedeup.hosts.markdown import share_project
from maedeup.hosts.page_cache import drop_others
from maedeup.notes.grammar import heading_slug
from maedeup.runs.receipt import ABSENT
from maedeup.search.index import build_index, load_synonyms, merge_host_index
from maedeup.site import fonts, recent
from maedeup.site.ipynb import strip_page
from maedeup.site.takeaway import Site, has_twin, write_all
from maedeup.text.errors import told
from maedeup.text.paths import relative_url
from maedeup.vault.settings import Settings, nav_paths

log = logging.getLogger("mkdocs.plugins.maedeup")  # a warning here fails a strict build

NOTES = "notes/"
NOTEBOOKS = "notebooks/"
LISTED = "<p>.</p>"
"""Enough for the search plugin to list a page, if it lists the page at all."""

SEARCH_LABEL = "검색"


class MaedeupConfig(Config):
    """`plugins: - maedeup: {…}` of mkdocs.yml."""

    snippets_dir = option.Type(str, default="snippets")
    jobs = option.Type(int, default=0)
    frozen = option.Type(bool, default=False)
    checks = option.Type(dict, default={})
    recent = option.Type(int, default=0)
    take_away = option.Type(bool, default=True)
    notebooks_branch = option.Type(str, default="")
    watch = option.Choice(("", "kernel"), default="")


class MaedeupPlugin(BasePlugin[MaedeupConfig]):
    """Builds the project before the pages, and gives MkDocs its extra files."""

    project: Project
    server: LiveReloadServer | None = None
    stock_worker = ""
    """Path of the theme's search worker that ours takes the place of; empty where it stays."""
    worker = ""
    font = ""
    """Path of the math font in the site; empty where no page has a formula."""
    has_feed = False
    hidden: str | None = None
    """Content of the page whose context is made, while the search plugin looks."""

    def __init__(self) -> None:
        super().__init__()
        self.watched: set[str] = set()
        self.pages: set[str] = set()
        """`src_uri` of each page that was made."""
        self.serving = False

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Ask MkDocs, by being there, to keep this plugin and its project between rebuilds."""
        self.serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read the settings; add the Markdown extension and the style sheet."""
        root = Path(config.config_file_path).resolve().parent
        settings = Settings(
            root=root,
            vault=os.path.relpath(config.docs_dir, root),
            snippets=self.config.snippets_dir,
            use_directory_urls=config.use_directory_urls,
            jobs=self.config.jobs,
            repo_url=config.repo_url or "",
            checks=self.config.checks,
            nav=frozenset(nav_paths(config.nav)),
            take_away=self.config.take_away,
            notebooks_branch=self.config.notebooks_branch,
            watch=self.config.watch,
            keep_warm=self.serving,
        )
        if not hasattr(self, "project"):
            self.project = Project(settings)
        self.project.settings = settings
        share_project(self.project)
        if "maedeup" not in config.markdown_extensions:
            config.markdown_extensions.append("maedeup")
        if STYLESHEET not in config.extra_css:
            config.extra_css.insert(0, STYLESHEET)  # so that a site's own style sheet wins
        if SCRIPT not in config.extra_javascript:
            config.extra_javascript.append(SCRIPT)
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Load all, run what is stale, find all problems: before any page is rendered."""
        options = RunOptions(frozen=self.config.frozen)
        try:
            with shown_progress(options):
                problems = build(self.project, options)
        except OSError as error:
            raise PluginError(str(told(error))) from error
        for problem in problems:
            log.warning(str(problem))
        for told_only in (*self.project.notices, *self.project.warnings):
            log.info(str(told_only))  # at a level that no strict build fails for
        self._watch()

    @event_priority(50)  # before mkdocs-jupyter looks for notebooks
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add to the vault's files what else the site has."""
        added = Added(self.project, files, config)
        added.mend()
        added.labs()
        added.snippets()
        added.notebooks()
        added.redirects()
        self.has_feed = added.recent(self.config.recent)
        added.made()
        added.theme()
        self.stock_worker = find_stock_worker(config)
        self.worker = added.worker() if self.stock_worker else ""
        return files

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Take out of a notebook's page what the theme has already."""
        if not page.file.src_uri.endswith(".ipynb"):
            return html
        for entry in _flatten(page.toc):
            entry.id = heading_slug(entry.title)
        return strip_page(html)

    def on_env(
        self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files
    ) -> jinja2.Environment:
        """Add the font of all formulas; name our search worker where the template has its own."""
        drop_others(self.project, (file.src_uri for file in files))
        self._add_math_font(files, config)
        if self.stock_worker:
            url = env.filters["url"]

            @jinja2.pass_context
            def url_of_worker(context: jinja2.runtime.Context, value: str) -> str:
                return str(url(context, self.worker if value == self.stock_worker else value))

            env.filters["url"] = url_of_worker
        return env

    def _add_math_font(self, files: Files, config: MkDocsConfig) -> None:
        """Add what the pages' formulas show of the math font, now that all pages are converted."""
        pages = (file.page.content or "" for file in files.documentation_pages() if file.page)
        made = fonts.files(pages, self.project.root / ".maedeup/cache/fonts")
        self.font = next(iter(made), "")
        for name, content in made.items():
            files.append(File.generated(config, name, content=content))

    @event_priority(100)
    def _hide_content(self, context: Any, *, page: Page, config: MkDocsConfig, nav: Any) -> None:
        """Spare the search plugin a page whose entries we write: it parses every figure's paths."""
        if self.stock_worker and page.file.src_uri in self.project.notes:
            self.hidden = page.content
            page.content = LISTED

    @event_priority(-100)
    def _show_content(self, context: Any, *, page: Page, config: MkDocsConfig, nav: Any) -> None:
        """Give the page its content back, before the template sees it."""
        if self.hidden is not None:
            page.content, self.hidden = self.hidden, None

    on_page_context = CombinedEvent(_hide_content, _show_content)

    # After the search plugin has written its index, before `offline` (-100) makes a script of it.
    @event_priority(-50)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Put our search data in the place of the host's; write what readers take away."""
        if self.project.settings.take_away:
            url, folder = (config.site_url or "").rstrip("/"), Path(config.site_dir)
            about = Site(folder, config.site_name, config.site_description or "", url)
            write_all(self.project, about, self.pages)
        file = Path(config.site_dir, "search", "search_index.json")
        if self.stock_worker and file.is_file():
            try:
                synonyms = load_synonyms(Path(config.docs_dir))
            except ValueError as error:
                log.warning(f"synonyms.yml: broken list: {error}")
                synonyms = []
            index = build_index(self.project, synonyms, config.use_directory_urls)
            merged = merge_host_index(index, json.loads(file.read_text("utf-8")))
            text = json.dumps(merged, ensure_ascii=False, separators=(",", ":"))
            file.write_text(text, "utf-8")

    def on_page_markdown(
        self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> None:
        """Give a note outside the navigation the tree's room; let search find a lab only once."""
        if page.file.src_uri.startswith(NOTES):
            hidden = page.meta.get("hide") or []
            page.meta["hide"] = [*hidden, "navigation"] if isinstance(hidden, list) else hidden
        if page.file.src_uri.startswith(NOTEBOOKS):
            page.meta["search"] = {"exclude": True}

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Name the search dialog; ask for the math font at once, so that no formula moves later."""
        search = '<div class="md-search" data-md-component="search" role="dialog"'
        output = output.replace(search, f'{search} aria-label="{SEARCH_LABEL}"', 1)
        links = ""
        if self.has_feed:
            url = relative_url(recent.FEED, page.url)
            # The space keeps Material from taking it for another language of the site.
            links += f'<link rel="alternate " type="application/atom+xml" href="{url}">'
        if has_twin(self.project, page.file.src_uri):
            self.pages.add(page.file.src_uri)
            url = escape(relative_url(page.file.src_uri, page.url))
            links += f'<link rel="alternate " type="text/markdown" href="{url}">'
        if self.font:
            links += fonts.head(relative_url(self.font, page.url), "<math" in output)
        return output.replace("</head>", f"{links}</head>", 1)

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any
    ) -> LiveReloadServer:
        """Keep the server, to tell it what to watch."""
        self.server = server
        self._watch()
        return server

    def _watch(self) -> None:
        """Watch what results depend on besides the vault, which MkDocs watches itself.

        Called after each build: a snippet may read another file than it did before.
        """
        if self.server is None:
            return
        root = self.project.root
        snippets = root / self.project.settings.snippets
        paths: set[str] = set()
        for result in self.project.results.values():
            receipt = result.receipt
            paths.update(p for p, digest in receipt.files.items() if digest != ABSENT)
            paths.update(receipt.modules)
            paths.update(f"{folder}/." for folder in receipt.folders)
        # A file's folder, not the file: editors save by renaming, which ends the watch of a file.
        folders = {str((root / path).parent) for path in paths} | {str(snippets)}
        for folder in sorted(folders - self.watched):
            if Path(folder).is_dir():
                self.watched.add(folder)
                self.server.watch(folder, recursive=folder == str(snippets))


def _flatten(entries: Iterable[AnchorLink]) -> Iterator[AnchorLink]:
    for entry in entries:
        yield entry
        yield from _flatten(entry.children)
