"""Tables -> HTML, with header cells that screen readers relate to their rows and columns."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from maedeup.page.questions import Strings, Table
from maedeup.text.terminal import printable

OPEN_ROWS = 20
"""A longer table is folded."""


def table_html(product: Table, strings: Strings) -> str:
    """Render a table; one of many rows is folded."""
    html = plain_table(product)
    shown, n_rows = shown_rows(product), product.n_rows
    note = f"<p>{strings.some_rows(shown, n_rows)}</p>" if shown < n_rows else ""
    if product.n_columns:
        said = strings.some_columns(shown_columns(product), product.n_columns)
        note += f"<p>{said}</p>"
    if len(product.rows) > OPEN_ROWS:
        summary = f"<summary>{strings.table_of(n_rows)}</summary>"
        return f'<details class="mp-table">{summary}<div>{html}{note}</div></details>'
    return f'<div class="mp-table">{html}{note}</div>'


def shown_columns(product: Table) -> int:
    """Return how many columns of the frame stand in a table that was cut."""
    return sum(labels != ["..."] * len(labels) for labels in product.columns)


def shown_rows(product: Table) -> int:
    """Return how many rows of the frame stand in a table that was cut."""
    dots = any(set(row) == {"..."} for row in product.rows) and len(product.rows) < product.n_rows
    return len(product.rows) - dots


def plain_table(product: Table) -> str:
    """Return the `table` alone; labels that nest span what is below them."""
    depth = max((len(c) for c in product.columns), default=1)
    width = max((len(i) for i in product.index), default=0)
    names = (product.index_names or [""] * width)[:width]
    column_names = (product.column_names or [""] * depth)[:depth]
    # As pandas has it: names of the index on a row of their own where the columns have names too.
    own_row = any(column_names) and any(names)
    head = []
    for level in range(depth):
        last = level == depth - 1
        corner = list(names) if last and not any(column_names) else [""] * width
        if any(column_names) and width:
            corner[-1] = column_names[level]
        cells = "".join(_corner(name) for name in corner)
        groups = [tuple(c[: level + 1]) for c in product.columns]
        for position, count in runs(groups) if not last else [(n, 1) for n in range(len(groups))]:
            labels = product.columns[position]
            number = ' class="mp-number"' if product.numeric[position] and last else ""
            span = f' colspan="{count}"' if count > 1 else ""
            scope = "colgroup" if count > 1 else "col"
            label = labels[level] if level < len(labels) else ""
            cells += f'<th scope="{scope}"{span}{number}>{_cell(label)}</th>'
        head.append(f"<tr>{cells}</tr>")
    if own_row:
        rest = "<td></td>" * len(product.columns)
        head.append(f"<tr>{''.join(_corner(name) for name in names)}{rest}</tr>")
    body = []
    starts = [dict(runs([tuple(i[: level + 1]) for i in product.index])) for level in range(width)]
    for place, row in enumerate(product.rows):
        labels = product.index[place] if product.index else []
        heads = ""
        for level, label in enumerate(labels):
            count = 1 if level == width - 1 else starts[level].get(place, 0)
            if count:
                span = f' rowspan="{count}"' if count > 1 else ""
                scope = "rowgroup" if count > 1 else "row"
                heads += f'<th scope="{scope}"{span}>{_cell(label)}</th>'
        cells = "".join(
            f'<td class="mp-number">{_cell(cell)}</td>' if numeric else f"<td>{_cell(cell)}</td>"
            for cell, numeric in zip(row, product.numeric, strict=True)
        )
        body.append(f"<tr>{heads}{cells}</tr>")
    return (
        f'<table class="mp-frame"><thead>{"".join(head)}</thead>'
        f"<tbody>{''.join(body)}</tbody></table>"
    )


def runs(labels: Sequence[tuple[str, ...]]) -> list[tuple[int, int]]:
    """Return where each run of equal labels begins, and how long it is."""
    found: list[tuple[int, int]] = []
    for place, label in enumerate(labels):
        if found and labels[found[-1][0]] == label:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((place, 1))
    return found


def _corner(name: str) -> str:
    return f'<th scope="col">{_cell(name)}</th>' if name else "<td></td>"


def _cell(text: str) -> str:
    return escape(printable(text))
