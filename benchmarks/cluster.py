"""What a Dask cluster costs and gives: generated snippets on workers, against as many jobs here.

Each snippet waits and computes nothing, so that what is measured is the way there and back; with
`--busy` it computes. Workers and jobs are warm.
Then a simulation: the schedule (longest first, sent by one client one after the other) of this
vault, from the durations that its results have, and of 10,000 snippets drawn from them.

    python benchmarks/cluster.py [--snippets 400] [--seconds 0.2] [--busy] [--simulate-only]
"""

from __future__ import annotations

import argparse
import contextlib
import heapq
import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from maedeup.build import read
from maedeup.hosts.settings import load_settings
from maedeup.runs.remote import run_on_cluster
from maedeup.runs.run import run_all
from maedeup.runs.snippet import Snippet
from maedeup.runs.store import Result, Store

OVERHEAD_S = 0.015
"""At most, for each snippet on one worker beyond one job here."""
SPEED_UP = 0.85
"""At least, of two workers against two jobs here."""
ROOT = Path(__file__).parents[1]
WAIT = "# %% wait\nimport time\n\nimport helper\n\ntime.sleep({seconds})\nnumber = {number}\n"
BUSY = """# %% compute
import time

import helper

while time.thread_time() < {seconds}:
    pass
number = {number}
"""


def make(root: Path, count: int, seconds: float, busy: bool) -> list[Snippet]:
    """Write a project of snippets that import one helper; return them."""
    for folder in ("docs", "snippets"):
        (root / folder).mkdir(parents=True)
    (root / "docs/index.md").write_text("# t\n")
    (root / "mkdocs.yml").write_text("site_name: t\nplugins: [maedeup]\n")
    (root / "snippets/helper.py").write_text("x = 1\n")
    for number in range(count):
        text = (BUSY if busy else WAIT).format(seconds=seconds, number=number)
        (root / f"snippets/s{number}.py").write_text(text)
    return list(read(load_settings(root)).snippets.values())


@contextlib.contextmanager
def workers(count: int) -> Iterator[str]:
    """Start workers of one thread each; yield the setting of `executor`."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=count, threads_per_worker=1, memory_limit=0, dashboard_address=":0",
        silence_logs=50,
    ) as cluster:  # fmt: skip
        yield f"dask={cluster.scheduler_address}"


def measure(run: Callable[[Sequence[Snippet]], dict[str, Result]], snippets: Sequence[Snippet]
            ) -> tuple[float, float]:  # fmt: skip
    """Return seconds on the wall and of this process, after a few runs that warm all up."""
    run(snippets[:4])
    wall, own = time.monotonic(), time.process_time()
    made = run(snippets)
    assert len(made) == len(snippets)
    assert not any(result.products.failed for result in made.values())
    return time.monotonic() - wall, time.process_time() - own


def compare(count: int, seconds: float, busy: bool) -> float:
    """Print what workers and jobs take; return the client's own seconds for each snippet."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve() / "project"
        snippets = make(root, count, seconds, busy)
        times = {}
        for jobs in (1, 2):

            def run_here(some: Sequence[Snippet], jobs: int = jobs) -> dict[str, Result]:
                return dict(run_all(root, some, Store(root / f"h{jobs}"), jobs, {}, keep_warm=True))

            times["here", jobs] = measure(run_here, snippets)
            with workers(jobs) as executor:

                def run_there(
                    some: Sequence[Snippet], to: str = executor, store: Path = root / f"t{jobs}"
                ) -> dict[str, Result]:
                    return dict(run_on_cluster(to, root, some, Store(store), {}))

                times["there", jobs] = measure(run_there, snippets)
    kind, load = "busy" if busy else "waiting", os.getloadavg()[0]
    print(f"{count} {kind} snippets of {seconds} s; load {load:.1f} on {os.cpu_count()} cores")
    for (where, jobs), (wall, own) in times.items():
        name = f"{jobs} {'jobs here' if where == 'here' else 'workers'}"
        each = (wall * jobs / count - seconds) * 1000
        print(
            f"{name:12}{wall:8.2f} s  {each:6.1f} ms a snippet besides  {own:6.2f} s of the client"
        )
    overhead = (times["there", 1][0] - times["here", 1][0]) / count
    gain = times["there", 1][0] / times["there", 2][0]
    reference = times["here", 1][0] / times["here", 2][0]
    cost, enough = f"{overhead * 1000:.1f} ms", gain >= SPEED_UP * reference
    print(f"a worker costs {cost} a snippet more: {'ok' if overhead <= OVERHEAD_S else 'TOO MUCH'}")
    print(
        f"two workers are {gain:.2f} times as fast as one, two jobs {reference:.2f}:"
        f" {gain / reference:.2f} {'ok' if enough else 'TOO LITTLE'}"
    )
    return times["there", 2][1] / count


def simulate(durations: Sequence[float], workers: int, overhead: float, client: float) -> float:
    """Return the seconds until all is done, longest first, on workers that are never ill.

    Args:
        durations: seconds of each run.
        workers: how many run at once.
        overhead: seconds of a worker for each run besides.
        client: seconds of the client for each run, one after the other.
    """
    free = [0.0] * workers
    for number, seconds in enumerate(sorted(durations, reverse=True), 1):
        begin = max(heapq.heappop(free), number * client)
        heapq.heappush(free, begin + seconds + overhead)
    return max(free)


def read_durations(root: Path) -> list[float]:
    """Return the seconds that each run of a vault took the last time."""
    vault = read(load_settings(root))
    entries = (next(vault.store.entries(run.key), None) for run in vault.runs())
    return [entry.seconds for entry in entries if entry]


def print_schedule(name: str, durations: Sequence[float], overhead: float, client: float) -> None:
    """Print what more workers give."""
    alone = simulate(durations, 1, 0.0, 0.0)
    print(
        f"{name}: {len(durations)} runs, {alone:.0f} s one by one, longest {max(durations):.1f} s"
    )
    for count in (1, 2, 8, 32, 128):
        took = simulate(durations, count, overhead, client)
        print(f"{count:8} workers{took:9.1f} s  {alone / took:6.1f} times as fast")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--snippets", type=int, default=400)
    parser.add_argument("--seconds", type=float, default=0.2)
    parser.add_argument("--busy", action="store_true")
    parser.add_argument("--simulate-only", action="store_true")
    given = parser.parse_args()
    client = 0.005
    if not given.simulate_only:
        client = compare(given.snippets, given.seconds, given.busy)
    durations = read_durations(ROOT)
    if not durations:
        raise SystemExit("no result is stored: maedeup run")
    print(f"schedule: {OVERHEAD_S * 1000:.0f} ms a run on a worker, {client * 1000:.1f} ms here")
    print_schedule("this vault", durations, OVERHEAD_S, client)
    rng = random.Random(0)
    print_schedule("10,000 drawn from it", rng.choices(durations, k=10_000), OVERHEAD_S, client)


if __name__ == "__main__":
    main()
