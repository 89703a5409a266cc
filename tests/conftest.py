"""What many tests need: tiny projects made of a few files, built and rendered."""

from __future__ import annotations

import copy
import functools
import importlib.util
import os
import shutil
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from multiprocessing import forkserver
from pathlib import Path
from typing import Any

import jinja2
import markdown
import mkdocs.utils
import pytest
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator
from maedeup.hosts import templates
from maedeup.runs import run
from maedeup.runs.imported import find_preload
from maedeup.runs.pool import IsolatedExecutor
from maedeup.runs.snippet import Snippet
from maedeup.site import fonts
from mkdocs.commands.build import build as build_with_mkdocs
from mkdocs.config import load_config

from tests.project import Project, RunOptions, build, load_settings

FENCES = ("pymdownx.highlight", "pymdownx.superfences", "pymdownx.details")
SITE = "site_name: t\ntheme: {name: mkdocs, language: ko}\n"
STRICT = f"{SITE}nav: [index.md]\nplugins: [{{maedeup: {{checks: strict, take_away: false}}}}]\n"
"""Every check is on, and no note is led to by the navigation alone."""

MANY_IMPORT = ("matplotlib", "matplotlib.animation", "matplotlib.pyplot", "numpy", "pandas")
"""What the server of all tests holds from the first: one that is to hold more starts anew."""

LENT = ("_forkserver_address", "_forkserver_alive_fd", "_forkserver_pid", "ensure_running")
"""How `multiprocessing` reaches the server that forks for it."""


class Servers:
    """The servers of a process, of which one has its turn and the others wait aside.

    Each start takes a second. One is for whom nothing was changed, and others are for another
    environment, for those that import torch, and for those that may find nothing imported: a fork
    of a process that holds torch costs twice as much.
    """

    def __init__(self) -> None:
        self.environment = self.ask_environment()
        self.turn: tuple[bool, ...] = ()
        self.aside: dict[tuple[bool, ...], tuple[Any, dict[str, Any]]] = {}

    def ask_environment(self) -> dict[str, str]:
        """Return what of the environment a server sees."""
        hidden = ("PYTEST_", "MAEDEUP_", "LC_")
        return {name: at for name, at in os.environ.items() if not name.startswith(hidden)}

    def take(self, preload: Iterable[str] | None, is_cold: bool = False) -> None:
        """Put the server aside if this is not its turn, and take up the one whose it is."""
        is_usual = self.ask_environment() == self.environment
        has_torch = any(name.startswith("torch") for name in preload or ())
        turn = (is_usual, has_torch, preload is None, is_cold)
        if turn == self.turn:
            return
        pool: Any = vars(forkserver._forkserver)  # type: ignore[attr-defined]
        if IsolatedExecutor._current is not None:
            lent = {name: pool.pop(name) for name in LENT}
            self.aside[self.turn] = IsolatedExecutor._current, lent
        no_server = (None, dict.fromkeys(LENT[:-1]))
        IsolatedExecutor._current, lent = self.aside.pop(turn, no_server)
        pool.update(lent)
        self.turn = turn


@functools.cache
def servers() -> Servers:
    return Servers()


BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")
"""The first draws the same pages and costs a fifth less: it has no window."""


def find_browser(names: Sequence[str] = BROWSERS) -> str | None:
    """Return the path of the browser that tests drive, if one of these names is installed."""
    return next(filter(None, map(shutil.which, names)), None)


def pytest_report_header() -> str:
    return f"browser: {find_browser() or 'none, tests that need one are skipped'}"


Files = Mapping[str, str | bytes]
MakeProject = Callable[[Files], Project]


@pytest.fixture(scope="session", autouse=True)
def warm_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let all tests of a process fork their runs from few servers, as one that serves does.

    Whoever tests what a server is started with takes `cold_server`.
    """
    fonts = tmp_path_factory.getbasetemp() / "fonts"
    servers()

    class Warm(IsolatedExecutor):
        def __init__(
            self,
            jobs: int,
            threads: int,
            preload: Sequence[str] | None,
            cache: Path,
            keep: bool = False,
            linger_s: float = 0,
            n_runs: int = 1,
        ) -> None:
            servers().take(preload)
            super().__init__(jobs, threads, preload, fonts, keep_warm=True)

    def find_more(root: Path, snippets: Sequence[Snippet]) -> list[str]:
        return sorted({*find_preload(root, snippets), *MANY_IMPORT})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "find_preload", find_more)
        patch.setattr(run, "IsolatedExecutor", Warm)
        yield


@pytest.fixture(scope="session", autouse=True)
def made_once() -> Iterator[None]:
    """Compile each template of a theme, cut each font, and list all themes, once for a process.

    MkDocs reads what all packages say of themselves for each site that it sets up.
    """
    known: dict[tuple[str, str], Any] = {}
    load, dump = jinja2.FileSystemBytecodeCache.load_bytecode, templates._Cache.dump_bytecode

    def load_known(cache: templates._Cache, bucket: Bucket) -> None:
        bucket.code = known.get((bucket.key, bucket.checksum))
        if bucket.code is None:
            load(cache, bucket)

    def dump_known(cache: templates._Cache, bucket: Bucket) -> None:
        known[bucket.key, bucket.checksum] = bucket.code
        dump(cache, bucket)

    compiled: dict[tuple[Any, ...], Any] = {}
    compile_anew = jinja2.Environment.compile

    def compile_known(env: jinja2.Environment, source: Any, *named: Any, **how: Any) -> Any:
        """Compile for a plugin that asks before ours: its environment keeps nothing."""
        is_plain = env.code_generator_class is CodeGenerator and env.bytecode_cache is None
        if not is_plain or not isinstance(source, str):
            return compile_anew(env, source, *named, **how)
        names = (frozenset(env.filters), frozenset(env.tests), frozenset(env.extensions))
        key = (source, named, *sorted(how.items()), *names, env.autoescape)
        if key not in compiled:
            compiled[key] = compile_anew(env, source, *named, **how)
        return compiled[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(templates._Cache, "load_bytecode", load_known)
        patch.setattr(templates._Cache, "dump_bytecode", dump_known)
        patch.setattr(jinja2.Environment, "compile", compile_known)
        patch.setattr(fonts, "_cut", functools.cache(fonts._cut))
        patch.setattr(mkdocs.utils, "entry_points", functools.cache(mkdocs.utils.entry_points))
        yield


@pytest.fixture
def cold_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start a server for each build of this test: it changes what servers know once for all."""
    servers().take(None, is_cold=True)
    monkeypatch.setattr(run, "IsolatedExecutor", IsolatedExecutor)
    monkeypatch.setattr(run, "find_preload", find_preload)


def write_files(root: Path, files: Files) -> None:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(textwrap.dedent(content).lstrip("\n"), "utf-8")


@pytest.fixture
def make_project(tmp_path: Path) -> MakeProject:
    """Write files into an empty project and give it, not built yet."""

    def make(files: Files) -> Project:
        write_files(tmp_path, {"mkdocs.yml": STRICT, "docs/index.md": "# 홈\n"} | files)
        (tmp_path / "snippets").mkdir(exist_ok=True)
        return Project(load_settings(tmp_path))

    return make


@pytest.fixture
def built(make_project: MakeProject) -> MakeProject:
    """Like `make_project`, and built."""

    def make(files: Files) -> Project:
        project = make_project(files)
        build(project, RunOptions())
        return project

    return make


@pytest.fixture
def shared_results(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep the results of this test's project where others that show the same snippet find them."""
    store = tmp_path_factory.getbasetemp() / "results"
    store.mkdir(exist_ok=True)
    (tmp_path / ".maedeup").mkdir()
    (tmp_path / ".maedeup/store").symlink_to(store, target_is_directory=True)


def render(project: Project, src_uri: str) -> str:
    """Return a page's HTML as the extension makes it, without any host."""
    note = project.notes[src_uri]
    md = markdown.Markdown(
        extensions=["maedeup", "attr_list", "tables", "toc", *FENCES],
        extension_configs={"maedeup": {"page": src_uri, "web": project.web}},
    )
    return md.convert(note.body)


def build_site(root: Path, **settings: Any) -> dict[str, bytes]:
    """Build a site with MkDocs in this process; give its files."""
    defaults: dict[str, Any] = {
        "plugins": ["maedeup"],
        "theme": {"name": "mkdocs", "language": "ko"},
        "markdown_extensions": ["attr_list", "tables", "md_in_html", *FENCES],
    }
    site = root.parent / f"{root.name}-site"
    options = copy.deepcopy(defaults | settings)  # MkDocs takes its settings apart
    config = load_config(str(root / "mkdocs.yml"), site_dir=str(site), **options)
    try:
        build_with_mkdocs(config)
    finally:
        config.plugins.on_shutdown()
    return {str(p.relative_to(site)): p.read_bytes() for p in site.rglob("*") if p.is_file()}


@pytest.fixture
def one_home(
    pytester: pytest.Pytester,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Undo that pytester gives each test a home: the warm server is one for one environment."""
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path_factory.getbasetemp()))


def need_module(name: str) -> None:
    """Skip a test or a file where there is no package that only a full installation has.

    Not imported here, as `importorskip` does: each process that collects would wait for torch.
    """
    if importlib.util.find_spec(name) is None:
        pytest.skip(f"{name} is not installed (requirements.txt has it)", allow_module_level=True)


def messages(project: Project) -> list[str]:
    """Return the first line of each problem."""
    return [str(problem).splitlines()[0] for problem in project.problems]
