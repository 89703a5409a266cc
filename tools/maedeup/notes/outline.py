"""The headings of a note, by `#` or underlined, and their anchors."""

from __future__ import annotations

import re
from dataclasses import dataclass

from maedeup.notes.containers import Leaf, Line, read_lines
from maedeup.notes.grammar import line_of, phrase, plain_text
from maedeup.notes.prefixes import container_end
from maedeup.text.paths import nfc

HEADING = re.compile(r"(?P<marks>#{1,6})[ \t]+(?P<text>.+?)[ \t]*#*[ \t]*$")
UNDERLINED = re.compile(r"(?P<text>\S.*?)[ \t]*$")
UNDERLINE = re.compile(r"(=+|-+)[ \t]*$")


@dataclass(frozen=True)
class Heading:
    """One heading of a note."""

    text: str
    anchor: str
    """The `id` that the page gives it."""
    line: int
    end: int
    """Offset of its end in the text that was searched."""
    explicit: bool
    """Whether the author gave the `id`."""
    level: int = 1
    """How many `#` it has; underlined by `=` it is the first, by `-` the second."""
    start: int = 0
    """Offset of its first `#`, or of its text."""
    close: int = 0
    """Offset of the end of its last line, which is what underlines it."""
    written: str = ""
    """Its text as Markdown, where that is more: formulas and code."""
    stop: int = -1
    """Offset of the end of the container that it stands in; -1 where it stands in none."""


def find_headings(text: str, first_line: int = 1) -> list[Heading]:
    """Find the headings of `text`, with the anchors that the page gives them."""
    if not any(mark in text for mark in ("#", "=", "-")):
        return []
    seen: dict[str, int] = {}
    taken: set[str] = set()
    found = []
    lines = read_lines(text)
    for line, below in zip(lines, (*lines[1:], None), strict=True):
        # In HTML a heading may be Markdown too: `<div markdown>`.
        row = line.leaf in (Leaf.HEADING, Leaf.HTML) and text[line.content : line.end]
        match = HEADING.match(text, line.end - len(row.lstrip()), line.end) if row else None
        rule = match is None and below is not None and _rule(text, line, below)
        if rule:
            match = UNDERLINED.search(text, line.content, line.end)
        if match is None:
            continue
        given = re.search(r"\{[^}]*#([\w-]+)[^}]*\}$", match["text"])
        written = phrase(re.sub(r"\s*\{[^}]*\}$", "", match["text"]))
        slug = anchor = given[1] if given else heading_slug(_without_marks(written))
        while anchor in taken:  # the second of equal ones is `slug_1`, if no heading is called so
            seen[slug] = seen.get(slug, 0) + 1
            anchor = f"{slug}_{seen[slug]}"
        taken.add(anchor)
        found.append(
            Heading(
                text=plain_text(written),
                written=written,
                anchor=anchor,
                line=line_of(text, match.start(), first_line),
                end=match.end("text"),
                explicit=given is not None,
                level=1 + (rule[0] == "-") if rule else len(match["marks"]),
                start=match.start(),
                close=below.end if rule and below else line.end,
                stop=container_end(text, line.containers[-1]) if line.containers else -1,
            )
        )
    return found


def _rule(text: str, line: Line, below: Line) -> str:
    """Return what underlines a line, where it is the only one of its paragraph; else nothing."""
    is_text = line.leaf is below.leaf is Leaf.TEXT and line.first and not below.first
    if not is_text or line.containers != below.containers or below.lazy:
        return ""
    found = UNDERLINE.match(text, below.content, below.end)
    return found[0] if found else ""


def heading_slug(text: str) -> str:
    """Return a heading's anchor: Hangul stays, case and punctuation go."""
    text = re.sub(r"[^\w\- ]", "", nfc(re.sub(r"<[^>]+>", "", text)).strip().lower())
    return re.sub(r"[\s-]+", "-", text).strip("-") or "section"


def _without_marks(text: str) -> str:
    for mark in ("__", "*", "`", "$"):
        text = text.replace(mark, "")
    return text.strip()
