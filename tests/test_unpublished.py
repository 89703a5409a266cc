"""What the host leaves out of a site stands in nothing that is published, and raises no problem."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest
from mkdocs.commands.build import build as build_with_mkdocs
from mkdocs.config import load_config

from tests.commands import mkdocs_build
from tests.conftest import MakeProject, build_site, write_files
from tests.project import build

WORD = "zqxhidden"

CONFIG = """
site_name: t
site_url: https://example.org/
theme: {name: material, language: ko, font: false}
plugins:
  - search
  - blog: {archive: true, categories: true}
  - tags
  - maedeup:
      recent: 20
      drafts: {publish: false, state: [draft, idea]}
hooks: [hook.py]
exclude_docs: |
  /private/
  *.secret.md
  /labs/
draft_docs: /later/
"""

HOOK = """
def on_files(files, config):
    files.remove(files.get_file_from_path("taken.md"))
    return files
"""


def secret(name: str, front: str = "") -> str:
    """Return a note that says its own word in every place from which a site takes something."""
    word = f"{WORD}{name}"
    return (
        f"---\n{front}title: {word}title\naliases: [{word}alias]\ntags: [{word}tag, 공통]\n"
        f"requires: [open]\nbroken_field: {word}\n---\n\n"
        f"**{word}**은 [[open]]과 [[index]]를 잇는 {word}claim이다.[^1] [[zz-unknown]]\n\n"
        f"## {word}heading\n\n> [!note] {word}callout [[open]]\n"
        f"> {word}quote [[open]] ^{word}mark\n\n"
        f"> [!danger] 바로잡음: {word}wrong\n> {word}right [[open]]\n\n"
        f"$${word}$$ ^eq-{word}\n\n![[a.py#one]]\n\n"
        f"```python\n{word} = 1\n```\n\n[^1]: {word}foot\n"
    )


OPEN = """
---
title: 열린 노트
tags: [공통]
requires: [private-note]
---

**열린 노트**는 [[private-note]], [[later-note]], [[post-draft]]를 안다.
[[outside]]와 [[unfinished]], 또 [[taken]]과 [글](private/private-note.md)과 [[index]].

![[private-note]]

> [[later-note]]를 인용하고
>
> > ![[private-note]]

> [!note] 접이
> [[x.secret|보이는 글]]

- 목록의 [[private-note]]

![[folder.png|그림]]
"""


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    """Plant a private note in each way that a host, or an author, can keep one back."""
    root, outside = tmp_path / "site-root", tmp_path / "outside"
    notebook = {
        "cells": [{"cell_type": "markdown", "metadata": {}, "source": [f"# {WORD}notebook"]},
                  {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None,
                   "source": [f"print('{WORD}output')"]}],
        "metadata": {}, "nbformat": 4, "nbformat_minor": 5,
    }  # fmt: skip
    files = {
        "mkdocs.yml": CONFIG,
        "hook.py": HOOK,
        "snippets/a.py": "# %% one\nx = 1\nprint(x)\n",
        "snippets/labs/try.py": f"# %% [markdown]\n# # {WORD}lab\n# %% c\nprint('{WORD}printed')\n",
        "docs/index.md": "# 홈\n\n[[open]] [[blog/index|글]] [[map]]\n\n![[a.py#one]]\n",
        "docs/open.md": OPEN,
        "docs/map.md": "---\nkind: map\n---\n# 지도\n\n[[open]]\n\n"
        "![[list:graph]]\n\n![[list:corrections]]\n",
        "docs/private/private-note.md": secret("excluded"),
        "docs/private/own.ipynb": json.dumps(notebook),
        "docs/private/folder.png": b"png",
        "docs/x.secret.md": secret("pattern"),
        "docs/later/later-note.md": secret("draft"),
        "docs/.hidden/dotted.md": secret("dotted"),
        "docs/unfinished.md": secret("setting", "publish: false\n"),
        "docs/idea.md": secret("idea", "state: idea\n"),
        "docs/quoted.md": secret("quoted", "publish: 'False'\n"),
        "docs/listed.md": secret("listed", "State: [seed, Draft]\n"),
        "docs/taken.md": secret("plugin"),
        "docs/blog/index.md": "# 블로그\n",
        "docs/blog/posts/post-draft.md": secret("post", "date: 2024-03-05\ndraft: true\n"),
        "docs/blog/posts/post.md": "---\ndate: 2024-03-04\n---\n# 첫 글\n\n**첫 글**은 [[open]].\n",
    }
    write_files(root, files)
    write_files(outside, {"away.md": secret("link"), "folder/far.md": secret("folder")})
    (root / "docs/outside.md").symlink_to(outside / "away.md")
    (root / "docs/far").symlink_to(outside / "folder", target_is_directory=True)
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "t"]):
        who = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
        subprocess.run(["git", *who, *command], cwd=root, check=True)
    return root


def read(file: Path) -> bytes:
    data = file.read_bytes()
    return gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data


def test_no_file_of_the_site_says_what_a_private_note_says(planted: Path) -> None:
    done = mkdocs_build(planted)
    assert done.returncode == 0, done.stderr
    site = planted / "site"
    names = [path for path in site.rglob("*") if WORD in path.name]
    saying = [path for path in site.rglob("*") if path.is_file() and WORD.encode() in read(path)]
    assert names + saying == []
    for known in ("assets/notes.json", "assets/graph.json", "feed.xml", "llms.txt", "open.md"):
        assert "열린 노트" in (site / known).read_text("utf-8"), known
    assert WORD not in done.stderr


def test_build_command_and_tests_tell_the_same_and_nothing_of_private_notes(planted: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "maedeup.hosts.cli", "check", "--json"],
        cwd=planted, capture_output=True, text=True,
    )  # fmt: skip
    problems = [p for p in json.loads(told.stdout) if p["severity"] == "error"]
    links = [p["path"] for p in problems if p["code"] == "leads-outside"]
    assert sorted(links) == ["docs/far", "docs/outside.md"]
    problems = [p for p in problems if p["path"] not in links]
    assert {p["path"] for p in problems} == {"docs/open.md"}
    assert {p["code"] for p in problems} == {"unpublished-note"}
    assert sorted(p["value"] for p in problems) == [
        "folder.png", "later-note", "later-note", "outside", "post-draft",
        "private-note", "private-note", "private-note", "private-note", "private-note",
        "private/private-note.md", "taken", "unfinished", "x.secret",
    ]  # fmt: skip
    strict = mkdocs_build(planted, "--strict")
    assert strict.returncode == 1
    for problem in problems:
        assert f"docs/open.md:{problem['line']}: {problem['problem']}" in strict.stderr
    assert f"Aborted with {len(problems) + len(links)} " in strict.stderr + strict.stdout
    tests = subprocess.run(
        [sys.executable, "-m", "pytest", "--maedeup", "docs", "-q", "-p", "no:cacheprovider"],
        cwd=planted, capture_output=True, text=True,
    )  # fmt: skip
    failure = tests.stdout.partition("short test summary")[0]
    assert failure.count("the site leaves this out") == len(problems)
    assert WORD not in tests.stdout


def test_drafts_are_shown_while_serving_as_the_host_shows_them(
    planted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(planted)
    config = load_config("mkdocs.yml", site_dir=str(planted / "served"))
    config.plugins.on_startup(command="serve", dirty=False)
    build_with_mkdocs(config, serve_url="http://127.0.0.1:8000/")
    config.plugins.on_shutdown()
    shown = (planted / "served/later/later-note/index.html").read_text("utf-8")
    assert f"{WORD}draftclaim" in shown
    assert f"{WORD}setting" in (planted / "served/unfinished/index.html").read_text("utf-8")
    backlinks = (planted / "served/open/index.html").read_text("utf-8").split("<aside")[1]
    assert f"{WORD}draft" in backlinks
    everywhere = b"".join(p.read_bytes() for p in (planted / "served").rglob("*") if p.is_file())
    for kept in ("excluded", "pattern", "dotted", "link", "folder", "plugin", "notebook", "lab"):
        assert f"{WORD}{kept}".encode() not in everywhere, kept


def test_build_that_follows_serving_in_the_same_process_publishes_no_draft(tmp_path: Path) -> None:
    write_files(
        tmp_path,
        {
            "mkdocs.yml": "site_name: t\ndraft_docs: /later/\n",
            "snippets/a.py": "# %% one\nx = 1\nprint(x)\n",
            "docs/index.md": "# 홈\n\n[[open]]\n",
            "docs/open.md": "# 열린 노트\n\n**열린 노트**는 [[later-note]]를 안다.\n",
            "docs/later/later-note.md": secret("draft"),
        },
    )
    config = load_config(str(tmp_path / "mkdocs.yml"), plugins=["maedeup"])
    config.plugins.on_startup(command="serve", dirty=False)
    config.plugins.on_shutdown()
    site = build_site(tmp_path)  # MkDocs gives it the plugin that served
    assert "open/index.html" in site
    assert [name for name, data in site.items() if WORD.encode() in data] == []


def test_what_is_not_in_the_navigation_is_published_all_the_same(make_project: MakeProject) -> None:
    project = make_project({
        "mkdocs.yml": "site_name: t\nnav: [index.md]\nnot_in_nav: /side/\n",
        "docs/index.md": "# 홈\n\n[[side/a]]\n",
        "docs/side/a.md": "# 곁\n\n**곁**은 [[index]].\n",
    })  # fmt: skip
    assert build(project) == []
    assert set(project.notes) == {"index.md", "side/a.md"}


def test_a_rename_changes_what_drafts_say_too(make_project: MakeProject) -> None:
    project = make_project({
        "mkdocs.yml": "site_name: t\nexclude_docs: /private/\n",
        "docs/index.md": "# 홈\n\n[[old]]\n",
        "docs/old.md": "# 옛 이름\n\n[[index]]\n",
        "docs/private/p.md": "# 비공개\n\n[[old]]\n",
    })  # fmt: skip
    root = str(project.root)
    done = subprocess.run(
        [sys.executable, "-m", "maedeup.hosts.cli", "--root", root, "mv", "old", "new"],
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "[[new]]" in (project.root / "docs/private/p.md").read_text("utf-8")


def test_a_host_that_fails_is_one_problem(make_project: MakeProject) -> None:
    project = make_project({
        "mkdocs.yml": "site_name: t\nhooks: [hook.py]\n",
        "hook.py": "def on_files(files, config):\n    raise KeyError('gone')\n",
    })  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "maedeup.hosts.cli", "--root", str(project.root), "check"],
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith("mkdocs.yml: the host or a plugin of it fails: KeyError: 'gone'")
    assert "Traceback" not in done.stderr
