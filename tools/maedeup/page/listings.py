"""Lists that a page makes of other notes: `![[list:corrections]]`, `![[path:relu→resnet]]`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from html import escape

from maedeup.notes.corrections import Correction, find_corrections
from maedeup.notes.note import Note
from maedeup.page.converter import Writer


def corrections(writer: Writer) -> list[str]:
    """Return the misconceptions of the vault as Markdown, by the first tag of their notes.

    Each links to the note and to the place where code shows it.
    """
    groups: dict[str, list[tuple[Note, list[Correction]]]] = defaultdict(list)
    for note, found in _corrected(writer, slips=False):
        groups[_group(note)].append((note, found))
    rows: list[str] = []
    for tag, notes in sorted(groups.items()):
        rows += ["", f"## {tag}{writer.anchors.mark(f'tag-{tag}'.replace(' ', '-'))}", ""]
        for note, found in notes:
            rows += ["", f"### {writer.stash(_link(writer, note))}", ""]
            for one in found:
                rows += _entry(writer, note, one, f"{writer.ask.strings.correction}: ")
    return rows


def slips(writer: Writer) -> list[str]:
    """Return the slips of the sources as one flat list, which may stand in a folded block."""
    rows = [""]
    for note, found in _corrected(writer, slips=True):
        for one in found:
            rows += _entry(writer, note, one, f"{writer.stash(_link(writer, note))}: ")
    return rows


def _corrected(writer: Writer, slips: bool) -> Iterator[tuple[Note, list[Correction]]]:
    for note in sorted(writer.ask.notes(), key=lambda note: note.title):
        found = [one for one in find_corrections(note.body) if one.is_slip == slips]
        if found and note.is_knowledge:
            yield note, found


def _entry(writer: Writer, note: Note, one: Correction, lead: str) -> list[str]:
    """Return one item of a list: what is wrong, what is right, and the code that shows it."""
    proof = _proof(writer, note, one.shown_by)
    text = [*writer.rewrite(one.text, 0, note).split("\n"), *proof]
    title = writer.rewrite(one.title, 0, note)
    return [f"- **{lead}{title}**  ", *(f"    {row}" for row in text), ""]


def way(writer: Writer, notes: Sequence[Note]) -> list[str]:
    """Return the notes of a way as a numbered list, each with its claim."""
    rows = [""]
    for number, note in enumerate(notes, 1):
        claim = writer.rewrite(note.claim, 0, note)
        rows.append(f"{number}. {writer.stash(_link(writer, note))}: {claim}")
    return [*rows, ""]


def _group(note: Note) -> str:
    tags = note.tags[1:] if note.kind in ("map", "lab") else note.tags  # which begin with the kind
    return next(iter(tags), note.title)


def _link(writer: Writer, note: Note) -> str:
    return f'<a href="{writer.href(note)}">{escape(note.title)}</a>'


def _proof(writer: Writer, note: Note, shown_by: tuple[str, ...]) -> list[str]:
    """Return the line that leads to what shows a correction."""
    links = []
    for name in shown_by:
        stem = name.replace(".py", "").rpartition("/")[2].replace("#", "-")
        links.append(writer.stash(f'<a href="{writer.href(note, stem)}">{escape(name)}</a>'))
    return ["", writer.ask.strings.shown_by(", ".join(links))] if links else []
