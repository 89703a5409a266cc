"""A part of one note on the page of another: its links re-based, its footnotes brought along."""

from __future__ import annotations

import posixpath
import re
import textwrap
from collections.abc import Callable

from maedeup.notes.opaque import find_opaque
from maedeup.page.questions import Part

LINK = re.compile(
    r"(?P<head>\]\(\s*<?|^[ ]{0,3}\[(?!\^)[^\]\n]+\]:[ \t]*<?)(?P<url>[^)\s>]+)", re.MULTILINE
)
NOTE_MARK = re.compile(r"\[\^([^\]\s]+)\]")
DEFINITION = r"^\[\^{}\]:.*(?:\n(?:[ \t]*\n)*[ ]{{4}}.*)*"
OUTSIDE = re.compile(r"[a-zA-Z][\w+.-]*:|/")


def part_text(part: Part, src_uri: str, number: int) -> str:
    """Give a part's Markdown as it can stand on the page of `src_uri`.

    Args:
        part: what is embedded.
        src_uri: of the page.
        number: of the embed on the page; keeps footnotes of two embeds apart.
    """
    text = textwrap.dedent(part.text.strip("\n"))
    here = set(NOTE_MARK.findall(text))
    for name in sorted(here):
        if not re.search(DEFINITION.format(re.escape(name)), text, re.MULTILINE):
            found = re.search(DEFINITION.format(re.escape(name)), part.note.body, re.MULTILINE)
            text += f"\n\n{found[0]}" if found else ""
    text = _outside_code(text, NOTE_MARK, lambda m: f"[^e{number}-{m[1]}]")
    own, page = part.note.src_uri, posixpath.dirname(src_uri)

    def rebase(match: re.Match[str]) -> str:
        url = match["url"]
        if OUTSIDE.match(url):
            return match[0]
        path, mark, anchor = url.partition("#")
        path = posixpath.join(posixpath.dirname(own), path) if path else own
        return f"{match['head']}{posixpath.relpath(path, page or '.')}{mark}{anchor}"

    return text if own == src_uri else _outside_code(text, LINK, rebase)


def _outside_code(
    text: str, pattern: re.Pattern[str], change: Callable[[re.Match[str]], str]
) -> str:
    """Substitute where no code, math or comment stands."""
    closed = [(one.start, one.end) for one in find_opaque(text)]

    def guarded(match: re.Match[str]) -> str:
        is_inside = any(start <= match.start() < end for start, end in closed)
        return match[0] if is_inside else change(match)

    return pattern.sub(guarded, text)
