"""Charts and diagrams of objects: in the palette of the page, as numbers in print."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from maedeup.page import rich
from maedeup.page.html import Painter
from maedeup.page.svg_files import drawing_files
from maedeup.runs.product import Figure, Rich
from maedeup.runs.worker import charts, colours, display
from maedeup.text.strings import LANGUAGES
from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, expect

from .conftest import served

pytestmark = pytest.mark.browser

THEME = Path(rich.__file__).parents[1] / "theme"
PAPER = {"default": (255, 255, 255), "slate": (30, 33, 41)}
WIDE: ViewportSize = {"width": 900, "height": 3000}


def objects() -> list[Rich]:
    go = pytest.importorskip("plotly.graph_objects", reason="requirements.txt has it")
    plotting = pytest.importorskip("bokeh.plotting", reason="requirements.txt has it")
    lines = go.Figure([go.Scatter(x=[0, 1], y=[2, 1], name=name) for name in ("하나", "둘")])
    lines.update_layout(title="선", xaxis_title="가로", yaxis_title="세로")
    table = go.Figure(go.Table(header={"values": ["이름"]}, cells={"values": [["가", "나"]]}))
    heat = go.Figure(go.Heatmap(z=[[1, 2], [3, 4]]))
    dark = go.Figure(go.Scatter(x=[0, 1], y=[2, 1]), {"template": "plotly_dark"})
    plane = plotting.figure(width=300, height=200, title="제목")
    plane.line([0, 1], [2, 1], legend_label="선")
    made = []
    for one in (lines, table, heat, dark, plane):
        data = charts.bundle(one, [])
        assert data is not None
        made.append(Rich(charts.type_name(one), data, True))
    return made


THEMES = "<style>.md-typeset summary::before {content: '!'} .md-typeset details {border: 3px solid}"
"""Material's folds, in short."""


def diagram() -> Rich:
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    (made,) = display.show(make_pipeline(StandardScaler()), True)
    assert isinstance(made, Rich)
    return made


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a page with one chart of each kind, and a figure that is a file."""
    folder = tmp_path_factory.mktemp("charts")
    made, painter = objects(), Painter("index.html", LANGUAGES["ko"])
    square = '<path d="M0 0H9V9H0Z" fill="var(--mp-paper,#fff)"/>'
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90" viewBox="0 0 9 9">'
    heavy = Figure("f", f"{svg}{square * 5000}</svg>", "", 68, 68)
    files = {path: text.encode() for path, text in drawing_files(heavy).items()}
    for one in made:
        files |= rich.files(one)
    for path, data in (files | rich.scripts(made)).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    own = [(THEME / "styles" / f"{n}.css").read_text("utf-8") for n in ("base", "objects")]
    styles = "".join([colours.style_sheet(), *own])
    script = (THEME / "scripts" / "charts.js").read_text("utf-8")
    body = "".join(map(painter.product, [*made, heavy, diagram()]))
    (folder / "index.html").write_text(
        f'<!doctype html><meta charset="utf-8"><style>{styles}</style>'
        f"{THEMES} [data-md-color-scheme=slate] {{color-scheme: dark}}</style>"
        f'<body class="md-typeset" data-md-color-scheme="default">{body}<script>{script}</script>',
        "utf-8",
    )
    with served(folder) as url:
        yield url


@pytest.fixture(scope="module")
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport=WIDE)
    page = context.new_page()
    page.goto(address, timeout=90_000)  # some seconds of work for a processor that nobody shares
    wait_for_charts(page)
    yield page
    context.close()


def wait_for_charts(page: Page) -> None:
    page.wait_for_function(
        "document.querySelectorAll('.js-plotly-plot .main-svg text').length > 9"
        " && document.querySelector('.mp-chart:not(.js-plotly-plot) > *')"
    )
    page.wait_for_timeout(500)


def luminance(colour: tuple[int, ...]) -> float:
    parts = [c / 255 for c in colour[:3]]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def pixels(page: Page, number: int) -> Image.Image:
    shot = page.locator(".mp-chart").nth(number).screenshot()
    return Image.open(io.BytesIO(shot)).convert("RGB")


TEXTS = """number => [...document.querySelectorAll('.mp-chart')[number].querySelectorAll('text')]
    .filter(text => text.textContent.trim())
    .map(text => getComputedStyle(text).fill.match(/\\d+/g).slice(0, 3).map(Number))"""


@pytest.mark.parametrize("scheme", ["slate", "default"])
def test_charts_have_the_palette_of_the_page_and_text_that_can_be_read(
    page: Page, scheme: str
) -> None:
    page.evaluate(f"document.body.dataset.mdColorScheme = '{scheme}'")
    page.wait_for_timeout(1500)
    for number in range(3):
        assert pixels(page, number).getpixel((2, 2)) == PAPER[scheme]
        texts = page.evaluate(TEXTS, number)
        assert len(texts) > 2
        assert min(contrast(tuple(colour), PAPER[scheme]) for colour in texts) >= 4.5
    drawn = pixels(page, 4)  # bokeh draws on a canvas
    assert drawn.getpixel((2, 2)) == PAPER[scheme]
    seen = drawn.crop((0, 0, 30, drawn.height)).get_flattened_data()
    assert max(contrast(colour, PAPER[scheme]) for colour in seen) >= 4.5


def test_template_that_is_dark_by_its_authors_choice_stays(page: Page) -> None:
    assert pixels(page, 3).getpixel((2, 2)) == (17, 17, 17)


@pytest.mark.parametrize("scheme", ["slate", "default"])
def test_print_has_the_numbers_in_place_of_charts_and_figures_on_white(
    page: Page, scheme: str
) -> None:
    page.evaluate(f"document.body.dataset.mdColorScheme = '{scheme}'")
    figure = page.locator("img.mp-svg")
    figure.scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    shot = Image.open(io.BytesIO(figure.screenshot())).convert("RGB")
    assert shot.getpixel((40, 40)) == PAPER[scheme]
    page.emulate_media(media="print")
    try:
        expect(page.locator(".mp-chart:visible")).to_have_count(0)
        assert page.locator(".mp-chart-still td:visible").count() > 4
        shot = Image.open(io.BytesIO(figure.screenshot())).convert("RGB")
        assert shot.getpixel((40, 40)) == PAPER["default"]
    finally:
        page.emulate_media(media="screen")


def test_numbers_stand_there_without_a_script(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=WIDE, java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    expect(page.locator(".mp-chart:visible")).to_have_count(0)
    assert page.locator(".mp-chart-still td:visible").count() > 4
    context.close()


@pytest.mark.parametrize("scheme", ["slate", "default"])
def test_diagram_of_an_estimator_can_be_read_and_has_no_icons_of_the_theme(
    page: Page, scheme: str
) -> None:
    page.evaluate(f"document.body.dataset.mdColorScheme = '{scheme}'")
    label = page.locator(".mp-object-html .sk-toggleable__label").first
    colour = label.evaluate("e => getComputedStyle(e).color.match(/\\d+/g).slice(0, 3).map(Number)")
    assert contrast(tuple(colour), PAPER[scheme]) >= 4.5
    fold = page.locator(".mp-object-html details").first
    assert fold.evaluate("e => getComputedStyle(e).borderTopWidth") == "0px"
    before = "e => getComputedStyle(e, '::before').content"
    assert fold.locator("summary").evaluate(before) in ("none", "normal")
