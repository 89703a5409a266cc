"""Which addresses a run may send to: its own machine's.

Used where no network namespace can be had. Sources: connect(2), sendmsg(2), packet(7)
"""

from __future__ import annotations

import ipaddress
import socket
import struct
from collections.abc import Iterator

from maedeup.runs.kernel.calls import Call
from maedeup.runs.kernel.processes import Reader

_LOCAL_FAMILIES = {socket.AF_UNSPEC, socket.AF_UNIX, getattr(socket, "AF_NETLINK", 16)}
_KIND = 0xF
"""The part of a socket's type that is no flag."""
_HEADER, _HEADERS = 56, 64
"""Bytes of `struct msghdr` and of `struct mmsghdr`."""
_MOST = 1024
"""Messages that one sendmmsg(2) sends."""


def is_allowed(call: Call, reader: Reader, task: int, arguments: list[int]) -> bool:
    """Say whether a call sends to nobody but this machine.

    Raises:
        OSError: the caller's memory cannot be read.
    """
    if call.name == "socket":
        family, kind = arguments[0], arguments[1] & _KIND
        if family in (socket.AF_INET, socket.AF_INET6):
            return kind != socket.SOCK_RAW
        return family in _LOCAL_FAMILIES
    return all(is_local(text) for text in _addresses(call, reader, task, arguments))


def _addresses(call: Call, reader: Reader, task: int, arguments: list[int]) -> Iterator[bytes]:
    if call.name in ("connect", "sendto"):
        if pointer := arguments[call.last]:
            yield reader.read(task, pointer, min(arguments[call.last + 1] & 0xFFFFFFFF, 128))
        return
    count = min(arguments[2] & 0xFFFFFFFF, _MOST) if call.name == "sendmmsg" else 1
    for index in range(count):
        header = reader.read(task, arguments[call.last] + index * _HEADERS, _HEADER)
        pointer, length = struct.unpack_from("QI", header)
        if pointer:
            yield reader.read(task, pointer, min(length, 128))


def is_local(address: bytes) -> bool:
    """Say whether a `struct sockaddr` names this machine, or one that no packet leads to."""
    if len(address) < 2:
        return True
    (family,) = struct.unpack_from("H", address)
    if family == socket.AF_INET and len(address) >= 8:
        host: ipaddress.IPv4Address | ipaddress.IPv6Address = ipaddress.IPv4Address(address[4:8])
    elif family == socket.AF_INET6 and len(address) >= 24:
        host = ipaddress.IPv6Address(address[8:24])
        host = host.ipv4_mapped or host
    else:
        return family in _LOCAL_FAMILIES
    return host.is_loopback or host.is_unspecified
