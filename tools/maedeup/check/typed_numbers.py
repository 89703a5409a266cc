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

_POWERS = {"천": 3, "만": 4, "십만": 5, "백만": 6, "천만": 7, "억": 8, "십억": 9, "백억": 10}
_POWERS |= {"천억": 11, "조": 12, "K": 3, "M": 6}
_COUNTERS = (
    "개|명|사람|번|장|층|차원|걸음|배(?![운우워])|원|점|쌍|줄|가지|픽셀|마리|에폭|초|그루|종류|표본|곳"
    "|시점|단계|행|열"
)
# 만 is a particle too: 5만큼, 0만 배운. As a myriad it has a counter behind it or digits before.
_UNITS = (
    "|".join(sorted(set(_POWERS) - {"만"}, key=len, reverse=True))
    + rf"|만(?!큼)(?:(?<=\d\d만)|(?=\s?(?:{_COUNTERS})))"
)
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_ASCII = re.compile(
    rf"(?<![A-Za-z\d_.,/#×^:~@$\\-])(?<!제)(?P<sign>(?<![\w)\]%])[-−])?(?P<digits>{_DIGITS})"
    rf"(?:[eE](?P<exponent>[-+−]?\d+)|(?P<units>(?:{_UNITS})(?![A-Za-z])"
    rf"(?:\s(?:{_DIGITS})(?:{_UNITS})(?![A-Za-z]))*)|(?P<percent>\s?(?:%|퍼센트)))?"
)
_NATIVE = dict(zip("한 두 세 네 다섯 여섯 일곱 여덟 아홉".split(), range(1, 10), strict=True))
_TENS = {"열": 10, "스물": 20, "스무": 20, "서른": 30, "마흔": 40, "쉰": 50, "예순": 60}
_TENS |= {"일흔": 70, "여든": 80, "아흔": 90}
_SINO = {char: digit for digit, char in enumerate("일이삼사오육칠팔구", 1)}
_WORD = re.compile(
    rf"(?<!\w)(?P<native>(?:{'|'.join(_TENS)})(?:{'|'.join(_NATIVE)})?)(?=\s?(?:{_COUNTERS}))"
    rf"|(?<!\w)(?P<sino>[일이삼사오육칠팔구십백천만억]{{2,}})(?=\s?(?:{_COUNTERS}))"
)
_NOT_PROSE = re.compile(
    r"(?m)^\#{1,6}\s.*$"  # a heading, and with it its numbering
    r"|^[ \t>]*(?:\?\?\?\+?|!!!)\s.*$"  # the title of a folded text names a wrong belief
    r"|^[ \t>]*\*\*(?:바로잡음|원 노트에서 고친 것):.*$"
    r"|^[ \t>]*\d+[.)]\s"
    r"|!?\[[^\]\n]*\]\([^)\n]*\)|\[\^[^\]\n]*\]|<[^>\n]*>|https?://\S+|\{[^}\n]*\}"
    r"|“[^”\n]*”|「[^」\n]*」|『[^』\n]*』"  # what others say
)
# A size, ratio, range's name, date, or place in a text; a version of what stands before.
_OTHER_KIND = re.compile(
    r"\s?[×:/]\s?[\d￼]|[-–]\w|\.\d|x\d|년|세기|월|절|쪽|판|주차|학기|교시|시\s|일\s|번째|비트|도\s"
)
_VERSION_OF = re.compile(
    r"(?i)(?:torch|torchvision|scikit-learn|sklearn|python|numpy|pandas|matplotlib|cuda|flask|"
    r"tensorflow|keras|파이토치|파이썬|텐서플로우?|버전|그림|식|표)\s?$"
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
    """'plain', 'exponent', 'unit' (78만) or 'word' (열두)."""
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
    if exempt is True or not re.search(
        r"\d|[십백천만억]|열|스[물무]|[른흔쉰]|예순|여든", note.body
    ):
        return ()
    known = set(exempt) | {str(item) for item in exempt} if isinstance(exempt, list) else set()
    text = _NOT_PROSE.sub(lambda m: "\ufffc" * len(m[0]), blank_closed(note.body))
    for fold in find_folds(note.body):
        if fold.kind == "predict":  # whose choices are judged by the run, wrong ones too
            text = text[: fold.start] + "\ufffc" * (fold.end - fold.start) + text[fold.end :]
    found = list(_find_all(note, text))
    exempted = _find_exempted(note, found)
    return tuple(n for n in found if n.start not in exempted and not {n.text, n.value} & known)


def _find_all(note: Note, text: str) -> Iterator[Number]:
    for match in sorted([*_ASCII.finditer(text), *_WORD.finditer(text)], key=lambda m: m.start()):
        number = _read(match, note)
        if number is None:
            continue
        before, after = text[max(0, number.start - 20) : number.start], text[number.end :][:4]
        if _OTHER_KIND.match(after + " ") or re.match(r"[A-Za-z\d_]", after):
            continue
        if _VERSION_OF.search(before) or re.search(
            r"\d\s?[×~–:]\s?$|￼\s?×\s?$|등(?:,\s)?\($", before
        ):
            continue
        if number.whole and (abs(number.value) <= 10 or _is_year(number, after)):
            continue
        yield number


def _is_year(number: Number, after: str) -> bool:
    """Say whether a whole number is a year: it counts nothing and looks like one."""
    looks = "," not in number.text and 1900 <= number.value <= 2100
    return looks and not re.match(rf"\s?(?:{_COUNTERS})", after)


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
            value, exponent = _read_units(groups["digits"] + groups["units"])
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
        value = Decimal(_read_words(match[0]))
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


def _read_units(text: str) -> tuple[Decimal, int]:
    """Read 78만, 6천만, 1억 3천만: the value, and the power of ten of its last place."""
    total, place = Decimal(0), 0
    for digits, unit in re.findall(rf"({_DIGITS})([십백천]?[만억조]|[천KM])", text):
        plain = digits.replace(",", "")
        place = _POWERS[unit] - len(plain.partition(".")[2])
        total += Decimal(plain).scaleb(_POWERS[unit])
    return total, place


def _read_words(word: str) -> int:
    """Read a number in Korean words: 스물다섯, 십이만."""
    for ten, value in _TENS.items():
        if word.startswith(ten) and word[0] not in _SINO:
            return value + _NATIVE.get(word[len(ten) :], 0)
    total, part, digit = 0, 0, 0
    for char in word:
        if char in _SINO:
            digit = _SINO[char]
        elif char in "십백천":
            part += (digit or 1) * {"십": 10, "백": 100, "천": 1000}[char]
            digit = 0
        else:
            total += ((part + digit) or 1) * (10_000 if char == "만" else 100_000_000)
            part = digit = 0
    return total + part + digit


def _find_exempted(note: Note, numbers: list[Number]) -> set[int]:
    """Give the offsets of the numbers that a `<!-- typed -->` exempts."""
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
