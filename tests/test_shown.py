"""Cells that mix what they show: bars beside prints, colour bars, lists of formulas, tags."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from maedeup.page.html import Painter
from maedeup.runs.product import Error, Figure, Product, Rich, Text
from maedeup.runs.rich import chosen, troubles
from maedeup.runs.streams import settled
from maedeup.runs.worker import display
from maedeup.search.index import build_index
from maedeup.site.twins import Twin
from maedeup.text.strings import LANGUAGES
from maedeup.text.terminal import plain

from tests.project import Project, RunOptions, build, load_settings

from .conftest import SITE, render, write_files

TAGGED = {
    "print('보인다')": [],
    "print('접힌', '코드')": ["hide-input"],
    "print('빠진', '코드')": ["remove_input"],
    "print('접힌', '출력')": ["hide-output"],
    "print('빠진', '출력')": ["remove-output"],
    "print('빠진', '셀')": ["remove-cell"],
    "print('앞')\n1 / 0\nprint('뒤')": ["raises-exception"],
    "print('실행하지', '않는다')": ["skip-execution"],
    "import sys\nprint('오류', '글', file=sys.stderr)": ["remove-stderr"],
    "last = '끝까지'": [],
}


def notebook() -> str:
    cells = [
        {"cell_type": "markdown", "id": "a", "metadata": {}, "source": "# 공책\n\n**공책**이다."}
    ]
    for number, (source, tags) in enumerate(TAGGED.items()):
        cell = {"cell_type": "code", "id": f"c{number}", "execution_count": None, "outputs": []}
        cells.append(cell | {"metadata": {"tags": tags}, "source": source})
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    root = tmp_path_factory.mktemp("shown")
    snippets = {
        "bars": """
            # %% bar
            from tqdm import tqdm
            for n in tqdm(range(3), desc="학습"):
                print("에폭", n)
            """,
        "colours": """
            # %% image
            import matplotlib.pyplot as plt
            fig, axes = plt.subplots(1, 2, figsize=(5, 2))
            for ax, side in zip(axes, ("right", "bottom")):
                fig.colorbar(ax.imshow([[1, 2], [3, 4]]), ax=ax, location=side, label=side)

            # %% again
            plt.imshow([[1, 2], [3, 4]])
            plt.colorbar()
            plt.twinx()
            plt.tight_layout()
            """,
        "formulas": """
            # %% before
            import sympy as sp
            x = sp.Symbol("x")
            [x**2, 3]

            # %% after
            sp.init_printing()
            {x: sp.sqrt(x)}

            # %% words
            [x, "글"]

            # %% own
            sp.init_printing(latex_printer=lambda it, **settings: r"\\alpha")
            sp.Matrix([x])
            """,
        "cards": """
            # %% card
            class Card:
                def _repr_html_(self):
                    return "<style>p{color:red}</style><p>은행나무</p><script>단풍</script>"

            Card()
            """,
    }
    files = {f"snippets/{name}.py": text for name, text in snippets.items()}
    embeds = "\n\n".join(f"![[{name}.py]]" for name in snippets)
    write_files(root, {"mkdocs.yml": SITE, "docs/index.md": f"# 홈\n\n{embeds}\n", **files})
    write_files(root, {"docs/book.ipynb": notebook()})
    made = Project(load_settings(root))
    build(made, RunOptions())
    return made


def cell(project: Project, key: str, name: str) -> list[Product]:
    assert not [p for p in project.problems if p.code == "snippet-failed"], project.problems
    return list(project.results[key].products.cells[name])


def test_bar_beside_prints_stands_once_as_it_ends(project: Project) -> None:
    pytest.importorskip("tqdm", reason="requirements.txt has it")
    printed, bar = cell(project, "snippets/bars.py", "bar")
    assert (printed.stream, printed.text) == ("stdout", "에폭 0\n에폭 1\n에폭 2\n")
    assert plain(bar.text).startswith("학습: 100%")


@pytest.mark.parametrize(
    ("made", "left"),
    [
        ([Text("stderr", "\r   \r"), Text("stdout", "a\n")], ["a\n"]),
        ([Text("stdout", "a\n"), Text("stderr", "\x1b[2K\r"), Text("stdout", "b")], ["a\nb"]),
        ([Text("stdout", "1"), Text("stderr", "x"), Text("stdout", "\r2")], ["x", "1\r2"]),
        ([Text("stdout", "줄\n1"), Text("stderr", "x"), Text("stdout", "2")], ["줄\n1", "x", "2"]),
        ([Text("stdout", "\n")], ["\n"]),
    ],
)
def test_line_that_is_drawn_over_is_where_it_was_written_last(
    made: list[Product], left: list[str]
) -> None:
    assert [getattr(one, "text", "") for one in settled(made)] == left


def test_colour_bar_of_a_figure_without_a_layout_stands_beside_its_plot(project: Project) -> None:
    (pair,) = cell(project, "snippets/colours.py", "image")
    (single,) = cell(project, "snippets/colours.py", "again")
    assert isinstance(pair, Figure)
    assert isinstance(single, Figure)
    assert pair.svg.count("<image ") == 4  # two pictures, each with its bar


def test_lists_are_formulas_once_sympy_is_asked_to_print_them_so(project: Project) -> None:
    pytest.importorskip("sympy", reason="torch brings it along")
    ((before,), (after,), (words,), (own,)) = (
        cell(project, "snippets/formulas.py", name) for name in ("before", "after", "words", "own")
    )
    assert before == Text("result", "[x**2, 3]\n")
    assert isinstance(after, Rich)
    assert chosen(after) == "text/latex"
    assert r"\sqrt{x}" in after.data["text/latex"]
    assert words == Text("result", "[x, '글']\n")
    assert isinstance(own, Rich)
    assert own.data["text/latex"] == r"$\displaystyle \alpha$"


def test_words_of_an_objects_html_are_searched(project: Project) -> None:
    (entry,) = (d for d in build_index(project.web)["docs"] if d["title"] == "cards.py")
    assert entry["output"] == "은행나무"


def test_tags_of_a_notebook_fold_and_leave_out_code_and_output(project: Project) -> None:
    page = render(project, "book.md")
    twin = Twin(project.web, "book.md").note(project.notes["book.md"])
    shown = (
        "보인다",
        "'접힌', '코드'",
        "접힌 코드",
        "빠진 코드",
        "접힌 출력",
        "'빠진', '출력'",
        "'오류', '글'",
    )
    gone = ("'빠진', '코드'", "빠진 출력", "빠진 셀", "오류 글")
    assert [text for text in shown if text not in twin] == []
    assert [text for text in gone if text in twin] == []
    assert [text for text in ("접힌 코드", "빠진 코드", "접힌 출력") if text not in page] == []
    assert [text for text in gone[1:] if text in page] == []
    assert page.count('<details class="mp-code">') == 2


def test_notebook_goes_on_behind_a_cell_that_may_raise_and_passes_over_one_that_is_skipped(
    project: Project,
) -> None:
    key = "docs/book.ipynb"
    before, error = cell(project, key, "cell-7")
    assert before == Text("stdout", "앞\n")
    assert isinstance(error, Error)
    assert error.type == "ZeroDivisionError"
    assert cell(project, key, "cell-8") == []
    assert project.results[key].products.values["last"].scalar == "끝까지"


def test_graph_is_drawn_where_dot_is_and_its_source_with_a_hint_where_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    graphviz = pytest.importorskip("graphviz", reason="requirements.txt has it")
    graph = graphviz.Digraph("그림", body=["가 -> 나"])
    monkeypatch.setenv("PATH", str(tmp_path))
    (missing,) = display.show(graph, True)
    assert missing.text == str(graph).rstrip()
    (trouble,) = troubles(missing)
    assert trouble.code == "rich-without-form"
    assert "install Graphviz" in trouble.hint
    assert "가 -&gt; 나" in Painter("a/index.html", LANGUAGES["ko"]).product(missing)
    program = tmp_path / "dot"
    program.write_text('#!/bin/sh\necho \'<svg id="g"><rect id="node1" width="3"/></svg>\'\n')
    program.chmod(0o755)
    (drawn,) = display.show(graph, True)
    assert chosen(drawn) == "image/svg+xml"
    assert not list(troubles(drawn))
    painter = Painter("a/index.html", LANGUAGES["ko"])
    twice = painter.product(drawn) + painter.product(drawn)
    assert 'id="mp1-node1"' in twice
    assert 'id="mp2-node1"' in twice


def test_widget_is_its_text_and_a_warning_that_names_it() -> None:
    widgets = pytest.importorskip("ipywidgets", reason="requirements.txt has it")
    (slider,) = display.show(widgets.IntSlider(value=3), True)
    assert slider.text == "IntSlider(value=3)"
    (trouble,) = troubles(slider)
    assert trouble.code == "rich-without-form"
    assert "IntSlider" in trouble.said
    assert "kernel" in trouble.hint
