"""What a number is the number of: the words around it, and the names that variables go by.

`The test accuracy is 97%` has the term accuracy and the owner test. A variable goes by a term if
its name says so (`test_accuracy`), or the comment on its line, or the words before it where a note
binds it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from maedeup.check.typed_numbers import Number
from maedeup.notes.note import SENTENCE_END, Note
from maedeup.runs.snippet import Snippet
from maedeup.text.quantities import (
    AFTER,
    BEFORE,
    BOUND,
    COMMENT,
    COUNTER,
    OPENERS,
    REPORTED,
    SPLITS,
    WORDS,
)
from maedeup.vault.web import Web

_PLAIN_PARTS = set("n total test train val valid final mean best model percent rate".split())

Names = dict[tuple[str, str], set[str]]
"""Of a snippet's path and a variable: the terms, owners and counters said of it."""


def find_term(number: Number, text: str) -> str:
    """Return the term that stands directly before or after a number; may be empty."""
    if before := BEFORE.search(lead_of(text, number.start)):
        return before["term"].casefold()
    after = AFTER.match(text, number.end)
    return after["term"].casefold() if after else ""


def find_owner(lead: str) -> str:
    """Return the word that says whose quantity the end of `lead` is about; may be empty."""
    before = BEFORE.search(lead)
    words = lead[: before.start() if before else len(lead)].split()
    return words[-1] if words and words[-1] not in OPENERS else ""


def find_counter(text: str, offset: int) -> str:
    """Return the word that counts what the number before `offset` tells; may be empty."""
    counter = COUNTER.match(text, offset)
    return counter[0].strip() if counter else ""


def fits_term(number: Number, term: str) -> bool:
    """Say whether a number has the form of the quantity: 97% and 0.97, not 97."""
    kind = WORDS[term][1]
    if kind == "ratio" and number.percent:
        return number.value not in (0, 50, 100)  # as by chance, or none and all
    if number.digits < 2:
        return False
    if kind == "ratio":
        return 0 < number.value < 1
    if kind == "measure":
        return not number.whole and not number.percent
    return (number.whole or number.form == "unit") and number.value >= 100


def may_contradict(number: Number, term: str, value: float, whole: bool) -> bool:
    """Say whether a value is of the kind that the number and its term tell of."""
    kind = WORDS[term][1]
    if kind == "ratio":
        return not whole and 0 <= value <= (100 if number.percent else 1)
    if kind == "measure":
        return not whole
    return whole and abs(value - number.value) <= 0.1 * value  # else another model is meant


def is_called(path: str, name: str, term: str, names: Names) -> bool:
    """Say whether a variable goes by a term."""
    parts = {*name.lower().split("_"), name.lower()}
    return bool(parts & WORDS[term][0]) or term in names.get((path, name), ())


def is_owned(path: str, name: str, owner: str, term: str, names: Names) -> bool:
    """Say whether a variable is that of the owner: a test's accuracy is `test_accuracy`."""
    parts = set(name.lower().split("_"))
    if owner in names.get((path, name), ()):
        return True
    if owner:
        return SPLITS.get(owner, owner.casefold()) in parts
    return parts - WORDS[term][0] <= _PLAIN_PARTS or name in WORDS[term][0]


def is_hedged(number: Number, text: str) -> bool:
    """Say whether a number is a bound, a guess or a case, or what others report."""
    end = SENTENCE_END.search(text, number.end)
    sentence = lead_of(text, number.start) + text[number.start : end.start() if end else len(text)]
    return bool(BOUND.match(text, number.end) or REPORTED.search(sentence))


def collect_names(web: Web, note: Note, text: str, snippets: Iterable[Snippet]) -> Names:
    """Return what the note, where it binds variables, and their own comments call them."""
    names: Names = {}
    for snippet in snippets:
        for name, words in _comments(snippet.text):
            names.setdefault((snippet.path, name), set()).update(words)
    for reference in note.references:
        if reference.embed and reference.kind == "snippet" and reference.anchor:
            found = web.vault.find_snippets(reference.target)
            if len(found) != 1:
                continue
            said = names.setdefault((found[0].path, reference.anchor), set())
            lead = lead_of(text, reference.start)
            if before := BEFORE.search(lead):
                said |= {before["term"].casefold(), find_owner(lead)}
            if counter := find_counter(text, reference.end):
                said.add(counter)
    return names


@lru_cache(maxsize=1024)
def _comments(code: str) -> tuple[tuple[str, tuple[str, str]], ...]:
    return tuple(
        (match["name"], (match["term"].casefold(), (match["owner"].split() or [""])[-1]))
        for match in COMMENT.finditer(code)
    )


def lead_of(text: str, offset: int) -> str:
    """Return what stands before an offset in its sentence."""
    row = text[max(0, offset - 200) : offset]
    return SENTENCE_END.split(row)[-1].lstrip("-*+> \t|")
