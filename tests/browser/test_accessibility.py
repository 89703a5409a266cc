"""What axe-core finds wrong for those who see, hear or type in other ways; what a page weighs."""

from __future__ import annotations

import functools
import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Response

from benchmarks.weight import QUIET, is_ours

from .axe import MARK, violations
from .conftest import MOUNTED, change_palette

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
    known: dict[str, set[str]] = {"default": set(), "slate": set()}
    for name, path in TYPES.items():
        page.goto(site + path)
        page.evaluate(MOUNTED)
        for is_second in (False, True):
            if is_second:
                change_palette(page)
            only = {"runOnly": ["color-contrast"]} if is_second else {}  # the rest is of no palette
            scheme = page.evaluate("document.body.dataset.mdColorScheme")
            seen.append((name, scheme))
            for wrong in violations(page, known[scheme], **only):
                node = wrong["nodes"][0]
                said = f"{wrong['id']}: {len(wrong['nodes'])}x {node['html'][:120]}"
                found.append(f"{name}, {scheme}: {said}")
    context.close()
    assert found == []
    assert len(set(seen)) == 2 * len(TYPES)
    assert all(len(kinds) > 50 for kinds in known.values())


PALE, DARK = "color: #aaa", "color: #333"
TEXTS = {
    "token": f"<code><i style='{DARK}'>fine</i> <i style='{PALE}'>pale</i></code>",
    "small": "<p style='color: #888'><b style='font-size: 30px'>fine</b> pale</p>",
    "thin": "<p style='color: #888; font-size: 20px'><b>fine</b> <i>pale</i></p>",
    "box": f"<div style='background: #444'><p style='{DARK}'>dark</p></div>",
    "glass": f"<div style='background: #000a'><p style='{DARK}'>dark</p></div>",
    "seen through": f"<p style='{DARK}; opacity: .4'>pale</p>",
    "below": f"<div style='position: relative'><p style='{DARK}'>dark</p>"
    "<div style='position: absolute; inset: 0; z-index: -1; background: #444'></div></div>",
    "pulled over": "<div style='background: #444; height: 40px'></div>"
    f"<div style='margin-top: -40px'><p style='{DARK}; margin: 0'>dark</p></div>",
    "after a control": f"<label style='{PALE}'>no <input disabled></label><p style='{PALE}'>on</p>",
    "after a letter": "<p style='color: #bbb'>x</p><p style='color: #bbb'>xyz</p>",
    "after what is hidden": "<p style='color: #bab; display: none'>no</p>"
    "<p style='color: #bab'>yes</p>",
    "shown by a press": "<details><summary>more</summary><p style='color: #abb'>no</p></details>",
    "link": "<p style='color: #333'>text <a href='#' style='color: #9b9'>pale</a></p>",
}


def test_one_text_of_each_kind_tells_what_all_texts_tell(browser: Browser) -> None:
    page = browser.new_page()
    rest = "<p style='color: #333'>fine</p>" * 3
    parts = [f"<section title='{name}'>{rest}{text}</section>" for name, text in TEXTS.items()]
    page.set_content(f"<body style='background: #fff'>{''.join(parts)}")

    def faults(wrong: list[dict[str, Any]]) -> set[str]:
        places = [node["ancestry"][0] for one in wrong for node in one["nodes"]]
        numbers = [re.findall(r"section:nth-child\((\d+)\)", place)[0] for place in places]
        return {list(TEXTS)[int(number) - 1] for number in numbers}

    only: dict[str, Any] = {"runOnly": ["color-contrast"], "ancestry": True}
    all_texts = faults(Axe().run(page, options=only).response["violations"])
    kinds: set[str] = set()
    assert faults(violations(page, kinds, **only)) == all_texts
    assert len(all_texts) > 9
    assert page.locator(f"[{MARK}]").count() < page.locator("section p").count()
    assert faults(violations(page, kinds, **only)) < all_texts  # those of no kind
    page.close()


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


@functools.cache
def packed_size(body: bytes) -> int:
    return len(gzip.compress(body))


def weigh(browser: Browser, address: str) -> dict[str, int]:
    """Return the gzipped bytes of all that a first visit fetches, by address."""
    context = browser.new_context()
    page = context.new_page()
    answers: dict[str, Response] = {}
    page.on("response", lambda answer: answers.setdefault(answer.url, answer))
    page.goto(address)
    page.evaluate(QUIET)
    sizes = {}
    for url, answer in answers.items():
        body = answer.body()
        sizes[url] = len(body) if url.endswith(("woff2", "webp")) else packed_size(body)
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


def test_heaviest_notes_weigh_little_too(
    whole_browser: Browser, site: str, site_folder: Path
) -> None:
    # The shell fetches pictures that are further below the screen than a reader's browser does.
    pages = {page.parent.name: page.read_bytes() for page in site_folder.glob("notes/*/index.html")}
    heavy = sorted(pages, key=lambda note: -len(gzip.compress(pages[note], 1)))[:9]
    heaviest = sorted(heavy, key=lambda note: -len(gzip.compress(pages[note])))[:3]
    for note in [*heaviest, *PHOTOGRAPHS]:
        found = weigh(whole_browser, f"{site}notes/{note}/")
        ours = {path.removeprefix(site): n for path, n in found.items()}
        ours = {path: n for path, n in ours.items() if is_ours(path)}
        assert sum(ours.values()) <= MOST_BYTES, ours


def test_code_in_a_link_stands_on_the_ground_that_links_are_read_on(
    browser: Browser, site: str
) -> None:
    page = browser.new_page(color_scheme="dark")
    page.goto(site + "guide/architecture/")
    ground = page.locator(".md-content a > code").first.evaluate(
        "code => getComputedStyle(code).backgroundColor"
    )
    page.close()
    assert ground == "rgba(0, 0, 0, 0)"


def test_formulas_have_the_one_font_that_the_page_names(browser: Browser, site: str) -> None:
    page = browser.new_page()
    page.goto(site + "notes/softmax/")
    page.evaluate("document.fonts.ready.then(() => {})")
    loaded = page.evaluate("[...document.fonts].map(face => [face.family, face.status])")
    page.close()
    assert ["maedeup math", "loaded"] in [[family.strip('"'), status] for family, status in loaded]


def test_notebook_of_a_lab_weighs_little(browser: Browser, site: str) -> None:
    path = "notebooks/lab-sine-cubic/"
    assert weigh(browser, site + path)[site + path] <= MOST_NOTEBOOK_BYTES
