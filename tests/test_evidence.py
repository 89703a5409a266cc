"""From a number, a table or a figure to the line that made it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from maedeup.page.evidence import find_assignment
from maedeup.runs.snippet import parse_snippet
from maedeup.text.paths import SourcePath

from tests.project import Project

from .conftest import Files, MakeProject, render

pytestmark = pytest.mark.usefixtures("shared_results")

SNIPPET = """\
    # /// script
    # [tool.maedeup.variants.big]
    # replace = { "n = 2" = "n = 9" }
    # ///

    # %% first
    n = 2
    total = 0

    # %% second
    def f():
        total = 99
        return total


    for i in range(n):
        total += i
    total
    """
FILES: Files = {
    "docs/index.md": (
        "합은 ![[a.py#total]], 변형은 ![[a.py#total?big]]이다.\n\n![[a.py#second?big]]\n"
    ),
    "snippets/deep/a.py": SNIPPET,
}


def links(project: Project, uri: str) -> list[tuple[str, str]]:
    html = render(project, uri)
    return re.findall(r'<a class="mp-evidence[^"]*" href="([^"]*)"( data-line="\d+")?', html)


def take_away(project: Project) -> Project:
    project.settings = replace(project.settings, take_away=True)
    return project


def test_value_links_to_the_line_that_made_it_and_a_variant_to_the_cell(
    built: MakeProject,
) -> None:
    project = take_away(built(FILES))
    place = "snippets/deep/a/#a-second"
    assert links(project, "index.md") == [(place, ' data-line="7"'), (place, "")]


def test_nothing_is_linked_where_a_host_publishes_no_snippets(built: MakeProject) -> None:
    project = built(FILES)
    project.settings = replace(project.settings, take_away=False)
    assert links(project, "index.md") == []


def test_words_of_the_dialog_stand_on_a_page_once(built: MakeProject) -> None:
    assert render(take_away(built(FILES)), "index.md").count("data-words") == 1


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("x = 1\ny = x\nx = 2", 3),
        ("x, y = 1, 2", 1),
        ("import x", 0),
        ("for x in range(3):\n    pass", 1),
        ("def f():\n    x = 1\n\n\nx = 3", 5),
        ("with open('a') as x:\n    pass", 1),
        ("(x := 5)", 1),
        ("y = [\n    x\n    for x in range(3)\n]\nx = 1", 5),
    ],
)
def test_last_line_that_assigns_is_found(code: str, line: int) -> None:
    snippet = parse_snippet(SourcePath("snippets/a.py"), f"# %% c\n{code}\n")
    assert find_assignment(snippet, "x")[1] == line
