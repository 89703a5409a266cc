"""What a snippet does to Python, and asks of it, comes out as in `python snippets/x.py`."""

# ruff: noqa: E501  # code in strings
from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from maedeup.runs.product import Products, Text

from tests.project import Project, RunOptions, load_settings

from .conftest import write_files

WORK = "def work():\n    print('in')\n    print('err', file=sys.stderr)\n    print('out')\n\n\n"

CASES = {
    # What is replaced, taken away or closed: the run goes on as the script does.
    "len_that_lies": "import builtins, sys\nbuiltins.len = lambda it: 7\nprint(len([]))\nprint('err', file=sys.stderr)\nprint('more')\n",
    "names_gone": "import builtins\ndel builtins.str, builtins.any, builtins.sorted, builtins.getattr\nprint('on')\n",
    "names_none": "import builtins\nbuiltins.isinstance = builtins.len = builtins.open = builtins.type = None\nprint('on')\n",
    "own_print": "import builtins\nold = print\nbuiltins.print = lambda *told: old('[', *told, ']')\nprint('on')\n",
    "own_import": "import builtins\nplain = builtins.__import__\nasked = []\ndef mine(name, *rest):\n    asked.append(name)\n    return plain(name, *rest)\nbuiltins.__import__ = mine\nimport textwrap\nbuiltins.__import__ = plain\nprint(asked[0])\n",
    "mocked_path": "import sys\nfrom pathlib import Path\nfrom unittest import mock\nprint('one')\nwith mock.patch.object(Path, 'open', mock.mock_open(read_data=b'fake')):\n    print(Path('x').open().read())\n    print('two', file=sys.stderr)\n    print('three')\n",
    "mocked_listing": "from unittest import mock\nwith mock.patch('os.listdir', return_value=['x']):\n    import wave\nprint(wave.__name__)\n",
    "stopped_clock": "import time\ntime.perf_counter = lambda: 'noon'\ntime.time = None\nprint('on')\n",
    "no_os": "import os\nos.path.abspath = os.path.realpath = os.stat = os.fsdecode = os.fspath = None\nprint('on')\n",
    "no_methods": "import json, pathlib\npathlib.Path.open = pathlib.Path.read_text = json.JSONEncoder.iterencode = None\nprint('on')\n",
    "no_library": "import contextlib, dataclasses, re, threading\ncontextlib.suppress = dataclasses.replace = re.sub = re.search = threading.current_thread = None\nprint('on')\n",
    "error_without_traceback": "import traceback\ntraceback.format_exception = traceback.walk_tb = traceback.TracebackException = None\n1 / 0\n",
    "no_modules": "import sys\nprint('on')\nsys.modules.clear()\n",
    "modules_deleted": "import sys\nprint('on')\ndel sys.modules\n",
    "modules_replaced": "import sys\nsys.modules = dict(sys.modules)\nimport wave\nprint(wave.__name__, len(sys.modules) > 9)\n",
    "no_finders": "import sys\nprint('on')\nsys.path.clear()\nsys.meta_path.clear()\nsys.path_hooks.clear()\n",
    "no_stdout": "import sys\nkept = sys.stdout\ndel sys.stdout\ntry:\n    print('lost')\nexcept RuntimeError as error:\n    print(error, file=kept)\n",
    "flush_that_raises": "import sys\nclass Tee:\n    def __init__(self, to):\n        self.to = to\n    def write(self, text):\n        return self.to.write(text.upper())\n    def flush(self):\n        raise KeyError('no')\nkept = sys.stdout\nsys.stdout = Tee(kept)\nprint('loud')\nsys.stdout = kept\n",
    "hook_that_forbids": "import sys\ndef hook(event, args):\n    if event == 'open':\n        raise PermissionError('no opening')\nsys.addaudithook(hook)\ntry:\n    open('/dev/null')\nexcept PermissionError as error:\n    print(error)\nprint('err', file=sys.stderr)\nprint('on')\n",
    "built_in_that_threads_end_with": "import builtins\ndel builtins.list, builtins.len, builtins.open\nprint('x')\n",
    # Who looks on sees the script and nothing of the worker.
    "hook_that_counts": "import sys\nseen = []\nsys.addaudithook(lambda event, args: seen.append(event) if event == 'open' else None)\nprint('a')\nprint('b', file=sys.stderr)\nprint('c')\nopen('/dev/null').close()\nprint(len(seen))\n",
    "traced": "import sys\nseen = []\ndef tracer(frame, event, arg):\n    seen.append(frame.f_code.co_name)\n\n\n" + WORK + "sys.settrace(tracer)\nwork()\nsys.settrace(None)\nprint(seen)\n",
    "traced_import": "import sys\nseen = []\ndef tracer(frame, event, arg):\n    seen.append(frame.f_code.co_name)\ndef work():\n    import wave\nsys.settrace(tracer)\nwork()\nsys.settrace(None)\nprint(seen[:4])\n",
    "trace_left_on": "import sys\nprint('begun')\nsys.settrace(lambda frame, event, arg: print(event, frame.f_code.co_name) if frame.f_code.co_name == 'work' else None)\n\n\n" + WORK + "work()\n",
    "counted_calls": "import cProfile, io, pstats, sys\n\n\n" + WORK + "profile = cProfile.Profile()\nprofile.runcall(work)\nout = io.StringIO()\npstats.Stats(profile, stream=out).print_stats()\nprint(out.getvalue().split(' in ')[0].split('\\n')[-1])\n",
    "its_stack": "import inspect, logging, traceback\ndef inner():\n    traceback.print_stack()\n    logging.warning('here', stack_info=True)\n    return [one.function for one in inspect.stack()], len(traceback.extract_stack())\nprint(inner())\n",
    "stack_of_a_helper": "import stacked\n",
    "finders": "import sys\nprint([one.__name__ for one in sys.meta_path if isinstance(one, type) and 'editable' not in one.__module__])\n",
    "streams": "import sys\nprint(sys.stdout.name, sys.stderr.name, sys.stdin, sys.stdout.mode, sys.argv, sys.orig_argv[1:])\n",
    "last_instruction": "import sys\nimport numpy as np\ndef f():\n    a = np.ones(2)\n    b = a * 2\n    return sys._getframe().f_lasti, float(b.sum())\nprint(f())\n",
    # What ends it, ends as it does there: hooks, words of an exit, what is done at the end.
    "own_hook": "import sys\ndef hook(kind, error, trace):\n    print('hooked', kind.__name__, error, sys.exc_info()[0], file=sys.stderr)\nsys.excepthook = hook\n1/0\n",
    "own_hook_prints_frames": "import sys, traceback\ndef hook(kind, error, trace):\n    print('hooked', sys.last_value is error)\n    traceback.print_tb(trace)\nsys.excepthook = hook\ndef fails():\n    1/0\nfails()\n",
    "hook_that_raises": "import sys\ndef hook(kind, error, trace):\n    raise KeyError('x')\nsys.excepthook = hook\n1/0\n",
    "hook_none": "import sys\nsys.excepthook = None\n1/0\n",
    "hook_gone": "import sys\ndel sys.excepthook\n1/0\n",
    "hook_of_threads": "import threading\nthreading.excepthook = lambda told: print('thread', told.exc_type.__name__, told.thread.name)\nt = threading.Thread(target=lambda: 1/0)\nt.start()\nt.join()\n",
    "hook_of_what_is_ignored": "import sys\nsys.unraisablehook = lambda told: print('ignored', told.exc_type.__name__)\nclass A:\n    def __del__(self):\n        1/0\na = A()\ndel a\n",
    "atexit_after_an_error": "import atexit\natexit.register(print, 'bye')\nraise ValueError('x')\n",
    "left_with_words": "import sys\nprint('a')\nsys.exit('leaving words')\n",
    "left_with_a_tuple": "import sys\nsys.exit((1, 'a'))\n",
    "left_with_true": "import sys\nsys.exit(True)\n",
    "debugger_without_input": "import pdb\nprint(1)\nbreakpoint()\n",
    "stderr_of_its_own": "import sys\nclass Loud:\n    def write(self, text):\n        sys.__stdout__.write(text.upper() if text.isalpha() else '.')\n    def flush(self):\n        pass\nsys.stderr = Loud()\n1/0\n",
    "stderr_none": "import sys\nsys.stderr = None\n1/0\n",
    "lines_of_python": "x = 1\n\x0cprint('a\u2028b')\n\x0c\ny = 'a\x0bb\x1cc\u2028d'\nraise ValueError(x)\n",
    "objects_in_frames_of_an_error": "class A:\n    def __del__(self):\n        print('gone')\na = A()\ndef fails():\n    b = A()\n    1/0\nfails()\n",
    "helpers_names": "import below as helper, importlib\nprint(list(vars(helper))[:9], helper.__cached__.rpartition('/')[2].startswith('below.'), importlib.reload(helper) is helper)\n",
    # Its streams are Python's own, with a pipe behind them.
    "streams_kind": "import sys\nfor one in (sys.stdin, sys.stdout, sys.stderr):\n    print(type(one), one, one.buffer, type(one.buffer), type(one.buffer.raw), one.fileno(), one.isatty(), one.encoding, one.newlines, vars(one))\nprint(sys.stdout.seekable(), sys.stderr.seekable(), sys.__stdout__ is sys.stdout, type(sys.stdout).__mro__)\n",
    "streams_place": "import sys\nfor ask in (sys.stdout.tell, lambda: sys.stdout.seek(0), sys.stdout.buffer.raw.tell):\n    try:\n        print(ask())\n    except OSError as error:\n        print(repr(error))\n",
    "streams_changed": "import io, sys\nsys.stdout.reconfigure(encoding='latin-1', errors='replace', line_buffering=True)\nprint('abc \\u2603', sys.stdout.encoding, sys.stdout.errors)\nsys.stdout.buffer.write(b'bytes\\n')\nsys.stdout.flush()\nsys.stdout = io.TextIOWrapper(sys.stdout.detach(), encoding='utf-8', write_through=True)\nprint('after')\n",
    "memory_given_back": "from multiprocessing import shared_memory\nimport numpy as np\nroom = shared_memory.SharedMemory(create=True, size=24)\nrow = np.ndarray((3,), dtype='i8', buffer=room.buf)\nrow[:] = 4\npart = row[1:]\nprint(part.sum())\nroom.close()\nroom.unlink()\n",
    "streams_of_halves": "import sys\nprint(sys.stdin.errors, sys.stdout.errors, sys.stderr.errors)\ntry:\n    print('\\ud83d\\ude00')\nexcept UnicodeEncodeError as error:\n    print(error)\nprint('caf\\udce9', file=sys.stdout)\nprint('caf\\udce9', file=sys.stderr)\nprint('\\ud83d')\n",
    "streams_of_c": "import ctypes\nctypes.CDLL(None).printf(b'from C\\n')\nprint('from Python', flush=True)\n",
    # Nothing stands below it, and nothing beside it.
    "frames_below": "import inspect, sys\ndef inner():\n    return inspect.currentframe().f_back.f_back, sys._getframe(1).f_code.co_name\nprint(sys._getframe().f_back, inspect.currentframe().f_back, inner())\ntry:\n    sys._getframe(1)\nexcept ValueError as error:\n    print(error)\n",
    "frames_below_a_helper": "import below\n",
    "frames_counted": "import sys, traceback\ndef depth():\n    count, frame = 0, sys._getframe()\n    while frame:\n        count, frame = count + 1, frame.f_back\n    return count\nprint(depth(), len(list(traceback.walk_stack(sys._getframe()))))\ncount = 0\ntry:\n    while True:\n        sys._getframe(count)\n        count += 1\nexcept ValueError:\n    print(count)\n",
    "recursion_counted": "def deep(n):\n    try:\n        return deep(n + 1)\n    except RecursionError:\n        return n\nprint(deep(0))\n",
    "recursion_limited": "import sys\nprint(sys.getrecursionlimit())\nsys.setrecursionlimit(300)\ndef deep(n):\n    try:\n        return deep(n + 1)\n    except RecursionError:\n        return n\nprint(deep(0), sys.getrecursionlimit())\n",
    "recursion_to_its_end": "def deep(n):\n    return deep(n + 1)\ndeep(0)\n",
    "warned_from_below": "import warnings\nwarnings.warn('one below', stacklevel=2)\ndef inner():\n    warnings.warn('far below', stacklevel=9)\ninner()\n",
    "threads_beside": "import os, sys, threading\nprint(os.listdir('/proc/self/task') == [str(os.getpid())], threading.active_count(), len(sys._current_frames()))\n",
    "names_in_order": "x: int = 3\nprint(list(globals()))\n",
    "compiler_warns_in_order": "x = 1\nif x is 1:\n    print('one')\n(1)(2) if False else None\n",
    "stack_of_a_child": "from multiprocessing import get_context\ndef work():\n    raise ValueError('c')\nchild = get_context('fork').Process(target=work)\nchild.start()\nchild.join()\n",
    "context_is_empty": "import contextvars\nprint(list(contextvars.copy_context()))\n",
    # What Python itself says.
    "does_not_compile": "print('never')\nreturn 3\n",
    "meant_variable": "length = 3\nprint(lenght)\n",
    "meant_attribute": "class A:\n    colour = 1\ndef show(it):\n    return it.color\nshow(A())\n",
    "warned_by_the_compiler": "x = 5\nif x is 5:\n    print('five')\nassert (x, 'always')\n",
    "half_a_character": "import os, sys\nraw = '가나'.encode()\nos.write(1, raw[:2])\nprint('between', file=sys.stderr)\nos.write(1, raw[2:] + b'\\xff\\n' + raw[:1])\n",
    "codes_of_forks": "import os, sys\nfor leave in (lambda: sys.exit(3), lambda: sys.exit('words'), lambda: 1 / 0, lambda: sys.exit(None), lambda: None):\n    if (child := os.fork()) == 0:\n        leave()\n        sys.exit(7)\n    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)\n",
    "code_of_a_fork_that_ends": "import os\nchild = os.fork()\nif child:\n    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))\n",
}  # fmt: skip
DEEP = "def deep(n=0):\n    try:\n        return deep(n + 1)\n    except RecursionError:\n        return n\n"
DIFFERENT = {
    # What the guide says is not as in the script (`architecture.md`, at the end of what is seen).
    "wrapped_import": "print(type(__import__).__name__)\n",
    "wrapped_search": "import importlib\nprint(importlib._bootstrap._find_spec.__name__)\n",
    "depth_in_a_thread": f"import threading\n{DEEP}t = threading.Thread(target=lambda: print(deep()))\nt.start()\nt.join()\n",
    "frozen_objects": "import gc\nprint(gc.get_freeze_count())\n",
    "classes_of_others": "print(len(Exception.__subclasses__()))\n",
    "descriptors_far_above": "import os\nprint(max(map(int, os.listdir('/proc/self/fd'))) > 500)\n",
    "command_line": "print(open('/proc/self/cmdline').read().split(chr(0))[1])\n",
    "faulthandler": "import faulthandler\nprint(faulthandler.is_enabled())\n",
    "limits": "import resource\nprint(resource.getrlimit(resource.RLIMIT_DATA))\n",
    "another_program": "import os, sys\nos.execv(sys.executable, [sys.executable, '-c', 'print(1)'])\n",
}  # fmt: skip
BUFFERED = {"streams_kind", "streams_place"}
"""Those that look at the buffers themselves: unbuffered Python has none."""


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    root = tmp_path_factory.mktemp("as-script").resolve()
    below = "import sys\n\nframe, told = sys._getframe(), []\nwhile frame := frame.f_back:\n    told.append(frame.f_code.co_name)\nprint(told)\n"
    helper = "import traceback\n\nprint([one.name for one in traceback.extract_stack() if 'importlib' not in one.filename])\n"
    write_files(root, {
        "mkdocs.yml": "site_name: t\n", "docs/index.md": "# 홈\n", "snippets/stacked.py": f"# %% a\n{helper}",
        "snippets/below.py": f"# %% a\n{below}",
        **{f"snippets/{name}.py": f"# %% a\n{code}" for name, code in (CASES | DIFFERENT).items()},
    })  # fmt: skip
    project = Project(load_settings(root))
    project.read()
    project.run(RunOptions(jobs=2))
    environment = {
        "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "PYTHONUNBUFFERED": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    found: dict[str, Any] = {}
    for name in [*(set(CASES | DIFFERENT) - BUFFERED), *BUFFERED]:
        products = project.results[f"snippets/{name}.py"].products
        if name in BUFFERED:
            environment.pop("PYTHONUNBUFFERED", None)
        plain = subprocess.run(
            [sys.executable, f"snippets/{name}.py"], cwd=root, env=environment,
            capture_output=True, stdin=subprocess.DEVNULL, timeout=60,
        )  # fmt: skip
        said = {stream: getattr(plain, stream).decode("utf-8", "backslashreplace").replace(f"{root}/", "").replace(f"{sys.base_prefix}/", "…/")
                for stream in ("stdout", "stderr")}  # fmt: skip
        found[name] = (products, said, plain.returncode)
    return found


def printed(products: Products, stream: str) -> str:
    parts = [part for cell in products.cells.values() for part in cell]
    return "".join(p.text for p in parts if isinstance(p, Text) and p.stream == stream)


@pytest.mark.skipif(sys.platform != "linux", reason="the hooks alone see less, and fork")
@pytest.mark.parametrize("name", CASES)
def test_run_is_what_the_script_is(name: str, both: dict[str, Any]) -> None:
    products, plain, code = both[name]
    assert (products.error is None) == (code == 0), products.error
    told = printed(products, "stderr") + (products.error.traceback if products.error else "")
    assert printed(products, "stdout") == plain["stdout"]
    said = plain["stderr"]
    if name == "error_without_traceback" and sys.version_info >= (3, 13):
        told = re.sub(r"^ *[~^]+\n", "", told, flags=re.M)  # there they are of `traceback`
    assert re.sub(r"0x\w+", "0x", told) == re.sub(r"0x\w+", "0x", said)


@pytest.mark.skipif(sys.platform != "linux", reason="the hooks alone see less, and fork")
@pytest.mark.parametrize("name", DIFFERENT)
def test_what_the_guide_says_is_not_as_in_the_script_is_not(
    name: str, both: dict[str, Any]
) -> None:
    products, plain, code = both[name]
    assert code == 0
    assert products.failed or printed(products, "stdout") != plain["stdout"]


TURNS = """\
import os
import subprocess
import sys

print("1", file=sys.stderr)
os.write(1, b"2\\n")
print("3")
subprocess.run("echo 4 >&2", shell=True)
subprocess.run(["echo", "5"])
os.system("echo 6 >&2")
os.system("echo 7")
print("8", file=sys.stderr)
subprocess.run(["echo", "9"])
if (child := os.fork()) == 0:
    os.write(2, b"10\\n")
    os._exit(0)
os.waitpid(child, 0)
print("11", file=sys.stderr)
os.write(1, b"12\\n")
# %% b
os.write(1, b"13\\n")
print("14", file=sys.stderr)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the hooks alone see less, and fork")
def test_output_and_errors_of_children_stand_in_the_order_they_came(tmp_path: Path) -> None:
    write_files(tmp_path, {
        "mkdocs.yml": "site_name: t\n", "docs/index.md": "# 홈\n", "snippets/x.py": f"# %% a\n{TURNS}",
    })  # fmt: skip
    project = Project(load_settings(tmp_path))
    project.read()
    project.run(RunOptions())
    cells = project.results["snippets/x.py"].products.cells
    parts = [part for cell in cells.values() for part in cell if isinstance(part, Text)]
    told = [part.text for part in parts if part.stream != "result"]
    plain = subprocess.run(
        [sys.executable, "-u", "snippets/x.py"], cwd=tmp_path, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, check=True,
    )  # fmt: skip
    assert "".join(told) == plain.stdout == "".join(f"{n}\n" for n in range(1, 15))


def test_error_says_nothing_of_where_the_tool_lies(both: dict[str, Any]) -> None:
    import maedeup

    for products, *_ in both.values():
        assert str(Path(maedeup.__file__).parent) not in str(products.to_data())
