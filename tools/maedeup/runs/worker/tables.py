"""DataFrame and Series -> tables whose cells are what pandas writes in a notebook.

pandas writes them itself: its options, its formats of numbers and times. Only more rows are shown,
where its options do not say how many.
"""

from __future__ import annotations

import sys
from html.parser import HTMLParser
from typing import Any

from maedeup.runs.product import Table

MAX_ROWS, MAX_COLUMNS = 500, 100
"""Where the options of pandas say nothing else."""

DEFAULT_ROWS, DEFAULT_COLUMNS = 60, (0, 20)
"""What `display.max_rows` and `display.max_columns` are where nobody set them."""


def is_frame(value: Any) -> bool:
    """Say whether a value is a DataFrame or a Series."""
    pandas = sys.modules.get("pandas")
    return pandas is not None and issubclass(type(value), (pandas.DataFrame, pandas.Series))


def is_shown_as_table(value: Any) -> bool:
    """Say whether a value is a frame whose author, and whose type, want nothing else shown."""
    if not is_frame(value):
        return False
    own = getattr(type(value), "_repr_html_", None)
    is_plain = own is None or str(getattr(own, "__module__", "")).partition(".")[0] == "pandas"
    return is_plain and bool(sys.modules["pandas"].get_option("display.notebook_repr_html"))


def make_table(name: str, frame: Any) -> Table:
    """Return a DataFrame's or Series' labels and cells as pandas writes them."""
    pandas = sys.modules["pandas"]
    if isinstance(frame, pandas.Series):
        frame = frame.to_frame(frame.name if frame.name is not None else "")
    max_rows, max_columns = (pandas.get_option(f"display.max_{of}") for of in ("rows", "columns"))
    rows_set, columns_set = max_rows != DEFAULT_ROWS, max_columns not in DEFAULT_COLUMNS
    head = frame
    if not rows_set or not max_rows:
        head = head.head(MAX_ROWS)
    if not columns_set or not max_columns:
        head = head.iloc[:, :MAX_COLUMNS]
    with pandas.option_context("display.multi_sparse", False):
        html = head.to_html(
            notebook=True,
            max_rows=(max_rows or None) if rows_set else None,
            max_cols=(max_columns or None) if columns_set else None,
            show_dimensions=False,
        )
    columns, column_names, index_names, rows = _read(html, head)
    whole = len(rows) == head.shape[0] and len(columns) == head.shape[1]
    width = head.index.nlevels
    plain_index = isinstance(head.index, pandas.RangeIndex) and head.index.name is None
    plain_index = plain_index and not any(column_names) and whole
    return Table(
        name=name,
        columns=columns,
        index=[] if plain_index else [row[:width] for row in rows],
        index_names=[] if plain_index else index_names,
        rows=[row[width:] for row in rows],
        numeric=_numeric(head, len(columns)),
        n_rows=len(frame),
        exact=[_numbers(head.iloc[:, j]) for j in range(head.shape[1])] if whole else [],
        column_names=column_names if any(column_names) else [],
        n_columns=frame.shape[1] if len(columns) < frame.shape[1] else 0,
    )


def _read(html: str, head: Any) -> tuple[list[list[str]], list[str], list[str], list[list[str]]]:
    """Return labels of columns, names of the columns' levels and of the index's, and the rows."""
    parser = _Cells()
    parser.feed(html)
    levels, width = head.columns.nlevels, head.index.nlevels
    heads = parser.head[:levels]
    names = parser.head[levels] if len(parser.head) > levels else []
    column_names = [row[width - 1] if len(row) >= width else "" for row in heads]
    columns = [list(labels) for labels in zip(*(row[width:] for row in heads), strict=True)]
    if not head.shape[1]:  # pandas writes no labels then
        columns, column_names = [], []
    index_names = names[:width] or [""] * width
    if not names and any(name is not None for name in head.index.names):
        # pandas wrote the names of the index into the row of the columns' labels.
        index_names, column_names = heads[-1][:width], [""] * levels
    return columns, column_names, index_names, parser.body


class _Cells(HTMLParser):
    """Reads the cells of one table, row by row."""

    def __init__(self) -> None:
        super().__init__()
        self.head: list[list[str]] = []
        self.body: list[list[str]] = []
        self._rows = self.head
        self._spans: list[int] = []
        self._in_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a part, a row or a cell."""
        if tag == "tbody":
            self._rows = self.body
        elif tag == "tr":
            self._rows.append([])
        elif tag in ("td", "th"):
            self._in_cell = True
            self._spans.append(int(dict(attrs).get("colspan") or 1))
            self._rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        """End a cell; one that spans others stands once for each."""
        if tag in ("td", "th"):
            self._in_cell = False
            row = self._rows[-1]
            row += [row[-1]] * (self._spans.pop() - 1)

    def handle_data(self, data: str) -> None:
        """Add to the cell."""
        if self._in_cell:
            self._rows[-1][-1] += data


def _numeric(head: Any, count: int) -> list[bool]:
    """Say of each shown column whether it holds numbers; one that stands for those left out no."""
    types = sys.modules["pandas"].api.types
    found = [
        types.is_numeric_dtype(head.iloc[:, j]) and not types.is_bool_dtype(head.iloc[:, j])
        for j in range(head.shape[1])
    ]
    if count == len(found):
        return found
    left = count // 2
    right = count - 1 - left
    return [*found[:left], False, *(found[-right:] if right else [])]


def _numbers(column: Any) -> list[float | None]:
    """Return a column's numbers, None where one is missing; nothing of what holds no numbers."""
    pandas = sys.modules["pandas"]
    types = pandas.api.types
    if not types.is_numeric_dtype(column) or types.is_bool_dtype(column):
        return []
    values = [None if value is pandas.NA else value for value in column.tolist()]
    if not all(value is None or isinstance(value, (int, float)) for value in values):
        return []
    return [None if value != value else value for value in values]
