"""What an unknown heading was probably renamed to."""

from __future__ import annotations

import difflib
import subprocess
from pathlib import Path

from maedeup.notes.note import Note
from maedeup.notes.outline import find_headings, heading_slug
from maedeup.vault.history import run_git


def suggest_heading(root: Path, note: Note, wanted: str) -> str:
    """Say which heading of `note` is meant: one of similar text, or one in the same place.

    The place is that in the last version of the note that git has.
    """
    known = [heading.text for heading in note.headings]
    if not known:
        return "it has no heading"
    by_slug = {heading_slug(text): text for text in known}
    slug = heading_slug(wanted.rpartition("#")[2])
    if near := difflib.get_close_matches(slug, by_slug, n=1, cutoff=0.5):
        return f"did you mean {by_slug[near[0]]}?"
    if now := _in_its_place(root, note, slug, known):
        return f"it was renamed; did you mean {now}?"
    return "it has: " + ", ".join(known)


def _in_its_place(root: Path, note: Note, slug: str, known: list[str]) -> str:
    """Return the heading that stands where the wanted one stood, if it is new; else ''."""
    if not note.path.endswith(".md"):
        return ""
    try:
        old = run_git(root, "show", f"HEAD:./{note.path}")
    except (OSError, subprocess.SubprocessError):
        return ""
    before = [heading.text for heading in find_headings(old)]
    slugs = [heading_slug(text) for text in before]
    if slug not in slugs:
        return ""
    matcher = difflib.SequenceMatcher(None, before, known, autojunk=False)
    at = slugs.index(slug)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "replace" and i1 <= at < i2 and at - i1 < j2 - j1:
            return known[j1 + at - i1]
    return ""
