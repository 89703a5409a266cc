"""What the kernel sees of a run and what it stops: snippets that go around Python's own hooks.

Each runs once with all that this machine's kernel can do, and those that are to be stopped again
with one step after the other left out, as containers and older kernels do.
"""

# ruff: noqa: E501  # code in strings
from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator, Mapping
from multiprocessing import Pipe
from pathlib import Path

import pytest
from maedeup.hosts.cli import main
from maedeup.hosts.doctor import examine
from maedeup.runs.kernel.calls import CALLS
from maedeup.runs.kernel.sights import Sights
from maedeup.runs.kernel.watcher import Watcher
from maedeup.runs.lookup import describe_module, list_modules
from maedeup.runs.product import Error, Text
from maedeup.runs.receipt import Receipt
from maedeup.runs.run import WITHOUT
from maedeup.runs.store import Result
from maedeup.runs.world import ABSENT, THERE

from tests.project import Project, RunOptions, load_settings

from .conftest import SITE, MakeProject, need_module, render, write_files

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux alone has it")

LACKS = {ability.step: ability.why for ability in examine() if ability.why}
"""Steps that this machine's kernel does not do, and why."""


def need(*steps: str) -> None:
    """Skip, and say why, where the kernel lacks a step."""
    for step in steps:
        if step in LACKS:
            pytest.skip(f"{step}: {LACKS[step]}")


# --- one project, all snippets, run once --------------------------------------------------------

DATA: Mapping[str, str | bytes] = {
    "mkdocs.yml": SITE,
    "docs/index.md": "# 홈\n",
    **{f"data/{name}.txt": f"{name}\n" for name in (
        "c", "thread", "cat", "fork", "pool", "spawn", "stat", "access", "at", "child",
        "late", "changed", "truncated", "moved", "linked", "mode", "time", "copied", "none",
    )},
    "data/sub/one.txt": "1\n",
    "snippets/part.py": "x = 1\n",
}  # fmt: skip

C = """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
def read(name):
    fd = libc.open(os.fsencode(name), 0)
    text = os.read(fd, 99).decode()
    os.close(fd)
    return text
"""

READS: dict[str, tuple[str, str, list[str]]] = {
    # name: (code, what it prints, files of its receipt)
    "c_code": (C + "print(read('data/' + 'c.txt'), end='')", "c\n", ["data/c.txt"]),
    "thread": (C + """
import threading
def work():
    print(read('data/' + 'thread.txt'), end='')
t = threading.Thread(target=work); t.start(); t.join()""", "thread\n", ["data/thread.txt"]),
    "program": ("""
import subprocess
print(subprocess.run(['sh', '-c', 'n=cat; cat data/$n.txt'], capture_output=True, text=True).stdout, end='')""",
        "cat\n", ["data/cat.txt"]),
    "python": ("""
import subprocess, sys
code = "n = 'child'; print(open(f'data/{n}.txt').read(), end='')"
print(subprocess.run([sys.executable, '-c', code], capture_output=True, text=True).stdout, end='')""",
        "child\n", ["data/child.txt"]),
    "fork": ("""
import os, sys
name = 'fork'
if (pid := os.fork()) == 0:
    print(open(f'data/{name}.txt').read(), end='', flush=True)
    os._exit(0)
os.waitpid(pid, 0)[1];""", "fork\n", ["data/fork.txt"]),
    "pool": ("""
from multiprocessing import Pool
def work(n):
    return open('data/' + n + '.txt').read()
with Pool(2) as p:
    print(p.map(work, ['pool'])[0], end='')""", "pool\n", ["data/pool.txt"]),
    "spawn": ("""
from multiprocessing import get_context
def work(n):
    return open('data/' + n + '.txt').read()
if __name__ == '__main__':
    with get_context('spawn').Pool(1) as p:
        print(p.map(work, ['spawn'])[0], end='')""", "spawn\n", ["data/spawn.txt"]),
    "child_that_nobody_waits_for": ("""
from multiprocessing import Process
def work(n):
    import time
    time.sleep(0.5)
    open('data/' + n + '.txt').read()
Process(target=work, args=('late',)).start()""", "", ["data/late.txt"]),
    "stat": ("import os\nn = 'stat'\nprint(os.stat(f'data/{n}.txt').st_size)", "5\n", ["data/stat.txt"]),
    "access": ("import os\nn = 'access'\nprint(os.access(f'data/{n}.txt', os.R_OK))", "True\n", ["data/access.txt"]),
    "folder_descriptor": ("""
import os
at = os.open('data', os.O_PATH)
n = 'at'
fd = os.open(f'{n}.txt', os.O_RDONLY, dir_fd=at)
print(os.read(fd, 9).decode(), end='')""", "at\n", ["data/at.txt"]),
    "program_of_the_project": ("""
import subprocess
n = 'tool'
print(subprocess.run([f'./data/{n}'], capture_output=True, text=True).stdout, end='')""",
        "hi\n", ["data/tool"]),
    "interpreter_of_a_program": ("""
import subprocess
n = 'other'
print(subprocess.run([f'./data/{n}'], capture_output=True, text=True).stdout, end='')""",
        "hi\n", ["data/other", "data/shell"]),
    "database": ("""
import sqlite3
db = sqlite3.connect('data/' + 'shop.db')
print(db.execute('select n from t').fetchone()[0])""", "7\n", ["data/shop.db"]),
}  # fmt: skip

WRITES: dict[str, str] = {
    "c_code": C + "print(libc.open(b'data/new.txt', os.O_WRONLY | os.O_CREAT, 0o600))",
    "c_code_that_is_not_looked_at": "import cv2, numpy as np\nprint(cv2.imwrite('data/new.png', np.zeros((4, 4), np.uint8)))",
    "torch": "import torch\ntorch.save({}, 'data/' + 'new.pt')",
    "thread": C + "import threading\nt = threading.Thread(target=lambda: libc.open(b'data/new.txt', os.O_WRONLY | os.O_CREAT, 0o600))\nt.start(); t.join()",
    "program": "import subprocess\nsubprocess.run('cp data/none.txt data/copied.txt', shell=True);",
    "python": "import subprocess, sys\nsubprocess.run([sys.executable, '-c', 'open(\"data/new.txt\", \"w\")']);",
    "fork": C + "if (pid := os.fork()) == 0:\n    libc.open(b'data/new.txt', os.O_WRONLY | os.O_CREAT, 0o600)\n    os._exit(0)\nos.waitpid(pid, 0);",
    "attached_database": "import sqlite3\ndb = sqlite3.connect(':memory:')\ndb.execute(\"attach 'data/new.db' as d\")\ndb.execute('create table d.t(n)')",
    "database": "import sqlite3\ndb = sqlite3.connect('data/shop.db')\ndb.execute('insert into t values (8)')\ndb.commit()",
    "hard_link": C + "import tempfile\nname = tempfile.mkdtemp() + '/x'\nprint(libc.link(b'data/linked.txt', os.fsencode(name)))\nopen(name, 'w')",
    "folder_descriptor": C + "at = os.open('data', os.O_PATH)\nlibc.openat(at, b'new.txt', os.O_WRONLY | os.O_CREAT, 0o600)",
    "pipe": "import os\nos.mkfifo('data/new')",
    "truncated": C + "libc.truncate(b'data/truncated.txt', 0)",
    "moved": "import subprocess\nsubprocess.run('mv data/moved.txt data/new.txt', shell=True);",
    "removed": "import subprocess\nsubprocess.run('rm -f data/moved.txt', shell=True);",
    "folder": "import subprocess\nsubprocess.run('mkdir data/new', shell=True);",
    "symbolic_link": "import subprocess\nsubprocess.run('ln -s none.txt data/new.txt', shell=True);",
    "through_a_link": C + "import tempfile\nname = tempfile.mkdtemp() + '/x'\nos.symlink(os.path.abspath('data/none.txt'), name)\nlibc.open(os.fsencode(name), os.O_WRONLY | os.O_TRUNC)",
}  # fmt: skip

NEEDED = {
    "torch": "torch", "loader": "torch", "allowed": "torch", "c_code_that_is_not_looked_at": "cv2",
}  # fmt: skip
"""What some of these import that a light installation has not."""

CHANGES: dict[str, str] = {  # which Landlock does not know
    "mode": C + "libc.chmod(b'data/mode.txt', 0)",
    "mode_by_descriptor": C + "fd = os.open('data/mode.txt', os.O_RDONLY)\nlibc.fchmod(fd, 0)",
    "time": "import subprocess\nsubprocess.run('touch data/time.txt', shell=True);",
}

SMALL = "# /// script\n# [tool.maedeup]\n# memory_mib = 256\n# ///\n"


def script(code: str, head: str = "") -> str:
    return f"{head}# %% a\n{textwrap.dedent(code).strip()}\n"


def snippets() -> dict[str, str]:
    found = {f"read_{name}": script(code) for name, (code, _, _) in READS.items()}
    found |= {f"write_{name}": script(code) for name, code in (WRITES | CHANGES).items()}
    return found | {name: script(*text) for name, text in OTHERS.items()}


OTHERS: dict[str, tuple[str, ...]] = {
    "allowed": ("""
import os, subprocess, tempfile, numpy as np, torch
folder = tempfile.mkdtemp()
torch.save({}, folder + '/x.pt')
subprocess.run(['sh', '-c', f'echo 1 > {folder}/y; mkfifo {folder}/z; chmod 600 {folder}/y; echo 2 > /dev/null'])
os.symlink(folder + '/y', folder + '/link'); os.link(folder + '/y', folder + '/again')
import mmap; mmap.mmap(-1, 1 << 20)
open('/dev/shm/' + os.path.basename(folder), 'w').close(); os.remove('/dev/shm/' + os.path.basename(folder))
print(sorted(os.listdir(folder)))""",),
    "questions": ("""
import os
n = 'missing'
print(os.path.exists(f'data/{n}.txt'), os.path.isdir('data/' + 'sub'), os.path.isdir('data/' + 'gone'))""",),
    "lists": ("import subprocess\nprint(subprocess.run('ls data/s*', shell=True, capture_output=True, text=True).stdout.split()[-1])",),
    "imports": ("import part\nprint(part.x)",),
    "child_imports": ("""
from multiprocessing import get_context
def work(n):
    import part
    try:
        import optional_part
    except ImportError:
        return part.x
if __name__ == '__main__':
    with get_context('spawn').Pool(1) as p:
        print(p.map(work, [0]))""",),
    "child_lists": ("""
from multiprocessing import get_context
def work(n):
    import os
    return 'part.py' in os.listdir('snippets')
if __name__ == '__main__':
    with get_context('spawn').Pool(1) as p:
        print(p.map(work, [0]))""",),
    "loky_imports": ("""
from joblib import Parallel, delayed
def work(n):
    import part
    try:
        import optional_part
    except ImportError:
        return part.x
print(*Parallel(n_jobs=2)(delayed(work)(n) for n in range(2)))""",),
    "loky_lists": ("""
from joblib import Parallel, delayed
def work(n):
    import os
    return 'part.py' in os.listdir('snippets')
print(*Parallel(n_jobs=2)(delayed(work)(n) for n in range(2)))""",),
    "versions": ("import importlib_metadata\nfrom importlib.metadata import version\nprint(bool(version('pytest')))",),
    "nothing_to_change": ("""
import subprocess
done = subprocess.run('mkdir -p data/sub; rm -f data/never; echo ok', shell=True, capture_output=True, text=True)
print(done.stdout + done.stderr, end='')""",),
    "writes_of_threads": ("""
import threading
opened = []
def work(n):
    for i in range(300):
        try:
            open(f'data/{n}-{i}', 'w').close()
            opened.append(n)
        except PermissionError:
            pass
threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
for t in threads: t.start()
for t in threads: t.join()
print(len(opened))""",),
    "network_udp": (C + """
import socket, struct
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
to = struct.pack('H', 2) + struct.pack('>H', 9) + socket.inet_aton('192.0.2.1') + bytes(8)
print(libc.sendto(s.fileno(), b'x', 1, 0, to, len(to)))""",),
    "network_tcp": ("""
import subprocess, sys
code = '''
import socket, time
began = time.monotonic()
s = socket.socket(); s.settimeout(20)
try:
    s.connect(("192.0.2.1", 80))
except OSError as error:
    print(type(error).__name__ != "TimeoutError", time.monotonic() - began < 10)
'''
print(subprocess.run([sys.executable, '-c', code], capture_output=True, text=True).stdout, end='')""",),
    "network_message": (C + """
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
try:
    s.sendmsg([b'x'], [], 0, ('192.0.2.1', 9))
except OSError as error:
    print('refused')""",),
    "loopback": ("""
import socket, threading
server = socket.create_server(('127.0.0.1', 0))
def answer():
    peer, _ = server.accept()
    peer.sendall(b'hello'); peer.close()
threading.Thread(target=answer).start()
with socket.create_connection(server.getsockname()) as s:
    print(s.recv(9).decode())
u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); u.bind(('127.0.0.1', 0))
u.sendto(b'x', u.getsockname()); print(u.recv(9))""",),
    "signal_own": ("""
import os, signal, subprocess
p = subprocess.Popen(['sleep', '60']); p.terminate(); print(p.wait())
signal.signal(signal.SIGUSR1, lambda *a: print('heard')); os.kill(os.getpid(), signal.SIGUSR1)
q = subprocess.Popen(['sleep', '60'], start_new_session=True); os.killpg(q.pid, 9); print(q.wait())""",),
    "mapped_memory": ("import mmap\nx = mmap.mmap(-1, 2**30)\nx[:] = bytes(2**30)", SMALL),
    "memory_of_children": ("""
import multiprocessing, time
def work():
    x = bytearray(150 << 20); time.sleep(20)
ps = [multiprocessing.Process(target=work) for _ in range(4)]
for p in ps: p.start()
for p in ps: p.join()""", SMALL),
    "leaves": ("import subprocess, os\nsubprocess.Popen(['sleep', '61.5'], start_new_session=True);",),
    "leaves_daemon": ("import os\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        os.execvp('sleep', ['sleep', '62.5'])\n    os._exit(0)\nprint(os.wait()[1])",),
    "fork_that_goes_on": ("""
import os
pid = os.fork()
if pid:
    os.waitpid(pid, 0)
# %% b
print('parent' if pid else 'child', flush=True)""",),
    "manager": ("""
from multiprocessing import Manager, Process
def work(d):
    d['x'] = 1
with Manager() as m:
    d = m.dict(); p = Process(target=work, args=(d,)); p.start(); p.join()
    print(dict(d), p.name)""",),
    "executor": ("""
from concurrent.futures import ProcessPoolExecutor
def double(n):
    return 2 * n
with ProcessPoolExecutor(2) as pool:
    print(list(pool.map(double, [1, 2, 3])))""",),
    "forkserver": ("""
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
def double(n):
    return 2 * n
if __name__ == '__main__':
    with ProcessPoolExecutor(2, mp_context=get_context('forkserver')) as pool:
        print(list(pool.map(double, [1, 2, 3])))""",),
    "method": ("import multiprocessing as mp\nprint(mp.get_start_method(), mp.current_process().name, mp.parent_process())",),
    "loader": ("""
import torch
from torch.utils.data import DataLoader, Dataset
class Squares(Dataset):
    def __len__(self):
        return 8
    def __getitem__(self, i):
        return torch.tensor([i, i * i])
print(torch.cat(list(DataLoader(Squares(), batch_size=4, num_workers=2)))[:, 1].tolist())""",),
    "workers": ("""
import joblib, math
print(joblib.Parallel(n_jobs=2)(joblib.delayed(math.sqrt)(n) for n in (1, 4, 9)))""",),
}  # fmt: skip

PRINTED = {
    "allowed": "['again', 'link', 'x.pt', 'y', 'z']\n",
    "questions": "False True False\n",
    "lists": "one.txt\n",
    "imports": "1\n",
    "nothing_to_change": "ok\n",
    "writes_of_threads": "0\n",
    "network_udp": "-1\n",
    "network_tcp": "True True\n",
    "network_message": "refused\n",
    "loopback": "hello\nb'x'\n",
    "signal_own": "-15\nheard\n-9\n",
    "leaves": None,
    "leaves_daemon": "0\n",
    "fork_that_goes_on": None,
    "manager": "{'x': 1} Process-2\n",
    "executor": "[2, 4, 6]\n",
    "forkserver": "[2, 4, 6]\n",
    "loader": "[0, 1, 4, 9, 16, 25, 36, 49]\n",
    "workers": "[1.0, 2.0, 3.0]\n",
}


def make_vault(root: Path) -> None:
    import sqlite3

    write_files(root, DATA | {f"snippets/{name}.py": text for name, text in snippets().items()})
    tools = {"tool": "#!/bin/sh\n", "shell": "#!/bin/sh\n", "other": "#!data/shell\n"}
    for name, first in tools.items():
        (root / "data" / name).write_text(f"{first}echo hi\n")
        (root / "data" / name).chmod(0o755)
    with sqlite3.connect(root / "data/shop.db") as db:
        db.execute("create table t(n)")
        db.execute("insert into t values (7)")
    db.close()


def state_of(root: Path) -> dict[str, tuple[int, int, bytes]]:
    """Return all that a run may not change: modes, times and bytes."""
    found = {}
    for path in sorted(root.rglob("*")):
        if ".maedeup" not in path.parts and "__pycache__" not in path.parts:
            state = path.lstat()
            content = path.read_bytes() if path.is_file() else b""
            found[str(path.relative_to(root))] = (state.st_mode, state.st_mtime_ns, content)
    return found


def run_vault(root: Path, names: list[str], without: str = "") -> dict[str, Result]:
    """Run snippets; give their results by name. What may not be changed is as it was."""
    (root / "docs").mkdir(exist_ok=True)
    before = state_of(root)
    project = Project(load_settings(root))
    project.read()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(WITHOUT, without)
        project.run(RunOptions(names=[f"{n}.py" for n in names], force=True))
    assert state_of(root) == before
    found = {Path(key).stem: result for key, result in project.results.items()}
    return {name: found[name] for name in names}


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("kernel")
    make_vault(root)
    return root


@pytest.fixture(scope="module")
def ran(vault: Path) -> dict[str, Result]:
    texts = snippets()
    heavy = [name for name, text in texts.items() if "torch" in text]
    # Apart: with these, all others would be forked from a process that holds torch.
    return run_vault(vault, heavy) | run_vault(vault, [n for n in texts if n not in heavy])


def printed(result: Result) -> str:
    """Return what a run that did not fail printed."""
    assert not result.products.failed, result.products.error
    made = [p for ps in result.products.cells.values() for p in ps]
    return "".join(p.text for p in made if isinstance(p, Text) and p.stream == "stdout")


def error_of(result: Result) -> Error:
    assert result.products.failed
    assert result.products.error is not None
    return result.products.error


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


# --- the kernel watches -------------------------------------------------------------------------


@pytest.mark.parametrize("name", READS)
def test_whoever_reads_is_on_the_receipt(vault: Path, ran: dict[str, Result], name: str) -> None:
    need("seccomp")
    result = ran[f"read_{name}"]
    _, said, files = READS[name]
    assert printed(result) == said
    assert result.receipt.watch == "kernel"
    for file in files:
        assert result.receipt.files[file] == digest(vault / file)


def test_what_is_asked_about_is_on_the_receipt(ran: dict[str, Result]) -> None:
    need("seccomp")
    receipt = ran["questions"].receipt
    assert receipt.files["data/missing.txt"] == receipt.files["data/gone"] == ABSENT
    assert receipt.folders["data/sub"] == THERE


def test_folder_that_a_child_lists_is_on_the_receipt(ran: dict[str, Result]) -> None:
    need("seccomp")
    assert ran["lists"].receipt.folders["data"] not in (THERE, ABSENT)


def test_search_for_modules_lists_no_folder_and_a_module_counts_by_its_code(
    ran: dict[str, Result],
) -> None:
    receipt = ran["imports"].receipt
    assert "snippets" not in receipt.folders
    assert "snippets/part.py" in receipt.modules
    assert "snippets/part.py" not in receipt.files


@pytest.mark.parametrize(
    ("kind", "imported", "listed"),
    [("child", "[1]\n", "[True]\n"), ("loky", "1 1\n", "True True\n")],
)
def test_imports_of_a_fresh_child_list_no_folder_and_are_told_by_name(
    ran: dict[str, Result], kind: str, imported: str, listed: str
) -> None:
    need("seccomp")
    if kind == "loky":
        need_module("joblib")
    assert printed(ran[f"{kind}_imports"]) == imported
    receipt = ran[f"{kind}_imports"].receipt
    assert {path for path, said in receipt.folders.items() if said not in (THERE, ABSENT)} == set()
    assert receipt.imports["snippets/optional_part"] == ""
    assert receipt.imports["snippets/part"] == "part.py"
    assert "." in receipt.hidden
    assert printed(ran[f"{kind}_lists"]) == listed
    assert ran[f"{kind}_lists"].receipt.folders["snippets"] not in (THERE, ABSENT)


def test_words_of_a_child_process_are_no_files(ran: dict[str, Result]) -> None:
    need("seccomp")
    files = ran["read_program"].receipt.files
    assert "data/cat.txt" in files
    assert {"sh", "-c", "n=cat; cat data/$n.txt"} & files.keys() == set()


def test_asking_for_a_version_lists_no_folder_and_a_package_that_comes_is_noticed(
    vault: Path, ran: dict[str, Result]
) -> None:
    receipt = ran["versions"].receipt
    assert "snippets" not in receipt.folders
    assert receipt.imports["snippets/*"] == ""
    (vault / "snippets/pytest-1.dist-info").mkdir()
    try:
        assert describe_module(list_modules(str(vault / "snippets")), "*") == "pytest-1.dist-info"
    finally:
        (vault / "snippets/pytest-1.dist-info").rmdir()


def test_run_that_is_killed_before_it_is_watched_ends_the_watch_quietly(tmp_path: Path) -> None:
    ours, theirs = Pipe()
    theirs.send_bytes(b"listener")
    theirs.close()
    watcher = Watcher(ours, 2**22 - 1, Sights(str(tmp_path), str(tmp_path / "scratch")), 2**30)
    watcher.run()  # an error would be raised here
    assert ours.closed


def test_no_path_of_this_machine_comes_with_a_plain_run(ran: dict[str, Result]) -> None:
    for name in ("imports", "read_c_code", "read_pool", "questions"):
        receipt = ran[name].receipt
        assert [p for p in (*receipt.files, *receipt.folders) if p.startswith("/")] == []


def test_calls_that_would_go_unseen_are_not_there(tmp_path: Path) -> None:
    need("seccomp")
    code = (
        C + "print(libc.syscall(425, 1, None), ctypes.get_errno() == 38)"
    )  # io_uring_setup, ENOSYS
    write_files(tmp_path, {"mkdocs.yml": SITE, "snippets/x.py": script(code)})
    assert printed(run_vault(tmp_path, ["x"])["x"]) == "-1 True\n"


def test_numbers_of_calls_are_the_kernels() -> None:
    headers = {
        "x86_64": ("/usr/include/asm/unistd_64.h", "/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
        "aarch64": ("/usr/include/asm-generic/unistd.h",),
    }
    found = {
        machine: Path(file).read_text()
        for machine, files in headers.items()
        for file in files
        if Path(file).is_file()
    }
    if not found:
        pytest.skip("no headers of the kernel here")
    for machine, text in found.items():
        rows = re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", text)
        numbers = {name: int(number) for name, number in rows}
        numbers["newfstatat"] = numbers.get("newfstatat", numbers.get("fstatat", 0))
        for call in CALLS:
            if call.name in numbers:
                assert getattr(call, machine) == numbers[call.name], (machine, call.name)


def test_page_says_who_watched(built: MakeProject, monkeypatch: pytest.MonkeyPatch) -> None:
    need("seccomp")
    files = {"snippets/x.py": "# %% a\n1\n", "docs/index.md": "![[x.py]]\n"}
    project = built(files)
    words = project.settings.strings
    assert f"<dd>{words.watch_kernel}</dd>" in render(project, "index.md")
    monkeypatch.setenv(WITHOUT, "seccomp")
    files["snippets/x.py"] = "# %% a\n2\n"
    assert f"<dd>{words.watch_hooks}</dd>" in render(built(files), "index.md")


def test_guide_names_tests_that_there_are() -> None:
    guide = (Path(__file__).parents[1] / "docs/guide/architecture.md").read_text("utf-8")
    rows = [row for row in guide.splitlines() if row.startswith("|") and "`test_" in row]
    assert len(rows) > 10
    named = {name for row in rows for name in re.findall(r"`(test_\w+)`", row)}
    from tests import test_freshness, test_hostile

    there = {*globals(), *vars(test_freshness), *vars(test_hostile)}
    assert named - there == set()


def test_receipt_of_before_the_watch_is_read(ran: dict[str, Result]) -> None:
    text = ran["imports"].receipt.to_json()
    field = f', "watch": "{ran["imports"].receipt.watch}"'
    assert field in text
    assert Receipt.from_json(text.replace(field, "")).watch == ""


# --- the kernel guards --------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*WRITES, *CHANGES])
def test_whoever_writes_outside_fails_the_run_and_changes_nothing(
    vault: Path, ran: dict[str, Result], name: str
) -> None:
    need("seccomp")
    if name in NEEDED:
        need_module(NEEDED[name])
    error = error_of(ran[f"write_{name}"])
    if name == "database":  # it may be read, so the library itself says so
        assert error.message == "attempt to write a readonly database"
        return
    assert "a run may write only to its scratch folder (use tempfile): data/" in error.message
    assert error.line >= 1
    if error.type not in ("RuntimeError", "OperationalError"):
        assert error.type == "PermissionError"


WITHOUT_STEPS = ["namespaces", "landlock", "namespaces landlock", "seccomp"]


@pytest.mark.parametrize("without", WITHOUT_STEPS)
def test_one_step_less_still_lets_nothing_be_written(vault: Path, without: str) -> None:
    need("seccomp", "landlock")
    slow = ("torch", "c_code_that_is_not_looked_at")  # to import
    results = run_vault(vault, [f"write_{name}" for name in WRITES if name not in slow], without)
    assert {r.receipt.watch for r in results.values() if not r.products.failed} <= {"hooks"}
    if without != "seccomp":  # then the kernel refuses still, and C code may pass over it
        assert [name for name, r in results.items() if not r.products.failed] == []


NETWORK = ["network_udp", "network_tcp", "network_message", "loopback"]


@pytest.mark.parametrize("without", ["", "namespaces", "seccomp"])
def test_no_packet_leaves_and_loopback_works(
    vault: Path, ran: dict[str, Result], without: str
) -> None:
    if without:
        need("seccomp" if without == "namespaces" else "namespaces")
    results = run_vault(vault, NETWORK, without) if without else ran
    for name in NETWORK:
        assert printed(results[name]) == PRINTED[name]


@pytest.fixture
def stranger() -> Iterator[subprocess.Popen[bytes]]:
    """A process that is no run's."""
    process = subprocess.Popen(["sleep", "60"])
    yield process
    process.kill()
    process.wait()


@pytest.mark.parametrize(
    ("way", "without"),
    [
        *[(way, step) for way in ("c_code", "program") for step in ("", "landlock", "seccomp")],
        *[("python", steps) for steps in ("", "landlock", "seccomp", "landlock seccomp")],
    ],
)
def test_signal_reaches_no_other_process(
    tmp_path: Path, stranger: subprocess.Popen[bytes], without: str, way: str
) -> None:
    if way != "python":
        need("landlock" if without == "seccomp" else "seccomp")
        if "scopes" in LACKS and without == "seccomp":
            pytest.skip(f"scopes: {LACKS['scopes']}")
    code = {
        "python": f"import os\ntry:\n    os.kill({stranger.pid}, 15)\nexcept PermissionError:\n    print('refused')",
        "c_code": C + f"print('refused' if libc.kill({stranger.pid}, 15) == -1 else 'sent')",
        "program": f"import subprocess\nprint('refused' if subprocess.run('kill {stranger.pid}', shell=True, stderr=-3).returncode else 'sent')",
    }[way]  # fmt: skip
    write_files(tmp_path, {"mkdocs.yml": SITE, "snippets/x.py": script(code)})
    assert printed(run_vault(tmp_path, ["x"], without)["x"]) == "refused\n"
    assert stranger.poll() is None


def test_memory_that_processes_share_counts_too(ran: dict[str, Result]) -> None:
    need("seccomp")
    error = error_of(ran["mapped_memory"])
    assert (error.type, error.line) == ("OSError", 7)
    assert "Cannot allocate memory" in error.message


def test_memory_of_child_processes_counts_together(ran: dict[str, Result]) -> None:
    error = error_of(ran["memory_of_children"])
    assert error.type == "MemoryError"
    assert error.message == "its processes together hold more than 256 MiB"


@pytest.mark.parametrize("name", [n for n, text in PRINTED.items() if text is not None])
def test_what_is_no_harm_works_as_in_plain_python(
    vault: Path, ran: dict[str, Result], name: str
) -> None:
    if name in NEEDED:
        need_module(NEEDED[name])
    assert printed(ran[name]) == PRINTED[name]
    if name.startswith(("network", "writes", "leaves")):
        return  # these are stopped from what plain Python does
    plain = subprocess.run(
        [sys.executable, f"snippets/{name}.py"], cwd=vault, capture_output=True, text=True,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}, check=True,
    )  # fmt: skip
    assert plain.stdout == PRINTED[name]


def test_start_method_is_this_pythons(vault: Path, ran: dict[str, Result]) -> None:
    plain = subprocess.run(
        [sys.executable, "snippets/method.py"], cwd=vault, capture_output=True, text=True
    )
    assert printed(ran["method"]) == plain.stdout


def test_fork_that_comes_to_the_end_reports_nothing(ran: dict[str, Result]) -> None:
    assert sorted(printed(ran["fork_that_goes_on"]).split()) == ["child", "parent"]


def test_nothing_survives_a_run(ran: dict[str, Result]) -> None:
    need("seccomp")
    for name, command in (("leaves", b"sleep\x0061.5"), ("leaves_daemon", b"sleep\x0062.5")):
        assert not ran[name].products.failed
        until = time.monotonic() + 10
        while (left := _running(command)) and time.monotonic() < until:
            time.sleep(0.05)
        assert left == []


def test_nothing_of_a_run_stays_in_shared_memory(tmp_path: Path) -> None:
    need("seccomp")
    code = """
import joblib, numpy as np, os
from multiprocessing import Semaphore, shared_memory
joblib.Parallel(n_jobs=2)(joblib.delayed(np.sum)(np.ones(300_000)) for n in range(2))
s = Semaphore(1); m = shared_memory.SharedMemory('left-' + str(os.getpid()), create=True, size=99)
print(*os.listdir('/dev/shm'))"""
    write_files(tmp_path, {"mkdocs.yml": SITE, "snippets/x.py": script(code)})
    before = _shared_memory()
    made = set(printed(run_vault(tmp_path, ["x"])["x"]).split()) - before
    assert any(name.startswith("left-") for name in made)
    kinds = ("left-", "joblib_", "sem.loky-", f"maedeup-{os.getpid()}-")  # others may run theirs
    own = {name for name in made if name.startswith(kinds)}
    assert own & _shared_memory() == set()


def _shared_memory() -> set[str]:
    return {path.name for path in Path("/dev/shm").iterdir()}


def _running(command: bytes) -> list[str]:
    found = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if command in file.read_bytes():
                found.append(file.parent.name)
        except OSError:
            continue
    return found


# --- where something is missing -----------------------------------------------------------------


def test_hooks_alone_are_told_and_give_the_same_answers_to_python(vault: Path) -> None:
    names = ["writes_of_threads", "imports", "questions", "loopback", "executor", "method"]
    results = run_vault(vault, names, "namespaces landlock seccomp")
    assert {result.receipt.watch for result in results.values()} == {"hooks"}
    for name in names[:-1]:
        assert printed(results[name]) == PRINTED[name]


def test_hooks_alone_let_a_database_be_read_that_says_so(tmp_path: Path) -> None:
    make_vault(tmp_path)
    code = "import sqlite3\ndb = sqlite3.connect('file:data/shop.db?mode=ro', uri=True)\nprint(db.execute('select n from t').fetchone()[0])"
    other = "import sqlite3\nsqlite3.connect('data/shop.db')"
    texts = {"snippets/reads.py": script(code), "snippets/asks.py": script(other)}
    write_files(tmp_path, texts)
    results = run_vault(tmp_path, ["reads", "asks"], "namespaces landlock seccomp")
    assert printed(results["reads"]) == "7\n"
    assert results["reads"].receipt.files["data/shop.db"] == digest(tmp_path / "data/shop.db")
    assert error_of(results["asks"]).type == "PermissionError"


def test_network_that_cannot_be_had_is_found_out_elsewhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Under AppArmor a namespace is made and is then of no use: no run may be left in one."""
    from maedeup.runs.kernel import namespaces

    def refuse() -> None:
        raise PermissionError(1, "Operation not permitted")

    before = Path("/proc/self/ns/net").readlink()
    monkeypatch.setattr(namespaces, "_raise_loopback", refuse)
    assert namespaces.find_hindrance.__wrapped__() == "Operation not permitted"
    assert Path("/proc/self/ns/net").readlink() == before


def test_run_that_hooks_watched_is_marked_where_it_is_told(
    make_project: MakeProject, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_project({"snippets/x.py": "# %% a\n1\n"}).root
    monkeypatch.setenv(WITHOUT, "namespaces landlock seccomp")
    assert main(["--root", str(root), "run"]) == 0
    row = capsys.readouterr().err.splitlines()[-1]
    assert row.endswith("snippets/x.py  (watched by hooks: maedeup doctor)")


def test_doctor_says_what_a_machine_lacks_and_how_to_have_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(WITHOUT, "seccomp")
    assert main(["doctor"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0] == f"kernel: Linux {os.uname().release} {os.uname().machine}"
    assert told[1] == (
        "no  sees all that a run reads (seccomp user notification): left out by MAEDEUP_WITHOUT"
    )
    assert told[2].startswith("    hint: needs Linux 5.5 on x86-64 or aarch64")
    assert told[-1] == "watch: hooks (what Python itself reads; not C code, not child processes)"


def test_vault_that_wants_the_kernel_takes_nothing_less(
    make_project: MakeProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = "site_name: t\nplugins:\n- maedeup: {watch: kernel}\n"
    project = make_project({"mkdocs.yml": settings, "snippets/x.py": "# %% a\n1\n"})
    monkeypatch.setenv(WITHOUT, "seccomp")
    project.read()
    project.run(RunOptions())
    (problem,) = project.problems
    assert str(problem).splitlines()[0] == (
        "snippets/x.py:1: Unwatched: the kernel cannot watch runs here (maedeup doctor): "
        "seccomp: left out"
    )


def test_result_that_hooks_watched_is_stale_where_the_kernel_is_wanted(
    make_project: MakeProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    need("seccomp")
    project = make_project({"snippets/x.py": "# %% a\n1\n"})
    project.read()
    with monkeypatch.context() as patch:
        patch.setenv(WITHOUT, "seccomp")
        project.run(RunOptions())
    settings = "site_name: t\nplugins:\n- maedeup: {watch: kernel}\n"
    (project.root / "mkdocs.yml").write_text(settings)
    again = Project(load_settings(project.root))
    again.read()
    again.run(RunOptions())
    assert again.ran == ["snippets/x.py"]
    assert again.results["snippets/x.py"].receipt.watch == "kernel"
