"""What is too heavy to stand in a page's own HTML -> files beside it, named by their content."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from xml.etree import ElementTree

from maedeup.text.safe_html import clean

FOLDER = "assets/objects"

MOST_SVG = 200_000
"""Characters of a drawing that stands in the page, where its text can be searched and copied."""
MOST_DATA = 20_000
"""Of a picture or a sound inside an object's HTML, which loses nothing as a file."""

ENDINGS = {
    "image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp",
    "image/avif": "avif", "image/bmp": "bmp", "audio/wav": "wav", "audio/x-wav": "wav",
    "audio/mpeg": "mp3", "audio/mp3": "mp3", "audio/ogg": "ogg", "audio/flac": "flac",
    "video/mp4": "mp4", "video/webm": "webm", "video/ogg": "ogv",
}  # fmt: skip
"""Never SVG: opened by itself it would be a page of the site, which its scripts could use."""

DATA = re.compile(rf"data:([\w/.+-]+);base64,([A-Za-z0-9+/=\s]{{{MOST_DATA},}})", re.IGNORECASE)
NAMES = ('xmlns="http://www.w3.org/2000/svg"', 'xmlns:xlink="http://www.w3.org/1999/xlink"')


def content_path(content: str | bytes, ending: str) -> str:
    """Return the site's path of a file, by its content."""
    data = content.encode() if isinstance(content, str) else content
    return f"{FOLDER}/{hashlib.sha256(data).hexdigest()[:20]}.{ending}"


def with_files(html: str, url: Callable[[str], str]) -> str:
    """Return an object's HTML with heavy pictures and sounds as files.

    Args:
        html: as it may stand on a page.
        url: gives a site's path as the page names it.
    """

    def as_file(found: re.Match[str]) -> str:
        file = _file(found)
        return url(file[0]) if file else found[0]

    return DATA.sub(as_file, html) if len(html) >= MOST_DATA else html


def data_files(html: str) -> Iterator[tuple[str, bytes]]:
    """Yield the files that `with_files` leads to."""
    if len(html) >= MOST_DATA:
        yield from filter(None, map(_file, DATA.finditer(html)))


def _file(found: re.Match[str]) -> tuple[str, bytes] | None:
    ending = ENDINGS.get(found[1].lower())
    try:
        data = base64.b64decode(re.sub(r"\s", "", found[2]), validate=True) if ending else b""
    except binascii.Error:
        return None
    return (content_path(data, ending), data) if ending else None


@lru_cache(maxsize=16)
def drawing_file(svg: str) -> tuple[str, bytes] | None:
    """Return an object's heavy drawing as a file of its own, made harmless.

    None for one that is light, or that is no XML once it is clean.
    """
    if len(svg) <= MOST_SVG:
        return None
    html = clean(svg, "", "svg").html
    style, mark, rest = html.partition("<svg ")
    opening = rest.partition(">")[0]
    names = "".join(f"{name} " for name in NAMES if f" {name}" not in f" {opening}")
    file = (
        f"{mark}{names}{rest}".replace("&nbsp;", "&#160;")
        .replace(">", f">{style.strip()}", 1)
        .strip()
    )
    try:
        ElementTree.fromstring(file)
    except ElementTree.ParseError:
        return None
    return content_path(file, "svg"), file.encode()
