"""Codes of problems: one list, which the code uses and the guide explains."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from maedeup.text.codes import CODES, GRADED
from maedeup.text.errors import Problem

from tests.conftest import MakeProject, build
from tests.project import RunOptions

ROOT = Path(__file__).parents[1]
ROW = re.compile(r"^\| `([a-z0-9-]+)` \|", re.MULTILINE)


def test_guide_explains_every_code_once() -> None:
    explained = ROW.findall((ROOT / "docs/guide/problems.md").read_text("utf-8"))
    assert sorted(explained) == sorted(set(CODES) - set(GRADED))
    graded = (ROOT / "docs/guide/writing-notes.md").read_text("utf-8")
    graded = graded[graded.index("### 글과 링크의 검사") :]
    assert dict(re.findall(r"\| `([a-z-]+)` \|.*`(\w+)` \|", graded)) == GRADED


def test_every_code_is_told_somewhere() -> None:
    said = {
        node.value
        for file in (ROOT / "tools/maedeup").rglob("*.py")
        if file.name != "codes.py"
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert set(CODES) - said == set()


def test_problem_of_an_unknown_code_cannot_be_made() -> None:
    with pytest.raises(KeyError):
        Problem("unknwon-note", "a.md", 1, "unknown note", "b")


def test_failures_have_codes_whatever_their_sentences_say(make_project: MakeProject) -> None:
    code = """
        # /// script
        # [tool.maedeup.variants.two]
        # replace = { "x = 1" = "x = 2" }
        # claims = ["x < 2", "x == 1 (sic)"]
        # [tool.maedeup.variants.none]
        # replace = { "x = 1" = "x = None" }
        # ///
        # %% a
        x = 1
        y = x + 1
        """
    files = {"snippets/x.py": code, "snippets/y.py": "# %%\n1 / 0\n"}
    project = make_project(
        files | {"docs/index.md": "![[x.py#a?two]]\n\n![[x.py#a?none]]\n\n![[y.py]]\n"}
    )
    problems = [p for p in build(project, RunOptions()) if p.path.startswith("snippets/")]
    assert [(p.code, p.path, p.line) for p in problems] == [
        ("claim-broken", "snippets/x.py", 4),
        ("variant-failed", "snippets/x.py", 10),
        ("snippet-failed", "snippets/y.py", 2),
    ]
    frozen = make_project({"docs/index.md": "# 홈\n"})
    frozen.read()
    stale = {p.code for p in build(frozen, RunOptions(frozen=True)) if p.path.endswith(".py")}
    assert "stale-frozen" in stale
