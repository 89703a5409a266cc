"""Where things are: read from mkdocs.yml, so that site and command line agree."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from maedeup.errors import MaedeupError, Problem


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
    take_away: bool = False
    """Whether the host publishes notebooks, Markdown twins and snippets' own pages."""
    notebooks_branch: str = ""
    """Branch of the repository that holds the published notebooks; Colab opens no other."""
    keep_warm: bool = False
    """Keep what snippets import in memory between builds, as while serving."""

    @property
    def is_serving(self) -> bool:
        """Whether the author alone sees the site: what helps writing is shown then."""
        return self.keep_warm


def load_settings(root: Path) -> Settings:
    """Read the settings that site and command line share from `mkdocs.yml`.

    Raises:
        MaedeupError: there is no such file, or it is no YAML.
    """
    file = root / "mkdocs.yml"
    if not file.is_file():
        hint = "run this in the folder of mkdocs.yml"
        raise MaedeupError(Problem("mkdocs.yml", 0, "no such file", root.name, hint))
    try:
        config = yaml.load(file.read_text("utf-8"), _TolerantLoader) or {}
    except yaml.YAMLError as error:
        raise MaedeupError(Problem("mkdocs.yml", 1, "broken YAML", str(error))) from None
    own: dict[str, Any] = {}
    for plugin in config.get("plugins") or []:
        if isinstance(plugin, dict) and isinstance(plugin.get("maedeup"), dict):
            own = plugin["maedeup"]
    return Settings(
        root=root,
        vault=str(config.get("docs_dir", "docs")),
        snippets=str(own.get("snippets_dir", "snippets")),
        use_directory_urls=bool(config.get("use_directory_urls", True)),
        jobs=int(own.get("jobs", 0)),
        repo_url=str(config.get("repo_url") or ""),
        checks=own.get("checks") or {},
    )


class _TolerantLoader(yaml.SafeLoader):
    """Reads mkdocs.yml, whose tags (`!!python/name:…`, `!ENV`) mean something to MkDocs alone."""


_TolerantLoader.add_multi_constructor("", lambda loader, suffix, node: None)
