"""Changes to files: each at a line and columns, all of them written or none."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from maedeup.text.paths import on_disk

LINE_END = re.compile(r"(\r\n|\r|\n)")


@dataclass(frozen=True, order=True)
class Edit:
    """Text that takes the place of other text within one line of a file."""

    path: str
    line: int
    """1-based."""
    start: int
    end: int
    """Columns of the line, 0-based, without a byte-order mark."""
    new: str


class Rows:
    """The lines of a file as they are: no byte of it is lost between reading and writing."""

    def __init__(self, data: bytes) -> None:
        text = data.decode("utf-8")
        self._mark = "\ufeff" if text.startswith("\ufeff") else ""
        parts = LINE_END.split(text.removeprefix(self._mark))
        self.rows, self._ends = parts[::2], [*parts[1::2], ""]

    def change(self, edits: Iterable[Edit]) -> None:
        """Make changes that do not overlap."""
        for edit in sorted(set(edits), reverse=True):
            row = self.rows[edit.line - 1]
            self.rows[edit.line - 1] = row[: edit.start] + edit.new + row[edit.end :]

    def replace(self, first: int, last: int, rows: list[str]) -> None:
        """Put rows in the place of lines `first` to `last`, 1-based."""
        end = self._ends[last - 1] or next((end for end in self._ends if end), "\n")
        ends = [end] * (len(rows) - 1) + [self._ends[last - 1]]
        self.rows[first - 1 : last], self._ends[first - 1 : last] = rows, ends

    def add(self, row: str) -> None:
        """Add a line at the end."""
        end = next((end for end in self._ends if end), "\n")
        if self.rows[-1]:
            self._ends[-1] = end
            self.rows.append("")
            self._ends.append("")
        self.rows[-1:] = [row, ""]
        self._ends[-1:] = [end, ""]

    def drop(self, beginnings: tuple[str, ...]) -> None:
        """Take out the lines that begin with one of these."""
        kept = [
            (row, end)
            for row, end in zip(self.rows, self._ends, strict=True)
            if not row.startswith(beginnings)
        ]
        self.rows, self._ends = [row for row, _ in kept], [end for _, end in kept]

    def data(self) -> bytes:
        """Return the file's bytes."""
        pairs = zip(self.rows, self._ends, strict=True)
        return (self._mark + "".join(row + end for row, end in pairs)).encode()


def by_file(edits: Iterable[Edit]) -> dict[str, list[Edit]]:
    """Sort edits by file."""
    found: dict[str, list[Edit]] = defaultdict(list)
    for edit in edits:
        found[edit.path].append(edit)
    return found


def write_edits(root: Path, edits: Iterable[Edit]) -> dict[str, int]:
    """Make changes in files, in all or in none; return how many in each."""
    contents: dict[str, bytes | None] = {}
    counts: dict[str, int] = {}
    for path, changes in by_file(edits).items():
        rows = Rows(on_disk(root, path).read_bytes())
        rows.change(changes)
        contents[path], counts[path] = rows.data(), len(set(changes))
    write_all(root, contents)
    return counts


def write_all(root: Path, contents: dict[str, bytes | None]) -> None:
    """Write files, and delete those whose content is None: all, or none if one cannot be.

    Raises:
        OSError: one could not be written; every file is as it was.
    """
    staged: dict[str, str] = {}
    before: dict[str, bytes | None] = {}
    try:
        for path, data in contents.items():
            file = on_disk(root, path)
            before[path] = file.read_bytes() if file.is_file() else None
            file.parent.mkdir(parents=True, exist_ok=True)
            if data is not None:
                handle, staged[path] = tempfile.mkstemp(dir=file.parent, prefix=".part-")
                with os.fdopen(handle, "wb") as stream:
                    stream.write(data)
                if before[path] is not None:
                    Path(staged[path]).chmod(file.stat().st_mode)
                else:
                    Path(staged[path]).chmod(0o644)
    except BaseException:
        _remove(staged.values())
        raise
    done: list[str] = []
    try:
        for path in contents:
            done.append(path)
            if path in staged:
                Path(staged[path]).replace(on_disk(root, path))
            else:
                on_disk(root, path).unlink()
    except BaseException:
        _remove(staged.values())
        for path in done:
            old = before[path]
            if old is None:
                on_disk(root, path).unlink(missing_ok=True)
            else:
                on_disk(root, path).write_bytes(old)
        raise


def copy_all(root: Path, sources: Mapping[str, Path]) -> None:
    """Copy files to paths where none is, byte for byte: all, or none if one cannot be.

    Raises:
        OSError: one could not be copied; none of them is there.
    """
    done: list[str] = []
    try:
        for path, source in sources.items():
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            with source.open("rb") as stream, file.open("xb") as new:
                done.append(str(file))
                shutil.copyfileobj(stream, new)
    except BaseException:
        _remove(done)
        raise


def _remove(files: Iterable[str]) -> None:
    for file in files:
        Path(file).unlink(missing_ok=True)
