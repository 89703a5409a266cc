"""Numbers of figures and formulas, and references to them."""

from __future__ import annotations

import re
import textwrap

import pytest
from maedeup.notes.grammar import find_formulas, find_references
from maedeup.notes.parts import split_caption
from maedeup.search.index import build_index

from .conftest import MakeProject, messages, render

pytestmark = pytest.mark.usefixtures("shared_results")

SNIPPET = """\
    # %% draw
    import matplotlib.pyplot as plt

    fig, ax = plt.subplots(num="one", figsize=(2, 1))
    ax.set_title("첫 곡선")
    fig, ax = plt.subplots(num="two", figsize=(2, 1))
    ax.set_title("둘째 곡선")

    # %% more
    fig, ax = plt.subplots(num="three", figsize=(2, 1))
    ax.set_title("셋째 곡선")
    """


def captions(page: str) -> list[str]:
    return re.findall(r"<figcaption>(.*?)</figcaption>", page)


def test_figure_with_a_caption_is_numbered_and_others_are_not(built: MakeProject) -> None:
    text = "![[x.py#one]]\n\n![[x.py#two|둘째]]\n\n![[x.py#three|셋째]]\n"
    page = render(built({"docs/index.md": text, "snippets/x.py": SNIPPET}), "index.md")
    assert captions(page) == ["그림 1. 둘째", "그림 2. 셋째"]


def test_reference_to_a_figure_gives_its_number_with_the_right_particle(built: MakeProject) -> None:
    text = (
        "[[x.py#three]]이(가) [[x.py#two]]과(와) 다르다. [[x.py#two|이것]]도.\n\n"
        "![[x.py#draw|figure]]\n\n![[x.py#three|셋째]]\n"
    )
    project = built({"docs/index.md": text, "snippets/x.py": SNIPPET})
    assert project.problems == []
    page = render(project, "index.md")
    assert '<a href="#fig-x-three" class="mp-link">그림 2</a>가' in page
    assert '<a href="#fig-x-two" class="mp-link">그림 1</a>과' in page
    assert '<a href="#fig-x-two" class="mp-link">이것</a>도' in page
    assert captions(page) == ["그림 1", "그림 2. 셋째"]
    assert re.findall(r'<figure id="([^"]*)"', page) == ["fig-x-two", "fig-x-three"]


def test_figure_shown_twice_has_one_number_and_one_id(built: MakeProject) -> None:
    text = "[[x.py#one]]을(를) 보라.\n\n![[x.py#one]]\n\n![[x.py#draw|figure]]\n"
    page = render(built({"docs/index.md": text, "snippets/x.py": SNIPPET}), "index.md")
    assert captions(page) == ["그림 1", "그림 1"]
    assert page.count('id="fig-x-one"') == 1


def test_figure_that_the_page_does_not_show_is_called_by_its_label(built: MakeProject) -> None:
    text = "[[x.py#one]]\n\n![[x.py#draw|code]]\n"
    page = render(built({"docs/index.md": text, "snippets/x.py": SNIPPET}), "index.md")
    assert 'class="mp-link">one</a>' in page


def test_quoted_sentence_keeps_the_number_of_its_own_page(built: MakeProject) -> None:
    note = "---\ntitle: 갑\n---\n![[x.py#one|하나]]\n\n[[x.py#two]]에서 [[b]]를 본다.\n\n"
    note += "![[x.py#two]]\n"
    other = "---\ntitle: 을\n---\n[[a]]를 따른다.\n"
    files = {"docs/notes/a.md": note, "docs/notes/b.md": other, "snippets/x.py": SNIPPET}
    assert "그림 2</a>에서" in render(built(files), "notes/b.md")


LABELS = {
    None: ("", ""),
    "설명": ("설명", ""),
    "alt: 오르는 곡선": ("", "오르는 곡선"),
    "설명|alt: 오르는 | 곡선": ("설명", "오르는 | 곡선"),
    "설명 | alt:곡선 ": ("설명", "곡선"),
    "salt: 소금": ("salt: 소금", ""),
}


@pytest.mark.parametrize("label", LABELS)
def test_caption_and_text_alternative_are_told_apart(label: str | None) -> None:
    assert split_caption(label) == LABELS[label]


def test_text_alternative_of_the_note_takes_the_place_of_the_made_one(built: MakeProject) -> None:
    text = (
        "![[x.py#one|설명|alt: 오르는 곡선]]\n\n![[x.py#two|alt: 내리는 곡선]]\n\n![[x.py#three]]\n"
    )
    page = render(built({"docs/index.md": text, "snippets/x.py": SNIPPET}), "index.md")
    titles = re.findall(r"<title[^>]*>(.*?)</title>", page)
    assert titles[:2] == ["오르는 곡선", "내리는 곡선"]
    assert titles[2].startswith("셋째 곡선")
    assert captions(page) == ["그림 1. 설명"]


MARKS = {
    "$$\nx\n$$ ^eq-a\n": "eq-a",
    "$$\nx\n$$\n^eq-a\n": "eq-a",
    "$$\nx\n$$\n\n^eq-a\n": "eq-a",
    "$$x$$ ^eq-a": "eq-a",
    "> $$\n> x\n> $$\n> ^eq-a\n": "eq-a",
    "$$\nx\n$$ ^other\n": "",
    "$$\nx\n$$ ^eq-a 이다\n": "",
    "$$\nx\n$$\n\n\n^eq-a\n": "",
    "$x$ ^eq-a\n": "",
}


@pytest.mark.parametrize("text", MARKS)
def test_mark_stands_behind_a_display_formula(text: str) -> None:
    (formula,) = find_formulas(text)
    assert formula.label == MARKS[text]
    assert ("^eq-a" in text[formula.end :]) == ("^eq-a" in text and not formula.label)


def test_reference_to_a_formula_is_read_as_one() -> None:
    first, second = find_references("[[#^eq-a]] [[sigmoid#^eq-a|식]]")
    assert (first.target, first.anchor, first.label) == ("", "^eq-a", None)
    assert (second.target, second.anchor, second.label) == ("sigmoid", "^eq-a", "식")


NOTE = """\
---
title: 갑
---
갑은 [[#^eq-b]]을(를) 쓴다.

$$
a
$$ ^eq-a

$$
b
$$
^eq-b

$$
c
$$ ^eq-c
"""
OTHER = "---\ntitle: 을\n---\n을은 [[a#^eq-c]]을(를) 쓴다.\n"


def test_formulas_that_are_referred_to_are_numbered_and_no_others(built: MakeProject) -> None:
    project = built({"docs/notes/a.md": NOTE, "docs/notes/b.md": OTHER})
    page = render(project, "notes/a.md")
    assert '<a href="#eq-b" class="mp-link">식 (1)</a>을 쓴다' in page
    numbered = re.findall(r'<div class="mp-numbered" id="(.*?)">.*?\((\d)\)</span>', page)
    assert numbered == [("eq-b", "1"), ("eq-c", "2")]
    assert "^eq" not in page.replace("#^eq", "")
    assert "갑 식 (2)</a>를 쓴다" in render(project, "notes/b.md")
    assert 'href="../../notes/a/#eq-c"' in render(project, "notes/b.md")


def test_unknown_mark_and_double_mark_are_problems(built: MakeProject) -> None:
    text = "# 홈\n\n[[#^eq-aa]]\n\n$$\na\n$$ ^eq-a\n\n$$\nb\n$$ ^eq-a\n"
    project = built({"docs/index.md": text})
    assert messages(project) == [
        "docs/index.md:3: unknown formula: docs#^eq-aa",
        "docs/index.md:9: two formulas of one mark: eq-a",
    ]
    assert project.problems[0].hint == "did you mean ^eq-a?"


def test_new_reference_elsewhere_numbers_a_formula(built: MakeProject) -> None:
    project = built({"docs/notes/a.md": NOTE, "docs/notes/b.md": OTHER.replace("a#^eq-c", "a")})
    assert render(project, "notes/a.md").count("mp-numbered") == 1


def test_search_finds_captions_and_reads_no_marks(built: MakeProject) -> None:
    text = (
        "# 홈\n\n[[x.py#one]]과(와) [[#^eq-a]]의 값 ![[x.py#n?more]].\n\n"
        "![[x.py#one|곡선 하나|alt: 오르는 것]]\n\n![[x.py#n-cell?more]]\n\n$$\nx\n$$ ^eq-a\n"
    )
    options = (
        '# /// script\n# [tool.maedeup.variants]\n# more.replace = {"n = 1" = "n = 2"}\n# ///\n'
    )
    snippet = options + "# %% n-cell\nn = 1\n\n" + textwrap.dedent(SNIPPET)
    project = built({"docs/index.md": text, "snippets/x.py": snippet})
    assert project.problems == []
    home = next(doc for doc in build_index(project.web)["docs"] if doc["location"] == "")
    assert home["text"] == "그림과 식의 값 2. 곡선 하나"
