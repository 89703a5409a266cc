"""Numbers as a note shows them: Python's formats, and Korean units.

    |만    143,667,240 -> 1억 4,367만      rounded to 만
    |억    19,600,000,000 -> 196억         rounded to 억
    |조    30,941,000,000,000 -> 31조      rounded to 조

A number below its unit is shown in the next smaller one, and below ten thousand without a unit, so
that no number but zero becomes 0.
"""

from __future__ import annotations

import math
from decimal import Decimal
from numbers import Integral, Real

UNITS = {"조": 10**12, "억": 10**8, "만": 10**4}
"""Formats of our own, largest first: each rounds to its unit and names the larger ones too."""


def format_value(value: object, spec: str) -> str:
    """Format with Python's format spec, or with a Korean unit.

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
    for unit in (size for size in UNITS.values() if size <= UNITS[spec]):
        if number >= unit:
            return sign + _in_units(round(number / unit) * unit)  # half to even, as Python's
    is_whole = number == int(number) or number >= 1000
    return sign + format(float(number), ",.0f" if is_whole else ".4g")


def _in_units(number: int) -> str:
    """Write a whole number of at least ten thousand by its units; those of zero are left out."""
    parts = []
    for name, size in UNITS.items():
        count, number = divmod(number, size)
        if count:
            parts.append(f"{count:,}{name}")
    return " ".join(parts)
