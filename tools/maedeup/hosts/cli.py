"""`maedeup`: arguments -> the four steps; exit code 0 only when nothing is wrong."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import NoReturn

from maedeup.build import RunOptions, check, link, run
from maedeup.check.grades import read_grades
from maedeup.check.report import report_of
from maedeup.edit.bind import list_typed_values
from maedeup.edit.link_mentions import find_loose_titles
from maedeup.hosts.asked import add_executor, read_vault, stored
from maedeup.hosts.console import print_report, shown_progress
from maedeup.text.codes import CODES
from maedeup.text.errors import MaedeupError, Problem, format_report, suggest, told

OFTEN = ("run", "check")
"""What is run at every edit; the modules of the other commands are not imported for it."""

MOST_TITLES = 20
"""Titles that stand without a link, told one by one; `mentions` tells all."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command; give the exit code."""
    words = sys.argv[1:] if arguments is None else arguments
    parser = _parser(words)
    options, others = parser.parse_known_args(words)
    if others and not hasattr(options, "arguments"):
        parser.error(f"unrecognized arguments: {' '.join(others)}")
    options.arguments = others  # which are for MkDocs
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        return int(options.command(options))
    except MaedeupError as error:
        if options.json:
            print(_as_json(error.problems))
        else:
            print(format_report(error.problems), file=sys.stderr)
        return 1
    except BrokenPipeError:  # `maedeup check | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        print(told(error), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("stopped; what had finished is kept", file=sys.stderr)
        return 130


def _interrupt(number: int, frame: object) -> NoReturn:
    """End a build as Ctrl-C does: runs are ended too, and what is finished is kept."""
    raise KeyboardInterrupt


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="maedeup", description=__doc__.partition(":")[0])
    parser.add_argument("--root", type=Path, default=Path(), help="the folder of mkdocs.yml")
    parser.add_argument(
        "-f", "--config-file", default="mkdocs.yml", help="its name, if it is another"
    )
    said = f"maedeup {version('maedeup')}"
    parser.add_argument("--version", action="version", version=said)
    parser.set_defaults(json=False, executor="")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    if words[:1] and words[0] not in OFTEN:
        _add_others(commands)

    run = commands.add_parser("run", help="run stale snippets")
    run.add_argument(
        "names", nargs="*", help="file names or paths, `x.py?variant` too; all without one"
    )
    run.add_argument("--force", action="store_true", help="run what is not stale too")
    run.add_argument("--frozen", action="store_true", help="run nothing, fail if anything is stale")
    run.add_argument("--jobs", type=int, default=0, help="runs at once; one a core by default")
    _add_no_warm(run)
    add_executor(run)
    run.set_defaults(command=_run)

    check = commands.add_parser("check", help="list every problem of the vault")
    check.add_argument("--frozen", action="store_true", help="run nothing")
    _add_no_warm(check)
    add_executor(check)
    check.add_argument("--fix", action="store_true", help="rewrite references to slugs first")
    check.add_argument(
        "--only", action="append", default=[], metavar="CODE", type=_code,
        help="list this kind alone, also where it is off; may be given more than once",
    )  # fmt: skip
    check.add_argument("--json", action="store_true", help="print the list for other programs")
    check.set_defaults(command=_check)

    return parser


def _add_others(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    from maedeup.hosts import (
        adopting,
        asking_cli,
        cards_cli,
        diff_cli,
        inventory_cli,
        results_cli,
        starting,
        writing_cli,
    )

    starting.add_commands(commands)
    adopting.add_command(commands)
    asking_cli.add_commands(commands)
    writing_cli.add_commands(commands)
    cards_cli.add_command(commands)
    inventory_cli.add_command(commands)
    results_cli.add_commands(commands)
    diff_cli.add_commands(commands)


def _add_no_warm(command: argparse.ArgumentParser) -> None:
    told = "leave nothing warm for the next command"
    command.add_argument("--no-warm", dest="warm", action="store_false", help=told)


def _code(name: str) -> str:
    if name not in CODES:
        near = suggest(name, CODES, "the guide lists them: problems")
        raise argparse.ArgumentTypeError(f"unknown check: {name}\n\nhint: {near}")
    return name


def _run(options: argparse.Namespace) -> int:
    vault = read_vault(options)
    choice = RunOptions(
        names=options.names, force=options.force, frozen=options.frozen, jobs=options.jobs,
        outlive=options.warm,
    )  # fmt: skip
    with shown_progress(choice):
        results = run(vault, choice)
    # What is wrong in notes, `check` tells; here only what keeps a snippet from running counts.
    unread = [p for p in vault.problems if p.path.endswith((".py", ".ipynb", ".yml"))]
    grades = read_grades(vault.settings)
    report = report_of(grades, [*unread, *results.problems], results.notices)
    print_report(vault, results, report)
    return 1 if report.problems else 0


def _check(options: argparse.Namespace) -> int:
    if options.fix:
        from maedeup.edit.slugs import rewrite_to_slugs

        for path, count in rewrite_to_slugs(stored(options, whole=True)).items():
            print(f"{path}: {count} references rewritten to slugs", file=sys.stderr)
    vault = read_vault(options)
    choice = RunOptions(frozen=options.frozen, outlive=options.warm)
    with shown_progress(choice):
        results = run(vault, choice)
    web = link(vault, results)
    report = check(web, options.only)
    if options.json:
        print(_as_json(report.told))
        return 1 if report.problems else 0
    if not options.only:
        titles = list(find_loose_titles(web))
        if (more := len(titles) - MOST_TITLES) > 0:
            told = f"... and {more} more titles without a link: maedeup mentions"
            titles = [*titles[:MOST_TITLES], told]
        notices = (*report.notices, *list_typed_values(web), *titles)
        report = replace(report, notices=notices)
    print_report(vault, results, report, every=bool(options.only))
    return 1 if report.problems else 0


def _as_json(problems: Iterable[Problem]) -> str:
    return json.dumps([p.as_json() for p in problems], ensure_ascii=False, indent=1)


if __name__ == "__main__":
    sys.exit(main())
