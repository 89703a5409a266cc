"""The shapes of a code block: on hover, tap and focus, all at once, without a script, on paper."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from benchmarks.weight import QUIET

from .conftest import MOUNTED, lent, small_site_of

pytestmark = pytest.mark.browser

FILES = {
    "docs/index.md": "# 홈\n\n![[x.py#a]]\n\n글.\n\n![[x.py#b|fold]]\n",
    "snippets/x.py": '''\
        # %% a
        import numpy as np

        table = np.ones((2, 3))
        text = """
        여러 줄
        """
        for n in (4, 5):
            row = np.zeros(n, dtype=np.int8)  # a comment that makes this line a good deal longer
        print(row.sum())
        # %% b
        turned = table.T
        ''',
}
TABLE = "table (2, 3) float64 ndarray, 값 1"
ROW = "row (4,) 또는 (5,) int8 ndarray, 처음 값 0"


@pytest.fixture(scope="module")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with small_site_of(tmp_path_factory.mktemp("shapes"), FILES) as address:
        yield address


@pytest.fixture(scope="module")
def kept(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context.new_page()
    context.close()


@pytest.fixture
def page(kept: Page, small_site: str) -> Iterator[Page]:
    with lent(kept) as errors:
        kept.goto(small_site)
        kept.evaluate(MOUNTED)
        yield kept
    assert errors == []


def shown(page: Page) -> list[str]:
    """Return the shapes that can be seen."""
    return page.evaluate(
        """() => [...document.querySelectorAll(".mp-mark")]
             .filter(m => getComputedStyle(m, "::after").content !== "none")
             .map(m => m.dataset.shape)"""
    )


def place_of(page: Page, number: int) -> tuple[float, float]:
    """Return a point in a line that has a mark, far left of the mark."""
    line = page.locator(".mp-mark").nth(number).bounding_box()
    block = page.locator("pre > code").first.bounding_box()
    assert line is not None
    assert block is not None
    return block["x"] + 30, line["y"] + line["height"] / 2


def layout(page: Page) -> list[float]:
    return page.evaluate(
        """() => [...document.querySelectorAll("pre, p, h1, details")]
             .filter(e => e.checkVisibility()).flatMap(e => {
             const b = e.getBoundingClientRect(); return [b.x, b.y + scrollY, b.width, b.height]; })
             .concat([...document.querySelectorAll("pre > code")]
               .filter(e => e.checkVisibility()).map(e => e.scrollWidth))"""
    )


def test_hover_shows_the_line_and_moves_nothing(page: Page) -> None:
    before = layout(page)
    assert shown(page) == []
    page.mouse.move(*place_of(page, 0))
    assert shown(page) == [TABLE]
    page.mouse.move(*place_of(page, 1))
    assert shown(page) == [ROW]
    assert layout(page) == before
    page.mouse.move(1, 1)
    assert shown(page) == []


def test_tap_shows_the_line(whole_browser: Browser, small_site: str) -> None:
    page = whole_browser.new_page(viewport={"width": 390, "height": 844}, has_touch=True)
    page.goto(small_site)
    page.evaluate(MOUNTED)
    page.touchscreen.tap(*place_of(page, 1))
    page.locator(".mp-told").wait_for(state="attached")
    assert shown(page) == [ROW]
    assert "mp-below" in str(page.locator(".mp-told").get_attribute("class"))  # not over its code
    page.close()


def test_keyboard_reaches_each_line_and_escape_hides(page: Page) -> None:
    switch = page.locator(".mp-shape-switch").first
    switch.focus()
    for _ in range(4):
        page.keyboard.press("Tab")
        if shown(page):
            break
    assert shown(page) == [TABLE]
    page.keyboard.press("ArrowDown")
    assert shown(page) == [ROW]
    page.keyboard.press("ArrowDown")  # the last line
    assert shown(page) == [ROW]
    page.keyboard.press("ArrowUp")
    assert shown(page) == [TABLE]
    page.keyboard.press("Escape")
    assert shown(page) == []
    stops = page.locator(".mp-mark[tabindex='0']")
    expect(stops).to_have_count(1)  # a block has one, and a folded one when it is opened
    page.locator("details.mp-code > summary").click()
    expect(stops).to_have_count(2)


def test_switch_shows_all_is_remembered_and_goes_back_without_a_trace(page: Page) -> None:
    before = layout(page)
    switch = page.locator(".mp-shape-switch").first
    expect(switch).to_have_attribute("aria-pressed", "false")
    switch.focus()
    page.keyboard.press("Enter")
    assert shown(page) == [TABLE, ROW, "turned (3, 2) float64 ndarray, 값 1"]
    page.reload()
    page.evaluate(MOUNTED)
    assert len(shown(page)) == 3
    expect(switch).to_have_attribute("aria-pressed", "true")
    overflow = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
    assert page.evaluate(overflow) <= 0
    switch.click()
    assert shown(page) == []
    assert layout(page) == before
    page.reload()
    assert shown(page) == []


def test_small_screen_shows_all_shapes_below_their_lines(page: Page) -> None:
    page.locator(".mp-shape-switch").first.click()
    marks = page.locator(".mp-embed > .highlight .mp-mark")
    places = marks.evaluate_all("""marks => marks.map(mark => {
          const block = mark.closest("pre").getBoundingClientRect();
          const rows = [...mark.getClientRects()];
          const shape = rows.at(-1);
          return [shape.width > 100, rows[0].bottom <= shape.top + 4,
            block.left <= shape.left && shape.right <= block.right];
        })""")
    assert places == [[True, True, True]] * 2
    page.locator("pre > code").first.evaluate("e => e.scrollTo(e.scrollWidth, 0)")
    sides = page.locator(".mp-mark").first.evaluate(
        "m => ['position', 'left'].map(name => getComputedStyle(m, '::after')[name])"
    )
    assert sides == ["sticky", "0px"]  # in sight there too


def test_switch_stands_beside_the_copy_buttons(page: Page) -> None:
    page.locator("details.mp-code > summary").click()
    page.wait_for_selector(".md-code__nav .mp-copy", state="attached")
    expect(page.locator(".mp-shape-switch")).to_have_count(2)
    gaps = page.evaluate("""() => [...document.querySelectorAll(".mp-shape-switch")].map(button =>
        button.closest(".highlight").querySelector(".md-code__nav").getBoundingClientRect().left
        - button.getBoundingClientRect().right)""")
    assert len(gaps) == 2
    assert min(gaps) >= 0


def test_copied_code_has_no_shapes(page: Page) -> None:
    page.locator(".mp-shape-switch").first.click()
    page.locator(".md-code__button").first.click()
    page.wait_for_timeout(100)
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("import numpy as np\n\ntable = np.ones((2, 3))\ntext")
    assert copied.endswith("print(row.sum())")


def test_shapes_are_text_for_screen_readers_and_on_paper(page: Page) -> None:
    tree = page.locator("main").aria_snapshot()
    assert f"3행 {TABLE}" in tree
    assert f'note "{ROW}"' in tree
    assert 'button "모양"' in tree
    rows = page.locator(".mp-shape-list").first
    assert rows.bounding_box()["height"] <= 1  # type: ignore[index]
    page.emulate_media(media="print")
    assert rows.bounding_box()["height"] > 20  # type: ignore[index]
    expect(page.locator(".mp-shape-switch").first).to_be_hidden()


def test_page_does_not_shift_while_it_loads(browser: Browser, small_site: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})  # nothing is cached
    page.goto(small_site)
    page.evaluate(QUIET)
    shifts = """() => new Promise(done => { let sum = 0;
      new PerformanceObserver(list => { for (const e of list.getEntries()) sum += e.value; })
        .observe({type: "layout-shift", buffered: true}); setTimeout(() => done(sum), 300); })"""
    assert page.evaluate(shifts) == 0
    page.close()


def test_shapes_are_reached_without_a_script(browser: Browser, small_site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(small_site)
    rows = page.locator(".mp-shapes").first.locator("li")
    expect(rows.first).to_be_hidden()
    page.locator(".mp-shapes summary").first.click()
    assert [row.inner_text() for row in rows.all()] == [f"3행 {TABLE}", f"8행 {ROW}"]
    context.close()
