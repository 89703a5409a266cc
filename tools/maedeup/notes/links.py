"""Ordinary links of a text: those of Markdown, with their definitions, and those of raw HTML."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote

from maedeup.notes.grammar import ADDRESS
from maedeup.notes.note import Note
from maedeup.notes.opaque import opaque_at
from maedeup.notes.prefixes import unprefixed
from maedeup.text.paths import nfc, page_url

Kind = Literal["markdown", "definition", "html"]

INLINE = re.compile(
    r"\]\([ \t]*(?:<(?P<angled>[^<>\n]*)>"
    r"""|(?P<bare>(?:[^\s()<>]|\((?:[^\s()]|\([^\s()]*\))*\)|[ ]+(?=[^\s()"'<]))+))"""
)
DEFINED = re.compile(
    r"^[ ]*\[(?![\^@])(?P<label>[^\[\]\n]+)\]:[ \t]*(?:<(?P<angled>[^<>\n]*)>|(?P<bare>\S+))"
    r"""(?P<title>[ \t]+(?:"[^"\n]*"|'[^'\n]*'|\([^()\n]*\)))?[ \t]*$""",
    re.MULTILINE,
)
TAG = re.compile(r"<[A-Za-z][\w-]*(?:\s[^<>]*)?>")
ATTRIBUTE = re.compile(
    r"""\b(?P<name>href|src|poster|srcset)\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)')"""
)
OUTSIDE = re.compile(r"[a-zA-Z][\w+.-]*:|//|#|\?|$")
"""What leads to no other file."""

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


@dataclass(frozen=True, slots=True)
class Link:
    """One address of a text, as it is written there."""

    kind: Kind
    url: str
    start: int
    """Offset of the address, inside of `<…>` or quotation marks."""
    label: str = ""
    """Of a definition."""
    title: str = ""

    @property
    def end(self) -> int:
        """Offset of its end."""
        return self.start + len(self.url)

    @property
    def path(self) -> str:
        """The address without what stands behind `?` and `#`."""
        return re.split(r"[?#]", self.url, maxsplit=1)[0]

    @property
    def anchor(self) -> str:
        """What stands behind `#`."""
        return self.url.partition("#")[2]

    def span(self, part: Literal["path", "anchor"]) -> tuple[int, int]:
        """Return the offsets of a part."""
        if part == "path":
            return self.start, self.start + len(self.path)
        return self.end - len(self.anchor), self.end


def find_links(text: str) -> list[Link]:
    """Find every address that stands in no code, math or comment; of `srcset` each one."""
    found: list[Link] = []
    if "](" in text or "]:" in text:
        bare = unprefixed(text)
        for match in (*INLINE.finditer(text), *DEFINED.finditer(bare)):
            if _follows_reference(text, match.start()):
                continue
            group = "angled" if match["angled"] is not None else "bare"
            given = match.groupdict()
            kind: Literal["markdown", "definition"] = (
                "definition" if "label" in given else "markdown"
            )
            label, title = given.get("label") or "", given.get("title") or ""
            found.append(Link(kind, match[group], match.start(group), label, title))
    if "<" in text:
        found += [link for tag in TAG.finditer(text) for link in _in_tag(tag)]
    if not found:
        return []
    inside = (
        link for link in found if (one := opaque_at(text, link.start)) is None or one.kind == "raw"
    )
    return sorted(inside, key=lambda link: link.start)


def _follows_reference(text: str, start: int) -> bool:
    """Say whether a bracket closes a reference, behind which words stand: `[[adam]](0.005)`."""
    return text[start - 1 : start + 1] == "]]" and not ADDRESS.match(text, start + 1)


def _in_tag(tag: re.Match[str]) -> Iterator[Link]:
    for match in ATTRIBUTE.finditer(tag[0]):
        group = "double" if match["double"] is not None else "single"
        start = tag.start() + match.start(group)
        if match["name"] != "srcset":
            yield Link("html", match[group], start)
            continue
        for part in re.finditer(r"(?:^|,)\s*([^\s,]+)", match[group]):
            yield Link("html", part[1], start + part.start(1))


def plain_links(note: Note) -> Iterator[tuple[Link, str]]:
    """Yield the links of a note inside the site, each with the path in the vault that it means."""
    folder = posixpath.dirname(note.src_uri)
    for link in find_links(note.body):
        if OUTSIDE.match(link.url) and not link.url.startswith("#"):
            continue
        path = nfc(unquote(link.path)).strip()
        if not path:
            yield link, note.src_uri
        elif link.kind == "html" and not path.endswith(".md"):
            # A browser follows raw HTML from the page's address. This only looks for notes that may
            # be meant; where the page stands, the host says when it is written: `page/moving.py`.
            place = posixpath.normpath(posixpath.join(page_url(note.src_uri), path)).strip("/")
            yield from ((link, f"{place}{end}") for end in (".md", "/index.md", "/README.md"))
        elif path.startswith("/"):
            yield link, posixpath.normpath(path.lstrip("/"))
        else:
            here = posixpath.normpath(posixpath.join(folder, path))
            yield from ((link, here + end) for end in ("", ".md"))
            if here != posixpath.normpath(path):  # from the vault's root, as Obsidian writes it
                yield from ((link, posixpath.normpath(path) + end) for end in ("", ".md"))


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
    for match in pattern.finditer(text):
        if opaque_at(text, match.start()) is None:
            yield match
