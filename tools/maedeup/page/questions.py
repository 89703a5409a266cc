"""What a page may ask of the rest: the one way from a page to vault, results and links.

Nothing else below `page/` imports a room that holds them. What was asked is noted: those are the
things that, once they change, make a page another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from typing import Any, TypeVar, cast

from maedeup.notes.grammar import Reference
from maedeup.notes.matcher import Mention
from maedeup.notes.note import Note
from maedeup.runs import product as kinds
from maedeup.runs.product import (
    Animation,
    Drawing,
    Error,
    Figure,
    Kind,
    Plot,
    Product,
    Products,
    Rich,
    Shape,
    Table,
    Text,
    Value,
    is_claim,
)
from maedeup.runs.rich import CHARTS, IMAGES, chosen, formulas, safe_chart, script_of, still
from maedeup.runs.snippet import Cell, Snippet
from maedeup.runs.store import Result, digest_of, write_whole
from maedeup.runs.variant import Change, changed_lines, title_of
from maedeup.runs.worker.colours import css_variables
from maedeup.text.errors import Problem
from maedeup.text.paths import SourcePath
from maedeup.text.strings import Strings
from maedeup.vault import leads
from maedeup.vault.bibliography import Work
from maedeup.vault.cards import Card, find_cards
from maedeup.vault.embeds import NotePart, part_of
from maedeup.vault.graph import DATA, NoteGroup, load_picture
from maedeup.vault.leads import Code, Target, value_of
from maedeup.vault.mentions import sentence_of
from maedeup.vault.names import Backlink
from maedeup.vault.neighbours import find_neighbours
from maedeup.vault.numbering import FigureKey, figure_id, number_figures, number_formulas
from maedeup.vault.shown import shown_text
from maedeup.vault.site_settings import Settings
from maedeup.vault.targets import split_size
from maedeup.vault.ways import Way, reading_minutes
from maedeup.vault.web import Web

__all__ = [
    "CHARTS", "DATA", "IMAGES", "Animation", "Backlink", "Card", "Cell", "Change", "Code",
    "Drawing", "Error", "Figure", "Kind", "Mention", "NotePart", "Plot", "Problem", "Product",
    "Products", "Questions", "Result", "Rich", "Shape", "Snippet", "Strings", "Table", "Target",
    "Text", "Value", "Way", "Work", "changed_lines", "chosen", "css_variables", "digest_of",
    "figure_id", "formulas", "is_claim", "kinds", "leads", "part_of", "safe_chart", "script_of",
    "sentence_of", "split_size", "still", "title_of", "value_of", "write_whole",
]  # fmt: skip


Subject = Note | Snippet | Reference | Target | Problem | str | int
"""What a question is about; a target follows from the reference beside it."""

_Method = TypeVar("_Method", bound=Callable[..., Any])


def _noted(method: _Method) -> _Method:
    """Have a question and its answer noted."""
    name = method.__name__

    @wraps(method)
    def ask(self: Questions, *about: Any) -> Any:
        answer = method(self, *about)
        self.asked[name, *map(_key, about)] = (about, answer)
        return answer

    return cast(_Method, ask)


def _key(subject: Subject) -> object:
    """Return what tells a subject from others that a question may be about: it is of one kind."""
    if isinstance(subject, (str, Reference, int)):
        return subject
    if isinstance(subject, Note):
        return subject.src_uri
    return subject.key if isinstance(subject, Snippet) else None


class Questions:
    """Answers what pages ask."""

    def __init__(self, web: Web) -> None:
        self._web = web
        self.asked: dict[tuple[object, ...], tuple[tuple[Subject, ...], object]] = {}
        """What each question until now was about, and its answer, by its name and its subjects."""

    @property
    def web(self) -> Web:
        """All, joined: for pages that are kept by nothing of what they ask."""
        return self._web

    @property
    def settings(self) -> Settings:
        """How the site is set up."""
        return self._web.vault.settings

    @_noted
    def address(self, src_uri: str) -> str:
        """Return where a page is in the site, as its host says."""
        return self._web.vault.address(src_uri)

    @_noted
    def file_address(self, path: str) -> str:
        """Return where a file of the vault is in the site."""
        return self._web.vault.file_address(path)

    @property
    def strings(self) -> Strings:
        """What readers see, in the site's language."""
        return self._web.vault.settings.strings

    @_noted
    def target(self, reference: Reference, note: Note) -> Target | Problem:
        """Return what a reference leads to, or what is wrong with it."""
        return self._web.find_target(reference, note)

    @_noted
    def result(self, snippet: Snippet) -> Result | None:
        """Return the result that a page may show now."""
        return self._web.results.of(snippet)

    @_noted
    def documented(self, snippet: Snippet) -> dict[str, tuple[str, str, str]]:
        """Return what the documentation of libraries tells of, of a snippet's dotted names.

        By the name as written: the library, its own name for it, the address.
        """
        result = self._web.results.of(snippet)
        found: dict[str, tuple[str, str, str]] = {}
        for written, names in result.products.meanings.items() if result else ():
            for inventory in self._web.vault.inventories:
                if place := inventory.find(names):
                    found.setdefault(written, (inventory.library, *place))
        return found

    @_noted
    def pending(self, snippet: Snippet) -> float | None:
        """Return how long a run that is not done took the last time, 0 where that is unknown.

        None of a run that is done.
        """
        waiting = self._web.results.pending
        return (waiting[snippet.key] or 0.0) if snippet.key in waiting else None

    @_noted
    def work(self, key: str) -> Work | None:
        """Return a work of the bibliography."""
        return self._web.vault.works.get(key)

    @_noted
    def note(self, src_uri: str) -> Note | None:
        """Return the note of an address in the vault."""
        return self._web.vault.notes.get(src_uri)

    @_noted
    def file_meant(self, path: str, note: Note) -> str:
        """Return the file of the vault that an ordinary link of a note means; '' for none."""
        return self._web.vault.file_meant(path, note.src_uri)

    @_noted
    def notes(self) -> list[Note]:
        """Return all notes, labs among them."""
        return list(self._web.vault.notes.values())

    @_noted
    def cards(self) -> list[Card]:
        """Return the cards of all notes, by the notes' titles."""
        notes = sorted(self._web.vault.notes.values(), key=lambda note: note.title)
        return [card for n in notes for card in find_cards(n, self._web.targets, self.strings)]

    @_noted
    def all_ways(self) -> list[Way]:
        """Return the paths of the vault, in the order in which they are offered."""
        return list(self._web.ways.all)

    @_noted
    def snippet_at(self, path: SourcePath) -> Snippet | None:
        """Return the snippet of a file."""
        return self._web.vault.snippets.get(path)

    @_noted
    def users(self, snippet: Snippet) -> list[Note]:
        """Return the notes that show a snippet, by title: no guide, and no lab that is it."""
        notes = (self._web.vault.notes[uri] for uri in self._web.uses.get(snippet.path, ()))
        found = (n for n in notes if n.path != snippet.path and n.is_knowledge)
        return sorted(found, key=lambda note: note.title)

    @_noted
    def snippets_called(self, name: str) -> list[Snippet]:
        """Return every snippet that a reference names."""
        return self._web.vault.find_snippets(name)

    def lines_of_places(self, snippet: Snippet) -> list[int]:
        """Return the lines of a snippet on which something is assigned."""
        return self._web.vault.memo.lines_of_places(snippet.text)

    @_noted
    def former_anchors(self, note: Note, anchor: str) -> list[str]:
        """Return by which names a heading went before."""
        moved = self._web.redirects.anchors.get(note.src_uri, {})
        return [old for old, now in moved.items() if now == anchor]

    @_noted
    def figure_numbers(self, note: Note) -> dict[FigureKey, int]:
        """Return the number of each figure that has one on a note's page."""
        return number_figures(self._web, note)

    @_noted
    def formula_numbers(self, note: Note) -> dict[str, int]:
        """Return the number of each formula of a note that any note refers to, by its mark."""
        return number_formulas(self._web, note)

    @_noted
    def shown_text(
        self, reference: Reference, target: Target | Problem, written: Note, page: Note
    ) -> str:
        """Return the text that a reader sees for a reference inside a sentence."""
        return shown_text(self._web, reference, target, written, page)

    def shown(
        self, reference: Reference, target: Target | Problem, written: Note, page: Note
    ) -> str:
        """Return `shown_text`, noted where the target alone does not tell it."""
        if isinstance(target, leads.NotePlace) and target.place is None:
            return shown_text(self._web, reference, target, written, page)
        return self.shown_text(reference, target, written, page)

    @_noted
    def order(self, note: Note) -> tuple[list[Note], list[Note]]:
        """Return what to read before a note, and after it."""
        order = self._web.order
        return order.before.get(note.src_uri, []), order.after.get(note.src_uri, [])

    @_noted
    def ways(self, note: Note) -> list[Way]:
        """Return the maps that lead through a note, in the order in which they are offered."""
        return self._web.ways.through.get(note.src_uri, [])

    @_noted
    def way_of_map(self, note: Note) -> Way | None:
        """Return the path that a map is."""
        return self._web.ways.of_map(note)

    @_noted
    def minutes(self, note: Note) -> int:
        """Return how many minutes a note takes to read."""
        return reading_minutes(note, self._web.targets)

    @_noted
    def backlinks(self, note: Note) -> list[Backlink]:
        """Return the references to a note."""
        return self._web.backlinks.get(note.src_uri, [])

    @_noted
    def neighbours(self, note: Note, most: int) -> list[tuple[Note, str]]:
        """Return the nearest notes, each with how it is linked: `both`, `in` or `out`."""
        web, links = self._web, self._web.links
        found = find_neighbours(links, web.order, web.vault, note, most)

        def kind(other: Note) -> str:
            if links.is_mutual(note.src_uri, other.src_uri):
                return "both"
            return "out" if other.src_uri in links.out.get(note.src_uri, ()) else "in"

        return [(other, kind(other)) for other in found]

    @_noted
    def n_neighbours(self, note: Note) -> int:
        """Return how many notes are one link away."""
        return len(self._web.links.around.get(note.src_uri, ()))

    @_noted
    def graph_pages(self) -> list[Note]:
        """Return the notes that show the picture of the whole vault."""
        return self._web.links.shown_by

    @_noted
    def graph_groups(self) -> list[NoteGroup]:
        """Return the groups of notes that link to one another more than to others."""
        return load_picture(self._web).groups

    @_noted
    def loose(self, note: Note) -> Sequence[Mention]:
        """Return the names that a note calls without a link."""
        return self._web.mentions.get(note.src_uri, ())

    def terms(self, note: Note, text: str) -> list[Mention]:
        """Return the titles that a page of `text` only mentions, where they first stand in it."""
        self.loose(note)  # which they follow from, and the text
        return self._web.terms(note, text)

    def mentions_of(self, note: Note) -> Iterator[tuple[Note, Mention]]:
        """Yield where other notes call this one without a link."""
        for src_uri, found in self._web.mentions.items():
            for mention in found:
                if mention.name.target == note.src_uri:
                    yield self._web.vault.notes[src_uri], mention

    def of_name(self, kind: str, name: str) -> Note | Snippet | None:
        """Return the `note` of an address, or the `run` of a key."""
        if kind == "note":
            return self._web.vault.notes.get(name)
        return next((run for run in self._web.vault.runs() if run.key == name), None)
