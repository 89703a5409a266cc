"""Memory in large pages: a fork copies one entry of a table for each, not five hundred.

Source: madvise(2), https://docs.kernel.org/admin-guide/mm/transhuge.html
"""

from __future__ import annotations

import contextlib
import ctypes
from pathlib import Path

from maedeup.runs.kernel.calls import libc

COLLAPSE = 25
"""`MADV_COLLAPSE`, since Linux 6.1; Python has no name for it."""

OWN = ("", "[heap]")
"""What is behind memory that no file is."""


def gather() -> None:
    """Lay what this process holds out in large pages, as far as the kernel will."""
    madvise = libc.madvise
    madvise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    with contextlib.suppress(OSError):
        for row in Path("/proc/self/maps").read_text("utf-8", "surrogateescape").splitlines():
            place, rights, _, _, _, *file = row.split(maxsplit=5)
            if rights == "rw-p" and "".join(file) in OWN:
                start, end = (int(number, 16) for number in place.split("-"))
                madvise(start, end - start, COLLAPSE)
