"""What Obsidian and CommonMark read and Python-Markdown does not: a page's text made plain for it.

%%a comment%%            is not shown
#tag                     is no heading: one has a space behind its `#`
> [!tip]- Title          is an admonition, folded by `-`, or by `+` open and foldable
a line of prose
- an item                begins a list, as a table, a fence or a quotation under text begins one
> - an item              ... and so it does in every container
  - two columns          are enough to stand in an item
a line that ends in \\     is broken there, as by two spaces
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element

from markdown.treeprocessors import Treeprocessor

from maedeup.notes.containers import (
    BOX,
    DEFINITION,
    FOOTNOTE,
    ITEM,
    QUICK,
    QUOTE,
    Container,
    Leaf,
    Line,
    read_lines,
)
from maedeup.notes.opaque import find_opaque
from maedeup.text.strings import Strings

APART = "\ue004"
"""A paragraph of it alone holds blocks apart that Python-Markdown would join, and goes."""

PLAIN = re.compile(
    rf"(?:(?:{QUICK.pattern}(?:[^\n%]|%(?!%))*+(?<!\\)"
    r"|(?<![^\n]\n)#{1,6}[ ][^\n%\\]*+(?=\n\n|\Z))?+(?:\n|\Z))*+"
)
"""Lines that can only be text and do not end in a backslash, and headings with space around."""

CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")

CALLOUT = re.compile(
    r"\[!(?P<type>[\w-]+)(?:\|[^\]\n]*)?\](?P<fold>[-+]?)[ \t]*(?P<title>[^\n]*)(?:\n|\Z)"
)
UNTITLED = re.compile(r"[ \t]*\[!(?P<type>[\w-]+)(?:\|[^\]\n]*)?\][-+]?[ \t]*")
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
    if PLAIN.fullmatch(text):
        return text
    text = _without_comments(text)
    out: list[str] = []
    before: Line | None = None
    n_blank, depth, spare = 0, 0, 0
    fence = ""
    lines = read_lines(text)
    for number, line in enumerate(lines):
        if line.leaf is Leaf.BLANK and not line.opened:
            n_blank += 1
            continue
        common = _common(before, line) if before is not None else 0
        prefix = _prefix(line.containers[:common])
        if fence and (line.first or line.leaf is not Leaf.FENCE) and before is not None:
            out.append(_prefix(before.containers) + fence)  # which its container has ended
            fence = ""
        out += [""] * n_blank if not common else [prefix.rstrip()] * min(n_blank, 1)
        is_apart = before is None or n_blank > 0
        if before is not None and line.first:
            if _joins(before, line, common):
                out += [] if n_blank else [prefix.rstrip()]
                out += [prefix + APART, prefix.rstrip()]
                is_apart = True
            elif not n_blank and _needs_space(before, line, common, depth):
                out.append(prefix.rstrip())
                is_apart = True
        goes_on = before is not None and before.leaf is Leaf.CODE is line.leaf
        if line.first and not (goes_on and before and before.containers == line.containers):
            spare = _spare(text, lines, number)
        rows = _rows(text, line, spare)
        is_quoted = line.opened and line.containers[-1].kind == QUOTE
        if is_quoted and (untitled := UNTITLED.fullmatch(text, line.content, line.end)):
            rows[-1] = f"{rows[-1].rstrip()} {strings.callout(untitled['type'].lower())}"
        if is_apart or len(rows) > 1:
            depth = len(line.containers) - (line.opened if len(rows) == 1 else 0)
        if line.leaf is Leaf.FENCE:
            now = _open_fence(fence, text[line.content : line.end].strip(), line.first)
            rows = rows if now or line.first else [_prefix(line.containers) + fence]
            fence = now
        if line.leaf is Leaf.TEXT and _breaks(rows[-1]) and not _ends_block(lines, number):
            rows[-1] = f"{rows[-1][:-1].rstrip()}  "
        out += rows
        before, n_blank = line, 0
    if fence and before is not None:
        out.append(_prefix(before.containers) + fence)
    return "\n".join([*out, *[""] * n_blank])


def _breaks(row: str) -> bool:
    return (len(row) - len(row.rstrip("\\"))) % 2 == 1


def _ends_block(lines: tuple[Line, ...], number: int) -> bool:
    return number + 1 == len(lines) or lines[number + 1].first


def _open_fence(fence: str, row: str, first: bool) -> str:
    """Return the ticks of the fence that is open behind a row of one; '' where it closes it."""
    if first:
        return row[: len(row) - len(row.lstrip(row[0]))]
    closes = len(row) >= len(fence) and not row.strip(fence[0])
    return "" if closes else fence


def _without_comments(text: str) -> str:
    """Return a text without Obsidian's comments, the prefixes of their lines kept."""
    spans = [(one.start, one.end) for one in find_opaque(text) if one.text.lstrip()[:2] == "%%"]
    spans = [span for span in spans if text[span[0] : span[1]].strip()]
    out, position = [], 0
    lines = read_lines(text) if spans else ()
    for start, end in spans:
        for line in lines:
            if line.end >= start and line.start < end:
                first, last = max(start, line.content), min(end, line.end)
                if first < last:
                    out.append(text[position:first])
                    position = last
    return "".join([*out, text[position:]]) if out else text


def _prefix(containers: Iterable[Container]) -> str:
    return "".join("> " if container.kind == QUOTE else "    " for container in containers)


def _common(one: Line, other: Line) -> int:
    """Return how many containers two lines share."""
    pairs = zip(one.containers, other.containers, strict=False)
    return next(
        (n for n, (a, b) in enumerate(pairs) if a is not b),
        min(len(one.containers), len(other.containers)),
    )


def _joins(before: Line, line: Line, common: int) -> bool:
    """Say whether Python-Markdown would make one quotation or one list of two."""
    if not line.opened or min(len(before.containers), len(line.containers)) <= common:
        return False
    above, here = before.containers[common], line.containers[common]
    if above.kind != here.kind or here.kind not in (QUOTE, ITEM):
        return False
    return here.kind == QUOTE or above.group != here.group


def _needs_space(before: Line, line: Line, common: int, depth: int) -> bool:
    """Say whether a block that begins right under another needs a blank line before it.

    Args:
        before: the line above.
        line: its first line.
        common: how many containers both stand in.
        depth: in how many containers the text began that no blank line has ended yet.
    """
    if before.leaf is Leaf.RAW or line.leaf is Leaf.RAW:
        return False
    if Leaf.HTML in (before.leaf, line.leaf) or line.leaf is Leaf.RULE:
        return common < len(before.containers)
    if before.leaf is Leaf.TITLE and line.containers[: len(before.containers)] == before.containers:
        return False
    if not line.opened:
        return True
    here = line.containers[common] if len(line.containers) > common else None
    if here is None or here.kind in (FOOTNOTE, DEFINITION):
        return False
    if here.kind != ITEM:
        return True
    if len(before.containers) > common and before.containers[common].kind == ITEM:
        return depth > common  # the next of one list
    # A list under the text with which an item begins stays tight.
    is_in_item = common > 0 and line.containers[common - 1].kind == ITEM
    is_text = before.leaf is Leaf.TEXT and len(before.containers) == common
    return not (is_in_item and is_text and depth < common)


def _spare(text: str, lines: tuple[Line, ...], number: int) -> int:
    """Return the columns of a block's content that are no part of it, inside of containers."""
    line = lines[number]
    if line.leaf is Leaf.FENCE:
        return _columns(text, line)
    if line.leaf is not Leaf.CODE or not line.containers:
        return 0
    least = _columns(text, line)
    for other in lines[number + 1 :]:
        if other.leaf is Leaf.CODE and other.containers == line.containers:
            least = min(least, _columns(text, other))
        elif other.leaf is not Leaf.BLANK:
            break
    # By the width of an item's mark, or by the four columns of Python-Markdown.
    wider = sum(max(4 - c.width, 0) for c in line.containers if c.kind == ITEM)
    return wider if least - wider >= 4 else 0


def _columns(text: str, line: Line) -> int:
    row = text[line.content : line.end]
    return len(row) - len(row.lstrip(" "))


def _rows(text: str, line: Line, spare: int) -> list[str]:
    """Return what a line becomes, with the prefix that Python-Markdown knows."""
    row = text[line.content : line.end]
    if line.leaf is Leaf.TABLE:
        row = CODE_SPAN.sub(lambda match: match[0].replace("\\|", "|"), row)
    if line.leaf is Leaf.FENCE or (line.leaf is Leaf.CODE and line.containers):
        row = row[min(spare, _columns(text, line)) :]
    if not line.containers:
        return [row.lstrip(" ") if line.leaf is Leaf.HEADING else _no_heading(row, line)]
    if line.leaf not in (Leaf.FENCE, Leaf.CODE, Leaf.HTML, Leaf.RAW):
        row = row.lstrip(" ")
    row = _no_heading(row, line)
    known = len(line.containers) - line.opened
    out, prefix = [], _prefix(line.containers[:known])
    for place, container in enumerate(line.containers[known:], known + 1):
        if container.kind == QUOTE:
            prefix += "> "
        elif container.kind in (BOX, FOOTNOTE):
            prefix += "" if container.kind == BOX else f"{container.mark} "
        elif container.kind == DEFINITION:
            prefix += ":   "
        else:
            mark = container.mark.replace(")", ".")
            is_plain = place == len(line.containers) and line.leaf in (Leaf.TEXT, Leaf.HEADING)
            if is_plain:
                prefix += f"{mark} "
            else:
                out += [f"{prefix}{mark} {APART}", _prefix(line.containers[:place]).rstrip()]
                prefix = _prefix(line.containers[:place])
    if line.leaf is Leaf.BLANK and out:
        return out[:1]
    return [*out, (prefix + row).rstrip() if not row.strip() else prefix + row]


def _no_heading(row: str, line: Line) -> str:
    """Keep a tag from being read as a heading."""
    bare = row.lstrip()
    if bare[:1] == "#" and line.leaf in (Leaf.TEXT, Leaf.HTML):
        return f"{row[: len(row) - len(bare)]}\\{bare}"
    return row


class CalloutTreeprocessor(Treeprocessor):
    """Makes an admonition of a quotation that begins `[!type]`; the theme knows how one looks."""

    def run(self, root: Element) -> None:
        """Change each callout of the page, those inside others too."""
        _join_again(root)
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


def _join_again(parent: Element) -> None:
    """Take out what held blocks apart."""
    for child in list(parent):
        if (child.text or "").strip() == APART and not len(child):
            if child.tag == "p":
                parent.remove(child)
                continue
            child.text = ""
        elif child.text and APART in child.text:
            child.text = child.text.replace(APART, "")
        _join_again(child)


def _begins(element: Element) -> re.Match[str] | None:
    """Match the mark with which a callout begins, where this is its first paragraph."""
    return CALLOUT.match(element.text or "") if element.tag == "p" else None
