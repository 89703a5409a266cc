"""`maedeup inventory`: an `objects.inv` becomes a file by which names in code become links."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from maedeup.edit.edits import write_all
from maedeup.edit.inventory import convert
from maedeup.hosts.settings import load_settings
from maedeup.vault.inventories import ENDING, parse_inventory


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `inventory`."""
    parser = commands.add_parser(
        "inventory", help="let names in code lead to a library's documentation"
    )
    parser.add_argument("file", type=Path, help="its `objects.inv`, as Sphinx writes it")
    parser.add_argument("--base", required=True, help="address of the documentation")
    parser.add_argument("--library", default="", help="how readers know the library")
    parser.add_argument("--source", default="", help="where the file is from, in words")
    parser.set_defaults(command=_inventory)


def _inventory(options: argparse.Namespace) -> int:
    settings = load_settings(options.root.resolve(), options.config_file)
    library, text = convert(options.file, options.base, options.source, options.library)
    stem = re.sub(r"[^a-z0-9]+", "-", library.lower()).strip("-") or "library"
    name = f"{settings.inventories}/{stem}{ENDING}"
    found = parse_inventory(name, text)
    write_all(settings.root, {name: text.encode()})
    print(f"{name}: {len(found.pages):,} names of {library}, {found.checked or 'not installed'}")
    return 0
