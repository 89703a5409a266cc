"""Cards as a package of Anki: a deck whose notes keep their ids when a run says otherwise.

Deck, model and notes have ids made of the site's name and of the cards' ids. A package that is read
again later changes the answers of the notes that are there, and no reader's schedule.
"""

from __future__ import annotations

import base64
import hashlib
import re
import tempfile
from dataclasses import dataclass
from html import escape
from pathlib import Path

from maedeup.notes.grammar import Formula, find_references
from maedeup.page.alternatives import alternative
from maedeup.page.questions import Card, Questions
from maedeup.runs.product import Animation
from maedeup.site.card_pages import card_html, card_sides
from maedeup.site.digest import drawings_of
from maedeup.site.ipynb import plain_svg
from maedeup.vault.web import Web

FRONT = '<div class="question">{{Question}}</div>'
BACK = '{{FrontSide}}<hr id="answer">{{Answer}}<p class="source">{{Source}}</p>'
STYLE = """\
.card { max-width: 40rem; margin: 0 auto; font: 1.15rem/1.6 sans-serif; word-break: keep-all; }
.card img { max-width: 100%; background: #fff; }
.card pre { overflow-x: auto; font-size: 0.85rem; }
.source { color: #767676; font-size: 0.8rem; }
.nightMode .source { color: #9a9a9a; }
"""

_HERE = re.compile(r'<a href="(?!https?:)[^"]*"[^>]*>(.*?)</a>', re.DOTALL)
_PICTURE = re.compile(r'<img src="(?!https?:)[^"]*" alt="([^"]*)"[^>]*>')


@dataclass(frozen=True)
class Side:
    """A card as Anki shows it."""

    id: str
    tags: list[str]
    fields: list[str]
    """Question, answer and source as HTML."""
    media: dict[str, bytes]
    """Files that the answer shows, by their names."""


def make_sides(web: Web) -> list[Side]:
    """Return the cards of a vault as HTML, formulas as `\\( \\)`, figures as files."""
    return [_side(web, card) for card in Questions(web).cards()]


def make_package(sides: list[Side], name: str, timestamp: float) -> bytes:
    """Return the bytes of a package.

    Args:
        sides: of all cards.
        name: of the site, and of the deck.
        timestamp: seconds since 1970; Anki takes the answers of a package that is newer.

    Raises:
        ModuleNotFoundError: genanki is not installed.
    """
    import genanki

    fields = [{"name": field} for field in ("Question", "Answer", "Source")]
    templates = [{"name": "card", "qfmt": FRONT, "afmt": BACK}]
    model = genanki.Model(_id("model"), "maedeup", fields=fields, templates=templates, css=STYLE)
    deck = genanki.Deck(_id("deck", name), name)
    for side in sides:
        guid = genanki.guid_for("maedeup", name, side.id)
        deck.add_note(genanki.Note(model=model, fields=side.fields, tags=side.tags, guid=guid))
    with tempfile.TemporaryDirectory() as folder:
        for file, data in sorted({k: v for s in sides for k, v in s.media.items()}.items()):
            (Path(folder) / file).write_bytes(data)
        package = genanki.Package(deck, [str(file) for file in sorted(Path(folder).iterdir())])
        written = Path(folder) / "cards.apkg"
        package.write_to_file(str(written), timestamp=timestamp)
        return written.read_bytes()


def _id(*names: str) -> int:
    """Return a number of 31 bits, as Anki wants them, that follows from names alone."""
    digest = hashlib.sha256("/".join(("maedeup", *names)).encode()).digest()
    return int.from_bytes(digest[:4]) >> 1 | 1 << 30


def _side(web: Web, card: Card) -> Side:
    note, site = card.note, web.vault.settings.site_url.rstrip("/")

    def html(text: str) -> str:
        base = f"{site}/" if site else ""
        made = card_html(web, note, text, base, _formula)
        made = _PICTURE.sub(r"\1", _HERE.sub(r"\1", made))
        is_one = made.startswith("<p>") and made.count("<p>") == 1 and made.endswith("</p>")
        return made[3:-4] if is_one else made

    asked, told = card_sides(card, "<b>[…]</b>", html)
    media = {}
    for file, data, alt in _figures(web, card):
        media[file] = data
        told += f'<p><img src="{file}" alt="{escape(alt)}"></p>'
    source = escape(note.title)
    if site:
        address = f"{site}/{web.vault.address(note.src_uri)}"
        source = f'<a href="{escape(address)}">{source}</a>'
    kind = card.id.removeprefix(note.slug).split("/")[1]
    tags = [kind, re.sub(r"\s", "_", note.slug)]
    return Side(card.id, tags, [asked, told, source], media)


def _formula(formula: Formula) -> str:
    latex = escape(formula.latex.strip(), quote=False)
    return rf"\[{latex}\]" if formula.display else rf"\({latex}\)"


def _figures(web: Web, card: Card) -> list[tuple[str, bytes, str]]:
    """Return the figures that show an answer: name, bytes, text alternative."""
    found = []
    for name in card.shown_by:
        for reference in find_references(f"![[{name}]]"):
            for drawing in drawings_of(web, reference, card.note):
                figure = drawing.whole(0) if isinstance(drawing, Animation) else drawing
                data, ending = plain_svg(figure.svg).encode(), "svg"
                if not figure.svg:
                    data, ending = base64.b64decode(figure.png["light"]), "png"
                file = f"maedeup-{hashlib.sha256(data).hexdigest()[:16]}.{ending}"
                found.append((file, data, alternative(drawing, web.vault.settings.strings)))
    return found
