"""Text of a note for places that are no page of the host: notebooks and other Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable

from maedeup.notes.blocks import strip_marks
from maedeup.notes.grammar import find_references, plain_text
from maedeup.notes.note import Note
from maedeup.page import html
from maedeup.page.page import PageWriter
from maedeup.page.questions import Problem, Questions, Target, leads
from maedeup.page.references import with_citations
from maedeup.text.particles import PARTICLE_PAIR, choose_particle

Link = Callable[[Target], str]


class Inline:
    """Stands in for a Markdown object where the text itself gets the HTML, as in a notebook."""

    @property
    def htmlStash(self) -> Inline:  # noqa: N802  # Python-Markdown's name
        """The stash, which is this object too."""
        return self

    def store(self, content: str) -> str:
        """Keep nothing back. LaTeX would be read as Markdown there, so it goes."""
        content = re.sub(r"<annotation.*?</annotation>", "", content, flags=re.DOTALL)
        return re.sub(r"\s*\n\s*", " ", content)

    def mark(self, anchor: str, level: int = 0, label: str = "") -> str:
        """Leave headings as they are."""
        return ""

    def mark_block(self, anchor: str) -> str:
        """Leave blocks as they are."""
        return ""


def expand_inline(ask: Questions, note: Note, page: str, text: str) -> str:
    """Return a part of a note's text with its references and formulas as HTML in the text itself.

    Args:
        ask: answers about the vault.
        note: where the text comes from.
        page: address of the page that will show it.
        text: Markdown.
    """
    writer = PageWriter(Inline(), ask, note, Inline())
    writer.painter = html.Painter(page, ask.strings)
    writer.expands = False
    return writer.rewrite(text, 1)


def plain_prose(ask: Questions, note: Note, link: Link, text: str) -> str:
    """Return a part of a note's text as Markdown that any reader of Markdown shows.

    Args:
        ask: answers about the vault.
        note: where the text comes from.
        link: gives the address of what a reference leads to; '' makes it its text alone.
        text: Markdown with references.
    """
    out, position = [], 0
    text = with_citations(ask, strip_marks(text))
    for reference in note.references if text == note.body else find_references(text):
        target = ask.target(reference, note)
        shown = ask.shown(reference, target, note, note)
        out.append(text[position : reference.start])
        position = reference.end
        address = "" if isinstance(target, Problem) else link(target)
        image = "!" if isinstance(target, leads.ShownImage) else ""
        out.append(f"{image}[{shown}]({address})" if address else shown)
        if pair := PARTICLE_PAIR.match(text, position):
            out.append(choose_particle(plain_text(shown), pair[0]))
            position = pair.end()
    return "".join([*out, text[position:]])


def site_claim(ask: Questions, note: Note) -> str:
    """Return `plain_claim` for what is no page: worked out once, however many ask for it."""
    known = ask.web.targets.claims
    if note.src_uri not in known:
        known[note.src_uri] = plain_claim(ask, note)
    return known[note.src_uri]


def plain_claim(ask: Questions, note: Note) -> str:
    """Return a note's claim as plain text, its values as they stand on its page."""
    return plain_text(plain_prose(ask, note, lambda target: "", note.claim))
