"""System calls by number, and what is looked at in each: x86-64 and aarch64.

Numbers: Linux, `arch/x86/entry/syscalls/syscall_64.tbl` and `include/uapi/asm-generic/unistd.h`.
"""

from __future__ import annotations

import ctypes
import os
import platform
from dataclasses import dataclass
from enum import Enum, auto


class Kind(Enum):
    """What a call does that the watcher has to know of."""

    OPEN = auto()
    EXECUTE = auto()
    ASK = auto()
    """Asks for a file's state: its answer is an input as much as the bytes."""
    CHANGE = auto()
    """Changes a file, a name or what is written about a file."""
    SEND = auto()
    """Names an address that packets go to."""
    SOCKET = auto()
    SIGNAL = auto()
    LEAVE = auto()
    """Leaves the run's process group, by which its processes are ended."""
    MAP = auto()
    """Takes memory that no limit of a process counts."""


@dataclass(frozen=True)
class Path:
    """Where a path stands among a call's arguments."""

    folder: int | None
    """Where the descriptor of the folder stands that it is relative to."""
    text: int | None
    """Where the path itself stands; a call that names a file by its descriptor alone has none."""
    fails_if: bool | None = None
    """Whether there is such a name already, where that alone makes the call fail."""


@dataclass(frozen=True)
class Call:
    """One system call: its arguments by position."""

    name: str
    kind: Kind
    x86_64: int | None
    aarch64: int | None
    paths: tuple[Path, ...] = ()
    last: int = -1
    """Where the flags, the address or the target of a signal stand."""
    follows: bool = True
    """Whether a link as the last part of the path is followed."""


_PATH, _AT = (Path(None, 0),), (Path(0, 1),)
_OLD, _OLD_AT, _OLD_FD = (Path(None, 0, False),), (Path(0, 1, False),), (Path(0, None, False),)
_NEW, _NEW_AT = (Path(None, 0, True),), (Path(0, 1, True),)
_OPEN, _ASK, _CHANGE = Kind.OPEN, Kind.ASK, Kind.CHANGE

CALLS = (
    Call("open", _OPEN, 2, None, _PATH, last=1),
    Call("openat", _OPEN, 257, 56, _AT, last=2),
    Call("openat2", _OPEN, 437, 437, _AT, last=2),
    Call("execve", Kind.EXECUTE, 59, 221, _PATH),
    Call("execveat", Kind.EXECUTE, 322, 281, _AT),
    Call("stat", _ASK, 4, None, _PATH),
    Call("lstat", _ASK, 6, None, _PATH),
    Call("newfstatat", _ASK, 262, 79, _AT, last=3),
    Call("statx", _ASK, 332, 291, _AT, last=2),
    Call("access", _ASK, 21, None, _PATH),
    Call("faccessat", _ASK, 269, 48, _AT),
    Call("faccessat2", _ASK, 439, 439, _AT),
    Call("readlink", _ASK, 89, None, _PATH),
    Call("readlinkat", _ASK, 267, 78, _AT),
    Call("getxattr", _ASK, 191, 8, _PATH),
    Call("lgetxattr", _ASK, 192, 9, _PATH),
    Call("creat", _CHANGE, 85, None, _PATH),
    Call("truncate", _CHANGE, 76, 45, _OLD),
    Call("mkdir", _CHANGE, 83, None, _NEW, follows=False),
    Call("mkdirat", _CHANGE, 258, 34, _NEW_AT, follows=False),
    Call("mknod", _CHANGE, 133, None, _NEW, follows=False),
    Call("mknodat", _CHANGE, 259, 33, _NEW_AT, follows=False),
    Call("rmdir", _CHANGE, 84, None, _OLD, follows=False),
    Call("unlink", _CHANGE, 87, None, _OLD, follows=False),
    Call("unlinkat", _CHANGE, 263, 35, _OLD_AT, follows=False),
    Call("rename", _CHANGE, 82, None, (*_OLD, Path(None, 1)), follows=False),
    Call("renameat", _CHANGE, 264, 38, (*_OLD_AT, Path(2, 3)), follows=False),
    Call("renameat2", _CHANGE, 316, 276, (*_OLD_AT, Path(2, 3)), follows=False),
    # A hard link is refused for what it leads to as well: writing to it would change that.
    Call("link", _CHANGE, 86, None, (*_OLD, Path(None, 1, True)), follows=False),
    Call("linkat", _CHANGE, 265, 37, (*_OLD_AT, Path(2, 3, True)), follows=False),
    Call("symlink", _CHANGE, 88, None, (Path(None, 1, True),), follows=False),
    Call("symlinkat", _CHANGE, 266, 36, (Path(1, 2, True),), follows=False),
    # Landlock knows none of the following: here alone they are stopped.
    Call("chmod", _CHANGE, 90, None, _OLD),
    Call("fchmod", _CHANGE, 91, 52, _OLD_FD),
    Call("fchmodat", _CHANGE, 268, 53, _OLD_AT),
    Call("fchmodat2", _CHANGE, 452, 452, _OLD_AT),
    Call("chown", _CHANGE, 92, None, _OLD),
    Call("lchown", _CHANGE, 94, None, _OLD),
    Call("fchown", _CHANGE, 93, 55, _OLD_FD),
    Call("fchownat", _CHANGE, 260, 54, _OLD_AT),
    Call("utime", _CHANGE, 132, None, _OLD),
    Call("utimes", _CHANGE, 235, None, _OLD),
    Call("futimesat", _CHANGE, 261, None, _OLD_AT),
    Call("utimensat", _CHANGE, 280, 88, _OLD_AT),
    Call("setxattr", _CHANGE, 188, 5, _OLD),
    Call("lsetxattr", _CHANGE, 189, 6, _OLD),
    Call("fsetxattr", _CHANGE, 190, 7, _OLD_FD),
    Call("removexattr", _CHANGE, 197, 14, _OLD),
    Call("lremovexattr", _CHANGE, 198, 15, _OLD),
    Call("fremovexattr", _CHANGE, 199, 16, _OLD_FD),
    Call("socket", Kind.SOCKET, 41, 198),
    Call("connect", Kind.SEND, 42, 203, last=1),
    Call("sendto", Kind.SEND, 44, 206, last=4),
    Call("sendmsg", Kind.SEND, 46, 211, last=1),
    Call("sendmmsg", Kind.SEND, 307, 269, last=1),
    Call("kill", Kind.SIGNAL, 62, 129, last=0),
    Call("tkill", Kind.SIGNAL, 200, 130, last=0),
    Call("tgkill", Kind.SIGNAL, 234, 131, last=0),
    Call("rt_sigqueueinfo", Kind.SIGNAL, 129, 138, last=0),
    Call("rt_tgsigqueueinfo", Kind.SIGNAL, 297, 240, last=0),
    Call("pidfd_send_signal", Kind.SIGNAL, 424, 424, last=0),
    Call("setsid", Kind.LEAVE, 112, 157),
    Call("setpgid", Kind.LEAVE, 109, 154),
    Call("mmap", Kind.MAP, 9, 222, last=3),
)

IO_URING_SETUP = 425
"""Would open files without a system call for each; whoever uses it can do without."""

MACHINE = {"x86_64": "x86_64", "AMD64": "x86_64", "aarch64": "aarch64"}.get(platform.machine(), "")
"""This machine, empty where its calls are not in the table."""

SECCOMP = {"x86_64": 317, "aarch64": 277}.get(MACHINE, 0)
LANDLOCK_CREATE, LANDLOCK_ADD, LANDLOCK_RESTRICT = 444, 445, 446
PR_SET_NO_NEW_PRIVS, PR_SET_CHILD_SUBREAPER = 38, 36

AT_FDCWD = -100
AT_EMPTY_PATH = 0x1000

libc = ctypes.CDLL(None, use_errno=True)


def number_of(call: Call) -> int | None:
    """Return a call's number on this machine, None where there is no such call."""
    return {"x86_64": call.x86_64, "aarch64": call.aarch64}.get(MACHINE)


def call_kernel(number: int, *arguments: object) -> int:
    """Make a system call by its number.

    Raises:
        OSError: the kernel refused.
    """
    given = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    result = int(libc.syscall(ctypes.c_long(number), *given))
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return result


def forbid_new_privileges() -> None:
    """Have no program gain rights by being executed: what the kernel asks of who limits itself."""
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
