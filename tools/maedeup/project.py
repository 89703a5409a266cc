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
from pathlib import Path
from typing import Any

import yaml

from maedeup import runner
from maedeup.errors import MaedeupError, Problem, suggest
from maedeup.links import Backlink, Index, find_circles
from maedeup.math import MathError, to_mathml
from maedeup.note import PARTS, Heading, Note, Reference, heading_slug, parse_note
from maedeup.paths import Slug, SourcePath, is_inside, nfc, read_source, slug_of, to_source_path
from maedeup.product import Figure, Table, Value
from maedeup.receipt import World
from maedeup.snippet import MARKER, Cell, Snippet, code_key, parse_snippet
from maedeup.store import Result, Store, write_whole


@dataclass(frozen=True)
class Settings:
    """Where things are; read from mkdocs.yml, so that site and command line agree."""

    root: Path
    vault: str = "docs"
    snippets: str = "snippets"
    use_directory_urls: bool = True
    jobs: int = 0
    """Runs at once; 0 is one a core."""
    repo_url: str = ""


@dataclass(frozen=True)
class Target:
    """What a reference leads to; exactly one group of fields is set."""

    note: Note | None = None
    heading: Heading | None = None
    planned: str = ""
    """Title of a note that is not written yet."""
    image: str = ""
    """Path in the vault."""
    snippet: Snippet | None = None
    cell: Cell | None = None
    figure: Figure | None = None
    table: Table | None = None
    value: Value | None = None


@dataclass
class Project:
    """A vault with its snippets and their results."""

    settings: Settings
    notes: dict[str, Note] = field(default_factory=dict)
    """By `src_uri`; labs are among them."""
    snippets: dict[SourcePath, Snippet] = field(default_factory=dict)
    results: dict[SourcePath, Result] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    """What a person should know and that is no problem, such as a run that had no GPU."""
    ran: list[SourcePath] = field(default_factory=list)
    """What the last build ran."""
    index: Index = field(default_factory=lambda: Index([], {}))
    backlinks: dict[str, list[Backlink]] = field(default_factory=dict)
    """By the `src_uri` of the note linked to."""
    uses: dict[SourcePath, set[str]] = field(default_factory=dict)
    """Notes that show a snippet, by `src_uri`."""
    _failures: dict[SourcePath, Result] = field(default_factory=dict, repr=False)
    """Failed results: kept while this process lives, never stored."""
    _by_name: dict[str, list[Snippet]] = field(default_factory=dict, repr=False)

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
        return World(self.root, code_key)

    def result(self, snippet: Snippet) -> Result | None:
        """Give the result that a page may show now."""
        return self.results.get(snippet.path)

    def find_snippets(self, target: str) -> list[Snippet]:
        """Give every snippet that a reference's target names, by file name or by path's end."""
        target = target.removeprefix("/").removeprefix(self.settings.snippets + "/")
        named = self._by_name.get(posixpath.basename(target), [])
        if "/" not in target:
            return named
        return [s for s in named if ("/" + s.path).endswith("/" + target)]

    def find_target(self, reference: Reference, note: Note) -> Target | Problem:
        """Say what a reference leads to, or what is wrong with it."""
        if reference.kind == "snippet":
            return self._find_in_snippet(reference, note)
        if reference.kind == "image":
            return self._find_image(reference, note)
        return self._find_note(reference, note)

    def _find_note(self, reference: Reference, note: Note) -> Target | Problem:
        def wrong(problem: str, value: str, hint: str) -> Problem:
            return Problem(note.path, reference.line, problem, value, hint)

        if not reference.target:
            if not reference.anchor:
                return wrong("empty reference", str(reference), "name a note")
            return self._find_heading(note, reference, note)
        if not is_inside(reference.target):
            return wrong("reference outside the vault", reference.target, "name a note by its slug")
        if reference.embed:
            hint = "sections of notes cannot be embedded yet; link to it without `!`"
            return wrong("embed of a note", reference.target, hint)
        found = self.index.find_notes(reference.target)
        if len(found) > 1:
            names = ", ".join(n.slug for n in found)
            return wrong("ambiguous reference", reference.target, f"write one of: {names}")
        if found:
            if found[0] is note and not reference.anchor:
                hint = "say it without a link, or name a heading behind `#`"
                return wrong("a note links to itself", reference.target, hint)
            return self._find_heading(found[0], reference, note)
        if planned := self.index.find_planned(reference.target):
            return Target(planned=planned[1])
        return wrong("unknown note", reference.target, self.index.suggest(reference.target))

    def _find_heading(self, target: Note, reference: Reference, note: Note) -> Target | Problem:
        if not reference.anchor:
            return Target(note=target)
        wanted = heading_slug(reference.anchor)
        for heading in target.headings:
            if wanted in (heading_slug(heading.text), heading.anchor):
                return Target(note=target, heading=heading)
        place = f"{target.slug}#{reference.anchor}"
        known = [heading.text for heading in target.headings]
        hint = suggest(reference.anchor, known, "it has: " + ", ".join(known))
        return Problem(note.path, reference.line, "unknown heading", place, hint)

    def _find_image(self, reference: Reference, note: Note) -> Target | Problem:
        def wrong(problem: str, hint: str) -> Problem:
            return Problem(note.path, reference.line, problem, reference.target, hint)

        if not is_inside(reference.target):
            return wrong("image outside the vault", "move it into the vault")
        vault = self.root / self.settings.vault
        beside = posixpath.join(posixpath.dirname(note.src_uri), reference.target)
        for path in (beside, reference.target):
            if (vault / path).is_file():
                if not reference.label:
                    return wrong("image without alt text", "say what it shows behind `|`")
                return Target(image=path)
        return wrong("unknown image", "give its path in the vault")

    def _find_in_snippet(self, reference: Reference, note: Note) -> Target | Problem:
        def wrong(problem: str, value: str, hint: str) -> Problem:
            return Problem(note.path, reference.line, problem, value, hint)

        if not is_inside(reference.target):
            hint = f"name a file under {self.settings.snippets}/"
            return wrong("reference outside the project", reference.target, hint)
        found = self.find_snippets(reference.target)
        if len(found) > 1:
            paths = ", ".join(s.path for s in found)
            return wrong("ambiguous snippet", reference.target, f"write one of: {paths}")
        if not found:
            known = [s.name for s in self.snippets.values()]
            hint = suggest(reference.target, known, "write it with `maedeup new snippet`")
            return wrong("unknown snippet", reference.target, hint)
        snippet = found[0]
        if not reference.anchor:
            if reference.label is not None and reference.label not in PARTS and reference.embed:
                return wrong("unknown part", reference.label, "one of " + ", ".join(PARTS))
            return self._standing_alone(Target(snippet=snippet), reference, note)
        return self._find_part(snippet, reference, note)

    def _find_part(self, snippet: Snippet, reference: Reference, note: Note) -> Target | Problem:
        name, place = reference.anchor, f"{snippet.name}#{reference.anchor}"

        def wrong(problem: str, value: str, hint: str) -> Problem:
            return Problem(note.path, reference.line, problem, value, hint)

        if cell := snippet.find_cell(name):
            if reference.embed and reference.label is not None and reference.label not in PARTS:
                return wrong("unknown part", reference.label, "one of " + ", ".join(PARTS))
            return self._standing_alone(Target(snippet=snippet, cell=cell), reference, note)
        result = self.result(snippet)
        if result is None or result.products.failed:
            # The run's own problem is reported once; what it would have made is not guessed at.
            return Target(snippet=snippet)
        products = result.products
        figure = products.figures().get(name)
        if figure is not None:
            return self._standing_alone(Target(snippet=snippet, figure=figure), reference, note)
        if (table := products.tables.get(name)) is not None:
            return self._standing_alone(Target(snippet=snippet, table=table), reference, note)
        if (value := products.values.get(name)) is not None:
            try:
                value.format(reference.label or "")
            except ValueError as error:
                hint = "a format is Python's, such as `.3f`, `,` or `.1%`"
                return wrong(f"{place} does not take this format ({error})", str(reference.label), hint)
            return Target(snippet=snippet, value=value)
        if products.error is not None and products.error.type == runner.NO_GPU:
            return Target(snippet=snippet)
        known = [c.name for c in snippet.code_cells if c.name]
        known += [*products.figures(), *products.tables, *products.values]
        return wrong(
            "unknown cell, figure or value", place, suggest(name, known, "one of " + ", ".join(known[:12]))
        )

    def _standing_alone(self, target: Target, reference: Reference, note: Note) -> Target | Problem:
        if reference.embed and not reference.alone:
            hint = "put it on a line alone; only values stand inside a sentence"
            return Problem(note.path, reference.line, "embed inside a line", str(reference), hint)
        return target


def load_notes(project: Project) -> None:
    """Read every note of the vault and the list of planned ones."""
    vault = project.root / project.settings.vault
    old = {note.path: note for note in project.notes.values()}
    project.notes, project.problems, project.notices = {}, [], []
    for file in sorted(vault.rglob("*.md")):
        if any(part.startswith(".") for part in file.relative_to(vault).parts):
            continue
        path = to_source_path(project.root, file)
        src_uri = nfc(file.relative_to(vault).as_posix())
        try:
            text = read_source(file, path)
            project.notes[src_uri] = _reuse(old.get(path), text) or parse_note(path, src_uri, text)
            _texts[path] = text
        except MaedeupError as error:
            project.problems += error.problems
            project.notes[src_uri] = Note(path, src_uri, slug_of(path), "")
    project.index = Index([], _load_planned(project, vault / "planned.yml"))


_texts: dict[SourcePath, str] = {}
"""Text from which each note was parsed last: while serving, one note changes and 139 do not."""


def _reuse(note: Note | None, text: str) -> Note | None:
    return note if note is not None and _texts.get(note.path) == text else None


def _load_planned(project: Project, file: Path) -> dict[Slug, str]:
    if not file.is_file():
        return {}
    path = to_source_path(project.root, file)
    try:
        table = yaml.safe_load(read_source(file, path)) or {}
    except (yaml.YAMLError, MaedeupError) as error:
        project.problems.append(Problem(path, 1, "broken list", str(error).splitlines()[0]))
        return {}
    if not isinstance(table, dict):
        project.problems.append(Problem(path, 1, "not a table", "write `slug: 제목` lines"))
        return {}
    return {Slug(nfc(str(slug))): nfc(str(title)) for slug, title in table.items()}


def load_snippets(project: Project) -> None:
    """Read every snippet; a Python file without a `# %%` line is a helper module."""
    folder = project.root / project.settings.snippets
    old = project.snippets
    project.snippets, project._by_name = {}, defaultdict(list)
    for file in sorted(folder.rglob("*.py")):
        path = to_source_path(project.root, file)
        try:
            text = read_source(file, path)
            if not any(MARKER.match(row) for row in text.split("\n")):
                continue
            same = old.get(path)
            snippet = same if same and same.text == text else parse_snippet(path, text)
        except MaedeupError as error:
            project.problems += error.problems
            continue
        project.snippets[path] = snippet
        project._by_name[snippet.name].append(snippet)
        if any(cell.kind == "markdown" for cell in snippet.cells):
            note = lab_note(snippet)
            project.notes[note.src_uri] = note


def lab_note(snippet: Snippet) -> Note:
    """Give a lab's prose as a note in which each code cell is an embed.

    Every line stands where it stands in the snippet, so that problems name the right one.
    """
    rows = [""] * (snippet.text.count("\n") + 1)
    title = snippet.title or slug_of(snippet.path)
    for cell in snippet.cells:
        if cell.kind == "markdown":
            for offset, row in enumerate(cell.source.split("\n")):
                rows[cell.source_line - 1 + offset] = "" if row == f"# {title}" else row
        elif cell.name and cell.source:
            rows[cell.line - 1] = f"![[{snippet.path}#{cell.name}]]"
    options = snippet.options
    slug = slug_of(snippet.path)
    return Note(
        path=snippet.path,
        src_uri=f"labs/{slug}.md",
        title=title,
        body="\n".join(rows),
        aliases=options.aliases,
        tags=options.tags,
        kind="lab",
        requires=options.requires,
        source=(options.source,) if options.source else (),
    )


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
            project.results[snippet.path] = valid
    if options.frozen:
        for snippet in stale:
            why = "; ".join(runner.explain(snippet, store, world))
            hint = "run it with `maedeup run` and keep the store"
            project.problems.append(Problem(snippet.path, 1, "stale while frozen", why, hint))
        stale = []
    project.ran = [snippet.path for snippet in stale]
    if stale:
        options.started(stale)
        durations = {
            s.path: entry.seconds for s in stale if (entry := next(store.entries(s.path), None))
        }
        jobs = project.settings.jobs or runner.default_jobs()
        ran = runner.run_all(project.root, stale, store, jobs, durations, options.progress)
        project.results |= ran
        for path, result in ran.items():
            project._failures.pop(path, None)
            if result.products.failed:
                project._failures[path] = result
    for path, result in sorted(project.results.items()):
        error = result.products.error
        if error is not None and error.type == runner.NO_GPU:
            project.notices.append(f"{path}: not run: {error.message}")
        elif error is not None and result.products.failed:
            project.problems.append(
                Problem(
                    path, error.line, error.type, error.message,
                    "every page that shows it waits for this", error.traceback,
                )  # fmt: skip
            )


def _chosen(project: Project, names: Sequence[str]) -> Iterator[Snippet]:
    if not names:
        yield from project.snippets.values()
    for name in names:
        found = project.find_snippets(name if name.endswith(".py") else f"{name}.py")
        if not found:
            known = [s.name for s in project.snippets.values()]
            raise MaedeupError(Problem(name, 0, "unknown snippet", name, suggest(name, known)))
        yield from found


def _find_valid(
    project: Project, snippet: Snippet, store: Store, world: World
) -> Result | None:
    failed = project._failures.get(snippet.path)
    if failed is not None and runner.still_holds(failed, snippet, world):
        return failed
    return runner.find_valid(snippet, store, world)


def resolve_links(project: Project) -> None:
    """Find what every reference leads to; collect backlinks, uses and problems."""
    project.index = Index(project.notes.values(), project.index.planned)
    project.problems += project.index.clashes()
    backlinks: dict[str, list[Backlink]] = defaultdict(list)
    uses: dict[SourcePath, set[str]] = defaultdict(set)
    for note in project.notes.values():
        for reference in note.references:
            target = project.find_target(reference, note)
            if isinstance(target, Problem):
                project.problems.append(target)
            elif target.note is not None and target.note is not note:
                backlinks[target.note.src_uri].append(Backlink(note, reference))
            elif target.snippet is not None:
                uses[target.snippet.path].add(note.src_uri)
        for name in re.findall(r"--8<--[^\n]*?([\w./-]+\.py)", note.body):
            for snippet in project.find_snippets(name):
                uses[snippet.path].add(note.src_uri)
        project.problems += _find_raw_fences(note)
        project.problems += _find_bad_formulas(note)
    project.backlinks, project.uses = backlinks, uses
    project.problems += _find_unused(project)
    project.problems += _check_requires(project)
    project.problems += _find_orphans(project)


def _find_raw_fences(note: Note) -> Iterator[Problem]:
    """Find Python that stands in a note as text: nothing runs it, so nothing vouches for it."""
    for found in re.finditer(r"(?m)^[ \t>]*(?:`{3,}|~{3,})[ \t]*(python|py)\b(.*)$", note.body):
        if "notest" not in found[2]:
            line = note.body_line + note.body.count("\n", 0, found.start())
            hint = "move it into a snippet and embed its cell, or mark the fence `notest`"
            yield Problem(note.path, line, "Python that nothing runs", found[0].strip(), hint)


def _find_bad_formulas(note: Note) -> Iterator[Problem]:
    for formula in note.formulas:
        try:
            to_mathml(formula.latex, formula.display)
        except MathError as error:
            hint = str(error)
            yield Problem(note.path, formula.line, "broken formula", formula.latex.strip(), hint)


def _find_unused(project: Project) -> Iterator[Problem]:
    for path in project.snippets:
        if not project.uses.get(path):
            hint = "show one of its cells in a note, or delete it"
            yield Problem(path, 1, "unused snippet", posixpath.basename(path), hint)


def _check_requires(project: Project) -> Iterator[Problem]:
    requires: dict[str, list[str]] = {}
    for note in project.notes.values():
        requires[note.slug] = []
        for name in note.requires:
            found = project.index.find_notes(name)
            if len(found) == 1:
                requires[note.slug].append(found[0].slug)
            elif not project.index.find_planned(name):
                hint = project.index.suggest(name)
                yield Problem(note.path, 1, "requires an unknown note", name, hint)
    by_slug = {note.slug: note for note in project.notes.values()}
    for circle in find_circles(requires):
        hint = "take one `requires` out"
        path = by_slug[Slug(circle[0])].path
        yield Problem(path, 1, "requires in a circle", " -> ".join(circle), hint)


def _find_orphans(project: Project) -> Iterator[Problem]:
    for src_uri, note in project.notes.items():
        home = src_uri in ("index.md", "README.md") or note.kind == "guide"
        if not home and not project.backlinks.get(src_uri):
            yield Problem(note.path, 1, "orphan note", note.title, "link to it from a map")


def build(project: Project, options: RunOptions | None = None) -> list[Problem]:
    """Take all steps; give the problems, sorted, each once."""
    load_notes(project)
    load_snippets(project)
    run_stale(project, options or RunOptions())
    resolve_links(project)
    return report(project)


def report(project: Project) -> list[Problem]:
    """Give all problems, sorted, each once."""
    project.problems = sorted(set(project.problems))
    return project.problems


def rewrite_to_slugs(project: Project) -> Iterator[tuple[SourcePath, int]]:
    """Rewrite `[[제목]]` and `[[별칭]]` to `[[slug]]`, the form that Obsidian resolves too.

    What a reader sees stays: without a label a link shows the target's title either way.
    """
    project.index = Index(project.notes.values(), project.index.planned)
    for note in project.notes.values():
        if note.kind == "lab":
            continue
        body, count = note.body, 0
        for reference in reversed(note.references):
            if reference.kind != "note" or not reference.target or reference.embed:
                continue
            found = project.index.find_notes(reference.target)
            planned = project.index.find_planned(reference.target)
            slug = found[0].slug if len(found) == 1 else planned[0] if planned else None
            if slug is not None and slug != reference.target:
                old = body[reference.start : reference.end]
                new = old.replace(reference.target, slug, 1)
                body = body[: reference.start] + new + body[reference.end :]
                count += 1
        if count:
            file = project.root / note.path
            text = read_source(file, note.path)
            write_whole(file, (text[: len(text) - len(note.body)] + body).encode())
            yield note.path, count


def load_settings(root: Path) -> Settings:
    """Read the settings that site and command line share from `mkdocs.yml`.

    Raises:
        MaedeupError: there is no such file, or it is no YAML.
    """
    file = root / "mkdocs.yml"
    if not file.is_file():
        hint = "run this in the folder of mkdocs.yml"
        raise MaedeupError(Problem("mkdocs.yml", 0, "no such file", root.name, hint))
    try:
        config = yaml.load(file.read_text("utf-8"), _TolerantLoader) or {}
    except yaml.YAMLError as error:
        raise MaedeupError(Problem("mkdocs.yml", 1, "broken YAML", str(error))) from None
    own: dict[str, Any] = {}
    for plugin in config.get("plugins") or []:
        if isinstance(plugin, dict) and isinstance(plugin.get("maedeup"), dict):
            own = plugin["maedeup"]
    return Settings(
        root=root,
        vault=str(config.get("docs_dir", "docs")),
        snippets=str(own.get("snippets_dir", "snippets")),
        use_directory_urls=bool(config.get("use_directory_urls", True)),
        jobs=int(own.get("jobs", 0)),
        repo_url=str(config.get("repo_url") or ""),
    )


class _TolerantLoader(yaml.SafeLoader):
    """Reads mkdocs.yml, whose tags (`!!python/name:…`, `!ENV`) mean something to MkDocs alone."""


_TolerantLoader.add_multi_constructor("", lambda loader, suffix, node: None)
