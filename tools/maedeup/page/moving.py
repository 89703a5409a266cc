"""The one road for text that moves to another page: its addresses are re-based, and what it needs
of its note, footnotes and definitions of links, is brought along.

On a note's own page the same road makes one form of every address: composed, as files are called
in the site, and relative, also where the author wrote it from the vault's root.
"""

from __future__ import annotations

import posixpath
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import quote, unquote

from maedeup.notes.links import OUTSIDE, Link, find_links
from maedeup.notes.note import Note
from maedeup.notes.opaque import find_opaque, opaque_at
from maedeup.notes.prefixes import line_at
from maedeup.page.questions import NotePart, Questions
from maedeup.text.paths import nfc

NOTE_MARK = re.compile(r"\[\^([^\]\s]+)\]")
DEFINITION = re.compile(
    r"^[ \t>]*\[\^(?P<name>[^\]\s]+)\]:.*(?:\n(?:[ \t]*\n)*[ ]{4}.*)*", re.MULTILINE
)
USED = re.compile(r"\[(?P<text>[^\[\]\n]+)\](?:\[(?P<label>[^\[\]\n]*)\])?(?![\[(:])")


@dataclass(frozen=True, slots=True)
class Change:
    """What takes the place of a part of a text."""

    start: int
    end: int
    text: str


def part_text(part: NotePart, number: int) -> tuple[str, list[str]]:
    """Return a part's Markdown without its footnotes, and those that it names.

    Args:
        part: what is embedded.
        number: of the embed on the page; keeps footnotes of two embeds apart.
    """
    text = textwrap.dedent(part.text.strip("\n"))
    own = _footnotes(text)
    defined = _footnotes(part.note.body) | own
    named = set(_marks(_without(text, own)))
    wanted = [*named]
    for name in wanted:
        if found := defined.get(name):
            more = {*_marks(found[0])} - named
            named |= more
            wanted += sorted(more)
    text = _without(text, own)
    footnotes = [found[0].lstrip(" >") for name in sorted(named) if (found := defined.get(name))]
    return _numbered(text, number), [_numbered(one, number) for one in footnotes]


def _numbered(text: str, number: int) -> str:
    """Return a text with the names of its footnotes made those of an embed."""

    def renamed(match: re.Match[str]) -> str:
        return match[0] if opaque_at(text, match.start()) else f"[^e{number}-{match[1]}]"

    return NOTE_MARK.sub(renamed, text)


def _marks(text: str) -> Iterator[str]:
    """Yield the names of footnotes that a text holds, outside of code and formulas."""
    yield from (mark[1] for mark in NOTE_MARK.finditer(text) if not opaque_at(text, mark.start()))


def _footnotes(text: str) -> dict[str, re.Match[str]]:
    """Return the footnotes that a text defines, by their names; the first of a name counts."""
    found = reversed([*DEFINITION.finditer(text)])
    return {one["name"]: one for one in found if not opaque_at(text, one.start("name"))}


def _without(text: str, footnotes: dict[str, re.Match[str]]) -> str:
    """Return a text without some of its definitions of footnotes."""
    for match in sorted(footnotes.values(), key=re.Match.start, reverse=True):
        text = text[: match.start()] + text[match.end() :]
    return text


def moved(ask: Questions, text: str, note: Note, src_uri: str) -> str:
    """Return a text of `note` as it can stand on the page of `src_uri`."""
    out, position = [], 0
    for change in find_changes(ask, text, note, src_uri):
        out += [text[position : change.start], change.text]
        position = change.end
    return "".join([*out, text[position:]])


def find_changes(ask: Questions, text: str, note: Note, src_uri: str) -> list[Change]:
    """Find what a text of `note` must have otherwise on the page of `src_uri`, in its order."""
    found = []
    is_own = note.src_uri == src_uri
    for link in find_links(text):
        if link.kind == "definition" and not is_own:
            line = line_at(text, link.start)
            found.append(Change(line.content, line.end, ""))
        elif (url := _address(ask, link, note, src_uri)) != link.url:
            found.append(Change(link.start, link.end, url))
    if not is_own:
        found = [*_resolved(ask, text, note, src_uri, found)]
    return sorted(found, key=lambda change: (change.start, change.end))


def _address(ask: Questions, link: Link, note: Note, src_uri: str) -> str:
    """Return an address as the page of `src_uri` names it."""
    url = nfc(link.url)
    is_own = note.src_uri == src_uri
    if url.startswith("#") and not is_own and link.kind != "html":
        return _relative(note.src_uri, src_uri) + url
    if url.startswith("#") and not is_own:
        return _based(ask, "./", note, src_uri) + url
    if OUTSIDE.match(url):
        return link.url
    path = nfc(unquote(unescape(link.path) if link.kind == "html" else link.path)).strip()
    rest = url[len(nfc(link.path)) :]
    if "%" in rest and nfc(unquote(rest)) != unquote(rest):
        rest = nfc(unquote(rest))
    if link.kind == "html":
        return url if is_own or path.startswith("/") else _based(ask, path, note, src_uri) + rest
    file = ask.file_meant(path, note)
    if file and (not is_own or file != _joined(path, note) or _is_decomposed(link.path)):
        return _relative(file, src_uri) + rest
    if is_own or path.startswith("/"):
        return url
    return _relative(_joined(path, note), src_uri) + rest


def _is_decomposed(path: str) -> bool:
    return nfc(unquote(path)) != unquote(path)


def _joined(path: str, note: Note) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(note.src_uri), path))


def _based(ask: Questions, path: str, note: Note, src_uri: str) -> str:
    """Return an address of raw HTML, which a browser reads from the page's own address."""
    there = posixpath.join(posixpath.dirname(ask.address(note.src_uri)), path)
    based = posixpath.relpath(there, posixpath.dirname(ask.address(src_uri)) or ".")
    return quote(based, safe="/.-_~()!*',;:@&=+$") + "/" * path.endswith("/")


def _relative(file: str, src_uri: str) -> str:
    """Return the way to a file of the vault as Markdown may write it anywhere."""
    way = posixpath.relpath(file, posixpath.dirname(src_uri) or ".")
    for mark in "% ()<>?#\"'":
        way = way.replace(mark, f"%{ord(mark):02X}")
    return way


def _resolved(
    ask: Questions, text: str, note: Note, src_uri: str, found: list[Change]
) -> Iterator[Change]:
    """Yield changes with links by definition made ordinary ones: another page has its own."""
    yield from found
    if "]:" not in note.body:
        return
    links = find_links(note.body)
    defined = {_key(link.label): link for link in links if link.kind == "definition"}
    if not defined:
        return
    closed = [(one.start, one.end) for one in find_opaque(text)]
    closed += [(link.start - 1, link.end + 1) for link in find_links(text)]
    for match in USED.finditer(text):
        link = defined.get(_key(match["label"] or match["text"]))
        if link is None or any(a <= match.start() < b for a, b in closed):
            continue
        url = _address(ask, link, note, src_uri).replace(" ", "%20")
        end = match.end("text") + 1
        yield Change(end, match.end(), f"({url}{link.title})")


def _key(label: str) -> str:
    return " ".join(label.split()).casefold()
