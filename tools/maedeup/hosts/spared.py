"""What of Markdown a page is spared, since its text has nothing of it.

A search for fences looks at each line, and one for the place of a table of contents at the text of
each element. Without what these are written with, neither finds anything.
"""

from __future__ import annotations

from typing import Any

from markdown import Markdown

FENCES = "fenced_code_block", "pymdownx.superfences.SuperFencesBlockPreprocessor"
TOC = "toc", "markdown.extensions.toc.TocTreeprocessor"
"""Under what name each is registered, and what it is, if it is what we know."""


class Spared:
    """What of one Markdown object may have nothing to do."""

    def __init__(self, md: Markdown) -> None:
        self._md = md
        self._marker: str | None = None
        """Of the table of contents, as the settings have it; None until it is asked for."""

    def begin(self, text: str) -> None:
        """Have the object look for what a text may have, which its preprocessors see next."""
        if fences := _find(self._md.preprocessors, *FENCES):
            vars(fences).pop("search_nested", None)
            if "```" not in text and "~~~" not in text:
                vars(fences)["search_nested"] = _as_they_are
        if toc := _find(self._md.treeprocessors, *TOC):
            self._marker = toc.marker if self._marker is None else self._marker
            toc.marker = self._marker if self._marker in text else ""


def _find(registry: Any, name: str, kind: str) -> Any:
    """Return a processor of a kind; None where another one goes by its name, or none."""
    found = registry[name] if name in registry else None  # noqa: SIM401  # it is no dictionary
    made = type(found)
    return found if f"{made.__module__}.{made.__qualname__}" == kind else None


def _as_they_are(lines: list[str]) -> list[str]:
    return lines
