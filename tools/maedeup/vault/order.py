"""What to read before what: from `requires`, and from what snippets import."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from maedeup.notes.note import Note
from maedeup.runs.results import Results
from maedeup.vault.names import NoteIndex
from maedeup.vault.vault import Vault


@dataclass(frozen=True)
class Order:
    """What to read before and after each note, by `src_uri`."""

    before: Mapping[str, list[Note]]
    """What a note requires, in its own order."""
    after: Mapping[str, list[Note]]
    """What requires it, by title."""


def join_order(vault: Vault, results: Results, index: NoteIndex) -> Order:
    """Find what to read before and after each note.

    A note also comes after the one that shows a snippet which its own snippets import.
    """
    before: dict[str, list[Note]] = {}
    after: dict[str, list[Note]] = defaultdict(list)
    imported = _imported(vault, results)
    for note in sorted(vault.notes.values(), key=lambda note: note.title):
        found = [index.find_notes(name) for name in note.requires]
        named = [notes[0] for notes in found if len(notes) == 1]
        more = [n for n in imported.get(note.src_uri, ()) if n not in named and n is not note]
        before[note.src_uri] = named + more
        for required in before[note.src_uri]:
            after[required.src_uri].append(note)
    return Order(before, after)


def _imported(vault: Vault, results: Results) -> dict[str, list[Note]]:
    """Give, by note, the notes that show snippets which its snippets import."""
    importing = {p: result for p, result in results.by_key.items() if result.receipt.modules}
    homes: dict[str, list[Note]] = defaultdict(list)
    for note in vault.notes.values() if importing else ():
        names = {reference.target for reference in note.references if reference.kind == "snippet"}
        for snippet in {s.path for name in names for s in vault.find_snippets(name)}:
            homes[snippet].append(note)
    found: dict[str, list[Note]] = defaultdict(list)
    for path, result in importing.items():
        for module in sorted(result.receipt.modules):
            shown_in = homes.get(module, [])
            for note in homes.get(path, []) if len(shown_in) == 1 else ():
                if shown_in[0] not in found[note.src_uri]:
                    found[note.src_uri].append(shown_in[0])
    return found


def read_in_order(known: Order, start: Note | None, goal: Note) -> list[Note]:
    """Return the notes to read on the way to `goal`, it included, each after what it requires.

    Args:
        known: what comes before what.
        start: only what leads on from here; None is all that the goal requires, however far back.
        goal: where the way ends.

    Returns:
        Nothing when no way leads from `start` to `goal`.
    """
    order: list[Note] = []
    seen: set[str] = set()

    def visit(note: Note) -> None:
        if note.src_uri not in seen:
            seen.add(note.src_uri)
            for required in known.before.get(note.src_uri, []):
                visit(required)
            order.append(note)

    visit(goal)
    if start is None:
        return order
    on_the_way = {start.src_uri}
    for note in order:
        if any(n.src_uri in on_the_way for n in known.before.get(note.src_uri, [])):
            on_the_way.add(note.src_uri)
    if start.src_uri not in seen:
        return []
    return [note for note in order if note.src_uri in on_the_way]
