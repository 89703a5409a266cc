"""Snippets and pages as tests.

    pytest --maedeup snippets        each snippet is a test: it runs, or its stored result holds
    pytest --maedeup docs snippets   the notebook of each note and lab too: taken away, it runs from
                                     its top and makes what it is published with
    pytest --markdown-docs docs      each snippet that a page shows is a test of that page

The last is pytest-markdown-docs with a parser that reads our embeds as the snippets they show, so
that what is tested is what the reader sees.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from maedeup.build import Project
    from maedeup.notes.note import Note
    from maedeup.runs.snippet import Snippet

RUNNER = "MaedeupRunner"
_PROJECT = pytest.StashKey["Project"]()
_RERUNS = pytest.StashKey[dict[str, "list[str] | None"]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the switch; without it this plugin collects nothing."""
    group = parser.getgroup("maedeup")
    group.addoption("--maedeup", action="store_true", help="collect snippets as tests")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a snippet or a note that has a notebook, when asked to."""
    if not parent.config.getoption("--maedeup") or file_path.suffix not in (".py", ".md", ".ipynb"):
        return None
    project = get_project(parent.config)
    if _find_snippet(project, file_path):
        return SnippetFile.from_parent(parent, path=file_path)
    return NoteFile.from_parent(parent, path=file_path) if _find_note(project, file_path) else None


def get_project(config: pytest.Config) -> Project:
    """Give the project of pytest's root folder, built once a session."""
    if _PROJECT not in config.stash:
        from maedeup.build import Project, build
        from maedeup.vault.settings import load_settings

        project = Project(load_settings(config.rootpath))
        build(project)
        config.stash[_PROJECT] = project
    return config.stash[_PROJECT]


class SnippetFile(pytest.File):
    """One snippet."""

    def collect(self) -> Iterator[pytest.Item]:
        """Give a test of it, and one of each variant."""
        yield SnippetItem.from_parent(self, name="run")
        project = get_project(self.config)
        snippet = _find_snippet(project, self.path)
        assert snippet is not None
        for variant in project.with_variants(snippet)[1:]:
            yield SnippetItem.from_parent(self, name=f"run?{variant.variant}")
        if _find_note(project, self.path):
            yield NotebookItem.from_parent(self, name="notebook")


class NoteFile(pytest.File):
    """One note that shows code."""

    def collect(self) -> Iterator[pytest.Item]:
        """Give the test of its notebook."""
        yield NotebookItem.from_parent(self, name="notebook")


class NotebookItem(pytest.Item):
    """Passes when a note's notebook runs in an empty folder and makes what it is published with."""

    def runtest(self) -> None:
        """Look at the run; the first of these tests has the notebooks of all of them run."""
        stash, project = self.config.stash, get_project(self.config)
        if _RERUNS not in stash:
            from maedeup.site.rerun import run_again

            items = [item for item in self.session.items if isinstance(item, NotebookItem)]
            notes = [_find_note(project, item.path) for item in items]
            stash[_RERUNS] = run_again(project, [note for note in notes if note])
        note = _find_note(project, self.path)
        assert note is not None
        differences = stash[_RERUNS][note.src_uri]
        if differences is None:
            pytest.skip("the notebook needs a GPU and there is none here")
        if differences:
            raise SnippetFailedError("\n".join([f"notebook of {note.path}:", *differences]))

    def repr_failure(self, excinfo: Any, style: Any = None) -> str:
        """Show what differs alone, not our own frames."""
        return str(excinfo.value)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Name the file."""
        return self.path, 0, f"notebook of {self.path.name}"


class SnippetItem(pytest.Item):
    """Passes when the snippet ran to its end, or ended as it declares."""

    def runtest(self) -> None:
        """Look at the result."""
        project = get_project(self.config)
        snippet = _find_snippet(project, self.path)
        assert snippet is not None
        wanted = self.name.removeprefix("run").removeprefix("?")
        runs = {run.variant: run for run in project.with_variants(snippet)}
        check_result(project, runs[wanted])

    def repr_failure(self, excinfo: Any, style: Any = None) -> str:
        """Show the problem alone, not our own frames."""
        return str(excinfo.value)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Name the file."""
        return self.path, 0, self.path.name


class SnippetFailedError(Exception):
    """A run did not end as it should; the message is the problem with its traceback."""


def check_result(project: Project, snippet: Snippet) -> None:
    """Fail or skip as the snippet's result says.

    Raises:
        SnippetFailedError: the run failed.
    """
    from maedeup.runs.run import NO_GPU

    result = project.results[snippet.key]
    error = result.products.error
    if error is not None and error.type == NO_GPU:
        pytest.skip(error.message)
    if result.products.failed:
        found = [p for p in project.problems if p.path == snippet.path]
        raise SnippetFailedError("\n".join(map(str, found)))


@pytest.hookimpl(optionalhook=True, tryfirst=True)
def pytest_markdown_docs_markdown_it() -> Any:
    """Give pytest-markdown-docs a parser that knows our embeds, in a project of ours."""
    config = _Session.config
    if config is None or not (config.rootpath / "mkdocs.yml").is_file():
        return None
    return _make_parser(get_project(config))


class _Session:
    """The hook above is called without the configuration, so it is kept here."""

    config: pytest.Config | None = None


def pytest_configure(config: pytest.Config) -> None:
    """Keep the configuration, and register the runner of our fences."""
    _Session.config = config
    if config.getoption("markdowndocs", default=False):
        from pytest_markdown_docs._runners import DefaultRunner, register_runner

        class MaedeupRunner(DefaultRunner):
            def runtest(self, test: Any, args: Any, *, asyncio_runner: Any = None) -> None:
                project = get_project(config)
                code = test.source.strip()
                for snippet in project.snippets.values():
                    if snippet.text.strip() == code:
                        for run in project.with_variants(snippet):
                            check_result(project, run)
                        return
                raise SnippetFailedError(f"no snippet has this text: {test.source_path}")

            def repr_failure(self, test: Any, excinfo: Any, style: Any = None) -> str:
                return str(excinfo.value)

        register_runner()(MaedeupRunner)


def _make_parser(project: Project) -> Any:
    from markdown_it import MarkdownIt

    class EmbedParser(MarkdownIt):
        """Adds each snippet that the page shows, whole."""

        def parse(self, src: str, env: Any = None) -> Any:
            return super().parse(expand_embeds(project, src), env)

    return EmbedParser("commonmark")


def expand_embeds(project: Project, text: str) -> str:
    """Give a page's text, and each snippet that it shows as one fence."""
    from maedeup.notes.grammar import find_references

    shown: dict[str, str] = {}
    for reference in find_references(text):
        if reference.kind == "snippet" and reference.embed:
            for snippet in project.find_snippets(reference.target)[:1]:
                shown[snippet.path] = snippet.text
    # Behind the text, where no list and no open block can swallow a fence.
    fences = [f"~~~~~~python runner:{RUNNER}\n{code}\n~~~~~~" for code in shown.values()]
    return "\n\n".join([text, *fences])


def _find_snippet(project: Project, file: Path) -> Snippet | None:
    from maedeup.text.paths import to_source_path

    if not file.is_relative_to(project.root):
        return None
    return project.snippets.get(to_source_path(project.root, file))


def _find_note(project: Project, file: Path) -> Note | None:
    """Give the note, or the lab, of a file if it has a notebook."""
    from maedeup.page.copying import notebook_of
    from maedeup.text.paths import to_source_path

    if not file.is_relative_to(project.root):
        return None
    path = to_source_path(project.root, file)
    return next(
        (n for n in project.notes.values() if n.path == path and notebook_of(project, n)), None
    )
