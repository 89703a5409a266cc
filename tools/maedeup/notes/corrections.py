"""The corrections of a note: what is written wrong, what is right, and what shows it.

Two kinds: a misconception that many share, and a slip of the source that the note was made of.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from maedeup.notes.containers import BOX, QUOTE, read_lines
from maedeup.notes.prefixes import container_end, lift
from maedeup.text.authors import CORRECTIONS, SLIPS

KIND = rf"(?P<kind>{'|'.join([*CORRECTIONS, *SLIPS])}):[ ]*"

FOLDED = re.compile(rf'\?\?\?\+? correction(?: slip)? "(?:{KIND})?(?P<title>[^"\n]*)"[ \t]*$')
"""As notes write one: `??? correction "Correction: …"`; a slip has `correction slip`."""

QUOTED = re.compile(rf"\*\*{KIND}(?P<title>[^*\n]*?)\.?\*\*[ \t]*$")
"""The first line of a quotation, as labs do, where a notebook has nothing that folds."""

EMBED = re.compile(r"^!\[\[([^\]|]+)[^\]]*\]\]$")


@dataclass(frozen=True)
class Correction:
    """One correction of a note."""

    title: str
    text: str
    """Markdown, without the embeds."""
    shown_by: tuple[str, ...]
    """`relu.py#slopes`: what is embedded to show it."""
    is_slip: bool = False
    """Whether it is the source's own: a misprint, a slip, a line of old code."""


def find_corrections(body: str) -> list[Correction]:
    """Find the corrections in a note's text, in its order, whatever they stand in."""
    if "correction" not in body and "**" not in body:
        return []
    found = []
    for line in read_lines(body):
        opened = line.containers[-1] if line.opened else None
        shape = {BOX: FOLDED, QUOTE: QUOTED}.get(opened.kind) if opened else None
        match = shape.match(body, line.content, line.end) if shape else None
        if match is not None and opened is not None:
            inner = lift(body, opened.start, container_end(body, opened)).split("\n")[1:]
            found.append(_read(match, inner))
    return found


def _read(match: re.Match[str], inner: list[str]) -> Correction:
    rows = [re.sub(r"^(?: {4}|> ?)", "", row) for row in inner]
    embeds = [found[1] for row in rows if (found := EMBED.match(row.strip()))]
    text = [row for row in rows if not EMBED.match(row.strip())]
    return Correction(
        match["title"].strip(), "\n".join(text).strip(), tuple(embeds), match["kind"] in SLIPS
    )
