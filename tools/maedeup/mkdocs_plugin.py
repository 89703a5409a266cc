"""The MkDocs plugin: what a host must do, a few lines each.

Everything a page shows is made by the Markdown extension; here the project is built before pages
are, and files, watching and warnings are handed to MkDocs.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterable, Iterator
from functools import partial
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
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink

from maedeup import graph, math_font
from maedeup.console import shown_progress
from maedeup.errors import told
from maedeup.markdown_ext import recent, share_project
from maedeup.markdown_ext.digest import DIGEST, make_digest, make_figures
from maedeup.markdown_ext.html import Painter
from maedeup.markdown_ext.inline import expand_inline
from maedeup.markdown_ext.keep import drop_others
from maedeup.markdown_ext.pictures import image_files
from maedeup.markdown_ext.whole import SCRIPT as GRAPH_SCRIPT
from maedeup.note import Note, heading_slug
from maedeup.notebook import make_notebook, strip_page
from maedeup.paths import nfc, notebook_uri, page_url, relative_url
from maedeup.project import Project, RunOptions, Settings, build
from maedeup.project.history import read_history
from maedeup.project.redirects import redirect_page
from maedeup.project.settings import nav_paths
from maedeup.receipt import ABSENT
from maedeup.search import build_index, host, load_synonyms, merge_host_index
from maedeup.store import write_whole
from maedeup.takeaway import (
    Site,
    carried_files,
    has_twin,
    helper_modules,
    made_pages,
    page_link,
    write_all,
)
from maedeup.takeaway.prose import lab_prose

log = logging.getLogger("mkdocs.plugins.maedeup")  # a warning here fails a strict build

THEME = Path(__file__).with_name("theme")
NOTES = "notes/"
LISTED = "<p>.</p>"
"""Enough for the search plugin to list a page, if it lists the page at all."""

SEARCH_LABEL = "검색"
STYLESHEET = "assets/maedeup.css"
SCRIPT = "assets/maedeup.js"


class MaedeupConfig(Config):
    """`plugins: - maedeup: {…}` of mkdocs.yml."""

    snippets_dir = option.Type(str, default="snippets")
    jobs = option.Type(int, default=0)
    frozen = option.Type(bool, default=False)
    checks = option.Type(dict, default={})
    recent = option.Type(int, default=0)
    take_away = option.Type(bool, default=True)
    notebooks_branch = option.Type(str, default="")


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
        """Add lab pages, the snippets for download, and the style sheet."""
        for note in self.project.notes.values():
            if note.kind == "lab" and files.get_file_from_path(note.src_uri) is None:
                meta = {"title": note.title, "tags": note.tags}
                head = f"---\n{json.dumps(meta, ensure_ascii=False)}\n---\n"  # which is YAML too
                content = head + note.body + self._notebook_link(note, config)
                files.append(File.generated(config, note.src_uri, content=content))
        for named in [file for file in files if file.src_uri != nfc(file.src_uri)]:
            files.remove(named)  # a name from macOS: links are written in the other form
            source = str(named.abs_src_path)
            files.append(File.generated(config, nfc(named.src_uri), abs_src_path=source))
        for src_uri in self.project.unread:  # the host would stop at what is no text
            if (unread := files.get_file_from_path(src_uri)) is not None:
                files.remove(unread)
                files.append(File.generated(config, src_uri, content=""))
        for path in self.project.snippets:
            if path.endswith(".ipynb"):  # with whatever output it was saved with
                stale = files.get_file_from_path(os.path.relpath(path, self.project.settings.vault))
                if stale is not None:
                    files.remove(stale)
                continue
            file = str(self.project.root / path)
            files.append(File.generated(config, path, abs_src_path=file))
        self._add_redirects(files, config)
        self._add_recent(files, config)
        made = [result.products for result in self.project.results.values()]
        cache = self.project.root / ".maedeup/cache"
        for name, image in image_files(made, cache / "figures").items():
            files.append(File.generated(config, name, content=image))
        for module in helper_modules(self.project):
            file = str(self.project.root / module)
            files.append(File.generated(config, module, abs_src_path=file))
        self._add_notebooks(files, config)
        for name, text in made_pages(self.project).items():
            if files.get_file_from_path(name) is None:
                files.append(File.generated(config, name, content=text))
        for name, parts in ((STYLESHEET, "styles/*.css"), (SCRIPT, "scripts/*.js")):
            files.append(File.generated(config, name, content=host.joined(THEME, parts)))
        files.append(File.generated(config, DIGEST, content=make_digest(self.project)))
        if self.project.links.shown_by:
            files.append(File.generated(config, graph.DATA, content=graph.make_data(self.project)))
            files.append(
                File.generated(config, GRAPH_SCRIPT, content=host.joined(THEME, "graph.js"))
            )
        for name, svg in make_figures(self.project).items():
            files.append(File.generated(config, name, content=svg))
        self.stock_worker = _find_stock_worker(config)
        if self.stock_worker:
            text = host.worker_text()
            self.worker = host.worker_name(text)
            files.append(File.generated(config, self.worker, content=text))
        return files

    def _add_redirects(self, files: Files, config: MkDocsConfig) -> None:
        """Add a small page at each former address of a note."""
        urls, site = config.use_directory_urls, config.site_url or ""
        for old, note in self.project.redirects.items():
            former, now = page_url(f"{old}.md", urls), page_url(note.src_uri, urls)
            url = relative_url(now, former)
            text = redirect_page(note.title, url, site.rstrip("/") + "/" + now if site else url)
            uri = f"{former}index.html" if former.endswith("/") else former
            files.append(File.generated(config, uri, content=text))

    def _add_recent(self, files: Files, config: MkDocsConfig) -> None:
        """Add the page and the feed of what was changed last, if the site wants them."""
        project, limit = self.project, self.config.recent
        self.has_feed = False
        if limit <= 0 or files.get_file_from_path(recent.PAGE) is not None:
            return
        settings = project.settings
        history = read_history(project.root, [settings.vault, settings.snippets])
        text = recent.recent_page(project, history, limit)
        files.append(File.generated(config, recent.PAGE, content=text))
        if history.unknown:
            log.info(f"recent: no dates, so no feed: {history.unknown}")
            return
        site = config.site_url or ""
        text = recent.feed(project, history, limit, config.site_name, site)
        files.append(File.generated(config, recent.FEED, content=text))
        self.has_feed = True

    def _add_notebooks(self, files: Files, config: MkDocsConfig) -> None:
        """Add each snippet as a notebook to take away, and each lab as a page of mkdocs-jupyter."""
        project, folder = self.project, self.project.root / ".maedeup" / "cache"
        labs = {n.path: n for n in project.notes.values() if n.kind == "lab"}
        for path, snippet in project.snippets.items():
            result = project.result(snippet)
            carried = carried_files(project, snippet, result)
            note = labs.get(path) or Note(path, path, snippet.title, snippet.text)
            link = partial(page_link, project, (config.site_url or "").rstrip("/"))
            text = make_notebook(snippet, result, carried, partial(lab_prose, project, note, link))
            uri = notebook_uri(path)
            files.append(File.generated(config, uri, content=text))
            if path in labs and "mkdocs-jupyter" in config.plugins:
                uri = f"notebooks/{note.slug}.ipynb"
                page = page_url(uri, config.use_directory_urls)
                shown = partial(expand_inline, project, note, page)
                painter = Painter(page).product
                text = make_notebook(snippet, result, {}, shown, painter)
                write_whole(folder / uri, text.encode())
                file = File(uri, str(folder), config.site_dir, config.use_directory_urls)
                file.inclusion = InclusionLevel.NOT_IN_NAV
                files.append(file)

    def _notebook_link(self, note: Note, config: MkDocsConfig) -> str:
        if "mkdocs-jupyter" not in config.plugins:
            return ""
        urls = config.use_directory_urls
        target = page_url(f"notebooks/{note.slug}.ipynb", urls)
        href = relative_url(target, page_url(note.src_uri, urls))
        return f'\n\n<p class="mp-notebook"><a href="{href}">실행한 노트북으로 보기</a></p>\n'

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
        made = math_font.files(pages, self.project.root / ".maedeup/cache/fonts")
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
        """Give a note that is not in the navigation tree the tree's room for code and figures."""
        if page.file.src_uri.startswith(NOTES):
            hidden = page.meta.get("hide") or []
            page.meta["hide"] = [*hidden, "navigation"] if isinstance(hidden, list) else hidden

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
            links += math_font.head(relative_url(self.font, page.url), "<math" in output)
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


def _find_stock_worker(config: MkDocsConfig) -> str:
    """Give the path of the theme's search worker if ours can take its place, else ''."""
    if not any(name in config.plugins for name in ("search", "material/search")):
        return ""
    template = host.read_theme(config.theme.dirs, "base.html")
    stock, bundle = host.find_stock_worker(template), host.find_bundle(template)
    unknown = (
        host.unknown_messages(host.read_theme(config.theme.dirs, bundle))
        if stock and bundle
        else ["worker"]
    )
    if config.theme.name == "material" and unknown:
        log.warning(
            "search: this release of the theme is not known, so its own search stays: "
            f"{', '.join(unknown)}\n\nhint: pin mkdocs-material as requirements.txt does"
        )
    return "" if unknown else stock


def _flatten(entries: Iterable[AnchorLink]) -> Iterator[AnchorLink]:
    for entry in entries:
        yield entry
        yield from _flatten(entry.children)
