"""Code that a reader copies: a cell with all that it needs."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from benchmarks.weight import QUIET

from .conftest import MOUNTED, ROOT, lent

pytestmark = pytest.mark.browser

BUTTON = "button[aria-label='앞 코드까지 복사']"
FILE = ROOT / "snippets/activation/relu.py"


@pytest.fixture(scope="module")
def kept(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    yield context.new_page()
    context.close()


@pytest.fixture
def empty(kept: Page) -> Iterator[Page]:
    """Yield a page on which nothing is opened yet."""
    with lent(kept) as errors:
        yield kept
    assert errors == []


@pytest.fixture
def page(empty: Page, site: str) -> Page:
    empty.goto(site + "notes/relu/")
    empty.locator("#relu-slopes").scroll_into_view_if_needed()  # buttons come when code is seen
    empty.locator(f"#relu-slopes {BUTTON}").wait_for()
    return empty


def copied(page: Page, button: Locator, said: str) -> str:
    """Press a button with the keyboard; give what the clipboard has when the page has said so."""
    button.focus()
    page.keyboard.press("Enter")
    page.locator(".md-dialog[role=status]", has_text=said).wait_for()
    return str(page.evaluate("navigator.clipboard.readText()")).replace("\r\n", "\n")


def test_cell_is_copied_with_all_code_before_it_and_the_modules_it_needs(
    page: Page, tmp_path: Path
) -> None:
    text = copied(page, page.locator(f"#relu-slopes {BUTTON}"), "앞 코드까지 복사했다")
    module = (FILE.parent / "curves.py").read_text("utf-8")
    _, rest = text.split('"curves.py")\n_module.parent', 1)
    assert module in rest
    assert FILE.read_text("utf-8").startswith(rest.partition('"utf-8")\n\n')[2])
    assert text.endswith("assert x.grad.tolist() == [0, 1, 0, 1, 0]\n")
    done = subprocess.run(  # pasted where nothing else is
        [sys.executable, "-"], input=text, cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "tensor([0., 1., 0., 1., 0.])" in done.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("module", "future"),
    [
        (r"plain = 'a\tb'" + "\n", ""),
        (r"""plain = "a'''b\\" """ + "\n", "from __future__ import annotations\n"),
        ("plain = 1", ""),
    ],
    ids=["escapes", "quotes and a future import", "no end of line"],
)
def test_module_of_any_text_arrives_as_it_is(
    page: Page, tmp_path: Path, module: str, future: str
) -> None:
    source = f'"""Doc."""\n{future}import curves\nprint(curves.plain)\n'
    page.route("**/curves.py", lambda route: route.fulfill(body=module))
    page.route("**/activation/relu.py", lambda route: route.fulfill(body=source))
    text = copied(page, page.locator(f"#relu-slopes {BUTTON}"), "앞 코드까지 복사했다")
    names: dict[str, object] = {}
    exec(module, names)
    done = subprocess.run(
        [sys.executable, "-"], input=text, cwd=tmp_path, capture_output=True, text=True
    )
    assert (done.stdout, done.stderr) == (f"{names['plain']}\n", "")


def test_cell_that_cannot_be_fetched_is_copied_alone_and_the_page_says_so(page: Page) -> None:
    page.route("**/relu.py", lambda route: route.abort())
    text = copied(page, page.locator(f"#relu-slopes {BUTTON}"), "이 셀만 복사했다")
    assert text.startswith("x = torch.tensor(")


def test_each_cell_of_a_snippets_page_has_the_button_but_the_first(empty: Page, site: str) -> None:
    empty.goto(site + "snippets/activation/relu/")
    first, *rest = empty.locator(".mp-embed > .highlight").all()
    assert len(rest) > 3
    for cell in rest:
        cell.scroll_into_view_if_needed()
        expect(cell.locator(BUTTON)).to_have_count(1)
    first.scroll_into_view_if_needed()
    expect(first.locator("[data-md-type=copy]")).to_have_count(1)
    expect(first.locator(BUTTON)).to_have_count(0)


def test_folded_cell_has_the_button_when_it_is_opened(empty: Page, site: str) -> None:
    path = next(
        file for file in sorted((ROOT / "docs/notes").glob("*.md")) if "|fold]]" in file.read_text()
    )
    empty.goto(f"{site}notes/{path.stem}/")
    fold = empty.locator(".mp-embed[data-ends] details.mp-code").first
    fold.locator("> summary").click()
    text = copied(empty, fold.locator(BUTTON), "앞 코드까지 복사했다")
    assert "# %%" in text


def test_pictures_of_the_gallery_follow_the_palette(browser: Browser, site: str) -> None:
    dark = []
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme, viewport={"width": 700, "height": 700})
        page = context.new_page()
        page.goto(site + "snippets/")
        page.evaluate(MOUNTED)
        picture = page.locator(".mp-gallery img").first
        picture.evaluate("img => img.decode()")
        dark.append(picture.screenshot())
        context.close()
    assert dark[0] != dark[1]


def test_gallery_is_light(site: str, empty: Page) -> None:
    fetched: list[str] = []
    empty.on("request", lambda request: fetched.append(request.url))
    empty.goto(site + "snippets/")
    empty.evaluate(QUIET)
    pictures = [url for url in fetched if url.endswith(".svg") and "/snippets/" in url]
    assert 0 < len(pictures) < empty.locator(".mp-gallery img").count() / 2
