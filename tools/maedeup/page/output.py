"""Printed text as a terminal leaves it -> HTML: colours are classes, wide letters two columns."""

from __future__ import annotations

import re
from html import escape

from maedeup.text.terminal import Run, lines

DRAWN = re.compile("[\u2500-\u259f]")
WIDE = re.compile(
    "[\u1100-\u115f\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f"
    "\uff00-\uff60\uffe0-\uffe6\U0001f300-\U0001faff\U00020000-\U0003fffd]+"
)


def printed(text: str) -> str:
    """Return printed text as the inside of a `code`."""
    drawn = DRAWN.search(text) is not None
    rows = ("".join(_run(run, drawn) for run in line) for line in lines(text.rstrip()))
    return "\n".join(rows).rstrip()


def _run(run: Run, drawn: bool) -> str:
    said = escape(run.text)
    if drawn:  # what is drawn with lines of letters stays in line
        said = WIDE.sub(_in_columns, said)
    classes = [f"mp-{style}" for style in run.styles if "#" not in style]
    colours = [style.replace("fg-", "color:").replace("bg-", "background:")
               for style in run.styles if "#" in style]  # fmt: skip
    if not classes and not colours:
        return said
    names = f' class="{" ".join(classes)}"' if classes else ""
    style = f' style="{";".join(colours)}"' if colours else ""
    return f"<span{names}{style}>{said}</span>"


def _in_columns(found: re.Match[str]) -> str:
    return f'<span class="mp-columns" style="width:{2 * len(found[0])}ch">{found[0]}</span>'
