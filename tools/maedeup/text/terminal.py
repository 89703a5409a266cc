"""Printed text -> what a terminal shows of it at the end: lines of styled runs.

Bars that draw over themselves, colours, moves of the cursor: pyte, a terminal without a screen,
obeys them. Text without any of them takes no detour.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyte.screens import Char

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
DOWN = re.compile(r"[\x0b\x0c\x84\x85]|\x1b[DE]")
"""What moves a line down, besides the end of one."""

MAX_COLUMNS = 4_000
"""Of a line that is drawn over; a longer one is broken."""
MAX_LINES = 5_000


@dataclass(frozen=True)
class Run:
    """Text of one style."""

    text: str
    styles: tuple[str, ...] = ()
    """`bold`, `italic`, `underline`, `strike`; `fg-red`, `bg-brightblue`, `fg-#ff8700`."""


def plain(text: str) -> str:
    """Return printed text as a terminal leaves it, without colours."""
    if not CONTROL.search(text):
        return text
    return "\n".join("".join(run.text for run in line) for line in lines(text))


@lru_cache(maxsize=256)
def lines(text: str) -> tuple[tuple[Run, ...], ...]:
    """Return printed text as a terminal leaves it, line by line."""
    if not CONTROL.search(text):
        return tuple((Run(line),) if line else () for line in text.split("\n"))
    text = DOWN.sub("\n", text)
    rows = text.split("\n")
    if len(rows) > MAX_LINES:  # more than anybody draws over: colours alone go
        return tuple((Run(printable(row.rpartition("\r")[2])),) for row in rows)
    width = min(MAX_COLUMNS, max(80, *(2 * len(row) for row in rows)))
    moves = sum(min(int(n or 1), 100) for n in re.findall(r"\x1b\[(\d*)[BEH]", text))
    import pyte  # few runs print what a terminal must draw

    screen = pyte.Screen(width, min(MAX_LINES, len(rows) + moves + 1))
    screen.set_mode(pyte.modes.LNM)  # a new line begins at its first column
    stream = pyte.Stream(screen)
    stream.feed(re.sub(r"\x1b\](?:[^\x07\x1b]*)(?:\x07|\x1b\\)", "", text))
    found = [_runs(screen.buffer[number], width) for number in range(screen.lines)]
    last = len(rows)
    while len(found) > last and not found[-1]:
        found.pop()
    return tuple(found)


def printable(text: str) -> str:
    """Return text with its control characters written out, tabs and line ends apart."""
    return CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


def _runs(row: dict[int, Char], width: int) -> tuple[Run, ...]:
    seen = (n for n, char in row.items() if char.data.strip() or char.bg != "default")
    end = max(seen, default=-1)
    runs: list[Run] = []
    for column in range(min(end + 1, width)):
        char = row[column]
        if not char.data:  # the second half of a wide character
            continue
        styles = _styles(char)
        if runs and runs[-1].styles == styles:
            runs[-1] = Run(runs[-1].text + char.data, styles)
        else:
            runs.append(Run(char.data, styles))
    return tuple(Run(printable(run.text), run.styles) for run in runs)


def _styles(char: Char) -> tuple[str, ...]:
    front, back = char.fg, char.bg
    if char.reverse:
        front, back = (back, front)
        front = "paper" if front == "default" else front
        back = "ink" if back == "default" else back
    marks = [
        name
        for name, on in (
            ("bold", char.bold),
            ("italic", char.italics),
            ("underline", char.underscore),
            ("strike", char.strikethrough),
        )
        if on
    ]
    colours = (("fg", front), ("bg", back))
    return (*marks, *(f"{of}-{_named(name)}" for of, name in colours if name != "default"))


def _named(name: str) -> str:
    return f"#{name}" if re.fullmatch(r"[0-9a-f]{6}", name) else name.replace("brown", "yellow")
