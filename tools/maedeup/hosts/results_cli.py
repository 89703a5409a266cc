"""`maedeup results`: results to and from other places."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile

from maedeup.build import find_place, read
from maedeup.hosts.settings import load_settings
from maedeup.runs.elsewhere import Elsewhere, push, remove_unused, verify
from maedeup.runs.places import (
    INDEX,
    MAX_INDEX,
    Index,
    Place,
    RefusedError,
    UnreachableError,
    parse_index,
    read_index,
    write_index,
)
from maedeup.runs.run import compare_with, find_valid
from maedeup.runs.store import KEPT_ENTRIES, Entry
from maedeup.text.errors import MaedeupError, Problem
from maedeup.vault.vault import Vault

HINT = "a folder, `https://...` (to read), or what fsspec knows, such as `s3://...`"


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `results` to the command line."""
    results = commands.add_parser("results", help="send results to another place, or read them")
    kinds = results.add_subparsers(required=True, metavar="WHAT")
    for name, command, told in (
        ("push", _push, "write the results that hold here to a place"),
        ("pull", _pull, "read what is stale here from a place"),
        ("verify", _verify, "read all of a place, and compare each file with its name"),
        ("gc", _collect, "remove what no snippet needs any more"),
    ):
        kind = kinds.add_parser(name, help=told)
        optional = "?" if name == "gc" else None
        kind.add_argument("address", nargs=optional, default="", help=HINT)
        if name == "verify":
            told = "ask GitHub, by `gh`, whether a workflow of this repository made the list"
            kind.add_argument("--attested", default="", metavar="OWNER/REPO", help=told)
        kind.set_defaults(command=command)


def _vault(options: argparse.Namespace) -> Vault:
    return read(load_settings(options.root.resolve(), options.config_file))


def _place(vault: Vault, address: str) -> Place:
    return find_place(vault.settings, address, address)


def _push(options: argparse.Namespace) -> int:
    vault = _vault(options)
    place, world, runs = _place(vault, options.address), vault.world(), list(vault.runs())
    checks = {run.key: compare_with(run, world) for run in runs}

    def is_valid(entry: Entry) -> bool:
        return next(checks[entry.receipt.snippet](entry), None) is None

    try:
        known = read_index(place)
    except (UnreachableError, RefusedError):  # a new place, or an index to be written anew
        known = {}
    written = push(place, checks, vault.store, is_valid, known=known)
    write_index(place)
    stale = sum(find_valid(run, vault.store, world) is None for run in runs)
    print(
        f"{place.address}: {written} results written, {len(runs) - stale - written} there already"
    )
    if stale:
        print(f"{stale} stale here and not written: maedeup run", file=sys.stderr)
    return 0


def _pull(options: argparse.Namespace) -> int:
    vault = _vault(options)
    place, world, runs = _place(vault, options.address), vault.world(), list(vault.runs())
    stale = [run for run in runs if find_valid(run, vault.store, world) is None]
    elsewhere = Elsewhere([place])
    read_now = elsewhere.fetch(stale, vault.store, world)
    for notice in elsewhere.notices:
        print(notice, file=sys.stderr)
    missing = [run.key for run in stale if run.key not in read_now]
    print(f"{place.address}: {len(read_now)} of {len(stale)} stale results read from there")
    for key in missing:
        print(f"  not there, or stale there too: {key}", file=sys.stderr)
    return 1 if missing else 0


def _verify(options: argparse.Namespace) -> int:
    place = _place(_vault(options), options.address)
    try:
        index = _attested(place, options.attested) if options.attested else None
        whole, broken = verify(place, index)
    except (UnreachableError, RefusedError) as error:
        raise MaedeupError(
            Problem("bad-place", place.address, 0, "cannot be read", str(error), HINT)
        ) from None
    print(*broken, f"{place.address}: {whole} whole, {len(broken)} not", sep="\n")
    return 1 if broken else 0


def _attested(place: Place, repository: str) -> Index:
    """Return the index of a place if GitHub has a provenance for just these bytes of it.

    All that it names is named by its hash, so that one signature is enough.

    Raises:
        RefusedError: it has none, or nobody could ask.
    """
    data = place.read(INDEX, MAX_INDEX)
    if data is None:
        raise RefusedError("has no index")
    with tempfile.NamedTemporaryFile(suffix=f"-{INDEX}") as file:
        file.write(data)
        file.flush()
        command = ["gh", "attestation", "verify", file.name, "--repo", repository]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False)
        except FileNotFoundError:
            raise RefusedError("gh is not installed, which asks GitHub") from None
    if done.returncode:
        what = done.stderr.strip().splitlines() or [f"gh ends with {done.returncode}"]
        raise RefusedError(f"its index is not attested by {repository}: {what[-1]}")
    return parse_index(data)


def _collect(options: argparse.Namespace) -> int:
    vault = _vault(options)
    if not options.address:
        objects, entries = vault.store.remove_unused()
        print(f"{objects} objects and {entries} entries removed")
        return 0
    place = _place(vault, options.address)
    removed = remove_unused(place, [run.key for run in vault.runs()], KEPT_ENTRIES)
    print(f"{place.address}: {removed} files removed")
    return 0
