"""What to read before what: from `requires`, and from what snippets import."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from maedeup.notes.note import Note

if TYPE_CHECKING:
    from maedeup.build import Project


def join_order(project: Project) -> None:
    """Find what to read before and after each note.

    A note also comes after the one that shows a snippet which its own snippets import.
    """
    after: dict[str, list[Note]] = defaultdict(list)
    project.before = {}
    imported = _imported(project)
    for note in sorted(project.notes.values(), key=lambda note: note.title):
        found = [project.index.find_notes(name) for name in note.requires]
        named = [notes[0] for notes in found if len(notes) == 1]
        more = [n for n in imported.get(note.src_uri, ()) if n not in named and n is not note]
        project.before[note.src_uri] = named + more
        for required in project.before[note.src_uri]:
            after[required.src_uri].append(note)
    project.after = after


def _imported(project: Project) -> dict[str, list[Note]]:
    """Give, by note, the notes that show snippets which its snippets import."""
    homes: dict[str, list[Note]] = defaultdict(list)
    for note in project.notes.values():
        names = {reference.target for reference in note.references if reference.kind == "snippet"}
        for snippet in {s.path for name in names for s in project.find_snippets(name)}:
            homes[snippet].append(note)
    found: dict[str, list[Note]] = defaultdict(list)
    for path, result in project.results.items():
        for module in sorted(result.receipt.modules):
            shown_in = homes.get(module, [])
            for note in homes.get(path, []) if len(shown_in) == 1 else ():
                if shown_in[0] not in found[note.src_uri]:
                    found[note.src_uri].append(shown_in[0])
    return found


def read_in_order(project: Project, start: Note | None, goal: Note) -> list[Note]:
    """Give the notes to read on the way to `goal`, it included, each after what it requires.

    Args:
        project: with its order joined.
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
            for required in project.before.get(note.src_uri, []):
                visit(required)
            order.append(note)

    visit(goal)
    if start is None:
        return order
    on_the_way = {start.src_uri}
    for note in order:
        if any(n.src_uri in on_the_way for n in project.before.get(note.src_uri, [])):
            on_the_way.add(note.src_uri)
    if start.src_uri not in seen:
        return []
    return [note for note in order if note.src_uri in on_the_way]
