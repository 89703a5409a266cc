"""Products in the order they were made, tables as pandas writes them, text as terminals leave it."""

# ruff: noqa: E501  # code in strings

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from maedeup.page.frames import plain_table
from maedeup.page.html import Painter
from maedeup.page.output import printed
from maedeup.page.rich import size_of
from maedeup.runs.product import Figure, Product, Products, Rich, Table, Text
from maedeup.site.notebooks import note_notebook
from maedeup.site.twins import Twin
from maedeup.text.strings import LANGUAGES
from maedeup.text.terminal import lines, plain

from tests.project import Project, RunOptions, build, load_settings

from .conftest import SITE, render, write_files

PLOT = "import matplotlib.pyplot as plt\n"
SNIPPETS = {
    "shows": "# %% two\nimport matplotlib.pyplot as plt\nprint('먼저')\nplt.plot([1, 2])\nplt.title('오름')\nplt.show()\nprint('다음')\nplt.plot([2, 1])\nplt.title('내림')\nplt.show()\nprint('끝')\n",
    "moments": PLOT + "# %% moment\nfig, ax = plt.subplots()\nax.set_title('처음')\nfig.show()\nax.set_title('나중')\n# %% same\nfig, ax = plt.subplots()\nax.set_title('한 번')\nfig.show()\nfig\n# %% begin\nfig, ax = plt.subplots()\nax.set_title('하나')\n# %% finish\nax.set_title('둘')\nfig\n# %% listed\nfor k in (1, 2):\n    display(k)\n    plt.figure()\n    plt.title(f'{k}번')\n    plt.show()\n",
    "without_pyplot": "# %% free\nfrom matplotlib.figure import Figure\nfree = Figure(figsize=(3, 2))\nfree.subplots().set_title('한글')\nfree\n# %% shown\ndisplay(free)\n",
    "streams": "# %% turns\nimport sys\nprint('하나')\nprint('둘', file=sys.stderr)\nprint('셋')\n",
    "displayed": "# %% display\nhandle = display('처음', display_id=True)\nprint('사이')\nhandle.update('나중')\nprint('끝')\n7\n",
    "speaking": "# %% asked\nclass Talk:\n    def _repr_html_(self):\n        print('묻는다')\n        return '<b>답</b>'\n    def __repr__(self):\n        return '답'\ndisplay('첫째', display_id='n')\nTalk()\n# %% again\ndisplay('둘째', display_id='n');\n# %% anew\nmark = display(1, display_id='m')\nmark.update(Talk())\n",
    "ends": "# %% a\nimport sys\ndef main():\n    print('다 했다')\n    return 0\n# %% b\nif __name__ == '__main__':\n    sys.exit(main())\n",
    "ends_early": "# %% a\nimport sys\nsys.exit(0)\n# %% b\n1\n",
    "ends_badly": "# %% a\nimport sys\nsys.exit(3)\n",
    "font": "# %% a\nimport matplotlib.pyplot as plt\n\nplt.rc('font', family='Nowhere Gothic')\nplt.plot([1, 2])\nplt.title('손실')\n",
    "own_font": "# %% a\nimport matplotlib.pyplot as plt\nplt.title('손실')\n# the other text\nplt.text(0, 0, '손', fontname='Nowhere Script')\n",
    "late": "# %% a\nimport importlib\nplt = importlib.import_module('matplotlib.' + 'pyplot')\nplt.plot([1, 2])\nplt.title('한글')\nplt.show()\nprint('뒤')\n",
    "tables": (
        "# %% setup\nimport pandas as pd\nimport numpy as np\n"
        "# %% numbers\npd.DataFrame({'값': [1234567.5, 0.25], '수': [1, 2]})\n"
        "# %% option\npd.options.display.float_format = '{:,.1f}원'.format\npd.DataFrame({'값': [1234567.5]})\n"
        "# %% reset\npd.reset_option('display.float_format')\n"
        "# %% named\npd.crosstab(pd.Series(['a', 'a', 'b'], name='줄'), pd.Series(['x', 'y', 'x'], name='칸'))\n"
        "# %% nested\npd.DataFrame(np.arange(8).reshape(4, 2), index=pd.MultiIndex.from_product([['가', '나'], [1, 2]], names=['k', 'n']), columns=pd.MultiIndex.from_product([['합'], ['p', 'q']]))\n"
        "# %% kinds\npd.DataFrame({'t': pd.to_datetime(['2026-01-02', None]), 'c': pd.Categorical(['a', None]), 'i': pd.array([1, None], dtype='Int64')})\n"
        "# %% few\npd.options.display.max_rows = 4\nlong = pd.DataFrame({'n': range(100)})\nlong\n"
    ),
    "objects": (
        "# %% formula\nimport sympy as sp\nx = sp.Symbol('x')\nsp.Integral(sp.exp(-x), (x, 0, sp.oo))\n"
        "# %% broken\nclass Odd:\n    def _repr_latex_(self):\n        return r'$\\unknowncommand{x}$'\n    def __repr__(self):\n        return '이상한 식'\nOdd()\n"
        "# %% picture\nfrom PIL import Image\nImage.new('RGB', (8, 4), 'red')\n"
        "# %% words\nclass Words:\n    def _repr_markdown_(self):\n        return '**굵게** $a^2$\\n\\n| 가 | 나 |\\n|---|---|\\n| 1 | 2 |'\nWords()\n"
        "# %% card\nclass Card:\n    def _repr_html_(self):\n        return '<p id=p>카드의 글</p>'\nCard()\n"
    ),
}  # fmt: skip
FAILING = ("ends_early", "ends_badly", "font", "own_font")

NOTEBOOK: dict[str, Any] = {
    "cells": [
        {"cell_type": "markdown", "id": "m", "metadata": {}, "source": ["# 가져온 공책\n"]},
        {"cell_type": "code", "id": "c1", "metadata": {}, "outputs": [], "execution_count": None,
         "source": ["import asyncio\n", "await asyncio.sleep(0)\n", "display('먼저')\n", "async def f():\n", "    return '기다렸다'"]},
        {"cell_type": "code", "id": "c2", "metadata": {}, "outputs": [], "execution_count": None,
         "source": ["await f()"]},
        {"cell_type": "code", "id": "c3", "metadata": {}, "outputs": [], "execution_count": None,
         "source": ["task = asyncio.create_task(f())\n", "asyncio.get_event_loop().is_running()"]},
        {"cell_type": "code", "id": "c4", "metadata": {}, "outputs": [], "execution_count": None,
         "source": ["import contextvars\n", "said = contextvars.ContextVar('said', default='처음')\n", "said.set(await task)\n", "said.get()"]},
        {"cell_type": "code", "id": "c5", "metadata": {}, "outputs": [], "execution_count": None,
         "source": ["said.get()"]},
    ],
    "metadata": {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
    "nbformat": 4, "nbformat_minor": 5,
}  # fmt: skip


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    root = tmp_path_factory.mktemp("products")
    files: dict[str, str | bytes] = {"mkdocs.yml": SITE}
    files |= {f"snippets/{name}.py": text for name, text in SNIPPETS.items()}
    good = [name for name in SNIPPETS if name not in FAILING]
    embeds = "\n\n".join(f"![[{name}.py]]" for name in good)
    files["docs/index.md"] = f"# 홈\n\n{embeds}\n\n![[shows.py#two-2|둘째 그림]]\n"
    files["docs/own.ipynb"] = json.dumps(NOTEBOOK, ensure_ascii=False, indent=1).encode()
    first = {**NOTEBOOK["cells"][1], "source": ["import shower\n", "shower.show('셋')"]}
    helped = {**NOTEBOOK, "cells": [{**NOTEBOOK["cells"][0], "source": ["# 도움\n"]}, first]}
    files["docs/helped.ipynb"] = json.dumps(helped, ensure_ascii=False, indent=1).encode()
    files["docs/shower.py"] = "def show(what):\n    print('하나')\n    display(what)\n"
    write_files(root, files)
    made = Project(load_settings(root))
    build(made, RunOptions())
    return made


def products(project: Project, name: str) -> Products:
    return next(r.products for key, r in project.results.items() if name in key)


def told(made: list[Product]) -> list[str]:
    return [
        one.plots[0].title if isinstance(one, Figure) else str(getattr(one, "text", "")).strip()
        for one in made
    ]


KOREAN = LANGUAGES["ko"]


@pytest.mark.parametrize(
    ("name", "cell", "shown"),
    [
        ("shows.py", "two", ["먼저", "오름", "다음", "내림", "끝"]),
        ("moments.py", "moment", ["처음", "나중"]),
        ("moments.py", "same", ["한 번"]),
        ("moments.py", "begin", ["하나"]),
        ("moments.py", "finish", ["둘"]),
        ("moments.py", "listed", ["1", "1번", "2", "2번"]),
        ("without_pyplot.py", "free", ["한글"]),
        ("without_pyplot.py", "shown", ["한글"]),
        ("streams.py", "turns", ["하나", "둘", "셋"]),
        ("speaking.py", "asked", ["'둘째'", "묻는다", "답"]),
        ("speaking.py", "anew", ["답", "묻는다"]),
        ("displayed.py", "display", ["'나중'", "사이\n끝", "7"]),
        ("late.py", "a", ["한글", "뒤"]),
    ],
)
def test_products_stand_in_the_order_they_were_made(
    project: Project, name: str, cell: str, shown: list[str]
) -> None:
    assert told(products(project, name).cells[cell]) == shown


def test_figures_shown_in_one_cell_are_named_in_turn(project: Project) -> None:
    assert list(products(project, "shows.py").figures()) == ["two", "two-2"]
    assert "둘째 그림" in render(project, "index.md")


def test_leaving_with_success_in_the_last_statement_is_success(project: Project) -> None:
    made = products(project, "ends.py")
    assert (made.failed, made.error) == (False, None)
    assert told(made.cells["b"]) == ["다 했다"]


def test_leaving_early_or_with_a_code_is_a_failure(project: Project) -> None:
    assert products(project, "ends_early.py").failed
    assert products(project, "ends_badly.py").failed


@pytest.mark.parametrize(
    ("name", "line", "font"),
    [("snippets/font.py", 4, "Nowhere Gothic"), ("snippets/own_font.py", 5, "Nowhere Script")],
)
def test_missing_font_is_named_with_the_line_that_asked_for_it(
    project: Project, name: str, line: int, font: str
) -> None:
    (problem,) = [p for p in project.problems if p.path == name and p.code == "snippet-failed"]
    assert problem.line == line
    assert problem.value.endswith(f"; not installed: {font}")


def test_matplotlib_says_nothing_of_its_list_of_fonts_where_a_run_is_the_first(
    tmp_path: Path, cold_server: None
) -> None:
    child = "import matplotlib.font_manager"
    write_files(tmp_path, {
        "mkdocs.yml": SITE,
        "docs/index.md": "# 홈\n",
        "snippets/first.py": (
            "# %% a\nimport pandas as pd\npd.Series([1, 2]).plot(title='하나');\n"
            f"# %% b\nimport subprocess, sys\nsubprocess.run([sys.executable, '-c', {child!r}]);\n"
        ),
    })  # fmt: skip
    made = Project(load_settings(tmp_path))
    build(made, RunOptions())
    cells = products(made, "first.py").cells
    assert (told(cells["a"]), told(cells["b"])) == (["하나"], [])


def test_notebook_may_wait_at_its_top_and_display(project: Project) -> None:
    made = products(project, "own.ipynb")
    assert made.error is None, made.error
    assert [told(cell) for cell in made.cells.values() if cell] == [
        ["'먼저'"], ["'기다렸다'"], ["True"], ["'기다렸다'"], ["'처음'"],
    ]  # fmt: skip


def test_module_beside_a_notebook_displays_without_an_import(project: Project) -> None:
    made = products(project, "helped.ipynb")
    assert made.error is None, made.error
    assert [told(cell) for cell in made.cells.values() if cell] == [["하나", "'셋'"]]


def frame(project: Project, cell: str) -> Table:
    (table,) = products(project, "tables.py").cells[cell]
    assert isinstance(table, Table)
    return table


def test_tables_hold_what_pandas_writes(project: Project) -> None:
    assert frame(project, "numbers").rows == [["1234567.50", "1"], ["0.25", "2"]]
    assert frame(project, "option").rows == [["1,234,567.5원"]]
    assert frame(project, "kinds").rows == [["2026-01-02", "a", "1"], ["NaT", "NaN", "<NA>"]]
    few = frame(project, "few")
    assert [row[0] for row in few.rows] == ["0", "1", "...", "98", "99"]
    assert few.n_rows == 100


def test_table_names_both_axes_on_the_page_and_in_the_twin(project: Project) -> None:
    table = frame(project, "named")
    assert (table.index_names, table.column_names) == (["줄"], ["칸"])
    assert plain_table(table).startswith(
        '<table class="mp-frame"><thead><tr><th scope="col">칸</th>'
        '<th scope="col" class="mp-number">x</th><th scope="col" class="mp-number">y</th></tr>'
        '<tr><th scope="col">줄</th><td></td><td></td></tr></thead>'
    )
    twin = Twin(project.web, "index.md").note(project.notes["index.md"])
    assert "| 줄 \\\\ 칸 | x | y |" in twin


def test_nested_labels_span_what_is_below_them(project: Project) -> None:
    html = plain_table(frame(project, "nested"))
    assert '<th scope="colgroup" colspan="2">합</th>' in html
    assert html.count('<th scope="rowgroup" rowspan="2">') == 2
    assert '<th scope="col">k</th><th scope="col">n</th>' in html


def test_cut_table_says_how_many_rows_of_the_frame_it_shows(project: Project) -> None:
    html = Painter("index.html", KOREAN).product(frame(project, "few"))
    assert "모두 100행 가운데 4행" in html


def the(project: Project, cell: str) -> Rich:
    (product,) = products(project, "objects.py").cells[cell]
    assert isinstance(product, Rich)
    return product


def test_page_notebook_and_twin_say_the_same_of_an_object(project: Project) -> None:
    page = render(project, "index.md")
    twin = Twin(project.web, "index.md").note(project.notes["index.md"])
    notebook = json.loads(note_notebook(project.web, project.notes["index.md"], lambda target: ""))
    data = [o["data"] for c in notebook["cells"] for o in c.get("outputs", []) if "data" in o]
    assert "<munderover>" in page
    assert r"\int\limits_{0}^{\infty}" in twin
    assert any(r"\int" in str(d.get("text/latex")) for d in data)
    assert "<strong>굵게</strong> <math>" in page
    assert "**굵게** $a^2$" in twin
    assert "<td>1</td>" in page
    assert any("카드의 글" in str(d.get("text/html")) for d in data)
    assert "카드의 글" in page
    assert "```text\n카드의 글\n```" in twin


def test_formula_that_cannot_be_read_is_text_with_a_warning(project: Project) -> None:
    assert "이상한 식" in render(project, "index.md")
    (problem,) = [p for p in project.warnings if p.code == "rich-unreadable"]
    assert (problem.path, problem.value) == (
        "snippets/objects.py", "__main__.Odd: LaTeX that cannot be read",
    )  # fmt: skip


def test_tiny_picture_is_shown_in_whole_multiples_of_its_pixels(project: Project) -> None:
    html = Painter("index.html", KOREAN).product(the(project, "picture"))
    assert 'class="mp-image mp-pixels"' in html
    assert 'width="160" height="80"' in html


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\r 0%\r50%\r100%\n", "100%\n"),
        ("\r60% done\r100%\n", "100%done\n"),
        ("abc\b\bX\n", "aXc\n"),
        ("위\n아래\x1b[A\r다시\n", "다시\n아래"),
        ("버림\x1b[2K\r끝\n", "끝\n"),
        ("\x1b]0;제목\x07보통\x07\n", "보통\n"),
        ("\x1bP그림\x1b\\글\x1b_G1;그림\x1b\\\n", "글\n"),
        ("\x1b[33m⚠\ufe0f 조심\x1b[0m 👩\u200d🔬 뒤\n", "⚠\ufe0f 조심 👩\u200d🔬 뒤\n"),
        ("\ufeff앞\u200b뒤\r다\n", "다뒤\n"),
        ("그대로\t한\n", "그대로\t한\n"),
        ("바이트\x9b\x01\n", "바이트\n"),
    ],
)
def test_printed_text_is_what_a_terminal_shows_at_the_end(text: str, shown: str) -> None:
    assert plain(text).rstrip("\n") == shown.rstrip("\n")


def test_colours_and_styles_of_a_terminal_are_classes() -> None:
    (first, *_) = lines("\x1b[32mok\x1b[0m \x1b[1;31mfail\x1b[0m \x1b[38;5;208mx\x1b[0m\n")
    assert [run.styles for run in first] == [
        ("fg-green",), (), ("bold", "fg-red"), (), ("fg-#ff8700",),
    ]  # fmt: skip
    assert printed("\x1b[1;31m<b>\x1b[0m") == '<span class="mp-bold mp-fg-red">&lt;b&gt;</span>'


def test_hangul_in_a_drawn_box_is_two_columns_wide() -> None:
    assert printed("│ 가나 │") == '│ <span class="mp-columns" style="width:4ch">가나</span> │'
    assert printed("가나") == "가나"


def test_no_control_character_reaches_a_page() -> None:
    text = "끝" + "".join(map(chr, range(32))) + "\x7f\x9b"
    html = Painter("x.html", KOREAN).product(Text("stdout", text))
    assert not any(ord(c) < 32 and c not in "\n\t" for c in html)
    assert "끝" in html


@pytest.mark.parametrize(
    ("data", "size"),
    [(b"GIF89a\x03\x00\x02\x00", (3, 2)), (b"", (0, 0)), (b"\xff\xd8\xff", (0, 0))],
)
def test_size_of_a_picture_is_read_from_its_head(data: bytes, size: Any) -> None:
    assert size_of(data) == size
