"""Runs a search worker, ours as it is published or Material's, and gives its answers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import material
from maedeup.hosts import material_search
from maedeup.search.engine import Worker

THEME = Path(material.__file__).parent / "templates"


@dataclass(frozen=True)
class Answer:
    """What a worker answered to one query."""

    query: str
    items: list[list[dict[str, Any]]]
    suggest: list[str]

    @property
    def pages(self) -> list[str]:
        """The pages, best first; each group's own entry has no anchor."""
        return [next(e["location"] for e in g if "#" not in e["location"]) for g in self.items]


def stock_worker() -> str:
    """Return the text of the installed theme's own worker."""
    path = material_search.find_stock_worker((THEME / "base.html").read_text("utf-8"))
    return (THEME / path).read_text("utf-8")


def ask(text: str, index: dict[str, Any], queries: list[str]) -> list[Answer]:
    """Answer queries with a worker."""
    worker = Worker(text)
    worker.send(0, index | {"options": {"suggest": True}})
    found = [(query, worker.send(2, query)) for query in queries]
    return [Answer(query, data["items"], data.get("suggest", [])) for query, data in found]
