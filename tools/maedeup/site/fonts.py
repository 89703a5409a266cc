"""The font of formulas -> what of it a site's formulas show."""

from __future__ import annotations

import base64
import hashlib
import html
import io
import json
import re
import string
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from maedeup.notes.grammar import find_formulas
from maedeup.notes.note import Note
from maedeup.runs.store import write_whole
from maedeup.runs.world import find_version
from maedeup.text.math import MathError, to_mathml

FONTS = Path(__file__).parents[1] / "theme/fonts"
SHIPPED = FONTS / "stix-two-math-subset.woff2"
"""STIX Two Math under the SIL Open Font License, which reserves no name here: see OFL.txt."""

ALWAYS = string.ascii_letters + string.digits + " √−ΓΒΕΖΘΟΩαβγδεζηθικλμνξοπρστυφχψω"
"""A browser draws roots and writes `-` as a minus; where it fits letters to pixels, on Linux, it
aligns each with those of its alphabet that the font has."""

_FOLDER_SCRIPT = 'document.fonts.add(new FontFace("maedeup math","url(data:font/woff2;base64,@)"))'
"""For pages that are opened from a folder, where a browser refuses a font's file."""

_FORMULA = re.compile(r"<math\b.*?</math>", re.DOTALL)
_NOT_DRAWN = re.compile(r"<annotation\b.*?</annotation>|<[^>]+>", re.DOTALL)
_LETTER = re.compile(r"<mi>(.)</mi>")


def name_of(characters: frozenset[str]) -> str:
    """Return the path of the font with these characters in the site; '' without any.

    It changes with what the font holds, so that no cached one lacks a letter.
    """
    return f"assets/fonts/stix-two-math.{_key(characters)[:8]}.woff2" if characters else ""


def files(characters: frozenset[str], cache: Path) -> dict[str, bytes]:
    """Return the font with some characters and its license, by path; nothing without any.

    Args:
        characters: as `drawn` and `drawn_by` give them.
        cache: see `subset`.
    """
    if not characters:
        return {}
    name, font = name_of(characters), subset(characters, cache)
    script = _FOLDER_SCRIPT.replace("@", base64.b64encode(font).decode()).encode()
    license_text = (FONTS / "OFL.txt").read_bytes()
    return {name: font, f"{name}.js": script, "assets/fonts/OFL.txt": license_text}


def drawn_by(notes: Iterable[Note]) -> frozenset[str]:
    """Return the characters that the formulas of some notes show, none without a formula.

    Those of their names too, which links to them show.
    """
    found: set[str] = set()
    for note in notes:
        for formula in (*note.formulas, *find_formulas(f"{note.title}\n\n{note.called}")):
            found |= _drawn_by_formula(formula.latex, formula.display)
    return frozenset(found)


@lru_cache(maxsize=65536)
def _drawn_by_formula(latex: str, display: bool) -> frozenset[str]:
    try:
        return drawn([to_mathml(latex, display)])
    except MathError:  # shown as it is written
        return frozenset()


def drawn(pages: Iterable[str]) -> frozenset[str]:
    """Return the characters that the formulas of some pages' HTML show, none without a formula.

    A browser shows a variable of one letter as that letter's italic, which is another character.
    """
    found: set[str] = set()
    for page in pages:
        for formula in _FORMULA.findall(page):
            found.update(html.unescape(_NOT_DRAWN.sub("", formula)))
            found.update(_italics().get(letter, "") for letter in _LETTER.findall(formula))
    return frozenset(found.difference([""]) | set(ALWAYS)) if found else frozenset()


@lru_cache(maxsize=1)
def _italics() -> dict[str, str]:
    """Return the mathematical italic of each letter that has one."""
    italics = {"h": "ℎ", "ı": "𝚤", "ȷ": "𝚥"}
    for number in range(0x1D400, 0x1D800):
        letter = chr(number)
        if unicodedata.name(letter, "").startswith("MATHEMATICAL ITALIC "):
            # One step back only: of the two forms of phi and epsilon one is a form of the other.
            italics[chr(int(unicodedata.decomposition(letter).split()[1], 16))] = letter
    return italics


def subset(characters: frozenset[str], cache: Path) -> bytes:
    """Return the font with these characters alone, in all sizes and parts that brackets grow by.

    The whole of the shipped font where nothing can make it smaller: without fontTools or Brotli.

    Args:
        characters: as `drawn` gives them.
        cache: a folder that keeps the last font made; making one takes a second.
    """
    if not _tools():
        return SHIPPED.read_bytes()
    file = cache / f"{_key(characters)}.woff2"
    if not file.is_file():
        for old in cache.glob("*.woff2"):
            old.unlink(missing_ok=True)
        write_whole(file, _cut(characters))
    return file.read_bytes()


def _key(characters: frozenset[str]) -> str:
    """Return the digest of all that the font's bytes follow from."""
    made_of = (_shipped_digest(), sorted(characters), _tools())
    return hashlib.sha256(repr(made_of).encode()).hexdigest()


@lru_cache(maxsize=1)
def _shipped_digest() -> str:
    return hashlib.sha256(SHIPPED.read_bytes()).hexdigest()


def _tools() -> tuple[str, ...]:
    """Return the versions of what makes the font smaller; none where one of them is missing."""
    found = [find_version(name) for name in ("fonttools", "brotli")]
    return tuple(filter(None, found)) if all(found) else ()


def _cut(characters: frozenset[str]) -> bytes:
    from fontTools.subset import Options, Subsetter, load_font, save_font

    options = Options(flavor="woff2", layout_features=["*"], notdef_outline=True, name_IDs=["*"])
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=sorted(map(ord, characters)))
    buffer = io.BytesIO()
    with load_font(str(SHIPPED), options) as font:
        subsetter.subset(font)
        save_font(font, buffer, options)
    return buffer.getvalue()


def head(url: str, at_once: bool) -> str:
    """Return what a page's head says of the font.

    Here and not in the style sheet, which a browser may have kept from before the font changed.

    Args:
        url: the font as the page names it.
        at_once: whether the page has formulas, which must not move when the font comes.
    """
    # One that comes late waits for the next page: no formula moves.
    style = (
        f'<style>@font-face{{font-family:"maedeup math";src:url("{url}") format("woff2");'
        "font-display:optional}</style>"
    )
    link = f'<link rel="preload" href="{url}" as="font" type="font/woff2" crossorigin>'
    served = (link if at_once else "") + style
    opened = f'<script src="{url}.js"></script>' if at_once else ""
    ways = (json.dumps(way).replace("</", "<\\/") for way in (opened, served))
    script = f"document.write(location.protocol=='file:'?{':'.join(ways)})"
    return f"<script>{script}</script><noscript>{style}</noscript>"
