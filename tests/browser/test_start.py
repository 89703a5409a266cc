"""What a page does while it starts: nothing is styled anew or moves, though it comes in pieces."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser

from benchmarks.weight import SHIFTS

from .conftest import MOUNTED, change_palette, small_site_of

pytestmark = pytest.mark.browser

SWITCHES = """
new MutationObserver(records => { window.switches = (window.switches ?? 0) + records.length; })
  .observe(document, {subtree: true, attributeFilter: ["data-md-color-switching"]});
new MutationObserver(records => {
  const root = document.documentElement;
  if (document.querySelector("article") && records.some(one =>
    one.target === root && one.oldValue !== root.className)) window.classes = root.className;
}).observe(document, {subtree: true, attributeFilter: ["class"], attributeOldValue: true});
"""
SCHEME = "() => document.querySelector('meta[name=color-scheme]')?.content ?? ''"

TABLE = "| 이름 | 뜻 |\n|---|---|\n" + "| a | 짧다 |\n" * 3 + "| 마지막 이름은 더 길다 | 짧다 |\n"


@pytest.fixture(scope="module")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    files = {"docs/index.md": f"# 홈\n\n{TABLE}"}
    with small_site_of(tmp_path_factory.mktemp("start"), files) as address:
        yield address


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_switches_its_palette_only_where_it_has_another(
    browser: Browser, small_site: str, scheme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.add_init_script(SWITCHES)
    page.goto(small_site, wait_until="networkidle")
    switches = "window.switches ?? 0"
    assert page.evaluate("[window.classes, document.documentElement.className]") == [
        None, "js js-focus-visible"
    ]  # fmt: skip
    is_dark = scheme == "dark"  # at the first visit the page is light until the script runs
    assert page.evaluate(switches) == (2 if is_dark else 0)
    assert page.evaluate(SCHEME) == ("dark" if is_dark else "")
    page.reload(wait_until="networkidle")
    assert page.evaluate("document.body.dataset.mdColorScheme") == (
        "slate" if is_dark else "default"
    )
    assert page.evaluate(switches) == 0
    change_palette(page)
    page.wait_for_function(f"({switches}) === 2")  # on and off: nothing fades
    assert page.evaluate("document.body.hasAttribute('data-md-color-switching')") is False
    page.wait_for_function(f"({SCHEME})() === '{'light' if is_dark else 'dark'}'")
    page.evaluate("document.body.setAttribute('data-md-color-scheme', 'default')")
    assert page.evaluate("document.body.hasAttribute('data-md-color-switching')") is False
    context.close()


@contextmanager
def in_two_pieces(site: str, before: str) -> Iterator[str]:
    """Serve a site's home page up to a text at once, and the rest of it a second later."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            try:
                answer = urlopen(site.rstrip("/") + self.path)
            except HTTPError as error:
                self.send_error(error.code)
                return
            with answer:
                data, kind = answer.read(), answer.headers["Content-Type"]
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            cut = data.index(before.encode()) if self.path == "/" else len(data)
            self.wfile.write(data[:cut])
            if self.path == "/":
                time.sleep(1)
            self.wfile.write(data[cut:])

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_table_on_the_first_screen_is_shown_once_it_is_whole(
    browser: Browser, small_site: str
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    with in_two_pieces(small_site, "<td>마지막") as address:
        page.goto(address)
        page.evaluate(MOUNTED)
        assert page.locator("article table tr").count() == 5
        assert page.evaluate(SHIFTS) == 0
    context.close()
