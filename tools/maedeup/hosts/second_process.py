"""Works of a build that a second process makes, while the host goes on with its pages.

The second process is a fork: it has all that was read and joined, and makes one work after the
other. Whoever needs a work asks for it here. What was made there is read; what nobody has begun is
made on the spot; while one waits for what is being made there, one makes others, from the end of
the list. So nothing hangs on the second process: a work that fails there, or has something to say,
is made here, where its error and its words have their place, and so is all that a process which was
killed leaves behind.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import mmap
import os
import select
import signal
import struct
import sys
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path

from maedeup.runs.run import default_jobs
from maedeup.vault.site_settings import Settings

Make = Callable[[], bytes]

FEW = 50
"""Weight of all works, below which a second process costs more than it spares."""

HEAVY = 25
"""Weight of a work that takes as long as dozens of texts: a picture to compress."""

FREE, THERE, HERE, ONLY_THERE = range(4)
"""Of a work: who has begun it; nobody yet, and only the second process may before it is needed."""

RECORD = struct.Struct("<iq")
"""What the second process says: number of a work, bytes of it; fewer than none where it failed."""


class SecondProcess:
    """Makes works of one build beside the first process, where that is safe and there is room."""

    def __init__(self, settings: Settings, is_wanted: bool = True) -> None:
        """Begin without works; where it is not wanted, none is ever taken."""
        self.is_possible = is_wanted and _is_possible(settings)
        self._folder = settings.root / ".maedeup" / "scratch"
        self._numbers: dict[str, int] = {}
        self._makers: list[Make] = []
        self._states = bytearray()
        self._weight = 0
        self._pid = 0
        self._found: dict[int, tuple[int, int]] = {}
        """Where the second process has written the works that it made, and how much."""
        self._own: dict[int, bytes] = {}
        """Works that were made here while waiting for another one."""

    def add(self, name: str, make: Make, weight: int = 1, only_there: bool = False) -> None:
        """Name a work, before `start`; those that are needed first come first.

        One that is only for the second process is made there before all others, and never here
        while another is waited for.
        """
        if self.is_possible and name not in self._numbers:
            self._numbers[name] = len(self._makers)
            self._makers.append(make)
            self._states.append(ONLY_THERE if only_there else FREE)
            self._weight += weight

    def start(self) -> bool:
        """Begin, if there is enough to do and no thread that a fork would cut off; say whether."""
        if not self.is_possible or self._weight < FEW or not _is_alone():
            return False
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            self._file = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115  # see `end`
            self._begun = mmap.mmap(-1, len(self._makers))
            self._begun[:] = bytes(self._states)
            self._hears, says = os.pipe()
            self._rest, self._at = b"", 0
            sys.stdout.flush()
            sys.stderr.flush()
            self._pid = os.fork()
            if self._pid == 0:
                try:
                    os.close(self._hears)
                    self._work(says)
                finally:
                    os._exit(0)
            os.close(says)
        return self._pid != 0

    def take(self, name: str, make: Make) -> bytes:
        """Return a work that was named, made there or here by `make`."""
        number = self._numbers.get(name)
        if number is None or not self._pid:
            return make()
        if number not in self._own and not self._comes(number):
            self._begun[number] = HERE
            return make()
        if number in self._own:
            return self._own.pop(number)
        at, size = self._found[number]
        data = os.pread(self._file.fileno(), size, at)
        return data if len(data) == size else make()

    def end(self) -> None:
        """End the second process and forget all works, whether they were asked for or not."""
        if self._pid:
            with contextlib.suppress(OSError):
                os.kill(self._pid, signal.SIGKILL)
            with contextlib.suppress(OSError):
                os.waitpid(self._pid, 0)
            os.close(self._hears)
            self._file.close()
            self._begun.close()
            self._pid = 0
        self.is_possible = False
        self._numbers, self._makers, self._found, self._own = {}, [], {}, {}
        self._states = bytearray()

    def _comes(self, number: int) -> bool:
        """Say whether a work was made there; wait for it if it is being made."""
        self._hear()
        while number not in self._found and self._begun[number] == THERE:
            self._hear(wait=not self._make_another())
        return self._found.get(number, (0, -1))[1] >= 0

    def _make_another(self) -> bool:
        """Make a work that nobody has begun, the last one; say whether there was one."""
        number = self._begun.rfind(bytes([FREE]))
        if number < 0:
            return False
        self._begun[number] = HERE
        with contextlib.suppress(Exception):  # who asks for it has it made again, and hears why not
            self._own[number] = self._makers[number]()
        return True

    def _hear(self, wait: bool = False) -> None:
        """Read what the second process has said; where it has ended, nothing is being made."""
        while select.select([self._hears], [], [], None if wait else 0)[0]:
            said = os.read(self._hears, 1 << 16)
            if not said:
                self._begun[:] = bytes([HERE]) * len(self._begun)
                return
            said, wait = self._rest + said, False
            whole = len(said) - len(said) % RECORD.size
            for number, size in RECORD.iter_unpack(said[:whole]):
                self._found[number] = self._at, size
                self._at += max(0, size)
            self._rest = said[whole:]

    def _work(self, says: int) -> None:
        """Make what nobody has begun, in the second process."""
        gc.freeze()  # to look through what is there would copy it
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        warnings.simplefilter("error")
        logging.setLogRecordFactory(_say_nothing)
        for number in sorted(range(len(self._makers)), key=lambda n: self._states[n] == FREE):
            if self._begun[number] == HERE:
                continue
            self._begun[number] = THERE
            try:
                data = self._makers[number]()
                size = self._write(data)
            except Exception:
                size = -1
            os.write(says, RECORD.pack(number, size))

    def _write(self, data: bytes) -> int:
        at, rest = self._at, memoryview(data)
        while rest:
            n_written = os.pwrite(self._file.fileno(), rest, at)
            at, rest = at + n_written, rest[n_written:]
        self._at = at
        return len(data)


def _say_nothing(*args: object, **options: object) -> logging.LogRecord:
    """Take the place of what makes a message.

    Raises:
        RuntimeError: always; the first process makes the work, and says it.
    """
    raise RuntimeError("something to say")


def _is_possible(settings: Settings) -> bool:
    """Say whether works may be made in a second process: there are cores, and forks are safe."""
    jobs = min(settings.jobs or default_jobs(), default_jobs())
    return sys.platform == "linux" and jobs > 1


def _is_alone() -> bool:
    """Say whether this process has one thread: of others, a fork would have the locks alone."""
    return len(list(Path("/proc/self/task").iterdir())) == 1
