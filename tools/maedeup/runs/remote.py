"""Runs on a Dask cluster: one task a snippet, sent as plain data, run there as here.

    parcel (text, files) -> run_parcel on a worker -> products + receipt (text) -> checked here

What comes back counts only if its receipt holds here in every line: a file that did not come along
is sent, and the run repeated.
"""

from __future__ import annotations

import json
import queue
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import uuid4

from maedeup.runs.cluster import TOPIC, ClusterError, connected, describe_worker, run_parcel
from maedeup.runs.crashed import make_crashed
from maedeup.runs.imported import find_outside
from maedeup.runs.parcel import find_needed, guess_needed, make_parcel, without_moved
from maedeup.runs.product import Error, Products
from maedeup.runs.receipt import Receipt
from maedeup.runs.run import NO_GPU, begin_receipt, compare_with, keep_result
from maedeup.runs.snippet import Snippet, code_key
from maedeup.runs.store import Entry, Result, Store
from maedeup.runs.world import World
from maedeup.text.paths import RunKey

OTHER_VERSION = ("Python changed", "maedeup changed", "a package changed")
"""Beginnings of the lines of a receipt that say that a worker is another than this machine."""
NO_WORKER_S = 30.0
"""Seconds without a worker that may run anything, after which what is left fails."""
TRIES = 2
"""Times that a run is begun, each on another worker, where a worker ends in the middle."""
ROUNDS = 12
"""Times that a run is repeated with files that it looked for and that had not come along."""
AHEAD = 3
"""Runs sent for each thread of the cluster: one that runs, and those that wait beside it."""


@dataclass
class _Flight:
    """One run under way."""

    snippet: Snippet
    paths: set[str]
    """Of the files that come along."""
    begun: list[str] = field(default_factory=list)
    """Addresses of the workers that began it."""
    rounds: int = 0
    broken: tuple[str, ...] = ()
    """Lines of the last receipt that do not hold here."""
    allowed: tuple[str, ...] = ()
    """Addresses of workers; empty: any."""
    future: Any = None


@dataclass
class _Runs:
    """All runs of one build on one cluster."""

    client: Any
    root: Path
    watch: str
    wanted: Sequence[str]
    here: Mapping[str, str]
    """`describe_worker` of where the build is."""
    tell: Callable[[str], None]
    flights: dict[str, _Flight] = field(default_factory=dict)
    """By the key that Dask knows it by."""
    good: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    """Addresses of workers, and why nothing is sent there."""
    done: queue.SimpleQueue[Any] = field(default_factory=queue.SimpleQueue)
    stranded: list[_Flight] = field(default_factory=list)
    """What no worker may run now."""
    last_good: float = field(default_factory=time.monotonic)

    def look(self) -> None:
        """Learn which workers there are, and refuse those that would make something else."""
        try:
            workers = self.client.scheduler_info(n_workers=-1)["workers"]
        except (OSError, RuntimeError, KeyError):  # a client that has lost it knows no workers
            raise ClusterError(0, "the scheduler does not answer any more") from None
        self.good = {a: found for a, found in self.good.items() if a in workers}
        new = [a for a in workers if a not in self.good and a not in self.refused]
        if new:
            said = self.client.run(describe_worker, list(self.here), workers=new, on_error="return")
            for address, there in said.items():
                if isinstance(there, BaseException):
                    self.refuse(address, f"cannot run maedeup: {type(there).__name__}: {there}")
                elif unlike := [n for n, v in self.here.items() if there.get(n) != v]:
                    change = [f"{n} {there.get(n)} there, {self.here[n]} here" for n in unlike]
                    self.refuse(address, ", ".join(change))
                else:
                    self.good[address] = workers[address]
        if self.good:
            self.last_good = time.monotonic()

    def refuse(self, address: str, why: str) -> None:
        """Send nothing to a worker any more."""
        self.good.pop(address, None)
        if address not in self.refused:
            self.refused[address] = why
            self.tell(f"worker {address} refused: {why}")

    def threads(self) -> int:
        """Return how many runs the workers can have at once."""
        return sum(found["nthreads"] for found in self.good.values())

    def find_gpus(self) -> list[str]:
        """Return the addresses of the workers that have declared one."""
        return [address for address, found in self.good.items() if found["resources"].get("GPU")]

    def send(self, flight: _Flight) -> None:
        """Send a run to the cluster."""
        parcel, files = make_parcel(
            self.root, flight.snippet, flight.paths, self.wanted, self.watch
        )
        flight.paths |= set(parcel.kinds)
        gpus = self.find_gpus() if flight.snippet.options.gpu != "none" else []
        able = gpus or list(self.good)
        if not able:
            self.stranded.append(flight)
            return
        restricted = gpus or self.refused or flight.begun
        others = [address for address in able if address not in flight.begun]
        flight.allowed = tuple(others or able) if restricted else ()
        key = f"maedeup-{uuid4().hex}"
        flight.future = self.client.submit(
            run_parcel, parcel.to_text(), files, key=key, pure=False, retries=0,
            workers=list(flight.allowed) or None, resources={"GPU": 1} if gpus else None,
        )  # fmt: skip
        self.flights[key] = flight
        flight.future.add_done_callback(self.done.put)

    def begin(self, event: tuple[float, Mapping[str, str]]) -> None:
        """Note that a worker begins a run; a third time is none."""
        _, said = event
        flight = self.flights.get(said["key"])
        if flight is None:
            return
        flight.begun.append(said["worker"])
        if len(flight.begun) == TRIES:
            self.tell(
                f"{flight.snippet.key}: worker {flight.begun[0]} ended in the middle of it;"
                f" run once more on {said['worker']}"
            )
        elif len(flight.begun) > TRIES:
            flight.future.cancel()

    def take(self, future: Any) -> Result | None:
        """Return the result of a run that is done; None where it is sent once more."""
        flight = self.flights.pop(future.key)
        if future.status == "finished":
            return self._judge(flight, future.result())
        if future.status == "error" and type(future.exception()).__name__ != "KilledWorker":
            error = future.exception()
            message = f"the cluster could not run it: {type(error).__name__}: {error}"
        elif len(flight.begun) >= TRIES:
            which = ", ".join(flight.begun[:TRIES])
            message = f"{TRIES} workers ended in the middle of it: {which}"
        else:  # it waited beside another that ended its worker
            self.look()
            self.send(flight)
            return None
        return self.fail(flight, Error("LostWorker", message[:500], 1, ""))

    def fail(self, flight: _Flight, error: Error, failed: bool = True) -> Result:
        """Return the result of a run that did not come to its end."""
        begun = begin_receipt(self.root, flight.snippet)
        return make_crashed(self.root, flight.snippet, begun, error, failed=failed)

    def _judge(self, flight: _Flight, text: str) -> Result | None:
        """Return the result if its receipt holds here; else send the run once more, or fail."""
        try:
            data = json.loads(text)
            worker = str(data["worker"])
            products = Products.from_data(data["products"])
            result = Result.now(products, Receipt.from_data(data["receipt"]))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            message = f"what the worker sent is no result: {error}"[:500]
            return self.fail(flight, Error("BrokenResult", message, 1, ""))
        # Which accelerator it is, is the worker's to say.
        receipt = without_moved(replace(result.receipt, device=None))
        world = World(self.root, code_key, self.watch)
        entry = Entry(receipt, "", result.time, 0.0)
        broken = tuple(compare_with(flight.snippet, world)(entry))
        if not broken:
            return result
        needed = find_needed(self.root, result.receipt) - flight.paths
        if any(line.startswith(OTHER_VERSION) for line in broken):
            self.refuse(worker, "; ".join(broken))
        elif flight.rounds == ROUNDS or (not needed and broken == flight.broken):
            message = f"worker {worker} found something else than is here: {'; '.join(broken)}"
            return self.fail(flight, Error("FoundElse", message[:500], 1, ""))
        flight.rounds, flight.broken, flight.begun = flight.rounds + 1, broken, []
        flight.paths |= needed
        self.send(flight)
        return None

    def resend_stranded(self) -> None:
        """Send elsewhere what waits for workers that are gone."""
        for key, flight in list(self.flights.items()):
            if flight.allowed and not set(flight.allowed) & set(self.good):
                del self.flights[key]
                flight.future.cancel()
                self.stranded.append(flight)
        stranded, self.stranded = self.stranded, []
        for flight in stranded:
            self.send(flight)


def run_on_cluster(
    executor: str,
    root: Path,
    snippets: Sequence[Snippet],
    store: Store,
    durations: Mapping[RunKey, float],
    progress: Callable[[Result], None] = lambda result: None,
    watch: str = "",
    tell: Callable[[str], None] = lambda line: None,
) -> dict[RunKey, Result]:
    """Run snippets on a Dask cluster, longest first; keep the results of those that did not fail.

    Args:
        executor: `dask=ADDRESS` of a scheduler, or `dask=local:N` for N workers here.
        root: the project's folder.
        snippets: what is to run.
        store: where results are kept.
        durations: seconds that each took the last time.
        progress: called with each result.
        watch: `kernel` where nothing is to run that the kernel does not watch.
        tell: called with what a person should know: a worker that is refused, a second try.

    Raises:
        ClusterError: there is no cluster, or it has no worker that may run anything.
    """
    waiting = sorted(snippets, key=lambda s: durations.get(s.key, float("inf")))  # last first
    results: dict[RunKey, Result] = {}
    wanted = find_outside(root, snippets)
    here = describe_worker(sorted(_packages_of(wanted)))
    with connected(executor) as client:
        runs = _Runs(client, root, watch, wanted, here, tell)
        runs.look()
        if not runs.good:
            why = Counter(runs.refused.values()).most_common(1)
            raise ClusterError(0, why[0][0] if why else "the cluster has no worker")
        client.subscribe_topic(TOPIC, runs.begin)

        def finish(result: Result) -> None:
            results[result.receipt.snippet] = result
            keep_result(store, result)
            progress(result)

        while waiting or runs.flights or runs.stranded:
            while waiting and len(runs.flights) < AHEAD * max(1, runs.threads()):
                snippet = waiting.pop()
                receipts = (entry.receipt for entry in store.entries(snippet.key))
                flight = _Flight(snippet, guess_needed(root, snippet, islice(receipts, 1)))
                if snippet.options.gpu == "required" and not runs.find_gpus():
                    message = "the snippet needs a GPU and no worker declares one"
                    finish(runs.fail(flight, Error(NO_GPU, message, 1, ""), failed=False))
                else:
                    runs.send(flight)
            try:
                is_under_way = runs.flights or runs.stranded
                future = runs.done.get(timeout=1.0) if is_under_way else None
            except queue.Empty:
                runs.look()
                runs.resend_stranded()
                if time.monotonic() - runs.last_good < NO_WORKER_S:
                    continue
                raise ClusterError(0, "no worker is left that may run anything") from None
            if future is not None and future.key in runs.flights:
                made = runs.take(future)
                if made is not None:
                    finish(made)
    return results


def _packages_of(modules: Sequence[str]) -> set[str]:
    """Return the distributions that modules are of, and all that these require."""
    from maedeup.runs.worker.environment import distributions_of, requirements_of

    tops = {name.partition(".")[0] for name in modules}
    return {r for top in tops for d in distributions_of(top) for r in requirements_of(d)}
