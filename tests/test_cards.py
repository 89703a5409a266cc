"""Cards for review: what is asked, what is hidden, and ids that outlive their answers."""

from __future__ import annotations

import contextlib
import json
import posixpath
import re
import sqlite3
import sys
import zipfile
from pathlib import Path
from textwrap import dedent
from typing import NamedTuple

import pytest
from maedeup.hosts.cli import main
from maedeup.site.card_pages import card_page
from maedeup.site.twins import Twin

from .conftest import Files, MakeProject, build_site
from .project import Project
from .test_markdown_ext import plain

NOTE = """\
---
title: 렐루
---
**렐루**는 $\\max(0, x)$이고 음수의 기울기는 ![[x.py#slope|.1f]]이다. 뒤의 문장이다.

[[twice]]의 손실은 ![[x.py#loss|.2f]]은(는) 되고, 다시 ![[x.py#loss|.3f]]이다.

| 값 | ![[x.py#rate]] |
|---|---|
| 나 | 가 |

??? correction "바로잡음: 렐루는 곳곳에서 미분된다"
    0에서는 아니다. 왼쪽은 ![[x.py#left|.1f]]이다.

    ![[x.py#figure]]

??? correction slip "원 노트에서 고친 것: 철자"
    `relu`이다.

![[list:cards]]
"""
SNIPPET = """\
    # %% numbers
    slope = 0.0
    loss = 0.2534
    rate = 3
    left = 0.5

    # %% figure
    import matplotlib.pyplot as plt
    fig, ax = plt.subplots()
    ax.plot([0, left])
    ax.set_title("선");
    """


def files(note: str = NOTE, snippet: str = SNIPPET) -> Files:
    return {
        "mkdocs.yml": "site_name: t\ntheme: {name: mkdocs, language: ko}\nplugins: [maedeup]\n",
        "docs/index.md": "---\ntitle: 홈\nkind: guide\n---\n[[relu]] [[map-a]]\n",
        "docs/relu.md": note,
        "docs/twice.md": "---\ntitle: 다른 것\n---\n**다른 것**은 노트이다. [[relu]]\n",
        "docs/map-a.md": "---\ntitle: 길\nkind: map\n---\n[[relu]] [[twice]]\n",
        "snippets/x.py": snippet,
    }


def shown(project: Project) -> dict[str, tuple[str, str]]:
    """Return the plain question and answer of each card of the notes, by its id."""
    web = project.web
    html = "".join(card_page(web, uri) for uri, note in web.vault.notes.items() if note.is_station)
    found = re.findall(r'data-card="([^"]+)"[^>]*>(.*?)<details[^>]*>(.*?)</details>', html, re.S)
    return {name: (plain(asked), plain(told)) for name, asked, told in found}


def test_claims_corrections_and_values_are_asked_and_folded(built: MakeProject) -> None:
    project = built(files())
    assert project.problems == []
    cards = shown(project)
    assert list(cards) == [
        "relu/claim",
        "relu/correction/x.py#figure",
        "relu/value/x.py#slope",
        "relu/value/x.py#loss",
        "twice/claim",
    ]
    assert cards["twice/claim"] == (
        "다른 것: 한 문장으로 말하면?",
        "답을 본다 다른 것은 노트이다.",
    )
    asked, told = cards["relu/correction/x.py#figure"]
    assert asked == "“렐루는 곳곳에서 미분된다”: 맞는 말인가? 실제로는 어떤가?"
    assert "왼쪽은 0.5이다" in told
    asked, told = cards["relu/value/x.py#loss"]
    assert asked == "다른 것의 손실은 ?은(는) 되고, 다시 ?이다."  # its other form would tell it
    assert told.startswith("답을 본다 0.25 ")
    assert "0.253이다." in told
    twin = Twin(project.web, "relu.md").note(project.notes["relu.md"])
    assert "손실은 ____은(는) 되고, 다시 ____이다.\n\n0.25\n" in twin


def test_page_lists_notes_by_path_and_their_cards_are_small_pages(
    make_project: MakeProject,
) -> None:
    root = make_project(files()).root
    site = build_site(root)
    page = site["relu/index.html"].decode()
    listed = page[page.index('class="mp-cards"') :]
    assert 'class="mp-card"' not in listed
    links = re.findall(r"<h2[^>]*>길</h2><ul>(.*?)</ul>", listed)[0]
    assert [plain(item) for item in links.split("</li>")] == ["렐루 4장", "다른 것 1장", ""]
    for href, at in re.findall(r'<a href="([^"]+)" data-at="([^"]+)"', links):
        name = posixpath.normpath(f"relu/{href}")
        text = site[name].decode()
        assert "<script" not in text
        assert text.startswith('<!doctype html><html lang="ko">')
        leads = {link for link in re.findall(r'href="([^"#]+)', text) if "://" not in link}
        meant = {posixpath.normpath(f"{posixpath.dirname(name)}/{link}") for link in leads}
        assert at.strip("/") in meant
        assert all(f"{place}/index.html" in site for place in meant)
    assert b"<math" in site["assets/cards/relu.html"]
    assert "assets/cards/map-a.html" not in site
    (root / "docs/relu.md").write_text(NOTE.replace("![[list:cards]]", ""), "utf-8")
    assert not [name for name in build_site(root) if "assets/cards/" in name]  # none asks for them


def test_package_of_anki_keeps_ids_when_an_answer_changes(
    make_project: MakeProject,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    root, package = make_project(files()).root, tmp_path / "cards.apkg"

    def cards(*arguments: str) -> int:
        return main(["--root", str(root), "cards", *arguments])

    assert cards("--anki", str(package)) == 1  # nothing has run yet
    assert "snippets/x.py:1: stale while frozen" in capsys.readouterr().err
    assert not package.exists()
    assert main(["--root", str(root), "run"]) == 0
    assert cards("--anki", str(package)) == 0
    assert "cards.apkg: 5 cards" in capsys.readouterr().out
    before = read_package(package)
    (root / "snippets/x.py").write_text(dedent(SNIPPET.replace("0.2534", "0.7777")), "utf-8")
    assert cards("--anki", str(package)) == 1
    assert read_package(package) == before  # nothing half-written
    assert main(["--root", str(root), "run"]) == 0
    assert cards("--anki", str(package)) == 0
    after = read_package(package)
    assert (after.deck, after.model) == (before.deck, before.model)
    assert list(after.notes) == list(before.notes)
    (changed,) = [guid for guid in after.notes if after.notes[guid] != before.notes[guid]]
    asked, told, source = after.notes[changed]
    assert asked == "다른 것의 손실은 <b>[…]</b>은(는) 되고, 다시 <b>[…]</b>이다."
    assert told.startswith("<strong>0.78</strong>")
    assert source == "렐루"
    claim = next(told for asked, told, _ in after.notes.values() if "렐루</strong>: " in asked)
    assert "\\(\\max(0, x)\\)" in claim
    (file,) = after.media
    assert any(f'<img src="{file}"' in told for _, told, _ in after.notes.values())
    assert b"<svg" in after.media[file]
    assert b"var(--mp" not in after.media[file]
    assert main(["--root", str(root), "cards"]) == 0
    assert "relu/value/x.py#loss" in capsys.readouterr().out
    monkeypatch.setitem(sys.modules, "genanki", None)
    assert cards("--anki", str(tmp_path / "other.apkg")) == 1
    assert 'no package: genanki\n\nhint: pip install "maedeup[anki]"' in capsys.readouterr().err


class Package(NamedTuple):
    deck: tuple[str, ...]
    model: tuple[str, ...]
    notes: dict[str, list[str]]
    """Fields by guid."""
    media: dict[str, bytes]


def read_package(path: Path) -> Package:
    """Read a package with the standard library alone."""
    with zipfile.ZipFile(path) as archive:
        names = json.loads(archive.read("media"))
        media = {name: archive.read(number) for number, name in names.items()}
        base = path.with_suffix(".anki2")
        base.write_bytes(archive.read("collection.anki2"))
    with contextlib.closing(sqlite3.connect(base)) as connection:
        decks, models = connection.execute("select decks, models from col").fetchone()
        rows = connection.execute("select guid, flds from notes order by guid").fetchall()
        (n_cards,) = connection.execute("select count(*) from cards").fetchone()
    assert n_cards == len(rows)
    notes = {guid: fields.split("\x1f") for guid, fields in rows}
    return Package(tuple(json.loads(decks)), tuple(json.loads(models)), notes, media)
