"""Serving: nothing is made before it is asked for.

A save reads what changed, runs what is stale, links and answers the browser. The page that the
browser asks for is made then, and all others when somebody asks. MkDocs' own server stays: its
builder is replaced by `Live.save`, and its application by the one of `live_app`.
"""

from __future__ import annotations

import gc
import logging
import signal
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from mkdocs.commands import serve
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import BuildError
from mkdocs.livereload import LiveReloadServer

from maedeup.build import Start
from maedeup.check.found import Report
from maedeup.hosts.host_build import HostBuild, told
from maedeup.hosts.live_app import answering
from maedeup.hosts.live_changes import Signature, has_same_files, own_folders, signature_of
from maedeup.hosts.live_runs import PATIENCE_S, Runs
from maedeup.hosts.live_site import LiveSite
from maedeup.hosts.live_site import Plugin as SitePlugin
from maedeup.hosts.live_try import Place, Trials
from maedeup.hosts.live_watch import watch_by_events
from maedeup.runs.snippet import Snippet
from maedeup.text.strings import Strings
from maedeup.vault.uncollected import uncollected
from maedeup.vault.web import Web

HOST: Any = serve
"""Where MkDocs looks for its build."""

log = logging.getLogger("mkdocs.plugins.maedeup")

CHECK_AFTER_S = 0.5
"""Seconds without a save or a page made, after which the author is told what is wrong."""

SEEN_S, UNSEEN_S = 0.1, 2.0
"""Seconds until runs begin: after the first page, and of a server of which nobody asks one."""

KNOWN = {
    "maedeup.hosts.mkdocs",
    "material.plugins.search.plugin",
    "material.plugins.tags.plugin",
    "mkdocs.contrib.search",
    "mkdocs_jupyter.plugin",
}
"""Plugins that make a page of nothing but the page, or whose rest `live_site` makes when asked."""


class Plugin(SitePlugin, Protocol):
    """What serving asks of our plugin."""

    def link(self, start: Start | None) -> Web | None:
        """Link what is on the disk now, if the host would decide as it did; None where not."""

    def take(self, web: Web, config: MkDocsConfig) -> None:
        """Show what was linked anew in the pages that are made from now on."""

    def find_report(self, web: Web) -> Report:
        """Find all problems."""

    def tell(self, is_strict: bool, report: Report | None = None) -> None:
        """Write to the log what it was not told before."""


class Live:
    """The site that is served, and what a save changes of it."""

    def __init__(self, plugin: Plugin) -> None:
        self.plugin = plugin
        self.lock = threading.RLock()
        """Held while a save is taken in, and while a page is made."""
        self.site: LiveSite | None = None
        self.is_lazy = False
        self.problem = ""
        """Why the site cannot be made, in words; every page says it until it is mended."""
        self.version = 0
        """Grows with each save: what was made for another one is made again."""
        self.made: dict[str, tuple[int, bytes]] = {}
        self.runs = Runs(self._wake)
        self.config: MkDocsConfig | None = None
        self._server: LiveReloadServer | None = None
        self._is_settled = True
        self._check: threading.Timer | None = None
        self._why_not: str | None = None
        self._signature: Signature | None = None
        self._host = HostBuild(HOST)
        self._builder: Callable[[], None] = lambda: None

    @property
    def strings(self) -> Strings:
        """Return the texts of the site's language."""
        return self.plugin.web.vault.settings.strings

    @property
    def web(self) -> Web | None:
        """Return all, joined, as it is now; None where it cannot be."""
        return self.plugin.web if self.site is not None and not self.problem else None

    def cells_on(self, path: str) -> tuple[str, list[Snippet]]:
        """Return the `src_uri` of a page by its path in the site, and the snippets it shows."""
        with self.lock:
            file = self.site.by_path.get(path) if self.site is not None else None
            if self.site is None or file is None:
                return "", []
            shown = self.site.shown_by(path)
            known = self.plugin.web.vault.snippets.values()
            return file.src_uri, [snippet for snippet in known if snippet.key in shown]

    @property
    def start_runs(self) -> Start | None:
        """Return what runs beside the server; None where a build waits for its runs."""
        return self.runs.start if self.is_lazy else None

    def start(self) -> None:
        """Take the place of MkDocs' build, whose first one comes before any server."""
        self._host.replace(self.build)
        self.runs.hold()

    def stop(self) -> None:
        """Give MkDocs its build back; MkDocs may build with the same plugin next."""
        if self._check is not None:
            self._check.cancel()
        self.runs.end()
        self.runs, self.is_lazy, self.site = Runs(self._wake), False, None
        self._host.restore()

    def serve(self, server: LiveReloadServer, builder: Callable[[], None]) -> None:
        """Answer the browsers of a server."""
        self._builder, self._server = builder, server
        self.runs.patience = PATIENCE_S
        self.runs.begin(UNSEEN_S)
        server.builder = self.save
        host, port = server.server_address[:2]
        place = Place(str(host), port, server.mount_path)
        trials = Trials(self, place, self.runs.run_one)
        server.set_app(answering(self, server, server.get_app() or server.serve_request, trials))
        for folder in own_folders(self.config.theme.dirs) if self.config else ():
            server.watch(folder)
        watch_by_events(server)
        if threading.current_thread() is threading.main_thread():  # as MkDocs ends for Ctrl+C
            signal.signal(signal.SIGTERM, signal.default_int_handler)

    def build(
        self, config: MkDocsConfig, *, serve_url: str | None = None, dirty: bool = False
    ) -> None:
        """Take all steps before the pages, with all settings read anew."""
        why_not = find_why_not(config, serve_url, dirty)
        if why_not and why_not != self._why_not:
            log.info(f"every page is made at each save: {why_not}")
        self._why_not, self.is_lazy, self.config = why_not, not why_not, config
        if why_not:
            self.site = None
            self._host.plain(config, serve_url=serve_url, dirty=dirty)
            return
        site = LiveSite(self.plugin, self.site)
        try:
            self._begin(site, config, serve_url)
        except Exception as error:
            config.plugins.on_build_error(error=error)
            raise
        self.site = site
        self._signature = signature_of(config, self.plugin.web.vault)
        self.check_later()

    @uncollected
    def _begin(self, site: LiveSite, config: MkDocsConfig, serve_url: str | None) -> None:
        site.begin(config, serve_url)
        gc.freeze()  # what there is now is not looked through before the first page
        self._is_settled = False

    def save(self) -> None:
        """Take in what has changed on the disk; what is wrong with it is said by every page."""
        with self.lock, told(logging.ERROR) as said:
            try:
                self._take_changes()
                self.problem = ""
            except (Exception, SystemExit) as error:
                self.problem = "\n".join([*(words for *_, words in said), words_of(error)])
                log.debug("".join(traceback.format_exception(error)))
                log.error(words_of(error))
            self.version += 1
            self.check_later()

    def page_error(self, path: str, error: BaseException) -> str:
        """Return in words why a page could not be made."""
        log.error(f"{path}: {words_of(error)}")
        log.debug("".join(traceback.format_exception(error)))
        return words_of(error)

    def _take_changes(self) -> None:
        site = self.site
        if (
            site is None
            or self.problem
            or self._signature != signature_of(site.config, self.plugin.web.vault)
        ):
            self._builder()
            return
        before, after = self.plugin.web, self.plugin.link(self.start_runs)
        if after is None or not has_same_files(before, after):
            self._builder()
            return
        self.plugin.take(after, site.config)
        old = before.vault.notes
        site.update([uri for uri, note in after.vault.notes.items() if old[uri] is not note])

    def _wake(self) -> None:
        """Have what has run taken in, like a save."""
        if self._server is not None:
            with self._server._rebuild_cond:
                self._server._want_rebuild = True
                self._server._rebuild_cond.notify_all()

    def look_again(self) -> None:
        """Take in what may have changed before a folder was watched."""
        if self.is_lazy:
            self._wake()

    def check_later(self) -> None:
        """Look for problems once the browser has what it waits for."""
        if self._check is not None:
            self._check.cancel()
        self._check = threading.Timer(CHECK_AFTER_S, self._look_for_problems)
        self._check.daemon = True
        self._check.start()

    def _look_for_problems(self) -> None:
        """Find the problems beside whoever asks for a page; of a save that is over, say nothing."""
        with self.lock:
            if threading.current_thread() is not self._check:  # a save or a page came before it
                return
            self._check = None
            if self.site is None or self.problem:
                return
            web = self.plugin.web
        report = None if web.results.pending else self.plugin.find_report(web)
        with self.lock:
            if self.site is None or self._check is not None or web is not self.plugin.web:
                return
            if report is not None:
                self.plugin.tell(self.site.config.strict, report)
            if not self._is_settled:
                # What is left stays: the collector need not look through it at each save.
                gc.unfreeze()
                gc.collect()
                gc.freeze()
                self._is_settled = True

    def make(self, path: str) -> bytes | None:
        """Return a file of the site as it is now; None where it has none."""
        with self.lock:
            kept = self.made.get(path)
            if kept is not None and kept[0] == self.version:
                return kept[1]
            if self.site is None:
                return None
            made = self.site.make(path)
            if path.endswith(".html") and self.plugin.web.results.pending:
                self.runs.look_at(self.site.shown_by(path))
                self.runs.begin(SEEN_S)
            if made is not None and path.endswith(".html"):
                self.made[path] = (self.version, made)
                if self._check is not None:
                    self.check_later()
            return made


def find_why_not(config: MkDocsConfig, serve_url: str | None, dirty: bool) -> str:
    """Say why pages cannot be made one by one with these settings; '' where they can."""
    if serve_url is None or dirty:
        return "MkDocs was told how to build by --clean or --dirty"
    if config.strict:
        return "a strict build counts the warnings of all pages"
    return find_unknown(config)


def find_unknown(config: MkDocsConfig) -> str:
    """Say who takes part in a build that may do what we do not know; '' where nobody does."""
    for name, plugin in config.plugins.items():
        if type(plugin).__module__ not in KNOWN:
            return f"what the plugin {name} makes may need all pages"
    if "maedeup" not in config.plugins:
        return "the plugin maedeup is not among the plugins"
    if config.hooks:
        return "what a hook makes may need all pages"
    return ""


def words_of(error: BaseException) -> str:
    """Return what an error says, with its place where it is one of our own code."""
    text = str(error).strip() or type(error).__name__
    if isinstance(error, (BuildError, SystemExit)) or type(error).__module__ == "mkdocs.exceptions":
        return text
    place = traceback.extract_tb(error.__traceback__)[-1:]
    where = "".join(f" ({Path(row.filename).name}:{row.lineno})" for row in place)
    return f"{type(error).__name__}: {text}{where}"
