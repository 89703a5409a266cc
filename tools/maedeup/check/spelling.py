"""Words that the vault's glossary says not to use, where its notes use them.

The glossary is the note `glossary`; its tables whose last column is headed so (`AVOIDED`) list,
beside each term, what else it is called and shall not be. Quotations, code and the titles of blocks
are other people's words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from maedeup.notes.opaque import find_opaque
from maedeup.text.authors import AVOIDED
from maedeup.text.errors import Problem
from maedeup.text.particles import strip_particle
from maedeup.text.paths import nfc
from maedeup.vault.web import Web

GLOSSARY = "glossary"
NOT_OURS = re.compile(r"“[^”\n]*”|‘[^’\n]*’|^[ \t]*\?{3}.*$|\[\[[^\[\]|\n]*", re.MULTILINE)
"""What others say, the title of a folded block, and the target of a reference."""


def find_avoided(web: Web) -> Iterator[Problem]:
    """Find words to avoid in the notes, each with the term to write; guides may name them."""
    terms = read_glossary(web)
    if not terms:
        return
    longest_first = sorted(terms, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})\w*")
    for note in web.vault.notes.values():
        if not note.is_knowledge:
            continue
        text = nfc(note.body)
        closed = [(one.start, one.end) for one in find_opaque(text)]
        closed += [match.span() for match in NOT_OURS.finditer(text)]
        for match in pattern.finditer(text):
            word = strip_particle(match[0], terms.__contains__)
            inside = any(start <= match.start() < end for start, end in closed)
            if word and not inside:
                line = note.body_line + text.count("\n", 0, match.start())
                hint = f"write {terms[word[0]]}"
                yield Problem("spelling", note.path, line, "word to avoid", word[0], hint)


def read_glossary(web: Web) -> dict[str, str]:
    """Return the words to avoid with the terms that take their place."""
    terms: dict[str, str] = {}
    for note in web.vault.notes.values():
        is_listed = False
        for row in note.body.split("\n") if note.slug == GLOSSARY else ():
            cells = [cell.strip() for cell in row.strip().strip("|").split("|")]
            if not row.startswith("|"):
                is_listed = False
            elif cells[-1] in AVOIDED:
                is_listed = True
            elif is_listed and cells[-1].strip("-: "):
                terms |= {nfc(word.strip()): cells[0] for word in cells[-1].split(",")}
    return terms
