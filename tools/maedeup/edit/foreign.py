"""A folder of notes that another tool made: its files, and what a path in one of them means."""

from __future__ import annotations

import os
import posixpath
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal

import yaml

from maedeup.edit.logseq import outdented, read_blocks, read_properties
from maedeup.edit.roles import Label, read_labels
from maedeup.notes.note import FRONT_MATTER
from maedeup.text.bounded_yaml import load_yaml
from maedeup.text.paths import SourcePath, nfc
from maedeup.vault.bibliography import Work, parse_works

Kind = Literal["obsidian", "markdown", "notebooks"]

CARRIED = frozenset((
    ".md", ".ipynb", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".bmp", ".ico",
    ".mp3", ".wav", ".ogg", ".m4a", ".flac", ".mp4", ".webm", ".mov", ".ogv", ".pdf", ".csv",
    ".tsv", ".json", ".jsonl", ".txt", ".npy", ".npz", ".parquet", ".xlsx", ".zip", ".gz", ".bib",
    ".css",
))  # fmt: skip
"""Endings of what a site shows or a notebook reads; other files come if a note names them."""

TITLE_FIRST = re.compile(r"\ufeff?(?:---[ \t]*\r?\n.*?^(?:---|\.\.\.)[ \t]*$)?\s*# ", re.M | re.S)
"""A note that begins with a heading of the first rank, behind its front matter."""

LEFT = frozenset("node_modules _site site build dist venv __pycache__ layouts themes".split())
"""Folders that hold a tool's own files."""


@dataclass(frozen=True)
class Foreign:
    """The files of a folder, by path from it."""

    root: Path
    files: tuple[str, ...]
    kind: Kind
    left: Counter[str] = field(default_factory=Counter)
    """Files that no site shows, counted by their ending."""
    begins_with_titles: bool = False
    """Whether its notes begin with a heading of their own, and Obsidian does not name them."""

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for path in self.files:
            found[posixpath.basename(path).casefold()].append(path)
        return found

    def is_ambiguous(self, name: str) -> bool:
        """Say whether two notes, or two other files, have a name."""
        named = self._by_name.get(name.casefold(), []) + self._by_name.get(
            f"{name.casefold()}.md", []
        )
        return len(named) > 1

    @cached_property
    def _by_folded(self) -> dict[str, str]:
        return {path.casefold(): path for path in reversed(self.files)}

    @cached_property
    def aliases(self) -> frozenset[str]:
        """What notes are called besides."""
        found: set[str] = set()
        for path in self.files:
            if path.endswith(".md"):
                text = (self.root / path).read_text("utf-8", "replace")
                found.update(nfc(name).casefold() for name in _names_in(text, path))
        return frozenset(found)

    @cached_property
    def labels(self) -> Mapping[str, Label]:
        """What labels of books and ids of Logseq's blocks name."""
        found: dict[str, Label] = {}
        for path in self.files:
            if path.endswith(".md"):
                text = (self.root / path).read_text("utf-8", "replace")
                head = FRONT_MATTER.match(text)
                body = text[head.end() :] if head else text
                if "label:`" in text or ")=" in text:
                    found |= read_labels(body, path)
                if self.is_logseqs and "id::" in text:
                    found |= read_blocks(outdented(body), path)
        return found

    @cached_property
    def is_logseqs(self) -> bool:
        """Whether Logseq keeps its settings there."""
        return any(
            (place / "logseq" / "config.edn").is_file()
            for place in (self.root, self.root.resolve().parent)
        )

    @cached_property
    def bibliography(self) -> str:
        """The file of the works that notes cite, where there is just one."""
        found = [path for path in self.files if path.endswith(".bib")]
        return found[0] if len(found) == 1 else ""

    @cached_property
    def works(self) -> Mapping[str, Work]:
        """The works of the bibliography, by key."""
        if not self.bibliography:
            return {}
        text = (self.root / self.bibliography).read_text("utf-8", "replace")
        return parse_works(SourcePath(self.bibliography), text)[0]

    def first_in(self, folder: str, source: str) -> str:
        """Return the first note of the folder that is meant in the file `source`, '' without one.

        GitHub shows what is in it, of which no site has a page.
        """
        for place in [""] if folder.startswith("/") else [posixpath.dirname(source), ""]:
            start = posixpath.normpath(posixpath.join(place, folder.lstrip("/"))) + "/"
            start = "" if start == "./" else start
            inside = [
                path
                for path in self.files
                if path.startswith(start) and path.endswith((".md", ".ipynb"))
            ]
            if inside:
                return min(inside, key=lambda path: (path.count("/"), path))
        return ""

    def find(self, target: str, source: str) -> str:
        """Return the file that `target` means in the file `source`, '' where there is none.

        From the file's own folder, else from the root, else by name wherever it lies, as Obsidian
        and GitHub's pages do.
        """
        own = posixpath.dirname(source)
        places = [""] if target.startswith("/") else [own, ""]
        for place in places:
            path = posixpath.normpath(posixpath.join(place, target.lstrip("/")))
            for ending in ("", ".md", ".ipynb", "/index.md", "/README.md", "/_index.md"):
                if found := self._by_folded.get(posixpath.normpath(path + ending).casefold()):
                    return found
        wanted = f"/{target.lstrip('./')}".casefold()
        for name in (wanted, f"{wanted}.md"):
            named = self._by_name.get(posixpath.basename(name), [])
            near = [path for path in named if f"/{path}".casefold().endswith(name)]
            if near:
                return min(near, key=lambda path: (path.count("/"), path))
        return ""


def read_foreign(root: Path) -> Foreign:
    """List the files of a folder of notes, and say what kind of folder it is."""
    files: list[str] = []
    left: Counter[str] = Counter()
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(n for n in folders if not n.startswith(".") and n not in LEFT)
        within = Path(folder).relative_to(root)
        for name in sorted(names):
            if not name.startswith(".") and not Path(folder, name).is_symlink():
                files.append(nfc((within / name).as_posix()))
    named = _named_files(root, files)
    has_notebook = {posixpath.dirname(path) for path in files if path.endswith(".ipynb")}
    carried = []
    for path in files:
        ending = posixpath.splitext(path)[1].lower()
        is_helper = ending == ".py" and posixpath.dirname(path) in has_notebook
        if posixpath.basename(path) == "README.md" and f"{path[:-9]}index.md" in files:
            left["README.md beside index.md, of which a site shows one"] += 1
        elif ending in CARRIED or is_helper or posixpath.basename(path) in named:
            carried.append(path)
        else:
            left[ending or posixpath.basename(path)] += 1
    kind = _kind_of(root, carried)
    return Foreign(root, tuple(carried), kind, left, _begins_with_titles(root, carried))


def _named_files(root: Path, files: list[str]) -> set[str]:
    """Return the names of files that some note's links name and that no site shows by itself."""
    others = {
        posixpath.basename(path)
        for path in files
        if posixpath.splitext(path)[1].lower() not in CARRIED
    }
    named: set[str] = set()
    for path in files if others else ():
        if path.endswith(".md"):
            text = (root / path).read_text("utf-8", "replace")
            for match in re.finditer(r"(?:\]\(|\[\[)([^\])|#\n]+)", text):
                named.add(posixpath.basename(match[1].split("?")[0]))
    return named & others


def _kind_of(root: Path, files: list[str]) -> Kind:
    notes = [path for path in files if path.endswith(".md")]
    notebooks = [path for path in files if path.endswith(".ipynb")]
    if len(notebooks) > len(notes):
        return "notebooks"
    if _is_obsidians(root):
        return "obsidian"
    linked = sum("[[" in (root / path).read_text("utf-8", "replace") for path in notes[:200])
    return "obsidian" if linked * 5 >= len(notes[:200]) and linked else "markdown"


def _is_obsidians(root: Path) -> bool:
    return any((place / ".obsidian").is_dir() for place in (root, *root.resolve().parents[:3]))


def _begins_with_titles(root: Path, files: list[str]) -> bool:
    """Say whether four of five notes begin with a heading, as where no name of a file is shown."""
    notes = [path for path in files if path.endswith(".md")][:200]
    if not notes or _is_obsidians(root):
        return False
    texts = [(root / path).read_text("utf-8", "replace") for path in notes]
    return sum(bool(TITLE_FIRST.match(text)) for text in texts) * 5 >= len(texts) * 4


def _names_in(text: str, path: str) -> list[str]:
    """Return the aliases that a note's front matter or its first lines name."""
    head = FRONT_MATTER.match(text)
    body = text[head.end() :] if head else text
    try:
        meta = load_yaml((head and head[1]) or "")
    except yaml.YAMLError:
        meta = None
    named = [meta.get("aliases"), meta.get("alias")] if isinstance(meta, dict) else []
    said = read_properties(body, path)
    named += [said.get("aliases"), [said["title"]] if "title" in said else None]
    parts = [one.split(",") if isinstance(one, str) else one for one in named]
    return [str(name).strip() for one in parts if isinstance(one, list) for name in one]
