"""Neighbours that import half a second of libraries for pages which nobody may ask for."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from types import ModuleType

LATER = ("jupytext", "mkdocs_jupyter.convert")
"""What mkdocs-jupyter imports at its start, and uses for a notebook that it has not kept."""


class Later:
    """Finds these modules, which are loaded when something of them is first asked for."""

    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return where a module is, if it is one of these."""
        spec = PathFinder.find_spec(name, path) if name in LATER else None
        if spec is not None and spec.loader is not None:
            spec.loader = LazyLoader(spec.loader)
        return spec


def load_when_used() -> None:
    """Have neighbours that are not imported yet load these when they use them."""
    if Later not in sys.meta_path:
        sys.meta_path.insert(0, Later)
