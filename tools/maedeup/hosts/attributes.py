"""Attributes of what Markdown made: text alternatives and titles hold text, and no elements."""

from __future__ import annotations

import re
from html import unescape
from xml.etree.ElementTree import Element

from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE

WRITTEN = re.compile(r'<annotation encoding="application/x-tex">(.*?)</annotation>', re.DOTALL)
TAG = re.compile(r"<[^>]*>")


class AttributeTreeprocessor(Treeprocessor):
    """Puts words in the place of finished HTML, which Markdown would put into the quotes."""

    def run(self, root: Element) -> None:
        """Write a formula as it was written, and all else as its text."""
        stash = self.md.htmlStash.rawHtmlBlocks

        def words(match: re.Match[str]) -> str:
            html = str(stash[int(match[1])])
            written = WRITTEN.search(html)
            return unescape(written[1] if written else TAG.sub("", html)).strip()

        for element in root.iter():
            for name, value in element.items():
                if "\x02" in (value or ""):  # one without a value has None
                    element.set(name, HTML_PLACEHOLDER_RE.sub(words, value))
