"""Descriptors sent over a `multiprocessing` connection, by the very descriptor that it has.

`multiprocessing.reduction` sends over a copy, whose number the filter does not know.
"""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from multiprocessing.connection import Connection


@contextlib.contextmanager
def as_socket(line: Connection) -> Iterator[socket.socket]:
    """Return a connection's descriptor as a socket; the connection stays open."""
    end = socket.socket(fileno=line.fileno())
    try:
        yield end
    finally:
        end.detach()
