"""What a run's variables, last expressions and figures become."""

# ruff: noqa: E501  # code in strings

from __future__ import annotations

import builtins
import importlib
import re
import subprocess
import sys
import warnings
from importlib import metadata
from pathlib import Path

import numpy as np
import pytest
from maedeup.page.alternatives import alternative
from maedeup.runs.product import Figure, Products, Table, Text, Value
from maedeup.runs.worker.collect import Stream
from maedeup.runs.worker.environment import distributions_of
from maedeup.runs.worker.noting import watch_imports
from maedeup.text.formats import format_value
from maedeup.text.strings import strings_of

from tests.project import Project

from .conftest import MakeProject, need_module


def run(built: MakeProject, text: str) -> Products:
    project: Project = built({"snippets/x.py": text, "docs/index.md": "![[x.py]]\n"})
    (result,) = project.results.values()
    assert project.problems == [], project.problems
    return result.products


LIBRARIES = "# %% a\nimport numpy as np\nimport pandas as pd\n"


def test_what_was_printed_is_read_back_where_its_file_has_gone(tmp_path: Path) -> None:
    file = tmp_path / "stdout"
    file.write_text("하나\n", "utf-8")
    stream = Stream(str(tmp_path), "stdout")
    assert stream.take() == "하나\n"
    with file.open("a", encoding="utf-8") as more:
        file.unlink()
        more.write("둘\n")
    assert (stream.take(), stream.take()) == ("둘\n", "")


def test_distributions_of_a_module_are_those_that_python_finds() -> None:
    found = metadata.packages_distributions()
    tops = [top for top in found if top.isidentifier()]
    assert {"numpy", "pytest", "_pytest"} <= {*tops}
    # Python 3.11 passes over those that bring a package no file of Python, as newer ones do not.
    missed = {top: {*found[top]} - {*distributions_of(top)} for top in tops}
    assert {top: names for top, names in missed.items() if names} == {}
    assert distributions_of("numpy") == ["numpy"]
    assert distributions_of("json") == []


WARM = """
import gc, sys
from maedeup.runs.worker import figures, preload

class Finder:
    def find_spec(self, name, *more):
        collects.add(gc.isenabled())

collects, drawn = set(), []
sys.meta_path.insert(0, Finder())
plain, figures.draw = figures.draw, lambda *given: drawn.append(plain(*given))
preload.warm_up(["matplotlib.pyplot"])
import matplotlib.pyplot as plt
from matplotlib import font_manager
print(collects, gc.isenabled(), len(drawn))
print(plt.get_fignums(), font_manager._get_font.cache_info().currsize)
"""


def test_server_imports_without_collecting_and_draws_once_with_nothing_left_open() -> None:
    done = subprocess.run([sys.executable, "-c", WARM], capture_output=True, text=True, check=True)
    assert done.stdout == "{False} True 1\n[] 0\n"


def test_import_that_runs_again_and_again_is_judged_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builtins, "__import__", builtins.__import__)
    monkeypatch.setattr("importlib.import_module", importlib.import_module)
    judged: list[object] = []
    imported: set[str] = set()

    def is_project(file: object) -> bool:
        judged.append(file)
        return file == "own.py"

    code = compile("import json\nfrom json import loads", "any", "exec")
    with warnings.catch_warnings():
        watch_imports(is_project, imported)
        for _ in range(9):
            exec(code, {"__file__": "other.py"})
        assert imported == set()
        for _ in range(9):
            exec(code, {"__file__": "own.py"})
    assert (judged.count("other.py"), judged.count("own.py")) == (1, 1)
    assert imported == {"json"}


def test_scalars_of_every_library_become_values(built: MakeProject) -> None:
    need_module("torch")
    text = f"{LIBRARIES}import torch\n" + (
        "i = np.int64(3)\nf = np.float32(0.5)\nt = torch.tensor(2.0)\nb = np.bool_(True)\n"
        "s = '가'\nc = 1 + 2j\nn = None\n_hidden = 1\nz = np.array(4)\n"
    )
    values = run(built, text).values
    assert {name: v.scalar for name, v in values.items() if len(name) == 1} == {
        "i": 3, "f": 0.5, "t": 2.0, "b": True, "s": "가", "z": 4, "c": None,
    }  # fmt: skip
    assert type(values["i"].scalar) is int
    assert "_hidden" not in values


def test_small_collections_have_a_text_and_take_no_format(built: MakeProject) -> None:
    need_module("torch")
    text = f"{LIBRARIES}import torch\n" + (
        "size = torch.zeros(2, 3).shape\npair = (1, 'a')\nrow = [1, 2]\nx = np.arange(3)\n"
        "t = torch.ones(2)\nlarge = np.zeros(100)\nmeta = torch.ones(2, device='meta')\n"
        "kind = torch.float32\n"
    )
    values = run(built, text).values
    assert {name: values[name].text for name in ("size", "pair", "row", "x", "t", "kind")} == {
        "size": "(2, 3)", "pair": "(1, 'a')", "row": "[1, 2]", "x": "[0, 1, 2]", "t": "[1.0, 1.0]",
        "kind": "torch.float32",
    }  # fmt: skip
    assert "large" not in values
    assert "meta" not in values
    with pytest.raises(ValueError, match="takes no format"):
        values["row"].format(".2f")


def test_value_reads_as_python_prints_it(built: MakeProject) -> None:
    text = LIBRARIES + (
        "import datetime\nfrom decimal import Decimal\nfrom fractions import Fraction\n"
        "single = np.float32(0.1)\nhalf = np.float16(0.1)\nzero = np.array(0.1, 'float32')\n"
        "row = np.array([[0.1, 1.5]], 'float32')\nday = datetime.date(2026, 1, 2)\n"
        "span = datetime.timedelta(seconds=90)\nwhen = pd.Timestamp('2026-01-02 03:04')\n"
        "price = Decimal('1.10')\npart = Fraction(1, 3)\ncomplexed = 1 + 2j\n"
        "then = np.datetime64('2026-01-02')\nnothing = None\n"
        "for name in ('single', 'half', 'zero', 'day', 'span', 'when', 'price', 'part',"
        " 'complexed', 'then'):\n    print(globals()[name])\n"
    )
    made = run(built, text)
    (printed,) = made.cells["a"]
    assert isinstance(printed, Text)
    values = made.values
    names = ("single", "half", "zero", "day", "span", "when", "price", "part", "complexed", "then")
    assert [values[name].text for name in names] == printed.text.splitlines()
    assert values["row"].text == "[[0.1, 1.5]]"
    assert values["single"].format(".9f") == f"{values['single'].scalar:.9f}" == "0.100000001"
    assert "nothing" not in values
    with pytest.raises(ValueError, match="takes no format"):
        values["price"].format(".2f")


def test_name_that_is_no_value_is_told_as_such(built: MakeProject) -> None:
    files = {
        "snippets/x.py": "# %% a\nnone = None\nneg = 1\n",
        "docs/n.md": "![[x.py#none]] ![[x.py#nnn]]\n",
    }
    hints = {p.value: p.hint for p in built(files).problems if p.code == "unknown-product"}
    assert hints["x.py#none"].endswith("`none_text = str(none)`")
    assert "str(" not in hints["x.py#nnn"]


HASTY = "import maedeup.runs.worker.values as looks\nlooks.LOOK_S = 0.2\n"
"""The limit of a look, in processor seconds, that this run has: it spends them all."""

ODD_VARIABLES = {
    "sparse": "import torch\nodd = torch.eye(3).to_sparse()\n",
    "compressed": "import warnings\nwarnings.simplefilter('ignore')\nimport torch\nodd = torch.eye(3).to_sparse_csc()\n",
    "nested": "import torch\nodd = torch.nested.nested_tensor([torch.ones(1), torch.ones(2)], layout=torch.jagged)\n",
    "shape": "import numpy as np\nclass A(np.ndarray):\n    @property\n    def size(self):\n        raise KeyError(1)\nodd = np.ones(2).view(A)\n",
    "length": "class L(list):\n    def __len__(self):\n        raise MemoryError\nodd = L([1])\n",
    "endless length": f"{HASTY}class L(list):\n    def __len__(self):\n        while True:\n            try:\n                n = 1\n            except Exception:\n                pass\nodd = L([1])\n",
    "endless text": f"{HASTY}class S(int):\n    def __repr__(self):\n        while True:\n            n = 1\nodd = [S(1)]\n",
    "class": "class C:\n    @property\n    def __class__(self):\n        raise OSError\nodd = C()\n",
    "cell of a table": "import pandas as pd\nclass C:\n    def __str__(self):\n        raise ValueError\nodd = pd.DataFrame({'a': [C()]})\n",
    "name": "globals()[5] = 1\n",
}  # fmt: skip


def test_variable_that_cannot_be_looked_at_is_no_value_and_the_run_holds(
    built: MakeProject,
) -> None:
    need_module("torch")
    files = {
        f"snippets/{name.replace(' ', '_')}.py": f"# %% a\nn = 7\n{text}z = 8\n"
        for name, text in ODD_VARIABLES.items()
    }
    project = built(files)
    assert project.made.problems == ()
    for name, result in project.results.items():
        values = {key: value.scalar for key, value in result.products.values.items()}
        assert (name, values) == (name, {"n": 7, "z": 8})
        assert result.products.tables == {}


@pytest.mark.parametrize(
    ("scalar", "spec", "shown"),
    [
        (0.953, ".1%", "95.3%"),
        (1_000_000, ",", "1,000,000"),
        (2.0, "", "2.0"),
        (1e-7, ".0e", "1e-07"),
        (float("nan"), ".2f", "nan"),
        ("가", ">3", "  가"),
        (True, "", "True"),
    ],
)
def test_value_takes_pythons_format(scalar: bool | float | str, spec: str, shown: str) -> None:
    assert Value("x", scalar, str(scalar)).format(spec) == shown


@pytest.mark.parametrize(
    ("number", "unit", "shown"),
    [
        (19_600_000_000, "억", "196억"),
        (11_513_000_000.0, "억", "115억"),
        (143_667_240, "만", "1억 4,367만"),
        (60_192_808, "만", "6,019만"),
        (30_941_000_000_000, "조", "31조"),
        (430_120_000_000, "조", "4,301억"),  # below its unit: the next smaller one
        (430_120_000_000, "억", "4,301억"),
        (43_000_000, "억", "4,300만"),
        (99_999_999, "억", "1억"),  # 10,000만
        (123_456_789_012_345, "억", "123조 4,568억"),
        (123_456_789_012_345, "만", "123조 4,567억 8,901만"),
        (1_000_000_010_000, "만", "1조 1만"),
        (12_345_678_901_234_567, "조", "12,346조"),
        (9_007_199_254_740_993, "만", "9,007조 1,992억 5,474만"),
        (300_000_000, "만", "3억"),
        (10_000, "만", "1만"),
        (25_000, "만", "2만"),  # half to even, as `.0f` of 2.5
        (35_000, "만", "4만"),
        (9_999, "만", "9,999"),
        (3_214.7, "만", "3,215"),
        (0, "만", "0"),
        (-0.0, "억", "0"),
        (0.3, "만", "0.3"),
        (12.34567, "조", "12.35"),
        (-143_667_240, "만", "-1억 4,367만"),
        (-0.25, "만", "-0.25"),
        (float("nan"), "만", "nan"),
        (float("-inf"), "억", "-inf"),
    ],
)
def test_number_is_shown_in_korean_units(number: float, unit: str, shown: str) -> None:
    assert Value("x", number, "").format(unit) == shown


@pytest.mark.parametrize("kind", [np.int64, np.float64])
def test_numpys_numbers_take_units_too(kind: type) -> None:
    assert format_value(kind(143_667_240), "만") == "1억 4,367만"
    assert format_value(np.int32(-20_000), "만") == "-2만"


@pytest.mark.parametrize(("scalar", "spec"), [("가", "만"), (True, "만"), (1, ",만"), (1, "백만")])
def test_unit_that_does_not_fit_is_refused(scalar: bool | int | str, spec: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # Python's own words for two of them
        Value("x", scalar, str(scalar)).format(spec)


def test_text_alternative_says_a_range_in_the_units_of_its_axis(built: MakeProject) -> None:
    text = (
        "# %% a\nimport matplotlib.pyplot as plt\nfig, ax = plt.subplots()\n"
        "ax.set(xlabel='곱셈', ylabel='층', xlim=(0, 215e8), ylim=(0, 2))\n"
        "ax.xaxis.set_major_formatter(lambda x, _: f'{x / 1e8:.0f}억')\n"
        "ax.yaxis.set_major_formatter(lambda y, place: '가나다라마바사아자'[place])\n"
    )
    (figure,) = run(built, text).figures().values()
    said = alternative(figure, strings_of("ko"))
    assert said == "가로축 곱셈 0억부터 215억까지, 세로축 층 0부터 2까지"


def test_table_keeps_labels_numbers_and_what_was_cut(built: MakeProject) -> None:
    text = LIBRARIES + (
        "df = pd.DataFrame({('가', 'x'): [1.25, np.nan], ('가', 'y'): ['<b>', None]},"
        " index=pd.Index(['r', 's'], name='줄'))\n"
        "long = pd.DataFrame({'n': range(600)})\nseries = pd.Series([1, 2], name='수')\n"
    )
    tables = run(built, text).tables
    assert tables["df"] == Table(
        name="df",
        columns=[["가", "x"], ["가", "y"]],
        index=[["r"], ["s"]],
        index_names=["줄"],
        rows=[["1.25", "<b>"], ["NaN", tables["df"].rows[1][1]]],
        numeric=[True, False],
        n_rows=2,
        exact=[[1.25, None], []],
    )
    assert (len(tables["long"].rows), tables["long"].n_rows) == (500, 600)
    assert tables["series"].columns == [["수"]]


@pytest.mark.parametrize(
    ("expression", "shown"),
    [
        ("1 + 1", ["2\n"]),
        ("str('가')", ["'가'\n"]),
        ("None", []),
        ("1 + 1;", []),
        ("object()", ["<object>\n"]),
        ("len", ["<function len(obj, /)>\n"]),
        ("[1,\n 2]", ["[1, 2]\n"]),
    ],
)
def test_last_expression_is_shown_as_in_jupyter(
    built: MakeProject, expression: str, shown: list[str]
) -> None:
    products = run(built, f"# %% a\n{expression}\n").cells["a"]
    assert [p.text for p in products if isinstance(p, Text)] == shown


def test_what_matplotlib_returns_is_not_shown(built: MakeProject) -> None:
    text = (
        "# %% a\nimport matplotlib.pyplot as plt\nfig, axes = plt.subplots(1, 2)\n"
        "axes[0].plot([1, 2])\n# %% b\nplt.hist([1, 2])\n# %% c\n"
        "fig, axes = plt.subplots(1, 2)\naxes\n"
    )
    cells = run(built, text).cells
    assert [[type(p) for p in cells[name]] for name in "ac"] == [[Figure], [Figure]]
    assert isinstance(cells["b"][-1], Figure)


def test_figures_are_named_by_label_else_by_cell(built: MakeProject) -> None:
    text = (
        "# %% draw\nimport matplotlib.pyplot as plt\nplt.figure('mine'); plt.figure();"
        "plt.figure(); None\n"
    )
    assert list(run(built, text).figures()) == ["mine", "draw-2", "draw-3"]


def test_drawing_measures_text_as_scripts_do(built: MakeProject) -> None:
    text = (
        "# %% a\nimport matplotlib.pyplot as plt\nfig, ax = plt.subplots()\n"
        "width = ax.set_title('가나').get_window_extent(fig.canvas.get_renderer()).width\n"
    )
    assert float(run(built, text).values["width"].scalar or 0) > 10


def test_k_and_w_follow_the_palette_and_black_and_white_do_not(built: MakeProject) -> None:
    text = (
        "# %% a\nimport matplotlib.pyplot as plt\nfig, ax = plt.subplots()\n"
        "ax.plot([0, 1], color='k')\nax.plot([1, 0], color='black')\nax.axis('off')\n"
    )
    (figure,) = run(built, text).figures().values()
    assert "var(--mp-ink,#24292f)" in figure.svg
    assert "#000000" in figure.svg


def test_exponents_of_a_log_axis_keep_their_minus(built: MakeProject) -> None:
    text = (
        "# %% a\nimport matplotlib.pyplot as plt\nfig, ax = plt.subplots(num='log')\n"
        "ax.semilogy([1e-3, 1e-2])\nax.set_title('가 $x^{-1}$')\n"
    )
    (figure,) = run(built, text).figures().values()
    texts = re.findall(r"<g[^>]* transform=[^>]*>.*?</g>", figure.svg, re.DOTALL)
    exponents = [text for text in texts if "DejaVuSans" in text]
    assert len(exponents) == 3  # two ticks and the title, whose other letter is Hangul
    assert sum("NanumGothic" in text for text in exponents) == 1


def test_character_that_the_math_font_lacks_fails_the_run(built: MakeProject) -> None:
    text = "# %% a\nimport matplotlib.pyplot as plt\nplt.figure('f'); plt.title('$x 가$'); None\n"
    project = built({"snippets/x.py": text, "docs/index.md": "![[x.py]]\n"})
    (problem,) = project.problems
    assert problem.problem == "MissingGlyphError"
    assert problem.value.startswith("no font has the character '가' (U+AC00) in figure 'f'")
