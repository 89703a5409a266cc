"""Where things are: read from mkdocs.yml, so that site and command line agree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from maedeup.text.errors import MaedeupError, Problem
from maedeup.text.paths import SourcePath, read_source


@dataclass(frozen=True)
class Settings:
    """Where things are; read from mkdocs.yml, so that site and command line agree."""

    root: Path
    vault: str = "docs"
    snippets: str = "snippets"
    use_directory_urls: bool = True
    jobs: int = 0
    """Runs at once; 0 is one a core."""
    repo_url: str = ""
    checks: Any = field(default_factory=dict, compare=False)
    """Severities of checks by name, as given; `graded` reads them and says what is wrong."""
    nav: frozenset[str] = frozenset()
    """Pages that the navigation tree names, by `src_uri`."""
    take_away: bool = False
    """Whether the host publishes notebooks, Markdown twins and snippets' own pages."""
    notebooks_branch: str = ""
    """Branch of the repository that holds the published notebooks; Colab opens no other."""
    watch: str = ""
    """`kernel` where a run that the kernel does not watch is a problem."""
    keep_warm: bool = False
    """Keep what snippets import in memory between builds, as while serving."""

    @property
    def is_serving(self) -> bool:
        """Whether the author alone sees the site: what helps writing is shown then."""
        return self.keep_warm


def load_settings(root: Path) -> Settings:
    """Read the settings that site and command line share from `mkdocs.yml`.

    Raises:
        MaedeupError: there is no such file, or it is no YAML, or no table.
    """
    file = root / "mkdocs.yml"
    if not file.is_file():
        hint = "run this in the folder of mkdocs.yml"
        raise MaedeupError(Problem("mkdocs.yml", 0, "no such file", root.name, hint))
    try:
        config = yaml.load(read_source(file, SourcePath("mkdocs.yml")), _TolerantLoader) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        what = str(getattr(error, "problem", None) or error).splitlines()[0]
        raise MaedeupError(Problem("mkdocs.yml", line, "broken YAML", what)) from None
    if not isinstance(config, dict):
        hint = "write `site_name: …`"
        raise MaedeupError(Problem("mkdocs.yml", 1, "no table", repr(config)[:60], hint))
    own: dict[str, Any] = {}
    plugins = config.get("plugins") or []
    for plugin in [plugins] if isinstance(plugins, dict) else plugins:
        if isinstance(plugin, dict) and isinstance(plugin.get("maedeup"), dict):
            own = plugin["maedeup"]
    jobs = own.get("jobs", 0)
    if not isinstance(jobs, int):
        raise MaedeupError(Problem("mkdocs.yml", 1, "jobs is no number", str(jobs), "write `0`"))
    watch = own.get("watch") or ""
    if watch not in ("", "kernel"):
        raise MaedeupError(Problem("mkdocs.yml", 1, "unknown watch", str(watch), "write `kernel`"))
    return Settings(
        root=root,
        vault=str(config.get("docs_dir", "docs")),
        snippets=str(own.get("snippets_dir", "snippets")),
        use_directory_urls=bool(config.get("use_directory_urls", True)),
        jobs=jobs,
        repo_url=str(config.get("repo_url") or ""),
        checks=own.get("checks") or {},
        watch=watch,
        nav=frozenset(nav_paths(config.get("nav"))),
    )


def nav_paths(nav: Any) -> Iterator[str]:
    """Give the paths that a navigation tree names, at whatever depth."""
    if isinstance(nav, str):
        yield nav
    for entry in nav.values() if isinstance(nav, dict) else nav if isinstance(nav, list) else ():
        yield from nav_paths(entry)


class _TolerantLoader(yaml.SafeLoader):
    """Reads mkdocs.yml, whose tags (`!!python/name:…`, `!ENV`) mean something to MkDocs alone."""


_TolerantLoader.add_multi_constructor("", lambda loader, suffix, node: None)
