"""What a run made, without what names the machine that it ran on: no page tells its folders.

A folder that the snippet itself names stays as it is: its text is on the page.
"""

from __future__ import annotations

import base64
import contextlib
import dataclasses
import html
import json
import os
import re
import sys
import zlib
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar, cast
from urllib.parse import quote

from maedeup.runs.product import Rich

Made = TypeVar("Made")

OURS = str(Path(__file__).parents[1])
PNG = b"\x89PNG\r\n\x1a\n"
COMMON = ("/", "/usr", "/usr/local")
"""Where an interpreter may be without its folder naming a machine: only what it imports from is."""
CUT = re.compile(r"(?<![\w.-])/[^\s'\"…]{3,200}?(?=\.\.\.|…)")
"""What may be the beginning of a folder, as in the cell of a frame that has no room for more."""
DRAWN = {"svg", "png", "common", "narrow_common"}
"""Fields that hold drawings, as text that nobody reads."""


def _find_home() -> str:
    """Return the folder of who runs this, which a run's own HOME hides; '' if it names nobody."""
    with contextlib.suppress(ImportError, KeyError):
        import pwd

        home = Path(pwd.getpwuid(os.getuid()).pw_dir)
        return str(home) if len(home.parts) > 2 else ""
    return ""


HOME = _find_home()
"""Asked before any run is watched: the list of users is a file that no snippet reads."""


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
        parents = [str(at) for at in Path(root).parents if len(at.parts) > 2]
        above = [at for at in parents if at not in COMMON]
        short = dict.fromkeys(above, "…") | ({HOME: "~"} if HOME else {}) | short
        real = {os.path.realpath(folder): short[folder] for folder in short}
        for there, told in [*real.items(), *short.items()]:
            if there not in COMMON:
                short |= dict.fromkeys(_spellings(there), told)
        # Packages may lie in the project's folder.
        longest_first = sorted(short, key=len, reverse=True)
        self._short = {
            one: short[one]
            for one in longest_first
            if one not in source or not _naming([one]).search(source)
        }

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return _naming(self._short)

    def hide(self, text: str) -> str:
        """Return a text with what stands for them."""
        if any(folder in text for folder in self._short):
            text = self._pattern.sub(self._tell, text)
        if "..." in text or "…" in text:
            text = CUT.sub(self._tell_cut, text)
        return text

    def _tell(self, found: re.Match[str]) -> str:
        short = self._short[found[1]]
        return f"{short}/" if short and found[2] else short or ("" if found[2] else ".")

    def _tell_cut(self, found: re.Match[str]) -> str:
        return "…/" if any(folder.startswith(found[0]) for folder in self._short) else found[0]

    def hide_in_image(self, image: str) -> str:
        """Return an image, as base64, with dots for them in what its file says besides pixels."""
        try:
            bare = raw = base64.b64decode(image)
        except ValueError:
            return image
        for name in map(os.fsencode, self._short):
            if len(name) < 5:  # pixels may read alike
                continue
            bare = bare.replace(name, b"." * len(name))
        if bare == raw:
            return image
        return base64.b64encode(_sum_up(bare) if bare.startswith(PNG) else bare).decode()

    def _hide_kind(self, kind: str, data: str) -> str:
        if kind.endswith("json"):  # libraries write signs of a path in their own ways
            with contextlib.suppress(ValueError, RecursionError):
                read = json.loads(data)
                told = self.hide_in(read)
                return data if told == read else json.dumps(told, ensure_ascii=False)
        is_text = kind == "image/svg+xml" or not kind.startswith("image/")
        return self.hide(data) if is_text else self.hide_in_image(data)

    def hide_in(self, made: Made) -> Made:
        """Return products, or a part of them, with what stands for these folders."""
        it: Any = made
        match it:
            case str():
                it = self.hide(it)
            case list():
                it = [self.hide_in(one) for one in it]
            case Rich(data=data):
                shown = {kind: self._hide_kind(kind, text) for kind, text in data.items()}
                it = dataclasses.replace(it, data=shown, notes=self.hide_in(it.notes))
            case dict():
                it = {key: self.hide_in(one) for key, one in it.items()}
            case _ if dataclasses.is_dataclass(made):
                names = [one.name for one in dataclasses.fields(made) if one.name not in DRAWN]
                new = {name: self.hide_in(getattr(made, name)) for name in names}
                it = dataclasses.replace(it, **new)
        return cast(Made, it)


def _spellings(folder: str) -> set[str]:
    """Return how addresses, JSON, HTML and the text of bytes write a folder."""
    there = os.fsencode(folder)
    escaped = json.dumps(folder)[1:-1]
    return {folder, quote(there), escaped, repr(there)[2:-1], html.escape(folder)}


def _sum_up(png: bytes) -> bytes:
    """Return a PNG with the sums of its chunks made anew."""
    parts, at = [png[:8]], 8
    while at < len(png):
        end = at + 8 + int.from_bytes(png[at : at + 4])
        parts += [png[at:end], zlib.crc32(png[at + 4 : end]).to_bytes(4)]
        at = end + 4
    return b"".join(parts)


def _naming(folders: Iterable[str]) -> re.Pattern[str]:
    """Return what finds these folders, and what is in them, in a text.

    A Korean particle may follow one, as may a sentence's end; `-I` and `../` may stand before it.
    """
    one_of, sep = "|".join(map(re.escape, folders)), re.escape(os.sep)
    before = r"(?:(?<![\w.-])(?:\.\./)*(?:\.\.)?|(?<=\s-[A-Z]))"
    after = rf"({sep}|(?!\.?[A-Za-z0-9_-]))"
    return re.compile(rf"{before}({one_of}){after}" if one_of else r"(?!)")
