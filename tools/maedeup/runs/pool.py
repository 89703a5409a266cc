"""Fresh processes from a warm server: a `concurrent.futures.Executor` that isolates each task."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import select
import signal
import socket
import sys
import threading
import types
import weakref
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing import connection, forkserver, resource_tracker, spawn, util
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from maedeup.runs import waiting
from maedeup.runs.store import write_whole
from maedeup.runs.surroundings import bare_interpreter
from maedeup.runs.worker import server
from maedeup.runs.worker.colours import fill_style
from maedeup.runs.worker.figures import STYLE

COMMAND = """import sys
started = [name for name in sys.modules if name != "linecache"]  # 3.13 has it for this text
del sys.path[0]  # the folder that the command happens to stand in
from maedeup.runs import held
held.begin(started)
from maedeup.runs.worker.server import serve
serve({control}, {preload}, {for_many})"""
MANY = 16
"""Runs from which on a server lays its memory out anew, for forks at half their cost."""
ALIVE: weakref.WeakSet[IsolatedExecutor] = weakref.WeakSet()
"""Every executor that may have runs."""


def end_all() -> None:
    """End every run of this process."""
    for executor in list(ALIVE):
        executor.shutdown(wait=False)


@dataclass
class _Server:
    """The warm process that this one's runs are forked from."""

    pid: int
    reason: str
    """Digest of all that it was started for."""
    held: set[str] | None
    """Modules that it holds; None: it is bare."""
    line: socket.socket
    is_child: bool
    """Whether this process started it."""

    def holds(self, modules: set[str] | None) -> bool:
        """Say whether it holds all of these; a bare one is what it is."""
        if modules is None or self.held is None:
            return modules is self.held
        return modules <= self.held

    def has_ended(self) -> bool:
        """Say whether it has: it says nothing unasked, so that all there can be is the end."""
        poll = select.poll()
        poll.register(self.line, select.POLLIN)
        return bool(poll.poll(0))


class IsolatedExecutor(Executor):
    """Runs each task in a fresh process, `jobs` at a time; a crash ends that task alone.

    `concurrent.futures.ProcessPoolExecutor` does not do: one dead worker breaks the whole pool.
    """

    _current: _Server | None = None
    """The running server, of all executors of this process."""

    def __init__(
        self,
        jobs: int,
        threads: int,
        preload: Sequence[str] | None,
        cache_folder: Path,
        keep_warm: bool = False,
        linger_s: float = 0,
        n_runs: int = 1,
    ) -> None:
        """Start the server, or take the one that an earlier executor or command kept.

        Args:
            jobs: processes at a time.
            threads: of the numeric libraries in each.
            preload: modules that the server imports once for all; None: it may hold no module.
            cache_folder: where matplotlib may keep its list of fonts.
            keep_warm: leave the server to the next executor.
            linger_s: how long it waits for the next command, where nothing keeps it from that.
            n_runs: how many there will be, as far as is known.
        """
        self.threads = threads
        self._keep_warm = keep_warm
        self._linger_s = linger_s if preload is not None and waiting.may_wait() else 0
        self._root = cache_folder.parents[1]
        self._threads = ThreadPoolExecutor(jobs, thread_name_prefix="maedeup-run")
        self._running: set[int] = set()
        ALIVE.add(self)
        self._lock = threading.Lock()
        self._closed = False
        self._server: _Server | None = None
        # Fork is safe where the server that forks is bare and has one thread.
        method = "forkserver" if sys.platform == "linux" else "spawn"
        self._context: Any = multiprocessing.get_context(method)
        environment = _server_environment(threads, cache_folder)
        if method == "forkserver":
            self._start_server(environment, None if preload is None else set(preload), n_runs)
        else:
            os.environ.update(environment)

    def _start_server(
        self, environment: dict[str, str], preload: set[str] | None, n_runs: int
    ) -> None:
        with bare_interpreter(environment):
            reason = waiting.digest_reason(self._root)
            current = IsolatedExecutor._current
            if current is not None and (current.reason != reason or current.has_ended()):
                current = None
            if current is not None and current.holds(preload):
                self._server = current
                return
            self._stop_server()
            if current is not None and self._keep_warm:  # what comes next may want it again
                preload = _join(preload, current.held)
            lent = waiting.borrow(reason) if self._linger_s else None
            if lent is not None:
                line, pid, held = lent
                current = _Server(pid, reason, held, line, is_child=False)
                if current.holds(preload):
                    _lend(line, pid)
                else:
                    line.close()
                    lent, preload = None, _join(preload, held)
            if lent is None or current is None:
                current = _start(reason, preload, n_runs)
            self._server = IsolatedExecutor._current = current

    def is_lost(self) -> bool:
        """Say whether the server has ended, and with it all that it had started."""
        return self._server is not None and (
            IsolatedExecutor._current is not self._server or self._server.has_ended()
        )

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run `fn(*args)`; a function that starts processes by `start`."""
        return self._threads.submit(fn, self, *args, **kwargs)

    def start(self, target: Callable[..., None], *args: Any) -> Any:
        """Start a process and note it, so that `shutdown` can end it."""
        process = self._context.Process(target=target, args=args, daemon=False)
        with self._lock:
            if self._closed:
                raise RuntimeError("the executor is shut down")
            with _bare_main():
                process.start()
            if self.is_lost():  # this one is of another server, and not a warm one
                kill_group(process.pid)
                raise OSError("the server has ended")
            self._running.add(process.pid)
        return process

    def pipe(self) -> tuple[Connection, Connection]:
        """Return the two ends of a one-way pipe: reader, writer."""
        reader, writer = self._context.Pipe(duplex=False)
        return reader, writer

    def line(self) -> tuple[Connection, Connection]:
        """Return the two ends of a two-way pipe: the watcher's, the run's."""
        ours, theirs = self._context.Pipe(duplex=True)
        return ours, theirs

    def end(self, process: Any) -> None:
        """Kill a process with all that it started, and forget it."""
        kill_group(process.pid)
        process.join()
        with self._lock:
            self._running.discard(process.pid)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End every process that still runs; none is left behind."""
        with self._lock:
            self._closed = True
            running = list(self._running)
        for pid in running:
            kill_group(pid)
        self._threads.shutdown(wait=wait, cancel_futures=True)
        if not self._keep_warm:
            self._stop_server(0 if running else self._linger_s)

    def _stop_server(self, linger_s: float = 0) -> None:
        """End the server, or with `linger_s` leave it to the next command."""
        current, IsolatedExecutor._current = IsolatedExecutor._current, None
        if current is None:
            return
        pool: Any = forkserver._forkserver
        current.line.settimeout(None if current.is_child else server.PATIENCE_S)
        if linger_s:
            with contextlib.suppress(OSError):
                current.line.sendall(waiting.ask_to_wait(current.reason, linger_s, self._root))
        os.close(pool._forkserver_alive_fd)
        Path(pool._forkserver_address).unlink(missing_ok=True)
        vars(pool).pop("ensure_running")
        pool._forkserver_alive_fd = pool._forkserver_address = pool._forkserver_pid = None
        with contextlib.suppress(OSError):
            stays = current.line.recv(server.MOST) == server.YES  # nothing: it has ended
            if current.is_child and not stays:
                os.waitpid(current.pid, 0)
        current.line.close()


def _join(some: set[str] | None, others: set[str] | None) -> set[str] | None:
    return some if some is None or others is None else some | others


def _start(reason: str, preload: set[str] | None, n_runs: int) -> _Server:
    """Start a server."""
    ours, theirs = socket.socketpair()
    with theirs:
        code = COMMAND.format(
            control=theirs.fileno(), preload=sorted(preload or ()), for_many=n_runs >= MANY
        )
        python = os.fsencode(spawn.get_executable())
        start: Any = util.spawnv_passfds
        pid = start(python, [python, b"-c", os.fsencode(code)], [theirs.fileno()])
    _lend(ours, pid)
    return _Server(pid, reason, preload, ours, is_child=True)


def _lend(line: socket.socket, pid: int) -> None:
    """Have a server fork for this process, by `multiprocessing`'s own client."""
    resource_tracker.ensure_running()
    pool: Any = forkserver._forkserver
    address = connection.arbitrary_address("AF_UNIX")  # type: ignore[attr-defined]
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(address)
        Path(address).chmod(0o600)
        listener.listen()
        alive, ours = os.pipe()
        socket.send_fds(line, [server.LEND], [listener.fileno(), alive])
        os.close(alive)
    pool._forkserver_address, pool._forkserver_alive_fd, pool._forkserver_pid = address, ours, pid
    pool.ensure_running = lambda: None  # whether it does, `is_lost` says


def _server_environment(threads: int, cache_folder: Path) -> dict[str, str]:
    """Return what must stand in the environment before numpy, torch and matplotlib are imported."""
    cache_folder.mkdir(parents=True, exist_ok=True)
    style, filled = cache_folder / STYLE.name, fill_style(STYLE.read_text("utf-8")).encode()
    if not style.is_file() or style.read_bytes() != filled:
        write_whole(style, filled)
    count = str(threads)
    return {
        "OMP_NUM_THREADS": count,
        "MKL_NUM_THREADS": count,
        "OPENBLAS_NUM_THREADS": count,
        "MATPLOTLIBRC": str(style),
        "MPLCONFIGDIR": str(cache_folder),
        "MPLBACKEND": "agg",
    }


@contextlib.contextmanager
def _bare_main() -> Iterator[None]:
    """Hide `__main__` from multiprocessing, which would import mkdocs or pytest in each child."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def kill_group(pid: int) -> None:
    """Kill a child and its own children; it leads a process group of its own."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, signal.SIGKILL)
