"""What axe-core finds wrong for those who see, hear or type in other ways; what a page weighs."""

from __future__ import annotations

import contextlib
import gzip
import re
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Response

from benchmarks.weight import is_ours

from .conftest import change_palette

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.browser

TYPES = {
    "home": "",
    "formula": "notes/relu/",
    "method": "notes/gradient-descent/",
    "tables": "notes/optimizer/",
    "tall figures": "notes/convolution-operation/",
    "map": "maps/map-training/",
    "graph": "graph/",
    "corrections": "maps/map-errata/",
    "lab": "labs/lab-sine-cubic/",
    "notebook": "notebooks/lab-sine-cubic/",
    "guide": "guide/writing-notes/",
    "snippet": "snippets/activation/relu/",
    "gallery": "snippets/",
    "glossary": "guide/glossary/",
}
PHOTOGRAPHS = ["data-augmentation", "object-detection"]
MOST_BYTES = 120 * 1024
MOST_NOTEBOOK_BYTES = 80 * 1024


def test_no_page_type_has_a_violation_in_any_palette(browser: Browser, site: str) -> None:
    context = browser.new_context(color_scheme="light", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    found, seen = [], []
    for name, path in TYPES.items():
        page.goto(site + path)
        page.wait_for_load_state("networkidle")
        for is_second in (False, True):
            if is_second:
                change_palette(page)
            options: dict[str, Any] = {"resultTypes": ["violations"]}
            if is_second:
                options["runOnly"] = ["color-contrast"]  # nothing else is of the palette
            scheme = page.evaluate("document.body.dataset.mdColorScheme")
            seen.append((name, scheme))
            for wrong in Axe().run(page, options=options).response["violations"]:
                node = wrong["nodes"][0]
                said = f"{wrong['id']}: {len(wrong['nodes'])}x {node['html'][:120]}"
                found.append(f"{name}, {scheme}: {said}")
    context.close()
    assert found == []
    assert len(set(seen)) == 2 * len(TYPES)


def luminance(colour: str) -> float:
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_output_is_told_from_code_by_frame_and_name(browser: Browser, site: str) -> None:
    page = browser.new_page(color_scheme="light")
    page.goto(site + "notes/relu/")
    output = page.locator(".mp-output").first
    assert 'group "출력"' in page.locator("main").aria_snapshot()
    name = output.evaluate("e => getComputedStyle(e, '::before').content")
    assert name == 'attr(aria-label) / ""' or name.startswith('"출력"')
    papers = set()
    for _ in range(2):
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        mark = output.locator("pre").evaluate("e => getComputedStyle(e).borderLeftColor")
        dark, light = sorted([luminance(paper), luminance(mark)])
        assert (light + 0.05) / (dark + 0.05) >= 3
        papers.add(paper)
        change_palette(page)
    assert len(papers) == 2
    page.close()


def weigh(browser: Browser, address: str) -> dict[str, int]:
    """Return the gzipped bytes of all that a first visit fetches, by address."""
    context = browser.new_context()
    page = context.new_page()
    answers: dict[str, Response] = {}
    page.on("response", lambda answer: answers.setdefault(answer.url, answer))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    sizes = {}
    for url, answer in answers.items():
        body = answer.body()
        sizes[url] = len(body) if url.endswith(("woff2", "webp")) else len(gzip.compress(body))
    context.close()
    return sizes


def test_note_with_two_figures_weighs_little(browser: Browser, site: str) -> None:
    sizes = {
        url.removeprefix(site): n for url, n in weigh(browser, site + "notes/sigmoid/").items()
    }
    ours = {path: size for path, size in sizes.items() if is_ours(path)}
    assert "notes/sigmoid/" in ours
    assert "assets/maedeup.css" in ours
    assert sum(ours.values()) <= MOST_BYTES, ours


def test_heaviest_notes_weigh_little_too(browser: Browser, site: str) -> None:
    sizes = {}
    for note in (ROOT / "docs/notes").glob("*.md"):
        with contextlib.suppress(HTTPError), urlopen(f"{site}notes/{note.stem}/") as answer:
            sizes[note.stem] = len(gzip.compress(answer.read()))
    heaviest = sorted(sizes, key=lambda note: -sizes[note])[:3]
    for note in [*heaviest, *PHOTOGRAPHS]:
        found = weigh(browser, f"{site}notes/{note}/")
        ours = {path.removeprefix(site): n for path, n in found.items()}
        ours = {path: n for path, n in ours.items() if is_ours(path)}
        assert sum(ours.values()) <= MOST_BYTES, ours


def test_formulas_have_the_one_font_that_the_page_names(browser: Browser, site: str) -> None:
    page = browser.new_page()
    page.goto(site + "notes/softmax/")
    page.wait_for_load_state("networkidle")
    loaded = page.evaluate("[...document.fonts].map(face => [face.family, face.status])")
    page.close()
    assert ["maedeup math", "loaded"] in [[family.strip('"'), status] for family, status in loaded]


def test_notebook_of_a_lab_weighs_little(browser: Browser, site: str) -> None:
    path = "notebooks/lab-sine-cubic/"
    assert weigh(browser, site + path)[site + path] <= MOST_NOTEBOOK_BYTES
