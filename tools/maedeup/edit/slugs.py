"""Changes that the tool makes to notes, when a person asks for them; a build makes none."""

from __future__ import annotations

from collections.abc import Iterator

from maedeup.runs.store import write_whole
from maedeup.text.paths import SourcePath, read_source
from maedeup.vault.web import Web


def rewrite_to_slugs(web: Web) -> Iterator[tuple[SourcePath, int]]:
    """Rewrite `[[제목]]` and `[[별칭]]` to `[[slug]]`, the form that Obsidian resolves too.

    What a reader sees stays: without a label a link shows the target's title either way.
    """
    for note in web.vault.notes.values():
        if note.kind == "lab":
            continue
        body, count = note.body, 0
        for reference in reversed(note.references):
            if reference.kind != "note" or not reference.target or reference.embed:
                continue
            found = web.index.find_notes(reference.target, note.src_uri)
            planned = web.index.find_planned(reference.target)
            slug = found[0].slug if len(found) == 1 else planned[0] if planned else None
            if slug is not None and len(web.index.by_slug.get(slug, [])) > 1:
                continue  # only its path tells it from the other
            if slug is not None and slug != reference.target:
                old = body[reference.start : reference.end]
                new = old.replace(reference.target, slug, 1)
                body = body[: reference.start] + new + body[reference.end :]
                count += 1
        if count:
            file = web.vault.root / note.path
            text = read_source(file, note.path)
            write_whole(file, (text[: len(text) - len(note.body)] + body).encode())
            yield note.path, count
