"""Cards for review: the claim of a note, its corrections, and its values in their sentences.

A card's id is made of its note, its kind and what it asks for (a value's name, the code that shows
a correction), never of the text that is shown: a run that says otherwise changes the answer alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from maedeup.notes.corrections import find_corrections
from maedeup.notes.folds import find_folds
from maedeup.notes.grammar import Reference, find_references
from maedeup.notes.note import Note
from maedeup.text.strings import Strings
from maedeup.vault.leads import value_of
from maedeup.vault.targets import Targets

APART = ("|", "#", "???", "!!!", "===")
"""Before what is no sentence: a row of a table, a heading, the head of a box."""

LEAST = 2
"""Words that a sentence has besides its value, for a reader to know what is asked."""


@dataclass(frozen=True)
class Card:
    """A question and its answer, both as Markdown of their note."""

    id: str
    """`relu/claim`, `relu/correction/relu.py#conv`, `relu/value/relu.py#slope`."""
    note: Note
    question: str
    answer: str
    hidden: tuple[Reference, ...] = ()
    """The values that the question does not show; the answer is one of them."""
    shown_by: tuple[str, ...] = ()
    """`relu.py#conv`: what shows the answer."""


def find_cards(note: Note, targets: Targets, strings: Strings) -> Iterator[Card]:
    """Yield the cards of a note: its claim first, then its corrections and values as they stand."""
    if not note.is_station:
        return
    if note.claim:
        yield Card(
            f"{note.slug}/claim", note, strings.card_claim(note.called or note.title), note.claim
        )
    names: Counter[str] = Counter()
    for one in find_corrections(note.body):
        if one.is_slip:
            continue
        name = next(iter(one.shown_by), "")
        names[name] += 1
        number = f"/{names[name]}" if names[name] > 1 or not name else ""
        question = strings.card_correction(one.title)
        place = f"{note.slug}/correction/{name}{number}"
        yield Card(place, note, question, one.text, shown_by=one.shown_by)
    yield from _values(note, targets)


def _values(note: Note, targets: Targets) -> Iterator[Card]:
    """Yield one card for each value, from the first sentence that has it and says something."""
    asked: set[str] = set()
    folds, texts = find_folds(note.body), [one.text for one in find_corrections(note.body)]
    for reference in note.references:
        value = value_of(targets.find(reference, note)) if reference.embed else None
        name = f"{reference.target}{'' if reference.anchor[:1] == '?' else '#'}{reference.anchor}"
        if value is None or name in asked or any(fold.holds(reference) for fold in folds):
            continue
        row = note.body[note.body.rfind("\n", 0, reference.start) + 1 : reference.start]
        question = note.sentence_at(reference.start)
        if row.lstrip(" >").startswith(APART) or any(question in text for text in texts):
            continue
        inside = find_references(question)
        hidden = tuple(
            one
            for one in inside
            if (one.embed, one.target, one.anchor) == (True, reference.target, reference.anchor)
        )
        words = question
        for one in reversed(inside):
            words = words[: one.start] + " " * (one in hidden) + words[one.end :]
        if hidden and len(words.split()) >= LEAST and "\n" not in question:
            asked.add(name)
            yield Card(f"{note.slug}/value/{name}", note, question, str(hidden[0]), hidden)
