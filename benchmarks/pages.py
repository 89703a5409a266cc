"""What a reader would stumble over: every page of a built site, four widths, both palettes.

Told of each page: what reaches beyond the screen, text that lies under something, an id given
twice, an anchor that leads nowhere, text of too little contrast, small labels of figures, errors
of its scripts, requests to other hosts, and how far it jumps while it loads. `--weigh` measures
the main thread instead: its blocking time beyond that of the home page, in processor time.

    python benchmarks/pages.py [--site FOLDER] [--weigh N] [PAGE ...]
"""

from __future__ import annotations

import argparse
import html
import json
import re
from collections import Counter
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from figures import AIM_PX, OPEN, look, opened
from playwright.sync_api import Browser

ROOT = Path(__file__).parents[1]
WIDTHS = (360, 390, 820, 1440)
COVERED = (360, 1440)
"""Widths at which each text is looked at: whether it is covered, and its contrast."""
TALLEST_PX = 8000
SCHEMES = ("default", "slate")
PALETTE = """
scheme => {
  const wanted = [...document.querySelectorAll("[data-md-color-scheme][name=__palette]")].find(
    input => input.dataset.mdColorScheme === scheme);
  for (const part of ["scheme", "primary", "accent"]) {
    const name = `data-md-color-${part}`;
    if (wanted?.hasAttribute(name)) document.body.setAttribute(name, wanted.getAttribute(name));
  }
}
"""
"""Put a page into a palette with all of its colours, as its own switch does."""
TASK_MS = 50
SLOWED = 4
"""Times that a phone's processor is slower: a task of 12.5 ms here is one of 50 ms there."""

FIRST = """
new PerformanceObserver(list => {
  for (const entry of list.getEntries())
    if (!entry.hadRecentInput) window.shifted = (window.shifted ?? 0) + entry.value;
}).observe({type: "layout-shift", buffered: true});
"""

SEEN = """
([wantContrast, wantCover]) => {
  const found = new Set(), told = e => `${e.tagName.toLowerCase()}.${e.className?.baseVal ??
    e.className ?? ""} “${e.textContent.trim().replace(/\\s+/g, " ").slice(0, 40)}”`;
  const frames = e => {
    const all = [];
    for (let up = e; up && up !== document.body; up = up.parentElement)
      if (/auto|scroll|hidden|clip/.test(getComputedStyle(up).overflowX))
        all.push(up.getBoundingClientRect());
    return all;
  };
  if (document.documentElement.scrollWidth > innerWidth) {
    const wide = [...document.querySelectorAll("main *")].filter(e =>
      e.checkVisibility() && e.getBoundingClientRect().right > innerWidth + 1 && !frames(e).length);
    found.add(`overflow: ${document.documentElement.scrollWidth} px: ${
      wide.length ? told(wide.at(-1)) : "?"}`);
  }
  const parse = c => { const n = c.match(/[\\d.]+/g)?.map(Number) ?? [0, 0, 0, 0];
    const k = c.startsWith("color(srgb") ? 255 : 1;
    return [n[0] * k, n[1] * k, n[2] * k, n[3] ?? 1]; };
  const over = (a, b) => [0, 1, 2].map(i => a[i] * a[3] + b[i] * (1 - a[3])).concat(1);
  const light = c => { const [r, g, b] = c.map(v => (v /= 255) <= .04045 ? v / 12.92 :
    ((v + .055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b; };
  const behind = e => {
    const coats = [];
    for (let up = e; up; up = up.parentElement) {
      const style = getComputedStyle(up);
      if (style.backgroundImage !== "none" && up !== document.body) return null;
      coats.push(parse(style.backgroundColor));
      if (coats.at(-1)[3] === 1) break;
    }
    return coats.reverse().reduce((under, coat) => over(coat, under), [255, 255, 255, 1]);
  };
  const walk = document.createTreeWalker(document.querySelector("main") ?? document.body, 4);
  const range = document.createRange(), texts = [];
  while (walk.nextNode()) if (walk.currentNode.data.trim()) texts.push(walk.currentNode);
  for (const text of texts) {
    const e = text.parentElement;
    if (!e.checkVisibility({opacityProperty: true, visibilityProperty: true})) continue;
    const style = getComputedStyle(e);
    if (wantContrast) {
      const ground = behind(e), ink = parse(style.color);
      let fade = 1;
      for (let up = e; up; up = up.parentElement) fade *= getComputedStyle(up).opacity;
      if (ground && fade > .05) {
        const [a, b] = [light(over([...ink.slice(0, 3), ink[3] * fade], ground)), light(ground)];
        const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
        const px = parseFloat(style.fontSize);
        const large = px >= 24 || (px >= 18.66 && style.fontWeight >= 700);
        if (ratio < (large ? 3 : 4.5) - .005)
          found.add(`contrast: ${ratio.toFixed(2)}: ${told(e)}`);
      }
    }
    if (!wantCover) continue;
    range.selectNodeContents(text);
    for (const box of [...range.getClientRects()].slice(0, 3)) {
      const x = box.left + Math.min(box.width / 2, 40), y = box.top + box.height / 2;
      if (box.width < 2 || x < 0 || x >= innerWidth || y < 0 || y >= innerHeight) continue;
      if (frames(e).some(f => x < f.left || x > f.right || y < f.top || y > f.bottom)) continue;
      const top = document.elementFromPoint(x, y);
      if (!top || top.contains(e) || e.contains(top)) continue;
      if (top.closest("label, summary")?.contains(e) || top.closest("math")?.contains(e)) continue;
      found.add(`covered: ${told(e)} by ${told(top)}`);
    }
  }
  return [...found];
}
"""


def ids_and_links(site: Path) -> dict[str, list[str]]:
    """Return what the files say without a browser: ids given twice, anchors that lead nowhere."""
    texts = {
        file.relative_to(site).as_posix(): re.sub(
            r"<(script|style)\b.*?</\1>", "", file.read_text("utf-8"), flags=re.S
        )
        for file in site.rglob("*.html")
    }
    ids = {name: Counter(re.findall(r'\sid="([^"]+)"', text)) for name, text in texts.items()}
    told: dict[str, list[str]] = {name: [] for name in texts}
    for name, text in texts.items():
        told[name] += [f"id twice: {key}" for key, times in ids[name].items() if times > 1]
        for link in set(re.findall(r'\shref="([^"]*#[^"]+)"', text)):
            goal = urlsplit(urljoin(f"http://x/{name}", html.unescape(link)))
            path = unquote(goal.path[1:])
            path += "index.html" if not path or path.endswith("/") else ""
            anchor = unquote(goal.fragment)
            known = ids.get(path) if goal.netloc == "x" else None
            if known is not None and not (known[anchor] or known[html.escape(anchor, quote=False)]):
                told[name].append(f"broken anchor: {link}")
    return told


def read(browser: Browser, address: str, path: str) -> list[str]:
    """Return what is amiss on a page, each with the width and palette where it is first seen."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme="light")
    page, told = context.new_page(), list[str]()
    page.add_init_script(FIRST)
    page.on("pageerror", lambda error: told.append(f"page error: {error}"))
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((address, "data:", "blob:"))
            else told.append(f"other host: {request.url}")
        ),
    )
    page.goto(address + path)
    page.wait_for_timeout(150)
    shifted = page.evaluate("window.shifted ?? 0")
    if shifted > 0.02:
        told.append(f"layout shift: {shifted:.3f}")
    twice = page.evaluate(
        "() => { const all = [...document.querySelectorAll('[id]')].map(e => e.id);"
        " return [...new Set(all.filter((id, i) => all.indexOf(id) !== i))]; }"
    )
    told += [f"id twice: {key}" for key in twice]
    page.evaluate(OPEN)
    page.add_style_tag(content="* { transition: none !important; animation: none !important; }")
    for width in WIDTHS:
        # A tall screen, since only what is on it can be asked for what lies on top
        tall = page.evaluate("document.documentElement.scrollHeight")
        height = min(max(844, tall), TALLEST_PX) if width in COVERED else 844
        page.set_viewport_size({"width": width, "height": height})
        for scheme in SCHEMES if width in COVERED else SCHEMES[:1]:
            page.evaluate(PALETTE, scheme)
            both = [width in COVERED, width in COVERED and scheme == SCHEMES[0]]
            told += [f"{one} ({width} px, {scheme})" for one in page.evaluate(SEEN, both)]
    context.close()
    return told


def small_labels(browser: Browser, address: str, folder: Path, path: str) -> list[str]:
    """Return the figures of a page whose labels are too small for a phone."""
    name = path + "index.html" if not path or path.endswith("/") else path
    if 'class="mp-figure' not in (folder / name).read_text("utf-8"):
        return []
    page = browser.new_page()
    looked = look(page, address, path)
    page.close()
    return [
        f"small labels: {seen.text_px:.1f} px: {seen.label} ({width} px)"
        for width, found in looked.items()
        for seen in found
        if seen.text_px is not None and seen.text_px < AIM_PX - 0.05
    ]


def blocking_ms(browser: Browser, url: str) -> float:
    """Return how long tasks block the main thread while a page loads, in processor time."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    browser.start_tracing(page=page, categories=["toplevel"])
    page.goto(url)
    page.wait_for_timeout(1500)
    events = json.loads(browser.stop_tracing())["traceEvents"]
    context.close()
    mains = {
        (event["pid"], event["tid"])
        for event in events
        if event["name"] == "thread_name" and event["args"]["name"] == "CrRendererMain"
    }
    blocked = Counter[tuple[int, int]]()
    for event in events:
        if (event["pid"], event["tid"]) in mains and event["name"].endswith("RunTask"):
            blocked[event["pid"], event["tid"]] += max(
                0.0, event.get("tdur", 0) / 1000 * SLOWED - TASK_MS
            )
    return max(blocked.values(), default=0.0)


def weigh(browser: Browser, address: str, folder: Path, count: int) -> None:
    """Print the blocking time of the home page and of the notes that have most elements."""
    notes = sorted(
        (folder / "notes").glob("*/index.html"), key=lambda file: -file.read_bytes().count(b"<")
    )
    names = ["", *(f"notes/{file.parent.name}/" for file in notes[:count])]
    times = {
        name: sorted(blocking_ms(browser, address + name) for _ in range(5))[2] for name in names
    }
    for name, ms in sorted(times.items(), key=lambda pair: -pair[1]):
        print(f"{name or 'home':44}{ms:8.0f} ms{ms / max(times[''], 1):6.1f} x home")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--site", type=Path, help="a built site; without one it is built")
    parser.add_argument("--weigh", type=int, metavar="N", help="the N notes with most elements")
    parser.add_argument("pages", nargs="*", help="all without one")
    options = parser.parse_args()
    with opened(options.site) as (browser, address, folder):
        files = sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*.html"))
        pages = options.pages or [file.removesuffix("index.html") for file in files]
        if options.weigh:
            weigh(browser, address, folder, options.weigh)
            return
        static = ids_and_links(folder)
        for page in pages:
            name = page + "index.html" if not page or page.endswith("/") else page
            told = static[name] + read(browser, address, page)
            for one in dict.fromkeys(told + small_labels(browser, address, folder, page)):
                print(f"{page or 'home'}: {one}", flush=True)
        print(f"{len(pages)} pages")


if __name__ == "__main__":
    main()
