"""What was found, apart from what finds it: a page is shown before anything is checked."""

from __future__ import annotations

from dataclasses import dataclass

from maedeup.text.errors import Problem


@dataclass(frozen=True)
class Report:
    """What a person must know of a build."""

    problems: tuple[Problem, ...]
    """Sorted, each once; a build with any has failed."""
    warnings: tuple[Problem, ...] = ()
    """What is wrong and no reason to fail."""
    remarks: tuple[Problem, ...] = ()
    """What is only counted, unless asked for."""
    notices: tuple[str, ...] = ()
    """What a person should know and that is no problem, such as a run that had no GPU."""

    @property
    def told(self) -> tuple[Problem, ...]:
        """All problems, whatever their severity, by place."""
        return tuple(sorted({*self.problems, *self.warnings, *self.remarks}))
