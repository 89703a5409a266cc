"""What it costs that the kernel watches and guards: snippets of the vault with and without it.

Both ways run in turn, each snippet in a fresh process from one warm server, as a build does. A
ratio is of processor time: the run's own with all its children, and the watcher's.

    python benchmarks/watch.py [--snippets 24] [--rounds 3]
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import forkserver
from pathlib import Path
from typing import Any

from maedeup.build import read
from maedeup.hosts.settings import load_settings
from maedeup.runs import run
from maedeup.runs.imported import find_preload
from maedeup.runs.pool import IsolatedExecutor
from maedeup.runs.snippet import Snippet

LIMIT = 1.10
LONGEST_S = 6.0
"""A snippet that runs longer costs the benchmark more than it tells."""

ROOT = Path(__file__).parents[1]


def processor_s(executor: IsolatedExecutor, snippet: Snippet, scratch: Path) -> float:
    """Return the processor seconds of one run, with its children, and of what watches it."""
    began = time.process_time() + _ended_s()
    result = run.run_snippet(executor, ROOT, snippet, scratch)
    assert not result.products.failed, result.products.error
    return time.process_time() + _ended_s() - began


def _ended_s() -> float:
    """Return the processor seconds of all runs that the warm server has seen the end of."""
    server: Any = forkserver._forkserver
    fields = Path(f"/proc/{server._forkserver_pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def left_out(steps: str) -> Iterator[None]:
    os.environ[run.WITHOUT] = steps
    try:
        yield
    finally:
        del os.environ[run.WITHOUT]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--snippets", type=int, default=24)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    vault = read(load_settings(ROOT))
    (ROOT / ".maedeup/scratch").mkdir(parents=True, exist_ok=True)
    short = [
        snippet
        for _, snippet in sorted(vault.snippets.items())
        for entry in list(vault.store.entries(snippet.key))[:1]
        if entry.seconds < LONGEST_S
    ]
    chosen = random.Random(0).sample(short, options.snippets)
    preload, cache = find_preload(ROOT, chosen), ROOT / ".maedeup/cache"
    executor = IsolatedExecutor(1, 1, preload, cache)
    plain: dict[str, list[float]] = {}
    watched: dict[str, list[float]] = {}
    try:
        with tempfile.TemporaryDirectory(dir=ROOT / ".maedeup/scratch") as folder:
            processor_s(executor, chosen[0], Path(folder))  # what is read first, is read slowly
            for number in range(options.rounds):
                for snippet in chosen:
                    for way in (0, 1) if number % 2 else (1, 0):
                        with left_out("" if way else "namespaces landlock seccomp"):
                            seconds = processor_s(executor, snippet, Path(folder))
                        (watched if way else plain).setdefault(snippet.key, []).append(seconds)
    finally:
        executor.shutdown()
    print(f"{'snippet':58}{'hooks':>8}{'kernel':>8}  ratio")
    for key in sorted(plain):
        a, b = statistics.median(plain[key]), statistics.median(watched[key])
        print(f"{key:58}{a:7.2f}s{b:7.2f}s  {b / max(a, 0.01):.2f}")
    a = sum(statistics.median(seconds) for seconds in plain.values())
    b = sum(statistics.median(seconds) for seconds in watched.values())
    print(f"\nall: {a:.1f} s by Python's hooks alone, {b:.1f} s with the kernel")
    print(f"ratio (at most {LIMIT}): {b / a:.3f}")


if __name__ == "__main__":
    main()
