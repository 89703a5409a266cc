"""Cards as HTML: of each note a small page of its own, which the review fetches."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from html import escape

from maedeup.notes.grammar import Formula, find_formulas
from maedeup.notes.note import Note
from maedeup.page.cards import card_file
from maedeup.page.questions import Card, Questions
from maedeup.page.rich import commonmark
from maedeup.site.prose import lab_prose, rebased
from maedeup.site.takeaway import page_link
from maedeup.text.math import MathError, to_mathml
from maedeup.vault.cards import find_cards
from maedeup.vault.web import Web

HIDDEN = "\ue000"
"""Stands for a hidden value in Markdown; a character of nobody's."""

STYLE = (
    ":root{color-scheme:light dark;font:1.05rem/1.7 sans-serif;word-break:keep-all}"
    "body{max-width:42rem;margin:0 auto;padding:1rem;overflow-wrap:anywhere}h1{font-size:1.3rem}"
    ".mp-card{margin:1rem 0;padding:.2rem 1rem .6rem;border:1px solid}"
    "summary{min-height:1.6rem;cursor:pointer}pre,math{overflow-x:auto}"
)


def has_cards(web: Web) -> bool:
    """Say whether a page of the site lists the cards."""
    notes = web.vault.notes.values()
    return any(r.kind == "list" and r.target == "list:cards" for n in notes for r in n.references)


def card_page(web: Web, src_uri: str) -> str:
    """Return the cards of a note as a page that is read without a script, too."""
    note, strings = web.vault.notes[src_uri], web.vault.settings.strings
    address = web.vault.address(src_uri)
    up = "../" * card_file(address).count("/")
    html = partial(card_html, web, note, base=up, formula=_formula)
    blank = f'<b class="mp-blank" role="img" aria-label="{strings.card_blank}">?</b>'
    cards = []
    for card in find_cards(note, web.targets, strings):
        asked, told = card_sides(card, blank, html)
        cards.append(
            f'<div class="mp-card" data-card="{escape(card.id)}">{asked}<details class="card">'
            f"<summary>{strings.see_answer}</summary>\n{told}</details></div>"
        )
    title, link = escape(note.title), escape(up + address)
    return (
        f'<!doctype html><html lang="{strings.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<meta name="robots" content="noindex"><title>{title}: {strings.cards}</title>'
        f"<style>{STYLE}</style></head><body><main>"
        f'<h1><a href="{link}">{title}</a>: {strings.cards}</h1>\n'
        + "\n".join(cards)
        + "</main></body></html>\n"
    )


def card_sides(card: Card, blank: str, html: Callable[[str], str]) -> tuple[str, str]:
    """Return question and answer of a card, with `blank` where the value that is asked stood."""
    question = card.question
    for one in reversed(card.hidden):
        question = question[: one.start] + HIDDEN + question[one.end :]
    told = html(card.answer)
    if card.hidden:  # a value alone says little
        value = told.removeprefix("<p>").removesuffix("</p>")
        told = f"{told.replace(value, f'<strong>{value}</strong>')}\n{html(card.question)}"
    return html(question).replace(HIDDEN, blank), told


def card_html(web: Web, note: Note, text: str, base: str, formula: Callable[[Formula], str]) -> str:
    """Return Markdown of a note as HTML for a place outside of its page.

    Args:
        web: where references lead.
        note: where the text comes from.
        text: Markdown.
        base: the site as that place names it, with a slash at its end, or ''.
        formula: writes one.
    """
    text = lab_prose(web, note, partial(page_link, web, base.rstrip("/")), text)
    text = rebased(Questions(web), note, base, text) if base else text
    formulas = find_formulas(text)
    for number, one in reversed(list(enumerate(formulas))):
        text = f"{text[: one.start]}\ue001{number}\ue002{text[one.end :]}"
    html = commonmark(text).strip()
    return re.sub(r"\ue001(\d+)\ue002", lambda m: formula(formulas[int(m[1])]), html)


def _formula(formula: Formula) -> str:
    try:
        return to_mathml(formula.latex, formula.display)
    except MathError:  # which is told at its note
        return f"<code>{escape(formula.latex)}</code>"
