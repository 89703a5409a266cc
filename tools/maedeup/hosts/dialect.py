"""What Obsidian reads and Python-Markdown does not: its comments, tags, callouts, tight blocks.

%%a comment%%            is not shown
#tag                     is no heading: one has a space behind its `#`
> [!tip]- Title          is an admonition, folded by `-`, or by `+` open and foldable
a line of prose
- an item                begins a list, as a heading under a table ends the table
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown.treeprocessors import Treeprocessor

from maedeup.notes.grammar import HEADING, find_opaque
from maedeup.text.strings import Strings

TAG = re.compile(r"(?m)^(?P<indent>(?:[ ]{0,3}>)*[ ]{0,3})(?=#[^#\s])")
ITEM = re.compile(r"(?:[-*+]|1[.)])[ \t]+\S")
PROSE = re.compile(
    r"(?![ \t>|<#:]|[-*+][ \t]|\d+[.)][ \t]|!!!|\?\?\?|===|///|\[\^|\*\[|`{3}|~{3})\S"
)
"""The first line of what a list may follow without a blank line; all else has rules of its own."""

CALLOUT = re.compile(r"\[!(?P<type>[\w-]+)\](?P<fold>[-+]?)[ \t]*(?P<title>[^\n]*)(?:\n|\Z)")
UNTITLED = re.compile(r"(?:[ \t]*>)+[ \t]*\[!(?P<type>[\w-]+)\][-+]?[ \t]*")
TYPES = {
    "abstract": ("summary", "tldr"), "info": ("todo",), "tip": ("hint", "important"),
    "success": ("check", "done"), "question": ("help", "faq"), "warning": ("caution", "attention"),
    "failure": ("fail", "missing"), "danger": ("error",), "quote": ("cite",),
}  # fmt: skip
"""Names that a theme has a look for, and Obsidian's other names of each."""


def adapt(text: str, strings: Strings) -> str:
    """Return a page's text, its references replaced, as Python-Markdown reads it alike.

    A callout without a title gets the one that its kind has in the site's language.
    """
    out, position = [], 0
    for match in find_opaque(text):
        if match["comment"] is not None and match[0].startswith("%%") and match.start() >= position:
            out += [text[position : match.start()], "\n" * match[0].count("\n")]
            position = match.end()
    text = "".join([*out, text[position:]]) if out else text
    closed = [match.span() for match in reversed(find_opaque(text))]
    rows: list[str] = []
    offset, before = 0, ""
    for row in text.split("\n"):
        while closed and closed[-1][1] <= offset:
            closed.pop()
        is_open = not closed or offset < closed[-1][0]
        offset += len(row) + 1
        if is_open:
            if untitled := UNTITLED.fullmatch(row):
                row = f"{row.rstrip()} {strings.callout(untitled['type'].lower())}"
            row = TAG.sub(r"\g<indent>\\", row)
            is_item = ITEM.match(row) and PROSE.match(before) and not _in_list(rows)
            if before.strip() and (HEADING.match(row) or is_item):
                rows.append("")
        rows.append(row)
        before = row if is_open else ""
    return "\n".join(rows)


def _in_list(rows: list[str]) -> bool:
    """Say whether the paragraph above is the rest of an item, or of anything that is indented."""
    for row in reversed(rows):
        if not row.strip() or HEADING.match(row):
            return False
        if not PROSE.match(row):
            return True
    return False


class CalloutTreeprocessor(Treeprocessor):
    """Makes an admonition of a quotation that begins `[!type]`; the theme knows how one looks."""

    def run(self, root: Element) -> None:
        """Change each callout of the page, those inside others too."""
        for parent in list(root.iter()):
            for quote in [child for child in parent if child.tag == "blockquote"]:
                self._divide(parent, quote)
        for quote in list(root.iter("blockquote")):
            found = _begins(quote[0]) if len(quote) else None
            if found is None:
                continue
            first, given = quote[0], found["type"].lower()
            kind = next((name for name, others in TYPES.items() if given in others), given)
            first.text = (first.text or "")[found.end() :]
            if not first.text.strip() and not len(first):
                quote.remove(first)
            title = Element("summary" if found["fold"] else "p")
            title.text = found["title"].strip() or given.capitalize()
            quote.insert(0, title)
            quote.set("class", kind)
            if not found["fold"]:
                quote.tag = "div"
                quote.set("class", f"admonition {kind}")
                title.set("class", "admonition-title")
                continue
            quote.tag = "details"
            if found["fold"] == "+":
                quote.set("open", "open")

    def _divide(self, parent: Element, quote: Element) -> None:
        """Take quotations apart that a blank line separates, where a callout begins."""
        if not len(quote) or _begins(quote[0]) is None:
            return
        place, current = list(parent).index(quote), quote
        for child in list(quote)[1:]:
            if _begins(child) is not None:
                current, place = Element("blockquote"), place + 1
                parent.insert(place, current)
            if current is not quote:
                quote.remove(child)
                current.append(child)


def _begins(element: Element) -> re.Match[str] | None:
    """Match the mark with which a callout begins, where this is its first paragraph."""
    return CALLOUT.match(element.text or "") if element.tag == "p" else None
