"""Commands that change authors' files keep every byte that is not meant."""

from __future__ import annotations

from itertools import cycle
from pathlib import Path

import pytest
from maedeup.hosts.cli import main

from tests.conftest import MakeProject

ROWS = [
    "---", "title: 첫째", "aliases: [하나]", "---", "",
    "**첫째**는 [[둘째 노트]]를 본다.  ", "정확도는 0.953이다.", "셋째 노트는 여기에 나온다.", "",
    "![[x.py]]", "", "끝",
]  # fmt: skip
LAB = ["# %% [markdown]", "# # 실습", "# [[둘째 노트]]를 본다.", "# %% a", "print(1)"]
ENDS = {"mark and CRLF": ["\r\n"], "mixed": ["\n", "\r\n", "\r"], "LF": ["\n"]}


def written(rows: list[str], form: str, last: bool) -> bytes:
    ends = cycle(ENDS[form])
    text = "".join(row + next(ends) for row in rows[:-1]) + rows[-1] + next(ends) * last
    return ("\ufeff" * form.startswith("mark") + text).encode()


@pytest.mark.parametrize("last", [True, False], ids=["last line ended", "last line open"])
@pytest.mark.parametrize("form", ENDS)
@pytest.mark.parametrize(
    ("arguments", "old", "new"),
    [
        (["check", "--fix", "--frozen"], "[[둘째 노트]]", "[[b]]"),
        (["bind", "a"], "0.953", "![[x.py#accuracy|.3f]]"),
        (["mv", "a#끝", "끝맺음"], "## 끝", "## 끝맺음"),
        (["mentions", "a", "--apply"], "셋째 노트는", "[[c|셋째 노트]]는"),
    ],
    ids=["check --fix", "bind", "mv", "mentions --apply"],
)
@pytest.mark.usefixtures("shared_results")
def test_command_keeps_every_byte_that_is_not_meant(
    make_project: MakeProject, arguments: list[str], old: str, new: str, form: str, last: bool
) -> None:
    rows = [*ROWS[:-1], "## 끝"]
    note, lab = written(rows, form, last), written(LAB, form, last)
    root = make_project(
        {
            "docs/a.md": note,
            "docs/b.md": "# 둘째 노트\n",
            "docs/c.md": "# 셋째 노트\n",
            "docs/redirects.yml": "",
            "snippets/x.py": "# %% a\naccuracy = 0.953\n",
            "snippets/lab.py": lab,
        }
    ).root
    main(["--root", str(root), *arguments])
    assert (root / "docs/a.md").read_bytes() == note.replace(old.encode(), new.encode())
    fixed = lab.replace("[[둘째 노트]]".encode(), b"[[b]]") if arguments[0] == "check" else lab
    assert (root / "snippets/lab.py").read_bytes() == fixed


def test_file_keeps_its_permissions(make_project: MakeProject) -> None:
    root = make_project({"docs/a.md": "[[둘째 노트]]\n", "docs/b.md": "# 둘째 노트\n"}).root
    (root / "docs/a.md").chmod(0o664)
    main(["--root", str(root), "check", "--fix"])
    assert (root / "docs/a.md").stat().st_mode & 0o777 == 0o664


def test_notebook_is_not_written_into(
    make_project: MakeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    cells = '{"cells": [{"cell_type": "markdown", "source": ["# 공책\\n", "[[b]]를 본다."]}]}'
    root: Path = make_project({"docs/own.ipynb": cells, "docs/b.md": "# 둘째\n"}).root
    assert main(["--root", str(root), "mv", "b", "c"]) == 1
    assert "docs/own.ipynb:" in (said := capsys.readouterr().err)
    assert "cannot write into a notebook" in said
    assert (root / "docs/own.ipynb").read_text("utf-8") == cells
    assert (root / "docs/b.md").is_file()
