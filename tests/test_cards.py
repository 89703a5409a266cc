"""Cards for review: what is asked, what is hidden, and ids that outlive their answers."""

from __future__ import annotations

import re

import pytest

from .conftest import Files, MakeProject, render
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


def shown(html: str) -> dict[str, tuple[str, str]]:
    """Return the plain question and answer of each card on a page, by its id."""
    found = re.findall(r'data-card="([^"]+)"[^>]*>(.*?)<details[^>]*>(.*?)</details>', html, re.S)
    return {name: (plain(asked), plain(told)) for name, asked, told in found}


def test_claims_corrections_and_values_are_asked_and_folded(built: MakeProject) -> None:
    project = built(files())
    assert project.problems == []
    cards = shown(render(project, "relu.md"))
    assert list(cards) == [
        "twice/claim",
        "relu/claim",
        "relu/correction/x.py#figure",
        "relu/value/x.py#slope",
        "relu/value/x.py#loss",
    ]
    assert cards["twice/claim"] == (
        "다른 것: 한 문장으로 말하면?",
        "답을 본다 다른 것은 노트이다.",
    )
    asked, told = cards["relu/correction/x.py#figure"]
    assert asked == "흔한 오해: “렐루는 곳곳에서 미분된다” 맞는 것은?"
    assert "왼쪽은 0.5이다" in told
    asked, told = cards["relu/value/x.py#loss"]
    assert asked == "다른 것의 손실은 ?은(는) 되고, 다시 ?이다."  # its other form would tell it
    assert told.startswith("답을 본다 0.25 ")
    assert "0.253이다." in told


def test_answer_follows_the_run_and_the_id_stays(built: MakeProject) -> None:
    before = shown(render(built(files()), "relu.md"))
    after = shown(
        render(built(files(snippet=SNIPPET.replace("0.2534", "0.7777"))), "relu.md")
    )
    assert list(after) == list(before)
    name = "relu/value/x.py#loss"
    assert (after[name][0], after[name][1][:9]) == (before[name][0], "답을 본다 0.7")
