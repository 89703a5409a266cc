"""Many processes read and write one store at once: what is lost, and what was seen half written.

Half of them write: into one store on this disk, all under a key of their own and under one that
all share, and from there to one place of results. The others read that store and that place, as a
folder and over HTTP. A file that is not what its name says, or that an index names and that is not
there, is broken; a result that is not there in the end is lost.

    python tests/crowd.py [--processes 200] [--turns 5]
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import tempfile
import threading
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from maedeup.runs.elsewhere import Elsewhere, push, verify
from maedeup.runs.places import FolderPlace, Place, WebPlace, write_index
from maedeup.runs.product import Products, Text
from maedeup.runs.receipt import Receipt
from maedeup.runs.store import KEPT_ENTRIES, Result, Store
from maedeup.text.paths import RunKey

SHARED = RunKey("snippets/shared.py")
LINES = 300
"""Of the text that each result holds."""


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, form: str, *values: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    request_queue_size = 512


def make_result(key: RunKey, said: str) -> Result:
    products = Products(
        {"a": [Text("stdout", f"{said}\n" * LINES)]}, {}, {}, None, False, 0.1, "CPU", {}
    )
    return Result.now(products, Receipt(key, "0" * 64, False))


def own_key(number: int, turn: int) -> RunKey:
    return RunKey(f"snippets/s{number}-{turn}.py")


def write(root: Path, number: int, turns: int) -> None:
    """Keep a result of one's own and a shared one, and push the first, so many times."""
    store, place = Store(root / "store"), FolderPlace("folder", root / "place")
    for turn in range(turns):
        key = own_key(number, turn)
        store.put(make_result(key, f"{number} {turn}"))
        store.put(make_result(SHARED, f"shared {number} {turn}"))
        push(place, [key], store, lambda entry: True)
        write_index(place)


def read(root: Path, number: int, turns: int, url: str) -> None:
    """Look at some of all that is there by now, so many times; write down what is broken."""
    place: Place = WebPlace(f"{url}/place") if number % 2 else FolderPlace("folder", root / "place")
    store, rng, broken = Store(root / "store"), random.Random(number), []
    looked = 0
    for _ in range(turns):
        elsewhere = Elsewhere([place])
        folders = list(elsewhere.index(place)) if (root / "place/index.json").exists() else []
        for folder in rng.sample(folders, min(3, len(folders))):
            for entry, _ in elsewhere.entries(place, folder):
                looked += elsewhere.read_object(place, entry) is not None
        broken += elsewhere.notices
        for entry in store.entries(SHARED):
            result = store.find_result(entry)
            is_there = store.read_raw(entry) is not None  # else another has pruned it just now
            if result is None and is_there:
                broken.append(f"half: {entry.digest}")
            elif result is not None:
                [text] = result.products.cells["a"]
                assert isinstance(text, Text)
                rows = text.text.splitlines()
                looked += 1
                if rows != rows[:1] * LINES:
                    broken.append(f"mixed: {entry.digest}")
    (root / f"read-{number}.json").write_text(json.dumps({"looked": looked, "broken": broken}))


def let_all_in(root: Path, processes: int, turns: int) -> tuple[int, list[str]]:
    """Return how many results readers looked at, and what was broken, lost or not to be read."""
    (root / "place").mkdir(parents=True)
    server = Server(("127.0.0.1", 0), partial(QuietHandler, directory=str(root)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{server.server_port}"
    context = multiprocessing.get_context("spawn" if processes < 20 else "forkserver")
    context.set_forkserver_preload(["maedeup.runs.elsewhere"])
    half = processes // 2
    writers = [context.Process(target=write, args=(root, n, turns)) for n in range(half)]
    readers = [context.Process(target=read, args=(root, n, turns, url)) for n in range(half)]
    for pair in zip(writers, readers, strict=True):
        for process in pair:
            process.start()
    for process in (*writers, *readers):
        process.join()
    server.shutdown()
    server.server_close()
    thread.join()
    wrong = [f"a process ends with {p.exitcode}" for p in (*writers, *readers) if p.exitcode]
    told = [json.loads(file.read_bytes()) for file in root.glob("read-*.json")]
    wrong += [line for one in told for line in one["broken"]]
    store, place = Store(root / "store"), FolderPlace("folder", root / "place")
    keys = [own_key(number, turn) for number in range(half) for turn in range(turns)]
    wrong += [f"lost here: {key}" for key in keys if store.find_newest(key) is None]
    kept = list(store.entries(SHARED))
    if len(kept) != min(KEPT_ENTRIES, half * turns) or not all(map(store.find_result, kept)):
        wrong.append(f"of the shared key {len(kept)} are left")
    whole, broken = verify(place)
    if whole != len(keys):
        wrong.append(f"lost in the place: {len(keys) - whole}")
    return sum(one["looked"] for one in told), wrong + broken


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--processes", type=int, default=200)
    parser.add_argument("--turns", type=int, default=5)
    given = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        looked, wrong = let_all_in(Path(folder) / "root", given.processes, given.turns)
    writes = given.processes // 2 * given.turns
    print(
        f"{given.processes} processes at once, {writes} results written twice and pushed,"
        f" {looked} looked at, {len(wrong)} wrong; {time.monotonic() - began:.0f} s"
    )
    print(*wrong[:20], sep="\n")
    raise SystemExit(bool(wrong))


if __name__ == "__main__":
    main()
