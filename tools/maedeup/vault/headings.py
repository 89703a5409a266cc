"""The heading of a note that a reference names."""

from __future__ import annotations

from maedeup.notes.grammar import phrase
from maedeup.notes.note import Note
from maedeup.notes.outline import Heading, heading_slug


def find_heading(note: Note, anchor: str) -> Heading | None:
    """Find a heading by its text, its slug, or its path from one above: `above#below`."""
    parts = [heading_slug(part) for part in anchor.split("#") if part.strip()]
    if not parts:
        return None
    whole: tuple[list[str], str] = (
        [],
        heading_slug(phrase(anchor)),
    )  # of `C# and two` the `#` is a letter
    for fits in (_is_under, _is_behind):
        for above, last in (whole, (parts[:-1], parts[-1])):
            for simplify in (str, _bare):
                for heading in note.headings:
                    names = (simplify(heading_slug(heading.text)), simplify(heading.anchor))
                    if simplify(last) in names and fits(note, heading, above):
                        return heading
    return None


def _bare(slug: str) -> str:
    return slug.replace("-", "")


def _is_behind(note: Note, heading: Heading, above: list[str]) -> bool:
    """Say whether headings called `above` come before this one in turn, on whatever level."""
    before = iter([h for h in note.headings if h.start < heading.start])
    return all(any(name in (heading_slug(h.text), h.anchor) for h in before) for name in above)


def _is_under(note: Note, heading: Heading, above: list[str]) -> bool:
    """Say whether headings called `above` stand over this one, outermost first."""
    level, names = heading.level, list(above)
    for other in reversed([h for h in note.headings if h.start < heading.start]):
        if names and other.level < level:
            level = other.level
            if names[-1] in (heading_slug(other.text), other.anchor):
                names.pop()
    return not names
