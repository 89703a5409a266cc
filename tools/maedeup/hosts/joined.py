"""What is joined, on its way to whoever converts text before it is there."""

from __future__ import annotations

from dataclasses import dataclass

from maedeup.vault.web import Web


@dataclass
class Joined:
    """Holds the joined vault of a build; plugins that convert text themselves ask when they do."""

    web: Web | None = None

    def __deepcopy__(self, memo: object) -> Joined:
        """Return the same: plugins copy the settings of Markdown extensions."""
        return self
