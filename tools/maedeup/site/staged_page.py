"""A page's finished HTML -> Markdown of which Python-Markdown makes the same page, without plugins.

Headings that the host's table of contents names are read as Markdown, all between them is raw HTML;
https://python-markdown.github.io/extensions/md_in_html tells of the attribute that says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser

BLOCKS = frozenset(
    "address article aside blockquote canvas center colgroup dd details div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr iframe legend li main map math menu "
    "nav noscript object ol p pre script section style summary table tbody td tfoot th thead tr ul "
    "video".split()
)
"""Elements that Python-Markdown takes as a block of HTML where a line begins with them."""

VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr".split()
)  # fmt: skip
_HEADING = re.compile("h[1-6]")
_SPECIAL = re.compile(r"[\\`*_{}\[\]<>!]")
"""What Markdown may read inside a line; `&` begins what is a character already."""

_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_MARKDOWN = re.compile(r"\smarkdown(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]+))?", re.I)
_BLANK = re.compile(r"(?<=\n)[ \t]+(?=\n)")


@dataclass
class Node:
    """One element, or one piece of what stands between elements."""

    start: str
    """Its start tag, or all of it."""
    tag: str = ""
    """Empty for text, `!` for a comment."""
    id: str = ""
    inner: list[Node] | None = None
    end: str = ""

    def whole(self) -> str:
        """Return its HTML as it was."""
        return self.start + "".join(node.whole() for node in self.inner or ()) + self.end


def markdown_of(html: str, labels: Mapping[str, str]) -> str:
    """Return Markdown that becomes this HTML, whose headings the host's contents list.

    Args:
        html: content of a page, as its template would get it.
        labels: what the table of contents calls each of its headings, by their ids.
    """
    listed = dict(labels)
    return "".join(_blocks(read_nodes(html), listed)).strip("\n") + "\n"


def _blocks(nodes: list[Node], labels: dict[str, str]) -> Iterator[str]:
    """Yield blocks, each between empty lines; what is no block has a frame of its own."""
    inline: list[Node] = []
    for node in [*nodes, Node("", "!")]:
        if node.tag != "!" and node.tag not in BLOCKS:
            inline.append(node)
            continue
        if any(piece.whole().strip() for piece in inline):
            text = "".join(map(_raw, inline)).strip()
            yield f"\n<div>{text}</div>\n"
        inline.clear()
        if _HEADING.fullmatch(node.tag) and node.id in labels:
            label = escape(labels.pop(node.id))
            start = f'{_tag(node)[:-1]} markdown="span" data-toc-label="{label}">'
            yield f"\n{start}{''.join(map(_inline, node.inner or ()))}{node.end}\n"
        elif _holds(node, labels):
            yield f'\n{_tag(node)[:-1]} markdown="block">\n'
            yield from _blocks(node.inner or [], labels)
            yield f"\n{node.end}\n"
        elif node.tag in BLOCKS or node.start:
            yield f"\n{_raw(node)}\n"


def _holds(node: Node, labels: Mapping[str, str]) -> bool:
    """Say whether there is a listed heading in an element that can be read as Markdown.

    What stands loose in it would get a frame, as tabs whose buttons must stay where they are.
    """
    if _HEADING.fullmatch(node.tag) and node.id in labels:
        return True
    inner = node.inner or []
    is_loose = any(i.start.strip() for i in inner if i.tag not in BLOCKS and i.tag != "!")
    return not is_loose and node.tag in BLOCKS and any(_holds(i, labels) for i in inner)


def _tag(node: Node) -> str:
    return _MARKDOWN.sub("", node.start) if "markdown" in node.start else node.start


def _raw(node: Node) -> str:
    """Return HTML in which Python-Markdown changes nothing: it takes spaces out of empty lines."""
    if not node.tag:
        text = _BLANK.sub(lambda found: found[0].replace(" ", "&#32;"), node.start)
        return text.replace("\t", "&#9;")
    if node.tag in ("script", "style"):
        return node.whole()
    return _tag(node) + "".join(map(_raw, node.inner or ())) + node.end


def _inline(node: Node) -> str:
    """Return HTML inside a heading, where text is read as Markdown."""
    if not node.tag:
        return _coded(" ".join(node.start.split("\n"))) if node.start[:1] != "&" else node.start
    start = _QUOTED.sub(lambda found: _coded(found[0]), _tag(node))
    return start + "".join(map(_inline, node.inner or ())) + node.end


def _coded(text: str) -> str:
    return _SPECIAL.sub(lambda found: f"&#{ord(found[0])};", text)


def read_nodes(html: str) -> list[Node]:
    """Read HTML as a tree, of which each piece has its text as it was written."""
    reader = _Reader(html)
    reader.feed(html)
    reader.close()
    return reader.tree()


class _Reader(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.html = html
        self.lines = [0]
        for line in html.split("\n"):
            self.lines.append(self.lines[-1] + len(line) + 1)
        self.found: list[tuple[int, str, str, str]] = []
        """Of each piece: where it begins, its kind, its tag and its id."""

    def _note(self, kind: str, tag: str = "", of: str = "") -> None:
        line, column = self.getpos()
        self.found.append((self.lines[line - 1] + column, kind, tag, of))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kind = "void" if tag in VOID else "start"
        self._note(kind, tag, dict(attrs).get("id") or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._note("void", tag)

    def handle_endtag(self, tag: str) -> None:
        self._note("end", tag)

    def handle_data(self, data: str) -> None:
        self._note("text")

    def handle_entityref(self, name: str) -> None:
        self._note("text")

    def handle_charref(self, name: str) -> None:
        self._note("text")

    def handle_comment(self, data: str) -> None:
        self._note("void", "!")

    def tree(self) -> list[Node]:
        """Return what was read; an end without a start stays where it stands."""
        top: list[Node] = []
        opened: list[Node] = []
        ends = [start for start, *_ in self.found[1:]]
        for (begin, kind, tag, of), end in zip(self.found, [*ends, len(self.html)], strict=False):
            text = self.html[begin:end]
            if kind == "end" and any(node.tag == tag for node in opened):
                while opened[-1].tag != tag:
                    opened.pop()
                opened.pop().end = text
                continue
            node = Node(text, "" if kind == "end" else tag, of, [] if kind == "start" else None)
            (opened[-1].inner if opened else top).append(node)  # type: ignore[union-attr]
            if kind == "start":
                opened.append(node)
        return top
