"""What a learner does on a page: follow a path, try an exercise, predict, ask for evidence."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from mkdocs.commands.build import build as build_with_mkdocs
from mkdocs.config import load_config
from playwright.sync_api import Browser, Page

from .conftest import served

pytestmark = pytest.mark.browser

SETTINGS = """\
site_name: t
theme: {name: material, language: ko, font: false}
plugins: [maedeup]
markdown_extensions: [attr_list, pymdownx.details, pymdownx.superfences]
"""
NOTE = "---\ntitle: {0}\n---\n**{0}**은(는) 노트이다.\n"
FILES = {
    "mkdocs.yml": SETTINGS,
    "docs/index.md": "# 홈\n\n[[map-a]] [[map-b]]\n",
    "docs/maps/map-a.md": "---\ntitle: 가 지도\nkind: map\npath: 1\n---\n[[one]] [[two]]\n",
    "docs/maps/map-b.md": "---\ntitle: 나 지도\nkind: map\n---\n[[one]] [[three]] [[two]]\n",
    "docs/notes/one.md": NOTE.format("하나"),
    "docs/notes/two.md": NOTE.format("둘"),
    "docs/notes/three.md": NOTE.format("셋"),
}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Build a small site of its own and give its address."""
    root = tmp_path_factory.mktemp("learning")
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(textwrap.dedent(text), "utf-8")
    (root / "snippets").mkdir(exist_ok=True)
    config = load_config(str(root / "mkdocs.yml"), site_dir=str(root / "site"), strict=True)
    build_with_mkdocs(config)
    with served(Path(config.site_dir)) as address:
        yield address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="ko", viewport={"width": 390, "height": 844})
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []


def test_path_is_the_map_one_came_by_and_goes_on(page: Page, small: str) -> None:
    page.goto(small + "notes/one/")
    assert page.locator(".mp-way b").inner_text() == "1/2"  # the first map
    page.goto(small + "maps/map-b/")
    assert page.locator(".mp-progress progress").is_hidden()
    page.locator(".mp-go").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/notes/one/")
    assert page.locator(".mp-way b").inner_text() == "1/3"
    page.get_by_role("button", name="읽음으로 표시").click()
    page.locator(".mp-way-next").click()
    page.wait_for_url("**/notes/three/")
    page.locator(".mp-way a[rel=prev]").click()
    page.wait_for_url("**/notes/one/")
    page.goto(small + "maps/map-b/")
    assert "읽음 1/3" in page.locator(".mp-progress").inner_text()
    go = page.locator(".mp-go")
    assert go.inner_text().startswith("이어서 읽기")
    assert go.get_attribute("href") == small + "notes/three/"
    page.goto(small + "notes/one/?path=map-a")
    assert page.locator(".mp-way b").inner_text() == "1/2"
    page.goto(small + "notes/two/")
    assert page.locator(".mp-way b").inner_text() == "2/2"  # the address was remembered
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_path_is_there_without_a_script(browser: Browser, small: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(small + "notes/one/")
    page.locator(".mp-way a[rel=next]").click()
    page.wait_for_url("**/notes/two/")
    page.locator(".mp-ways summary").click()
    assert page.locator('.mp-ways [data-way="map-b"] b').inner_text() == "3/3"
    context.close()
