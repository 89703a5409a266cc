"""The one table of figure colours: of the style, of both palettes and of the page's style sheet.

Figures are drawn in the style's own colours, which stand for roles. An SVG names the CSS variable
of the role (`--mp-ink` …) in their place, a PNG is drawn once in each palette. No other colour is
touched: a colour that an author or a colour map chose means something. The cycle `c0` to `c6` is
distinguishable for readers who do not see red and green apart (after Okabe and Ito, 2008), also by
lightness.
"""

from __future__ import annotations

import re

COLOURS = {
    "ink": ("#24292f", "#24292f", "#d7dce3"),
    "paper": ("#fdfefe", "#ffffff", "#1e2129"),
    "grid": ("#d4d9df", "#d9dee4", "#3a404b"),
    "c0": ("#0b6bb0", "#0b6bb0", "#62b0f0"),
    "c1": ("#d1571a", "#c94f12", "#f29a64"),
    "c2": ("#17886b", "#13795d", "#55c7a2"),
    "c3": ("#a4538a", "#98467f", "#dd97c6"),
    "c4": ("#b8860b", "#946b00", "#e0b94a"),
    "c5": ("#3e9fd0", "#2b86b5", "#8fd0ee"),
    "c6": ("#77808a", "#6b747d", "#9aa4af"),
}
"""By role: in the style, in the light palette, in the dark one."""

STYLE, LIGHT, DARK = ({role: colours[i] for role, colours in COLOURS.items()} for i in range(3))

ROLES = {colour: role for role, colour in STYLE.items()}

PALETTES = {"light": LIGHT, "dark": DARK}
"""By palette and role, the colour that a reader sees."""


def fill_style(text: str) -> str:
    """Return a style of matplotlib with the colour of each `$role`, without its `#`."""
    return re.sub(r"\$(\w+)", lambda found: STYLE[found[1]][1:], text)


def css_variables(palette: str) -> str:
    """Return the declarations of a palette's variables, on one line."""
    return " ".join(f"--mp-{role}: {colour};" for role, colour in PALETTES[palette].items())


def style_sheet() -> str:
    """Return the rules that give a page its palette; paper is printed in the light one."""
    dark = f'[data-md-color-scheme="slate"] {{ {css_variables("dark")} }}'
    light = f':root, [data-md-color-scheme="default"] {{ {css_variables("light")} }}'
    return f"{light}\n@media screen {{ {dark} }}\n"
