"""Results from elsewhere: found by the snippet's key, believed by their hash and their receipt.

What holds is copied into the local store, so a place is asked for each result once.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from maedeup.runs.places import (
    DIGEST,
    MAX_ENTRY,
    MAX_OBJECT,
    Index,
    Place,
    RefusedError,
    UnreachableError,
    entry_name,
    object_name,
    pack,
    read_index,
    unpack,
    write_index,
)
from maedeup.runs.product import Products
from maedeup.runs.run import compare_with, gpu_first
from maedeup.runs.snippet import Snippet
from maedeup.runs.store import Entry, Result, Store, folder_of
from maedeup.runs.world import World
from maedeup.text.paths import RunKey

CONNECTIONS = 8
FORBIDDEN = ("<script", "javascript:", "<foreignobject", " onload=", " onerror=", " onclick=")
"""What no figure of a run holds: a page shows figures as they stand."""


@dataclass
class Elsewhere:
    """Places that are asked in order, and what they answered."""

    places: Sequence[Place]
    notices: list[str] = field(default_factory=list)
    """What a person should know: a place that does not answer, a file that is not what it says."""
    _origins: list[str] = field(default_factory=list)
    _indexes: dict[str, Index | None] = field(default_factory=dict)

    def fetch(
        self, snippets: Iterable[Snippet], store: Store, world: World
    ) -> dict[RunKey, Result]:
        """Return the results that some place has and that hold here; keep them in the store."""
        wanted = list(snippets)
        if not self.places or not wanted:
            return {}
        for place in self.places:
            self.index(place)
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            found = pool.map(lambda snippet: self._find(snippet, store, world), wanted)
            results = {result.receipt.snippet: result for result in found if result is not None}
        for address, count in Counter(self._origins).items():
            self.notices.append(f"{address}: {count} results read from there")
        return results

    def index(self, place: Place) -> Index:
        """Return what a place says it has; nothing where it does not answer."""
        if place.address not in self._indexes:
            self._indexes[place.address] = None
            try:
                self._indexes[place.address] = read_index(place)
            except UnreachableError as error:
                self._tell(place, f"cannot be reached: {error.strerror}")
            except RefusedError as error:
                self._tell(place, f"refused: {error}")
        return self._indexes[place.address] or {}

    def _tell(self, place: Place, what: str) -> None:
        notice = f"{place.address}: {what}"
        if notice not in self.notices:
            self.notices.append(notice)

    def _find(self, snippet: Snippet, store: Store, world: World) -> Result | None:
        find_broken_lines = compare_with(snippet, world)
        for place in self.places:
            there = self.entries(place, folder_of(snippet.key))
            for entry, data in gpu_first(snippet, there, lambda one: one[0]):
                if entry.receipt.snippet != snippet.key:
                    name = entry_name(folder_of(snippet.key), entry.digest)
                    self._tell(place, f"refused: {name} is of {entry.receipt.snippet!r:.80}")
                    continue
                if next(find_broken_lines(entry), None) is not None:
                    continue
                found = self.read_object(place, entry)
                if found is not None and not found[0].products.failed:
                    store.adopt(entry, data, found[1])
                    self._origins.append(place.address)
                    return found[0]
        return None

    def entries(self, place: Place, folder: str) -> Iterator[tuple[Entry, bytes]]:
        """Yield the entries of a snippet's folder in a place, newest first, each checked."""
        found = []
        for digest in self.index(place).get(folder, ()):
            name = entry_name(folder, digest)
            data = self._checked(place, name, MAX_ENTRY, digest)
            if data is None:
                continue
            try:
                found.append((Entry.from_bytes(data, place.address), data))
            except (ValueError, KeyError, TypeError, RecursionError):
                self._tell(place, f"refused: {name} is no receipt")
        found.sort(key=lambda one: one[0].time.timestamp(), reverse=True)
        yield from found

    def read_object(self, place: Place, entry: Entry) -> tuple[Result, bytes] | None:
        """Return an entry's result and the bytes of its object, checked; None where it is none."""
        name = object_name(entry.object)
        data = self._checked(place, name, MAX_OBJECT, entry.object)
        if data is None:
            return None
        try:
            products = Products.from_json(data.decode())
        except (ValueError, KeyError, TypeError, RecursionError):
            self._tell(place, f"refused: {name} holds no products")
            return None
        drawings = [d for figure in products.figures().values() for d in figure.each()]
        if any(mark in drawing.svg.lower() for drawing in drawings for mark in FORBIDDEN):
            self._tell(place, f"refused: {name} holds a figure with a script")
            return None
        return Result(products, entry.receipt, entry.time, entry.digest), data

    def _checked(self, place: Place, name: str, limit: int, digest: str) -> bytes | None:
        """Return a file that is what its name says, else None, and tell why."""
        if self._indexes.get(place.address) is None or not DIGEST.fullmatch(digest):
            return None
        try:
            data = place.read(name, limit)
            if data is not None and name.endswith(".gz"):
                data = unpack(data)
        except UnreachableError as error:
            self._tell(place, f"cannot be reached: {error.strerror}")
            self._indexes[place.address] = None  # it is not asked again
            return None
        except RefusedError as error:
            self._tell(place, f"refused: {name}: {error}")
            return None
        if data is None:
            self._tell(place, f"has not what its index names: {name}")
        elif hashlib.sha256(data).hexdigest() != digest:
            self._tell(place, f"refused: {name} is something else")
            data = None
        return data


def push(
    place: Place,
    keys: Iterable[RunKey],
    store: Store,
    is_wanted: Callable[[Entry], bool],
    compress: Callable[[bytes], bytes] = pack,
    known: Index | None = None,
) -> int:
    """Write one result of each run to a place, the newest wanted; return how many it did not have.

    Objects come first, then entries; the index, which `write_index` makes, comes last: whoever
    reads meanwhile finds all that the index names.
    """
    written = 0
    for key in keys:
        entry = next(filter(is_wanted, store.entries(key)), None)
        if entry is None or entry.digest in (known or {}).get(folder_of(key), ()):
            continue
        if (raw := store.read_raw(entry)) is not None:
            place.write(object_name(entry.object), compress(raw[1]))
            place.write(entry_name(folder_of(key), entry.digest), raw[0])
            written += 1
    return written


def verify(place: Place, index: Index | None = None) -> tuple[int, list[str]]:
    """Read all that a place's index names, and compare it with its name.

    Args:
        place: where the files lie.
        index: what it should have, where that is known for sure; else as it says itself.

    Returns:
        number of results that are whole, and a line for each file that is not.

    Raises:
        UnreachableError: the place does not answer.
        RefusedError: its index is none.
    """
    known = read_index(place) if index is None else index
    elsewhere, whole = Elsewhere([place], _indexes={place.address: known}), 0
    for folder in known:
        for entry, _ in elsewhere.entries(place, folder):
            if folder_of(entry.receipt.snippet) != folder:
                name = entry_name(folder, entry.digest)
                elsewhere.notices.append(f"{place.address}: {name} lies in another's folder")
            elif elsewhere.read_object(place, entry) is not None:
                whole += 1
    return whole, elsewhere.notices


def remove_unused(place: Place, keys: Iterable[RunKey], keep: int) -> int:
    """Remove from a place what no snippet has any more, and all but the newest entries of each.

    Args:
        place: a folder or an object store.
        keys: of all runs that the vault has.
        keep: entries kept of each.

    Returns:
        number of files removed.
    """
    write_index(place)
    elsewhere, kept = Elsewhere([place]), set()
    for folder in {folder_of(key) for key in keys} & set(elsewhere.index(place)):
        for entry, _ in list(elsewhere.entries(place, folder))[:keep]:
            kept |= {entry_name(folder, entry.digest), object_name(entry.object)}
    unused = [p for p in (*place.list("receipts"), *place.list("objects")) if p not in kept]
    for path in unused:
        place.remove(path)
    write_index(place)
    return len(unused)
