"""A page that is looked at while its sources are saved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from ..conftest import write_files
from ..serving import Served, serving
from .conftest import SETTINGS

pytestmark = pytest.mark.browser

FILLER = "\n\n".join(f"문단 {number}이다." for number in range(60))

FILES = {
    "mkdocs.yml": SETTINGS,
    "docs/index.md": (
        "# 쪽\n\n[[other]] $x$\n\n??? note \"접은 것\"\n    속.\n\n![[five.py#rate]]\n\n"
        "![[one.py#sum]]\n\n값은 ![[one.py#total]]이다.\n\n"
        f"{FILLER}\n\n바뀌는 문장이다.\n\n끝.\n"
    ),
    "docs/other.md": "# 다른 쪽\n\n다른 것은 [[index]]에 있다.\n",
    "snippets/one.py": "# %% sum\ntotal = 3\nprint(total)\n",
    "snippets/five.py": (
        "# %% plot\nimport matplotlib.pyplot as plt\n\nfor r in (1, 2, 4):\n"
        '    fig, ax = plt.subplots(num=f"rate@{r}", figsize=(2, 1))\n    ax.plot([0, r])\n'
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("live") / "vault", FILES) as site:
        yield site


@pytest.fixture
def page(browser: Browser, served: Served) -> Iterator[Page]:
    """The page, with a fold open, a slider moved, the dark palette, and scrolled down."""
    write_files(served.root, FILES)
    page = browser.new_page(viewport={"width": 1000, "height": 700})
    page.goto(served.url)
    page.wait_for_load_state()
    page.locator("label[title=dark]").click()
    page.locator(".md-content details summary").first.click()
    page.locator("input[type=range]").fill("3")
    page.evaluate("scrollTo({top: 1500, behavior: 'instant'}); window.stayed = true")
    yield page
    page.close()


def save(served: Served, file: str, old: str, new: str) -> None:
    path: Path = served.root / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def assert_in_place(page: Page) -> None:
    """Wait until all is where it was: a page that is loaded anew puts it there bit by bit."""
    expect(page.locator("details:has-text('접은 것')")).to_have_attribute("open", "")
    expect(page.locator("input[type=range]")).to_have_value("3")
    expect(page.locator(".mp-frames > li").nth(2)).to_have_class(re.compile(r"\bmp-now\b"))
    expect(page.locator(".mp-frames > li.mp-now")).to_have_count(1)
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    page.wait_for_function("Math.abs(scrollY - 1500) < 120")


def test_saved_sentence_is_swapped_and_the_page_keeps_its_place(page: Page, served: Served) -> None:
    save(served, "docs/index.md", "바뀌는 문장이다.", "바뀐 문장이다. $x^2$")
    expect(page.get_by_text("바뀐 문장이다.")).to_be_visible(timeout=10_000)
    assert page.evaluate("window.stayed") is True
    assert_in_place(page)
    save(served, "docs/index.md", "끝.\n", "끝.\n\n더 있다.\n")
    expect(page.get_by_text("더 있다.")).to_be_attached(timeout=10_000)
    assert page.evaluate("window.stayed") is True
    expect(page.get_by_text("바뀐 문장이다.")).to_have_count(1)
    assert_in_place(page)


def test_changed_value_is_swapped_where_it_stands(page: Page, served: Served) -> None:
    save(served, "docs/index.md", "![[one.py#sum]]\n\n", "")
    page.wait_for_function("!window.stayed", timeout=10_000)  # code went, which has a script
    page.evaluate("window.stayed = true")
    save(served, "snippets/one.py", "total = 3", "total = 4")
    expect(page.locator("data").first).to_have_text("4", timeout=10_000)
    assert page.evaluate("window.stayed") is True


def test_page_with_changed_code_is_loaded_anew_in_its_place(page: Page, served: Served) -> None:
    save(served, "snippets/one.py", "print(total)", "print(total + 1)")
    expect(page.get_by_text("print(total + 1)")).to_be_attached(timeout=10_000)
    page.wait_for_function("document.readyState === 'complete'")
    assert not page.evaluate("window.stayed === true")
    assert_in_place(page)
    expect(page.locator(".md-content pre").first.locator("[data-md-type=copy]")).to_have_count(1)


def test_problem_is_shown_at_its_place_and_goes_when_mended(page: Page, served: Served) -> None:
    save(served, "docs/index.md", "바뀌는 문장이다.", "이것은 [[nowhere]]에 있다.")
    broken = page.locator(".mp-broken")
    expect(broken).to_have_count(1, timeout=10_000)
    assert page.evaluate("window.stayed") is True
    save(served, "docs/index.md", "[[nowhere]]", "[[other]]")
    expect(broken).to_have_count(0, timeout=10_000)
    assert page.evaluate("window.stayed") is True
    assert_in_place(page)


def test_broken_settings_are_told_over_the_page_until_they_are_mended(
    page: Page, served: Served
) -> None:
    save(served, "mkdocs.yml", "site_name: t", "site_name: [t")
    told = page.locator("#mp-live-problem")
    expect(told).to_be_visible(timeout=10_000)
    assert "mkdocs.yml" in (told.text_content() or "") or "YAML" in (told.text_content() or "")
    assert page.evaluate("window.stayed") is True
    save(served, "mkdocs.yml", "site_name: [t", "site_name: t")
    expect(told).to_have_count(0, timeout=10_000)
    assert_in_place(page)
