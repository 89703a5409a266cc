"""What the runs of a vault made: a result or a failure of each snippet, frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from maedeup.runs.snippet import Snippet
from maedeup.runs.store import Result
from maedeup.text.errors import Problem
from maedeup.text.paths import RunKey


@dataclass(frozen=True)
class Results:
    """Results by the snippet's or the variant's key; failed ones are among them."""

    by_key: Mapping[RunKey, Result] = field(default_factory=dict)
    ran: tuple[RunKey, ...] = ()
    """What was run now, and not taken from the store."""
    problems: tuple[Problem, ...] = ()
    notices: tuple[str, ...] = ()
    """What a person should know and that is no problem, such as a run that had no GPU."""

    def of(self, snippet: Snippet) -> Result | None:
        """Return the result that a page may show now."""
        return self.by_key.get(snippet.key)
