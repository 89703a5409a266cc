"""`maedeup bind`: typed numbers become references to the values that print the same text."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from maedeup.check.numbers import Known, Match, find_typed_values
from maedeup.edit.edits import Rows, write_edits
from maedeup.edit.places import at_offset
from maedeup.notes.grammar import find_references
from maedeup.notes.note import Note
from maedeup.text.counts import without_percent
from maedeup.text.formats import UNITS, format_value
from maedeup.text.particles import choose_particle, find_pair
from maedeup.vault.leads import value_of
from maedeup.vault.web import Web


@dataclass(frozen=True)
class Binding:
    """A typed number, what would be written in its place, or why nothing is."""

    match: Match
    start: int
    end: int
    """Offsets in the note's body; a particle after the number is inside."""
    new: str
    """Empty when the number stays."""
    reason: str = ""


def list_typed_values(web: Web) -> Iterator[str]:
    """Say for each typed number of the vault that repeats a value which value that is."""
    for note in web.vault.notes.values():
        for binding in plan_bindings(web, note):
            number = binding.match.number
            said = f"{number.text} ({_told(binding.match)})"
            yield f"{note.path}:{number.line}: typed number that a value gives: {said}"


def plan_bindings(web: Web, note: Note) -> list[Binding]:
    """Say for each listed number of a note which reference may take its place."""
    return [_plan(web, note, match) for match in find_typed_values(web, note)]


def bind_note(web: Web, note: Note, dry_run: bool = False) -> list[str]:
    """Write references over a note's typed numbers; return what changed, what stays and why."""
    bindings = plan_bindings(web, note)
    edits = [e for b in bindings if b.new for e in at_offset(web, note, b.start, b.end, b.new)]
    lines: list[str] = []
    if edits:
        data = (web.vault.root / note.path).read_bytes()
        old, new = Rows(data), Rows(data)
        new.change(edits)
        lines += difflib.unified_diff(old.rows, new.rows, note.path, note.path, lineterm="", n=0)
    if not dry_run:
        write_edits(web.vault.root, edits)
    stays = [
        f"{note.path}:{b.match.number.line}: left as it is: {b.match.number.text} ({b.reason})"
        for b in bindings
        if not b.new
    ]
    n_bound = sum(bool(binding.new) for binding in bindings)
    return [*lines, *stays, f"{note.path}: {n_bound} numbers bound, {len(stays)} left"]


def _plan(web: Web, note: Note, match: Match) -> Binding:
    number = match.number
    start = number.start
    fitting: list[tuple[str, str]] = []
    printed = False
    for known in match.values:
        for spec, kept in _specs(match, known):
            printed = True
            if reference := _reference(web, note, known, spec, start):
                fitting.append((reference, kept))
                break
    if len(fitting) > 1:
        choice = " ".join(reference for reference, _ in fitting)
        return Binding(match, start, number.end, "", f"one of {choice}")
    if not fitting:
        why = "its name means something else there" if printed else "no format prints it so"
        return Binding(match, start, number.end, "", f"{why}: {_told(match)}")
    reference, kept = fitting[0]
    # What is kept stands before the particle, which then fits whatever the value.
    found = None if kept else find_pair(note.body, number.end)
    if found and choose_particle(number.text, found[0]) != found[0]:
        return Binding(match, start, found[1], reference + found[0])
    return Binding(match, start, number.end, reference + kept)


def _told(match: Match) -> str:
    return ", ".join(f"{known} = {known.shown}" for known in match.values)


def _specs(match: Match, known: Known) -> Iterator[tuple[str, str]]:
    """Yield the format specs that print the value as typed, and what stays typed behind it."""
    number = match.number
    places = number.decimals
    text, kept = number.text, ""
    if number.percent and abs(known.scalar) > 1:  # a percentage as it is: 95.3, not 0.953
        text = without_percent(number.text)
        kept = number.text[len(text) :]
    if number.percent and not kept:
        specs = [f".{places}%"]
    elif number.form == "exponent":
        specs = [f".{places}e"]
    elif number.form == "unit":
        specs = [text[-1]] if text[-1] in UNITS else []
    elif known.whole:
        specs = ["", ","]
    else:  # never without a format: another run's value may have sixteen digits
        specs = [f".{places}f", f",.{places}f"]
    for spec in specs:
        if (format_value(known.scalar, spec) if spec else str(known.scalar)) == text:
            yield spec, kept


def _reference(web: Web, note: Note, known: Known, spec: str, start: int) -> str:
    """Return a reference that shows exactly that value; empty when none does."""
    snippet = known.snippet
    name = snippet.name if len(web.vault.find_snippets(snippet.name)) == 1 else snippet.path
    row = note.body[note.body.rfind("\n", 0, start) + 1 : start]
    bar = r"\|" if row.lstrip(" >").startswith("|") else "|"
    text = f"![[{name}#{known.name}" + (f"{bar}{spec}]]" if spec else "]]")
    (reference,) = find_references("x " + text)
    return text if value_of(web.find_target(reference, note)) else ""
