"""Blocks with a mark, `^id`, that other notes link to or embed; and the extent of a section.

    A paragraph that ends so. ^first-claim      the mark names its paragraph
    - an item ^second                           ... or its item, with what is nested in it

    | a | table |
    |---|-------|

    ^scores                                     alone on a line: the block above

    > a quotation

    ^said                                       ... with all of it: a callout, a list, code

An id has Latin letters, digits and `-`. `^eq-…` is no mark of a block: it belongs to a formula.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass

from maedeup.notes.containers import ITEM, Leaf, Line, read_lines
from maedeup.notes.opaque import find_opaque
from maedeup.notes.outline import Heading
from maedeup.notes.prefixes import container_end

MARK = re.compile(
    r"(?:(?<=[^ \t])[ \t]+\^|(?:(?<=\))|(?<=\]\]))\^(?=[A-Za-z][\w-]{2})|^[ \t]*\^)"
    r"(?!eq-)(?P<id>[A-Za-z0-9-]+)[ \t]*$"
)
"""Behind a bracket it may stand without a space, if it is no exponent: `[figure](a.png)^fig`."""

MARKED = (Leaf.TEXT, Leaf.TABLE, Leaf.DISPLAY, Leaf.HTML)


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
    begins = [one.start for one in closed]
    lines = read_lines(text)
    found = []
    for number, line in enumerate(lines):
        if line.leaf not in MARKED or "^" not in text[line.content : line.end]:
            continue
        match = MARK.search(text[line.content : line.end])
        if match is None or (number + 1 < len(lines) and not lines[number + 1].first):
            continue
        place = line.content + match.start("id") - 1
        index = bisect.bisect_right(begins, place) - 1
        if index >= 0 and place < closed[index].end:
            continue
        mark_start, mark_end = line.content + match.start(), line.content + match.end()
        span = _marked(text, lines, number, mark_start, mark_end)
        if span is not None and span[0] < span[1]:
            found.append(Block(match["id"], first_line + number, *span, mark_start, mark_end))
    return found


def strip_marks(text: str) -> str:
    """Return `text` without the marks of blocks."""
    for block in reversed(find_blocks(text)):
        text = text[: block.mark_start] + text[block.mark_end :]
    return text


def section_of(headings: Sequence[Heading], heading: Heading, length: int) -> tuple[int, int]:
    """Return the offsets of a section: from its heading to the next of its level or above.

    A section ends with the container that its heading stands in, too.

    Args:
        headings: all of the note.
        heading: one of them.
        length: of the note's text.
    """
    beside = (h for h in headings if h.start > heading.start and h.stop == heading.stop)
    after = (h.start for h in beside if h.level <= heading.level)
    return heading.start, next(after, heading.stop if heading.stop >= 0 else length)


def _marked(
    text: str, lines: Sequence[Line], number: int, mark_start: int, mark_end: int
) -> tuple[int, int] | None:
    """Return the offsets of what the mark on a line names."""
    line = lines[number]
    is_alone = mark_start == line.content
    if is_alone and (line.first or line.lazy):
        return _block_above(lines, number, len(line.containers) - line.lazy)
    first = _first_of(lines, number)
    end = lines[number - 1].end if is_alone else mark_start
    owner = line.containers[-1] if line.containers else None
    if owner is not None and owner.kind == ITEM and owner.start >= lines[first].start:
        last = container_end(text, owner)
        return owner.start, last if last > mark_end else end
    start = lines[first].content
    return start + len(text[start:end]) - len(text[start:end].lstrip(" \t")), end


def _first_of(lines: Sequence[Line], number: int) -> int:
    """Return the number of the line on which the block of a line begins."""
    while number and not lines[number].first:
        number -= 1
    return number


def _block_above(lines: Sequence[Line], number: int, depth: int) -> tuple[int, int] | None:
    """Return the offsets of the block above a mark that stands alone: with all that is in it."""
    number -= 1
    while number >= 0 and lines[number].leaf is Leaf.BLANK:
        number -= 1
    if number < 0 or len(lines[number].containers) < depth:
        return None
    last = lines[number]
    if len(last.containers) > depth:
        above = last.containers[depth]
        return above.group, last.end  # of an item: all of its list
    while lines[number].leaf is Leaf.CODE and lines[number - 1].leaf is Leaf.CODE:
        number -= 1
    return lines[_first_of(lines, number)].content, last.end
