"""Animations and big figures -> HTML: a scrubber, and pictures for both palettes.

All frames are in the page. Where nothing can move (no script, print) some stand side by side; where
it can, the style sheet shows one at full size from the start, so that nothing shifts when the
script takes over.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from maedeup.page.alternatives import states_of
from maedeup.page.pictures import image_path
from maedeup.page.questions import Animation, Figure, Strings

STEP_MS = 900
"""From one frame to the next while playing what is not in time."""
SHORTEST_MS, LONGEST_MS = 120, 1500


def picture(figure: Figure, url: Callable[[str], str], label: str, more: str = "") -> str:
    """Render a figure that is PNG: one image for each palette, of which the style hides one.

    A browser does not load the hidden one, since both are lazy.

    Args:
        figure: with `png`.
        url: gives a site's path as the page names it.
        label: the text alternative.
        more: classes of each image, each behind a space.
    """
    width, height = (round(points / 0.75) for points in (figure.width_pt, figure.height_pt))
    images = []
    for palette in ("light", "dark"):
        plain, fine = (url(image_path(figure.png[palette + m])) for m in ("", "-2x"))
        images.append(
            f'<img class="mp-svg mp-{palette}{more}" src="{plain}" srcset="{plain} 1x, {fine} 2x" '
            f'width="{width}" height="{height}" alt="{escape(label)}" loading="lazy">'
        )
    return "".join(images)


def scrubber(animation: Animation, frames: list[str], prefix: str, strings: Strings) -> str:
    """Render the frames of an animation with a slider, a play button and what state it is.

    Args:
        animation: what to show.
        frames: each one as HTML.
        prefix: of the ids of all frames, and of what they have in common.
        strings: of the site.
    """
    stills, states = animation.stills(), states_of(animation, strings)
    items = []
    for number, (frame, state) in enumerate(zip(frames, states, strict=True)):
        names = ["mp-still"] * (number in stills) + ["mp-now"] * (number == 0)
        items.append(
            f'<li class="{" ".join(names)}">{frame}'
            f'<span class="mp-state">{escape(state)}</span></li>'
        )
    count = len(items)
    first = escape(f"{states[0]}, 1/{count}")
    common = animation.common.replace("@@", prefix)
    shared = f'<svg class="mp-shared" aria-hidden="true"><defs>{common}</defs></svg>'
    few = ""
    if len(stills) < animation.n_frames:  # said where nothing moves
        some = strings.some_frames(len(stills), animation.n_frames)
        few = f'<p class="mp-few">{some}</p>'
    return (
        f'{shared if common else ""}<ol class="mp-frames">{"".join(items)}</ol>'
        f'<div class="mp-scrub" data-step="{_step(animation)}">'
        f'<button type="button" class="mp-play" aria-label="{strings.play}"></button>'
        f'<input type="range" min="1" max="{count}" value="1" autocomplete="off" '
        f'aria-label="{escape(animation.name or strings.frame)}" aria-valuetext="{first}">'
        f"<output>{first}</output></div>{few}"
    )


def _step(animation: Animation) -> int:
    if not animation.interval_ms:
        return STEP_MS
    return min(max(animation.interval_ms, SHORTEST_MS), LONGEST_MS)
