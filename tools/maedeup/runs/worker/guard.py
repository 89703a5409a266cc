"""The audit hook: stops accidents, and tells the observer what was touched.

No sandbox: code that means harm gets past it. It keeps a snippet from writing outside its scratch
folder, from using the network undeclared, and from reading what no receipt would name.
"""

from __future__ import annotations

import os
import sys
from typing import Any

from maedeup.runs.worker.observe import Observer

WRITES: dict[str, list[tuple[int, int | None]]] = {
    "os.remove": [(0, 1)], "os.rename": [(0, 2), (1, 3)], "os.mkdir": [(0, 2)],
    "os.rmdir": [(0, 1)], "os.link": [(1, 3)], "os.symlink": [(1, 2)], "os.truncate": [(0, None)],
    "os.chmod": [(0, 2)], "os.chown": [(0, 3)], "os.utime": [(0, 3)],
    "shutil.rmtree": [(0, None)], "shutil.move": [(0, None), (1, None)],
    "sqlite3.connect": [(0, None)],
}  # fmt: skip
"""Audit events that change files: for each path among the arguments, its position and that of the
folder's descriptor which it is relative to (-1 where the caller gave none)."""

NAMES_ONLY = {"os.remove", "os.rename", "os.rmdir", "os.link", "os.symlink", "shutil.move"}
"""Of these, the ones that change a name in a folder and not what a link of that name leads to."""

LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0")  # compared, never bound
DEVICES = ("/dev/", "/proc/self/")
WRITE_FLAGS = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Guard:
    """Watches one run. The hook cannot be removed, so it is switched off instead."""

    def __init__(self, scratch: str, network: bool, observer: Observer) -> None:
        self.scratch = scratch
        self.network = network
        self.observer = observer
        self.on = False
        self.busy = False
        sys.addaudithook(self._hook)

    def start(self) -> None:
        """Watch from now on."""
        self.observer.watch()
        self.on = True

    def stop(self) -> None:
        """Watch no more."""
        self.on = False

    def _hook(self, event: str, args: tuple[Any, ...]) -> None:
        if not self.on or self.busy:
            return
        self.busy = True  # what the hook itself opens is none of the run's business
        try:
            self._judge(event, args)
        finally:
            self.busy = False

    def _judge(self, event: str, args: tuple[Any, ...]) -> None:
        if event == "open":
            path, mode, flags = args
            writes = any(c in mode for c in "wax+") if mode else bool((flags or 0) & WRITE_FLAGS)
            if isinstance(path, int):
                return
            if writes:
                self._need_scratch(path)
            else:
                self.observer.note_file(os.fsdecode(path))
        elif event in ("os.listdir", "os.scandir"):
            if _called_by_import():
                return  # it looks for modules, and the receipt names those that it may find
            if not isinstance(args[0], int):
                self.observer.note_folder(os.fsdecode(args[0] if args[0] is not None else "."))
        elif event in WRITES:
            for position, folder in WRITES[event]:
                path = args[position]
                if not isinstance(path, int) and path not in (":memory:", "", b""):
                    base = args[folder] if folder is not None and folder < len(args) else -1
                    self._need_scratch(path, base, follow=event not in NAMES_ONLY)
        elif event == "socket.connect" or event == "socket.sendto":
            address = args[1]
            self._need_network(address[0] if isinstance(address, tuple) else "localhost")
        elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
            self._need_network(args[0])
        elif event == "subprocess.Popen":
            self.observer.note_command(args[1])

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
            raise PermissionError(
                f"a run may write only to its scratch folder (use tempfile): {os.fsdecode(path)}"
            )

    def _need_network(self, host: Any) -> None:
        name = host.decode() if isinstance(host, bytes) else str(host or "localhost")
        if not self.network and not name.startswith(LOOPBACK):
            raise PermissionError(
                f"no network unless the snippet declares `network = true`: {name}"
            )


def _called_by_import() -> bool:
    frame = sys._getframe(3)  # above this function, _judge and _hook
    return "importlib._bootstrap_external" in frame.f_code.co_filename
