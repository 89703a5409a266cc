"""Names in code that lead to documentation: quiet, one stop of Tab, there without a script."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from .conftest import lent, small_site_of

pytestmark = pytest.mark.browser

CODE = '''\
import functools
import math

import numpy as np

table = np.ones((2, 3))  # 첫 줄


@functools.cache
def root(x: float) -> float:
    """🙂 `math.sqrt`"""
    return "🙂" and math.sqrt(x) + np.sum(table)


print(f"{root(math.pi):.2f}", table.sum())
'''
FILES = {
    "docs/index.md": "# 홈\n\n![[x.py#a]]\n\n글.\n\n![[y.py#b|fold]]\n",
    "inventories/python.txt": """\
        library: Python
        version: 3.11
        base: https://docs.example/3/

        [library/{}.html]
        math.pi
        [library/math.html]
        math. sqrt
        [library/functools.html]
        functools. cache
        """,
    "inventories/numpy.txt": """\
        library: NumPy
        version: 2.4
        base: https://numpy.example/

        [generated/{}.html]
        numpy. ones sum ndarray.sum
        """,
    "snippets/x.py": f"# %% a\n{CODE}",
    "snippets/y.py": "# %% b\nimport numpy as np\n\ny = np.ones(2)\nprint(y.shape)\n",
}
AT = {
    "np.ones": "https://numpy.example/generated/numpy.ones.html#numpy.ones",
    "functools.cache": "https://docs.example/3/library/functools.html#functools.cache",
    "math.sqrt": "https://docs.example/3/library/math.html#math.sqrt",
    "np.sum": "https://numpy.example/generated/numpy.sum.html#numpy.sum",
    "math.pi": "https://docs.example/3/library/math.pi.html#math.pi",
    "table.sum": "https://numpy.example/generated/numpy.ndarray.sum.html#numpy.ndarray.sum",
}


@pytest.fixture(scope="module")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    pytest.importorskip("numpy")
    with small_site_of(tmp_path_factory.mktemp("names"), FILES) as address:
        yield address


@pytest.fixture(scope="module")
def kept(browser: Browser) -> Iterator[Callable[[bool], Page]]:
    """Yield what gives a page with or without scripts, one of each kind for all tests."""
    contexts = [
        browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=has_scripts)
        for has_scripts in (False, True)
    ]
    for context in contexts:
        context.grant_permissions(["clipboard-read", "clipboard-write"])
    pages = [context.new_page() for context in contexts]
    yield lambda has_scripts: pages[has_scripts]
    for context in contexts:
        context.close()


def visit(page: Page, address: str) -> Iterator[Page]:
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    with lent(page) as errors:
        page.on("request", note)
        page.goto(address)
        yield page
        page.remove_listener("request", note)
    assert errors == []
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []


@pytest.fixture
def page(kept: Callable[[bool], Page], small_site: str) -> Iterator[Page]:
    yield from visit(kept(True), small_site)


@pytest.fixture
def plain_page(kept: Callable[[bool], Page], small_site: str) -> Iterator[Page]:
    yield from visit(kept(False), small_site)


def links(page: Page, within: str) -> list[list[str]]:
    return page.evaluate(
        f"""() => [...document.querySelectorAll("{within} a[href^=https]")]
              .map(a => [a.textContent, a.href])"""
    )


def test_each_name_leads_where_the_inventory_says(page: Page) -> None:
    first = page.locator(".mp-embed").first
    found = links(page, ".mp-embed:first-of-type pre code")
    assert sorted(found) == sorted([name, url] for name, url in AT.items())
    assert first.locator("pre code").first.inner_text() == f"{CODE}".rstrip("\n") + "\n"
    expect(first.locator("details.mp-names")).to_have_count(0)


def test_names_in_folded_code_come_when_it_is_opened(page: Page) -> None:
    folded = page.locator("details.mp-code:not([open])")
    expect(folded).to_have_count(1)
    assert folded.locator("code a").count() == 0  # nothing is changed for nobody
    folded.locator("summary").first.click()
    expect(page.locator("details.mp-code code a")).to_have_attribute("href", AT["np.ones"])


def test_names_in_texts_and_comments_are_no_links(page: Page) -> None:
    assert page.locator("code .sd").first.inner_text() == '"""🙂 `math.sqrt`"""'
    assert page.locator("code :is(.s2, .sd, .c1) a, code a :is(.s2, .sd, .c1)").count() == 0


def test_links_move_nothing_and_code_is_copied_as_it_stands(
    browser: Browser, small_site: str, page: Page
) -> None:
    sizes = """() => [...document.querySelectorAll(".highlight pre")].map(e => {
        const b = e.getBoundingClientRect(); return [b.x, b.width, b.height, e.scrollWidth]; })"""
    with_links = page.evaluate(sizes)
    page.evaluate(
        """() => document.querySelectorAll("a.mp-name")
                   .forEach(a => a.replaceWith(...a.childNodes))"""
    )
    assert page.evaluate(sizes) == with_links
    page.reload()
    page.locator("[data-md-type=copy], .md-clipboard").first.click()
    assert page.evaluate("navigator.clipboard.readText()").strip() == CODE.strip()


def test_code_is_one_stop_and_arrows_lead_from_name_to_name(page: Page) -> None:
    assert page.locator(".mp-embed:first-of-type a.mp-name[tabindex='0']").count() == 1
    focused = "document.activeElement.matches('.mp-name') && document.activeElement.textContent"
    page.locator("a.mp-name").first.focus()
    assert page.evaluate(focused) == "np.ones"
    page.keyboard.press("ArrowRight")
    assert page.evaluate(focused) == "functools.cache"
    page.keyboard.press("End")
    assert page.evaluate(focused) == "table.sum"
    page.keyboard.press("ArrowLeft")
    assert page.evaluate(focused) == "math.pi"
    page.keyboard.press("Tab")
    assert not page.evaluate(focused)
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(focused) == "math.pi"


def test_link_says_where_it_leads(page: Page) -> None:
    link = page.locator("a.mp-name").first
    assert link.get_attribute("title") == "NumPy 공식 문서의 numpy.ones"
    assert link.get_attribute("rel") == "external"
    assert link.get_attribute("target") is None


@pytest.mark.parametrize("scheme", ["default", "slate"])
def test_names_have_the_colours_of_code_in_both_palettes(page: Page, scheme: str) -> None:
    page.evaluate(f"document.body.setAttribute('data-md-color-scheme', '{scheme}')")
    colours = """() => [...document.querySelectorAll("a.mp-name")].map(
        link => [link, link.parentElement].map(e => getComputedStyle(e).color))"""
    assert all(own == around for own, around in page.evaluate(colours))
    with_links, without = page.evaluate(
        """() => {
             const tokens = [...document.querySelectorAll("a.mp-name span")];
             const colours = () => tokens.map(token => getComputedStyle(token).color);
             const before = colours();
             document.querySelectorAll("a.mp-name").forEach(a => a.replaceWith(...a.childNodes));
             return [before, colours()]; }"""
    )
    assert len(with_links) > 5
    assert with_links == without


def test_without_a_script_a_folded_list_has_the_links(plain_page: Page) -> None:
    folded = plain_page.locator("details.mp-names")
    assert folded.first.locator("summary").inner_text() == "이름 6개의 공식 문서"
    folded.first.locator("summary").click()
    assert sorted(links(plain_page, ".mp-embed:first-of-type details.mp-names")) == sorted(
        [name, url] for name, url in AT.items()
    )


def test_paper_shows_code_alone(page: Page, plain_page: Page) -> None:
    for one in (page, plain_page):
        one.emulate_media(media="print")
    lines = page.evaluate(
        "getComputedStyle(document.querySelector('a.mp-name')).textDecorationLine"
    )
    assert lines == "none"
    assert not plain_page.locator("details.mp-names").first.is_visible()
