"""What a run made, without what names the machine that it ran on: no page tells its folders.

A folder that the snippet itself names stays as it is: its text is on the page.
"""

from __future__ import annotations

import dataclasses
import os
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar, cast

from maedeup.runs.product import Rich

Made = TypeVar("Made")

OURS = str(Path(__file__).parents[1])
COMMON = ("/", "/usr", "/usr/local")
"""Where an interpreter may be without its folder naming a machine: only what it imports from is."""
CUT = re.compile(r"(?<![\w.-])/[^\s'\"]{3,200}?(?=\.\.\.)")
"""What may be the beginning of a folder, as in the cell of a frame that has no room for more."""
DRAWN = {"svg", "png", "common", "narrow_common"}
"""Fields that hold drawings, as text that nobody reads."""


class Folders:
    """The folders that name this machine, and what stands for them."""

    def __init__(self, root: str, source: str, path: Sequence[str]) -> None:
        """Find them.

        Args:
            root: of the project; what is in it is told from there.
            source: the snippet's text.
            path: folders that modules are imported from.
        """
        prefixes = [sys.prefix, sys.base_prefix]
        short = {prefix: "…" for prefix in prefixes if prefix not in COMMON} | {root: ""}
        for folder in map(Path, path):
            is_told = any(folder.is_relative_to(known) for known in short)
            if folder.is_absolute() and len(folder.parts) > 2 and not is_told:
                at = next((one for one in prefixes if folder.is_relative_to(one)), folder.parent)
                short[str(folder)] = f"…/{folder.relative_to(at)}"
        short[OURS] = "…/maedeup"
        # Packages may lie in the project's folder.
        longest_first = sorted(short, key=len, reverse=True)
        self._short = {
            one: short[one] for one in longest_first if not _naming([one]).search(source)
        }
        self._pattern = _naming(self._short)

    def hide(self, text: str) -> str:
        """Return a text with what stands for them."""
        if any(folder in text for folder in self._short):
            text = self._pattern.sub(self._tell, text)
        if "..." in text:
            text = CUT.sub(self._tell_cut, text)
        return text

    def _tell(self, found: re.Match[str]) -> str:
        short = self._short[found[1]]
        return f"{short}/" if short and found[2] else short or ("" if found[2] else ".")

    def _tell_cut(self, found: re.Match[str]) -> str:
        return "…/" if any(folder.startswith(found[0]) for folder in self._short) else found[0]

    def hide_in(self, made: Made) -> Made:
        """Return products, or a part of them, with what stands for these folders."""
        it: Any = made
        match it:
            case str():
                it = self.hide(it)
            case list():
                it = [self.hide_in(one) for one in it]
            case Rich(data=data):
                texts = {kind: self.hide(data[kind]) for kind in data if kind.startswith("text/")}
                it = dataclasses.replace(it, data=data | texts)
            case dict():
                it = {key: self.hide_in(one) for key, one in it.items()}
            case _ if dataclasses.is_dataclass(made):
                names = [one.name for one in dataclasses.fields(made) if one.name not in DRAWN]
                new = {name: self.hide_in(getattr(made, name)) for name in names}
                it = dataclasses.replace(it, **new)
        return cast(Made, it)


def _naming(folders: Iterable[str]) -> re.Pattern[str]:
    """Return what finds these folders, and what is in them, in a text."""
    one_of, sep = "|".join(map(re.escape, folders)), re.escape(os.sep)
    return re.compile(rf"(?<![\w.-])({one_of})({sep}|(?![\w.-]))" if one_of else r"(?!)")
