"""Inside the child process: run the cells of one snippet, watched and guarded.

    task (JSON) -> enter() -> cells, one by one -> products + receipt (JSON) -> parent

A child is used once. It never returns: what it made goes through a pipe, what it printed goes to
files in its scratch folder, which the parent made and removes.
"""

from __future__ import annotations

import ast
import contextlib
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from os import _exit, getpid  # the snippet may change the module
from pathlib import Path
from typing import Any

from maedeup.runs.messages import MAX_BYTES, encode
from maedeup.runs.product import Products
from maedeup.runs.receipt import Receipt
from maedeup.runs.snippet import Snippet
from maedeup.runs.worker.cells import Outcome, run_cells
from maedeup.runs.worker.guard import Guard
from maedeup.runs.worker.instrument import SEEN_BY, find_words
from maedeup.runs.worker.observe import Observer
from maedeup.runs.worker.process import enter


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
    record: bool = True
    """Whether shapes are recorded; without, the code runs as it stands."""


def run_task(task: Task, pipe: Connection) -> None:
    """Run a snippet and send what it made; the entry point of the child process."""
    observer = Observer(Path(task.root), task.snippet, task.scratch)
    guard = Guard(task.scratch, task.snippet.options.network, observer)
    enter(task.root, task.snippet, task.scratch, task.threads)
    send = _sender(pipe)
    guard.start()
    started = time.perf_counter()
    outcome = run_cells(
        task.root, task.snippet, task.scratch, lambda name: send({"cell": name}), task.record
    )
    seconds = time.perf_counter() - started
    guard.stop()
    products = _products(outcome, observer, round(seconds, 3))
    receipt = observer.finish(task.receipt, products)
    if outcome.shapes and _names_tools(task.root, receipt.modules):
        outcome.seen.add("tools")
    send(
        {
            "products": products.to_data(),
            "receipt": receipt.to_data(),
            "seen": sorted(outcome.seen),
        }
    )
    pipe.close()


def _sender(pipe: Connection) -> Callable[[dict[str, Any]], None]:
    """Return what sends a message from this process; in one that the snippet forked it ends it."""
    own, write = getpid(), pipe.send_bytes

    def send(message: dict[str, Any]) -> None:
        if getpid() != own:
            if "products" in message:  # the copy has come to its end, too
                _exit(0)
            return
        data = encode(message)
        if len(data) > MAX_BYTES:
            problem = f"the run made {len(data):,} bytes; at most {MAX_BYTES:,} can be kept"
            data = encode({"error": ["TooLarge", problem]})
        write(data)

    return send


def _products(outcome: Outcome, observer: Observer, seconds: float) -> Products:
    return Products(
        cells=outcome.cells,
        values=outcome.values,
        tables=outcome.tables,
        error=outcome.error,
        failed=outcome.failed,
        seconds=seconds,
        device=observer.device_shown(),
        shown_versions=observer.shown_versions(),
        shapes=outcome.shapes,
    )


def _names_tools(root: str, modules: Iterable[str]) -> bool:
    """Say whether a helper module names what reads or watches code."""
    for path in modules:
        with contextlib.suppress(OSError, ValueError, SyntaxError):
            tree = ast.parse(Path(root, path).read_text("utf-8"))
            if find_words(tree) & SEEN_BY:
                return True
    return False
