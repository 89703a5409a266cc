"""Names in code: what they meant to the run, and where that leads."""

from __future__ import annotations

import ast
import pydoc
import re
import sys
import textwrap
import types
from pathlib import Path

import pytest
from maedeup.runs.worker.environment import Environment
from maedeup.runs.worker.meanings import find_meanings
from maedeup.text.strings import strings_of

from tests.project import RunOptions, build

from .conftest import MakeProject, build_site, render

ROOT = Path(__file__).parents[1]

INVENTORY = """\
library: Python
version: 3.11
base: https://docs.example/3/

[library/math.html]
math. sqrt exp pi
[library/stdtypes.html]
str upper
"""
SNIPPET = "# %% a\nimport math\n\nprint(math.sqrt(4))\n"
PAGE = "# 홈\n\n![[x.py#a]]\n"


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    """Return the files of a site that differ, but for the time that the theme writes."""
    assert before.keys() == after.keys()
    plain = [
        {n: re.sub(rb"Build Date UTC.*", b"", b) for n, b in s.items()} for s in (before, after)
    ]
    return {name for name in before if plain[0][name] != plain[1][name]}


def meanings(text: str, root: str = "/nowhere") -> dict[str, list[str]]:
    """Run a text as plain Python, and say what its names meant."""
    text = textwrap.dedent(text)
    module = types.ModuleType("__main__")
    before = sys.modules["__main__"]
    sys.modules["__main__"] = module
    try:
        exec(compile(text, "snippet.py", "exec"), vars(module))
        return find_meanings(ast.parse(text), vars(module), Environment(root))
    finally:
        sys.modules["__main__"] = before


MEANT = {
    "a module under another name": ("import math as m\nm.sqrt(4)", "m.sqrt", "math.sqrt"),
    "a name of a module": ("from math import sqrt\nsqrt(4)", "sqrt", "math.sqrt"),
    "under another name": ("from math import sqrt as root\nroot(4)", "root", "math.sqrt"),
    "a constant": ("import math\nmath.pi", "math.pi", "math.pi"),
    "a module in a package": (
        "import concurrent.futures\nconcurrent.futures.Future", "concurrent.futures.Future",
        "concurrent.futures.Future",
    ),
    "what a package has from elsewhere": (
        "from concurrent import futures\nfutures.Future", "futures.Future",
        "concurrent.futures._base.Future",
    ),
    "a module of another name": ("import os\nos.path.join", "os.path.join", "os.path.join"),
    "a method by its class": (
        "from pathlib import Path\nPath.read_text", "Path.read_text", "pathlib.Path.read_text",
    ),
    "a decorator": ("import functools\n@functools.cache\ndef f(): pass", "functools.cache",
                    "functools.cache"),
    "inside a function": ("import math\ndef f(x):\n    return math.sqrt(x)", "math.sqrt",
                          "math.sqrt"),
    "imported twice": ("import math\ndef f():\n    import math\nmath.sqrt", "math.sqrt",
                       "math.sqrt"),
    "a method of what was made once": (
        "import pathlib\np = pathlib.PurePosixPath('a')\np.joinpath('b')", "p.joinpath",
        "pathlib.PurePath.joinpath",
    ),
    "of one of a pair": ("a, b = 'x', [1]\nb.append(2)", "b.append", "list.append"),
    "of a class's own subclass": (
        "import threading\nclass T(threading.Thread): pass\nt = T()\nt.is_alive()", "t.is_alive",
        "threading.Thread.is_alive",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", MEANT)
def test_name_means_what_it_led_to(case: str) -> None:
    text, written, name = MEANT[case]
    found = meanings(text)
    assert name in found[written]
    things = [pydoc.locate(one) for one in found[written]]
    assert None not in things
    assert all(thing is things[0] for thing in things)


REBOUND = {
    "given another value": "import math\nmath.sqrt\nmath = 1",
    "given another value and back": "import math\nkept = math\nmath = 1\nmath = kept\nmath.sqrt",
    "a parameter": "import math\ndef f(math): return math.sqrt",
    "a parameter of a lambda": "import math\nf = lambda math: math.sqrt",
    "a variable of a loop": "import math\nfor math in []: math.sqrt",
    "a variable of a comprehension": "import math\nx = [math.sqrt for math in []]",
    "the name of an exception": (
        "import math\ntry: pass\nexcept ValueError as math: math.sqrt\nimport math"
    ),
    "what `with` gives": "import math\ndef f(y):\n    with y as math: math.sqrt",
    "a walrus": "import math\ndef f(y): (math := y).sqrt; math.sqrt",
    "a function": "import math\ndef f():\n    def math(): pass\n    math.sqrt",
    "a class": "import math\ndef f():\n    class math: sqrt = 1\n    math.sqrt",
    "a pattern": "import math\ndef f(y):\n    match y:\n        case [math]: math.sqrt",
    "the rest of a pattern": (
        "import math\ndef f(y):\n    match y:\n        case {**math}: pass\nmath.sqrt"
    ),
    "an import of something else": "import math\ndef f():\n    import cmath as math\n    math.sqrt",
    "a relative import": "import math\ndef f():\n    from . import math\n    math.sqrt",
    "deleted": "import math\nmath.sqrt\ndel math",
    "global": "import math\ndef f():\n    global math\n    math = 1\nmath.sqrt",
    "exec": "import math\nexec('math = 1')\nimport math\nmath.sqrt",
    "globals()": "import math\nglobals()['math'] = math\nmath.sqrt",
    "everything of a module": "import math\nfrom cmath import *\nimport math\nmath.sqrt",
    "an attribute given another value": (
        "import math\nkept = math.sqrt\nmath.sqrt = len\nmath.sqrt = kept\nmath.sqrt(4)"
    ),
    "setattr": "import math\nsetattr(math, 'sqrt', math.sqrt)\nmath.sqrt",
    "a mock": "import math\nfrom unittest import mock\nmath.sqrt",
    "a mock by its module": "import math\nimport unittest.mock\nmath.sqrt",
    "sys.modules": "import math\nimport sys\nsys.modules['math'] = math\nmath.sqrt",
    "never imported": "def f():\n    import math\n    return math.sqrt",
    "an import that was not made": "import math\nif False:\n    import cmath as math\nmath.sqrt",
}


@pytest.mark.parametrize("case", REBOUND)
def test_name_that_may_have_meant_something_else_means_nothing(case: str) -> None:
    found = meanings(REBOUND[case])
    assert not [name for name in found if name.endswith("sqrt")]


UNCERTAIN = {
    "two values": "x = 'a'\nx.upper()\nx = 1",
    "in a loop": "for _ in range(2):\n    x = 'a'\n    x.upper()",
    "in a condition": "if True:\n    x = 'a'\nx.upper()",
    "added to": "x = 'a'\nx += 'b'\nx.upper()",
    "an attribute of its own": (
        "from functools import partial as make\nx = make(len)\nx.upper = 1\nx.upper"
    ),
    "a method of one's own": "class X(str):\n    def upper(self): return 1\nx = X()\nx.upper()",
    "a lookup of one's own": (
        "class X(str):\n    def __getattribute__(self, name): return print\nx = X()\nx.upper()"
    ),
    "a parameter": "def f(x): x.upper()\nx = 'a'",
}


@pytest.mark.parametrize("case", UNCERTAIN)
def test_method_of_what_is_not_certain_means_nothing(case: str) -> None:
    assert not [name for name in meanings(UNCERTAIN[case]) if name.endswith("upper")]


def test_looking_runs_no_code_of_the_snippet() -> None:
    found = meanings(
        """
        import math
        import types

        class Meta(type):
            def __getattribute__(cls, name): raise SystemExit(name)

        class Loud(metaclass=Meta):
            value = property(lambda self: 1 / 0)
            def __getattr__(self, name): raise SystemExit(name)

        class Module(types.ModuleType):
            def __getattribute__(self, name): raise SystemExit(name)

        loud = object.__new__(Loud)
        module = Module("m")

        def f():
            return loud.value, Loud.value, module.x, loud.missing, math.sqrt
        """
    )
    assert found["math.sqrt"] == ["math.sqrt"]
    assert not {"loud.value", "Loud.value", "module.x", "loud.missing"} & found.keys()


def test_helper_of_the_project_is_no_library(built: MakeProject) -> None:
    code = """
        # %% a
        import math

        import helper
        from helper import exp, sqrt

        print(helper.sqrt(4), sqrt(4), exp(0), math.sqrt(4), math.exp(0))
        """
    helper = """
        import math

        def sqrt(x):
            return 2

        sqrt.__module__, sqrt.__qualname__ = "math", "sqrt"  # as functools.wraps does
        exp = math.exp
        math.sqrt = sqrt
        """
    files = {"snippets/x.py": code, "snippets/helper.py": helper}
    project = built(files | {"docs/index.md": PAGE, "inventories/python.txt": INVENTORY})
    assert project.problems == []
    assert project.results["snippets/x.py"].products.meanings == {"math.exp": ["math.exp"]}


def test_page_links_what_the_run_meant_and_an_inventory_has(built: MakeProject) -> None:
    code = "# %% a\nimport math as m\n\nx = m.sqrt(4) + m.exp(0)\ny = m.floor(m.sqrt(x))\n"
    files = {"docs/index.md": PAGE, "snippets/x.py": code, "inventories/python.txt": INVENTORY}
    project = built(files)
    assert project.problems == []
    html = render(project, "index.md")
    at = 'href="https://docs.example/3/library/math.html#math.'
    assert f'{at}sqrt" title="Python 공식 문서의 math.sqrt" rel="external"' in html
    assert 'data-at="3:4 4:12"' in html
    assert f'{at}exp"' in html
    assert "floor" not in html[html.index("mp-names") :]
    assert "<summary>이름 2개의 공식 문서</summary>" in html


def test_run_that_failed_links_nothing(built: MakeProject) -> None:
    code = "# %% a\nimport math\nmath.sqrt(-1)\n"
    files = {"docs/index.md": PAGE, "snippets/x.py": code, "inventories/python.txt": INVENTORY}
    assert "mp-names" not in render(built(files), "index.md")


def test_places_follow_a_comment_that_comes_without_a_run(built: MakeProject) -> None:
    files = {"docs/index.md": PAGE, "snippets/x.py": SNIPPET, "inventories/python.txt": INVENTORY}
    project = built(files)
    assert 'data-at="3:6"' in render(project, "index.md")
    moved = SNIPPET.replace("import math\n", "import math\n# 제곱근이다.\n")
    (project.root / "snippets/x.py").write_text(moved, "utf-8")
    build(project, RunOptions())
    assert project.ran == []
    assert 'data-at="4:6"' in render(project, "index.md")


def test_change_of_an_inventory_changes_the_pages_that_link_by_it(
    make_project: MakeProject,
) -> None:
    texts = {
        "docs/index.md": "# 홈\n\n[[a]] [[b]]\n",
        "docs/notes/a.md": "---\ntitle: 가\n---\n가.\n\n![[x.py#a]]\n",
        "docs/notes/b.md": "---\ntitle: 나\n---\n나.\n\n![[y.py#b]]\n",
        "snippets/x.py": SNIPPET,
        "snippets/y.py": "# %% b\nimport math\n\nprint(math.exp(0))\n",
        "inventories/python.txt": INVENTORY,
    }
    project = make_project(texts)
    before = build_site(project.root)
    assert b"math.html#math.sqrt" in before["notes/a/index.html"]
    moved = INVENTORY.replace("math. sqrt exp pi", "math. exp pi\n[library/roots.html]\nmath. sqrt")
    (project.root / "inventories/python.txt").write_text(moved, "utf-8")
    after = build_site(project.root)
    assert changed(before, after) == {"notes/a/index.html", "snippets/x/index.html"}
    assert b"roots.html#math.sqrt" in after["notes/a/index.html"]
    (project.root / "inventories/python.txt").unlink()
    gone = build_site(project.root)
    assert b"mp-names" not in gone["notes/a/index.html"] + gone["notes/b/index.html"]


def test_notebook_and_twin_are_the_same_with_and_without_an_inventory(
    make_project: MakeProject,
) -> None:
    files = {"docs/notes/a.md": "---\ntitle: 가\n---\n가.\n\n![[x.py#a]]\n"}
    project = make_project(files | {"docs/index.md": "# 홈\n\n[[a]]\n", "snippets/x.py": SNIPPET})
    plain = build_site(project.root)
    (project.root / "inventories").mkdir()
    (project.root / "inventories/python.txt").write_text(INVENTORY, "utf-8")
    linked = build_site(project.root)
    assert changed(plain, linked) == {"notes/a/index.html", "snippets/x/index.html"}


@pytest.mark.parametrize("language", ["ko", "en", "ja"])
def test_words_are_in_the_language_of_the_site(language: str) -> None:
    strings = strings_of(language)
    said = [strings.documented_names(2), strings.documentation_of("math.sqrt", "Python")]
    assert "2" in said[0]
    assert "math.sqrt" in said[1]
    assert "Python" in said[1]


def test_results_without_meanings_are_read(built: MakeProject) -> None:
    project = built({"docs/index.md": PAGE, "snippets/x.py": SNIPPET})
    products = project.results["snippets/x.py"].products
    data = products.to_data()
    assert data.pop("meanings") == {"math.sqrt": ["math.sqrt"]}
    assert type(products).from_data(data).meanings == {}
    for wrong in ({"a": "b"}, {"a": [1]}):
        with pytest.raises(TypeError):
            type(products).from_data(data | {"meanings": wrong})
