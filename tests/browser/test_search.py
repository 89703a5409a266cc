"""The search box of the real site, typed into as a reader does."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from benchmarks.weight import QUIET

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def home(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    page = browser.new_page(locale="ko")
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page, errors
    page.close()


@pytest.fixture
def page(home: tuple[Page, list[str]], site: str) -> Iterator[Page]:
    """Yield the home page with its search box empty and ready, and no result shown."""
    page, errors = home
    errors.clear()
    box = page.locator("input[data-md-component=search-query]")
    if page.url == site:
        box.fill("")
        box.press("End")
    else:
        page.goto(site)
    box.focus()
    page.locator(".md-search-result__meta", has_text="검색어를 입력").wait_for()
    expect(page.locator(".md-search-result__item")).to_have_count(0)
    yield page
    assert errors == []


def test_page_loads_the_index_only_when_its_search_is_opened(browser: Browser, site: str) -> None:
    page = browser.new_page(locale="ko")
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    with page.expect_response(lambda answer: answer.url.endswith("search_index.json")) as loaded:
        page.goto(f"{site}/notes/relu/")
    assert len(loaded.value.body()) < 1_000
    page.evaluate(QUIET)
    assert [url for url in asked if "pages.json" in url] == []
    with page.context.expect_event("request", lambda request: "/pages.json" in request.url):
        page.locator("input[data-md-component=search-query]").focus()
    assert "notes/dropout/" in str(
        search(page, "드롭아웃").locator("a").first.get_attribute("href")
    )
    assert len([url for url in asked if "pages.json" in url]) == 1
    page.close()


def search(page: Page, query: str) -> Locator:
    """Type a query; give the first result."""
    box = page.locator("input[data-md-component=search-query]")
    box.fill(query)
    box.press("End")  # Material listens to keys, and a filled-in text presses none
    first = page.locator(".md-search-result__item").first
    first.wait_for(state="visible")
    return first


@pytest.mark.parametrize(
    ("query", "path", "reason"),
    [
        ("시그모이드", "notes/sigmoid/", ""),
        ("과적합을 막는 방법", "notes/overfitting/", ""),
        ("기울기소실", "notes/vanishing-gradient/", ""),
        ("ㄷㄹㅇㅇ", "notes/dropout/", "드롭아웃 · 초성"),
        ("durwjsvk", "notes/backpropagation/", "역전파 · 자판"),
        ("ㄱ디ㅕ", "notes/relu/", "ReLU · 자판"),
        ("역전퍄", "notes/backpropagation/", "역전파 · 비슷한 글자"),
        ("옵티마이져", "notes/optimizer/", "optimizer · 소리 나는 대로"),
        ("컨볼루션 신경망", "notes/convolutional-neural-network/", "합성곱 신경망 · 같은 뜻"),
        ("브로드ㅋ", "notes/broadcasting/", ""),
    ],
)
def test_box_finds_what_is_meant_and_says_why(
    page: Page, query: str, path: str, reason: str
) -> None:
    first = search(page, query)
    link = first.locator("a").first
    assert path in str(link.get_attribute("href"))
    tags = first.locator(".md-tag").all_inner_texts()
    assert not reason or reason in tags


def test_words_are_marked_in_the_result_and_on_the_page(page: Page) -> None:
    first = search(page, "ㅇㅈㅍ")
    assert "역전파" in first.locator("mark").all_inner_texts()
    first.locator("a").first.click()
    page.wait_for_url("**/notes/backpropagation/?h=*")
    page.locator("article mark[data-md-highlight]").first.wait_for()
    expect(page.locator("article mark[data-md-highlight]").first).to_have_text(
        "역전파", use_inner_text=True
    )


def test_enter_opens_the_first_result(page: Page) -> None:
    search(page, "드롭아웃")
    page.keyboard.press("Enter")
    page.wait_for_url("**/notes/dropout/**")


def test_name_in_code_leads_to_the_snippet_which_is_marked(page: Page) -> None:
    search(page, "random_split")
    snippet = page.locator(".md-search-result__link", has=page.locator(".md-tag", has_text="코드"))
    href = str(snippet.first.get_attribute("href"))
    assert "notes/data-split/" in href
    assert "#" in href


def test_right_arrow_completes_the_word(page: Page) -> None:
    box = page.locator("input[data-md-component=search-query]")
    box.fill("시그모")
    box.press("End")
    page.locator("[data-md-component=search-suggest]", has_text="시그모이드").wait_for()
    box.press("ArrowRight")
    expect(box).to_have_value("시그모이드")


def test_markup_in_a_query_stays_text(page: Page) -> None:
    box = page.locator("input[data-md-component=search-query]")
    box.fill("<img src=x onerror=alert(1)> 텐서")
    box.press("End")
    page.locator(".md-search-result__item").first.wait_for()
    expect(page.locator(".md-search-result img")).to_have_count(0)


def test_no_result_is_said(page: Page) -> None:
    box = page.locator("input[data-md-component=search-query]")
    box.fill("쀍뚫꿿")
    box.press("End")
    page.locator(".md-search-result__meta", has_text="문서가 없습니다").wait_for()


def test_word_that_stands_nowhere_is_said_at_the_first_result(page: Page) -> None:
    first = search(page, "드롭아웃 쀍뚫꿿")
    assert "notes/dropout/" in str(first.locator("a").first.get_attribute("href"))
    expect(first).to_contain_text("쀍뚫꿿 · 어디에도 없음", use_inner_text=True)


def test_text_that_no_key_brought_is_searched(page: Page) -> None:
    page.locator("input[data-md-component=search-query]").fill("드롭아웃")
    first = page.locator(".md-search-result__item").first
    first.wait_for(state="visible")
    assert "notes/dropout/" in str(first.locator("a").first.get_attribute("href"))


def test_count_of_results_is_a_count_or_says_that_there_may_be_more(page: Page) -> None:
    said = page.locator(".md-search-result__meta")
    search(page, "학습")
    said.filter(has_text="50개 이상의 일치하는 문서").wait_for()
    search(page, "DeepLab")
    said.filter(has_text=re.compile(r"^\s*\d개의 일치하는 문서")).wait_for()
    count = int(re.findall(r"\d+", said.inner_text())[0])
    assert page.locator(".md-search-result__item").count() == count
