"""Checks of how notes are written and linked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from maedeup.check.grades import Grades
from maedeup.check.misfits import find_misfits
from maedeup.check.objects import find_troubles
from maedeup.check.spelling import find_avoided
from maedeup.notes.folds import without_folds
from maedeup.notes.grammar import plain_text
from maedeup.notes.links import linked_pages, plain_links
from maedeup.notes.note import SENTENCE_END, Note
from maedeup.notes.opaque import find_opaque
from maedeup.text.errors import Problem, suggest
from maedeup.text.particles import TOPIC
from maedeup.vault.web import Web

HOMES = ("index.md", "README.md")
NO_CLAIM = ("guide", "map", "lab")
"""Kinds that state no claim of their own, and may be as long as they must."""

PARTICLES = ("wrong-particle", "typed-particle")
"""Checks that look at the same."""

BOLD = re.compile(r"(?<![*\\])\*\*(?![\s*])(?P<term>[^*\n]+?)(?<!\s)\*\*(?!\*)")
DEFINED = re.compile(BOLD.pattern + r"(?:\([^()\n]*\))?" + TOPIC)
"""A bold term that is the topic of its sentence."""


def find_graded(web: Web, grades: Grades) -> Iterator[Problem]:
    """Find what the checks of writing find; those that are off are not even asked."""
    checks: dict[str, Callable[[], Iterator[Problem]]] = {
        "orphan": lambda: find_orphans(web),
        "alias-clash": lambda: web.index.clashes(),
        "dead-end": lambda: find_dead_ends(web),
        "no-claim": lambda: find_without_claim(web),
        "two-claims": lambda: find_two_claims(web),
        "too-long": lambda: find_long(web, grades.max_words),
        "single-tag": lambda: find_single_tags(web),
        "spelling": lambda: find_avoided(web),
        "rich-without-form": lambda: find_troubles(web, "rich-without-form"),
        "rich-unreadable": lambda: find_troubles(web, "rich-unreadable"),
        "rich-fetches": lambda: find_troubles(web, "rich-fetches"),
        "rich-spoilt": lambda: find_troubles(web, "rich-spoilt"),
    }
    for name, check in checks.items():
        if grades.of(name) != "off":
            yield from check()
    particles = [code for code in PARTICLES if grades.of(code) != "off"]
    if particles:
        yield from find_misfits(web, particles)


def find_orphans(web: Web) -> Iterator[Problem]:
    """Find notes that no other note leads to, nor the site's navigation."""
    linked = {to for notes in _plain_targets(web).values() for to in notes}
    linked |= web.vault.pages.listed if web.vault.pages is not None else frozenset()
    in_navigation = web.vault.settings.in_navigation
    for note in _but(web, "guide"):
        known = web.backlinks.get(note.src_uri) or note.src_uri in linked
        if not known and not in_navigation(note.src_uri):
            yield Problem(
                "orphan", note.path, 1, "orphan note", note.title, "link to it from a map"
            )


def find_dead_ends(web: Web) -> Iterator[Problem]:
    """Find notes whose text leads to no other note."""
    leading = {id(link.source) for links in web.backlinks.values() for link in links}
    plain = _plain_targets(web)
    for note in _but(web, "guide"):
        if id(note) not in leading and not plain.get(note.src_uri) and _is_read(note):
            hint = "say in a sentence what it has to do with another note, and link to that"
            yield Problem("dead-end", note.path, note.body_line, "dead end", note.title, hint)


def _plain_targets(web: Web) -> dict[str, set[str]]:
    """Return the other notes that each note leads to by an ordinary Markdown link, by `src_uri`."""
    return {
        note.src_uri: {
            to for _, path in plain_links(note) if (to := web.vault.meant(path)) in web.vault.notes
        }
        | linked_pages(note, web.vault.notes) - {note.src_uri}
        for note in web.vault.notes.values()
    }


def find_without_claim(web: Web) -> Iterator[Problem]:
    """Find notes whose first paragraph has no bold term."""
    for note in _but(web, *NO_CLAIM):
        if not BOLD.search(note.opening) and _is_read(note):
            hint = "begin with what it claims, its term in bold: `**ReLU** …`"
            first = plain_text(note.claim)[:40] or note.title
            yield Problem("no-claim", note.path, _line_of_opening(note), "no claim", first, hint)


def find_two_claims(web: Web) -> Iterator[Problem]:
    """Find notes whose first paragraph defines terms in two sentences, not all in the title.

    One sentence may set two terms against each other, and a note on how two things differ names
    both in its title.
    """
    for note in _but(web, *NO_CLAIM):
        defined = [DEFINED.search(part) for part in SENTENCE_END.split(note.opening)]
        terms = list(dict.fromkeys(match["term"] for match in defined if match))
        named = _bare(note.title)
        if len(terms) > 1 and any(_bare(term) not in named for term in terms):
            hint = "give each a note of its own, or put one of them in plain letters"
            line = _line_of_opening(note)
            yield Problem("two-claims", note.path, line, "two claims", ", ".join(terms), hint)


def find_long(web: Web, max_words: int) -> Iterator[Problem]:
    """Find notes whose prose is longer than the limit."""
    for note in _but(web, *NO_CLAIM):
        text = without_folds(note.body)
        if text.count(" ") + text.count("\n") < max_words:
            continue
        position, n_words = 0, 0
        for one in find_opaque(text):
            n_words += len(text[position : one.start].split())
            position = max(position, one.end)
        n_words += len(text[position:].split())
        if n_words > max_words:
            value = f"{n_words} words, {max_words} at most"
            yield Problem(
                "too-long", note.path, note.body_line, "too long", value, "divide it in two notes"
            )


def find_single_tags(web: Web) -> Iterator[Problem]:
    """Find tags that only one note has."""
    counts = Counter(tag for note in web.vault.notes.values() for tag in set(note.tags))
    for note in web.vault.notes.values():
        for tag in note.tags:
            if counts[tag] == 1:
                others = [name for name, count in counts.items() if count > 1]
                hint = suggest(tag, others, "use a tag that other notes have, or none")
                yield Problem("single-tag", note.path, 1, "tag used once", tag, hint)


def _but(web: Web, *kinds: str) -> Iterator[Note]:
    """Yield the notes that are not of these kinds, nor the home page."""
    for src_uri, note in web.vault.notes.items():
        if src_uri not in HOMES and note.kind not in kinds:
            yield note


def _is_read(note: Note) -> bool:
    """Say whether there is anything of a note: one that cannot be read is told as such, once."""
    return bool(note.body.strip() or note.meta)


def _line_of_opening(note: Note) -> int:
    first = note.opening.split("\n")[0]
    offset = note.body.find(first) if first else 0
    return note.body_line + note.body.count("\n", 0, max(offset, 0))


def _bare(text: str) -> str:
    return re.sub(r"[\s-]+", "", text).casefold()
