"""The site as it is published: its files, and what a browser makes of them elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from maedeup.site.last_check import find_dead_links
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from .conftest import lent

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def kept(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(locale="ko")
    yield page
    page.close()


@pytest.fixture
def page(kept: Page) -> Iterator[Page]:
    with lent(kept) as errors:

        def note(message: ConsoleMessage) -> None:
            errors.extend([message.text] * (message.type == "error"))

        kept.on("console", note)
        yield kept
        kept.remove_listener("console", note)
    assert errors == []


def test_every_link_of_every_page_leads_to_a_file_and_its_place(site_folder: Path) -> None:
    assert find_dead_links(site_folder) == []


NEIGHBOURS_CUT = """
() => [...document.querySelectorAll(".mp-near text")].filter(text => {
  const { x, width } = text.getBBox();
  return x < 0 || x + width > text.ownerSVGElement.viewBox.baseVal.width;
}).map(text => text.textContent)
"""


@pytest.mark.parametrize(
    "slug",
    ["flask-contexts", "fully-connected-layer", "max-pooling", "padding", "relu", "stride"],
)
def test_names_of_neighbours_stand_whole_in_their_picture(page: Page, site: str, slug: str) -> None:
    page.goto(f"{site}notes/{slug}/")
    page.locator("details.mp-near > summary").click()
    page.locator(".mp-near text").first.wait_for()
    assert page.evaluate(NEIGHBOURS_CUT) == []


def test_printed_note_is_the_note_without_what_links_to_it_and_what_is_pressed(
    page: Page, site: str
) -> None:
    page.goto(site + "notes/relu/")
    page.locator(".mp-copy").first.wait_for(state="attached")
    n_pages = page.pdf().count(b"/Type /Page\n")
    page.add_style_tag(content=".mp-backlinks { display: block !important }")
    assert n_pages < page.pdf().count(b"/Type /Page\n")
    page.reload()
    page.emulate_media(media="print")
    gone = [".mp-backlinks", ".mp-near", ".mp-take", ".mp-read", ".md-content button", ".md-top"]
    expect(page.locator(".mp-embed").first).to_be_visible()
    assert [name for name in gone if page.locator(name).locator("visible=true").count()] == []


def test_no_button_lies_on_the_text_of_a_phone(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(site + "notes/relu/")
    page.locator("button.md-top").wait_for(state="attached")
    assert page.evaluate("getComputedStyle(document.querySelector('.md-top')).display") == "none"
    page.set_viewport_size({"width": 1440, "height": 900})
    assert page.evaluate("getComputedStyle(document.querySelector('.md-top')).display") == "block"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("notes/relu.md", "# 렐루"),
        ("snippets/activation/relu.md", "relu.py"),
        ("llms.txt", "# 매듭"),
        ("snippets/activation/relu.py", "음수"),
        ("snippets/activation/curves.py", "그"),
    ],
)
def test_text_is_read_as_utf_8_where_a_server_names_no_character_set(
    page: Page, site: str, path: str, text: str
) -> None:
    page.route("**/favicon.ico", lambda route: route.fulfill(status=204))
    answer = page.request.get(site + path)
    assert "charset" not in answer.headers.get("content-type", "")
    page.goto(site + path)
    assert page.evaluate("document.characterSet") == "UTF-8"
    assert text in page.inner_text("body")


def test_site_opened_from_a_folder_leads_from_page_to_page(page: Page, site_folder: Path) -> None:
    page.goto((site_folder / "maps/map-training/index.html").as_uri())
    page.locator("article a[href$='notes/relu/']").first.click()
    page.wait_for_url("file://**/notes/relu/index.html")
    page.evaluate("document.fonts.ready")
    loaded = "[...document.fonts].map(font => `${font.family} ${font.status}`)"
    assert page.evaluate(loaded) in (["maedeup math loaded"], ['"maedeup math" loaded'])
    page.locator("article a[href$='notes/sigmoid/']").first.hover()
    page.locator(".md-header a.md-logo").click()
    page.wait_for_url("file://**/index.html")
    page.locator("h1").first.wait_for()


def test_site_opened_from_a_folder_is_searched(page: Page, site_folder: Path) -> None:
    page.goto((site_folder / "notes/relu/index.html").as_uri())
    box = page.locator("input[data-md-component=search-query]")
    box.focus()
    page.locator(".md-search-result__meta", has_text="검색어를 입력").wait_for()
    box.fill("드롭아웃")
    page.locator(".md-search-result__item a").first.click()
    page.wait_for_url("file://**/notes/dropout/index.html?h=*")
    page.locator("article mark[data-md-highlight]").first.wait_for()


def test_page_of_what_is_not_there_leads_home(page: Page, site: str) -> None:
    page.goto(site + "404.html")
    expect(page.locator("h1")).to_have_text("찾는 쪽이 없다", use_inner_text=True)
    expect(page.get_by_role("dialog", name="검색")).to_have_count(1)
    page.locator("article a").click()
    page.wait_for_url(site)


def test_site_has_an_icon_of_its_own_and_says_its_licence(page: Page, site: str) -> None:
    page.goto(site + "notes/relu/")
    icon = page.locator("link[rel=icon]").get_attribute("href")
    assert str(icon).endswith("assets/knot.svg")
    assert page.request.get(f"{site}notes/relu/{icon}").ok
    logo = page.locator(".md-header .md-logo img")
    assert logo.evaluate("img => img.complete && img.naturalWidth > 0")
    expect(page.locator(".md-copyright")).to_contain_text("MIT 라이선스", use_inner_text=True)
