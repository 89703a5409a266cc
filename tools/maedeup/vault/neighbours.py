"""Who links to whom, seen from either end, and which notes are nearest to one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from maedeup.notes.note import Note
from maedeup.vault.names import Backlink
from maedeup.vault.order import Order
from maedeup.vault.vault import Vault


@dataclass(frozen=True)
class Links:
    """The vault as a graph; notes are named by `src_uri`. Guides are left out, as of backlinks."""

    out: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """What a note links to."""
    around: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """What it links to, or is linked from."""
    shown_by: list[Note] = field(default_factory=list)
    """Notes with `![[list:graph]]`, the picture of the whole."""

    def is_mutual(self, one: str, other: str) -> bool:
        """Say whether each links to the other."""
        return other in self.out.get(one, ()) and one in self.out.get(other, ())


def join_links(vault: Vault, backlinks: Mapping[str, list[Backlink]]) -> Links:
    """Collect the links of all notes from the backlinks."""
    links = Links()
    knowledge = {uri for uri, note in vault.notes.items() if note.is_knowledge}
    for target, found in backlinks.items():
        if target not in knowledge:
            continue
        for source in {b.source.src_uri for b in found} & knowledge:
            links.out[source].add(target)
            links.around[source].add(target)
            links.around[target].add(source)
    for note in vault.notes.values():
        if any(r.target == "list:graph" and r.kind == "list" for r in note.references):
            links.shown_by.append(note)
    return links


def find_neighbours(links: Links, order: Order, vault: Vault, note: Note, most: int) -> list[Note]:
    """Return the notes one link away, nearest first, at most `most` of them.

    Nearer is who links both ways; then who shares more neighbours; then who requires the other.
    """
    here = note.src_uri
    own = links.around.get(here, set())
    required = {n.src_uri for n in (*order.before.get(here, ()), *order.after.get(here, ()))}

    def distance(uri: str) -> tuple[bool, int, bool, str, str]:
        shared = len(own & links.around[uri])
        mutual = links.is_mutual(here, uri)
        return (not mutual, -shared, uri not in required, vault.notes[uri].title, uri)

    return [vault.notes[uri] for uri in sorted(own, key=distance)[:most]]
