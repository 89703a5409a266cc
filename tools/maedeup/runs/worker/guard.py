"""The audit hook: stops accidents in words, and tells the observer what was touched.

It sees what Python itself does. Where the kernel guards too, C code and child processes get no
further; where it does not, this is no sandbox.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import parse_qs, unquote

from maedeup.runs import held
from maedeup.runs.worker import noting, originals
from maedeup.runs.worker.confine import Confinement
from maedeup.runs.worker.environment import BY_IMPORT
from maedeup.runs.worker.observe import Observer
from maedeup.runs.worker.printing import OrderedFile
from maedeup.runs.worker.stack import getframe

if sys.platform == "linux":
    from maedeup.runs.kernel.processes import descends

NO_NETWORK = "no network unless the snippet declares `network = true`"
OUTSIDE = "a run may write only to its scratch folder (use tempfile)"

WRITES: dict[str, list[tuple[int, int | None]]] = {
    "os.remove": [(0, 1)], "os.rename": [(0, 2), (1, 3)], "os.mkdir": [(0, 2)],
    "os.rmdir": [(0, 1)], "os.link": [(1, 3)], "os.symlink": [(1, 2)], "os.truncate": [(0, None)],
    "os.chmod": [(0, 2)], "os.chown": [(0, 3)], "os.utime": [(0, 3)],
    "shutil.rmtree": [(0, None)], "shutil.move": [(0, None), (1, None)],
}  # fmt: skip
"""Audit events that change files: for each path among the arguments, its position and that of the
folder's descriptor which it is relative to (-1 where the caller gave none)."""

NAMES_ONLY = {"os.remove", "os.rename", "os.rmdir", "os.link", "os.symlink", "shutil.move"}
"""Of these, the ones that change a name in a folder and not what a link of that name leads to."""

LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0")  # compared, never bound
DEVICES = ("/dev/", "/proc/self/")
LOADERS = ("runpy", "zipimport")
"""Modules that open a file to run it; the second looks whether it is an archive."""

OWN_FILES = (__file__, originals.__file__)
_getattr = getattr  # the snippet may put something else in its place

WRITE_FLAGS = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


Judge = Callable[["Guard", str, tuple[Any, ...]], None]

_judges: dict[str, Judge] = {}
"""Who judges an audit event, by its name."""


def _of(*events: str) -> Callable[[Judge], Judge]:
    """Have a method judge these audit events."""

    def note(judge: Judge) -> Judge:
        _judges.update(dict.fromkeys(events, judge))
        return judge

    return note


class Guard:
    """Watches one run. The hook cannot be removed, so it is switched off instead."""

    def __init__(
        self, scratch: str, network: bool, observer: Observer, kernel: Confinement
    ) -> None:
        self.scratch = scratch
        self.network = network
        self.observer = observer
        self.kernel = kernel
        self.on = False
        self.process = 0
        self._thread = threading.local()
        self.hook = self._hook
        sys.addaudithook(self.hook)

    def start(self) -> None:
        """Watch from now on."""
        self.observer.watch()
        self.process = os.getpid()
        self.on = True

    def stop(self) -> None:
        """Watch no more."""
        self.on = False

    def _hook(self, event: str, args: tuple[Any, ...]) -> None:
        if not self.on or event not in _judges or _getattr(self._thread, "busy", False):
            return
        # What the hook itself opens is none of the run's business; what other threads do, is.
        self._thread.busy = True
        try:
            _judges[event](self, event, args)
        finally:
            self._thread.busy = False

    @_of("sys.settrace", "sys.setprofile", "sys.monitoring.register_callback")
    def _step_aside(self, event: str, args: tuple[Any, ...]) -> None:
        OrderedFile.stay_unseen()
        noting.stay_unseen()
        held.show_all()

    @_of("open")
    @originals.used
    def _judge_opening(self, event: str, args: tuple[Any, ...]) -> None:
        path, mode, flags = args
        writes = any(c in mode for c in "wax+") if mode else bool((flags or 0) & WRITE_FLAGS)
        if isinstance(path, int):
            return
        if writes:
            self._need_scratch(path)
        else:
            self.observer.note_file(os.fsdecode(path), as_code=_caller()[0] in LOADERS)

    @_of("os.listdir", "os.scandir")
    @originals.used
    def _note_listing(self, event: str, args: tuple[Any, ...]) -> None:
        if isinstance(args[0], int):
            return
        folder = os.fsdecode(args[0] if args[0] is not None else ".")
        by_import = "importlib._bootstrap_external" in _caller()[1]
        if not (folder.endswith(BY_IMPORT) or by_import):
            self.observer.note_folder(folder)

    @_of(*WRITES)
    @originals.used
    def _judge_change(self, event: str, args: tuple[Any, ...]) -> None:
        for position, at in WRITES[event]:
            path = args[position]
            if not isinstance(path, int):
                base = args[at] if at is not None and at < len(args) else -1
                self._need_scratch(path, base, follow=event not in NAMES_ONLY)

    @_of("socket.connect", "socket.sendto")
    @originals.used
    def _judge_address(self, event: str, args: tuple[Any, ...]) -> None:
        address = args[1]
        self._need_network(address[0] if isinstance(address, tuple) else "localhost")

    @_of("socket.getaddrinfo", "socket.gethostbyname")
    @originals.used
    def _judge_host(self, event: str, args: tuple[Any, ...]) -> None:
        self._need_network(args[0])

    @_of("os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.system", "subprocess.Popen")
    @originals.used
    def _note_child(self, event: str, args: tuple[Any, ...]) -> None:
        OrderedFile.switched(flush=False)  # what a fork takes along unwritten, it writes too
        if event == "subprocess.Popen" and not self.kernel.watches:
            self.observer.note_command(args[1])

    @_of("os.kill", "os.killpg")
    @originals.used
    def _judge_signal(self, event: str, args: tuple[Any, ...]) -> None:
        if event == "os.kill" and args[0] > 0:
            self._need_own(args[0])
            return
        group = -args[0] if event == "os.kill" else args[0]
        if group not in (0, os.getpgrp()) and not _is_below(group, self.process):
            self._refuse_signal(args[0])

    @_of("sqlite3.connect")
    @originals.used
    def _judge_database(self, event: str, args: tuple[Any, ...]) -> None:
        """Let a database be read: one that says so, or any where the kernel refuses to write it."""
        name = os.fsdecode(args[0])
        address, _, query = name.removeprefix("file:").partition("?")
        asked = parse_qs(query) if name.startswith("file:") else {}
        if name.startswith("file:"):
            name = unquote(address.removeprefix("//"))
        if name in (":memory:", "") or asked.get("mode") == ["memory"]:
            return
        reads = asked.get("mode") == ["ro"] or asked.get("immutable") == ["1"]
        if reads or (self.kernel.guards_files and os.path.exists(name)):  # noqa: PTH110
            for end in ("", "-wal", "-journal"):  # what was changed and is not in the file yet
                self.observer.note_file(name + end)
        else:
            self._need_scratch(name)

    def _need_own(self, process: int) -> None:
        if not _is_below(process, self.process):
            self._refuse_signal(process)

    def _refuse_signal(self, target: int) -> None:
        raise PermissionError(f"a run may send signals only to its own processes: {target}")

    def _need_scratch(self, path: Any, folder: int | None = -1, follow: bool = True) -> None:
        name = os.fsdecode(path)
        if folder is not None and folder >= 0 and not name.startswith("/"):
            name = f"{os.readlink(f'/proc/self/fd/{folder}')}/{name}"  # noqa: PTH115
        if follow:
            absolute = os.path.realpath(name)
        else:
            above, last = os.path.split(os.path.abspath(name))  # noqa: PTH100
            absolute = f"{os.path.realpath(above)}/{last}"
        inside = (absolute + "/").startswith(os.path.realpath(self.scratch) + "/")
        if not inside and not absolute.startswith(DEVICES):
            raise PermissionError(f"{OUTSIDE}: {os.fsdecode(path)}")

    def _need_network(self, host: Any) -> None:
        name = host.decode() if isinstance(host, bytes) else str(host or "localhost")
        if not self.network and not name.startswith(LOOPBACK):
            raise PermissionError(f"{NO_NETWORK}: {name}")


def _is_below(process: int, ancestor: int) -> bool:
    """Say whether a process is one that the run started, or the run's own."""
    if Path("/proc/self/status").exists():
        return descends(process, ancestor)
    return os.getpgid(process) == os.getpgid(ancestor)


def _caller() -> tuple[object, str]:
    """Return the name and the file of the module that does what the hook is told of."""
    frame: FrameType | None = getframe(1)
    while frame is not None and frame.f_code.co_filename in OWN_FILES:
        frame = frame.f_back
    return (frame.f_globals.get("__name__"), frame.f_code.co_filename) if frame else (None, "")
