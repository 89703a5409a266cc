"""The MkDocs plugin: what a host must do, a few lines each.

Everything a page shows is made by the Markdown extension; here the project is built before pages
are, and files, watching and warnings are handed to MkDocs.
"""

from __future__ import annotations

import logging
from html import escape
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from maedeup.build import link
from maedeup.hosts.added_files import SCRIPT, STYLESHEET, Added, find_stock_worker
from maedeup.hosts.beside_pages import list_works, shared_head, write_beside
from maedeup.hosts.host_pages import (
    FIRST,
    begin,
    decided,
    is_first_language,
    is_last_language,
    read_templates,
    stand_with_path,
)
from maedeup.hosts.joined import Joined
from maedeup.hosts.live import Live, find_unknown
from maedeup.hosts.live_watch import watch_folders
from maedeup.hosts.neighbours_later import load_when_used
from maedeup.hosts.notebook_pages import find_notebooks, led_to_notebooks, named_pages, stripped
from maedeup.hosts.page_receipts import Receipts
from maedeup.hosts.plain_code import find_plain_of
from maedeup.hosts.same_site import SameSite
from maedeup.hosts.search_files import write_search
from maedeup.hosts.settings import MaedeupConfig, settings_of
from maedeup.hosts.steps import Steps
from maedeup.hosts.templates import keep_compiled, keep_words
from maedeup.site import fonts, recent, sharing
from maedeup.site.code_spans import unwrap
from maedeup.site.last_check import PageLinks, as_problems, find_dead_of, read_links
from maedeup.site.takeaway import has_twin
from maedeup.site.theme_page import CHARSET, as_text, escape_fields, mended, not_found
from maedeup.text.paths import nfc, relative_url
from maedeup.vault.history import History, read_again, read_history
from maedeup.vault.vault import hold_back, propose, publish
from maedeup.vault.web import Web

log = logging.getLogger("mkdocs.plugins.maedeup")

LAST = -1000
"""Priority: after all that give pages other addresses, or leave them out (blog, i18n)."""

NOTES, NOTEBOOKS = "notes/", "notebooks/"
LISTED = "<p>.</p>"
"""Enough for the search plugin to list a page, if it lists the page at all."""


class MaedeupPlugin(Steps, BasePlugin[MaedeupConfig]):
    """Builds the project before the pages, and gives MkDocs its extra files."""

    added: Added
    webs: list[Web]
    """Of each language of the site that was built until now."""
    server: LiveReloadServer | None = None
    stock_worker = ""
    """Path of the theme's search worker that ours takes the place of; empty where it stays."""
    worker = ""
    font = ""
    """Path of the math font in the site; empty where no page has a formula."""
    plain = frozenset[str]()
    """Classes of highlighted code that no style sheet has a look for."""
    has_feed = False
    history = History()
    hidden: str | None = None
    """Content of the page whose context is made, while the search plugin looks."""

    def __init__(self) -> None:
        super().__init__()
        load_when_used()
        self.watched: set[str] = set()
        self.problems = 0
        """Found in this build until now."""
        self.links: dict[str, PageLinks] = {}
        """What the text of each of our pages leads to, by its path in the site."""
        self.sources: dict[str, str] = {}
        """`src_uri` of each of these pages."""
        self.pages: set[str] = set()
        """`src_uri` of each page that was made."""
        self.navigated: set[str] = set()
        """`src_uri` of each page of the host's navigation."""
        self.serving = False
        self.is_only = False
        """Whether this process reads the vault once."""
        self.joined = Joined()
        self.receipts = Receipts(self.joined)
        self.is_overview = False
        """Whether pages are read for what they say to others, which a description is not."""
        self.live = Live(self)
        self.same = SameSite(self, find_unknown)

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Ask MkDocs, by being there, to keep this plugin and its project between rebuilds."""
        self.serving = command == "serve"
        (self.live if self.serving else self.same).start()

    def on_shutdown(self) -> None:
        """Give MkDocs its own ways of serving and of building back."""
        self.live.stop()
        self.same.stop()
        self.serving = False  # MkDocs may build with the same plugin next, and publish that

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read the settings; add the Markdown extension and the style sheet."""
        self.settings = settings_of(config, keep_warm=self.serving)
        keep_compiled(config.theme, self.settings.root)
        if "maedeup" not in config.markdown_extensions:
            config.markdown_extensions.append("maedeup")
        # Where Python-Markdown hands it to our extension, on every page.
        config.mdx_configs["maedeup"] = {"joined": self.joined}
        if STYLESHEET not in config.extra_css:
            config.extra_css.insert(0, STYLESHEET)  # so that a site's own style sheet wins
        if SCRIPT not in config.extra_javascript:
            config.extra_javascript.append(SCRIPT)
        return config

    @event_priority(FIRST)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Read all, run what is stale, and add the pages that other plugins are to know of."""
        # Its language is that which i18n builds now.
        self.settings = settings_of(config, keep_warm=self.serving)
        with self.read() as vault:
            self.proposal = propose(vault)
            self.left_out = begin(files, config, self.proposal)
            self.vault = hold_back(vault, self.left_out)
        self.run(self.live.start_runs)
        is_lazy = self.live.is_lazy
        self.is_only = not (self.serving or is_lazy or "i18n" in config.plugins)
        self.second = self.begin_second(self.is_only)
        self.added = Added(files, config, self.settings.strings, self.second, is_lazy)
        self.added.mend(self.vault)
        added = [pair for pair in self.proposal.added if pair[0] not in self.left_out]
        config.nav = named_pages(config.nav, find_notebooks(added))
        self.added.notebooks(self.vault)
        self.added.pages(self.proposal.made)
        return files

    def take(self, web: Web, config: MkDocsConfig) -> None:
        """Show what was linked anew in the pages that are made from now on."""
        old, self.web, self.webs = self.web.vault.notes, web, [web]
        self.joined.web = web
        saved = {uri: note for uri, note in web.vault.notes.items() if old.get(uri) is not note}
        paths = [note.path for note in saved.values()]
        self.history = read_again(self.history, web.vault.root, paths)
        self.added.take(web, self.settings.recent, self.history, saved)
        self._watch()

    @event_priority(LAST)
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Join all, now that the host has decided what the site has; add what else is in it."""
        pages = decided(files, self.serving)
        vault = publish(self.vault, read_templates(files, config, pages))
        self.web = link(vault, self.results.only(vault.snippets), self.before())
        self.webs = [self.web] if is_first_language(config) else [*self.webs, self.web]
        if is_first_language(config):
            self.problems, self.links, self.sources = 0, {}, {}
        self.receipts.begin(self.web)
        self.navigated = {nfc(page.file.src_uri) for page in nav.pages}
        if not self.live.is_lazy:
            self.tell(config.strict)
        self._watch()
        self.history = read_history(vault.root, [vault.settings.vault, vault.settings.snippets])
        added = self.added.of(self.web, files)
        added.write_pages(self.settings.recent, self.history)
        list_works(self.second, self.web, files, config)
        added.snippets()
        added.redirects()
        if is_first_language(config):
            self.has_feed = added.feed(self.settings.recent, self.history)
        added.made(self.webs)
        added.theme()
        self.stock_worker = find_stock_worker(config)
        self.worker = added.worker() if self.stock_worker else ""
        if self.is_only:
            vault.forget_texts()
            if not find_unknown(config):
                self.receipts.list_pages(self.second, files, config)
        if not self.second.start():
            added.pack_pictures()
        return nav

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Take out of a notebook's page what the theme has already; make text of a title."""
        if as_text(said := page._title_from_render) != said:
            page.meta.setdefault("title", as_text(said))  # of which no theme takes markup out
        return stripped(html, page) if page.file.src_uri.endswith(".ipynb") else html

    def on_env(
        self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files
    ) -> jinja2.Environment:
        """Add the font of all formulas; name our search worker where the template has its own."""
        keep_words(env)
        self.plain = find_plain_of(config, files)
        if not self.live.is_lazy:
            self.receipts.end(file.src_uri for file in files)
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
        has_languages = "i18n" in config.plugins  # which compares what search has of pages
        if self.stock_worker and page.file.src_uri in self.web.vault.notes and not has_languages:
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
    def _write_extras(self, *, config: MkDocsConfig) -> None:
        """Put our search data in the place of the host's; write what readers take away.

        Raises:
            Abort: the build is strict and has problems, whether its log was to be seen or not.
        """
        write_beside(self.second, self.web, config, self.pages, self.serving)
        self.second.end()
        if "i18n" not in config.plugins:
            self.write_search(config)
        if self.report.problems:
            self.problems += len(self.report.problems)

    @event_priority(-150)
    def _write_languages(self, *, config: MkDocsConfig) -> None:
        """Put our search data in the place of what i18n (-100) has made of all languages."""
        if "i18n" in config.plugins and is_last_language(config):
            self.write_search(config)

    @event_priority(LAST)
    def _check_links(self, *, config: MkDocsConfig) -> None:
        """Look at every link of our pages, when all files of the site are written.

        Raises:
            Abort: the build is strict and has problems, whether its log was to be seen or not.
        """
        if not is_last_language(config):
            return
        base = urlsplit(config.site_url).path if config.site_url else None
        dead = find_dead_of(self.links, Path(config.site_dir), base)
        grave = logging.ERROR if config.strict else logging.WARNING
        for problem in as_problems(self.webs, dead, self.sources):
            is_grave = problem.severity == "error"
            log.log(grave if is_grave else logging.INFO, str(problem))
            self.problems += is_grave
        if config.strict and self.problems:
            raise Abort(f"Aborted with {self.problems} problems in strict mode!")

    on_post_build = CombinedEvent(_write_extras, _write_languages, _check_links)

    def write_search(self, config: MkDocsConfig) -> None:
        """Put our search data in the place of what the search plugin has written."""
        if self.stock_worker:
            write_search(self.webs, config)

    def on_page_markdown(
        self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """Say what the theme tells of a page; let search find a lab only once.

        A note outside the navigation has the tree's room, and stands where its path's map does.
        """
        uri = nfc(page.file.src_uri)
        if uri not in self.navigated:
            stand_with_path(page, self.web, files)
        if not self.is_overview and (text := sharing.describe(self.web, uri)):
            page.meta.setdefault("description", escape(text))
        note = self.web.vault.notes.get(uri)
        if note is not None and note.called not in ("", note.title):
            page.meta["title"] = note.title  # of a formula, the host would show what it is made of
        if note is not None and not (note.meta or note.body):
            page.meta.clear()  # what the host makes of what we could not read
        escape_fields(page.meta, note.tags if note is not None else ())
        if note is not None and (when := self.history.dates.get(note.path)):
            strings = self.web.vault.settings.strings
            day = f'<time datetime="{when.isoformat()}">{strings.day(when)}</time>'
            page.meta.setdefault(
                "git_revision_date_localized", f"{strings.updated} {day}"
            )  # as the theme asks for it
        if page.file.src_uri.startswith(NOTES):
            hidden = page.meta.get("hide") or []
            page.meta["hide"] = [*hidden, "navigation"] if isinstance(hidden, list) else hidden
        if page.file.src_uri.startswith(NOTEBOOKS) and note is None:
            page.meta["search"] = {"exclude": True}
        if not self.serving:
            self.receipts.take_over(page)
        return led_to_notebooks(markdown, uri, self.web.vault)

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
        uri = nfc(page.file.src_uri)
        is_ours = uri in self.web.vault.notes or uri in self.added.named
        if self.config["last_check"] and not self.serving and is_ours:
            place = unquote(page.file.dest_uri)
            self.links[place], self.sources[place] = read_links(page.content or ""), uri
        output = unwrap(output, self.plain)
        output = mended(output, relative_url("", page.url), self.web.vault.settings.strings)
        if has_twin(self.web, page.file.src_uri):
            self.pages.add(page.file.src_uri)
        font, links = self.head(page, config, "<math" in output)
        # The font before all style sheets, for which a script would wait.
        output = output.replace(CHARSET, CHARSET + font, 1)
        return output.replace("</head>", f"{links}</head>", 1)

    def head(self, page: Page, config: MkDocsConfig, has_math: bool) -> tuple[str, str]:
        """Return what a page's head has of ours: first its font, then what the page leads to."""
        links = shared_head(self.web, page, config)
        if self.has_feed:
            url = relative_url(recent.FEED, page.url)
            # The space keeps Material from taking it for another language of the site.
            links += f'<link rel="alternate " type="application/atom+xml" href="{url}">'
        if has_twin(self.web, page.file.src_uri):
            url = escape(relative_url(page.file.src_uri, page.url))
            links += f'<link rel="alternate " type="text/markdown" href="{url}">'
        font = fonts.head(relative_url(self.font, page.url), has_math) if self.font else ""
        return font, links

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
        if self.server is not None and watch_folders(self.server, self.web, self.watched):
            self.live.look_again()
