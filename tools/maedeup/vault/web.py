"""How all hangs together: names, targets, backlinks, order, redirects, mentions. Frozen."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from maedeup.notes.grammar import Reference
from maedeup.notes.matcher import Mention
from maedeup.notes.note import Note
from maedeup.runs.results import Results
from maedeup.text.errors import Problem
from maedeup.vault.leads import Code, Compared, NotePlace, Target
from maedeup.vault.mentions import Mentions
from maedeup.vault.names import Backlink, NoteIndex
from maedeup.vault.neighbours import Links, join_links
from maedeup.vault.order import Order, join_order
from maedeup.vault.redirects import Redirects, resolve_redirects
from maedeup.vault.targets import Targets
from maedeup.vault.travel import find_public
from maedeup.vault.uncollected import uncollected
from maedeup.vault.vault import Vault
from maedeup.vault.ways import Ways, join_ways

INCLUDED = re.compile(r"--8<--[^\n]*?([\w./-]+\.py)")


@dataclass(frozen=True)
class Web:
    """A vault with its results, joined."""

    vault: Vault
    results: Results
    index: NoteIndex
    hidden: NoteIndex
    """Names of the notes that the site leaves out."""
    order: Order
    redirects: Redirects
    targets: Targets
    backlinks: Mapping[str, list[Backlink]]
    """By the `src_uri` of the note linked to."""
    uses: Mapping[str, set[str]]
    """Notes that show a snippet or a variant, by `src_uri`; by its key."""
    equations: Mapping[str, set[str]]
    """Marks of the formulas that any note refers to, by the `src_uri` of the formula's note."""
    links: Links
    problems: tuple[Problem, ...]
    """Of references, redirects and planned notes."""
    mention_finder: Mentions

    def find_target(self, reference: Reference, note: Note) -> Target | Problem:
        """Say what a reference leads to, or what is wrong with it."""
        return self.targets.find(reference, note)

    @cached_property
    def mentions(self) -> dict[str, list[Mention]]:
        """By `src_uri`, names of other notes that stand in a note and that it links to nowhere."""
        return find_mentions(self)

    @cached_property
    def public(self) -> set[str]:
        """Of all files and modules that runs read, those that may leave the project."""
        receipts = [result.receipt for result in self.results.by_key.values()]
        read = {path for one in receipts for path in (*one.files, *one.modules)}
        return find_public(self.vault.root, read)

    @cached_property
    def ways(self) -> Ways:
        """The maps as paths through the notes."""
        return join_ways(self.vault, self.targets)

    def terms(self, note: Note, text: str) -> list[Mention]:
        """Return the titles that a page of `text` only mentions, where they first stand in it."""
        return self.mention_finder.terms(self.mentions.get(note.src_uri, ()), text)


@dataclass(frozen=True)
class Found:
    """What references lead to: see the fields of `Web`."""

    backlinks: dict[str, list[Backlink]] = field(default_factory=lambda: defaultdict(list))
    uses: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    equations: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    problems: list[Problem] = field(default_factory=list)


@uncollected
def find_mentions(web: Web) -> dict[str, list[Mention]]:
    """Find the mentions of all notes, when first asked for: a build that shows none needs none."""
    return web.mention_finder.find(web.vault, web.index, web.backlinks)


@uncollected
def join(vault: Vault, results: Results, before: Web | None = None) -> Web:
    """Join notes, snippets and results.

    Args:
        vault: what was read.
        results: what its snippets made.
        before: of the last time; what was found in notes that did not change is taken from it.
    """
    moved = {redirect.old: redirect.new for redirect in vault.lists.redirects}
    names = vault.pages.names if vault.pages is not None else {}
    index = NoteIndex(vault.notes.values(), vault.lists.planned, moved, names)
    hidden = NoteIndex(vault.unpublished.values(), {}, None, names)
    order = join_order(vault, results, index)
    redirects = resolve_redirects(vault, index, hidden)
    targets = Targets(vault, results, index, order, hidden)
    found = Found()
    for note in vault.notes.values():
        find_from(note, vault, targets, found)
    return Web(
        vault=vault,
        results=results,
        index=index,
        hidden=hidden,
        order=order,
        redirects=redirects,
        targets=targets,
        backlinks=found.backlinks,
        uses=found.uses,
        equations=found.equations,
        links=join_links(vault, found.backlinks),
        problems=(*index.find_written(), *redirects.problems, *found.problems),
        mention_finder=before.mention_finder if before is not None else Mentions(),
    )


def find_from(note: Note, vault: Vault, targets: Targets, found: Found) -> None:
    """Add what one note leads to."""
    for reference in note.references:
        target = targets.find(reference, note)
        if isinstance(target, Problem):
            found.problems.append(target)
            if reference.kind == "snippet":  # a wrong part is no reason to call it unused
                for snippet in vault.find_snippets(reference.target):
                    found.uses[snippet.path].add(note.src_uri)
            continue
        if isinstance(target, NotePlace):
            if target.place is not None and target.formula:
                found.equations[target.note.src_uri].add(target.formula)
            if target.note is not note:
                found.backlinks[target.note.src_uri].append(Backlink(note, reference))
        elif isinstance(target, Code):
            found.uses[target.snippet.path].add(note.src_uri)
            if isinstance(target, Compared):
                found.uses[target.variant.key].add(note.src_uri)
    for name in INCLUDED.findall(note.body):
        for snippet in vault.find_snippets(name):
            found.uses[snippet.path].add(note.src_uri)
