"""Numbers as Korean sentences write them: units of myriads, number words, what counts them."""

from __future__ import annotations

import re
from decimal import Decimal

POWERS = {"천": 3, "만": 4, "십만": 5, "백만": 6, "천만": 7, "억": 8, "십억": 9, "백억": 10}
POWERS |= {"천억": 11, "조": 12, "K": 3, "M": 6}
"""Power of ten of each unit."""

COUNTERS = (
    "개|명|사람|번|장|층|차원|걸음|배(?![운우워])|원|점|쌍|줄|가지|픽셀|마리|에폭|초|그루|종류|표본|곳"
    "|시점|단계|행|열"
)
"""Pattern of the words that stand behind a number that counts."""

# 만 is a particle too: 5만큼, 0만 배운. As a myriad it has a counter behind it or digits before.
UNITS = (
    "|".join(sorted(set(POWERS) - {"만"}, key=len, reverse=True))
    + rf"|만(?!큼)(?:(?<=\d\d만)|(?=\s?(?:{COUNTERS})))"
)
DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
ASCII_NUMBER = re.compile(
    rf"(?<![A-Za-z\d_.,/#×^:~@$\\-])(?<!제)(?P<sign>(?<![\w)\]%])[-−])?(?P<digits>{DIGITS})"
    rf"(?:[eE](?P<exponent>[-+−]?\d+)|(?P<units>(?:{UNITS})(?![A-Za-z])"
    rf"(?:\s(?:{DIGITS})(?:{UNITS})(?![A-Za-z]))*)|(?P<percent>\s?(?:%|퍼센트)))?"
)
_NATIVE = dict(zip("한 두 세 네 다섯 여섯 일곱 여덟 아홉".split(), range(1, 10), strict=True))
_TENS = {"열": 10, "스물": 20, "스무": 20, "서른": 30, "마흔": 40, "쉰": 50, "예순": 60}
_TENS |= {"일흔": 70, "여든": 80, "아흔": 90}
_SINO = {char: digit for digit, char in enumerate("일이삼사오육칠팔구", 1)}
NUMBER_WORD = re.compile(
    rf"(?<!\w)(?P<native>(?:{'|'.join(_TENS)})(?:{'|'.join(_NATIVE)})?)(?=\s?(?:{COUNTERS}))"
    rf"|(?<!\w)(?P<sino>[일이삼사오육칠팔구십백천만억]{{2,}})(?=\s?(?:{COUNTERS}))"
)
ANY_NUMBER = re.compile(r"\d|[십백천만억]|열|스[물무]|[른흔쉰]|예순|여든")
"""What a text without any number has none of."""

# A size, ratio, range's name, date, or place in a text; a version of what stands before.
OTHER_KIND = re.compile(
    r"\s?[×:/]\s?[\d￼]|[-–]\w|\.\d|x\d|년|세기|월|절|쪽|판|주차|학기|교시|시\s|일\s|번째|비트|도\s"
)
VERSION_OF = re.compile(
    r"(?i)(?:torch|torchvision|scikit-learn|sklearn|python|numpy|pandas|matplotlib|cuda|flask|"
    r"tensorflow|keras|파이토치|파이썬|텐서플로우?|버전|그림|식|표)\s?$"
)
LISTED_BEFORE = re.compile(r"\d\s?[×~–:]\s?$|￼\s?×\s?$|등(?:,\s)?\($")
"""What a number stands behind that is one of several, or not the first of a size or a range."""

_PERCENT = re.compile(r"[^\s%퍼]+")


def without_percent(text: str) -> str:
    """Return a number without the per cent sign, or word, behind it."""
    found = _PERCENT.match(text)
    return found[0] if found else text


def read_units(text: str) -> tuple[Decimal, int]:
    """Read 78만, 6천만, 1억 3천만: the value, and the power of ten of its last place."""
    total, place = Decimal(0), 0
    for digits, unit in re.findall(rf"({DIGITS})([십백천]?[만억조]|[천KM])", text):
        plain = digits.replace(",", "")
        place = POWERS[unit] - len(plain.partition(".")[2])
        total += Decimal(plain).scaleb(POWERS[unit])
    return total, place


def read_words(word: str) -> int:
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
