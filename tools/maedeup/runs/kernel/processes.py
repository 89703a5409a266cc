"""Look into another process: its memory, its files, whose child it is.

Sources: process_vm_readv(2), proc(5)
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
from collections.abc import Callable, Iterable
from pathlib import Path

from maedeup.runs.kernel.calls import AT_FDCWD, libc

_PAGE = 4096
_LONGEST = 2 * _PAGE
"""PATH_MAX is a page; one that begins in a page may end in the next."""


class _Piece(ctypes.Structure):
    """`struct iovec`."""

    _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]


class Reader:
    """Reads other processes' memory; one for each thread that does."""

    def __init__(self) -> None:
        self._buffer = ctypes.create_string_buffer(_LONGEST)
        self._here = _Piece(ctypes.addressof(self._buffer), _LONGEST)
        self._there = _Piece(0, 0)
        self._read = getattr(libc, "process_vm_readv", None)

    def read(self, process: int, address: int, length: int) -> bytes:
        """Return bytes of a process, fewer where its memory ends.

        Raises:
            OSError: it is gone, or not ours to look into.
        """
        if self._read is None:
            raise OSError(errno.ENOSYS, "this C library has no process_vm_readv")
        self._here.length, self._there.base, self._there.length = length, address, length
        here, there = ctypes.byref(self._here), ctypes.byref(self._there)
        count = self._read(process, here, 1, there, 1, 0)
        if count < 0:
            code = ctypes.get_errno()
            raise OSError(code, os.strerror(code))
        return self._buffer.raw[:count]

    def read_text(self, process: int, address: int) -> bytes:
        """Return the bytes up to the next zero, as C ends a text.

        Raises:
            OSError: as `read`.
        """
        rest = _PAGE - address % _PAGE  # what lies behind the page may be nobody's
        text = self.read(process, address, rest)
        if b"\0" not in text:
            text += self.read(process, address + rest, _PAGE)
        return text.partition(b"\0")[0]

    def read_integer(self, process: int, address: int) -> int:
        """Return the eight bytes at an address as a number.

        Raises:
            OSError: as `read`.
        """
        return int(struct.unpack("Q", self.read(process, address, 8))[0])


def find_place(process: int, descriptor: int) -> str:
    """Return the folder or file that a descriptor of a process stands for.

    Raises:
        OSError: there is none.
    """
    signed = ctypes.c_int32(descriptor & 0xFFFFFFFF).value
    name = "cwd" if signed == AT_FDCWD else f"fd/{signed}"
    return os.readlink(f"/proc/{process}/{name}")  # noqa: PTH115


def find_program(process: int) -> str:
    """Return the name of the program that a process runs, empty when it is gone."""
    try:
        return os.path.basename(os.readlink(f"/proc/{process}/exe"))  # noqa: PTH115, PTH119
    except OSError:
        return ""


def find_code(process: int) -> str:
    """Return what `python -c` or `-m` of a process runs; empty for any other program."""
    try:
        words = Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return ""
    options = (number for number, word in enumerate(words[:20]) if word in (b"-c", b"-m"))
    place = next(options, len(words)) + 1
    return os.fsdecode(words[place]) if place < len(words) else ""


def find_leader(task: int) -> int:
    """Return the process that a thread belongs to."""
    return _status(task).get("Tgid", task)


def descends(process: int, ancestor: int) -> bool:
    """Say whether a process is another's child, grandchild and so on, or that one itself."""
    while process > 1:
        if process == ancestor:
            return True
        process = _status(process).get("PPid", 0)
    return False


def find_descendants(ancestor: int) -> list[int]:
    """Return a process and all that it started, directly or not."""
    found = [ancestor]
    for process in found:
        for file in Path(f"/proc/{process}/task").glob("*/children"):
            try:
                found += [int(child) for child in file.read_text().split()]
            except OSError:
                continue
    return found


def measure_memory(processes: Iterable[int]) -> int:
    """Return the bytes that processes hold together; what they share counts once."""
    total = 0
    for process in processes:
        try:
            lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(_kilobytes(r) for r in lines if r.startswith(("Pss_Anon:", "Pss_Shmem:")))
    return total * 1024


def estimate_memory(processes: Iterable[int]) -> int:
    """Return at least what `measure_memory` does, for a thousandth of its time."""
    held = (_status(process) for process in processes)
    return sum(one.get("RssAnon", 0) + one.get("RssShmem", 0) for one in held) * 1024


def _kilobytes(row: str) -> int:
    return int(row.split()[1])


def _status(process: int) -> dict[str, int]:
    """Return the whole numbers of a process' status; none when it is gone."""
    try:
        rows = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return {}
    pairs = (row.partition(":")[::2] for row in rows)
    return {
        name: int(words[0])
        for name, value in pairs
        if (words := value.split()) and words[0].isdigit()
    }


def find_target(task: int, descriptor: int) -> int:
    """Return the process that a pidfd of another process stands for, -1 when it is gone.

    Raises:
        OSError: there is no such descriptor.
    """
    text = Path(f"/proc/{task}/fdinfo/{descriptor}").read_text()
    found = [row.split()[1] for row in text.splitlines() if row.startswith("Pid:")]
    return int(found[0]) if found else -1


def find_obstacle(ask: Callable[[], object]) -> str:
    """Do in a fork what would change this process for ever; return why it could not be done."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            ask()
            why = ""
        except OSError as error:
            why = error.strerror or str(error)
        except BaseException as error:
            why = repr(error)
        os.write(writer, why.encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as stream:
        why = stream.read()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return why or (f"ended with {code}" if code else "")
