"""The commands that answer: `maedeup why`, `find` and `doctor`."""

from __future__ import annotations

import argparse
import sys
from typing import NoReturn
from urllib.parse import unquote

from maedeup.hosts.asked import stored
from maedeup.hosts.diff_cli import print_between
from maedeup.hosts.doctor import diagnose, end_warm
from maedeup.hosts.page_receipts import print_changed
from maedeup.notes.note import Note
from maedeup.runs.run import explain
from maedeup.runs.snippet import Snippet
from maedeup.search.engine import Engine
from maedeup.search.index import build_index
from maedeup.text.errors import MaedeupError, Problem, suggest
from maedeup.vault.lists import SYNONYMS
from maedeup.vault.web import Web


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `why`, `find` and `doctor`."""
    why = commands.add_parser("why", help="say what made a page or a snippet stale")
    why.add_argument("name", help="a note's slug or title, or a snippet's file name")
    why.add_argument(
        "--between", nargs=2, metavar="REQUIREMENTS",
        help="run its snippets with the packages of two files, and say what differs",
    )  # fmt: skip
    why.set_defaults(command=_why)

    find = commands.add_parser("find", help="search the vault as the site's search box does")
    find.add_argument("query", nargs="+", help="words, initials, a name in code")
    find.add_argument("--limit", type=int, default=10, help="pages shown; 10 by default")
    find.set_defaults(command=_find)

    doctor = commands.add_parser("doctor", help="say what this machine can do for runs")
    doctor.add_argument(
        "--end-warm", action="store_true", help="end what commands have left warm for the next one"
    )
    doctor.set_defaults(command=_doctor)


def _why(options: argparse.Namespace) -> int:
    web = stored(options)
    name, _, variant = options.name.partition("?")
    runs = [s for one in _snippets_behind(web, name) for s in web.vault.with_variants(one)]
    if options.between:
        keys = [run.key for run in runs if not variant or run.variant == variant]
        print_between(web, keys, *options.between)
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


def _find(options: argparse.Namespace) -> int:
    """Search what is stored: nothing is run, and a stale result is no hindrance to finding."""
    web = stored(options)
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


def notes_called(web: Web, name: str) -> list[Note]:
    """Return the notes of a slug or title; none is an error."""
    return web.index.find_notes(name) or _unknown(web, name)


def _unknown(web: Web, name: str) -> NoReturn:
    known = [s.name for s in web.vault.snippets.values()]
    known += [note.slug for note in web.vault.notes.values()]
    raise MaedeupError(
        Problem("unknown-name", name, 0, "unknown note or snippet", name, suggest(name, known))
    )


def _doctor(options: argparse.Namespace) -> int:
    print("\n".join(end_warm() if options.end_warm else diagnose()))
    return 0
