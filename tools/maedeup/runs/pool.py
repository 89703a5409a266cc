"""Fresh processes from a warm server: a `concurrent.futures.Executor` that isolates each task."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import sysconfig
import threading
import types
import weakref
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from maedeup.runs.store import write_whole
from maedeup.runs.surroundings import bare_interpreter
from maedeup.runs.worker.colours import fill_style
from maedeup.runs.worker.figures import STYLE

AROUND = ("PYTHONPATH", "LD_PRELOAD", "LD_LIBRARY_PATH", "PATH", "CUDA_VISIBLE_DEVICES")
"""Variables of this process that a run sees, or that decide what code it has."""
ALIVE: weakref.WeakSet[IsolatedExecutor] = weakref.WeakSet()
"""Every executor that may have runs."""


def end_all() -> None:
    """End every run of this process."""
    for executor in list(ALIVE):
        executor.shutdown(wait=False)


class IsolatedExecutor(Executor):
    """Runs each task in a fresh process, `jobs` at a time; a crash ends that task alone.

    `concurrent.futures.ProcessPoolExecutor` does not do: one dead worker breaks the whole pool.
    """

    _warm: tuple[object, set[str] | None] | None = None
    """What the running server was started for, and the modules that it holds; None: it is bare."""

    def __init__(
        self,
        jobs: int,
        threads: int,
        preload: Sequence[str] | None,
        cache_folder: Path,
        keep_warm: bool = False,
    ) -> None:
        """Start the server, or take the one that an earlier executor kept.

        Args:
            jobs: processes at a time.
            threads: of the numeric libraries in each.
            preload: modules that the server imports once for all; None: it may hold no module.
            cache_folder: where matplotlib may keep its list of fonts.
            keep_warm: leave the server to the next executor.
        """
        self.threads = threads
        self._keep_warm = keep_warm
        self._threads = ThreadPoolExecutor(jobs, thread_name_prefix="maedeup-run")
        self._running: set[int] = set()
        ALIVE.add(self)
        self._lock = threading.Lock()
        self._closed = False
        self._server: int | None = None
        # Fork is safe where the server that forks is bare and has one thread.
        method = "forkserver" if sys.platform == "linux" else "spawn"
        self._context: Any = multiprocessing.get_context(method)
        environment = _server_environment(threads, cache_folder)
        if method == "forkserver":
            self._start_server(environment, None if preload is None else set(preload))
        else:
            os.environ.update(environment)

    def _start_server(self, environment: dict[str, str], preload: set[str] | None) -> None:
        server: Any = forkserver._forkserver
        warm = IsolatedExecutor._warm
        around = tuple(os.environ.get(name) for name in AROUND)
        reason = (tuple(environment.items()), _installed(), around)
        alive = not _has_ended(server._forkserver_pid)
        held = warm[1] if warm is not None and warm[0] == reason else None
        fits = preload <= held if preload is not None and held is not None else preload is held
        if warm is not None and warm[0] == reason and fits and alive:
            self._server = server._forkserver_pid
            return
        self._stop_server()
        if preload is not None and held is not None and self._keep_warm:
            preload = preload | held  # what comes next may want again what came before
        environment = environment | {"MAEDEUP_PRELOAD": " ".join(sorted(preload or ()))}
        self._context.set_forkserver_preload(["maedeup.runs.worker", "maedeup.runs.worker.preload"])
        with bare_interpreter(environment):
            server.ensure_running()
        IsolatedExecutor._warm = (reason, preload)
        self._server = server._forkserver_pid

    def is_lost(self) -> bool:
        """Say whether the server has ended, and with it all that it had started."""
        server: Any = forkserver._forkserver
        return self._server is not None and (
            server._forkserver_pid != self._server or _has_ended(self._server)
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
            self._stop_server()

    def _stop_server(self) -> None:
        server: Any = forkserver._forkserver
        IsolatedExecutor._warm = None
        if server._forkserver_pid is not None:
            server._stop()  # closing its pipe is how the standard library's own tests stop it


def _has_ended(pid: int | None) -> bool:
    """Say whether a child has ended, and leave it to whoever waits for it."""
    if pid is None or not hasattr(os, "waitid"):
        return pid is None
    try:
        return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
    except ChildProcessError:
        return True


def _installed() -> tuple[int, ...]:
    """Tell one state of the installed packages from the next: what is warm must not be old."""
    folders = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    return tuple(Path(folder).stat().st_mtime_ns for folder in sorted(folders))


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
