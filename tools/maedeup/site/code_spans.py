"""Spans around code that look like the code around them: half of a page with much code.

The highlighter puts one around each name. Where no style sheet of the site gives its class a look,
the browser makes an element for each, and styles it, for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

CODE = "--md-code-fg-color"
"""The colour of code in which nothing is highlighted, as the theme calls it."""

_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COLOUR = re.compile(r"color:\s*var\((--[\w-]+)\)")
_DEFINED = re.compile(r"(--[\w-]+)\s*:\s*([^;{}]*)")
_ANY_SPAN = re.compile(
    r"(?:(?:^|[\s>+~(,])(?:code|pre)\b|\.highlight\s+(?!>))[^,]*"
    r"(?:[\s>]span(?![\w.#[-])|\*|\[class\b)"
)
"""What selects a span in code by no class of its own."""
_CODE = re.compile(r"<(pre|code)\b.*?</\1>", re.S)
_STYLE = re.compile(r"<style\b[^>]*>(.*?)</style>", re.S)
_FOREIGN = re.compile(
    r'<link\b(?=[^>]*stylesheet)[^>]*href="(?:https?:)?//(?!fonts\.googleapis\.com/)'
)


@lru_cache(maxsize=4)  # a server asks at each build
def find_plain(classes: frozenset[str], sheets: frozenset[str]) -> frozenset[str]:
    """Return the classes whose spans look like the code around them.

    Args:
        classes: of the highlighter.
        sheets: texts of all style sheets of the site.
    """
    text = "\n".join(_COMMENT.sub("", sheet) for sheet in sheets)
    values: dict[str, set[str]] = {}
    for name, value in _DEFINED.findall(text):
        values.setdefault(name, set()).add(value.strip())
    plain = {name for name, given in values.items() if given == {f"var({CODE})"}} | {CODE}
    left = classes - {""}
    token = re.compile(rf"\.({'|'.join(map(re.escape, sorted(left)))})(?![\w-])")
    if "@import" in text:
        return frozenset()
    for selector, declarations in _RULE.findall(text):
        named = set(token.findall(selector))
        beside = named and re.search(r"[+~:]", selector)  # another span, or how many there are
        if beside or (_ANY_SPAN.search(selector) and ".mp-" not in selector):  # ours: no such code
            return frozenset()
        colour = _COLOUR.fullmatch(declarations.strip().rstrip(";"))
        if colour is None or colour[1] not in plain:
            left -= named
    return left


def unwrap(html: str, plain: Collection[str]) -> str:
    """Return a page without the spans in its code whose class is one of `plain`.

    What its code says stays as it is, to the byte. A page that brings another style sheet, or has
    a style of its own for such a class, is left as it is.
    """
    if not plain or "<code" not in html or _FOREIGN.search(html):
        return html
    names = "|".join(map(re.escape, sorted(plain)))
    if re.search(rf"\.(?:{names})(?![\w-])", "".join(_STYLE.findall(html))):
        return html
    span = re.compile(rf'<span class="(?:{names})">([^<]*)</span>')
    return _CODE.sub(lambda found: span.sub(r"\1", found[0]), html)
