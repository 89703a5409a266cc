"""What search costs: sizes, set-up, time to the first result, here and at 5,000 notes.

    python benchmarks/search.py [--notes 5000]

Builds the site twice, with Material's own search and with ours, and runs the published worker in
Chromium (in QuickJS where there is none) with the queries of tests/search/queries.yml.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import http.server
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import yaml
from maedeup.hosts import material_search
from maedeup.search.engine import Worker

ROOT = Path(__file__).parents[1]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
RUNS = 3
"""The fastest of so many is told: each begins anew, and the machine may be busy with other work."""
TYPED = [
    "역",
    "역전",
    "역전파를",
    "ㅇㅈㅍ",
    "durwjsvk",
    "옵티마이져",
    "zero_grad",
    "기울기가 사라지는 이유",
]

MEASURE = """
async ([queries, pause]) => {
  const { config, docs } = await (await fetch("index.json")).json();
  const worker = new Worker("worker.js");
  const ask = message => new Promise(done => {
    worker.onmessage = ({ data }) => done(data);
    worker.postMessage(message);
  });
  let start = performance.now();
  await ask({ type: 0, data: { config, docs, options: { suggest: true } } });
  const setup = performance.now() - start;
  await new Promise(done => setTimeout(done, pause));
  const times = [];
  for (const query of queries) {
    start = performance.now();
    await ask({ type: 2, data: query });
    times.push(performance.now() - start);
  }
  return { setup, times };
}
"""


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


def build_site(folder: Path, own: bool) -> dict[str, Any]:
    """Build the site; without `own`, with Material's worker and index."""
    script = "import sys; from mkdocs.__main__ import cli"
    if not own:
        script += "; from maedeup.hosts import mkdocs as m; m.find_stock_worker = lambda c: ''"
    arguments = ["build", "--quiet", "--site-dir", str(folder)]
    subprocess.run(
        [sys.executable, "-c", f"{script}; sys.argv[0] = 'mkdocs'; cli({arguments!r})"],
        cwd=ROOT,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        check=True,
    )
    name = "pages.json" if own else "search_index.json"
    found: dict[str, Any] = json.loads((folder / "search" / name).read_text("utf-8"))
    return found


def grow(index: dict[str, Any], n_notes: int) -> dict[str, Any]:
    """Return an index of generated notes of about 300 words, made of the real notes' sentences."""
    chance = random.Random(0)
    rows = [s for doc in index["docs"] for s in doc["text"].split(". ") if len(s) > 20]
    words = sorted({word for row in rows for word in row.split() if len(word) > 1})
    docs = []
    for number in range(n_notes):
        url = f"notes/n{number}/"
        for section in range(5):
            text = ""
            while len(text.split()) < 60:
                text += chance.choice(rows) + ". "
            title = " ".join(chance.sample(words, 2))
            if section:
                docs.append({"location": f"{url}#s{section}", "title": title, "text": text})
            else:
                names = [" ".join(chance.sample(words, k)) for k in (1, 1, 2, 2)]
                claim = text.index(". ") + 1
                docs.append(
                    {"location": url, "title": title, "text": text, "aliases": names,
                     "tags": chance.sample(words, 2), "claim": claim, "links": chance.randrange(9)}
                )  # fmt: skip
    return {"config": index["config"], "docs": docs}


def measure(
    index: dict[str, Any], queries: list[str], pause_ms: int = 500
) -> tuple[float, list[float], str]:
    """Return set-up and query times in milliseconds, and where they were measured.

    Between the two the worker has half a second to read on, as nobody types sooner.
    """
    if CHROMIUM is None:
        setup, times, _ = measure_in_terminal(index, queries)
        return setup, times, "QuickJS"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "index.json").write_text(json.dumps(index, ensure_ascii=False), "utf-8")
        (folder / "worker.js").write_text(material_search.worker_text(), "utf-8")
        (folder / "index.html").write_text("<!doctype html><title>-</title>", "utf-8")
        from playwright.sync_api import sync_playwright

        handler = functools.partial(QuietHandler, directory=name)
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
                )
                page = browser.new_page()
                page.goto(f"http://127.0.0.1:{server.server_port}/")
                found = page.evaluate(MEASURE, [queries, pause_ms])
                browser.close()
            server.shutdown()
        return found["setup"], found["times"], "Chromium"


def measure_in_terminal(
    index: dict[str, Any], queries: list[str]
) -> tuple[float, list[float], float]:
    """Return set-up and query times in milliseconds of processor time, and the megabytes held."""
    start = time.process_time()
    worker = Worker(material_search.worker_text())
    worker.send(0, index | {"options": {"suggest": True}})
    setup = (time.process_time() - start) * 1000
    times = []
    for query in queries:
        start = time.process_time()
        worker.send(2, query)
        times.append((time.process_time() - start) * 1000)
    return setup, times, worker.memory / 1e6


def size(content: str) -> int:
    return len(gzip.compress(content.encode(), 9))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notes", type=int, default=5_000, help="notes of the generated vault")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        stock = build_site(Path(name, "stock"), own=False)
        own = build_site(Path(name, "own"), own=True)
    queries = yaml.safe_load((ROOT / "tests/search/queries.yml").read_text("utf-8"))
    asked = [*TYPED, *(query["query"] for query in queries)]
    ours = size(json.dumps(own, ensure_ascii=False, separators=(",", ":")))
    theirs = size(json.dumps(stock, separators=(",", ":")))
    plain = size(json.dumps(stock, ensure_ascii=False, separators=(",", ":")))
    rows = [
        ("worker, gzipped", f"{size(material_search.worker_text()):,} bytes"),
        ("index, gzipped", f"{ours:,} bytes"),
        ("Material's index, gzipped", f"{theirs:,} bytes ({ours / theirs:.2f} of it is ours)"),
        ("the same without \\u escapes", f"{plain:,} bytes ({ours / plain:.2f})"),
    ]
    pages = sum("#" not in doc["location"] for doc in own["docs"])
    big = grow(own, options.notes)
    for label, index in ((f"{pages} pages", own), (f"{options.notes:,} generated notes", big)):
        runs = [measure(index, asked) for _ in range(RUNS)]
        setup, where = min(run[0] for run in runs), runs[0][2]
        times = [min(row) for row in zip(*(run[1] for run in runs), strict=True)]
        at_once = min(measure(index, TYPED[:1], pause_ms=0)[1][0] for _ in range(RUNS))
        text = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
        ranked = sorted(times)
        rows += [
            (f"{label}: index, raw", f"{len(text.encode()) / 1e6:.1f} MB"),
            (f"{label}: set-up in {where}", f"{setup:.0f} ms"),
            (f"{label}: first result, asked at once", f"{at_once:.0f} ms"),
            (f"{label}: first result, median", f"{statistics.median(ranked):.1f} ms"),
            (f"{label}: first result, 95 %", f"{ranked[int(len(ranked) * 0.95)]:.1f} ms"),
            (
                f"{label}: first result, slowest",
                f"{ranked[-1]:.1f} ms ({asked[times.index(ranked[-1])]})",
            ),
        ]
        setup, times, memory = measure_in_terminal(index, asked)
        rows += [
            (f"{label}: all queries in the terminal", f"{(setup + sum(times)) / 1000:.1f} s"),
            (f"{label}: memory of the worker (QuickJS)", f"{memory:.0f} MB"),
        ]
    width = max(len(label) for label, _ in rows)
    for label, value in rows:
        print(f"{label:<{width}}  {value}")


if __name__ == "__main__":
    main()
