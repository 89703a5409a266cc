"""What is told of a page where a link to it is shared: a sentence, and a picture from a run."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from html import escape

from maedeup.notes.note import Note
from maedeup.page.alternatives import alternative
from maedeup.page.copying import snippet_of
from maedeup.page.pictures import IMAGES, image_path
from maedeup.page.plain import site_claim
from maedeup.page.questions import Questions
from maedeup.runs.product import Animation
from maedeup.site.digest import shown_drawings
from maedeup.vault.web import Web

LONGEST = 160
"""Characters of a description; search engines and messengers cut what is longer."""


@dataclass(frozen=True)
class Card:
    """What is told of one page."""

    title: str
    site: str
    """Name of the site."""
    description: str = ""
    is_article: bool = True
    url: str = ""
    """Address of the published page; '' where it is unknown."""
    image: str = ""
    """Address of the picture on the published site; '' without one."""
    image_alt: str = ""


@dataclass(frozen=True)
class Picture:
    """A figure to share."""

    path: str
    """In the site."""
    png: bytes
    alt: str


def describe(web: Web, uri: str) -> str:
    """Return what a page says, in one sentence of plain text; '' where it is not known."""
    note, snippet = web.vault.notes.get(uri), snippet_of(Questions(web), uri)
    text = site_claim(Questions(web), note) if note else snippet.title if snippet else ""
    text = " ".join(text.split())
    if len(text) <= LONGEST:
        return text
    return text[: LONGEST - 1].rpartition(" ")[0].rstrip(" ,") + "…"


def picture(web: Web, note: Note) -> Picture | None:
    """Return the first figure of a note that its run stored as a PNG.

    None where all are drawings: making pictures of them takes what a host need not have.
    """
    for drawing in shown_drawings(web, note):
        figure = drawing.frames[0] if isinstance(drawing, Animation) else drawing
        if png := figure.png.get("light-2x"):
            alt = alternative(drawing, web.vault.settings.strings)
            stem = image_path(png).removeprefix(f"{IMAGES}/").partition(".")[0]
            return Picture(f"{IMAGES}/{stem}.png", base64.b64decode(png), alt)
    return None


def head(card: Card) -> str:
    """Return the elements of a page's head that tell of it, as https://ogp.me names them."""
    told = {
        "og:site_name": card.site,
        "og:title": card.title,
        "og:description": card.description,
        "og:type": "article" if card.is_article else "website",
        "og:url": card.url,
        "og:image": card.image,
        "og:image:alt": card.image_alt if card.image else "",
    }
    rows = [f'<meta property="{name}" content="{escape(v)}">' for name, v in told.items() if v]
    kind = "summary_large_image" if card.image else "summary"
    return "".join([*rows, f'<meta name="twitter:card" content="{kind}">'])
