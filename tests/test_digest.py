"""The small index of all notes, and the figures that go with it."""

from __future__ import annotations

import json
from pathlib import Path

from maedeup.site.digest import make_digest, make_figures

from tests.conftest import MakeProject, render
from tests.project import Project

SNIPPET = """\
# %% setup
import matplotlib.pyplot as plt

# %% words
print("그림이 아니다")

# %% first
plt.figure("one")
plt.plot([1, 2])

# %% second
plt.figure("two")
plt.plot([2, 1])
"""
VAULT = {
    "snippets/s.py": SNIPPET,
    "docs/index.md": "[[a]] [[b]] [[c]]\n",
    "docs/a.md": "하나. 둘.\n\n![[s.py#words]]\n\n![[s.py#second|figure]]\n\n![[s.py#one]]\n",
    "docs/b.md": "주장.\n\n![[s.py#second|code]]\n\n![[s.py]]\n",
    "docs/c.md": "![[s.py#words]]\n",
}


def entries(project: Project) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads(make_digest(project.web))
    return found


def test_a_preview_has_the_figure_that_a_reader_sees_first(built: MakeProject) -> None:
    project = built(VAULT)
    assert project.problems == []
    table, figures = entries(project), make_figures(project.web)
    assert table["a/"]["c"] == "하나."
    made = next(iter(project.results.values())).products.cells
    svg = {cell: products[0].svg for cell, products in made.items() if cell in ("first", "second")}  # type: ignore[union-attr]
    assert figures[table["a/"]["f"]] == svg["second"].replace("@@", "mpv-")
    assert figures[table["b/"]["f"]] == svg["first"].replace("@@", "mpv-")
    assert "f" not in table["c/"]
    assert set(figures) == {table["a/"]["f"], table["b/"]["f"]}


def test_a_figure_changes_its_address_with_its_content(built: MakeProject, tmp_path: Path) -> None:
    before = entries(built(VAULT))["a/"]["f"]
    changed = SNIPPET.replace("[2, 1]", "[3, 1]")
    assert entries(built(VAULT | {"snippets/s.py": changed}))["a/"]["f"] != before


def test_ids_of_a_preview_are_not_those_of_the_page(built: MakeProject) -> None:
    project = built(VAULT)
    svg = make_figures(project.web)[entries(project)["a/"]["f"]]
    assert 'id="mpv-' in svg
    assert "@@" not in svg
    assert 'id="mpv-' not in render(project, "a.md")
