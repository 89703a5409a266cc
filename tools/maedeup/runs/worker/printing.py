"""Where a run prints: to files that the worker reads, by streams that are Python's own."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import io
import os
import sys
from collections.abc import Callable
from typing import Any, ClassVar

OF_THE_LOCALE = "surrogateescape"
"""What Python does in the locale of all runs with what cannot be encoded."""


def redirect(scratch: str) -> None:
    """Send file descriptors 1 and 2 to files: C code and child processes print there as well."""
    for fd, name in ((1, "stdout"), (2, "stderr")):
        handle = os.open(f"{scratch}/{name}", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(handle, fd)
        os.close(handle)
        stream = _open_stream(fd, name)
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    with contextlib.suppress(OSError, ValueError):  # C code prints line by line, as in a terminal
        libc, by_line = ctypes.CDLL(None), 1
        libc.setvbuf(ctypes.c_void_p.in_dll(libc, "stdout"), None, by_line, 0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    stdin: Any = open(0, encoding="utf-8", errors=OF_THE_LOCALE, closefd=False)  # noqa: SIM115
    stdin.buffer.raw.name = "<stdin>"
    for name in ("stdin", "__stdin__"):
        setattr(sys, name, stdin)


class OrderedFile(io.FileIO):
    """Where `sys.stdout` or `sys.stderr` write: says when the other one was written to before.

    What a script looks at is above it, and of Python's own kind; below a pipe looks no other.
    """

    last: ClassVar[object] = None
    """The first that was written to since what came before was taken."""
    errors: ClassVar[object] = None
    """The one of `sys.stderr`."""
    switched: ClassVar[Callable[..., None]] = lambda flush=True: None

    @classmethod
    def stay_unseen(cls) -> None:
        """Have no such method from now on: who traces or profiles would see its calls."""
        if "write" in vars(cls):
            cls.switched()
            del cls.write

    def write(self, data: Any, /) -> int:
        """Write bytes, behind what the other stream was given before."""
        if OrderedFile.last is not self:
            OrderedFile.switched()
            OrderedFile.last = self
        return super().write(data)

    def seekable(self) -> bool:
        """Deny it, as a pipe does."""
        return False

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Refuse, as a pipe does."""
        raise OSError(errno.ESPIPE, os.strerror(errno.ESPIPE))

    def tell(self) -> int:
        """Refuse, as a pipe does."""
        return self.seek(0)


OrderedFile.__module__, OrderedFile.__qualname__ = "_io", "FileIO"


def _open_stream(fd: int, name: str) -> io.TextIOWrapper:
    """Return what stands for `sys.stdout` or `sys.stderr`: what came first is written first."""
    raw: Any = OrderedFile(fd, "w", closefd=False)
    raw.name = f"<{name}>"
    at_once = name == "stderr"
    if at_once:
        OrderedFile.errors = raw
    buffer = io.BufferedWriter(raw, 1 if at_once else io.DEFAULT_BUFFER_SIZE)
    stream = io.TextIOWrapper(
        buffer, "utf-8", "backslashreplace" if at_once else OF_THE_LOCALE,
        line_buffering=True, write_through=at_once,
    )  # fmt: skip
    vars(stream)["mode"] = "w"
    return stream
