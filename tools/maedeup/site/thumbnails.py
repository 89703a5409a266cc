"""Figures as files: thumbnails that know both palettes."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from maedeup.runs.product import Figure

STYLES = Path(__file__).parents[1] / "theme" / "styles" / "base.css"


def thumbnail(figure: Figure) -> str:
    """Give a figure as an SVG file, which has the colours of the page that shows it.

    A browser asks a picture's style sheet with the colour scheme of the element that shows it.
    """
    style = f"<style>@media (prefers-color-scheme: dark) {{svg {{{_dark()}}}}}</style>"
    return figure.svg.replace("@@", "").replace(">", f">{style}", 1)


@cache
def _dark() -> str:
    """Give the variables of the dark palette, as the theme's style sheet has them."""
    text = STYLES.read_text("utf-8")
    found = re.search(r'\[data-md-color-scheme="slate"\] \{\s*(--mp-[^}]*)\}', text)
    assert found is not None
    return " ".join(found[1].split())
