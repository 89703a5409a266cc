"""What a matplotlib figure holds: the labels that are drawn, and panels in rows and columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Grid:
    """Panels that stand in rows and columns, each in one place."""

    rows: int
    columns: int
    panels: list[list[Any]]
    """The axes of each place, in reading order: twins share one."""


def texts(figure: Any) -> list[Any]:
    """Return all labels that are drawn; of the ticks, those within their axes."""
    from matplotlib.axis import Axis
    from matplotlib.text import Text

    others: list[Any] = []
    ticks: list[Any] = []

    def look(artist: Any) -> None:
        is_axes = hasattr(artist, "axison")
        if is_axes and not artist.get_visible():
            return
        for child in artist.get_children():
            if not (is_axes and isinstance(child, Axis)):
                look(child)
            elif artist.axison and child.get_visible():
                ticks.extend((child.label, child.get_offset_text()))
                drawn: list[Any] = child._update_ticks()  # type: ignore[attr-defined]
                ticks.extend(text for tick in drawn for text in (tick.label1, tick.label2))
        if isinstance(artist, Text):
            others.append(artist)

    look(figure)
    return [text for text in others + ticks if text.get_visible() and text.get_text().strip()]


def artists(artist: Any) -> Iterator[Any]:
    """Yield all that a figure is made of but its axes' numbers, whose ticks a look would make."""
    from matplotlib.axis import Axis

    if not isinstance(artist, Axis):
        for child in artist.get_children():
            yield from artists(child)
        yield artist


def find_grid(figure: Any) -> Grid | None:
    """Return the grid that all axes of a figure stand in, if they stand in a simple one."""
    places: dict[tuple[int, int], list[Any]] = {}
    grids = set()
    for axes in figure.axes:
        if axes.get_label() == "<colorbar>" and hasattr(axes, "_colorbar_info"):
            continue  # it follows its panels
        spec = axes.get_subplotspec()
        if spec is None or spec.rowspan.stop - spec.rowspan.start > 1 or len(spec.colspan) > 1:
            return None
        grids.add(spec.get_gridspec())
        places.setdefault((spec.rowspan.start, spec.colspan.start), []).append(axes)
    if len(grids) != 1 or figure.subfigs:
        return None
    (grid,) = grids
    if hasattr(grid, "_subplot_spec"):
        return None
    return Grid(grid.nrows, grid.ncols, [places[place] for place in sorted(places)])


def frame_inches(figure: Any) -> Iterator[float]:
    """Give, for each row of axes, what is not axes: titles, labels of axes and ticks."""
    boxes = [axes.get_position() for axes in figure.axes if axes.get_visible()]
    height = figure.get_figheight()
    yield height * max(0.0, 1 - max((box.height for box in boxes), default=1.0))
