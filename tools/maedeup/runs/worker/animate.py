"""Open figures of a cell -> figures, and what belongs together as one animation.

Together belong the frames of a matplotlib animation that is alive, and figures labelled
`name@value`: what changes from one to the next is what the reader is to see.
"""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from maedeup.runs.product import FEW_STILLS, Animation, Figure
from maedeup.runs.worker import figures
from maedeup.runs.worker.relayout import Plan
from maedeup.runs.worker.share import share

MAX_FRAMES = 24
"""Shown of an animation, evenly chosen, the first and the last among them."""

MAX_COUNTED = 2_000
"""Frames of an animation that are gone through at most: some never end."""

MAX_BYTES = 45_000
"""Of the SVG of all frames, with what they share counted once, compressed."""


def take(
    cell: str, namespace: Mapping[str, Any], shown: Any, before: int = 0
) -> list[tuple[Any, Figure | Animation]]:
    """Draw every open figure, close it, and give both in the order they were made.

    Args:
        cell: its name, for figures without a label.
        namespace: the snippet's variables.
        shown: the cell's last expression.
        before: how many figures the cell has shown already.

    Raises:
        MissingGlyphError: a character has no glyph; names the character and the label.
    """
    plt = sys.modules.get("matplotlib.pyplot")
    if plt is None:
        return []
    films = _find_films([*namespace.values(), shown])
    taken: list[tuple[Any, Figure | Animation]] = []
    families: dict[str, list[tuple[Any, str]]] = {}
    try:
        opened = []
        for count, number in enumerate(plt.get_fignums(), before + 1):
            figure = plt.figure(number)
            label = figure.get_label() or name(cell, count)
            opened.append((figure, label))
            base, mark, value = label.partition("@")
            if base and mark and value:
                families.setdefault(base, []).append((figure, label))
        for figure, label in opened:
            members = families.get(label.partition("@")[0], [])
            if figure in films:
                taken.append((figure, _film(films[figure], label)))
            elif len(members) < 2 or (figure, label) not in members:
                taken.append((figure, figures.draw(figure, label)))
            elif figure is members[0][0]:
                taken.append((figure, _family(members)))
    finally:
        plt.close("all")
    return taken


def name(cell: str, count: int) -> str:
    """Return the label of a cell's figure to which its author gave none."""
    return cell if count == 1 else f"{cell}-{count}"


def draw(figure: Any, label: str, namespace: Mapping[str, Any]) -> Figure | Animation:
    """Draw one figure as it is now; the figure of a film as that."""
    films = _find_films(namespace.values())
    return _film(films[figure], label) if figure in films else figures.draw(figure, label)


def is_open(figure: Any) -> bool:
    """Say whether pyplot holds a figure, so that it is shown when the cell ends."""
    plt = sys.modules.get("matplotlib.pyplot")
    return plt is not None and any(plt.figure(n) is figure for n in plt.get_fignums())


def figure_of(value: Any) -> Any:
    """Return the figure that an object is or stands for: seaborn's plots draw one when asked."""
    module = sys.modules.get("matplotlib.figure")
    kind = type(value)
    if kind.__module__ == "seaborn._core.plot" and kind.__name__ in ("Plot", "Plotter"):
        plotter = value.plot() if kind.__name__ == "Plot" else value
        return figures.with_own_fonts(plotter._figure)
    if module is not None and issubclass(kind, module.Figure):
        return value
    return None


PLOTTING = ("matplotlib", "mpl_toolkits")


def is_plot_part(value: Any, depth: int = 4) -> bool:
    """Say whether a value is a matplotlib object, or a collection of nothing else.

    A list may hold itself, so only some depth of it is looked at. What other libraries return
    along with a figure that they drew is no more than that.
    """
    kind: Any = type(value)
    if kind.__name__ == "ndarray" and value.dtype.kind == "O":
        value = list(value.flat)
    if isinstance(value, (list, tuple)) and value:
        return depth > 0 and all(is_plot_part(item, depth - 1) for item in value)
    if any(base.__module__.partition(".")[0] in PLOTTING for base in kind.__mro__):
        return not hasattr(kind, "_repr_png_")  # as a colour map has, which is in no figure
    module = sys.modules.get("matplotlib.figure")
    if kind.__repr__ is not object.__repr__ or module is None:
        return False
    held = (vars(value).get(name) for name in ("figure_", "_figure") if hasattr(value, "__dict__"))
    return any(isinstance(one, module.Figure) for one in held)


def _find_films(values: Iterable[Any]) -> dict[Any, Any]:
    """Return the animations among some objects, by their figure."""
    module = sys.modules.get("matplotlib.animation")
    if module is None:
        return {}
    return {value._fig: value for value in values if issubclass(type(value), module.Animation)}


def _family(members: list[tuple[Any, str]]) -> Animation:
    base = members[0][1].partition("@")[0]
    values = [label.partition("@")[2] for _, label in members]
    states = [_title(figure) for figure, _ in members]
    if "" in states or len(set(states)) < len(states):
        states = [
            value.replace("=", " = ") if "=" in value else f"{base} {value}" for value in values
        ]
    name = values[0].partition("=")[0] if all("=" in value for value in values) else base
    plans: list[Plan] = []
    frames = [figures.draw(figure, label, plans=plans) for figure, label in members]
    common, shared = _shared(frames)
    if _size(common, shared) > MAX_BYTES or any(frame.png for frame in frames):
        shared = [figures.draw(f, label, as_png=True, plans=plans) for f, label in members]
        common = ""
    narrow_common, shared = _shared_narrow(shared)
    return Animation(base, name, states, common, shared, 0, len(frames), narrow_common)


def _film(film: Any, label: str) -> Figure | Animation:
    """Go through the frames of a matplotlib animation and draw those that are shown.

    Over the budget it loses frames, down to the few that stand side by side; these are drawn again
    as PNG if they are too big still.
    """
    film._draw_was_started = True  # or it warns, when it goes, that nobody saw it
    count = sum(1 for _ in itertools.islice(film.new_saved_frame_seq(), MAX_COUNTED))
    if count < 2:
        return figures.draw(film._fig, label)
    wanted = pick(count, MAX_FRAMES)
    frames, titles = _draw_frames(film, label, wanted)
    common, shared = _shared(frames)
    while _size(common, shared) > MAX_BYTES and len(frames) > FEW_STILLS:
        kept = pick(len(frames), max(FEW_STILLS, len(frames) // 2))
        wanted, frames = [wanted[i] for i in kept], [frames[i] for i in kept]
        titles = [titles[i] for i in kept]
        common, shared = _shared(frames)
    if _size(common, shared) > MAX_BYTES or any(frame.png for frame in frames):
        wanted = pick(count, FEW_STILLS)
        shared, titles = _draw_frames(film, label, wanted, as_png=True)
        common = ""
    numbers: list[int] = []
    if "" in titles or len(set(titles)) < len(titles):
        titles, numbers = [], [number + 1 for number in wanted]
    interval = int(getattr(film, "_interval", 200)) * count // max(1, len(shared))
    narrow_common, shared = _shared_narrow(shared)
    return Animation(label, "", titles, common, shared, interval, count, narrow_common, numbers)


def _draw_frames(
    film: Any, label: str, wanted: list[int], as_png: bool = False
) -> tuple[list[Figure], list[str]]:
    """Return the wanted frames and their titles; stop at the first that turns out to be too big."""
    film._fig.canvas.draw_idle = lambda: None  # it would draw each frame for a screen
    film._init_draw()
    frames: list[Figure] = []
    titles: list[str] = []
    plans: list[Plan] = []
    for number, data in enumerate(itertools.islice(film.new_saved_frame_seq(), wanted[-1] + 1)):
        film._draw_next_frame(data, blit=False)
        if number in wanted:
            frames.append(figures.draw(film._fig, f"{label}@{number + 1}", as_png, plans))
            titles.append(_title(film._fig))
            if frames[-1].png and not as_png:
                break
    return frames, titles


def pick(count: int, most: int) -> list[int]:
    """Return at most `most` of the numbers below `count`, evenly, first and last among them."""
    if count <= most:
        return list(range(count))
    return [round(i * (count - 1) / (most - 1)) for i in range(most)]


def _title(figure: Any) -> str:
    """Return the title of a figure, or of the first of its axes that has one."""
    titles = [figure.get_suptitle(), *(axes.get_title() for axes in figure.axes)]
    return next((figures.plain(title) for title in titles if title), "")


def _shared(frames: list[Figure]) -> tuple[str, list[Figure]]:
    if any(frame.png for frame in frames):
        return "", frames
    common, rests = share([frame.svg for frame in frames])
    return common, [frame.with_svg(rest) for frame, rest in zip(frames, rests, strict=True)]


def _shared_narrow(frames: list[Figure]) -> tuple[str, list[Figure]]:
    """Share what the frames' drawings for phones have in common, where all are SVG."""
    narrow = [frame.narrow for frame in frames if frame.narrow is not None]
    if len(narrow) < len(frames):
        return "", [replace(frame, narrow=None) for frame in frames]
    common, rests = _shared(narrow)
    return common, [replace(frame, narrow=rest) for frame, rest in zip(frames, rests, strict=True)]


def _size(common: str, frames: list[Figure]) -> int:
    return figures.cost(common + "".join(frame.svg for frame in frames))
