"""`![[list:cards]]`: questions with folded answers, which a script makes a review of.

Without a script it is the list. With one, cards of the notes that the reader has read, or of a
path, come one at a time, after 1, 3 and 7 days; what was known stays in the browser.
"""

from __future__ import annotations

import json
from html import escape
from itertools import groupby

from maedeup.page.converter import Mark, Writer
from maedeup.page.questions import Card

SCRIPT = "assets/cards.js"
"""Address of the script of the review; no other page loads it."""


def cards(writer: Writer) -> list[str]:
    """Return the cards of the vault as Markdown, by note, and where the review goes."""
    ask = writer.ask
    ways = [
        [way.map.title, *(ask.address(note.src_uri) for note in way.notes)]
        for way in ask.all_ways()
    ]
    opening = (
        f'<div class="mp-cards" role="group" aria-label="{ask.strings.cards}" data-search-exclude '
        f'data-words="{_json(_spoken(writer))}" data-ways="{_json(ways)}">'
    )
    rows = ["", writer.stash(opening), ""]
    for _, group in groupby(ask.cards(), key=lambda card: card.note.src_uri):
        for number, card in enumerate(group):
            if number == 0:
                link = f'<a href="{writer.href(card.note)}">{escape(card.note.title)}</a>'
                rows += [writer.stash(f'<p class="mp-cards-of">{link}</p>'), ""]
            rows += _card(writer, card)
    script = f'<script src="{writer.painter.url(SCRIPT)}" defer></script></div>'
    return [*rows, writer.stash(script), ""]


def _card(writer: Writer, card: Card) -> list[str]:
    strings, note = writer.ask.strings, card.note
    blank = f'<b class="mp-blank" role="img" aria-label="{strings.card_blank}">?</b>'
    marks = [Mark(one.start, one.end, blank) for one in card.hidden]
    answer = [writer.rewrite(card.answer, 0, note)]
    if card.hidden:  # a value alone says little
        answer = [f"**{answer[0]}**", "", writer.rewrite(card.question, 0, note)]
    at = escape(writer.ask.address(note.src_uri))
    return [
        writer.stash(f'<div class="mp-card" data-card="{escape(card.id)}" data-at="{at}">'), "",
        writer.rewrite(card.question, 0, note, marks), "",
        f'??? card "{strings.see_answer}"',
        *(f"    {row}" for part in answer for row in part.split("\n")), "",
        writer.stash("</div>"), "",
    ]  # fmt: skip


def _spoken(writer: Writer) -> dict[str, str]:
    strings = writer.ask.strings
    return {
        name: getattr(strings, f"cards_{name}")
        for name in (
            "of", "read", "all", "start", "stop", "left", "again", "known", "none", "done",
        )
    }  # fmt: skip


def _json(thing: object) -> str:
    return escape(json.dumps(thing, ensure_ascii=False, separators=(",", ":")))
