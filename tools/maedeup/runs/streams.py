"""Printed text that was drawn over later -> where a terminal leaves it: a bar stands once.

Output and errors reach one terminal and two products. A bar that another text interrupts begins in
one product and is drawn over from the next, and what is wiped away leaves an empty one.
"""

from __future__ import annotations

from maedeup.runs.product import Product, Text
from maedeup.text.terminal import CONTROL, plain

OVERDRAWN = ("\r", "\x1b[2K", "\x1b[1G", "\x1b[A", "\x1b[1A")
"""With what a text begins that draws over the line before it."""


def settled(made: list[Product]) -> list[Product]:
    """Return what a cell made, with each line where it was written last."""
    told = list(made)
    for stream in ("stdout", "stderr"):
        _carry_over(told, stream)
    left: list[Product] = []
    for product in told:
        if not isinstance(product, Text) or product.stream == "result":
            left.append(product)
        elif product.text and not _is_wiped(product.text):
            before = left[-1] if left else None
            if isinstance(before, Text) and before.stream == product.stream:
                left[-1] = Text(before.stream, before.text + product.text)
            else:
                left.append(product)
    return left


def _carry_over(told: list[Product], stream: str) -> None:
    """Move a line that the next text of its stream draws over to that text."""
    last = -1
    for number, product in enumerate(told):
        if not isinstance(product, Text) or product.stream != stream:
            continue
        if last >= 0 and product.text.startswith(OVERDRAWN):
            before = told[last]
            assert isinstance(before, Text)
            end = before.text.rfind("\n") + 1
            told[last] = Text(before.stream, before.text[:end])
            told[number] = Text(product.stream, before.text[end:] + product.text)
        last = number


def _is_wiped(text: str) -> bool:
    return CONTROL.search(text) is not None and not plain(text).strip()
