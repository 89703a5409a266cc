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

from maedeup.notes.grammar import Reference
from maedeup.notes.note import Note
from maedeup.text.errors import Problem, nearest
from maedeup.text.paths import Slug, SourcePath, nfc, slug_of


@dataclass(frozen=True)
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
            # A set's order is another in every process, and the first of equal names is shown.
            for name in (note.title, *note.aliases, note.slug, stem, note.src_uri):
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
        """Give every note that `target` names; a slug wins over titles and aliases.

        A path may begin at the vault's root (`/`) or at the folder of the note `src_uri` (`./`,
        `../`), and its first folders may be left out.
        """
        if len(exact := self.by_slug.get(target, [])) == 1:
            return exact
        if target.startswith(("/", "./", "../")):
            folder = posixpath.join("/", posixpath.dirname(src_uri))
            target = posixpath.normpath(posixpath.join(folder, target)).lstrip("/")
        found = self._names.get(key_of(target), [])
        if found or "/" not in target:
            return found
        named = self._names.get(key_of(target.rpartition("/")[2]), [])
        end = f"/{key_of(target)}"
        return [note for note in named if f"/{key_of(note.src_uri)}".endswith(end)]

    def find_planned(self, target: str) -> tuple[Slug, str] | None:
        """Give slug and title of a note that is planned and not written."""
        slug = self._planned.get(key_of(target))
        return (slug, self.planned[slug]) if slug is not None else None

    def suggest(self, target: str) -> str:
        """Say the name nearest to an unknown one."""
        if now := self.former.get(target.rpartition("/")[2].removesuffix(".md")):
            return f"it was renamed: write {now}"
        near = nearest(key_of(target), self._shown)
        if not near:
            return "write the note, or list it in planned.yml"
        return f"did you mean {self._shown[near]}?"

    def clashes(self) -> Iterator[Problem]:
        """Give each name that two notes claim."""
        for key, notes in self._names.items():
            for other in notes[1:]:
                name = self._shown.get(key, key)
                hint = f"{notes[0].path} has it already; rename one of them"
                yield Problem("alias-clash", other.path, 1, "name of two notes", name, hint)

    def find_written(self) -> Iterator[Problem]:
        """Give each planned note that is there."""
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


def find_circles(requires: Mapping[str, Iterable[str]]) -> Iterator[list[str]]:
    """Give circles of `requires`, each from one name back to itself, until none is left."""
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
    """Give a name as it is compared: composed, without case, spaces and a `.md`."""
    return re.sub(r"\s+", "", nfc(name)).casefold().removesuffix(".md")
