"""`maedeup`: arguments -> the four steps; exit code 0 only when nothing is wrong."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
from collections.abc import Iterable
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import NoReturn
from urllib.parse import unquote

from maedeup.build import RunOptions, check, link, read, run
from maedeup.check.grades import read_grades
from maedeup.check.report import report_of
from maedeup.edit.bind import bind_note, list_typed_values
from maedeup.edit.edits import write_all
from maedeup.edit.link_mentions import find_loose_titles, link_mentions
from maedeup.edit.rename import move
from maedeup.edit.slugs import rewrite_to_slugs
from maedeup.hosts import adopting, cards_cli, diff_cli, inventory_cli, results_cli, starting
from maedeup.hosts.console import print_report, shown_progress
from maedeup.hosts.doctor import diagnose, end_warm
from maedeup.hosts.page_receipts import print_changed
from maedeup.hosts.settings import load_settings
from maedeup.notes.note import Note
from maedeup.runs.run import explain
from maedeup.runs.snippet import NAME, Snippet
from maedeup.search.engine import Engine
from maedeup.search.index import build_index
from maedeup.text.codes import CODES
from maedeup.text.errors import MaedeupError, Problem, format_report, suggest, told
from maedeup.text.paths import slug_of, to_source_path
from maedeup.vault.lists import SYNONYMS
from maedeup.vault.mentions import sentence_of
from maedeup.vault.vault import Vault
from maedeup.vault.web import Web

MOST_TITLES = 20
"""Titles that stand without a link, told one by one; `mentions` tells all."""

NOTE = """\
---
title: {slug}
aliases: []
tags: []
kind: concept
requires: []
source: ""
---

**{slug}**: {claim}
"""

SNIPPET = '''\
"""{title}: {claim}

{source}
"""

# %% setup
import numpy as np

rng = np.random.default_rng(0)

# %% claim
mean = float(rng.normal(size=1_000).mean())
print(f"{{mean:.3f}}")
assert abs(mean) < 0.1
'''


def main(arguments: list[str] | None = None) -> int:
    """Run one command; give the exit code."""
    parser = _parser()
    options, others = parser.parse_known_args(arguments)
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="maedeup", description=__doc__.partition(":")[0])
    parser.add_argument("--root", type=Path, default=Path(), help="the folder of mkdocs.yml")
    parser.add_argument(
        "-f", "--config-file", default="mkdocs.yml", help="its name, if it is another"
    )
    said = f"maedeup {version('maedeup')}"
    parser.add_argument("--version", action="version", version=said)
    parser.set_defaults(json=False, executor="")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    starting.add_commands(commands)
    adopting.add_command(commands)

    run = commands.add_parser("run", help="run stale snippets")
    run.add_argument(
        "names", nargs="*", help="file names or paths, `x.py?variant` too; all without one"
    )
    run.add_argument("--force", action="store_true", help="run what is not stale too")
    run.add_argument("--frozen", action="store_true", help="run nothing, fail if anything is stale")
    run.add_argument("--jobs", type=int, default=0, help="runs at once; one a core by default")
    _add_no_warm(run)
    starting.add_executor(run)
    run.set_defaults(command=_run)

    why = commands.add_parser("why", help="say what made a page or a snippet stale")
    why.add_argument("name", help="a note's slug or title, or a snippet's file name")
    why.add_argument(
        "--between", nargs=2, metavar="REQUIREMENTS",
        help="run its snippets with the packages of two files, and say what differs",
    )  # fmt: skip
    why.set_defaults(command=_why)

    check = commands.add_parser("check", help="list every problem of the vault")
    check.add_argument("--frozen", action="store_true", help="run nothing")
    _add_no_warm(check)
    starting.add_executor(check)
    check.add_argument("--fix", action="store_true", help="rewrite references to slugs first")
    check.add_argument(
        "--only", action="append", default=[], metavar="CODE", type=_code,
        help="list this kind alone, also where it is off; may be given more than once",
    )  # fmt: skip
    check.add_argument("--json", action="store_true", help="print the list for other programs")
    check.set_defaults(command=_check)

    bind = commands.add_parser("bind", help="rewrite typed numbers to references to values")
    bind.add_argument("names", nargs="+", metavar="NOTE", help="slugs or titles; labs too")
    bind.add_argument("--dry-run", action="store_true", help="show the change, write nothing")
    bind.set_defaults(command=_bind)

    mv = commands.add_parser("mv", help="rename a note, a heading, a snippet or a cell everywhere")
    mv.add_argument("old", help="`relu`, `relu#Definition`, `relu.py` or `relu.py#slopes`")
    mv.add_argument("new", help="the new name alone: `rectifier`, `Meaning`, `gradients`")
    mv.set_defaults(command=_move)

    mentions = commands.add_parser("mentions", help="list names of notes that stand without a link")
    mentions.add_argument("notes", nargs="*", help="slugs or titles of notes to look in; else all")
    mentions.add_argument("--apply", action="store_true", help="write the links in these notes")
    mentions.set_defaults(command=_mentions)

    find = commands.add_parser("find", help="search the vault as the site's search box does")
    find.add_argument("query", nargs="+", help="words, initials, a name in code")
    find.add_argument("--limit", type=int, default=10, help="pages shown; 10 by default")
    find.set_defaults(command=_find)

    doctor = commands.add_parser("doctor", help="say what this machine can do for runs")
    doctor.add_argument(
        "--end-warm", action="store_true", help="end what commands have left warm for the next one"
    )
    doctor.set_defaults(command=_doctor)

    cards_cli.add_command(commands)
    inventory_cli.add_command(commands)
    results_cli.add_commands(commands)
    diff_cli.add_commands(commands)

    new = commands.add_parser("new", help="begin a note or a snippet")
    new.add_argument("kind", choices=("note", "snippet"))
    new.add_argument("slug", help="`relu`, or for a snippet `activation/relu`")
    new.set_defaults(command=_new)
    return parser


def _add_no_warm(command: argparse.ArgumentParser) -> None:
    told = "leave nothing warm for the next command"
    command.add_argument("--no-warm", dest="warm", action="store_false", help=told)


def _code(name: str) -> str:
    if name not in CODES:
        near = suggest(name, CODES, "the guide lists them: problems")
        raise argparse.ArgumentTypeError(f"unknown check: {name}\n\nhint: {near}")
    return name


def _read(options: argparse.Namespace, whole: bool = False) -> Vault:
    """Read what the site has, or the whole vault: who changes files changes drafts too."""
    settings = load_settings(options.root.resolve(), options.config_file)
    if options.executor:
        settings = replace(settings, executor=options.executor)
    return read(replace(settings, ask_host=None) if whole else settings)


def _stored(options: argparse.Namespace, whole: bool = False) -> Web:
    """Join what is stored: nothing is run, and what is stale is no hindrance."""
    vault = _read(options, whole)
    return link(vault, run(vault, RunOptions(frozen=True)))


def _run(options: argparse.Namespace) -> int:
    vault = _read(options)
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
        for path, count in rewrite_to_slugs(_stored(options, whole=True)).items():
            print(f"{path}: {count} references rewritten to slugs", file=sys.stderr)
    vault = _read(options)
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


def _bind(options: argparse.Namespace) -> int:
    vault, choice = _read(options, whole=True), RunOptions()
    with shown_progress(choice):
        results = run(vault, choice)
    web = link(vault, results)
    for name in options.names:
        found = web.index.find_notes(name)
        if len(found) != 1:
            known = [note.slug for note in vault.notes.values()]
            code = "ambiguous-note" if found else "unknown-note"
            problem = code.replace("-", " ")
            raise MaedeupError(Problem(code, name, 0, problem, name, suggest(name, known)))
        print("\n".join(bind_note(web, found[0], options.dry_run)))
    return 0


def _move(options: argparse.Namespace) -> int:
    web = _stored(options, whole=True)
    if web.vault.problems:  # what cannot be read may refer to it too
        raise MaedeupError(web.vault.problems)
    for path, count in move(web, options.old, options.new):
        print(f"{path}: {count} changed")
    return 0


def _mentions(options: argparse.Namespace) -> int:
    web = _stored(options)
    if options.apply and not options.notes:
        raise MaedeupError(
            Problem("no-note", "--apply", 0, "no note", "--apply", "name the notes to change")
        )
    notes = [note for name in options.notes for note in _notes_called(web, name)]
    for note in notes or web.vault.notes.values():
        found = web.mentions.get(note.src_uri, [])
        for mention in link_mentions(web, note) if options.apply else found:
            slug, sentence = web.vault.notes[mention.name.target].slug, sentence_of(note, mention)
            print(f"{note.path}:{mention.line}: {mention.surface} -> {slug}: {sentence}")
    return 0


def _notes_called(web: Web, name: str) -> list[Note]:
    return web.index.find_notes(name) or _unknown(web, name)


def _why(options: argparse.Namespace) -> int:
    web = _stored(options)
    name, _, variant = options.name.partition("?")
    runs = [s for one in _snippets_behind(web, name) for s in web.vault.with_variants(one)]
    if options.between:
        keys = [run.key for run in runs if not variant or run.variant == variant]
        diff_cli.print_between(web, keys, *options.between)
        return 0
    world, store = web.vault.world(), web.vault.store
    for snippet in runs:
        if variant and snippet.variant != variant:
            continue
        reasons = explain(snippet, store, world)
        print(f"{snippet.key}: {'stale' if reasons else 'fresh'}")
        for reason in reasons:
            print(f"  {reason}")
    for note in [] if variant else web.index.find_notes(name):
        print_changed(web, note)
    return 0


def _doctor(options: argparse.Namespace) -> int:
    print("\n".join(end_warm() if options.end_warm else diagnose()))
    return 0


def _find(options: argparse.Namespace) -> int:
    """Search what is stored: nothing is run, and a stale result is no hindrance to finding."""
    web = _stored(options)
    broken = [p for p in web.vault.problems if p.path.endswith(SYNONYMS)]
    if broken:
        raise MaedeupError(broken)
    query = " ".join(options.query)
    hits = Engine(build_index(web)).find(query, options.limit)
    if not hits:
        print(f"nothing found: {query}", file=sys.stderr)
    for hit in hits:
        print("  ".join([hit.entry["title"], *(f"[{reason}]" for reason in hit.reasons)]))
        print(f"    {unquote((hit.section or hit.entry)['location']) or '/'}")
    return 0 if hits else 1


def _snippets_behind(web: Web, name: str) -> list[Snippet]:
    """Return the snippet called `name`, or those that the note called `name` shows."""
    vault = web.vault
    if name.endswith(".py"):
        return vault.find_snippets(name) or _unknown(web, name)
    notes = web.index.find_notes(name)
    if not notes:
        return vault.find_snippets(f"{name}.py") or _unknown(web, name)
    shown = {
        snippet.path: snippet
        for note in notes
        for reference in note.references
        if reference.kind == "snippet"
        for snippet in vault.find_snippets(reference.target)
    }
    return [shown[path] for path in sorted(shown)]


def _unknown(web: Web, name: str) -> NoReturn:
    known = [s.name for s in web.vault.snippets.values()]
    known += [note.slug for note in web.vault.notes.values()]
    raise MaedeupError(
        Problem("unknown-name", name, 0, "unknown note or snippet", name, suggest(name, known))
    )


def _new(options: argparse.Namespace) -> int:
    settings = load_settings(options.root.resolve(), options.config_file)
    root, strings = settings.root, settings.strings
    stem = options.slug.removesuffix(".md").removesuffix(".py")
    if not all(NAME.fullmatch(part) and part.strip(".") for part in stem.split("/")):
        hint = "use letters, digits, `-` and `_`, folders apart by `/`"
        raise MaedeupError(Problem("bad-name", options.slug, 0, "bad name", options.slug, hint))
    if options.kind == "note":
        file = root / settings.vault / ("" if "/" in stem else "notes") / f"{stem}.md"
        text = NOTE.format(slug=stem.rpartition("/")[2], claim=strings.new_claim)
    else:
        file = root / settings.snippets / f"{stem}.py"
        text = SNIPPET.format(
            title=stem.rpartition("/")[2], claim=strings.new_title, source=strings.new_source
        )
    if file.exists():
        path = to_source_path(root, file)
        raise MaedeupError(
            Problem("name-taken", path, 0, "exists already", slug_of(path), "choose another name")
        )
    name = file.relative_to(root).as_posix()
    write_all(root, {name: text.encode()})
    print(name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
