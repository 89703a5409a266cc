"""What a person at a terminal sees of a build: a progress bar, then one clear report."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from maedeup.build import RunOptions
from maedeup.check.report import Report
from maedeup.runs.results import Results
from maedeup.runs.snippet import Snippet
from maedeup.runs.store import Result
from maedeup.text.errors import format_report
from maedeup.vault.vault import Vault


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


def print_report(vault: Vault, results: Results, report: Report) -> None:
    """Print notices, problems and one closing line."""
    for notice in report.notices:
        print(notice, file=sys.stderr)
    for title, found in (("", report.problems), ("warnings", report.warnings)):
        if found:
            print(*[title] * bool(title), format_report(found), sep="\n\n", file=sys.stderr)
            print(file=sys.stderr)
    failed = sum(result.products.failed for result in results.by_key.values())
    print(
        f"{len(vault.snippets)} snippets, {len(results.ran)} run, {failed} failed; "
        f"{len(vault.notes)} notes; {len(report.problems)} problems"
        + (f", {len(report.warnings)} warnings" if report.warnings else "")
    )
