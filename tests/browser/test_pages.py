"""Pages of the site as a reader's browser shows them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from benchmarks.weight import SHIFTS

pytestmark = pytest.mark.browser

PAGES = ["", "notes/relu/", "notes/gradient-descent/", "notes/softmax/", "notes/decision-tree/",
         "maps/map-training/", "graph/", "labs/lab-sine-cubic/", "notebooks/lab-sine-cubic/",
         "snippets/", "guide/writing-notes/"]  # fmt: skip
SIZES = {"desktop": (1280, 900), "phone": (390, 844)}


class Visit:
    """An open page, with what it asked for and what went wrong."""

    def __init__(self, page: Page, site: str) -> None:
        self.page = page
        self.site = site
        self.foreign: list[str] = []
        self.errors: list[str] = []
        page.on("request", self._note_request)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)

    def _note_request(self, request: object) -> None:
        url = str(getattr(request, "url", ""))
        if not url.startswith((self.site, "data:", "blob:")):
            self.foreign.append(url)

    def open(self, path: str) -> Page:
        self.page.goto(self.site + path)
        self.page.wait_for_load_state("networkidle")
        return self.page


@pytest.fixture(params=[("light", "desktop"), ("dark", "phone")], ids="-".join)
def visit(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Visit]:
    scheme, size = request.param
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, locale="ko"
    )
    yield Visit(context.new_page(), site)
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_page_is_whole_quiet_and_asks_no_other_host(visit: Visit, path: str) -> None:
    page = visit.open(path)
    assert visit.foreign == []
    assert visit.errors == []
    assert page.evaluate(SHIFTS) == 0
    assert page.locator(".mp-broken, .mp-problem, .mp-error").count() == 0
    assert "wzxhzdk" not in page.content()  # a mark of Python-Markdown's stash
    overflow = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
    assert page.evaluate(overflow) <= 0
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    ours = [i for i in ids if not i.startswith("__")]
    assert sorted({i for i in ours if ours.count(i) > 1}) == []


def test_note_shows_code_figure_value_formula_link_and_backlinks(visit: Visit) -> None:
    page = visit.open("notes/relu/")
    assert page.locator(".mp-embed .highlight code").first.is_visible()
    figure = page.locator("figure .mp-svg:visible").first
    box = figure.bounding_box()
    assert box is not None
    assert box["width"] > 250
    assert box["height"] > 100
    assert page.locator("figure").first.get_by_role("img").count() == 1
    assert page.locator("data.mp-value").first.inner_text().strip()
    formula = page.locator("math").first.bounding_box()
    assert formula is not None
    assert formula["width"] > 50
    assert page.locator(".mp-backlinks a").count() >= 2
    link = page.locator("a.mp-link", has_text="시그모이드").first
    assert link.evaluate("e => getComputedStyle(e).wordBreak") == "keep-all"
    link.click()
    page.wait_for_url("**/notes/sigmoid/")
    assert page.locator("h1").inner_text() == "시그모이드"


def test_figure_follows_the_palette(browser: Browser, site: str) -> None:
    fills = []
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme)
        page = Visit(context.new_page(), site).open("notes/relu/")
        ink = "g[style*='fill:var(--mp-ink']"
        fills.append(
            page.locator(f"figure svg {ink}").first.evaluate("e => getComputedStyle(e).fill")
        )
        if scheme == "light":
            page.locator("form[data-md-component=palette] label:visible").click()
            page.wait_for_function("document.body.dataset.mdColorScheme === 'slate'")
            fills.append(
                page.locator(f"figure svg {ink}").first.evaluate("e => getComputedStyle(e).fill")
            )
        context.close()
    light, switched, dark = fills
    assert light != dark
    assert switched == dark


def test_receipt_opens_by_keyboard_and_says_what_ran(browser: Browser, site: str) -> None:
    page = Visit(browser.new_page(), site).open("notes/relu/")
    summary = page.locator("details.mp-receipt summary").first
    summary.focus()
    page.keyboard.press("Enter")
    text = page.locator("details.mp-receipt[open]").first.inner_text()
    assert "snippets/activation/relu.py" in text
    assert "torch 2.15.0" in text
    page.close()


def test_search_finds_a_note_by_its_title(browser: Browser, site: str) -> None:
    page = Visit(browser.new_page(), site).open("")
    box = page.locator("input[data-md-component=search-query]")
    box.fill("시그모이드")
    box.press("End")  # Material listens to keys, and a filled-in text presses none
    result = page.locator(".md-search-result__link", has_text="시그모이드").first
    result.wait_for(state="visible")
    assert "notes/sigmoid" in str(result.get_attribute("href"))
    page.close()


def test_page_works_without_javascript(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site + "notes/relu/")
    assert page.locator("figure svg").first.is_visible()
    assert page.locator("math").first.is_visible()
    context.close()


def test_paper_is_light_and_shows_what_is_folded(browser: Browser, site: str) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(site + "notes/relu/")
    page.wait_for_load_state("networkidle")
    correction = page.locator("details.correction p").nth(1)
    assert not correction.is_visible()
    page.emulate_media(media="print")
    assert correction.is_visible()
    ink = "getComputedStyle(document.body).getPropertyValue('--mp-ink').trim()"
    assert page.evaluate(ink) == "#24292f"
    assert not page.locator("details.mp-receipt").first.is_visible()
    context.close()
