"""Everything that was read, frozen: nothing is joined here, and nothing was run."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from operator import eq, is_
from pathlib import Path
from typing import TypeVar

from maedeup.notes.note import Note, parse_note
from maedeup.runs.pins import read_pins
from maedeup.runs.snippet import MARKER, Snippet
from maedeup.runs.store import Store
from maedeup.runs.world import World
from maedeup.text.errors import MaedeupError, Problem
from maedeup.text.paths import SourcePath, nfc, page_url, slug_of, to_source_path
from maedeup.vault.attachments import Attachments
from maedeup.vault.bibliography import FILE as BIBLIOGRAPHY
from maedeup.vault.bibliography import Work, read_works
from maedeup.vault.first_read import FirstRead
from maedeup.vault.inventories import ENDING as INVENTORY
from maedeup.vault.inventories import Inventory, read_inventories
from maedeup.vault.labs import lab_note
from maedeup.vault.leading_out import LEADS_OUTSIDE, find_links_out
from maedeup.vault.lists import COMMON, PLANNED, REDIRECTS, SYNONYMS, Lists, read_lists
from maedeup.vault.memo import Memo
from maedeup.vault.own_notebooks import ENDING, to_percent
from maedeup.vault.pages import MARKDOWN, RECENT, Pages, Proposal, is_draft
from maedeup.vault.reader import Reader, list_files
from maedeup.vault.site_settings import Settings
from maedeup.vault.uncollected import uncollected

T = TypeVar("T")


@dataclass(frozen=True)
class Vault:
    """Settings, notes, snippets and lists, as they stood when they were read."""

    settings: Settings
    notes: Mapping[str, Note]
    """By `src_uri`, those that the site has; labs are among them."""
    snippets: Mapping[SourcePath, Snippet]
    variants: Mapping[SourcePath, list[Snippet]]
    """By the path of the snippet that declares them."""
    lists: Lists
    attachments: Attachments
    """What lies in the vault besides notes."""
    works: Mapping[str, Work]
    """The bibliography, by key."""
    inventories: tuple[Inventory, ...]
    """What libraries' documentation tells of, by the files' names."""
    memo: Memo
    """What follows from texts alone."""
    unread: frozenset[str] = frozenset()
    """Notes whose files cannot be read as text, by `src_uri`."""
    problems: tuple[Problem, ...] = ()
    texts: Mapping[SourcePath, str] = field(default_factory=dict, repr=False)
    """From which each note was parsed (the reader's own): one of the same is not parsed again."""
    variant_problems: Mapping[SourcePath, list[Problem]] = field(default_factory=dict, repr=False)
    """Of declared variants, by the snippet's path."""
    reader: Reader = field(default_factory=Reader, repr=False, compare=False)
    """Knows which files are as they were."""
    pages: Pages | None = None
    """What the host has decided; None while it has not."""
    unpublished: Mapping[str, Note] = field(default_factory=dict)
    """Notes that the site leaves out, by `src_uri`: nothing of them may stand anywhere in it."""

    @property
    def root(self) -> Path:
        """The folder of mkdocs.yml."""
        return self.settings.root

    @property
    def store(self) -> Store:
        """Where results are kept."""
        return Store(self.root / ".maedeup" / "store")

    def forget_texts(self) -> None:
        """Let go of what only the next reading asks for, where there will be none."""
        self.reader.forget()
        if isinstance(self.texts, dict):
            self.texts.clear()

    def address(self, src_uri: str) -> str:
        """Return where a page is in the site, as its host says.

        Where no host has decided, as for Python-Markdown alone, and of a page that no host knows,
        it is where MkDocs would put one of this name.
        """
        if self.pages is not None and (known := self.pages.addresses.get(src_uri)) is not None:
            return known
        return page_url(src_uri, self.settings.use_directory_urls)

    def meant(self, src_uri: str) -> str:
        """Return the page that a path means: that of the language which is built, if any."""
        return self.pages.localized.get(src_uri, src_uri) if self.pages is not None else src_uri

    def file_address(self, path: str) -> str:
        """Return where a file of the vault is in the site."""
        return self.pages.files.get(path, path) if self.pages is not None else path

    def world(self) -> World:
        """Return this moment's state of what receipts name."""
        return World(self.root, self.memo.code_key, self.settings.watch, self._pins)

    @cached_property
    def _pins(self) -> dict[str, str]:
        return read_pins(self.root)

    def with_variants(self, snippet: Snippet) -> list[Snippet]:
        """Return a snippet and all of its variants: each is a run of its own."""
        return [snippet, *self.variants.get(snippet.path, [])]

    def runs(self) -> Iterator[Snippet]:
        """Yield all that runs: each snippet, and behind it its variants."""
        for snippet in self.snippets.values():
            yield from self.with_variants(snippet)

    def find_snippets(self, target: str) -> list[Snippet]:
        """Return every snippet that a reference's target names, by file name or by path's end."""
        target = target.removeprefix("/").removeprefix(self.settings.snippets + "/")
        named = self._by_name.get(posixpath.basename(target), [])
        if "/" not in target:
            return named
        return [s for s in named if ("/" + s.path).endswith("/" + target)]

    def file_meant(self, path: str, src_uri: str) -> str:
        """Return the note or file that an ordinary link means, from its note or the vault's root.

        Args:
            path: as the link has it, decoded.
            src_uri: of the note with the link.
        """
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(src_uri), path.lstrip("/")))
        root = posixpath.normpath(path.lstrip("/"))
        for file in (root,) if path.startswith("/") else (beside, root):
            for name in (file, f"{file}.md"):
                if name in self.notes or self.attachments.has(name):
                    return name
        return ""

    @cached_property
    def _by_name(self) -> dict[str, list[Snippet]]:
        found: dict[str, list[Snippet]] = defaultdict(list)
        for snippet in self.snippets.values():
            found[snippet.name].append(snippet)
        return found


@uncollected
def read_vault(settings: Settings, before: Vault | None = None) -> Vault:
    """Read every note, every snippet and the lists of a vault.

    Args:
        settings: where they are.
        before: of the last time; what has the same text is taken from it.
    """
    root, folder = settings.root, settings.root / settings.vault
    problems: list[Problem] = [*settings.problems]
    if not folder.is_dir():
        hint = "make it, or name another as `docs_dir`"
        problems.append(
            Problem("no-folder", settings.file, 0, "no such folder", settings.vault, hint)
        )
    reader = before.reader if before is not None and before.root == root else Reader()
    links: list[str] = []
    first = FirstRead(root, is_first=before is None)
    notes, texts, unread = _read_notes(root, folder, before, reader, first, problems, links)
    problems += find_links_out(settings, settings.vault, links)
    listed = [folder / name for name in (PLANNED, REDIRECTS, COMMON, SYNONYMS)]
    lists = reader.once(listed, partial(read_lists, root, folder))
    works, wrong = reader.once([folder / BIBLIOGRAPHY], partial(read_works, root, folder))
    of_names = root / settings.inventories
    listed = [of_names / name for name in list_files(of_names, INVENTORY)]
    inventories, unclear = reader.once(listed, partial(read_inventories, root, listed))
    problems += [*lists.problems, *wrong, *unclear]
    snippets, variants, of_variants = _read_snippets(settings, before, reader, first, problems)
    labs = {note.path: note for note in before.notes.values()} if before else {}
    for path, snippet in snippets.items():
        same = before is not None and before.snippets.get(path) is snippet
        if (note := (same and labs.get(path)) or _note_of(snippet, settings)) is None:
            continue
        if (other := notes.get(note.src_uri)) is not None:
            hint = "rename one of them"
            problems.append(
                Problem("address-clash", path, 1, "two notes of one address", other.path, hint)
            )
            continue
        notes[note.src_uri] = note
        first.note(note)
    first.save()
    vault = Vault(
        settings=settings,
        notes=notes,
        snippets=snippets,
        variants=variants,
        lists=lists,
        attachments=Attachments(folder),
        works=works,
        inventories=inventories,
        memo=before.memo if before is not None and before.root == root else Memo(root),
        unread=frozenset(unread),
        problems=tuple(problems),
        texts=texts,
        variant_problems=of_variants,
        reader=reader,
    )
    if settings.ask_host is None:
        return vault
    return publish(vault, settings.ask_host(propose(vault)))


def propose(vault: Vault) -> Proposal:
    """Return what to ask of the host for what was read."""
    notes, settings = vault.notes, vault.settings
    made = [f"{settings.snippets}/index.md"]
    made += [
        path.removesuffix(".py") + MARKDOWN
        for path, snippet in vault.snippets.items()
        if path.endswith(".py") and all(cell.kind != "markdown" for cell in snippet.cells)
    ]
    made = [uri for uri in made if settings.take_away and uri not in notes]
    return Proposal(
        added=tuple((uri, n.path) for uri, n in notes.items() if not n.path.endswith(MARKDOWN)),
        drafts=tuple(uri for uri, note in notes.items() if is_draft(note, settings.drafts)),
        made=(*made, *[RECENT] * (settings.recent > 0)),
    )


def publish(vault: Vault, pages: Pages) -> Vault:
    """Return a vault of what the site has: what the host leaves out stands apart."""
    vault = hold_back(vault, [uri for uri in vault.notes if uri not in pages.addresses])
    return replace(
        vault,
        notes={uri: _as_published(note, pages) for uri, note in vault.notes.items()},
        attachments=vault.attachments.published(pages.files),
        problems=(*vault.problems, *pages.problems),
        pages=pages,
    )


def hold_back(vault: Vault, left_out: Collection[str]) -> Vault:
    """Return a vault without some of its notes; they and their code stand apart.

    Args:
        vault: what was read.
        left_out: `src_uri` of each of these notes.
    """
    if not left_out:
        return vault
    held = {uri: vault.notes[uri] for uri in left_out}
    paths = {note.path for note in held.values()}
    ours = set(vault.snippets) - paths  # a lab that is left out takes its code with it
    return replace(
        vault,
        notes={uri: note for uri, note in vault.notes.items() if uri not in held},
        unpublished={**vault.unpublished, **held},
        snippets={path: snippet for path, snippet in vault.snippets.items() if path in ours},
        variants={path: made for path, made in vault.variants.items() if path in ours},
        problems=tuple(p for p in vault.problems if p.path not in paths or p.code == LEADS_OUTSIDE),
    )


def _as_published(note: Note, pages: Pages) -> Note:
    """Return a note as readers get it: with what templates made of its text.

    One without a title of its own is called as the navigation calls it.
    """
    if (text := pages.texts.get(note.src_uri)) is not None and text != note.body:
        note = replace(note, body=text)
    title = pages.titles.get(note.src_uri)
    return replace(note, title=nfc(title)) if title and note.title == note.slug else note


def _read_notes(
    root: Path,
    folder: Path,
    before: Vault | None,
    reader: Reader,
    first: FirstRead,
    problems: list[Problem],
    links: list[str],
) -> tuple[dict[str, Note], dict[SourcePath, str], set[str]]:
    known = (*before.notes.values(), *before.unpublished.values()) if before else ()
    old = {note.path: note for note in known}
    old_texts = before.texts if before else {}
    notes: dict[str, Note] = {}
    texts: dict[SourcePath, str] = {}
    unread: set[str] = set()
    names = list_files(folder, ".md", links=links)
    for name, (file, path) in zip(names, _placed(root, folder, names), strict=True):
        src_uri = nfc(name)
        unread.add(src_uri)
        try:
            text = reader.read(file, path)
            unread.discard(src_uri)
            same = old_texts.get(path) == text
            notes[src_uri] = (same and old.get(path)) or parse_note(path, src_uri, text)
            first.note(notes[src_uri])
            problems += notes[src_uri].problems
            texts[path] = text
        except MaedeupError as error:
            problems += error.problems
            last, empty = old.get(path), Note(path, src_uri, slug_of(path), "")
            notes[src_uri] = last if last == empty else empty
    return notes, texts, unread


def _read_snippets(
    settings: Settings,
    before: Vault | None,
    reader: Reader,
    first: FirstRead,
    problems: list[Problem],
) -> tuple[
    Mapping[SourcePath, Snippet],
    Mapping[SourcePath, list[Snippet]],
    dict[SourcePath, list[Problem]],
]:
    """Read every snippet; a Python file without a `# %%` line is a helper module."""
    old = before.snippets if before else {}
    snippets: dict[SourcePath, Snippet] = {}
    variants: dict[SourcePath, list[Snippet]] = {}
    variant_problems: dict[SourcePath, list[Problem]] = {}
    folder = settings.root / settings.snippets
    links: list[str] = []
    scripts = list_files(folder, ".py", hidden=True, links=links)
    away = {p.path: p for p in find_links_out(settings, settings.snippets, links)}
    for file, path in (*_placed(settings.root, folder, scripts), *_own_notebooks(settings)):
        same = old.get(path)
        try:
            text = reader.read(file, path)
            if path.endswith(ENDING):
                text = to_percent(path, text, problems)
            is_same = same is not None and (same.text is text or same.text == text)
            if not is_same and not any(MARKER.match(row) for row in text.split("\n")):
                continue
            if path in away:
                problems.append(away[path])
                continue
            if same is not None and before is not None and is_same:
                snippet, made = same, before.variants[path]
                found = before.variant_problems.get(path, [])
            else:
                snippet, made, found = first.snippet(path, text)
        except MaedeupError as error:
            problems += error.problems
            continue
        snippets[path], variants[path] = snippet, made
        if found:
            variant_problems[path] = found
        problems += found
    if before is not None and are_same(before.snippets, snippets):  # known by being the same
        return before.snippets, before.variants, variant_problems
    return snippets, variants, variant_problems


def are_same(old: Mapping[T, object], new: Mapping[T, object]) -> bool:
    """Say whether two tables hold the very same things in the same order."""
    return old is new or (
        len(old) == len(new)
        and all(map(eq, old, new))
        and all(map(is_, old.values(), new.values()))
    )


def _placed(root: Path, folder: Path, names: Iterable[str]) -> Iterator[tuple[str, SourcePath]]:
    """Yield where each file below a folder lies, and what it is called."""
    place, within = f"{folder}/", nfc(to_source_path(root, folder))
    for name in names:
        yield f"{place}{name}", SourcePath(f"{within}/{nfc(name)}" if within != "." else nfc(name))


def _own_notebooks(settings: Settings) -> Iterator[tuple[str, SourcePath]]:
    """Yield the notebooks that the settings make pages of, as `_placed` does."""
    folder = settings.root / settings.vault
    names = list_files(folder, ENDING)
    return _placed(
        settings.root, folder, (name for name in names if settings.includes_notebook(nfc(name)))
    )


def _note_of(snippet: Snippet, settings: Settings) -> Note | None:
    """Return the note that a lab or an author's notebook is; None for any other snippet."""
    if snippet.path.endswith(ENDING):
        file = settings.root / snippet.path
        src_uri = file.relative_to(settings.root / settings.vault).with_suffix(".md").as_posix()
        return lab_note(snippet, nfc(src_uri))
    if any(cell.kind == "markdown" for cell in snippet.cells):
        return lab_note(snippet, f"labs/{slug_of(snippet.path)}.md")
    return None
