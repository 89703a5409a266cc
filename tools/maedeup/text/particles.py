"""Korean particles: the form that fits what stands before, and a form that does not.

A particle has two forms, and the last sound of the word before it picks one (`korean`). Notes write
both, `[[ReLU]]은(는)`, and a build keeps the form that fits what is shown; a form alone is checked.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from maedeup.text.korean import char_final, final_consonant

# After a consonant, after a vowel.
_FORMS = (("은", "는"), ("이", "가"), ("을", "를"), ("과", "와"), ("아", "야"), ("으로", "로"))
_BY_SPELLING = {f"{a}({b})": forms for forms in _FORMS for a, b in (forms, forms[::-1])}
# 이 merges with these vowels after a vowel: 텐서였다, 텐서여서, 텐서예요.
_MERGED = {"었": "였", "어": "여", "에": "예"}

PARTICLE_PAIR = re.compile(
    "|".join(re.escape(pair) for pair in sorted(_BY_SPELLING, key=len, reverse=True))
    + r"|\([이으]\)[가-힣]+"
)
"""A particle in both forms, to match right after a reference or a value: `match(text, pos)`.

Not to be searched for in running text, where 종이(가) may be a word with a gloss.
"""


BOTH_FORMS = "은(는)"
"""How an author writes a particle for a build to choose."""

TOPIC = r"(?:은\(는\)|은|는|이란|란)(?![가-힣])"
"""Pattern of what makes a word the topic of its sentence."""

NO_PARTICLE_ALONE = "하고"
"""A particle, and what makes a verb of most nouns."""

# A particle with two forms, alone or with more behind it; or the copula without its 이, which
# only a vowel allows. With it, 이다 stands after every number and stays.
_SIMPLE = {
    form: pair for pair in ("은(는)", "이(가)", "을(를)", "과(와)") for form in (pair[0], pair[2])
}
_SIMPLE_AFTER = re.compile(r"(?:[은는을를과와]|[이가](?![가-힣]))(?=[^가-힣]|의|도|는|$)")
_DIRECTION = re.compile(r"(?:으로|로)(?P<rest>[가-힣]*)")
_COPULA = re.compile(r"(?:다|고|며|면|라[가-힣]*|지만|므로|니|나|였[가-힣]+|여서)(?![가-힣])")


def find_pair(text: str, start: int) -> tuple[str, int] | None:
    """Read the particle behind a number: its form with both ways, and where it ends."""
    if match := _SIMPLE_AFTER.match(text, start):
        return _SIMPLE[match[0]], match.end()
    if match := _DIRECTION.match(text, start):
        return f"(으)로{match['rest']}", match.end()
    if match := _COPULA.match(text, start):
        form = {"였": "었", "여": "어"}.get(match[0][0], match[0][0]) + match[0][1:]
        return f"(이){form}", match.end()
    return None


@lru_cache(maxsize=4096)
def choose_particle(word: str, pair: str) -> str:
    """Choose the form of a particle that fits `word` as it is read aloud.

    Args:
        word: What the page shows before the particle.
        pair: Both forms, as `PARTICLE_PAIR` matches them: 은(는), 로(으로), (이)라는.

    Returns:
        The form that fits, or `pair` itself when the reading of `word` is unknown.

    Raises:
        ValueError: `pair` is not a particle in both forms.
    """
    pair = unicodedata.normalize("NFC", pair)
    if not PARTICLE_PAIR.fullmatch(pair):
        raise ValueError(f"not a particle in both forms: {pair}")
    final = final_consonant(word)
    if final is None:
        return pair
    pair = "이(가)" if pair == "(이)가" else pair  # a common slip; 이가 is never meant
    if forms := _BY_SPELLING.get(pair):
        vowel_like = final == "" or (final == "ㄹ" and forms == ("으로", "로"))
        return forms[1] if vowel_like else forms[0]
    extra, rest = pair[1], pair[3:]
    if extra == "으":
        return rest if final in ("", "ㄹ") else extra + rest
    return extra + rest if final else _MERGED.get(rest[0], rest[0]) + rest[1:]


@dataclass(frozen=True)
class _Particle:
    """One particle or copula ending, and where it may stand."""

    text: str
    needs: str
    """What it follows: 'any', 'consonant', 'vowel', 'not-ㄹ' (으로) or 'vowel-or-ㄹ' (로)."""
    is_last: bool
    """Nothing may follow it: 에서는 is a chain, 는에서 is not."""

    def follows(self, final: str | None) -> bool:
        """Say whether it may follow that last sound; an unknown one (None) forbids nothing."""
        if final is None or self.needs == "any":
            return True
        if self.needs in ("not-ㄹ", "vowel-or-ㄹ"):
            return (final in ("", "ㄹ")) == (self.needs == "vowel-or-ㄹ")
        return (final == "") == (self.needs == "vowel")


# Endings of the copula: 이 may go before each, and may be left out only after a vowel.
_ENDINGS = (
    "다 라 라는 라고 라고도 라면 라서 라도 라며 라던 며 면 면서 면서도 고 나 나마 지만 지 "
    "지요 죠 므로 니 니까 든 든지 든가 야 야말로 자 거나 네 던"
)
_PAST_ENDINGS = "다 고 으며 지만 던 으면 으나 으므로 기 는데 습니다 음 어요"


def _prefixed(prefix: str, endings: str) -> str:
    """Put `prefix` before each of the endings."""
    return " ".join(prefix + ending for ending in endings.split())


_PARTICLE_TABLE = (
    ("any", False, "들 에 에서 에게 에게서 한테 까지 부터 처럼 보다 만큼 만 마다 마저 조차 밖에"),
    ("any", False, "대로 뿐 같이 하고 씩 쯤 끼리 인지 임 이기 이라기"),
    ("consonant", False, "과"),
    ("vowel", False, "와 라기"),
    ("not-ㄹ", False, "으로 으로서 으로써 으로부터"),
    ("vowel-or-ㄹ", False, "로 로서 로써 로부터"),
    ("any", True, "의 도 치고 마냥 입니다 입니까 인 인데 인가 일 일까 일지 일수록"),
    ("any", True, _prefixed("이", _ENDINGS)),
    ("consonant", True, "이란 이랑 아"),
    ("any", True, _prefixed("이었", _PAST_ENDINGS)),
    ("consonant", True, "은 이 을 은커녕 이에요 이어서"),
    ("vowel", True, "는 가 를 는커녕 예요 여서"),
    ("vowel", True, f"{_ENDINGS} 란 랑"),
    ("vowel", True, _prefixed("였", _PAST_ENDINGS)),
)
_PARTICLES = tuple(
    _Particle(text, needs, is_last)
    for needs, is_last, texts in _PARTICLE_TABLE
    for text in texts.split()
)


def _are_particles(text: str, final: str | None) -> bool:
    """Say whether `text` is a chain of particles that may follow the last sound `final`."""
    if not text:
        return True
    return any(
        text.startswith(particle.text)
        and particle.follows(final)
        and (not particle.is_last or text == particle.text)
        and _are_particles(text[len(particle.text) :], char_final(particle.text[-1]))
        for particle in _PARTICLES
    )


def strip_particle(word: str, is_known: Callable[[str], bool]) -> tuple[str, str] | None:
    """Split `word` into its longest known stem and the particles after it.

    Particles must agree with the last sound of the stem: 합성곱를 is not a form of 합성곱.
    What is left over must be particles to the end: 역전파기 is not a form of 역전파.

    Args:
        word: One word as it stands between spaces, without punctuation.
        is_known: Whether a stem is a title or an alias. It sees stems in NFC and in their case.

    Returns:
        Stem and particles, joined they are the word; particles are '' when the word itself is
        known, so that 평가 is never 평 and 가. None when no known stem fits.
    """
    word = unicodedata.normalize("NFC", word)
    for end in range(len(word), 0, -1):
        stem = word[:end]
        if is_known(stem) and _are_particles(word[end:], final_consonant(stem)):
            return stem, word[end:]
    return None


# What to write in the place of a form that does not fit, longest first: 으로 before 은.
_TWO_FORMS = (*_FORMS, ("이란", "란"), ("이랑", "랑"))
_OTHER_FORMS = {form: other for a, b in _TWO_FORMS for form, other in ((a, b), (b, a))}
_OTHER_FORMS |= {"여서": "이어서", "예요": "이에요", "였": "이었"}
_OTHER_FORMS |= {"라기": "이라기"} | {ending: f"이{ending}" for ending in _ENDINGS.split()}
_LONGEST_FIRST = sorted(_OTHER_FORMS, key=len, reverse=True)


@lru_cache(maxsize=4096)
def find_fitting(word: str, particle: str) -> str:
    """Find the form that fits `word` where `particle`, all that is attached to it, does not.

    Returns:
        '' where nothing is wrong, or where that cannot be told: the reading of `word` is unknown,
        or what is attached is no particle, as in `x축`. 이 after a vowel is right before an ending
        of the copula (`벡터이고`), and so it is left.
    """
    final = final_consonant(word, certain=True)
    if final is None or _are_particles(particle, final) or not _are_particles(particle, None):
        return ""
    for form in _LONGEST_FIRST:
        fitting = _OTHER_FORMS[form] + particle.removeprefix(form)
        if particle.startswith(form) and _are_particles(fitting, final):
            return fitting
    return ""
