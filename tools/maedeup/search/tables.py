"""What is known of Korean queries without a dictionary, and the weights of the ranking.

Sent to the worker inside the index.
"""

from __future__ import annotations

from typing import Any

from maedeup.text.queries import ENDINGS, STOP_WORDS
from maedeup.text.strings import Strings

FIELDS = ("title", "alias", "heading", "claim", "body", "code", "tag", "output")

RANKING: dict[str, Any] = {
    # BM25F (Robertson & Zaragoza, 2009): weight and length normalisation of each of FIELDS.
    "weight": [7.0, 6.0, 2.5, 2.0, 1.0, 1.6, 2.0, 0.8],
    "b": [0.3, 0.3, 0.4, 0.3, 0.6, 0.4, 0.3, 0.6],
    "k1": 2.0,
    # A name that equals the query, or a part of it, counts this much more than any running text.
    "name": 30.0,
    "kind": {"map": 0.5, "guide": 0.45, "home": 0.4, "lab": 0.85},
    # What a match is worth that is not literal.
    "initials": 0.85,
    "layout": 0.9,
    "typo": 0.75,
    "synonym": 0.8,
    "sound": 0.8,
    "part": 0.5,
    "typing": 0.6,
    "stop": 0.12,
    "filler": 0.35,
    "topic": 0.6,
    "links": 0.01,
    # Of names, by what they are.
    "title": 1.0,
    "title_part": 0.9,
    "alias": 0.95,
    "snippet": 0.7,
    "heading": 0.55,
    "word": 0.4,
}


def marks(strings: Strings) -> dict[str, str]:
    """Return what a page is marked as in the list of results, by its kind."""
    return {
        "lab": strings.mark_lab,
        "map": strings.mark_map,
        "guide": strings.mark_guide,
        "snippet": strings.mark_code,
    }


def _reasons(strings: Strings) -> dict[str, str]:
    """Return why a page was found, in words, where the query does not say so itself."""
    return {
        "alias": strings.by_alias,
        "initials": strings.by_initials,
        "layout": strings.by_layout,
        "typo": strings.by_typo,
        "synonym": strings.by_synonym,
        "sound": strings.by_sound,
        "part": strings.by_part,
        "nowhere": strings.nowhere,
    }


def tables(strings: Strings) -> dict[str, Any]:
    """Return what a reader of the index needs besides the pages."""
    return {
        "endings": ENDINGS,
        "stop": STOP_WORDS,
        "marks": marks(strings),
        "reasons": _reasons(strings),
        "ranking": RANKING,
    }
