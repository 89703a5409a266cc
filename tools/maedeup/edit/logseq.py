"""What Logseq writes otherwise: properties, blocks by their ids, embeds.

alias:: a, b                      a page's own names, in its first lines
- A block                         - A block ^65f0…
  id:: 65f0…
[words]([[Page]])                 [[Page|words]]
((65f0…))  [words](((65f0…)))     [[pages/A#^65f0…|A block]]
- {{embed [[Page]]}}              - ![[Page]]
#+BEGIN_NOTE … #+END_NOTE         > [!note] …
## A heading                      its children begin at the margin, where they are a list
\t- a child
{{youtube https://…}}             a link: no page shows another host's player
pages/a___b.md                    `title:` says a/b
journals/2024_12_07.md            ... and Dec 7th, 2024
"""

from __future__ import annotations

import datetime
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping

from maedeup.edit.roles import Label, link_to, shortened
from maedeup.notes.opaque import opaque_at
from maedeup.notes.outline import find_headings
from maedeup.text.paths import SourcePath, slug_of

PROPERTY = re.compile(r"(?P<key>[\w-]+)::[ \t]*(?P<value>[^\n]*)(?:\n|\Z)")
FIELDS = {"alias": "aliases", "aliases": "aliases", "tags": "tags", "title": "title"}
"""Those that front matter has too, and what they are called there."""
ID = r"[0-9a-f]{8}-[0-9a-f-]{27}"
OWN = re.compile(rf"[ \t]*(?:id::[ \t]*(?P<id>{ID})|collapsed::[^\n]*)[ \t]*")
"""What a block says of itself and no reader sees."""
SAID = re.compile(r"[ \t]+[\w.-]+::(?:[ \t]|$)")
"""Any property of a block."""
ITEM = re.compile(r"[ \t]*[-*+](?:[ \t]+|$)")
MEANT = rf"(?:\[\[(?P<page>[^\[\]\n]+)\]\]|\(\((?P<id>{ID})\)\))"
LEADS = re.compile(
    rf"(?P<embed>\{{\{{embed[ \t]+)?(?:\[(?P<words>[^\[\]\n]*)\]\()?{MEANT}\)?(?:[ \t]*\}}\}})?"
)
PLAYER = re.compile(
    r"\{\{(?:youtube|video|tweet|twitter|vimeo|bilibili)[ \t]+(https?://[^\s{}]+)[ \t]*\}\}"
)
ORG = re.compile(
    r"^(?P<before>[ \t]*(?:[-*+][ \t]+)?)#\+BEGIN_(?P<kind>\w+)(?P<rest>[^\n]*)\n"
    r"(?P<inside>.*?)^[ \t]*#\+END_(?P=kind)[ \t]*$",
    re.M | re.S | re.I,
)
"""A block as Org mode writes it."""
CALLOUTS = ("note", "tip", "important", "caution", "warning")
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def read_blocks(body: str, path: str) -> dict[str, Label]:
    """Return what the ids of a page's blocks name."""
    rows = body.split("\n")
    anchors = {heading.line: heading.anchor for heading in find_headings(body)}
    found = {}
    for number, name in _ids(rows):
        text = ITEM.sub("", rows[number])
        words = shortened(re.sub(r"^#+[ \t]+|\{\{.*?\}\}|\(\(.*?\)\)", "", text))
        found[name] = Label(path, anchors.get(number + 1, f"^{name}"), words)
    return found


def rewrite_leads(
    body: str,
    path: str,
    labels: Mapping[str, Label],
    told: Callable[[str], None],
    dead: Callable[[int, str], None],
) -> str:
    """Return a page's text with the links and embeds that this tool reads.

    Args:
        body: of the page.
        path: of its file.
        labels: what ids mean.
        told: counts a change of a kind.
        dead: lists what leads nowhere, by its offset.
    """

    def lead(match: re.Match[str]) -> str:
        words, page, name = match["words"], match["page"], match["id"]
        is_plain = page and words is None and not match["embed"]
        if is_plain or opaque_at(body, match.start()) is not None:
            return match[0]
        row = body[body.rfind("\n", 0, match.start()) + 1 : match.start()]
        behind = body[match.end() :].partition("\n")[0].strip()
        mark = "!" * bool(match["embed"] and not ITEM.sub("", row).strip() and not behind)
        if page:
            told("links and embeds of Logseq")
            return f"{mark}[[{page}{f'|{words}' if words and not mark else ''}]]"
        if (label := labels.get(name)) is None:
            dead(match.start(), match[0])
            return match[0]
        told("links and embeds of Logseq")
        if mark:
            return f"![[{'' if label.path == path else label.path[:-3]}#{label.anchor}]]"
        return link_to(label, words or label.words, path, row)

    def player(match: re.Match[str]) -> str:
        told("players and posts of other hosts as links")
        return f"[{match[1]}]({match[1]})"

    return PLAYER.sub(player, LEADS.sub(lead, body))


def rewrite_rows(body: str, told: Callable[[str], None]) -> str:
    """Return a page's text in which ids are marks, and Org mode's blocks are Markdown's."""

    def block(match: re.Match[str]) -> str:
        told("blocks of Org mode")
        kind, indent = match["kind"].lower(), re.sub(r"\S", " ", match["before"])
        rows = [row.removeprefix(indent) for row in match["inside"].rstrip("\n").split("\n")]
        if kind in CALLOUTS or kind == "quote":
            first = [f"[!{kind}]"] if kind in CALLOUTS else []
            rows = [f"> {row}".rstrip() for row in (*first, *rows)]
        elif kind != "center":
            rows = [f"```{match['rest'].strip()}", *rows, "```"]
        return match["before"] + f"\n{indent}".join(rows)

    body = ORG.sub(block, body)
    return _marked(body, told) if "id::" in body or "collapsed::" in body else body


def _ids(rows: list[str]) -> Iterator[tuple[int, str]]:
    """Yield the ids of blocks, each with the number of the row that begins its block."""
    for number, row in enumerate(rows):
        if (own := OWN.fullmatch(row)) is None or not own["id"]:
            continue
        first = number - 1
        while first >= 0 and SAID.match(rows[first]):
            first -= 1
        if first >= 0 and ITEM.match(rows[first]):
            yield first, own["id"]


def _marked(body: str, told: Callable[[str], None]) -> str:
    """Return a text in which ids of blocks are marks, and headings have their own anchors."""
    rows = body.split("\n")
    gone = {number for number, row in enumerate(rows) if OWN.fullmatch(row)}
    for first, name in _ids(rows):
        told("blocks with an id")
        if re.match(r"#+[ \t]", ITEM.sub("", rows[first])):
            continue
        last = end = first
        while end + 1 < len(rows) and rows[end + 1].strip() and not ITEM.match(rows[end + 1]):
            end += 1
            last = last if end in gone else end
        is_fence = re.search(r"`{3}|~{3}", "\n".join(rows[first : last + 1]))
        indent = " " * (len(rows[first]) - len(rows[first].lstrip()) + 2)
        rows[last] += f"\n\n{indent}^{name}\n" if is_fence else f" ^{name}"
    return "\n".join(row for number, row in enumerate(rows) if number not in gone)


def outdented(body: str) -> str:
    """Return a page's text in which the children of a block without a bullet are no code."""
    rows, is_item = body.split("\n"), True
    for number, row in enumerate(rows):
        if row and not row[0].isspace():
            is_item = ITEM.match(row) is not None
        elif not is_item:
            rows[number] = row.removeprefix("\t")
    return "\n".join(rows)


def read_properties(body: str, path: str) -> dict[str, str | list[str]]:
    """Return what a page says of itself, by fields of front matter.

    Of `a___b.md` the title is `a/b`, as pages name it, and of a day's page the day.
    """
    found: dict[str, str | list[str]] = {}
    position = 0
    while (match := PROPERTY.match(body, position)) is not None:
        position = match.end()
        key, value = FIELDS.get(match["key"].lower(), ""), match["value"].strip()
        if key == "title" and value:
            found[key] = value
        elif key:
            named = [part.strip().removeprefix("#").strip("[]") for part in value.split(",")]
            found[key] = [name for name in named if name]
    stem = slug_of(SourcePath(path))
    if "___" in stem:
        found.setdefault("title", stem.replace("___", "/"))
    if posixpath.basename(posixpath.dirname(path)) == "journals" and (day := _day(stem)):
        found.setdefault("title", day)
    return {key: value for key, value in found.items() if value}


def _day(stem: str) -> str:
    """Return how Logseq calls the page of a day, unless it is told otherwise."""
    try:
        day = datetime.date.fromisoformat(stem.replace("_", "-"))
    except ValueError:
        return ""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10 * (day.day // 10 != 1), "th")
    return f"{MONTHS[day.month - 1]} {day.day}{ending}, {day.year}"
