"""Paragraphs in which Markdown has nothing to find: they go into the page's tree as they stand.

Python-Markdown tries a dozen kinds of blocks on each paragraph, and each inline pattern on its
text. Most paragraphs are words and what we have put into the stash (links, values, formulas), and
none of these patterns can begin in them. Where a pattern or a kind of block takes part that is not
listed here, every paragraph goes the ordinary way.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

FIRST = 1000
"""Priority: before every kind of block."""

AFTER_INLINE = 19.9
"""Priority: when the inline patterns (20) have been applied, before anyone else looks at texts."""

BEGINS = {
    "backtick": "`", "escape": "\\", "footnote": "[", "reference": "[", "link": "[",
    "image_link": "[", "image_reference": "[", "short_reference": "[", "short_image_ref": "[",
    "autolink": "<", "automail": "<", "html": "<", "entity": "&", "em_strong": "*_",
    "linebreak": "",
}  # fmt: skip
"""What each inline pattern cannot be without; of a line break, see below."""

BLOCKS = {
    "maedeup-paragraphs", "admonition", "markdown_block", "details", "empty", "indent", "defindent",
    "code", "table", "hashheader", "setextheader", "hr", "olist", "ulist", "deflist", "quote",
    "footnote", "reference", "paragraph",
}  # fmt: skip
"""Kinds of blocks that have a sign at the start of a line, or a `|` or `[`, but for paragraphs."""

STASHED = r"\x02wzxhzdk:\d+\x03"
ONE_STASHED = re.compile(r"\x02wzxhzdk:(\d+)\x03")


def register(md: Markdown) -> None:
    """Have a Markdown object take paragraphs of words as they stand."""
    restorer = _Restorer(md)
    md.treeprocessors.register(restorer, "maedeup-paragraphs", AFTER_INLINE)
    md.parser.blockprocessors.register(_Words(md, restorer), "maedeup-paragraphs", FIRST)


class _Words(BlockProcessor):
    def __init__(self, md: Markdown, restorer: _Restorer) -> None:
        super().__init__(md.parser)
        self.md = md
        self.restorer = restorer
        self._pattern: re.Pattern[str] | None = None

    def test(self, parent: Element, block: str) -> bool:
        """Say whether a block is a paragraph in which nothing begins."""
        if self._pattern is None:
            self._pattern = _find_pattern(self.md)
        if self._pattern.fullmatch(block) is None or self.parser.state.isstate("list"):
            return False
        if block[0] != "\x02":
            return True
        found = ONE_STASHED.match(block)  # an element has Markdown of its own, which is read now
        return found is not None and isinstance(self._stashed(int(found[1])), str)

    def _stashed(self, number: int) -> object:
        stash: list[Any] = self.md.htmlStash.rawHtmlBlocks
        return stash[number] if number < len(stash) else None

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Add the paragraph and those that follow, out of sight of the inline patterns."""
        while True:
            paragraph = SubElement(parent, "p")
            paragraph.text = AtomicString(blocks.pop(0))
            self.restorer.hidden.append(paragraph)
            if not (blocks and self.test(parent, blocks[0])):
                break


class _Restorer(Treeprocessor):
    """Makes plain text again of what was hidden from the inline patterns."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.hidden: list[Element] = []

    def run(self, root: Element) -> None:
        for paragraph in self.hidden:
            if type(paragraph.text) is AtomicString:
                paragraph.text = str(paragraph.text)
        self.hidden = []


def _find_pattern(md: Markdown) -> re.Pattern[str]:
    """Return what a block of words matches; nothing does where not all that takes part is known."""
    for known, those in ((BEGINS, md.inlinePatterns), (BLOCKS, md.parser.blockprocessors)):
        if sum(name in those for name in known) < len(those):
            return re.compile(r"(?!)")
    tokens = "".join(getattr(md.inlinePatterns["em_strong"], "tokens", ()))
    signs = re.escape("".join(sorted(set("".join(BEGINS.values()) + tokens + "|"))))
    # A line begins with a letter, and two spaces at its end are a break.
    return re.compile(
        rf"(?:[^\W\d_]|{STASHED})(?:[^{signs}\n\x02]++|(?<!  )\n(?=[^\W\d_])|{STASHED})*+"
    )
