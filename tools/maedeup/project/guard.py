"""The number guard: what typed numbers of a note say, against the values of the snippets it shows.

A number that a value rounds to is *listed*: its author may bind it. A number that says something
else than a value is a *problem*. Both rules would rather miss one than blame a right number:

stale
    Three or more significant digits, within 1 % of a value, and yet no rounding of it.
named
    `정확도는 97%이다`, where a value that is called accuracy rounds to something else.

What a run printed, tabulated or was given as a literal explains a typed number, and so does a
sentence that reports, supposes or bounds: 논문, 흔히, 이상, 정도.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from maedeup.errors import Problem
from maedeup.note import Note, Reference, blank_closed
from maedeup.product import Text, Value
from maedeup.project.numbers import Number, find_numbers
from maedeup.snippet import Snippet

if TYPE_CHECKING:
    from maedeup.project import Project

NEAR = 0.01
"""A typed number this close to a value, relative to it, is meant to be it."""

# The word in a note, the parts of a variable's name, and what such a quantity is.
_VOCABULARY = (
    ("정확도|정답률|accuracy", "accuracy acc", "ratio"),
    ("정밀도|precision", "precision", "ratio"),
    ("재현율|recall", "recall", "ratio"),
    ("F1", "f1", "ratio"),
    ("AUC", "auc", "ratio"),
    ("오류율|오차율", "error_rate", "ratio"),
    ("손실|손실값|loss", "loss", "measure"),
    ("RMSE", "rmse", "measure"),
    ("MSE", "mse", "measure"),
    ("MAE", "mae", "measure"),
    ("결정계수|R²", "r2", "measure"),
    ("파라미터|매개변수|가중치|parameters", "params parameters n_params n_parameters n_weights", "count"),
)
_WORDS = {word: (set(names.split()), kind) for words, names, kind in _VOCABULARY for word in words.split("|")}
_TERM = "|".join(sorted(map(re.escape, _WORDS), key=len, reverse=True))
_PARTICLES = r"(?:은\(는\)|이\(가\)|[은는이가도의]|에서)"
_BEFORE = re.compile(
    rf"(?P<owner>\S+\s+)?(?P<term>{_TERM})(?:\s수|\s개수)?(?:[은는이가]|은\(는\)|이\(가\))?"
    r"(?:\s?[:=(]\s?|\s+)(?:약 |모두 |겨우 |무려 )?$"
)
_AFTER = re.compile(rf"(?:\s?개)?의\s(?P<term>{_TERM})")
# What makes a number a bound, a guess or a case, not a statement of a result.
_BOUND = re.compile(
    r"\s?(?:개|건|점)?(?:[가를을이은는]?\s?(?:이상|이하|미만|초과|넘|못 미|보다|안팎|내외|정도|쯤|가량|남짓|밑|아래|가까|대[의를에]?\b)"
    r"|이?라면|이면|면\s|이?어도|이?라도|여도|인\s|짜리|처럼|%?\s?포인트|%?p\b|씩|부터|\s?[~–])"
)
_REPORTED = re.compile(
    r"논문|보고|발표|흔히|알려|잘못|틀린|적었|라고|가령|예를 들|예컨대|만약|만일|가정|하자|목표|문턱|기준|출처|원문|만큼만|등\s?\("
)
_SENTENCE_END = re.compile(r"(?<=[.?!])\s+|\n+")
_OUTPUT_NUMBER = re.compile(r"(?<![\w.])[-−]?\d[\d,]*(?:\.\d+)?(?:[eE][-+]?\d+)?")
_SPLITS = {"시험": "test", "테스트": "test", "훈련": "train", "학습": "train", "검증": "val"}


@dataclass(frozen=True)
class Known:
    """A number that a snippet of the note gives, by its variable."""

    snippet: Snippet
    name: str
    value: float
    whole: bool
    """Whether it is a whole number by type."""

    def __str__(self) -> str:
        return f"{self.snippet.name}#{self.name}"


@dataclass(frozen=True)
class Match:
    """A typed number and the values that round to it, never none."""

    number: Number
    values: tuple[Known, ...]


def find_contradictions(project: Project, note: Note) -> Iterator[Problem]:
    """Find the typed numbers of a note that contradict a value of a snippet it shows."""
    for number, values in _judge(project, note):
        if not isinstance(values, Known):
            continue
        said = f"{number.text} is not {values.value:.6g}"
        hint = (
            f"write ![[{values}]], or put <!-- typed --> behind a number that means something else"
        )
        yield Problem(note.path, number.line, "typed number contradicts a value", f"{said} ({values})", hint)


def find_typed_values(project: Project, note: Note) -> Iterator[Match]:
    """Find the typed numbers of a note that repeat a value of a snippet it shows."""
    for number, values in _judge(project, note):
        if not isinstance(values, Known):
            yield Match(number, values)


def _judge(project: Project, note: Note) -> Iterator[tuple[Number, tuple[Known, ...] | Known]]:
    """Give for each number of interest the values that it repeats, or the one it contradicts."""
    snippets = _shown(project, note)
    if not snippets or not (numbers := find_numbers(note)):
        return
    known = [value for snippet in snippets for value in _values(project, snippet)]
    if not known:
        return
    text = blank_closed(note.body)
    names = _bound_names(project, note, text)
    for number in numbers:
        fitting = tuple(value for value in known if _fits(number, value))
        term = _term_of(number, text)
        if fitting:
            named = tuple(v for v in fitting if term and _is_called(v, term, names))
            if named or _tells(number, fitting, snippets):
                yield number, named or fitting
            continue
        if number.common and not number.percent:
            continue
        sentence = _sentence(text, number)
        if _REPORTED.search(sentence) or _BOUND.match(text, number.end):
            continue
        rival = _stale_rival(number, known) or (
            term and _named_rival(number, term, known, names, text, note)
        )
        if rival and not _is_explained(project, number, snippets):
            yield number, rival


def _shown(project: Project, note: Note) -> list[Snippet]:
    """Give the snippets whose cells, products or values the note shows."""
    found: dict[str, Snippet] = {}
    for reference in note.references:
        if reference.embed and reference.kind == "snippet":
            snippets = project.find_snippets(reference.target)
            if len(snippets) == 1:
                found.setdefault(snippets[0].path, snippets[0])
    return list(found.values())


def _values(project: Project, snippet: Snippet) -> Iterator[Known]:
    result = project.result(snippet)
    if result is None or result.products.failed:
        return
    for value in result.products.values.values():
        scalar = value.scalar
        if isinstance(scalar, (int, float)) and not isinstance(scalar, bool):
            if abs(scalar) < 1e300:
                yield Known(snippet, value.name, float(scalar), isinstance(scalar, int))


def _fits(number: Number, known: Known) -> bool:
    if not number.fits(known.value):
        return False
    # 16 is no rounding of 15.53 that one would write, but 24,557 may be one of 24556.8.
    exact = known.value == number.value or known.value == int(known.value)
    return not number.whole or exact or number.digits >= 3


def _tells(number: Number, fitting: tuple[Known, ...], snippets: Iterable[Snippet]) -> bool:
    """Say whether a number has digits enough to be no coincidence."""
    if number.common and number.form != "exponent":
        return False
    if number.digits >= 3 or number.form == "exponent":
        return True
    # With two digits, a number that stands as a literal in the code is a setting of its own.
    return not any(number.fits(x) for s in snippets for x in _literals(s.text))


def _stale_rival(number: Number, known: list[Known]) -> Known | None:
    """Find the value that a number of three digits must once have been."""
    if number.digits < (4 if number.whole else 3) or number.form == "word" or number.common:
        return None
    best: tuple[float, Known] | None = None
    for value in known:
        if number.whole != value.whole and number.form != "unit":
            continue
        if _significant(value.value) < 3:
            continue
        scale = 100 if number.percent and abs(value.value) <= 1 else 1
        x, gap = scale * value.value, abs(scale * value.value - number.value)
        # Near one, or 100 %, all is near: there the distance from it counts.
        full = 100 if number.percent else 1
        room = 0.25 * abs(full - x) if 0.9 * full < x < 1.1 * full else gap
        if gap <= NEAR * abs(x) and gap <= room and (best is None or gap < best[0]):
            best = gap, value
    return best[1] if best else None


def _significant(value: float) -> int:
    return len(f"{abs(value):.12g}".partition("e")[0].replace(".", "").strip("0"))


def _named_rival(
    number: Number, term: str, known: list[Known], names: dict[tuple[str, str], set[str]],
    text: str, note: Note,
) -> Known | None:  # fmt: skip
    """Find the value that has the name which stands before the number, and says otherwise."""
    kind = _WORDS[term][1]
    if kind == "ratio" and not (number.percent or 0 < number.value < 1):
        return None
    if kind == "measure" and (number.whole or number.percent):
        return None
    if kind == "count" and not (number.whole or number.form == "unit"):
        return None
    if number.digits < 2 or (kind == "count" and number.value < 100):
        return None
    owner = _owner(number, text)
    called = [v for v in known if _is_called(v, term, names)]
    if kind == "ratio":
        called = [v for v in called if 0 <= v.value <= (100 if number.percent else 1) and not v.whole]
    if kind == "count":
        called = [v for v in called if v.whole and abs(v.value - number.value) <= 0.1 * v.value]
    if not called:
        return None
    if owner:
        called = [
            v for v in called
            if owner in names.get((v.snippet.path, v.name), ()) or _SPLITS.get(owner, "?") in v.name.split("_")
        ]  # fmt: skip
    return called[0] if called else None


def _is_called(known: Known, term: str, names: dict[tuple[str, str], set[str]]) -> bool:
    """Say whether a variable goes by a term: by its name, its line's comment, or where it is bound."""
    parts = {*known.name.lower().split("_"), known.name.lower()}
    if parts & _WORDS[term][0] or term in names.get((known.snippet.path, known.name), ()):
        return True
    comment = re.search(rf"(?m)^{re.escape(known.name)}\s*=[^=].*#\s*(.*)$", known.snippet.text)
    return comment is not None and term in comment[1]


def _bound_names(project: Project, note: Note, text: str) -> dict[tuple[str, str], set[str]]:
    """Give the words that stand before each bound value: the term, and whose it is."""
    names: dict[tuple[str, str], set[str]] = {}
    for reference in note.references:
        if reference.embed and reference.kind == "snippet" and reference.anchor:
            found = project.find_snippets(reference.target)
            before = _BEFORE.search(_lead(text, reference.start))
            if before and len(found) == 1:
                key = (found[0].path, reference.anchor)
                names.setdefault(key, set()).update({before["term"], (before["owner"] or "").strip()})
    return names


def _lead(text: str, offset: int) -> str:
    """Give what stands before an offset in its sentence."""
    row = text[max(0, offset - 200) : offset]
    return _SENTENCE_END.split(row)[-1].lstrip("-*+> \t|")


def _sentence(text: str, number: Number) -> str:
    end = _SENTENCE_END.search(text, number.end)
    return _lead(text, number.start) + text[number.start : end.start() if end else len(text)]


def _term_of(number: Number, text: str) -> str:
    """Give the term that stands directly before or after a number; may be empty."""
    if before := _BEFORE.search(_lead(text, number.start)):
        return before["term"]
    after = _AFTER.match(text, number.end)
    return after["term"] if after else ""


def _owner(number: Number, text: str) -> str:
    """Give the word that says whose quantity a number is: 시험 정확도, 작은 모델의 정확도."""
    lead = _lead(text, number.start)
    before = _BEFORE.search(lead)
    rest = lead[: before.start("term")] if before else lead
    words = rest.split()
    if not words:
        return ""
    if words[-1].endswith((",", "고", "며", "면", "에서", "서", "니")) :
        topics = [w for w in words if re.search(r"\w[은는]$", w)]
        return topics[-1] if topics else ""
    return words[-1]


def _is_explained(project: Project, number: Number, snippets: Iterable[Snippet]) -> bool:
    """Say whether the number stands in the code as a literal, or in what the runs made."""
    for snippet in snippets:
        if any(number.fits(x) for x in _literals(snippet.text)):
            return True
        result = project.result(snippet)
        products = result.products if result else None
        if products is None:
            continue
        texts = [p.text for made in products.cells.values() for p in made if isinstance(p, (Text, Value))]
        texts += [cell for table in products.tables.values() for row in table.rows for cell in row]
        texts += [value.text for value in products.values.values() if value.scalar is None]
        if any(number.fits(x) for text in texts for x in _numbers_of(text)):
            return True
    return False


@lru_cache(maxsize=1024)
def _numbers_of(text: str) -> tuple[float, ...]:
    plain = (match.replace(",", "").replace("−", "-") for match in _OUTPUT_NUMBER.findall(text))
    return tuple(float(number) for number in plain if len(number) < 40)


@lru_cache(maxsize=1024)
def _literals(code: str) -> tuple[float, ...]:
    """Give the numbers written in code, those in texts and comments left out."""
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError):
        return ()
    return tuple(
        float(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, (int, float))
        and not isinstance(node.value, bool)
        and abs(node.value) < 1e300
    )
