"""Names of notes -> notes; who links to whom, and from which sentence."""

from __future__ import annotations

import copy
import graphlib
import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from maedeup.notes.grammar import Reference, plain_text
from maedeup.notes.note import Note
from maedeup.text.errors import Problem, nearest
from maedeup.text.paths import FOLDERS, Slug, SourcePath, nfc, slug_of


@dataclass(frozen=True, slots=True)
class Backlink:
    """A reference to a note, seen from that note."""

    source: Note
    reference: Reference

    @property
    def sentence(self) -> str:
        """The sentence the reference stands in, as Markdown."""
        return self.source.sentence_at(self.reference.start)

    @property
    def context(self) -> str:
        """The paragraph the reference stands in, as Markdown, or what of it is near."""
        return self.source.context_at(self.reference.start)


class NoteIndex:
    """All names of all notes: slug, path, title, aliases, and what is planned."""

    def __init__(
        self,
        notes: Iterable[Note],
        planned: Mapping[Slug, str],
        moved: Mapping[str, str] | None = None,
        names: Mapping[str, str] | None = None,
    ) -> None:
        self.state = object()
        """Stands for all names; an index with other notes of the same names has the same."""
        self.planned = dict(planned)
        self._planned = {key_of(n): slug for slug, title in planned.items() for n in (slug, title)}
        self._names: dict[str, list[Note]] = defaultdict(list)
        self._shown: dict[str, str] = {}
        self.former = {str(slug_of(SourcePath(old))): new for old, new in (moved or {}).items()}
        """What slugs that were given up are now."""
        self.by_slug: dict[str, list[Note]] = defaultdict(list)
        for note in notes:
            self.by_slug[note.slug].append(note)
            stem = note.src_uri.rpartition(".")[0]
            other = (names or {}).get(note.src_uri, "")
            if other and (slug := slug_of(SourcePath(other))) != note.slug:
                self.by_slug[slug].append(note)
            # A set's order is another in every process, and the first of equal names is shown.
            called = (note.title, note.called or note.title, *note.aliases)
            plain = (plain_text(alias) for alias in note.aliases if "$" in alias)
            more = (slug_of(SourcePath(other)), other.rpartition(".")[0], other) if other else ()
            for name in (*called, *plain, note.slug, stem, note.src_uri, *more):
                if "/" not in name and not name.endswith(".md"):
                    self._shown.setdefault(key_of(name), name)
                if note not in self._names[key_of(name)]:
                    self._names[key_of(name)].append(note)
        for slug, title in self.planned.items():
            self._shown.setdefault(key_of(slug), slug)
            self._shown.setdefault(key_of(title), title)

    def with_notes(self, swap: Mapping[int, Note]) -> NoteIndex:
        """Return an index with other notes of the same names; by the `id` of those they replace."""
        made = copy.copy(self)
        for field in ("_names", "by_slug"):
            table: dict[str, list[Note]] = getattr(self, field)
            known = {
                key: [swap.get(id(note), note) for note in notes]
                if any(id(note) in swap for note in notes)
                else notes
                for key, notes in table.items()
            }
            setattr(made, field, defaultdict(list, known))
        return made

    def find_notes(self, target: str, src_uri: str = "") -> list[Note]:
        """Return every note that `target` names; a slug wins over titles and aliases.

        A file's name that stands in several folders means, in a note, the one in its own folder,
        else the one that is fewest folders away. A path may begin at the vault's root (`/`) or at
        the folder of the note `src_uri` (`./`, `../`), and its first folders may be left out.
        """
        if len(exact := self.by_slug.get(target, [])) == 1:
            return exact
        if exact and src_uri and len(near := _nearest(exact, src_uri)) == 1:
            return near
        if target.startswith(("/", "./", "../")):
            folder = posixpath.join("/", posixpath.dirname(src_uri))
            target = posixpath.normpath(posixpath.join(folder, target)).lstrip("/")
        found = self._names.get(key_of(target), [])
        if not found and "/" not in target and (pages := self._folder_pages(target)):
            return _nearest(pages, src_uri, as_files=True) if src_uri else pages
        if found or "/" not in target:
            files = [n for n in found if key_of(n.slug) == key_of(target)] if src_uri else []
            near = _nearest(files, src_uri) if len(files) > 1 else []
            return near if len(near) == 1 else found
        named = self._names.get(key_of(target.rpartition("/")[2]), [])
        end = f"/{key_of(target)}"
        return [note for note in named if f"/{key_of(note.src_uri)}".endswith(end)]

    def _folder_pages(self, target: str) -> list[Note]:
        """Return the folders' own pages whose file is called so: `README`, where no note is."""
        file = key_of(target.removesuffix(".md"))
        if file not in map(key_of, FOLDERS):
            return []
        stem = f"/{file}"
        notes = (note for note in self.all_notes() if "/" in note.src_uri)
        return [note for note in notes if key_of(note.src_uri.removesuffix(".md")).endswith(stem)]

    def all_notes(self) -> Iterator[Note]:
        """Yield every note."""
        for notes in self.by_slug.values():
            yield from notes

    def find_planned(self, target: str) -> tuple[Slug, str] | None:
        """Return slug and title of a note that is planned and not written."""
        slug = self._planned.get(key_of(target))
        return (slug, self.planned[slug]) if slug is not None else None

    def suggest(self, target: str) -> str:
        """Say the name nearest to an unknown one."""
        if now := self.former.get(target.rpartition("/")[2].removesuffix(".md")):
            return f"it was renamed: write {now}"
        if "^" in target and self.find_notes(target.partition("^")[0].strip()):
            return f"write {target.replace('^', '#^', 1)}"
        if target.isdigit():
            return f"if it is no reference, write it as code: `[[{target}]]`"
        near = nearest(key_of(target), self._shown)
        if not near or self._shown[near] == target:
            return "write the note, or list it in planned.yml"
        return f"did you mean {self._shown[near]}?"

    def clashes(self) -> Iterator[Problem]:
        """Yield each name that two notes claim."""
        for key, notes in self._names.items():
            for other in notes[1:]:
                name = self._shown.get(key, key)
                hint = f"{notes[0].path} has it already; rename one of them"
                yield Problem("alias-clash", other.path, 1, "name of two notes", name, hint)

    def find_written(self) -> Iterator[Problem]:
        """Yield each planned note that is there."""
        for slug in self.planned:
            if slug in self.by_slug:
                path = SourcePath(self.by_slug[slug][0].path)
                yield Problem(
                    "planned-written",
                    path,
                    1,
                    "planned but written",
                    slug,
                    "take it out of planned.yml",
                )


def unpublished(path: str, line: int, target: str) -> Problem:
    """Return what is wrong with naming, on a page that readers see, what the site leaves out."""
    hint = "take the reference out, or have the site publish it (exclude_docs, draft_docs, drafts)"
    return Problem("unpublished-note", path, line, "the site leaves this out", target, hint)


def _nearest(notes: list[Note], src_uri: str, as_files: bool = False) -> list[Note]:
    """Return those of some notes that are the fewest folders away from a note.

    A folder's own page stands beside the folder, unless it is meant as a file.
    """
    here = src_uri.split("/")[:-1]

    def distance(note: Note) -> int:
        there = note.src_uri.split("/")[:-1]
        if not as_files and note.src_uri.rpartition("/")[2].removesuffix(".md") in FOLDERS:
            there = there[:-1]
        same = sum(
            1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(here, there, strict=False))
        )
        return len(here) + len(there) - 2 * same

    least = min(map(distance, notes))
    return [note for note in notes if distance(note) == least]


def find_circles(requires: Mapping[str, Iterable[str]]) -> Iterator[list[str]]:
    """Yield circles of `requires`, each from one name back to itself, until none is left."""
    edges = {name: set(targets) for name, targets in requires.items()}
    while True:
        try:
            graphlib.TopologicalSorter(edges).prepare()
        except graphlib.CycleError as error:
            circle = list(reversed(error.args[1]))
            yield circle
            edges[circle[0]].discard(circle[1])
        else:
            return


@lru_cache(maxsize=65536)
def key_of(name: str) -> str:
    """Return a name as it is compared: composed, without case, spaces and a `.md`."""
    return re.sub(r"\s+", "", nfc(name)).casefold().removesuffix(".md")
