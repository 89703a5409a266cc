"""Which names of a vault may be mentioned, where they are, and how links take their place."""

from __future__ import annotations

import bisect
import contextlib
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from maedeup.notes.matcher import Mention, MentionFinder, NoteName
from maedeup.notes.note import Note
from maedeup.text.korean import SYLLABLE
from maedeup.text.paths import nfc
from maedeup.vault.kept_files import digest_text, keep, read_kept
from maedeup.vault.names import Backlink, NoteIndex
from maedeup.vault.vault import Vault

FILE = "mentions"
MANY = 5
"""An alias in more notes than this, and in more than link to its note, is an everyday word."""

FEW = 50
"""Names that came or went, beyond which all notes are searched again."""

Place = tuple[int, str]
"""A note's text, and the line of its file in which that begins."""

NOT_NAMED = ("guide", "map", "lab")
"""Kinds of notes whose names are no terms."""


class Mentions:
    """The mentions of a vault; keeps what it found in notes that did not change."""

    def __init__(self) -> None:
        self.finder = MentionFinder([])
        self._names: list[NoteName] = []
        self._state: tuple[object, object] = (None, None)
        self._raw: dict[str, tuple[Place, list[Mention]]] = {}
        self._everyday: set[NoteName] = set()

    def find(
        self, vault: Vault, index: NoteIndex, backlinks: Mapping[str, list[Backlink]]
    ) -> dict[str, list[Mention]]:
        """Return, by `src_uri`, the first mention of each note that its text links to nowhere."""
        is_first = self._state == (None, None)
        if is_first:
            self._restore(vault)
        state = (index.state, vault.lists.common)
        if self._state != state:
            notes = vault.notes.values()
            names = [name for note in notes for name in _find_names(vault, index, note)]
            if names != self._names:
                before, now = set(self._names), set(names)
                same = [n for n in names if n in before] == [n for n in self._names if n in now]
                self._raw = _untouched(self._raw, before ^ now) if same else {}
                self._names = names
            if self.finder.names != names:
                self.finder = MentionFinder(names)
            self._state = state
        linked: dict[str, set[str]] = {uri: {uri} for uri in vault.notes}
        for uri, found in backlinks.items():
            for backlink in found:
                linked[backlink.source.src_uri].add(uri)
        old, self._raw = self._raw, {}
        for uri, note in vault.notes.items():
            if note.is_knowledge:
                kept, place = old.get(uri), (note.body_line, note.body)
                same = kept is not None and kept[0] == place
                self._raw[uri] = (place, kept[1] if kept and same else self._find_raw(note))
        if is_first and sum(uri not in old for uri in self._raw) > FEW:
            self._keep(vault)
        loose = {
            uri: [mention for mention in raw if mention.name.target not in linked[uri]]
            for uri, (_, raw) in self._raw.items()
        }
        counts = Counter(mention.name for some in loose.values() for mention in some)
        links = Counter(target for targets in linked.values() for target in targets)
        self._everyday = {
            name for name, n in counts.items()
            if not name.is_title and n > max(MANY, links[name.target] - 1)
        }  # fmt: skip
        return {uri: self._first(some) for uri, some in loose.items()}

    def _restore(self, vault: Vault) -> None:
        """Begin with what the last start has found in notes whose text is the same."""
        kept = read_kept(vault.root, FILE)
        with contextlib.suppress(LookupError, TypeError, ValueError):
            names = [NoteName(*row) for row in kept["names"]]
            raw = {}
            for uri, (digest, rows) in kept["mentions"].items():
                note = vault.notes.get(uri)
                place = (note.body_line, note.body) if note is not None else (0, "")
                if note is not None and digest == digest_text(*place):
                    raw[uri] = (place, [Mention(names[n], *row) for n, *row in rows])
            self._names, self._raw = names, raw

    def _keep(self, vault: Vault) -> None:
        place = {name: number for number, name in enumerate(self._names)}
        found = {
            uri: (
                digest_text(*place_of_text),
                [(place[m.name], m.surface, m.line, m.start, m.end) for m in mentions],
            )
            for uri, (place_of_text, mentions) in self._raw.items()
        }
        names = [(name.text, name.target, name.is_title) for name in self._names]
        keep(vault.root, FILE, {"names": names, "mentions": found})

    def _find_raw(self, note: Note) -> list[Mention]:
        return self.finder.find(nfc(note.body), note.body_line)

    def _first(self, found: list[Mention]) -> list[Mention]:
        first: dict[str, Mention] = {}
        for mention in found:
            if mention.name not in self._everyday:
                first.setdefault(mention.name.target, mention)
        return list(first.values())

    def terms(self, loose: Sequence[Mention], text: str) -> list[Mention]:
        """Return the titles among `loose` that a note's text, as a host hands it out, mentions."""
        targets = {mention.name.target for mention in loose if mention.name.is_title}
        if not targets or nfc(text) != text:
            return []
        found = self.finder.find(text)
        return [m for m in found if m.name.is_title and m.name.target in targets]


def _find_names(vault: Vault, index: NoteIndex, note: Note) -> Iterator[NoteName]:
    if note.kind in NOT_NAMED:
        return
    for text in dict.fromkeys((note.title, *note.aliases)):
        is_enough = len(text) > 2 or (len(text) == 2 and re.search(SYLLABLE, text))
        own = is_enough and index.find_notes(text) == [note]
        if own and text.lower() not in vault.lists.common:
            yield NoteName(text, note.src_uri, text == note.title)


def _untouched(
    raw: Mapping[str, tuple[Place, list[Mention]]], changed: Collection[NoteName]
) -> dict[str, tuple[Place, list[Mention]]]:
    """Return what was found in notes that hold none of the names that came or went."""
    if not changed or len(changed) > FEW:
        return {}
    written = {" ".join(_folded(name.text).split()) for name in changed}
    written |= {text.replace(" ", "") for text in written}

    def holds(body: str) -> bool:
        text = _folded(body)
        return any(name in text for name in written)

    return {uri: kept for uri, kept in raw.items() if not holds(kept[0][1])}


def _folded(text: str) -> str:
    """Return a text in which a name stands as it is written, whatever its capitals."""
    return nfc(text).lower().replace("ς", "σ")  # which a capital becomes only at a word's end


def sentence_of(note: Note, mention: Mention) -> str:
    """Return the sentence a mention stands in, as Markdown."""
    return note.sentence_at(raw_offset(note.body, mention.start))


def raw_offset(raw: str, offset: int) -> int:
    """Return where in `raw` the character is that is at `offset` of its composed form (NFC)."""
    if nfc(raw) == raw:
        return offset
    return bisect.bisect_right(range(len(raw) + 1), offset, key=lambda n: len(nfc(raw[:n]))) - 1
