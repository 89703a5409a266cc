"""Keys that no entry of the bibliography has, and entries that no note names."""

from __future__ import annotations

from collections.abc import Iterator

from maedeup.notes.citations import find_citations, sources_named
from maedeup.notes.note import Note
from maedeup.text.errors import Problem, suggest
from maedeup.vault.bibliography import FILE
from maedeup.vault.vault import Vault


def find_wrong_keys(vault: Vault) -> Iterator[Problem]:
    """Find wrong keys in notes, and entries without a use."""
    used = set()
    for note in vault.notes.values():
        for key, line in _keys(vault, note):
            used.add(key)
            if key not in vault.works:
                hint = suggest(key, vault.works, f"add the entry to {FILE}")
                yield Problem("unknown-work", note.path, line, "unknown work", key, hint)
    used |= {key for note in vault.unpublished.values() for key, _ in _keys(vault, note)}
    for key, work in vault.works.items():
        if key not in used:
            hint = f"cite it as [@{key}] or take it out"
            path = f"{vault.settings.vault}/{FILE}"
            yield Problem("unused-work", path, work.line, "work that no note names", key, hint)


def _keys(vault: Vault, note: Note) -> Iterator[tuple[str, int]]:
    """Yield each key that a note names, with its line."""
    if sources := sources_named(note.source):
        rows = (vault.root / note.path).read_text("utf-8").split("\n")
        for named in sources:
            yield named.key, next((n for n, row in enumerate(rows, 1) if named.key in row), 1)
    for citation in find_citations(note.body, note.body_line):
        for named in citation.works:
            yield named.key, citation.line
