"""How figures read on phones: every page of the site that shows one, at two widths.

Of each drawing that is seen: the size of its smallest label in pixels, and how much of it lies
beyond the screen. Super- and subscripts are taken as the label that they stand in.

    python benchmarks/figures.py [--site FOLDER] [--top 12] [PAGE ...]
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import http.server
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[1]
WIDTHS = (390, 360)
AIM_PX = 9

OPEN = "() => document.querySelectorAll('details').forEach(d => d.open = true)"
LOAD = """
() => Promise.all([...document.querySelectorAll("img.mp-svg")]
  .filter(image => image.checkVisibility())
  .map(image => { image.loading = "eager"; return image.decode().catch(() => 0); }))
"""
SEEN = """
() => [...document.querySelectorAll(".mp-svg")].filter(e => e.checkVisibility()).map(drawing => {
  const box = drawing.getBoundingClientRect();
  let left = 0, right = innerWidth, reach = 0;
  for (let e = drawing.parentElement; e; e = e.parentElement) {
    if (!/auto|scroll|hidden|clip/.test(getComputedStyle(e).overflowX)) continue;
    const around = e.getBoundingClientRect();
    left = Math.max(left, around.left);
    right = Math.min(right, around.right);
    if (e.scrollWidth > e.clientWidth) reach += e.scrollWidth - e.clientWidth;
  }
  const hidden = Math.max(0, left - box.left) + Math.max(0, box.right - right);
  return {
    label: drawing.closest("figure")?.dataset.label ?? "",
    svg: drawing.tagName === "IMG" ? "" : drawing.outerHTML,
    src: drawing.currentSrc ?? "",
    width: box.width,
    hidden,
    lost: Math.max(0, Math.max(0, left - box.left) ? left - box.left : hidden - reach),
  };
})
"""


class Handler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@contextlib.contextmanager
def opened(site: Path | None) -> Iterator[tuple[Browser, str, Path]]:
    """Serve a built site, or a new one; yield Chromium, its address and its folder."""
    with tempfile.TemporaryDirectory() as made:
        folder = site or Path(made, "site")
        if site is None:
            command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "-d", str(folder)]
            variables = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
            subprocess.run(command, cwd=ROOT, env=variables, check=True)
        serve = functools.partial(Handler, directory=str(folder))
        chromium = shutil.which("chromium") or shutil.which("chromium-browser")
        with (
            http.server.ThreadingHTTPServer(("127.0.0.1", 0), serve) as server,
            sync_playwright() as playwright,
        ):
            threading.Thread(target=server.serve_forever, daemon=True).start()
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            try:
                yield browser, f"http://127.0.0.1:{server.server_port}/", folder
            finally:
                browser.close()
                server.shutdown()


@dataclass(frozen=True)
class Seen:
    """A drawing as a reader has it on the screen."""

    page: str
    label: str
    text_px: float | None
    """Of the smallest label; None where the drawing has none, or is an image of pixels."""
    hidden_px: float
    lost_px: float
    """Of what is hidden, what no scrolling brings back."""


def smallest_text(svg: str, shown_px: float) -> float | None:
    """Return how big the smallest label of a drawing is on the screen, where it has labels."""
    box = re.search(r'viewBox="0 0 ([\d.]+)', svg)
    sizes = [float(s) * 100 for s in re.findall(r"scale\((0?\.\d+) -0?\.\d+\)", svg)]
    return min(sizes) * shown_px / float(box[1]) if sizes and box else None


def look(page: Page, site: str, path: str) -> dict[int, list[Seen]]:
    """Return what a page shows of its figures, by the width of the screen."""
    page.set_viewport_size({"width": WIDTHS[0], "height": 844})
    page.goto(site + path)
    page.evaluate(OPEN)
    found: dict[int, list[Seen]] = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        page.evaluate(LOAD)
        found[width] = []
        for one in page.evaluate(SEEN):
            svg = one["svg"]
            if one["src"].endswith(".svg"):
                with urlopen(one["src"]) as answer:
                    svg = answer.read().decode()
            text = smallest_text(svg, one["width"])
            found[width].append(Seen(path, one["label"], text, one["hidden"], one["lost"]))
    return found


def report(width: int, seen: list[Seen], top: int) -> None:
    """Print the numbers of one width, and the drawings that read worst."""
    texts = [one for one in seen if one.text_px is not None]
    sizes = [one.text_px for one in texts if one.text_px is not None]
    small = [size for size in sizes if size < AIM_PX - 0.05]
    wide = [one for one in seen if one.hidden_px > 1]
    print(
        f"\n{width} px: {len(seen)} drawings, {len(texts)} with labels as SVG\n"
        f"  smallest label: least {min(sizes):.1f}, median {statistics.median(sizes):.1f} px; "
        f"below {AIM_PX} px: {len(small)}, below 8 px: {sum(size < 8 for size in sizes)}\n"
        f"  wider than the screen: {len(wide)}; "
        f"with an edge that no scrolling brings back: {sum(one.lost_px > 1 for one in seen)}"
    )
    texts.sort(key=lambda one: one.text_px or 0)
    worst = [one for one in texts[:top] if (one.text_px or 0) < AIM_PX - 0.05]
    for one in dict.fromkeys([*worst, *sorted(wide, key=lambda one: -one.hidden_px)[:top]]):
        size = "" if one.text_px is None else f"{one.text_px:.1f} px"
        print(f"    {one.page:44}{one.label:24}{size:>8}{one.hidden_px:6.0f} px hidden")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--site", type=Path, help="a built site; without one it is built")
    parser.add_argument("pages", nargs="*", help="all with a figure without one")
    parser.add_argument("--top", type=int, default=12, help="rows shown of the worst")
    options = parser.parse_args()
    with opened(options.site) as (browser, site, folder):
        pages = options.pages or [
            f"{file.parent.relative_to(folder)}/"
            for file in sorted(folder.rglob("index.html"))
            if 'class="mp-figure' in file.read_text("utf-8")
        ]
        window = browser.new_page()
        looked = [look(window, site, page) for page in pages]
    print(f"figures of {len(pages)} pages")
    for width in WIDTHS:
        report(width, [one for found in looked for one in found[width]], options.top)


if __name__ == "__main__":
    main()
