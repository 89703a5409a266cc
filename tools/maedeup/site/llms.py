"""`llms.txt`: what the site is and where its notes are, as https://llmstxt.org asks for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from maedeup.notes.note import Note
from maedeup.page.plain import site_claim
from maedeup.page.questions import Questions
from maedeup.text.strings import Strings
from maedeup.vault.web import Web

REST = "Optional"
"""The convention's own word for what may be left out."""


def llms_text(web: Web, pages: Collection[str], name: str, description: str, site: str) -> str:
    """Return the text of `llms.txt`.

    Args:
        web: all, joined.
        pages: `src_uri` of each page that has a twin.
        name: of the site.
        description: of the site, one sentence; may be empty.
        site: address of the published site; without one addresses are relative to its root.
    """
    strings = web.vault.settings.strings
    groups: dict[str, list[Note]] = defaultdict(list)
    for note in sorted(web.vault.notes.values(), key=lambda note: note.title):
        if note.src_uri in pages:
            groups[_group(note, strings)].append(note)
    out = [f"# {name}"]
    if description:
        out.append(f"> {description}")
    out.append(strings.llms_about)
    first, *last = strings.maps, strings.labs, REST
    tags = sorted(group for group in groups if group not in (first, *last))
    for group in (first, *tags, *last):
        rows = [_row(web, note, site) for note in groups.get(group, [])]
        gallery = f"{web.vault.settings.snippets}/index.md"
        if group == REST and gallery in pages:
            row = f"- [{strings.snippets}]({_address(site, gallery)}): {strings.all_code}"
            rows.append(row)
        if rows:
            out.append("\n".join([f"## {group}", "", *rows]))
    return "\n\n".join(out) + "\n"


def _group(note: Note, strings: Strings) -> str:
    if note.kind in ("map", "lab", "guide"):
        return {"map": strings.maps, "lab": strings.labs, "guide": REST}[note.kind]
    if "/" not in note.src_uri:
        return strings.maps
    return note.tags[0] if note.tags else strings.other_notes


def _row(web: Web, note: Note, site: str) -> str:
    claim = " ".join(site_claim(Questions(web), note).split())
    row = f"- [{note.title}]({_address(site, note.src_uri)})"
    return f"{row}: {claim}" if claim else row


def _address(site: str, uri: str) -> str:
    return f"{site}/{uri}" if site else uri
