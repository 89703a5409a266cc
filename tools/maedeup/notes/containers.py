"""The containers that each line of Markdown stands in: one pass, as CommonMark reads blocks.

    > a quotation, or a callout                 - an item      1. an item
    !!! note "an admonition", ??? a folded one, === "a tab"     [^1]: a footnote     : a definition

What a line has before its content is its prefix. Whoever looks for formulas, references, marks,
headings or code looks at the content alone (`unprefixed`), and whoever puts several lines in the
place of something repeats the prefix (`continuation`). Where Python-Markdown differs, an indent of
four that its authors write holds as well as the width of an item's mark.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from maedeup.text.kept import kept

TAB = 4
QUOTE, ITEM, BOX, FOOTNOTE, DEFINITION = "quote", "item", "box", "footnote", "definition"
"""Kinds of containers."""


class Leaf(Enum):
    """What a line is to the container that it stands in."""

    BLANK = auto()
    TEXT = auto()
    TABLE = auto()
    HEADING = auto()
    RULE = auto()
    FENCE = auto()
    CODE = auto()
    """By indentation."""
    DISPLAY = auto()
    """A formula on lines of its own."""
    RAW = auto()
    """A comment, or an element whose content is no Markdown."""
    HTML = auto()
    TITLE = auto()
    """The first line of a box."""


@dataclass(frozen=True, eq=False, slots=True)
class Container:
    """One quotation, item, box, footnote or definition."""

    kind: str
    start: int
    """Offset of its mark."""
    width: int
    """Columns that a line of its content is indented by; 0 of a quotation."""
    mark: str
    """As it is written: `-`, `2.`, `!!!`."""
    parent: Container | None
    group: int
    """Of items: the offset of the first of their list."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text."""

    start: int
    content: int
    """Offset at which its content begins, behind the prefix; may be more space."""
    end: int
    containers: tuple[Container, ...]
    leaf: Leaf
    first: bool
    """Whether it begins a block."""
    opened: int = 0
    """How many of its containers begin on it."""
    lazy: int = 0
    """How many of its containers it does not name, being the rest of a paragraph in them."""


QUICK = re.compile(r"[^\s>\-+*0-9!?=\[:`~#<$|%_]")
"""With what a line begins that can only be text."""

ITEM_MARK = re.compile(r"([-+*]|\d{1,9}[.)])(?=[ \t]|$)")
BOX_MARK = re.compile(
    r'(?:!!!|\?\?\?\+?)[ \t]+[\w-].*$|===[!+]{0,2}[ \t]+"[^"\n]*"[ \t]*$|(?:!!!|\?\?\?\+?)[ \t]*"'
)
FOOTNOTE_MARK = re.compile(r"\[\^[^\]\s]+\]:")
DEFINITION_MARK = re.compile(r":[ \t]+(?=\S)")
FENCE_MARK = re.compile(r"(`{3,})(?=[^`\n]*$)|(~{3,})")
HEADING_MARK = re.compile(r"#{1,6}(?:[ \t]|$)")
RULE_MARK = re.compile(r"(?:\*[ \t]*){3,}$|(?:-[ \t]*){3,}$|(?:_[ \t]*){3,}$")
RAW_MARK = re.compile(r"<!--|%%[ \t]*$|<(pre|script|style|textarea)\b[^>\n]*>?", re.IGNORECASE)
HTML_MARK = re.compile(
    r"</?(?:address|article|aside|base|blockquote|body|caption|center|col|colgroup|dd|details|dialog|"
    r"div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|head|header|hr|html|iframe|legend|li|"
    r"link|main|menu|nav|ol|optgroup|option|p|picture|section|source|summary|svg|table|tbody|td|"
    r"tfoot|th|thead|title|tr|track|ul|video|audio)(?=[\s/>]|$)",
    re.IGNORECASE,
)
FORMULA = re.compile(
    r"(?P<code>(`+)(?!`)[^`]+\2)|\$\$.+?\$\$|(?<![\\$])\$(?!\d[\d.,]*\s|[\s$])(?:[^$\\]|\\.)+?(?<!\s)\$(?!\d)",
    re.DOTALL,
)
BLANK = re.compile(r"\n\s*\n")
TABLE_RULE = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
ENDINGS = {"<": "-->", "%": "%%"}


@kept
def read_lines(text: str) -> tuple[Line, ...]:
    """Return the lines of a text, each with its containers; kept, since a page asks many times."""
    return tuple(_Reader(text).read())


def skip_space(text: str, position: int, end: int, most: int) -> tuple[int, int]:
    """Return the offset behind up to `most` columns of space, and how many they were."""
    columns = 0
    while position < end and columns < most:
        if text[position] == " ":
            columns += 1
        elif text[position] == "\t":
            columns += TAB - columns % TAB
        else:
            break
        position += 1
    return position, columns


def _formulas(text: str, start: int) -> list[tuple[int, int]]:
    """Return where the formulas of a paragraph stand that begins at `start`."""
    stop = BLANK.search(text, start)
    return [
        match.span()
        for match in FORMULA.finditer(text, start, stop.start() if stop else len(text))
        if match["code"] is None
    ]


class _Reader:
    """Reads the lines of one text in turn."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.stack: tuple[Container, ...] = ()
        self.lines: list[Line] = []
        self.in_text = False
        """Whether the line above is a paragraph that may go on."""
        self.until = ""
        """What ends the block of code, comment or formula that is open."""
        self.open = Leaf.TEXT
        self.in_html = False
        self.last_list: Container | None = None

    def read(self) -> list[Line]:
        """Return all lines."""
        text, start = self.text, 0
        while start <= len(text):
            end = text.find("\n", start)
            end = end if end >= 0 else len(text)
            if self.in_text and not self.stack and start < end and QUICK.match(text, start):
                before = self.lines[-1]
                self.lines.append(Line(start, start, end, (), before.leaf, False))
            else:
                self._line(start, end)
            start = end + 1
        return self.lines

    def _match(self, start: int, end: int) -> tuple[int, int]:
        """Return how many open containers a line names, and where the rest of it begins."""
        text, position = self.text, start
        for number, container in enumerate(self.stack):
            if container.kind == QUOTE:
                inner, _ = skip_space(text, position, end, 3)
                if inner >= end or text[inner] != ">":
                    return number, position
                position = inner + 1
                position += position < end and text[position] in " \t"
            elif text[position:end].strip():
                inner, columns = skip_space(text, position, end, container.width)
                if columns < container.width:
                    return number, position
                position = inner
            else:
                continue
        return len(self.stack), position

    def _line(self, start: int, end: int) -> None:
        text = self.text
        matched, position = self._match(start, end)
        is_blank = not text[position:end].strip()
        if self.until:
            if matched == len(self.stack):
                self._add(start, position, end, self.open, first=False)
                if self._ends(text[position:end]):
                    self.until = ""
                return
            self.until, self.in_text = "", False
        if is_blank:
            self.stack = self.stack[:matched]
            self.in_text = self.in_html = False
            self._add(start, position, end, Leaf.BLANK)
            return
        if self.in_html and matched == len(self.stack):
            self._add(start, position, end, Leaf.HTML, first=False)
            return
        self._begin(start, position, end, matched)

    def _begin(self, start: int, position: int, end: int, matched: int) -> None:
        """Read a line that may begin containers and blocks."""
        text, whole = self.text, self.stack
        stack, opened = whole[:matched], 0
        in_text = self.in_text and all(c.kind != BOX for c in whole[matched:])
        while True:
            inner, columns = skip_space(text, position, end, 4)
            goes_on = in_text and matched == len(whole) and not opened
            if columns >= 4 and inner < end:
                if in_text and not opened:
                    self._text(start, position, end, matched)
                    return
                break
            found = self._container(inner, end, columns, stack, goes_on)
            if found is None:
                break
            container, position = found
            stack, opened = (*stack, container), opened + 1
            in_text = False
            if container.kind == BOX:
                break
        leaf, until = self._leaf(position, inner, columns, end, stack, goes_on)
        if leaf is Leaf.TEXT and in_text and not opened:
            self._text(start, position, end, matched)
            return
        self.stack, self.until, self.open = stack, until, leaf
        self.in_text = leaf is Leaf.TEXT
        self.in_html = leaf is Leaf.HTML
        self.lines.append(Line(start, position, end, stack, leaf, True, opened))

    def _text(self, start: int, position: int, end: int, matched: int) -> None:
        """Read a further line of a paragraph, which need not name its containers."""
        before, lazy = self.lines[-1], len(self.stack) - matched
        row = self.text[position:end]
        if before.leaf is Leaf.TABLE and lazy:
            self.stack = self.stack[:matched]
            self._add(start, position, end, Leaf.TEXT)
            self.in_text = True
            return
        if before.leaf is Leaf.TEXT and not lazy and TABLE_RULE.match(row.strip()):
            head = self.text[before.content : before.end]
            if "|" in row and "|" in head and head.count("|") >= row.count("|") - 1:
                self.lines[-1] = Line(
                    before.start, before.content, before.end, before.containers, Leaf.TABLE, True,
                    before.opened, before.lazy,
                )  # fmt: skip
                self._add(start, position, end, Leaf.TABLE, first=False)
                return
        self.lines.append(Line(start, position, end, self.stack, before.leaf, False, lazy=lazy))

    def _add(self, start: int, position: int, end: int, leaf: Leaf, first: bool = True) -> None:
        self.lines.append(Line(start, position, end, self.stack, leaf, first))

    def _container(
        self, inner: int, end: int, columns: int, stack: tuple[Container, ...], goes_on: bool
    ) -> tuple[Container, int] | None:
        """Begin a container where the rest of a line has the mark of one."""
        text, parent = self.text, stack[-1] if stack else None
        mark = text[inner : inner + 1]
        if mark == ">":
            content = inner + 1
            content += content < end and text[content] in " \t"
            return Container(QUOTE, inner, 0, ">", parent, inner), content
        if mark in "-+*" or mark.isdigit():
            return self._item(inner, end, columns, parent, len(stack), goes_on)
        if mark in "!?=" and BOX_MARK.match(text[inner:end]):
            kind = text[inner : inner + 3]
            return Container(BOX, inner, columns + TAB, kind, parent, inner), inner
        if mark == "[" and (found := FOOTNOTE_MARK.match(text, inner, end)):
            content = skip_space(text, found.end(), end, TAB)[0]
            return Container(FOOTNOTE, inner, TAB, found[0], parent, inner), content
        if mark == ":" and self.lines and (found := DEFINITION_MARK.match(text, inner, end)):
            above = next(
                (line for line in reversed(self.lines) if line.leaf is not Leaf.BLANK), None
            )
            depth = len(stack)
            if above is not None and (
                (above.leaf is Leaf.TEXT and len(above.containers) == depth)
                or (len(above.containers) > depth and above.containers[depth].kind == DEFINITION)
            ):
                return Container(DEFINITION, inner, TAB, ":", parent, inner), found.end()
        return None

    def _item(
        self,
        inner: int,
        end: int,
        columns: int,
        parent: Container | None,
        depth: int,
        goes_on: bool,
    ) -> tuple[Container, int] | None:
        text = self.text
        found = ITEM_MARK.match(text, inner, end)
        if found is None or RULE_MARK.match(text[inner:end]):
            return None
        mark, behind = found[1], found.end()
        content, space = skip_space(text, behind, end, 5)
        is_empty = content >= end
        above = self._above(depth)
        is_next = above is not None and above.kind == ITEM and above.mark[-1] == mark[-1]
        if goes_on and self._in_formula(inner):
            return None
        if goes_on and (is_empty or not (mark in "-+*" or mark[:-1] == "1")) and not is_next:
            return None
        if is_empty or space >= 5:
            content, space = min(behind + 1, end), 1
        group = above.group if is_next and above is not None else inner
        width = columns + len(mark) + space
        return Container(ITEM, inner, width, mark, parent, group), content

    def _in_formula(self, offset: int) -> bool:
        """Say whether a formula goes on here: one of the paragraph above that is not closed."""
        number = len(self.lines) - 1
        while number and not self.lines[number].first:
            number -= 1
        start = self.lines[number].content
        if "$" not in self.text[start:offset]:
            return False
        return any(start < offset < end for start, end in _formulas(self.text, start))

    def _above(self, depth: int) -> Container | None:
        """Return the container at a depth in which the block above stands."""
        for line in reversed(self.lines):
            if line.leaf is not Leaf.BLANK or line.opened:
                return line.containers[depth] if len(line.containers) > depth else None
        return None

    def _leaf(
        self, position: int, inner: int, columns: int, end: int, stack: tuple[Container, ...],
        goes_on: bool,
    ) -> tuple[Leaf, str]:  # fmt: skip
        """Return what a line is that begins a block, and what ends the block, if a mark does."""
        text = self.text
        rest = text[inner:end]
        if stack and stack[-1].kind == BOX and stack[-1].start == inner:
            return Leaf.TITLE, ""
        if not rest:
            return Leaf.BLANK, ""
        if columns >= 4:
            return Leaf.CODE, ""
        mark = rest[0]
        if mark in "`~" and (found := FENCE_MARK.match(rest)):
            return Leaf.FENCE, found[0]
        if mark == "#" and HEADING_MARK.match(rest):
            return Leaf.HEADING, ""
        if mark in "-*_" and RULE_MARK.match(rest) and not (goes_on and mark == "-"):
            return Leaf.RULE, ""
        if mark == "$" and rest.startswith("$$") and "$$" not in rest[2:]:
            return (Leaf.DISPLAY, "$$") if text.find("$$", inner + 2) >= 0 else (Leaf.TEXT, "")
        if mark in "<%" and (found := RAW_MARK.match(rest)):
            ending = f"</{found[1].lower()}>" if found[1] else ENDINGS[mark]
            if ending in rest[len(found[0]) :].lower():
                return Leaf.RAW, ""
            if mark == "<" and not found[1]:
                return Leaf.RAW, ending
            is_closed = ending in text[inner + len(found[0]) :].lower()
            return (Leaf.RAW, ending) if is_closed else (Leaf.TEXT, "")
        if mark == "<" and HTML_MARK.match(rest):
            return Leaf.HTML, ""
        return Leaf.TEXT, ""

    def _ends(self, row: str) -> bool:
        """Say whether a line ends the block that is open."""
        if self.open is Leaf.FENCE:
            row = row.strip()
            return len(row) >= len(self.until) and not row.strip(self.until[0])
        if self.until == "%%":
            return row.strip() == "%%"
        return self.until in row.lower()
