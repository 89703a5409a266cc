"""`![[list:cards]]`: the notes that have cards, and a review of those for who has a script.

Of each note the cards are a small page of their own, which is read without a script, too. With
one, cards of the notes that the reader has read, or of a path, are fetched and come one at a time,
after 1, 3 and 7 days; what was known stays in the browser.
"""

from __future__ import annotations

import json
from collections import Counter
from html import escape

from maedeup.page.converter import Writer

SCRIPT = "assets/cards.js"
"""Address of the script of the review; no other page loads it."""

FOLDER = "assets/cards"


def card_file(address: str) -> str:
    """Return where the site has the cards of the note with an address."""
    return f"{FOLDER}/{address.removesuffix('.html').strip('/') or 'index'}.html"


def cards(writer: Writer) -> list[str]:
    """Return the notes that have cards, by path, and where the review goes."""
    ask, strings = writer.ask, writer.ask.strings
    found = ask.cards()
    left = {card.note.src_uri: card.note for card in found}
    counts = Counter(card.note.src_uri for card in found)
    ways = [
        [way.map.title, *(ask.address(note.src_uri) for note in way.notes)]
        for way in ask.all_ways()
    ]
    html = (
        f'<div class="mp-cards" role="group" aria-label="{strings.cards}" data-search-exclude '
        f'data-words="{_json(_spoken(writer))}" data-ways="{_json(ways)}">'
    )
    groups = [(way.map.title, [note.src_uri for note in way.notes]) for way in ask.all_ways()]
    for title, uris in [*groups, (strings.cards_other, list(left))]:
        items = ""
        for note in (left.pop(uri) for uri in uris if uri in left):
            at = ask.address(note.src_uri)
            number = strings.cards_count(counts[note.src_uri])
            items += (
                f'<li><a href="{writer.painter.url(card_file(at))}" data-at="{escape(at)}">'
                f"{escape(note.title)}</a> {number}</li>"
            )
        if items:
            html += f'<h2 class="mp-cards-of">{escape(title)}</h2><ul>{items}</ul>'
    script = f'<script src="{writer.painter.url(SCRIPT)}" defer></script></div>'
    return ["", writer.stash(html + script), ""]


def _spoken(writer: Writer) -> dict[str, str]:
    strings = writer.ask.strings
    return {
        name: getattr(strings, f"cards_{name}")
        for name in (
            "of", "read", "all", "start", "stop", "left", "again", "known", "none", "done", "wait",
            "failed",
        )
    }  # fmt: skip


def _json(thing: object) -> str:
    return escape(json.dumps(thing, ensure_ascii=False, separators=(",", ":")))
