"""Return a note, a heading, a cell or a snippet another name, and change all that refers to it.

What is changed is the name alone: labels, particles and every other byte stay as they are. All is
planned first, refused if anything stands in the way, and then written as a whole.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from maedeup.edit.edits import Edit, Rows, by_file, write_all
from maedeup.edit.places import (
    at,
    at_offset,
    edit,
    edit_links,
    edit_requires,
    edit_words,
    references,
)
from maedeup.notes.blocks import section_of
from maedeup.notes.note import Note
from maedeup.notes.outline import Heading, heading_slug
from maedeup.runs.snippet import NAME, Cell, Snippet, imported_names, string_constants
from maedeup.text.errors import MaedeupError, Problem, suggest
from maedeup.text.paths import SourcePath, nfc
from maedeup.vault.headings import find_heading
from maedeup.vault.leads import Code
from maedeup.vault.lists import REDIRECTS
from maedeup.vault.names import key_of
from maedeup.vault.web import Web

INCLUDE = re.compile(r"--8<--[^\n]*")


@dataclass
class Move:
    """What a move changes."""

    edits: list[Edit] = field(default_factory=list)
    renamed: dict[str, str] = field(default_factory=dict)
    """Files, by their old path."""
    redirects: list[str] = field(default_factory=list)
    """Lines for the list of former addresses."""
    used_again: list[str] = field(default_factory=list)
    """Addresses that are no longer former ones."""


def move(web: Web, old: str, new: str) -> Iterator[tuple[str, int]]:
    """Rename what `old` names to `new`; give each changed file and how many places in it.

    Args:
        web: all, joined.
        old: `relu`, `relu#Definition`, `relu.py` or `relu.py#slopes`.
        new: the name alone: `rectifier`, `Meaning`, `rectifier.py`, `gradients`.

    Raises:
        MaedeupError: nothing is called `old`, or `new` cannot be a name or is taken.
        OSError: a file could not be written; none is changed.
    """
    old, new = nfc(old), nfc(new).strip()
    name, mark, anchor = old.partition("#")
    planned = web.index.find_planned(name)
    if name.endswith(".py"):
        snippet = _find_snippet(web, name)
        if mark:
            plan = _move_cell(web, snippet, anchor, new)
        else:
            plan = _move_snippet(web, snippet, new)
    elif mark:
        plan = _move_heading(web, _find_note(web, name), anchor, new)
    elif planned and not web.index.find_notes(name):
        plan = _move_planned(web, planned[0], new)
    else:
        note = _find_note(web, name)
        found = web.vault.snippets.get(note.path)
        plan = _move_snippet(web, found, new) if found else _move_note(web, note, new)
    return _apply(web, plan)


def _refuse(code: str, old: str, problem: str, value: str, hint: str) -> MaedeupError:
    return MaedeupError(Problem(code, old, 0, problem, value, hint))


def _find_note(web: Web, name: str) -> Note:
    found = web.index.find_notes(name)
    if len(found) == 1:
        return found[0]
    if found:
        raise _refuse(
            "ambiguous-note", name, "ambiguous note", name, ", ".join(note.slug for note in found)
        )
    raise _refuse("unknown-note", name, "unknown note", name, web.index.suggest(name))


def _find_snippet(web: Web, name: str) -> Snippet:
    found = web.vault.find_snippets(name)
    if len(found) == 1:
        return found[0]
    if found:
        raise _refuse(
            "ambiguous-snippet", name, "ambiguous snippet", name, ", ".join(s.path for s in found)
        )
    known = [snippet.name for snippet in web.vault.snippets.values()]
    raise _refuse("unknown-snippet", name, "unknown snippet", name, suggest(name, known))


# --- Notes


def _move_note(web: Web, note: Note, new: str) -> Move:
    folder, file = posixpath.split(note.path)
    if file in ("index.md", "README.md"):
        raise _refuse(
            "folder-page", note.path, "a folder's own page", note.slug, "rename the folder by hand"
        )
    _check_slug(web, note, new)
    path = SourcePath(f"{folder}/{new}.md")
    src_uri = posixpath.join(posixpath.dirname(note.src_uri), f"{new}.md")
    plan = Move(renamed={note.path: path})
    _rename_address(web, plan, note, new, src_uri)
    return plan


def _check_slug(web: Web, note: Note, new: str) -> None:
    if not NAME.fullmatch(new) or not new.strip("."):
        raise _refuse("bad-name", new, "bad name", new, "use letters, digits, `-` and `_`")
    others = [n for n in web.index.find_notes(new) if n is not note]
    if others or new == note.slug:
        taken = others[0].path if others else note.path
        raise _refuse(
            "name-taken", new, "name is taken", new, f"{taken} has it; choose another name"
        )
    if web.index.find_planned(new):
        raise _refuse(
            "name-taken", new, "name is taken", new, "planned.yml has it; take it out there first"
        )
    file = (
        web.vault.root / posixpath.dirname(note.path) / f"{new}{posixpath.splitext(note.path)[1]}"
    )
    if file.exists():
        raise _refuse("name-taken", new, "name is taken", new, f"{file.name} exists already")


def _rename_address(web: Web, plan: Move, note: Note, new: str, src_uri: str) -> None:
    """Change all that names a note by its slug or its path."""
    lasting = {key_of(name) for name in note.aliases}
    if note.title != note.slug:
        lasting.add(key_of(note.title))

    def renamed(name: str) -> str | None:
        head, slash, last = name.rpartition("/")
        stem = last.removesuffix(".md")
        if stem != note.slug and key_of(name) in lasting:
            return None  # an alias as it is written; one equal to the slug but for case is none
        if key_of(stem) == key_of(note.slug):
            return f"{head}{slash}{new}{last[len(stem) :]}"
        return f"{src_uri.removesuffix('.md')}" if "/" in name else new

    for other, reference in references(web, "note"):
        if reference.target and web.index.find_notes(reference.target, other.src_uri) == [note]:
            name = renamed(reference.target)
            plan.edits += edit(web, other, reference, "target", name)
    for other in web.vault.notes.values():
        for name in other.requires:
            if web.index.find_notes(name) == [note] and (now := renamed(name)):
                plan.edits += edit_requires(web, other, name, now)
        plan.edits += edit_links(
            web, other, note, lambda link: (link.span("path"), _sibling(link.path, new))
        )
    for file in (web.vault.settings.file, *web.vault.settings.inherited):
        plan.edits += edit_words(web, file, note.src_uri, src_uri)
    lists = f"{web.vault.settings.vault}/{REDIRECTS}"
    plan.edits += edit_words(web, lists, note.slug, new, r"^[\"']?", "#")
    plan.edits += edit_words(web, lists, note.slug, new, r"^[^#]*:\s*[\"']?", r"[\"']?\s*$")
    plan.redirects.append(f"{note.src_uri.rpartition('.')[0]}: {new}")
    plan.used_again.append(src_uri.rpartition(".")[0])


def _sibling(path: str, new: str) -> str:
    head, slash, last = path.rpartition("/")
    return f"{head}{slash}{new}{posixpath.splitext(last)[1]}"


def _move_planned(web: Web, slug: str, new: str) -> Move:
    """Rename a note that is planned: there is no address to keep."""
    if not NAME.fullmatch(new):
        raise _refuse("bad-name", new, "bad name", new, "use letters, digits, `-` and `_`")
    if web.index.find_notes(new) or web.index.find_planned(new):
        raise _refuse("name-taken", new, "name is taken", new, "choose another name")
    plan = Move()
    for note, reference in references(web, "note"):
        found = web.index.find_planned(reference.target)
        is_title = found and key_of(found[1]) == key_of(reference.target)
        if found and found[0] == slug and not is_title:
            plan.edits += edit(web, note, reference, "target", new)
    for note in web.vault.notes.values():
        if slug in note.requires:
            plan.edits += edit_requires(web, note, slug, new)
    lists = f"{web.vault.settings.vault}/planned.yml"
    plan.edits += edit_words(web, lists, slug, new, "^[\"']?", r"[\"']?\s*:")
    return plan


# --- Headings


def _move_heading(web: Web, note: Note, anchor: str, new: str) -> Move:
    heading = find_heading(note, anchor)
    if heading is None:
        known = [h.text for h in note.headings]
        hint = suggest(anchor, known, "it has: " + ", ".join(known))
        raise _refuse("unknown-heading", note.path, "unknown heading", anchor, hint)
    if not new or re.search(r"[\[\]|#^\n\\{}<>]", new):
        raise _refuse("bad-name", note.path, "bad heading", new, "no `[ ] | # ^ { } < >`")
    slug, old_slug = heading_slug(new), heading_slug(heading.text)
    others = [h for h in note.headings if h is not heading]
    if any(slug in (heading_slug(h.text), h.anchor) for h in others):
        raise _refuse(
            "name-taken", note.path, "heading is there already", new, "choose another name"
        )
    if any(heading_slug(h.text) == old_slug for h in others):
        hint = "make them differ by hand first: which one is `_1` would change"
        raise _refuse("heading-clash", note.path, "two headings of one name", heading.text, hint)
    plan = Move()
    row = note.body.rfind("\n", 0, heading.start) + 1
    text = note.body[heading.start : heading.end]
    marks = len(text) - len(text.lstrip("#").lstrip(" \t"))
    tail = re.search(r"\s*\{[^}]*\}$", text)
    start = heading.start - row + marks
    end = heading.start - row + (tail.start() if tail else len(text))
    plan.edits += at(web, note, heading.line, start, end, new)
    inside = section_of(note.headings, heading, len(note.body))

    def renamed(part: str, is_last: bool, target: Heading) -> str:
        names = (old_slug, heading.anchor.replace("-", ""), old_slug.replace("-", ""))
        slugs = (heading_slug(part), heading_slug(part).replace("-", ""))
        meant = target is heading if is_last else inside[0] < target.start < inside[1]
        is_own_id = heading.explicit and part.strip() == heading.anchor
        return new if meant and not is_own_id and set(slugs) & set(names) else part

    for other, reference in references(web, "note"):
        place = note if not reference.target else None
        found = (
            web.index.find_notes(reference.target, other.src_uri) if reference.target else [other]
        )
        if found != [note] or not reference.anchor or reference.anchor.startswith("^"):
            continue
        target = find_heading(place or note, reference.anchor)
        if target is None:
            continue
        parts = reference.anchor.split("#")
        now = [renamed(p, i == len(parts) - 1, target) for i, p in enumerate(parts)]
        if now != parts:
            plan.edits += edit(web, other, reference, "anchor", "#".join(now))
    if not heading.explicit and slug != heading.anchor:
        for other in web.vault.notes.values():
            plan.edits += edit_links(
                web,
                other,
                note,
                lambda m: (m.span("anchor"), slug) if m.anchor == heading.anchor else None,
            )
        moved = web.redirects.anchors.get(note.src_uri, {})
        lists = f"{web.vault.settings.vault}/{REDIRECTS}"
        for former in (old for old, now_ in moved.items() if now_ == heading.anchor):
            key = re.escape(f"{note.slug}#{former}")
            plan.edits += edit_words(
                web, lists, heading.anchor, slug, rf"^[\"']?{key}[\"']?\s*:\s*[\"']?"
            )
        plan.redirects.append(f"{note.slug}#{heading.anchor}: {slug}")
        plan.used_again.append(f"{note.slug}#{slug}")
    return plan


# --- Snippets


def _move_cell(web: Web, snippet: Snippet, name: str, new: str) -> Move:
    cell = snippet.find_cell(name)
    row = snippet.text.split("\n")[cell.line - 1] if cell else ""
    column = row.find(name, row.find("%%"))
    if cell is None or not cell.name or column < 0:
        known = [c.name for c in snippet.code_cells if c.name]
        raise _refuse("unknown-cell", snippet.path, "unknown cell", name, suggest(name, known))
    if not NAME.fullmatch(new):
        hint = "a name has letters, digits, `-`, `_`, `.`, `@`, `=` and no space"
        raise _refuse("bad-cell-name", snippet.path, "bad cell name", new, hint)
    result = web.results.of(snippet)
    made = result.products if result else None
    taken = {c.name for c in snippet.code_cells}
    taken |= {*made.figures(), *made.tables, *made.values} if made else set()
    if new in taken:
        raise _refuse(
            "name-taken", snippet.path, "name is taken", new, "a cell, a figure or a value has it"
        )
    plan = Move(edits=[Edit(snippet.path, cell.line, column, column + len(name), new)])
    for note, reference in references(web, "snippet"):
        if reference.named != name or web.vault.find_snippets(reference.target) != [snippet]:
            continue
        target = web.find_target(reference, note)
        if isinstance(target, Code) and not isinstance(target.part, Cell | None):
            continue  # a variable, a figure or a table of the same name
        plan.edits += edit(web, note, reference, "anchor", new + reference.anchor[len(name) :])
    return plan


def _move_snippet(web: Web, snippet: Snippet, new: str) -> Move:
    stem, old = new.removesuffix(".py"), snippet.name.removesuffix(".py")
    folder = posixpath.dirname(snippet.path)
    path = SourcePath(f"{folder}/{stem}.py")
    if not NAME.fullmatch(stem) or not stem.strip("."):
        raise _refuse("bad-name", new, "bad name", new, "use letters, digits, `-` and `_`")
    if web.vault.find_snippets(f"{stem}.py") or (web.vault.root / path).exists():
        raise _refuse("name-taken", new, "name is taken", f"{stem}.py", "choose another name")
    for file in sorted((web.vault.root / web.vault.settings.snippets).rglob("*.py")):
        text = file.read_text("utf-8", errors="replace")
        imports = {name.rpartition(".")[2] for name in imported_names(text)}
        named = {posixpath.basename(value) for value in string_constants(text)}
        if old in imports or snippet.name in named:
            hint = "change that by hand: code is not rewritten"
            where = file.relative_to(web.vault.root).as_posix()
            raise _refuse("named-in-code", snippet.path, "named in code", where, hint)
    plan = Move(renamed={snippet.path: path})
    for note, reference in references(web, "snippet"):
        if web.vault.find_snippets(reference.target) == [snippet]:
            head, slash, _ = reference.target.rpartition("/")
            name = f"{head}{slash}{stem}.py"
            plan.edits += edit(web, note, reference, "target", name)
    for note in web.vault.notes.values():
        for match in INCLUDE.finditer(note.body):
            for word in re.finditer(r"[\w./-]+\.py", match[0]):
                if web.vault.find_snippets(word[0]) == [snippet]:
                    end = match.start() + word.end() - 3
                    plan.edits += at_offset(web, note, end - len(old), end, stem)
    lab = next((n for n in web.vault.notes.values() if n.path == snippet.path), None)
    if lab is not None:
        _check_slug(web, lab, stem)
        _rename_address(web, plan, lab, stem, f"labs/{stem}.md")
    return plan


def _apply(web: Web, plan: Move) -> Iterator[tuple[str, int]]:
    edits = by_file(plan.edits)
    contents: dict[str, bytes | None] = {}
    counts: dict[str, int] = {}
    lists = f"{web.vault.settings.vault}/{REDIRECTS}"
    for path in {*edits, *plan.renamed, *([lists] if plan.redirects else [])}:
        file = web.vault.root / path
        rows = Rows(file.read_bytes() if file.is_file() else b"")
        rows.change(edits.get(path, []))
        if path == lists:
            rows.drop(tuple(f"{address}:" for address in plan.used_again))
            if not any(rows.rows):
                rows.add("# Former addresses and what is there now; `maedeup mv` adds to it.")
            for line in plan.redirects:
                rows.add(line)
        counts[path] = len(set(edits.get(path, []))) + len(plan.redirects) * (path == lists)
        contents[plan.renamed.get(path, path)] = rows.data()
    contents |= dict.fromkeys(plan.renamed)
    write_all(web.vault.root, contents)
    return iter(sorted((plan.renamed.get(path, path), n) for path, n in counts.items()))
