"""The commands that write authors' files: `maedeup bind`, `mv`, `mentions` and `new`."""

from __future__ import annotations

import argparse

from maedeup.build import RunOptions, link, run
from maedeup.edit.bind import bind_note
from maedeup.edit.edits import write_all
from maedeup.edit.link_mentions import link_mentions
from maedeup.edit.rename import move
from maedeup.hosts.asked import read_vault, stored
from maedeup.hosts.asking_cli import notes_called
from maedeup.hosts.console import shown_progress
from maedeup.hosts.settings import load_settings
from maedeup.runs.snippet import NAME
from maedeup.text.errors import MaedeupError, Problem, suggest
from maedeup.text.paths import slug_of, to_source_path
from maedeup.vault.mentions import sentence_of

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


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `bind`, `mv`, `mentions` and `new`."""
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

    new = commands.add_parser("new", help="begin a note or a snippet")
    new.add_argument("kind", choices=("note", "snippet"))
    new.add_argument("slug", help="`relu`, or for a snippet `activation/relu`")
    new.set_defaults(command=_new)


def _bind(options: argparse.Namespace) -> int:
    vault, choice = read_vault(options, whole=True), RunOptions()
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
    web = stored(options, whole=True)
    if web.vault.problems:  # what cannot be read may refer to it too
        raise MaedeupError(web.vault.problems)
    for path, count in move(web, options.old, options.new):
        print(f"{path}: {count} changed")
    return 0


def _mentions(options: argparse.Namespace) -> int:
    web = stored(options)
    if options.apply and not options.notes:
        raise MaedeupError(
            Problem("no-note", "--apply", 0, "no note", "--apply", "name the notes to change")
        )
    notes = [note for name in options.notes for note in notes_called(web, name)]
    for note in notes or web.vault.notes.values():
        found = web.mentions.get(note.src_uri, [])
        for mention in link_mentions(web, note) if options.apply else found:
            slug, sentence = web.vault.notes[mention.name.target].slug, sentence_of(note, mention)
            print(f"{note.path}:{mention.line}: {mention.surface} -> {slug}: {sentence}")
    return 0


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
