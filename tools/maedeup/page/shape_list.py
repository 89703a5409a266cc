"""The shapes that a run saw -> a folded list under the code that a script shows at its lines."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from maedeup.page.questions import Cell, Kind, Shape, Strings


def shape_list(places: Sequence[int], cell: Cell, shapes: Sequence[Shape], strings: Strings) -> str:
    """Render what was assigned in the lines of a cell; '' where nothing had a shape.

    `places` are the lines of the snippet's assignments. Lines of the list are counted from the
    first that the page shows of the cell.
    """
    told: dict[int, list[str]] = {}
    for shape in shapes:
        if shape.place < len(places) and cell.source_line <= places[shape.place] <= cell.end_line:
            row = told.setdefault(places[shape.place] - cell.source_line + 1, [])
            if (words := describe(shape, strings)) not in row:
                row.append(words)
    if not told:
        return ""
    items = "".join(
        f"<li><b>{strings.line(line)}</b> <span>{escape(' · '.join(told[line]))}</span></li>"
        for line in sorted(told)
    )
    return (
        '<details class="mp-shapes" data-search-exclude>'
        f"<summary>{strings.shape_lines(len(told))}</summary>"
        f'<ul aria-label="{strings.shapes_by_line}">{items}</ul></details>'
    )


def describe(shape: Shape, strings: Strings) -> str:
    """Say a shape in words: `x (64, 10) or (32, 10) float32 cpu`."""
    first = shape.kinds[0]
    if all(_rest(kind) == _rest(first) for kind in shape.kinds):
        words = strings.either([*map(_size, shape.kinds)]) + _rest(first)
    else:
        words = strings.either([_size(kind) + _rest(kind) for kind in shape.kinds])
    if shape.cut:
        words += " …"
    if shape.low is not None and shape.high is not None:
        low, high = f"{shape.low:.4g}", f"{shape.high:.4g}"
        span = low if low == high else f"{low}~{high}"
        words += f", {strings.values_between(span, shape.again)}"
    if shape.sampled:
        words += f" {strings.shapes_sampled}"
    return f"{shape.name} {words}"


def _size(kind: Kind) -> str:
    return str(tuple(kind.shape))


def _rest(kind: Kind) -> str:
    """Tell a tensor by its device, anything else by its type."""
    parts = (kind.dtype, kind.device or kind.of)
    return "".join(f" {part}" for part in parts if part)
