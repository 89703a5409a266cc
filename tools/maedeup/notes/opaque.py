"""What of a text is no prose: code, formulas, comments; nothing that is marked stands inside.

Found behind the prefixes of containers, and never across the end of one.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from maedeup.notes.containers import Leaf, Line, read_lines
from maedeup.notes.prefixes import unprefixed
from maedeup.text.kept import kept

Kind = Literal["fence", "indented", "comment", "raw", "code", "display", "math"]

SPANS = re.compile(
    r"""
    (?P<comment><!--.*?(?:-->|\Z)
        |^[ \t]*%%[ \t]*\n.*?^[ \t]*%%[ \t]*$|(?<!%)%%(?!%)(?:(?!\n\s*\n|%%).)+%%(?!%))
    | (?P<raw><(?P<tag>pre|code|script|style|textarea)\b[^>]*>.*?</(?P=tag)>)
    | (?P<element><[a-zA-Z][\w-]*
        (?:\s+[\w:@.-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>=`]+))?)+\s*/?>)
    | (?P<code>(?<![`\\])(?P<run>`+)(?!`)(?:(?!\n\s*\n).)+?(?<!`)(?P=run)(?!`))
    | (?P<reference>(?<!\\)\[\[(?:[^\[\]\n]|\[[^\[\]\n]*\](?!\())+\]\])
    | (?P<display>(?<!\\)\$\$.+?\$\$)
    | (?P<math>(?<![\\$])\$(?![\s$])(?:(?!\n\s*\n)[^$\\]|\\.)+?(?<!\s)\$(?!\d))
    """,
    re.MULTILINE | re.DOTALL | re.VERBOSE,
)
"""The first alternative that starts earliest wins, as for a reader; what a reference shows, a
formula in it say, is the reference's own, and so is a tag's what stands in its attributes."""


@dataclass(frozen=True, slots=True)
class Opaque:
    """One of them, at its place."""

    kind: Kind
    start: int
    end: int
    text: str
    """Without the prefixes of the containers that it stands in."""
    in_table: bool = False
    """Where `|` is written with a backslash."""


@kept
def find_opaque(text: str) -> list[Opaque]:
    """Find code, math and comments; kept, since a page asks for each kind in turn."""
    if not any(mark in text for mark in ("`", "~~~", "$", "<", "%%", "    ", "\t")):
        return []
    found = list(_blocks(text))
    bare = unprefixed(text)
    for start, end, in_table in _stretches(text):
        for match in SPANS.finditer(bare, start, end):
            kind: Any = match.lastgroup
            if kind not in ("reference", "element"):
                found.append(Opaque(kind, *match.span(), match[0], in_table))
    found.sort(key=lambda one: one.start)
    return found


def opaque_at(text: str, offset: int) -> Opaque | None:
    """Return what stands around an offset that is no prose; None in prose."""
    closed = find_opaque(text)
    index = bisect.bisect_right(closed, offset, key=lambda one: one.start) - 1
    one = closed[index] if index >= 0 else None
    return one if one is not None and offset < one.end else None


def _blocks(text: str) -> Iterator[Opaque]:
    """Yield the blocks of code."""
    lines = read_lines(text)
    number = 0
    while number < len(lines):
        line = lines[number]
        if line.leaf is Leaf.FENCE and line.first:
            last = number
            while last + 1 < len(lines) and _goes_on(lines[last + 1], Leaf.FENCE):
                last += 1
        elif line.leaf is Leaf.CODE:
            last = following = number
            while following + 1 < len(lines) and lines[following + 1].leaf in (
                Leaf.CODE,
                Leaf.BLANK,
            ):
                following += 1
                if lines[following].leaf is Leaf.CODE:
                    if lines[following].containers != line.containers:
                        break
                    last = following
        else:
            number += 1
            continue
        rows = [text[row.content : row.end] for row in lines[number : last + 1]]
        kind: Kind = "fence" if line.leaf is Leaf.FENCE else "indented"
        yield Opaque(kind, line.content, lines[last].end, "\n".join(rows))
        number = last + 1


def _goes_on(line: Line, leaf: Leaf) -> bool:
    return line.leaf is leaf and not line.first


def _stretches(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield the parts of a text across whose ends nothing goes, and whether each is a table."""
    start = end = -1
    before: Line | None = None
    for line in read_lines(text):
        if line.leaf in (Leaf.FENCE, Leaf.CODE):
            if start >= 0:
                yield start, end, before is not None and before.leaf is Leaf.TABLE
            start, before = -1, None
            continue
        is_same = (
            before is not None
            and before.containers == line.containers
            and not line.opened
            and Leaf.HEADING not in (before.leaf, line.leaf)
            and (before.leaf is Leaf.TABLE) == (line.leaf is Leaf.TABLE)
        )
        if not is_same:
            if start >= 0:
                yield start, end, before is not None and before.leaf is Leaf.TABLE
            start = line.start
        end, before = line.end, line
    if start >= 0:
        yield start, end, before is not None and before.leaf is Leaf.TABLE
