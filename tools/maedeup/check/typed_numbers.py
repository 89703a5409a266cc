"""Numbers that an author typed into a note's prose: where they stand, and which values they mean.

Pure text: what a number is compared with is `guard`'s business. Not every number is one: those in
code, formulas, links, headings and quotations, years, versions, sizes such as 3×3 and names such
as ResNet-50 state no result, nor do the whole numbers up to ten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from maedeup.notes.folds import find_folds
from maedeup.notes.grammar import blank_closed
from maedeup.notes.note import Note
from maedeup.text.authors import CORRECTIONS, SLIPS
from maedeup.text.counts import (
    ANY_NUMBER,
    ASCII_NUMBER,
    COUNTERS,
    LISTED_BEFORE,
    NUMBER_WORD,
    OTHER_KIND,
    VERSION_OF,
    read_units,
    read_words,
)

_NOT_PROSE = re.compile(
    r"(?m)^\#{1,6}\s.*$"  # a heading, and with it its numbering
    r"|^[ \t>]*(?:\?\?\?\+?|!!!)\s.*$"  # the title of a folded text names a wrong belief
    rf"|^[ \t>]*\*\*(?:{'|'.join([*CORRECTIONS, *SLIPS])}):.*$"
    r"|^[ \t>]*\d+[.)]\s"
    r"|!?\[[^\]\n]*\]\([^)\n]*\)|\[\^[^\]\n]*\]|<[^>\n]*>|https?://\S+|\{[^}\n]*\}"
    r"|“[^”\n]*”|「[^」\n]*」|『[^』\n]*』"  # what others say
)
TYPED = re.compile(r"<!--\s*typed\s*-->")
"""An author's word that the number before it, or the line or paragraph it ends, is meant as is."""


@dataclass(frozen=True)
class Number:
    """One number in a note's prose."""

    text: str
    start: int
    end: int
    """Offsets in the note's body."""
    line: int
    """Of the file."""
    value: float
    """As read, a percentage by its digits: 95.3% is 95.3."""
    ulp: float
    """What one in its last place is worth."""
    percent: bool
    decimals: int
    """Digits behind the point; those of the mantissa where there is an exponent."""
    form: str
    """'plain', 'exponent', 'unit' (78 with a myriad behind it) or 'word' (twelve)."""
    digits: int
    """Significant ones; the zeros that end a whole number are not."""

    @property
    def whole(self) -> bool:
        """Whether it is typed as a count, not as a measure."""
        return self.form in ("plain", "word") and not self.decimals and not self.percent

    @property
    def common(self) -> bool:
        """Whether such a number stands everywhere: one digit, a power of two, 255."""
        whole = self.value == int(self.value) and self.whole
        power = whole and int(abs(self.value)) & (int(abs(self.value)) - 1) == 0
        return self.digits < 2 or power or (whole and self.value in (224, 255, 299, 365))

    def fits(self, value: float) -> bool:
        """Say whether some rounding of `value`, half up or half down, is what is typed."""
        slack = 0.5 + 1e-9
        if abs(value - self.value) <= self.ulp * slack and not (self.percent and abs(value) <= 1):
            return True
        return self.percent and abs(100 * value - self.value) <= self.ulp * slack


@lru_cache(maxsize=8192)  # a build asks again for each note, and while serving few change
def find_numbers(note: Note) -> tuple[Number, ...]:
    """Find the numbers of a note's prose that may state a result."""
    exempt = note.meta.get("typed")
    if exempt is True or not ANY_NUMBER.search(note.body):
        return ()
    known = set(exempt) | {str(item) for item in exempt} if isinstance(exempt, list) else set()
    text = blank_closed(note.body)
    if not ANY_NUMBER.search(text):  # those of a note's links are gone
        return ()
    text = _NOT_PROSE.sub(lambda m: "\ufffc" * len(m[0]), text)
    for fold in find_folds(note.body):
        if fold.kind == "predict":  # whose choices are judged by the run, wrong ones too
            text = text[: fold.start] + "\ufffc" * (fold.end - fold.start) + text[fold.end :]
    found = list(_find_all(note, text))
    exempted = _find_exempted(note, found)
    return tuple(n for n in found if n.start not in exempted and not {n.text, n.value} & known)


def _find_all(note: Note, text: str) -> Iterator[Number]:
    found = [*ASCII_NUMBER.finditer(text), *NUMBER_WORD.finditer(text)]
    for match in sorted(found, key=lambda m: m.start()):
        number = _read(match, note)
        if number is None:
            continue
        before, after = text[max(0, number.start - 20) : number.start], text[number.end :][:4]
        if OTHER_KIND.match(after + " ") or re.match(r"[A-Za-z\d_]", after):
            continue
        if VERSION_OF.search(before) or LISTED_BEFORE.search(before):
            continue
        if number.whole and (abs(number.value) <= 10 or _is_year(number, after)):
            continue
        yield number


def _is_year(number: Number, after: str) -> bool:
    """Say whether a whole number is a year: it counts nothing and looks like one."""
    looks = "," not in number.text and 1900 <= number.value <= 2100
    return looks and not re.match(rf"\s?(?:{COUNTERS})", after)


def _read(match: re.Match[str], note: Note) -> Number | None:
    start, end = match.span()
    groups = match.groupdict()
    exponent, form, percent = 0, "plain", False
    if "digits" in groups:
        digits = groups["digits"].replace(",", "")
        decimals = len(digits.partition(".")[2])
        value = Decimal(digits)
        if groups["exponent"]:
            exponent, form = int(groups["exponent"].replace("−", "-")), "exponent"
        elif groups["units"]:
            value, exponent = read_units(groups["digits"] + groups["units"])
            decimals, form = max(0, -exponent), "unit"
            value = value.scaleb(-exponent)
            digits = str(int(value))
        percent = groups["percent"] is not None
        if abs(exponent) > 300:
            return None
        value = value.scaleb(exponent) * (-1 if groups["sign"] else 1)
        ulp = Decimal(1).scaleb(exponent - (decimals if form != "unit" else 0))
        significant = _significant(digits)
    else:
        form, decimals = "word", 0
        value = Decimal(read_words(match[0]))
        significant = len(str(value).rstrip("0"))
        zeros = len(str(value)) - significant if groups["sino"] else 0
        ulp = Decimal(1).scaleb(zeros)
    line = note.body_line + note.body.count("\n", 0, start)
    return Number(
        note.body[start:end], start, end, line, float(value), float(ulp), percent, decimals,
        form, significant,
    )  # fmt: skip


def _significant(digits: str) -> int:
    bare = digits.replace(".", "").lstrip("0")
    return len(bare if "." in digits else bare.rstrip("0")) or 1


def _find_exempted(note: Note, numbers: list[Number]) -> set[int]:
    """Return the offsets of the numbers that a `<!-- typed -->` exempts."""
    body, exempted = note.body, set()
    for mark in TYPED.finditer(body):
        row = body.rfind("\n", 0, mark.start()) + 1
        end_of_row = body.find("\n", mark.end())
        rest = body[mark.end() : end_of_row if end_of_row >= 0 else len(body)]
        if not body[row : mark.start()].strip(" >"):  # alone on its line: the paragraph above
            row = max(body.rfind("\n\n", 0, max(row - 1, 0)), 0)
        before = [n.start for n in numbers if row <= n.start < mark.start()]
        exempted |= set(before[-1:] if rest.strip() else before)
    return exempted
