"""A warm server that outlives its command: whom it serves, what a run has of it, how it ends."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from maedeup.runs import waiting
from maedeup.runs.worker import server

from .conftest import write_files

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="servers wait on Linux alone")

Command = Callable[..., str]
COUNT = """\
# %% a
import os, sys
import numpy as np
print({number}, 'json' in sys.modules, sorted(os.listdir('/proc/self/fd')))
print(os.environ.get('SHLVL'), os.environ.get('TERM'), os.getsid(0) == os.getppid())
"""


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    files = {"mkdocs.yml": "site_name: t\n", "docs/index.md": "# 홈\n"}
    write_files(tmp_path, files | {"snippets/x.py": COUNT.format(number=1)})
    return tmp_path


@pytest.fixture
def command(vault: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Command]:
    """Run `maedeup` in the vault as an author does; end what it has left warm."""
    place = tempfile.mkdtemp(prefix="m", dir="/tmp")  # a socket's path is short
    monkeypatch.setenv("XDG_RUNTIME_DIR", place)

    def run(*arguments: str, code: int = 0, **environment: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "maedeup.hosts.cli", *arguments],
            cwd=vault, env=asked() | environment, capture_output=True, text=True, timeout=120,
            preexec_fn=as_at_a_terminal,
        )  # fmt: skip
        assert done.returncode == code, done.stderr
        return done.stdout

    yield run
    waiting.end_waiting()
    shutil.rmtree(place)


def as_at_a_terminal() -> None:
    """Undo what a shell does to what it runs behind it, and a server is known by."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def asked() -> dict[str, str]:
    """Return the environment without what says that these are tests."""
    return {name: value for name, value in os.environ.items() if name not in waiting.NEVER_IN}


def edit(vault: Path, number: int) -> None:
    (vault / "snippets/x.py").write_text(COUNT.format(number=number))


def warm() -> list[int]:
    return [told["pid"] for told in waiting.list_waiting()]


def printed(vault: Path) -> str:
    """Return what the newest stored result printed."""
    files = (vault / ".maedeup/store/objects").rglob("[0-9a-f]*")
    newest = max((f for f in files if f.is_file()), key=lambda f: f.stat().st_mtime_ns)
    made: dict[str, Any] = json.loads(newest.read_bytes())
    return json.dumps(made["cells"])


def is_alive(process: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False


def wait_for_end(process: int, seconds: float = 10) -> None:
    until = time.monotonic() + seconds
    while is_alive(process):
        assert time.monotonic() < until
        time.sleep(0.05)


def test_next_command_has_the_server_of_the_last_and_a_run_cannot_tell(
    vault: Path, command: Command
) -> None:
    command("run", "--no-warm")
    cold = printed(vault)
    assert warm() == []
    edit(vault, 2)
    command("run")
    first = printed(vault)
    (process,) = warm()
    for number in (3, 4):
        edit(vault, number)
        assert "1 run, 0 failed" in command("run")
        assert printed(vault).replace(f"{number} False", "1 False") == cold.replace(
            f"{number} False", "1 False"
        )
        assert warm() == [process]
    assert first.replace("2 False", "1 False") == cold


def test_doctor_tells_what_is_warm_and_ends_it(vault: Path, command: Command) -> None:
    command("run")
    (process,) = warm()
    told = command("doctor").splitlines()
    assert told[-3].startswith(f"warm: process {process} for {vault}: numpy (idle ")
    assert told[-2] == "    `maedeup doctor --end-warm` ends that"
    assert command("doctor", "--end-warm") == "ended: 1 warm processes\n"
    wait_for_end(process)
    assert not [row for row in command("doctor").splitlines() if "warm" in row]


@pytest.mark.parametrize("name", waiting.NEVER_IN)
def test_nothing_outlives_a_command_in_ci_or_in_tests(command: Command, name: str) -> None:
    command("run", **{name: "true"})
    assert warm() == []


def test_setting_keeps_nothing_warm(vault: Path, command: Command) -> None:
    plugin = "plugins:\n- maedeup: {warm: 0}\n"
    (vault / "mkdocs.yml").write_text(f"site_name: t\n{plugin}")
    command("run")
    assert warm() == []


def test_another_environment_has_a_server_of_its_own(vault: Path, command: Command) -> None:
    command("run")
    before = set(warm())
    for number, name in enumerate(("OPENBLAS_CORETYPE", "HOME", "PYTHONPATH", "LD_LIBRARY_PATH")):
        edit(vault, number + 2)
        command("run", **{name: "/other"})
        after = set(warm())
        assert (name, len(after - before), before - after) == (name, 1, set())
        before = after


def test_another_limit_has_a_server_of_its_own(vault: Path, command: Command) -> None:
    command("run")
    (process,) = warm()
    edit(vault, 2)
    python = f"{sys.executable} -m maedeup.hosts.cli run"
    subprocess.run(["sh", "-c", f"ulimit -n 200; {python}"], cwd=vault, env=asked(), check=True)
    assert len(warm()) == 2
    assert process in warm()


def test_server_ends_when_its_time_is_over(vault: Path, command: Command) -> None:
    code = (
        "from maedeup.build import read, run_all\n"
        "from maedeup.hosts.settings import load_settings\n"
        "from pathlib import Path\nvault = read(load_settings(Path('.').resolve()))\n"
        "run_all(vault.root, list(vault.snippets.values()), vault.store, 1, {}, linger_s=3)\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=vault, env=asked(), check=True)
    (process,) = warm()
    wait_for_end(process)
    assert warm() == []


def test_server_ends_when_the_project_is_gone(vault: Path, command: Command) -> None:
    command("run")
    (process,) = warm()
    vault.rename(vault.with_name(f"{vault.name}-gone"))
    wait_for_end(process)


def test_server_whose_packages_have_changed_is_not_had_again(vault: Path, command: Command) -> None:
    command("run")
    (process,) = warm()
    changed = Path(server.__file__)
    state = changed.stat()
    os.utime(changed, ns=(state.st_atime_ns, state.st_mtime_ns))  # its ctime is now
    edit(vault, 2)
    assert "1 run, 0 failed" in command("run")
    assert process not in warm()
    wait_for_end(process)


def test_server_that_lacks_a_module_makes_way_for_one_that_has_all(
    vault: Path, command: Command
) -> None:
    command("run")
    (process,) = warm()
    pytest.importorskip("matplotlib")
    (vault / "snippets/x.py").write_text("# %% a\nimport matplotlib\n")
    command("run")
    (told,) = waiting.list_waiting()
    assert told["modules"] == ["matplotlib", "numpy"]
    wait_for_end(process)


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_killed_command_ends_its_run_and_the_server_that_it_had(
    vault: Path, command: Command, sent: signal.Signals
) -> None:
    command("run")
    (process,) = warm()
    sleeping = "# %% a\nimport time, numpy\nopen('/dev/shm/' + str(id(time)), 'w').close\n"
    (vault / "snippets/x.py").write_text(f"{sleeping}time.sleep(60)\n")
    started = subprocess.Popen(
        [sys.executable, "-m", "maedeup.hosts.cli", "run"],
        cwd=vault, env=asked(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        preexec_fn=as_at_a_terminal,
    )  # fmt: skip
    until = time.monotonic() + 30
    while not (children := Path(f"/proc/{process}/task/{process}/children").read_text().split()):
        assert time.monotonic() < until
        time.sleep(0.05)
    time.sleep(0.5)
    started.send_signal(sent)
    started.wait(20)
    for child in map(int, children):
        wait_for_end(child)
    wait_for_end(process)
    assert warm() == []


def test_two_commands_at_once_have_two_servers(vault: Path, command: Command) -> None:
    command("run")
    (process,) = warm()
    (folder,) = Path(os.environ["XDG_RUNTIME_DIR"], "maedeup").iterdir()
    lent = waiting.borrow(folder.name)
    assert lent is not None
    assert lent[1] == process
    assert waiting.borrow(folder.name) is None
    edit(vault, 2)
    assert "1 run, 0 failed" in command("run")
    (other,) = warm()
    assert other != process
    lent[0].close()
    wait_for_end(process)


def test_folder_that_others_may_enter_is_not_used(vault: Path, command: Command) -> None:
    folder = Path(os.environ["XDG_RUNTIME_DIR"], "maedeup")
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)
    command("run")
    assert warm() == []
    folder.rmdir()
    folder.symlink_to(vault)
    edit(vault, 2)
    command("run")
    assert not list(vault.glob("[0-9a-f]" * 32))


def test_run_has_no_word_with_a_server(vault: Path, command: Command) -> None:
    """It would be given a process that nothing bounds."""
    command("run")
    (process,) = warm()
    (place,) = Path(os.environ["XDG_RUNTIME_DIR"], "maedeup").iterdir()
    code = (
        "# %% a\nimport socket\nline = socket.socket(socket.AF_UNIX)\n"
        f"line.settimeout(10)\nline.connect({str(place)!r})\n"
        "try:\n    line.sendall(b'stop')\n    print(line.recv(9) or 'refused')\n"
        "except ConnectionError:\n    print('refused')\n"
    )
    (vault / "snippets/x.py").write_text(code)
    command("run", "--no-warm")
    assert "refused" in printed(vault)
    assert warm() == [process]


def test_what_a_killed_server_left_is_taken_away(vault: Path, command: Command) -> None:
    command("run")
    (process,) = warm()
    os.kill(process, signal.SIGKILL)
    wait_for_end(process)
    edit(vault, 2)
    command("run")
    assert len(list(Path(os.environ["XDG_RUNTIME_DIR"], "maedeup").iterdir())) == 1
    assert len(warm()) == 1


def test_stranger_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.sendall(server.END)
        monkeypatch.setattr(os, "getuid", lambda: 12345)
        assert server._hear(theirs) == b""
        monkeypatch.undo()
        assert server._hear(theirs) == server.END
