"""What a run tells of the shapes that a snippet assigns, and that telling changes nothing."""

# ruff: noqa: E501  # code in strings
from __future__ import annotations

import ast
import concurrent.futures
import gc
import inspect
import sys
import traceback
from collections.abc import Callable, Iterator
from types import CodeType
from typing import Any

import pytest
from maedeup.page import shape_list
from maedeup.runs.product import Kind, Products, Shape
from maedeup.runs.snippet import find_assignments
from maedeup.runs.worker import shapes
from maedeup.runs.worker.instrument import TRACERS, find_names, instrument
from maedeup.runs.worker.written import Written
from maedeup.text.strings import strings_of

from tests.project import Project, build, load_settings

from .conftest import MakeProject, need_module, render

np = pytest.importorskip("numpy")


def run(text: str) -> tuple[dict[str, Any], list[Shape]]:
    """Run a text with looks, as the worker does; give its names and what was seen."""
    recorder, code = record(text)
    namespace: dict[str, Any] = {"__name__": "__main__", "np": np}
    exec(code, namespace)
    return namespace, recorder.shapes()


def record(text: str) -> tuple[shapes.Recorder, CodeType]:
    """Compile a text with looks."""
    tree = ast.parse(text)
    recorder, constants = instrument(tree)
    return recorder, constants.fill(compile(tree, "snippet.py", "exec", dont_inherit=True))


def told(text: str) -> dict[tuple[int, str], list[list[int]]]:
    """Return the shapes seen, by line and name."""
    places = [node.lineno for node in find_assignments(ast.parse(text))]
    return {(places[s.place], s.name): [k.shape for k in s.kinds] for s in run(text)[1]}


A, B = [2, 3], [4]

STATEMENTS = {
    "name": ("x = np.ones((2, 3))", {(1, "x"): [A]}),
    "several names for one value": ("x = y = np.ones(4)", {(1, "x"): [B]}),
    "unpacking": ("x, (y, *_) = np.ones((2, 3)), (np.ones(4), 1)", {(1, "x"): [A], (1, "y"): [B]}),
    "starred": ("x, *y = np.ones(4), np.ones((2, 3))", {(1, "x"): [B], (1, "y[0]"): [A]}),
    "tuple": ("x = np.ones(4), np.ones((2, 3))", {(1, "x[0]"): [B], (1, "x[1]"): [A]}),
    "tuple with something else": ("x = np.ones(4), 1", {}),
    "long list": ("x = [np.ones(4)] * 5", {}),
    "annotated": ("x: object = np.ones(4)", {(1, "x"): [B]}),
    "annotation alone": ("x: int", {}),
    "augmented": ("x = 1.0\nx += np.ones(4)", {(2, "x"): [B]}),
    "attribute": ("class C: ...\nc = C()\nc.w = np.ones(4)", {(3, "c.w"): [B]}),
    "item": ("d = {}\nd['a'] = np.ones(4)", {(2, "d['a']"): [B]}),
    "for": ("for x in np.ones((2, 3)):\n    pass", {(1, "x"): [[3]]}),
    "for, unpacked": ("for i, x in enumerate([np.ones(4)]):\n    pass", {(1, "x"): [B]}),
    "for, else": ("for i in ():\n    pass\nelse:\n    x = np.ones(4)", {(4, "x"): [B]}),
    "while": ("n = 0\nwhile n < 2:\n    n += 1\n    x = np.ones(n)", {(4, "x"): [[1], [2]]}),
    "if": ("if True:\n    x = np.ones(4)\nelse:\n    x = 1", {(2, "x"): [B]}),
    "with": (
        "import contextlib\nwith contextlib.nullcontext(np.ones(4)) as x:\n    pass",
        {(2, "x"): [B]},
    ),
    "try": (
        "try:\n    x = np.ones(4)\n    1 / 0\nexcept ZeroDivisionError:\n    y = np.ones((2, 3))\n"
        "finally:\n    z = np.ones(4)",
        {(2, "x"): [B], (5, "y"): [A], (7, "z"): [B]},
    ),
    "match": ("match 1:\n    case 1:\n        x = np.ones(4)", {(3, "x"): [B]}),
    "function": (
        "def f(x, *, y=None):\n    '''doc'''\n    z = x.T\n    return z\nf(np.ones((3, 2)), y=1)",
        {(1, "x"): [[3, 2]], (3, "z"): [A], (4, "return"): [A]},
    ),
    "value of a return": ("def f():\n    return np.ones(4) * 2\nf()", {(2, "return"): [B]}),
    "method": (
        "class C:\n    t = np.ones(4)\n    def f(self, x):\n        self.x = x\n"
        "C().f(np.ones(4))",
        {(3, "x"): [B], (4, "self.x"): [B]},
    ),
    "generator": (
        "def f():\n    x = yield np.ones(4)\n    return x\ng = f(); next(g)\n"
        "try:\n    g.send(np.ones(4))\nexcept StopIteration as end:\n    y = end.value",
        {(2, "x"): [B], (3, "return"): [B], (8, "y"): [B]},
    ),
    "coroutine": (
        "import asyncio, concurrent.futures as c  # the tests' own thread has a loop already\n"
        "async def f():\n    x = np.ones(4)\n    return x\n"
        "y = c.ThreadPoolExecutor(1).submit(asyncio.run, f()).result()",
        {(3, "x"): [B], (4, "return"): [B], (5, "y"): [B]},
    ),
    "global and nonlocal": (
        "def f():\n    global g\n    g = np.ones(4)\n    n = 1\n    def h():\n        nonlocal n\n"
        "        n = np.ones((2, 3))\n    h()\nf()",
        {(3, "g"): [B], (7, "n"): [A]},
    ),
    "deleted at once": ("x = np.ones(4); del x", {(1, "x"): [B]}),
    "axes of a figure": ("import matplotlib.pyplot as plt\nf, a = plt.subplots(2)\nplt.close(f)", {}),
    "scalars": ("x = 1\ny = np.float64(2)\nz = 'a'\nw = [1, 2]", {}),
    "names that a class would change": (
        "class C:\n    def f(self, __x):\n        __y = __x\nC().f(np.ones(4))",
        {(2, "__x"): [B], (3, "__y"): [B]},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", STATEMENTS)
def test_statement_tells_the_shape_of_what_it_binds(name: str) -> None:
    text, expected = STATEMENTS[name]
    assert told(text) == expected


@pytest.mark.parametrize("name", STATEMENTS)
def test_names_are_the_same_with_and_without_looks(name: str) -> None:
    text = STATEMENTS[name][0]
    plain: dict[str, Any] = {"__name__": "__main__", "np": np}
    exec(text, plain)
    assert list(run(text)[0]) == list(plain)


def test_locals_and_globals_show_no_look() -> None:
    text = "def f(x):\n    y = x\n    return sorted(locals())\nnames = f(1), sorted(globals())\n"
    names = run(text)[0]["names"]
    assert names == (["x", "y"], ["__builtins__", "__name__", "f", "np"])


def test_varied_shapes_are_told_once_each_and_few() -> None:
    text = "for n in (3, 1, 3, 2):\n    x = np.ones(n)\nfor n in range(20):\n    y = np.ones(n)\n"
    x, y = run(text)[1]
    assert ([k.shape for k in x.kinds], x.cut) == ([[3], [1], [2]], False)
    assert (len(y.kinds), y.cut) == (shapes.MAX_KINDS, True)


def test_long_loop_is_sampled_and_says_so() -> None:
    text = (
        "for n in range({n}):\n    x = np.ones(1 + (n == {odd}))\n"
        "    y = np.ones(1 + (n >= {n} - 5000))\n"
    )
    x, y = run(text.format(n=400, odd=399))[1]
    assert ([k.shape for k in x.kinds], x.sampled) == ([[1], [2]], False)
    assert [k.shape for k in y.kinds] == [[2]]
    x, y = run(text.format(n=100_000, odd=50_001))[1]
    assert (x.sampled, y.sampled) == (True, True)
    assert [k.shape for k in y.kinds] == [[1], [2]]  # what lasts is seen


LATE = "x = np.ones(1 + (n >= {n} - {n} // 32))\n"
LOOPS = {
    "over a range": "for n in range({n}):\n    " + LATE,
    "over a range, in parts": "for n in range(3, {n} * 7 + 3, 7):\n    n = n // 7\n    " + LATE,
    "over something else": "for n in list(range({n})):\n    " + LATE,
    "over another range": "def range(n):\n    return list(r(n))\nfor n in range({n}):\n    " + LATE,
    "while": "n = 0\nwhile n < {n}:\n    n += 1\n    " + LATE,
    "function": "def f(n):\n    " + LATE + "for n in range({n}):\n    f(n)\n",
    "in a function": "def f():\n    for n in range({n}):\n        " + LATE + "f()\n",
    "in a loop": "n = 0\nfor m in range({n} // 4):\n    for o in range(4):\n        n += 1\n        " + LATE,
}  # fmt: skip


@pytest.mark.parametrize("n", [501, 2_000, 20_000])
@pytest.mark.parametrize("name", LOOPS)
def test_what_lasts_for_the_32nd_part_of_a_loop_is_seen(name: str, n: int) -> None:
    found = run("r = range\n" + LOOPS[name].format(n=n))[1]
    (x,) = [shape for shape in found if shape.name == "x"]
    assert [k.shape for k in x.kinds] == [[1], [2]]


@pytest.mark.parametrize("n", [0, 3, 501, 5_000])
@pytest.mark.parametrize(
    "text",
    [
        "",
        "    if n > {n} // 2: break\n",
        "    if n % 3: continue\n    out.append(a)\nelse:\n    out.append('else')\n",
        "    if n == {n} - 1: break\nelse:\n    out.append('else')\n",
        "    del n\n",
    ],
)
def test_loop_over_a_range_takes_the_same_steps_with_and_without_looks(n: int, text: str) -> None:
    text = "out = []\nfor n in range({n}):\n    a = n * 2\n    out.append(n)\n" + text
    text = text.format(n=n)
    plain: dict[str, Any] = {"__name__": "__main__", "np": np}
    exec(text, plain)
    names = run(text)[0]
    del plain["__builtins__"], names["__builtins__"]
    assert names == plain


def test_line_without_shapes_costs_one_test_of_a_name() -> None:
    recorder, code = record(f"for n in range({shapes.BLANK + 1}):\n    x = n\n")
    exec(code, {})
    assert [gate.open for gate in recorder.gates] == [False]


def test_range_is_of_the_first_value_and_only_where_numbers_are_known() -> None:
    text = (
        "for n in (1, 2):\n    x = np.arange(5.0) * n\nbig = np.ones(2000)\nnan = np.array([np.nan])\n"
        "odd = np.array([True])\nempty = np.empty(3)\nnone = np.ones(0)\n"
    )
    ranges = {s.name: (s.low, s.high) for s in run(text)[1]}
    assert ranges.pop("x") == (0.0, 4.0)
    assert set(ranges.values()) == {(None, None)}


def test_range_of_a_line_that_ran_again_is_said_to_be_the_first() -> None:
    once, again = run("x = np.ones(1)\nfor n in (1, 2):\n    y = x * n\n")[1]
    assert in_words(once).endswith("ndarray, 값 1")
    assert in_words(again).endswith("ndarray, 처음 값 1")


@pytest.mark.parametrize(
    "text",
    [
        "def f(x):\n    y = x\n    y = (\n        y +\n        missing)\nf(np.ones(2))",
        "x = np.ones(2)\ny, z = x, (\n    1 / 0)",
        "class C:\n    __slots__ = ()\nc = C()\nc.w = np.ones(2)",
        "def f(x):\n    return [\n        g(x)]\ndef g(x):\n    raise ValueError(x)\nf(np.ones(2))",
        "with np.ones(2) as x:\n    pass",
        "for i in range(\n    'a'):\n    x = i",
        "for i, j in range(9):\n    x = i",
        "range = 5 .__abs__\nfor i in range():\n    x = i",
        "for x, y in [np.ones(2), np.ones(3)]:\n    pass",
        "def f(n):\n    x = np.ones(2)\n    return f(n + 1)\nf(0)",
    ],
)
def test_traceback_is_the_same_with_and_without_looks(text: str) -> None:
    def trace(code: Any) -> list[tuple[str, int | None, int | None, int | None]]:
        with pytest.raises(Exception) as caught:  # noqa: PT011  # any
            exec(code, {"__name__": "__main__", "np": np})
        frames = traceback.extract_tb(caught.value.__traceback__)[1:]
        return [(str(caught.value), f.lineno, f.end_lineno, f.colno) for f in frames][:90]

    assert trace(record(text)[1]) == trace(compile(text, "s.py", "exec"))


def test_look_runs_no_code_of_the_snippet() -> None:
    text = (
        "calls = []\nclass Odd(np.ndarray):\n    @property\n    def shape(self):\n"
        "        calls.append(1)\n    def tolist(self): calls.append(8)\n    def __array_finalize__(self, obj): pass\n"
        "class Row(list):\n    def __len__(self): calls.append(2); return 1\n"
        "    def __iter__(self): calls.append(3); return iter(())\n"
        "class Sly:\n    @property\n    def __class__(self): calls.append(4); return np.ndarray\n"
        "    def __getattr__(self, name): calls.append(5); raise AttributeError(name)\n"
        "    def __eq__(self, other): calls.append(6)\n    def __bool__(self): calls.append(7)\n"
        "a = np.ones(3).view(Odd)\nr = Row([np.ones(3)])\ns = Sly()\n"
    )
    names, found = run(text)
    assert names["calls"] == []
    assert [s.name for s in found] == ["obj", "a", "r[0]"]


def test_nothing_is_kept_alive() -> None:
    text = (
        "import gc, weakref\nclass C: ...\ngc.disable()\ndef f():\n    x = np.ones(3)\n    c = C()\n"
        "    c.x = x.view()\n    return weakref.ref(x), weakref.ref(c)\n"
        "gone = [r() is None for r in f()]\n"
    )
    try:
        assert run(text)[0]["gone"] == [True, True]
    finally:
        __import__("gc").enable()


@pytest.mark.parametrize("name", ["dis", "sys.settrace", "torch.profiler"])
def test_code_that_watches_itself_is_left_alone(name: str) -> None:
    text = f"def f():\n    {name}\n    x = 1\n    return x\n"
    tree = ast.parse(text)
    instrument(tree)
    assert ast.dump(tree) == ast.dump(ast.parse(text))


def test_functions_that_may_be_traced_are_left_alone_and_re_compile_is_no_tracing() -> None:
    text = "import re\nr = re.compile('a')\ndef f(x):\n    y = x\n    return y\nz = f(np.ones(4))\n"
    assert (4, "y") in told(text)
    text += "if len(z) > 9:  # never\n    import torch\n    g = torch.compile(f)\n"
    assert told(text) == {(6, "z"): [B]}


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("import numpy as np\nnp.linalg.cond(a)", False),
        ("import torch\ntorch.linalg.cond(a)", False),
        ("from torch.linalg import cond\ncond(a)", False),
        ("from torch import linalg\nlinalg.cond(a)", False),
        ("cond = 1 > 0\nwhile cond:\n    self.cond = cond", False),
        ("code = compile('1', 'a', 'eval')", False),
        ("import torch as t\nt.cond(p, f, g)", True),
        ("import torch\ntorch.ops.higher_order.cond(p, f, g)", True),
        ("from torch._higher_order_ops.cond import cond as c\nc(p, f, g)", True),
        ("from torch import *\ncond(p, f, g)", True),
        ("load('torch').cond(p, f, g)", True),
        ("from torch import compile\ncompile(f)", True),
        ("compile = torch.compile\ncompile(f)", True),
    ],
)
def test_names_of_what_reads_code_are_told_from_others_of_the_same_letters(
    text: str, reads: bool
) -> None:
    assert bool(find_names(ast.parse(text)) & TRACERS) == reads


LOOKED = "def f(x):\n    y = x * 2\n    return y\ndef g(x):\n    z = f(x)\n    return z\n"


@pytest.fixture
def watched() -> Iterator[Callable[[str], tuple[dict[str, Any], Written]]]:
    """Run a text with looks and what gives code back; give its names and what was noted."""
    made: list[Written] = []

    def run(text: str) -> tuple[dict[str, Any], Written]:
        recorder, code = record(text)
        written = Written(recorder)
        written.pair(code, compile(text, "snippet.py", "exec", dont_inherit=True))
        made.append(written)
        written.watch()
        names: dict[str, Any] = {"__name__": "__main__", "np": np}
        exec(code, names)
        return names, written

    yield run
    for written in made:
        written.finish()


@pytest.mark.parametrize(
    "reading",
    [
        "f.__code__",
        "getattr(f, '__co' + 'de__')",
        "type(f).__dict__['__co' + 'de__'].__get__(f)",
        "object.__getattribute__(f, '__co' + 'de__')",
        "dict(inspect.getmembers(f))['__co' + 'de__']",
        "concurrent.futures.ThreadPoolExecutor(1).submit(getattr, f, '__co' + 'de__').result()",
    ],
)
def test_whoever_reads_a_functions_code_gets_it_as_written(watched: Any, reading: str) -> None:
    text = LOOKED + "g(np.ones(4))\n"
    names, written = watched(text)
    space = {"f": names["f"], "inspect": inspect, "concurrent": concurrent}
    code = eval(reading, space)
    plain: dict[str, Any] = {"np": np}
    exec(compile(text, "snippet.py", "exec", dont_inherit=True), plain)
    assert code == plain["f"].__code__
    assert code.co_consts == plain["f"].__code__.co_consts
    assert written.seen == {"code"}
    assert names["g"](np.ones(4)).tolist() == [2.0] * 4


def test_signature_file_and_flags_are_read_without_giving_code_back(watched: Any) -> None:
    names, written = watched(LOOKED)
    f = names["f"]
    assert str(inspect.signature(f)) == "(x)"
    assert (inspect.getfile(f), inspect.isgeneratorfunction(f)) == ("snippet.py", False)
    assert written.seen == set()


@pytest.mark.parametrize(
    "setting", ["sys.settrace(None)", "sys.setprofile(None)", "gc.get_referents([])"]
)
def test_all_functions_are_given_back_before_somebody_watches(watched: Any, setting: str) -> None:
    trace = sys.gettrace()
    names, written = watched(LOOKED + "a = g(np.ones(4))\nh = [g]\n")
    try:
        eval(setting, {"sys": sys, "gc": gc})
    finally:
        sys.settrace(trace)
    assert written.seen == {"watch"}
    assert not any(gate.open for gate in written.recorder.gates)
    written.finish()
    codes = [names[name].__code__ for name in "fg"]
    assert not [c for code in codes for c in code.co_consts if isinstance(c, shapes.Gate)]


def test_what_reads_the_code_of_a_running_frame_is_noted_and_what_asks_where_it_stands_is_not(
    watched: Any,
) -> None:
    inspect.stack()  # loads what a build in this process has put off, some of which starts others
    where = "def f(x):\n    y = x\n    return [traceback.extract_stack(), inspect.stack()]\n"
    _, written = watched("import inspect, traceback\n" + where + "f(1)\n")
    assert written.seen == set()
    reading = "def f(x):\n    y = x\n    return [getattr(sys._getframe(), 'f_' + 'code')]\n"
    _, written = watched("import sys\n" + reading + "f(1)\n")
    assert written.seen == {"code"}


def test_look_that_was_closed_by_another_thread_can_still_be_called() -> None:
    recorder, _ = record("x = f()\n")
    gate = recorder.gates[0]
    look = gate.look
    recorder.stop()
    assert (gate.open, look(3), gate.look(3)) == (False, 3, 3)


def test_loop_goes_on_to_its_end_when_the_looks_are_stopped() -> None:
    recorder, code = record("for n in range(5_000):\n    x = np.ones(2)\n    stop(n)\n")
    seen: list[int] = []

    def stop(n: int) -> None:
        seen.append(n)
        if n == 700:
            recorder.stop()

    exec(code, {"np": np, "stop": stop})
    assert seen == list(range(5_000))
    assert not recorder.gates[0].open


AGAIN = {
    "same": "import os\nimport numpy as np\nx = np.ones((2, 3))\nos.system('true')\nn = 5\n",
    "other": "import os, random\nimport numpy as np\nx = np.ones(2)\nos.system('true')\nn = random.random()\n",
    "alone": "import random\nimport numpy as np\nx = np.ones(2)\nn = random.random()\n",
    "helped": "import numpy as np\nimport part\nx = np.ones(2)\nn = part.f(1)\n",
    "stack": "import inspect, random, traceback\nimport numpy as np\nx = np.ones(2)\n"
    "kept = traceback.format_stack(), inspect.stack()\nn = random.random()\n",
    "broken": "import random\nimport numpy as np\nx = np.ones(2)\nn = random.random()\n"
    "def f(x):\n    y = x\n    return y[3]\nf(x)\n",
}


def test_run_whose_recording_may_have_been_seen_is_made_again_as_written(
    built: MakeProject,
) -> None:
    files = {f"snippets/{name}.py": f"# %% a\n{text}" for name, text in AGAIN.items()}
    options = "# /// script\n# [tool.maedeup]\n# expect_error = 'IndexError'\n# ///\n"
    files["snippets/broken.py"] = options + files["snippets/broken.py"]
    files["snippets/part.py"] = (
        "from random import random\ndef compile(f):\n    return f\n@compile\ndef f(n):\n    return random()\n"
    )
    project = built(files | {"docs/index.md": "![[other.py]]\n\n![[same.py]]\n"})
    made = {name: project.results[f"snippets/{name}.py"].products for name in AGAIN}
    assert {name: [s.name for s in p.shapes] for name, p in made.items()} == {
        "same": ["x"], "other": [], "alone": ["x"], "helped": [], "stack": ["x"],
        "broken": ["x", "y", "x"],
    }  # fmt: skip
    assert [name for name, p in made.items() if p.unlike_recorded] == ["other", "helped"]
    html = render(project, "index.md")
    words = "<dt>모양</dt><dd>적지 않았다. 모양을 적은 실행은 이와 다른 결과를 냈다.</dd>"
    assert html.count(words) == 1
    assert html.index(words) < html.index("x (2, 3) float64")


TORCH = "import torch\nfrom torch import nn\ntorch.manual_seed(0)\n"


@pytest.mark.parametrize(
    "text",
    [
        # leaves, versions, graphs
        "w = torch.ones(3, requires_grad=True)\nv = w * 2\nw2 = w.detach()\nw2 += 1\n"
        "loss = v.sum()\nloss.backward()\n"
        "out = w.is_leaf, w._version, w2._version, w.grad.tolist(), v.grad_fn.name()\n",
        # an in-place change that backward must find
        "w = torch.ones(3, requires_grad=True)\ny = w.exp()\ny += 1\n"
        "try:\n    y.sum().backward()\nexcept RuntimeError as e:\n    out = str(e)\n",
        # a graph that is gone
        "w = torch.ones(3, requires_grad=True)\ny = (w ** 2).sum()\ny.backward()\n"
        "try:\n    y.backward()\nexcept RuntimeError as e:\n    out = str(e)\n",
        # random numbers
        "class N(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        "        self.a = nn.Linear(2, 2)\n        self.b = nn.Parameter(torch.randn(2))\n"
        "    def forward(self, x):\n        x = self.a(x) + self.b\n        return x\n"
        "n = N()\nout = n(torch.randn(3, 2)).tolist(), list(n.state_dict())\n",
        # vmap, fx, jit, export, trace
        "def f(x):\n    y = x * 2\n    return y.sum()\n"
        "out = torch.vmap(f)(torch.ones(3, 2)).tolist(), torch.func.grad(f)(torch.ones(2)).tolist()\n",
        "from torch import fx\ndef f(x):\n    y = x * 2\n    return y + 1\n"
        "out = str(fx.symbolic_trace(f).graph)\n",
        "import inspect\ndef f(x):\n    y = x * 2\n    return y\n"
        "out = f.__code__.co_varnames, f.__code__.co_firstlineno\n",
        "class N(nn.Module):\n    def forward(self, x):\n        y = x * 2\n        return y\n"
        "p = torch.export.export(N(), (torch.ones(2),))\nout = [n.name for n in p.graph.nodes]\n",
        # kinds of tensor that are not plain
        "s = torch.eye(3).to_sparse()\nm = torch.ones(2, device='meta')\nn = nn.Parameter(torch.ones(1))\n"
        "z = torch.complex(torch.ones(1), torch.ones(1)).conj()\nout = z.is_conj(), s.is_sparse\n",
    ],
)
def test_torch_does_the_same_with_and_without_looks(text: str) -> None:
    need_module("torch")
    plain: dict[str, Any] = {"__name__": "__main__"}
    exec(TORCH + text, plain)
    assert run(TORCH + text)[0]["out"] == plain["out"]


def test_tensors_tell_dtype_and_device() -> None:
    need_module("torch")
    text = "import torch\nx = torch.ones(2, dtype=torch.int8)\ny = torch.ones(1, device='meta')\n"
    assert [in_words(shape) for shape in run(text)[1]] == [
        "x (2,) int8 cpu, 값 1",
        "y (1,) float32 meta",
    ]


def in_words(shape: Shape) -> str:
    return shape_list.describe(shape, strings_of("ko"))


def kind(*shape: int, dtype: str = "float32", device: str = "cpu") -> Kind:
    return Kind("Tensor", list(shape), dtype, device)


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        (Shape(0, "x", [kind(2, 3)], None, None, False, False, False), "x (2, 3) float32 cpu"),
        (
            Shape(0, "x", [kind(2), kind(1)], -1.0, 2.5, True, True, False),
            "x (2,) 또는 (1,) float32 cpu, 처음 값 -1~2.5 (되풀이의 일부를 봄)",
        ),
        (
            Shape(0, "x", [kind(2), kind(2, dtype="int64")], None, None, True, False, True),
            "x (2,) float32 cpu 또는 (2,) int64 cpu …",
        ),
        (
            Shape(0, "df", [Kind("DataFrame", [2, 1], "", "")], None, None, False, False, False),
            "df (2, 1) DataFrame",
        ),
    ],
)
def test_shape_in_words(shape: Shape, words: str) -> None:
    assert in_words(shape) == words


def test_shapes_go_through_json() -> None:
    shape = Shape(3, "x", [kind(2, 3)], 0.0, 1.0, False, False, False)
    products = Products({}, {}, {}, None, False, 0.0, "CPU", {}, [shape])
    assert Products.from_json(products.to_json()) == products


PAGE = {
    "docs/index.md": "![[x.py#a]]\n\n![[x.py#b|fold]]\n\n![[x.py#b|output]]\n",
    "snippets/x.py": (
        "# %% a\n# 하나\nimport numpy as np\n\nx = np.ones((2, 3))\n# %% b\n\ny = x.T\nprint(y.sum())\n"
    ),
}


def test_page_lists_the_shapes_under_the_code_that_it_shows(built: MakeProject) -> None:
    html = render(built(PAGE), "index.md")
    assert html.count("mp-shapes") == 2
    assert "<li><b>4행</b> <span>x (2, 3) float64 ndarray, 값 1</span></li>" in html
    assert "<li><b>1행</b> <span>y (3, 2) float64 ndarray, 값 1</span></li>" in html
    folded = html[html.index('<details class="mp-code">') :]
    assert folded.index("mp-shapes") < folded.index("mp-stdout")


def test_comment_moves_the_shapes_and_runs_nothing(built: MakeProject) -> None:
    project = built(PAGE)
    path = project.root / "snippets/x.py"
    path.write_text('"""문서."""\n' + path.read_text("utf-8").replace("# 하나\n", "# 하나\n# 둘\n"))
    again = Project(load_settings(project.root))
    build(again)
    assert again.ran == []
    assert "<b>5행</b> <span>x (2, 3)" in render(again, "index.md")


def test_changed_shape_changes_the_page(built: MakeProject) -> None:
    project = built(PAGE)
    before = render(project, "index.md")
    path = project.root / "snippets/x.py"
    path.write_text(path.read_text("utf-8").replace("(2, 3)", "(6, 1)"), "utf-8")
    again = Project(load_settings(project.root))
    build(again)
    after = render(again, "index.md")
    assert "x (2, 3)" in before
    assert "x (2, 3)" not in after
    assert "x (6, 1)" in after
    assert "y (1, 6)" in after
