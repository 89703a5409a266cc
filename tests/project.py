"""A small vault under test: the four steps taken one by one, and their records at hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from maedeup.build import RunOptions, check, link, read, run
from maedeup.check.found import Report
from maedeup.hosts.settings import load_settings
from maedeup.runs.results import Results
from maedeup.text.errors import Problem
from maedeup.vault.site_settings import Settings
from maedeup.vault.vault import Vault
from maedeup.vault.web import Web

__all__ = ["Project", "RunOptions", "build", "load_settings"]


class Project:
    """Holds the records of the last build, from which the next one begins."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.vault: Vault = None  # type: ignore[assignment]
        self.made = Results()
        self.web: Web = None  # type: ignore[assignment]
        self.report: Report | None = None
        """None until all steps are taken: then what was read and run has its problems alone."""

    @property
    def settings(self) -> Settings:
        return self._settings

    @settings.setter
    def settings(self, settings: Settings) -> None:
        """Change how the site is set up; what was read and joined stays."""
        self._settings = settings
        if self.vault is not None:
            self.vault = replace(self.vault, settings=settings)
        if self.web is not None:
            self.web = replace(self.web, vault=self.vault)

    @property
    def root(self) -> Path:
        return self.settings.root

    def read(self) -> Vault:
        self.vault, self.report = read(self.settings, self.vault), None
        return self.vault

    def run(self, options: RunOptions | None = None) -> Results:
        self.made = run(self.vault, options, self.made)
        return self.made

    def link(self) -> Web:
        self.web = link(self.vault, self.made, self.web)
        return self.web

    @property
    def notes(self) -> dict[str, Any]:
        return dict(self.vault.notes)

    @property
    def results(self) -> dict[str, Any]:
        return dict(self.made.by_key)

    @property
    def problems(self) -> list[Problem]:
        if self.report is None:
            return sorted({*self.vault.problems, *self.made.problems})
        return list(self.report.problems)

    @property
    def warnings(self) -> list[Problem]:
        return list(self.report.warnings) if self.report else []

    @property
    def notices(self) -> list[str]:
        return list(self.made.notices)

    @property
    def ran(self) -> list[str]:
        return list(self.made.ran)


def build(project: Project, options: RunOptions | None = None) -> list[Problem]:
    """Take all steps; give the problems, sorted, each once."""
    project.read()
    project.run(options)
    project.report = check(project.link())
    return project.problems
