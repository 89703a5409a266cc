"""Tags of a cell, as Jupyter Book, nbconvert and mkdocs-jupyter know them -> what is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from maedeup.notes.parts import Part
from maedeup.page.questions import Cell, Product, Text

Way = Literal["shown", "folded", "left out"]

WAYS: dict[str, tuple[Way, Way]] = {
    "hide-input": ("folded", "shown"),
    "hide-code": ("folded", "shown"),
    "remove-input": ("left out", "shown"),
    "hide-output": ("shown", "folded"),
    "remove-output": ("shown", "left out"),
    "hide-cell": ("folded", "folded"),
    "remove-cell": ("left out", "left out"),
}
"""Of each tag, what becomes of the code and of what it made; `_` is as good as `-`."""

STREAMS = {"remove-stdout": "stdout", "remove-stderr": "stderr"}
ORDER: tuple[Way, ...] = ("shown", "folded", "left out")


@dataclass(frozen=True)
class Tagged:
    """How a page shows a cell."""

    code: Way = "shown"
    output: Way = "shown"
    without: tuple[str, ...] = ()
    """Streams that are left out."""

    def kept(self, made: list[Product]) -> list[Product]:
        """Return the products that are shown, folded or not."""
        if self.output == "left out":
            return []
        return [p for p in made if not (isinstance(p, Text) and p.stream in self.without)]


def tagged(cell: Cell, part: Part) -> Tagged:
    """Return how a cell is shown; a note that names a part of it is obeyed before its tags."""
    if part is not Part.ALL or not cell.tags:
        return Tagged()
    tags = [tag.lower().replace("_", "-") for tag in cell.tags]
    ways = [WAYS[tag] for tag in tags if tag in WAYS]
    code: Way = max([ORDER[0], *(way for way, _ in ways)], key=ORDER.index)
    output: Way = max([ORDER[0], *(way for _, way in ways)], key=ORDER.index)
    return Tagged(code, output, tuple(STREAMS[tag] for tag in tags if tag in STREAMS))
