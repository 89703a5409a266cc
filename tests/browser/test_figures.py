"""Figures on phones, of a few notes of each kind; `benchmarks/figures.py` looks at all pages."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from benchmarks.figures import AIM_PX, WIDTHS, Seen, look

from .axe import violations
from .conftest import change_palette

pytestmark = pytest.mark.browser

NOTES = {
    "sliders": ["svm", "gradient-descent", "knn", "convolution-operation", "padding-modes"],
    "panels": ["optimizer", "sgd", "kmeans", "derivative-and-chain-rule"],
    "images": ["dropout", "channel-order"],
    "diagrams": ["nn-module", "training-loop", "backpropagation"],
    "curves": ["relu", "sigmoid"],
}


@pytest.fixture(scope="module")
def seen(browser: Browser, site: str) -> dict[int, list[Seen]]:
    """Return what phones show of the figures of those notes, by the width of the screen."""
    page = browser.new_page()
    pages = [look(page, site, f"notes/{note}/") for notes in NOTES.values() for note in notes]
    page.close()
    return {width: [one for page in pages for one in page[width]] for width in WIDTHS}


def test_labels_can_be_read_on_a_phone(seen: dict[int, list[Seen]]) -> None:
    labelled = [one for one in seen[390] if one.text_px is not None]
    assert len(labelled) > len([note for notes in NOTES.values() for note in notes])
    assert [one for one in labelled if (one.text_px or 0) < AIM_PX] == []


@pytest.mark.parametrize("width", WIDTHS)
def test_no_figure_is_wider_than_the_screen(seen: dict[int, list[Seen]], width: int) -> None:
    assert [one for one in seen[width] if one.hidden_px > 1] == []


def test_phone_shows_each_figure_once_in_any_palette_and_says_what_it_is(
    browser: Browser, site: str
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme="light")
    page = context.new_page()
    known: tuple[set[str], set[str]] = (set(), set())
    for note in ("svm", "optimizer", "dropout"):
        page.goto(f"{site}notes/{note}/")
        figures = page.locator(".mp-embed > figure")
        for is_second in (False, True):
            if is_second:
                change_palette(page)
            for number in range(figures.count()):
                drawings = figures.nth(number).get_by_role("img")
                expect(drawings).to_have_count(1)
                expect(figures.nth(number).locator(".mp-svg:visible")).to_have_count(1)
            only = {"runOnly": ["color-contrast"]} if is_second else {}
            found = violations(page, known[is_second], ".md-content .mp-embed", **only)
            assert [(wrong["id"], wrong["nodes"][0]["html"][:120]) for wrong in found] == []
        ids = page.evaluate("[...document.querySelectorAll('figure [id]')].map(e => e.id)")
        assert len(ids) == len(set(ids))
    context.close()
