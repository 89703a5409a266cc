"""What is too heavy for a page's HTML stands beside it as files."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from maedeup.page.apart import MOST_DATA, MOST_SVG
from maedeup.page.html import Painter
from maedeup.page.pictures import find_images
from maedeup.page.rich import files
from maedeup.page.svg_files import drawing_files
from maedeup.runs.product import Figure, Products, Rich
from maedeup.text.strings import LANGUAGES

SOUND = base64.b64encode(b"RIFF" + bytes(MOST_DATA)).decode()
SHAPES = "<rect id='a' width='3' onclick='alert(1)'/>" * (MOST_SVG // 40)
STYLE = "<style>rect{fill:red}</style><script>alert(1)</script>"
SVG = f"<svg xmlns='http://www.w3.org/2000/svg' width='9'>{STYLE}{SHAPES}</svg>"


def html(product: Rich | Figure) -> str:
    return Painter("a/index.html", LANGUAGES["ko"]).product(product)


def rich(kind: str, text: str) -> Rich:
    return Rich("x.Y", {kind: text, "text/plain": "글"}, True)


@pytest.mark.parametrize(
    "text",
    [
        f"<audio controls src='data:audio/wav;base64,{SOUND}'></audio>",
        f"<audio controls><source src=data:audio/wav;base64,{SOUND}></audio>",
    ],
)
def test_sound_in_html_is_a_file_by_its_content(text: str) -> None:
    ((path, data),) = files(rich("text/html", text)).items()
    assert data == base64.b64decode(SOUND)
    assert path.endswith(".wav")
    shown = html(rich("text/html", text))
    assert f'src="../{path}"' in shown
    assert len(shown) < 500


@pytest.mark.parametrize(
    "text",
    [
        "<img src='data:image/png;base64,iVBORw0KGgo='>",
        f"<img src='data:image/svg+xml;base64,{SOUND}'>",
        f"<img src='data:text/html;base64,{SOUND}'>글",
        f"<b>data:text/html;base64,{SOUND}</b>",
    ],
)
def test_what_is_light_or_could_be_a_page_is_no_file(text: str) -> None:
    assert files(rich("text/html", text)) == {}
    assert "assets/" not in html(rich("text/html", text))


def test_heavy_drawing_of_an_object_is_a_harmless_file() -> None:
    ((path, data),) = files(rich("image/svg+xml", SVG)).items()
    assert f'<img src="../{path}"' in html(rich("image/svg+xml", SVG))
    root = ElementTree.fromstring(data)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert len(root) == 1 + MOST_SVG // 40
    assert b"alert" not in data
    assert b"svg rect{fill:red}" in data
    assert files(rich("image/svg+xml", SVG.replace(SHAPES, SHAPES[:400]))) == {}


def test_heavy_figure_is_a_file_that_knows_both_palettes() -> None:
    light = Figure("f", "<svg width='9'><g id='@@a' fill='var(--mp-ink,#000)'/></svg>", "", 9, 9)
    heavy = replace(light, svg=light.svg.replace("</svg>", "<g/>" * (MOST_SVG // 4) + "</svg>"))
    assert "<img" not in html(light)
    ((path, text),) = drawing_files(heavy).items()
    assert "prefers-color-scheme: dark" in text
    assert "@@" not in text
    shown = html(heavy)
    assert re.search(rf'<img class="mp-svg" src="../{path}" .*alt="[^"]', shown)
    made = Products({"a": [heavy]}, {}, {}, None, False, 0.0, "CPU", {})
    assert find_images([made])[1] == {path: text.encode()}
