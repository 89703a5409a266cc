"""Pages of the site as a reader's browser shows them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from benchmarks.weight import QUIET, SHIFTS

from .conftest import MOUNTED

pytestmark = pytest.mark.browser

PAGES = ["", "notes/relu/", "notes/gradient-descent/", "notes/softmax/", "notes/decision-tree/",
         "maps/map-training/", "graph/", "labs/lab-sine-cubic/", "notebooks/lab-sine-cubic/",
         "snippets/", "guide/writing-notes/"]  # fmt: skip
CROWDED = ["maps/map-errata/", "labs/lab-vgg-transfer/", "notes/channel-order/",
           "notes/inplace-operations/", "notes/training-loop/", "guide/glossary/"]  # fmt: skip
"""Long values, corrections, tables of links, results side by side."""

COPIED = ["notes/relu/", "notes/softmax/", "notes/inplace-operations/", "guide/writing-notes/",
          "snippets/activation/relu/", "labs/lab-sine-cubic/"]  # fmt: skip
DESKTOP, PHONE = ("light", 1280, 900), ("dark", 390, 844)
WIDTHS = (390, 360)
"""Of phones."""

OVERFLOW = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
UNFOLD = "document.querySelectorAll('details').forEach(e => { e.open = true; })"
DRAWN = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
MASK = "e => getComputedStyle(e).maskImage"

COVERED = """() => [...document.querySelectorAll("pre > code")].filter(code => {
  const seen = code.getBoundingClientRect();
  const buttons = [...code.parentElement.querySelectorAll("button")]
    .map(button => button.getBoundingClientRect());
  const text = document.createRange();
  text.selectNodeContents(code);
  return [...text.getClientRects()].some(row => {
    const left = Math.max(row.left, seen.left), right = Math.min(row.right, seen.right);
    return left < right && buttons.some(button => button.left < right && left < button.right
      && button.top < row.bottom && row.top < button.bottom);
  });
}).map(code => code.textContent.slice(0, 40))"""

CROSSED = """() => [...document.querySelectorAll(".mp-output[aria-label]")].filter(output => {
  output.scrollIntoView({block: "center"});
  const frame = output.querySelector("pre").getBoundingClientRect();
  const name = getComputedStyle(output, "::before");
  const x = output.getBoundingClientRect().left + parseFloat(name.left) + 12;
  return output.checkVisibility() && document.elementFromPoint(x, frame.top + 0.5) !== output;
}).map(output => output.outerHTML.slice(0, 80))"""
"""The frame is the `pre`'s, the name the output's own: which of both is seen at the edge?"""

SMALL_TARGETS = """() => [...document.querySelectorAll(".md-content :is(button, summary)")]
  .map(target => [target, target.getBoundingClientRect()])
  .filter(([target, box]) => box.width && Math.min(box.width, box.height) < 23.9)
  .map(([target]) => target.outerHTML.slice(0, 80))"""

BLOCKS = "'pre:has(> code):not(.no-copy, .no-copy *)'"
SHOW_BUTTON = f"""async number => {{
  const block = document.querySelectorAll({BLOCKS})[number];
  scrollBy({{top: block.getBoundingClientRect().top - 200, behavior: "instant"}});
  for (let wait = 0, button; wait < 300; wait++) {{
    await new Promise(requestAnimationFrame);
    if (!(button ??= block.querySelector("[data-md-type=copy]"))) continue;
    const box = button.getBoundingClientRect();
    const x = box.left + box.width / 2, y = box.top + box.height / 2;
    if (button.contains(document.elementFromPoint(x, y))) return [x, y];
  }}
  throw Error(`no button to press: ${{block.textContent.slice(0, 80)}}`);
}}"""
"""A button comes when its block is seen; where can it be pressed?"""

COPIED_TEXT = f"""async number => [await navigator.clipboard.readText(),
  document.querySelectorAll({BLOCKS})[number].querySelector("code").textContent]"""

FACTS = """() => {
  const count = selector => document.querySelectorAll(selector).length;
  const ids = [...document.querySelectorAll("[id]")].map(e => e.id);
  return {
    broken: count(".mp-broken, .mp-problem"),
    // A wrong answer of an exercise fails, and shows how.
    errors: count(".mp-error") - count(".mp-wrong-answer .mp-error"),
    hasMarkOfStash: document.documentElement.outerHTML.includes("wzxhzdk"),  // Python-Markdown's
    twice: ids.filter((id, place) => ids.indexOf(id) !== place),
  };
}"""
WHOLE = {"broken": 0, "errors": 0, "hasMarkOfStash": False, "twice": []}

BROKEN_WORDS = """selector => [...document.querySelectorAll(selector)].flatMap(root => {
  const broken = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let text; (text = walker.nextNode());) {
    for (const word of text.data.matchAll(/[가-힣]{2,}/g)) {
      const range = document.createRange();
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      const rows = new Set([...range.getClientRects()].map(row => Math.round(row.top)));
      if (rows.size > 1) broken.push(word[0]);
    }
  }
  return broken;
})"""


class Visit:
    """An open page, with what it asked for and what went wrong."""

    def __init__(self, page: Page, site: str) -> None:
        self.page = page
        self.site = site
        self.is_as_loaded = ""
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
        self.foreign, self.errors, self.is_as_loaded = [], [], ""
        self.page.goto(self.site + path)
        self.page.evaluate(MOUNTED)
        return self.page

    def look(self, path: str) -> Page:
        """Open a page if it is not as it was loaded, for a test that changes nothing on it."""
        if self.is_as_loaded != path or self.page.url != self.site + path:
            self.open(path)
            self.is_as_loaded = path
        return self.page


@pytest.fixture(scope="module", params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def visit(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Visit]:
    scheme, width, height = request.param
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, locale="ko"
    )
    yield Visit(context.new_page(), site)
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_page_is_whole_quiet_and_asks_no_other_host(visit: Visit, path: str) -> None:
    page = visit.open(path)
    page.evaluate(QUIET)
    assert visit.foreign == []
    assert visit.errors == []
    assert page.evaluate(SHIFTS) == 0
    assert page.evaluate(FACTS) == WHOLE
    assert page.evaluate(OVERFLOW) <= 0
    if (page.viewport_size or {})["width"] in WIDTHS:
        assert wrong_on_phones(page) == []
        assert visit.errors == []


@pytest.mark.parametrize("visit", [PHONE], ids=["phone"], indirect=True)
@pytest.mark.parametrize("path", CROWDED)
def test_crowded_page_has_room_on_a_phone(visit: Visit, path: str) -> None:
    assert wrong_on_phones(visit.open(path)) == []
    assert visit.errors == []


def wrong_on_phones(page: Page) -> list[str]:
    """Return text that a small screen hides, and what has no room for fingers."""
    page.evaluate(UNFOLD)
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        page.evaluate(DRAWN)
        wider = page.evaluate(OVERFLOW)
        found += [f"{width}: page wider by {wider}"] * (wider > 0)
        found += [f"{width}: under a button: {text}" for text in page.evaluate(COVERED)]
        found += [f"{width}: small target: {text}" for text in page.evaluate(SMALL_TARGETS)]
        broken = page.evaluate(BROKEN_WORDS, ".md-content a")
        found += [f"{width}: broken: {word}" for word in broken]
    page.set_viewport_size({"width": WIDTHS[0], "height": 844})
    return found


def test_excerpts_of_a_search_break_no_word(browser: Browser, site: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 844}, locale="ko")
    page = Visit(context.new_page(), site).open("")
    page.locator("label[for=__search]").first.click()
    box = page.locator("input[data-md-component=search-query]")
    box.fill("기울기")
    box.press("End")
    page.locator(".md-search-result__link mark", has_text="기울기").first.wait_for()
    assert page.evaluate(BROKEN_WORDS, ".md-search-result__list") == []
    context.close()


def test_name_of_an_output_is_not_crossed_by_its_frame(visit: Visit) -> None:
    page = visit.look("notes/softmax/")
    assert page.locator(".mp-output[aria-label]").count() > 2
    assert page.evaluate(CROSSED) == []


@pytest.mark.parametrize("visit", [PHONE], ids=["phone"], indirect=True)
def test_link_to_a_figures_evidence_keeps_to_the_column(visit: Visit) -> None:
    page = visit.look("notes/softmax/")
    right = "e => e.getBoundingClientRect().right"
    column = page.locator(".mp-receipt").first.evaluate(right)
    assert page.locator(".mp-figure > .mp-from").first.evaluate(right) == column


def test_line_of_the_path_stays_where_it_is_when_its_links_arrive(visit: Visit) -> None:
    page = visit.open("notes/softmax/")
    line = page.locator(".mp-way")
    place = "e => e.firstElementChild.getBoundingClientRect().top"
    whole = line.evaluate(place)
    assert line.locator("a[rel]").count() == 2
    line.evaluate("e => e.querySelectorAll('a[rel]').forEach(link => link.remove())")
    assert line.evaluate(place) == whole


def test_address_of_a_heading_leads_to_it_and_shifts_nothing(visit: Visit) -> None:
    page = visit.look("notes/softmax/")
    last = page.locator(".md-content__inner > h2").last
    anchor = last.get_attribute("id")
    page.goto("about:blank")
    page = visit.open(f"notes/softmax/#{anchor}")
    expect(last).to_be_in_viewport()
    page.evaluate(DRAWN)
    bar = page.locator(".md-header").evaluate("e => e.getBoundingClientRect().bottom")
    assert 0 <= last.evaluate("e => e.getBoundingClientRect().top") - bar < 60
    assert page.evaluate(SHIFTS) == 0


def test_buttons_of_code_come_when_it_is_seen_and_move_nothing(visit: Visit) -> None:
    page = visit.open("notes/softmax/")
    last = page.locator(".md-content__inner > .mp-embed > .highlight").last
    expect(last.locator("nav")).to_have_count(0)
    page.mouse.wheel(0, last.evaluate("e => e.getBoundingClientRect().top") - 300)
    expect(last.locator("nav button").first).to_be_visible()
    page.evaluate(DRAWN)
    assert page.evaluate(SHIFTS) == 0


@pytest.fixture(scope="module")
def copying(browser: Browser, site: str) -> Iterator[Visit]:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    yield Visit(context.new_page(), site)
    context.close()


@pytest.mark.parametrize("path", COPIED)
def test_each_copy_button_copies_what_it_stands_on(copying: Visit, path: str) -> None:
    page = copying.open(path)
    page.evaluate(UNFOLD)
    n_blocks = page.evaluate(f"document.querySelectorAll({BLOCKS}).length")
    assert n_blocks > 3
    page.evaluate("navigator.clipboard.writeText('nothing yet')")
    for number in range(n_blocks):
        page.mouse.click(*page.evaluate(SHOW_BUTTON, number))
        copied, code = page.evaluate(COPIED_TEXT, number)
        assert copied.split() == code.split()


def test_formula_fades_where_it_goes_on_and_nowhere_else(browser: Browser, site: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = Visit(context.new_page(), site).open("notes/tanh/")
    wide = page.locator(".mp-math-block.mp-more-after").first
    wide.wait_for()
    assert "linear-gradient" in wide.evaluate(MASK)
    formula = wide.element_handle()
    assert formula is not None
    wider = """(e, by) => { const math = e.firstElementChild;
      math.replaceChildren();
      math.style.display = "block";
      math.style.width = `${e.clientWidth + by}px`; }"""
    formula.evaluate(wider, 4)
    page.wait_for_function("e => !e.matches('.mp-more-after')", arg=formula)
    assert formula.evaluate("e => e.scrollWidth - e.clientWidth") == 4
    assert formula.evaluate(MASK) == "none"
    formula.evaluate(wider, 30)
    page.wait_for_function("e => e.matches('.mp-more-after')", arg=formula)
    formula.evaluate("e => e.scrollTo(e.scrollWidth, 0)")
    page.locator(".mp-math-block.mp-more-before:not(.mp-more-after)").wait_for()
    page.emulate_media(media="print")
    masks = page.locator(".mp-math-block, .mp-figure").evaluate_all(f"all => all.map({MASK})")
    assert set(masks) == {"none"}
    context.close()


def test_note_shows_code_figure_value_formula_link_and_backlinks(visit: Visit) -> None:
    page = visit.open("notes/relu/")
    expect(page.locator(".mp-embed .highlight code").first).to_be_visible()
    figure = page.locator("figure .mp-svg:visible").first
    box = figure.bounding_box()
    assert box is not None
    assert box["width"] > 250
    assert box["height"] > 100
    expect(page.locator("figure").first.get_by_role("img")).to_have_count(1)
    assert page.locator("data.mp-value:visible").first.inner_text().strip()
    formula = page.locator("math").first.bounding_box()
    assert formula is not None
    assert formula["width"] > 50
    assert page.locator(".mp-backlinks a").count() >= 2
    link = page.locator("a.mp-link", has_text="시그모이드").first
    assert link.evaluate("e => getComputedStyle(e).wordBreak") == "keep-all"
    link.click()
    page.wait_for_url("**/notes/sigmoid/")
    expect(page.locator("h1")).to_have_text("시그모이드", use_inner_text=True)


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


def test_receipt_is_one_line_on_a_phone(browser: Browser, site: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 844}, locale="ko")
    page = Visit(context.new_page(), site).open("notes/machine-learning-vs-deep-learning/")
    line = page.locator("details.mp-receipt > summary").filter(has_text="machine_learning").first
    box = line.bounding_box()
    assert box is not None
    assert box["height"] < 32
    name, told = (line.locator("span").nth(n).bounding_box() for n in (0, 1))
    assert name is not None
    assert told is not None
    assert told["x"] - name["x"] - name["width"] > 4
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    expect(line).to_contain_text("CPU")
    context.close()


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
    expect(page.locator("figure svg").first).to_be_visible()
    expect(page.locator("math").first).to_be_visible()
    context.close()


def test_paper_is_light_and_shows_what_is_folded(browser: Browser, site: str) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(site + "notes/relu/")
    page.evaluate(MOUNTED)
    correction = page.locator("details.correction p").nth(1)
    expect(correction).to_be_hidden()
    page.emulate_media(media="print")
    expect(correction).to_be_visible()
    ink = "getComputedStyle(document.body).getPropertyValue('--mp-ink').trim()"
    assert page.evaluate(ink) == "#24292f"
    expect(page.locator("details.mp-receipt").first).to_be_hidden()
    context.close()
