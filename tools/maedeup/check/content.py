"""Checks of a whole vault; each gives its problems, and `build` collects them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from itertools import groupby

from maedeup.notes.grammar import find_fences
from maedeup.notes.links import plain_links
from maedeup.notes.note import Note
from maedeup.text.errors import Problem
from maedeup.text.math import MathError, to_mathml
from maedeup.text.paths import Slug
from maedeup.vault.names import find_circles, unpublished
from maedeup.vault.web import Web


def find_raw_fences(note: Note) -> Iterator[Problem]:
    """Find Python that stands in a note as text: nothing runs it, so nothing vouches for it."""
    for fence in find_fences(note.body, note.body_line):
        if fence.is_python and not fence.is_exempt:
            hint = "move it into a snippet and embed its cell, or mark the fence `notest`"
            yield Problem(
                "raw-python", note.path, fence.line, "Python that nothing runs", fence.info, hint
            )


def find_equal_blocks(note: Note) -> Iterator[Problem]:
    """Find marks of blocks that a note has twice: a link can only lead to one."""
    lines: dict[str, int] = {}
    for block in note.blocks:
        if (first := lines.setdefault(block.id, block.line)) != block.line:
            hint = f"line {first} has it already; rename one of them"
            yield Problem(
                "block-clash", note.path, block.line, "two blocks of one name", block.anchor, hint
            )


def find_bad_formulas(note: Note) -> Iterator[Problem]:
    """Find formulas that cannot be read, and marks that name two."""
    marks: set[str] = set()
    for formula in note.formulas:
        if formula.label and formula.label in marks:
            hint = "a reference leads to the first; rename one of them"
            yield Problem(
                "formula-clash",
                note.path,
                formula.line,
                "two formulas of one mark",
                formula.label,
                hint,
            )
        marks.add(formula.label)
        try:
            to_mathml(formula.latex, formula.display)
        except MathError as error:
            hint = str(error)
            yield Problem(
                "broken-formula",
                note.path,
                formula.line,
                "broken formula",
                formula.latex.strip(),
                hint,
            )


def find_unpublished(web: Web) -> Iterator[Problem]:
    """Find ordinary Markdown links to notes that the site leaves out."""
    known = {*web.vault.notes, *web.vault.unpublished}
    for note in web.vault.notes.values() if web.vault.unpublished else ():
        for link, places in groupby(plain_links(note), lambda pair: pair[0]):
            meant = (web.vault.meant(src_uri) for _, src_uri in places)
            there = next((m for m in meant if m in known), "")
            if there in web.vault.unpublished:
                line = note.body_line + note.body.count("\n", 0, link.start)
                yield unpublished(note.path, line, link.path)


def find_unused(web: Web) -> Iterator[Problem]:
    """Find snippets that no note shows, nor one that the site leaves out."""
    held = {
        snippet.path
        for note in web.vault.unpublished.values()
        for reference in note.references
        if reference.kind == "snippet"
        for snippet in web.vault.find_snippets(reference.target)
    }
    for path in web.vault.snippets:
        if path in held:
            continue
        if not web.uses.get(path):
            hint = "show one of its cells in a note, or delete it"
            yield Problem(
                "unused-snippet", path, 1, "unused snippet", posixpath.basename(path), hint
            )
        for variant in web.vault.variants.get(path, []):
            if not web.uses.get(variant.key):
                hint = f"show `![[{variant.name}#CELL?{variant.variant}]]` in a note, or delete it"
                yield Problem("unused-variant", path, 1, "unused variant", variant.variant, hint)


def check_requires(web: Web) -> Iterator[Problem]:
    """Find `requires` that name nothing, or that go in a circle."""
    requires: dict[str, list[str]] = {}
    for note in web.vault.notes.values():
        requires[note.slug] = [required.slug for required in web.order.before[note.src_uri]]
        for name in note.requires:
            is_one = len(found := web.index.find_notes(name)) == 1
            if not found and web.hidden.find_notes(name):
                yield unpublished(note.path, 1, name)
            elif not is_one and not web.index.find_planned(name):
                hint = web.index.suggest(name)
                yield Problem(
                    "requires-unknown", note.path, 1, "requires an unknown note", name, hint
                )
    by_slug = {note.slug: note for note in web.vault.notes.values()}
    for circle in find_circles(requires):
        hint = "take one `requires` out"
        path = by_slug[Slug(circle[0])].path
        yield Problem("requires-circle", path, 1, "requires in a circle", " -> ".join(circle), hint)
