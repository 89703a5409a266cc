"""Names and links -> places and groups. The one module that imports igraph.

Groups first (Leiden), each laid out by itself as a disc as large as its notes need; then the discs,
by the links between them. So a group is one place in the picture, whatever the size of the vault,
and the time grows with the notes. Afterwards notes keep their places: a new one is put beside what
it links to. When a third of the notes came after the last whole layout, all are laid out afresh.
"""

from __future__ import annotations

import math
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count

DRAWING = ("matplotlib", "plotly", "cairo", "cairocffi")
"""What igraph imports to draw, if it is there: half a second, 50 MiB, and threads."""


@contextmanager
def _undrawn() -> Iterator[None]:
    """Keep igraph from importing what it draws with; who imports it later gets it whole."""
    absent = [name for name in DRAWING if name not in sys.modules]
    is_ours = "igraph" not in sys.modules
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type]  # None: not to be found
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]
        for name in [name for name in sys.modules if name.partition(".")[0] == "igraph"]:
            if is_ours and name != "igraph._igraph":  # which a process loads once
                del sys.modules[name]


with _undrawn():
    import igraph


class Graph(igraph.Graph):  # type: ignore[misc]  # igraph has no types
    """A graph of plain lists: igraph's own looks for arrays of numpy, and imports it."""

    def __init__(self, n_points: int, lines: list[tuple[int, int]]) -> None:
        igraph.GraphBase.__init__(self, n_points, lines, False)


Link = tuple[str, str]
Entry = tuple[int, int, int]
"""x, y (in hundredths of the distance at which two notes stand apart) and the group, -1 is none."""

Point = tuple[float, float]

GOLDEN = math.pi * (3 - math.sqrt(5))


def lay_out(
    names: Sequence[str], links: Sequence[Link], old: Mapping[str, Entry]
) -> dict[str, Entry]:
    """Return the place and the group of each name; the same arguments give the same places.

    Args:
        names: sorted.
        links: sorted, each once.
        old: an earlier answer; names that are in it keep their places.
    """
    if not names:
        return {}
    around: dict[str, list[str]] = defaultdict(list)
    for one, other in links:
        around[one].append(other)
        around[other].append(one)
    igraph.set_random_number_generator(random.Random(0))
    try:
        group_of = _find_groups(names, links, old)
        stay = [name for name in names if name in old]
        if len(stay) * 3 >= len(names) * 2:
            places = {name: (old[name][0] / 100, old[name][1] / 100) for name in stay}
            _add_beside(places, names, around)
        else:
            places = _lay_out_all(group_of, links)
    finally:
        igraph.set_random_number_generator(random)
    return {
        name: (round(places[name][0] * 100), round(places[name][1] * 100), group_of[name])
        for name in names
    }


def _find_groups(
    names: Sequence[str], links: Sequence[Link], old: Mapping[str, Entry]
) -> dict[str, int]:
    """Return the number of each name's group; a group keeps the number of most of its old names."""
    number = {name: i for i, name in enumerate(names)}
    graph = Graph(len(names), [(number[a], number[b]) for a, b in links])
    known = [old[name][2] if name in old else -1 for name in names]
    alone = count(max(known, default=0) + 1)  # a name without a group starts in one of its own
    start = [group if group >= 0 else next(alone) for group in known]
    codes = {group: code for code, group in enumerate(sorted(set(start)))}
    clusters = graph.community_leiden(
        objective_function="modularity",
        initial_membership=[codes[group] for group in start],
        n_iterations=-1,
    )
    found = [[names[i] for i in cluster] for cluster in clusters if len(cluster) > 1]
    group_of, later, taken = dict.fromkeys(names, -1), list[list[str]](), set[int]()
    for cluster in sorted(found, key=lambda c: (-len(c), c[0])):
        votes = Counter(old[name][2] for name in cluster if name in old and old[name][2] >= 0)
        kept = next((group for group, _ in votes.most_common() if group not in taken), None)
        if kept is None:
            later.append(cluster)
            continue
        taken.add(kept)
        group_of.update(dict.fromkeys(cluster, kept))
    free = (group for group in count() if group not in taken)
    for cluster, group in zip(later, free, strict=False):
        group_of.update(dict.fromkeys(cluster, group))
    return group_of


def _lay_out_all(group_of: Mapping[str, int], links: Iterable[Link]) -> dict[str, Point]:
    members: dict[int, list[str]] = defaultdict(list)
    for name, group in group_of.items():
        members[group].append(name)
    inside: dict[int, list[Link]] = defaultdict(list)
    between: Counter[tuple[int, int]] = Counter()
    for one, other in links:
        a, b = group_of[one], group_of[other]
        if a == b:
            inside[a].append((one, other))
        else:
            between[min(a, b), max(a, b)] += 1
    loose = members.pop(-1, [])
    radius = {group: 0.75 * math.sqrt(len(names)) + 0.5 for group, names in members.items()}
    centre = _place_discs(radius, between)
    places: dict[str, Point] = {}
    for group, names in members.items():
        x, y = centre[group]
        for name, (dx, dy) in _lay_out_disc(names, inside[group], radius[group] - 0.5).items():
            places[name] = x + dx, y + dy
    bottom = max((y for _, y in places.values()), default=0.0) + 2
    width = max(8, math.ceil(math.sqrt(4 * len(loose))))
    for i, name in enumerate(loose):  # rows below all else
        places[name] = i % width - (width - 1) / 2, bottom + i // width
    return places


def _lay_out_disc(names: Sequence[str], links: Iterable[Link], radius: float) -> dict[str, Point]:
    """Place the names of one group around the origin, not beyond `radius`."""
    number = {name: i for i, name in enumerate(names)}
    graph = Graph(len(names), [(number[a], number[b]) for a, b in links])
    points = graph.layout_fruchterman_reingold(niter=_rounds(len(names)), grid=False).coords
    x0 = sum(x for x, _ in points) / len(points)
    y0 = sum(y for _, y in points) / len(points)
    far = max(math.hypot(x - x0, y - y0) for x, y in points) or 1.0
    placed = {}
    for name, (x, y) in zip(names, points, strict=True):
        share = math.hypot(x - x0, y - y0) / far
        scale = radius / far * (share**-0.25 if share else 1)  # the dense middle is drawn apart
        placed[name] = (x - x0) * scale, (y - y0) * scale
    return placed


def _rounds(n_points: int) -> int:
    """Return how often to move points that all push one another, so that many take no minute."""
    return max(20, min(500, 30_000_000 // max(1, n_points) ** 2))


def _place_discs(
    radius: Mapping[int, float], between: Mapping[tuple[int, int], int]
) -> dict[int, Point]:
    """Place discs near those they are linked to, and push apart those that overlap."""
    groups = sorted(radius)
    number = {group: i for i, group in enumerate(groups)}
    pairs = sorted(between)
    graph = Graph(len(groups), [(number[a], number[b]) for a, b in pairs])
    weights = [between[a, b] / math.sqrt(radius[a] * radius[b]) for a, b in pairs]
    points = graph.layout_fruchterman_reingold(
        weights=weights or None, niter=_rounds(len(groups)), grid=False
    ).coords
    spread = math.sqrt(sum(r * r for r in radius.values()))
    far = max((math.hypot(x, y) for x, y in points), default=1.0) or 1.0
    at = [(x / far * spread, y / far * spread) for x, y in points]
    size = [radius[group] for group in groups]
    rounds = max(1, min(200, 4_000_000 // max(1, len(at) ** 2)))
    for _ in range(rounds):
        moved = False
        for i in range(len(at)):
            for j in range(i):
                dx, dy = at[i][0] - at[j][0], at[i][1] - at[j][1]
                apart = math.hypot(dx, dy) or 1e-9
                gap = size[i] + size[j] - apart
                if gap > 0.01:
                    moved = True
                    push = gap / 2 / apart
                    at[i] = at[i][0] + dx * push, at[i][1] + dy * push
                    at[j] = at[j][0] - dx * push, at[j][1] - dy * push
        if not moved:
            break
    return dict(zip(groups, at, strict=True))


def _add_beside(
    places: dict[str, Point], names: Iterable[str], around: Mapping[str, Sequence[str]]
) -> None:
    """Place the names that have no place yet: beside what they link to, where nothing stands."""
    taken = {(round(x), round(y)) for x, y in places.values()}
    waiting = [name for name in names if name not in places]
    waiting.sort(key=lambda name: -sum(other in places for other in around.get(name, ())))
    bottom = max((y for _, y in places.values()), default=0.0) + 2
    for name in waiting:
        near = [places[other] for other in around.get(name, ()) if other in places]
        x = sum(p[0] for p in near) / len(near) if near else 0.0
        y = sum(p[1] for p in near) / len(near) if near else bottom
        for step in range(len(taken) + 1):
            away = 0.8 * math.sqrt(step)
            spot = x + away * math.cos(step * GOLDEN), y + away * math.sin(step * GOLDEN)
            if (round(spot[0]), round(spot[1])) not in taken:
                break
        taken.add((round(spot[0]), round(spot[1])))
        places[name] = spot
