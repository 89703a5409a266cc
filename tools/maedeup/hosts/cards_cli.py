"""`maedeup cards`: the cards of a vault, or a package of Anki made of them."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from maedeup.build import RunOptions, link, read, run
from maedeup.hosts.settings import load_settings
from maedeup.runs.store import write_whole
from maedeup.site.anki import make_package, make_sides
from maedeup.text.errors import MaedeupError, Problem
from maedeup.text.safe_html import visible_text


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `cards` to the command line."""
    cards = commands.add_parser("cards", help="list the cards for review, or write them for Anki")
    cards.add_argument("--anki", type=Path, metavar="FILE", help="the package: `cards.apkg`")
    cards.set_defaults(command=_cards)


def _cards(options: argparse.Namespace) -> int:
    """Make cards of what is stored; an answer that no valid run holds up is a problem."""
    vault = read(load_settings(options.root.resolve(), options.config_file))
    results = run(vault, RunOptions(frozen=True))
    if problems := [*vault.problems, *results.problems]:
        raise MaedeupError(problems)
    sides = make_sides(link(vault, results))
    if options.anki is None:
        for side in sides:
            asked, told = (" ".join(visible_text(text).split()) for text in side.fields[:2])
            print(f"{side.id}\n    {asked}\n    {told}")
        return 0
    try:
        package = make_package(sides, vault.settings.name, time.time())
    except ModuleNotFoundError as error:
        hint = 'pip install "maedeup[anki]"'
        missing = Problem("no-package", str(options.anki), 0, "no package", str(error.name), hint)
        raise MaedeupError(missing) from None
    write_whole(options.anki.resolve(), package, 0o644)
    print(f"{options.anki}: {len(sides)} cards")
    return 0
