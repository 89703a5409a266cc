"""Records of plain data -> JSON and back, each field checked against what it is declared to be."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
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
    for entry in dataclasses.fields(product):
        value = getattr(product, entry.name)
        if not _fits(value, str(entry.type)):
            raise TypeError(f"{product.tag}.{entry.name} is no {entry.type}")
    return product


def _fits(value: Any, kind: str) -> bool:
    if kind.startswith("list["):
        inner = kind.removeprefix("list[").removesuffix("]")
        return isinstance(value, list) and all(_fits(item, inner) for item in value)
    if kind == "dict[str, str]":
        return isinstance(value, dict) and all(isinstance(text, str) for text in value.values())
    if kind.startswith("Literal["):
        return isinstance(value, str) and repr(value) in kind
    kinds = kind.replace("None", "NoneType").split(" | ")
    return type(value).__name__ in kinds or ("float" in kinds and type(value) is int)
