"""The number guard: what typed numbers of a note say, against the values of the snippets it shows.

A number that a value rounds to is *listed*: its author may bind it. A number that says something
else than a value is a *problem*. Both rules would rather miss one than blame a right number:

stale
    Three or more significant digits, within 1 % of a value, and yet no rounding of it.
named
    `the accuracy is 97%`, where a value that is called accuracy rounds to something else.

What a run printed, tabulated or was given as a literal explains a typed number, and so does a
sentence that reports, supposes or bounds: a paper, often, at least, about.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from maedeup.check.subjects import (
    Names,
    collect_names,
    find_counter,
    find_owner,
    find_term,
    fits_term,
    is_called,
    is_hedged,
    is_owned,
    lead_of,
    may_contradict,
)
from maedeup.check.typed_numbers import Number, find_numbers
from maedeup.notes.grammar import blank_closed
from maedeup.notes.note import Note
from maedeup.runs.product import Rich, Text, Value
from maedeup.runs.snippet import Snippet
from maedeup.text.errors import Problem
from maedeup.vault.web import Web

NEAR = 0.01
"""A typed number this close to a value, relative to it, is meant to be it."""

_OUTPUT_NUMBER = re.compile(r"(?<![\w.])[-−]?\d[\d,]*(?:\.\d+)?(?:[eE][-+]?\d+)?")


@dataclass(frozen=True)
class Known:
    """A number that a snippet of the note gives, by its variable."""

    snippet: Snippet
    name: str
    scalar: int | float

    @property
    def value(self) -> float:
        """The number, to compare with; beyond 2**53 no longer exact."""
        return float(self.scalar)

    @property
    def whole(self) -> bool:
        """Whether it is a whole number by type."""
        return isinstance(self.scalar, int)

    def __str__(self) -> str:
        return f"{self.snippet.name}#{self.name}"

    @property
    def shown(self) -> str:
        """The value as a person may compare it."""
        return f"{self.scalar:,}" if self.whole else f"{self.scalar:.6g}"


@dataclass(frozen=True)
class Match:
    """A typed number and the values that round to it, never none."""

    number: Number
    values: tuple[Known, ...]


def find_contradictions(web: Web, note: Note) -> Iterator[Problem]:
    """Find the typed numbers of a note that contradict a value of a snippet it shows."""
    for number, values in _judge(web, note):
        if not isinstance(values, Known):
            continue
        said = f"{number.text} is not {values.shown}"
        hint = (
            f"write ![[{values}]], or put <!-- typed --> behind a number that means something else"
        )
        yield Problem(
            "typed-number",
            note.path,
            number.line,
            "typed number contradicts a value",
            f"{said} ({values})",
            hint,
        )


def find_typed_values(web: Web, note: Note) -> Iterator[Match]:
    """Find the typed numbers of a note that repeat a value of a snippet it shows."""
    for number, values in _judge(web, note):
        if not isinstance(values, Known):
            yield Match(number, values)


def _judge(web: Web, note: Note) -> Iterator[tuple[Number, tuple[Known, ...] | Known]]:
    """Yield for each number of interest the values that it repeats, or the one it contradicts."""
    snippets = _shown(web, note)
    if not snippets or not (numbers := find_numbers(note)):
        return
    known = [value for snippet in snippets for value in _values(web, snippet)]
    if not known:
        return
    text = blank_closed(note.body)
    names: Names | None = None
    for number in numbers:
        fitting = tuple(value for value in known if _fits(number, value))
        term = find_term(number, text)
        if names is None and (term or fitting):  # most notes need none
            names = collect_names(web, note, text, snippets)
        if fitting:
            called = _named_like(number, term, fitting, names or {}, text)
            if called or (term and number.digits > 1) or _tells(number, fitting, snippets):
                yield number, called or fitting
            continue
        if (number.common and not number.percent) or is_hedged(number, text):
            continue
        rival = _stale_rival(number, known)
        if rival is None and term:
            rival = _named_rival(number, term, known, names or {}, text)
        if rival is not None and not _is_explained(web, number, snippets):
            yield number, rival


def _named_like(
    number: Number, term: str, fitting: tuple[Known, ...], names: Names, text: str
) -> tuple[Known, ...]:
    """Return the values that are called, or failing that counted, as the number is."""
    called = tuple(v for v in fitting if term and is_called(v.snippet.path, v.name, term, names))
    counter = find_counter(text, number.end)
    if called or not counter or not number.whole or number.common:
        return called
    return tuple(v for v in fitting if counter in names.get((v.snippet.path, v.name), ()))


def _shown(web: Web, note: Note) -> list[Snippet]:
    """Return the snippets whose cells, products or values the note shows."""
    found: dict[str, Snippet] = {}
    for reference in note.references:
        if reference.embed and reference.kind == "snippet":
            snippets = web.vault.find_snippets(reference.target)
            if len(snippets) == 1:
                found.setdefault(snippets[0].path, snippets[0])
    return list(found.values())


def _values(web: Web, snippet: Snippet) -> Iterator[Known]:
    result = web.results.of(snippet)
    if result is None or result.products.failed:
        return
    for value in result.products.values.values():
        scalar = value.scalar
        if isinstance(scalar, (bool, str)) or scalar is None:
            continue
        if abs(scalar) < 1e300:
            yield Known(snippet, value.name, scalar)


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
    if number.form == "word":
        return False
    # With two digits, a number that stands as a literal in the code is a setting of its own.
    literals = (x for s in snippets for x in _literals(s.text))
    return not any(number.fits(x) for x in literals if not number.percent or abs(x) <= 1)


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
    number: Number, term: str, known: list[Known], names: Names, text: str
) -> Known | None:
    """Find the value that has the name which stands before the number, and says otherwise."""
    if not fits_term(number, term):
        return None
    owner = find_owner(lead_of(text, number.start))
    for value in known:
        path, name = value.snippet.path, value.name
        if (
            is_called(path, name, term, names)
            and may_contradict(number, term, value.value, value.whole)
            and is_owned(path, name, owner, term, names)
        ):
            return value
    return None


def _is_explained(web: Web, number: Number, snippets: Iterable[Snippet]) -> bool:
    """Say whether the number stands in the code as a literal, or in what the runs made."""
    for snippet in snippets:
        if any(number.fits(x) for x in _literals(snippet.text)):
            return True
        result = web.results.of(snippet)
        products = result.products if result else None
        if products is None:
            continue
        texts = [
            p.text
            for made in products.cells.values()
            for p in made
            if isinstance(p, (Text, Value, Rich))
        ]
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
    """Return the numbers written in code, those in texts and comments left out."""
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
