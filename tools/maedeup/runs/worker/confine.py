"""Ask the kernel to watch and to guard this process, step by step, and say what could not be had.

    cut_network() -> guard_files() -> watch() -> the run -> ask_seen()

The order matters: a user namespace is for a process with one thread, and what is set up before
`watch` is none of the run's business.
"""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from json import loads as read_json  # the snippet may change the module
from multiprocessing.connection import Connection
from typing import Any

from maedeup.runs.kernel.lines import as_socket

if sys.platform == "linux":
    from maedeup.runs.kernel import landlock, namespaces, seccomp


@dataclass
class Confinement:
    """What the kernel does for this run."""

    line: Connection
    """To the watcher."""
    without: Sequence[str] = ()
    """Steps that are not even tried: `namespaces`, `landlock`, `seccomp`."""
    failed: list[str] = field(default_factory=list)
    """What could not be had, and why."""
    watches: bool = False
    guards_files: bool = False
    guards_signals: bool = False
    guards_network: bool = False

    def cut_network(self) -> None:
        """Leave loopback alone, if a network of its own can be had."""
        self.guards_network = self._try("namespaces", _cut_network) is not None

    def guard_files(self, scratch: str) -> None:
        """Let nothing be written outside, and no signal leave the run."""
        version = self._try("landlock", lambda: landlock.confine(scratch))
        self.guards_files = version is not None
        self.guards_signals = version is not None and version >= landlock.ABI_SCOPES

    def watch(self, network: bool) -> None:
        """Hand all that is opened and asked to the watcher, and what no other step guards.

        Args:
            network: whether the run may send to other machines.
        """
        judges_network = not network and not self.guards_network
        line = self.line.fileno()
        listen: Callable[[], int] = lambda: seccomp.listen(  # noqa: E731  # tried as it stands
            judges_network, not self.guards_signals, line
        )
        listener = self._try("seccomp", listen)
        if listener is not None:
            self.line.send_bytes(b"listener")
            with as_socket(self.line) as end:
                socket.send_fds(end, [b"L"], [listener])
            os.close(listener)
            self.watches = self.guards_files = self.guards_signals = self.guards_network = True

    def ask_seen(self) -> dict[str, Any]:
        """Return what the watcher saw; nothing when there is none."""
        if not self.watches:
            return {}
        self.line.send_bytes(b"seen")
        seen: dict[str, Any] = read_json(self.line.recv_bytes())
        if seen["blind"]:
            self.watches = False
            self.failed.append(f"seccomp: {seen['blind']}")
        return seen

    def _try(self, step: str, ask: Callable[[], int | None]) -> int | None:
        """Return what a step gives, -1 for nothing, None when it cannot be had."""
        if sys.platform != "linux":
            self.failed.append(f"{step}: not on {sys.platform}")
        elif step in self.without:
            self.failed.append(f"{step}: left out")
        else:
            try:
                given = ask()
            except (OSError, AttributeError) as error:  # a C library without the function
                self.failed.append(f"{step}: {getattr(error, 'strerror', None) or error}")
            else:
                return -1 if given is None else given
        return None


def _cut_network() -> None:
    if why := namespaces.find_hindrance():
        raise OSError(0, why)
    namespaces.cut_network()
