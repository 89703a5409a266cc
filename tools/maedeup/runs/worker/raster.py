"""A figure that is too big as SVG -> PNG for each palette, at one and two pixels to a pixel."""

from __future__ import annotations

import base64
import contextlib
import io
from collections.abc import Iterator
from typing import Any

from maedeup.runs.worker.colours import PALETTES, STYLE

PIXELS_PER_INCH = 96
"""Of CSS: one pixel of the smaller PNG for each pixel that the page gives the figure."""


def draw_pair(figure: Any) -> dict[str, str]:
    """Draw a figure as base64 PNGs, by name: `light`, `light-2x`, `dark`, `dark-2x`.

    Args:
        figure: the matplotlib figure, drawn each time with other colours and left as it was.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
    from matplotlib.colors import to_hex, to_rgba

    class Canvas(FigureCanvasAgg):
        """Draws with the colours of one palette."""

        def get_renderer(self) -> Any:
            width, height = self.get_width_height(physical=True)
            key = width, height, self.figure.dpi
            if key != getattr(self, "key", None):
                self.key, self.renderer = key, swapping(*key)
            return self.renderer

    own = figure.canvas
    images = {}
    try:
        for palette, values in PALETTES.items():
            colours = {STYLE[role]: to_rgba(colour) for role, colour in values.items()}
            swapping = _swapping(RendererAgg, colours, to_hex)
            Canvas(figure)
            for scale, mark in ((1, ""), (2, "-2x")):
                buffer = io.BytesIO()
                nothing = {"Software": None}  # no version, no date: the same bytes each time
                dpi = PIXELS_PER_INCH * scale
                with drawn_once(figure):
                    figure.savefig(buffer, format="png", dpi=dpi, metadata=nothing)
                images[palette + mark] = base64.b64encode(buffer.getvalue()).decode()
    finally:
        figure.set_canvas(own)
    return images


@contextlib.contextmanager
def drawn_once(figure: Any) -> Iterator[None]:
    """Have `savefig` lay out where it would draw for nothing before it draws.

    That is a third of its time. What is saved as tight as it was drawn needs both.
    """
    from matplotlib import rcParams

    engine = figure.get_layout_engine()

    def lay_out(renderer: Any) -> None:
        del figure.draw
        figure._get_draw_artists(renderer)  # sets the aspects of axes
        with contextlib.suppress(ValueError):  # as the draw does
            engine.execute(figure)

    if engine is not None and rcParams["savefig.bbox"] != "tight":
        figure.draw = lay_out
    try:
        yield
    finally:
        vars(figure).pop("draw", None)


def _swapping(base: Any, colours: dict[str, Any], to_hex: Any) -> Any:
    """Return the renderer class `base` with `colours` in the place of the style's.

    The renderer is where every colour passes, whichever artist it comes from, as in the SVG.
    """
    from matplotlib.backend_bases import GraphicsContextBase

    def swap(colour: Any) -> Any:
        if colour is None:
            return None
        new = colours.get(to_hex(colour[:3]))
        return colour if new is None else (*new[:3], *colour[3:])

    def swap_all(many: Any) -> Any:
        return [swap(tuple(row)) for row in many] if len(many) else many

    class Context(GraphicsContextBase):
        def set_foreground(self, fg: Any, isRGBA: bool = False) -> None:  # noqa: N803  # its name
            super().set_foreground(fg, isRGBA)
            self._rgb: Any = swap(self._rgb)

        def get_hatch_color(self) -> Any:
            return swap(super().get_hatch_color())

    class Renderer(base):  # type: ignore[misc]
        def new_gc(self) -> Any:
            return Context()

        def _update_methods(self) -> None:
            super()._update_methods()
            own: Any = self  # the base sets them, each time anew
            markers, collection = own.draw_markers, own.draw_path_collection

            def draw_markers(
                gc: Any, marker: Any, marker_trans: Any, path: Any, trans: Any, face: Any = None
            ) -> None:
                markers(gc, marker, marker_trans, path, trans, swap(face))

            def draw_path_collection(
                gc: Any, transform: Any, paths: Any, transforms: Any, offsets: Any,
                offset_trans: Any, faces: Any, edges: Any, *rest: Any, **named: Any,
            ) -> None:  # fmt: skip
                collection(
                    gc, transform, paths, transforms, offsets, offset_trans,
                    swap_all(faces), swap_all(edges), *rest, **named,
                )  # fmt: skip

            own.draw_markers, own.draw_path_collection = draw_markers, draw_path_collection

        def draw_path(self, gc: Any, path: Any, transform: Any, rgbFace: Any = None) -> None:  # noqa: N803
            super().draw_path(gc, path, transform, swap(rgbFace))

    return Renderer
