"""Figures as SVG files, which know both palettes: thumbnails, heavy ones, and those for phones."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from html import escape

from maedeup.page.apart import MOST_SVG
from maedeup.page.questions import Animation, Drawing, Figure, css_variables

FOLDER = "assets/figures"


def svg_file(svg: str) -> str:
    """Return an SVG as a file, which has the colours of the page that shows it.

    A browser asks a picture's style sheet with the colour scheme of the element that shows it.
    """
    style = (
        f"<style>@media (prefers-color-scheme: dark) {{svg {{{css_variables('dark')}}}}}</style>"
    )
    return svg.replace("@@", "").replace(">", f">{style}", 1)


def drawing_files(drawing: Drawing) -> dict[str, str]:
    """Return the files of a figure's drawings that are SVG, by their path in the site.

    Those for phones, and one that is too heavy to stand in the page.
    """
    files = narrow_files(drawing)
    if isinstance(drawing, Figure) and len(drawing.svg) > MOST_SVG:
        text = svg_file(drawing.svg)
        files[_path(text)] = text
    return files


def heavy_picture(
    figure: Figure, url: Callable[[str], str], label: str, kind: str, style: str
) -> str:
    """Return the image of a drawing that is a file, or '' for one that is light.

    Args:
        figure: whose drawing to show.
        url: gives a site's path as the page names it.
        label: the text alternative.
        kind: more classes, each behind a space.
        style: an attribute, or ''.
    """
    if len(figure.svg) <= MOST_SVG:
        return ""
    size = _size(figure.width_pt, figure.height_pt)
    return (
        f'<img class="mp-svg{kind}"{style} src="{url(_path(svg_file(figure.svg)))}" {size} '
        f'alt="{escape(label)}" loading="lazy">'
    )


def narrow_files(drawing: Drawing) -> dict[str, str]:
    """Return the files of a figure's drawings for phones that are SVG, by their path in the site.

    Frames that share what they have in common are one file, one below the other.
    """
    if isinstance(drawing, Animation) and _is_strip(drawing):
        return {_path(text := _strip(drawing)): text}
    figures = drawing.frames if isinstance(drawing, Animation) else [drawing]
    texts = (svg_file(f.narrow.svg) for f in figures if f.narrow is not None and f.narrow.svg)
    return {_path(text): text for text in texts}


def narrow_picture(figure: Figure, url: Callable[[str], str], label: str) -> str:
    """Return the image of a drawing for phones, which the style sheet shows there alone.

    A file of its own, so that it costs a wide screen nothing: what is hidden and lazy is not
    loaded.
    """
    if figure.narrow is None:
        return ""
    ((path, _),) = narrow_files(figure).items()
    size = _size(figure.narrow.width_pt, figure.narrow.height_pt)
    return (
        f'<img class="mp-svg mp-narrow" src="{url(path)}" {size} alt="{escape(label)}" '
        'loading="lazy">'
    )


def narrow_frames(
    animation: Animation, url: Callable[[str], str], labels: list[str]
) -> list[str] | None:
    """Return, for each frame, the part of the one file that is its drawing for phones, if any is.

    Args:
        animation: whose frames.
        url: gives a site's path as the page names it.
        labels: each frame's text alternative.
    """
    if not _is_strip(animation):
        return None
    ((path, _),) = narrow_files(animation).items()
    width, height = _frame_size(animation)
    n = len(animation.frames)
    return [
        f'<span class="mp-narrow mp-strip" style="aspect-ratio:{width:g}/{height:g};'
        f'width:{width / 0.75:.0f}px"><img class="mp-svg" src="{url(path)}" '
        f'{_size(width, height * n)} alt="{escape(label)}" loading="lazy" '
        f'style="transform:translateY({-100 * number / n:.4f}%)"></span>'
        for number, label in enumerate(labels)
    ]


def _is_strip(animation: Animation) -> bool:
    return all(frame.narrow is not None and frame.narrow.svg for frame in animation.frames)


def _frame_size(animation: Animation) -> tuple[float, float]:
    narrow = [frame.narrow for frame in animation.frames if frame.narrow is not None]
    return max(f.width_pt for f in narrow), max(f.height_pt for f in narrow)


def _strip(animation: Animation) -> str:
    width, height = _frame_size(animation)
    frames = [frame.narrow.svg for frame in animation.frames if frame.narrow is not None]
    placed = []
    for number, svg in enumerate(frames):
        opening, _, rest = svg.partition(">")
        opening = re.sub(r' (?:width|height|y)="[^"]*"', "", opening)
        place = f' y="{number * height:g}" width="{width:g}" height="{height:g}"'
        placed.append(f"{opening}{place}>{rest}")
    return svg_file(
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'{_size(width, height * len(frames))} viewBox="0 0 {width:g} {height * len(frames):g}">'
        f"<defs>{animation.narrow_common}</defs>{''.join(placed)}</svg>"
    )


def _size(width_pt: float, height_pt: float) -> str:
    return f'width="{width_pt / 0.75:.0f}" height="{height_pt / 0.75:.0f}"'


def _path(text: str) -> str:
    return f"{FOLDER}/{hashlib.sha256(text.encode()).hexdigest()[:20]}.svg"
