"""What it costs to see that nothing changed: receipts of a generated project, nothing is run.

Each snippet has a helper module and a data file; what it made is a figure's worth of JSON. The
references are the system's own: one `stat` of each file that receipts name, and the reading and
hashing of what is stored. All times are of the processor, medians of the rounds.

    python benchmarks/receipts.py [--snippets 383] [--rounds 9]
"""

from __future__ import annotations

import argparse
import dataclasses
import hashlib
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from maedeup.build import read, run
from maedeup.hosts.settings import load_settings
from maedeup.runs.product import Figure, Products
from maedeup.runs.run import begin_receipt, find_valid
from maedeup.runs.snippet import code_key
from maedeup.runs.store import Result
from maedeup.runs.world import digest_file
from maedeup.vault.vault import Vault

LIMIT_S = 0.10
"""Of processor time, for all receipts, while one process goes on."""


def make(root: Path, n: int, rng: random.Random) -> Vault:
    """Write a project, and results that hold."""
    (root / "docs").mkdir()
    (root / "docs/index.md").write_text("# t\n")
    (root / "mkdocs.yml").write_text("site_name: t\nplugins: [maedeup]\n")
    for number in range(n):
        folder = root / f"snippets/f{number % 12}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"h{number}.py").write_text(f"x = {number}\n" * 20)
        (folder / f"s{number}.py").write_text(f"# %% a\nimport h{number}\n" + "y = 1\n" * 30)
        (root / f"snippets/f{number % 12}/d{number}.csv").write_text("1,2\n" * 100)
    vault = read(load_settings(root))
    for path, snippet in vault.snippets.items():
        number, folder = snippet.name[1:].removesuffix(".py"), path.rpartition("/")[0]
        data, module = f"{folder}/d{number}.csv", f"{folder}/h{number}.py"
        receipt = dataclasses.replace(
            begin_receipt(root, snippet),
            modules={module: code_key((root / module).read_text())},
            imports={f"{folder}/h{number}": f"h{number}.py"},
            hidden={folder: []},
            files={data: digest_file(root / data)},
            distributions={"PyYAML": vault.world().version("PyYAML")},
        )
        svg = "<svg>" + "".join(f'<path d="M{rng.random()}"/>' for _ in range(800)) + "</svg>"
        figure = Figure("l", svg, "", 100, 100)
        made = Products({"a": [figure]}, {}, {}, None, False, 0.1, "CPU", {})
        vault.store.put(Result.now(made, receipt))
    past = time.time() - 60
    for file in root.rglob("*"):
        os.utime(file, (past, past))
    return vault


def seconds(what: Callable[[], object], rounds: int) -> float:
    """Return the median of the processor's seconds."""
    found = []
    for _ in range(rounds):
        began = time.process_time()
        what()
        found.append(time.process_time() - began)
    return statistics.median(found)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--snippets", type=int, default=383)
    parser.add_argument("--rounds", type=int, default=9)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        vault = make(root, given.snippets, random.Random(0))
        time.sleep(2.5)  # what was written a moment ago is read again, always
        results = run(vault)
        assert len(results.by_key) == given.snippets
        assert not results.ran
        results = run(vault, before=results)
        named = sorted(
            {f for r in results.by_key.values() for f in (*r.receipt.files, *r.receipt.modules)}
        )
        stored = [f for f in vault.store.root.rglob("*") if f.is_file()]

        def check_anew() -> None:
            world = vault.world()
            assert all(find_valid(snippet, vault.store, world) for snippet in vault.runs())

        stats = seconds(lambda: [(root / path).stat() for path in named], given.rounds)
        reads = seconds(
            lambda: [hashlib.sha256(file.read_bytes()).digest() for file in stored], given.rounds
        )
        anew = seconds(check_anew, given.rounds)
        warm = seconds(lambda: run(vault, before=results), given.rounds)
    print(f"{given.snippets} receipts, nothing changed; processor time")
    print(f"{'stat of each of ' + str(len(named)) + ' files':44}{stats:8.4f} s  1.00 (reference)")
    print(f"{'one process goes on, as while serving':44}{warm:8.4f} s  {warm / stats:.2f}")
    print(f"{'reading and hashing what is stored':44}{reads:8.4f} s  1.00 (reference)")
    print(f"{'a process begins':44}{anew:8.4f} s  {anew / reads:.2f}")
    print(f"at most {LIMIT_S} s while one process goes on: {'yes' if warm <= LIMIT_S else 'NO'}")


if __name__ == "__main__":
    main()
