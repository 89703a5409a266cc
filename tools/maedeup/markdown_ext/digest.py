"""The one small index of all notes that the theme's scripts read: no page is fetched for a link."""

from __future__ import annotations

import json

from maedeup.markdown_ext.inline import plain_prose
from maedeup.note import plain_text
from maedeup.paths import page_url
from maedeup.project import Project

DIGEST = "assets/notes.json"


def make_digest(project: Project) -> str:
    """Give, by address, each note's title (`t`), claim (`c`) and what it requires (`r`)."""
    urls = project.settings.use_directory_urls
    table = {}
    for src_uri, note in sorted(project.notes.items()):
        entry: dict[str, object] = {"t": note.title}
        if claim := plain_text(plain_prose(project, note, "", note.claim)):
            entry["c"] = claim
        if before := project.before.get(src_uri, []):
            entry["r"] = [page_url(required.src_uri, urls) for required in before]
        table[page_url(src_uri, urls)] = entry
    return json.dumps(table, ensure_ascii=False, separators=(",", ":"))
