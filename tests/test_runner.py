"""Runs that end badly end alone, with the snippet's line; good ones tell what they did."""

import os
import platform
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from maedeup.runs import messages, world
from maedeup.runs.pool import MANY, IsolatedExecutor
from maedeup.runs.product import Error, Products, Text
from maedeup.runs.receipt import Receipt

from tests.project import Project, RunOptions

from .conftest import STRICT, MakeProject, need_module

SHORT = "# /// script\n# [tool.maedeup]\n# timeout_s = 1\n# memory_mib = 256\n# ///\n"


def run(make_project: MakeProject, **texts: str) -> Project:
    project = make_project({f"snippets/{name}.py": text for name, text in texts.items()})
    project.read()
    project.run(RunOptions())
    return project


def products(project: Project, name: str) -> Products:
    return next(r.products for p, r in project.results.items() if p == f"snippets/{name}.py")


def failure(make_project: MakeProject, text: str) -> Error:
    project = run(make_project, bad=text, good="# %% a\nprint('still here')\n")
    assert products(project, "good").cells["a"] == [Text("stdout", "still here\n")]
    assert [p.path for p in project.problems] == ["snippets/bad.py"]
    found = products(project, "bad")
    assert found.failed
    assert found.error is not None
    assert project.problems[0].line == found.error.line
    return found.error


CRASHES = {
    "syntax error": ("# %% a\nx = 1\n# %% b\ny = (\n", "SyntaxError", 4),
    "exception": ("# %% a\ndef f():\n    raise ValueError('나쁨')\n# %% b\nf()\n", "ValueError", 3),
    "endless loop": (SHORT + "# %% a\nwhile True: pass\n", "TimeLimit", 7),
    "sys.exit": ("import sys\n# %% a\nsys.exit(3)\n", "SystemExit", 3),
    "os._exit": ("import os\n# %% a\n\nos._exit(0)\n", "Exit", 2),
    "os.abort": ("import os\n# %% a\n\nos.abort()\n", "Signal", 4),
    "killed": ("import os\n# %% a\nos.kill(os.getpid(), 9)\n", "Signal", 2),
    "out of memory": (SHORT + "# %% a\nx = bytearray(2**30)\n", "MemoryError", 7),
    "deep recursion": ("# %% a\ndef f():\n    f()\nf()\n", "RecursionError", 3),
    "closed stdout": ("import sys\n# %% a\nsys.stdout.close()\nprint(1)\n", "ValueError", 4),
    "missing module": ("# %% a\nimport no_such_module\n", "ModuleNotFoundError", 2),
    "write outside": ("# %% a\nopen('x.txt', 'w')\n", "PermissionError", 2),
    "remove outside": ("import os\n# %% a\nos.remove('mkdocs.yml')\n", "PermissionError", 3),
    "network": (
        "import socket\n# %% a\nsocket.create_connection(('192.0.2.1', 80))\n", "PermissionError", 3
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", CRASHES)
def test_bad_run_ends_alone_and_names_its_line(make_project: MakeProject, kind: str) -> None:
    text, error_type, line = CRASHES[kind]
    error = failure(make_project, text)
    assert (error.type, error.line) == (error_type, line)


PIPE = (
    "import os, stat\n# %% a\nx = 1\n# %% b\n\n"
    "own = [int(n) for n in os.listdir('/proc/self/fd')]\n"
    "def is_pipe(n):\n    try:\n        return n > 2 and stat.S_ISFIFO(os.fstat(n).st_mode)\n"
    "    except OSError:\n        return False\n"
    "pipes = [n for n in own if is_pipe(n)]\n"
)
TROUBLES = {
    "closed pipes": (PIPE + "os.closerange(3, 4000)\n", {"Exit"}),
    "garbage in the pipe": (
        PIPE + "for n in pipes:\n    try:\n        os.write(n, b'\\0\\0\\0\\4junk')\n"
        "    except OSError:\n        pass\n", {"BrokenResult"},
    ),
    "a pickle in the pipe": (
        PIPE + "import pickle\nclass Evil:\n    def __reduce__(self):\n"
        "        return (open, ('owned', 'w'))\n"
        "data = pickle.dumps(Evil())\nfor n in pipes:\n    try:\n"
        "        os.write(n, len(data).to_bytes(4, 'big') + data)\n"
        "    except OSError:\n        pass\n", {"BrokenResult"},
    ),
    "an endless message": (
        PIPE + "for n in pipes:\n    try:\n        os.write(n, b'\\x7f\\xff\\xff\\xff')\n"
        "    except OSError:\n        pass\n", {"Exit", "Signal"},
    ),
    "a message that is never whole": (
        SHORT + PIPE + "for n in pipes:\n    try:\n        os.write(n, b'\\0\\0\\1\\0half')\n"
        "    except OSError:\n        pass\nwhile True:\n    pass\n", {"TimeLimit"},
    ),
}  # fmt: skip


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("kind", TROUBLES)
def test_what_is_no_result_is_one_error_with_the_cells_line(
    make_project: MakeProject, kind: str
) -> None:
    text, types = TROUBLES[kind]
    error = failure(make_project, text)
    assert error.type in types
    assert error.line >= 4


@pytest.mark.skipif(sys.platform != "linux", reason="kills the server that forks")
def test_run_that_kills_the_server_of_all_runs_fails_alone(
    make_project: MakeProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAEDEUP_WITHOUT", "namespaces landlock seccomp")  # they forbid it
    killer = (
        "import ctypes, os, time\n# %% a\ntime.sleep(.5)\n# %% b\n"
        "ctypes.CDLL(None).kill(os.getppid(), 9)\ntime.sleep(9)\n"
    )
    slow = "# %% a\nimport time\nfor n in range(12):\n    time.sleep(.1)\nprint('whole')\n"
    project = run(make_project, killer=killer, **{f"slow{n}": slow for n in range(4)})
    assert [(p.path, p.problem, p.value, p.line) for p in project.problems] == [
        ("snippets/killer.py", "Lost", "the process that starts all runs has ended", 4)
    ]
    for n in range(4):
        assert products(project, f"slow{n}").cells["a"] == [Text("stdout", "whole\n")]


def test_copy_that_a_run_forked_sends_no_second_result(make_project: MakeProject) -> None:
    text = (
        "import os\n# %% a\nchild = os.fork()\nname = 'copy' if child == 0 else 'first'\n"
        "# %% b\nif child:\n    os.waitpid(child, 0)\nprint(name, flush=True)\ndel child\n"
    )
    project = run(make_project, x=text)
    assert project.problems == []
    assert products(project, "x").values["name"].scalar == "first"
    made = products(project, "x").cells  # the copy may be ahead and print in the first cell's time
    assert "".join(p.text for c in "ab" for p in made[c] if isinstance(p, Text)) == "copy\nfirst\n"


def test_replaced_json_changes_no_result(make_project: MakeProject) -> None:
    text = (
        "import json, os\n# %% a\ndef no(*args, **kwargs):\n    raise OSError\n"
        "json.dumps = json.loads = json.JSONEncoder.default = os._exit = no\nx = 3\n"
    )
    project = run(make_project, x=text)
    assert project.problems == []
    assert products(project, "x").values["x"].scalar == 3


def test_half_a_pair_of_surrogates_is_shown_escaped_wherever_it_stands(
    make_project: MakeProject,
) -> None:
    name = "import os\nname = os.fsdecode(b'\\xff.txt')\n"
    texts = {
        "value": f"# %% a\n{name}pair = (name, 1)\nprint(name)\n",
        "table": f"# %% a\nimport pandas as pd\n{name}df = pd.DataFrame({{name: [name]}})\ndf\n",
        "error": f"# %% a\n{name}raise ValueError(name)\n",
        "file": f"# %% a\n{name}found = os.path.exists(name)\ntry:\n    open(name)\n"
        "except FileNotFoundError as error:\n    words = str(error)\n",
    }
    project = run(make_project, **texts)
    assert [(p.path, p.problem, p.value) for p in project.problems] == [
        ("snippets/error.py", "ValueError", "\\udcff.txt")
    ]
    assert products(project, "value").values["name"].scalar == "\\udcff.txt"
    # What is printed is the byte that Python prints, which is no text of its own either.
    assert products(project, "value").cells["a"] == [Text("stdout", "\\xff.txt\n")]
    assert products(project, "table").tables["df"].columns == [["\\udcff.txt"]]
    assert "udcff" in products(project, "file").values["words"].text
    again = Project(project.settings)
    again.read()
    again.run(RunOptions())
    assert again.ran == ["snippets/error.py"]


GOOD = {"products": Products({}, {}, {}, None, False, 0.0, "CPU", {}).to_data(), "seen": []}
GOOD["receipt"] = Receipt("x.py", "0", False).to_data()
TEXT = {"tag": "text", "stream": "stdout", "text": "a"}
TABLE = {"tag": "table", "name": "", "columns": 3}
SHAPE = {"tag": "shape", "place": 1, "name": "x", "kinds": [], "low": 1, "high": None}
SHAPE |= {"again": True, "sampled": False, "cut": False}
KIND = {"tag": "kind", "of": "Tensor", "shape": ["a"], "dtype": "", "device": ""}


@pytest.mark.parametrize(
    "message",
    [
        b"\x80\x04N.", b"{}", b"[1]", b'{"cell": 3}', b'{"cell": "\xff"}', b"[" * 100_000,
        GOOD | {"receipt": {}}, GOOD | {"products": {}}, GOOD | {"seen": "x"},
        GOOD | {"products": GOOD["products"] | {"cells": {"a": [TEXT | {"text": 3}]}}},
        GOOD | {"products": GOOD["products"] | {"cells": {"a": [TEXT | {"tag": "no"}]}}},
        GOOD | {"products": GOOD["products"] | {"cells": {"a": ["text"]}}},
        GOOD | {"products": GOOD["products"] | {"cells": 3}},
        GOOD | {"products": GOOD["products"] | {"tables": {"a": TABLE}}},
        GOOD | {"products": GOOD["products"] | {"cells": {"a": [TEXT | {"stream": "no"}]}}},
        GOOD | {"products": GOOD["products"] | {"shapes": [SHAPE | {"kinds": [TEXT]}]}},
        GOOD | {"products": GOOD["products"] | {"shapes": [SHAPE | {"kinds": [KIND]}]}},
        GOOD | {"products": GOOD["products"] | {"seconds": "long"}},
        GOOD | {"products": GOOD["products"] | {"error": TEXT}},
        GOOD | {"receipt": GOOD["receipt"] | {"files": {"a": 3}}},
        GOOD | {"receipt": GOOD["receipt"] | {"env": 3}},
    ],
)  # fmt: skip
def test_message_of_a_run_is_checked_before_it_is_used(message: object) -> None:
    data = message if isinstance(message, bytes) else messages.encode(message)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"."):
        messages.decode(data)


def test_good_message_of_a_run_is_read() -> None:
    kind = KIND | {"shape": [2, 3]}
    shown = {"cells": {"a": [TEXT]}, "shapes": [SHAPE | {"kinds": [kind]}]}
    found = messages.decode(messages.encode(GOOD | {"products": GOOD["products"] | shown}))
    assert isinstance(found, messages.Report)
    assert found.products.to_data() == GOOD["products"] | shown
    assert messages.decode(b'{"cell": "a"}') == "a"


def test_traceback_shows_the_snippets_own_lines_and_no_folder_of_this_machine(
    make_project: MakeProject, tmp_path: Path
) -> None:
    error = failure(make_project, CRASHES["exception"][0])
    plain = subprocess.run(
        [sys.executable, "snippets/bad.py"], cwd=tmp_path, capture_output=True, text=True
    ).stderr
    assert error.traceback == plain.replace(f"{tmp_path}/", "")
    assert 'File "snippets/bad.py", line 3, in f' in error.traceback


def test_traceback_has_no_frame_that_plain_python_would_not_show(
    make_project: MakeProject, tmp_path: Path
) -> None:
    error = failure(make_project, "# %% a\nimport not_there\n")  # imports are watched
    plain = subprocess.run(
        [sys.executable, "snippets/bad.py"], cwd=tmp_path, capture_output=True, text=True
    ).stderr
    assert error.traceback == plain.replace(f"{tmp_path}/", "")


def test_failed_run_is_not_stored_and_runs_again_in_the_next_build(
    make_project: MakeProject,
) -> None:
    project = run(make_project, bad="# %% a\n1/0\n")
    assert not list(project.root.rglob("objects/*/*"))
    again = Project(project.settings)
    again.read()
    again.run(RunOptions())
    assert again.ran == ["snippets/bad.py"]


def test_failed_run_is_not_repeated_while_serving_until_its_helper_changes(
    make_project: MakeProject,
) -> None:
    project = run(make_project, bad="# %% a\nimport part\n")
    (project.root / "snippets/part.py").write_text("1/0\n")
    for expected in (["snippets/bad.py"], []):
        project.read()
        project.run(RunOptions())
        assert project.ran == expected
    (project.root / "snippets/part.py").write_text("x = 1\n")
    project.read()
    project.run(RunOptions())
    assert not products(project, "bad").failed


def test_declared_error_is_a_product(make_project: MakeProject) -> None:
    text = "# /// script\n# [tool.maedeup]\n# expect_error = 'ZeroDivisionError'\n# ///\n# %% a\n"
    project = run(
        make_project, declared=text + "1/0\n", missing=text + "1\n", other=text + "[][0]\n"
    )
    error = products(project, "declared").cells["a"][-1]
    assert isinstance(error, Error)
    assert (error.type, error.line) == ("ZeroDivisionError", 6)
    assert not products(project, "declared").failed
    assert [p.path for p in project.problems] == ["snippets/missing.py", "snippets/other.py"]


def test_bytes_that_are_not_utf8_are_shown_as_escapes(make_project: MakeProject) -> None:
    text = "import sys\n# %% a\nsys.stdout.buffer.write('가\\n'.encode() + b'\\xff\\n'); None\n"
    assert products(run(make_project, x=text), "x").cells["a"] == [Text("stdout", "가\n\\xff\n")]


def test_what_a_child_process_prints_is_captured(make_project: MakeProject) -> None:
    text = "import os\n# %% a\nos.system('echo out; echo err >&2'); None\n"
    assert products(run(make_project, x=text), "x").cells["a"] == [
        Text("stdout", "out\n"),
        Text("stderr", "err\n"),
    ]


def test_run_sees_what_a_script_sees(make_project: MakeProject) -> None:
    text = (
        "# %% a\nimport os, sys\n"
        "print(__name__, os.path.basename(__file__), os.path.basename(sys.path[0]))\n"
        "print(os.path.exists('mkdocs.yml'), sys.argv[1:], sys.stdin.read() == '')\n"
        "import __main__\n__main__.__dict__ is globals()\n"
    )
    output = products(run(make_project, x=text), "x").cells["a"]
    assert output == [
        Text("stdout", "__main__ x.py snippets\nTrue [] True\n"),
        Text("result", "True\n"),
    ]


def test_run_begins_with_the_names_of_a_script(make_project: MakeProject) -> None:
    text = (
        "# %% a\nprint(sorted(globals()), __annotations__, __cached__, __spec__, __package__)\n"
        "print(type(__loader__), __loader__.name, __loader__.path.endswith('/snippets/x.py'))\n"
    )
    project = run(make_project, x=text)
    plain = subprocess.run(
        [sys.executable, "snippets/x.py"],
        cwd=project.root, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert products(project, "x").cells["a"] == [Text("stdout", plain.stdout)]


def test_run_has_descriptors_and_ways_with_warnings_of_a_script(make_project: MakeProject) -> None:
    filters = "print([(f[0], f[2].__name__) for f in warnings.filters])\n"
    begun = f"# %% a\nimport os, warnings\n{filters}"
    texts = {
        "numbers": (
            f"{begun}print(sorted(n for n in map(int, os.listdir('/proc/self/fd')) if n < 500))\n"
            "first, second = open('mkdocs.yml'), open('mkdocs.yml')\n"
            "print(first.fileno(), second.fileno())\nos.closerange(3, 256)\nprint('on')\n"
        ),
        "some": f"{begun}import numpy\n{filters}warnings.warn('seen', DeprecationWarning)\n",
        "many": f"{begun}import matplotlib\n{filters}import matplotlib.pyplot\n{filters}",
    }
    project = run(make_project, **texts)
    for name in texts:
        command = [sys.executable, f"snippets/{name}.py"]
        plain = subprocess.run(command, cwd=project.root, capture_output=True, text=True)
        made = products(project, name).cells["a"]
        assert [p for p in made if p.stream == "stdout"] == [Text("stdout", plain.stdout)]


def test_question_for_a_name_that_no_file_can_have_ends_nothing(make_project: MakeProject) -> None:
    text = (
        "# %% a\nimport os\nprint(os.path.exists('x' * 300), os.path.exists('가' * 300))\n"
        "# %% b\nos.abort()\n"
    )
    project = run(make_project, bad=text, good=text.partition("# %% b")[0])
    assert products(project, "good").cells["a"] == [Text("stdout", "False False\n")]
    problem = project.problems[0]
    assert (problem.path, problem.line) == ("snippets/bad.py", 5)
    project.run(RunOptions())
    assert project.ran == []


def test_scratch_folder_may_be_written_to_and_is_gone_afterwards(
    make_project: MakeProject,
) -> None:
    text = (
        "# %% a\nimport tempfile, pathlib\nfolder = tempfile.TemporaryDirectory()\n"
        "file = pathlib.Path(folder.name, 'x.txt')\nfile.write_text('가')\nfile.read_text()\n"
        "# %% b\nfolder.cleanup()\n"
    )
    project = run(make_project, x=text)
    assert products(project, "x").cells["a"] == [Text("result", "'가'\n")]
    assert not list((project.root / ".maedeup/scratch").iterdir())


def test_forgotten_seed_is_seen_to_vary(make_project: MakeProject) -> None:
    text = "# %% a\nimport random, numpy\nx = random.random()\ny = numpy.random.rand()\n"
    seen = set()
    for name in ("one", "two"):
        values = products(run(make_project, **{name: text}), name).values
        seen |= {values["x"].scalar, values["y"].scalar}
    assert len(seen) == 4


def test_time_limit_is_for_the_whole_run(make_project: MakeProject) -> None:
    nap = "import time\ntime.sleep(.9)\n"
    project = run(make_project, x=f"{SHORT}# %% a\n{nap}# %% b\n{nap}# %% c\n{nap}# %% d\n{nap}")
    assert [p.problem for p in project.problems] == ["TimeLimit"]


@pytest.mark.usefixtures("cold_server")
def test_undeclared_environment_variable_is_not_there(
    make_project: MakeProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET", "1")
    monkeypatch.setenv("SIZE", "3")
    text = (
        "# /// script\n# [tool.maedeup]\n# env = ['SIZE']\n# ///\n"
        "# %% a\nimport os\nprint(os.environ.get('SECRET'), os.environ.get('SIZE'))\n"
    )
    assert products(run(make_project, x=text), "x").cells["a"] == [Text("stdout", "None 3\n")]


def test_language_time_zone_and_home_are_the_same_for_all(
    make_project: MakeProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Seoul")
    text = (
        "# %% a\nimport os, time\nprint(time.tzname[0], os.environ['LANG'], 'HOME' in os.environ)\n"
    )
    assert products(run(make_project, x=text), "x").cells["a"] == [
        Text("stdout", "UTC C.UTF-8 True\n")
    ]


def test_longest_runs_start_first(make_project: MakeProject) -> None:
    project = run(make_project, short="# %% a\n1\n", long="# %% a\nimport time\ntime.sleep(.3)\n")
    for name in ("short", "long"):
        file = project.root / f"snippets/{name}.py"
        file.write_text(file.read_text() + "2\n")
    project.read()
    started: list[str] = []
    project.settings = type(project.settings)(root=project.root, jobs=1)
    project.run(RunOptions(progress=lambda r: started.append(r.receipt.snippet)))
    assert started == ["snippets/long.py", "snippets/short.py"]


def test_longest_texts_start_first_where_no_time_is_known(make_project: MakeProject) -> None:
    files = {f"snippets/{n}.py": "# %% a\n" + "1\n" * lines for n, lines in (("b", 2), ("c", 9))}
    project = make_project(files | {"snippets/a.py": "# %% a\n1\n"})
    started: list[str] = []
    project.settings = type(project.settings)(root=project.root, jobs=1)
    project.read()
    project.run(RunOptions(progress=lambda r: started.append(r.receipt.snippet)))
    assert started == ["snippets/c.py", "snippets/b.py", "snippets/a.py"]


def test_two_builds_at_once_finish_and_share_their_results(make_project: MakeProject) -> None:
    text = "# %% a\nimport time\ntime.sleep(.3)\nx = {}\n"
    project = make_project({f"snippets/s{n}.py": text.format(n) for n in range(4)})
    command = [sys.executable, "-m", "maedeup.hosts.cli", "run"]
    builds = [
        subprocess.Popen(command, cwd=project.root, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    for build in builds:
        output = build.communicate(timeout=60)[0]
        assert build.returncode == 0
        assert " 0 failed" in output
    project.read()
    project.run(RunOptions())
    assert project.ran == []
    assert [products(project, f"s{n}").values["x"].scalar for n in range(4)] == [0, 1, 2, 3]


GPU = "# /// script\n# [tool.maedeup]\n# gpu = '{}'\n# ///\n"
ON_DEVICE = """\
# %% a
import torch

device = "cuda" if torch.cuda.is_available() else "cpu"
total = torch.ones(3, device=device).sum().item()
print(device, total)
"""


def test_snippet_that_may_use_a_gpu_runs_without_one(
    make_project: MakeProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    need_module("torch")
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")
    world.find_device.cache_clear()
    project = run(make_project, x=GPU.format("optional") + ON_DEVICE)
    assert products(project, "x").cells["a"] == [Text("stdout", "cpu 3.0\n")]
    (result,) = project.results.values()
    assert result.receipt.device == "none"
    world.find_device.cache_clear()


def test_snippet_that_needs_a_gpu_is_told_of_and_no_problem_where_there_is_none(
    make_project: MakeProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")
    world.find_device.cache_clear()
    project = run(make_project, x=GPU.format("required") + ON_DEVICE)
    assert project.problems == []
    assert project.notices == [
        "snippets/x.py: not run: the snippet needs a GPU and there is none here"
    ]
    world.find_device.cache_clear()


@pytest.mark.gpu
@pytest.mark.skipif(world.find_device() == "none", reason="no CUDA device on this machine")
@pytest.mark.parametrize("wish", ["optional", "required"])
def test_snippet_runs_on_the_gpu_and_names_it(make_project: MakeProject, wish: str) -> None:
    project = run(make_project, x=GPU.format(wish) + ON_DEVICE)
    assert products(project, "x").cells["a"] == [Text("stdout", "cuda 3.0\n")]
    assert products(project, "x").device != "CPU"
    (result,) = project.results.values()
    assert result.receipt.device == world.find_device() != "none"


@pytest.mark.gpu
@pytest.mark.skipif(world.find_device() == "none", reason="no CUDA device on this machine")
def test_snippet_that_does_not_ask_sees_no_gpu(make_project: MakeProject) -> None:
    project = run(make_project, x=ON_DEVICE)
    assert products(project, "x").cells["a"] == [Text("stdout", "cpu 3.0\n")]


def _alive(marker: str) -> list[int]:
    """Return the processes whose environment or command names `marker`."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and int(folder.name) != os.getpid():
            try:
                cwd = os.readlink(folder / "cwd")  # noqa: PTH115
                command = (folder / "cmdline").read_bytes()
            except OSError:
                continue
            if marker in cwd or marker.encode() in command:
                found.append(int(folder.name))
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_stopped_build_leaves_no_process_and_no_half_written_file(
    make_project: MakeProject, sent: signal.Signals
) -> None:
    sleeping = (
        "# %% a\nimport subprocess, sys\n"
        "subprocess.run([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
    )
    project = make_project({"snippets/slow.py": sleeping, "snippets/quick.py": "# %% a\n1\n"})
    build = subprocess.Popen(
        [sys.executable, "-m", "maedeup.hosts.cli", "run", "--jobs", "2"],
        cwd=project.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        # A shell's background job ignores Ctrl-C, and a child inherits that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert build.stdout is not None
    for line in build.stdout:
        if "quick.py" in line:
            break
    time.sleep(0.5)
    build.send_signal(sent)
    output = build.communicate(timeout=20)[0]
    assert build.returncode != 0
    if sent is signal.SIGINT:
        assert "stopped; what had finished is kept" in output
        assert "Traceback" not in output
    deadline = time.monotonic() + 10
    while (left := _alive(str(project.root))) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert left == []
    assert not list(project.root.rglob(".part-*"))
    project.read()
    (project.root / "snippets/slow.py").write_text("# %% a\n2\n")
    project.read()
    project.run(RunOptions())
    assert project.ran == ["snippets/slow.py"]  # quick.py's result had been kept whole
    assert not [f for f in (project.root / ".maedeup/scratch").iterdir() if f.is_dir()]


def test_link_in_the_scratch_folder_may_be_removed_and_not_written_through(
    make_project: MakeProject,
) -> None:
    text = (
        "# %% a\nimport os, pathlib, tempfile\nfolder = tempfile.mkdtemp()\n"
        "link = pathlib.Path(folder, 'link')\nlink.symlink_to(os.path.abspath('mkdocs.yml'))\n"
        "try:\n    link.write_text('')\nexcept PermissionError:\n    refused = True\n"
        "link.unlink()\n"
    )
    project = run(make_project, x=text)
    assert project.problems == []
    assert products(project, "x").values["refused"].scalar is True
    assert (project.root / "mkdocs.yml").read_text() == STRICT


@pytest.mark.skipif(sys.platform != "linux", reason="forks from a server")
def test_name_of_no_module_does_not_end_the_warm_server(make_project: MakeProject) -> None:
    run(make_project, x="# %% a\nimport numpy\n")
    warm = IsolatedExecutor._current
    assert warm is not None
    project = run(make_project, x="# %% a\nimport numpy\nimport nump.y\n")
    assert [problem.problem for problem in project.problems] == ["ModuleNotFoundError"]
    assert IsolatedExecutor._current is warm


def test_warm_server_is_kept_for_what_imports_nothing_and_left_by_what_must_be_bare(
    tmp_path: Path,
) -> None:
    def server(preload: list[str] | None) -> int | None:
        executor = IsolatedExecutor(1, 1, preload, tmp_path / "cache", keep_warm=True)
        executor.shutdown()
        return executor._server

    first = server(["numpy"])
    assert server([]) == first
    assert server(["numpy"]) == first
    bare = server(None)
    assert bare != first
    assert server(None) == bare
    assert server([]) != bare


def find_linux() -> tuple[int, ...]:
    """Return the version of the kernel; nothing where it is not Linux."""
    numbers = platform.release().split("-")[0].split(".")[:2]
    return tuple(map(int, numbers)) if sys.platform == "linux" else ()


@pytest.mark.skipif(find_linux() < (6, 1), reason="this kernel gathers nothing in large pages")
def test_server_for_many_runs_has_its_memory_in_large_pages(tmp_path: Path) -> None:
    def large_kib(n_runs: int) -> int:
        cache = tmp_path / str(n_runs) / ".maedeup" / "cache"  # of another project each
        executor = IsolatedExecutor(1, 1, ["pandas"], cache, keep_warm=True, n_runs=n_runs)
        executor.start(time.sleep, 0).join()  # once it is warm
        assert executor._server is not None
        rows = Path(f"/proc/{executor._server.pid}/smaps_rollup").read_text().splitlines()
        executor.shutdown()
        return next(int(row.split()[1]) for row in rows if row.startswith("AnonHugePages"))

    assert large_kib(1) == 0
    assert large_kib(MANY) > 0
