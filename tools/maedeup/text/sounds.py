"""English names as Koreans write them by ear: 오토그래드 is autograd, 엘에스티엠 is LSTM.

Both are reduced to the classes of their consonants, of which Hangul spelling keeps most: K for
ㄱ ㅋ k g c, T for ㄷ ㅌ t d, P for ㅂ ㅍ p b f v, S for ㅅ ㅈ ㅊ s z ch j, and R M N H.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

SHORTEST = 3
"""Consonants below which too many names sound alike."""

_CLASSES = {
    "K": "ㄱㄲㅋ", "T": "ㄷㄸㅌ", "P": "ㅂㅃㅍ", "S": "ㅅㅆㅈㅉㅊ", "R": "ㄹ", "M": "ㅁ",
    "N": "ㄴ", "H": "ㅎ",
}  # fmt: skip
_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_FINALS = {"ㄱ": 1, "ㄴ": 4, "ㄷ": 7, "ㄹ": 8, "ㅁ": 16, "ㅂ": 17, "ㅅ": 19, "ㅇ": 21, "ㅋ": 24,
           "ㅌ": 25, "ㅍ": 26}  # fmt: skip

# Spelling -> class, tried in this order at each place; what is not named is a vowel and goes.
_SPELLINGS = [
    ("[ts]ion", "SN"), ("ture", "S"), ("tch|ch|sh|sc(?=[eiy])", "S"), ("ph", "P"), ("gh|wh", ""),
    ("th", "S"), ("ck|q", "K"), ("x", "KS"), ("ng(?![aeiouy])", "N"), ("nk", "NK"),
    ("c(?=[eiy])", "S"), ("g(?=[eiy])", "S"), ("[kgc]", "K"), ("[td]", "T"), ("[pbfv]", "P"),
    ("[szj]", "S"), ("l", "R"), ("r(?=[aeiouy])", "R"),
    ("m", "M"), ("n", "N"), ("h(?=[aeiouy])", "H"),
]  # fmt: skip
_SPELLING = re.compile("|".join(f"({pattern})" for pattern, _ in _SPELLINGS))

# A letter by its name: 엘 is L.
_LETTERS = dict(zip("bcdfghjklmnpqrstvwxz", "P S T P S S S K R M N P K R S T P TPR KS S".split(),
                    strict=True))  # fmt: skip


def sound_table() -> dict[str, str]:
    """Return the class of each jamo that a decomposed syllable is made of."""
    table = {}
    for name, letters in _CLASSES.items():
        for letter in letters:
            table[chr(0x1100 + _INITIALS.index(letter))] = name
            if letter in _FINALS:
                table[chr(0x11A7 + _FINALS[letter])] = "T" if letter == "ㅅ" else name
    table[chr(0x11A7 + _FINALS["ㅇ"])] = "N"
    return table


def spoken_names(names: Iterable[str]) -> dict[str, list[str]]:
    """Return the Latin names, and their words, by how a Korean would say them."""
    found: dict[str, set[str]] = {}
    for name in names:
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9 .'-]*", name):
            continue
        for part in {name, *name.split()}:
            for said in _said(part):
                if len(said) >= SHORTEST:
                    found.setdefault(said, set()).add(part)
    return {said: sorted(parts) for said, parts in sorted(found.items())}


def _said(name: str) -> set[str]:
    word = re.sub(r"[^a-z]", "", name.lower())
    by_sound = _SPELLING.sub(lambda match: _SPELLINGS[(match.lastindex or 1) - 1][1], word)
    ways = {re.sub("[^A-Z]", "", by_sound)}
    if name.isupper() and len(word) <= 5:
        ways.add("".join(_LETTERS.get(letter, "") for letter in word))
    return {re.sub(r"(.)\1+", r"\1", way) for way in ways}
