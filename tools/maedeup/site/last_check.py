"""A built site -> its links that lead nowhere: what readers could click on, as it was published."""

from __future__ import annotations

import os
import posixpath
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

from maedeup.check.grades import read_grades
from maedeup.notes.links import plain_links
from maedeup.notes.note import Note
from maedeup.text.errors import Problem
from maedeup.vault.leads import LinkedFile, NotePlace, ShownImage
from maedeup.vault.web import Web

_UNREAD = re.compile(r"<!--.*?-->|<(script|style|title)\b([^>]*)>.*?</\1\s*>", re.DOTALL | re.I)
"""What holds no tags, whatever it looks like."""

_TAG = re.compile(
    r"<([a-zA-Z][\w:-]*+)"
    r"((?:\s++[^\s\"'<>/=]++(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s\"'<>]++))?+|\s*+/)*+)"
)
_ATTRIBUTE = re.compile(
    r"\s(id|name|href|src|xlink:href|poster|data-py|srcset)\s*=\s*"
    r"(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))",
    re.I,
)
"""Places to lead to, and attributes that hold an address, or (`srcset`) a list of them."""


@dataclass(frozen=True, order=True)
class DeadLink:
    """A link whose file, or whose place in that file, is not there."""

    page: str
    """Path of the page in the site."""
    href: str
    """As the page has it."""


@dataclass(frozen=True)
class PageLinks:
    """What one page has: places to lead to, and addresses."""

    ids: frozenset[str]
    links: tuple[str, ...]


def read_links(html: str) -> PageLinks:
    """Read the places and the addresses of a page, or of a part of one."""
    if "<script" in html or "<style" in html or "<title" in html or "<!--" in html:
        html = _UNREAD.sub(lambda match: f"<{match[1]}{match[2]}>" if match[1] else "", html)
    ids: set[str] = set()
    links: dict[str, None] = {}
    for tag, attributes in _TAG.findall(html):
        for kind, value in _read_attributes(attributes) if attributes else ():
            if kind == "id" or (kind == "name" and tag == "a"):
                ids.add(value)
            elif kind == "srcset":
                links.update(dict.fromkeys(part.split()[0] for part in value.split(",")))
            elif kind != "name" and value:
                links[value] = None
    return PageLinks(frozenset(ids), tuple(links))


@lru_cache(maxsize=4096)  # pages have most of their tags in common
def _read_attributes(written: str) -> tuple[tuple[str, str], ...]:
    found = _ATTRIBUTE.findall(written)
    return tuple((name.lower(), sys.intern(unescape("".join(values)))) for name, *values in found)


def find_dead_links(site: Path, base: str = "/") -> list[DeadLink]:
    """Return every link of the site's pages to a file, or a place in a page, that is not there.

    Links to other hosts are not looked at.

    Args:
        site: the folder that a host has built.
        base: where on its server the site stands, with a slash at both ends.
    """
    files = _files_of(site)
    pages = {
        name: read_links((site / name).read_text("utf-8"))
        for name in sorted(files)
        if name.endswith(".html")
    }
    return list(_dead(pages, pages, site, files, base))


def find_dead_of(pages: Mapping[str, PageLinks], site: Path, base: str | None) -> list[DeadLink]:
    """Return the links of some pages that lead nowhere; addresses of a server only below `base`.

    Args:
        pages: what the text of each has, by its path in the site.
        site: the folder that a host has built.
        base: where on its server the site stands, if that is known.
    """
    return list(_dead(pages, {}, site, _files_of(site), base))


def _files_of(site: Path) -> set[str]:
    found = set()
    waiting = [(os.fspath(site), "")]
    while waiting:
        folder, within = waiting.pop()
        for entry in os.scandir(folder):
            if not entry.is_dir():
                found.add(within + entry.name)
            elif not entry.is_symlink():
                waiting.append((entry.path, f"{within}{entry.name}/"))
    return found


def _dead(
    pages: Mapping[str, PageLinks],
    whole: Mapping[str, PageLinks],
    site: Path,
    files: set[str],
    base: str | None,
) -> Iterator[DeadLink]:
    read = dict(whole)

    def has(file: str, place: str) -> bool:
        """Say whether a page has a place, in its text or in what the theme puts around it."""
        if file in pages and place in pages[file].ids:
            return True
        if file not in read:
            read[file] = read_links((site / file).read_text("utf-8", "replace"))
        return place in read[file].ids

    known: dict[tuple[str, str], bool] = {}
    for name, page in pages.items():
        folder = posixpath.dirname(name)
        for href in page.links:
            key = (name, href) if href.startswith(("#", "?")) else _climb(folder, href)
            if key not in known:
                target = _target(href, name, base)
                known[key] = target is None or _is_there(*target, files, has)
            if not known[key]:
                yield DeadLink(name, href)


def _climb(folder: str, href: str) -> tuple[str, str]:
    """Return where a link begins, and its rest: from wherever it is written, it is the same."""
    while folder and href.startswith("../"):
        folder, href = folder.rpartition("/")[0], href[3:]
    return folder, href


def _target(href: str, name: str, base: str | None) -> tuple[str, str] | None:
    """Return the file and the place that a link means; None where it leads out of the site."""
    href, scheme, host = href.strip(), "", ""
    if ":" in href or "?" in href or href.startswith("//") or not href.isprintable():
        try:
            scheme, host, path, _, anchor = urlsplit(href)
        except ValueError:
            return "", ""
    else:
        path, _, anchor = href.partition("#")
    if scheme or host or (path.startswith("/") and base is None):
        return None
    file = name
    if path.startswith("/"):
        if not path.startswith(base or "/"):
            return "", ""
        file = posixpath.normpath("./" + unquote(path[len(base or "/") :]))
    elif path:
        file = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(path)))
    return file + "/" * path.endswith("/"), unquote(anchor)


def _is_there(file: str, place: str, files: set[str], has: Callable[[str, str], bool]) -> bool:
    if file.endswith("/") or file not in files:
        file = posixpath.normpath(f"{file}/index.html")
    if file not in files:
        return False
    if not place or place == "top" or not file.endswith(".html"):
        return True
    return has(file, place)


def as_problems(
    webs: Sequence[Web], dead: Iterable[DeadLink], pages: Mapping[str, str]
) -> list[Problem]:
    """Tell of dead links where their authors wrote them: each once, by place, as they are graded.

    Args:
        webs: all, joined, for each language of the site.
        dead: links that lead nowhere.
        pages: `src_uri` of the page at each path in the site.
    """
    grades = read_grades(webs[0].vault.settings)
    return sorted(grades.grade(set(_problems_of(webs, dead, pages))))


def _problems_of(
    webs: Sequence[Web], dead: Iterable[DeadLink], pages: Mapping[str, str]
) -> Iterator[Problem]:
    told = {url for web in webs if web.vault.pages for url in web.vault.pages.left_out}
    for link in dead:
        way = posixpath.join(posixpath.dirname(link.page), unquote(link.href.partition("#")[0]))
        if told & {posixpath.normpath(way), f"{posixpath.normpath(way)}/"}:
            continue
        path, line, uri = link.page, 0, pages.get(link.page, "")
        for web in webs:
            if (note := web.vault.notes.get(uri)) is not None:
                path, line = note.path, _line_of(web, note, link)
                break
        hint = "its file, or the place in it, is not in the site that was built"
        yield Problem("dead-link", path, line, "link that leads nowhere", link.href, hint)


def _line_of(web: Web, note: Note, link: DeadLink) -> int:
    """Return the line of the note that has a link; 0 where it stands there for another reason."""
    path, _, anchor = link.href.partition("#")
    wanted = unquote(path).strip("/").removeprefix("./")
    for plain, _ in plain_links(note):
        written = unquote(plain.path).strip("/").removesuffix(".md").removeprefix("./")
        same_place = unquote(plain.anchor) == unquote(anchor)
        same_name = posixpath.basename(written) == posixpath.basename(wanted).removesuffix(".md")
        if same_place and same_name:
            return note.body_line + note.body.count("\n", 0, plain.start)
    for reference in note.references:
        target = web.find_target(reference, note)
        match target:
            case NotePlace():
                address = web.vault.address(target.note.src_uri).strip("/")
                same_place = target.anchor == unquote(anchor)
            case ShownImage() | LinkedFile():
                address, same_place = web.vault.file_address(target.path), not anchor
            case _:
                continue
        if address and wanted.endswith(address) and same_place:
            return reference.line
    for row, text in enumerate(note.body.split("\n")):
        if link.href in text or (wanted and wanted in unquote(text)):
            return note.body_line + row
    return 0
