"""What all notes' formulas show of the math font, asked again at each save."""

from __future__ import annotations

from maedeup.notes.note import Note
from maedeup.site import fonts
from maedeup.vault.kept_files import digest_text, keep, read_kept
from maedeup.vault.vault import Vault

FILE = "drawn"


class LiveFont:
    """Keeps for each note what its formulas show; the next start reads it."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Note, frozenset[str]]] = {}

    def drawn(self, vault: Vault) -> frozenset[str]:
        """Return the characters that the formulas of a vault show."""
        if not self._known:
            self._restore(vault)
        old = self._known
        self._known = {
            uri: old[uri] if uri in old and old[uri][0] is note else (note, fonts.drawn_by([note]))
            for uri, note in vault.notes.items()
        }
        return frozenset().union(*(drawn for _, drawn in self._known.values()))

    def _restore(self, vault: Vault) -> None:
        kept, found = read_kept(vault.root, FILE), {}
        for uri, note in vault.notes.items():
            name = digest_text(note.title, note.called, note.body)
            drawn = frozenset(kept[name]) if name in kept else fonts.drawn_by([note])
            self._known[uri], found[name] = (note, drawn), "".join(sorted(drawn))
        if found.keys() - kept.keys():
            keep(vault.root, FILE, found)
