"""The four steps, in the only order that their records allow.

    read -> Vault, run -> Results, link -> Web, check -> Report

Site, tests and command line take these same steps; all is read and run before a page is rendered.
Each step takes the record of the last time and reuses what is the same.
"""

from __future__ import annotations

import posixpath
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import is_

from maedeup.check.found import Report
from maedeup.runs.cluster import HINT as EXECUTOR_HINT
from maedeup.runs.cluster import ClusterError
from maedeup.runs.elsewhere import Elsewhere
from maedeup.runs.places import Place, open_place
from maedeup.runs.product import Error
from maedeup.runs.results import Results
from maedeup.runs.run import NO_GPU, default_jobs, explain, find_valid, run_all, still_holds
from maedeup.runs.snippet import Snippet
from maedeup.runs.store import Result, StoredResult
from maedeup.runs.unchanged import changed_since, depends_on, states_of
from maedeup.runs.variant import line_of
from maedeup.text.errors import MaedeupError, Problem, suggest
from maedeup.text.paths import RunKey
from maedeup.vault.own_notebooks import ENDING
from maedeup.vault.relink import relink
from maedeup.vault.site_settings import Settings
from maedeup.vault.vault import Vault, read_vault
from maedeup.vault.web import Web, join

Start = Callable[[Vault, Sequence[Snippet], Mapping[RunKey, float]], dict[RunKey, Result]]
"""Given the vault, the stale ones, and how long each took the last time."""


@dataclass
class RunOptions:
    """How a build runs snippets."""

    names: Sequence[str] = ()
    """File names or paths; empty is all."""
    only: Sequence[Snippet] | None = None
    """Snippets and variants instead of names."""
    force: bool = False
    """Run what is not stale too."""
    frozen: bool = False
    """Run nothing; a stale result is a problem."""
    jobs: int = 0
    """Runs at once; 0 is as the settings say."""
    keep_warm: bool = False
    """Keep what snippets import in memory, so that the next call starts at once."""
    outlive: bool = False
    """Leave to the next command what snippets import, as long as the settings say."""
    start: Start | None = None
    """Takes what is stale in the place of running it now, and returns what is done of it."""
    started: Callable[[list[Snippet]], None] = lambda stale: None
    progress: Callable[[Result], None] = lambda result: None


def read(settings: Settings, before: Vault | None = None) -> Vault:
    """Read notes, snippets and lists."""
    return read_vault(settings, before)


def run(vault: Vault, options: RunOptions | None = None, before: Results | None = None) -> Results:
    """Run every snippet without a valid result.

    Args:
        vault: what was read.
        options: which snippets, and how; all that are stale by default.
        before: of the last time; a failure is taken from it as long as its receipt holds.

    Raises:
        MaedeupError: a name in the options is no snippet's.
    """
    options = options or RunOptions()
    is_whole = options.only is None and not (options.names or options.force)
    if before is not None and is_whole and _all_hold(vault, before):
        return replace(before, ran=())
    named = options.only if options.only is not None else _chosen(vault, options.names)
    chosen = list({snippet.key: snippet for snippet in named}.values())
    since = time.time_ns()
    holding = _holding(vault, before) if before is not None and not options.force else {}
    world, store = vault.world(), vault.store
    results: dict[RunKey, Result] = {}
    stale: list[Snippet] = []
    problems: list[Problem] = []
    for snippet in chosen:
        known = before.of(snippet) if before is not None else None
        if options.force:
            valid = None
        elif snippet.key in holding or (known and still_holds(known, snippet, world)):
            valid = known
        else:
            valid = find_valid(snippet, store, world)
        if valid is None:
            stale.append(snippet)
        else:
            results[snippet.key] = valid
    notices: list[str] = []
    if stale and not options.force and (before is None or not vault.settings.is_serving):
        elsewhere, wrong = open_places(vault.settings)
        problems += wrong
        results |= elsewhere.fetch(stale, store, world)
        notices += elsewhere.notices
        stale = [snippet for snippet in stale if snippet.key not in results]
    if options.frozen or vault.settings.frozen:
        for snippet in stale:
            why = "; ".join(explain(snippet, store, world))
            hint = "run it with `maedeup run` and keep the store"
            problem = f"variant {snippet.variant} stale" if snippet.variant else "stale"
            problems.append(
                Problem("stale-frozen", snippet.path, 1, f"{problem} while frozen", why, hint)
            )
        stale = []
    durations = {s.key: entry.seconds for s in stale if (entry := next(store.entries(s.key), None))}
    if stale and options.start is not None:
        results |= options.start(vault, stale, durations)
    elif stale and vault.settings.executor:
        options.started(stale)
        made_there, wrong = _run_elsewhere(vault, stale, durations, options, notices)
        results |= made_there
        problems += wrong
    elif stale:
        options.started(stale)
        jobs = options.jobs or vault.settings.jobs or default_jobs()
        warm = options.keep_warm or vault.settings.keep_warm
        given = (options.progress, warm, vault.settings.watch)
        linger_s = 60.0 * vault.settings.warm if options.outlive else 0
        results |= run_all(vault.root, stale, store, jobs, durations, *given, linger_s=linger_s)
    for snippet in sorted(chosen, key=lambda snippet: snippet.key):
        result = results.get(snippet.key)
        if result is None or isinstance(result, StoredResult):  # no failure is kept
            continue
        made = result.products
        if made.error is None:
            continue
        if made.error.type == NO_GPU:
            notices.append(f"{snippet.key}: not run: {made.error.message}")
        elif made.failed:
            problems.append(_failure(vault, snippet, made.error))
    vault.memo.save()
    ran = tuple(snippet.key for snippet in stale if snippet.key in results)
    pending = {s.key: durations.get(s.key) for s in stale if s.key not in results}
    states = states_of(vault.root, results.values(), since)
    return Results(
        by_key=results,
        ran=ran,
        problems=tuple(problems),
        notices=tuple(notices),
        states=states,
        snippets=tuple(chosen),
        watch=vault.settings.watch,
        pending=pending,
    )


def _run_elsewhere(
    vault: Vault,
    stale: Sequence[Snippet],
    durations: Mapping[RunKey, float],
    options: RunOptions,
    notices: list[str],
) -> tuple[dict[RunKey, Result], list[Problem]]:
    """Run on the cluster that the settings name; where there is none, that is the one problem."""
    from maedeup.runs.remote import run_on_cluster

    settings = vault.settings
    given = (options.progress, settings.watch, notices.append)
    try:
        return run_on_cluster(
            settings.executor, vault.root, stale, vault.store, durations, *given
        ), []
    except ClusterError as error:
        problem = f"no cluster to run {len(stale)} snippets on"
        why = str(error.strerror)
        return {}, [Problem("no-cluster", settings.file, 0, problem, why, EXECUTOR_HINT)]


def _all_hold(vault: Vault, before: Results) -> bool:
    """Say whether all runs are those of the last time, and nothing that they depend on changed."""
    return (
        before.states is not None
        and before.watch == vault.settings.watch
        and len(before.by_key) == len(before.snippets)
        and all(map(is_, before.snippets, vault.runs()))
        and sum(1 for _ in vault.runs()) == len(before.snippets)
        and changed_since(vault.root, before.states) == set()
    )


def _holding(vault: Vault, before: Results) -> dict[RunKey, Result]:
    """Return the results of the last time that hold for sure, without a receipt read."""
    if before.states is None or before.watch != vault.settings.watch:
        return {}
    changed = changed_since(vault.root, before.states)
    if changed is None:
        return {}
    now = {snippet.key: snippet for snippet in vault.runs()}
    return {
        snippet.key: result
        for snippet in before.snippets
        if now.get(snippet.key) is snippet
        and (result := before.of(snippet)) is not None
        and not depends_on(result, changed)
    }


def open_places(settings: Settings) -> tuple[Elsewhere, list[Problem]]:
    """Return the places where results may be read from, and a problem for each that is none."""
    places: list[Place] = []
    problems: list[Problem] = []
    for address in settings.results:
        try:
            places.append(find_place(settings, address, settings.file, 1))
        except MaedeupError as error:
            problems += error.problems
    return Elsewhere(places), problems


def find_place(settings: Settings, address: str, named_in: str, line: int = 0) -> Place:
    """Return the place of results at an address.

    Raises:
        MaedeupError: the address, which stands in `named_in`, is none that can be used.
    """
    try:
        return open_place(address, settings.root, settings.site_url)
    except ValueError as error:
        problem = Problem("bad-place", named_in, line, "no place of results", address, str(error))
        raise MaedeupError(problem) from None


def link(vault: Vault, results: Results, before: Web | None = None) -> Web:
    """Join notes, snippets and results; again only what can differ from the last time."""
    return (relink(vault, results, before) if before else None) or join(vault, results, before)


def check(web: Web, only: Sequence[str] = ()) -> Report:
    """List all problems, or those of the codes in `only`, sorted, each once."""
    from maedeup.check.report import find_report

    return find_report(web, only)


def build(
    settings: Settings, options: RunOptions | None = None, before: Web | None = None
) -> tuple[Web, Report]:
    """Take all four steps."""
    vault = read(settings, before.vault if before else None)
    results = run(vault, options, before.results if before else None)
    web = link(vault, results, before)
    return web, check(web)


def _chosen(vault: Vault, names: Sequence[str]) -> Iterator[Snippet]:
    if not names:
        yield from vault.runs()
    for name in names:
        file, _, variant = name.partition("?")
        file = file if file.endswith((".py", ENDING)) else f"{file}.py"
        found = [s for one in vault.find_snippets(file) for s in vault.with_variants(one)]
        chosen = [s for s in found if s.variant == variant] if variant else found
        if not chosen:
            known = [s.key.rpartition("/")[2] for s in found or vault.snippets.values()]
            near = suggest(f"{file}?{variant}" if found else file, known)
            raise MaedeupError(Problem("unknown-snippet", name, 0, "unknown snippet", name, near))
        yield from chosen


def _failure(vault: Vault, snippet: Snippet, error: Error) -> Problem:
    """Return the problem that a failed run is, at its line."""
    code, problem, line = "snippet-failed", error.type, error.line
    hint = _advice(vault, snippet, error) or "every page that shows it waits for this"
    if snippet.variant:
        code, problem = "variant-failed", f"variant {snippet.variant} fails: {error.type}"
        hint = f'where it is meant to fail so, declare `expect_error = "{error.type}"`'
    if error.claim:
        code, hint = "claim-broken", "the sentences that say so are wrong now; look at what it made"
        line = line_of(vault.snippets[snippet.path], snippet.variant, error.claim)
    return Problem(code, snippet.path, line, problem, error.message, hint, error.traceback)


def _advice(vault: Vault, snippet: Snippet, error: Error) -> str:
    """Return what helps where a run cannot reach what it would in Jupyter."""
    from maedeup.runs.worker.guard import NO_NETWORK

    if NO_NETWORK in error.message:
        rows = "`# /// script`, `# [tool.maedeup]`, `# network = true`, `# ///`"
        return f"declare it in four lines of the file, in a notebook of its first cell: {rows}"
    named = re.findall(r"'([^']+)'", error.message)
    if error.type == "FileNotFoundError" and named:
        beside = posixpath.join(posixpath.dirname(snippet.path), named[-1])
        if (vault.root / beside).is_file():
            return f"a run stands in the project's folder, where its path is {beside}"
    return ""
