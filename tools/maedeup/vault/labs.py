"""A lab: a snippet with prose cells, which is a note too."""

from __future__ import annotations

from maedeup.notes.note import Note
from maedeup.runs.snippet import Snippet
from maedeup.text.paths import slug_of


def lab_note(snippet: Snippet, src_uri: str) -> Note:
    """Return a lab's prose as a note in which each code cell is an embed.

    Every line stands where it stands in the snippet, so that problems name the right one.
    """
    rows = [""] * (snippet.text.count("\n") + 1)
    title = snippet.title or slug_of(snippet.path)
    for cell in snippet.cells:
        if cell.kind == "markdown":
            for offset, row in enumerate(cell.source.split("\n")):
                rows[cell.source_line - 1 + offset] = "" if row == f"# {title}" else row
        elif cell.name and cell.source:
            rows[cell.line - 1] = f"![[{snippet.path}#{cell.name}]]"
    options = snippet.options
    return Note(
        path=snippet.path,
        src_uri=src_uri,
        title=title,
        body="\n".join(rows),
        aliases=options.aliases,
        tags=options.tags,
        kind="lab",
        requires=options.requires,
        source=options.source,
    )
