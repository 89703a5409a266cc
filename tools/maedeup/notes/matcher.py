"""Names of notes that stand in prose without a link.

A name counts where it begins a word and only Korean particles end it: a word that only
contains the name is not it. The longest name wins, and nothing is found inside what is no prose:
code, math, headings, links, quotations. One walk over the words, each looked up among the
beginnings of names: cost grows with the text alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from maedeup.notes.grammar import blank_closed
from maedeup.text.particles import NO_PARTICLE_ALONE, strip_particle
from maedeup.text.paths import nfc

LINES = re.compile(
    r"""
    ^(?:
        [ ]{0,3}\#{1,6}[ \t].*                 # a heading
        | [ \t]*(?:\?{3}\+?|!!!|===\+?)[ ].*    # the title of a block
        | [ ]*\[\^[^\]\n]+\]:.*                # a footnote
        | .*(?=\n[ \t>]*\|?[ \t]*:?-{3}[-|: \t]*$)  # the head of a table
    )
    """,
    re.MULTILINE | re.VERBOSE,
)
SPANS = re.compile(
    r"""
    \[\[[^\[\]\n]*\]\]
    | \[[^\]\n]*\](?:\([^)\n]*\)|\[[^\]\n]*\])
    | \[\^[^\]\n]*\]
    | <[^>\n]+>
    | https?://\S+
    | \{[:.\#][^}\n]*\}
    | “[^”\n]*” | ‘[^’\n]*’ | 「[^」\n]*」 | 『[^』\n]*』 | 《[^》\n]*》 | "[^"\n]*"
    | \([A-Za-z][A-Za-z0-9 ,.'’-]*\)          # a gloss: the English for what stands before it
    """,
    re.VERBOSE,
)
"""Links, tags, addresses, attributes and what is said in other words than the author's."""

SAID_OTHERWISE = re.compile(r"\[\[[^\[\]|\n]*\|([^\[\]\n]+)\]\]|\*\*([^*\n]+)\*\*\(")
"""A word that the text links elsewhere, or defines itself: **word**(gloss). There it means that."""

MASK = "\ufffc"  # "an object stands here"
START = re.compile(r"(?<![\w\ufffc\-./@#&])[^\W_]")
"""Where a name may begin."""

TAIL = re.compile(r"\w*")
JOINED = re.compile(r"[-._]\w")
OF_ANOTHER = re.compile(r"[A-Za-z] $")
"""What makes an alias a part of another term: a kernel is one thing, an RBF kernel is another."""


@dataclass(frozen=True)
class NoteName:
    """A name that may be mentioned."""

    text: str
    target: str
    """`src_uri` of the note it names."""
    is_title: bool = False


@dataclass(frozen=True)
class Mention:
    """A name of a note where it stands without a link."""

    name: NoteName
    surface: str
    """The name as it is written there, without particles."""
    line: int
    """Of the file, 1-based."""
    start: int
    end: int
    """Offsets in the text that was searched; particles come after."""


class MentionFinder:
    """Finds names; made once for a vault."""

    def __init__(self, names: Iterable[NoteName]) -> None:
        # All beginnings of all names. Flat: a tree of thousands of dictionaries costs the
        # collector of garbage more than all the rest.
        self._known: dict[str, NoteName | None] = {}
        self.names = list(names)
        spaced = []  # written without its spaces, unless that is a name itself
        for name in self.names:
            written = " ".join(nfc(name.text).split())
            self._add(written, name)
            spaced.append((written.replace(" ", ""), name))
        for written, name in spaced:
            self._add(written, name)

    def _add(self, written: str, name: NoteName) -> None:
        written = written.lower()
        for end in range(1, len(written)):
            self._known.setdefault(written[:end], None)
        self._known[written] = self._known.get(written) or name

    def find(self, text: str, first_line: int = 1) -> list[Mention]:
        """Return the first place of each name in a Markdown text (NFC), in the text's order."""
        prose = SPANS.sub(_blank, LINES.sub(_blank, blank_closed(text)))
        elsewhere = {(link or bold).lower() for link, bold in SAID_OTHERWISE.findall(text)}
        found: dict[NoteName, Mention] = {}
        done = 0
        for start in START.finditer(prose):
            at = start.start()
            if at < done or prose[at : at + 2].lower() not in self._known:
                continue
            name, end = self._longest(prose, at)
            if name is None:
                continue
            surface = prose[at:end]
            tail = TAIL.match(prose, end)
            rest = tail[0] if tail else ""
            done = end + len(rest)
            if name in found or surface.lower() in elsewhere or not _is_name(name.text, surface):
                continue
            if not name.is_title and OF_ANOTHER.search(prose, max(at - 2, 0), at):
                continue
            if (rest and not _follows(surface, rest)) or JOINED.match(prose, done):
                continue
            line = first_line + text.count("\n", 0, at)
            found[name] = Mention(name, surface, line, at, end)
        return list(found.values())

    def _longest(self, prose: str, at: int) -> tuple[NoteName | None, int]:
        found, end = None, at
        for position in range(at + 2, len(prose) + 1):
            name = self._known.get(prose[at:position].lower(), self)
            if name is self:
                break
            if isinstance(name, NoteName):
                found, end = name, position
        return found, end


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", MASK, match[0])


def _is_name(name: str, surface: str) -> bool:
    """Say whether it is written as the name is: capitals count where all are (GAN, not gan)."""
    return not re.search("[A-Z]", name) or not name.isupper() or surface == name


@lru_cache(maxsize=65536)
def _follows(name: str, rest: str) -> bool:
    """Say whether `rest` is particles after `name`, none of which makes most names a verb."""
    if rest.startswith(NO_PARTICLE_ALONE):
        return False
    return strip_particle(name + rest, lambda stem: stem == name) is not None
