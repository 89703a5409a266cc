"""A new site: one command, and it builds; nothing that is there is written over."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from maedeup.hosts.cli import main

from tests.commands import mkdocs_build
from tests.conftest import write_files

ROOT = Path(__file__).parents[1]
HANGUL, KANA = re.compile(r"[가-힣]"), re.compile(r"[ぁ-んァ-ヶ]")


def texts(root: Path) -> str:
    files = [f for f in root.rglob("*") if f.is_file() and ".maedeup" not in f.parts]
    return "".join(file.read_text("utf-8") for file in files)


@pytest.mark.parametrize("lang", ["ko", "en", "ja"])
def test_new_site_has_no_problem_and_speaks_its_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    root = tmp_path / "site"
    assert main(["init", str(root), "--lang", lang]) == 0
    written = capsys.readouterr().out.splitlines()[:-1]
    files = (file for file in root.rglob("*") if file.is_file())
    assert sorted(written) == sorted(file.relative_to(root).as_posix() for file in files)
    text = texts(root)
    assert bool(HANGUL.search(text)) == (lang == "ko")
    assert bool(KANA.search(text)) == (lang == "ja")
    assert main(["--root", str(root), "check"]) == 0
    told = capsys.readouterr()
    assert told.out == "1 snippets, 1 run, 0 failed; 4 notes; 0 problems\n"
    assert main(["--root", str(root), "check", "--json"]) == 0
    assert capsys.readouterr().out == "[]\n"


def test_new_site_builds_strictly_with_a_figure_and_asks_no_other_host(tmp_path: Path) -> None:
    assert main(["init", str(tmp_path), "--lang", "en"]) == 0
    assert main(["--root", str(tmp_path), "build", "--strict", "--quiet"]) == 0
    page = (tmp_path / "site/notes/first-note/index.html").read_text("utf-8")
    assert "<figure" in page
    assert ">0.50</data>" in page
    assert '<span class="k">assert</span>' not in page  # the cell that draws is shown, no other
    assert '<span class="o">=</span>' in page  # highlighted
    for file in (tmp_path / "site").rglob("*.html"):
        tags = re.findall(r"<(?:script|link|img|iframe)[^>]*>", file.read_text("utf-8"))
        assert not [t for t in tags if re.search(r'(?:src|href)="(?:https?:)?//', t)], file


def test_init_writes_over_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_files(tmp_path, {"docs/index.md": "mine\n", ".gitignore": "own\n"})
    assert main(["init", str(tmp_path), "--lang", "en"]) == 0
    assert (tmp_path / "docs/index.md").read_text() == "mine\n"
    assert (tmp_path / ".gitignore").read_text() == "own\n"
    assert "there already, left as it is: docs/index.md" in capsys.readouterr().err
    before = texts(tmp_path)
    assert main(["init", str(tmp_path), "--lang", "ko"]) == 1
    assert "mkdocs.yml: a site is there already" in capsys.readouterr().err
    assert texts(tmp_path) == before


def test_vault_below_the_site_is_shown_as_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {"wiki/Home.md": "# Not the title\n\n[[No such]]\n", "wiki/a/b.md": "[[Home]]\n"}
    write_files(tmp_path, files)
    arguments = ["--root", str(tmp_path), "init", "--lang", "en"]
    assert main([*arguments, "--from", str(tmp_path / "wiki")]) == 0
    assert (tmp_path / "wiki/Home.md").read_text() == files["wiki/Home.md"]
    assert "[Home](<Home.md>)" in (tmp_path / "wiki/index.md").read_text()
    assert not (tmp_path / "docs").exists()
    settings = (tmp_path / "mkdocs.yml").read_text()
    assert "docs_dir: wiki\n" in settings
    assert "checks: vault\n" in settings
    assert main(["--root", str(tmp_path), "check"]) == 0
    assert "warnings: unknown-note 1\n" in capsys.readouterr().err


def test_vault_elsewhere_is_brought_in(tmp_path: Path) -> None:
    write_files(tmp_path / "wiki", {
        "index.md": "[b](b)\n", "b.md": "b ==c== ~~d~~ H~2~O\n",
        "kept.md": "---\npublish: false\n---\nmine\n", "begun.md": "---\ndraft: true\n---\nx\n",
    })  # fmt: skip
    arguments = ["init", str(tmp_path / "site"), "--from", str(tmp_path / "wiki"), "--lang", "en"]
    assert main(arguments) == 0
    assert (tmp_path / "site/docs/index.md").read_text() == "[b](b.md)\n"
    assert (tmp_path / "wiki/index.md").read_text() == "[b](b)\n"
    root = tmp_path / "site"
    assert mkdocs_build(root, "-q").returncode == 0
    assert "<mark>c</mark> <del>d</del> H~2~O" in (root / "site/b/index.html").read_text()
    assert not {"kept", "begun"} & {page.name for page in (root / "site").iterdir()}


@pytest.mark.parametrize("inside", [".", "site"])
def test_site_inside_its_own_notes_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], inside: str
) -> None:
    write_files(tmp_path, {"a.md": "a\n"})
    assert main(["init", str(tmp_path / inside), "--from", str(tmp_path)]) == 1
    assert "a site cannot lie in its own notes" in capsys.readouterr().err
    assert [file.name for file in tmp_path.iterdir()] == ["a.md"]


def test_unknown_language_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", str(tmp_path), "--lang", "eng"]) == 1
    assert "unknown language: eng\n\nhint: did you mean en?" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert re.fullmatch(r"maedeup \d+\.\d+\.\d+\S*\n", capsys.readouterr().out)


def test_argument_that_no_command_knows_is_still_refused() -> None:
    with pytest.raises(SystemExit):
        main(["check", "--strict"])


@pytest.mark.slow
def test_wheel_and_three_commands_make_a_site_in_an_empty_environment(tmp_path: Path) -> None:
    """`pip install "maedeup[site]"`, `maedeup init`, `maedeup build`, with no edit between."""

    def run(*command: str | Path, cwd: Path = tmp_path) -> subprocess.CompletedProcess[str]:
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "MAEDEUP"))}
        clean["PIP_NO_COMPILE"] = "1"  # nor what builds the wheel: most of it is never imported
        return subprocess.run(
            [*map(str, command)], cwd=cwd, env=clean, capture_output=True, text=True, check=False
        )

    source = tmp_path / "source"
    source.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    ignore = shutil.ignore_patterns("*.egg-info", "__pycache__")
    shutil.copytree(ROOT / "tools", source / "tools", ignore=ignore)
    run(sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv")
    own = tmp_path / "venv" / "bin"
    pip = (sys.executable, "-m", "pip", "--python", own / "python")  # a copy of it takes seconds
    installed = run(*pip, "install", "--quiet", f"{source}[site]")
    unreachable = ("No matching distribution", "Failed to establish", "Network is unreachable")
    if installed.returncode and any(said in installed.stderr for said in unreachable):
        pytest.skip(f"NOT TESTED: nothing can be installed here: {installed.stderr[-300:]}")
    assert installed.returncode == 0, installed.stderr
    site = tmp_path / "site"
    site.mkdir()
    begun = run(own / "maedeup", "init", "--lang", "ja", cwd=site)
    assert begun.returncode == 0, begun.stderr
    done = run(own / "maedeup", "build", "--strict", cwd=site)
    assert done.returncode == 0, done.stderr
    page = (site / "site/notes/first-note/index.html").read_text("utf-8")
    assert "<figure" in page
    assert ">0.50</data>" in page
