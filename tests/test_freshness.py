"""A result is used again exactly as long as plain `python` still makes the same of the snippet.

Each case is a snippet in a folder of its own and one change around it. All run at once, then all
changes are made, and plain `python` says of each whether what it prints has changed.
"""

# ruff: noqa: E501  # code in strings
from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from maedeup.runs.product import Text

from tests.project import Project, RunOptions, load_settings

from .conftest import write_files

Change = Callable[[Path], Any]
pytest.importorskip("numpy")


def write(name: str, text: str) -> Change:
    return lambda folder: write_files(folder, {name: text})


def link(name: str, target: str) -> Change:
    def change(folder: Path) -> None:
        (folder / name).unlink(missing_ok=True)
        (folder / name).symlink_to(target)

    return change


def pack(text: str, name: str = "packed.py") -> Change:
    def change(folder: Path) -> None:
        with zipfile.ZipFile(folder / "z.zip", "w") as archive:
            archive.writestr(name, text)

    return change


def no_change(folder: Path) -> None:
    pass


IMPORT = "import helper\nprint(helper.v)"
OPTIONAL = "try:\n    {}\n    print('fast')\nexcept ImportError:\n    print('slow')"
IN_PACKAGE = {
    "pkg/__init__.py": "try:\n    from . import extra\n    v = 1\nexcept ImportError:\n    v = 0"
}
V1, V2 = {"helper.py": "v = 1\n"}, "v = 2\n"

# name: snippet, files, change, what is done before the first run
CASES: dict[str, tuple[str, dict[str, str], Change, Change]] = {
    "module hides the library's": ("import json\nprint(json.dumps(1))", {}, write("json.py", "def dumps(x): return 'mine'"), no_change),
    "module hides what a library imports": ("import csv\nprint(csv.__name__)", {}, write("re.py", "raise ValueError"), no_change),
    "module hides a package": ("import numpy\nprint(numpy.__name__)", {}, write("numpy.py", "__name__ = 'mine'"), no_change),
    "folder without __init__ hides nothing": ("import numpy\nprint(numpy.__name__)", {}, write("numpy/x.py", ""), no_change),
    "optional module appears": (OPTIONAL.format("import fast"), {}, write("fast.py", ""), no_change),
    "optional submodule appears": ("import pkg\nprint(pkg.v)", IN_PACKAGE, write("pkg/extra.py", ""), no_change),
    "optional subpackage appears": ("import pkg\nprint(pkg.v)", IN_PACKAGE, write("pkg/extra/__init__.py", ""), no_change),
    "module in an archive": ("import sys\nsys.path.insert(0, HERE + '/z.zip')\nimport packed\nprint(packed.v)", {}, pack("v = 2"), pack("v = 1")),
    "archive that runpy runs, and a file beside": ("import runpy\nrunpy.run_path(HERE + '/z.zip')", {}, write("other.txt", ""), pack("print(1)", "__main__.py")),
    "plug-in appears": ("import importlib.util\nprint(importlib.util.find_spec('pl' + 'ug') is None)", {}, write("plug.py", ""), no_change),
    "part of a namespace appears": (OPTIONAL.format("import ns.two"), {"ns/one.py": ""}, write("ns/two.py", ""), no_change),
    "package comes before a namespace": ("import ns.one\nprint(ns.one.v)", {"ns/one.py": "v = 1"}, write("ns/one/__init__.py", V2), no_change),
    "package comes before a module": (IMPORT, V1, write("helper/__init__.py", V2), no_change),
    "library comes before a module": (IMPORT, V1, write("helper.abi3.so", "no library"), no_change),
    "earlier folder of sys.path": ("import os, sys\nhere = os.path.dirname(__file__)\nsys.path[:0] = [f'{here}/a', f'{here}/b']\n" + IMPORT, {"a/x": "", "b/helper.py": "v = 1"}, write("a/helper.py", V2), no_change),
    "folder of sys.path appears": ("import os, sys\nhere = os.path.dirname(__file__)\nsys.path[:0] = [f'{here}/a', f'{here}/b']\n" + IMPORT, {"b/helper.py": "v = 1"}, write("a/helper.py", V2), no_change),
    "docstring of a helper": ("import helper\nprint(helper.__doc__)", {"helper.py": "'one'"}, write("helper.py", "'two'"), no_change),
    "docstring by way of vars": ("import helper\nprint(len(vars(helper)['__do' + 'c__']))", {"helper.py": "'one'"}, write("helper.py", "'longer'"), no_change),
    "docstring by help": ("import helper, pydoc\nprint(pydoc.getdoc(helper))", {"helper.py": "'one'"}, write("helper.py", "'two'"), no_change),
    "line of a helper's frame": ("import helper\nprint(helper.f())", {"helper.py": "import sys\ndef f(): return sys._getframe().f_lineno"}, write("helper.py", "import sys\n#\ndef f(): return sys._getframe().f_lineno"), no_change),
    "line of a helper's error": ("import helper\ntry:\n    helper.f()\nexcept ZeroDivisionError as e:\n    print(e.__traceback__.tb_next.tb_lineno)", {"helper.py": "def f(): 1 / 0"}, write("helper.py", "#\ndef f(): 1 / 0"), no_change),
    "line of a helper's code": ("import helper\nprint(helper.f.__code__.co_firstlineno)", {"helper.py": "def f(): 1"}, write("helper.py", "#\ndef f(): 1"), no_change),
    "line that dis shows": ("import dis, helper\ndis.dis(helper.f)", {"helper.py": "def f(): 1"}, write("helper.py", "#\ndef f(): 1"), no_change),
    "line in a helper's log": ("import helper\nhelper.f()", {"helper.py": "import logging, sys\nlogging.basicConfig(format='%(lineno)d', stream=sys.stdout)\ndef f(): logging.warning('')"}, write("helper.py", "#\nimport logging, sys\nlogging.basicConfig(format='%(lineno)d', stream=sys.stdout)\ndef f(): logging.warning('')"), no_change),
    "snippet's line that a helper asks for": ("import helper\nprint(helper.where())", {"helper.py": "import sys\ndef where(): return sys._getframe(1).f_lineno"}, write("x.py", "# %% a\n#\n#\nimport helper\nprint(helper.where())"), no_change),
    "comment in a helper": (IMPORT, V1, write("helper.py", "v = 1  # one\n"), no_change),
    "comment in a script that runpy runs": ("import runpy\nprint(runpy.run_path(HERE + '/d.py')['v'])", {"d.py": "v = 1"}, write("d.py", "# one\nv = 1"), no_change),
    "code of a script that runpy runs": ("import runpy\nprint(runpy.run_path(HERE + '/d.py')['v'])", {"d.py": "v = 1"}, write("d.py", "v = 2"), no_change),
    "line in a script that runpy runs": ("import runpy\nrunpy.run_path(HERE + '/d.py')", {"d.py": "import sys\nprint(sys._getframe().f_lineno)"}, write("d.py", "# one\nimport sys\nprint(sys._getframe().f_lineno)"), no_change),
    "line of a warning of a script that runpy runs": ("import runpy, sys\nsys.stderr = sys.stdout\nrunpy.run_path(HERE + '/d.py')", {"d.py": "import warnings\nwarnings.warn('w')"}, write("d.py", "# one\nimport warnings\nwarnings.warn('w')"), no_change),
    "comment in a script that is run and read": ("import runpy\nrunpy.run_path(HERE + '/d.py')\nprint(open(HERE + '/d.py').read())", {"d.py": "v = 1"}, write("d.py", "# one\nv = 1"), no_change),
    "comment in a script that a child reads": ("import runpy, subprocess\nrunpy.run_path(HERE + '/d.py')\nprint(subprocess.run(['cat', HERE + '/d.py'], capture_output=True).stdout)", {"d.py": "v = 1"}, write("d.py", "# one\nv = 1"), no_change),
    "comment in a text that is executed": ("exec(text := open(HERE + '/d.py').read())\nprint(len(text))", {"d.py": "v = 1"}, write("d.py", "# one\nv = 1"), no_change),
    "docstring of a script that runpy runs": ("import runpy\nprint(runpy.run_path(HERE + '/d.py')['__doc__'])", {"d.py": "'one'"}, write("d.py", "'two'"), no_change),
    "time of a helper": (IMPORT, V1, lambda folder: os.utime(folder / "helper.py", (1, 1)), no_change),
    "unrelated module": (IMPORT, V1, write("other.py", ""), no_change),
    "unrelated snippet": (IMPORT, V1, write("other.py", "# %% a\n1\n"), no_change),
    "file of a built-up name": ("print(open(HERE + '/d' + '.txt').read())", {"d.txt": "1"}, write("d.txt", "2"), no_change),
    "file appears": ("import os\nprint(os.path.exists(HERE + '/d' + '.txt'))", {}, write("d.txt", ""), no_change),
    "folder appears": ("import os\nprint(os.path.exists(HERE + '/d'))", {}, write("d/x", ""), no_change),
    "file becomes a folder": ("import os\nprint(os.path.isfile(HERE + '/d'))", {"d": ""}, lambda folder: ((folder / "d").unlink(), (folder / "d").mkdir()), no_change),
    "glob": ("import glob\nprint(len(glob.glob(HERE + '/*.txt')))", {"a.txt": ""}, write("b.txt", ""), no_change),
    "walk": ("import os\nprint(sum(len(files) for *_, files in os.walk(HERE + '/d')))", {"d/e/a": ""}, write("d/e/b", ""), no_change),
    "kind of an entry": ("import os\nprint([e.is_dir() for e in os.scandir(HERE + '/d')])", {"d/a": ""}, lambda folder: ((folder / "d/a").unlink(), (folder / "d/a").mkdir()), no_change),
    "link to another file": ("import os\nprint(os.path.basename(os.path.realpath(HERE + '/l')))", {"a": "", "b": ""}, link("l", "b"), link("l", "a")),
    "link to another folder": ("print(open(HERE + '/l/x').read())", {"a/x": "1", "b/x": "2"}, link("l", "b"), link("l", "a")),
    "link whose folder has the same": ("import os\nprint(os.path.basename(os.path.realpath(HERE + '/l')))", {"a/x": "", "b/x": ""}, link("l", "b"), link("l", "a")),
    "link that leads nowhere": ("import os\nprint(os.path.lexists(HERE + '/l'))", {}, link("l", "nowhere"), no_change),
    "folder renamed": ("import os\nprint(os.path.exists(HERE + '/d/x'))", {"d/x": ""}, lambda folder: (folder / "d").rename(folder / "e"), no_change),
    "numpy reads": ("import numpy\nprint(numpy.fromfile(HERE + '/d', dtype='u1'))", {"d": "ab"}, write("d", "ac"), no_change),
    "child reads": ("import subprocess\nprint(subprocess.run(['cat', HERE + '/d'], capture_output=True).stdout)", {"d": "1"}, write("d", "2"), no_change),
    "touch": ("print(open(HERE + '/d').read())", {"d": "1"}, lambda folder: os.utime(folder / "d"), no_change),
    "file beside the one that was read": ("print(open(HERE + '/d/a').read())", {"d/a": "1"}, write("d/b", ""), no_change),
    "folder that a string names": ("import os\nx = 'snippets/HERE_NAME'\nprint(len(x))", {}, write("other.txt", ""), no_change),
    "file that a string names": ("x = 'snippets/HERE_NAME/d'\nprint(len(x))", {"d": "1"}, write("d", "2"), no_change),
    "git looks around": ("import subprocess\nprint(subprocess.run(['git', 'status', '--short', HERE], capture_output=True).stderr == 0)", {"d": "1"}, write("d", "2"), no_change),
}  # fmt: skip
FOLDERS = {name: f"c{number}" for number, name in enumerate(CASES)}


def run_plain(root: Path) -> dict[str, str]:
    environment = {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"}
    printed = {}
    for name, folder in FOLDERS.items():
        command = [sys.executable, f"snippets/{folder}/x.py"]
        done = subprocess.run(command, cwd=root, env=environment, capture_output=True, timeout=60)
        printed[name] = f"{done.stdout.decode()}{done.returncode}"
    return printed


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bool], set[str]]:
    """Return of each case whether plain Python made something else, and what the engine ran."""
    root = tmp_path_factory.mktemp("fresh").resolve()
    write_files(root, {"mkdocs.yml": "site_name: t\n", "docs/index.md": "# 홈\n"})
    for name, (code, files, _, prepare) in CASES.items():
        folder = root / "snippets" / FOLDERS[name]
        here = f"HERE = 'snippets/{FOLDERS[name]}'\n"
        text = f"# %% a\n{here}{code.replace('HERE_NAME', FOLDERS[name])}\n"
        write_files(folder, files | {"x.py": text})
        prepare(folder)
    before = run_plain(root)
    project = Project(load_settings(root))
    project.read()
    project.run(RunOptions())
    assert [(p.path, p.value) for p in project.problems] == []
    again = Project(load_settings(root))
    again.read()
    again.run(RunOptions())
    assert again.ran == []
    for name, (*_, change, _) in CASES.items():
        change(root / "snippets" / FOLDERS[name])
    after = run_plain(root)
    last = Project(load_settings(root))
    last.read()
    last.run(RunOptions())
    return {name: before[name] != after[name] for name in CASES}, set(last.ran)


SEEN_BY_THE_KERNEL_ALONE = sys.platform == "linux"


@pytest.mark.skipif(not SEEN_BY_THE_KERNEL_ALONE, reason="the hooks alone see less")
@pytest.mark.parametrize("name", CASES)
def test_run_is_stale_exactly_where_python_makes_something_else(name: str, changed: Any) -> None:
    differs, ran = changed
    assert (f"snippets/{FOLDERS[name]}/x.py" in ran) == differs[name]


# --- the surroundings ---------------------------------------------------------------------------

ASKED = """
    import asyncio, helper, json, locale, os, sys, time, tracemalloc, warnings

    # %% a
    warnings.warn("one")
    warnings.warn("two", DeprecationWarning)
    print(sys.flags, sys.warnoptions, sys._xoptions)
    print(hash("abc"), list({"a", "b", "c"}))
    print(time.tzname, locale.getpreferredencoding(), locale.setlocale(locale.LC_ALL, ""))
    print(open("t.txt").read(), tracemalloc.is_tracing(), helper.f.__doc__)
    print(sorted(os.environ), os.environ.get("OMP_NUM_THREADS"), oct(os.umask(0)))

    async def ask():
        print(asyncio.get_running_loop().get_debug())

    asyncio.run(ask())
    import matplotlib.pyplot as plt
    print(plt.get_backend(), plt.rcParams["lines.linewidth"], "mine" in plt.style.available)
    import multiprocessing
    print(multiprocessing.get_start_method())
    import signal
    print([str(signal.getsignal(n)) for n in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM)])
    # %% b
    assert False, "always runs"
    """
ODD = {
    "PYTHONHASHSEED": "7", "PYTHONWARNINGS": "error", "PYTHONOPTIMIZE": "2", "PYTHONSAFEPATH": "1",
    "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii", "LC_ALL": "C",
    "PYTHONDEVMODE": "1", "PYTHONINTMAXSTRDIGITS": "0", "PYTHONTRACEMALLOC": "1", "TZ": "Asia/Seoul",
    "PYTHONASYNCIODEBUG": "1", "PYTHONUNBUFFERED": "1", "PYTHONNOUSERSITE": "1", "MPLBACKEND": "svg",
    "PYTHONDONTWRITEBYTECODE": "1", "OMP_NUM_THREADS": "3", "MKL_NUM_THREADS": "3", "COLUMNS": "9",
}  # fmt: skip
DRIVER = """
import json, os, signal, sys
os.umask(int(sys.argv[2]))
if sys.argv[3] == "2":
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
from pathlib import Path
from tests.project import Project, RunOptions, load_settings
project = Project(load_settings(Path(sys.argv[1])))
project.read()
project.run(RunOptions(force=True, jobs=int(sys.argv[3])))
made = project.results["snippets/x.py"].products
print("made", json.dumps(made.to_data()["cells"]), made.error)
"""


def run_in(root: Path, umask: int, jobs: int, environment: dict[str, str]) -> str:
    ours = str(Path(__file__).parents[1])
    plain = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "MPL", "LC_"))}
    given = plain | environment | {"PYTHONPATH": ours}
    command = [sys.executable, "-c", DRIVER, str(root), str(umask), str(jobs)]
    done = subprocess.run(command, env=given, capture_output=True, text=True, timeout=200)
    (told,) = [row for row in done.stdout.splitlines() if row.startswith("made")] or [done.stderr]
    return told


def test_surroundings_are_the_same_for_all_runs(tmp_path: Path) -> None:
    write_files(tmp_path, {
        "mkdocs.yml": "site_name: t\n", "docs/index.md": "# 홈\n", "snippets/x.py": ASKED,
        "snippets/helper.py": "def f():\n    'doc'\n", "t.txt": "한\n",
        "cfg/matplotlibrc": "lines.linewidth: 9\n", "cfg/stylelib/mine.mplstyle": "",
        "home/.config/matplotlib/matplotlibrc": "lines.linewidth: 9\n",
    })  # fmt: skip
    files = {
        "MPLCONFIGDIR": f"{tmp_path}/cfg", "MATPLOTLIBRC": f"{tmp_path}/cfg/matplotlibrc",
        "HOME": f"{tmp_path}/home",
    }  # fmt: skip
    plain = run_in(tmp_path, 0o022, 1, {})
    assert "always runs" in plain
    # Without UTF-8 Python itself does not start from a folder whose name is not ASCII.
    unread = () if sys.prefix.isascii() else ("PYTHONUTF8", "PYTHONCOERCECLOCALE", "LC_ALL")
    odd = {name: value for name, value in ODD.items() if name not in unread}
    assert run_in(tmp_path, 0o077, 2, odd | files) == plain
    if unread:
        pytest.skip(f"NOT TESTED from this folder, all else was: {', '.join(unread)}")


@pytest.mark.parametrize(
    "change", ["PYTHONPATH", "LD_PRELOAD", "LD_LIBRARY_PATH", "a .pth file", "nothing"]
)
def test_what_decides_which_code_there_is_stands_on_the_receipt(
    change: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from maedeup.runs import surroundings

    (tmp_path / "lib").mkdir()
    (tmp_path / "site").mkdir()
    monkeypatch.setattr(surroundings.sysconfig, "get_path", lambda name: str(tmp_path / "site"))
    before = surroundings.digest_surroundings(str(tmp_path))
    surroundings._digest.cache_clear()
    if change == "a .pth file":
        (tmp_path / "site/mine.pth").write_text(f"{tmp_path}/lib\n")
    elif change != "nothing":
        monkeypatch.setenv(change, f"{tmp_path}/lib")
    assert (surroundings.digest_surroundings(str(tmp_path)) == before) == (change == "nothing")


def test_settings_of_matplotlib_in_the_root_count_as_python_takes_them(tmp_path: Path) -> None:
    write_files(tmp_path, {
        "mkdocs.yml": "site_name: t\n", "docs/index.md": "# 홈\n", "matplotlibrc": "lines.linewidth: 5\n",
        "snippets/x.py": "# %% a\nimport matplotlib\nw = matplotlib.rcParams['lines.linewidth']\n",
    })  # fmt: skip

    def width() -> Any:
        project = Project(load_settings(tmp_path))
        project.read()
        project.run(RunOptions())
        return project.results["snippets/x.py"].products.values["w"].scalar

    assert width() == 5
    (tmp_path / "matplotlibrc").write_text("lines.linewidth: 7\n")
    assert width() == 7
    (tmp_path / "matplotlibrc").unlink()
    own = width()
    assert own < 3


def test_module_on_pythonpath_is_found_and_counts_by_its_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(tmp_path, {
        "mkdocs.yml": "site_name: t\n", "docs/index.md": "# 홈\n", "lib/extra.py": "v = 1\n",
        "snippets/x.py": "# %% a\nimport extra\nprint(extra.v)\n",
    })  # fmt: skip
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "lib"))

    def made() -> Any:
        project = Project(load_settings(tmp_path))
        project.read()
        project.run(RunOptions())
        return project.results["snippets/x.py"].products.cells["a"]

    assert made() == [Text("stdout", "1\n")]
    (tmp_path / "lib/extra.py").write_text("v = 2\n")
    assert made() == [Text("stdout", "2\n")]


def test_only_what_is_the_projects_to_show_travels_with_a_notebook(tmp_path: Path) -> None:
    from maedeup.vault.travel import find_public

    root = tmp_path / "vault"
    write_files(root, {
        "data/a.csv": "1", "data/secret.txt": "1", ".env": "1", "data/.hidden/x": "1",
        ".gitignore": "secret.txt\n",
    })  # fmt: skip
    (tmp_path / "outside.txt").write_text("1")
    (root / "data/link.txt").symlink_to(tmp_path / "outside.txt")
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    opened = [
        "data/a.csv", "data/secret.txt", ".env", "data/.hidden/x", "data/link.txt", "/etc/hosts",
    ]  # fmt: skip
    assert find_public(root, opened) == {"data/a.csv"}
