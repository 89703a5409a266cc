"""Paragraphs of words go past Markdown's patterns, and are what these would make of them."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from maedeup.hosts import plain_paragraphs
from markdown import Markdown

EXTENSIONS = (
    "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables", "toc",
    "pymdownx.details", "pymdownx.highlight", "pymdownx.inlinehilite", "pymdownx.superfences",
)  # fmt: skip

WORDS = (
    "기울기", "gradient", "값은", "0.5", "(괄호)", "“인용”", "끝.", "그런가?",
    "2 > 1", "a < b", "AT&T", "HTML", '"따옴"', "*강조*", "_밑줄_", "`code`", "[링크](x.md)",
    "![그림](a.png)", "[^1]", "1. 하나", "- 둘", "# 셋", "> 넷", ": 다섯", "| 여섯 |", "---", "===",
    "{: .class }", "\\*", "<b>굵게</b>", "<div>", "&lt;", "http://a.b", "<http://a.b>",
    "!!! note", "??? 접힘", "[a]: b", "[^1]: 각주", "*[HTML]: 말", "    들여 쓴",
)  # fmt: skip

ENDS = (" ", " ", " ", "\n", "  \n", "\n\n", "\n\n", "\n\n\n", "\n\n    ", "\n> ", "\n- ")


def convert(text: str, stashed: Sequence[str], extensions: Sequence[str], spares: bool) -> str:
    """Convert a text, with some finished HTML in the stash; `{n}` stands for the n-th."""
    md = Markdown(extensions=list(extensions))
    if spares:
        plain_paragraphs.register(md)
    for number, html in enumerate(stashed):
        text = text.replace(f"{{{number}}}", md.htmlStash.store(html))
    return md.convert(text)


@pytest.mark.parametrize("extensions", [EXTENSIONS, ("nl2br",), ("abbr", "smarty", "sane_lists")])
def test_any_text_is_converted_as_without(extensions: Sequence[str]) -> None:
    draw = random.Random(0)
    stashed = ['<a href="b/">노트</a>', "<aside>\n<p>옆</p>\n</aside>"]
    for _ in range(150):
        parts = [draw.choice((*WORDS[:8] * 4, *WORDS, "{0}", "{1}")) + draw.choice(ENDS)
                 for _ in range(draw.randrange(1, 25))]  # fmt: skip
        text = "".join(parts)
        one, other = (convert(text, stashed, extensions, spares) for spares in (False, True))
        assert one == other, text


def count_tried(text: str, extensions: Sequence[str] = EXTENSIONS) -> int:
    """Return how often an inline pattern is asked for what it looks for."""
    md = Markdown(extensions=list(extensions))
    plain_paragraphs.register(md)
    asked = 0
    plain = type(md.inlinePatterns["link"]).getCompiledRegExp

    def told(self: object) -> object:
        nonlocal asked
        asked += 1
        return plain(self)  # type: ignore[arg-type]

    pattern = md.inlinePatterns["link"]
    pattern.getCompiledRegExp = told.__get__(pattern)  # type: ignore[method-assign]
    md.convert(text.replace("{0}", md.htmlStash.store("<a>노트</a>")))
    return asked


def test_no_pattern_is_tried_on_words_and_what_is_in_the_stash() -> None:
    assert count_tried("기울기는 {0}이다.\n둘째 줄 (괄호).\n\n둘째 문단, 0.5.\n") == 0
    assert count_tried("기울기는 *이것*이다.\n\n둘째 문단.\n") == 1


def test_every_pattern_is_tried_beside_one_that_is_not_known() -> None:
    assert count_tried("기울기는 {0}이다.\n", [*EXTENSIONS, "wikilinks"]) == 1
