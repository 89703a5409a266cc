"""`maedeup import`: another tool's folder of notes, copied as notes of this one.

The source is only read, unless it is to be changed in place; no file that is there is written over.
"""

from __future__ import annotations

import json
import posixpath
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from maedeup.edit.edits import copy_all, write_all
from maedeup.edit.foreign import Foreign, read_foreign
from maedeup.edit.rewriting import Dead, Rewritten, new_path, rewrite, rewrite_cell
from maedeup.notes.note import FRONT_MATTER
from maedeup.text.errors import MaedeupError, Problem
from maedeup.vault.bibliography import FILE as BIBLIOGRAPHY

HOMES = ("index.md", "README.md")


@dataclass
class Plan:
    """What an import would write, and what it found."""

    foreign: Foreign
    paths: dict[str, str] = field(default_factory=dict)
    """Where each file goes, and where it is now."""
    contents: dict[str, bytes] = field(default_factory=dict)
    """Of those that do not stay as they are."""
    changes: Counter[str] = field(default_factory=Counter)
    dead: list[Dead] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    """Files that were there already and stay."""
    unread: list[str] = field(default_factory=list)
    """Notes that are no UTF-8 text: copied as they are."""

    def report(self) -> Iterator[str]:
        """Yield what a person should know, a line each."""
        foreign = self.foreign
        endings = Counter(posixpath.splitext(path)[1] for path in foreign.files)
        others = len(foreign.files) - endings[".md"] - endings[".ipynb"]
        yield (
            f"{foreign.kind}: {endings['.md']} notes, {endings['.ipynb']} notebooks, "
            f"{others} other files"
        )
        for kind, count in sorted(self.changes.items()):
            yield f"rewritten: {count} {kind}"
        for path in self.kept:
            yield f"there already, left as it is: {path}"
        for path in self.unread:
            yield f"no UTF-8 text, copied as it is: {path}"
        if foreign.left:
            told = ", ".join(f"{count} {ending}" for ending, count in foreign.left.most_common())
            yield f"not taken along: {told}"
        for dead in self.dead:
            yield f"dead: {dead.path}:{dead.line}: {dead.target}"
        yield (
            f"{len(self.paths)} files, {len(self.contents)} of them changed; "
            f"{len(self.dead)} dead links"
        )


def plan_import(source: Path) -> Plan:
    """Read a folder and work out what becomes of each file.

    Raises:
        MaedeupError: there is no such folder, or no note in it.
    """
    if not source.is_dir():
        raise MaedeupError(Problem("no-folder", str(source), 0, "no such folder", source.name))
    foreign = read_foreign(source)
    if not any(path.endswith((".md", ".ipynb")) for path in foreign.files):
        hint = "name the folder that holds the notes"
        raise MaedeupError(Problem("no-note", str(source), 0, "no note in it", source.name, hint))
    plan = Plan(foreign)

    @lru_cache(maxsize=512)
    def body_of(path: str) -> str:
        text = (source / path).read_text("utf-8", "replace")
        head = FRONT_MATTER.match(text)
        return text[head.end() :] if head else text

    taken = {path for path in foreign.files if not path.endswith("_index.md")}
    for path in foreign.files:
        there = new_path(path) if new_path(path) not in taken else path
        if path == foreign.bibliography:
            there = BIBLIOGRAPHY
        plan.paths[there] = path
        if not path.endswith((".md", ".ipynb")):
            continue
        data = (source / path).read_bytes()
        try:
            done = _rewritten(path, data, foreign, body_of)
        except UnicodeDecodeError:
            plan.unread.append(path)
            done = None
        if done is not None:
            plan.changes.update(done.changes)
            plan.dead += done.dead
            if (new := bytes_like(data, done.text)) != data:
                plan.contents[there] = new
    if not any(home in plan.paths for home in HOMES):
        plan.contents["index.md"] = home_page(plan.paths, source.resolve().name).encode()
        plan.changes["first page, which there was none of"] += 1
    return plan


def write_import(plan: Plan, root: Path, folder: str) -> None:
    """Write a plan's files into a folder below `root`; what is there stays."""
    there = {*plan.paths, *plan.contents}
    plan.kept = sorted(path for path in there if (root / folder / path).exists())
    new = sorted(there - set(plan.kept))
    texts = {f"{folder}/{path}": plan.contents[path] for path in new if path in plan.contents}
    copies = {f"{folder}/{p}": plan.paths[p] for p in new if p not in plan.contents}
    copy_all(root, {path: plan.foreign.root / source for path, source in copies.items()})
    write_all(root, dict(texts))


def write_in_place(plan: Plan) -> None:
    """Write what changes over the source itself; a file that gets another name is moved."""
    root = plan.foreign.root
    contents: dict[str, bytes | None] = dict(plan.contents)
    for there, path in plan.paths.items():
        if there != path:
            contents.setdefault(there, (root / path).read_bytes())
            contents[path] = None
    write_all(root, contents)


def home_page(paths: Iterable[str], title: str) -> str:
    """Return a first page that leads to the notes of the top folder, and into each folder."""
    notes = sorted(path for path in paths if path.endswith((".md", ".ipynb")))
    rows = []
    first: dict[str, str] = {}
    for path in notes:
        folder, _, rest = path.partition("/")
        if not rest:
            rows.append((posixpath.splitext(path)[0], path))
        elif folder not in first or posixpath.basename(path) in HOMES:
            first[folder] = path
    rows += list(first.items())
    # A notebook is a page like any note.
    listed = "".join(f"- [{name}](<{path.replace('.ipynb', '.md')}>)\n" for name, path in rows)
    return f"---\ntitle: {json.dumps(title, ensure_ascii=False)}\n---\n\n{listed}"


def _rewritten(
    path: str, data: bytes, foreign: Foreign, body_of: Callable[[str], str]
) -> Rewritten | None:
    """Return what becomes of a file's text; None for what is no note."""
    if path.endswith(".md"):
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        return rewrite(text, path, foreign, body_of)
    if not path.endswith(".ipynb"):
        return None
    text = data.decode("utf-8-sig")
    done = Rewritten(text)
    try:
        notebook = json.loads(text)
        cells = [c for c in notebook["cells"] if c["cell_type"] == "markdown"]
        for cell in cells:
            source = cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])
            new = rewrite_cell(source, path, foreign, body_of)
            for kind, count in new.changes.items():
                done.changes[kind] = done.changes.get(kind, 0) + count
            done.dead += new.dead
            if new.text != source:
                cell["source"] = new.text.splitlines(keepends=True)
                done.text = ""
    except (ValueError, KeyError, TypeError):
        return None  # which `check` tells
    if not done.text:
        done.text = json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"
    return done


def bytes_like(data: bytes, text: str) -> bytes:
    """Return a text with the line ends and the byte-order mark that the file had."""
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    if b"\r\n" in data and "\r\n" not in text:
        text = text.replace("\n", "\r\n")
    return mark + text.encode()
