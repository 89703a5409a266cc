"""Vault, results and links -> every problem, sorted, each once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from maedeup.check import content
from maedeup.check.exercises import find_idle_exercises
from maedeup.check.numbers import find_contradictions
from maedeup.check.predictions import find_wrong_predictions
from maedeup.check.works import find_wrong_keys
from maedeup.check.writing import find_graded
from maedeup.text.errors import Problem
from maedeup.vault.embeds import find_embed_circles
from maedeup.vault.uncollected import uncollected
from maedeup.vault.ways import find_wrong_ranks
from maedeup.vault.web import Web


@dataclass(frozen=True)
class Report:
    """What a person must know of a build."""

    problems: tuple[Problem, ...]
    """Sorted, each once; a build with any has failed."""
    warnings: tuple[Problem, ...] = ()
    """What graded checks found that is no reason to fail."""
    notices: tuple[str, ...] = ()
    """What a person should know and that is no problem, such as a run that had no GPU."""


@uncollected
def find_report(web: Web) -> Report:
    """List all problems of reading, running, joining and of what is written."""
    graded = sorted(set(find_graded(web)))
    problems = {
        *web.vault.problems,
        *web.results.problems,
        *web.problems,
        *_of_notes(web),
        *find_embed_circles(web),
        *content.find_unpublished(web),
        *content.find_unused(web),
        *content.check_requires(web),
        *find_wrong_keys(web.vault),
        *find_wrong_ranks(web.vault),
        *(problem for problem in graded if problem.severity == "error"),
    }
    warnings = tuple(problem for problem in graded if problem.severity != "error")
    return Report(tuple(sorted(problems)), warnings, web.results.notices)


def _of_notes(web: Web) -> Iterator[Problem]:
    for note in web.vault.notes.values():
        yield from find_contradictions(web, note)
        yield from content.find_raw_fences(note)
        yield from content.find_bad_formulas(note)
        yield from content.find_equal_blocks(note)
        yield from find_idle_exercises(web, note)
        yield from find_wrong_predictions(web, note)
