"""A build of which nothing has changed: the site is as it was, or is put back as it was.

A build notes the state of all that a site is made of, what it said, and the files that it made;
the next one, if each state is the same, sees to it that these files are there, says the same and
makes nothing. A state is what the disk tells of a file without reading it: a file that is written
anew is another one, whatever it holds, and then the build takes its ordinary way.

    .maedeup/site/made      what the site was made of, its files, what was said: JSON
    .maedeup/site/files/    the files, all in one folder, under a second name (a hard link)
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import shutil
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

from mkdocs.commands import build as host
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils import get_build_date

from maedeup.hosts.host_build import HostBuild, told
from maedeup.runs.results import Results
from maedeup.runs.store import read_sealed, write_sealed
from maedeup.runs.unchanged import changed_since, is_settled, state_of
from maedeup.runs.world import find_device
from maedeup.vault.history import git_folder, head_of
from maedeup.vault.uncollected import settling

HOST: Any = host
"""Where MkDocs looks for its build."""

FOLDER = ".maedeup/site"
MADE = "made"
FILES = "files"
PACKAGE = Path(__file__).parents[1]
MOST = 100_000
"""Files of a project, beyond which their states are not asked for."""

SKIPPED = {"__pycache__", "node_modules"}
VARIABLES = ("MAEDEUP", "MKDOCS", "SOURCE_DATE_EPOCH")
"""With what the names of environment variables begin that a build asks for."""

log = logging.getLogger("mkdocs.plugins.maedeup")


class Plugin(Protocol):
    """What is asked of our plugin once a build is done."""

    results: Results


class SameSite:
    """Takes the place of MkDocs' build for one command."""

    def __init__(self, plugin: Plugin, find_why_not: Callable[[MkDocsConfig], str]) -> None:
        self.plugin = plugin
        self.find_why_not = find_why_not
        self._host = HostBuild(HOST)

    def start(self) -> None:
        """Take the place of MkDocs' build."""
        self._host.replace(self.build)

    def stop(self) -> None:
        """Give MkDocs its build back."""
        self._host.restore()

    def build(self, config: MkDocsConfig, *, dirty: bool = False, **options: Any) -> None:
        """Build a site, if it is not there as it would be."""
        started, since = time.monotonic(), time.time_ns()
        folder = Path(config.config_file_path).resolve().parent / FOLDER
        made_of = None if dirty or self.find_why_not(config) else find_made_of(config, since)
        if made_of is None:
            self._host.plain(config, dirty=dirty, **options)
            return
        made = read_made(folder)
        if made is not None and holds(made, made_of, folder.parents[1]):
            site = Path(config.site_dir)
            if put_back(site, folder / FILES, made["files"]):
                for name, level, message in made["said"]:
                    if level > logging.INFO or name == log.name:
                        logging.getLogger(name).log(level, "%s", message)
                log.info("nothing has changed: the site is as it was built")
                seconds = time.monotonic() - started
                logging.getLogger("mkdocs.commands.build").info(
                    f"Documentation built in {seconds:.2f} seconds"
                )
                return
        with contextlib.suppress(FileNotFoundError):
            (folder / MADE).unlink()
        with told() as said, settling():
            self._host.plain(config, dirty=dirty, **options)
        results = self.plugin.results
        if results.states is None or results.ran or results.problems or results.pending:
            return
        with contextlib.suppress(OSError):  # a full disk: the next build takes its ordinary way
            files = keep(Path(config.site_dir), folder / FILES)
            kept = {"made_of": made_of, "states": results.states, "said": said, "files": files}
            write_sealed(folder / MADE, json.dumps(kept).encode())


def find_made_of(config: MkDocsConfig, since: int) -> dict[str, Any] | None:
    """Return what a site is made of besides what runs depend on; None where that is not known.

    Args:
        config: before any plugin has had its say.
        since: this moment, in nanoseconds; a file that changed just before may change unseen.
    """
    level = logging.getLogger("mkdocs").getEffectiveLevel()
    root = Path(config.config_file_path).resolve().parent
    commit = head_of(root)
    if level <= logging.DEBUG or (commit is None and git_folder(root) is not None):
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        given = [*config.user_configs, config.config_file_path]
    try:
        settings = json.dumps(given, default=_name)
    except TypeError:
        return None
    states: dict[str, Any] = {}
    for path, state in _states(config, root):
        if not is_settled(state, since) or len(states) > MOST:
            return None
        states[path] = list(state or ())
    receipts = root / ".maedeup/store/receipts"
    entries = sorted((str(path), path.stat().st_mtime_ns) for path in receipts.glob("*/*.json"))
    asked = {name: text for name, text in os.environ.items() if name.startswith(VARIABLES)}
    return {
        "settings": settings,
        "level": level,
        "day": get_build_date(),
        "machine": [sys.version, find_device()],
        "env": asked,
        "commit": list(commit or ()),
        "results": [list(entry) for entry in entries],
        "states": states,
    }


def _name(value: object) -> str:
    """Return what names a setting that is a path, or a function of some module.

    Raises:
        TypeError: it is something else.
    """
    if isinstance(value, os.PathLike):
        return str(os.fspath(value))
    name = getattr(value, "__qualname__", "<none>")
    if not callable(value) or "<" in name:
        raise TypeError(value)
    return f"{value.__module__}.{name!s}"


def _states(
    config: MkDocsConfig, root: Path
) -> Iterator[tuple[str, tuple[int, int, int, int] | None]]:
    """Yield each file that a build may read, with its state: the project's, the theme's, ours."""
    site = Path(config.site_dir).resolve()
    snippets = config.mdx_configs.get("pymdownx.snippets") or {}
    bases = snippets.get("base_path") or ()
    named = [bases] if isinstance(bases, (str, os.PathLike)) else list(bases)
    custom = [config.theme.custom_dir] if config.theme.custom_dir else []
    docs = Path(config.docs_dir).resolve()
    tops = [root, docs, PACKAGE, *(root / str(folder) for folder in (*named, *custom))]
    seen: set[Path] = set()
    waiting = [(top.resolve(), False) for top in tops]
    while waiting:
        folder, is_hidden = waiting.pop()
        if folder in seen or folder == site or (folder / "pyvenv.cfg").is_file():
            continue
        seen.add(folder)
        try:
            entries = list(os.scandir(folder))
        except OSError:
            if folder.is_file():  # a base of snippets may be one
                yield str(folder), state_of(folder)
            continue
        for entry in entries:
            # The host leaves out what is hidden, but what an author asks it to take.
            inside = is_hidden or docs in (folder, *folder.parents)
            if entry.is_dir():
                if entry.name not in SKIPPED and (inside or entry.name[:1] != "."):
                    waiting.append((Path(entry.path).resolve(), inside))
            elif not entry.name.endswith(".pyc"):
                yield entry.path, state_of(entry.path)


def read_made(folder: Path) -> dict[str, Any] | None:
    """Read what was noted of the last build; None where there is nothing or something else."""
    data = read_sealed(folder / MADE)
    made: dict[str, Any] | None = json.loads(data) if data else None
    return made


def holds(made: Mapping[str, Any], made_of: Mapping[str, Any], root: Path) -> bool:
    """Say whether a site would be made of the same."""
    if made["made_of"] != made_of:
        return False
    states = {
        path: tuple(state) if isinstance(state, list) else state
        for path, state in made["states"].items()
    }
    return changed_since(root, states) == set()


def _files_of(site: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Yield each file of a site, by its path in it; MkDocs leaves what is hidden at its top."""
    waiting = [(str(site), "")]
    while waiting:
        folder, within = waiting.pop()
        for entry in os.scandir(folder):
            name = within + entry.name
            if not within and entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                waiting.append((entry.path, f"{name}/"))
            else:
                yield name, entry.stat(follow_symlinks=False)


def _is_same(path: str, size: int, time: int) -> bool:
    try:
        found = os.lstat(path)
    except OSError:
        return False
    return (found.st_size, found.st_mtime_ns) == (size, time)


def keep(site: Path, kept: Path) -> dict[str, list[int]]:
    """Give each file of a site a second name in `kept`; return sizes and times of change.

    Where files can have no second name there, nothing is kept, and the site alone is what counts.
    """
    files, seconds = {}, set[str]()
    kept.mkdir(parents=True, exist_ok=True)
    known = {entry.name: entry for entry in os.scandir(kept)}
    linked = True
    for name, found in _files_of(site):
        files[name] = [found.st_size, found.st_mtime_ns]
        seconds.add(second := _second_name(name))
        try:
            if second in known:
                if known[second].inode() == found.st_ino:
                    continue
                (kept / second).unlink()
            if linked:
                os.link(f"{site}/{name}", f"{kept}/{second}")
        except OSError:
            linked = False
    for second in known.keys() - seconds:
        if known[second].is_dir(follow_symlinks=False):
            shutil.rmtree(kept / second)
        else:
            (kept / second).unlink(missing_ok=True)
    return files


def _second_name(name: str) -> str:
    """Return the name under which a file of the site is kept: to make folders takes longer."""
    return hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()[:32]


def put_back(site: Path, kept: Path, files: Mapping[str, list[int]]) -> bool:
    """See to it that a site has these files and no others; say whether that could be done."""
    missing = [name for name, state in files.items() if not _is_same(f"{site}/{name}", *state)]
    if any(not _is_same(f"{kept}/{_second_name(name)}", *files[name]) for name in missing):
        return False
    try:
        for name in missing:
            file = site / name
            if file.is_dir():
                shutil.rmtree(file)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.unlink(missing_ok=True)
            os.link(kept / _second_name(name), file)
        for name in [name for name, _ in _files_of(site) if name not in files]:
            (site / name).unlink()
    except OSError:
        return False
    return True
