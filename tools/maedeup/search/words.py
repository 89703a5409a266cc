"""Words as they are typed and as they stand in a text: keys, strokes, patterns, slips.

Patterns keep to what Python and JavaScript read alike.
"""

from __future__ import annotations

import re
from functools import lru_cache

from maedeup.text.korean import keyboard_to_hangul, keyboard_to_latin
from maedeup.text.paths import nfc

LETTERS = "a-z0-9"
_ENGLISH_ENDING = "(?:ational|izations?|ations?|ingly|ings?|edly|ed|ers?|ly|ies|es|s|e|y)$"

DOUBLE_FINALS = dict(
    zip(
        "ㄳㄵㄶㄺㄻㄼㄽㄾㄿㅀㅄ",
        "ㄱㅅ ㄴㅈ ㄴㅎ ㄹㄱ ㄹㅁ ㄹㅂ ㄹㅅ ㄹㅌ ㄹㅍ ㄹㅎ ㅂㅅ".split(),
        strict=True,
    )
)
"""What an input method makes of two initials typed one after the other."""


def words_of(query: str) -> list[str]:
    """Cut a query into words; marks inside a word stay, as in `nn.Conv2d`."""
    parts = re.split(r"[\s,?!;\"'“”‘’()\[\]{}<>·/]+", nfc(query))
    return [word for part in parts if key_of(word := part.strip(".:-~")) != ""]


@lru_cache(maxsize=100_000)
def key_of(text: str) -> str:
    """Give a name as it is compared: lower case, letters and digits only."""
    return re.sub(r"[\W_]+", "", text.lower())


@lru_cache(maxsize=100_000)
def strokes(text: str) -> str:
    """Give the keys that type `text`: one slip of the finger is one different character."""
    return keyboard_to_latin(text)


def camel(text: str) -> str:
    """Give `text` in lower case and, where that differs, cut at its capitals: leaky relu."""
    cut = re.sub(r"([a-z0-9])([A-Z])|([A-Z])(?=[A-Z][a-z])", r"\1\3 \2", text)
    return text.lower() if cut == text else f"{text} {cut}".lower()


def is_initials(text: str) -> bool:
    """Say whether a query is made of consonants alone."""
    return bool(re.fullmatch("[ㄱ-ㅎ]+", text))


def other_layout(raw: str) -> str:
    """Read what was typed as if the other keyboard layout had been on; '' if that makes no sense.

    Case counts: with shift, `Q` is ㅃ.
    """
    if re.search("[가-힣ㄱ-ㅣ]", raw):
        return keyboard_to_latin(raw).lower()
    for text in (raw, raw.lower()):
        hangul = keyboard_to_hangul(text)
        if not re.search("[ㄱ-ㅣ]", hangul) and re.search("[가-힣]{2}", hangul):
            return hangul
    return ""


def spaced(word: str) -> str:
    """Give a pattern for a word that allows the spaces Koreans put in or leave out."""
    out = ""
    for index, char in enumerate(word):
        inside = 2 <= index <= len(word) - 2
        if inside and re.fullmatch("[가-힣]{2}", word[index - 1 : index + 1]):
            out += " ?"
        out += " ?" if char == " " else escaped(char)
    start = "" if re.match("[가-힣]", word) else f"(?<![{LETTERS}])"
    return start + out


def escaped(text: str) -> str:
    """Escape what a regular expression would read, in Python and in JavaScript."""
    return re.sub(r"[.*+?^${}()|[\]\\/]", r"\\\g<0>", text)


def flexed(syllable: str) -> str:
    """Give a pattern for the last syllable of a stem: 지 is also 진, 질, 졌."""
    code = ord(syllable) - 0xAC00
    final, vowel = code % 28, code // 28 % 21
    if not 0 <= code < 11172 or final not in (0, 4, 8, 16, 17, 20):  # none ㄴ ㄹ ㅁ ㅂ ㅆ
        return escaped(syllable)
    bases = [code - final]
    # ㅣ + 어 is ㅕ, ㅜ + 어 ㅝ, ㅗ + 아 ㅘ, ㅡ + 어 ㅓ, 하 + 여 해
    contracted = {20: 6, 13: 14, 8: 9, 18: 4}.get(vowel, 1 if code // 588 == 18 else vowel)
    if contracted != vowel:
        bases.append(code - final + (contracted - vowel) * 28)
    ranges = "".join(f"{chr(0xAC00 + base)}-{chr(0xAC00 + base + 27)}" for base in bases)
    return f"[{ranges}]"


def latin(word: str) -> str:
    """Give a pattern for a Latin word: begins where it begins, its marks may be missing."""
    body = re.sub(r"[-_. ]+", "[-_. ]?", escaped(word).replace("\\.", "."))
    end = f"(?![{LETTERS}])" if len(word) < 3 else ""
    return f"(?<![{LETTERS}]){body}{end}"


def english_stem(word: str) -> str:
    """Take a common English ending off a word."""
    stem = re.sub(
        r"(?:ational|ations?|izations?|ingly|ings?|edly|ed|ers?|ly|ies|es|s|e|y)$", "", word
    )
    stem = re.sub(r"([^aeiouls])\1$", r"\1", stem)
    return stem if len(stem) > 3 else word


def budget(typed: str) -> int:
    """Give the slips allowed in a word of so many strokes."""
    return 0 if len(typed) < 5 else 1 if len(typed) < 10 else 2


def slips(a: str, b: str, most: int) -> int:
    """Give the edit distance, two swapped strokes counted as one; `most + 1` when it is more."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        previous, row = row, [i]
        for j, y in enumerate(b, 1):
            cost = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before = previous
        if min(row) > most:
            return most + 1
    return row[-1]
