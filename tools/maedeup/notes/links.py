"""Ordinary Markdown links and pictures of a note."""

from __future__ import annotations

import bisect
import posixpath
import re
from collections.abc import Container, Iterator
from urllib.parse import unquote

from maedeup.notes.grammar import find_opaque
from maedeup.notes.note import Note
from maedeup.text.paths import nfc

MARKDOWN_LINK = re.compile(r"\]\(\s*<?(?P<path>[^)\s>#]*)(?:#(?P<anchor>[^)\s>]*))?")
DESTINATION = re.compile(
    r"\]\(\s*(?:<(?P<bracketed>[^<>\n]*)>|(?P<bare>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*))"
    r"|^[ ]{0,3}\[(?!\^)[^\[\]\n]+\]:[ \t]*(?:<(?P<defined>[^<>\n]*)>|(?P<named>\S+))"
    r"|<a\s[^<>]*?href\s*=\s*(?P<quote>[\"']?)(?P<href>[^\"'<>\s]+)(?P=quote)",
    re.MULTILINE | re.IGNORECASE,
)
"""Where a link leads, in each form that Markdown has: `[a](b)`, `[a]: b` of `[x][a]`, `<a>`."""

IMAGE = re.compile(r"!\[(?P<alt>[^\[\]]*)\]\(\s*(?:<(?P<bracketed>[^<>\n]*)>|(?P<bare>[^()\s]+))")
ENDINGS = ("", ".md", "/index.md", "/README.md")
"""What an address may leave out of a file's path."""


def plain_links(note: Note) -> Iterator[tuple[re.Match[str], str]]:
    """Give the ordinary Markdown links of a note to files of the vault, each with its `src_uri`."""
    if "](" not in note.body:
        return
    closed = [match.span() for match in find_opaque(note.body)]
    folder = posixpath.dirname(note.src_uri)
    for match in MARKDOWN_LINK.finditer(note.body):
        if not any(start <= match.start() < end for start, end in closed):
            path = nfc(unquote(match["path"]))
            yield match, posixpath.normpath(posixpath.join(folder, path)) if path else note.src_uri


def linked_pages(note: Note, known: Container[str]) -> set[str]:
    """Return the pages that a note leads to by links of any form but `[[…]]`.

    Args:
        note: to look in.
        known: the `src_uri` of each page.
    """
    found: set[str] = set()
    for match in _open_matches(DESTINATION, note.body):
        names = ("bracketed", "bare", "defined", "named", "href")
        path = next((match[name] for name in names if match[name]), "")
        path = nfc(unquote(re.split(r"[#?]", path)[0]))
        if not path or re.match(r"[a-zA-Z][\w+.-]*:|//", path):
            continue
        # A file's path; or an address, as the browser follows it from the page.
        folders = ("",) if path[0] == "/" else (posixpath.dirname(note.src_uri), note.src_uri[:-3])
        for folder in folders:
            there = posixpath.normpath(posixpath.join(folder, path.strip("/")))
            stem = re.sub(r"\.(?:html?|ipynb)$", "", there)
            found |= {to for e in ENDINGS if (to := posixpath.normpath(stem + e)) in known}
    return found


def lead_to_pages(text: str, src_uri: str, notebooks: Container[str]) -> str:
    """Return a note's text whose links to notebooks lead to the pages that these are.

    Args:
        text: of the note.
        src_uri: of the note.
        notebooks: the paths in the vault of those that are pages.
    """
    if ".ipynb" not in text:
        return text
    folder, changed = posixpath.dirname(src_uri), []
    for match in _open_matches(DESTINATION, text):
        for name in ("bracketed", "bare", "defined", "named"):
            path, mark, anchor = (match[name] or "").partition("#")
            there = posixpath.normpath(posixpath.join(folder, nfc(unquote(path))))
            if path.endswith(".ipynb") and there in notebooks:
                new = f"{path.removesuffix('.ipynb')}.md{mark}{anchor}"
                changed.append((*match.span(name), new))
    for start, end, new in reversed(changed):
        text = text[:start] + new + text[end:]
    return text


def plain_images(note: Note, without_alt: bool = False) -> Iterator[tuple[int, str]]:
    """Yield line and path of each `![…](…)` of a note.

    Args:
        note: to look in.
        without_alt: only those that say nothing of what they show.
    """
    for match in _open_matches(IMAGE, note.body):
        if not (without_alt and match["alt"].strip()):
            line = note.body_line + note.body.count("\n", 0, match.start())
            yield line, match["bracketed"] or match["bare"]


def _open_matches(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield what a pattern finds outside code, formulas and comments."""
    if "](" not in text and "]:" not in text and "<a" not in text:
        return
    closed = find_opaque(text)
    begins = [match.start() for match in closed]
    for match in pattern.finditer(text):
        index = bisect.bisect_right(begins, match.start()) - 1
        if index < 0 or match.start() >= closed[index].end():
            yield match
