"""A figure that is laid out for a phone: its size, its panels' places, its labels.

Labels keep their size. Panels that stood side by side stand one below the other where they have too
little room, and what is too long for its place is broken into lines.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from maedeup.runs.worker.measured import ticks_once
from maedeup.runs.worker.panels import Grid, find_grid, frame_inches, texts

SCREEN_PX = 358
"""What a phone of 390 pixels has for a figure."""

LEAST_PX = 9
"""Of a label on that screen."""

GAP_PX = 2
"""Between two labels that are told apart, at the figure's own 100 dots an inch."""

FLATTEST = 0.95
"""Height of a panel to its width, from which on it gets lower with the figure."""

LOWEST = (0.55, 0.8)
"""The same of panels that were put in other rows: in one column, and in more."""

MOST_GROWTH = 1.5
"""Times the height that a drawing that keeps its shape may have more, to fill the width."""

LEAST_PANEL_PT = 110
"""Width of a panel with numbers at its axes, below which panels rather stand one below another."""

BROKEN_PX = 4
"""Of labels that lie on each other, that a label within a panel broken once more is as bad as."""

LEAST_LINE = 0.35
"""Of a label's width, to which it is broken at most."""

HOPELESS_PX = 10
"""That a panel lacks in width, which no mending of labels gives it."""

LEGEND_SHARE = 0.2
"""Of a panel that a legend may cover, beyond which they do so too."""


@dataclass(frozen=True)
class Plan:
    """How a figure is laid out, for figures that belong together."""

    columns: int
    width_pt: float
    height_pt: float


class Layout:
    """A copy that is being laid out."""

    def __init__(self, figure: Any, columns: int, width_pt: float) -> None:
        self.figure, self.columns, self.width_pt = figure, columns, width_pt
        self.grid = find_grid(figure)
        self.n_broken = 0
        self._has_changed = False
        self.least_pt = 1.02 * LEAST_PX * width_pt / SCREEN_PX

    def plan(self) -> Plan:
        """Return how the copy is laid out."""
        return Plan(self.columns, self.width_pt, 72 * self.figure.get_figheight())

    def begin(self) -> bool:
        """Give the copy its size; say whether its panels may have room enough."""
        self._resize()
        self._settle()
        self._grow()
        return self._lacking() <= HOPELESS_PX

    def finish(self) -> float:
        """Give labels their places; return how bad it is: 0 where every label has one."""
        for _ in range(2):
            if not self._mend():
                break
            self._settle()
        self._trim()
        self.figure.set_layout_engine("none")  # it is done
        return self._faults()

    def follow(self, plan: Plan) -> Any:
        """Lay the copy out as another one was."""
        self._resize()
        self.figure.set_figheight(plan.height_pt / 72)
        self._settle()
        if self._mend():
            self._settle()
        self.figure.set_layout_engine("none")
        return self.figure

    def _resize(self) -> None:
        """Return the figure its width and a height to match, and its panels their new places."""
        figure, grid = self.figure, self.grid
        self._choose_engine()
        width, height = figure.get_size_inches()
        new_width = self.width_pt / 72
        rows, columns = (grid.rows, grid.columns) if grid else (1, 1)
        cell_width, cell_height = width / columns, height / rows
        if grid is not None and self.columns:
            columns = self.columns
            rows = math.ceil(len(grid.panels) / columns)
            self._flow(grid, rows, columns)
        scale = new_width / columns / cell_width
        if self._is_square():
            frame = min(cell_height, sum(frame_inches(figure)) / (grid.rows if grid else 1))
            new_height = frame + (cell_height - frame) * min(scale, 1.0)
        else:
            shape = max(cell_height / cell_width, FLATTEST) if scale <= 1 else LOWEST[columns > 1]
            new_height = min(cell_height, shape * new_width / columns)
        figure.set_size_inches(new_width, new_height * rows)
        for text in texts(figure):
            text.set_fontsize(max(text.get_fontsize(), self.least_pt))
        for axes in figure.axes:  # labels of ticks are made anew as ticks come and go
            for axis in (axes.xaxis, axes.yaxis):
                for which in ("major", "minor"):
                    size = axis.get_tick_params(which=which).get("labelsize")
                    if isinstance(size, int | float) and size < self.least_pt:
                        axis.set_tick_params(which=which, labelsize=self.least_pt)

    def _is_square(self) -> bool:
        """Say whether the panels keep their shape, as pictures do."""
        return any(axes.get_aspect() != "auto" for axes in self.figure.axes if axes.get_visible())

    def _choose_engine(self) -> None:
        engine = self.figure.get_layout_engine()
        name = "compressed" if self._is_square() else "constrained"
        if engine is None or type(engine).__name__ != "ConstrainedLayoutEngine" or self.columns:
            self.figure.set_layout_engine(name)

    def _flow(self, grid: Grid, rows: int, columns: int) -> None:
        """Put the panels into fewer columns, each with what it had from its neighbour."""
        from matplotlib.gridspec import GridSpec

        spec = GridSpec(rows, columns, figure=self.figure)
        firsts = {place[0].get_subplotspec().rowspan.start: place[0] for place in grid.panels[::-1]}
        olds = [place[0].get_subplotspec() for place in grid.panels]
        for number, (place, old) in enumerate(zip(grid.panels, olds, strict=True)):
            for axes in place:
                axes.set_subplotspec(spec[number // columns, number % columns])
            first, axes = firsts[old.rowspan.start], place[0]
            shares = axes.get_shared_y_axes().joined(axes, first)
            if number % columns == 0 and axes is not first and shares:
                labels = first.yaxis.get_tick_params().get("labelleft", True)
                axes.tick_params(axis="y", labelleft=labels)
                axes.yaxis.get_label().set_visible(True)
                axes.set_ylabel(axes.get_ylabel() or first.get_ylabel())

    def _settle(self) -> None:
        with ticks_once(self.figure):
            self.figure.draw_without_rendering()
        self.renderer = self.figure.canvas.get_renderer()

    def _box(self, artist: Any) -> Any:
        """Return the place of a label with the frame that it may have, or of another artist."""
        from matplotlib.transforms import Bbox

        box, frame = artist.get_window_extent(self.renderer), None
        if hasattr(artist, "get_bbox_patch"):
            frame = artist.get_bbox_patch()
        return box if frame is None else Bbox.union([box, frame.get_window_extent(self.renderer)])

    def _mend(self) -> bool:
        """Break what is too long into lines, and take apart labels of ticks that touch.

        Returns:
            Whether anything is another now, so that the layout may be.
        """
        figure, self._has_changed = self.figure, False
        wide = figure.bbox.width
        for text in (figure._suptitle, figure._supxlabel):
            if text is not None:
                self._wrap(text, wide - 8)
        for legend in (*figure.legends, *(axes.get_legend() for axes in figure.axes)):
            room = wide - 8 if legend in figure.legends else None
            if legend is not None:
                self._shorten(legend, room or min(wide - 8, self._room_of(legend.axes)))
        for axes in figure.axes:
            if not axes.get_visible():
                continue
            box = axes.get_window_extent(self.renderer)
            for title in (axes.title, axes._left_title, axes._right_title):
                self._wrap(title, self._room_of(axes))
            if axes.axison:
                self._wrap(axes.xaxis.label, self._room_of(axes))
                self._wrap(axes.yaxis.label, min(figure.bbox.height - 8, 1.25 * box.height))
                self._thin(axes)
        self._narrow_what_touches()
        return self._has_changed

    def _narrow_what_touches(self) -> None:
        """Break labels within panels that lie on others or reach beyond the figure."""
        free = [t for axes in self.figure.axes if axes.get_visible() for t in axes.texts]
        shown = [(text, self._box(text)) for text in texts(self.figure)]
        wide = self.figure.bbox.width
        for text, box in shown:
            if not any(text is one for one in free):
                continue
            beyond = max(0.0, -box.x0, box.x1 - wide)
            over = [_overlap(box, other)[0] for _, other in shown if other is not box]
            need = max([2 * beyond, *over])
            if need > 0:
                lines = text.get_text().count("\n")
                self._wrap(text, max(box.width - need - GAP_PX, LEAST_LINE * box.width))
                self.n_broken += text.get_text().count("\n") - lines

    def _room_of(self, axes: Any) -> float:
        """Return how wide a label in the middle of a panel may be."""
        box, wide = axes.get_window_extent(self.renderer), float(self.figure.bbox.width)
        middle = (box.x0 + box.x1) / 2
        spec = axes.get_subplotspec()
        columns = spec.get_gridspec().ncols / len(spec.colspan) if spec is not None else 1
        return float(min(2 * min(middle, wide - middle) - 4, 0.98 * wide / columns))

    def _wrap(self, text: Any, room: float) -> None:
        """Break a label into lines that have room."""
        said = text.get_text()
        upright = text.get_rotation() % 180 == 90

        def length(line: str) -> float:
            text.set_text(line)
            box = self._box(text)
            return float(box.height if upright else box.width)

        if not said.strip() or length(said) <= room:
            text.set_text(said)
            return
        out = []
        for whole in said.split("\n"):
            words = re.findall(r"(?:\$[^$]*\$|[^\s$])+", whole)
            lines = _lines(words, room, length)
            while len(lines) > 1 and room > 20:  # even lines: as narrow as as many lines can be
                room -= 4
                even = _lines(words, room, length)
                if len(even) > len(lines) or max(map(length, even)) > max(map(length, lines)):
                    break
                lines = even
            out += lines
        text.set_text("\n".join(out))
        self._has_changed |= text.get_text() != said

    def _shorten(self, legend: Any, room: float) -> None:
        """Write a legend in as few columns as have room."""
        columns = legend._ncols
        while columns > 1 and self._box(legend).width > room:
            columns -= 1
            legend.set_ncols(columns)
            self._rebuild(legend)
            self._has_changed = True
            self.figure.draw_without_rendering()

    @staticmethod
    def _rebuild(legend: Any) -> None:
        handles, labels = legend.legend_handles, [text.get_text() for text in legend.get_texts()]
        title = legend.get_title().get_text()
        legend._init_legend_box(handles, labels)
        legend._set_loc(legend._loc)
        legend.set_title(title or None)

    def _thin(self, axes: Any) -> None:
        """Have fewer numbers at the ticks of a fixed list, and slant words, where they touch."""
        from matplotlib.ticker import FixedLocator

        axis = axes.xaxis
        if axis.get_tick_params().get("labelbottom") is False:
            return
        shown = [t for t in axis.get_ticklabels() if t.get_visible() and t.get_text()]
        if not self._touching(shown) or not isinstance(axis.get_major_locator(), FixedLocator):
            return
        self._has_changed = True
        said = [label.get_text() for label in axis.get_ticklabels()]
        if all(re.fullmatch(r"[\s\d.,$\\{}^\-−+×e%mathdefault]*", one) for one in said):
            for step in (2, 3, 4, 5):
                kept = [one if n % step == 0 else "" for n, one in enumerate(said)]
                axis.set_ticks(axis.get_majorticklocs(), kept)
                if not self._touching([t for t in axis.get_ticklabels() if t.get_text()]):
                    return
        elif all(label.get_rotation() == 0 for label in shown):
            for label in shown:
                label.set(rotation=35, ha="right", rotation_mode="anchor")

    def _touching(self, labels: Iterable[Any]) -> bool:
        boxes = [self._box(label) for label in labels]
        return any(a.x1 + GAP_PX > b.x0 and b.x1 + GAP_PX > a.x0 for a, b in combinations(boxes, 2))

    def _grow(self) -> None:
        """Return a drawing that keeps its shape, and is alone in its row, the height to fill it."""
        panels = [axes for axes in self.figure.axes if axes.get_visible()]
        if len(panels) != 1 or not self._is_square():
            return
        growth = 0.95 * self.figure.bbox.width / panels[0].get_window_extent(self.renderer).width
        if growth > 1:
            height = self.figure.get_figheight() * min(growth, MOST_GROWTH)
            self.figure.set_figheight(min(height, self.figure.get_figwidth()))
            self._settle()

    def _trim(self) -> None:
        """Take away the height that nothing needs, as below pictures that are limited in width."""
        figure = self.figure
        if not self._is_square():
            return
        box = figure.get_tightbbox(self.renderer)
        blank = figure.get_figheight() - box.height - 0.16
        if blank > 0.1:
            figure.set_figheight(figure.get_figheight() - blank)
            self._settle()

    def _faults(self) -> float:
        """Return how much of the labels lies on others or beyond the figure."""
        faults = 0.0
        wide, high = self.figure.bbox.width, self.figure.bbox.height
        boxes = [self._box(text) for text in texts(self.figure)]
        for box in boxes:
            faults += max(0.0, -box.x0 - 1) + max(0.0, box.x1 - wide - 1)
            faults += max(0.0, -box.y0 - 1) + max(0.0, box.y1 - high - 1)
        for a, b in combinations(boxes, 2):
            across, along = _overlap(a, b)
            if along > GAP_PX:
                faults += max(1.0, min(across, along))
        return faults + self._cramped() + BROKEN_PX * self.n_broken

    def _cramped(self) -> float:
        """Return how much narrower than is good the panels with numbers or legends are."""
        missing = [self._lacking()]
        for axes in self._beside():
            box, legend = axes.get_window_extent(self.renderer), axes.get_legend()
            if legend is not None:
                over = self._box(legend)
                share = over.width * over.height / (box.width * box.height)
                missing.append((share - LEGEND_SHARE) * box.width)
        return max(missing)

    def _lacking(self) -> float:
        """Return how much narrower than is good the panels with numbers are."""
        widths = [
            axes.get_window_extent(self.renderer).width
            for axes in self._beside()
            if axes.axison and any(t.get_text() for t in axes.get_xticklabels())
        ]
        least = LEAST_PANEL_PT / 72 * self.figure.dpi
        return max([0.0, *(float(least - width) for width in widths)])

    def _beside(self) -> list[Any]:
        """Return the panels that stand beside others."""
        if self.grid is None or self.grid.columns == 1 or self.columns == 1:
            return []
        return [place[0] for place in self.grid.panels if place[0].get_visible()]


def _overlap(a: Any, b: Any) -> tuple[float, float]:
    """Return how far two boxes lie on each other across and along; nothing where they do not."""
    across = min(a.x1, b.x1) - max(a.x0, b.x0)
    along = min(a.y1, b.y1) - max(a.y0, b.y0)
    return (across, along) if across > -GAP_PX / 2 and along > GAP_PX else (0.0, 0.0)


def _lines(words: list[str], room: float, length: Callable[[str], float]) -> list[str]:
    """Put as many words in each line as have room."""
    out: list[str] = []
    for word in words:
        longer = f"{out[-1]} {word}" if out else word
        if out and length(longer) <= room:
            out[-1] = longer
        else:
            out.append(word)
    return out
