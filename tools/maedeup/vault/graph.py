"""The whole vault as one picture: where each note stands, and in which group of what name.

Made by igraph once, and kept by what links to what: while that stays, igraph is not even imported.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from maedeup.notes.note import Note
from maedeup.runs.store import write_whole
from maedeup.vault.web import Web

__all__ = ["DATA", "GraphPicture", "NoteGroup", "load_picture", "make_data"]

DATA = "assets/graph.json"
"""Address of what the page's script draws."""

FORM = 1
"""Of the kept file; raise it when positions come to be computed in another way."""

N_COLOURS = 6


@dataclass(frozen=True)
class NoteGroup:
    """Notes that link to one another more than to others."""

    name: str
    """Title of its most central note; empty for notes that nothing joins."""
    colour: int
    """Number of the palette's colour."""
    notes: tuple[Note, ...]
    """By title."""


@dataclass(frozen=True)
class GraphPicture:
    """Places and groups of all notes that are no guides."""

    places: dict[str, tuple[int, int]]
    """By `src_uri`, in hundredths of the distance at which two notes stand apart."""
    groups: list[NoteGroup]
    """Largest first; the notes that nothing joins last."""


def load_picture(web: Web) -> GraphPicture:
    """Return the picture of the vault as it is linked now; lay it out anew only if links changed.

    Notes that were there keep their places, so that a new link does not turn the picture.
    """
    uris = sorted(uri for uri, note in web.vault.notes.items() if note.is_knowledge)
    links = sorted((a, b) for a in uris for b in web.links.around.get(a, ()) if a < b)
    key = hashlib.sha256(json.dumps([FORM, uris, links]).encode()).hexdigest()
    file = web.vault.root / ".maedeup" / "cache" / "graph.json"
    kept, found = _read(file)
    if kept != key:
        from maedeup.vault.layout import lay_out  # imports igraph

        found = lay_out(uris, links, found)
        made = {"key": key, "notes": found}
        text = json.dumps(made, ensure_ascii=False, separators=(",", ":"))
        write_whole(file, text.encode())
    return GraphPicture(
        {uri: (found[uri][0], found[uri][1]) for uri in uris},
        _name_groups(web, {uri: found[uri][2] for uri in uris}),
    )


def _read(file: Path) -> tuple[str, dict[str, tuple[int, int, int]]]:
    """Return what was kept, and of which links; a broken file is none."""
    try:
        kept = json.loads(file.read_text("utf-8"))
        notes = {str(uri): (int(x), int(y), int(g)) for uri, (x, y, g) in kept["notes"].items()}
        return str(kept["key"]), notes
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return "", {}


def _name_groups(web: Web, group_of: dict[str, int]) -> list[NoteGroup]:
    members: dict[int, list[str]] = defaultdict(list)
    for uri, group in group_of.items():
        members[group].append(uri)
    around, groups = web.links.around, []
    for number, uris in sorted(
        members.items(), key=lambda item: (item[0] < 0, -len(item[1]), item)
    ):

        def rank(uri: str, number: int = number) -> tuple[int, int, str]:
            inside = sum(group_of.get(other) == number for other in around.get(uri, ()))
            return -inside, -len(around.get(uri, ())), web.vault.notes[uri].title

        name = web.vault.notes[min(uris, key=rank)].title if number >= 0 else ""
        notes = sorted((web.vault.notes[uri] for uri in uris), key=lambda note: note.title)
        groups.append(
            NoteGroup(name, number % N_COLOURS if number >= 0 else N_COLOURS, tuple(notes))
        )
    return groups


def make_data(web: Web) -> str:
    """Return what the page's script draws, as JSON.

    `notes` holds, of each note, title, address, x, y, number of its group, and aliases if any;
    `links`, of each note, the later ones it is joined to; `groups`, of each group, name and colour.
    """
    picture = load_picture(web)
    order = [(note, number) for number, group in enumerate(picture.groups) for note in group.notes]
    number_of = {note.src_uri: number for number, (note, _) in enumerate(order)}
    notes, links = [], []
    for note, group in order:
        aliases = [list(note.aliases)] if note.aliases else []
        address = web.vault.address(note.src_uri)
        notes.append([note.title, address, *picture.places[note.src_uri], group, *aliases])
        here = number_of[note.src_uri]
        around = {number_of[other] for other in web.links.around.get(note.src_uri, ())}
        links.append(sorted(other for other in around if other > here))
    groups = [[group.name, group.colour] for group in picture.groups]
    data = {"notes": notes, "links": links, "groups": groups}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
