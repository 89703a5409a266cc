"""Where names stand in files: in references, links, front matter and lists."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from maedeup.edit.edits import Edit, Rows
from maedeup.notes.grammar import REFERENCE, Reference
from maedeup.notes.links import Link, plain_links
from maedeup.notes.note import Note
from maedeup.text.errors import MaedeupError, Problem
from maedeup.vault.web import Web


def references(web: Web, kind: str) -> Iterator[tuple[Note, Reference]]:
    """Yield every reference of one kind, with the note it stands in."""
    for note in web.vault.notes.values():
        for reference in note.references:
            if reference.kind == kind:
                yield note, reference


def edit(web: Web, note: Note, reference: Reference, group: str, new: str | None) -> list[Edit]:
    """Change one part of a reference."""
    match = REFERENCE.match(note.body, reference.start)
    if match is None or new is None:
        return []
    start, end = match.span(group)
    text = match[group]
    start += len(text) - len(text.lstrip())
    end -= len(text) - len(text.rstrip())
    return at_offset(web, note, start, end, new)


def at_offset(web: Web, note: Note, start: int, end: int, new: str) -> list[Edit]:
    """Change what stands between two offsets of a note's body, within one line."""
    row = note.body.rfind("\n", 0, start) + 1
    line = note.body_line + note.body.count("\n", 0, start)
    return at(web, note, line, start - row, end - row, new)


def at(web: Web, note: Note, line: int, start: int, end: int, new: str) -> list[Edit]:
    """Change columns of a note's line; in a lab its text stands behind `# `.

    Raises:
        MaedeupError: the note is a notebook, whose text is no file of lines.
    """
    if note.path.endswith(".ipynb"):
        code, problem, hint = "read-only-notebook", "cannot write into a notebook", f"write {new}"
        raise MaedeupError(Problem(code, note.path, line, problem, note.slug, hint))
    shift = 0
    if (snippet := web.vault.snippets.get(note.path)) is not None:
        raw = snippet.text.split("\n")[line - 1]
        shown = note.body.split("\n")[line - note.body_line]
        if not raw.startswith("#") or not raw.endswith(shown):
            return []  # the line that stands for a code cell
        shift = len(raw) - len(shown)
    return [Edit(note.path, line, start + shift, end + shift, new)]


def edit_requires(web: Web, note: Note, old: str, new: str) -> list[Edit]:
    """Change a name in the front matter of a note, or in the options of a lab."""
    rows = Rows((web.vault.root / note.path).read_bytes()).rows
    if note.path.endswith(".py"):
        first, last, goes_on = re.compile(r"#\s*requires\s*="), len(rows), r"#\s*[\"'\]\s]"
    else:
        first, last, goes_on = re.compile(r"requires\s*:"), note.body_line - 1, r"\s|-(?!--)"
    name = re.compile(rf"(?<![\w/-]){re.escape(old)}(?![\w/-])")
    inside = False
    for number, row in enumerate(rows[:last], 1):
        begins = first.match(row)
        inside = bool(begins) or (inside and bool(re.match(goes_on, row)))
        if inside and (found := name.search(row, begins.end() if begins else 0)):
            return [Edit(note.path, number, found.start(), found.end(), new)]
    return []


def edit_links(
    web: Web,
    note: Note,
    target: Note,
    change: Callable[[Link], tuple[tuple[int, int], str] | None],
) -> list[Edit]:
    """Change the ordinary Markdown links of one note to another."""
    edits: list[Edit] = []
    for link, src_uri in plain_links(note):
        if src_uri != target.src_uri or link.kind == "html":
            continue
        if (found := change(link)) and found[0][1] > found[0][0]:
            edits += at_offset(web, note, *found[0], found[1])
    return edits


def edit_words(
    web: Web, path: str, old: str, new: str, before: str = "", after: str = ""
) -> list[Edit]:
    """Change a name wherever it stands as a word of its own in a list."""
    file = web.vault.root / path
    if not file.is_file():
        return []
    word = re.compile(
        (f"(?:{before})" if before else r"(?<![\w./-])")
        + rf"(?P<name>{re.escape(old)})"
        + (f"(?={after})" if after else r"(?![\w/-]|\.\w)")
    )
    return [
        Edit(path, number, *match.span("name"), new)
        for number, row in enumerate(Rows(file.read_bytes()).rows, 1)
        for match in word.finditer(row)
        if not re.match(r"\s*(?:- )?#", row)
    ]
