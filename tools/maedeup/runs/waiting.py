"""Warm servers that outlived their command: where they wait, for whom, and how they are ended.

Each waits at a socket in a folder that its user alone may enter. The socket's name is a digest of
all by which a fresh server would be another one, so that whoever finds it may have it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import socket
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from maedeup.runs.surroundings import OWN, digest_surroundings
from maedeup.runs.worker import server

NEVER_IN = ("CI", "PYTEST_CURRENT_TEST")
"""Environment variables of places where nothing is to outlive what started it."""

STATUS = (
    "Uid", "Gid", "Groups", "NoNewPrivs", "Seccomp", "Cap", "SigBlk", "SigIgn", "Cpus_allowed",
    "Mems_allowed",
)  # fmt: skip
"""Rows of /proc/self/status that a child has from whoever starts it."""

OF_THE_PROCESS = (
    "cgroup",
    "personality",
    "oom_score_adj",
    "limits",
    "attr/current",
    "timerslack_ns",
)
OF_THE_KERNEL = (
    "kernel/unprivileged_userns_clone", "kernel/apparmor_restrict_unprivileged_userns",
    "user/max_user_namespaces",
)  # fmt: skip
"""What decides whether a run can have a network of its own: a server asks once."""


def may_wait() -> bool:
    """Say whether a server may outlive this command."""
    return sys.platform == "linux" and not any(os.environ.get(name) for name in NEVER_IN)


def digest_reason(root: Path) -> str:
    """Return the digest of all by which one server differs from another: what a run has of it.

    The environment is as the server is started with.
    """
    told: list[object] = [
        sys.version, sys.executable, sys.path, sorted(os.environ.items()), os.fspath(root),
        digest_surroundings(str(root)),
        [_state(path)[1:] for path in ("/", root)],
        [_state(path) for path in (sys.executable, *sys.path[1:])],
        [_state(path) for path in sorted(Path(OWN, "maedeup").rglob("*.py"))],
    ]  # fmt: skip
    if sys.platform == "linux":
        own = Path("/proc/self")
        rows = _read(own / "status").splitlines()
        told += [row for row in rows if row.startswith(STATUS)]
        told += [_read(own / name) for name in OF_THE_PROCESS]
        told += [_read(Path("/proc/sys", name)) for name in OF_THE_KERNEL]
        told += [str(name.readlink()) for name in sorted(own.glob("ns/*"))]
        told += [os.getpriority(os.PRIO_PROCESS, 0), os.sched_getscheduler(0)]
    return hashlib.sha256(repr(told).encode("utf-8", "surrogateescape")).hexdigest()[:32]


def borrow(reason: str) -> tuple[socket.socket, int, set[str]] | None:
    """Ask the server that waits for this reason to serve this process.

    Returns:
        the line to it, its process, and the modules that it holds; None where there is none.
    """
    folder = _find_folder()
    line = _connect(folder / reason) if folder is not None else None
    if line is None:
        return None
    with contextlib.suppress(OSError, ValueError, KeyError):
        line.sendall(server.LEND)
        told = json.loads(line.recv(server.MOST))
        line.settimeout(None)
        return line, int(told["pid"]), set(told["held"])
    line.close()
    return None


def ask_to_wait(reason: str, seconds: float, root: Path) -> bytes:
    """Return what is to be said to a server that is to wait for the next command."""
    folder = _find_folder(make=True)
    if folder is None:
        return b""
    kept = {"place": str(folder / reason), "seconds": seconds, "root": str(root)}
    return server.KEEP + json.dumps(kept).encode()


def list_waiting() -> list[dict[str, Any]]:
    """Return what the waiting servers of this user say of themselves."""
    found = []
    for line in _lines():
        with line, contextlib.suppress(OSError, ValueError):
            line.sendall(server.TELL)
            found.append(json.loads(line.recv(server.MOST)))
    return sorted(found, key=lambda told: str(told["root"]))


def end_waiting() -> int:
    """End the waiting servers of this user; return how many there were."""
    count = 0
    for line in _lines():
        with line, contextlib.suppress(OSError):
            line.sendall(server.END)
            line.recv(1)  # nothing comes: it has ended
            count += 1
    return count


def _lines() -> Iterator[socket.socket]:
    folder = _find_folder()
    for path in sorted(folder.iterdir()) if folder is not None else ():
        line = _connect(path)
        if line is not None:
            yield line


def _connect(path: Path) -> socket.socket | None:
    """Return a line to a server of this very user; what nobody answers at any more is removed."""
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(server.PATIENCE_S)
    try:
        line.connect(str(path))
        if server.find_peer(line)[1] == os.getuid():
            return line
    except ConnectionRefusedError:
        path.unlink(missing_ok=True)
    except OSError:
        pass
    line.close()
    return None


def _find_folder(make: bool = False) -> Path | None:
    """Return the folder where servers wait; None where there is none, or others may enter it."""
    if sys.platform != "linux":
        return None
    given = os.environ.get("XDG_RUNTIME_DIR", "")
    folder = (
        Path(given, "maedeup") if given else Path(tempfile.gettempdir(), f"maedeup-{os.getuid()}")
    )
    try:
        if make:
            folder.mkdir(mode=0o700, exist_ok=True)
        state = folder.lstat()
    except OSError:
        return None
    own = stat.S_ISDIR(state.st_mode) and state.st_uid == os.getuid()
    return folder if own and not state.st_mode & 0o077 else None


def _state(path: str | Path) -> tuple[int, ...]:
    """Return when a file, or a folder's list of names, was changed last, and which one it is."""
    try:
        state = os.stat(path)  # noqa: PTH116
    except OSError:
        return ()
    return state.st_mtime_ns, state.st_dev, state.st_ino


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace")
    except OSError:
        return ""
