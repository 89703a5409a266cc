"""Dask: where a cluster is, and what its workers do. `distributed` is imported here alone.

Nothing of the project is pickled: a worker has maedeup installed, and the functions that it calls
go by their names, with plain data.
"""

from __future__ import annotations

import json
import logging
import multiprocessing
import os
import re
import shutil
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from maedeup.runs.parcel import OWN, Parcel, lay_out
from maedeup.runs.run import engine_digest, run_all
from maedeup.runs.store import Store
from maedeup.runs.world import find_version, python_version

FORM = re.compile(r"dask=(?:local:(?P<workers>[1-9]\d*)|(?P<address>[a-z]+://\S+))")
HINT = "write `dask=tcp://HOST:8786`, the address of a running scheduler, or `dask=local:2`"
PYTHON, ENGINE = "Python", "maedeup's engine"
TOPIC = "maedeup"
"""Under which a worker says that it begins a run."""
ANSWER_S = 10.0
"""Seconds within which a scheduler answers."""

_turn = threading.Lock()
"""Held while a worker runs anything: its runs are all forked from one warm server."""


class ClusterError(OSError):
    """There is no cluster that could run anything; the text says why."""


def run_parcel(text: str, files: Mapping[str, bytes]) -> str:
    """Run a snippet on the worker that this is called on; return what it made as text."""
    from distributed import get_worker

    worker = get_worker()
    parcel = Parcel.from_text(text)
    root = Path(worker.local_directory).resolve() / "project"
    with _turn:
        worker.log_event(TOPIC, {"key": worker.get_current_task(), "worker": worker.address})
        # A nanny's children are daemons, which may start no process: those end with their parent.
        # Runs end with the server that they are forked from, and that with this process.
        process: Any = multiprocessing.current_process()
        process._config["daemon"] = False
        for name in parcel.env:
            os.environ.pop(name, None)
        os.environ.update({name: v for name, v in parcel.env.items() if v is not None})
        root.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(root / OWN / "store", ignore_errors=True)
        lay_out(root, parcel, files)
        made = run_all(
            root, [parcel.snippet], Store(root / OWN / "store"), 1, {},
            keep_warm=True, watch=parcel.watch, wanted=parcel.wanted,
        )  # fmt: skip
    result = made[parcel.snippet.key]
    fields = {
        "worker": worker.address, "products": result.products.to_data(),
        "receipt": result.receipt.to_data(),
    }  # fmt: skip
    return json.dumps(fields)


def describe_worker(names: Sequence[str]) -> dict[str, str]:
    """Return what must be the same here and on a worker: Python, maedeup, these packages."""
    own = {PYTHON: python_version(), ENGINE: engine_digest()[:12]}
    return own | {name: find_version(name) or "not installed" for name in names if name not in own}


def say_wrong(executor: str) -> str:
    """Return what a setting of the executor should be; empty where it is that."""
    return "" if FORM.fullmatch(executor) else HINT


@contextmanager
def connected(executor: str) -> Iterator[Any]:
    """Yield a client of a cluster, which is ended with it where it was started for this.

    Raises:
        ClusterError: there is none.
    """
    found = FORM.fullmatch(executor)
    if found is None:
        raise ClusterError(0, f"unknown executor: {executor}")
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        raise ClusterError(0, 'distributed is not installed: pip install "maedeup[dask]"') from None
    for name in ("distributed", "distributed.client"):  # what matters is told by `ClusterError`
        logging.getLogger(name).setLevel(logging.CRITICAL)
    if found["workers"]:
        cluster = LocalCluster(
            n_workers=int(found["workers"]), threads_per_worker=1, processes=True,
            memory_limit=0, dashboard_address=":0", silence_logs=logging.CRITICAL,
        )  # fmt: skip
        with cluster, Client(cluster) as client:
            yield client
        return
    try:
        client = Client(found["address"], timeout=ANSWER_S, set_as_default=False)
    except (OSError, ValueError) as error:
        why = str(error).partition("\n")[0] or type(error).__name__
        raise ClusterError(0, f"{found['address']} does not answer: {why}") from None
    with client:
        yield client
