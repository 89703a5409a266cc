"""What the runs of a vault made: a result or a failure of each snippet, frozen."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from maedeup.runs.snippet import Snippet
from maedeup.runs.store import Result
from maedeup.runs.unchanged import States
from maedeup.text.errors import Problem
from maedeup.text.paths import RunKey


@dataclass(frozen=True)
class Results:
    """Results by the snippet's or the variant's key; failed ones are among them."""

    by_key: Mapping[RunKey, Result] = field(default_factory=dict)
    states: States | None = field(default=None, repr=False)
    """The state of all that these depend on; None where that is not known."""
    ran: tuple[RunKey, ...] = ()
    """What was run now, and not taken from the store."""
    problems: tuple[Problem, ...] = ()
    notices: tuple[str, ...] = ()
    """What a person should know and that is no problem, such as a run that had no GPU."""

    snippets: tuple[Snippet, ...] = field(default=(), repr=False)
    """Whose results these are."""
    pending: Mapping[RunKey, float | None] = field(default_factory=dict)
    """What is still to run, and how many seconds it took the last time: while serving alone."""
    watch: str = ""
    """Who was asked to watch."""

    def of(self, snippet: Snippet) -> Result | None:
        """Return the result that a page may show now."""
        return self.by_key.get(snippet.key)

    def only(self, paths: Collection[str]) -> Results:
        """Return what was made of these snippets and of their variants."""

        def is_of_them(key: str) -> bool:
            return key.partition("?")[0] in paths

        if all(map(is_of_them, self.by_key)) and not (self.problems or self.pending):
            return self
        return replace(
            self,
            by_key={key: result for key, result in self.by_key.items() if is_of_them(key)},
            ran=tuple(filter(is_of_them, self.ran)),
            problems=tuple(problem for problem in self.problems if problem.path in paths),
            notices=tuple(told for told in self.notices if is_of_them(told.partition(":")[0])),
            pending={key: took for key, took in self.pending.items() if is_of_them(key)},
        )
