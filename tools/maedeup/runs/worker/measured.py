"""Have matplotlib find and measure once, while a figure is drawn, what it asks for again and again.

A layout asks each axis a dozen times for its ticks and each label for its size, and then the
drawing does; nothing changes in between but the places of plots. What is given is what was found,
as long as all that it was found by is the same.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any


@contextlib.contextmanager
def once(figure: Any) -> Iterator[None]:
    """Have ticks found and labels measured once."""
    with labels_once(), ticks_once(figure):
        yield


@contextlib.contextmanager
def ticks_once(figure: Any) -> Iterator[None]:
    """Have each axis of a figure find its ticks once for each size of its plot.

    Args:
        figure: of which nothing is changed inside but the places of its plots.
    """
    from matplotlib.axis import Axis, XAxis, YAxis

    plain = Axis._update_ticks  # type: ignore[attr-defined]
    known: dict[Any, tuple[Any, ...]] = {}

    def update_ticks(axis: Any) -> Any:
        state = _state_of(axis, (XAxis, YAxis)) if axis.get_figure(root=True) is figure else None
        if state is None:
            return plain(axis)
        before, *formatted, ticks = known.get(axis, (None, None, None, ()))
        if before != state or any(
            found is not now for found, now in zip(formatted, _formatted(axis), strict=True)
        ):
            ticks = plain(axis)
            known[axis] = (state, *_formatted(axis), ticks)
        return [*ticks]

    Axis._update_ticks = update_ticks  # type: ignore[attr-defined]
    try:
        yield
    finally:
        Axis._update_ticks = plain  # type: ignore[attr-defined]


def _state_of(axis: Any, kinds: tuple[type, ...]) -> tuple[Any, ...] | None:
    """Return what an axis finds its ticks by; None of other kinds, which have ways of their own."""
    state: list[Any] = []
    tools = (axis.major.locator, axis.major.formatter, axis.minor.locator, axis.minor.formatter)
    for one in dict.fromkeys((axis, *(tool.axis for tool in tools))):  # shared axes share tools
        if one is None:
            continue
        if type(one) not in kinds or one.axes.name == "3d":
            return None
        box = one.axes.bbox
        state += (one, *one.get_view_interval(), box.width, box.height, one._scale)
    return (*map(id, tools), axis.get_figure(root=True).dpi, *state)


def _formatted(axis: Any) -> tuple[Any, ...]:
    """Return what the axis' formatters wrote last, which may be of another axis' ticks."""
    return tuple(getattr(tool.formatter, "_locs", None) for tool in (axis.major, axis.minor))


@contextlib.contextmanager
def labels_once() -> Iterator[None]:
    """Have a label measured once for each way in which it stands."""
    from matplotlib.backends.backend_agg import RendererAgg
    from matplotlib.backends.backend_mixed import MixedModeRenderer
    from matplotlib.backends.backend_svg import RendererSVG
    from matplotlib.text import Annotation, Text

    plain = Text._get_layout  # type: ignore[attr-defined]
    known: dict[tuple[Any, ...], Any] = {}

    def get_layout(text: Any, renderer: Any) -> Any:
        if type(text) not in (Text, Annotation) or text.get_wrap():
            return plain(text, renderer)
        if type(renderer) is MixedModeRenderer:  # it draws with one of the others
            renderer = renderer._renderer
        is_known = type(renderer) in (RendererAgg, RendererSVG)  # alike ones measure alike
        ruler = (type(renderer), getattr(renderer, "dpi", None)) if is_known else (renderer,)
        state = (
            text.get_text(), hash(text.get_fontproperties()), text.get_usetex(),
            text.get_parse_math(), text._linespacing, text._get_multialignment(),
            text.get_rotation(), text.get_rotation_mode(), text._horizontalalignment,
            text._verticalalignment, text.get_figure(root=True).dpi, *ruler,
        )  # fmt: skip
        if state not in known:
            known[state] = plain(text, renderer)
        return known[state]

    Text._get_layout = get_layout  # type: ignore[attr-defined]
    try:
        yield
    finally:
        Text._get_layout = plain  # type: ignore[attr-defined]
