"""What an import says in the front matter of a note: its title, its tags, Logseq's properties."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable

import yaml

from maedeup.edit.logseq import read_properties
from maedeup.notes.note import FRONT_MATTER
from maedeup.notes.opaque import opaque_at
from maedeup.text.bounded_yaml import load_yaml
from maedeup.text.paths import nfc

Count = Callable[[str], None]
"""Counts a change of a kind."""

TAGGED = re.compile(r"(?<!\S)#(?P<tag>[\w/-]*[^\W\d_][\w/-]*)")
TAGS_FIELD = re.compile(r"(?m)^tags[ \t]*:[^\n]*\n(?:[ \t]+[^\n]*\n|-[ \t][^\n]*\n)*")


def titled(front: str, body: str, path: str, begins_with_titles: bool, count: Count) -> str:
    """Say the file's name as the title, where nothing else is said and a heading would be taken.

    A heading that says the name in better writing is taken, and so is one with which a note begins
    where all do, as in Foam.
    """
    name = posixpath.basename(posixpath.splitext(path)[0])
    folder = posixpath.basename(posixpath.dirname(path))
    if name in ("index", "README", "_index"):
        name = folder
    has_title = re.search(r"(?m)^title[ \t]*:", front)
    heading = re.search(r"(?m)^# (.+?)\s*#*$", body)
    # What the host makes of a file's name, where nothing says another.
    guessed = name.replace("-", " ").replace("_", " ")
    guessed = guessed.capitalize() if guessed.lower() == guessed else guessed
    if not name or has_title or (heading is None and guessed == name):
        return front
    if heading is not None:
        is_first = not body[: heading.start()].strip()
        if _letters(heading[1]) == _letters(name) or (is_first and begins_with_titles):
            return front
    count("titles from the file's name")
    return _with_row(front, f"title: {json.dumps(name, ensure_ascii=False)}\n")


def with_properties(front: str, body: str, path: str, count: Count) -> str:
    """Say in front matter what the page says of itself as Logseq reads it."""
    for key, value in read_properties(body, path).items():
        if not re.search(rf"(?m)^{key}[ \t]*:", front):
            front = _with_row(front, f"{key}: {json.dumps(value, ensure_ascii=False)}\n")
            count("properties of pages")
    return front


def tagged(front: str, body: str, count: Count) -> str:
    """List the tags of the text among those of the note, as Obsidian counts them."""
    found = dict.fromkeys(
        match["tag"] for match in TAGGED.finditer(body) if opaque_at(body, match.start()) is None
    )
    if not found:
        return front
    head = FRONT_MATTER.match(front)
    try:
        meta = load_yaml((head and head[1]) or "")
    except yaml.YAMLError:
        return front  # which `check` tells
    given = meta.get("tags") if isinstance(meta, dict) else None
    listed = given.split(",") if isinstance(given, str) else given or []
    if not isinstance(listed, list):
        return front
    named = [str(tag).strip().removeprefix("#") for tag in listed if str(tag).strip()]
    new = [tag for tag in found if tag not in named]
    if not new:
        return front
    count("notes whose tags stood in the text")
    row = f"tags: {json.dumps([*named, *new], ensure_ascii=False)}\n"
    if TAGS_FIELD.search(front):
        return TAGS_FIELD.sub(lambda _: row, front, count=1)
    return _with_row(front, row)


def _with_row(front: str, row: str) -> str:
    """Return front matter with a row more."""
    empty = re.fullmatch(r"---[ \t]*\n\s*(?:\{\s*\}\s*)?(?:---|\.\.\.)[ \t]*\n?", front)
    if not front or empty:
        return f"---\n{row}---\n"
    return re.sub(r"\A(---[ \t]*\n)", lambda m: m[0] + row, front)


def _letters(text: str) -> str:
    """Return what two writings of one name have in common."""
    return re.sub(r"[\W_]+", "", nfc(text)).casefold()
