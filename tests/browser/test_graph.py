"""The graph of all notes on its canvas, by mouse, touch and keyboard, and the list beside it."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from benchmarks.weight import QUIET

from .axe import violations
from .conftest import MOUNTED, lent

pytestmark = pytest.mark.browser

BYTES = "canvas => canvas.toDataURL()"


def open_graph(page: Page, site: str, hash: str = "") -> None:
    page.goto(f"{site}graph/{hash}")
    page.locator(".mp-graph canvas[data-ready]").wait_for()
    rest(page)


def rest(page: Page) -> None:
    """Wait until the picture is painted again after it was moved."""
    page.wait_for_timeout(400)


@pytest.fixture(scope="module")
def kept(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="ko")
    yield context.new_page()
    context.close()


@pytest.fixture
def page(kept: Page, site: str) -> Iterator[Page]:
    with lent(kept):
        open_graph(kept, site)
        yield kept


def said(page: Page) -> str:
    return page.locator(".mp-graph-said").inner_text().strip()


def picture(page: Page) -> str:
    return str(page.locator(".mp-graph canvas").evaluate(BYTES))


def wait_for_another_picture(page: Page, before: str) -> None:
    """Wait until the canvas is drawn anew, which the browser does when it next draws."""
    drawn = f"before => ({BYTES})(document.querySelector('.mp-graph canvas')) !== before"
    page.wait_for_function(drawn, arg=before, timeout=5_000)


def wait_for_picture(page: Page, wanted: str) -> None:
    """Wait until the canvas shows what it showed once."""
    drawn = f"wanted => ({BYTES})(document.querySelector('.mp-graph canvas')) === wanted"
    page.wait_for_function(drawn, arg=wanted, timeout=5_000)


def middle(page: Page) -> tuple[float, float]:
    box = page.locator(".mp-graph canvas").bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def find_note(page: Page) -> tuple[float, float]:
    """Move the mouse in a spiral until it rests on a note; give where."""
    x0, y0 = middle(page)
    for step in range(0, 300, 12):
        for dx, dy in ((step, 0), (0, step), (-step, 0), (0, -step), (step, step), (-step, -step)):
            page.mouse.move(x0 + dx, y0 + dy)
            if said(page):
                return x0 + dx, y0 + dy
    raise AssertionError("no note under the mouse")


def test_mouse_pans_zooms_shows_neighbours_and_opens_a_note(page: Page) -> None:
    whole = picture(page)
    x, y = middle(page)
    page.mouse.move(x, y)
    page.mouse.wheel(0, -400)
    rest(page)
    near = picture(page)
    assert near != whole
    page.mouse.move(x - 100, y - 180)
    page.mouse.down()
    page.mouse.move(x, y - 100, steps=4)
    page.mouse.up()
    rest(page)
    wait_for_another_picture(page, near)
    page.get_by_role("button", name="모두 보기").click()
    rest(page)
    wait_for_picture(page, whole)
    x, y = find_note(page)
    assert "이웃" in said(page)
    wait_for_another_picture(page, whole)
    title = said(page).rpartition(": 이웃")[0]
    page.mouse.click(x, y)
    page.wait_for_url(lambda url: "/graph/" not in url)
    expect(page.locator("h1")).to_have_text(title, use_inner_text=True)


def test_buttons_zoom(page: Page) -> None:
    whole = picture(page)
    page.get_by_role("button", name="크게").click()
    rest(page)
    near = picture(page)
    page.get_by_role("button", name="작게").click()
    rest(page)
    assert near != whole == picture(page)


def test_keyboard_walks_from_note_to_note_moves_zooms_and_opens(page: Page) -> None:
    whole = picture(page)
    page.locator(".mp-graph input").focus()
    for _ in range(4):
        page.keyboard.press("Tab")  # past the three buttons
    assert page.evaluate("document.activeElement.tagName") == "CANVAS"
    first = said(page)
    assert "이웃" in first
    seen = {first}
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "ArrowUp", "ArrowRight"):
        page.keyboard.press(key)
        seen.add(said(page))
    assert len(seen) >= 3
    page.keyboard.press("Escape")
    assert said(page) == ""
    rest(page)
    wait_for_picture(page, whole)
    for key in ("+", "Shift+ArrowRight", "-"):
        before = picture(page)
        page.keyboard.press(key)
        rest(page)
        wait_for_another_picture(page, before)
    page.keyboard.press("0")
    rest(page)
    wait_for_picture(page, whole)
    page.keyboard.press("ArrowRight")
    title = said(page).rpartition(": 이웃")[0]
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/graph/" not in url)
    expect(page.locator("h1")).to_have_text(title, use_inner_text=True)


def test_keyboard_leaves_the_canvas_by_tab(page: Page) -> None:
    page.locator(".mp-graph canvas").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    assert said(page) == ""


def test_search_finds_titles_and_aliases_and_enter_goes_through_them(page: Page) -> None:
    whole = picture(page)
    box = page.get_by_label("그래프에서 제목으로 찾기")
    box.fill("합성곱신경망")
    assert "합성곱 신경망" in said(page)
    wait_for_another_picture(page, whole)
    box.press("Enter")
    assert said(page).startswith("합성곱 신경망: 이웃")  # not a longer title
    box.press("Enter")
    assert not said(page).startswith("합성곱 신경망: 이웃")
    box.fill("ReLU")  # an alias
    assert ": 렐루" in said(page)
    box.fill("없는노트이름")
    assert said(page) == "찾은 노트가 없다"
    box.press("Escape")
    expect(box).to_have_value("")
    assert said(page) == ""


def test_fingers_pan_pinch_and_tap(browser: Browser, site: str) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, locale="ko"
    )
    page = context.new_page()
    open_graph(page, site)
    page.locator(".mp-graph canvas").scroll_into_view_if_needed()
    rest(page)
    whole = picture(page)
    x, y = middle(page)
    touch = context.new_cdp_session(page)

    def send(kind: str, *points: tuple[float, float]) -> None:
        at = [{"x": px, "y": py, "id": i} for i, (px, py) in enumerate(points)]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})

    send("touchStart", (x - 30, y), (x + 30, y))
    for apart in (50, 80, 110):
        send("touchMove", (x - apart, y), (x + apart, y))
    send("touchEnd")
    rest(page)
    near = picture(page)
    assert near != whole
    send("touchStart", (x, y))
    for way in (20, 40, 60):
        send("touchMove", (x + way, y + way))
    send("touchEnd")
    rest(page)
    wait_for_another_picture(page, near)
    assert "/graph/" in page.url
    # a click: after touches made so, Chromium may lose the click of a tap
    page.get_by_role("button", name="모두 보기").click()
    rest(page)
    wait_for_picture(page, whole)
    for step in range(0, 150, 15):  # a tap tells what is there; the next opens it
        page.touchscreen.tap(x + step, y)
        if said(page):
            break
    assert "이웃" in said(page)
    page.touchscreen.tap(x + step, y)
    page.wait_for_url(lambda url: "/graph/" not in url)
    context.close()


def test_without_javascript_the_list_leads_to_every_note(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site + "graph/")
    expect(page.locator(".mp-graph canvas")).to_be_hidden()
    page.locator(".mp-graph-list summary").first.click()
    link = page.locator(".mp-graph-list a").first
    expect(link).to_be_visible()
    with urllib.request.urlopen(site + "assets/graph.json") as answer:
        n_notes = len(json.load(answer)["notes"])
    assert page.locator(".mp-graph-list a").count() == n_notes
    link.click()
    assert "/graph/" not in page.url
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_picture_follows_the_palette(browser: Browser, site: str, scheme: Any) -> None:
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    open_graph(page, site)
    before = picture(page)
    page.locator("form[data-md-component=palette] label:visible").click()
    rest(page)
    page.mouse.move(1, 1)
    wait_for_another_picture(page, before)
    context.close()


def test_note_leads_to_its_place_in_the_graph(browser: Browser, site: str) -> None:
    page = browser.new_page()
    page.goto(site + "notes/relu/")
    page.locator(".mp-near summary").click()
    page.get_by_role("link", name="그래프 전체에서 보기").click()
    page.locator(".mp-graph canvas[data-ready]").wait_for()
    assert said(page).startswith("렐루: 이웃")
    expect(page.locator(".mp-graph canvas")).to_be_visible()
    page.close()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site + "graph/#relu")
    expect(page.locator(".mp-graph-list li#relu a")).to_be_visible()
    context.close()


def test_neighbours_are_links_by_keyboard_and_without_javascript(
    browser: Browser, site: str
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(site + "notes/relu/")
    page.locator(".mp-near summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    name = page.evaluate("document.activeElement.textContent")
    link = page.locator(".mp-near svg a").first
    assert link.text_content() == name
    box = page.locator(".mp-near svg").bounding_box()
    assert box is not None
    assert 12 * box["width"] / 360 >= 10  # pixels of the type
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/relu/" not in url)
    context.close()


def test_no_page_but_the_graph_asks_for_the_graph(browser: Browser, site: str) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site + "notes/relu/")
    page.evaluate(QUIET)
    assert [url for url in asked if "assets/graph" in url] == []
    page.goto(site + "graph/")
    page.locator(".mp-graph canvas[data-ready]").wait_for()
    page.evaluate(QUIET)
    assert len([url for url in asked if "assets/graph" in url]) == 2
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_unfolded_neighbours_and_lists_have_no_violation(
    browser: Browser, site: str, scheme: Any
) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": 390, "height": 844})
    page = context.new_page()
    only = {"runOnly": ["color-contrast"]} if scheme == "dark" else {}  # the rest is of no palette
    for path, part in (("notes/relu/", ".mp-near"), ("graph/", ".mp-graph")):
        page.goto(site + path)
        page.evaluate(MOUNTED)
        page.evaluate(
            "document.querySelectorAll('.mp-near, .mp-group').forEach(d => { d.open = true; })"
        )
        found = violations(page, set(), part, **only)
        assert [wrong["id"] for wrong in found] == []
    context.close()
