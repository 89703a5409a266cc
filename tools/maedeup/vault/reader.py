"""Files of a vault: which there are, and their texts, read again only where they may differ."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from maedeup.runs.unchanged import is_settled, state_of
from maedeup.text.paths import SourcePath, read_source

Made = TypeVar("Made")


def list_files(
    folder: Path, ending: str, hidden: bool = False, links: list[str] | None = None
) -> list[str]:
    """Return the paths of all files with an ending below a folder, folder by folder.

    Args:
        folder: where to look; no link to another folder is followed.
        ending: with its dot.
        hidden: whether names that begin with a dot count.
        links: is given the path of each symbolic link, to whatever it leads.
    """
    found: list[tuple[str, ...]] = []
    waiting: list[tuple[str, ...]] = [()]
    while waiting:
        within = waiting.pop()
        try:
            entries = list(os.scandir(os.path.join(folder, *within)))  # noqa: PTH118
        except OSError:
            continue
        for entry in entries:
            if entry.name.startswith(".") and not hidden:
                continue
            if links is not None and entry.is_symlink():
                links.append("/".join((*within, entry.name)))
            if entry.is_dir():
                if not entry.is_symlink():
                    waiting.append((*within, entry.name))
            elif entry.name.endswith(ending):
                found.append((*within, entry.name))
    return ["/".join(parts) for parts in sorted(found)]


class Reader:
    """Reads texts; one whose file is in the same state is not read again."""

    def __init__(self) -> None:
        self._known: dict[str | Path, tuple[object, str]] = {}
        self._made: dict[tuple[Path, ...], tuple[object, Any]] = {}

    def read(self, file: str | Path, path: SourcePath) -> str:
        """Return the text of a file, as `read_source` does."""
        since, state = time.time_ns(), state_of(file)
        kept = self._known.get(file)
        if kept is not None and kept[0] == state:
            return kept[1]
        text = read_source(Path(file), path)
        if is_settled(state, since):
            self._known[file] = (state, text)
        else:  # it may be written once more within the clock's tick
            self._known.pop(file, None)
        return text

    def forget(self) -> None:
        """Let go of all texts; the next reading reads them anew."""
        self._known.clear()

    def once(self, files: Sequence[Path], make: Callable[[], Made]) -> Made:
        """Return what follows from some files alone: what it was, where they are as they were."""
        since, states = time.time_ns(), [state_of(file) for file in files]
        kept = self._made.get(tuple(files))
        if kept is not None and kept[0] == states:
            known: Made = kept[1]
            return known
        made = make()
        if all(state is None or is_settled(state, since) for state in states):
            self._made[tuple(files)] = (states, made)
        else:
            self._made.pop(tuple(files), None)
        return made
