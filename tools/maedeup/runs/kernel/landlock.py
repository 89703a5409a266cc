"""Landlock: writes below a few folders only, by whatever code; signals to the run's own alone.

Source: landlock(7), https://docs.kernel.org/userspace-api/landlock.html
"""

from __future__ import annotations

import contextlib
import os
import struct

from maedeup.runs.kernel.calls import (
    LANDLOCK_ADD,
    LANDLOCK_CREATE,
    LANDLOCK_RESTRICT,
    call_kernel,
    forbid_new_privileges,
)

WRITE_FILE, REMOVE_DIR, REMOVE_FILE = 1 << 1, 1 << 4, 1 << 5
MAKE_ANY = sum(1 << bit for bit in range(6, 13))
"""Devices, folders, files, sockets, pipes, blocks, symbolic links."""
REFER, TRUNCATE = 1 << 13, 1 << 14
SCOPE_SIGNALS = 1 << 1

ABI_REFER, ABI_TRUNCATE, ABI_NETWORK, ABI_SCOPES = 2, 3, 4, 6

_VERSION, _PATH_BENEATH = 1, 1

SHARED_MEMORY = "/dev/shm"  # semaphores and shared tensors
DEVICES = (
    "/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom", "/dev/tty", "/dev/ptmx",
    "/dev/pts", "/dev/dri", "/dev/kfd", "/dev/dxg",
)  # fmt: skip
"""Writing to these changes no file, nor to `/dev/nvidia…`; a GPU is spoken to by its device."""


def find_abi() -> int:
    """Return the version of Landlock that this kernel has.

    Raises:
        OSError: it has none, or does not use it.
    """
    return call_kernel(LANDLOCK_CREATE, None, 0, _VERSION)


def confine(scratch: str) -> int:
    """Refuse this process and all that it starts every write outside; return Landlock's version.

    Raises:
        OSError: there is no Landlock here.
    """
    abi = find_abi()
    folder = WRITE_FILE | REMOVE_DIR | REMOVE_FILE | MAKE_ANY
    file = WRITE_FILE
    if abi >= ABI_REFER:
        folder |= REFER
    if abi >= ABI_TRUNCATE:
        folder, file = folder | TRUNCATE, file | TRUNCATE
    attributes = struct.pack("Q", folder)
    if abi >= ABI_NETWORK:
        attributes += struct.pack("Q", 0)  # which ports matter to nobody: addresses do
    if abi >= ABI_SCOPES:
        attributes += struct.pack("Q", SCOPE_SIGNALS)
    rules = call_kernel(LANDLOCK_CREATE, attributes, len(attributes), 0)
    try:
        for path in (scratch, SHARED_MEMORY):
            _allow(rules, path, folder)
        cards = [f"/dev/{name}" for name in os.listdir("/dev") if name.startswith("nvidia")]  # noqa: PTH208
        for device in (*DEVICES, *cards):
            _allow(rules, device, file)
        forbid_new_privileges()
        call_kernel(LANDLOCK_RESTRICT, rules, 0)
    finally:
        os.close(rules)
    return abi


def _allow(rules: int, path: str, rights: int) -> None:
    with contextlib.suppress(FileNotFoundError):
        at = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            call_kernel(LANDLOCK_ADD, rules, _PATH_BENEATH, struct.pack("=Qi", rights, at), 0)
        finally:
            os.close(at)
