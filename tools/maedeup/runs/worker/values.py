"""Variables and last expressions -> values, tables and texts.

The libraries are never imported here: what the snippet has not imported, it cannot have made.
"""

from __future__ import annotations

import contextlib
import math
import re
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from maedeup.runs.product import Product, Table, Text, Value

MAX_ITEMS = 64
"""Of a list, tuple, array or tensor whose text is kept as a value."""
MAX_BITS = 4096
"""Of a whole number."""
MAX_TEXT = 2_000
MAX_ROWS = 500
LOOK_S = 5.0
"""Processor time for one variable."""
Made = TypeVar("Made", Value, Table)
DEFAULT_REPR = re.compile(r"<.* at 0x[0-9a-f]+>", re.DOTALL)


def show(value: Any) -> list[Product]:
    """Give what Jupyter shows for a cell's last expression.

    What matplotlib returns is not shown: the figure is. Nor is an object that has nothing to say
    but its address, such as what `torch.manual_seed(0)` gives: it is another one in each run.
    """
    if value is None or _is_plot_part(value):
        return []
    if _is_frame(value):
        return [make_table("", value)]
    text = repr(value)
    if DEFAULT_REPR.fullmatch(text):
        return []
    return [Text("result", text + "\n")]


def scalars(namespace: Mapping[str, Any]) -> dict[str, Value]:
    """Give every top-level variable that can stand in a sentence."""
    return _each(_make_value, namespace)


def tables(namespace: Mapping[str, Any]) -> dict[str, Table]:
    """Give every top-level DataFrame and Series."""
    return _each(lambda name, it: make_table(name, it) if _is_frame(it) else None, namespace)


def _each(make: Callable[[str, Any], Made | None], namespace: Mapping[str, Any]) -> dict[str, Made]:
    """Make something of each variable; one that raises when looked at, or never ends, is none."""
    found = {}
    for name, value in list(namespace.items()):
        if type(name) is str and not name.startswith("_"):
            made = None
            with contextlib.suppress(Exception, TooLongError), _for_at_most(LOOK_S):
                made = make(name, value)
            if made is not None:
                found[name] = made
    return found


class TooLongError(BaseException):
    """Ends a look; no `except Exception` of the code that is looked at stops it."""


@contextlib.contextmanager
def _for_at_most(seconds: float) -> Iterator[None]:
    """Limit the processor time of what is done inside."""

    def end(number: int, frame: object) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGVTALRM, end)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before if before is not None else signal.SIG_DFL)


def make_table(name: str, frame: Any) -> Table:
    """Give a DataFrame's or Series' labels and cells as text."""
    pandas = sys.modules["pandas"]
    if isinstance(frame, pandas.Series):
        frame = frame.to_frame(frame.name if frame.name is not None else "")
    head = frame.head(MAX_ROWS)
    plain_index = isinstance(head.index, pandas.RangeIndex) and head.index.name is None
    columns = [_labels(column) for column in head.columns]
    rows = [[_text(head.iat[i, j]) for j in range(head.shape[1])] for i in range(head.shape[0])]
    return Table(
        name=name,
        columns=columns,
        index=[] if plain_index else [_labels(label) for label in head.index],
        index_names=[] if plain_index else ["" if n is None else str(n) for n in head.index.names],
        rows=rows,
        numeric=[
            pandas.api.types.is_numeric_dtype(head.iloc[:, j])
            and not pandas.api.types.is_bool_dtype(head.iloc[:, j])
            for j in range(head.shape[1])
        ],
        n_rows=len(frame),
        exact=[_numbers(head.iloc[:, j]) for j in range(head.shape[1])],
    )


def _numbers(column: Any) -> list[float | None]:
    """Give a column's numbers, None where one is missing; nothing of what holds no numbers."""
    types = sys.modules["pandas"].api.types
    if not types.is_numeric_dtype(column) or types.is_bool_dtype(column):
        return []
    values = column.tolist()
    if not all(isinstance(value, (int, float)) for value in values):
        return []
    return [None if value != value else value for value in values]


def _labels(label: Any) -> list[str]:
    return [_text(part) for part in label] if isinstance(label, tuple) else [_text(label)]


def _text(value: Any) -> str:
    """Give a cell's text: floats with six significant digits, no exponent where none is needed."""
    if hasattr(value, "item") and getattr(value, "ndim", 1) == 0:
        value = value.item()
    if isinstance(value, float):
        if math.isnan(value):
            return "NaN"
        return f"{value:.6g}"
    return str(value)


def _make_value(name: str, value: Any) -> Value | None:
    kind = type(value)  # what it says of itself may be anything
    if issubclass(kind, (bool, int, float, str)):
        return _scalar(name, value)
    numpy, torch = sys.modules.get("numpy"), sys.modules.get("torch")
    if numpy is not None and issubclass(kind, numpy.generic):
        plain = value.item()
        return _scalar(name, plain) if isinstance(plain, (bool, int, float, str)) else None
    if numpy is not None and issubclass(kind, numpy.ndarray):
        return _sized(name, value, value.size)
    if torch is not None and issubclass(kind, torch.Tensor):
        if value.is_meta:  # a shape without numbers
            return None
        return _sized(name, value.detach().cpu(), value.numel())
    if issubclass(kind, (tuple, list)) and len(value) <= MAX_ITEMS and _is_flat(value):
        plain = tuple(value) if type(value) is not list else value  # torch.Size as (2, 3)
        return Value(name, None, repr(plain))
    if kind.__name__ == "dtype" and kind.__module__ in ("torch", "numpy.dtypes"):
        return Value(name, str(value), str(value))
    return None


def _sized(name: str, value: Any, size: int) -> Value | None:
    if size == 1 and value.ndim == 0:
        return _scalar(name, value.item())
    return Value(name, None, str(value.tolist())) if size <= MAX_ITEMS else None


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


def _is_frame(value: Any) -> bool:
    pandas = sys.modules.get("pandas")
    return pandas is not None and issubclass(type(value), (pandas.DataFrame, pandas.Series))


def _is_plot_part(value: Any, depth: int = 4) -> bool:
    """Say whether a value is a matplotlib object, or a collection of nothing else.

    A list may hold itself, so only some depth of it is looked at.
    """
    if type(value).__name__ == "ndarray" and value.dtype.kind == "O":
        value = list(value.flat)
    if isinstance(value, (list, tuple)) and value:
        return depth > 0 and all(_is_plot_part(item, depth - 1) for item in value)
    return type(value).__module__.partition(".")[0] == "matplotlib" or any(
        base.__module__.startswith("matplotlib.") for base in type(value).__mro__
    )
