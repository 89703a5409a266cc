"""Where things are: read from mkdocs.yml, so that site and command line agree."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from maedeup.text.errors import Problem
from maedeup.text.strings import Strings, strings_of
from maedeup.vault.pages import AskHost

OPTION = "option"


def option(kind: type, default: object) -> Any:
    """Return a field that the plugin's option of the same name fills: its type and its default."""
    return field(default=default, metadata={OPTION: kind})


@dataclass(frozen=True)
class Settings:
    """Where things are; read from mkdocs.yml, so that site and command line agree."""

    root: Path
    file: str = "mkdocs.yml"
    """Name of the file that they were read from."""
    inherited: tuple[str, ...] = ()
    """Paths of the files that it inherits from, nearest first."""
    name: str = ""
    """Of the site."""
    language: str = "en"
    """Of what readers see besides the notes' own text: the theme's."""
    vault: str = "docs"
    snippets: str = "snippets"
    inventories: str = option(str, "inventories")
    """Folder of the names that libraries' documentation tells of."""
    use_directory_urls: bool = True
    jobs: int = option(int, 0)
    """Runs at once; 0 is one a core."""
    repo_url: str = ""
    checks: Any = field(default_factory=dict, compare=False)
    """A profile of checks, or severities by name, as given; `check/grades.py` reads them."""
    in_navigation: Callable[[str], bool] = field(default=lambda src_uri: False, compare=False)
    """Says whether the host's navigation leads to a page, named or by itself."""
    runs_fences: bool = False
    """Whether the host has markdown-exec, which runs fences that say `exec`."""
    take_away: bool = False
    """Whether the host publishes notebooks, Markdown twins and snippets' own pages."""
    notebooks_branch: str = option(str, "")
    """Branch of the repository that holds the published notebooks; Colab opens no other."""
    recent: int = option(int, 0)
    """Notes on the page of what was changed last; 0 makes no such page."""
    includes_notebook: Callable[[str], bool] = field(default=lambda src_uri: True, compare=False)
    """Says whether a notebook of the vault becomes a page, by its path in the vault."""
    frozen: bool = option(bool, False)
    """Run nothing; a stale result is a problem."""
    results: tuple[str, ...] = ()
    """Addresses of places where results may be read from, in the order in which they are asked."""
    publish_results: bool = True
    """Whether the site carries its results, for whoever builds it elsewhere."""
    site_url: str = ""
    executor: str = option(str, "")
    """Where stale snippets run: empty is here, `dask=tcp://...` a cluster; not while serving."""
    warm: int = option(int, 10)
    """Minutes that a command leaves warm, for the next one, what its snippets imported; 0 none."""
    watch: str = option(str, "")
    """`kernel` where a run that the kernel does not watch is a problem."""
    keep_warm: bool = False
    """Keep what snippets import in memory between builds, as while serving."""

    drafts: Mapping[str, object] = field(default_factory=dict, compare=False)
    """Fields of front matter, with the values that keep a note from being published."""
    ask_host: AskHost | None = field(default=None, compare=False, repr=False)
    """Has the host decide on pages at once; None where it tells of them itself, later."""

    problems: tuple[Problem, ...] = field(default=(), compare=False)

    @property
    def strings(self) -> Strings:
        """What readers see, in the site's language."""
        return strings_of(self.language)

    @property
    def is_serving(self) -> bool:
        """Whether the author alone sees the site: what helps writing is shown then."""
        return self.keep_warm
