"""`mkdocs serve` of a vault, as a person runs it, and what a cold build of it makes."""

from __future__ import annotations

import atexit
import functools
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import material
from maedeup.hosts.templates import COMPILED
from mkdocs.commands.build import build
from mkdocs.config import load_config

from .conftest import Files, write_files
from .test_mutations import without_times

THEME = Path(material.__file__).parent / "templates"
ENVIRONMENT = os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONUNBUFFERED": "1"}
SERVING_ONLY = re.compile(
    r"<script>\s*var livereload.*?</script>|<script data-live.*?</script>"
    r'|\n<details class="mp-mentions".*?</details>',
    re.DOTALL,
)
"""What a served page has besides: the script that swaps, and the author's list of mentions."""

TEXTS = (".html", ".md", ".txt", ".json", ".xml", ".ipynb", ".py", ".js", ".css", ".svg")


TRIES = 5
"""Cold builds that are compared, until the server has taken in what was saved."""


@contextmanager
def serving(root: Path, files: Files) -> Iterator[Served]:
    """Serve a new vault of these files while the block runs."""
    write_files(root, files)
    site = Served(root)
    yield site
    site.stop()


@functools.cache
def _compiled() -> Path:
    """Return where all vaults that are served find the templates that one had to compile."""
    folder = tempfile.mkdtemp(prefix="templates-")
    atexit.register(shutil.rmtree, folder)
    return Path(folder)


class Served:
    """A vault that is served."""

    def __init__(self, root: Path) -> None:
        self.root = root
        cache = root / COMPILED
        cache.parent.mkdir(parents=True, exist_ok=True)
        if not cache.exists():
            cache.symlink_to(_compiled(), target_is_directory=True)
        self.same: dict[str, bytes] = {}
        """Files of the theme that were served as they are, which is asked once."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.url = f"http://127.0.0.1:{free.getsockname()[1]}/"
        address = self.url.removeprefix("http://").rstrip("/")
        self.log = (root.parent / f"{root.name}.log").open("w+")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", address],
            cwd=root,
            env=ENVIRONMENT,
            stdout=self.log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.wait_for("Serving on")

    def printed(self) -> str:
        return (self.root.parent / f"{self.root.name}.log").read_text("utf-8")

    def wait_for(self, pattern: str, start: int = 0) -> str:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if found := re.search(pattern, self.printed()[start:]):
                return found[0]
            time.sleep(0.02)
        raise AssertionError(f"{pattern!r} not in:\n{self.printed()}")

    def ask(self, path: str) -> tuple[int, bytes]:
        """Return the status and the bytes of an answer, without what serving adds to a page."""
        try:
            with urllib.request.urlopen(self.url + quote(path), timeout=60) as answer:
                status, data = answer.status, answer.read()
        except urllib.error.HTTPError as error:
            status, data = error.code, error.read()
        if path.endswith((".html", "/")) or not path:
            data = SERVING_ONLY.sub("", data.decode("utf-8")).encode()
        return status, data

    def page(self, path: str) -> str:
        return self.ask(path)[1].decode("utf-8")

    def wait_until(self, holds: object, seconds: float = 20) -> None:
        """Wait until a function is true of what is served."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if holds():  # type: ignore[operator]
                return
            time.sleep(0.05)
        assert holds(), self.printed()[-3000:]  # type: ignore[operator]

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)
        self.log.close()

    def cold(self) -> dict[str, bytes]:
        """Build the vault as it is now somewhere else, with nothing kept but results."""
        folder = Path(tempfile.mkdtemp(dir=self.root.parent)) / "cold"
        shutil.copytree(self.root, folder, ignore=shutil.ignore_patterns(".maedeup"), symlinks=True)
        kept = [".maedeup/store", ".maedeup/cache/graph.json"]  # the graph grows from the last one
        for path in kept:
            if (self.root / path).is_dir():
                shutil.copytree(self.root / path, folder / path)
            elif (self.root / path).is_file():
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(self.root / path, folder / path)
        settings = (folder / "mkdocs.yml").read_text("utf-8")
        (folder / "mkdocs.yml").write_text(f"site_url: {self.url}\n{settings}", "utf-8")
        config = load_config(str(folder / "mkdocs.yml"), site_dir=str(folder / "site"))
        try:
            build(config)
        finally:
            config.plugins.on_shutdown()
        site = folder / "site"
        files = [path for path in site.rglob("*") if path.is_file()]
        made = {path.relative_to(site).as_posix(): path.read_bytes() for path in files}
        shutil.rmtree(folder.parent)
        return made

    def differences(self, cold: dict[str, bytes]) -> list[str]:
        """Return the files of a cold build that are served otherwise."""
        found = []
        for name, expected in cold.items():
            if name.endswith(".gz") or name.startswith("_results/"):
                continue  # the one holds the time at which it was made, the other is for builds
            if self.same.get(name) == expected:
                continue
            before, (status, served) = len(found), self.ask(name)
            if name.endswith(TEXTS) and status == 200:
                one, other = without_times(served.decode()), without_times(expected.decode())
                if one != other:
                    found.append(f"{name}: {_first_difference(one, other)}")
                    if name == "search/search_index.json":  # which names the digest of all
                        whole = self.ask("search/pages.json")[1].decode()
                        built = cold["search/pages.json"].decode()
                        found.append(f"pages: {_first_difference(whole, built)}")
            elif status != (404 if name == "404.html" else 200) or served != expected:
                found.append(f"{name}: status {status}, {len(served)} bytes, not {len(expected)}")
            if len(found) == before and (THEME / name).is_file():
                self.same[name] = expected
        return found

    def assert_same_as_a_cold_build(self) -> dict[str, bytes]:
        """Wait until what is served is what a cold build makes."""
        for _ in range(TRIES):
            cold = self.cold()  # anew: what the server runs meanwhile is stored
            found = self.differences(cold)
            if not found:
                break
            time.sleep(0.5)
        assert found == [], found[:5]
        return cold


def _first_difference(one: str, other: str) -> str:
    place = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), -1)
    start = max(0, place - 40)
    return f"served {one[start : place + 120]!r}, built {other[start : place + 120]!r}"
