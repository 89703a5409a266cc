"""Comparisons, numbers and copied formulas, as a reader's browser shows them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import lent

pytestmark = pytest.mark.browser

COPY = """
selector => {
  const range = document.createRange();
  range.selectNodeContents(document.querySelector(selector));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  const data = new DataTransfer();
  document.dispatchEvent(new ClipboardEvent("copy", {clipboardData: data, cancelable: true}));
  return data.getData("text/plain");
}
"""


@pytest.fixture(scope="module")
def kept(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture
def page(kept: Page) -> Iterator[Page]:
    with lent(kept):
        yield kept


def test_results_stand_side_by_side_and_one_below_the_other_on_a_phone(
    page: Page, site: str
) -> None:
    page.goto(f"{site}notes/image-to-tensor/")
    sides = page.locator(".mp-side")
    for width, beside in ((1280, True), (390, False)):
        page.set_viewport_size({"width": width, "height": 900})
        first, second = (sides.nth(i).bounding_box() for i in range(2))
        assert first is not None
        assert second is not None
        assert (first["y"] == second["y"]) is beside
        assert (second["x"] >= first["x"] + first["width"]) is beside
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_difference_is_told_by_signs_and_takes_the_keyboard(page: Page, site: str) -> None:
    page.goto(f"{site}notes/softmax/")
    difference = page.locator(".mp-diff").first
    assert difference.locator("del").inner_text().startswith("- ")
    assert difference.locator("ins").inner_text().startswith("+ ")
    expect(difference.locator("pre")).to_have_attribute("tabindex", "0")
    expect(difference.locator("button")).to_have_count(0)  # a difference is no code to run


def test_reference_to_a_figure_leads_to_it(page: Page, site: str) -> None:
    page.goto(f"{site}notes/hyperparameters/")
    link = page.get_by_role("link", name="그림 1", exact=True)
    assert page.locator("figcaption").first.inner_text().startswith("그림 1. ")
    link.click()
    assert page.url.endswith("#fig-hyperparameters-lr-sweep")
    expect(page.locator("figure:target")).to_have_count(1)


def test_formula_that_is_referred_to_has_its_number_beside_it(page: Page, site: str) -> None:
    page.goto(f"{site}notes/softmax/")
    block = page.locator("#eq-softmax")
    formula = block.locator("math").bounding_box()
    number = block.locator(".mp-number-of").bounding_box()
    assert formula is not None
    assert number is not None
    assert number["x"] > formula["x"] + formula["width"]
    assert formula["y"] < number["y"] < formula["y"] + formula["height"]


def test_copied_formula_is_its_latex(page: Page, site: str) -> None:
    page.goto(f"{site}notes/cross-entropy/")
    latex = r"\ell = -\sum_{k=1}^{K} y_k \log \hat y_k"
    assert page.evaluate(COPY, "#eq-cross-entropy math") == latex
    assert page.evaluate(COPY, "#eq-cross-entropy").strip() == f"$$\n{latex}\n$$\n(1)"
    page.evaluate("for (const p of document.querySelectorAll('.md-content p'))"
                  " if (p.textContent.startsWith('k')) p.id = 'where'")  # fmt: skip
    text = page.evaluate(COPY, "#where")
    assert text.startswith(r"$k$는 클래스의 번호, $\hat y_k$는")


def test_copied_prose_without_formulas_is_left_to_the_browser(page: Page, site: str) -> None:
    page.goto(f"{site}notes/cross-entropy/")
    assert page.evaluate(COPY, "h1") == ""
