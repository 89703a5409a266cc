"""Changes that the tool makes to notes, when a person asks for them; a build makes none."""

from __future__ import annotations

from maedeup.edit.edits import Edit, write_edits
from maedeup.edit.places import edit, references
from maedeup.vault.web import Web


def rewrite_to_slugs(web: Web) -> dict[str, int]:
    """Rewrite `[[Title]]` and `[[Alias]]` to `[[slug]]`, the form that Obsidian resolves too.

    What a reader sees stays: without a label a link shows the target's title either way.
    Return how many references changed in each file.
    """
    edits: list[Edit] = []
    for note, reference in references(web, "note"):
        if note.path.endswith(".ipynb") or not reference.target or reference.embed:
            continue
        found = web.index.find_notes(reference.target, note.src_uri)
        planned = web.index.find_planned(reference.target)
        slug = found[0].slug if len(found) == 1 else planned[0] if planned else None
        if slug is not None and len(web.index.by_slug.get(slug, [])) > 1:
            continue  # only its path tells it from the other
        if slug is not None and slug != reference.target:
            edits += edit(web, note, reference, "target", slug)
    return write_edits(web.vault.root, edits)
