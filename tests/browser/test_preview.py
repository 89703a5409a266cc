"""Previews of notes: by mouse, keyboard and touch, and for terms that are no links."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from .axe import violations

pytestmark = pytest.mark.browser

NOTE = "notes/vanishing-gradient/"
LINK = '.md-content p a.mp-link[href*="sigmoid"]'
SHIFTS = """
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) window.shifts = (window.shifts ?? 0) + entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    context = browser.new_context(locale="ko", reduced_motion="reduce")
    page = context.new_page()
    page.add_init_script(SHIFTS)
    page.goto(site + NOTE)
    yield page
    context.close()


def preview(page: Page) -> Locator:
    return page.locator("#mp-preview")


def test_pointing_at_a_link_shows_title_claim_and_figure(page: Page) -> None:
    link = page.locator(LINK).first
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    link.hover()
    expect(preview(page)).to_be_visible()
    expect(preview(page).locator("strong")).to_have_text("시그모이드")
    expect(preview(page).locator("p")).to_contain_text("시그모이드")
    preview(page).locator("svg").wait_for()
    assert not [url for url in asked if url.endswith("/")], "a page was fetched"
    expect(link).to_have_attribute("aria-describedby", "mp-preview")
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    drawn = [name for name in ids if name.startswith("mpv-")]
    assert drawn
    assert len(drawn) == len(set(drawn))
    wrong = violations(page, set())
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in wrong] == []
    preview(page).hover()  # it stays under the pointer
    page.wait_for_timeout(500)
    expect(preview(page)).to_be_visible()
    page.mouse.move(1, 400)
    expect(preview(page)).to_be_hidden()
    assert page.evaluate("window.shifts ?? 0") == 0


def test_focus_shows_it_and_escape_hides_it(page: Page) -> None:
    link = page.locator(LINK).first
    page.keyboard.press("Tab")  # so that focus is seen
    link.focus()
    expect(preview(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(preview(page)).to_be_hidden()
    expect(link).to_be_focused()
    assert link.get_attribute("aria-describedby") is None
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(preview(page)).to_be_visible()
    page.keyboard.press("Tab")
    expect(preview(page)).to_be_hidden()


def test_a_long_press_shows_it_and_a_tap_follows_the_link(browser: Browser, site: str) -> None:
    context = browser.new_context(
        locale="ko", has_touch=True, is_mobile=True, viewport={"width": 390, "height": 780}
    )
    page = context.new_page()
    page.goto(site + NOTE)
    link = page.locator(LINK).first
    link.scroll_into_view_if_needed()
    box = link.bounding_box()
    assert box is not None
    finger = {"x": box["x"] + 5, "y": box["y"] + 5}
    devtools = context.new_cdp_session(page)
    devtools.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [finger]})
    expect(preview(page)).to_be_visible()
    devtools.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_timeout(300)
    expect(preview(page)).to_be_visible()
    assert page.url.endswith(NOTE)
    shown = preview(page).bounding_box()
    assert shown is not None
    assert shown["x"] >= 0
    assert shown["x"] + shown["width"] <= 390
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.touchscreen.tap(200, 60)
    expect(preview(page)).to_be_hidden()
    link.tap()
    page.wait_for_url("**/notes/sigmoid/**")
    context.close()


def test_a_term_without_a_link_has_its_claim(browser: Browser, site: str) -> None:
    context = browser.new_context(locale="ko")
    page = context.new_page()
    page.goto(site + "notes/activation-function/")
    page.evaluate(
        """document.querySelector(".md-content p").insertAdjacentHTML("beforeend",
        '<span class="mp-term" role="term" tabindex="0" title="주장" data-note="notes/relu/">'
        + "렐루</span>")"""
    )
    term = page.locator(".mp-term[title='주장']")
    term.hover()
    expect(preview(page).locator("strong")).to_have_text("렐루")
    term = page.locator(".mp-term", has_text="렐루").last
    assert term.get_attribute("title") is None  # not twice
    page.mouse.move(1, 400)
    expect(preview(page)).to_be_hidden()
    expect(term).to_have_attribute("title", "주장")
    context.close()
