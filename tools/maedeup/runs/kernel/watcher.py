"""The other end of a run's filter: notes what is read, refuses what may not be, in a thread.

A call that waits here goes on when its answer comes. Paths and addresses are read from the memory
of whoever calls, which another thread of it could change meanwhile: against that, Landlock and the
network namespace hold by themselves. Source: seccomp_unotify(2)
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import json
import os
import select
import signal
import socket
import struct
import threading
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from typing import Any

from maedeup.runs.kernel import addresses, processes
from maedeup.runs.kernel.calls import AT_FDCWD, CALLS, Call, Kind, number_of
from maedeup.runs.kernel.lines import as_socket
from maedeup.runs.kernel.sights import Sights

RECEIVE, SEND, STILL_VALID, SET_FLAGS = 0xC0502100, 0xC0182101, 0x40082102, 0x40082104
"""ioctl(2) requests of a listener."""
CONTINUE, WAKE_TOGETHER = 1, 1

_BY_NUMBER: dict[int, Call] = {n: call for call in CALLS if (n := number_of(call)) is not None}

LOOK_S = 0.25
"""Between two looks at the memory that a run holds."""


class Watcher(threading.Thread):
    """Watches one run: its process, and all that this starts, until the last of them has ended."""

    def __init__(self, line: Connection, process: int, sights: Sights, memory_bytes: int) -> None:
        super().__init__(daemon=True, name="maedeup-watch")
        self.sights = sights
        self.excess = ""
        """Why the run was ended, if it was."""
        self._line = line
        self._process = process
        self._groups = {process}
        """Process groups that the run's processes are in."""
        self._limit = memory_bytes
        self._allowed = memory_bytes + processes.estimate_memory([process])
        self._listener = -1
        self._reader = processes.Reader()
        self._leaders: dict[int, int] = {}
        self._ending = threading.Event()

    def run(self) -> None:
        """Answer until nobody is left who could ask."""
        try:
            with contextlib.suppress(EOFError, OSError):
                self._serve()
        finally:
            self._ending.set()
            if self._listener >= 0:
                os.close(self._listener)  # whoever still calls gets ENOSYS, and no call hangs
            self._line.close()

    def end(self, patience_s: float = 2.0) -> None:
        """End what the run left behind; return when nothing is left."""
        until = time.monotonic() + patience_s
        while self.is_alive() and time.monotonic() < until:
            self._kill()
            self.join(0.05)
        self._ending.set()
        self.join()
        self.sights.clean()

    def _serve(self) -> None:
        poll = select.poll()
        poll.register(self._line.fileno(), select.POLLIN)
        looked = time.monotonic()
        while not self._ending.is_set():
            for descriptor, event in poll.poll(LOOK_S * 1000):
                if descriptor == self._listener:
                    if event & select.POLLIN:
                        self._answer()
                    elif event & select.POLLHUP:
                        return
                else:
                    self._hear(poll)
            if time.monotonic() - looked > LOOK_S:
                self._look()
                looked = time.monotonic()

    def _hear(self, poll: select.poll) -> None:
        """Take what the run's process says of itself: here is the listener, what was seen?"""
        try:
            said = self._line.recv_bytes()
        except (EOFError, ConnectionError):  # it has ended; others of the run may go on
            poll.unregister(self._line.fileno())
            if self._listener < 0:
                raise
            return
        if said == b"listener":
            with as_socket(self._line) as end:
                descriptors = socket.recv_fds(end, 1, 1)[1]
            if not descriptors:  # it was killed before it could hand it over
                raise EOFError
            self._listener = descriptors[0]
            with contextlib.suppress(OSError):  # Linux 6.6: the answer comes sooner
                fcntl.ioctl(self._listener, SET_FLAGS, WAKE_TOGETHER)
            poll.register(self._listener, select.POLLIN)
        elif said == b"seen":
            self._line.send_bytes(json.dumps(self.sights.close()).encode())

    def _look(self) -> None:
        """End the run when its own process has ended, or all together hold more than they may."""
        held = processes.find_descendants(self._process)
        estimate = processes.estimate_memory(held)
        if estimate > self._allowed and processes.measure_memory(held) > self._allowed:
            self.excess = f"its processes together hold more than {self._limit >> 20} MiB"
            self._kill()
        elif estimate == 0:  # forks hold the pipe, by which the runner would know
            self._kill()

    def _kill(self) -> None:
        for group in list(self._groups):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(group, signal.SIGKILL)

    def _answer(self) -> None:
        request = bytearray(80)
        try:
            fcntl.ioctl(self._listener, RECEIVE, request)
        except OSError as error:
            if error.errno in (errno.ENOENT, errno.EINTR):  # it was killed meanwhile
                return
            raise
        number, task, _, call, _, _, *arguments = struct.unpack("QIIiIQ6Q", request)
        refusal = 0
        try:
            refusal = self._judge(_BY_NUMBER[call], task, arguments, number)
        except OSError as error:
            # A bad pointer fails in the call itself; else something went by unseen.
            if error.errno != errno.EFAULT and self._waits(number):
                self.sights.blind = f"{_BY_NUMBER[call].name}: {error.strerror or error}"
        flags = 0 if refusal else CONTINUE
        answer = struct.pack("QqiI", number, 0, -refusal, flags)
        with contextlib.suppress(OSError):  # killed meanwhile
            fcntl.ioctl(self._listener, SEND, answer)

    def _waits(self, number: int) -> bool:
        """Say whether the call waits still: if so, what was read was its caller's."""
        try:
            fcntl.ioctl(self._listener, STILL_VALID, struct.pack("Q", number))
        except OSError:
            return False
        return True

    def _judge(self, call: Call, task: int, arguments: list[int], number: int) -> int:
        """Note a call; return the error that it is to end with, 0 to let it go on."""
        match call.kind:
            case Kind.OPEN | Kind.ASK | Kind.EXECUTE | Kind.CHANGE:
                return self._judge_files(call, task, arguments, number)
            case Kind.SEND | Kind.SOCKET:
                allowed = addresses.is_allowed(call, self._reader, task, arguments)
                return 0 if allowed else errno.EACCES
            case Kind.SIGNAL:
                return 0 if self._is_own(call, task, arguments) else errno.EPERM
            case Kind.LEAVE:
                group = self._leader(task)
                if call.name == "setpgid":
                    group = arguments[1] & 0xFFFFFFFF or arguments[0] & 0xFFFFFFFF or group
                self._groups.add(group)
                return 0
            case Kind.MAP:
                held = processes.estimate_memory([task])
                return errno.ENOMEM if arguments[1] + held > self._allowed else 0

    def _judge_files(self, call: Call, task: int, arguments: list[int], number: int) -> int:
        if call.kind is Kind.ASK and not self.sights.is_open:
            return 0
        paths = list(self._named(call, task, arguments))
        if call.kind is Kind.ASK and all(self.sights.is_settled(path) for path, _ in paths):
            return 0
        flags = 0
        if call.kind is Kind.OPEN:
            flags = arguments[call.last]
            if call.name == "openat2":
                flags = self._reader.read_integer(task, flags)
        if not self._waits(number):
            return 0
        leader = self._leader(task)
        for path, fails_if in paths:
            match call.kind:
                case Kind.CHANGE:
                    if not self.sights.may_change(path, leader, call.follows, fails_if):
                        return errno.EACCES
                case Kind.OPEN:
                    if not self.sights.may_open(path, leader, flags):
                        return errno.EACCES
                case Kind.EXECUTE:
                    self.sights.note_program(path, leader)
                case _:
                    self.sights.note_question(path, leader)
        return 0

    def _named(
        self, call: Call, task: int, arguments: list[int]
    ) -> Iterator[tuple[str, bool | None]]:
        """Yield the paths that a call names, each with the `fails_if` of its place."""
        for place in call.paths:
            raw = b""
            if place.text is not None and arguments[place.text]:
                raw = self._reader.read_text(task, arguments[place.text])
            if raw.startswith(b"/"):
                yield os.fsdecode(raw), place.fails_if
                continue
            if not raw and place.folder is None:
                continue  # fails by itself
            at = AT_FDCWD if place.folder is None else arguments[place.folder]
            with contextlib.suppress(FileNotFoundError):  # no such descriptor: fails by itself
                folder = processes.find_place(task, at)
                yield f"{folder}/{os.fsdecode(raw)}" if raw else folder, place.fails_if

    def _leader(self, task: int) -> int:
        if task not in self._leaders:
            self._leaders[task] = processes.find_leader(task)
        return self._leaders[task]

    def _is_own(self, call: Call, task: int, arguments: list[int]) -> bool:
        """Say whether a signal goes to the run's own processes."""
        target: Any = struct.unpack("i", struct.pack("I", arguments[0] & 0xFFFFFFFF))[0]
        if call.name == "pidfd_send_signal":
            target = processes.find_target(task, target)
        if target == 0:
            return True  # its own process group
        if target < 0:
            return -target in self._groups and target != -1
        return processes.descends(processes.find_leader(target), self._process)
