"""What a person at a terminal sees of a build: a progress bar, then one clear report."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from maedeup.build import RunOptions
from maedeup.check.found import Report
from maedeup.runs.results import Results
from maedeup.runs.snippet import Snippet
from maedeup.runs.store import Result
from maedeup.text.codes import STYLE
from maedeup.text.errors import Problem, format_report
from maedeup.vault.vault import Vault

MOST_OF_A_KIND = 10
"""Warnings of one kind that are told one by one where none is asked for."""


@contextmanager
def shown_progress(options: RunOptions) -> Iterator[RunOptions]:
    """Make a build show its progress on standard error: a bar, or lines without a terminal."""
    if sys.stderr.isatty():
        with _bar(options):
            yield options
    else:
        options.started = lambda stale: print(f"running {len(stale)} snippets", file=sys.stderr)
        options.progress = _print_result
        yield options


@contextmanager
def _bar(options: RunOptions) -> Iterator[None]:
    # Imported late: a build that runs nothing shows nothing.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    progress = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    task = progress.add_task("running snippets", visible=False)

    def started(stale: list[Snippet]) -> None:
        progress.update(task, total=len(stale), visible=True)
        progress.start()

    def finished(result: Result) -> None:
        progress.update(task, advance=1, description=result.receipt.snippet)
        if result.products.failed:
            progress.console.print(f"[red]failed[/red] {result.receipt.snippet}")

    options.started, options.progress = started, finished
    try:
        yield
    finally:
        progress.stop()


def _print_result(result: Result) -> None:
    word = "FAILED" if result.products.failed else "ok"
    watch = "  (watched by hooks: maedeup doctor)" if result.receipt.watch == "hooks" else ""
    seconds, name = result.products.seconds, result.receipt.snippet
    print(f"{word:>6} {seconds:6.2f}s {name}{watch}", file=sys.stderr)


def print_report(vault: Vault, results: Results, report: Report, every: bool = False) -> None:
    """Print what was found, counts of each kind first, and one closing line.

    Args:
        vault: what was read.
        results: what was run.
        report: what was found; its problems are told one by one.
        every: tell warnings and remarks one by one too, however many there are.
    """
    found = {"problems": report.problems, "warnings": report.warnings, "notices": report.remarks}
    counts = [f"{title}: {count_kinds(rows)}" for title, rows in found.items() if rows]
    if counts:
        print("\n".join(counts), end="\n\n", file=sys.stderr)
    for title, rows in found.items():
        shown = rows if title == "problems" or every else first_of_each(rows)
        for severity, kind in (("broken", _is_broken), ("style", _is_style)):
            if part := list(filter(kind, shown)):
                heading = f"{title}, {severity}" if title != "problems" else ""
                print(*[heading] * bool(heading), format_report(part), sep="\n\n", file=sys.stderr)
                print(file=sys.stderr)
        if len(shown) < len(rows):
            more = f"... {len(rows) - len(shown)} more {title}: maedeup check --only CODE"
            print(more, end="\n\n", file=sys.stderr)
    for notice in report.notices:
        print(notice, file=sys.stderr)
    failed = sum(result.products.failed for result in results.by_key.values())
    print(
        f"{len(vault.snippets)} snippets, {len(results.ran)} run, {failed} failed; "
        f"{len(vault.notes)} notes; {len(report.problems)} problems"
        + (f", {len(report.warnings)} warnings" if report.warnings else "")
        + (f", {len(report.remarks)} notices" if report.remarks else "")
    )


def told_besides(report: Report) -> Iterator[str]:
    """Yield what a build tells that is no error: the first of each kind, then counts."""
    yield from report.notices
    yield from map(str, first_of_each(report.warnings))
    for title, found in (("warnings", report.warnings), ("notices", report.remarks)):
        if found:
            yield f"{title}: {count_kinds(found)} (maedeup check --only CODE tells each)"


def count_kinds(problems: Sequence[Problem]) -> str:
    """Return how many there are of each kind: what is broken first, the most frequent first."""
    counts = Counter(problem.code for problem in problems)
    kinds = sorted(counts, key=lambda code: (code in STYLE, -counts[code], code))
    return ", ".join(f"{code} {counts[code]}" for code in kinds)


def first_of_each(problems: Iterable[Problem]) -> list[Problem]:
    """Return the first problems of each kind, so that no kind buries another."""
    counts: Counter[str] = Counter()
    shown = []
    for problem in problems:
        counts[problem.code] += 1
        if counts[problem.code] <= MOST_OF_A_KIND:
            shown.append(problem)
    return shown


def _is_style(problem: Problem) -> bool:
    return problem.code in STYLE


def _is_broken(problem: Problem) -> bool:
    return problem.code not in STYLE
