"""A built site -> its links that lead nowhere: what readers could click on, as it was published."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

ADDRESSES = {"href", "src", "xlink:href", "poster", "data-py"}
"""Attributes that hold an address; of a list of them (`srcset`) each one counts too."""

_IDLE = re.compile(
    r"</(?!script|style|title)[^>]*>|<(?:span|use|path|g|m\w+)(?: class=\"[^\"]*\")?>"
)
"""Tags without an address or an id: two thirds of a page, which the parser need not see."""


@dataclass(frozen=True, order=True)
class DeadLink:
    """A link whose file, or whose place in that file, is not there."""

    page: str
    """Path of the page in the site."""
    href: str
    """As the page has it."""


@dataclass
class _Page(HTMLParser):
    """What one page has: places to lead to, and addresses."""

    ids: set[str] = field(default_factory=set)
    links: dict[str, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if not value:
                continue
            if name == "id" or (name == "name" and tag == "a"):
                self.ids.add(value)
            elif name in ADDRESSES:
                self.links[value] = None
            elif name == "srcset":
                self.links.update(dict.fromkeys(part.split()[0] for part in value.split(",")))


def find_dead_links(site: Path, base: str = "/") -> list[DeadLink]:
    """Give every link of the site's pages to a file, or a place in a page, that is not there.

    Links to other hosts are not looked at.

    Args:
        site: the folder that a host has built.
        base: where on its server the site stands, with a slash at both ends.
    """
    files = {p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file()}
    pages = {name: _Page() for name in sorted(files) if name.endswith(".html")}
    for name, page in pages.items():
        page.feed(_IDLE.sub("", (site / name).read_text("utf-8")))
    return [
        DeadLink(name, href)
        for name, page in pages.items()
        for href in page.links
        if not _leads_somewhere(href, name, base, files, pages)
    ]


def _leads_somewhere(
    href: str, name: str, base: str, files: set[str], pages: dict[str, _Page]
) -> bool:
    try:
        scheme, host, path, _, anchor = urlsplit(href.strip())
    except ValueError:
        return False
    if scheme or host:
        return True
    file = name
    if path.startswith("/"):
        if not path.startswith(base):
            return False
        file = posixpath.normpath("./" + unquote(path[len(base) :]))
    elif path:
        file = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(path)))
    if path.endswith("/") or file not in files:
        file = posixpath.normpath(f"{file}/index.html")
    if file not in files:
        return False
    place = unquote(anchor)
    return not place or place == "top" or file not in pages or place in pages[file].ids
