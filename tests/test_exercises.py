"""Exercises: a task whose solution passes its checks and whose wrong answers do not."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from maedeup.page.exercise import skeleton
from maedeup.site.rerun import notebook_text, run_again
from maedeup.site.twins import Twin

from tests.project import Project

from .conftest import Files, MakeProject, render

pytestmark = pytest.mark.usefixtures("shared_results")

SNIPPET = """\
    # /// script
    # [tool.maedeup.variants.negative]
    # title = "음수를 그대로 둔다"
    # replace = { "max(0, x)" = "x" }
    # ///

    # %% setup
    limit = 0

    # %% relu
    # 답
    def relu(x):
        \"\"\"음수를 0으로 끊는다.\"\"\"
        y = max(0, x)
        return y

    # %% relu-check
    assert relu(3) == 3
    assert relu(-2) == limit
    print("통과")
    """
EXERCISE = """\
??? exercise "렐루를 쓴다"
    음수를 0으로 끊는 `relu`를 쓴다.

    ??? hint "실마리"
        `max`를 쓴다.

    ![[ex.py#relu|answer]]

    ![[ex.py#relu-check|check]]

    ![[ex.py#relu?negative|wrong]]
"""


def files(note: str = EXERCISE, snippet: str = SNIPPET) -> Files:
    return {"docs/index.md": f"**홈**이다.\n\n{note}", "snippets/ex.py": snippet}


def told(project: Project) -> list[str]:
    return [str(problem).split("\n")[0] for problem in project.problems]


def test_page_shows_task_empty_place_checks_and_folds_the_answers(built: MakeProject) -> None:
    project = built(files())
    assert told(project) == []
    html = render(project, "index.md")
    opened, folded = html.split('<details class="mp-code mp-solution">')
    assert "여기에 답을 쓴다" in opened
    assert "max" not in opened.replace("<code>max</code>", "")
    assert "max" in folded
    assert "틀린 답 1개는 걸린다" in folded
    wrong = folded[folded.index("틀린 답: 음수를 그대로 둔다") :]
    assert "<del>- " in wrong
    assert "AssertionError" in wrong


def test_first_exercise_of_a_page_leads_to_its_notebook(built: MakeProject) -> None:
    project = built(files(f"{EXERCISE}\n{EXERCISE}\n![[ex.py]]\n"))
    assert "노트북에서 푼다" not in render(project, "index.md")  # none is published
    project.settings = replace(project.settings, take_away=True)
    html = render(project, "index.md")
    assert html.count("노트북에서 푼다: ") == 1
    assert re.search(r'노트북에서 푼다: <a href="index\.ipynb" download>', html)


def test_wrong_answer_that_passes_is_a_problem(built: MakeProject) -> None:
    weak = SNIPPET.replace("    assert relu(-2) == limit\n", "")
    assert told(built(files(snippet=weak))) == [
        "docs/index.md:13: wrong answer that passes the checks: ![[ex.py#relu?negative|wrong]]"
    ]


def test_solution_that_fails_is_a_problem_at_its_line(built: MakeProject) -> None:
    broken = SNIPPET.replace("max(0, x)", "max(1, x)")
    found = told(built(files(snippet=broken.replace('"max(1, x)"', '"max(0, x)"'))))
    assert any(row.startswith("snippets/ex.py:19: AssertionError") for row in found), found


def test_wrong_answer_may_end_the_run(built: MakeProject) -> None:
    inside = SNIPPET.replace(
        "    assert relu(3) == 3\n    assert relu(-2) == limit\n",
        "    def test():\n        assert relu(-2) == limit\n\n    test()\n",
    )
    assert told(built(files(snippet=inside))) == []


@pytest.mark.parametrize("part", ["answer", "check", "wrong"])
def test_exercise_without_a_part_is_a_problem(built: MakeProject, part: str) -> None:
    less = "\n".join(row for row in EXERCISE.split("\n") if f"|{part}]]" not in row)
    found = told(built(files(less)))
    assert f"docs/index.md:3: exercise without {part}: 렐루를 쓴다" in found


def test_wrong_answer_that_changes_the_checks_is_a_problem(built: MakeProject) -> None:
    cheating = SNIPPET.replace('"max(0, x)" = "x"', '"relu(-2) == limit" = "relu(-2) == 7"')
    assert told(built(files(snippet=cheating))) == [
        "docs/index.md:13: wrong answer that changes another cell: ![[ex.py#relu?negative|wrong]]"
    ]


def test_part_outside_of_an_exercise_is_a_problem(built: MakeProject) -> None:
    found = told(built(files(EXERCISE + "\n![[ex.py#relu|answer]]\n")))
    assert found == ["docs/index.md:15: part of an exercise outside of one: ![[ex.py#relu|answer]]"]


def test_exercise_in_a_fence_is_none(built: MakeProject) -> None:
    quoted = '```markdown\n??? exercise "보기"\n    글\n```\n'
    assert told(built(files(EXERCISE + "\n" + quoted))) == []


def test_notebook_has_an_empty_cell_the_checks_and_the_solution_below(built: MakeProject) -> None:
    after = f"{SNIPPET}\n    # %% after\n    relu(5)\n"
    project = built(files(EXERCISE + "\n![[ex.py#after]]\n", after))
    note = project.vault.notes["index.md"]
    text = notebook_text(project.web, note)
    cells = json.loads(text)["cells"]
    code = [cell["source"] for cell in cells if cell["cell_type"] == "code"]
    assert code[0].endswith("limit = 0")
    assert code[1] == ('# 여기에 답을 쓴다\ndef relu(x):\n    """음수를 0으로 끊는다."""\n    ...')
    assert code[2].startswith("assert relu(3) == 3")
    assert "max(0, x)" in code[3]  # what stands below needs it
    solution = next(c["source"] for c in cells if "<summary>풀이" in c["source"])
    assert "max(0, x)" in solution
    assert any("실마리" in c["source"] for c in cells)
    assert run_again(project.web, [note]) == {"index.md": []}


def test_twin_tells_task_solution_checks_and_the_wrong_answer(built: MakeProject) -> None:
    project = built(files())
    twin = Twin(project.web, "index.md").note(project.vault.notes["index.md"])
    assert "렐루를 쓴다" in twin
    assert "assert relu(-2) == limit" in twin
    assert "-    y = max(0, x)" in twin


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ("x = torch.ones(3)\nassert x.sum() == 3", "x = ..."),
        ("a, b = 1, 2", "a = ...\nb = ..."),
        ("import numpy as np\nx[0] = 1", "import numpy as np"),
        ("def f(x): return x", "def f(x): ..."),
        (
            "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n\n"
            "    @property\n    def n(self):\n        # 층의 수\n        return 1",
            "class Net(nn.Module):\n    def __init__(self):\n        ...\n"
            "    @property\n    def n(self):\n        ...",
        ),
        ("def f(\n    x,\n    y=2,\n):\n    return z", "def f(\n    x,\n    y=2,\n):\n    ..."),
        ("print(1)", ""),
    ],
)
def test_skeleton_keeps_names_and_no_answer(source: str, left: str) -> None:
    assert skeleton(source, "답") == f"# 답\n{left}".rstrip("\n")


def test_every_note_has_an_exercise_and_the_beginners_way_has_three() -> None:
    # Read as plain text: what the tool makes of them is judged by `maedeup check`.
    docs = Path(__file__).parents[1] / "docs"
    texts = {path.stem: path.read_text() for path in (docs / "notes").glob("*.md")}
    asked = {name: len(re.findall(r"^\?\?\? exercise", text, re.M)) for name, text in texts.items()}
    assert [name for name, n in asked.items() if n < 1] == []
    ways = "".join(
        (docs / f"maps/map-{way}.md").read_text() for way in ("ten-evenings", "training")
    )
    way = {name for name in re.findall(r"\[\[([^\]|#\\]+)", ways) if name in texts}
    way.remove("checkpoint-first-evenings")  # which is questions from end to end
    assert len(way) > 40
    assert [name for name in sorted(way) if asked[name] < 3] == []


def test_every_closing_question_of_a_lab_is_answered_or_says_why_not() -> None:
    labs = Path(__file__).parents[1] / "snippets/labs"
    open_ones, n_asked = [], 0
    for lab in sorted(labs.glob("*.py")):
        closing = lab.read_text("utf-8").partition("# ## 다음에 해 볼 것\n")[2]
        assert closing, f"{lab.name}: no closing section"
        for item in re.split(r"^# - ", closing, flags=re.M)[1:]:
            question = item.split("\n")[0]
            if question.endswith("가.") or "가. " in question:
                n_asked += 1
                if not re.search(r"답(은|이|:)", item):
                    open_ones.append(f"{lab.stem}: {question}")
    assert open_ones == []
    assert n_asked > 50
