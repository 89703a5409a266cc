"""One note of another tool -> the text that MkDocs and this tool read alike.

[a](Folder/b)  [a](/b.md)          a path from the note's own folder, with its ending
[a](b.md#some--heading)            GitHub's anchor becomes the heading's own
<img src="c.png" width="300">      ![](c.png){ width="300" }, or a path from the page where HTML is
# A heading for a title             `title:` says the file's name, which Obsidian shows
a #tag in the text                  `tags:` lists it too
![](https://youtu.be/x)             a link: no page shows another host's player
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from itertools import count
from urllib.parse import quote, unquote

from maedeup.edit.foreign import Foreign
from maedeup.edit.fronts import tagged, titled, with_properties
from maedeup.edit.logseq import outdented, rewrite_leads, rewrite_rows
from maedeup.edit.roles import Book, rewrite_roles
from maedeup.notes.grammar import INLINE_FOOTNOTE, REFERENCE, find_references
from maedeup.notes.note import FRONT_MATTER, HOSTS_FIELD
from maedeup.notes.opaque import opaque_at
from maedeup.notes.outline import Heading, find_headings
from maedeup.text.paths import nfc

LINK = re.compile(
    r"(?P<open>(?P<image>!?)\[(?P<text>(?:[^\[\]]|\[[^\[\]]*\])*)\]\([ \t]*)"
    r"(?:<(?P<bracketed>[^<>\n]*)>|(?P<bare>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*))"
    r"(?P<close>(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'))?[ \t]*\))"
)
DEFINED = re.compile(r"(?m)^(?P<open>[ ]{0,3}\[(?!\^)[^\[\]\n]+\]:[ \t]*)(?P<path><[^<>\n]*>|\S+)")
TAG = re.compile(r"<(?P<name>img|a|source|video|audio|embed|iframe)\b(?P<inside>[^<>]*)>", re.I)
ATTRIBUTE = re.compile(
    r"(?P<name>[\w-]+)\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'>]+))"
)
BLOCK = re.compile(r"</?(?:p|div|table|tr|td|center|figure|details|section|picture|h\d)\b", re.I)
ELSEWHERE = re.compile(r"[a-zA-Z][\w+.-]*:|//|#|\{|<")
WEB_EMBED = re.compile(r"https?://(?:www\.|m\.)?(?:youtube\.com|youtu\.be|twitter\.com|x\.com)/")
"""What Obsidian shows as a player or a post, where `![](…)` names it."""
WRITTEN_AS_SITE = re.compile(r"_index\.md$")


@dataclass
class Dead:
    """A link that leads nowhere."""

    path: str
    line: int
    target: str


@dataclass
class Rewritten:
    """What came of one note."""

    text: str
    changes: dict[str, int] = field(default_factory=dict)
    dead: list[Dead] = field(default_factory=list)

    def count(self, kind: str) -> None:
        """Count one change of a kind."""
        self.changes[kind] = self.changes.get(kind, 0) + 1


def new_path(path: str) -> str:
    """Return where a file goes: Hugo's `_index.md` is the first page of its folder."""
    return WRITTEN_AS_SITE.sub("index.md", path)


def rewrite(text: str, path: str, foreign: Foreign, body_of: Callable[[str], str]) -> Rewritten:
    """Rewrite one note.

    Args:
        text: of the file.
        path: of the file, from the folder's root.
        foreign: the folder.
        body_of: returns the text of another note, for its headings.
    """
    head = FRONT_MATTER.match(text)
    start = head.end() if head else 0
    front, body = text[:start], text[start:]
    done = Rewritten(text)
    first_line = front.count("\n") + 1
    note = _Note(path, foreign, body_of, done, first_line, body)
    if foreign.is_logseqs:
        body = outdented(body)
        body = rewrite_leads(body, path, foreign.labels, done.count, note.dead_in(body))
    for step in (note.links, note.definitions, note.tags, note.references, note.roles):
        body = step(body)
    body = note.footnotes(body)
    if foreign.is_logseqs:
        body = rewrite_rows(body, done.count)
    done.dead.sort(key=lambda dead: dead.line)
    if foreign.kind == "obsidian":
        front = with_properties(front, body, path, done.count)
        front = titled(front, body, path, foreign.begins_with_titles, done.count)
        front = tagged(front, body, done.count)
    if not front and HOSTS_FIELD.match(body):
        body = "\n" + body
        done.count("beginnings that the host would take for fields")
    done.text = front + body
    return done


def rewrite_cell(
    text: str, path: str, foreign: Foreign, body_of: Callable[[str], str]
) -> Rewritten:
    """Rewrite one Markdown cell of a notebook."""
    done = Rewritten(text)
    note = _Note(path, foreign, body_of, done, 1, text)
    done.text = note.tags(note.definitions(note.links(text)))
    return done


@dataclass
class _Note:
    path: str
    foreign: Foreign
    body_of: Callable[[str], str]
    done: Rewritten
    first_line: int
    body: str

    def links(self, body: str) -> str:
        """Rewrite `[…](…)` and `![…](…)`."""

        def change(match: re.Match[str]) -> str:
            bracketed = match["bracketed"]
            given = bracketed if bracketed is not None else match["bare"]
            if match["image"] and WEB_EMBED.match(given):
                self.done.count("players and posts of other hosts as links")
                return f"[{match['text'] or given}]({given})"
            new = self._lead(given, match.start(), body)
            if new == given:
                return match[0]
            return f"{match['open']}{new}{match['close']}"

        return _replace(LINK, change, body)

    def definitions(self, body: str) -> str:
        """Rewrite `[name]: path`."""

        def change(match: re.Match[str]) -> str:
            given = match["path"].strip("<>")
            new = self._lead(given, match.start(), body)
            return match[0] if new == given else match["open"] + new

        return _replace(DEFINED, change, body)

    def tags(self, body: str) -> str:
        """Rewrite pictures and links that are written as HTML."""

        def change(match: re.Match[str]) -> str:
            tag, inside = match["name"].lower(), match["inside"]
            given = {m["name"].lower(): _value(m) for m in ATTRIBUTE.finditer(inside)}
            key = "href" if tag == "a" else "src"
            address = unescape(given.get(key, ""))
            if not address or ELSEWHERE.match(address):
                return match[0]
            if tag == "img" and not _in_html(body, match):
                new = self._lead(address, match.start(), body)
                self.done.count("pictures written as HTML")
                sides = [f'{k}="{given[k]}"' for k in ("width", "height") if given.get(k)]
                behind = "{ " + " ".join(sides) + " }" if sides else ""
                return f"![{given.get('alt', '')}]({new}){behind}"
            new = self._lead(address, match.start(), body, from_page=True)
            if new == address:
                return match[0]
            attribute = next(m for m in ATTRIBUTE.finditer(inside) if m["name"].lower() == key)
            begin, end = attribute.span()
            return f'<{match["name"]}{inside[:begin]}{key}="{new}"{inside[end:]}>'

        return _replace(TAG, change, body)

    def references(self, body: str) -> str:
        """List `[[…]]` that name nothing; where two files have the name, say which is meant."""
        for reference in reversed(find_references(body, self.first_line)):
            name = reference.target
            if not name or _is_ours(name):
                continue
            found = self.foreign.find(name, self.path)
            if not found and nfc(name).casefold() in self.foreign.aliases:
                continue
            if not found:
                self.done.dead.append(Dead(self.path, reference.line, str(reference)))
                continue
            match = REFERENCE.match(body, reference.start)
            if match and "/" not in name and self.foreign.is_ambiguous(name):
                begin, end = match.span("target")
                body = body[:begin] + new_path(found).removesuffix(".md") + body[end:]
                self.done.count("names that two files have")
        return body

    def footnotes(self, body: str) -> str:
        """Number footnotes that stand in the text, and put them at its end."""
        added: list[str] = []
        free = (f"inline-{n}" for n in count(1) if f"[^inline-{n}]" not in body)

        def change(match: re.Match[str]) -> str:
            name = next(free)
            added.append(f"[^{name}]: {match['text'].strip()}")
            self.done.count("footnotes that stood in the text")
            return f"[^{name}]"

        body = _replace(INLINE_FOOTNOTE, change, body)
        return "\n\n".join([body.rstrip("\n"), *added]) + "\n" if added else body

    def roles(self, body: str) -> str:
        """Rewrite labels, references to them and citations as books write them."""

        def title_of(path: str) -> str:
            headings = _headings(self.body_of(path))
            return headings[0].text if headings else posixpath.splitext(path)[0]

        foreign = self.foreign
        book = Book(foreign, foreign.find, title_of, self.done.count, self.dead_in(body))
        return rewrite_roles(body, self.path, book)

    def dead_in(self, body: str) -> Callable[[int, str], None]:
        """Return what lists a link that leads nowhere, by its offset in a text."""

        def dead(offset: int, target: str) -> None:
            line = self.first_line + body.count("\n", 0, offset)
            self.done.dead.append(Dead(self.path, line, target))

        return dead

    def _lead(self, given: str, offset: int, body: str, from_page: bool = False) -> str:
        """Return the address that leads where the one that is given was meant to."""
        if not given:
            return given
        if given.startswith("#"):
            anchor = self._anchor(self.path, nfc(unquote(given[1:])))
            return f"#{anchor}" if anchor else given
        if ELSEWHERE.match(given):
            return given
        path, mark, anchor = given.partition("#")
        path, question, query = path.partition("?")
        wanted = nfc(unquote(path))
        find = self.foreign.find
        target = find(wanted, self.path) or self.foreign.first_in(wanted, self.path)
        if not target:
            self.dead_in(body)(offset, given)
            return given
        if mark and target.endswith(".md"):
            anchor = self._anchor(target, nfc(unquote(anchor))) or anchor
        new = _relative(new_path(target), new_path(self.path), from_page)
        new += question + query + (f"#{anchor}" if mark else "")
        if unquote(new) == unquote(given) and " " not in given:
            return given
        self.done.count("links and pictures given another path")
        return new

    def _anchor(self, target: str, anchor: str) -> str:
        """Return the anchor that the page has of a heading, '' where no heading is meant."""
        headings = _headings(self.body if target == self.path else self.body_of(target))
        if any(heading.anchor == anchor for heading in headings) or anchor.startswith("^"):
            return ""
        seen: dict[str, int] = {}
        for heading in headings:
            name = github_slug(heading.text)
            count = seen.get(name, -1) + 1
            seen[name] = count
            if anchor.lower() in (f"{name}-{count}" if count else name, heading.text.lower()):
                self.done.count("anchors of GitHub")
                return heading.anchor
        return ""


def github_slug(text: str) -> str:
    """Return the anchor that GitHub gives a heading: each space is a dash, punctuation goes."""
    return re.sub(r"[^\w\- ]", "", nfc(text).strip().lower()).replace(" ", "-")


@lru_cache(maxsize=256)
def _headings(body: str) -> list[Heading]:
    return find_headings(body)


def _relative(target: str, source: str, from_page: bool) -> str:
    """Return a path from a note's folder, or from the page that the host makes of it."""
    folder = posixpath.dirname(source)
    if from_page:
        stem = posixpath.splitext(source)[0]
        folder = folder if posixpath.basename(stem) in ("index", "README") else stem
        if target.endswith((".md", ".ipynb")):
            stem = posixpath.splitext(target)[0]
            is_first = posixpath.basename(stem) in ("index", "README")
            target = f"{posixpath.dirname(stem) if is_first else stem}/"
    end = "/" if target.endswith("/") else ""
    return quote(posixpath.relpath(target or ".", folder or "."), safe="/()'!,~:@&=+$") + end


def _replace(pattern: re.Pattern[str], change: Callable[[re.Match[str]], str], text: str) -> str:
    """Replace what stands outside code, formulas and comments."""

    def one(match: re.Match[str]) -> str:
        return match[0] if opaque_at(text, match.start()) is not None else change(match)

    return pattern.sub(one, text)


def _in_html(body: str, match: re.Match[str]) -> bool:
    """Say whether a tag stands in a block of HTML, where Markdown is not read."""
    begin = body.rfind("\n\n", 0, match.start()) + 1
    end = body.find("\n\n", match.end())
    paragraph = body[begin : end if end >= 0 else None]
    is_linked = re.search(r"<a\b[^<>]*>\s*$", body[begin : match.start()], re.I)
    return bool(BLOCK.search(paragraph) or is_linked)


def _value(match: re.Match[str]) -> str:
    return next((match[n] for n in ("double", "single", "bare") if match[n] is not None), "")


def _is_ours(name: str) -> bool:
    return name.endswith(".py") or name.startswith(("list:", "path:"))
