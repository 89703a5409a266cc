"""Notebooks run again as by whoever took them away, and what variants and parts become in them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nbformat
import pytest
from maedeup.runs.snippet import Snippet
from maedeup.site import rerun
from maedeup.site.notebooks import note_notebook
from maedeup.site.rerun import notebook_text, run_again
from maedeup.site.twins import Twin

from tests.project import Project, build

from .conftest import MakeProject
from .test_takeaway import TURNS, InJupyter, printed
from .test_takeaway import in_jupyter as in_jupyter  # a fixture

WHAT_IF = {
    "docs/index.md": """\
        ![[x.py#train]]

        ![[x.py#train?big]]

        ![[x.py#last?none]]
        """,
    "snippets/x.py": """\
        # /// script
        # [tool.maedeup.variants.big]
        # title = "걸음을 백 배로"
        # replace = { "lr = 0.1" = "lr = 10.0" }
        #
        # [tool.maedeup.variants.none]
        # replace = { "1 / (5 - lr)" = "1 / 0" }
        # expect_error = "ZeroDivisionError"
        # ///
        # %% setup
        lr = 0.1
        # %% more
        import random

        random.seed(int(lr))
        # %% train
        w = 1.0
        for _ in range(3):
            w = w - lr * 2 * w
        print(f"{w:.2f}", random.random())
        assert w > 0, "0을 지나지 않는다"
        # %% last
        1 / (5 - lr)
        # %% never
        last = w
        """,
}


def index_of(project: Project) -> dict[str, list[str] | None]:
    return run_again(project.web, [project.notes["index.md"]])


def code_of(project: Project) -> list[dict[str, Any]]:
    text = note_notebook(project.web, project.notes["index.md"], lambda target: "")
    return [cell for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]


def test_notebook_that_does_as_published_runs_once(
    built: MakeProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = built(TURNS)
    ran: list[int] = []
    plain = rerun.run.run_all

    def noting(root: Path, stale: Sequence[Snippet], *args: Any, **kwargs: Any) -> Any:
        ran.append(len(stale))
        return plain(root, stale, *args, **kwargs)

    monkeypatch.setattr(rerun.run, "run_all", noting)
    assert index_of(project) == index_of(project) == {"index.md": []}
    assert ran == [1, 0]
    file = project.root / "snippets/a/helper.py"
    file.write_text(file.read_text("utf-8") + "\nn = 7\n", "utf-8")
    again = Project(project.settings)
    build(again)
    ran.clear()
    assert index_of(again) == {"index.md": []}
    assert ran == [1]


def test_notebook_that_lacks_what_its_code_needs_is_told(
    built: MakeProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = built(
        {
            "docs/index.md": "![[x.py#a]]\n",
            "snippets/x.py": "# %% a\nimport helper\nprint(helper.__name__)\n",
            "snippets/helper.py": "",
            "helper.py": "",
        }
    )
    assert index_of(project) == {"index.md": []}
    monkeypatch.setattr("maedeup.site.notebooks.carried_files", lambda *args: {})
    (difference,) = index_of(project)["index.md"] or []
    assert difference.startswith("ModuleNotFoundError: No module named 'helper'")


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("import sys\nprint(len(sys.argv[0]) and __name__)", ""),
        ("print(__file__)", "NameError: name '__file__' is not defined"),
        ("object()", ""),
        ("import os\nprint(os.listdir())", 'cell 1: "[]\\n", published with'),
        ("from __future__ import annotations\nx: Missing = 1\nx", ""),
    ],
)
def test_only_what_another_place_changes_differs(built: MakeProject, code: str, told: str) -> None:
    project = built({"docs/index.md": "![[x.py#a]]\n", "snippets/x.py": f"# %% a\n{code}\n"})
    (differences,) = index_of(project).values()
    assert differences is not None
    assert len(differences) == bool(told)
    assert all(told in difference for difference in differences)


def test_variant_runs_below_what_it_changes_and_shows_what_breaks(
    built: MakeProject, in_jupyter: InJupyter, tmp_path: Path
) -> None:
    project = built(WHAT_IF)
    assert project.problems == []
    text = note_notebook(project.web, project.notes["index.md"], lambda target: "")
    prose = [c["source"] for c in json.loads(text)["cells"] if c["cell_type"] == "markdown"]
    assert "*위에서 실행한 x.py의 셀 `train`*" in prose
    assert "**만약에: 걸음을 백 배로**\n\n```diff\n- lr = 0.1\n+ lr = 10.0\n```" in prose
    cells = [cell for cell in code_of(project) if '_use("x.py?big")' in cell["source"]]
    before, train, claim = (cell["source"].split("\n", 1)[1] for cell in cells)
    assert before.endswith("lr = 10.0\n\nimport random\n\nrandom.seed(int(lr))")
    assert train.endswith("pass  # 이 변형에서 맞지 않는 주장은 아래의 셀에 있다")
    assert claim == 'assert w > 0, "0을 지나지 않는다"'
    assert cells[2]["metadata"] == {"tags": ["raises-exception"]}
    assert cells[2]["outputs"][0]["traceback"] == ["AssertionError: 0을 지나지 않는다"]
    last = [cell for cell in code_of(project) if '_use("x.py?none")' in cell["source"]][-1]
    assert last["outputs"][0]["ename"] == "ZeroDivisionError"
    assert last["metadata"] == {"tags": ["raises-exception"]}
    assert not any("last = w" in cell["source"] for cell in code_of(project))
    assert index_of(project) == {"index.md": []}
    stored = printed(nbformat.reads(text, as_version=4))
    assert in_jupyter(text, tmp_path / "alone") == stored


def test_part_of_another_note_is_in_the_notebook_and_in_the_twin(built: MakeProject) -> None:
    project = built(
        {
            "docs/index.md": "---\ntitle: 홈\n---\n앞.\n\n![[b#절]]\n\n뒤.\n\n![[b#^p]]\n",
            "docs/notes/b.md": """\
                ---
                title: 나
                ---
                ## 절

                글 [[index]] [링크](x.txt) $x$.[^1] ^p

                ### 속

                ![[x.py#a]]

                ## 다른 절

                [^1]: 각주.
                """,
            "docs/notes/x.txt": "",
            "snippets/x.py": "# %% a\nprint(1)\n",
        }
    )
    assert project.problems == []
    text = note_notebook(project.web, project.notes["index.md"], lambda target: "")
    cells = [cell["source"] for cell in json.loads(text)["cells"]][1:]
    assert cells == [
        "앞.",
        "**절**\n\n글 홈 [링크](notes/x.txt) $x$.[^e1-1]\n\n**속**",
        "print(1)",
        "[^e1-1]: 각주.",
        "*나: 절에서 가져옴*",
        "뒤.",
        "글 홈 [링크](notes/x.txt) $x$.[^e2-1]\n\n[^e2-1]: 각주.",
        "*나에서 가져옴*",
    ]
    assert "**속**\n\n```python\nprint(1)" in Twin(project.web, "index.md").note(
        project.notes["index.md"]
    )


def test_prose_of_a_lab_holds_parts_of_notes_and_names_what_it_cannot_run(
    built: MakeProject,
) -> None:
    lab = "# %% [markdown]\n# # 실습\n# ![[b#^p]]\n#\n# ![[x.py#a]]\n# %% go\nprint(2)\n"
    project = built(
        {
            "docs/notes/b.md": "---\ntitle: 나\n---\n글. ^p\n",
            "snippets/x.py": "# %% a\nprint(1)\n",
            "snippets/labs/lab.py": lab,
        }
    )
    text = notebook_text(project.web, project.notes["labs/lab.md"])
    cells = [cell["source"] for cell in json.loads(text)["cells"]]
    assert cells == ["# 실습\n\n글.\n\n*나에서 가져옴*\n\na", "print(2)"]
