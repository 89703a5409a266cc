"""The project's own site, built once and served, and a real Chromium."""

from __future__ import annotations

import contextlib
import fcntl
import functools
import http.server
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from ..commands import mkdocs_build
from ..conftest import BROWSERS, Files, find_browser, write_files

ROOT = Path(__file__).parents[2]
FLAGS = [
    "--no-sandbox",  # the tests may run as root in a container; they open our own pages only
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
NOT_NEEDED = [
    # What Playwright turns off: Chromium hears the last list alone.
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
    # Pages of the address bar that nobody sees, in a process of their own for each window: they
    # cost as much as the page that is tested.
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxFullPopup",
    "SpareRendererForSitePerProcess",
]
FLAGS.append(f"--disable-features={','.join(NOT_NEEDED)}")

SETTINGS = """\
site_name: t
theme:
  name: material
  language: ko
  font: false
  features: [content.code.copy]
  palette:
    - media: "(prefers-color-scheme: light)"
      scheme: default
      toggle: {icon: material/weather-night, name: dark}
    - media: "(prefers-color-scheme: dark)"
      scheme: slate
      toggle: {icon: material/weather-sunny, name: light}
plugins: [maedeup]
markdown_extensions:
  [attr_list, pymdownx.highlight, pymdownx.superfences, pymdownx.details]
"""
"""A small site in both palettes."""


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


def change_palette(page: Page) -> None:
    """Press the button for the other palette, and wait until all has its colours."""
    before = page.evaluate("document.body.dataset.mdColorScheme")
    page.locator("form[data-md-component=palette] label:visible").evaluate("e => e.click()")
    page.wait_for_function("before => document.body.dataset.mdColorScheme !== before", arg=before)
    page.evaluate(
        """Promise.all(document.getAnimations().filter(one => one instanceof CSSTransition)
             .map(one => one.finished.catch(() => 0)))"""
    )


MOUNTED = """async () => {
  await document.fonts.ready;
  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
  await new Promise(done => requestIdleCallback(done));
}"""
"""Wait until a page that was loaded is drawn, has its fonts, and its scripts have nothing to do."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Have one file build the site first, and those run meanwhile that have sites of their own."""
    browser = [item for item in items if Path(__file__).parent in item.path.parents]
    waits = {item.path for item in browser if "site" in getattr(item, "fixturenames", ())}
    first = min(waits, default=None)
    rank = {item.path: 2 if item.path in waits else 1 for item in browser if item.path != first}
    items.sort(key=lambda item: 0 if item.path == first else rank.get(item.path, 3))


@contextlib.contextmanager
def lent(page: Page) -> Iterator[list[str]]:
    """Lend the page of a module to one test; give the errors of its scripts.

    What a page keeps, and what a test has set, is taken back: the next finds it as a new one.
    """
    errors: list[str] = []

    def note(error: object) -> None:
        errors.append(str(error))

    size = page.viewport_size
    page.on("pageerror", note)
    yield errors
    page.remove_listener("pageerror", note)
    page.unroute_all()
    page.mouse.move(0, 0)
    if page.url.startswith("http"):
        page.evaluate("localStorage.clear(); sessionStorage.clear()")
    page.goto("about:blank")
    page.emulate_media(media="null")
    if size is not None and page.viewport_size != size:
        page.set_viewport_size(size)


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder while the block runs; give its address."""
    handler = functools.partial(QuietHandler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@contextlib.contextmanager
def small_site_of(root: Path, files: Files) -> Iterator[str]:
    """Build a small site of these files and serve it while the block runs; give its address."""
    write_files(root, {"mkdocs.yml": SETTINGS} | files)
    done = mkdocs_build(root, "--strict", "--quiet")
    assert done.returncode == 0, done.stderr
    with served(root / "site") as address:
        yield address


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the site as `make site` builds it, once for all processes."""
    base = tmp_path_factory.getbasetemp()
    mark = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "site-is-built"
    with mark.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not mark.is_file():
            command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
            variables = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
            subprocess.run(command, cwd=ROOT, env=variables, check=True)
            mark.touch()
    return ROOT / "site"


@pytest.fixture(scope="session")
def site(site_folder: Path) -> Iterator[str]:
    """Yield the address at which the site is served."""
    with served(site_folder) as address:
        yield address


@pytest.fixture(scope="session")
def driver() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(driver: Playwright) -> Iterator[Browser]:
    """Yield Debian's Chromium, driven by Playwright."""
    yield from launched(driver, BROWSERS)


@pytest.fixture(scope="session")
def whole_browser(driver: Playwright) -> Iterator[Browser]:
    """Yield Chromium itself: in its headless shell the mouse leaves the page after each tap."""
    yield from launched(driver, BROWSERS[1:])


def launched(driver: Playwright, names: Sequence[str]) -> Iterator[Browser]:
    if (found := find_browser(names)) is None:
        pytest.skip(f"none of {', '.join(names)} is installed: apt-get install {names[0]}")
    chromium = driver.chromium.launch(executable_path=found, args=FLAGS)
    yield chromium
    chromium.close()
