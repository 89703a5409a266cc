"""What a page does while it starts: no element is styled anew for a palette that it has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser

from .conftest import change_palette, small_site_of

pytestmark = pytest.mark.browser

SWITCHES = """
new MutationObserver(records => { window.switches = (window.switches ?? 0) + records.length; })
  .observe(document, {subtree: true, attributeFilter: ["data-md-color-switching"]});
new MutationObserver(records => {
  const root = document.documentElement;
  if (document.querySelector("article") && records.some(one =>
    one.target === root && one.oldValue !== root.className)) window.classes = root.className;
}).observe(document, {subtree: true, attributeFilter: ["class"], attributeOldValue: true});
"""
SCHEME = "() => document.querySelector('meta[name=color-scheme]')?.content ?? ''"


@pytest.fixture(scope="module")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with small_site_of(tmp_path_factory.mktemp("start"), {"docs/index.md": "# 홈\n"}) as address:
        yield address


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_switches_its_palette_only_where_it_has_another(
    browser: Browser, small_site: str, scheme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.add_init_script(SWITCHES)
    page.goto(small_site, wait_until="networkidle")
    switches = "window.switches ?? 0"
    assert page.evaluate("[window.classes, document.documentElement.className]") == [
        None, "js js-focus-visible"
    ]  # fmt: skip
    is_dark = scheme == "dark"  # at the first visit the page is light until the script runs
    assert page.evaluate(switches) == (2 if is_dark else 0)
    assert page.evaluate(SCHEME) == ("dark" if is_dark else "")
    page.reload(wait_until="networkidle")
    assert page.evaluate("document.body.dataset.mdColorScheme") == (
        "slate" if is_dark else "default"
    )
    assert page.evaluate(switches) == 0
    change_palette(page)
    page.wait_for_function(f"({switches}) === 2")  # on and off: nothing fades
    assert page.evaluate("document.body.hasAttribute('data-md-color-switching')") is False
    page.wait_for_function(f"({SCHEME})() === '{'light' if is_dark else 'dark'}'")
    page.evaluate("document.body.setAttribute('data-md-color-scheme', 'default')")
    assert page.evaluate("document.body.hasAttribute('data-md-color-switching')") is False
    context.close()
