"""What Python does after a script's last line; plain `python` is the oracle."""

# ruff: noqa: E501  # code in strings
from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from maedeup.runs.product import Products, Text

from tests.project import Project, RunOptions, load_settings

from .conftest import write_files

CASES = {
    "in_reverse": "import atexit\n\n\n@atexit.register\ndef first():\n    print('first given')\n\n\natexit.register(print, 'last', 'given', sep='-')\nprint('done')\n",
    "registers_another": "import atexit\n\n\ndef late():\n    print('late')\n    atexit.register(print, 'later')\n\n\natexit.register(late)\n",
    "taken_back": "import atexit\n\n\ndef bye():\n    print('bye')\n\n\natexit.register(bye)\natexit.unregister(bye)\nprint('done')\n",
    "raises": "import atexit\n\natexit.register(print, 'after the error')\natexit.register(lambda: 1 / 0)\nprint('done')\n",
    "thread_goes_on": "import threading\nimport time\n\n\ndef work():\n    time.sleep(0.3)\n    print('worked')\n\n\nthreading.Thread(target=work).start()\nprint('begun')\n",
    "daemon_ends": "import threading\nimport time\n\n\ndef work():\n    time.sleep(0.5)\n    print('never')\n\n\nthreading.Thread(target=work, daemon=True).start()\nprint('begun')\n",
    "open_executor": "import time\nfrom concurrent.futures import ThreadPoolExecutor\n\npool = ThreadPoolExecutor(2)\n\n\ndef work(n):\n    time.sleep(0.1 * n)\n    print('work', n)\n\n\nfor n in (1, 2, 3):\n    pool.submit(work, n)\n",
    "open_processes": "import time\nfrom concurrent.futures import ProcessPoolExecutor\n\n\ndef work(n):\n    time.sleep(0.2)\n    print('work', n, flush=True)\n\n\npool = ProcessPoolExecutor(1)\npool.submit(work, 1)\n",
    "logging_flushes": "import logging.handlers\nimport sys\n\nkept = logging.handlers.MemoryHandler(9, target=logging.StreamHandler(sys.stdout))\nlogging.getLogger('a').addHandler(kept)\nlogging.getLogger('a').warning('kept until the end')\nprint('done')\n",
    "finalizer": "import weakref\n\n\nclass Thing:\n    pass\n\n\nthing = Thing()\nweakref.finalize(thing, print, 'gone')\nprint('done')\n",
    "of_this_thread": "import atexit\nimport sqlite3\n\nbase = sqlite3.connect(':memory:')\n\n\n@atexit.register\ndef close():\n    print(base.execute('select 1 + 1').fetchone())\n    base.close()\n",
    "sees_globals": "import atexit\n\nrows = []\natexit.register(lambda: print(len(rows)))\nrows.append(1)\n",
    "leaves_well": "import atexit\nimport sys\n\natexit.register(print, 'bye')\nprint('done')\nsys.exit(0)\n",
    "objects_say_goodbye": "class Thing:\n    def __init__(self, name):\n        self.name = name\n\n    def __del__(self):\n        print('gone', self.name)\n\n\nfirst, second = Thing('first'), [Thing('in a list')]\ndel first\nprint('done')\n",
    "objects_in_a_circle": "class Thing:\n    def __del__(self):\n        print('gone', self.name, count)\n\n\ncount = 2\na, b = Thing(), Thing()\na.name, b.name, a.other, b.other = 'a', 'b', b, a\n",
    "object_of_a_helper": "from held import Held\n\nheld = Held()\nprint('done')\n",
    "generator_is_closed": "def rows():\n    try:\n        yield 1\n    finally:\n        print('closed')\n\n\nit = rows()\nprint(next(it))\n",
    "goodbye_goes_where_it_went": "import io, sys\n\n\nclass Thing:\n    def __del__(self):\n        print('gone')\n\n\nthing = Thing()\nsys.stdout = io.StringIO()\n",
    "object_that_fails_at_the_end": "class Thing:\n    def __del__(self):\n        raise ValueError('in the end')\n\n\nthing = Thing()\n",
    "object_that_imports_at_the_end": "class Thing:\n    def __del__(self):\n        try:\n            import json\n        except ImportError as error:\n            print(error)\n\n\nthing = Thing()\n",
    "generator_in_a_context": "from contextlib import contextmanager\n\n\n@contextmanager\ndef place():\n    try:\n        yield 1\n    except BaseException as error:\n        print('closed by', type(error).__name__)\n        raise\n\n\nheld = place()\nheld.__enter__()\n",
    "reference_that_calls": "import weakref\n\n\nclass Thing:\n    pass\n\n\nthing = Thing()\nreference = weakref.ref(thing, lambda it: print('dead'))\nseen = weakref.WeakValueDictionary(a=thing)\n",
    "reference_that_calls_without_a_circle": "import weakref\n\n\nclass Thing:\n    pass\n\n\nthing = Thing()\nreference = weakref.ref(thing, print)\n",
    "task_that_waits": "import asyncio\n\n\nasync def wait():\n    await asyncio.sleep(10)\n\n\nloop = asyncio.new_event_loop()\ntask = loop.create_task(wait(), name='T')\nloop.run_until_complete(asyncio.sleep(0))\nprint('done')\n",
    "never_awaited": "async def wait():\n    pass\n\n\nleft = wait()\nprint('done')\n",
    "files_left_open": "import socket\nimport warnings\n\nwarnings.simplefilter('default')\n\n\ndef leave():\n    file = open('/dev/null')\n\n\nleave()\nfile = open('/dev/null')\nline = socket.socket()\n",
    "shared_memory_left": "from multiprocessing.shared_memory import SharedMemory\n\nmemory = SharedMemory(create=True, size=10)\nprint(memory.size)\n",
    "c_buffer": "import ctypes\n\nctypes.CDLL(None).printf(b'from C\\n')\nprint('from Python')\n",
    "child_reaches_the_end": "import atexit\nimport os\n\natexit.register(print, 'end', flush=True)\npid = os.fork()\nif pid:\n    os.waitpid(pid, 0)\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("ending").resolve()
    write_files(root, {
        "mkdocs.yml": "site_name: t\n", "docs/index.md": "# 홈\n",
        "snippets/held.py": "# %% a\nclass Held:\n    def __del__(self):\n        print('let go')\n",
        **{f"snippets/{name}.py": f"# %% a\n{code}" for name, code in CASES.items()},
    })  # fmt: skip
    return root


@pytest.fixture(scope="module")
def made(root: Path) -> dict[str, Products]:
    project = Project(load_settings(root))
    project.read()
    project.run(RunOptions(jobs=2))
    assert project.problems == []
    return {path.rpartition("/")[2]: r.products for path, r in project.results.items()}


def printed(products: Products, stream: str) -> str:
    return "".join(
        p.text for p in products.cells["a"] if isinstance(p, Text) and p.stream == stream
    )


@pytest.mark.parametrize("name", CASES)
def test_what_is_printed_after_the_last_line_is_shown(
    name: str, root: Path, made: dict[str, Any]
) -> None:
    plain = subprocess.run(
        [sys.executable, f"snippets/{name}.py"], cwd=root, capture_output=True, text=True
    )
    products = made[f"{name}.py"]
    for stream, said in (("stdout", plain.stdout), ("stderr", plain.stderr)):
        told, expected = (
            re.sub(
                r"(0x|psm_)\w+",
                r"\1",
                text.replace(f"{root}/", "").replace(f"{sys.base_prefix}/", "…/"),
            )
            for text in (printed(products, stream), said)
        )
        assert told == expected


def test_dropping_of_names_is_no_look_at_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from maedeup.runs import run

    code = "# %% a\nimport numpy as np\n\n\nclass Thing:\n    def __del__(self):\n        print('gone')\n\n\nthing = Thing()\nx = np.ones(3)\n"
    write_files(tmp_path, {
        "mkdocs.yml": "site_name: t\n", "docs/index.md": "# 홈\n", "snippets/x.py": code,
    })  # fmt: skip
    ran: list[bool] = []
    once = run._run_once

    def counted(*given: Any, record: bool) -> Any:
        ran.append(record)
        return once(*given, record=record)

    monkeypatch.setattr(run, "_run_once", counted)
    project = Project(load_settings(tmp_path.resolve()))
    project.read()
    project.run(RunOptions(jobs=1))
    assert ran == [True]
    assert printed(project.results["snippets/x.py"].products, "stdout") == "gone\n"


def test_end_that_never_comes_is_not_waited_for(tmp_path: Path) -> None:
    code = (
        "# %% a\nimport atexit, threading, time\n"
        "atexit.register(print, 'too late')\natexit.register(time.sleep, 99)\n"
        "atexit.register(print, 'in time')\nprint('done')\n"
    )
    thread = "# %% a\nimport threading, time\nthreading.Thread(target=time.sleep, args=(99,)).start()\nprint('done')\n"
    write_files(tmp_path, {
        "mkdocs.yml": "site_name: t\n", "docs/index.md": "# 홈\n",
        "snippets/hangs.py": code, "snippets/thread.py": thread,
    })  # fmt: skip
    project = Project(load_settings(tmp_path.resolve()))
    project.read()
    project.run(RunOptions(jobs=2))
    assert project.problems == []
    found = {path.rpartition("/")[2]: r.products for path, r in project.results.items()}
    assert printed(found["hangs.py"], "stdout") == "done\nin time\n"
    assert printed(found["hangs.py"], "stderr") == ""
    assert printed(found["thread.py"], "stdout") == "done\n"
