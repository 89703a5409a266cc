"""`maedeup why --between`: two real environments, one note."""

from __future__ import annotations

from pathlib import Path

import pytest
from maedeup.hosts.cli import main

SETTINGS = "site_name: 시험\ntheme: {name: mkdocs}\nplugins: [maedeup]\n"


@pytest.mark.slow
def test_package_that_moves_a_value_is_told_by_running_both(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "snippets").mkdir()
    (tmp_path / "mkdocs.yml").write_text(SETTINGS, "utf-8")
    code = "# %% size\nimport six\n\nversion = six.__version__\nname = six.__name__\n"
    (tmp_path / "snippets/size.py").write_text(code, "utf-8")
    note = "---\ntitle: 판\n---\n\n판은 ![[size.py#version]]이다.\n"
    (tmp_path / "docs/index.md").write_text(note, "utf-8")
    for name, version in (("a", "1.16.0"), ("b", "1.17.0")):
        (tmp_path / f"{name}.txt").write_text(f"six=={version}\n", "utf-8")
    command = ["--root", str(tmp_path), "why", "index", "--between", "a.txt", "b.txt"]
    code = main(command)
    told = capfd.readouterr()
    if code and "cannot install" in told.err and "No matching distribution" in told.err:
        pytest.skip("pip finds no package index here")
    assert code == 0, told.err
    assert "  value version: 1.16.0 -> 1.17.0" in told.out
    assert "because: package: six 1.16.0 -> 1.17.0" in told.out
    assert "shown: docs/index.md:5:" in told.out
    assert "value name" not in told.out


def test_requirements_that_are_not_there_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "snippets").mkdir()
    (tmp_path / "mkdocs.yml").write_text(SETTINGS, "utf-8")
    (tmp_path / "snippets/one.py").write_text("# %% one\nx = 1\n", "utf-8")
    assert main(["--root", str(tmp_path), "why", "one.py", "--between", "a.txt", "b.txt"]) == 1
    assert "a.txt: no such file" in capsys.readouterr().err
