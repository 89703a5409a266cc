"""`maedeup mentions`: names of notes without a link, and links in their place."""

from __future__ import annotations

from collections.abc import Iterator

from maedeup.edit.edits import Edit, write_edits
from maedeup.edit.places import at_offset
from maedeup.notes.matcher import Mention
from maedeup.notes.note import Note
from maedeup.vault.mentions import raw_offset
from maedeup.vault.web import Web


def find_loose_titles(web: Web) -> Iterator[str]:
    """Yield a line for each title that a note uses and links to nowhere."""
    for uri, found in web.mentions.items():
        note = web.vault.notes[uri]
        for mention in found:
            if mention.name.is_title:
                slug = web.vault.notes[mention.name.target].slug
                where = f"{note.path}:{mention.line}"
                yield f"{where}: first use without a link: {mention.surface} ({slug})"


def link_mentions(web: Web, note: Note) -> list[Mention]:
    """Write links in the place of a note's mentions; every other byte of the file stays."""
    found = web.mentions.get(note.src_uri, [])
    edits: list[Edit] = []
    for mention in found:
        start, end = (raw_offset(note.body, at) for at in (mention.start, mention.end))
        row = note.body[note.body.rfind("\n", 0, start) + 1 : start]
        bar = "\\|" if row.lstrip(" \t>").startswith("|") else "|"
        slug = web.vault.notes[mention.name.target].slug
        link = f"[[{slug}{bar}{note.body[start:end]}]]"
        edits += at_offset(web, note, start, end, link)
    write_edits(web.vault.root, edits)
    return found
