"""A run on its way to another machine: the snippet as plain data, and the files that it needs.

What a run needs is what its last receipt names and what its text imports and names; what it needs
besides, the receipt of the run tells: whatever it looked for that is here and did not come along.
"""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from maedeup.runs.imported import scan_imports
from maedeup.runs.lookup import find_hidden, list_modules
from maedeup.runs.receipt import CHANGED_MEANWHILE, Receipt
from maedeup.runs.run import RESULT_OPTIONS
from maedeup.runs.snippet import Cell, Options, Snippet, string_constants
from maedeup.runs.world import THERE
from maedeup.text.paths import SourcePath, find_source_path, is_inside, on_disk

OWN = ".maedeup"
"""Folder of the laid-out project that is no part of what travels."""

DIR, LINK, FILE, PROGRAM = "dir", "link", "file", "program"


@dataclass(frozen=True)
class Parcel:
    """One run, as it travels."""

    snippet: Snippet
    kinds: Mapping[str, tuple[str, str]]
    """By path from the root: `DIR`, `LINK`, `FILE` or `PROGRAM`, and where a link leads to."""
    env: Mapping[str, str | None]
    """The variables that the snippet declares, as they are where the build is."""
    wanted: Sequence[str]
    """Modules that this and other runs import: imported once, before the first."""
    watch: str

    def to_text(self) -> str:
        """Return the text that `from_text` reads back."""
        options = {name: getattr(self.snippet.options, name) for name in RESULT_OPTIONS}
        cells = [dataclasses.asdict(cell) for cell in self.snippet.cells]
        fields = {
            "path": self.snippet.path, "text": self.snippet.text, "cells": cells,
            "options": options, "variant": self.snippet.variant, "claims": self.snippet.claims,
            "kinds": self.kinds, "env": self.env, "wanted": self.wanted, "watch": self.watch,
        }  # fmt: skip
        return json.dumps(fields)

    @staticmethod
    def from_text(text: str) -> Parcel:
        """Read what `to_text` wrote.

        Raises:
            ValueError, KeyError, TypeError: it is something else.
        """
        data = json.loads(text)
        options: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in data["options"].items()
        }
        cells = tuple(Cell(**cell | {"tags": tuple(cell["tags"])}) for cell in data["cells"])
        snippet = Snippet(
            SourcePath(data["path"]), data["text"], cells, Options(**options), data["variant"],
            tuple(data["claims"]),
        )  # fmt: skip
        kinds = {path: (kind, target) for path, (kind, target) in data["kinds"].items()}
        for path, (_, target) in kinds.items():
            folder = path.rpartition("/")[0]
            if not is_inside(path) or not is_inside(f"{folder}/{target}".lstrip("/")):
                raise ValueError(f"leads out of the project: {path}")
        return Parcel(snippet, kinds, data["env"], data["wanted"], data["watch"])


def make_parcel(
    root: Path, snippet: Snippet, paths: Iterable[str], wanted: Sequence[str], watch: str
) -> tuple[Parcel, dict[str, bytes]]:
    """Return a run as it travels, and the bytes of its files by path."""
    kinds: dict[str, tuple[str, str]] = {}
    files: dict[str, bytes] = {}
    for path in sorted(paths):
        _add(root, path, kinds, files)
    env = {name: os.environ.get(name) for name in snippet.options.env}
    return Parcel(snippet, kinds, env, wanted, watch), files


def _add(root: Path, path: str, kinds: dict[str, tuple[str, str]], files: dict[str, bytes]) -> None:
    """Add a file, a folder or a link, and what it leads to."""
    if path == "." or path.split("/")[0] == OWN or path in kinds:
        return
    here = on_disk(root, path)
    name = here.relative_to(root).as_posix()
    above = name.rpartition("/")[0]
    if above:
        _add(root, above, kinds, files)
    if above and kinds.get(above, ("",))[0] == LINK:
        _add(root, find_source_path(str(root), str(here.resolve())) or ".", kinds, files)
        return
    target = os.readlink(here) if here.is_symlink() else ""  # noqa: PTH115
    leads_to = find_source_path(str(root), str(here.parent / target)) if target else None
    if leads_to and not target.startswith("/"):
        kinds[name] = (LINK, target)
        if here.exists():
            _add(root, leads_to, kinds, files)
    elif here.is_dir():
        kinds[name] = (DIR, "")
    elif here.is_file():
        files[name] = here.read_bytes()
        kinds[name] = (PROGRAM if os.access(here, os.X_OK) else FILE, "")


def guess_needed(root: Path, snippet: Snippet, receipts: Iterable[Receipt]) -> set[str]:
    """Return the paths of what a run may need, by its text and by earlier receipts."""
    helpers, _ = scan_imports(root, snippet)
    named = {*string_constants(snippet.text), *snippet.options.inputs, "matplotlibrc"}
    found = {path for name in named if (path := find_source_path(str(root), name))}
    paths = {snippet.path, *helpers, *(path for path in found if (root / path).is_file())}
    folder = snippet.path.rpartition("/")[0] or "."
    paths |= set(_modules_in(root, folder, find_hidden(list_modules(str(root / folder)))))
    for receipt in receipts:
        paths |= find_needed(root, receipt)
    return paths


def find_needed(root: Path, receipt: Receipt) -> set[str]:
    """Return the paths of all that a run looked for in the project and that is here."""
    paths = {path for path in (*receipt.modules, *receipt.files) if _is_here(root, path)}
    for path, digest in receipt.folders.items():
        if _is_here(root, path):
            paths.add(path)
            if not digest.startswith(THERE):  # its names were listed
                with os.scandir(on_disk(root, path)) as entries:
                    paths |= {os.path.relpath(entry.path, root) for entry in entries}
    for path in receipt.imports:
        folder, _, name = path.rpartition("/")
        paths |= set(_modules_in(root, folder, [name]))
    for folder in receipt.hidden:
        hidden = find_hidden(list_modules(str(root / folder)))
        paths |= set(_modules_in(root, folder, hidden))
    return {path for path in paths if path != "."}


def _is_here(root: Path, path: str) -> bool:
    return path[:1] != "/" and os.path.lexists(on_disk(root, path))


def _modules_in(root: Path, folder: str, names: Iterable[str]) -> Iterator[str]:
    if folder[:1] != "/":
        modules = list_modules(str(root / folder))
        for name in names:
            for file in modules.get(name, []):
                yield os.path.normpath(f"{folder}/{file}")


def without_moved(receipt: Receipt) -> Receipt:
    """Return a receipt without what was changed while the run read it: that holds nowhere."""
    fields: dict[str, Any] = {
        name: {k: v for k, v in getattr(receipt, name).items() if v != CHANGED_MEANWHILE}
        for name in ("modules", "files", "folders", "imports")
    }
    return dataclasses.replace(receipt, **fields)


def lay_out(root: Path, parcel: Parcel, files: Mapping[str, bytes]) -> None:
    """Make a folder hold just what came along; what lies there already as it came is left.

    Raises:
        KeyError: a file did not come along.
    """
    kinds = parcel.kinds
    for folder, names, others in os.walk(root, topdown=True):
        for name in list(names) + others:
            place = os.path.relpath(f"{folder}/{name}", root)
            kind = kinds.get(place, ("", ""))[0]
            is_folder = name in names and not os.path.islink(f"{folder}/{name}")  # noqa: PTH114
            if place == OWN or (is_folder and kind != DIR) or (not is_folder and kind == LINK):
                if name in names:
                    names.remove(name)
                if place != OWN:
                    _remove(root / place, is_folder)
            elif not is_folder and kind not in (FILE, PROGRAM):
                _remove(root / place, False)
    for place in sorted(kinds):  # a folder comes before what lies in it
        kind, target = kinds[place]
        path = root / place
        path.parent.mkdir(parents=True, exist_ok=True)
        if kind == DIR:
            path.mkdir(exist_ok=True)
        elif kind == LINK:
            path.symlink_to(target)
        else:
            if not path.is_file() or path.read_bytes() != files[place]:
                path.write_bytes(files[place])
            path.chmod(0o755 if kind == PROGRAM else 0o644)


def _remove(path: Path, is_folder: bool) -> None:
    if is_folder:
        shutil.rmtree(path)
    else:
        path.unlink()
