"""Looking through the prefixes of containers: what stands behind them, and what a line needs."""

from __future__ import annotations

from functools import lru_cache

from maedeup.notes.containers import QUOTE, TAB, Container, Leaf, Line, read_lines, skip_space


@lru_cache(maxsize=64)
def unprefixed(text: str) -> str:
    """Return a text with the marks of its containers blanked, every character in its place."""
    out, position = [], 0
    for line in read_lines(text):
        if line.containers and line.content > line.start:
            out += [text[position : line.start], " " * (line.content - line.start)]
            position = line.content
    return "".join([*out, text[position:]]) if out else text


def continuation(containers: tuple[Container, ...]) -> str:
    """Return what a further line needs before it to stand in these containers."""
    return "".join("> " if c.kind == QUOTE else " " * c.width for c in containers)


def line_at(text: str, offset: int) -> Line:
    """Return the line that an offset lies on."""
    lines = read_lines(text)
    low, high = 0, len(lines) - 1
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if lines[middle].start <= offset else (low, middle - 1)
    return lines[low]


def container_end(text: str, container: Container) -> int:
    """Return where a container ends: behind its last line that is not blank."""
    end = container.start
    for line in read_lines(text):
        if line.start < container.start and line.end < container.start:
            continue
        if container not in line.containers:
            break
        if line.leaf is not Leaf.BLANK:
            end = line.end
    return end


def lift(text: str, start: int, end: int) -> str:
    """Return what stands between two offsets, without the containers around its beginning.

    Args:
        text: all of it.
        start: where it begins, at the mark of a container or behind a prefix.
        end: behind the last character wanted.
    """
    first = line_at(text, start)
    depth = sum(container.start < start for container in first.containers)
    behind = _behind(text, first, depth)
    before = text[behind:start]
    spare = len(before.expandtabs(TAB)) if not before.strip() else 0
    rows = [text[start : min(first.end, end)]]
    for line in read_lines(text):
        if line.start > start and line.start < end:
            place = skip_space(text, _behind(text, line, depth), line.end, spare)[0]
            rows.append(text[min(place, end) : min(line.end, end)])
    return "\n".join(rows)


def _behind(text: str, line: Line, depth: int) -> int:
    """Return the offset behind the first containers of a line, as far as it names them."""
    position = line.start
    for container in line.containers[: min(depth, len(line.containers) - line.lazy)]:
        position = _step(text, position, line.end, container)
    return position


def _step(text: str, position: int, end: int, container: Container) -> int:
    if container.kind == QUOTE:
        position = text.find(">", position, end) + 1 or position
        return position + (text[position : min(position + 1, end)] in (" ", "\t"))
    if position <= container.start < end:  # its first line
        return min(container.start + len(container.mark) + 1, end)
    return skip_space(text, position, end, container.width)[0]
