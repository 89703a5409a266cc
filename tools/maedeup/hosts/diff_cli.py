"""`maedeup diff A B`: what the code of two stores, folders or revisions says differently."""

from __future__ import annotations

import argparse
import json
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from maedeup.build import RunOptions, find_place, link, read, run
from maedeup.hosts.between import compare_requirements
from maedeup.hosts.settings import load_settings
from maedeup.runs.difference import KINDS, Difference, compare
from maedeup.runs.elsewhere import Elsewhere
from maedeup.runs.places import Place, RefusedError, UnreachableError, read_index
from maedeup.runs.run import begin_receipt, compare_with, find_valid
from maedeup.runs.snippet import Snippet
from maedeup.runs.store import Entry, Result, Store
from maedeup.text.errors import MaedeupError, Problem
from maedeup.text.paths import RunKey
from maedeup.vault.vault import Vault
from maedeup.vault.web import Web

HINT = "a folder with mkdocs.yml, a store, an address of results, or a git revision"
CUT = 160
"""Characters of a text that a report shows."""


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `diff` to the command line."""
    diff = commands.add_parser("diff", help="say which results differ, why, and who shows them")
    diff.add_argument("before", help=HINT)
    diff.add_argument("after", nargs="?", default=".", help=f"{HINT}; this folder by default")
    form = diff.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print the list for other programs")
    form.add_argument("--markdown", action="store_true", help="print a comment for a pull request")
    diff.add_argument(
        "--fail-on", default="", metavar="KINDS",
        help=f"exit with 1 if any of these differs: {','.join(KINDS)}, any",
    )  # fmt: skip
    diff.set_defaults(command=_diff)


def _diff(options: argparse.Namespace) -> int:
    root = options.root.resolve()
    kinds = {kind for kind in options.fail_on.split(",") if kind}
    if unknown := sorted(kinds - {*KINDS, "any"}):
        hint = f"one of {', '.join(KINDS)}, any"
        raise MaedeupError(Problem("unknown-name", "--fail-on", 0, "no kind", unknown[0], hint))
    settings = load_settings(root, options.config_file)
    vault = read(settings)
    before, after = (_results_of(vault, side) for side in (options.before, options.after))
    differences = compare(before, after)
    shown = _shown_in(link(vault, run(vault, RunOptions(frozen=True))), differences)
    same = len((before.keys() & after.keys()) - {d.key for d in differences})
    if options.json:
        print(json.dumps([_as_json(d, shown) for d in differences], ensure_ascii=False, indent=1))
    else:
        made = _markdown if options.markdown else _plain
        print("\n".join(made(differences, shown, same)))
    failing = [d for d in differences if "any" in kinds or d.kind in kinds]
    return 1 if failing else 0


def print_between(web: Web, keys: list[RunKey], before: str, after: str) -> None:
    """Run snippets with the packages of two requirements files, and tell what differs."""
    vault = web.vault
    differences = compare_requirements(vault.root, vault.settings.file, keys, before, after)
    shown = _shown_in(web, differences)
    same = len(keys) - len({d.key for d in differences})
    print("\n".join(_plain(differences, shown, same)))


def _results_of(vault: Vault, side: str) -> dict[RunKey, Result]:
    """Return the results that a folder, a store, an address or a revision stands for."""
    folder = vault.root / side
    if "://" in side or (folder / "index.json").is_file():
        return _in_place(find_place(vault.settings, side, side))
    for store in (folder, folder / ".maedeup" / "store"):
        if (store / "receipts").is_dir() and not (folder / vault.settings.file).is_file():
            return _in_store(Store(store))
    if (folder / vault.settings.file).is_file():
        other = vault if folder.samefile(vault.root) else read(load_settings(folder.resolve()))
        world = other.world()
        found = {s.key: find_valid(s, other.store, world) for s in other.runs()}
        return {key: result for key, result in found.items() if result is not None}
    with _checked_out(vault.root, side) as there:
        other = read(load_settings(there, vault.settings.file))
        found = {s.key: _made_by(s, other, vault.store) for s in other.runs()}
        return {key: result for key, result in found.items() if result is not None}


def _in_place(place: Place) -> dict[RunKey, Result]:
    try:
        index = read_index(place)
    except (UnreachableError, RefusedError) as error:
        raise MaedeupError(
            Problem("bad-place", place.address, 0, "cannot be read", str(error), HINT)
        ) from None
    elsewhere, found = Elsewhere([place]), {}
    for folder in index:
        entry = next((entry for entry, _ in elsewhere.entries(place, folder)), None)
        read_now = elsewhere.read_object(place, entry) if entry else None
        if entry and read_now:
            found[entry.receipt.snippet] = read_now[0]
    return found


def _in_store(store: Store) -> dict[RunKey, Result]:
    found = {key: store.find_newest(key) for key in store.list_keys()}
    return {key: result for key, result in found.items() if result is not None}


def _made_by(snippet: Snippet, vault: Vault, store: Store) -> Result | None:
    """Return the newest result of a revision's code, whatever packages it ran with.

    One that ran with what the revision's requirements fix comes first.
    """
    world = vault.world()
    now, find_broken = (
        begin_receipt(world.root, snippet, world.code_key),
        compare_with(snippet, world),
    )
    found: list[tuple[int, Result]] = []
    for entry in store.entries(snippet.key):
        code = replace(
            entry.receipt, distributions={}, python=now.python, device=None, engine=now.engine
        )
        if next(find_broken(replace(entry, receipt=code)), None) is None:
            result = store.find_result(entry)
            if result is not None:
                found.append((_unpinned(entry, world.pins), result))
    return min(found, key=lambda one: one[0])[1] if found else None


def _unpinned(entry: Entry, pins: Mapping[str, str]) -> int:
    versions = entry.receipt.distributions
    return sum(name in versions and versions[name] != version for name, version in pins.items())


@contextmanager
def _checked_out(root: Path, revision: str) -> Iterator[Path]:
    """Lay a git revision's files out in a folder of its own."""
    command = ["git", "-C", str(root), "archive", "--format=tar", revision, "."]
    done = subprocess.run(command, capture_output=True, check=False)
    if revision.startswith("-") or done.returncode:
        what = done.stderr.decode("utf-8", "replace").strip().splitlines()
        problem = what[-1] if what else "no revision"
        raise MaedeupError(
            Problem("unknown-name", revision, 0, "nothing to compare", problem, HINT)
        )
    with tempfile.TemporaryDirectory(prefix="maedeup-diff-") as folder:
        with tarfile.open(fileobj=BytesIO(done.stdout)) as archive:
            archive.extractall(folder, filter="data")
        yield Path(folder).resolve()


def _shown_in(web: Web, differences: list[Difference]) -> dict[tuple[str, str], list[str]]:
    """Return where notes show what differs: `path:line: the line` by snippet and name."""
    changed = {d.key.partition("?")[0] for d in differences}
    found: dict[tuple[str, str], list[str]] = {}
    for note in web.vault.notes.values():
        lines = web.vault.texts.get(note.path, "").split("\n")
        for reference in note.references:
            if reference.kind != "snippet":
                continue
            for snippet in web.vault.find_snippets(reference.target):
                if snippet.path in changed:
                    row = lines[reference.line - 1].strip() if reference.line <= len(lines) else ""
                    place = f"{note.path}:{reference.line}: {row}"
                    found.setdefault((snippet.path, reference.anchor), []).append(place)
    return {key: list(dict.fromkeys(places)) for key, places in found.items()}


def _places(difference: Difference, shown: Mapping[tuple[str, str], list[str]]) -> list[str]:
    path = difference.key.partition("?")[0]
    name = difference.name.partition("@")[0]
    return [*shown.get((path, name), []), *(shown.get((path, ""), []) if name else [])]


def _as_json(difference: Difference, shown: Mapping[tuple[str, str], list[str]]) -> object:
    fields = {name: getattr(difference, name) for name in difference.__dataclass_fields__}
    return fields | {"shown": _places(difference, shown)}


def _cut(text: str) -> str:
    row = " ⏎ ".join(text.strip().split("\n"))
    return row if len(row) <= CUT else f"{row[: CUT - 1]}…"


def _change(difference: Difference) -> str:
    match difference.kind:
        case "new":
            return "has a result now"
        case "gone":
            return "has no result now"
        case "figure" | "object" | "table" if difference.before == difference.after:
            return f"{difference.amount:.2%} of it differs"
        case _:
            before, after = (
                _cut(difference.before) or "nothing",
                _cut(difference.after) or "nothing",
            )
            return f"{before} -> {after} ({difference.amount:.2%})"


def _plain(
    differences: list[Difference], shown: Mapping[tuple[str, str], list[str]], same: int
) -> Iterator[str]:
    yield _summary(differences, same)
    key = ""
    for difference in differences:
        if difference.key != key:
            key = difference.key
            because = "; ".join(difference.causes) or "nothing on its receipt: chance or time"
            yield from ("", key, *([f"  because: {because}"] if difference.name else []))
        yield f"  {difference.kind} {difference.name}: {_change(difference)}"
        yield from (f"    shown: {place}" for place in _places(difference, shown))


def _markdown(
    differences: list[Difference], shown: Mapping[tuple[str, str], list[str]], same: int
) -> Iterator[str]:
    yield from ("### What the pages say differently", "", _summary(differences, same))
    if differences:
        yield from ("", "| run | what | change | because | shown in |", "|---|---|---|---|---|")
    for d in differences:
        cells = (
            f"`{d.key}`", f"{d.kind} `{d.name}`" if d.name else d.kind, _change(d),
            "; ".join(d.causes), "<br>".join(p.split(": ", 1)[0] for p in _places(d, shown)),
        )  # fmt: skip
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _summary(differences: list[Difference], same: int) -> str:
    if not differences:
        return f"nothing differs: {same} results are the same"
    runs = len({d.key for d in differences})
    return f"{len(differences)} differences in {runs} runs; {same} results are the same"
