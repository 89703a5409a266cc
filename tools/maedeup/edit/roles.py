"""Roles with which books name and cite, as d2l's and Sphinx' do -> what this tool reads.

# Ridge                      the heading's own anchor; `:label:` goes
:label:`sec_ridge`
![A loss.](loss.svg)         ![A loss.](loss.svg){ width="400px" } ^fig-loss
:width:`400px`
:label:`fig_loss`
$$a$$                        $$a$$
:eqlabel:`eq_a`              ^eq-a
:numref:`sec_ridge`          [Ridge](../linear/ridge.md)
:numref:`fig_loss`           [[linear/ridge#^fig-loss|A loss]]
:eqref:`eq_a`                [[linear/ridge#^eq-a]]
:cite:`A.2001,B.2002`        [@A.2001; @B.2002]
:begin_tab:`pytorch` …       === "pytorch" …
```toc                       a list of links

MyST's `(name)=`, `{ref}`, `{numref}`, `{eq}` and `{cite}` are read likewise.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote

from maedeup.notes.grammar import plain_text
from maedeup.notes.opaque import find_opaque, opaque_at
from maedeup.notes.outline import find_headings
from maedeup.vault.bibliography import Work

MARKS = re.compile(
    r"(?:\s*(?<![\w`]):(?:label|eqlabel|width|height|bibliography):`[^`\n]*`[ \t]*)+(?=\n|\Z)"
)
"""What stands behind a heading, a picture, a formula or the caption of a table."""
MARK = re.compile(r":(label|eqlabel|width|height|bibliography):`([^`\n]*)`")
NAMED = re.compile(r"(?m)^[ ]{0,3}\((?P<name>[\w.:-]+)\)=[ \t]*\n+(?=#)")
"""MyST's name of the heading below it."""
ROLE = re.compile(
    r"(?<![\w`:])(?::(?P<plain>numref|ref|eqref|cite[pt]?):"
    r"|\{(?P<braced>numref|ref|eq|cite(?::\w+)?)\})`(?P<inside>[^`]+)`"
)
GIVEN_TEXT = re.compile(r"(?P<words>.+?)\s*<(?P<name>[^<>]+)>", re.S)
PICTURE = re.compile(
    r"!\[(?P<alt>(?:[^\[\]]|\[[^\[\]]*\])*)\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)\Z"
)
CAPTION = re.compile(r"(?m)^:[ \t]*(?P<words>[^\n]*)\Z")
TAB = re.compile(
    r"(?ms)^:begin_tab:[ \t]*`?(?P<name>[^`\n]*)`?[ \t]*\n(?P<inside>.*?)^:end_tab:[ \t]*$"
)
CONTENTS = re.compile(r"(?:`{3,}|~{3,}|:{3,})[ \t]*(?:toc|\{toctree\})[ \t]*(?:\n|\Z)")
USED = re.compile(
    r":(?:label|numref|ref|eqref|cite|width|begin_tab)|\{(?:numref|ref|eq|cite)|(?m:\w\)=$)|toc"
)
"""What no note without roles holds."""
LONGEST = 60
"""Characters of a caption that a link shows."""


@dataclass(frozen=True)
class Label:
    """What a label names."""

    path: str
    anchor: str
    """Of a heading; `^` and a mark of anything else; empty for the whole note."""
    words: str


class Names(Protocol):
    """What labels and keys mean in a folder of notes; read when first asked for."""

    @property
    def labels(self) -> Mapping[str, Label]:
        """What labels name."""

    @property
    def works(self) -> Mapping[str, Work]:
        """The works of the bibliography, by key."""


@dataclass(frozen=True)
class Book:
    """What the roles of a note ask of the notes beside it."""

    names: Names
    find: Callable[[str, str], str]
    """Returns the file that a name means in a file."""
    title_of: Callable[[str], str]
    told: Callable[[str], None]
    """Counts a change of a kind."""
    dead: Callable[[int, str], None]
    """Lists what leads nowhere, by its offset."""


def read_labels(body: str, path: str) -> dict[str, Label]:
    """Return what the labels of a note name."""
    found = {}
    for _, names, place in _labelled(body):
        for name in names:
            anchor, words = place if place else (f"^{mark_of(name)}", "")
            is_mark = anchor.startswith("^")
            found[name] = Label(path, f"^{mark_of(name)}" if is_mark else anchor, words)
    return found


def mark_of(label: str) -> str:
    """Return the mark that stands for a label: letters, digits and `-`."""
    return re.sub(r"[^A-Za-z0-9]+", "-", label).strip("-") or "label"


def rewrite_roles(body: str, path: str, book: Book) -> str:
    """Return a note's text without roles."""
    if not USED.search(body):
        return body
    body = ROLE.sub(lambda match: _referred(match, body, path, book), body)
    body = _without_labels(body, book)
    body = _with_contents(body, path, book)

    def tab(match: re.Match[str]) -> str:
        book.told("tabs")
        rows = re.sub(r"(?m)^(?=.*\S)", "    ", match["inside"].strip("\n"))
        return f'=== "{match["name"].strip()}"\n\n{rows}\n'

    return TAB.sub(tab, body)


def _labelled(body: str) -> Iterator[tuple[re.Match[str], list[str], tuple[str, str]]]:
    """Yield runs of marks in prose: the labels, the anchor of what they name, and its words."""
    headings = find_headings(body)
    ends = {len(body[: heading.close].rstrip()): heading for heading in headings}
    starts = {heading.start: heading for heading in headings}
    for match in sorted(
        (*MARKS.finditer(body), *NAMED.finditer(body)), key=lambda match: match.start()
    ):
        first = MARK.search(match[0])
        at = match.start() + (first.start() if first else 0)
        if opaque_at(body, at) is not None:
            continue
        names = [value for kind, value in MARK.findall(match[0]) if kind.endswith("label")]
        heading = ends.get(match.start())
        if match.re is NAMED:
            names, heading = [match["name"]], starts.get(match.end())
        if heading is not None:
            is_title = heading is headings[0] and heading.level == 1
            yield match, names, ("" if is_title else heading.anchor, heading.text)
            continue
        above = body[: match.start()]
        named = PICTURE.search(above, max(above.rfind("!["), 0)) or CAPTION.search(above)
        yield match, names, ("^", _short(named[1]) if named else "")


def _short(caption: str) -> str:
    """Return the first words of a caption."""
    return shortened(re.split(r"(?<=\w)[.:](?:\s|$)| \(", ROLE.sub("", caption), maxsplit=1)[0])


def shortened(text: str) -> str:
    """Return as much of a text as a link shows."""
    text = re.sub(r"\*{2,}|\*+(?!\w)|__|==|~~", "", text.replace("\n", " "))
    words = re.sub(r"[\[\]|]", "", plain_text(text)).strip(" .:")
    return words if len(words) <= LONGEST else words[:LONGEST].rsplit(" ", 1)[0] + "…"


def _without_labels(body: str, book: Book) -> str:
    """Return a text in which labels are marks, or gone where headings have their own."""
    out, position = "", 0
    for match, names, (anchor, _) in _labelled(body):
        out += body[position : match.start()]
        position = match.end()
        if match.re is NAMED:
            book.told("labels")
            continue
        given = dict(MARK.findall(match[0]))
        sides = [f'{side}="{given[side]}"' for side in ("width", "height") if given.get(side)]
        if sides:
            out += "{ " + " ".join(sides) + " }"
            book.told("sizes of pictures")
        if anchor == "^" and names:
            if caption := CAPTION.search(out):
                out = out[: caption.start()] + caption["words"]
            row = out[out.rfind("\n") + 1 :].lstrip(" >")
            gap = "\n" if out.endswith("$$") else "\n\n" if row.startswith("|") else " "
            out += gap + " ".join(f"^{mark_of(name)}" for name in names[:1])
        book.told("labels")
    return out + body[position:]


def _referred(match: re.Match[str], body: str, path: str, book: Book) -> str:
    """Return what stands for one role: a link, or a citation."""
    if opaque_at(body, match.start()) is not None:
        return match[0]
    inside = match["inside"].replace("\n", " ")
    if (match["plain"] or match["braced"]).startswith("cite"):
        return _cited(match, inside, body, book)
    given = GIVEN_TEXT.fullmatch(inside)
    label = book.names.labels.get((given["name"] if given else inside).strip())
    if label is None:
        book.dead(match.start(), match[0])
        return match[0]
    book.told("references to labels")
    row = body[body.rfind("\n", 0, match.start()) + 1 : match.start()]
    return link_to(label, given["words"] if given else label.words, path, row)


def link_to(label: Label, words: str, path: str, row: str) -> str:
    """Return a link from the file `path`; `row` is what stands before it on its line."""
    if not label.anchor.startswith("^"):
        own = posixpath.dirname(path) or "."
        address = quote(posixpath.relpath(label.path, own), safe="/()'!,~:@&=+$")
        address = "" if label.path == path and label.anchor else address
        mark = f"#{label.anchor}" if label.anchor else ""
        return f"[{words.replace('[', '').replace(']', '')}]({address}{mark})"
    name = "" if label.path == path else label.path.removesuffix(".md")
    bar = "\\|" if row.lstrip().startswith("|") else "|"
    words = words or (label.anchor[1:] if not label.anchor.startswith("^eq-") else "")
    return f"[[{name}#{label.anchor}{bar + words if words else ''}]]"


def _cited(match: re.Match[str], inside: str, body: str, book: Book) -> str:
    """Return the citation of works that a role names; its words where no link can stand."""
    keys = [key.strip() for key in inside.split(",")]
    if unknown := [key for key in keys if key not in book.names.works]:
        book.dead(match.start(), f"{match[0].partition('`')[0]}`{','.join(unknown)}`")
        return match[0]
    book.told("citations")
    before = body[max(body.rfind("\n\n", 0, match.start()), 0) : match.start()]
    if before.rfind("](") < before.rfind("!["):  # in the words of a picture
        return "; ".join(book.names.works[key].label for key in keys)
    return f"[{'; '.join(f'@{key}' for key in keys)}]"


def _with_contents(body: str, path: str, book: Book) -> str:
    """Return a text in which a book's tables of contents are lists of links."""
    for one in reversed(find_opaque(body)):
        if one.kind != "fence" or not CONTENTS.match(one.text):
            continue
        rows = []
        for row in one.text.split("\n")[1:-1]:
            given = GIVEN_TEXT.fullmatch(row.strip())
            name = given["name"] if given else row.strip()
            if not name or name.startswith(":"):
                continue
            target = book.find(name, path)
            if not target.endswith(".md"):
                book.dead(one.start, name)
                continue
            address = quote(posixpath.relpath(target, posixpath.dirname(path) or "."))
            words = given["words"] if given else book.title_of(target)
            rows.append(f"- [{words}]({address})")
        book.told("tables of contents")
        body = body[: one.start] + "\n".join(rows) + body[one.end :]
    return body
