"""Load all, join notes with results, list problems.

    load_notes -> load_snippets -> run_stale -> resolve_links -> report

Site, tests and command line take these same steps; all is loaded and run before a page is rendered.
"""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from maedeup.check import content
from maedeup.check.numbers import find_contradictions
from maedeup.check.writing import find_graded
from maedeup.edit.bind import bind_note, list_typed_values
from maedeup.edit.rename import move
from maedeup.edit.slugs import rewrite_to_slugs
from maedeup.notes.grammar import Reference
from maedeup.notes.matcher import Mention
from maedeup.notes.note import Note, parse_note
from maedeup.runs import run
from maedeup.runs.receipt import World
from maedeup.runs.snippet import MARKER, Snippet, parse_snippet
from maedeup.runs.store import Result, Store
from maedeup.runs.variant import line_of, make_variants
from maedeup.text.errors import MaedeupError, Problem, suggest
from maedeup.text.paths import SourcePath, nfc, read_source, slug_of, to_source_path
from maedeup.vault.attachments import Attachments
from maedeup.vault.embeds import find_embed_circles
from maedeup.vault.labs import lab_note
from maedeup.vault.memo import Memo
from maedeup.vault.mentions import (
    Mentions,
    find_loose_titles,
    link_mentions,
    load_common,
    sentence_of,
)
from maedeup.vault.names import Backlink, Index
from maedeup.vault.neighbours import Links, join_links
from maedeup.vault.order import join_order
from maedeup.vault.own_notebooks import ENDING, to_percent
from maedeup.vault.planned import load_planned
from maedeup.vault.redirects import load_redirects
from maedeup.vault.settings import Settings, load_settings
from maedeup.vault.targets import Target, find_target
from maedeup.vault.uncollected import uncollected

__all__ = [
    "Project", "RunOptions", "Settings", "Target", "bind_note", "build", "find_loose_titles",
    "link_mentions", "list_typed_values", "load_notes", "load_settings", "load_snippets", "move",
    "report", "resolve_links", "rewrite_to_slugs", "run_stale", "sentence_of",
]  # fmt: skip


@dataclass
class Project:
    """A vault with its snippets and their results."""

    settings: Settings
    notes: dict[str, Note] = field(default_factory=dict)
    """By `src_uri`; labs are among them."""
    snippets: dict[SourcePath, Snippet] = field(default_factory=dict)
    variants: dict[SourcePath, list[Snippet]] = field(default_factory=dict)
    """By the path of the snippet that declares them."""
    unread: set[str] = field(default_factory=set)
    """Notes whose files cannot be read as text, by `src_uri`."""
    results: dict[SourcePath, Result] = field(default_factory=dict)
    """By the snippet's or the variant's key."""
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    """What graded checks found that is no reason to fail."""
    notices: list[str] = field(default_factory=list)
    """What a person should know and that is no problem, such as a run that had no GPU."""
    ran: list[SourcePath] = field(default_factory=list)
    """What the last build ran."""
    index: Index = field(default_factory=lambda: Index([], {}))
    backlinks: dict[str, list[Backlink]] = field(default_factory=dict)
    """By the `src_uri` of the note linked to."""
    links: Links = field(default_factory=Links)
    before: dict[str, list[Note]] = field(default_factory=dict)
    """What each note requires, by `src_uri`, in its own order."""
    after: dict[str, list[Note]] = field(default_factory=dict)
    """What requires it, by title."""
    equations: dict[str, set[str]] = field(default_factory=dict)
    """Marks of the formulas that any note refers to, by the `src_uri` of the formula's note."""
    redirects: dict[str, Note] = field(default_factory=dict)
    """What stands at a former address, by that without its ending: `notes/relu`."""
    moved_anchors: dict[str, dict[str, str]] = field(default_factory=dict)
    """Former anchor -> heading's anchor now, by `src_uri`."""
    common: set[str] = field(default_factory=set)
    """Everyday words: names that are not looked for where they stand without a link."""
    uses: dict[SourcePath, set[str]] = field(default_factory=dict)
    """Notes that show a snippet, by `src_uri`."""
    _failures: dict[SourcePath, Result] = field(default_factory=dict, repr=False)
    """Failed results: kept while this process lives, never stored."""
    _note_texts: dict[SourcePath, str] = field(default_factory=dict, repr=False)
    """From which each note was parsed last: while serving, one changes and all others do not."""
    _targets: dict[tuple[object, ...], Target] = field(default_factory=dict, repr=False)
    """What references lead to; a page asks for each again, and so do the pages it links to."""
    _by_name: dict[str, list[Snippet]] = field(default_factory=dict, repr=False)
    attachments: Attachments = field(default_factory=lambda: Attachments(Path()), repr=False)
    """What lies in the vault besides notes."""
    _mentions: Mentions = field(default_factory=Mentions, repr=False)

    @cached_property
    def memo(self) -> Memo:
        """What follows from texts alone."""
        return Memo(self.root)

    @property
    @uncollected
    def mentions(self) -> dict[str, list[Mention]]:
        """By `src_uri`, names of other notes that stand in a note and that it links to nowhere."""
        return self._mentions.find(self)

    def terms(self, note: Note, text: str) -> list[Mention]:
        """Give the titles that a page of `text` only mentions, where they first stand in it."""
        return self._mentions.terms(self, note, text)

    def find_target(self, reference: Reference, note: Note) -> Target | Problem:
        """Say what a reference leads to, or what is wrong with it."""
        same = (reference.embed, reference.target, reference.anchor, reference.label)
        key = (note.src_uri, reference.alone, *same)
        found = self._targets.get(key)
        if found is None:
            target = find_target(self, reference, note)
            if isinstance(target, Problem):  # which names its line: not the same for all
                return target
            found = self._targets[key] = target
        return found

    @property
    def root(self) -> Path:
        """The folder of mkdocs.yml."""
        return self.settings.root

    @property
    def store(self) -> Store:
        """Where results are kept."""
        return Store(self.root / ".maedeup" / "store")

    def world(self) -> World:
        """Give this moment's state of what receipts name."""
        return World(self.root, self.memo.code_key, self.settings.watch)

    def result(self, snippet: Snippet) -> Result | None:
        """Give the result that a page may show now."""
        return self.results.get(snippet.key)

    def with_variants(self, snippet: Snippet) -> list[Snippet]:
        """Give a snippet and all of its variants: each is a run of its own."""
        return [snippet, *self.variants.get(snippet.path, [])]

    def find_snippets(self, target: str) -> list[Snippet]:
        """Give every snippet that a reference's target names, by file name or by path's end."""
        target = target.removeprefix("/").removeprefix(self.settings.snippets + "/")
        named = self._by_name.get(posixpath.basename(target), [])
        if "/" not in target:
            return named
        return [s for s in named if ("/" + s.path).endswith("/" + target)]


@uncollected
def load_notes(project: Project) -> None:
    """Read every note of the vault and the list of planned ones."""
    vault = project.root / project.settings.vault
    old = {note.path: note for note in project.notes.values()}
    project.notes, project.unread, project.problems, project.notices = {}, set(), [], []
    if not vault.is_dir():
        named, hint = project.settings.vault, "make it, or name another as `docs_dir`"
        project.problems.append(Problem("mkdocs.yml", 0, "no such folder", named, hint))
    for file in sorted(vault.rglob("*.md")):
        if any(part.startswith(".") for part in file.relative_to(vault).parts) or file.is_dir():
            continue
        path = to_source_path(project.root, file)
        src_uri = nfc(file.relative_to(vault).as_posix())
        project.unread.add(src_uri)
        try:
            text = read_source(file, path)
            project.unread.discard(src_uri)
            same = project._note_texts.get(path) == text
            project.notes[src_uri] = (same and old.get(path)) or parse_note(path, src_uri, text)
            project.problems += project.notes[src_uri].problems
            project._note_texts[path] = text
        except MaedeupError as error:
            project.problems += error.problems
            project.notes[src_uri] = Note(path, src_uri, slug_of(path), "")
            project._note_texts.pop(path, None)
    project.index = Index([], load_planned(project, vault / "planned.yml"))
    project.common = load_common(project)


def load_snippets(project: Project) -> None:
    """Read every snippet; a Python file without a `# %%` line is a helper module."""
    folder = project.root / project.settings.snippets
    old = project.snippets
    project.snippets, project.variants, project._by_name = {}, {}, defaultdict(list)
    vault = project.root / project.settings.vault
    for file in (*sorted(folder.rglob("*.py")), *_own_notebooks(vault)):
        path = to_source_path(project.root, file)
        try:
            text = read_source(file, path)
            if path.endswith(ENDING):
                text = to_percent(path, text)
            if not any(MARKER.match(row) for row in text.split("\n")):
                continue
            same = old.get(path)
            snippet = same if same and same.text == text else parse_snippet(path, text)
        except MaedeupError as error:
            project.problems += error.problems
            continue
        project.snippets[path] = snippet
        project.variants[path], problems = make_variants(snippet)
        project.problems += problems
        project._by_name[snippet.name].append(snippet)
        is_notebook = path.endswith(ENDING)
        if is_notebook or any(cell.kind == "markdown" for cell in snippet.cells):
            src_uri = f"labs/{slug_of(path)}.md"
            if is_notebook:
                src_uri = nfc(file.relative_to(vault).with_suffix(".md").as_posix())
            note = lab_note(snippet, src_uri)
            if (other := project.notes.get(note.src_uri)) is not None:
                hint = "rename one of them"
                project.problems.append(
                    Problem(path, 1, "two notes of one address", other.path, hint)
                )
                continue
            project.notes[note.src_uri] = note


def _own_notebooks(vault: Path) -> list[Path]:
    found = sorted(vault.rglob(f"*{ENDING}"))
    return [f for f in found if not any(p.startswith(".") for p in f.relative_to(vault).parts)]


@dataclass
class RunOptions:
    """How a build runs snippets."""

    names: Sequence[str] = ()
    """File names or paths; empty is all."""
    force: bool = False
    """Run what is not stale too."""
    frozen: bool = False
    """Run nothing; a stale result is a problem."""
    started: Callable[[list[Snippet]], None] = lambda stale: None
    progress: Callable[[Result], None] = lambda result: None


def run_stale(project: Project, options: RunOptions) -> None:
    """Run every snippet without a valid result, and join results to the project."""
    world, store = project.world(), project.store
    project.results, stale = {}, []
    wanted = list(_chosen(project, options.names))
    for snippet in wanted:
        valid = None if options.force else _find_valid(project, snippet, store, world)
        if valid is None:
            stale.append(snippet)
        else:
            project.results[snippet.key] = valid
    if options.frozen:
        for snippet in stale:
            why = "; ".join(run.explain(snippet, store, world))
            hint = "run it with `maedeup run` and keep the store"
            problem = f"variant {snippet.variant} stale" if snippet.variant else "stale"
            problem += " while frozen"
            project.problems.append(Problem(snippet.path, 1, problem, why, hint))
        stale = []
    project.ran = [snippet.key for snippet in stale]
    if stale:
        options.started(stale)
        durations = {
            s.key: entry.seconds for s in stale if (entry := next(store.entries(s.key), None))
        }
        jobs = project.settings.jobs or run.default_jobs()
        kept = (project.settings.keep_warm, project.settings.watch)
        ran = run.run_all(project.root, stale, store, jobs, durations, options.progress, *kept)
        project.results |= ran
        for path, result in ran.items():
            project._failures.pop(path, None)
            if result.products.failed:
                project._failures[path] = result
    for key, result in sorted(project.results.items()):
        error = result.products.error
        if error is not None and error.type == run.NO_GPU:
            project.notices.append(f"{key}: not run: {error.message}")
        elif error is not None and result.products.failed:
            file, _, variant = key.partition("?")
            hint, problem = "every page that shows it waits for this", error.type
            line = error.line
            if variant:
                hint = f'where it is meant to fail so, declare `expect_error = "{error.type}"`'
                problem = f"variant {variant} fails: {error.type}"
                if error.type == "BrokenClaim":
                    hint = "the sentences that say so are wrong now; look at what it made"
                    claim = error.message.partition(" (")[0]
                    line = line_of(project.snippets[SourcePath(file)], variant, claim)
            project.problems.append(
                Problem(file, line, problem, error.message, hint, error.traceback)
            )


def _chosen(project: Project, names: Sequence[str]) -> Iterator[Snippet]:
    if not names:
        for snippet in project.snippets.values():
            yield from project.with_variants(snippet)
    for name in names:
        file, _, variant = name.partition("?")
        file = file if file.endswith((".py", ENDING)) else f"{file}.py"
        found = [s for one in project.find_snippets(file) for s in project.with_variants(one)]
        chosen = [s for s in found if s.variant == variant] if variant else found
        if not chosen:
            known = [s.key.rpartition("/")[2] for s in found or project.snippets.values()]
            near = suggest(f"{file}?{variant}" if found else file, known)
            raise MaedeupError(Problem(name, 0, "unknown snippet", name, near))
        yield from chosen


def _find_valid(project: Project, snippet: Snippet, store: Store, world: World) -> Result | None:
    failed = project._failures.get(snippet.key)
    if failed is not None and run.still_holds(failed, snippet, world):
        return failed
    return run.find_valid(snippet, store, world)


@uncollected
def resolve_links(project: Project) -> None:
    """Find what every reference leads to; collect backlinks, uses and problems."""
    project.index = Index(project.notes.values(), project.index.planned)
    project._targets = {}
    project.attachments = Attachments(project.root / project.settings.vault)
    project.problems += project.index.find_written()
    join_order(project)
    load_redirects(project)
    project.index.former = {slug_of(SourcePath(o)): n.slug for o, n in project.redirects.items()}
    backlinks: dict[str, list[Backlink]] = defaultdict(list)
    uses: dict[SourcePath, set[str]] = defaultdict(set)
    equations: dict[str, set[str]] = defaultdict(set)
    for note in project.notes.values():
        for reference in note.references:
            target = project.find_target(reference, note)
            if isinstance(target, Problem):
                project.problems.append(target)
                if reference.kind == "snippet":  # a wrong part is no reason to call it unused
                    for snippet in project.find_snippets(reference.target):
                        uses[snippet.path].add(note.src_uri)
                continue
            if target.note is not None and target.formula is not None:
                equations[target.note.src_uri].add(target.formula.label)
            if target.note is not None and target.note is not note:
                backlinks[target.note.src_uri].append(Backlink(note, reference))
            elif target.snippet is not None:
                uses[target.snippet.path].add(note.src_uri)
                if target.variant is not None:
                    uses[target.variant.key].add(note.src_uri)
        for name in re.findall(r"--8<--[^\n]*?([\w./-]+\.py)", note.body):
            for snippet in project.find_snippets(name):
                uses[snippet.path].add(note.src_uri)
        project.problems += find_contradictions(project, note)
        project.problems += content.find_raw_fences(note)
        project.problems += content.find_bad_formulas(note)
        project.problems += content.find_equal_blocks(note)
    project.backlinks, project.uses, project.equations = backlinks, uses, equations
    join_links(project)
    project.problems += find_embed_circles(project)
    project.problems += content.find_unused(project)
    project.problems += content.check_requires(project)
    graded = sorted(set(find_graded(project)))
    project.problems += [problem for problem in graded if problem.severity == "error"]
    project.warnings = [problem for problem in graded if problem.severity != "error"]


def build(project: Project, options: RunOptions | None = None) -> list[Problem]:
    """Take all steps; give the problems, sorted, each once."""
    load_notes(project)
    load_snippets(project)
    run_stale(project, options or RunOptions())
    resolve_links(project)
    project.memo.save()
    return report(project)


def report(project: Project) -> list[Problem]:
    """Give all problems, sorted, each once."""
    project.problems = sorted(set(project.problems))
    return project.problems
