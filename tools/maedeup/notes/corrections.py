"""The corrections of a note: what is written wrong, what is right, and what shows it.

Two kinds: a misconception that many share, and a slip of the source that the note was made of.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from maedeup.text.authors import CORRECTIONS, SLIPS

KIND = rf"(?P<kind>{'|'.join([*CORRECTIONS, *SLIPS])}):[ ]*"

FOLDED = re.compile(
    rf'^\?\?\?\+? correction(?: slip)? "(?:{KIND})?(?P<title>[^"\n]*)"\n'
    r"(?P<body>(?:(?:[ ]{4}[^\n]*)?\n)*(?:[ ]{4}[^\n]*)?)",
    re.MULTILINE,
)
"""As notes write one: `??? correction "Correction: …"`; a slip has `correction slip`."""

QUOTED = re.compile(
    rf"^> \*\*{KIND}(?P<title>[^*\n]*?)\.?\*\*[ ]*\n(?P<body>(?:>[^\n]*(?:\n|\Z))*)",
    re.MULTILINE,
)
"""As labs do, where a notebook has nothing that folds."""

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
    """Find the corrections in a note's text, in its order."""
    found = [*FOLDED.finditer(body), *QUOTED.finditer(body)]
    return [_read(match) for match in sorted(found, key=lambda match: match.start())]


def _read(match: re.Match[str]) -> Correction:
    rows = [re.sub(r"^(?: {4}|> ?)", "", row) for row in match["body"].split("\n")]
    embeds = [found[1] for row in rows if (found := EMBED.match(row.strip()))]
    text = [row for row in rows if not EMBED.match(row.strip())]
    return Correction(
        match["title"].strip(), "\n".join(text).strip(), tuple(embeds), match["kind"] in SLIPS
    )
