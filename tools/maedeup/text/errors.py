"""Every error a person can see: the place, the problem, the fix."""

from __future__ import annotations

import difflib
import errno
from collections.abc import Iterable
from dataclasses import dataclass, field

from maedeup.text.codes import CODES


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong, and how to put it right.

    The offending value stands after a colon, so that no Korean particle ever depends on it.
    """

    code: str = field(compare=False)
    """One of `CODES`; the sentence may change, this does not."""
    path: str
    """Posix path relative to the project's root."""
    line: int
    """1-based; 0 when the whole file is meant."""
    problem: str
    value: str
    hint: str = ""
    detail: str = ""
    """More lines a person may want, such as a traceback."""
    severity: str = field(default="", compare=False)
    """`error`, or `warning`: told, and no reason to fail. By its code where nothing is said."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "severity", self.severity or CODES[self.code])

    def as_json(self) -> dict[str, str | int]:
        """Return it for other programs; these keys stay as they are."""
        return {
            "code": self.code, "path": self.path, "line": self.line, "check": self.code,
            "severity": self.severity, "problem": self.problem, "value": self.value,
            "hint": self.hint,
        }  # fmt: skip

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        lines = [f"{place}: {self.problem}{self.value and f': {self.value}'}"]
        if self.detail:
            lines += ["", *("    " + line for line in self.detail.rstrip().splitlines())]
        if self.hint:
            lines += ["", f"hint: {self.hint}"]
        return "\n".join(lines)


class MaedeupError(Exception):
    """Bad input: carries all problems that were found, not just the first."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems = [problems] if isinstance(problems, Problem) else sorted(set(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def told(error: OSError) -> Problem:
    """Return what the system refused, such as to write on a full disk, as a problem."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    hint = "make room on the disk" if full else "may this account read and write there?"
    place = str(error.filename or "disk")
    return Problem(
        "disk-error", place, 0, "cannot be read or written", error.strerror or str(error), hint
    )


def nearest(value: str, known: Iterable[str]) -> str:
    """Return the known name nearest to `value`; empty when none is near."""
    return next(iter(difflib.get_close_matches(value, list(known), n=1, cutoff=0.5)), "")


def suggest(value: str, known: Iterable[str], otherwise: str = "") -> str:
    """Say the known name nearest to `value`, or `otherwise` when none is near."""
    near = nearest(value, (name for name in known if name != value))
    return f"did you mean {near}?" if near else otherwise


def format_report(problems: Iterable[Problem]) -> str:
    """Return all problems, sorted by place, with a blank line between."""
    return "\n\n".join(str(problem) for problem in sorted(set(problems)))
