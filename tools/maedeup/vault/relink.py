"""Link again where some notes say other things, and nothing that other notes ask of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from maedeup.notes.note import Note
from maedeup.runs.results import Results
from maedeup.vault.leads import NotePlace, NoteWay, Target
from maedeup.vault.names import Backlink
from maedeup.vault.neighbours import join_links
from maedeup.vault.order import Order
from maedeup.vault.targets import Targets
from maedeup.vault.uncollected import uncollected
from maedeup.vault.vault import Vault, are_same
from maedeup.vault.web import Found, Web, find_from


@uncollected
def relink(vault: Vault, results: Results, before: Web) -> Web | None:
    """Return what `join` would, from what it found the last time; None where more may differ."""
    changed = _changed(vault, results, before)
    if changed is None:
        return None
    swap = {id(before.vault.notes[uri]): vault.notes[uri] for uri in changed}
    index = before.index.with_notes(swap)
    order = Order(_swapped(before.order.before, swap), _swapped(before.order.after, swap))
    pages = {old: swap.get(id(note), note) for old, note in before.redirects.pages.items()}
    redirects = replace(before.redirects, pages=pages)
    targets = Targets(vault, results, index, order, before.targets.hidden)
    targets.found.update(_outside(before.targets, changed))
    found, old = Found(), Found()
    for uri in changed:
        find_from(vault.notes[uri], vault, targets, found)
        find_from(before.vault.notes[uri], before.vault, before.targets, old)
    if found.equations != old.equations:
        return None
    paths = {note.path for note in swap.values()}
    shared = [*index.find_written(), *redirects.problems]
    known = [p for p in before.problems if p.path not in paths and p not in shared]
    backlinks = _backlinks(before, vault, swap, old, found)
    uses = {key: set(uris) for key, uris in before.uses.items()}
    for key, uris in old.uses.items():
        uses[key] -= uris
    for key, uris in found.uses.items():
        uses[key] = uses.get(key, set()) | uris
    links = before.links
    if _edges(old) != _edges(found):
        links = join_links(vault, backlinks)
    else:
        shown_by = [swap.get(id(note), note) for note in links.shown_by]
        links = replace(links, shown_by=shown_by)
    return replace(
        before,
        vault=vault,
        results=results,
        index=index,
        order=order,
        redirects=redirects,
        targets=targets,
        backlinks=backlinks,
        uses=defaultdict(set, uses),
        links=links,
        problems=(*shared, *known, *found.problems),
    )


def _changed(vault: Vault, results: Results, before: Web) -> list[str] | None:
    """Return the notes with another text; None where not only such texts differ."""
    old = before.vault
    same = (
        old.settings == vault.settings
        and old.lists == vault.lists
        and old.works == vault.works
        and old.unread == vault.unread
        and old.pages == vault.pages
        and are_same(old.unpublished, vault.unpublished)
        and old.attachments.has_same_files(vault.attachments)
        and are_same(old.snippets, vault.snippets)
        and are_same(before.results.by_key, results.by_key)
        and list(old.notes) == list(vault.notes)
    )
    if not same:
        return None
    changed = [uri for uri, note in vault.notes.items() if old.notes[uri] is not note]
    if len(changed) > MOST or any(
        _asked_of(old.notes[uri]) != _asked_of(vault.notes[uri]) for uri in changed
    ):
        return None
    return changed


MOST = 20
"""Changed notes, beyond which all are linked again."""


def _asked_of(note: Note) -> tuple[object, ...]:
    """Return what of a note has a part in where other notes' references lead, and in the order."""
    snippets = {r.target for r in note.references if r.kind == "snippet"}
    return (
        note.path,
        note.title,
        note.aliases,
        note.kind,
        note.requires,
        [(heading.anchor, heading.text, heading.level) for heading in note.headings],
        [block.anchor for block in note.blocks],
        [formula.label for formula in note.formulas],
        snippets,
        any(r.kind == "list" and r.target == "list:graph" for r in note.references),
    )


def _swapped(lists: Mapping[str, list[Note]], swap: Mapping[int, Note]) -> dict[str, list[Note]]:
    return {uri: [swap.get(id(n), n) for n in notes] for uri, notes in lists.items()}


def _outside(targets: Targets, notes: Collection[str]) -> dict[tuple[object, ...], Target]:
    """Return what was found that has nothing to do with some notes, given by `src_uri`."""
    return {
        key: target
        for key, target in targets.found.items()
        if key[0] not in notes
        and not isinstance(target, NoteWay)
        and not (isinstance(target, NotePlace) and target.note.src_uri in notes)
    }


def _edges(found: Found) -> set[tuple[str, str]]:
    return {
        (b.source.src_uri, uri) for uri, backlinks in found.backlinks.items() for b in backlinks
    }


def _backlinks(
    before: Web, vault: Vault, swap: Mapping[int, Note], old: Found, found: Found
) -> dict[str, list[Backlink]]:
    """Return all backlinks, each note's in the order of the notes that link."""
    backlinks: dict[str, list[Backlink]] = defaultdict(list, before.backlinks)
    place = {uri: number for number, uri in enumerate(vault.notes)}
    for uri in old.backlinks.keys() | found.backlinks.keys():
        others: Sequence[Backlink] = [
            link for link in before.backlinks.get(uri, ()) if id(link.source) not in swap
        ]
        both = [*others, *found.backlinks.get(uri, ())]
        backlinks[uri] = sorted(both, key=lambda link: place[link.source.src_uri])
    return backlinks
