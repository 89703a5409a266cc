"""The text of a last expression as Jupyter writes it, and never an address.

Jupyter's own writer (`IPython.lib.pretty`) is not imported: a snippet need not have IPython, and a
page must not depend on whether it is there. Collections over one line have one item a line, sets
are sorted, classes and functions are named.
"""

from __future__ import annotations

import collections
import contextlib
import inspect
import re
import types
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

WIDTH = 79
MOST_ITEMS = 1000
"""Of a collection; the rest is three dots, as in Jupyter."""

MOST_DEPTH = 60

ADDRESS = re.compile(r" at 0x[0-9a-fA-F]{4,}")

_SEQUENCES: dict[type, tuple[str, str]] = {
    list: ("[", "]"), tuple: ("(", ")"), set: ("{", "}"), frozenset: ("frozenset({", "})"),
}  # fmt: skip
_UNNAMED = (None, "builtins", "exceptions")


def pretty(value: Any) -> str:
    """Return the text of a value."""
    return ADDRESS.sub("", _write(value, _Place(0, 0, 0), ()))


@dataclass(frozen=True)
class _Place:
    """Where a text is to stand."""

    column: int
    """Where it begins."""
    indent: int
    """Of its further lines."""
    tail: int
    """Characters that follow it on its last line."""


_NOWHERE = _Place(0, 0, -10_000_000)
"""Where everything fits on one line."""


def _write(value: Any, place: _Place, above: tuple[int, ...]) -> str:
    """Return a value's text; `above` are ids of what it stands in: a list may hold itself."""
    for kind in _mro(type(value)):
        if kind in _SEQUENCES:
            return _sequence(value, *_SEQUENCES[kind], place, above)
        if kind in _CALLS:
            name, arguments = _CALLS[kind](value)
            return _group(f"{name}(", ")", arguments, len(arguments), place, (*above, id(value)))
        if kind in (dict, types.MappingProxyType):
            around = ("{", "}") if kind is dict else ("mappingproxy({", "})")
            return _mapping(value, *around, place, above)
        if kind is type:
            return _class(value)
        if kind in (types.FunctionType, types.BuiltinFunctionType):
            return _function(value)
        own = vars(kind).get("_repr_pretty_")
        if callable(own):
            printer = _Printer(above)
            value._repr_pretty_(printer, False)
            return _indented(printer.said, place.indent)
        if kind is not object and callable(vars(kind).get("__repr__")):
            return _indented(repr(value), place.indent)
    return f"<{_class(type(value))}>"


def _mro(kind: type) -> tuple[type, ...]:
    return type.mro(kind) if kind is not type else (type, object)  # type: ignore[return-value]


def _indented(text: str, indent: int) -> str:
    return ("\n" + " " * indent).join(text.split("\n"))


def _class(kind: Any) -> str:
    meta: Any = type(kind)
    if meta.__repr__ is not type.__repr__:
        return repr(kind)
    module = getattr(kind, "__module__", None)
    name = getattr(kind, "__qualname__", kind.__name__)
    return name if module in _UNNAMED else f"{module}.{name}"


def _function(value: Any) -> str:
    name = getattr(value, "__qualname__", value.__name__)
    module = value.__module__
    name = f"{module}.{name}" if module and module not in _UNNAMED else name
    with contextlib.suppress(ValueError, TypeError):
        name += str(inspect.signature(value))
    return f"<function {name}>"


def _sequence(value: Any, start: str, end: str, place: _Place, above: tuple[int, ...]) -> str:
    if id(value) in above or len(above) > MOST_DEPTH:
        return f"{start}...{end}"
    items: Any = value
    if isinstance(value, (set, frozenset)):
        if not value:
            return f"{type(value).__name__}()"
        with contextlib.suppress(Exception):
            items = sorted(value)
    if isinstance(value, tuple) and len(value) == 1:
        end = ",)"
    parts = [("", item) for item in _first(items)]
    return _group(start, end, parts, len(value), place, (*above, id(value)))


def _mapping(value: Any, start: str, end: str, place: _Place, above: tuple[int, ...]) -> str:
    if id(value) in above or len(above) > MOST_DEPTH:
        return "{...}"
    below = (*above, id(value))
    inner = place.indent + len(start)
    keys = _first(value.keys())
    parts = [(_write(key, _Place(inner, inner, 0), below) + ": ", value[key]) for key in keys]
    return _group(start, end, parts, len(value), place, below)


def _first(items: Any) -> Iterator[Any]:
    for number, item in enumerate(items):
        if number == MOST_ITEMS:
            return
        yield item


def _group(
    start: str,
    end: str,
    parts: list[tuple[str, Any]],
    count: int,
    place: _Place,
    above: tuple[int, ...],
) -> str:
    """Return what stands between brackets on one line if that has room, else an item a line."""
    more = count > len(parts)
    flat = [name + _write(item, _NOWHERE, above) for name, item in parts]
    line = start + ", ".join([*flat, *["..."] * more]) + end
    if "\n" not in line and place.column + len(line) + place.tail <= WIDTH:
        return line
    inner = place.indent + len(start)
    rows = []
    for number, (name, item) in enumerate(parts):
        is_last = number == len(parts) - 1 and not more
        begin = inner if number else place.column + len(start)
        tail = len(end) + place.tail if is_last else 1
        step = len(name) if name.endswith("=") else 0
        rows.append(name + _write(item, _Place(begin + len(name), inner + step, tail), above))
    rows += ["..."] * more
    return start + (",\n" + " " * inner).join(rows) + end


_CALLS: dict[type, Any] = {
    collections.Counter: lambda it: ("Counter", [("", dict(it.most_common()))] if it else []),
    collections.defaultdict: lambda it: ("defaultdict", [("", it.default_factory), ("", dict(it))]),
    collections.OrderedDict: lambda it: ("OrderedDict", [("", list(it.items()))] if it else []),
    collections.deque: lambda it: (
        "deque",
        [("", list(it)), *([("maxlen=", it.maxlen)] if it.maxlen is not None else [])],
    ),
    types.SimpleNamespace: lambda it: ("namespace", [(f"{n}=", v) for n, v in vars(it).items()]),
}


class _Printer:
    """What `_repr_pretty_` writes to: the part of IPython's printer that objects use."""

    def __init__(self, above: tuple[int, ...]) -> None:
        self.said = ""
        self.above = above
        self.verbose = False
        self.max_width = WIDTH
        self.indentation = 0

    def text(self, said: str) -> None:
        """Add text."""
        self.said += said

    def breakable(self, sep: str = " ") -> None:
        """Add what stands where a line might end."""
        self.said += sep

    def break_(self) -> None:
        """End a line."""
        self.said += "\n"

    def pretty(self, value: Any) -> None:
        """Add a value's text."""
        column = len(self.said.rpartition("\n")[2])
        self.said += _write(value, _Place(column, self.indentation, 0), self.above)

    def begin_group(self, indent: int = 0, open: str = "") -> None:  # IPython's name
        """Begin what belongs together."""
        self.said += open

    def end_group(self, dedent: int = 0, close: str = "") -> None:
        """End it."""
        self.said += close

    @contextlib.contextmanager
    def group(self, indent: int = 0, open: str = "", close: str = "") -> Iterator[None]:
        """Begin and end what belongs together."""
        self.begin_group(indent, open)
        yield
        self.end_group(indent, close)

    @contextlib.contextmanager
    def indent(self, indent: int) -> Iterator[None]:
        """Do nothing: lines are indented by where the object stands."""
        yield
