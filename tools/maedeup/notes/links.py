"""Ordinary Markdown links of a note."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

from maedeup.notes.note import Note
from maedeup.notes.opaque import find_opaque
from maedeup.text.paths import nfc

MARKDOWN_LINK = re.compile(r"\]\(\s*<?(?P<path>[^)\s>#]*)(?:#(?P<anchor>[^)\s>]*))?")


def plain_links(note: Note) -> Iterator[tuple[re.Match[str], str]]:
    """Give the ordinary Markdown links of a note to files of the vault, each with its `src_uri`."""
    if "](" not in note.body:
        return
    closed = [(one.start, one.end) for one in find_opaque(note.body)]
    folder = posixpath.dirname(note.src_uri)
    for match in MARKDOWN_LINK.finditer(note.body):
        if not any(start <= match.start() < end for start, end in closed):
            path = nfc(unquote(match["path"]))
            yield match, posixpath.normpath(posixpath.join(folder, path)) if path else note.src_uri
