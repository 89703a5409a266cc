"""The graph of a big vault: how long it takes to lay out, to show, and to move.

A generated vault of notes with six links each, eight of ten within its chapter. The page is built
by MkDocs with the theme, without the notes' own pages, and opened in Chromium.

    python benchmarks/graph.py [--notes 5000] [--seconds 3] [--keep FOLDER]
"""

from __future__ import annotations

import argparse
import functools
import http.server
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import markdown
from maedeup.build import build
from maedeup.hosts.settings import load_settings
from maedeup.page.graph_picture import SCRIPT
from maedeup.vault.graph import DATA, make_data
from maedeup.vault.web import Web
from playwright.sync_api import CDPSession, sync_playwright

THEME = Path(__file__).parents[1] / "tools/maedeup/theme"
CHAPTER = 100
"""Notes that mostly link to one another."""

TAKES = 3
"""Of each measurement in the browser; the best counts, as others use the machine too."""

CONFIG = """\
site_name: benchmark
theme:
  name: material
  language: ko
  font: false
extra_css: [assets/maedeup.css]
extra_javascript: [assets/maedeup.js]
plugins: []
"""

# The page moves the picture by the mouse, a little in each frame, and counts the frames.
PAN = """
seconds => new Promise(done => {
  const canvas = document.querySelector(".mp-graph canvas");
  const box = canvas.getBoundingClientRect();
  const send = (type, x, y) => canvas.dispatchEvent(new PointerEvent(type, {
    pointerId: 1, pointerType: "mouse", bubbles: true, clientX: x, clientY: y}));
  canvas.setPointerCapture = () => {};
  let frames = 0, start = 0, x = box.left + box.width / 2, way = 6;
  const y = box.top + box.height / 2;
  send("pointerdown", x, y);
  const step = now => {
    start ||= now;
    if (now - start > 1000 * seconds) {
      send("pointerup", x, y);
      return done(frames / (now - start) * 1000);
    }
    frames++;
    if (x > box.right - 20 || x < box.left + 20) way = -way;
    send("pointermove", x += way, y + 80 * Math.sin(now / 400));
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
})
"""


def write_vault(root: Path, n_notes: int) -> None:
    """Write the notes and the page of the graph."""
    draw = random.Random(0)
    (root / "docs/notes").mkdir(parents=True)
    (root / "snippets").mkdir()
    for number in range(n_notes):
        chapter = number // CHAPTER * CHAPTER
        near = range(chapter, min(chapter + CHAPTER, n_notes))
        targets = {draw.choice(near) if draw.random() < 0.8 else draw.randrange(n_notes)
                   for _ in range(6)} - {number}  # fmt: skip
        links = " ".join(f"[[n{target}]]" for target in sorted(targets))
        text = f"---\ntitle: 노트 {number}번의 제목\n---\n\n{links}\n"
        (root / f"docs/notes/n{number}.md").write_text(text, "utf-8")
    (root / "docs/graph.md").write_text(
        "---\nkind: guide\n---\n# 그래프\n\n![[list:graph]]\n", "utf-8"
    )
    (root / "docs/index.md").write_text("# 홈\n\n[[n0]]\n", "utf-8")
    (root / "mkdocs.yml").write_text("site_name: benchmark\n", "utf-8")


def timed_data(web: Web) -> tuple[str, float]:
    before = time.process_time()
    data = make_data(web)
    return data, time.process_time() - before


def write_site(web: Web, root: Path, data: str) -> None:
    """Build the one page, as the plugin would."""
    configs = {"maedeup": {"page": "graph.md", "web": web}}
    md = markdown.Markdown(extensions=["maedeup"], extension_configs=configs)
    page = md.convert(web.vault.notes["graph.md"].body)
    files = {
        "mkdocs.yml": CONFIG,
        "docs/index.md": "# 홈\n",
        "docs/graph.md": f"---\ntitle: 그래프\nhide: [navigation, toc]\n---\n{page}\n",
        f"docs/{DATA}": data,
        f"docs/{SCRIPT}": (THEME / "graph.js").read_text("utf-8"),
    }
    for name, pattern in (("maedeup.css", "styles/*.css"), ("maedeup.js", "scripts/*.js")):
        parts = (file.read_text("utf-8") for file in sorted(THEME.glob(pattern)))
        files[f"docs/assets/{name}"] = "\n".join(parts)
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet"],
        cwd=root,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        check=True,
    )


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


def busy(metrics: CDPSession, name: str = "ThreadTime") -> float:
    """Return the main thread's processor seconds so far; `TaskDuration` counts its waiting too."""
    found = metrics.send("Performance.getMetrics")["metrics"]
    return float(next(m["value"] for m in found if m["name"] == name))


def busy_in_all(processes: CDPSession) -> float:
    """Return the processor seconds of Chromium's processes so far, drawing included."""
    found = processes.send("SystemInfo.getProcessInfo")["processInfo"]
    return sum(float(process["cpuTime"]) for process in found)


def measure(site: Path, seconds: float, n_notes: int) -> dict[str, float]:
    """Open the page; give seconds of the main thread until it is painted, and frames a second."""
    handler = functools.partial(QuietHandler, directory=str(site))
    with (
        http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server,
        sync_playwright() as playwright,
    ):
        threading.Thread(target=server.serve_forever, daemon=True).start()
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        shown = []
        for _ in range(TAKES):
            page = chromium.new_page(viewport={"width": 1280, "height": 900})
            metrics = page.context.new_cdp_session(page)
            metrics.send("Performance.enable")
            page.goto(f"http://127.0.0.1:{server.server_port}/graph/")
            page.wait_for_selector(f'canvas[data-ready="{n_notes}"]', state="attached")
            page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
            shown.append((busy(metrics), busy(metrics, "TaskDuration")))
        told = {"shown": min(shown)[0], "shown, wall": min(wall for _, wall in shown)}
        processes = chromium.new_browser_cdp_session()
        page.wait_for_timeout(1000)
        for name, presses in (("whole", 0), ("near", 6)):
            for _ in range(presses):
                page.get_by_role("button", name="크게").click()
            page.wait_for_timeout(500)
            for take in range(TAKES):
                before = busy(metrics), busy_in_all(processes)
                frames = float(page.evaluate(PAN, seconds))
                told[f"{name} {take}"] = frames
                after = busy(metrics), busy_in_all(processes)
                for what, start, end in zip(("main", "all"), before, after, strict=True):
                    told[f"{name} {what} {take}"] = (end - start) / (frames * seconds)
        server.shutdown()
    return told


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--notes", type=int, default=5000)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--keep", type=Path, help="folder in which the site stays")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root, out = Path(folder, "vault"), options.keep or Path(folder, "page")
        write_vault(root, options.notes)
        settings = load_settings(root)
        web, _ = build(settings)
        data, cold = timed_data(web)
        imported = "igraph" in sys.modules
        again, kept = timed_data(web)
        assert again == data
        assert imported
        file = root / "docs/notes/n1.md"
        file.write_text(file.read_text("utf-8") + f"[[n{options.notes - 1}]]\n", "utf-8")
        web, _ = build(settings, before=web)
        _, changed = timed_data(web)
        write_site(web, out, data)
        told = measure(out / "site", options.seconds, options.notes + 1)
    n_links = data.count(",")
    print(
        f"{options.notes} notes of six links, {len(data) / 1000:.0f} KB of data, {n_links} numbers"
    )
    print(f"\n{'processor seconds of the build':56}{'':>8}")
    print(f"{'  laid out, igraph imported':56}{cold:8.2f}")
    print(f"{'  one link more':56}{changed:8.2f}")
    print(f"{'  nothing changed':56}{kept:8.2f}  {kept / cold:.0%} of laid out")
    print(f"\n{'in Chromium, without a GPU':56}")
    print(f"{'  main thread until shown, seconds':56}{told['shown']:8.2f}  (target below 1)")
    print(f"{'    with its waiting for a busy machine':56}{told['shown, wall']:8.2f}")
    for name in ("whole", "near"):
        takes = [told[f"{name} {take}"] for take in range(TAKES)]
        each = " ".join(f"{frames:.1f}" for frames in takes)
        label = f"  frames a second while panning, {name}"
        print(f"{label:56}{max(takes):8.1f}  (target 50; takes {each})")
        for what, label in (("main", "the main thread"), ("all", "all of Chromium's processes")):
            cost = 1000 * min(told[f"{name} {what} {take}"] for take in range(TAKES))
            print(f"{f'    processor ms a frame, {label}':56}{cost:8.1f}")


if __name__ == "__main__":
    main()
