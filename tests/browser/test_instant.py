"""`navigation.instant`: the theme puts the next page in this one's place, and all still works."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import served
from tests.commands import mkdocs_build
from tests.conftest import write_files

pytestmark = pytest.mark.browser

CONFIG = """
site_name: t
site_url: {address}
theme:
  name: material
  language: ko
  font: false
  features: [navigation.instant, content.code.copy]
plugins: [search, maedeup]
markdown_extensions:
  - attr_list
  - md_in_html
  - pymdownx.highlight
  - pymdownx.superfences
"""

SNIPPET = """\
# %% setup
import matplotlib.pyplot as plt
import numpy as np
grid = np.arange(6).reshape(2, 3)
# %% show
print(grid)
# %% motion
for k in [1, 2, 3]:
    fig, ax = plt.subplots(num=f"motion@k={k}")
    ax.plot([0, k])
    ax.set_title(f"k = {k}")
"""

FILES = {
    "snippets/a.py": SNIPPET,
    "docs/index.md": "# 홈\n\n**홈**은 [[two]]와 [[map]]이다.\n",
    "docs/two.md": (
        "# 둘\n\n**둘**은 [[index]]와 [[three]]이다.\n\n![[a.py]]\n\n![[a.py#motion]]\n\n"
        "식 $\\frac{a}{b}$.\n"
    ),
    "docs/three.md": "# 셋\n\n**셋**은 [[two]]이다. 찾을낱말.\n",
    "docs/map.md": "---\nkind: map\n---\n# 지도\n\n[[three]]\n\n![[list:graph]]\n",
}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = tmp_path_factory.mktemp("instant")
    (root / "site").mkdir()
    with served(root / "site") as place:
        write_files(root, FILES | {"mkdocs.yml": CONFIG.format(address=place)})
        done = mkdocs_build(root, "-q")
        assert done.returncode == 0, done.stderr
        yield place


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """Yield the home page, whose theme must load no other from then on."""
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(15_000)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(address)
    page.evaluate("window.stayed = true")
    yield page
    assert page.evaluate("window.stayed") is True
    assert errors == []
    context.close()


def go(page: Page, name: str, title: str) -> None:
    page.locator(f".md-content p a[href$='{name}/']").first.click()
    expect(page.locator(".md-content h1")).to_have_text(title)


def test_cells_of_the_next_page_have_marks_of_shapes_and_buttons(page: Page) -> None:
    go(page, "two", "둘")
    expect(page.locator(".mp-mark").first).to_be_attached()
    page.locator(".mp-shape-switch").first.click()
    assert page.evaluate("document.body.classList.contains('mp-shapes-on')")
    expect(page.locator(".md-code__button[data-md-type=copy]").first).to_be_attached()
    expect(page.locator(".mp-copy").first).to_be_attached()
    ids = page.evaluate("[...document.querySelectorAll('pre[id]')].map(p => p.id)")
    assert len(ids) == len(set(ids)) > 1


def test_slider_of_the_next_page_chooses_the_frame(page: Page) -> None:
    go(page, "two", "둘")
    slider = page.locator(".mp-scrub input[type=range]").first
    slider.fill("3")
    assert page.locator(".mp-frames > li").nth(2).evaluate("e => e.classList.contains('mp-now')")


def test_read_marks_belong_to_the_page_that_is_shown(page: Page) -> None:
    go(page, "two", "둘")
    button = page.locator(".mp-read button")
    button.click()
    expect(button).to_have_text("읽음")
    go(page, "three", "셋")
    expect(page.locator(".mp-read button")).to_have_text("읽음으로 표시")
    expect(page.locator(".md-content p a[href$='two/']").first).to_have_attribute("title", "읽음")


def test_preview_shows_on_the_next_page_and_goes_with_it(page: Page) -> None:
    go(page, "two", "둘")
    page.locator(".md-content p a[href$='three/']").first.hover()
    expect(page.locator("#mp-preview")).to_contain_text("셋은")
    go(page, "three", "셋")
    expect(page.locator("#mp-preview")).to_be_hidden()
    page.locator(".md-content p a[href$='two/']").first.hover()
    expect(page.locator("#mp-preview")).to_contain_text("둘은")


def test_graph_is_drawn_on_the_next_page_and_search_finds(page: Page) -> None:
    go(page, "map", "지도")
    page.wait_for_function("document.querySelector('.mp-graph canvas')?.dataset.ready > 2")
    go(page, "three", "셋")
    page.keyboard.press("/")
    page.locator("input[data-md-component=search-query]").fill("찾을낱말")
    expect(page.locator(".md-search-result__item").first).to_contain_text("셋")
    page.keyboard.press("Escape")


def test_back_leads_to_a_page_that_works(page: Page) -> None:
    go(page, "two", "둘")
    go(page, "three", "셋")
    page.go_back()
    expect(page.locator(".md-content h1")).to_have_text("둘")
    expect(page.locator(".mp-mark").first).to_be_attached()
