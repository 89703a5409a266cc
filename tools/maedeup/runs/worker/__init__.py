"""Inside the child process: run the cells of one snippet, watched and guarded.

    task (JSON) -> enter() -> cells, one by one -> products + receipt (JSON) -> parent

A child is used once. It never returns: what it made goes through a pipe, what it printed goes to
files in its scratch folder, which the parent made and removes.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from maedeup.runs.product import Products
from maedeup.runs.receipt import Receipt
from maedeup.runs.snippet import Snippet
from maedeup.runs.worker.cells import run_cells
from maedeup.runs.worker.guard import Guard
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


def run_task(task: Task, pipe: Connection) -> None:
    """Run a snippet and send what it made; the entry point of the child process."""
    observer = Observer(Path(task.root), task.snippet, task.scratch)
    guard = Guard(task.scratch, task.snippet.options.network, observer)
    enter(task.root, task.snippet, task.scratch, task.threads)
    guard.start()
    started = time.perf_counter()
    outcome = run_cells(task.root, task.snippet, task.scratch, lambda name: pipe.send(name))
    seconds = time.perf_counter() - started
    guard.stop()
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
    )
    receipt = observer.finish(task.receipt, products)
    pipe.send(None)  # no more cells
    pipe.send_bytes(json.dumps([products.to_json(), receipt.to_json()]).encode())
    pipe.close()
