"""The command line: what it prints, and its exit code."""

from pathlib import Path

import pytest
from maedeup.hosts.cli import main

from .conftest import MakeProject, write_files


def run(root: Path, *arguments: str) -> int:
    return main(["--root", str(root), *arguments])


@pytest.fixture
def root(make_project: MakeProject) -> Path:
    files = {"snippets/x.py": "# %% a\nprint(1)\n", "docs/index.md": "![[x.py]]\n"}
    return make_project(files).root


def test_run_runs_what_is_stale_and_nothing_twice(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(root, "run") == 0
    assert "1 snippets, 1 run, 0 failed" in capsys.readouterr().out
    assert run(root, "run") == 0
    assert "1 snippets, 0 run, 0 failed" in capsys.readouterr().out
    assert run(root, "run", "--force", "x") == 0
    assert "1 snippets, 1 run, 0 failed" in capsys.readouterr().out


def test_run_of_a_failing_snippet_exits_with_1(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "snippets/x.py").write_text("# %% a\n1/0\n")
    assert run(root, "run") == 1
    captured = capsys.readouterr()
    assert "FAILED" in captured.err
    assert "snippets/x.py:2: ZeroDivisionError: division by zero" in captured.err


def test_run_of_an_unknown_snippet_suggests_one(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(root, "run", "y") == 1
    assert "hint: did you mean x.py?" in capsys.readouterr().err


def test_why_says_which_line_of_the_receipt_broke(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(root, "run")
    capsys.readouterr()
    assert run(root, "why", "index") == 0
    assert capsys.readouterr().out == "snippets/x.py: fresh\n"
    (root / "snippets/x.py").write_text("# %% a\nprint(2)\n")
    run(root, "why", "x")
    assert capsys.readouterr().out == ("snippets/x.py: stale\n  the code changed: snippets/x.py\n")


def test_check_lists_problems_and_exits_with_1(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(root, "check") == 0
    write_files(root, {"docs/a.md": "[[b]]\n"})
    assert run(root, "check") == 1
    assert "docs/a.md:1: unknown note: b" in capsys.readouterr().err


def test_new_note_and_snippet_have_no_problem_but_that_nothing_leads_to_them(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(root, "new", "note", "relu") == 0
    assert run(root, "new", "snippet", "area/relu") == 0
    assert capsys.readouterr().out == "docs/notes/relu.md\nsnippets/area/relu.py\n"
    run(root, "check")
    told = capsys.readouterr().err
    assert "problems: orphan 1, unused-snippet 1\n" in told
    assert "no claim" not in told
    assert "docs/notes/relu.md:1: orphan note: relu\n" in told
    assert "snippets/area/relu.py:1: unused snippet: relu.py\n" in told


def test_new_never_overwrites(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(root, "new", "snippet", "x") == 1
    assert "snippets/x.py: exists already: x" in capsys.readouterr().err
    assert (root / "snippets/x.py").read_text() == "# %% a\nprint(1)\n"


@pytest.mark.parametrize("slug", ["../x", "a b", "", "/x"])
def test_new_refuses_a_name_that_leaves_the_project(root: Path, slug: str) -> None:
    assert run(root, "new", "note", slug) == 1


def test_folder_without_mkdocs_yml_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, "check") == 1
    assert "hint: run this in the folder of mkdocs.yml" in capsys.readouterr().err
