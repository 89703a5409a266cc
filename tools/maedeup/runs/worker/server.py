"""The process that runs are forked from: warm, lent to one command at a time, ended by itself.

    from the command, with two descriptors   fork for it (`multiprocessing.forkserver`) until the
                                             last end of the second one, a pipe, is closed
    KEEP, and what to keep by                before that: all runs have ended, wait for the next one

A command that ends without a word, killed or not, takes the server and all its runs with it.
"""

from __future__ import annotations

import contextlib
import contextvars
import json
import os
import signal
import socket
import stat
import struct
import sys
import time
from multiprocessing import forkserver
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

from maedeup.runs import held
from maedeup.runs.worker.preload import warm_up

if sys.platform == "linux":
    from maedeup.runs.kernel import memory, namespaces

LEND, KEEP, TELL, END = b"lend", b"keep", b"tell", b"stop"
"""What is said to a server; each has four letters."""
YES = b"yes"
MOST = 65_536
"""Bytes of one message."""
LOOK_S = 2.0
"""Between two looks of a server that waits at the folder that it is for."""
READ_S = 30.0
"""Between two looks at all that it has loaded, which cost a hundredth of a second and more."""
PATIENCE_S = 5.0
"""Longest wait for what the other end says at once."""

STARTED_PATH: tuple[str, ...] = ()
"""Where the server finds modules; a fork of it is given what the build's own process has."""

_open: list[socket.socket] = []
"""The server's line to its command, of which a run has no part."""


def serve(control: int, preload: list[str], for_many: bool) -> NoReturn:
    """Be the server: the first thing that its interpreter does.

    Args:
        control: descriptor of the line to the command that starts it.
        preload: modules to import once for all.
        for_many: whether the first command has runs enough to pay for a cheaper fork.
    """
    global STARTED_PATH
    began_ns = time.time_ns()
    STARTED_PATH = tuple(sys.path)
    # The names of the first one are held as long as this process lives: by the frame below.
    sys.modules["__main__"] = ModuleType("__main__")
    os.setsid()  # neither a terminal's signals nor the terminal itself reach a run
    os.chdir("/")  # matplotlib would take over the settings of the folder that it is imported in
    if sys.platform == "linux":
        namespaces.find_hindrance()  # now that this process is small: each run has the answer
    contextvars.copy_context().run(warm_up, preload)  # what it sets there, no script finds
    if for_many and sys.platform == "linux":
        memory.gather()
    line: socket.socket | None = socket.socket(fileno=control)
    try:
        while line is not None:
            with line:
                line = _lend(line, began_ns, preload)
    finally:
        end_with_children()


def let_go() -> None:
    """Close, in a fork, what is the server's own."""
    while _open:
        _open.pop().close()


def _lend(line: socket.socket, began_ns: int, preload: list[str]) -> socket.socket | None:
    """Fork for whoever has the other end; return the line to the next one, None to end."""
    message, descriptors, *_ = socket.recv_fds(line, MOST, 2)
    if len(descriptors) != 2:
        return None
    listener, alive = descriptors
    _open[:] = [line]
    before = _descriptors()
    for number in (signal.SIGCHLD, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with contextlib.suppress(SystemExit):
        main: Any = forkserver.main
        main(listener, alive, [])
    signal.set_wakeup_fd(-1)
    os.close(alive)
    for descriptor in _descriptors() - before:
        with contextlib.suppress(OSError):
            os.close(descriptor)
    line.settimeout(0)
    try:
        message = line.recv(MOST)
    except OSError:
        return None
    if not message.startswith(KEEP) or list_children():
        return None
    nothing = os.open(os.devnull, os.O_RDWR)  # whoever reads what the command printed, waits
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    os.close(nothing)
    return _wait(line, json.loads(message[len(KEEP) :]), began_ns, preload)


def _wait(
    line: socket.socket, kept: dict[str, Any], began_ns: int, preload: list[str]
) -> socket.socket | None:
    """Wait to be lent again; return the line to the next command, None where it is time to end."""
    place, root = kept["place"], kept["root"]
    since = looked = _now()
    there = _identity(root)
    with socket.socket(socket.AF_UNIX) as listener:
        try:
            listener.bind(place)
        except OSError:  # another one waits there
            return None
        own = _identity(place)
        try:
            listener.listen()
            with contextlib.suppress(OSError):
                line.sendall(YES)
            line.close()
            while (left := since + kept["seconds"] - _now()) > 0:
                if there is None or (there, own) != (_identity(root), _identity(place)):
                    return None
                listener.settimeout(min(left, LOOK_S))
                try:
                    asking = listener.accept()[0]
                except TimeoutError:
                    if _now() - looked > READ_S:
                        looked = _now()
                        if has_changed(began_ns):
                            return None
                    continue
                asking.settimeout(PATIENCE_S)
                word = _hear(asking)
                if word == TELL:
                    told = {"pid": os.getpid(), "root": root, "modules": preload,
                            "idle_s": _now() - since, "left_s": left}  # fmt: skip
                    with contextlib.suppress(OSError):
                        asking.sendall(json.dumps(told).encode())
                elif word == END:
                    return None
                elif word == LEND:
                    if has_changed(began_ns):
                        return None
                    asking.settimeout(None)
                    with contextlib.suppress(OSError):
                        asking.sendall(json.dumps({"pid": os.getpid(), "held": preload}).encode())
                        return asking
                asking.close()
        finally:
            if _identity(place) == own:
                with contextlib.suppress(OSError):
                    os.unlink(place)  # noqa: PTH108
    return None


def _hear(asking: socket.socket) -> bytes:
    """Return the word that is said; nothing where another user says it, or a run.

    What a run had of this process would be free of all that bounds the run.
    """
    with contextlib.suppress(OSError):
        process, user = find_peer(asking)
        if user == os.getuid() and _find_bounds(process) == _find_bounds(os.getpid()):
            return asking.recv(len(LEND))
    return b""


def find_peer(end: socket.socket) -> tuple[int, int]:
    """Return the process, and its user, that had a socket's other end when that was opened."""
    told = end.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    process, user, _ = struct.unpack("3i", told)
    return process, user


def _find_bounds(process: int) -> list[str]:
    """Return what the kernel keeps a process from, and the namespaces that it is in."""
    own = Path(f"/proc/{process}")
    rows = (own / "status").read_text().splitlines()
    bounds = [row for row in rows if row.startswith(("NoNewPrivs", "Seccomp"))]
    return bounds + [str(name.readlink()) for name in sorted(own.glob("ns/*"))]


def has_changed(began_ns: int) -> bool:
    """Say whether a file that this process has loaded is another one since."""
    files = {getattr(module, "__file__", None) for module in held.find_all().values()}
    with contextlib.suppress(OSError):
        for row in Path("/proc/self/maps").read_text("utf-8", "surrogateescape").splitlines():
            files.add(row[row.find("/") :] if "/" in row else None)
    for file in files:
        if (
            isinstance(file, str)
            and file.startswith("/")
            and not file.startswith(("/dev/", "/memfd:"))
        ):
            try:
                state = os.stat(file)  # noqa: PTH116
            except OSError:
                return True
            if state.st_ctime_ns > began_ns and stat.S_ISREG(state.st_mode):
                return True
    return False


def list_children() -> list[int]:
    """Return the children of this process."""
    found: list[int] = []
    for task in Path("/proc/self/task").glob("*/children"):
        found += map(int, task.read_text().split())
    return found


def end_with_children() -> NoReturn:
    """End the server at once, and before it all runs with what these started.

    It ends when the build does, also when the build was killed. There is nothing to tidy up, and
    some libraries complain when they try.
    """
    for pid in list_children():
        for kill in (os.killpg, os.kill):  # one that has just begun leads no group yet
            with contextlib.suppress(OSError):
                kill(pid, signal.SIGKILL)
    os._exit(0)


def _descriptors() -> set[int]:
    names = os.listdir("/proc/self/fd")  # noqa: PTH208  # the one that is listed by is closed then
    return {int(name) for name in names if os.path.exists(f"/proc/self/fd/{name}")}  # noqa: PTH110


def _identity(path: str) -> tuple[int, int] | None:
    try:
        state = os.stat(path)  # noqa: PTH116
    except OSError:
        return None
    return state.st_dev, state.st_ino


def _now() -> float:
    """Return the seconds since the machine started, those that it slept counted."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)
