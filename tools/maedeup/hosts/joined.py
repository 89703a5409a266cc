"""What is joined, on its way to whoever converts text before it is there."""

from __future__ import annotations

from dataclasses import dataclass

from maedeup.hosts.kept_pages import KeptPages
from maedeup.page.answers import Answers
from maedeup.vault.web import Web


@dataclass
class Joined:
    """Holds the joined vault of a build; plugins that convert text themselves ask when they do."""

    web: Web | None = None
    made_of: list[str] | None = None
    """What the page that is converted now is made of besides the answers to what it asks; None
    where it is not to be known again by them."""
    answers: Answers | None = None
    """Digests of what pages of `web` are told."""

    kept: KeptPages | None = None
    """Of the project of `web`."""

    def __deepcopy__(self, memo: object) -> Joined:
        """Return the same: plugins copy the settings of Markdown extensions."""
        return self
