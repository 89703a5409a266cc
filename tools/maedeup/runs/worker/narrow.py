"""An open matplotlib figure -> a copy of it for phones, laid out anew.

Shrunk to a phone, the labels of a figure of seven inches are too small to read. So the copy is as
wide as a phone and its labels keep their size; `relayout` does the work. The run's own figure is
never touched.
"""

from __future__ import annotations

import io
import pickle
import warnings
from collections.abc import Iterator
from types import FunctionType
from typing import Any

from maedeup.runs.worker.colour_bars import beside_plots
from maedeup.runs.worker.panels import Grid, find_grid, texts
from maedeup.runs.worker.relayout import LEAST_PX, SCREEN_PX, Layout, Plan

WIDTHS_PT = (348, 398)
"""Of the copy: the second makes all that may be smaller smaller, if the first has no room."""


def is_needed(figure: Any) -> bool:
    """Say whether the smallest label of a figure is too small on a phone."""
    sizes = [text.get_fontsize() for text in texts(figure)]
    width_pt = 72 * figure.get_figwidth()
    return bool(sizes) and min(sizes) * min(4 / 3, SCREEN_PX / width_pt) < LEAST_PX


def narrowed(figure: Any, plan: Plan | None = None) -> tuple[Any, Plan] | None:
    """Return a copy of a figure for phones and how it is laid out; None where it cannot be copied.

    Args:
        figure: stays as it is.
        plan: of a figure that this one belongs to: both get the same size.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what there is to say was said of the figure itself
            data, kept = _frozen(figure)
            if plan is not None:
                return Layout(_thawed(data, kept), plan.columns, plan.width_pt).follow(plan), plan
            layout = _best(data, kept, find_grid(figure))
    except (pickle.PicklingError, TypeError, AttributeError, RuntimeError, ValueError):
        return None
    return layout.figure, layout.plan()


def _best(data: bytes, kept: list[Any], grid: Grid | None) -> Layout:
    """Return the layout that changes least of those where every label has its place."""
    tried: list[tuple[float, int, Layout]] = []
    without_room: list[tuple[int, Layout]] = []
    for number, (columns, width_pt) in enumerate(_ways(grid)):
        layout = Layout(_thawed(data, kept), columns, width_pt)
        if not layout.begin():
            without_room.append((number, layout))
            continue
        tried.append((layout.finish(), number, layout))
        if tried[-1][0] <= 0:
            return layout
    tried += [(layout.finish(), number, layout) for number, layout in without_room]
    return min(tried)[2]


_given: list[Any] = []
"""What the figure that is thawed just now refers to."""


def _give(number: int) -> Any:
    return _given[number]


def _frozen(figure: Any) -> tuple[bytes, list[Any]]:
    """Return a figure as data, and what it refers to that cannot be data, such as a lambda."""
    kept: list[Any] = []

    class Pickler(pickle.Pickler):
        def reducer_override(self, thing: Any) -> Any:
            if not isinstance(thing, FunctionType | type) or thing is _give:
                return NotImplemented
            kept.append(thing)
            return _give, (len(kept) - 1,)

    buffer, canvas = io.BytesIO(), figure.canvas
    manager = canvas.manager
    canvas.manager = None  # or the copy becomes one of the run's open figures
    try:
        Pickler(buffer).dump(figure)
    finally:
        canvas.manager = manager
    return buffer.getvalue(), kept


def _thawed(data: bytes, kept: list[Any]) -> Any:
    """Return a new figure of what `_frozen` gave, with the canvas that measures text."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    _given[:] = kept
    try:
        figure = pickle.loads(data)
    finally:
        _given.clear()
    FigureCanvasAgg(figure)
    beside_plots(figure)
    return figure


def _ways(grid: Grid | None) -> Iterator[tuple[int, float]]:
    """Yield numbers of columns (0: as it is) and widths, what changes least first."""
    columns = []
    if grid is not None and _may_flow(grid):
        n = len(grid.panels)
        columns = [c for c in range(grid.columns - 1, 0, -1) if n % c == 0 or c == (n + 1) // 2 > 2]
    for number in (0, *columns):
        yield number, WIDTHS_PT[0]
    yield 0, WIDTHS_PT[1]
    for number in columns[-1:]:
        yield number, WIDTHS_PT[1]


def _may_flow(grid: Grid) -> bool:
    """Say whether the panels say the same in other rows: in one row, or each with its own title."""
    titled = all(any(axes.get_title() for axes in place) for place in grid.panels)
    return grid.columns > 1 and (grid.rows == 1 or titled)
