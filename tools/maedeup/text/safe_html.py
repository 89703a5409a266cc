"""HTML of objects -> HTML that cannot harm the page it stands on.

No script runs, nothing is fetched from anywhere, styles reach what is inside alone, ids are unique.
nh3 parses as browsers do and lets pass what is listed here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

import nh3

from maedeup.text.safe_css import safe_declarations, scoped_sheet

TEXT_TAGS = frozenset(
    "a abbr b bdi bdo blockquote br caption cite code col colgroup data dd del details dfn div dl "
    "dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd label li mark ol p pre q rp rt "
    "ruby s samp section small span strike strong sub summary sup table tbody td tfoot th thead "
    "time tr tt u ul var wbr article aside header footer main nav center font big address meter "
    "progress audio video source input".split()
)
SVG_TAGS = frozenset(
    "svg g path rect circle ellipse line polyline polygon text tspan textPath defs use symbol "
    "title desc image linearGradient radialGradient stop clipPath mask pattern marker".split()
)
MATH_TAGS = frozenset(
    "math mi mn mo ms mtext mspace mrow mfrac msqrt mroot mstyle msub msup msubsup munder mover "
    "munderover mmultiscripts mprescripts mtable mtr mtd mpadded mphantom menclose "
    "semantics".split()
)
TAGS = TEXT_TAGS | SVG_TAGS | MATH_TAGS
GONE = frozenset(
    "script style iframe object embed template noscript frame frameset applet textarea select "
    "button form dialog portal annotation annotation-xml animate set animateTransform "
    "foreignObject metadata".split()
)
"""Elements that go with all that is in them."""

NO_ATTRIBUTES = ("srcset", "ping", "formaction", "action", "autofocus", "autoplay", "poster",
                 "background", "name", "contenteditable", "accesskey", "is", "slot", "part",
                 "tabindex", "usemap", "longdesc", "profile", "manifest", "lowsrc", "dynsrc",
                 "nonce", "popover", "target", "download")  # fmt: skip
MORE_ATTRIBUTES = frozenset(
    "class id style title lang dir hidden role width height colspan rowspan span scope headers "
    "align valign border cellpadding cellspacing bgcolor color face size start reversed value "
    "type checked disabled for open datetime cite alt src href controls loop muted preload min max "
    "low high optimum "
    "viewBox d x y x1 x2 y1 y2 cx cy r rx ry dx dy fx fy points transform fill fill-opacity "
    "fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-dasharray "
    "stroke-dashoffset stroke-miterlimit opacity font-size font-family font-weight font-style "
    "text-anchor dominant-baseline alignment-baseline clip-path clip-rule mask marker-start "
    "marker-mid marker-end offset stop-color stop-opacity gradientUnits gradientTransform "
    "patternUnits patternTransform clipPathUnits preserveAspectRatio xmlns xlink:href "
    "vector-effect paint-order letter-spacing textLength lengthAdjust rotate baseline-shift "
    "display visibility overflow version refX refY markerWidth markerHeight orient "
    "shape-rendering pointer-events "
    "mathvariant displaystyle scriptlevel stretchy fence separator lspace rspace form accent "
    "accentunder columnalign rowalign linethickness largeop movablelimits "
    "notation maxsize minsize symmetric".split()
)

REFERENCE = re.compile(r"url\(\s*['\"]?#([^)'\"]+)['\"]?\s*\)")
STYLE = re.compile(r"<style\b[^>]*>(.*?)</style\s*>", re.DOTALL | re.IGNORECASE)
DATA = re.compile(r"data:(?:image/(?:png|jpeg|gif|webp|avif|bmp|svg\+xml)|audio/[\w.+-]+|"
                  r"video/[\w.+-]+)[;,]", re.IGNORECASE)  # fmt: skip
REMOTE = re.compile(r"^\s*(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
FETCHED = re.compile(
    r"<(?:script|iframe|link|embed|object|frame)\b[^>]*?(?:src|href|data)\s*=\s*[\"']?([^\"'\s>]+)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Cleaned:
    """HTML that may stand on a page."""

    html: str
    removed: tuple[str, ...]
    """Addresses that would have been fetched."""

    @property
    def shows_something(self) -> bool:
        """Whether anything is left to see."""
        body = re.sub(r"<style>.*?</style>", "", self.html, flags=re.DOTALL)
        seen = re.search(r"<(?:img|svg|audio|video|hr|input|meter|progress|math)\b", body)
        return bool(seen or re.sub(r"<[^>]*>|&nbsp;|\s", "", body))


def visible_text(html: str) -> str:
    """Return what is to be read in an object's HTML, a line for each of its blocks."""
    body = re.sub(r"<style>.*?</style>", "", clean(html, "", "").html, flags=re.DOTALL)
    body = re.sub(r"</(?:p|div|tr|li|h[1-6]|table|pre|summary|dt|dd)>|<br>", "\n", body)
    body = unescape(re.sub(r"<[^>]*>", " ", body))
    rows = (" ".join(row.split()) for row in body.split("\n"))
    return "\n".join(row for row in rows if row)


@lru_cache(maxsize=128)
def clean(html: str, prefix: str, scope: str) -> Cleaned:
    """Return an object's HTML made harmless.

    Args:
        html: as the object gives it; cut anywhere, it is closed.
        prefix: of ids, another one in each place of a page.
        scope: selector of the element that it is put into.
    """
    removed: list[str] = []
    sheets = [scoped_sheet(css, scope, prefix, removed) for css in STYLE.findall(html)]

    def judge(tag: str, name: str, value: str) -> str | None:
        if name in NO_ATTRIBUTES or name.startswith("on"):
            return None
        if name in ("id", "for"):
            return prefix + value.strip()
        if name in ("headers", "aria-labelledby", "aria-describedby", "aria-controls"):
            return " ".join(prefix + one for one in value.split())
        if name == "class":  # the theme's own mean something to its styles and scripts
            return " ".join(one for one in value.split() if not one.startswith(("md-", "mp-")))
        if name == "style":
            return safe_declarations(REFERENCE.sub(rf"url(#{prefix}\1)", value), removed) or None
        if name == "type" and tag == "input":
            return value if value in ("checkbox", "radio") else "hidden"
        if name in ("href", "xlink:href", "src", "cite"):
            return _address(tag, name, value.strip())
        if "url(" in value.lower():
            local = REFERENCE.fullmatch(value.strip())
            return f"url(#{prefix}{local[1]})" if local else None
        return value

    def _address(tag: str, name: str, value: str) -> str | None:
        if value.startswith("#"):
            return f"#{prefix}{value[1:]}"
        if tag == "a" and name == "href":
            return value if re.match(r"(?:https?:|mailto:)", value, re.IGNORECASE) else None
        if (name == "src" or tag == "image") and DATA.match(value):
            return value
        removed.append(value[:200])
        return None

    body = STYLE.sub("", html)
    removed += [url for url in FETCHED.findall(body) if REMOTE.match(url)]
    body = nh3.clean(
        body,
        tags=set(TAGS),
        clean_content_tags=set(GONE),
        attributes={"*": set(MORE_ATTRIBUTES)},
        generic_attribute_prefixes={"aria-"},
        attribute_filter=judge,
        url_schemes={"http", "https", "mailto", "data"},
        strip_comments=True,
        link_rel="noopener noreferrer nofollow",
    )
    body = re.sub(r'<input\b(?![^>]*\btype="(?:checkbox|radio)")[^>]*>', "", body)
    body = re.sub(r'<(?:img|source)\b(?![^>]*\bsrc=")[^>]*>', "", body)
    style = "".join(sheets)
    return Cleaned(
        (f"<style>{style}</style>" if style else "") + body,
        tuple(dict.fromkeys(removed)),
    )
