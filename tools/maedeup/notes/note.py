"""Markdown text -> Note: front matter, claim, and what its text refers to."""

from __future__ import annotations

import bisect
import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import yaml

from maedeup.notes.blocks import Block, find_blocks, strip_marks
from maedeup.notes.containers import Leaf
from maedeup.notes.grammar import (
    Formula,
    Reference,
    find_formulas,
    find_references,
    phrase,
    plain_text,
)
from maedeup.notes.inline import whole_tags
from maedeup.notes.opaque import opaque_at
from maedeup.notes.outline import Heading, find_headings
from maedeup.notes.prefixes import line_at, unprefixed
from maedeup.text.bounded_yaml import load_yaml, wrong_at
from maedeup.text.errors import MaedeupError, Problem, suggest
from maedeup.text.paths import Slug, SourcePath, nfc, slug_of

KINDS = ("concept", "formula", "model", "method", "tool", "lab", "map", "guide")
NO_KNOWLEDGE, NO_STATION = ("guide",), ("guide", "map")
FIELDS = ("title", "aliases", "tags", "kind", "requires", "source", "path", "typed")
LISTS = ("aliases", "tags")
"""Fields that Obsidian takes as one text with commas too."""

MISTYPED = 0.8
"""How alike one of ours an unknown field must be to be told: others mean something to the host,
or to other tools (`date`, `mobile`, `type`)."""

SENTENCE_END = re.compile(r"(?<=[.?!])\s+|\n+")
CONTEXT = 240
"""Characters of a paragraph that a backlink shows."""

LEAD = re.compile(
    r"^\s*(?:(?:[-*+]|\d+[.)]|#+|>|\?\?\?\+?|!!!)\s+"
    r"|\[[ xX]\]\s+|\[![\w-]+(?:\|[^\]\n]*)?\][-+]?\s+)"
)
"""What makes a line an item, a heading or a quotation; a sentence goes without."""

BOX = re.compile(r'^[\w -]*"(?P<title>[^\n]*)"\s*$')
"""What is behind the mark of a box whose first line has a title."""

RULE = re.compile(r"[ \t]*(?:-{1,2}|-{4,}|[—–]+)[ \t]*|[ \t]+---[ \t]*")
"""A line that looks as if it ended front matter, and does not."""

NEARLY = re.compile(
    rf"(?P<rule>{RULE.pattern})\n(?:title|tags|aliases|kind|requires|source|date)[ \t]*:"
)

NO_PROSE = re.compile(
    r"#|>|!\[\[|<|```|~~~|\?\?\?|!!!|===|:::|///|\||[-*+] |\d+[.)] |\$\$|\[[^\]\n]+\]:[ \t]"
    r"|\*\[[^\]\n]+\]:|%%|[^\n]+\n(?:=+|-+)[ \t]*(?:\n|$)|(?:[-*_][ \t]*){3,}$|\[TOC\]$"
    r"|:[ \t]|.*\n[ ]{0,3}:[ \t]"
)
"""How a block begins that is no paragraph."""

MARKED = re.compile(r"\$[^$]+\$|`[^`]+`|[*_~]\S|\\\W|\[\[|\]\(")
"""What makes a title Markdown."""

EMBEDDED = re.compile(r"[ \t]*!\[\[[^\[\]\n]+\]\][ \t]*")
FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
HOSTS_FIELD = re.compile(r"[ ]{0,3}[A-Za-z0-9_-]+:[^\n]*")
"""A first line that MkDocs takes off a page without front matter, `Note: …`."""


@dataclass(frozen=True)
class Note:
    """One Markdown file of the vault, or the prose of a lab."""

    path: SourcePath
    src_uri: str
    """Relative to the vault: `notes/relu.md`."""
    title: str
    body: str = field(repr=False)
    """What follows the front matter."""
    called: str = ""
    """Its title as Markdown, where it has formulas or code."""
    body_line: int = 1
    """Line of the file on which `body` starts."""
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    kind: str = "concept"
    requires: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    meta: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)
    problems: tuple[Problem, ...] = field(default=(), compare=False, repr=False)
    """Wrong fields of the front matter; what else the note says counts all the same."""

    @property
    def is_knowledge(self) -> bool:
        """Whether it is about the vault's subject: what is not counts for no link and no list."""
        return self.kind not in NO_KNOWLEDGE

    @property
    def is_station(self) -> bool:
        """Whether a path leads through it, and a reader marks it as read."""
        return self.kind not in NO_STATION

    @cached_property
    def slug(self) -> Slug:
        """The file's name without its ending."""
        return slug_of(self.path)

    @cached_property
    def written(self) -> str:
        """Its title as Markdown without links, for the text of a link."""
        return phrase(self.called) or self.title

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """All references, in the order of the text."""
        return tuple(find_references(self.body, self.body_line))

    @cached_property
    def formulas(self) -> tuple[Formula, ...]:
        """All formulas, in the order of the text."""
        return tuple(find_formulas(self.body, self.body_line))

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """All headings, in the order of the text."""
        return tuple(find_headings(self.body, self.body_line))

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """All blocks that a mark names, in the order of the text."""
        return tuple(find_blocks(self.body, self.body_line))

    @cached_property
    def opening(self) -> str:
        """The first paragraph, as Markdown; may be empty."""
        for block in re.split(r"\n\s*\n", self.body):
            text = strip_marks(block.strip())
            if text and not NO_PROSE.match(text):
                return text
        return ""

    @cached_property
    def claim(self) -> str:
        """The first sentence of the first paragraph, as Markdown; may be empty."""
        return SENTENCE_END.split(self.opening)[0].strip()

    def sentence_at(self, offset: int) -> str:
        """Return the sentence of the body around an offset, for a backlink's context.

        A line ends a sentence too, as sources have one a line.
        """
        return whole_tags(self._sentence_at(offset))

    def _sentence_at(self, offset: int) -> str:
        ends = self._sentence_ends
        index = bisect.bisect_right(ends, offset)
        start = ends[index - 1] if index else 0
        end = ends[index] if index < len(ends) else len(self.body)
        bare = LEAD.sub("", strip_marks(self._bare[start:end])).strip()
        is_title = bare[-1:] == '"' and line_at(self.body, offset).leaf is Leaf.TITLE
        return BOX.sub(r"\g<title>", bare) if is_title else bare

    def context_at(self, offset: int) -> str:
        """Return the paragraph around an offset; of a long one, the sentences next to it.

        In a list, a table or a quotation it is the sentence alone: the next item says other things.
        """
        return whole_tags(self._context_at(offset))

    def _context_at(self, offset: int) -> str:
        sentence = self._sentence_at(offset)
        row_end = self.body.find("\n", offset)
        row = self.body[self.body.rfind("\n", 0, offset) + 1 : row_end if row_end >= 0 else None]
        if _is_apart(row):  # asked first: of a list of thousands, each item is asked for
            return sentence
        start = self.body.rfind("\n\n", 0, offset) + 2 if "\n\n" in self.body[:offset] else 0
        end = self.body.find("\n\n", offset)
        rows = self.body[start : end if end >= 0 else None].split("\n")
        if any(map(_is_apart, rows)):
            return sentence
        said = [row for row in rows if not EMBEDDED.fullmatch(row)]  # of which a line is no part
        parts = [part.strip() for row in said for part in SENTENCE_END.split(row) if part.strip()]
        if sentence not in parts:
            return sentence
        first = last = parts.index(sentence)
        while True:
            before, after = first > 0, last < len(parts) - 1
            wider = (first - before, last + after)
            if wider == (first, last) or len(" ".join(parts[wider[0] : wider[1] + 1])) > CONTEXT:
                break
            first, last = wider
        shown = " ".join(parts[first : last + 1])
        return "… " * (first > 0) + shown + " …" * (last < len(parts) - 1)

    @cached_property
    def _bare(self) -> str:
        return unprefixed(self.body)

    @cached_property
    def _sentence_ends(self) -> list[int]:
        ends = (match.span() for match in SENTENCE_END.finditer(self.body))
        around = ((b, opaque_at(self.body, a)) for a, b in ends)
        return [b for b, one in around if one is None or b >= one.end]


def _is_apart(row: str) -> bool:
    """Say whether a line stands in a list, a table, a quotation or a box."""
    return LEAD.match(row) is not None or row.startswith(("|", "    "))


def parse_note(path: SourcePath, src_uri: str, text: str) -> Note:
    """Read a note from its text; a wrong field is told in its `problems`.

    Raises:
        MaedeupError: the front matter cannot be read.
    """
    found = FRONT_MATTER.match(text)
    if not found and (wrong := _mistyped_front_matter(path, text)):
        raise MaedeupError(wrong)
    front, body = (found[1] or "", text[found.end() :]) if found else ("", text)
    body_line = text[: len(text) - len(body)].count("\n") + 1
    try:
        meta = load_yaml(front) if front.strip() else {}
    except yaml.YAMLError as error:
        line, what = wrong_at(error)
        hint = "quote a value that holds `:` or `#`"
        raise MaedeupError(
            Problem("broken-front-matter", path, line + 1, "broken front matter", what, hint)
        ) from None
    if not isinstance(meta, dict):
        hint = "write `title: …`"
        raise MaedeupError(
            Problem("front-matter-no-table", path, 1, "front matter is no table", repr(meta), hint)
        )
    return _make_note(path, src_uri, body, body_line, {str(k): v for k, v in meta.items()}, front)


def _mistyped_front_matter(path: SourcePath, text: str) -> Problem | None:
    """Return what is wrong with front matter that has no end, or no beginning; None for none."""
    if text.startswith("---\n"):
        rows = text.split("\n")[1:60]
        line, row = next(((n, r) for n, r in enumerate(rows, 2) if RULE.fullmatch(r)), (1, "---"))
        hint = "close the block with a line `---`"
        if line > 1:
            hint = f"line {line} is `{row.strip()}`: a block ends with `---`"
        return Problem("front-matter-open", path, line, "front matter without end", row, hint)
    if begins := NEARLY.match(text):
        hint = f"line 1 is `{begins['rule'].strip()}`: a block begins with `---`, and ends so"
        value = begins["rule"].strip()
        return Problem("front-matter-open", path, 1, "front matter is not opened", value, hint)
    return None


def _make_note(
    path: SourcePath, src_uri: str, body: str, body_line: int, meta: dict[str, Any], front: str
) -> Note:
    problems: list[Problem] = []

    def line_of(key: str) -> int:
        rows = front.split("\n")
        return next((i for i, r in enumerate(rows, 2) if r.startswith(f"{key}:")), 1)

    def texts(key: str) -> tuple[str, ...]:
        value = meta.get(key)
        if isinstance(value, str) and key in LISTS:  # `aliases: a, b`, as Obsidian reads it
            value = [part.strip() for part in value.split(",") if part.strip()]
        items = [] if value is None else value if isinstance(value, list) else [value]
        bad = [v for v in items if isinstance(v, (dict, list)) or v is None]
        if bad:
            problems.append(
                Problem(
                    "no-plain-text",
                    path,
                    line_of(key),
                    f"{key} holds no plain text",
                    repr(bad[0]),
                    "quote it",
                )
            )
        return tuple(nfc(str(item)) for item in items if item not in bad)

    title = meta.get("title")
    if title is not None and (isinstance(title, (dict, list)) or not str(title).strip()):
        problems.append(
            Problem("no-plain-text", path, line_of("title"), "title is no text", repr(title))
        )
        title = None
    if title is None and (heading := next((h for h in find_headings(body) if h.level == 1), None)):
        title = heading.written
    if title is None:
        title = slug_of(path)
    called = nfc(str(title)).strip()
    kind = str(meta.get("kind", "concept"))
    if kind not in KINDS:
        hint = suggest(kind, KINDS, "one of " + ", ".join(KINDS))
        problems.append(Problem("unknown-kind", path, line_of("kind"), "unknown kind", kind, hint))
        kind = "concept"
    typed = meta.get("typed")
    if not (typed is None or isinstance(typed, (bool, list))):
        hint = "`typed: true` exempts the note's numbers, `typed: [97%, 0.5]` these"
        problems.append(
            Problem("typed-no-list", path, line_of("typed"), "typed is no list", repr(typed), hint)
        )
    for key in meta:
        if key not in FIELDS and (near := difflib.get_close_matches(key, FIELDS[:-1], 1, MISTYPED)):
            hint = f"did you mean {near[0]}?"
            problems.append(
                Problem("unknown-field", path, line_of(key), "unknown field", key, hint)
            )
    return Note(
        path=path,
        src_uri=src_uri,
        title=plain_text(called) if MARKED.search(called) else called,
        called=called,
        body=body,
        body_line=body_line,
        aliases=texts("aliases"),
        tags=texts("tags"),
        kind=kind,
        requires=texts("requires"),
        source=texts("source"),
        meta=meta,
        problems=tuple(problems),
    )
