"""Which names of a vault may be mentioned, where they are, and how links take their place."""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import yaml

from maedeup.notes.matcher import Finder, Mention, Name
from maedeup.notes.note import Note
from maedeup.runs.store import write_whole
from maedeup.text.errors import MaedeupError, Problem
from maedeup.text.paths import nfc, read_source, to_source_path

if TYPE_CHECKING:
    from maedeup.build import Project

COMMON = "common-words.yml"
"""Names that are everyday words too: a list in the vault."""

MANY = 5
"""An alias in more notes than this, and in more than link to its note, is an everyday word."""

NOT_NAMED = ("guide", "map", "lab")
"""Kinds of notes whose names are no terms."""


class Mentions:
    """The mentions of a vault; keeps what it found in notes that did not change."""

    def __init__(self) -> None:
        self.finder = Finder([])
        self._names: list[Name] = []
        self._raw: dict[str, tuple[str, list[Mention]]] = {}
        self._everyday: set[Name] = set()
        self._found: dict[str, list[Mention]] = {}
        self._seen: object = None

    def find(self, project: Project) -> dict[str, list[Mention]]:
        """Give, by `src_uri`, the first mention of each note that its text links to nowhere.

        Args:
            project: with its links resolved; the answer holds until they are resolved again.
        """
        if self._seen is project.backlinks:
            return self._found
        names = [name for note in project.notes.values() for name in _find_names(project, note)]
        if names != self._names:
            self._names, self.finder, self._raw = names, Finder(names), {}
        linked: dict[str, set[str]] = {uri: {uri} for uri in project.notes}
        for uri, backlinks in project.backlinks.items():
            for backlink in backlinks:
                linked[backlink.source.src_uri].add(uri)
        old, self._raw = self._raw, {}
        for uri, note in project.notes.items():
            if note.kind != "guide":
                kept = old.get(uri)
                same = kept is not None and kept[0] == note.body
                found = kept[1] if kept and same else self._find_raw(note)
                self._raw[uri] = (note.body, found)
        loose = {
            uri: [mention for mention in found if mention.name.target not in linked[uri]]
            for uri, (_, found) in self._raw.items()
        }
        counts = Counter(mention.name for found in loose.values() for mention in found)
        links = Counter(target for targets in linked.values() for target in targets)
        self._everyday = {
            name for name, n in counts.items()
            if not name.is_title and n > max(MANY, links[name.target] - 1)
        }  # fmt: skip
        self._found = {uri: self._first(found) for uri, found in loose.items()}
        self._seen = project.backlinks
        return self._found

    def _find_raw(self, note: Note) -> list[Mention]:
        return self.finder.find(nfc(note.body), note.body_line)

    def _first(self, found: list[Mention]) -> list[Mention]:
        first: dict[str, Mention] = {}
        for mention in found:
            if mention.name not in self._everyday:
                first.setdefault(mention.name.target, mention)
        return list(first.values())

    def terms(self, project: Project, note: Note, text: str) -> list[Mention]:
        """Give the titles that `text`, a whole note as a host hands it out, only mentions."""
        loose = self.find(project).get(note.src_uri, ())
        targets = {mention.name.target for mention in loose if mention.name.is_title}
        if not targets or nfc(text) != text:
            return []
        found = self.finder.find(text)
        return [m for m in found if m.name.is_title and m.name.target in targets]


def _find_names(project: Project, note: Note) -> Iterator[Name]:
    if note.kind in NOT_NAMED:
        return
    for text in dict.fromkeys((note.title, *note.aliases)):
        enough = 2 if re.search("[가-힣]", text) else 3
        own = project.index.find_notes(text) == [note]
        if len(text) >= enough and own and text.lower() not in project.common:
            yield Name(text, note.src_uri, text == note.title)


def load_common(project: Project) -> set[str]:
    """Give the vault's list of everyday words, in lower case; a broken one is a problem."""
    file = project.root / project.settings.vault / COMMON
    if not file.is_file():
        return set()
    path = to_source_path(project.root, file)
    try:
        words = yaml.safe_load(read_source(file, path)) or []
    except yaml.YAMLError as error:
        project.problems.append(Problem(path, 1, "broken list", str(error).splitlines()[0]))
        return set()
    except MaedeupError as error:
        project.problems += error.problems
        return set()
    if not isinstance(words, list):
        kind = type(words).__name__
        project.problems.append(Problem(path, 1, "not a list", kind, "write `- 낱말` lines"))
        return set()
    return {nfc(str(word)).lower() for word in words}


def find_loose_titles(project: Project) -> Iterator[str]:
    """Give a line for each title that a note uses and links to nowhere."""
    for uri, found in project.mentions.items():
        note = project.notes[uri]
        for mention in found:
            if mention.name.is_title:
                slug = project.notes[mention.name.target].slug
                where = f"{note.path}:{mention.line}"
                yield f"{where}: first use without a link: {mention.surface} ({slug})"


def sentence_of(note: Note, mention: Mention) -> str:
    """Give the sentence a mention stands in, as Markdown."""
    return note.sentence_at(_raw_offset(note.body, mention.start))


def link_mentions(project: Project, note: Note) -> list[Mention]:
    """Write links in the place of a note's mentions; every other byte of the file stays.

    Raises:
        MaedeupError: the note is a notebook, whose text is no file of lines.
    """
    found = project.mentions.get(note.src_uri, [])
    if note.path.endswith(".ipynb"):
        hint = "write the links in the notebook"
        raise MaedeupError(Problem(note.path, 0, "cannot write into a notebook", note.slug, hint))
    file = project.root / note.path
    parts = re.split("(\r\n|\r|\n)", file.read_bytes().decode("utf-8"))
    lengths = [len(part) for part in parts]
    body = note.body.split("\n")
    for mention in reversed(found):
        start, end = (_raw_offset(note.body, at) for at in (mention.start, mention.end))
        row = body[mention.line - note.body_line]
        column = start - (note.body.rfind("\n", 0, start) + 1)
        surface = note.body[start:end]
        bar = "\\|" if row.lstrip(" \t>").startswith("|") else "|"
        at = 2 * (mention.line - 1)
        written = parts[at]
        before = column + lengths[at] - len(row)  # in a lab's file, `# ` stands before the row
        slug = project.notes[mention.name.target].slug
        link = f"[[{slug}{bar}{surface}]]"
        parts[at] = written[:before] + link + written[before + len(surface) :]
    if found:
        write_whole(file, "".join(parts).encode())
    return found


def _raw_offset(raw: str, offset: int) -> int:
    """Give where in `raw` the character is that is at `offset` of its composed form (NFC)."""
    if nfc(raw) == raw:
        return offset
    return bisect.bisect_right(range(len(raw) + 1), offset, key=lambda n: len(nfc(raw[:n]))) - 1
