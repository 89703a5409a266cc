"""Jupyter's own kernels, each in a fresh fork of one process that has imported what most import.

Run as a script it is that process: it imports, then forks a kernel for each line it is sent. Each
kernel is ipykernel's, started as Jupyter starts it, with its own namespace, folder and connection.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import nbclient
import nbformat
from jupyter_client.manager import AsyncKernelManager

STUB = """
import json, os, socket, sys
line = socket.socket(socket.AF_UNIX)
line.connect(sys.argv[1])
line.sendall(json.dumps([sys.argv[2], os.getcwd()]).encode() + b"\\n")
line.recv(1)
"""
"""What Jupyter starts and waits for in the place of a kernel: it asks for one and ends with it."""


def serve(address: str, modules: list[str]) -> None:
    """Import modules, then fork a kernel for each connection, until the parent ends."""
    for module in modules:
        __import__(module)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    server = socket.socket(socket.AF_UNIX)
    server.bind(address)
    server.listen()
    print("ready", flush=True)
    while True:
        line, _ = server.accept()
        if os.fork() == 0:
            server.close()
            connection, folder = json.loads(line.makefile().readline())
            os.chdir(folder)
            sys.path[0] = ""
            sys.argv[:] = ["ipykernel_launcher", "-f", connection]
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            from ipykernel.kernelapp import launch_new_instance

            launch_new_instance()
            os._exit(0)  # closes the line, by which the stub ends
        line.close()


class Kernels:
    """Starts kernels and runs notebooks in them."""

    def __init__(self, modules: list[str], environment: Mapping[str, str]) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="kernels-")
        self._address = f"{self._folder.name}/socket"
        self._server = subprocess.Popen(
            [sys.executable, __file__, self._address, *modules],
            env=dict(environment), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            start_new_session=True,
        )  # fmt: skip
        assert self._server.stdout is not None
        assert self._server.stdout.readline() == "ready\n"

    def run(self, notebook: nbformat.NotebookNode, folder: Path) -> nbformat.NotebookNode:
        """Run a notebook from its top, in a folder; raise where a cell fails that may not."""
        address = self._address

        class Manager(AsyncKernelManager):
            def format_kernel_cmd(self, extra_arguments: list[str] | None = None) -> list[str]:
                return [sys.executable, "-I", "-S", "-c", STUB, address, self.connection_file]

        client = nbclient.NotebookClient(
            notebook,
            timeout=120,
            kernel_manager_class=Manager,
            resources={"metadata": {"path": str(folder)}},
        )
        client.execute()
        return notebook

    def end(self) -> None:
        """End the process and every kernel that is left."""
        os.killpg(self._server.pid, signal.SIGKILL)
        self._server.communicate()  # waits, and closes the line
        self._folder.cleanup()


if __name__ == "__main__":
    serve(sys.argv[1], sys.argv[2:])
