"""The one grammar of what stands in a note's text: references, formulas, fences.

    [[target]]  [[target|label]]  [[target#heading]]      a link
    ![[target]] ![[target#part]]  ![[target#part|how]]    an embed
    ![[x.py#part?variant]]        ![[x.py?variant]]       beside what a variant makes of it
    $$ … $$ ^eq-name        [[#^eq-name]]                 a formula with a mark, and a link to it
    [[target#^id]]                                        a block, named by its mark (`blocks`)
    [[relu]] and a particle in both its forms             the form that fits what is shown
    [@he2016deep]  [@he2016deep, §3]  [@a; @b]            a citation (`citations`)

No reference stands inside code, math or a comment (`<!-- … -->`, or Obsidian's `%%…%%`). All who
need references, the link graph and the page alike, take them from here, so that they cannot
disagree.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from maedeup.notes.containers import QUICK, Leaf
from maedeup.notes.inline import (
    EMPHASIS,
    hide_escapes,
    hide_spans,
    show_escapes,
    show_spans,
)
from maedeup.notes.opaque import find_opaque
from maedeup.notes.parts import PARTS, Part
from maedeup.notes.prefixes import line_at, unprefixed
from maedeup.text.math import to_words
from maedeup.text.paths import nfc

IMAGE_ENDINGS = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif")

REFERENCE = re.compile(
    r"(?P<embed>!?)\[\[(?P<target>[^\[\]|#\n\\]*?)"
    r"(?:(?:\#|(?:(?<=\.py)|(?<=\.ipynb))(?=\?))(?P<anchor>[^\[\]|\n\\]*))?"
    r"(?:\\?\|(?P<label>(?:[^\[\]\n]|\[[^\[\]\n]*\](?!\())*))?\]\]"
)
_WORK = r"@[A-Za-z][\w:.-]*(?:[ \t]*,[ \t]*[^\[\];@\n]+)?"
CITATION = re.compile(rf"(?<![\\!\]])\[(?P<works>{_WORK}(?:[ \t]*;[ \t]*{_WORK})*)\](?![\[(:])")
"""`[@key]`, `[@key, §3]` or `[@a; @b]`; what a link would make of it is no citation."""

INLINE_FOOTNOTE = re.compile(
    r"(?<!\\)\^\[(?P<text>(?:[^\[\]\n]|\[\[[^\[\]\n]*\]\]|\[[^\[\]\n]*\])+)\]"
)
"""`^[a footnote]`, which Obsidian reads and Python-Markdown does not."""

REST = re.compile(r"[^\S\n]*(?:\n|\Z)")
"""The end of a line on which nothing follows."""

EQUATION = re.compile(r"(?:[ \t]*\n){0,2}[ \t>]*\^(eq-[A-Za-z0-9-]+)[ \t]*(?=\n|\Z)")
"""Behind a display formula: the mark by which it is referred to, `[[#^eq-sigmoid]]`."""

REFERENCED = re.compile(r"\[(?P<label>[^\[\]\n]+)\]")
ADDRESS = re.compile(
    r"\(<?(?:[a-zA-Z][\w+.-]*:|[#/]|\.{1,2}/|[^()\s<>]+\.[A-Za-z]\w{1,4}(?=[)>#\s]))[^\n]*\)"
)
"""What makes `[[1]](https://…)` an ordinary link whose text has brackets."""

AUTOLINK = re.compile(r"<[a-zA-Z][\w+.-]*:[^\s<>]*$")
INSIDE = re.compile(r"(?<!\])\]\((?:[^()]|\([^()]*\))*$")
"""Before what stands in an address, or in the title behind one."""

NEAR = 400
"""Characters within which the parts of a link are looked for."""

TICKS = re.compile(r"[ \t]*(?:`{3,}|~{3,})")


@dataclass(frozen=True, slots=True)
class Reference:
    """One `[[…]]` or `![[…]]` of a note."""

    embed: bool
    target: str
    """A slug, title, alias or file name; empty for the note itself."""
    anchor: str
    """After `#`: a heading, `^` and a block's id, a cell, a figure's label or a variable; of a
    snippet, also `?` and a variant, which may follow its name at once."""
    label: str | None
    """After `|`: what a link shows, how an embed shows it, or a value's format."""
    line: int
    """Of the file, 1-based."""
    start: int
    end: int
    """Offsets in the text that was searched."""
    alone: bool
    """Nothing else stands on its line."""

    @property
    def kind(self) -> Literal["snippet", "image", "note", "list"]:
        """What the target names, told by its ending or by what stands before `:`."""
        if self.embed and self.target.startswith(("list:", "path:")):
            return "list"
        if self.target.endswith((".py", ".ipynb")):
            return "snippet"
        return "image" if self.target.lower().endswith(IMAGE_ENDINGS) else "note"

    @property
    def variant(self) -> str:
        """Name of the variant that is meant, behind `?` in a snippet's anchor."""
        return self.anchor[len(self.named) + 1 :]

    @property
    def named(self) -> str:
        """What the anchor names, without the variant of a snippet."""
        has_variant = self.kind == "snippet" and "?" in self.anchor
        return self.anchor.rpartition("?")[0] if has_variant else self.anchor

    @property
    def part(self) -> Part | None:
        """How much of a cell is meant; None where the label is a caption or a format."""
        return Part.ALL if self.label is None else PARTS.get(self.label)

    def __str__(self) -> str:
        mark = "#" if self.anchor and self.anchor[0] != "?" else ""
        label = f"|{self.label}" if self.label is not None else ""
        return f"{'!' * self.embed}[[{self.target}{mark}{self.anchor}{label}]]"


@dataclass(frozen=True)
class Formula:
    """One `$…$` or `$$…$$` of a note."""

    latex: str
    display: bool
    line: int
    start: int
    end: int
    """Behind its mark, where it has one."""
    label: str = ""
    """The mark without `^`: `eq-sigmoid`."""


@dataclass(frozen=True)
class Fence:
    """The first line of a fenced block of code."""

    info: str
    """What stands behind the ticks: `python notest`."""
    line: int
    start: int
    end: int
    """Offsets of `info` in the text that was searched."""

    @property
    def is_python(self) -> bool:
        """Whether it holds Python, also as `{.python …}`."""
        return bool(re.match(r"\{?\s*\.?(python3?|py)\b", self.info))

    @property
    def is_exempt(self) -> bool:
        """Whether it is marked as not to be run."""
        return "notest" in re.split(r"[\s{}]+", self.info)

    @property
    def is_executed(self) -> bool:
        """Whether markdown-exec, where the host has it, runs the block while it builds."""
        found = re.search(r"(?<![\w-])exec=[\"']?(\w+)", self.info)
        return found is not None and found[1].lower() in ("1", "on", "true", "yes")


@lru_cache(maxsize=64)
def blank_closed(text: str) -> str:
    """Return `text` with code, math, comments and references blanked, every character in its place.

    What is blanked is U+FFFC, "an object stands here"; line ends stay.
    """
    spans = [(one.start, one.end) for one in find_opaque(text)]
    spans += [match.span() for match in (*_written(text), *CITATION.finditer(text))]
    parts, position = [], 0
    for start, end in sorted(spans):
        if end > position:
            begin = max(start, position)
            blank = "\n".join("\ufffc" * len(row) for row in text[begin:end].split("\n"))
            parts += [text[position:begin], blank]
            position = end
    return "".join([*parts, text[position:]])


def find_references(text: str, first_line: int = 1) -> list[Reference]:
    """Find all references of `text` that do not stand inside code, math or a comment."""
    return list(_find_references(text, first_line)) if "[[" in text else []


@lru_cache(maxsize=64)  # a page's text is asked about several times in a row
def _find_references(text: str, first_line: int) -> tuple[Reference, ...]:
    closed = find_opaque(text)
    begins = [one.start for one in closed]
    found = []
    for match in _written(text):
        start, end = match.span()
        index = bisect.bisect_right(begins, start) - 1
        if index >= 0 and start < closed[index].end:
            continue
        if (start and text[start - 1] == "\\") or _is_link(text, match):
            continue
        embed, target, anchor, label = match.groups()
        found.append(
            Reference(
                embed=bool(embed),
                target=nfc(target.strip()),
                anchor=nfc(anchor.strip()) if anchor else "",
                label=label.strip() if label is not None else None,
                line=line_of(text, start, first_line),
                start=start,
                end=end,
                alone=REST.match(text, end) is not None and _begins_row(text, start),
            )
        )
    return tuple(found)


def _written(text: str) -> Iterator[re.Match[str]]:
    """Yield what `REFERENCE` matches, tried only where brackets stand."""
    position = text.find("[[")
    while position >= 0:
        match = REFERENCE.match(text, position - (text[position - 1 : position] == "!"))
        yield from [match] if match else []
        position = text.find("[[", match.end() if match else position + 1)


def _is_link(text: str, match: re.Match[str]) -> bool:
    """Say whether brackets in brackets are the text of an ordinary link."""
    end = match.end()
    if match["embed"]:
        return False
    if ADDRESS.match(text, end):
        return True
    start = match.start()
    before = text[max(start - NEAR, text.rfind("\n", max(start - NEAR, 0), start) + 1) : start]
    if "](" in before or "<" in before:
        closes = ")" in text[end : end + NEAR].partition("\n")[0]
        if AUTOLINK.search(before) or (INSIDE.search(before) and closes):
            return True
    label = REFERENCED.match(text, end) if text[end : end + 1] == "[" else None
    return label is not None and f"\n[{label['label']}]:" in f"\n{unprefixed(text)}"


def find_formulas(text: str, first_line: int = 1) -> list[Formula]:
    """Find all formulas of `text` that do not stand inside code or a comment."""
    if "$" not in text:
        return []
    found = []
    for one in find_opaque(text):
        if one.kind in ("display", "math"):
            is_display = one.kind == "display"
            mark = EQUATION.match(unprefixed(text), one.end) if is_display else None
            latex = one.text.strip("$")
            found.append(
                Formula(
                    latex=latex.replace("\\|", "|") if one.in_table else latex,
                    display=is_display,
                    line=line_of(text, one.start, first_line),
                    start=one.start,
                    end=mark.end() if mark else one.end,
                    label=mark[1] if mark else "",
                )
            )
    return found


def find_fences(text: str, first_line: int = 1) -> list[Fence]:
    """Find the fenced blocks of `text`, none inside another."""
    found = []
    for one in find_opaque(text):
        if one.kind == "fence" and (ticks := TICKS.match(text, one.start)):
            start = ticks.end()
            end = text.find("\n", start)
            end = end if end >= 0 else len(text)
            line = line_of(text, start, first_line)
            found.append(Fence(text[start:end].strip(), line, start, end))
    return found


@lru_cache(maxsize=1024)
def plain_text(markdown: str) -> str:
    """Return Markdown without its marks, for a tooltip or a list; a formula in plain letters."""
    bare, spans = hide_spans(markdown)
    text = hide_escapes(_without_links(bare))
    for _, marked in EMPHASIS:
        text = marked.sub(r"\1", text)
    return show_spans(show_escapes(text, str), spans, _words).strip()


def phrase(markdown: str) -> str:
    """Return the text of a link or a heading without what it links to; formulas and code stay."""
    bare, spans = hide_spans(markdown)
    return show_spans(_without_links(bare), spans, str).strip()


def _without_links(text: str) -> str:
    if "<" in text or "%%" in text:
        text = re.sub(r"<!--.*?-->|%%.+?%%", "", text)
    if "[[" in text:
        text = REFERENCE.sub(lambda m: m["label"] or m["target"], text)
    if "<" in text:
        text = re.sub(r"</?[A-Za-z][^<>\n]*>", "", text)
    if "](" in text:
        text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return text


def _words(span: str) -> str:
    return to_words(span.strip("$")) if span[0] == "$" else span.strip("`").strip()


def _begins_row(text: str, offset: int) -> bool:
    """Say whether nothing but the prefix of its line stands before `offset`."""
    start = text.rfind("\n", 0, offset) + 1
    if start == offset or QUICK.match(text, start):  # no container has to be known
        return start == offset
    line = line_at(text, offset)
    return line.leaf is not Leaf.TITLE and not text[line.content : offset].strip()


def line_of(text: str, offset: int, first_line: int) -> int:
    """Return the line of an offset in a text that begins on `first_line`."""
    return first_line + bisect.bisect_left(_line_ends(text), offset)


@lru_cache(maxsize=64)
def _line_ends(text: str) -> list[int]:
    return [match.start() for match in re.finditer("\n", text)]
