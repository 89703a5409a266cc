"""A snippet and its result -> an executed Jupyter notebook: nothing is run twice.

The notebook runs top to bottom on any machine: helper modules travel in cells that write them.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any, assert_never

from maedeup.notes.outline import heading_slug
from maedeup.page.alternatives import alternative
from maedeup.page.frames import plain_table
from maedeup.page.rich import table_of
from maedeup.runs.product import (
    Animation,
    Drawing,
    Error,
    Figure,
    Product,
    Rich,
    Table,
    Text,
    Value,
)  # fmt: skip
from maedeup.runs.rich import CHARTS, PLOTLY, safe_chart, still
from maedeup.runs.snippet import SCRIPT_BLOCK, Cell, Snippet
from maedeup.runs.store import Result
from maedeup.text.safe_html import clean
from maedeup.text.strings import Strings

NBFORMAT, NBFORMAT_MINOR = 4, 5

SVG_NAMES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'

Shown = Text | Figure | Table | Value | Error | Rich
"""What one output of a notebook's cell holds."""

Prose = Callable[[str], str]
"""Gives the text of a prose cell with its references replaced by what they show."""

Page = Callable[[Product], str]
"""Gives a figure or a table as HTML, for a notebook that is shown as a page of the site."""


def make_notebook(
    snippet: Snippet,
    result: Result | None,
    files: Mapping[str, str],
    prose: Prose,
    strings: Strings,
    page: Page | None = None,
    end: str = "",
) -> str:
    """Return the text of an `.ipynb` file, the same for the same result.

    Args:
        snippet: a lab or any other snippet.
        result: what its run made; without one the cells have no output.
        files: text of each helper module and data file that the run read, by its path.
        prose: what the text of a prose cell becomes.
        strings: of the site.
        page: what a figure or a table becomes; without it, what any notebook program can show.
        end: Markdown of a last cell.
    """
    cells = file_cells(files)
    count = 0
    for cell in snippet.cells:
        source = without_options(cell)
        if not source:
            continue
        if cell.kind == "markdown":
            cells.append(text_cell(prose(source)))
            continue
        count += 1
        made = result.products.cells.get(cell.name, []) if result else []
        cells.append(executed_cell(source, made, count, strings, page, cell.tags))
    if end:
        cells.append(text_cell(end))
    return join_cells(cells)


def join_cells(cells: list[dict[str, Any]]) -> str:
    """Return the text of an `.ipynb` file of these cells."""
    for number, entry in enumerate(cells):
        entry["id"] = hashlib.sha256(f"{number}{entry['source']}".encode()).hexdigest()[:12]
    notebook = {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": NBFORMAT,
        "nbformat_minor": NBFORMAT_MINOR,
    }
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def text_cell(source: str) -> dict[str, Any]:
    """Return a cell of Markdown."""
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def code_cell(source: str) -> dict[str, Any]:
    """Return a cell of code that nobody ran."""
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
        "source": source,
    }


def executed_cell(
    source: str,
    made: Sequence[Product],
    count: int,
    strings: Strings,
    page: Page | None = None,
    tags: Sequence[str] = (),
) -> dict[str, Any]:
    """Return a cell of code with its stored products; one that ends in an error ends no run."""
    marks = ["raises-exception"] if any(isinstance(one, Error) for one in made) else []
    outputs = []
    for product in made:
        if page is not None and isinstance(product, (Drawing, Table, Rich)):
            data = {"text/html": page(product)}
            outputs.append({"output_type": "display_data", "metadata": {}, "data": data})
        else:
            outputs += [_output(part, count, strings) for part in _parts(product)]
    more = {"metadata": {"tags": [*tags, *marks]}} if tags or marks else {}
    return code_cell(source) | {"execution_count": count, "outputs": outputs} | more


def file_cells(files: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the cells that write files where a notebook's code will look for them."""
    cells = []
    for name, text in files.items():
        if str(folder := PurePosixPath(name).parent) != ".":
            cells.append(code_cell(f'import os\n\nos.makedirs("{folder}", exist_ok=True)'))
        cells.append(code_cell(f"%%writefile {name}\n{text.rstrip()}"))
    return cells


def without_options(cell: Cell) -> str:
    """Return a cell's text; the options block is for maedeup alone."""
    return SCRIPT_BLOCK.sub("", cell.source).strip("\n") if cell.name == "" else cell.source


def strip_page(html: str) -> str:
    """Take the style sheets and scripts out of a page that mkdocs-jupyter made.

    It inlines 600 KB of them in every page, some from other hosts; the theme's own style sheet has
    the few rules that a notebook needs, and they follow the palette.
    """
    html = re.sub(r"(?<!<defs>)<(style|script)\b.*?</\1>", "", html, flags=re.DOTALL)
    html = re.sub(r"<clipboard-copy.*?</clipboard-copy>", "", html, flags=re.DOTALL)
    html = re.sub(r'<div class="clipboard-copy-txt".*?</div>', "", html, flags=re.DOTALL)
    html = re.sub(r"\bhighlight-ipynb\b", "highlight", html)
    html = html.replace("<pre>", '<pre tabindex="0">').replace("<th></th>", "<td></td>")
    return re.sub(
        r'<(h[1-6]) id="[^"]*">(.*?)<a class="anchor-link"[^>]*>¶</a></\1>', _heading, html
    )


def headings(html: str) -> list[tuple[str, str]]:
    """Return the anchor and the text of each heading of a page that `strip_page` made."""
    found = re.findall(r'<h[1-6] id="([^"]*)">(.*?)</h[1-6]>', html, re.DOTALL)
    return [(anchor, re.sub("<[^>]+>", "", text)) for anchor, text in found]


def _heading(found: re.Match[str]) -> str:
    """Return a heading with an anchor that keeps its Hangul, which nbconvert drops."""
    tag, text = found.groups()
    return f'<{tag} id="{heading_slug(text)}">{text}</{tag}>'


def _parts(product: Product) -> list[Shown]:
    """Return an animation as some of its frames: nothing moves in a saved notebook."""
    if isinstance(product, Animation):
        return [product.whole(number) for number in product.stills()]
    return [product]


def _output(product: Shown, count: int, strings: Strings) -> dict[str, Any]:
    data: dict[str, Any]
    match product:
        case Text(stream="stdout" | "stderr" as name):
            return {"output_type": "stream", "name": name, "text": product.text}
        case Error():
            return {
                "output_type": "error",
                "ename": product.type,
                "evalue": product.message,
                "traceback": product.traceback.splitlines(),
            }
        case Figure():
            image = {"image/svg+xml": plain_svg(product.svg)}
            if product.png:
                image = {"image/png": product.png["light-2x"]}
            data = image | {"text/plain": alternative(product, strings)}
            return {"output_type": "display_data", "metadata": {}, "data": data}
        case Table():
            data = {
                "text/html": plain_table(product),
                "text/plain": strings.table_of(product.n_rows),
            }
        case Text() | Value():
            data = {"text/plain": product.text.rstrip("\n")}
        case Rich():
            data = _bundle(product)
            if not product.is_result:
                return {"output_type": "display_data", "metadata": {}, "data": data}
        case _:
            assert_never(product)
    return {"output_type": "execute_result", "metadata": {}, "execution_count": count, "data": data}


def _bundle(product: Rich) -> dict[str, Any]:
    """Return an object's representations as a notebook may hold them: nothing that fetches."""
    data: dict[str, Any] = {}
    digest = hashlib.sha256(product.text.encode()).hexdigest()[:8]
    for kind, text in product.data.items():
        if kind in ("text/html", "image/svg+xml"):
            scope = f"o{digest}"
            html = clean(text, f"{scope}-", f"#{scope}").html
            if kind == "text/html":
                data[kind] = f'<div id="{scope}">{html}</div>'
            else:
                data[kind] = html.replace("<svg ", f"<svg {SVG_NAMES} ", 1)
        elif kind in CHARTS:
            chart, _ = safe_chart(kind, text)
            if chart and kind == PLOTLY:
                data[kind] = json.loads(chart)
            if numbers := still(kind, text):
                data["text/html"] = table_of(numbers)
        elif kind == "application/json":
            data[kind] = json.loads(text)
        elif kind.startswith(("text/", "image/")):
            data[kind] = text
    return data


def plain_svg(svg: str) -> str:
    """Return a figure for where there is no style sheet: the light palette's own colours."""
    digest = hashlib.sha256(svg.encode()).hexdigest()[:8]
    return re.sub(r"var\(--mp-\w+,(#\w+)\)", r"\1", svg).replace("@@", f"f{digest}-")
