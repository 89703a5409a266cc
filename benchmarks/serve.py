"""What a save costs while the site is served.

Processor seconds of all processes from the save until the page is there, on a generated vault of
notes of 300 words: with everything on, and with plain MkDocs and Material in the same run. What is
done after the page was answered (the author is told what is wrong) stands behind a plus.

    python benchmarks/serve.py [--notes 1000] [--repeat 3] [--own] [--no-plain]
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from links import write_vault

ROOT = Path(__file__).parents[1]
TICKS = os.sysconf("SC_CLK_TCK")
SETTINGS = """\
site_name: benchmark
theme: {name: material, font: false}
plugins: [%s]
nav: [index.md]
validation: {omitted_files: ignore}
"""
QUIET_S = 2.0
"""Seconds after an answer in which what follows it is done."""


class Server:
    """A served folder, and what its processes have used."""

    def __init__(self, root: Path) -> None:
        self.root = root
        with socket.create_server(("127.0.0.1", 0)) as free:
            address = f"127.0.0.1:{free.getsockname()[1]}"
        self.url = f"http://{address}/"
        self.log = tempfile.TemporaryFile()  # noqa: SIM115  # closed by `end`
        self.process = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "serve", "-q", "--dev-addr", address],
            cwd=root,
            env=os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONDONTWRITEBYTECODE": ""},
            stdout=self.log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def used(self) -> float:
        """Return the processor seconds of the server, its children, and those that have ended."""
        total = 0
        for place in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = place.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[3]) == self.process.pid:  # of the session
                total += sum(map(int, fields[11:15]))
        return total / TICKS

    def memory(self) -> int:
        """Return the resident MiB of the server itself."""
        rows = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return int(next(row.split()[1] for row in rows if row.startswith("VmRSS"))) // 1024

    def page(self, path: str) -> str:
        try:
            with urllib.request.urlopen(self.url + path, timeout=600) as answer:
                return str(answer.read().decode("utf-8"))
        except (urllib.error.URLError, ConnectionError):
            return ""

    def wait(self, path: str, mark: str) -> None:
        deadline = time.monotonic() + 600
        while mark not in self.page(path):
            if time.monotonic() > deadline or self.process.poll() is not None:
                self.log.seek(0)
                raise SystemExit(f"no {mark!r} in {path}:\n{self.log.read().decode()[-2000:]}")
            time.sleep(0.05)

    def end(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)
        self.log.close()


def measured(server: Server, save: Callable[[str], None], path: str, n: int) -> list[float]:
    """Return the median seconds until the page is there, and of what is done after it."""
    until, after = [], []
    for number in range(n):
        mark = f"표시{number}{time.monotonic_ns()}"
        before = server.used()
        save(mark)
        # A request waits for a save that was seen: ask once, when it has been.
        time.sleep(0.3)
        server.wait(path, mark)
        served = server.used()
        time.sleep(QUIET_S)
        until.append(served - before)
        after.append(server.used() - served)
    return [statistics.median(until), statistics.median(after)]


def measure(root: Path, note: str, page: str, shown_on: str, repeat: int) -> dict[str, list[float]]:
    """Serve a folder; return, by what was done, the seconds until the page and after it.

    Args:
        root: of the vault.
        note: the file that is saved.
        page: its page.
        shown_on: a page that shows the note's title.
        repeat: times each.
    """
    file = root / note
    text = file.read_text("utf-8")
    title = next(row for row in text.splitlines() if row.startswith("title: "))
    started = time.monotonic()
    server = Server(root)
    try:
        server.wait(page, "<html")
        first = [server.used(), time.monotonic() - started]
        time.sleep(2 * QUIET_S)
        found = {"start until the first page (and wall seconds)": first}
        found["a sentence"] = measured(
            server, lambda mark: write(file, f"{text}\n{mark}.\n"), page, repeat
        )
        found["a title that others show"] = measured(
            server,
            lambda mark: write(file, text.replace(title, f"{title}{mark}")),
            shown_on,
            repeat,
        )
        write(file, text)

        def new(mark: str) -> None:
            write(file.with_name("zz-new.md"), f"---\ntitle: {mark}\n---\n\n새 노트다. [[index]]\n")

        found["a new note"] = []
        times = []
        for _ in range(repeat):
            times.append(measured(server, new, "notes/zz-new/", 1))
            file.with_name("zz-new.md").unlink(missing_ok=True)
            time.sleep(QUIET_S)
        found["a new note"] = [statistics.median(column) for column in zip(*times, strict=True)]
        found["resident MiB"] = [server.memory(), 0.0]
    finally:
        server.end()
        write(file, text)
        file.with_name("zz-new.md").unlink(missing_ok=True)
    return found


def find_linking(root: Path, slug: str) -> str:
    """Return the page of a note that links to another, and so shows its title."""
    files = sorted((root / "docs/notes").glob("*.md"))
    file = next(file for file in files if f"[[{slug}]]" in file.read_text("utf-8"))
    return f"notes/{file.stem}/"


def write(file: Path, text: str) -> None:
    file.write_text(text, "utf-8")


def show(name: str, ours: dict[str, list[float]], plain: dict[str, list[float]]) -> None:
    print(f"\n{name}\n{'':48}{'ours':>16}{'plain':>16}  ratio")
    for what, (value, more) in ours.items():
        row = f"{what:48}{value:8.2f} +{more:6.2f}"
        if what in plain:
            other, rest = plain[what]
            row += f"{other:8.2f} +{rest:6.2f}{value / other:8.2f}" if other else ""
        print(row)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notes", type=int, nargs="*", default=[1_000])
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--own", action="store_true", help="the project's own vault, as it is")
    parser.add_argument("--no-plain", action="store_true")
    options = parser.parse_args()
    for n_notes in options.notes:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            write_vault(root, n_notes)
            where = ("docs/notes/n7.md", "notes/n7/")
            shown_on = find_linking(root, "n7")
            (root / "mkdocs.yml").write_text(SETTINGS % "search, tags, maedeup")
            ours = measure(root, *where, shown_on, options.repeat)
            plain: dict[str, list[float]] = {}
            if not options.no_plain:
                shutil.rmtree(root / ".maedeup", ignore_errors=True)
                (root / "mkdocs.yml").write_text(SETTINGS % "search, tags")
                plain = measure(root, *where, "notes/n7/", 1)
            show(f"{n_notes:,} notes of 300 words", ours, plain)
    if options.own:
        where = ("docs/notes/relu.md", "notes/relu/")
        shown_on = find_linking(ROOT, "relu")
        show("the project's own vault", measure(ROOT, *where, shown_on, options.repeat), {})


if __name__ == "__main__":
    main()
