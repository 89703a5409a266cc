"""Open matplotlib figures -> one deterministic SVG each, coloured by CSS variables."""

from __future__ import annotations

import contextlib
import dataclasses
import io
import logging
import re
import warnings
import zlib
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from maedeup.runs.product import Figure, Plot
from maedeup.runs.worker import (
    colour_bars,
    colours,
    measured,
    narrow,
    panels,
    raster,
    relayout,
    slim,
)

STYLE = Path(__file__).with_name("figure.mplstyle")

MAX_SVG_BYTES = 30_000
"""Compressed, as it travels. A page holds an SVG in itself, so a reader waits for it: what is
bigger becomes files of its own, as PNG."""

MOST_OF_PICTURES = 8
"""Times that size: what matplotlib's own pictures may take, which are written anew without loss."""

MIN_CELL_PIXELS = 1.5
"""Of a cell of an image that is drawn as it is; phones show figures at two thirds of their size."""

# Compiled where this is imported: a run that is forked need not.
_METADATA = re.compile(r"\s*<metadata>.*?</metadata>", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->\s*", re.DOTALL)
_ID = re.compile(r'\bid="')
_LINK = re.compile(r'(xlink:href|href)="#')
_COLOUR = re.compile("|".join(colours.ROLES))
_SPACE = re.compile(r">\s+<")
_INDENT = re.compile(r"\n\s*")
_PICTURE = re.compile(r"data:image/png;base64,([^\"]+)")
_MATH = re.compile(r"\$([^$]*)\$")
_UPRIGHT = re.compile(r"\\(?:mathrm|mathbf|mathit|text|operatorname)\{([^}]*)\}")

FONT_PACKAGE = "koreanize-matplotlib"
HANGUL_FONT = "NanumGothic.ttf"


class MissingGlyphError(Exception):
    """A label holds a character that no font of the style can draw."""

    def __init__(self, message: str, fonts: list[str]) -> None:
        super().__init__(message)
        self.fonts = fonts
        """That were asked for and are not here."""


@cache
def prepare() -> None:
    """Make matplotlib know the Hangul font and the palette's own `k` and `w`, once a process."""
    from matplotlib import colors, font_manager

    font = find_hangul_font()
    if font is not None and not any(f.fname == str(font) for f in font_manager.fontManager.ttflist):
        font_manager.fontManager.addfont(str(font))
    # `k` and `w` mean ink and paper and follow the palette; `black` and `white` stay what they are.
    for letter, role in (("k", "ink"), ("w", "paper")):
        colors.get_named_colors_mapping()[letter] = colors.to_rgb(colours.STYLE[role])
    _write_exponents_in_the_math_font()


def rehearse() -> None:
    """Draw a figure for nothing: what matplotlib finds out at its first, each fork has then.

    Without mathematics, whose answers hold open fonts, and beside pyplot, which counts figures.
    """
    from matplotlib import font_manager
    from matplotlib.figure import Figure as Drawn

    figure = Drawn(figsize=(4, 3))
    axes = figure.subplots()
    axes.plot([0, 1], label="a")
    axes.set(title="0", xlabel="x", ylabel="y")
    axes.legend()
    draw(figure, "")
    font_manager._get_font.cache_clear()  # type: ignore[attr-defined]  # a fork must open its own


def find_fonts() -> None:
    """Find the files of the style's fonts: to ask where they are costs more than to read them."""
    from matplotlib import font_manager, rcParams

    if find_hangul_font() is None:
        return  # matplotlib says what is missing: to the run that draws
    settings: Any = rcParams
    for what in ("font.size", "axes.titlesize", "axes.labelsize", "xtick.labelsize"):
        properties = font_manager.FontProperties(size=settings[what])
        font_manager.get_font(font_manager.fontManager._find_fonts_by_props(properties))
    font_manager._get_font.cache_clear()  # type: ignore[attr-defined]  # a fork must open its own


def _write_exponents_in_the_math_font() -> None:
    """Let mathtext write `\\mathdefault`, as the ticks of log axes have it, like other mathematics.

    It would take the text font, alone and without its fallbacks, and the Hangul font has no minus.
    """
    from matplotlib import mathtext

    plain_parse = mathtext.MathTextParser.parse

    def parse(self: Any, s: str, *args: Any, **kwargs: Any) -> Any:
        return plain_parse(self, s.replace(r"\mathdefault", r"\mathrm"), *args, **kwargs)

    if plain_parse.__module__ != __name__:
        mathtext.MathTextParser.parse = parse  # type: ignore[method-assign]  # its only seam


class _Listener(logging.Handler):
    """Collects what mathtext says about glyphs; it logs where text warns."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one message."""
        self.messages.append(record.getMessage())


def with_own_fonts(figure: Any) -> Any:
    """Return a figure of a library that has a style of its own, with fonts that have Hangul."""
    from matplotlib.text import Text

    for text in figure.findobj(Text):
        text.set_fontfamily("sans-serif")
    return figure


def find_hangul_font() -> Path | None:
    """Return the font file that the package `FONT_PACKAGE` carries.

    Its import needs the removed `distutils`; only the file is wanted. Found as an import would
    find it: a search of the installed metadata would list the snippet's folder.
    """
    spec = find_spec(FONT_PACKAGE.replace("-", "_"))
    for folder in (spec and spec.submodule_search_locations) or ():
        file = Path(folder, "fonts", HANGUL_FONT)
        if file.is_file():
            return file
    return None


def draw(
    figure: Any, label: str, as_png: bool = False, plans: list[relayout.Plan] | None = None
) -> Figure:
    """Draw one figure, and once more for phones where its labels would be too small there.

    Args:
        figure: stays as it is.
        label: its name.
        as_png: whether it is to be PNG, however small it would be.
        plans: what the figures of one animation share: the layout of the first for phones.
    """
    with measured.once(figure), _laid_out(figure):
        wide = _draw(figure, label, as_png)
        plan = plans[0] if plans else None
        found = narrow.narrowed(figure, plan) if narrow.is_needed(figure) else None
    if found is None:
        return wide
    copy, plan = found
    if plans == []:
        plans.append(plan)
    with measured.once(copy):
        return dataclasses.replace(wide, narrow=_draw(copy, label, as_png))


@contextlib.contextmanager
def _laid_out(figure: Any) -> Iterator[None]:
    """Have a figure whose layout its author left open lay itself out, so that no label is cut."""
    from matplotlib.gridspec import SubplotParams

    specs = [axes.get_subplotspec() for axes in figure.axes]
    grids = [spec.get_topmost_subplotspec().get_gridspec() for spec in specs if spec is not None]
    is_open = (
        figure.get_layout_engine() is None
        and vars(figure.subplotpars) == vars(SubplotParams())
        and all(
            getattr(grid, side, None) is None
            for grid in grids
            for side in ("left", "right", "bottom", "top")
        )
    )
    kept = [(axes, axes.get_position(original=True), axes.get_position()) for axes in figure.axes]
    bars = colour_bars.beside_plots(figure) if is_open else []
    if is_open:
        figure.set_layout_engine("constrained")
    try:
        yield
    finally:
        colour_bars.put_back(bars)
        if is_open:
            figure._layout_engine = None  # what `set_layout_engine` gives is no way back
            for axes, original, active in kept:
                axes._set_position(original, "original")
                axes._set_position(active, "active")


def _draw(figure: Any, label: str, as_png: bool) -> Figure:
    """Draw a figure as SVG; as PNGs, light and dark, where that would be too big or if asked to.

    The figure's own canvas stays the ordinary one (agg), which some libraries measure text with.
    """
    from matplotlib import rc_context

    buffer = io.StringIO()
    listener, logger = _Listener(), logging.getLogger("matplotlib.mathtext")
    logger.addHandler(listener)
    _keep_pixels(figure)
    try:
        # Settings taken back to matplotlib's own would name clips and markers at random.
        with (
            warnings.catch_warnings(record=True) as caught,
            rc_context({"svg.hashsalt": "maedeup"}),
        ):
            warnings.simplefilter("always")
            with raster.drawn_once(figure):
                figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    finally:
        logger.removeHandler(listener)
    for message in [*(str(warning.message) for warning in caught), *listener.messages]:
        if found := re.search(r"Glyph (\d+) .*missing from|a glyph for .* \[U\+(\w+)\]", message):
            character = chr(int(found[2], 16) if found[2] else int(found[1]))
            fonts = _missing_fonts(figure, character)
            asked = f"; not installed: {', '.join(fonts)}" if fonts else ""
            raise MissingGlyphError(
                f"no font has the character {character!r} (U+{ord(character):04X}) "
                f"in figure {label!r}: {_find_text(figure, character)}{asked}",
                fonts,
            )
    width, height = (72 * inches for inches in figure.get_size_inches())
    title, plots = describe(figure)
    text = min((text.get_fontsize() for text in panels.texts(figure)), default=0.0)
    svg, drawn = "", buffer.getvalue()
    if not (as_png or _is_hopeless(drawn)):
        svg = slim.slim(clean_svg(drawn))
    if not svg or cost(svg) > MAX_SVG_BYTES:
        pair = raster.draw_pair(figure)
        return Figure(label, "", title, width, height, pair, text, plots=plots)
    return Figure(label, svg, title, width, height, text_pt=text, plots=plots)


def _is_hopeless(svg: str) -> bool:
    """Say whether an SVG holds pictures that no encoding makes small enough; trying takes long."""
    return sum(map(len, _PICTURE.findall(svg))) > MOST_OF_PICTURES * MAX_SVG_BYTES


def cost(svg: str) -> int:
    """Return the bytes that an SVG adds to a page on its way to a reader."""
    return len(zlib.compress(svg.encode()))


def _keep_pixels(figure: Any) -> None:
    """Have small arrays drawn cell by cell, sharp at any size, and not as a grid that is scaled.

    matplotlib does so for `interpolation="none"`. What is shown smaller than it is, such as a
    photograph, is better scaled once, and an interpolation that the author chose stays.
    """
    from matplotlib.image import AxesImage

    for image in panels.artists(figure):
        if not isinstance(image, AxesImage):
            continue
        is_plain = image.get_interpolation() in ("nearest", "auto", "antialiased")
        if is_plain and image.get_array() is not None:
            (rows, columns), extent = image.get_size(), image.get_window_extent()
            inches = min(abs(extent.height) / rows, abs(extent.width) / columns) / figure.dpi
            if inches * raster.PIXELS_PER_INCH >= MIN_CELL_PIXELS:
                image.set_interpolation("none")


def clean_svg(svg: str) -> str:
    """Return the `<svg>` element alone, ids prefixed with `@@`, the style's colours as variables.

    The prefix becomes unique for each place where the page shows the figure.
    """
    svg = svg[svg.index("<svg") :]
    svg = _SPACE.sub("><", _COLOUR.sub(_as_variable, _COMMENT.sub("", _METADATA.sub("", svg))))
    svg = _LINK.sub(r'\1="#@@', _ID.sub('id="@@', svg)).replace("url(#", "url(#@@")
    return _INDENT.sub("\n", svg).strip()


def _as_variable(found: re.Match[str]) -> str:
    return f"var(--mp-{colours.ROLES[found[0]]},{found[0]})"


def describe(figure: Any) -> tuple[str, list[Plot]]:
    """Return a figure's title, and title, axes, ranges and legend of each of its plots."""
    plots = []
    for axes in figure.axes:
        if axes.get_label() == "<colorbar>" or not axes.get_visible():
            continue
        x, y = (
            [plain(label), *(_as_on(axis, limit) for limit in sorted(limits))]
            if label and axes.axison
            else []
            for axis, label, limits in (
                (axes.xaxis, axes.get_xlabel(), axes.get_xlim()),
                (axes.yaxis, axes.get_ylabel(), axes.get_ylim()),
            )
        )
        legend = axes.get_legend()
        entries = [plain(t.get_text()) for t in legend.get_texts()] if legend is not None else []
        plot = Plot(plain(axes.get_title()), x, y, entries)
        if plot.title or x or y or entries:
            plots.append(plot)
    return plain(figure.get_suptitle()), plots


def _as_on(axis: Any, number: float) -> str:
    """Write a number as the author's own formatter writes it on that axis, if there is one."""
    from matplotlib.ticker import FuncFormatter

    formatter = axis.get_major_formatter()
    if isinstance(formatter, FuncFormatter):
        try:
            return plain(str(formatter(number)))
        except Exception:  # the author's function, and it may be one of a tick's place alone
            pass
    return f"{number:.3g}"


def plain(text: str) -> str:
    """Return a label without mathtext marks."""
    text = _UPRIGHT.sub(r"\1", _MATH.sub(r"\1", text))
    return " ".join(text.replace("\\", "").split())


def _find_text(figure: Any, character: str) -> str:
    from matplotlib.text import Text

    for artist in figure.findobj(Text):
        if character in artist.get_text():
            return repr(artist.get_text())
    return "a label"


def _missing_fonts(figure: Any, character: str) -> list[str]:
    """Return the fonts that were asked for, for a text with that character, and are not here."""
    from matplotlib import font_manager, rcParams
    from matplotlib.text import Text

    known = {font.name for font in font_manager.fontManager.ttflist}
    missing: dict[str, None] = {}
    settings: Any = rcParams
    for artist in figure.findobj(Text):
        if character in artist.get_text():
            asked = [
                name
                for family in artist.get_fontfamily()
                for name in settings.get(f"font.{family}", [family])
            ]
            # Of a list to choose from, as styles have it, one is enough: then nothing is missing.
            if not known.intersection(asked):
                missing |= dict.fromkeys(asked)
    return list(missing)
