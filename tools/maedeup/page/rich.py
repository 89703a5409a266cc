"""An object by the representation that a page can show -> HTML."""

from __future__ import annotations

import base64
import json
import re
import struct
from collections.abc import Callable, Iterable
from functools import cache
from html import escape
from typing import Any

from maedeup.page.apart import FOLDER, content_path, data_files, drawing_file, with_files
from maedeup.page.output import printed
from maedeup.page.questions import (
    CHARTS,
    IMAGES,
    Rich,
    Strings,
    chosen,
    formulas,
    safe_chart,
    script_of,
    still,
)
from maedeup.text.math import MathError, to_mathml
from maedeup.text.safe_html import clean

MARKUP = ("text/html", "text/markdown", "image/svg+xml")
SCRIPTS = {"plotly": f"{FOLDER}/plotly.js", "bokeh": f"{FOLDER}/bokeh.js"}

TINY_PX, WANTED_PX = 64, 160
"""A picture that is smaller on both sides is shown in whole multiples of its pixels."""

_MATH = re.compile(r"\$\$(.+?)\$\$|(?<![\\$\w])\$(?=\S)([^$\n]*?\S)\$(?!\d)", re.DOTALL)
_CODE = re.compile(r"(```.*?```|`[^`\n]*`)", re.DOTALL)


def rich(product: Rich, prefix: str, url: Callable[[str], str], strings: Strings) -> str:
    """Render an object.

    Args:
        product: the object's representations.
        prefix: of all ids in it, unique on the page.
        url: gives a site's path as the page names it.
        strings: what a reader sees around it.
    """
    kind = chosen(product)
    text = product.data.get(kind, "")
    cut = any(" cut: " in note for note in product.notes)
    note = f"<p>{strings.cut_object}</p>" if cut else ""
    if kind in CHARTS:
        content = _chart(product, kind, url, strings)
    elif kind == "image/svg+xml" and (file := drawing_file(text)):
        label = strings.figure_called(product.type.rpartition(".")[2])
        content = f'<img src="{url(file[0])}" alt="{escape(label)}" loading="lazy">'
    elif kind in MARKUP:
        html = _from_markdown(text) if kind == "text/markdown" else text
        content = with_files(clean(html, prefix, f"#{prefix}o").html, url)
    elif kind == "text/latex":
        content = _formula(text)
    elif kind in IMAGES:
        content = _image(product, kind, url, strings)
    else:
        if kind == "application/json":
            text = _indented(text)
        return (
            f'<div class="mp-output mp-result"><pre><code tabindex="0">{printed(text)}</code></pre>'
            f"{note}</div>"
        )
    name = {"image/svg+xml": "svg", "text/latex": "latex"}.get(kind, kind.partition("/")[2])
    name = "chart" if kind in CHARTS else "image" if kind in IMAGES else name
    return f'<div class="mp-output mp-object mp-object-{name}" id="{prefix}o">{content}{note}</div>'


def files(product: Rich) -> dict[str, bytes]:
    """Return the files that the page of an object asks for, by their path in the site."""
    kind = chosen(product)
    text = product.data.get(kind, "")
    if kind in IMAGES:
        return {content_path(text, IMAGES[kind]): base64.b64decode(text)}
    if kind in CHARTS:
        data, _ = safe_chart(kind, text)
        return {content_path(data, "json"): data.encode()} if data else {}
    if kind == "image/svg+xml" and (file := drawing_file(text)):
        return dict([file])
    return dict(data_files(text)) if kind in MARKUP else {}


def scripts(products: Iterable[Rich]) -> dict[str, bytes]:
    """Return the scripts that draw these objects, as files of the site: none that none needs."""
    libraries = {CHARTS[kind] for one in products if (kind := chosen(one)) in CHARTS}
    return {
        SCRIPTS[library]: b";\n".join(file.read_bytes() for file in script_of(library))
        for library in libraries
        if script_of(library)
    }


def _image(product: Rich, kind: str, url: Callable[[str], str], strings: Strings) -> str:
    text = product.data[kind]
    width, height = product.width, product.height
    own = size_of(base64.b64decode(text))
    if own != (0, 0) and not (width and height):
        if width or height:  # the other side follows
            scale = width / own[0] if width else height / own[1]
            width, height = round(own[0] * scale), round(own[1] * scale)
        else:
            times = max(1, WANTED_PX // max(own)) if max(own) <= TINY_PX else 1
            width, height = own[0] * times, own[1] * times
    sharp = " mp-pixels" if own[0] and width >= own[0] and max(own) <= 4 * TINY_PX else ""
    size = f' width="{width}" height="{height}"' if width and height else ""
    label = escape(strings.figure_called(product.type.rpartition(".")[2]))
    source = url(content_path(text, IMAGES[kind]))
    return f'<img class="mp-image{sharp}" src="{source}"{size} alt="{label}" loading="lazy">'


def size_of(image: bytes) -> tuple[int, int]:
    """Return width and height of a PNG, GIF or JPEG; 0 where they cannot be told."""
    if image[:8] == b"\x89PNG\r\n\x1a\n" and len(image) >= 24:
        width, height = struct.unpack(">II", image[16:24])
        return width, height
    if image[:4] == b"GIF8" and len(image) >= 10:
        width, height = struct.unpack("<HH", image[6:10])
        return width, height
    place = 2
    while image[:2] == b"\xff\xd8" and place + 9 < len(image):
        if image[place] != 0xFF:
            break
        mark, length = image[place + 1], int.from_bytes(image[place + 2 : place + 4])
        if 0xC0 <= mark <= 0xCF and mark not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", image[place + 5 : place + 9])
            return width, height
        place += 2 + length
    return 0, 0


def _formula(latex: str) -> str:
    parts = formulas(latex) or (("text", latex),)
    return "".join(
        f'<div class="mp-formula">{said}</div>' if kind == "block"
        else said if kind == "math" else f"<span>{escape(said)}</span>"
        for kind, said in parts
    )  # fmt: skip


def commonmark(text: str) -> str:
    """Render what a library or a card says in Markdown."""
    html: str = _reader().render(text)
    return html


@cache
def _reader() -> Any:
    from markdown_it import MarkdownIt  # a tenth of a command's start, and few runs need it

    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def _from_markdown(text: str) -> str:
    """Return Markdown as HTML, its formulas as MathML."""
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        try:
            kept.append(to_mathml(found[1] or found[2], bool(found[1])))
        except MathError:
            return found[0]
        return f"\ue000{len(kept) - 1}\ue001"

    parts = _CODE.split(text)
    parts[::2] = [_MATH.sub(keep, part) for part in parts[::2]]
    html = commonmark("".join(parts))
    return re.sub("\ue000(\\d+)\ue001", lambda found: kept[int(found[1])], html)


def _indented(text: str) -> str:
    try:
        return json.dumps(json.loads(text), ensure_ascii=False, indent=2)
    except ValueError:
        return text


def _chart(product: Rich, kind: str, url: Callable[[str], str], strings: Strings) -> str:
    """Render a chart: the library's own script draws it; without one its numbers stand there."""
    rows = still(kind, product.data[kind])
    numbers = table_of(rows) if rows else f"<p>{escape(product.text)}</p>"
    below = f"<summary>{strings.chart_numbers}</summary>{numbers}"
    found = files(product)
    if not found or not script_of(CHARTS[kind]):
        return f'<div class="mp-chart-still">{numbers}</div>'
    (path,) = found
    library = CHARTS[kind]
    return (
        f'<div class="mp-chart" role="img" aria-label="{escape(strings.chart)}" '
        f'data-mp-chart="{library}" data-mp-data="{url(path)}" '
        f'data-mp-script="{url(SCRIPTS[library])}"></div>'
        f'<details class="mp-table mp-chart-still" open>{below}</details>'
    )


def table_of(rows: tuple[tuple[str, ...], ...]) -> str:
    """Return rows as a table, the first as its heads."""
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in rows[0])
    body = "".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows[1:]
    )
    return (
        f'<div class="mp-table"><table class="mp-frame"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )
