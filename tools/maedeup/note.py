"""Markdown text -> Note, and the one grammar of references.

    [[target]]  [[target|label]]  [[target#heading]]      a link
    ![[target]] ![[target#part]]  ![[target#part|how]]    an embed
    [[relu]]은(는)                                        a particle that fits what is shown

No reference stands inside code, math or a comment. All who need references, the link graph and the
page alike, take them from `find_references`, so that they cannot disagree.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import yaml

from maedeup.errors import MaedeupError, Problem, suggest
from maedeup.paths import Slug, SourcePath, nfc, slug_of

IMAGE_ENDINGS = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif")
KINDS = ("concept", "formula", "model", "method", "tool", "lab", "map", "guide")
FIELDS = ("title", "aliases", "tags", "kind", "requires", "source")
PARTS = ("figure", "code", "output", "fold")
"""How much of a cell an embed shows; without one, code and products."""

REFERENCE = re.compile(
    r"(?P<embed>!?)\[\[(?P<target>[^\[\]|#\n\\]*)(?:\#(?P<anchor>[^\[\]|\n\\]*))?"
    r"(?:\\?\|(?P<label>[^\[\]\n]*))?\]\]"
)
OPAQUE = re.compile(
    r"""
    (?P<fence>^(?P<indent>[ \t>]*)(?P<ticks>`{3,}|~{3,})[^\n]*\n
        (?:.*?^[ \t>]*(?P=ticks)[`~]*[ \t]*$|.*\Z))
    | (?P<comment><!--.*?(?:-->|\Z))
    | (?P<code>(?<![`\\])(?P<run>`+)(?!`)(?:(?!\n\s*\n).)+?(?<!`)(?P=run)(?!`))
    | (?P<display>(?<!\\)\$\$.+?\$\$)
    | (?P<math>(?<![\\$])\$(?![\s$])(?:(?!\n\s*\n)[^$\\]|\\.)+?(?<!\s)\$(?!\d))
    """,
    re.MULTILINE | re.DOTALL | re.VERBOSE,
)
"""What holds no reference; the first alternative that starts earliest wins, as for a reader."""

FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)


@dataclass(frozen=True)
class Reference:
    """One `[[…]]` or `![[…]]` of a note."""

    embed: bool
    target: str
    """A slug, title, alias or file name; empty for the note itself."""
    anchor: str
    """After `#`: a heading, a cell, a figure's label or a variable."""
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
    def kind(self) -> Literal["snippet", "image", "note"]:
        """What the target names, told by its ending."""
        if self.target.endswith(".py"):
            return "snippet"
        return "image" if self.target.lower().endswith(IMAGE_ENDINGS) else "note"

    def __str__(self) -> str:
        anchor = f"#{self.anchor}" if self.anchor else ""
        label = f"|{self.label}" if self.label is not None else ""
        return f"{'!' * self.embed}[[{self.target}{anchor}{label}]]"


@dataclass(frozen=True)
class Formula:
    """One `$…$` or `$$…$$` of a note."""

    latex: str
    display: bool
    line: int
    start: int
    end: int


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


@dataclass(frozen=True)
class Heading:
    """One heading of a note."""

    text: str
    anchor: str
    """The `id` that the page gives it."""
    line: int
    end: int
    """Offset of its end in the text that was searched."""
    explicit: bool
    """Whether the author gave the `id`."""


@dataclass(frozen=True)
class Note:
    """One Markdown file of the vault, or the prose of a lab."""

    path: SourcePath
    src_uri: str
    """Relative to the vault: `notes/relu.md`."""
    title: str
    body: str = field(repr=False)
    """What follows the front matter."""
    body_line: int = 1
    """Line of the file on which `body` starts."""
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    kind: str = "concept"
    requires: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    meta: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def slug(self) -> Slug:
        """The file's name without its ending."""
        return slug_of(self.path)

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
    def claim(self) -> str:
        """The first sentence of the first paragraph, as Markdown; may be empty."""
        for block in re.split(r"\n\s*\n", self.body):
            text = block.strip()
            if text and not re.match(r"(#|!\[\[|<|```|~~~|\?\?\?|!!!|\||[-*+] |\d+\. |\$\$)", text):
                return sentences(text)[0]
        return ""

    def sentence_at(self, offset: int) -> str:
        """Give the sentence of the body around an offset, for a backlink's context."""
        start = self.body.rfind("\n\n", 0, offset) + 2 if "\n\n" in self.body[:offset] else 0
        end = self.body.find("\n\n", offset)
        paragraph = self.body[start : end if end >= 0 else len(self.body)]
        position = start
        for sentence in sentences(paragraph):
            position = self.body.index(sentence, position)
            if position <= offset < position + len(sentence):
                return re.sub(r"^\s*(?:[-*+]|\d+\.|#+|>|\?\?\?\+?|!!!)\s+", "", sentence)
            position += len(sentence)
        return ""


def parse_note(path: SourcePath, src_uri: str, text: str) -> Note:
    """Read a note from its text.

    Raises:
        MaedeupError: broken front matter, an unknown field, a value of the wrong form.
    """
    found = FRONT_MATTER.match(text)
    if text.startswith("---\n") and not found:
        hint = "close the block with a line `---`"
        raise MaedeupError(Problem(path, 1, "front matter without end", "---", hint))
    front, body = (found[1] or "", text[found.end() :]) if found else ("", text)
    body_line = text[: len(text) - len(body)].count("\n") + 1
    try:
        meta = yaml.load(front, _Loader) if front.strip() else {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 1
        what = str(getattr(error, "problem", error))
        hint = "quote a value that holds `:` or `#`"
        raise MaedeupError(Problem(path, line, "broken front matter", what, hint)) from None
    if not isinstance(meta, dict):
        hint = "write `title: …`"
        raise MaedeupError(Problem(path, 1, "front matter is no table", repr(meta), hint))
    return _make_note(path, src_uri, body, body_line, {str(k): v for k, v in meta.items()}, front)


def find_references(text: str, first_line: int = 1) -> list[Reference]:
    """Find all references of `text` that do not stand inside code, math or a comment."""
    if "[[" not in text:
        return []
    starts = [0, *(m.end() for m in re.finditer("\n", text))]
    closed = opaque_spans(text)
    begins = [span[0] for span in closed]
    found = []
    for match in REFERENCE.finditer(text):
        index = bisect.bisect_right(begins, match.start()) - 1
        if index >= 0 and match.start() < closed[index][1]:
            continue
        if match.start() and text[match.start() - 1] == "\\":
            continue
        row = bisect.bisect_right(starts, match.start()) - 1
        end_of_row = text.find("\n", match.end())
        before = text[starts[row] : match.start()]
        after = text[match.end() : end_of_row if end_of_row >= 0 else len(text)]
        label = match["label"]
        found.append(
            Reference(
                embed=bool(match["embed"]),
                target=nfc(match["target"].strip()),
                anchor=nfc((match["anchor"] or "").strip()),
                label=label.strip() if label is not None else None,
                line=first_line + row,
                start=match.start(),
                end=match.end(),
                alone=not before.strip(" \t>") and not after.strip(),
            )
        )
    return found


def find_formulas(text: str, first_line: int = 1) -> list[Formula]:
    """Find all formulas of `text` that do not stand inside code or a comment."""
    if "$" not in text:
        return []
    return [
        Formula(
            latex=match[0].strip("$"),
            display=match["display"] is not None,
            line=first_line + text.count("\n", 0, match.start()),
            start=match.start(),
            end=match.end(),
        )
        for match in OPAQUE.finditer(text)
        if match["display"] is not None or match["math"] is not None
    ]


def find_fences(text: str, first_line: int = 1) -> list[Fence]:
    """Find the fenced blocks of `text`, none inside another."""
    found = []
    for match in OPAQUE.finditer(text):
        if match["fence"] is not None:
            start = match.end("ticks")
            end = text.find("\n", start)
            line = first_line + text.count("\n", 0, match.start())
            found.append(Fence(text[start:end].strip(), line, start, end))
    return found


def heading_slug(text: str, separator: str = "-") -> str:
    """Give a heading's anchor: Hangul stays, case and punctuation go.

    The signature is the one that Python-Markdown's `toc` calls.
    """
    text = re.sub(r"[^\w\- ]", "", nfc(re.sub(r"<[^>]+>", "", text)).strip().lower())
    return re.sub(r"[\s-]+", separator, text).strip(separator) or "section"


def find_headings(text: str, first_line: int = 1) -> list[Heading]:
    """Find the headings of `text`, with the anchors that the page gives them."""
    closed = [m.span() for m in OPAQUE.finditer(text) if m["fence"] or m["comment"]]
    seen: dict[str, int] = {}
    found = []
    for match in re.finditer(r"(?m)^#{1,6}[ \t]+(.+?)[ \t]*#*[ \t]*$", text):
        if any(start <= match.start() < end for start, end in closed):
            continue
        given = re.search(r"\{[^}]*#([\w-]+)[^}]*\}$", match[1])
        shown = plain_text(re.sub(r"\s*\{[^}]*\}$", "", match[1]))
        slug = given[1] if given else heading_slug(shown)
        count = seen[slug] = seen.get(slug, -1) + 1
        anchor = f"{slug}_{count}" if count else slug  # as `toc` numbers equal ones
        line = first_line + text.count("\n", 0, match.start())
        found.append(Heading(shown, anchor, line, match.end(1), given is not None))
    return found


def opaque_spans(text: str) -> list[tuple[int, int]]:
    """Give the spans of code, math and comments."""
    return [match.span() for match in OPAQUE.finditer(text)]


def sentences(paragraph: str) -> list[str]:
    """Split a paragraph into sentences; a line ends one too, as sources have one a line."""
    parts = re.split(r"(?<=[.?!])\s+(?=\S)|\n", paragraph)
    return [part.strip() for part in parts if part.strip()] or [paragraph]


def plain_text(markdown: str) -> str:
    """Give Markdown without its marks, for a tooltip or a list."""
    text = REFERENCE.sub(lambda m: m["label"] or m["target"], markdown)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"(\*\*|__|\*|`|\$)", "", text).strip()


_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _make_note(
    path: SourcePath, src_uri: str, body: str, body_line: int, meta: dict[str, Any], front: str
) -> Note:
    problems: list[Problem] = []

    def line_of(key: str) -> int:
        rows = front.split("\n")
        return next((i for i, r in enumerate(rows, 2) if r.startswith(f"{key}:")), 1)

    def texts(key: str) -> tuple[str, ...]:
        value = meta.get(key)
        items = [] if value is None else value if isinstance(value, list) else [value]
        bad = [v for v in items if isinstance(v, (dict, list)) or v is None]
        if bad:
            problems.append(
                Problem(path, line_of(key), f"{key} holds no plain text", repr(bad[0]), "quote it")
            )
        return tuple(nfc(str(item)) for item in items if item not in bad)

    title = meta.get("title")
    if title is not None and (isinstance(title, (dict, list)) or not str(title).strip()):
        problems.append(Problem(path, line_of("title"), "title is no text", repr(title)))
    if title is None and (heading := re.search(r"(?m)^# (.+?)\s*#*$", body)):
        title = heading[1]
    if title is None:
        title = slug_of(path)
    kind = str(meta.get("kind", "concept"))
    if kind not in KINDS:
        hint = suggest(kind, KINDS, "one of " + ", ".join(KINDS))
        problems.append(Problem(path, line_of("kind"), "unknown kind", kind, hint))
    for key in meta:
        near = suggest(key, FIELDS)
        if key not in FIELDS and near and key.lower() not in MKDOCS_FIELDS:
            problems.append(Problem(path, line_of(key), "unknown field", key, near))
    note = Note(
        path=path,
        src_uri=src_uri,
        title=nfc(str(title)).strip(),
        body=body,
        body_line=body_line,
        aliases=texts("aliases"),
        tags=texts("tags"),
        kind=kind,
        requires=texts("requires"),
        source=texts("source"),
        meta=meta,
    )
    if problems:
        raise MaedeupError(problems)
    return note


MKDOCS_FIELDS = ("hide", "template", "description", "icon", "status", "search", "subtitle", "date")
"""Fields that the host reads; they are not mistyped ones of ours."""
