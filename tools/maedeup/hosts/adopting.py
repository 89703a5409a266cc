"""`maedeup adopt`: run what a note holds as text, keep what runs, say why the rest does not."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from maedeup.build import RunOptions, read, run
from maedeup.edit import adopt
from maedeup.edit.adopt import Adoption
from maedeup.edit.adopted import (
    USUAL,
    Verdict,
    cell_name,
    make_lab,
    make_note,
    make_snippet,
    rows_before,
)
from maedeup.edit.edits import write_all
from maedeup.edit.importing import bytes_like
from maedeup.hosts.settings import load_settings
from maedeup.notes.note import Note
from maedeup.runs.product import Error
from maedeup.runs.snippet import parse_snippet
from maedeup.text.errors import MaedeupError, Problem, suggest
from maedeup.text.paths import SourcePath, read_source, slug_of, to_source_path
from maedeup.text.strings import strings_of
from maedeup.vault.vault import Vault

MOST_RUNS = 40
"""Of one note: each failure takes a piece out, and the rest runs again."""


@dataclass
class Found(Verdict):
    """What running the pieces of one note told, and what they lack."""

    packages: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `adopt`."""
    parser = commands.add_parser("adopt", help="make cells that are run of Python in notes")
    parser.add_argument("names", nargs="+", metavar="NOTE", help="notes by name, or .ipynb files")
    parser.add_argument("--dry-run", action="store_true", help="run, say what runs, write nothing")
    parser.add_argument("--network", action="store_true", help="let the runs reach other machines")
    parser.add_argument(
        "--timeout", type=float, default=0.0, metavar="SECONDS", help="for each run; else 120"
    )
    parser.add_argument(
        "--saved-outputs", action="store_true",
        help="show what a notebook was saved with, marked so, where a cell does not run",
    )  # fmt: skip
    parser.set_defaults(command=_adopt)


def _adopt(options: argparse.Namespace) -> int:
    vault = read(load_settings(options.root.resolve(), options.config_file))
    kept = 0
    for name in options.names:
        try:
            kept += _adopt_one(vault, name, options)
        except MaedeupError as error:
            print(error, file=sys.stderr)
    return 0 if kept else 1


def _adopt_one(vault: Vault, name: str, options: argparse.Namespace) -> int:
    """Adopt one note or notebook; return how many of its pieces run."""
    frameworks = frozenset(p for p in adopt.FRAMEWORKS.values() if find_spec(p) is not None)
    root, taken = vault.root, {snippet.name for snippet in vault.snippets.values()}
    if name.endswith(".ipynb"):
        file = root / name if (root / name).is_file() else Path(name).absolute()
        path = to_source_path(root, file) if file.is_relative_to(root) else SourcePath(name)
        text = read_source(file, path)
        slug = _free(adopt.snippet_name(slug_of(path)), taken)
        adoption = adopt.read_notebook(text, path, slug, frameworks)
        target = SourcePath(f"{vault.settings.snippets}/labs/{slug}.py")
    else:
        note = _find(vault, name)
        path, file = note.path, root / note.path
        text = read_source(file, path)
        slug = _free(adopt.snippet_name(note.slug), taken)
        adoption = adopt.read_note(text, slug, note.title, frameworks)
        target = SourcePath(f"{vault.settings.snippets}/{slug}.py")
    if not adoption.pieces:
        print(f"{path}: no Python that nothing runs")
        return 0
    declared = {"network": True} if options.network else {}
    declared |= {"timeout_s": options.timeout} if options.timeout else {}
    found = find_running(vault, adoption, target, declared)
    runs = sum(bool(found.running(n, piece)) for n, piece in enumerate(adoption.pieces))
    parts = sum(map(bool, found.kept.values()))
    in_part = f", {parts} of them in part" if parts else ""
    print(f"{path}: {runs} of {len(adoption.pieces)} pieces run{in_part}")
    for line in sorted(found.imports):
        print(f"  added: {line}")
    for number, reason in sorted(found.reasons.items()):
        rest = "the rest of " * bool(found.kept.get(number))
        print(f"  {rest}{cell_name(number)} is not run: {reason}")
    for told, names in (
        ("declared package", adoption.packages), ("missing package", found.packages),
        ("declared data", adoption.downloads), ("missing data", found.data),
    ):  # fmt: skip
        for one in dict.fromkeys(names):
            print(f"  {told}: {one}")
    if options.dry_run or not runs:
        return runs
    contents: dict[str, bytes | None] = {}
    if path.endswith(".ipynb"):
        strings = strings_of(vault.settings.language)
        saved = strings.saved_output if options.saved_outputs else ""
        lab = make_lab(adoption, found, declared, saved)
        contents[target] = lab.encode()
    else:
        snippet, _ = make_snippet(adoption, found, declared)
        contents[target] = snippet.encode()
        new = make_note(text, adoption, found)
        contents[path] = bytes_like(file.read_bytes(), new)
    needed = root / "requirements.txt"
    wanted = [*adoption.packages, *found.packages]
    before = needed.read_text("utf-8") if needed.is_file() else ""
    if wanted and (after := adopt.add_requirements(before, wanted)) != before:
        contents["requirements.txt"] = after.encode()
    write_all(root, contents)
    for written in contents:
        print(f"  written: {written}")
    if path.endswith(".ipynb"):
        print(f"  {path} stays as it is; name it in `exclude_docs` to show the lab alone")
    return runs


def find_running(
    vault: Vault, adoption: Adoption, path: SourcePath, declared: Mapping[str, object]
) -> Found:
    """Run the pieces, without each that fails, until the rest runs to its end."""
    found = Found({n: p.reason for n, p in enumerate(adoption.pieces) if p.reason})
    for _ in range(MOST_RUNS):
        text, lines = make_snippet(adoption, found, declared)
        if not lines:
            return found
        snippet = parse_snippet(path, text)
        results = run(vault, RunOptions(only=[snippet], keep_warm=True))
        error = results.by_key[snippet.key].products.error
        if error is None:
            return found
        line = USUAL.get(_unknown_name(error), "")
        if line and line not in found.imports and find_spec(re.split(r"[ .]", line)[1]):
            found.imports.append(line)
            continue
        # What a function of an earlier piece could not do, the piece that calls it asked for.
        asked = re.search(r"line (\d+), in <module>", error.traceback)
        at = int(asked[1]) if asked else error.line
        failed = max((n for n, line in lines.items() if line <= at), default=max(lines))
        said = f"{error.type}: {error.message}".split("\n")[0][:160]
        found.reasons[failed] = said
        code = adoption.pieces[failed].code
        blank = len(code) - len(code.lstrip("\n"))
        found.kept[failed] = rows_before(code, at - lines[failed] + blank)
        _note_lack(error, found)
        if package := re.search(r"No module named '([\w]+)", error.message):
            asks = re.compile(rf"(?m)^\s*(?:import|from)\s+{package[1]}\b")
            for number, piece in enumerate(adoption.pieces):
                if number not in found.reasons and asks.search(piece.code):
                    found.reasons[number] = said
    for number in lines:
        found.kept.pop(number, None)
        found.reasons.setdefault(number, f"not found out in {MOST_RUNS} runs")
    return found


def _unknown_name(error: Error) -> str:
    found = re.fullmatch(r"name '(\w+)' is not defined.*", error.message.split("\n")[0])
    return found[1] if found and error.type == "NameError" else ""


def _note_lack(error: Error, found: Found) -> None:
    """Remember the package or the file that a run lacked."""
    if package := re.search(r"No module named '([\w]+)", error.message):
        found.packages.append(adopt.PACKAGES.get(package[1], package[1]))
    if error.type in ("FileNotFoundError", "OSError"):
        named = re.findall(r"'([^']+)'", error.message) or [error.message.split()[0]]
        found.data.append(named[-1])


def _find(vault: Vault, name: str) -> Note:
    """Return the note that a slug, a title or a path names."""
    notes = [note for note in vault.notes.values() if note.path.endswith(".md")]
    wanted: list[Callable[[Note], str]] = [
        lambda note: note.path, lambda note: note.src_uri, lambda note: note.slug,
        lambda note: note.title,
    ]  # fmt: skip
    for key in wanted:
        found = [note for note in notes if key(note) in (name, f"{name}.md")]
        if len(found) == 1:
            return found[0]
        if found:
            paths = ", ".join(note.path for note in found)
            hint = f"write one of: {paths}"
            raise MaedeupError(Problem("ambiguous-note", name, 0, "ambiguous note", name, hint))
    hint = suggest(name, [note.slug for note in notes])
    raise MaedeupError(Problem("unknown-note", name, 0, "unknown note", name, hint))


def _free(slug: str, taken: set[str]) -> str:
    """Return a name that no snippet has."""
    name, number = slug, 1
    while f"{name}.py" in taken or name in sys.stdlib_module_names:
        number += 1
        name = f"{slug}-{number}"
    taken.add(f"{name}.py")
    return name
