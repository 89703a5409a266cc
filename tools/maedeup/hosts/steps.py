"""The steps of a build, between which the host has its say, and what is kept of them."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from mkdocs.exceptions import PluginError

from maedeup.build import RunOptions, Start, check, link, read, run
from maedeup.check.found import Report
from maedeup.hosts.console import shown_progress, told_besides
from maedeup.hosts.joined import Joined
from maedeup.hosts.second_process import SecondProcess
from maedeup.runs.results import Results
from maedeup.text.errors import told
from maedeup.vault.pages import Proposal
from maedeup.vault.site_settings import Settings
from maedeup.vault.vault import Vault, hold_back, propose, publish
from maedeup.vault.web import Web

log = logging.getLogger("mkdocs.plugins.maedeup")


class Steps:
    """Takes each step from the records of the last time."""

    settings: Settings
    proposal: Proposal
    """What the host was asked."""
    left_out: list[str]
    """What it leaves out of that."""
    vault: Vault
    """What was read, before the host has decided what of it the site has."""
    results: Results
    web: Web
    joined: Joined
    """With the same, once there is one."""
    report = Report(())
    second: SecondProcess

    def begin_second(self, is_wanted: bool) -> SecondProcess:
        """Return a second process for this build, which makes nothing where it is not wanted."""
        self.on_build_error()
        self.second = SecondProcess(self.settings, is_wanted)
        return self.second

    def on_build_error(self, **_: object) -> None:
        """End the second process, whatever it was at."""
        if hasattr(self, "second"):
            self.second.end()

    @contextmanager
    def read(self) -> Iterator[Vault]:
        """Read all; what a disk refuses is told as MkDocs tells it."""
        before = self.before()
        try:
            yield read(self.settings, before.vault if before else None)
        except OSError as error:
            raise PluginError(str(told(error))) from error

    def run(self, start: Start | None) -> None:
        """Run what is stale, or have `start` run it."""
        options, before = RunOptions(), self.before()
        options.start = start
        known = self.results if before is not None else None
        try:
            with shown_progress(options):
                self.results = run(self.vault, options, known)
        except OSError as error:
            raise PluginError(str(told(error))) from error

    def before(self) -> Web | None:
        """Return what was joined the last time, unless it was another site's."""
        before = self.joined.web
        return before if before and before.vault.root == self.settings.root else None

    def link(self, start: Start | None) -> Web | None:
        """Link what is on the disk now, if the host would decide as it did; None where not."""
        pages = self.web.vault.pages
        with self.read() as vault:
            if pages is None or propose(vault) != self.proposal:
                return None
            self.vault = hold_back(vault, self.left_out)
        self.run(start)
        vault = publish(self.vault, pages)
        if vault.unpublished.keys() != self.web.vault.unpublished.keys():
            return None
        return link(vault, self.results.only(vault.snippets), self.web)

    def find_report(self, web: Web) -> Report:
        """Find all problems; takes seconds of a large vault, in whatever thread."""
        return check(web)

    def tell(self, is_strict: bool, report: Report | None = None) -> None:
        """Hand all problems to MkDocs' log; of a `report` those that it was not told before."""
        before = set(self.report.problems) if report is not None else set()
        self.report = report if report is not None else self.find_report(self.web)
        level = logging.ERROR if is_strict else logging.WARNING  # `-q` silences no error
        for problem in self.report.problems:
            if problem not in before:
                log.log(level, str(problem))
        if before and not self.report.problems:
            log.info("no problem is left")
        if not before:
            for told_only in told_besides(self.report):
                log.info(told_only)  # at a level that no strict build fails for
