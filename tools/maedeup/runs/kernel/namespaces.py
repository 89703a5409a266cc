"""A network of its own for a run, in which there is the loopback device and nothing else.

Sources: unshare(2), user_namespaces(7), network_namespaces(7), netdevice(7)
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import socket
import struct
from functools import cache
from pathlib import Path

from maedeup.runs.kernel.calls import libc
from maedeup.runs.kernel.processes import find_obstacle

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
SIOCSIFFLAGS, IFF_UP = 0x8914, 0x1
_CAPABILITY_VERSION = 0x20080522


@cache
def find_hindrance() -> str:
    """Return why no network of its own can be had here, empty where it can; asked once.

    Under AppArmor, as on Ubuntu, a user namespace is made and then may do nothing: a process must
    not find that out by itself, for it cannot go back.
    """
    return find_obstacle(cut_network)


def cut_network() -> None:
    """Leave this process loopback alone; it must have one thread still.

    Where the account may make a network, as root may, the users stay as they are: in a user
    namespace root could no longer read other people's files, as a script of root's can.

    Raises:
        OSError: this machine lets nobody, or not this account, make namespaces.
    """
    try:
        _unshare(CLONE_NEWNET)
    except PermissionError:
        user, group = os.getuid(), os.getgid()
        _unshare(CLONE_NEWUSER | CLONE_NEWNET)
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
        _raise_loopback()
        _drop_capabilities()
    else:
        _raise_loopback()


def _unshare(flags: int) -> None:
    if libc.unshare(flags) != 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))


def _raise_loopback() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", IFF_UP))


def _drop_capabilities() -> None:
    """Return back what whoever makes a user namespace gets in it: a script has none of it.

    With it, a run could open a file of its own that `chmod 000` closes.
    """
    header = struct.pack("Ii", _CAPABILITY_VERSION, 0)
    if libc.capset(header, bytes(24)) != 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
