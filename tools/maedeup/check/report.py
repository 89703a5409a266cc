"""Vault, results and links -> every problem, sorted, each once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from maedeup.check import content
from maedeup.check.exercises import find_idle_exercises
from maedeup.check.found import Report
from maedeup.check.grades import Grades, read_grades
from maedeup.check.numbers import find_contradictions
from maedeup.check.predictions import find_wrong_predictions
from maedeup.check.works import find_wrong_keys
from maedeup.check.writing import find_graded
from maedeup.text.errors import Problem
from maedeup.vault.embeds import find_embed_circles
from maedeup.vault.uncollected import uncollected
from maedeup.vault.ways import find_wrong_ranks
from maedeup.vault.web import Web


@uncollected
def find_report(web: Web, only: Iterable[str] = ()) -> Report:
    """List all that is wrong with reading, running, joining and with what is written.

    Args:
        web: with its links joined.
        only: the codes that are asked for; empty is all.
    """
    grades = read_grades(web.vault.settings)
    if asked := set(only):
        grades = grades.only(asked)
    found = {
        *web.vault.problems,
        *web.results.problems,
        *web.problems,
        *_of_notes(web, grades),
        *find_embed_circles(web),
        *content.find_unpublished(web),
        *content.find_warned_links(web),
        *content.find_unread(web.vault),
        *content.find_unused(web),
        *content.find_shadows(web),
        *content.check_requires(web),
        *find_wrong_keys(web.vault),
        *find_wrong_ranks(web.vault),
        *find_graded(web, grades),
        *grades.problems,
    }
    return report_of(grades, found, web.results.notices)


def report_of(grades: Grades, found: Iterable[Problem], notices: tuple[str, ...] = ()) -> Report:
    """Sort problems by their severity, and each kind by place."""
    graded = sorted(grades.grade(set(found)))

    def of(severity: str) -> tuple[Problem, ...]:
        return tuple(problem for problem in graded if problem.severity == severity)

    return Report(of("error"), of("warning"), of("notice"), notices)


def _of_notes(web: Web, grades: Grades) -> Iterator[Problem]:
    runs_fences = web.vault.settings.runs_fences
    for note in web.vault.notes.values():
        yield from find_contradictions(web, note)
        if grades.of("raw-python") != "off":
            yield from content.find_raw_fences(note, runs_fences)
        if grades.of("no-alt-text") != "off":
            yield from content.find_without_alt(web, note)
        yield from content.find_linked_values(web, note)
        yield from content.find_self_links(web, note)
        yield from content.find_bad_formulas(note)
        yield from content.find_equal_blocks(note)
        yield from find_idle_exercises(web, note)
        yield from find_wrong_predictions(web, note)
