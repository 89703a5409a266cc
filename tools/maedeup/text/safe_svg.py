"""Links in drawings: none may run a script, whoever made the drawing."""

from __future__ import annotations

import re
from html import unescape

# Most lead to what the drawing itself defines, and are passed over at once.
_LINK = re.compile(r"""href\s*=\s*(?!["']?#)(?:"([^"]{0,400})|'([^']{0,400})|([^\s"'>]{1,400}))""")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:")
_ALLOWED = ("http:", "https:", "mailto:", *(f"data:image/{k}" for k in ("png", "jpeg", "gif")))


def find_unsafe_link(svg: str) -> str:
    """Return an address that a drawing must not have, as a browser reads it; empty for none."""
    text = svg.lower()
    if text.count("href") == text.count('href="#'):
        return ""
    for found in _LINK.finditer(text):
        address = re.sub(r"[\x00-\x20]", "", unescape(found[1] or found[2] or found[3] or ""))
        if _SCHEME.match(address) and not address.startswith(_ALLOWED):
            return address[:80]
    return ""


def check_links(*drawings: str) -> None:
    """Refuse a drawing with a link that could run a script.

    Raises:
        ValueError: there is one; says where it leads.
    """
    if bad := next(filter(None, map(find_unsafe_link, drawings)), ""):
        raise ValueError(f"a link in a figure may lead to a page or a heading alone: {bad}")
