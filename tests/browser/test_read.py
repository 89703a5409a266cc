"""Marks for what a reader has read."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

pytestmark = pytest.mark.browser


def test_read_notes_light_up_what_can_be_read_next(browser: Browser, site: str) -> None:
    context = browser.new_context(locale="ko")
    page = context.new_page()
    page.goto(site + "notes/activation-function/")
    button = page.get_by_role("button", name="읽음으로 표시")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="읽음")).to_have_attribute("aria-pressed", "true")
    page.goto(site + "notes/relu/")
    page.locator('.mp-order a.mp-done[href*="activation-function"]').wait_for()
    page.goto(site + "notes/activation-function/")
    page.locator("a.mp-next").first.wait_for()
    page.get_by_role("button", name="읽음").click()
    page.locator("a.mp-next").first.wait_for(state="detached")
    context.close()
