"""What a reference leads to, or what is wrong with it."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from maedeup import runner
from maedeup.errors import Problem, suggest
from maedeup.note import PARTS, Heading, Note, Reference, heading_slug
from maedeup.paths import is_inside
from maedeup.product import Figure, Table, Value
from maedeup.project.order import read_in_order
from maedeup.snippet import Cell, Snippet

if TYPE_CHECKING:
    from maedeup.project import Project

LISTINGS = ("corrections", "graph")
"""What `![[list:…]]` can show."""


@dataclass(frozen=True)
class Target:
    """What a reference leads to; exactly one group of fields is set."""

    note: Note | None = None
    heading: Heading | None = None
    planned: str = ""
    """Title of a note that is not written yet."""
    image: str = ""
    """Path in the vault."""
    listing: str = ""
    """Name of a list that is made of other notes."""
    way: tuple[Note, ...] = ()
    """The notes of a way through the vault, in the order of reading."""
    snippet: Snippet | None = None
    cell: Cell | None = None
    figure: Figure | None = None
    table: Table | None = None
    value: Value | None = None


def find_target(project: Project, reference: Reference, note: Note) -> Target | Problem:
    """Say what a reference leads to, or what is wrong with it."""
    if reference.kind == "snippet":
        return _find_in_snippet(project, reference, note)
    if reference.kind == "list":
        return _find_listing(project, reference, note)
    if reference.kind == "image":
        return _find_image(project, reference, note)
    return _find_note(project, reference, note)


def _find_listing(project: Project, reference: Reference, note: Note) -> Target | Problem:
    if reference.target.startswith("path:"):
        return _find_way(project, reference, note)
    name = reference.target.removeprefix("list:").strip()
    if name not in LISTINGS:
        hint = suggest(name, LISTINGS, "one of " + ", ".join(LISTINGS))
        return Problem(note.path, reference.line, "unknown list", name, hint)
    return _standing_alone(Target(listing=name), reference, note)


def _find_way(project: Project, reference: Reference, note: Note) -> Target | Problem:
    def wrong(problem: str, value: str, hint: str) -> Problem:
        return Problem(note.path, reference.line, problem, value, hint)

    written = reference.target.removeprefix("path:").strip()
    names = [name.strip() for name in re.split("→|->", written)]
    if len(names) > 2 or not names[-1]:
        return wrong("broken path", written, "write `path:relu→resnet`, or `path:→resnet`")
    ends: list[Note | None] = [None] * (2 - len(names))
    for name in names:
        found = project.index.find_notes(name)
        if name and len(found) != 1:
            return wrong("unknown note", name, project.index.suggest(name))
        ends.append(found[0] if name else None)
    start, goal = ends
    assert goal is not None
    way = read_in_order(project, start, goal)
    if not way:
        before = ", ".join(n.slug for n in project.before.get(goal.src_uri, [])) or "nothing"
        return wrong("no way", written, f"{goal.slug} requires {before}")
    return _standing_alone(Target(way=tuple(way)), reference, note)


def _find_note(project: Project, reference: Reference, note: Note) -> Target | Problem:
    def wrong(problem: str, value: str, hint: str) -> Problem:
        return Problem(note.path, reference.line, problem, value, hint)

    if not reference.target:
        if not reference.anchor:
            return wrong("empty reference", str(reference), "name a note")
        return _find_heading(note, reference, note)
    if not is_inside(reference.target):
        return wrong("reference outside the vault", reference.target, "name a note by its slug")
    if reference.embed:
        hint = "sections of notes cannot be embedded yet; link to it without `!`"
        return wrong("embed of a note", reference.target, hint)
    found = project.index.find_notes(reference.target)
    if len(found) > 1:
        names = ", ".join(n.slug for n in found)
        return wrong("ambiguous reference", reference.target, f"write one of: {names}")
    if found:
        if found[0] is note and not reference.anchor:
            hint = "say it without a link, or name a heading behind `#`"
            return wrong("a note links to itself", reference.target, hint)
        return _find_heading(found[0], reference, note)
    if planned := project.index.find_planned(reference.target):
        return Target(planned=planned[1])
    return wrong("unknown note", reference.target, project.index.suggest(reference.target))


def _find_heading(target: Note, reference: Reference, note: Note) -> Target | Problem:
    if not reference.anchor:
        return Target(note=target)
    wanted = heading_slug(reference.anchor)
    for heading in target.headings:
        if wanted in (heading_slug(heading.text), heading.anchor):
            return Target(note=target, heading=heading)
    place = f"{target.slug}#{reference.anchor}"
    known = [heading.text for heading in target.headings]
    hint = suggest(reference.anchor, known, "it has: " + ", ".join(known))
    return Problem(note.path, reference.line, "unknown heading", place, hint)


def _find_image(project: Project, reference: Reference, note: Note) -> Target | Problem:
    def wrong(problem: str, hint: str) -> Problem:
        return Problem(note.path, reference.line, problem, reference.target, hint)

    if not is_inside(reference.target):
        return wrong("image outside the vault", "move it into the vault")
    vault = project.root / project.settings.vault
    beside = posixpath.join(posixpath.dirname(note.src_uri), reference.target)
    for path in (beside, reference.target):
        if (vault / path).is_file():
            if not reference.label:
                return wrong("image without alt text", "say what it shows behind `|`")
            return Target(image=path)
    return wrong("unknown image", "give its path in the vault")


def _find_in_snippet(project: Project, reference: Reference, note: Note) -> Target | Problem:
    def wrong(problem: str, value: str, hint: str) -> Problem:
        return Problem(note.path, reference.line, problem, value, hint)

    if not is_inside(reference.target):
        hint = f"name a file under {project.settings.snippets}/"
        return wrong("reference outside the project", reference.target, hint)
    found = project.find_snippets(reference.target)
    if len(found) > 1:
        paths = ", ".join(s.path for s in found)
        return wrong("ambiguous snippet", reference.target, f"write one of: {paths}")
    if not found:
        known = [s.name for s in project.snippets.values()]
        hint = suggest(reference.target, known, "write it with `maedeup new snippet`")
        return wrong("unknown snippet", reference.target, hint)
    snippet = found[0]
    if not reference.anchor:
        if reference.label is not None and reference.label not in PARTS and reference.embed:
            return wrong("unknown part", reference.label, "one of " + ", ".join(PARTS))
        return _standing_alone(Target(snippet=snippet), reference, note)
    return _find_part(project, snippet, reference, note)


def _find_part(
    project: Project, snippet: Snippet, reference: Reference, note: Note
) -> Target | Problem:
    name, place = reference.anchor, f"{snippet.name}#{reference.anchor}"

    def wrong(problem: str, value: str, hint: str) -> Problem:
        return Problem(note.path, reference.line, problem, value, hint)

    cell, result = snippet.find_cell(name), project.result(snippet)
    values = result.products.values if result else {}
    is_part = reference.label is None or reference.label in PARTS
    if cell and reference.embed and name in values and not (reference.alone and is_part):
        cell = None  # a cell and a variable of one name: only a value fits here
    if cell:
        if reference.embed and not is_part:
            return wrong("unknown part", str(reference.label), "one of " + ", ".join(PARTS))
        return _standing_alone(Target(snippet=snippet, cell=cell), reference, note)
    if result is None or result.products.failed:
        # The run's own problem is reported once; what it would have made is not guessed at.
        return Target(snippet=snippet)
    products = result.products
    figure = products.figures().get(name)
    if figure is not None:
        return _standing_alone(Target(snippet=snippet, figure=figure), reference, note)
    if (table := products.tables.get(name)) is not None:
        return _standing_alone(Target(snippet=snippet, table=table), reference, note)
    if (value := products.values.get(name)) is not None:
        try:
            value.format((reference.label or "") if reference.embed else "")
        except ValueError as error:
            hint = "a format is Python's, such as `.3f`, `,` or `.1%`"
            return wrong(f"{place} does not take this format ({error})", str(reference.label), hint)
        return Target(snippet=snippet, value=value)
    if products.error is not None and products.error.type == runner.NO_GPU:
        return Target(snippet=snippet)
    known = [c.name for c in snippet.code_cells if c.name]
    known += [*products.figures(), *products.tables, *products.values]
    return wrong(
        "unknown cell, figure or value",
        place,
        suggest(name, known, "one of " + ", ".join(known[:12])),
    )


def _standing_alone(target: Target, reference: Reference, note: Note) -> Target | Problem:
    if reference.embed and not reference.alone:
        hint = "put it on a line alone; only values stand inside a sentence"
        return Problem(note.path, reference.line, "embed inside a line", str(reference), hint)
    return target
