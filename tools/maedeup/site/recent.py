"""The notes that were changed last: a page of the site, and a feed."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import datetime
from html import escape
from itertools import groupby

from maedeup.notes.note import Note
from maedeup.page.plain import site_claim
from maedeup.page.questions import Questions
from maedeup.vault.history import History
from maedeup.vault.web import Web

CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
FEED = "feed.xml"
HEAD = """\
---
title: {title}
search:
  exclude: true
---

"""


def newest(web: Web, history: History, limit: int) -> list[tuple[datetime, Note]]:
    """Return the notes that were changed last, newest first; guides and the home page are none."""
    homes = ("index.md", "README.md")
    dated = [
        (history.dates[note.path], note)
        for uri, note in web.vault.notes.items()
        if note.path in history.dates and note.is_knowledge and uri not in homes
    ]
    return sorted(dated, key=lambda pair: (-pair[0].timestamp(), pair[1].src_uri))[:limit]


def recent_page(web: Web, history: History, limit: int, has_feed: bool = True) -> str:
    """Return the page of what was changed last, as Markdown."""
    strings = web.vault.settings.strings
    head = HEAD.format(title=strings.recent)
    if history.unknown:
        return f"{head}{strings.recent_unknown}\n"
    rows = [strings.recent_about]
    for day, pairs in groupby(newest(web, history, limit), lambda p: p[0].date()):
        rows.append(f"## {strings.day(day)}")
        rows.append("\n".join(_row(web, note) for _, note in pairs))
    told = [strings.recent_feed(FEED)] if has_feed else []
    return head + "\n\n".join([*rows, *told]) + "\n"


def _row(web: Web, note: Note) -> str:
    claim = escape(site_claim(Questions(web), note)).replace("[", "&#91;").replace("_", "&#95;")
    return f"- [[{note.src_uri}]]" + (f": {claim}" if claim else "")


def feed(web: Web, history: History, limit: int, name: str, site: str) -> str:
    """Return the notes that were changed last as an Atom feed.

    Args:
        web: all, joined.
        history: dates.
        limit: how many notes.
        name: of the site.
        site: its address; without one, addresses are relative to the feed.
    """
    entries = newest(web, history, limit)
    language = web.vault.settings.strings.language
    base = site.rstrip("/") + "/" if site else ""
    updated = entries[0][0] if entries else datetime.fromtimestamp(0).astimezone()
    return "\n".join([
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language}">',
        f"<title>{_xml(name)}</title>",
        f"<id>{_urn(name)}</id>",
        f"<updated>{updated.isoformat()}</updated>",
        f"<author><name>{_xml(name)}</name></author>",
        f'<link rel="self" href="{_xml(base + FEED)}"/>',
        f'<link rel="alternate" type="text/html" href="{_xml(base or "./")}"/>',
        *(row for when, note in entries for row in _entry(web, note, when, name, base)),
        "</feed>",
        "",
    ])  # fmt: skip


def _entry(web: Web, note: Note, when: datetime, name: str, base: str) -> Iterator[str]:
    url = base + web.vault.address(note.src_uri)
    yield "<entry>"
    yield f"<title>{_xml(note.title)}</title>"
    yield f"<id>{_urn(f'{name}/{note.src_uri}')}</id>"
    yield f"<updated>{when.isoformat()}</updated>"
    yield f'<link rel="alternate" type="text/html" href="{_xml(url)}"/>'
    yield f'<summary type="text">{_xml(site_claim(Questions(web), note))}</summary>'
    yield "</entry>"


def _xml(text: str) -> str:
    """Return a text as XML may hold it, which knows no control characters."""
    return escape(CONTROLS.sub("", text))


def _urn(name: str) -> str:
    """Return an id that stays the same wherever the site is published."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}"
