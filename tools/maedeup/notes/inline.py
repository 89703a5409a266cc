r"""The marks inside a line of Markdown, for text that Markdown does not read again.

\*  \_  \$        a sign that is meant as itself
**bold**  __bold__  *oblique*  _oblique_  ~~struck~~
"""

from __future__ import annotations

import re
from collections.abc import Callable

MATH = re.compile(r"(?<![\\$])\$(?![\s$])(?:[^$\\\n]|\\.)+?(?<!\s)\$(?!\d)")

EMPHASIS = (
    ("strong", re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")),
    ("strong", re.compile(r"(?<!\w)__(?=\S)(.+?)(?<=\S)__(?!\w)")),
    ("del", re.compile(r"~~(?=\S)(.+?)(?<=\S)~~")),
    ("em", re.compile(r"(?<!\*)\*(?=[^\s*])([^*]+?)(?<=\S)\*(?!\*)")),
    ("em", re.compile(r"(?<!\w)_(?=[^\s_])(.+?)(?<=[^\s_])_(?!\w)")),
)
"""What HTML calls it, and how it is written; what is within in group 1."""

_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()>#+\-.!$])")
_AWAY = 0xE100
"""What is added to a sign's code to have it out of the way."""

_SPANS = re.compile(rf"(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)|{MATH.pattern}", re.DOTALL)
_SPAN = re.compile("\ue005(\\d+)\ue006")


def hide_escapes(text: str) -> str:
    """Put a letter that nobody writes in the place of each escaped sign."""
    return _ESCAPED.sub(lambda sign: chr(_AWAY + ord(sign[1])), text) if "\\" in text else text


def show_escapes(text: str, shown: Callable[[str], str]) -> str:
    """Put back what `hide_escapes` took, each sign as `shown` writes it."""
    return re.sub("[\ue121-\ue17e]", lambda sign: shown(chr(ord(sign[0]) - _AWAY)), text)


def hide_spans(text: str) -> tuple[str, list[str]]:
    """Take code and formulas out of a text; each leaves its place."""
    spans: list[str] = []

    def place(span: re.Match[str]) -> str:
        spans.append(span[0])
        return place_of(len(spans) - 1)

    return _SPANS.sub(place, text) if "`" in text or "$" in text else text, spans


def place_of(number: int) -> str:
    """Return what stands for a span that is out of the way."""
    return f"\ue005{number}\ue006"


def show_spans(text: str, spans: list[str], shown: Callable[[str], str]) -> str:
    """Put back what `hide_spans` took, each as `shown` writes it."""
    return _SPAN.sub(lambda place: shown(spans[int(place[1])]), text) if spans else text


_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][\w-]*)(?P<rest>[^<>]*)>")
_ALONE = {"br", "img", "wbr"}
_INLINE = {
    *_ALONE, "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "ins",
    "kbd", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup",
    "time", "u", "var",
}  # fmt: skip


def whole_tags(sentence: str) -> str:
    """Return a sentence without HTML that would not end in it, or is none for a line."""
    if "<" not in sentence:
        return sentence
    bare, spans = hide_spans(sentence)
    open_tags: list[re.Match[str]] = []
    kept: set[int] = set()
    for tag in _TAG.finditer(bare):
        name = tag["name"].lower()
        if name in _ALONE or (name in _INLINE and tag["rest"].endswith("/")):
            kept.add(tag.start())
        elif name in _INLINE and not tag["end"]:
            open_tags.append(tag)
        elif name in (one["name"].lower() for one in open_tags):
            while (last := open_tags.pop())["name"].lower() != name:
                pass
            kept |= {last.start(), tag.start()}
    bare = _TAG.sub(lambda tag: tag[0] if tag.start() in kept else "", bare)
    return show_spans(bare, spans, str).strip()
