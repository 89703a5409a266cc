"""MkDocs' build where it is looked for, what stands in its place, and what it says."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterator
from typing import Any


class HostBuild:
    """The build of MkDocs in one of its modules, which another may take the place of."""

    def __init__(self, module: Any) -> None:
        """Name the module in which MkDocs looks for its build."""
        self._module = module
        self._kept: Callable[..., None] | None = None

    @property
    def plain(self) -> Callable[..., None]:
        """Return MkDocs' own build, whether it is replaced or not."""
        return self._kept or self._module.build

    def replace(self, build: Callable[..., None]) -> None:
        """Have another called in its place, unless one is already."""
        if self._kept is None:
            self._kept = self._module.build
            self._module.build = build

    def restore(self) -> None:
        """Put it back."""
        if self._kept is not None:
            self._module.build = self._kept
            self._kept = None


@contextlib.contextmanager
def told(level: int = logging.NOTSET) -> Iterator[list[tuple[str, int, str]]]:
    """Collect what MkDocs and its plugins say: the logger, the level, the words."""
    said: list[tuple[str, int, str]] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append((record.name, record.levelno, record.getMessage()))

    collector = Collector(level)
    logging.getLogger("mkdocs").addHandler(collector)
    try:
        yield said
    finally:
        logging.getLogger("mkdocs").removeHandler(collector)
