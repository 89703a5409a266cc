"""Lists that a page makes of other notes: `![[list:corrections]]`, `![[path:relu→resnet]]`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from html import escape

from maedeup.notes.corrections import find_corrections
from maedeup.notes.note import Note
from maedeup.page.converter import Writer


def corrections(writer: Writer) -> list[str]:
    """Give all corrections of the vault as Markdown, by the first tag of their notes.

    Each links to the note and to the place where code shows it.
    """
    groups: dict[str, list[Note]] = defaultdict(list)
    for note in sorted(writer.ask.notes(), key=lambda note: note.title):
        if note.kind != "guide" and find_corrections(note.body):
            groups[_group(note)].append(note)
    rows: list[str] = []
    for tag, notes in sorted(groups.items()):
        rows += ["", f"## {tag}{writer.anchors.mark(f'tag-{tag}'.replace(' ', '-'))}", ""]
        for note in notes:
            rows += ["", f"### {writer.stash(_link(writer, note))}", ""]
            for found in find_corrections(note.body):
                text = [
                    *writer.rewrite(found.text, 0, note).split("\n"),
                    *_proof(writer, note, found.shown_by),
                ]
                rows += [
                    f"- **바로잡음: {writer.rewrite(found.title, 0, note)}**  ",
                    *(f"    {row}" for row in text),
                    "",
                ]
    return rows


def way(writer: Writer, notes: Sequence[Note]) -> list[str]:
    """Give the notes of a way as a numbered list, each with its claim."""
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
    """Give the line that leads to what shows a correction."""
    links = []
    for name in shown_by:
        stem = name.replace(".py", "").rpartition("/")[2].replace("#", "-")
        links.append(writer.stash(f'<a href="{writer.href(note, stem)}">{escape(name)}</a>'))
    return ["", f"보인 코드: {', '.join(links)}"] if links else []
