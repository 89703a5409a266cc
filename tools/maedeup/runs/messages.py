"""What a run tells the build through its pipe: JSON, checked before anything is made of it.

    {"cell": name}                          before each cell
    {"products": …, "receipt": …, "seen": […]}   at the end
    {"error": [type, message]}              in its place

Nothing that a snippet may have changed is asked for: what is used here was bound at its import.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from maedeup.runs.product import Products
from maedeup.runs.receipt import Receipt

MAX_BYTES = 64 * 2**20
"""Of one message."""

_encode = json.JSONEncoder(sort_keys=True).encode
_decode = json.JSONDecoder().decode


@dataclass(frozen=True)
class Report:
    """What a run made, as it tells it."""

    products: Products
    receipt: Receipt
    seen: frozenset[str]
    """How the recording of shapes may have been seen; empty: it was not."""


def encode(message: dict[str, Any]) -> bytes:
    """Return a message as bytes."""
    return _encode(message).encode("ascii")


def decode(data: bytes) -> str | tuple[str, str] | Report:
    """Return a cell's name, the type and message of an error, or the report.

    Raises:
        ValueError: the bytes are something else.
    """
    try:
        message = _decode(data.decode("ascii"))
        match message:
            case {"cell": str(name)}:
                return name
            case {"error": [str(kind), str(problem)]}:
                return kind, problem
            case {"products": dict(products), "receipt": dict(receipt), "seen": list(seen)}:
                return Report(
                    Products.from_data(products), Receipt.from_data(receipt), frozenset(seen)
                )
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"{type(error).__name__}: {error}") from error
    raise ValueError("no message of a run")
