"""The filter that hands a run's system calls to the watcher.

Sources: seccomp(2), seccomp_unotify(2), Linux' include/uapi/linux/{seccomp,bpf_common,audit}.h
"""

from __future__ import annotations

import ctypes
import errno
import struct

from maedeup.runs.kernel.calls import (
    AT_EMPTY_PATH,
    AT_FDCWD,
    CALLS,
    IO_URING_SETUP,
    MACHINE,
    SECCOMP,
    Kind,
    call_kernel,
    forbid_new_privileges,
    number_of,
)

_SET_MODE_FILTER, _NEW_LISTENER, _WAIT_KILLABLE = 1, 1 << 3, 1 << 5

ALLOW, NOTIFY, ERRNO = 0x7FFF0000, 0x7FC00000, 0x00050000
_LOAD, _EQUAL, _AT_LEAST, _BITS, _AND, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x54, 0x06
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16
"""Where they stand in `struct seccomp_data`; each argument has eight bytes, the low ones first."""

AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
X32_BIT = 0x40000000
"""Set in the numbers of x32, another set of calls of the same kernel."""

MAP_SHARED, MAP_ANONYMOUS = 0x01, 0x20


def listen(network: bool, signals: bool, line: int) -> int:
    """Have this process and all that it starts watched; return the watcher's descriptor.

    Args:
        network: whether addresses are to be judged too: nothing else cuts the network.
        signals: whether signals are to be judged too.
        line: descriptor by which the watcher is spoken to: what it sends is no packet.

    Raises:
        OSError: the kernel does not do it, or does not let us.
    """
    if not MACHINE:
        raise OSError(errno.ENOSYS, "the system calls of this kind of machine are not known")
    kinds = set(Kind)
    if not network:
        kinds -= {Kind.SEND, Kind.SOCKET}
    if not signals:
        kinds -= {Kind.SIGNAL}
    program = b"".join(_program(kinds, line))
    code = ctypes.create_string_buffer(program, len(program))
    filter_ = ctypes.create_string_buffer(
        struct.pack("HxxxxxxQ", len(program) // 8, ctypes.addressof(code))
    )
    forbid_new_privileges()
    try:  # Linux 5.19: a signal that is handled does not begin the call again
        return call_kernel(SECCOMP, _SET_MODE_FILTER, _NEW_LISTENER | _WAIT_KILLABLE, filter_)
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
        return call_kernel(SECCOMP, _SET_MODE_FILTER, _NEW_LISTENER, filter_)


def _program(kinds: set[Kind], line: int) -> list[bytes]:
    unknown = ERRNO | errno.ENOSYS
    out = [
        _step(_LOAD, _ARCHITECTURE),
        *_unless(AUDIT_ARCH[MACHINE], unknown),  # programs of 32 bits would go unseen
        _step(_LOAD, _NUMBER),
        *_when(IO_URING_SETUP, unknown),
    ]
    if MACHINE == "x86_64":
        out += [_step(_AT_LEAST, X32_BIT, 0, 1), _step(_RETURN, unknown)]
    for call in CALLS:
        number = number_of(call)
        if number is None or call.kind not in kinds:
            continue
        if call.name in ("newfstatat", "statx"):
            block = _question_by_name(call.last)
        elif call.name == "mmap":
            block = _shared_memory(call.last)
        elif call.name == "sendmsg":
            block = [_argument(0), *_when(line, ALLOW), _step(_RETURN, NOTIFY)]
        else:
            block = [_step(_RETURN, NOTIFY)]
        out += [_step(_EQUAL, number, 0, len(block)), *block]
    return [*out, _step(_RETURN, ALLOW)]


def _question_by_name(flags: int) -> list[bytes]:
    """Let a question about an open file pass: `fstat` reads the state of what was seen opened."""
    return [
        _argument(flags),
        _step(_BITS, AT_EMPTY_PATH, 0, 3),
        _argument(0),
        _step(_EQUAL, AT_FDCWD & 0xFFFFFFFF, 1, 0),
        _step(_RETURN, ALLOW),
        _step(_RETURN, NOTIFY),
    ]


def _shared_memory(flags: int) -> list[bytes]:
    """Tell of memory that is shared and belongs to no file: RLIMIT_DATA does not count it."""
    both = MAP_SHARED | MAP_ANONYMOUS
    return [_argument(flags), _step(_AND, both), *_when(both, NOTIFY), _step(_RETURN, ALLOW)]


def _argument(position: int) -> bytes:
    return _step(_LOAD, _ARGUMENTS + 8 * position)


def _when(value: int, action: int) -> list[bytes]:
    return [_step(_EQUAL, value, 0, 1), _step(_RETURN, action)]


def _unless(value: int, action: int) -> list[bytes]:
    return [_step(_EQUAL, value, 1, 0), _step(_RETURN, action)]


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    """Return one `struct sock_filter`."""
    return struct.pack("HBBI", code, if_true, if_false, value)
