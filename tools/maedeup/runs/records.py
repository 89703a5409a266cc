"""Records of plain data -> JSON and back, each field checked against what it is declared to be."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any


def plain(value: Any) -> Any:
    """Return a record, and all that it holds, as lists and dictionaries."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
        return {"tag": getattr(value, "tag")} | fields  # noqa: B009  # each kind of product has one
    if isinstance(value, dict):
        return {plain(key): plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, str):  # half of a pair of surrogates is no text: as Python prints it
        return value.encode("utf-8", "backslashreplace").decode()
    return value


def typed(value: Any, kinds: Mapping[str, Any]) -> Any:
    """Return what `plain` was given; `kinds` are the records by their tag.

    Raises:
        ValueError, KeyError, TypeError: it is something else.
    """
    if isinstance(value, list):
        return [typed(item, kinds) for item in value]
    if isinstance(value, dict):
        value = {key: typed(item, kinds) for key, item in value.items()}
        if isinstance(value.get("tag"), str):
            return _checked(kinds[value.pop("tag")](**value))
    return value


def _checked(product: Any) -> Any:
    """Return a product if its fields are of the kinds that they are declared to be.

    Raises:
        TypeError: one of them is not.
    """
    record: Any = type(product)
    for name, kind, fits in _fields(record):
        if not fits(getattr(product, name)):
            raise TypeError(f"{product.tag}.{name} is no {kind}")
    return product


@cache
def _fields(record: type) -> list[tuple[str, str, Callable[[Any], bool]]]:
    """Return each field's name, what it is declared to be, and what says whether a value is."""
    fields = dataclasses.fields(record)
    return [(f.name, str(f.type), _fitting(str(f.type))) for f in fields]


def _fitting(kind: str) -> Callable[[Any], bool]:
    if kind.startswith("list["):
        fits = _fitting(kind.removeprefix("list[").removesuffix("]"))
        return lambda value: isinstance(value, list) and all(map(fits, value))
    if kind == "dict[str, str]":
        return lambda value: (
            isinstance(value, dict) and all(isinstance(text, str) for text in value.values())
        )
    if kind.startswith("Literal["):
        return lambda value: isinstance(value, str) and repr(value) in kind
    kinds = set(kind.replace("None", "NoneType").split(" | "))
    if "float" in kinds:
        kinds.add("int")
    return lambda value: type(value).__name__ in kinds
