"""Colour bars that took a part of their plot's place -> bars beside it, as a layout wants them.

`colorbar` cuts the place of a plot in two where the figure has no layout yet. A constrained layout
can't work with that: the rows above and below a bar of full height have no height.
"""

from __future__ import annotations

from typing import Any


def beside_plots(figure: Any) -> list[tuple[Any, Any]]:
    """Return plots back the place that their colour bars cut; return what `put_back` takes."""
    before: list[tuple[Any, Any]] = []
    for bar in reversed(figure.axes):  # of two bars at one plot, the second cut what the first left
        spec = bar.get_subplotspec()
        if spec is None or not hasattr(bar, "_colorbar_info"):
            continue
        cut = spec.get_gridspec()
        for axes in figure.axes:  # a twin stands where its plot does
            own = axes.get_subplotspec()
            if own is not None and own.get_gridspec() is cut:
                before.append((axes, own))
                axes._subplotspec = None if axes is bar else cut._subplot_spec
    return before


def put_back(before: list[tuple[Any, Any]]) -> None:
    """Return plots and bars the places that they had."""
    for axes, spec in reversed(before):
        axes._subplotspec = spec
