"""Particles that do not fit what stands before them.

Only names whose end is marked are judged: what a reference shows, formulas, code, emphasis,
quotations, Latin words, numbers. In plain Hangul none can tell a particle from a word's syllable.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import lru_cache

from maedeup.notes.grammar import blank_closed
from maedeup.notes.note import Note
from maedeup.notes.opaque import find_opaque
from maedeup.text.errors import Problem
from maedeup.text.korean import SYLLABLE
from maedeup.text.particles import BOTH_FORMS, PARTICLE_PAIR, find_fitting
from maedeup.vault.leads import Code, value_of
from maedeup.vault.shown import shown_text
from maedeup.vault.web import Web

_NAME = re.compile(
    r"(?P<mark>\*\*|\*|__|~~|==)(?![\s*])(?P<marked>[^*\n]+?)(?<!\s)(?P=mark)"
    r"|“(?P<double>[^”\n]+)”|‘(?P<single>[^’\n]+)’|「(?P<corner>[^」\n]+)」|『(?P<book>[^』\n]+)』"
    r"|\[(?P<link>[^\[\]\n]+)\]\([^()\n]*\)"
    r"|(?P<word>[-−+±]?(?<![\d.])\d[\d,./]*(?:[eE][-+−]?\d+)?\s?(?:%p?|‰|°C?|[A-Za-zµμ]+[²³]?)?"
    r"|[A-Za-zΑ-Ωα-ω][\w.+#-]*)",
    re.ASCII,
)
_HANGUL_END = re.compile(rf"{SYLLABLE}[*”’」』]*$")
_GLOSS = re.compile(r"\([^()\n]*\)")
"""What is skipped in reading: a gloss of a Hangul word, not the argument of `Dropout(0.25)`."""
_NAMED = re.compile(r"`+\s?(?:[\w.]*[A-Za-z]\w*(?:\(\))?|[\d.]+)\s?`+", re.ASCII)
"""Code that is read as it stands: a name or a number, not an expression."""
_SYMBOL = re.compile(r"\$(?:[^$\\]|\\[A-Za-z]+(?![A-Za-z{]))*(?<![)\]])\$")
_ATTACHED = re.compile(f"{SYLLABLE}+")
_UNREAD = "\ufffc"


@dataclass(frozen=True)
class Misfit:
    """A particle that does not fit, and the form that does."""

    row: int
    """Of the note's body, from 0."""
    word: str
    particle: str
    fitting: str
    is_filled: bool
    """Whether the tool wrote the word: a reference's title, a value."""


def find_misfits(web: Web, codes: Container[str]) -> Iterator[Problem]:
    """Find particles that do not fit, in whatever is written: labs, maps and the guide too.

    Args:
        web: with its links joined.
        codes: whether those after references and values are meant (`wrong-particle`), or all
            others (`typed-particle`), or both.
    """
    find = _find_again if web.vault.settings.is_serving else _find_in
    for note in web.vault.notes.values():
        for misfit in find(*_fill(web, note)):
            filled = misfit.is_filled
            if (code := "wrong-particle" if filled else "typed-particle") in codes:
                both = f", or both forms, `{BOTH_FORMS}`: then a build chooses" if filled else ""
                value, hint = misfit.word + misfit.particle, f"write {misfit.fitting}{both}"
                line = note.body_line + misfit.row
                yield Problem(code, note.path, line, "wrong particle", value, hint)


def _fill(web: Web, note: Note) -> tuple[str, tuple[tuple[int, str], ...]]:
    """Put in the place of each reference what a reader sees; give where each ends there."""
    parts, ends, position, length = [], [], 0, 0
    for reference in note.references:
        target = web.find_target(reference, note)
        shown = _UNREAD
        if reference.embed and reference.alone:
            shown = reference.label or ""  # a caption, and what the figure shows
        elif not isinstance(target, Problem) and not (
            reference.embed and isinstance(target, Code) and value_of(target) is None
        ):
            shown = shown_text(web, reference, target, note, note).replace("\n", " ")
        parts += [note.body[position : reference.start], shown]
        length += len(parts[-2]) + len(shown)
        position = reference.end
        ends.append((length, shown))
    return "".join([*parts, note.body[position:]]), tuple(ends)


def _find_in(text: str, ends: tuple[tuple[int, str], ...]) -> tuple[Misfit, ...]:
    words, filled, found = dict(ends), dict(ends), []
    for one in find_opaque.once(text):
        if _NAMED.fullmatch(one.text) or _SYMBOL.fullmatch(one.text):
            words.setdefault(one.end, one.text)
    for match in _NAME.finditer(blank_closed(text)):
        word = match[match.lastgroup or 0]
        words.setdefault(match.end(), word)
        if match["word"] is None and match.end(match.lastgroup or 0) in filled:
            filled[match.end()] = word
    for end, word in sorted(words.items()):
        if PARTICLE_PAIR.match(text, end):
            continue
        gloss = _GLOSS.match(text, end) if _HANGUL_END.search(word) else None
        start = gloss.end() if gloss else end
        attached = _ATTACHED.match(text, start)
        if not attached or PARTICLE_PAIR.match(text, start):
            continue
        if fitting := find_fitting(word, attached[0]):
            row = text.count("\n", 0, end)
            found.append(Misfit(row, word, attached[0], fitting, end in filled))
    return tuple(found)


_find_again = lru_cache(maxsize=8192)(_find_in)
"""The same while serving, where few notes change."""
