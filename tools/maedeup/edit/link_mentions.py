"""`maedeup mentions`: names of notes without a link, and links in their place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from maedeup.notes.matcher import Mention
from maedeup.notes.note import Note
from maedeup.runs.store import write_whole
from maedeup.text.errors import MaedeupError, Problem
from maedeup.vault.mentions import raw_offset
from maedeup.vault.web import Web


def find_loose_titles(web: Web) -> Iterator[str]:
    """Give a line for each title that a note uses and links to nowhere."""
    for uri, found in web.mentions.items():
        note = web.vault.notes[uri]
        for mention in found:
            if mention.name.is_title:
                slug = web.vault.notes[mention.name.target].slug
                where = f"{note.path}:{mention.line}"
                yield f"{where}: first use without a link: {mention.surface} ({slug})"


def link_mentions(web: Web, note: Note) -> list[Mention]:
    """Write links in the place of a note's mentions; every other byte of the file stays.

    Raises:
        MaedeupError: the note is a notebook, whose text is no file of lines.
    """
    found = web.mentions.get(note.src_uri, [])
    if note.path.endswith(".ipynb"):
        hint = "write the links in the notebook"
        raise MaedeupError(
            Problem(
                "read-only-notebook", note.path, 0, "cannot write into a notebook", note.slug, hint
            )
        )
    file = web.vault.root / note.path
    parts = re.split("(\r\n|\r|\n)", file.read_bytes().decode("utf-8"))
    lengths = [len(part) for part in parts]
    body = note.body.split("\n")
    for mention in reversed(found):
        start, end = (raw_offset(note.body, at) for at in (mention.start, mention.end))
        row = body[mention.line - note.body_line]
        column = start - (note.body.rfind("\n", 0, start) + 1)
        surface = note.body[start:end]
        bar = "\\|" if row.lstrip(" \t>").startswith("|") else "|"
        at = 2 * (mention.line - 1)
        written = parts[at]
        before = column + lengths[at] - len(row)  # in a lab's file, `# ` stands before the row
        slug = web.vault.notes[mention.name.target].slug
        link = f"[[{slug}{bar}{surface}]]"
        parts[at] = written[:before] + link + written[before + len(surface) :]
    if found:
        write_whole(file, "".join(parts).encode())
    return found
