"""The MkDocs plugin: what a host must do, a few lines each.

Everything a page shows is made by the Markdown extension; here the project is built before pages
are, and files, watching and warnings are handed to MkDocs.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator
from html import escape, unescape
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink

from maedeup.build import RunOptions, check, link, read, run
from maedeup.check.report import Report
from maedeup.hosts.added_files import SCRIPT, STYLESHEET, Added, find_stock_worker, site_of
from maedeup.hosts.console import shown_progress
from maedeup.hosts.live import Live
from maedeup.hosts.page_cache import drop_others
from maedeup.hosts.settings import MaedeupConfig, settings_of
from maedeup.runs.receipt import ABSENT
from maedeup.search.index import PAGES, build_index, index_of_later, merge_host_index
from maedeup.site import fonts, recent, sharing
from maedeup.site.ipynb import headings, strip_page
from maedeup.site.results import publish_results
from maedeup.site.takeaway import has_twin, write_all
from maedeup.site.theme_page import CHARSET, mended, not_found
from maedeup.text.errors import told
from maedeup.text.paths import nfc, relative_url
from maedeup.vault.history import History, read_again, read_history
from maedeup.vault.site_settings import Settings
from maedeup.vault.web import Web

log = logging.getLogger("mkdocs.plugins.maedeup")

NOTES = "notes/"
NOTEBOOKS = "notebooks/"
LISTED = "<p>.</p>"
"""Enough for the search plugin to list a page, if it lists the page at all."""


class MaedeupPlugin(BasePlugin[MaedeupConfig]):
    """Builds the project before the pages, and gives MkDocs its extra files."""

    settings: Settings
    web: Web
    report: Report | None = None
    server: LiveReloadServer | None = None
    stock_worker = ""
    """Path of the theme's search worker that ours takes the place of; empty where it stays."""
    worker = ""
    font = ""
    """Path of the math font in the site; empty where no page has a formula."""
    has_feed = False
    history = History()
    hidden: str | None = None
    """Content of the page whose context is made, while the search plugin looks."""

    def __init__(self) -> None:
        super().__init__()
        self.watched: set[str] = set()
        self.pages: set[str] = set()
        """`src_uri` of each page that was made."""
        self.serving = False
        self.is_overview = False
        """Whether pages are read for what they say to others, which a description is not."""
        self.live = Live(self)
        self.added: Added

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Ask MkDocs, by being there, to keep this plugin and its project between rebuilds."""
        self.serving = command == "serve"
        if self.serving:
            self.live.start()

    def on_shutdown(self) -> None:
        """Give MkDocs its own way of serving back."""
        self.live.stop()

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read the settings; add the Markdown extension and the style sheet."""
        self.settings = settings_of(config, keep_warm=self.serving)
        if "maedeup" not in config.markdown_extensions:
            config.markdown_extensions.append("maedeup")
        if STYLESHEET not in config.extra_css:
            config.extra_css.insert(0, STYLESHEET)  # so that a site's own style sheet wins
        if SCRIPT not in config.extra_javascript:
            config.extra_javascript.append(SCRIPT)
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Load all, run what is stale, find all problems: before any page is rendered."""
        self.web = self.link()
        # Where Python-Markdown hands it to our extension, on every page.
        config.mdx_configs["maedeup"] = {"web": self.web}
        if self.live.is_lazy:
            self.live.check_later()
        else:
            self.tell(config)
        self._watch()

    def link(self) -> Web:
        """Take all steps but the last, from what is on the disk now."""
        options, before = RunOptions(), getattr(self, "web", None)
        if before is not None and before.vault.root != self.settings.root:
            before = None  # of another site that this process has built
        options.start = self.live.runs.start if self.live.is_lazy else None
        try:
            with shown_progress(options):
                vault = read(self.settings, before.vault if before else None)
                results = run(vault, options, before.results if before else None)
        except OSError as error:
            raise PluginError(str(told(error))) from error
        return link(vault, results, before)

    def take(self, web: Web, config: MkDocsConfig) -> None:
        """Show what was linked anew in the pages that are made from now on."""
        before, self.web, self.added.web = self.added.web, web, web
        old = before.vault.notes
        saved = [note.path for uri, note in web.vault.notes.items() if old.get(uri) is not note]
        self.history = self.added.history = read_again(self.history, web.vault.root, saved)
        config.mdx_configs["maedeup"] = {"web": web}
        self._watch()

    def tell(self, config: MkDocsConfig) -> None:
        """Find all problems; hand those to MkDocs' log that it was not told the last time."""
        before = set(self.report.problems) if self.live.is_lazy and self.report else set()
        self.report = check(self.web)
        level = logging.ERROR if config.strict else logging.WARNING  # `-q` silences no error
        for problem in self.report.problems:
            if problem not in before:
                log.log(level, str(problem))
        if before and not self.report.problems:
            log.info("no problem is left")
        if not before:
            for told_only in (*self.report.notices, *self.report.warnings):
                log.info(str(told_only))  # at a level that no strict build fails for

    @event_priority(50)  # before mkdocs-jupyter looks for notebooks
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add to the vault's files what else the site has."""
        self.added = added = Added(self.web, files, config, later=self.live.is_lazy)
        added.mend()
        added.labs()
        added.snippets()
        added.notebooks()
        added.redirects()
        settings = self.web.vault.settings
        self.history = read_history(self.web.vault.root, [settings.vault, settings.snippets])
        self.has_feed = added.recent(self.settings.recent, self.history)
        added.made()
        added.theme()
        self.stock_worker = find_stock_worker(config)
        self.worker = added.worker() if self.stock_worker else ""
        return files

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Take out of a notebook's page what the theme has already."""
        if not page.file.src_uri.endswith(".ipynb"):
            return html
        html = strip_page(html)
        entries, found = list(_flatten(page.toc)), headings(html)
        if len(entries) == len(found):  # its contents lack what a heading has in code
            for entry, (anchor, title) in zip(entries, found, strict=True):
                entry.id, entry.title = anchor, title
        return html

    def on_env(
        self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files
    ) -> jinja2.Environment:
        """Add the font of all formulas; name our search worker where the template has its own."""
        if not self.live.is_lazy:
            drop_others(self.web, (file.src_uri for file in files))
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
        drawn = fonts.drawn(pages) | fonts.drawn_by(self.web.vault.notes.values())
        made = fonts.files(drawn, self.web.vault.root / ".maedeup/cache/fonts")
        self.font = fonts.name_of(drawn)
        for name, content in made.items():
            files.append(File.generated(config, name, content=content))

    @event_priority(100)
    def _hide_content(self, context: Any, *, page: Page, config: MkDocsConfig, nav: Any) -> None:
        """Spare the search plugin a page whose entries we write: it parses every figure's paths."""
        if self.stock_worker and page.file.src_uri in self.web.vault.notes:
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
        """Put our search data in the place of the host's; write what readers take away.

        Raises:
            Abort: the build is strict and has problems, whether its log was to be seen or not.
        """
        if self.web.vault.settings.take_away:
            write_all(self.web, site_of(config), self.pages)
        if self.settings.publish_results and not self.serving:
            publish_results(self.web, Path(config.site_dir))
        self.write_search(config)
        if config.strict and self.report and self.report.problems:
            raise Abort(f"Aborted with {len(self.report.problems)} problems in strict mode!")

    def write_search(self, config: MkDocsConfig) -> None:
        """Put our search data in the place of what the search plugin has written."""
        file = Path(config.site_dir, "search", "search_index.json")
        if self.stock_worker and file.is_file():
            index = build_index(self.web)
            merged = merge_host_index(index, json.loads(file.read_text("utf-8")))
            text = json.dumps(merged, ensure_ascii=False, separators=(",", ":"))
            # Where nothing can be fetched, the theme asks for this.
            file.with_suffix(".js").write_text(f"var __index={text}", "utf-8")
            if not any(name in config.plugins for name in ("offline", "material/offline")):
                file.with_name(PAGES).write_text(text, "utf-8")
                text = json.dumps(index_of_later(merged, text), ensure_ascii=False)
            file.write_text(text, "utf-8")

    def on_page_markdown(
        self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> None:
        """Say what the theme tells of a page; let search find a lab only once.

        A note outside the navigation has the tree's room.
        """
        uri = nfc(page.file.src_uri)
        if not self.is_overview and (text := sharing.describe(self.web, uri)):
            page.meta.setdefault("description", escape(text))
        note = self.web.vault.notes.get(uri)
        if note is not None and (when := self.history.dates.get(note.path)):
            strings = self.web.vault.settings.strings
            day = f'<time datetime="{when.isoformat()}">{strings.day(when)}</time>'
            page.meta.setdefault(
                "git_revision_date_localized", f"{strings.updated} {day}"
            )  # as the theme asks for it
        if page.file.src_uri.startswith(NOTES):
            hidden = page.meta.get("hide") or []
            page.meta["hide"] = [*hidden, "navigation"] if isinstance(hidden, list) else hidden
        if page.file.src_uri.startswith(NOTEBOOKS):
            page.meta["search"] = {"exclude": True}

    def on_post_template(
        self, output_content: str, *, template_name: str, config: MkDocsConfig
    ) -> str:
        """Mend the theme's page of what is not there."""
        home = urlsplit(config.site_url or "/").path
        if template_name != "404.html":
            return output_content
        strings = self.web.vault.settings.strings
        return not_found(mended(output_content, home, strings), home, strings)

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Mend the theme's page; ask for the math font at once, so that no formula moves later."""
        output = mended(output, relative_url("", page.url), self.web.vault.settings.strings)
        links = self._shared(page, config)
        if self.has_feed:
            url = relative_url(recent.FEED, page.url)
            # The space keeps Material from taking it for another language of the site.
            links += f'<link rel="alternate " type="application/atom+xml" href="{url}">'
        if has_twin(self.web, page.file.src_uri):
            self.pages.add(page.file.src_uri)
            url = escape(relative_url(page.file.src_uri, page.url))
            links += f'<link rel="alternate " type="text/markdown" href="{url}">'
        if self.font:
            # Before all style sheets, for which a script would wait.
            font = fonts.head(relative_url(self.font, page.url), "<math" in output)
            output = output.replace(CHARSET, CHARSET + font, 1)
        return output.replace("</head>", f"{links}</head>", 1)

    def _shared(self, page: Page, config: MkDocsConfig) -> str:
        """Tell what a page is about where a link to it is shared."""
        site, note = config.site_url or "", self.web.vault.notes.get(nfc(page.file.src_uri))
        image = sharing.picture(self.web, note) if note and site else None
        told = page.meta.get("description") or escape(config.site_description or "")
        card = sharing.Card(
            title=config.site_name if page.is_homepage else unescape(str(page.title or "")),
            site=config.site_name,
            description=unescape(str(told)),
            is_article=note is not None and not page.is_homepage,
            url=page.canonical_url or "",
            image=site + image.path if image else "",
            image_alt=image.alt if image else "",
        )
        return sharing.head(card)

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any
    ) -> LiveReloadServer:
        """Keep the server, to tell it what to watch."""
        self.server = server
        self._watch()
        self.live.serve(server, builder)
        return server

    def _watch(self) -> None:
        """Watch what results depend on besides the vault, which MkDocs watches itself.

        Called after each build: a snippet may read another file than it did before.
        """
        if self.server is None:
            return
        root = self.web.vault.root
        snippets = root / self.web.vault.settings.snippets
        paths: set[str] = set()
        for result in self.web.results.by_key.values():
            receipt = result.receipt
            paths.update(p for p, digest in receipt.files.items() if digest != ABSENT)
            paths.update(receipt.modules)
            paths.update(f"{folder}/." for folder in receipt.folders)
        # A file's folder, not the file: editors save by renaming, which ends the watch of a file.
        paths.update(self.web.vault.settings.inherited)
        folders = {str((root / path).parent) for path in paths} | {str(snippets)}
        for folder in sorted(folders - self.watched):
            if Path(folder).is_dir():
                self.watched.add(folder)
                try:
                    self.server.watch(folder, recursive=folder == str(snippets))
                except OSError as error:  # no more watches are allowed
                    log.info(f"not watched: {folder}: {error}")


def _flatten(entries: Iterable[AnchorLink]) -> Iterator[AnchorLink]:
    for entry in entries:
        yield entry
        yield from _flatten(entry.children)
