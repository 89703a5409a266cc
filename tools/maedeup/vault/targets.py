"""What a reference leads to, or what is wrong with it."""

from __future__ import annotations

import posixpath
import re
from dataclasses import replace
from typing import TypeVar

from maedeup.notes.grammar import Reference
from maedeup.notes.note import Note
from maedeup.notes.parts import PARTS, table_formats
from maedeup.runs import run
from maedeup.runs.results import Results
from maedeup.runs.snippet import Snippet
from maedeup.text.bindings import bindings
from maedeup.text.errors import Problem, suggest
from maedeup.text.formats import SYSTEMS
from maedeup.text.paths import is_inside
from maedeup.vault import leads
from maedeup.vault.headings import find_heading
from maedeup.vault.leads import Target, value_of
from maedeup.vault.names import NoteIndex, unpublished
from maedeup.vault.order import Order, read_in_order
from maedeup.vault.renamed import suggest_heading
from maedeup.vault.vault import Vault

LISTINGS = ("corrections", "slips", "graph", "cards")
"""What `![[list:…]]` can show."""

T = TypeVar("T", bound=Target)


class Targets:
    """Says what references lead to; a page asks for each again, and so do those that quote it."""

    def __init__(
        self, vault: Vault, results: Results, index: NoteIndex, order: Order, hidden: NoteIndex
    ) -> None:
        self.vault = vault
        self.hidden = hidden
        self.results = results
        self.index = index
        self.order = order
        self.found: dict[tuple[object, ...], Target] = {}
        self.tops: dict[str, leads.NotePlace] = {}
        """Each note as a whole, by `src_uri`: most references lead to one."""
        self.claims: dict[str, str] = {}
        """Claims of notes as plain text, by `src_uri`, kept by whoever works them out."""

    def find(self, reference: Reference, note: Note) -> Target | Problem:
        """Say what a reference leads to, or what is wrong with it."""
        if (top := self._find_top(reference)) is not None:
            return top
        same = (reference.embed, reference.target, reference.anchor, reference.label)
        key = (note.src_uri, reference.alone, *same)
        found = self.found.get(key)
        if found is None:
            led = _find_target(self, reference, note)
            if isinstance(led, Problem):  # which names its line: not the same for all
                return led
            found = self.found[key] = led
        return found

    def _find_top(self, reference: Reference) -> leads.NotePlace | None:
        """Find the note whose slug a link is, as most are: there is but one of it."""
        if reference.embed or reference.anchor or "." in reference.target or not reference.target:
            return None
        exact = self.index.by_slug.get(reference.target, ())
        return self.top(exact[0]) if len(exact) == 1 else None

    def top(self, note: Note) -> leads.NotePlace:
        """Return the place that a note as a whole is."""
        if (top := self.tops.get(note.src_uri)) is None:
            top = self.tops[note.src_uri] = leads.NotePlace(note)
        return top


def _find_target(known: Targets, reference: Reference, note: Note) -> Target | Problem:
    kind = reference.kind
    if kind == "snippet":
        return _find_in_snippet(known, reference, note)
    if kind == "list":
        return _find_listing(known, reference, note)
    if kind == "image":
        return _find_image(known, reference, note)
    return _find_note(known, reference, note)


def _find_listing(known: Targets, reference: Reference, note: Note) -> Target | Problem:
    if reference.target.startswith("path:"):
        return _find_way(known, reference, note)
    name = reference.target.removeprefix("list:").strip()
    if name not in LISTINGS:
        hint = suggest(name, LISTINGS, "one of " + ", ".join(LISTINGS))
        return Problem("unknown-list", note.path, reference.line, "unknown list", name, hint)
    return _standing_alone(leads.NoteList(name), reference, note)


def _find_way(known: Targets, reference: Reference, note: Note) -> Target | Problem:
    def wrong(code: str, problem: str, value: str, hint: str) -> Problem:
        return Problem(code, note.path, reference.line, problem, value, hint)

    written = reference.target.removeprefix("path:").strip()
    names = [name.strip() for name in re.split("→|->", written)]
    if len(names) > 2 or not names[-1]:
        return wrong(
            "broken-path", "broken path", written, "write `path:relu→resnet`, or `path:→resnet`"
        )
    ends: list[Note] = []
    for name in filter(None, names):
        found = known.index.find_notes(name)
        if not found and known.hidden.find_notes(name):
            return unpublished(note.path, reference.line, name)
        if len(found) != 1:
            return wrong("unknown-note", "unknown note", name, known.index.suggest(name))
        ends.append(found[0])
    goal = ends[-1]
    way = read_in_order(known.order, ends[0] if len(ends) > 1 else None, goal)
    if not way:
        before = ", ".join(n.slug for n in known.order.before.get(goal.src_uri, [])) or "nothing"
        return wrong("no-way", "no way", written, f"{goal.slug} requires {before}")
    return _standing_alone(leads.NoteWay(tuple(way)), reference, note)


def _find_note(known: Targets, reference: Reference, note: Note) -> Target | Problem:
    def wrong(code: str, problem: str, value: str, hint: str) -> Problem:
        return Problem(code, note.path, reference.line, problem, value, hint)

    if not reference.target:
        if not reference.anchor:
            return wrong("empty-reference", "empty reference", str(reference), "name a note")
        return _standing_alone(_find_place(known, note, reference, note), reference, note)
    folder = posixpath.dirname(note.src_uri) if ".." in reference.target else ""
    if not is_inside(posixpath.join(folder, reference.target.lstrip("/"))):
        return wrong(
            "outside-vault",
            "reference outside the vault",
            reference.target,
            "name a note by its slug",
        )
    found = known.index.find_notes(reference.target, note.src_uri)
    if len(found) > 1:
        names = ", ".join(_names_apart(found))
        return wrong(
            "ambiguous-note", "ambiguous reference", reference.target, f"write one of: {names}"
        )
    if found:
        if found[0] is note and not reference.anchor and reference.embed:
            return links_to_itself(reference, note)
        return _standing_alone(_find_place(known, found[0], reference, note), reference, note)
    if planned := known.index.find_planned(reference.target):
        if reference.embed:
            hint = "write the note first, or link to it without `!`"
            return wrong("embed-planned", "embed of a planned note", reference.target, hint)
        return leads.PlannedNote(planned[1])
    if known.hidden.find_notes(reference.target, note.src_uri):
        return unpublished(note.path, reference.line, reference.target)
    if "." in reference.target:
        files = known.vault.attachments.find(reference.target, note.src_uri)
        if files:
            return _one_file(known, files, reference, note)
    return wrong(
        "unknown-note", "unknown note", reference.target, known.index.suggest(reference.target)
    )


def links_to_itself(reference: Reference, note: Note) -> Problem:
    """Return the problem that a reference to its own note is; as a link it leads to its top."""
    hint = "say it without a link, or name a heading behind `#`"
    what = "a note links to itself"
    return Problem("self-link", note.path, reference.line, what, reference.target, hint)


def _names_apart(notes: list[Note]) -> list[str]:
    """Return names that tell notes apart: their paths, where their slugs are one."""
    slugs = [note.slug for note in notes]
    if len(set(slugs)) == len(slugs):
        return [str(slug) for slug in slugs]
    return [note.src_uri.removesuffix(".md") for note in notes]


def _find_place(known: Targets, target: Note, reference: Reference, note: Note) -> Target | Problem:
    """Find the heading or the block of a note that a reference names, if it names one."""
    anchor = reference.anchor
    if not anchor:
        return known.top(target)
    if anchor.startswith("^eq-"):
        return _find_formula(target, reference, note)
    place = f"{target.slug}#{anchor}"
    if anchor.startswith("^"):
        block = next((b for b in target.blocks if b.anchor == anchor), None)
        if block is not None:
            return leads.NotePlace(target, block)
        names = [b.anchor for b in target.blocks]
        hint = "mark one with `^id` at its end" if not names else "it has: " + ", ".join(names)
        hint = suggest(anchor, names, hint)
        return Problem("unknown-block", note.path, reference.line, "unknown block", place, hint)
    heading = find_heading(target, anchor)
    if heading is not None:
        return leads.NotePlace(target, heading)
    hint = suggest_heading(known.vault.root, target, anchor)
    return Problem("unknown-heading", note.path, reference.line, "unknown heading", place, hint)


def _find_formula(target: Note, reference: Reference, note: Note) -> Target | Problem:
    label = reference.anchor.removeprefix("^")
    for formula in target.formulas:
        if formula.label == label:
            return leads.NotePlace(target, formula)
    names = [f"^{formula.label}" for formula in target.formulas if formula.label]
    hint = suggest(reference.anchor, names, f"write `^{label}` behind the formula's closing `$$`")
    place = f"{target.slug}#{reference.anchor}"
    return Problem("unknown-formula", note.path, reference.line, "unknown formula", place, hint)


def _find_image(known: Targets, reference: Reference, note: Note) -> Target | Problem:
    def wrong(code: str, problem: str, hint: str) -> Problem:
        return Problem(code, note.path, reference.line, problem, reference.target, hint)

    folder = posixpath.dirname(note.src_uri)
    if not is_inside(posixpath.join(folder, reference.target.lstrip("/"))):
        return wrong("outside-vault", "image outside the vault", "move it into the vault")
    files = known.vault.attachments.find(reference.target, note.src_uri)
    if not files:
        return wrong("unknown-file", "unknown image", "give its path in the vault")
    found = _one_file(known, files, reference, note)
    if isinstance(found, Problem) or not reference.embed:
        return found
    return leads.ShownImage(found.path)


def _one_file(
    known: Targets, files: list[str], reference: Reference, note: Note
) -> leads.LinkedFile | Problem:
    public = [path for path in files if known.vault.attachments.is_published(path)]
    if not public:
        return unpublished(note.path, reference.line, reference.target)
    files = public
    if len(files) > 1:
        hint = "write one of: " + ", ".join(files)
        return Problem(
            "ambiguous-file", note.path, reference.line, "ambiguous file", reference.target, hint
        )
    return leads.LinkedFile(files[0])


def split_size(label: str) -> tuple[str, str]:
    """Split an image's label into what it shows and its size: `a cat|300x200`, or only `300`."""
    found = re.fullmatch(r"(?:(.*?)\\?\|)?\s*(\d+(?:x\d+)?)\s*", label)
    return ((found[1] or "").strip(), found[2]) if found else (label, "")


def _find_in_snippet(known: Targets, reference: Reference, note: Note) -> Target | Problem:
    def wrong(code: str, problem: str, value: str, hint: str) -> Problem:
        return Problem(code, note.path, reference.line, problem, value, hint)

    if not is_inside(reference.target):
        hint = f"name a file under {known.vault.settings.snippets}/"
        return wrong("outside-vault", "reference outside the project", reference.target, hint)
    found = known.vault.find_snippets(reference.target)
    if len(found) > 1:
        paths = ", ".join(s.path for s in found)
        return wrong(
            "ambiguous-snippet", "ambiguous snippet", reference.target, f"write one of: {paths}"
        )
    if not found:
        if any(f"/{n.path}".endswith(f"/{reference.target}") for n in known.hidden.all_notes()):
            return unpublished(note.path, reference.line, reference.target)
        names = [s.name for s in known.vault.snippets.values()]
        hint = suggest(reference.target, names, "write it with `maedeup new snippet`")
        return wrong("unknown-snippet", "unknown snippet", reference.target, hint)
    snippet = found[0]
    if not reference.anchor:
        if reference.part is None and reference.embed:
            return _unknown_part(reference, note)
        return _standing_alone(leads.CodePlace(snippet), reference, note)
    if reference.variant:
        return _find_in_variant(known, snippet, reference, note)
    return _find_part(known, snippet, reference, note)


def _find_in_variant(
    known: Targets, snippet: Snippet, reference: Reference, note: Note
) -> Target | Problem:
    """Find a part of a snippet and the variant beside it; a value is the variant's own."""
    variants = {v.variant: v for v in known.vault.variants.get(snippet.path, [])}
    variant = variants.get(reference.variant)
    name = reference.named
    if variant is None:
        value = f"{snippet.name}?{reference.variant}"
        declare = f"declare it in {snippet.path} under `[tool.maedeup.variants]`"
        hint = suggest(reference.variant, variants, declare)
        if reference.variant in dict(snippet.options.variants):
            hint = f"its declaration in {snippet.path} has a problem of its own"
        return Problem("unknown-variant", note.path, reference.line, "unknown variant", value, hint)
    if not name:  # all of the snippet
        if reference.part is None and reference.embed:
            return _unknown_part(reference, note)
        return _standing_alone(leads.Compared(snippet, None, variant), reference, note)
    plain = replace(reference, anchor=name)
    if reference.embed and not reference.alone:
        found = _find_part(known, variant, plain, note)  # a value, of the variant's own
    else:
        found = _find_part(known, snippet, plain, note)
        if value_of(found) is not None:
            found = _find_part(known, variant, plain, note)
    if isinstance(found, Problem):
        return replace(found, value=found.value.replace(str(plain), str(reference)))
    return leads.Compared(snippet, found.part, variant)


def _find_part(
    known: Targets, snippet: Snippet, reference: Reference, note: Note
) -> leads.CodePlace | Problem:
    name, place = reference.anchor, f"{snippet.name}#{reference.anchor}"

    def wrong(code: str, problem: str, value: str, hint: str) -> Problem:
        return Problem(code, note.path, reference.line, problem, value, hint)

    cell, result = snippet.find_cell(name), known.results.of(snippet)
    values = result.products.values if result else {}
    is_part = reference.part is not None
    if cell and reference.embed and name in values and not (reference.alone and is_part):
        cell = None  # a cell and a variable of one name: only a value fits here
    if cell:
        if reference.embed and not is_part:
            return _unknown_part(reference, note)
        return _standing_alone(leads.CodePlace(snippet, cell), reference, note)
    if result is None or result.products.failed:
        # The run's own problem is reported once; what it would have made is not guessed at.
        return leads.CodePlace(snippet)
    products = result.products
    figure = result.drawing(name)
    if figure is not None:
        return _standing_alone(leads.CodePlace(snippet, figure), reference, note)
    if (value := products.values.get(name)) is not None:
        try:
            value.format((reference.label or "") if reference.embed else "")
        except ValueError as error:
            units = ", ".join(f"`{unit}`" for units, _ in SYSTEMS for unit in units[::-1])
            hint = f"write Python's, such as `.3f`, `,` or `.1%`, or a unit: {units}"
            return wrong(
                "bad-format",
                f"{place} does not take this format ({error})",
                str(reference.label),
                hint,
            )
        return leads.CodePlace(snippet, value)
    if (table := products.tables.get(name)) is not None:
        try:
            table.formatted(table_formats(reference.label))
        except ValueError as error:
            hint = "write `.2f` for all, or `column: .1%, other: .3f`"
            return wrong(
                "bad-format",
                f"{place} does not take this format ({error})",
                str(reference.label),
                hint,
            )
        return _standing_alone(leads.CodePlace(snippet, table), reference, note)
    if products.error is not None and products.error.type == run.NO_GPU:
        return leads.CodePlace(snippet)
    names = [c.name for c in snippet.code_cells if c.name]
    names += [*products.figures(), *products.tables, *products.values]
    hint = suggest(name, names, "one of " + ", ".join(names[:12]))
    if any(bindings(cell.source, name) for cell in snippet.code_cells):
        hint = f"{name} is no number, text, date or small collection: `{name}_text = str({name})`"
    return wrong("unknown-product", "unknown cell, figure or value", place, hint)


def _unknown_part(reference: Reference, note: Note) -> Problem:
    hint = "one of " + ", ".join(PARTS)
    return Problem(
        "unknown-part", note.path, reference.line, "unknown part", str(reference.label), hint
    )


def _standing_alone(target: T | Problem, reference: Reference, note: Note) -> T | Problem:
    if reference.embed and not reference.alone and not isinstance(target, Problem):
        hint = "put it on a line alone; only values stand inside a sentence"
        return Problem(
            "embed-inside-line",
            note.path,
            reference.line,
            "embed inside a line",
            str(reference),
            hint,
        )
    return target
