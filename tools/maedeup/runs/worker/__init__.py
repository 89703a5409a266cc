"""Inside the child process: run the cells of one snippet, watched and guarded.

    task (JSON) -> enter() -> cells, one by one -> products + receipt (JSON) -> parent

A child is used once. It never returns: what it made goes through a pipe, what it printed goes to
files in its scratch folder, which the parent made and removes.
"""

from __future__ import annotations

import ast
import contextlib
import dataclasses
import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from os import getpid  # the snippet may change the module
from pathlib import Path
from time import perf_counter as now
from typing import Any

from maedeup.runs.messages import MAX_BYTES, encode
from maedeup.runs.product import Error, Products
from maedeup.runs.receipt import Receipt
from maedeup.runs.snippet import Snippet
from maedeup.runs.unnamed import Folders
from maedeup.runs.worker.cells import Outcome, run_cells
from maedeup.runs.worker.confine import Confinement
from maedeup.runs.worker.ending import leave_fork
from maedeup.runs.worker.guard import OUTSIDE, Guard
from maedeup.runs.worker.instrument import SEEN_BY, find_words
from maedeup.runs.worker.observe import Observer
from maedeup.runs.worker.process import enter
from maedeup.runs.worker.searching import mark_searches


@dataclass(frozen=True)
class Task:
    """All that a run needs to know; plain data, so that it may travel."""

    root: str
    """Absolute path of the project."""
    snippet: Snippet
    scratch: str
    """Absolute path of an empty folder that only this run may write to."""
    threads: int
    receipt: Receipt
    """Begun by the parent: source, options, engine, Python."""
    without: Sequence[str] = ()
    """Steps of `confine` that are not tried."""
    watch: str = ""
    """`kernel` where nothing is to run that the kernel does not watch."""
    record: bool = True
    """Whether shapes are recorded; without, the code runs as it stands."""
    env: Mapping[str, str] = field(default_factory=dict)
    """Of the variables that the snippet declares, those that are set: the server's may be old."""


def run_task(task: Task, pipe: Connection, line: Connection) -> None:
    """Run a snippet and send what it made; the entry point of the child process.

    Args:
        task: what to run.
        pipe: to the parent, for what was made.
        line: to the watcher.
    """
    observer = Observer(Path(task.root), task.snippet, task.scratch)
    kernel = Confinement(line, task.without)
    for name in task.snippet.options.env:
        os.environ.pop(name, None)
    os.environ.update(task.env)
    guard = Guard(task.scratch, task.snippet.options.network, observer, kernel)
    mark_searches(observer.environment.known, observer.begin_child)
    folders = Folders(task.root, task.snippet.text, sys.path)  # it asks where folders lie
    enter(task.root, task.snippet, task.scratch, task.threads, kernel, pipe)
    guard.start()
    process, current = getpid(), [1]
    send = _sender(pipe)

    def tell(name: str) -> None:
        if getpid() == process:  # not a fork that the snippet made
            cell = task.snippet.find_cell(name)
            current[0] = cell.line if cell else 1
            send({"cell": name})

    started = now()
    if task.watch == "kernel" and not kernel.watches:
        outcome = Outcome(error=_say_unwatched(kernel), failed=True)
    else:
        outcome = run_cells(task.root, task.snippet, task.scratch, tell, task.record, guard.hook)
    if getpid() != process:
        leave_fork(outcome.error.traceback if outcome.error else None, outcome.left)
    _join_children()
    seconds = now() - started
    guard.stop()
    _tell_refusals(outcome, observer.add_seen(kernel.ask_seen()), current[0])
    products = Products(
        cells=outcome.cells,
        values=outcome.values,
        tables=outcome.tables,
        error=outcome.error,
        failed=outcome.failed,
        seconds=round(seconds, 3),
        device=observer.device_shown(),
        shown_versions=observer.shown_versions(),
        shapes=outcome.shapes,
        meanings=outcome.meanings,
    )
    products = folders.hide_in(products)
    receipt = observer.finish(task.receipt, products, kernel.watches)
    receipt = dataclasses.replace(receipt, watch="kernel" if kernel.watches else "hooks")
    if outcome.shapes and _names_tools(task.root, receipt.modules):
        outcome.seen.add("tools")
    data = {"products": products.to_data(), "receipt": receipt.to_data()}
    send(data | {"seen": sorted(outcome.seen)})
    pipe.close()


def _sender(pipe: Connection) -> Callable[[dict[str, Any]], None]:
    """Return what sends a message, or says that it is too long to be kept."""
    write = pipe.send_bytes

    def send(message: dict[str, Any]) -> None:
        data = encode(message)
        if len(data) > MAX_BYTES:
            problem = f"the run made {len(data):,} bytes; at most {MAX_BYTES:,} can be kept"
            data = encode({"error": ["TooLarge", problem]})
        write(data)

    return send


def _names_tools(root: str, modules: Iterable[str]) -> bool:
    """Say whether a helper module names what reads or watches code."""
    for path in modules:
        with contextlib.suppress(OSError, ValueError, SyntaxError):
            tree = ast.parse(Path(root, path).read_text("utf-8"))
            if find_words(tree) & SEEN_BY:
                return True
    return False


def _say_unwatched(kernel: Confinement) -> Error:
    why = "; ".join(kernel.failed) or "nothing was tried"
    return Error("Unwatched", f"the kernel cannot watch runs here (maedeup doctor): {why}", 1, "")


def _tell_refusals(outcome: Outcome, refused: Sequence[str], line: int) -> None:
    """Make a write that was refused the run's error, unless it ended with one of its own.

    C code may pass over it, as `cv2.imwrite` does: the page would show what no script makes.
    """
    if not refused:
        return
    message = f"{OUTSIDE}: {', '.join(refused)}"
    error = outcome.error
    if error is None:
        outcome.error, outcome.failed = Error("PermissionError", message, line, ""), True
    elif outcome.failed and OUTSIDE not in error.message:
        told = f"{error.message} ({message})"
        if error.type == "PermissionError":
            told = message
        outcome.error = dataclasses.replace(error, message=told)


def _join_children() -> None:
    """Wait for child processes that nobody waited for, as Python does at the end of a script.

    Pools that are open still, as joblib's, are told before that the end has come.
    """
    children = [child for child in multiprocessing.active_children() if not child.daemon]
    if children:
        shutdown: Any = getattr(threading, "_shutdown")  # noqa: B009  # typeshed does not know it
        shutdown()
    for child in children:
        child.join()
