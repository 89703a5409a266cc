"""Checks of a whole vault; each gives its problems, and `build` collects them."""

from __future__ import annotations

import posixpath
import re
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from urllib.parse import unquote

from maedeup.notes.grammar import INLINE_FOOTNOTE, find_fences
from maedeup.notes.links import OUTSIDE, find_links, plain_images, plain_links
from maedeup.notes.note import HOSTS_FIELD, Note
from maedeup.notes.opaque import opaque_at
from maedeup.runs.product import Value
from maedeup.text.errors import Problem
from maedeup.text.formats import UNITS
from maedeup.text.math import MathError, to_mathml
from maedeup.text.paths import Slug, nfc, to_source_path
from maedeup.vault.leads import NotePlace, value_of
from maedeup.vault.names import find_circles, unpublished
from maedeup.vault.pages import host_warning
from maedeup.vault.targets import links_to_itself, split_size
from maedeup.vault.vault import Vault
from maedeup.vault.web import Web


def find_raw_fences(note: Note, runs_fences: bool = False) -> Iterator[Problem]:
    """Find Python that stands in a note as text: nothing runs it, so nothing vouches for it.

    Args:
        note: to look in.
        runs_fences: whether the host has markdown-exec, which runs fences that say `exec`.
    """
    for fence in find_fences(note.body, note.body_line):
        is_run = fence.is_exempt or (runs_fences and fence.is_executed)
        if fence.is_python and not is_run:
            hint = "move it into a snippet and embed its cell, or mark the fence `notest`"
            yield Problem(
                "raw-python", note.path, fence.line, "Python that nothing runs", fence.info, hint
            )


def find_without_alt(web: Web, note: Note) -> Iterator[Problem]:
    """Find pictures of which nothing says what they show to who does not see them."""

    def wrong(line: int, value: str, where: str) -> Problem:
        hint = f"say what it shows {where}"
        return Problem("no-alt-text", note.path, line, "image without alt text", value, hint)

    for reference in note.references:
        if reference.kind == "image" and reference.embed:
            alt, _ = split_size(reference.label or "")
            if not alt and not isinstance(web.find_target(reference, note), Problem):
                yield wrong(reference.line, reference.target, "behind `|`")
    for line, path in plain_images(note, without_alt=True):
        yield wrong(line, path, "between `![` and `]`")


def find_self_links(web: Web, note: Note) -> Iterator[Problem]:
    """Find links of a note to itself, which lead a reader to where they are."""
    for reference in note.references:
        if reference.kind != "note" or reference.embed or reference.anchor:
            continue
        match web.find_target(reference, note):
            case NotePlace(found) if found is note:
                yield links_to_itself(reference, note)


def find_linked_values(web: Web, note: Note) -> Iterator[Problem]:
    """Find values of a run that are linked to where the sentence seems to want them shown."""
    for reference in note.references:
        if reference.embed or reference.kind != "snippet" or not reference.anchor:
            continue
        value = value_of(web.find_target(reference, note))
        if value and (reference.label is None or _is_format(value, reference.label)):
            hint = f"write `!{reference}` to show the value, or what the link says behind `|`"
            yield Problem(
                "value-as-link", note.path, reference.line, "link to a value", str(reference), hint
            )


def _is_format(value: Value, label: str) -> bool:
    """Say whether a link's label is no text but a format, such as `.2f`."""
    if label not in UNITS and not re.fullmatch(r"[+ -]?[\d,.]+[dfeg%]?|[dfeg%]", label):
        return False
    try:
        value.format(label)
    except ValueError:
        return False
    return True


def find_shadows(web: Web) -> Iterator[Problem]:
    """Find files beside snippets that hide a package of the same name from them.

    The first place where a script looks for a module is its own folder.
    """
    root, folder = web.vault.root, web.vault.settings.snippets
    texts: dict[str, list[str]] = {}
    for path, snippet in web.vault.snippets.items():
        texts.setdefault(posixpath.dirname(path), []).append(snippet.text)
    for file in sorted((root / folder).rglob("*.py")):
        path, name = to_source_path(root, file), file.stem
        said = re.compile(rf"(?m)^\s*(?:import|from)\s+{re.escape(name)}\b")
        is_hidden = name in sys.stdlib_module_names or (
            any(
                name in text and said.search(text)
                for text in texts.get(posixpath.dirname(path), ())
            )
            and _is_installed(name, root)
        )
        if is_hidden:
            hint = f"rename it: {name} means this file to all snippets of its folder"
            yield Problem("shadowed-package", path, 1, "its name hides a package", name, hint)


def _is_installed(name: str, root: Path) -> bool:
    """Say whether an environment has a package of this name, without importing it."""
    try:
        spec = find_spec(name)
    except (ImportError, ValueError):
        return False
    place = Path(spec.origin) if spec is not None and spec.origin else None
    return spec is not None and (place is None or root not in place.parents)


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


def find_warned_links(web: Web) -> Iterator[Problem]:
    """Find ordinary Markdown links of which the host warns when it writes their page."""
    pages = web.vault.pages
    if pages is None or pages.warns is None:
        return
    made = (f"{web.vault.settings.snippets}/", "notebooks/", "assets/")  # files of a build alone
    for note in web.vault.notes.values():
        folder = posixpath.dirname(note.src_uri)
        for link in find_links(note.body):
            path = nfc(unquote(link.path)).strip()
            is_used = link.kind != "definition" or note.body.count(f"[{link.label}]") > 1
            if link.kind == "html" or OUTSIDE.match(link.url) or "[[" in link.url or not is_used:
                continue
            if posixpath.normpath(posixpath.join(folder, path)).startswith(made):
                continue
            if web.vault.file_meant(path, note.src_uri):
                continue
            if said := pages.warns(note.src_uri, link.url):
                line = note.body_line + note.body.count("\n", 0, link.start)
                yield host_warning(note.path, line, said)


def find_unused(web: Web) -> Iterator[Problem]:
    """Find snippets that no note shows, nor one that the site leaves out."""
    held = {
        snippet.path
        for note in web.vault.unpublished.values()
        for reference in note.references
        if reference.kind == "snippet"
        for snippet in web.vault.find_snippets(reference.target)
    }
    pages = {note.path for note in web.vault.notes.values()}
    for path in web.vault.snippets:
        if path in held:
            continue
        if path not in pages and not web.uses.get(path):
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


def find_unread(vault: Vault) -> Iterator[Problem]:
    """Find text that Obsidian shows and the host takes off the page, or shows as it is written."""
    for note in vault.notes.values():
        if not note.path.endswith(".md"):
            continue
        eaten = HOSTS_FIELD.match(note.body) if note.body_line == 1 else None
        if eaten:
            hint = "put a blank line above it; a field stands between two lines `---`"
            problem = "the host takes the first line for a field and does not show it"
            yield Problem("lost-line", note.path, 1, problem, eaten[0].strip(), hint)
        for match in INLINE_FOOTNOTE.finditer(note.body):
            if opaque_at(note.body, match.start()) is None:
                line = note.body_line + note.body.count("\n", 0, match.start())
                hint = f"write `[^1]` there, and `[^1]: {match['text'].strip()}` below"
                problem = "a footnote inside the text is shown as it is written"
                yield Problem("inline-footnote", note.path, line, problem, match[0], hint)
