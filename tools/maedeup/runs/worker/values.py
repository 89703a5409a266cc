"""Variables -> values and tables.

The libraries are never imported here: what the snippet has not imported, it cannot have made.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from maedeup.runs.product import Table, Value
from maedeup.runs.worker.looking import TooLongError, for_at_most
from maedeup.runs.worker.tables import is_frame, make_table

MAX_ITEMS = 64
"""Of a list, tuple, array or tensor whose text is kept as a value."""
MAX_BITS = 4096
"""Of a whole number."""
MAX_TEXT = 2_000
TOLD = {
    "datetime": ("date", "time", "timedelta"),
    "decimal": ("Decimal",),
    "fractions": ("Fraction",),
}
"""Types, by module, that stand in a sentence as Python prints them, and take no format."""

LOOK_S = 5.0
"""Processor time for one variable."""
Made = TypeVar("Made", Value, Table)


def scalars(namespace: Mapping[str, Any]) -> dict[str, Value]:
    """Return every top-level variable that can stand in a sentence."""
    return _each(_make_value, namespace)


def tables(namespace: Mapping[str, Any]) -> dict[str, Table]:
    """Return every top-level DataFrame and Series."""
    return _each(lambda name, it: make_table(name, it) if is_frame(it) else None, namespace)


def _each(make: Callable[[str, Any], Made | None], namespace: Mapping[str, Any]) -> dict[str, Made]:
    """Make something of each variable; one that raises when looked at, or never ends, is none."""
    found = {}
    for name, value in list(namespace.items()):
        if type(name) is str and not name.startswith("_"):
            made = None
            with contextlib.suppress(Exception, TooLongError), for_at_most(LOOK_S):
                made = make(name, value)
            if made is not None:
                found[name] = made
    return found


def _make_value(name: str, value: Any) -> Value | None:
    kind = type(value)  # what it says of itself may be anything
    if issubclass(kind, (bool, int, float, str)):
        return _scalar(name, value)
    numpy, torch = sys.modules.get("numpy"), sys.modules.get("torch")
    if numpy is not None and issubclass(kind, numpy.generic):
        plain = value.item()
        if isinstance(plain, (bool, int, float, str)):
            made = _scalar(name, plain)
            return made and Value(name, made.scalar, str(value))  # of float32 fewer digits
        return Value(name, None, str(value)) if isinstance(plain, _told()) else None
    if numpy is not None and issubclass(kind, numpy.ndarray):
        return None if _is_given_back(value) else _sized(name, value, value.size)
    if torch is not None and issubclass(kind, torch.Tensor):
        if value.is_meta:  # a shape without numbers
            return None
        return _sized(name, value.detach().cpu(), value.numel())
    if issubclass(kind, (tuple, list)) and len(value) <= MAX_ITEMS and _is_flat(value):
        plain = tuple(value) if type(value) is not list else value  # torch.Size as (2, 3)
        return Value(name, None, repr(plain))
    if kind.__name__ == "dtype" and kind.__module__ in ("torch", "numpy.dtypes"):
        return Value(name, str(value), str(value))
    if issubclass(kind, _told()):
        return Value(name, None, text) if len(text := str(value)) <= MAX_TEXT else None
    return None


def _is_given_back(array: Any) -> bool:
    """Say whether an array looks at memory that was unmapped, as of a closed `SharedMemory`."""
    base, kind = array.base, sys.modules["numpy"].ndarray
    while isinstance(base, kind):
        base = base.base
    mmap = sys.modules.get("mmap")
    return mmap is not None and isinstance(base, mmap.mmap) and base.closed


def _told() -> tuple[type, ...]:
    modules = ((sys.modules.get(name), names) for name, names in TOLD.items())
    found = (vars(module).get(name) for module, names in modules if module for name in names)
    return (complex, *(kind for kind in found if isinstance(kind, type)))


def _sized(name: str, value: Any, size: int) -> Value | None:
    if size == 1 and value.ndim == 0:
        return (
            _make_value(name, value[()])
            if hasattr(value, "astype")
            else _scalar(name, value.item())
        )
    if size > MAX_ITEMS:
        return None
    if str(value.dtype) in (
        "float16",
        "float32",
    ):  # as NumPy writes them, 0.1 and not 0.10000000149
        value = value.astype(str).astype(float)
    return Value(name, None, str(value.tolist()))


def _scalar(name: str, value: Any) -> Value | None:
    if isinstance(value, bool):
        return Value(name, bool(value), str(value))
    if isinstance(value, int):
        # One of thousands of digits Python refuses to write, and no note wants to.
        return Value(name, int(value), str(int(value))) if value.bit_length() <= MAX_BITS else None
    if isinstance(value, float):
        return Value(name, float(value), str(float(value)))
    if isinstance(value, str) and len(value) <= MAX_TEXT:
        return Value(name, str(value), str(value))
    return None


def _is_flat(items: Any) -> bool:
    return all(
        isinstance(item, (bool, float, str))
        or (isinstance(item, int) and item.bit_length() <= MAX_BITS)
        for item in items
    )
