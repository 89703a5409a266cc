"""A cell is edited in the served page, run, kept or forgotten: by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from ..conftest import write_files
from ..serving import Served, serving
from .conftest import SETTINGS

pytestmark = pytest.mark.browser

FILES = {
    "mkdocs.yml": SETTINGS,
    "docs/index.md": "# 쪽\n\n![[one.py#plot]]\n\n바뀌는 문장이다.\n",
    "snippets/one.py": (
        "# %% plot\nimport matplotlib.pyplot as plt\nprint(3)\n"
        'fig, ax = plt.subplots(num="line", figsize=(2, 1))\nax.plot([0, 1]);\n'
    ),
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("try") / "vault", FILES) as site:
        yield site


@pytest.fixture(params=["light", "dark"])
def page(browser: Browser, served: Served, request: pytest.FixtureRequest) -> Iterator[Page]:
    write_files(served.root, FILES)
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(served.url)
    expect(page.locator(".mp-output").first).to_contain_text("3", timeout=20_000)
    if request.param == "dark":
        page.locator("label[title=dark]").click()
    yield page
    page.close()


def edit(page: Page, old: str, new: str) -> None:
    page.locator(".mp-try-open").first.focus()
    page.keyboard.press("Enter")
    editor = page.get_by_role("textbox", name="셀의 코드")
    expect(editor).to_be_focused()
    text = page.locator(".cm-line").all_inner_texts()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("\n".join(text).replace(old, new))


def test_edited_cell_runs_beside_what_is_published_and_back_forgets_it(
    page: Page, served: Served
) -> None:
    before = (served.root / "snippets/one.py").read_bytes()
    edit(page, "print(3)", "print(4)")
    page.keyboard.press("Control+Enter")
    sides = page.locator(".mp-try .mp-side")
    expect(sides).to_have_count(2, timeout=20_000)
    expect(sides.nth(0).locator("pre").first).to_contain_text("3", use_inner_text=True)
    expect(sides.nth(1).locator("pre").first).to_contain_text("4", use_inner_text=True)
    expect(sides.nth(1).get_by_role("img")).to_be_visible()
    assert page.locator(".mp-differs").count() == 1, "the figure is the same"
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(one => one.id)")
    assert len(ids) == len(set(ids))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    options = {"runOnly": ["color-contrast", "aria-input-field-name", "button-name"]}
    found = Axe().run(page, context=".mp-try", options=options).response["violations"]
    assert [(wrong["id"], wrong["nodes"][0]["html"][:160]) for wrong in found] == []
    page.get_by_role("button", name="되돌리기").click()
    expect(page.locator(".mp-try")).to_have_count(0)
    assert (served.root / "snippets/one.py").read_bytes() == before


def test_kept_cell_is_written_run_and_shown(page: Page, served: Served) -> None:
    edit(page, "print(3)", "print(5)")
    page.get_by_role("button", name="파일에 쓰기").click()
    expect(page.locator(".mp-output").first).to_contain_text("5", timeout=20_000)
    assert "print(5)" in (served.root / "snippets/one.py").read_text("utf-8")


def test_error_is_told_at_its_line(page: Page) -> None:
    edit(page, "print(3)", "1/0")
    page.get_by_role("button", name="실행").click()
    expect(page.locator(".mp-try-told")).to_have_text("줄 2", timeout=20_000)
    expect(page.locator(".mp-try .mp-error")).to_contain_text("ZeroDivisionError")


def test_what_is_saved_elsewhere_waits_until_the_editor_is_closed(
    page: Page, served: Served
) -> None:
    edit(page, "print(3)", "print(6)")
    text = FILES["docs/index.md"].replace("바뀌는", "바뀐")
    (served.root / "docs/index.md").write_text(text, "utf-8")
    served.wait_until(lambda: "바뀐 문장" in served.page("index.html"))
    expect(page.locator(".cm-content")).to_contain_text("print(6)", use_inner_text=True)
    page.get_by_role("button", name="되돌리기").click()
    expect(page.get_by_text("바뀐 문장이다.")).to_be_visible(timeout=20_000)
