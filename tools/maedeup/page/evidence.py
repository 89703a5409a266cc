"""Where a number, a table or a figure comes from: the link to the line that made it.

The link leads to the cell on the snippet's own page. A script opens the line, its output and the
record of the run in place; it loads that page when it is asked, and nothing before.
"""

from __future__ import annotations

import re
from html import escape

from maedeup.page.converter import Writer
from maedeup.page.copying import embed_id, page_of
from maedeup.page.questions import (
    Animation,
    Cell,
    Code,
    Drawing,
    Product,
    Products,
    Snippet,
    Table,
    Value,
    leads,
)
from maedeup.text.bindings import bindings


def of_value(writer: Writer, target: Code, value: Value, shown: str) -> str:
    """Return a value in a sentence as a link to the line that assigned it."""
    cell, line = find_assignment(target.snippet, value.name)
    # A variant's code is not what the snippet's page shows.
    place = _place(writer, target.snippet, cell, 0 if isinstance(target, leads.Compared) else line)
    return f'<a class="mp-evidence"{place}>{shown}</a>' if place else shown


def below(writer: Writer, snippet: Snippet, product: Product, shown: str, cell: str = "") -> str:
    """Return a figure or a table with the link below it.

    Args:
        writer: of the page.
        snippet: what made it.
        product: a figure, a table, or anything else, which is left as it is.
        shown: the product as HTML.
        cell: by which it was made; of a table by its name, the one that assigns it.
    """
    made = next((c for c in snippet.code_cells if c.name and c.name == cell), None)
    line = 0
    if isinstance(product, Drawing) and made is not None:
        line = _line_with(made, product.label)
    elif isinstance(product, Table) and made is not None:
        line = made.source.count("\n") + 1
    elif isinstance(product, Table):
        made, line = find_assignment(snippet, product.name)
    else:
        return shown
    place = _place(writer, snippet, made, line)
    if not place:
        return shown
    word, what = (
        writer.ask.strings.evidence,
        product.label if isinstance(product, Drawing) else product.name,
    )
    named = f' aria-label="{escape(f"{word}: {what}")}"' if what else ""
    link = f'<a class="mp-evidence mp-from"{place}{named} data-search-exclude>{word}</a>'
    at = shown.rfind("</figure>" if isinstance(product, Drawing) else "</div>")
    return shown[:at] + link + shown[at:] if at >= 0 else shown + link


def find_assignment(snippet: Snippet, name: str) -> tuple[Cell | None, int]:
    """Return the cell and the line in it, from 1, that last gives a variable its value."""
    found: tuple[Cell | None, int] = None, 0
    for cell in snippet.code_cells:
        if cell.name and re.search(rf"\b{re.escape(name)}\b", cell.source):
            for line in bindings(cell.source, name):
                found = cell, line
    return found


def cell_of(label: str, products: Products) -> str:
    """Return the name of the cell that made a figure, or an animation with such a frame."""
    for cell, made in products.cells.items():
        for product in made:
            frames = product.frames if isinstance(product, Animation) else []
            drawn = [product, *frames] if isinstance(product, Drawing) else []
            if any(drawing.label == label for drawing in drawn):
                return cell
    return ""


def _line_with(cell: Cell, label: str) -> int:
    """Return the line of a cell that names a figure; 0 where none does."""
    name = label.partition("@")[0]
    quoted = re.compile(rf"""["']{re.escape(name)}[@"']""")
    return next((i for i, row in enumerate(cell.source.split("\n"), 1) if quoted.search(row)), 0)


def _place(writer: Writer, snippet: Snippet, cell: Cell | None, line: int) -> str:
    """Return the attributes of a link: the cell's place, the line in it, and once the words."""
    if cell is None or not writer.ask.settings.take_away:
        return ""
    uri = page_of(writer.ask, snippet)
    if not uri:
        return ""
    anchor = f"#{embed_id(snippet, cell.name)}"
    # A lab's notebook page shows the lab's text under another address.
    is_here = uri == writer.note.src_uri and writer.painter.page == writer.ask.address(uri)
    if is_here and writer.ask.note(uri) is None:  # on the snippet's own page it stands right here
        return ""
    href = escape(anchor)
    if not is_here:
        href = writer.painter.url(writer.ask.address(uri), anchor)
    strings = writer.ask.strings
    words = ""
    if "evidence" not in writer.told:
        writer.told.add("evidence")
        said = (strings.evidence, strings.evidence_copy, strings.evidence_copied,
                strings.evidence_close, strings.evidence_page, strings.evidence_wait,
                strings.evidence_none)  # fmt: skip
        words = f' data-words="{escape("|".join(said))}"'
    return f' href="{href}"' + (f' data-line="{line}"' if line else "") + words
