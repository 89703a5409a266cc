"""Predictions: a question whose answer is covered, and choices that the run judges."""

from __future__ import annotations

import re

import pytest
from maedeup.notes.note import parse_note
from maedeup.notes.predictions import predictions_of
from maedeup.text.paths import SourcePath

from tests.project import Project

from .conftest import Files, MakeProject, render
from .test_markdown_ext import plain

pytestmark = pytest.mark.usefixtures("shared_results")

SNIPPET = """\
    # /// script
    # [tool.maedeup.variants.leaky]
    # replace = { "0.0  # off" = "0.01" }
    # ///

    # %% slope
    slope = 0.0  # off
    print("tensor([0., 1.])")

    # %% loss
    loss = 0.2534
    """
BLOCK = """\
??? predict "음수 쪽의 기울기는?"
    ![[x.py#slope|.2f]]

    - [x] 0: 꺼진 쪽이다.
    - [ ] 1: 켜진 쪽의 기울기이다.
    - [ ] ![[x.py#slope?leaky|.2f]]: 리키 렐루의 것이다.
"""


def files(note: str = BLOCK, snippet: str = SNIPPET) -> Files:
    return {
        "docs/index.md": f"**홈**이다. [[x.py]]\n\n{note}\n![[x.py#slope?leaky]]\n",
        "snippets/x.py": snippet,
    }


def told(project: Project) -> list[str]:
    return [str(problem).split("\n")[0] for problem in project.problems]


PREFIXES = {
    "text": ("", ""),
    "a quotation": ("> ", "> "),
    "a callout": ("> [!note] 물음\n> ", "> "),
    "a callout in a callout": ("> [!note] 겉\n> > [!tip] 속\n> > ", "> > "),
    "an item": ("- 항목\n\n    ", "    "),
    "a numbered item": ("1. 항목\n\n   ", "   "),
    "an item's first line": ("- ", "  "),
    "an admonition": ('!!! note "겉"\n    ', "    "),
}


@pytest.mark.parametrize("name", PREFIXES)
def test_prediction_is_found_in_what_it_stands_in(name: str) -> None:
    first, further = PREFIXES[name]
    rows = BLOCK.rstrip("\n").split("\n")
    text = f"앞 글.\n\n{first}" + "\n".join([rows[0], *((further + r).rstrip() for r in rows[1:])])
    note = parse_note(SourcePath("docs/a.md"), "a.md", f"{text}\n\n뒤의 글. ![[x.py#loss]]\n")
    (prediction,) = predictions_of(note)
    assert prediction.judge is not None
    assert prediction.judge.label == ".2f"
    assert [choice.plain for choice in prediction.choices[:2]] == ["0", "1"]
    assert [choice.is_right for choice in prediction.choices] == [True, False, False]
    assert prediction.fold.line == text[: text.index("???")].count("\n") + 1
    assert prediction.choices[0].line == prediction.fold.line + 3
    assert "뒤의" not in note.body[prediction.fold.start : prediction.fold.end]


def test_prediction_in_a_callout_asks_on_the_page(built: MakeProject) -> None:
    quoted = "".join(f"> {row}".rstrip() + "\n" for row in BLOCK.rstrip("\n").split("\n"))
    project = built(files(f"> [!note] 물음\n{quoted}\n뒤.\n"))
    assert told(project) == []
    html = render(project, "index.md")
    callout = html[html.index("물음") : html.index("뒤.")]
    assert 'data-right="0"' in callout
    assert plain(callout[callout.index('<div class="mp-predict"') :].split("<details")[0]) == (
        "음수 쪽의 기울기는? 0 1 0.01"
    )


def test_page_asks_first_and_folds_what_the_run_says(built: MakeProject) -> None:
    project = built(files())
    assert told(project) == []
    html = render(project, "index.md")
    block = html[html.index('<div class="mp-predict"') : html.index("mp-diff")]
    asked, folded = block.split("<details", 1)
    assert plain(asked) == "음수 쪽의 기울기는? 0 1 0.01"
    assert 'data-right="0"' in asked
    assert "꺼진 쪽" not in asked
    shown = re.sub("<[^>]+>", "", folded)
    assert "실행한 값: 0.00" in shown
    assert "맞다. 0: 꺼진 쪽이다." in shown
    assert "1: 켜진 쪽의 기울기이다." in shown
    assert "[x]" not in html


def test_wrong_choice_that_the_run_makes_right_is_a_problem(built: MakeProject) -> None:
    changed = SNIPPET.replace("slope = 0.0  # off", "slope = 1.0 - 0.0  # off")
    assert told(built(files(snippet=changed))) == [
        "docs/index.md:6: right choice that the run does not make: 0",
        "docs/index.md:7: wrong choice that the run makes right: 1",
    ]


def test_variant_that_makes_the_same_is_no_wrong_choice(built: MakeProject) -> None:
    same = SNIPPET.replace('"0.01" }', '"-0.0" }')
    assert any(
        "wrong choice that the run makes right: ![[x.py#slope?leaky|.2f]] (-0.00)" in row
        for row in told(built(files(snippet=same)))
    )


def test_output_of_a_cell_judges_too(built: MakeProject) -> None:
    block = BLOCK.replace("![[x.py#slope|.2f]]", "![[x.py#slope|output]]", 1)
    block = block.replace("[x] 0:", "[x] `tensor([0., 1.])`:")
    assert told(built(files(block))) == []
    assert told(built(files(block.replace("1.])`", "2.])`")))) == [
        "docs/index.md:6: right choice that the run does not make: `tensor([0., 2.])`"
    ]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("    ![[x.py#slope|.2f]]\n", "", "3: prediction without a run: 음수 쪽의 기울기는?"),
        ("[x]", "[ ]", "3: prediction with 0 right choices: 음수 쪽의 기울기는?"),
        (": 켜진 쪽의 기울기이다.", "", "7: choice without a reason: 1"),
    ],
)
def test_prediction_that_lacks_something_is_a_problem(
    built: MakeProject, old: str, new: str, problem: str
) -> None:
    assert f"docs/index.md:{problem}" in told(built(files(BLOCK.replace(old, new, 1))))


def test_number_is_typed_where_there_are_no_choices(built: MakeProject) -> None:
    block = '??? predict "손실은?"\n    ![[x.py#loss|.3f]]\n\n    걸음은 하나다.\n'
    project = built(files(block))
    assert told(project) == []
    assert 'data-answer="0.253"' in render(project, "index.md")


def test_numbers_of_choices_are_no_stale_numbers(built: MakeProject) -> None:
    block = BLOCK.replace("x.py#slope|.2f", "x.py#loss|.4f", 1).replace("[x] 0:", "[x] 0.2534:")
    block = block.replace("[ ] 1:", "[ ] 0.2532:")  # which a typed number may not be
    assert told(built(files(block))) == []


def test_part_of_a_note_asks_where_it_is_shown(built: MakeProject) -> None:
    other = {"docs/notes/b.md": f"**나**이다. [[index]]\n\n## 물음\n\n{BLOCK}\n![[x.py#loss]]\n"}
    project = built(files("![[b#물음]]\n") | other)
    assert told(project) == []
    assert 'data-right="0"' in render(project, "index.md")
