"""Path and name types, and the few conversions between them.

Text that names a file enters the program here and is NFC from then on: macOS hands out NFD names,
and `활성화` in one form is not equal to `활성화` in the other.
"""

from __future__ import annotations

import os
import posixpath
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import NewType

from maedeup.text.errors import MaedeupError, Problem

SourcePath = NewType("SourcePath", str)
"""Posix path of a file relative to the project's root, NFC: `snippets/activation/relu.py`."""

RunKey = NewType("RunKey", str)
"""What a run's results go by: the snippet's path, and behind `?` the variant, if it is one's."""

Slug = NewType("Slug", str)
"""A note's file name without its ending: `relu`."""


FOLDERS = ("index", "README")
"""What a folder's own page is called."""


def nfc(text: str) -> str:
    """Return `text` in the one form that is compared: composed."""
    return unicodedata.normalize("NFC", text)


def to_source_path(root: Path, path: Path) -> SourcePath:
    """Return `path` relative to `root`; both must be absolute and `path` inside `root`."""
    return SourcePath(nfc(path.relative_to(root).as_posix()))


def on_disk(root: Path, path: str) -> Path:
    """Return where a file lies that `path` names, composed: its own name may be decomposed."""
    file = root / path
    if path.isascii() or os.path.exists(file):  # noqa: PTH110  # raises for no name, however long
        return file
    here = root
    for part in path.split("/"):
        there = here / part
        if not os.path.exists(there):  # noqa: PTH110
            names = os.listdir(here) if here.is_dir() else []  # noqa: PTH208  # names alone
            there = next((here / name for name in names if nfc(name) == part), there)
        here = there
    return here if os.path.exists(here) else file  # noqa: PTH110


def find_source_path(root: str, path: str) -> SourcePath | None:
    """Return `path` relative to `root`, or None when it lies outside. Pure text, no disk."""
    absolute = os.path.normpath(os.path.join(root, path))  # noqa: PTH118  # no disk
    if absolute.startswith(root + os.sep):
        return SourcePath(nfc(absolute[len(root) + 1 :].replace(os.sep, "/")))
    return None


def slug_of(path: SourcePath) -> Slug:
    """Return the slug of a note or a lab: its file name without the ending.

    A folder's `index.md` or `README.md` is called by its folder.
    """
    folder, name = posixpath.split(posixpath.splitext(path)[0])
    return Slug(posixpath.basename(folder) if name in FOLDERS and folder else name)


def is_inside(path: str) -> bool:
    """Say whether a relative posix path stays inside the folder it is relative to."""
    if ".." not in path and not path.startswith("/"):
        return True
    normal = posixpath.normpath(path)
    return not (posixpath.isabs(normal) or normal == ".." or normal.startswith("../"))


@lru_cache(maxsize=65536)
def page_url(src_uri: str, use_directory_urls: bool = True) -> str:
    """Return the address of the page made from `src_uri` (relative to the vault), as MkDocs does.

    `notes/relu.md` becomes `notes/relu/`, `index.md` becomes the empty string.
    """
    stem, _ = posixpath.splitext(src_uri)
    folder, name = posixpath.split(stem)
    if name in ("index", "README"):
        url = f"{folder}/" if folder else ""
        return url if use_directory_urls else f"{url}index.html"
    return f"{stem}/" if use_directory_urls else f"{stem}.html"


def notebook_uri(path: str) -> str:
    """Return where the notebook of a snippet, a lab or a note is published."""
    return f"{posixpath.splitext(path)[0]}.ipynb"


@lru_cache(maxsize=65536)
def relative_path(path: str, folder: str) -> str:
    """Return a path of the site as a folder of the site names it, wherever the process stands."""
    to = [part for part in posixpath.normpath(path).split("/") if part != "."]
    base = folder.split("/") if folder else []
    same = 0
    while same < min(len(to), len(base)) and to[same] == base[same]:
        same += 1
    return "/".join([*[".."] * (len(base) - same), *to[same:]]) or "."


def relative_url(target: str, page: str) -> str:
    """Return the address `target` as seen from the page at address `page`; both site-relative."""
    up = "../" * page.count("/")
    return f"{up}{target}" if target and not target.startswith("#") else f"{up or './'}{target}"


def read_source(file: Path, path: SourcePath) -> str:
    """Read a UTF-8 file, without its byte-order mark and with `\\n` line ends.

    Args:
        file: where it lies; its name may be NFD.
        path: its name in messages.

    Raises:
        MaedeupError: it cannot be read, or its bytes are not UTF-8; names the line.
    """
    try:
        data = file.read_bytes()
    except OSError as error:  # a link to nothing, a file of another account
        what = error.strerror or str(error)
        hint = "take it away, or let this account read it"
        raise MaedeupError(Problem("unreadable", path, 0, "cannot be read", what, hint)) from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise MaedeupError(
            Problem(
                "not-utf-8",
                path,
                line,
                "not UTF-8",
                repr(data[error.start : error.start + 4]),
                "save the file with the encoding UTF-8",
            )
        ) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")
