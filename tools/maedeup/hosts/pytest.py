"""Snippets and pages as tests.

    pytest --maedeup snippets        each snippet is a test: it runs, or its stored result holds
    pytest --maedeup docs snippets   the notebook of each note and lab too: taken away, it runs from
                                     its top and makes what it is published with
    pytest --maedeup docs            all that `maedeup check` tells is one test more, as it is where
                                     mkdocs.yml or the folder of both is named
    pytest --markdown-docs docs      each snippet that a page shows is a test of that page

The last is pytest-markdown-docs with a parser that reads our embeds as the snippets they show, so
that what is tested is what the reader sees. Collecting only reads; a snippet runs when its test
does, so that `-k`, `-x`, `--lf` and `-n` mean what they mean elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from maedeup.check.found import Report
    from maedeup.notes.note import Note
    from maedeup.runs.results import Results
    from maedeup.runs.snippet import Snippet
    from maedeup.vault.vault import Vault
    from maedeup.vault.web import Web

RUNNER = "MaedeupRunner"
SETTINGS = "mkdocs.yml"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the switch; without it this plugin collects nothing."""
    group = parser.getgroup("maedeup")
    group.addoption("--maedeup", action="store_true", help="collect snippets as tests")


class Session:
    """The vault of pytest's root folder, read once, and what was run for its tests."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._notebooks: Web | None = None
        self._made: Results | None = None

    @cached_property
    def vault(self) -> Vault:
        """What was read."""
        from maedeup.build import read
        from maedeup.hosts.settings import load_settings
        from maedeup.text.errors import MaedeupError

        try:
            return read(load_settings(self.root))
        except MaedeupError as error:
            raise pytest.UsageError(str(error)) from None

    def run(self, snippets: list[Snippet]) -> Results:
        """Run those of the snippets whose stored results do not hold."""
        from maedeup.build import RunOptions, run

        results = run(self.vault, RunOptions(only=snippets, keep_warm=True), self._made)
        before = self._made.by_key if self._made else {}
        # No failure is run twice.
        self._made = replace(results, by_key={**before, **results.by_key})
        return results

    def check(self) -> Report:
        """List all that is wrong with the vault, as the command and a strict build do."""
        from maedeup.build import check, link

        return check(link(self.vault, self.run(list(self.vault.runs()))))

    def notebooks_of(self, notes: list[Note]) -> Web:
        """Return the vault, joined with the results of all that these notes show."""
        if self._notebooks is None:
            from maedeup.build import link
            from maedeup.runs.results import Results

            web, seen = link(self.vault, Results()), set[str]()
            shown = {run.key: run for note in notes for run in self._shown(web, note, seen)}
            self._notebooks = link(self.vault, self.run(list(shown.values())))
        return self._notebooks

    def _shown(self, web: Web, note: Note, seen: set[str]) -> Iterator[Snippet]:
        """Yield the runs that a note shows, itself or by a part of another."""
        from maedeup.vault.leads import Code, NotePlace

        if note.src_uri in seen:
            return
        seen.add(note.src_uri)
        if (own := self.vault.snippets.get(note.path)) is not None:
            yield from self.vault.with_variants(own)
        for reference in note.references:
            target = web.find_target(reference, note)
            if isinstance(target, Code):
                yield from self.vault.with_variants(target.snippet)
            elif isinstance(target, NotePlace) and reference.embed:
                yield from self._shown(web, target.note, seen)

    def find_snippet(self, file: Path) -> Snippet | None:
        """Return the snippet of a file."""
        from maedeup.text.paths import to_source_path

        if not file.is_relative_to(self.root):
            return None
        return self.vault.snippets.get(to_source_path(self.root, file))

    def find_note(self, file: Path) -> Note | None:
        """Return the note, or the lab, of a file if it has a notebook."""
        from maedeup.page.copying import notebook_of
        from maedeup.text.paths import to_source_path

        if not file.is_relative_to(self.root):
            return None
        path = to_source_path(self.root, file)
        notes = (note for note in self.vault.notes.values() if note.path == path)
        return next((note for note in notes if notebook_of(note)), None)


_SESSION = pytest.StashKey[Session]()


def session_of(config: pytest.Config) -> Session:
    """Return the session's own, made when first asked for."""
    if _SESSION not in config.stash:
        config.stash[_SESSION] = Session(config.rootpath)
    return config.stash[_SESSION]


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a snippet, a note that has a notebook or the vault's settings, when asked to."""
    if not parent.config.getoption("--maedeup"):
        return None
    if file_path == parent.config.rootpath / SETTINGS:
        return SettingsFile.from_parent(parent, path=file_path)
    if file_path.suffix not in (".py", ".md", ".ipynb"):
        return None
    session = session_of(parent.config)
    if session.find_snippet(file_path):
        return SnippetFile.from_parent(parent, path=file_path)
    return NoteFile.from_parent(parent, path=file_path) if session.find_note(file_path) else None


@pytest.hookimpl(tryfirst=True)  # before `-k` and `--lf` choose
def pytest_collection_modifyitems(
    session: pytest.Session, config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Add the test of the whole vault where a folder of its notes is asked for."""
    file = config.rootpath / SETTINGS
    if not config.getoption("--maedeup") or not file.is_file():
        return
    if any(isinstance(item, CheckItem) for item in items):
        return
    settings = session_of(config).vault.settings
    vault = settings.root / settings.vault
    asked = (Path(config.invocation_params.dir, argument).resolve() for argument in config.args)
    if any(path.is_dir() and path.is_relative_to(vault.resolve()) for path in asked):
        items.extend(SettingsFile.from_parent(session, path=file).collect())


class SettingsFile(pytest.File):
    """The settings of a vault, which stand for all of it."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield the one test of what no snippet's own test tells."""
        yield CheckItem.from_parent(self, name="maedeup check")


class SnippetFile(pytest.File):
    """One snippet."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield a test of it, and one of each variant."""
        session = session_of(self.config)
        snippet = session.find_snippet(self.path)
        if snippet is None:
            return
        for run in session.vault.with_variants(snippet):
            name = f"run?{run.variant}" if run.variant else "run"
            yield SnippetItem.from_parent(self, name=name, snippet=run)
        if note := session.find_note(self.path):
            yield NotebookItem.from_parent(self, name="notebook", note=note)


class NoteFile(pytest.File):
    """One note that shows code."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield the test of its notebook."""
        if note := session_of(self.config).find_note(self.path):
            yield NotebookItem.from_parent(self, name="notebook", note=note)


class Item(pytest.Item):
    """A test whose failure is told in its own words, without our frames."""

    def repr_failure(self, excinfo: Any, style: Any = None) -> str:
        """Return what is wrong alone."""
        return str(excinfo.value)


class CheckItem(Item):
    """Passes when `maedeup check` finds no problem."""

    def runtest(self) -> None:
        """Take all steps; what other tests ran holds still."""
        from maedeup.text.errors import format_report

        if problems := session_of(self.config).check().problems:
            raise SnippetFailedError(format_report(problems))

    def reportinfo(self) -> tuple[Path, int, str]:
        """Name the command."""
        return self.path, 0, "maedeup check"


class NotebookItem(Item):
    """Passes when a note's notebook runs in an empty folder and makes what it is published with."""

    def __init__(self, *, note: Note, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.note = note

    def runtest(self) -> None:
        """Run the notebook; the results that it is compared with are made for all at once."""
        from maedeup.site.rerun import run_again

        notes = [item.note for item in self.session.items if isinstance(item, NotebookItem)]
        web = session_of(self.config).notebooks_of(notes)
        differences = run_again(web, [self.note], keep_warm=True)[self.note.src_uri]
        if differences is None:
            pytest.skip("the notebook needs a GPU and there is none here")
        if differences:
            raise SnippetFailedError("\n".join([f"notebook of {self.note.path}:", *differences]))

    def reportinfo(self) -> tuple[Path, int, str]:
        """Name the file."""
        return self.path, 0, f"notebook of {self.path.name}"


class SnippetItem(Item):
    """Passes when the snippet ran to its end, or ended as it declares."""

    def __init__(self, *, snippet: Snippet, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.snippet = snippet

    def runtest(self) -> None:
        """Run it, unless its stored result holds."""
        run_as_test(session_of(self.config), [self.snippet])

    def reportinfo(self) -> tuple[Path, int, str]:
        """Name the file."""
        return self.path, 0, self.path.name


class SnippetFailedError(Exception):
    """A run did not end as it should; the message is the problem with its traceback."""


def run_as_test(session: Session, snippets: list[Snippet]) -> None:
    """Run snippets; fail or skip as their results say.

    Raises:
        SnippetFailedError: a run failed.
    """
    from maedeup.runs.run import NO_GPU

    results = session.run(snippets)
    if results.problems:
        raise SnippetFailedError("\n".join(map(str, results.problems)))
    errors = [result.products.error for result in results.by_key.values()]
    if missing := [error for error in errors if error is not None and error.type == NO_GPU]:
        pytest.skip(missing[0].message)


@pytest.hookimpl(optionalhook=True, tryfirst=True)
def pytest_markdown_docs_markdown_it() -> Any:
    """Return a parser for pytest-markdown-docs that knows our embeds, in a project of ours."""
    config = _Config.given
    if config is None or not (config.rootpath / "mkdocs.yml").is_file():
        return None
    return _make_parser(session_of(config).vault)


class _Config:
    """The hook above is called without the configuration, so it is kept here."""

    given: pytest.Config | None = None


def pytest_configure(config: pytest.Config) -> None:
    """Keep the configuration, and register the runner of our fences."""
    _Config.given = config
    if config.getoption("markdowndocs", default=False):
        from pytest_markdown_docs._runners import DefaultRunner, register_runner

        class MaedeupRunner(DefaultRunner):
            def runtest(self, test: Any, args: Any, *, asyncio_runner: Any = None) -> None:
                session = session_of(config)
                code = test.source.strip()
                for snippet in session.vault.snippets.values():
                    if snippet.text.strip() == code:
                        run_as_test(session, session.vault.with_variants(snippet))
                        return
                raise SnippetFailedError(f"no snippet has this text: {test.source_path}")

            def repr_failure(self, test: Any, excinfo: Any, style: Any = None) -> str:
                return str(excinfo.value)

        register_runner()(MaedeupRunner)


def _make_parser(vault: Vault) -> Any:
    from markdown_it import MarkdownIt

    class EmbedParser(MarkdownIt):
        """Adds each snippet that the page shows, whole."""

        def parse(self, src: str, env: Any = None) -> Any:
            return super().parse(expand_embeds(vault, src), env)

    return EmbedParser("commonmark")


def expand_embeds(vault: Vault, text: str) -> str:
    """Return a page's text, and each snippet that it shows as one fence."""
    from maedeup.notes.grammar import find_references

    shown: dict[str, str] = {}
    for reference in find_references(text):
        if reference.kind == "snippet" and reference.embed:
            for snippet in vault.find_snippets(reference.target)[:1]:
                shown[snippet.path] = snippet.text
    # Behind the text, where no list and no open block can swallow a fence.
    fences = [f"~~~~~~python runner:{RUNNER}\n{code}\n~~~~~~" for code in shown.values()]
    return "\n\n".join([text, *fences])
