"""What the runs of a vault made: a result or a failure of each snippet, frozen."""

from __future__ import annotations

from collections.abc import Collection, Mapping
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

    def only(self, paths: Collection[str]) -> Results:
        """Return what was made of these snippets and of their variants."""

        def is_of_them(key: str) -> bool:
            return key.partition("?")[0] in paths

        return Results(
            {key: result for key, result in self.by_key.items() if is_of_them(key)},
            tuple(filter(is_of_them, self.ran)),
            tuple(problem for problem in self.problems if problem.path in paths),
            tuple(told for told in self.notices if is_of_them(told.partition(":")[0])),
        )
