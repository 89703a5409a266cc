"""What differs between two results of one run, how much, and which line of the receipt moved it."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, TypeVar

from maedeup.runs.product import (
    Animation,
    Error,
    Figure,
    Product,
    Products,
    Rich,
    Table,
    Text,
    Value,
)  # fmt: skip
from maedeup.runs.receipt import find_causes
from maedeup.runs.store import Result
from maedeup.text.paths import RunKey

Kind = Literal["value", "text", "table", "object", "figure", "error", "new", "gone"]
KINDS: tuple[Kind, ...] = ("error", "value", "table", "text", "object", "figure", "new", "gone")
NUMBER = re.compile(r"-?\d+\.?\d*(?:e[-+]?\d+)?")
Kept = TypeVar("Kept", Table, Rich)
LONG = 4_000
"""Characters of a text of which the likeness is worked out; longer ones are compared by line."""


@dataclass(frozen=True)
class Difference:
    """One product that is another now."""

    key: RunKey
    kind: Kind
    name: str
    """The variable, the cell or the figure's label; empty for a whole run."""
    before: str
    after: str
    amount: float
    """How much: of a number, relative to the greater; of all else, the share that differs."""
    causes: tuple[str, ...]
    """The lines of the receipt that differ, in words."""


def compare(before: Mapping[RunKey, Result], after: Mapping[RunKey, Result]) -> list[Difference]:
    """Return what differs between two sets of results: by snippet, the greatest first."""
    found: list[Difference] = []
    for key in sorted(before.keys() | after.keys()):
        old, new = before.get(key), after.get(key)
        if old is None or new is None:
            kind: Kind = "new" if old is None else "gone"
            found.append(Difference(key, kind, "", "", "", 1.0, ()))
            continue
        changes = list(_compare_products(old.products, new.products))
        causes = tuple(find_causes(old.receipt, new.receipt)) if changes else ()
        changes.sort(key=lambda change: (KINDS.index(change[0]), -change[4], change[1]))
        found += [Difference(key, *change, causes) for change in changes]
    return found


Change = tuple[Kind, str, str, str, float]


def _compare_products(old: Products, new: Products) -> Iterator[Change]:
    for name in _joined(old.values, new.values):
        yield from _compare_values(name, old.values.get(name), new.values.get(name))
    for name in _joined(old.tables, new.tables):
        first, second = old.tables.get(name), new.tables.get(name)
        yield from _compare_tables(name, [first] if first else [], [second] if second else [])
    for cell in _joined(old.cells, new.cells):
        made, remade = old.cells.get(cell, []), new.cells.get(cell, [])
        yield from _compare_texts(cell, _texts(made), _texts(remade))
        yield from _compare_tables(cell, _of(made, Table), _of(remade, Table))
        yield from _compare_objects(cell, _of(made, Rich), _of(remade, Rich))
    figures, redrawn = old.figures(), new.figures()
    for label in _joined(figures, redrawn):
        yield from _compare_figures(label, figures.get(label), redrawn.get(label))
    yield from _compare_errors(old.error, new.error)


def _joined(one: Mapping[str, object], other: Mapping[str, object]) -> list[str]:
    return list(dict.fromkeys([*one, *other]))


def _of(made: list[Product], kind: type[Kept]) -> list[Kept]:
    return [product for product in made if isinstance(product, kind)]


def _texts(made: list[Product]) -> str:
    return "".join(product.text for product in made if isinstance(product, Text))


def _compare_values(name: str, old: Value | None, new: Value | None) -> Iterator[Change]:
    if old is None or new is None or repr(old.scalar) != repr(new.scalar) or old.text != new.text:
        before, after = (value.text if value else "" for value in (old, new))
        first, second = (value.scalar if value else None for value in (old, new))
        yield "value", name, before, after, _amount(first, second, before, after)


def _amount(first: object, second: object, before: str, after: str) -> float:
    if isinstance(first, int | float) and isinstance(second, int | float):
        greater = max(abs(first), abs(second))
        share = abs(first - second) / greater if greater else 0.0
        return share if share == share else 1.0  # NaN is as far away as can be
    return _unlikeness(before, after)


def _compare_texts(cell: str, old: str, new: str) -> Iterator[Change]:
    if old != new:
        yield "text", cell, old, new, _unlikeness(old, new)


def _compare_tables(name: str, old: list[Table], new: list[Table]) -> Iterator[Change]:
    if old != new:
        before, after = (" / ".join(map(_rows_of, tables)) for tables in (old, new))
        if before == after:  # digits that are not shown
            amount = _unlikeness(*(str([table.exact for table in tables]) for tables in (old, new)))
        else:
            amount = _unlikeness(before, after)
        yield "table", name, before, after, amount


def _rows_of(table: Table) -> str:
    head = " | ".join(" ".join(labels) for labels in table.columns)
    return "\n".join([head, *(" | ".join(row) for row in table.rows)])


def _compare_objects(cell: str, old: list[Rich], new: list[Rich]) -> Iterator[Change]:
    if old != new:
        before, after = (" / ".join(one.text or one.type for one in made) for made in (old, new))
        amount = _unlikeness(*("\n".join(map(_data_of, made)) for made in (old, new)))
        yield "object", cell, before, after, amount


def _data_of(product: Rich) -> str:
    return "\n".join(product.data.values())


def _compare_errors(old: Error | None, new: Error | None) -> Iterator[Change]:
    before, after = (f"{e.type}: {e.message}" if e else "" for e in (old, new))
    if before != after:
        yield "error", "", before, after, 1.0


def _compare_figures(
    label: str, old: Figure | Animation | None, new: Figure | Animation | None
) -> Iterator[Change]:
    if old is None or new is None:
        there, gone = (("", "drawn"), ("drawn", ""))[old is not None]
        yield "figure", label, there, gone, 1.0
        return
    pairs = list(zip(old.each(), new.each(), strict=False))
    same_number = len(old.each()) == len(new.each())
    if old != new and isinstance(old, Figure) == isinstance(new, Figure):
        amount = max((_unlike_drawings(a, b) for a, b in pairs), default=0.0)
        yield "figure", label, "drawn", "drawn", amount if same_number else 1.0
    elif old != new:
        yield "figure", label, "drawn", "drawn", 1.0


def _unlike_drawings(old: Figure, new: Figure) -> float:
    """Return the share of a drawing that differs: of its numbers, or of its pixels."""
    if old.svg and new.svg:
        skeleton, other = NUMBER.sub("#", old.svg), NUMBER.sub("#", new.svg)
        numbers, others = NUMBER.findall(old.svg), NUMBER.findall(new.svg)
        if skeleton == other:
            unlike = sum(1 for a, b in zip(numbers, others, strict=True) if a != b)
            return unlike / max(1, len(numbers))
        return _unlikeness("\n".join(old.svg.split("<")), "\n".join(new.svg.split("<")))
    if old.png and new.png:
        return _unlike_pixels(old.png.get("light", ""), new.png.get("light", ""))
    return 1.0


def _unlike_pixels(old: str, new: str) -> float:
    """Return the mean difference of two PNGs, 0 to 1; 1 where their sizes differ.

    Needs Pillow, which comes with matplotlib; without it, pictures that differ differ wholly.
    """
    if old == new:
        return 0.0
    try:
        from PIL import Image, ImageChops, ImageStat
    except ImportError:
        return 1.0
    first, second = (
        Image.open(io.BytesIO(base64.b64decode(png))).convert("RGB") for png in (old, new)
    )
    if first.size != second.size:
        return 1.0
    means: list[float] = ImageStat.Stat(ImageChops.difference(first, second)).mean
    return sum(means, start=0.0) / (255 * len(means))


def _unlikeness(old: str, new: str) -> float:
    if max(len(old), len(new)) > LONG:
        return 1 - SequenceMatcher(None, old.splitlines(), new.splitlines(), False).ratio()
    return 1 - SequenceMatcher(None, old, new, False).ratio()
