"""What a snippet does to itself ends that snippet alone: each is one error at a line, or a result.

All run at once beside quiet ones, whose results must stand; afterwards no process is left.
"""

# ruff: noqa: E501  # code in strings
from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import pytest
from maedeup.runs.product import Products, Text

from tests.project import Project, RunOptions, load_settings

from .conftest import write_files

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the kernel's help, and /proc")

LIMITS = "# /// script\n# [tool.maedeup]\n# timeout_s = {}\n# memory_mib = 600\n# ///\n"
WAITS = ("stops itself", "deep recursion in C")
"""What comes to its time limit in any case: it is a short one."""
FORKED = "import os\npid = os.fork()\nif pid == 0:\n    {}\n    os._exit(0)\nos.waitpid(pid, 0)\nprint('fine')"

# name: code, the error's types, empty for a result that prints "fine" at its end
CASES: dict[str, tuple[str, set[str]]] = {
    "closes all descriptors": ("import os\nos.closerange(0, 4000)\nx = 1", {"Exit", "Signal", "OSError"}),
    "closes what a script has": ("import os\nprint('fine', flush=True)\nos.closerange(0, 100)\nx = 1", set()),
    "leaves": ("import os\nos._exit(3)", {"Exit"}),
    "kills its parent": ("import os, signal\ntry:\n    os.kill(os.getppid(), signal.SIGKILL)\nexcept PermissionError:\n    print('fine')", set()),
    "kills its parent from C": ("import ctypes, os\nprint('fine' if ctypes.CDLL(None).kill(os.getppid(), 9) else 'killed')", set()),
    "kills all": ("import ctypes\nctypes.CDLL(None).kill(-1, 9)\nprint('fine')", {"Signal", ""}),
    "kills its group": ("import os\nos.killpg(0, 9)", {"Signal"}),
    "stops itself": ("import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)\nprint('fine')", {"TimeLimit"}),
    "a child stops": ("import os, signal, subprocess\nchild = subprocess.Popen(['sleep', '99'])\nos.kill(child.pid, signal.SIGSTOP)\nprint('fine')", set()),
    "alarm": ("import signal, time\nsignal.alarm(1)\ntime.sleep(5)", {"Signal"}),
    "itimer": ("import signal, time\nsignal.setitimer(signal.ITIMER_REAL, .2)\ntime.sleep(5)", {"Signal"}),
    "forks often": ("import os\nfor _ in range(40):\n    if os.fork() == 0:\n        os._exit(0)\nprint('fine')", set()),
    "forks that sleep": ("import os, time\nfor _ in range(8):\n    if os.fork() == 0:\n        time.sleep(99)\nprint('fine')", set()),
    "fork in a session of its own": ("import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        time.sleep(99)\n    os._exit(0)\nprint('fine')", set()),
    "fork that raises": (FORKED.format("1 / 0"), {""}),
    "fork that kills its parent's parent": (FORKED.format("import ctypes; ctypes.CDLL(None).kill(1, 9)"), set()),
    "atexit that hangs": ("import atexit, time\natexit.register(time.sleep, 99)\nprint('fine')", set()),
    "thread that never ends": ("import threading, time\nthreading.Thread(target=time.sleep, args=(99,)).start()\nprint('fine')", set()),
    "thread that raises": ("import threading\nt = threading.Thread(target=lambda: 1 / 0)\nt.start()\nt.join()\nprint('fine')", set()),
    "much output": ("for n in range(60_000):\n    print(n)", {""}),
    "one long line": ("print('x' * 30_000_000)", {""}),
    "deep recursion": ("def f(): f()\nf()", {"RecursionError"}),
    "deep recursion in C": ("import sys\nsys.setrecursionlimit(10**9)\ndef f(): f()\nf()", {"Signal", "MemoryError", "RecursionError", "TimeLimit"}),
    "deep list": ("x = []\nfor _ in range(200_000):\n    x = [x]\nprint('fine')", set()),
    "removes its folder": ("import os, shutil, tempfile\nd = tempfile.mkdtemp()\nos.chdir(d)\nos.rmdir(d)\nprint('fine')", set()),
    "removes the scratch": ("import shutil, tempfile\nshutil.rmtree(tempfile.gettempdir(), ignore_errors=True)\nprint('fine')", set()),
    "removes its own output": ("import glob, os, tempfile\nfor f in glob.glob(os.path.dirname(tempfile.gettempdir()) + '/std*'):\n    os.remove(f)\nprint('fine')", {"", "FileNotFoundError", "BrokenResult", "Exit"}),
    "closes the folder": ("import os, tempfile\nos.chmod(os.path.dirname(tempfile.gettempdir()), 0)\nprint('fine')", {"", "PermissionError"}),
    "maps memory": ("import mmap\nm = mmap.mmap(-1, 2**30)\nm.write(b'1' * 2**30)", {"OSError", "Signal", "MemoryError", "MemoryLimit"}),
    "wipes sys.modules": ("import sys\nprint('fine')\nsys.modules.clear()", set()),
    "replaces builtins": ("import builtins\nprint('fine')\nbuiltins.open = builtins.len = builtins.isinstance = None", set()),
    "replaces json and os": ("import json, os\nprint('fine')\njson.dumps = json.loads = os._exit = os.getpid = os.fstat = None", set()),
    "faulthandler off": ("import faulthandler, ctypes\nfaulthandler.disable()\nctypes.string_at(0)", {"Signal"}),
    "reads standard input": ("import sys\nprint(repr(sys.stdin.read()))\ninput()", {"EOFError"}),
    "replaces stdout": ("import io, sys\nprint('fine')\nsys.stdout = io.StringIO()\nprint('lost')", set()),
    "excepthook and trace": ("import sys\nsys.excepthook = None\nsys.settrace(lambda *a: None)\n1 / 0", {"ZeroDivisionError"}),
    "error that has no text": ("class E(Exception):\n    def __str__(self): raise ValueError\nraise E", {"E"}),
    "object of hostile looks": ("class O:\n    def __getattr__(self, n): raise SystemExit\n    def __repr__(self): raise KeyboardInterrupt\no = O()\nprint('fine')", set()),
    "class that lies": ("class O:\n    @property\n    def __class__(self): raise RuntimeError\no = O()\nprint('fine')", set()),
    "interrupts itself": ("import _thread, time\n_thread.interrupt_main()\ntime.sleep(1)", {"KeyboardInterrupt", "Signal"}),
    "limits itself": ("import resource\nresource.setrlimit(resource.RLIMIT_NOFILE, (1, 1))\nprint('fine')", {"", "OSError", "Exit"}),
    "cpu limit": ("import resource\nresource.setrlimit(resource.RLIMIT_CPU, (1, 1))\nwhile True: pass", {"Signal"}),
}  # fmt: skip
QUIET = 4


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    root = tmp_path_factory.mktemp("hostile").resolve()
    quiet = "# %% a\nimport time\ntime.sleep(.5)\nprint('fine')\n"
    write_files(root, {
        "mkdocs.yml": "site_name: t\n", "docs/index.md": "# 홈\n",
        **{f"snippets/quiet{n}.py": quiet for n in range(QUIET)},
        **{
            f"snippets/s{n}.py": f"{LIMITS.format(3 if name in WAITS else 12)}# %% a\n{code}\n"
            for n, (name, (code, _)) in enumerate(CASES.items())
        },
    })  # fmt: skip
    project = Project(load_settings(root))
    project.read()
    project.run(RunOptions(jobs=4))
    found = {path.rpartition("/")[2]: r.products for path, r in project.results.items()}
    return {"root": root, "problems": project.problems, "products": found}


def printed(products: Products) -> str:
    return "".join(p.text for p in products.cells.get("a", []) if isinstance(p, Text))


@pytest.mark.parametrize("name", CASES)
def test_snippet_ends_nothing_but_itself(name: str, made: dict[str, Any]) -> None:
    number = list(CASES).index(name)
    _, kinds = CASES[name]
    products = made["products"][f"s{number}.py"]
    problems = [p for p in made["problems"] if p.path == f"snippets/s{number}.py"]
    if products.error is None:
        assert not kinds or "" in kinds
        assert problems == []
        if not kinds:
            assert "fine" in printed(products)
    else:
        assert products.error.type in kinds, products.error
        assert [(p.problem, p.line) for p in problems] == [
            (products.error.type, products.error.line)
        ]
        assert products.error.line >= 6


def test_others_stand_and_nobody_survives(made: dict[str, Any]) -> None:
    for number in range(QUIET):
        assert printed(made["products"][f"quiet{number}.py"]) == "fine\n"
    until = time.monotonic() + 5
    while (left := find_left(made["root"])) and time.monotonic() < until:
        time.sleep(0.1)
    assert left == []
    assert list((made["root"] / ".maedeup/scratch").iterdir()) == []


def find_left(root: Path) -> list[str]:
    """Return what runs in the project's folder still, and is no server that waits for work."""
    left = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            place = str((process / "cwd").readlink())
            command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if place.startswith(str(root)):
            left.append(command)
    return left
