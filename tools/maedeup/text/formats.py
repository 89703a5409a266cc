"""Numbers as a note shows them: Python's formats, and the units of Korean and Japanese.

    |만    143,667,240 -> 1억 4,367만      rounded to 만
    |억    19,600,000,000 -> 196억         rounded to 억
    |조    30,941,000,000,000 -> 31조      rounded to 조
    |万    143,667,240 -> 1億4,367万       and 億 and 兆 alike

A number below its unit is shown in the next smaller one, and below ten thousand without a unit, so
that no number but zero becomes 0.
"""

from __future__ import annotations

import math
from decimal import Decimal
from numbers import Integral, Real

SIZES = (10**12, 10**8, 10**4)
SYSTEMS = ("조억만", " "), ("兆億万", "")
"""The units of these sizes in each language, and what stands between two of them."""

UNITS = {unit: size for units, _ in SYSTEMS for unit, size in zip(units, SIZES, strict=True)}
"""Formats of our own, largest first: each rounds to its unit and names the larger ones too."""


def format_value(value: object, spec: str) -> str:
    """Format with Python's format spec, or with a unit of myriads, in the language of the unit.

    Raises:
        ValueError: the spec does not fit the value.
    """
    if spec not in UNITS:
        return format(value, spec)
    if isinstance(value, bool) or not isinstance(value, Real):
        raise ValueError(f"{spec} is a unit of numbers")
    if not math.isfinite(value):
        return format(value, "")
    number = abs(Decimal(int(value) if isinstance(value, Integral) else float(value)))
    sign = "-" if value < 0 else ""
    units, between = next(system for system in SYSTEMS if spec in system[0])
    for size in (size for size in SIZES if size <= UNITS[spec]):
        if number >= size:  # half to even, as Python's
            return sign + _in_units(round(number / size) * size, units, between)
    is_whole = number == int(number) or number >= 1000
    return sign + format(float(number), ",.0f" if is_whole else ".4g")


def _in_units(number: int, units: str, between: str) -> str:
    """Write a whole number of at least ten thousand by its units; those of zero are left out."""
    parts = []
    for name, size in zip(units, SIZES, strict=True):
        count, number = divmod(number, size)
        if count:
            parts.append(f"{count:,}{name}")
    return between.join(parts)
