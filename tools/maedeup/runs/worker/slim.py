"""An SVG as matplotlib writes it -> the same drawing in fewer bytes.

matplotlib writes six decimals, a style for each marker and an outline for each empty patch. What
is dropped here no screen shows: a line keeps tenths of a point, which are eighths of a pixel.
"""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

DECIMALS = 1
"""Of a coordinate on the figure, in points."""

SHAPE_DECIMALS = 2
"""Of a shape that is defined once and drawn in many places, such as a marker: small and round."""

GLYPH_GRID = 16
"""Units of a glyph's 6,400 to its em that become one: a fiftieth of a pixel at a label's size."""

N_POINTS = {"M": 1, "L": 1, "Q": 2, "C": 3, "z": 0}
"""The commands that matplotlib writes, all absolute, and how many points each takes."""

MAX_PALETTE = 256

_NUMBER = r"-?\d*\.?\d+(?:e[-+]?\d+)?"

# Compiled where this is imported: a run that is forked need not.
_REFERENCE = re.compile(r'href="#@@([^"]+)|url\(#@@([^)]+)')
_ID = re.compile(r' id="@@([^"]+)"')
_EMPTY_PATH = re.compile(r'<path d="[^"]*"(?: clip-path="[^"]*")? style="fill: none"/>')
_EMPTY_GROUP = re.compile(r"<(g|defs)></\1>")
_PATH = re.compile(r"<path[^>]*>")
_USE = re.compile(r"<use[^>]*>")
_MOVED_GROUP = re.compile(r'<g[^>]* transform="translate[^>]*>')
_MARKERS = re.compile(r'<g((?: clip-path="[^"]*")?)>((?:<use[^>]*>)+)</g>')
_STYLE = re.compile(r' style="[^"]*"')
_AFTER_SIGN = re.compile(r"([:;]) ")
_IMAGE = re.compile(r"data:image/png;base64,\s*([\w+/=\s]+)")
_STEP = re.compile(rf"[A-Za-z]|{_NUMBER}")
_DATA = re.compile(r' d="([^"]*)"')
_PLACE = re.compile(rf' ([xy])="({_NUMBER})"')
_TRANSLATE = re.compile(rf"translate\(({_NUMBER}) ({_NUMBER})\)")
_MOVE = re.compile(r' transform="translate\((\S+) (\S+)\)"')
_GLYPH_SCALE = ' transform="scale(0.015625)"'  # 1/64


def slim(svg: str) -> str:
    """Return the same drawing in fewer bytes.

    Args:
        svg: one `<svg>` element as `figures.clean_svg` gives it.
    """
    svg = _EMPTY_PATH.sub("", without_idle_ids(svg))
    svg = _PATH.sub(_slim_element, svg)
    svg = _USE.sub(lambda m: _as_position(_slim_places(m[0])), svg)
    svg = _MOVED_GROUP.sub(lambda m: _slim_places(m[0]), svg)
    svg = _MARKERS.sub(_hoist_style, svg)
    svg = _STYLE.sub(lambda m: _AFTER_SIGN.sub(r"\1", m[0]), svg)
    svg = _IMAGE.sub(_slim_image, svg)
    while (less := _EMPTY_GROUP.sub("", svg)) != svg:
        svg = less
    return svg


def without_idle_ids(svg: str) -> str:
    """Drop ids that nothing refers to: most only count the artists, so that alike parts differ."""
    used = {a or b for a, b in _REFERENCE.findall(svg)}
    return _ID.sub(lambda m: m[0] if m[1] in used else "", svg)


@lru_cache(1024)
def slim_path(data: str, decimals: int, grid: int = 1) -> str:
    """Write path data in relative commands.

    Each point is rounded where it is and not as a step, so that errors do not add up.

    Args:
        data: commands of `N_POINTS`; text with others stays.
        decimals: kept of each coordinate.
        grid: what one unit of the result stands for.
    """
    parts = _STEP.findall(data)
    if not set(filter(str.isalpha, parts)) <= set(N_POINTS):
        return data
    out: list[str] = []
    at = start = (0, 0)
    last, position, scale = "", 0, 10**decimals / grid
    while position < len(parts):
        command = parts[position]
        end = position + 1 + 2 * N_POINTS[command]
        numbers = [round(float(number) * scale) for number in parts[position + 1 : end]]
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        steps = [n for x, y in points for n in (x - at[0], y - at[1])]
        position, at, letter = end, points[-1] if points else start, command.lower()
        if command == "M":
            start = at
        elif command == "L" and 0 in steps:
            if steps == [0, 0] and last != "m":  # after a move it is a dot
                continue
            letter, steps = ("h", steps[:1]) if steps[1] == 0 else ("v", steps[1:])
        text = "".join(_number(step, decimals) for step in steps)
        # A command that goes on is not said again, nor are lines after a move.
        goes_on = letter in (last, "l" if last == "m" else "") and letter not in "mz"
        out.append(text if goes_on else letter + text.lstrip())
        last = letter
    return "".join(out)


@lru_cache(4096)
def _number(value: int, decimals: int) -> str:
    """Write `value / 10**decimals` as it may follow another number."""
    text = f"{abs(value) / 10**decimals:.{decimals}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if text.startswith("0."):
        text = text[1:]
    return f"-{text}" if value < 0 else f" {text}"


def _slim_element(found: re.Match[str]) -> str:
    path, decimals, grid = found[0], DECIMALS, 1
    if _GLYPH_SCALE in path:
        path = path.replace(_GLYPH_SCALE, f' transform="scale({GLYPH_GRID / 64:g})"')
        decimals, grid = 0, GLYPH_GRID
    elif ' id="' in path:
        decimals = SHAPE_DECIMALS
    return _DATA.sub(lambda m: f' d="{slim_path(m[1], decimals, grid)}"', path)


def _slim_places(element: str) -> str:
    """Round where something stands; how big it is stays."""

    def short(text: str) -> str:
        return _number(round(float(text) * 10**DECIMALS), DECIMALS).strip()

    element = _PLACE.sub(lambda m: f' {m[1]}="{short(m[2])}"', element)
    return _TRANSLATE.sub(lambda m: f"translate({short(m[1])} {short(m[2])})", element)


def _as_position(use: str) -> str:
    """Write what only moves a `<use>` as its `x` and `y`."""

    def position(found: re.Match[str]) -> str:
        named = zip("xy", found.groups(), strict=True)
        return "".join(f' {name}="{value}"' for name, value in named if value != "0")

    return _MOVE.sub(position, use)


def _hoist_style(found: re.Match[str]) -> str:
    """Say a style that all markers of a group have once."""
    attributes, uses = found.groups()
    styles = _STYLE.findall(uses)
    if len(styles) != uses.count("<use") or len(set(styles)) > 1:
        return found[0]
    return f"<g{attributes}{styles[0]}>{uses.replace(styles[0], '')}</g>"


def _slim_image(found: re.Match[str]) -> str:
    """Write an image anew without loss; matplotlib has all in full colour with transparency."""
    from PIL import Image

    data = base64.b64decode(found[1])
    with Image.open(io.BytesIO(data)) as image:
        data = min([data, *_written(image.convert("RGBA"))], key=len)
    return f"data:image/png;base64,{base64.b64encode(data).decode()}"


def _written(image: Any) -> Iterator[bytes]:
    """Yield an image as PNG in each of the ways that keep all of it."""
    ways = [image]
    if image.getextrema()[3] == (255, 255):  # opaque
        plain = image.convert("RGB")
        ways.append(plain)
        colours = [colour for _, colour in plain.getcolors(MAX_PALETTE) or []]
        if colours and all(red == green == blue for red, green, blue in colours):
            ways.append(plain.getchannel("R"))
        if colours:
            ways.append(_with_palette(plain, sorted(colours, key=lambda c: (sum(c), c))))
    for way in ways:
        buffer = io.BytesIO()
        way.save(buffer, "png", optimize=True)
        yield buffer.getvalue()


def _with_palette(image: Any, colours: list[tuple[int, int, int]]) -> Any:
    """Write each pixel as the place of its colour, which lie from dark to light as neighbours do.

    Args:
        image: RGB.
        colours: all that it has.
    """
    from PIL import Image

    pixels = image.tobytes()
    places = {bytes(colour): place for place, colour in enumerate(colours)}
    numbers = bytes(places[pixels[at : at + 3]] for at in range(0, len(pixels), 3))
    palette = Image.frombytes("P", image.size, numbers)
    palette.putpalette(b"".join(map(bytes, colours)))
    return palette
