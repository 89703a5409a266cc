"""Blocks with a mark, `^id`, that other notes link to or embed; and the extent of a section.

    A paragraph that ends so. ^first-claim      the mark names its paragraph
    - an item ^second                           ... or its item, with what is nested in it

    | a | table |
    |---|-------|

    ^scores                                     alone on a line: the block above

An id has Latin letters, digits and `-`. `^eq-…` is no mark of a block: it belongs to a formula.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass

from maedeup.notes.grammar import Heading, find_opaque

MARK = re.compile(
    r"(?m)(?:(?<=[^ \t\n])[ \t]+|(?<=\]\])|^[ \t>]*)\^(?!eq-)(?P<id>[A-Za-z0-9-]+)[ \t]*$"
)
ITEM = re.compile(r"(?P<indent>[ \t]*)(?:[-*+]|\d+[.)])[ \t]+")
START = re.compile(r"[ \t]*(?:[-*+][ \t]|\d+[.)][ \t]|#{1,6}[ \t]|>|`{3}|~{3}|!!!|\?\?\?|\|)")
"""What begins a block of its own, and so ends the one before it."""


@dataclass(frozen=True)
class Block:
    """A paragraph, an item or a whole block above that a mark names."""

    id: str
    line: int
    """Of the mark, 1-based."""
    start: int
    end: int
    """Offsets of the block; its mark is outside, but for an item in which more is nested."""
    mark_start: int
    mark_end: int
    """Offsets of the mark, with the space before it."""

    @property
    def anchor(self) -> str:
        """The `id` that the page gives it; no heading's can be equal, as none has a `^`."""
        return f"^{self.id}"


def find_blocks(text: str, first_line: int = 1) -> list[Block]:
    """Find the blocks of `text` that a mark names; no mark stands in code, math or a comment."""
    if "^" not in text:
        return []
    closed = find_opaque(text)
    begins = [match.start() for match in closed]
    found = []
    for match in MARK.finditer(text):
        place = match.start("id") - 1
        index = bisect.bisect_right(begins, place) - 1
        if index >= 0 and place < closed[index].end():
            continue
        row = text.rfind("\n", 0, place) + 1
        if not _ends_block(text, match.end()) or re.match(r"#{1,6}[ \t]", text[row:]):
            continue
        alone = not text[row:place].strip(" \t>")
        if alone:
            start, end = _block_above(text, row)
        elif item := ITEM.match(text, _paragraph_start(text, row)):
            end = _item_end(text, match.end(), len(item["indent"]))
            start, end = item.start(), match.start() if end == match.end() else end
        else:
            start, end = _paragraph_start(text, row), match.start()
        if start < end:
            line = first_line + text.count("\n", 0, place)
            found.append(Block(match["id"], line, start, end, match.start(), match.end()))
    return found


def strip_marks(text: str) -> str:
    """Give `text` without the marks of blocks."""
    for block in reversed(find_blocks(text)):
        text = text[: block.mark_start] + text[block.mark_end :]
    return text


def section_of(headings: Sequence[Heading], heading: Heading, length: int) -> tuple[int, int]:
    """Give the offsets of a section: from its heading to the next of its level or above.

    Args:
        headings: all of the note.
        heading: one of them.
        length: of the note's text.
    """
    after = (h.start for h in headings if h.start > heading.start and h.level <= heading.level)
    return heading.start, next(after, length)


def _ends_block(text: str, end: int) -> bool:
    following = text[end + 1 : end + 200].partition("\n")[0]
    return not following.strip(" \t>") or START.match(following) is not None


def _paragraph_start(text: str, row: int) -> int:
    """Give where the paragraph or the item begins whose last line begins at `row`."""
    while row:
        if ITEM.match(text, row):
            return row
        above = text.rfind("\n", 0, row - 1) + 1
        line = text[above : row - 1]
        if not line.strip(" \t>") or (START.match(line) and not ITEM.match(line)):
            return row
        row = above
    return row


def _item_end(text: str, end: int, indent: int) -> int:
    """Give where an item ends: before the next line that is not deeper than its own mark."""
    last, position = end, end + 1
    while position < len(text):
        stop = text.find("\n", position)
        stop = stop if stop >= 0 else len(text)
        line = text[position:stop]
        if line.strip():
            if len(line) - len(line.lstrip(" \t")) <= indent:
                break
            last = stop
        position = stop + 1
    return last


def _block_above(text: str, row: int) -> tuple[int, int]:
    """Give the lines above a mark that stands alone, up to a blank one outside of code."""
    end = len(text[:row].rstrip(" \t\n>"))
    for match in find_opaque(text):
        if match.start() < end <= match.end() and (match["fence"] or match["display"]):
            return match.start(), end
    start = end
    while start:
        above = text.rfind("\n", 0, start) + 1
        if not text[above:start].strip(" \t>"):
            return min(start + 1, end), end
        if above == 0:
            return 0, end
        start = above - 1
    return 0, end
