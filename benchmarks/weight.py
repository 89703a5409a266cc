"""What a note weighs on a first visit, compressed as a server sends it: all notes, heaviest first.

Material's own files, which all pages share, are left out. "read to its end" adds the images that
come while a reader scrolls.

    python benchmarks/weight.py [--site FOLDER] [--top 20] [NOTE ...]
"""

from __future__ import annotations

import argparse
import gzip
import statistics
from pathlib import Path

import material
from playwright.sync_api import Browser, Page, Response

ROOT = Path(__file__).parents[1]
THEME = Path(material.__file__).parent / "templates"
AIM = 120
KINDS = {
    "page": "",
    "css, js": (".css", ".js"),
    "font": ".woff2",
    "images": (".webp", ".png", ".svg"),
}

SHIFTS = """
() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
  }).observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(sum), 300);
})
"""

QUIET = """
async () => {
  await document.fonts.ready;
  const count = () => performance.getEntriesByType("resource").length;
  for (let before = -1; before !== count();) {
    before = count();
    await new Promise(done => setTimeout(done, 500));
  }
}
"""
"""Wait until a page that was loaded has fetched nothing for half a second."""

SCROLL = """
async () => {
  for (let y = 0; y < document.body.scrollHeight; y += innerHeight / 2) {
    scrollTo(0, y);
    await new Promise(done => setTimeout(done, 30));
  }
}
"""


def is_ours(path: str) -> bool:
    """Say whether Material does not ship this file; every page of its fetches the search index."""
    return path != "search/search_index.json" and not (path and (THEME / path).is_file())


def weigh(browser: Browser, site: str, path: str) -> tuple[dict[str, float], float, float]:
    """Return a page's KB by kind, KB with all its images, and how much its parts moved."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page: Page = context.new_page()
    answers: dict[str, Response] = {}
    page.on("response", lambda answer: answers.setdefault(answer.url, answer))
    page.goto(site + path)
    page.evaluate(QUIET)
    first = set(answers)
    shift = page.evaluate(SHIFTS)
    page.evaluate(SCROLL)
    page.evaluate(QUIET)
    kinds, to_the_end = dict.fromkeys(KINDS, 0.0), 0.0
    for url, answer in answers.items():
        if is_ours(url.removeprefix(site)):
            packed = url.endswith((".woff2", ".webp", ".png"))
            size = len(answer.body() if packed else gzip.compress(answer.body(), 6)) / 1024
            to_the_end += size
            if url in first:
                kind = next((k for k, ends in KINDS.items() if ends and url.endswith(ends)), "page")
                kinds[kind] += size
    context.close()
    return kinds, to_the_end, shift


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--site", type=Path, help="a built site; without one it is built")
    parser.add_argument("notes", nargs="*", help="all without one")
    parser.add_argument("--top", type=int, default=20, help="rows shown")
    options = parser.parse_args()
    from figures import opened  # its own folder's: tests read this file as one of a package

    with opened(options.site) as (browser, site, built):
        notes = options.notes or sorted(
            file.parent.name for file in built.glob("notes/*/index.html")
        )
        rows = {note: weigh(browser, site, f"notes/{note}/") for note in notes}
    order = sorted(rows, key=lambda note: -sum(rows[note][0].values()))
    print(f"KB of a first visit beyond Material's own files, {len(rows)} notes; aim: {AIM}\n")
    print(
        f"{'':34}{'all':>7}" + "".join(f"{kind:>9}" for kind in KINDS) + "  read to its end     CLS"
    )
    for note in order[: options.top]:
        kinds, to_the_end, shift = rows[note]
        parts = "".join(f"{size:9.1f}" for size in kinds.values())
        print(f"{note:34}{sum(kinds.values()):7.1f}{parts}{to_the_end:17.1f}{shift:8.4f}")
    totals = [sum(kinds.values()) for kinds, _, _ in rows.values()]
    print(
        f"\nmedian {statistics.median(totals):.1f}, heaviest {max(totals):.1f}, "
        f"above {AIM}: {sum(total > AIM for total in totals)}, "
        f"pages whose parts moved: {sum(shift > 0 for *_, shift in rows.values())}"
    )


if __name__ == "__main__":
    main()
