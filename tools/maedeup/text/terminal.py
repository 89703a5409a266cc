"""Printed text -> what a terminal shows of it at the end: lines of styled runs.

Bars that draw over themselves, colours, moves of the cursor: pyte, a terminal without a screen,
obeys them. Text without any of them takes no detour.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyte.screens import Char, Screen

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
DOWN = re.compile(r"[\x0b\x0c\x84\x85]|\x1b[DE]")
"""What moves a line down, besides the end of one."""

SAID_APART = re.compile(r"\x1b[\]P_^X][^\x07\x1b]*(?:\x07|\x1b\\)")
"""What is said to a terminal and not shown: titles, addresses of links, pictures."""

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

    screen = _screen_class()(width, min(MAX_LINES, len(rows) + moves + 1))
    screen.set_mode(pyte.modes.LNM)  # a new line begins at its first column
    stream = pyte.Stream(screen)
    stream.feed(SAID_APART.sub("", text))
    found = [_runs(screen.buffer[number], width) for number in range(screen.lines)]
    last = len(rows)
    while len(found) > last and not found[-1]:
        found.pop()
    return tuple(found)


@cache
def _screen_class() -> type[Screen]:
    """Return pyte's screen, whose own leaves out all that follows a character without a width."""
    import pyte
    from wcwidth import wcwidth

    def is_joined(char: str) -> bool:
        return wcwidth(char) < 1 and not unicodedata.combining(char)

    class Whole(pyte.Screen):
        def draw(self, data: str) -> None:
            """Draw text; joiners, variation selectors and the like stay with what they follow."""
            if not any(map(is_joined, set(data))):
                super().draw(data)
                return
            for joined, chars in groupby(data, is_joined):
                part = "".join(chars)
                if not joined:
                    super().draw(part)
                elif self.cursor.x:
                    row, column = self.buffer[self.cursor.y], self.cursor.x - 1
                    column -= not row[column].data  # the second half of a wide character
                    row[column] = row[column]._replace(data=row[column].data + part)

    return Whole


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
