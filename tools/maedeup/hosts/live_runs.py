"""Runs beside the server: a page is shown before all of its cells have run.

Runs begin once the first page is made, which need not share the processor with what they import.
What a page that is looked at shows runs first. Each batch that is done is taken in like a save.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from maedeup.build import RunOptions
from maedeup.hosts.console import shown_progress
from maedeup.runs.imported import find_preload
from maedeup.runs.pool import end_all
from maedeup.runs.run import default_jobs, run_all, still_holds
from maedeup.runs.snippet import Snippet
from maedeup.runs.store import Result, Store
from maedeup.text.paths import RunKey
from maedeup.vault.vault import Vault

log = logging.getLogger("mkdocs.plugins.maedeup")

PATIENCE_S = 1.0
"""Seconds that a save waits for its runs: most are done by then, and nothing flickers."""

SHOWN_S = 3.0
"""Seconds for which a result is shown that never holds: what it read changes all the time."""

TRIES = 2
"""Runs after which a result is shown that does not hold: reading it changes it, perhaps."""

ENDING_S = 10.0
"""Seconds to wait for the end of what has been told to end."""

FIRST, MOST = 4, 16
"""Runs in the first batch, and in the largest: each batch that is done has all linked again."""


@dataclass
class Done:
    """What was run, and what that made."""

    snippet: Snippet
    result: Result
    is_new: bool = True
    """Nobody has looked yet whether it still holds."""
    shown: float = 0.0
    """Since when it is shown although it does not hold."""


class Runs:
    """Runs what is stale in a thread of its own."""

    def __init__(self, take_in: Callable[[], None]) -> None:
        """Start nothing yet; `take_in` is called when a batch is done that nobody waits for."""
        self.patience = 0.0
        """Seconds to wait for runs: none at the start, when there may be hundreds."""
        self._take_in = take_in
        self._changed = threading.Condition()
        self._waiting: dict[RunKey, Snippet] = {}
        self._running: dict[RunKey, Snippet] = {}
        self._done: dict[RunKey, Done] = {}
        self._failed_to_hold: dict[RunKey, int] = {}
        """Runs in a row whose results did not hold when they were first looked at."""
        self._first: Collection[RunKey] = ()
        self._vault: Vault | None = None
        self._durations: Mapping[RunKey, float] = {}
        self._thread: threading.Thread | None = None
        self._is_awaited = False
        self._is_ended = False
        self._may_begin = threading.Event()
        self._may_begin.set()
        self._turn = threading.Lock()
        """Held while anything runs: whoever needs other modules ends the server of all runs."""

    def hold(self) -> None:
        """Begin no run until `begin`, or until somebody waits for one."""
        self._may_begin.clear()

    def begin(self, seconds: float) -> None:
        """Let runs begin in so many seconds, where they have not yet."""
        if not self._may_begin.is_set():
            later = threading.Timer(seconds, self._may_begin.set)
            later.daemon = True
            later.start()

    def start(
        self, vault: Vault, stale: Sequence[Snippet], durations: Mapping[RunKey, float]
    ) -> dict[RunKey, Result]:
        """Have these run, and nothing else; return the results of those that are done by now."""
        with self._changed:
            self._vault, self._durations = vault, durations
            wanted = {snippet.key: snippet for snippet in stale}
            self._waiting = {}
            self._sort_out(wanted, vault)
            self._waiting |= {
                key: snippet
                for key, snippet in wanted.items()
                if key not in self._done and self._running.get(key) != snippet
            }
            if self._thread is None and self._waiting:
                self._thread = threading.Thread(target=self._run, daemon=True)
                self._thread.start()
            self._changed.notify_all()
            if len(wanted) <= FIRST and all(
                durations.get(key, 0.0) <= self.patience for key in wanted
            ):
                self._is_awaited = True
                if self.patience:
                    self._may_begin.set()
                self._changed.wait_for(lambda: self._are_done(wanted), self.patience)
                self._is_awaited = False
            self._sort_out(wanted, vault)
            self._changed.notify_all()
            return {key: done.result for key, done in self._done.items()}

    def _are_done(self, wanted: Mapping[RunKey, Snippet]) -> bool:
        made = {key: done.snippet for key, done in self._done.items()}
        return all(made.get(key) == snippet for key, snippet in wanted.items())

    def _sort_out(self, wanted: Mapping[RunKey, Snippet], vault: Vault) -> None:
        """Run again what something was saved under; what never holds is shown all the same."""
        world, now = vault.world(), time.monotonic()
        for key, done in list(self._done.items()):
            is_new, done.is_new = done.is_new, False
            if key in wanted and done.snippet == wanted[key]:
                if still_holds(done.result, done.snippet, world):
                    self._failed_to_hold.pop(key, None)
                    continue
                if is_new:
                    self._failed_to_hold[key] = self._failed_to_hold.get(key, 0) + 1
                    done.shown = now if self._failed_to_hold[key] >= TRIES else 0.0
                if now - done.shown < SHOWN_S:
                    continue
                if not is_new:
                    self._failed_to_hold.pop(key, None)
            del self._done[key]
            if key in wanted and self._running.get(key) != wanted[key]:
                self._waiting[key] = wanted[key]

    def look_at(self, keys: Collection[RunKey]) -> None:
        """Run these before all others."""
        with self._changed:
            self._first = keys

    def end(self) -> None:
        """End every run; none is left behind."""
        with self._changed:
            self._is_ended = True
            self._waiting = {}
            self._may_begin.set()
            self._changed.notify_all()
        end_all()
        until = time.monotonic() + ENDING_S
        while self._thread and self._thread.is_alive() and time.monotonic() < until:
            self._thread.join(0.05)
            end_all()  # it may just have begun

    def _run(self) -> None:
        size = FIRST
        self._may_begin.wait()
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._is_ended)
                if self._vault is None or self._has_ended():
                    return
                batch = self._choose(size)
                rest = list(self._waiting.values())
                vault = self._vault
            try:
                made = self._run_batch(vault, batch, rest if size > FIRST else [])
            except Exception:
                if self._has_ended():
                    return
                log.exception("runs ended")
                made = {}
            size = min(2 * size, MOST)
            with self._changed:
                self._running = {}
                size = size if self._waiting else FIRST
                self._changed.notify_all()
                tell = bool(made) and not self._is_awaited
            if tell:
                self._take_in()

    def _finish(self, result: Result) -> None:
        """Have what is looked at taken in at once; all else waits for its batch."""
        key = result.receipt.snippet
        with self._changed:
            snippet = self._running.pop(key, None)
            if snippet is not None:
                self._done[key] = Done(snippet, result)
            self._changed.notify_all()
            tell = key in self._first and not self._is_awaited
        if tell:
            self._take_in()

    def _has_ended(self) -> bool:
        return self._is_ended

    def _choose(self, size: int) -> list[Snippet]:
        """Take the next ones out of those that wait: looked at first, then quick ones."""

        def rank(snippet: Snippet) -> tuple[bool, float]:
            return snippet.key not in self._first, self._durations.get(snippet.key, 0.0)

        batch = sorted(self._waiting.values(), key=rank)[:size]
        self._running = {snippet.key: snippet for snippet in batch}
        for snippet in batch:
            del self._waiting[snippet.key]
        return batch

    def _run_batch(
        self, vault: Vault, batch: list[Snippet], rest: list[Snippet]
    ) -> dict[RunKey, Result]:
        root: Path = vault.root
        jobs = vault.settings.jobs or default_jobs()
        with shown_progress(RunOptions()) as options:
            options.started(batch)

            def finished(result: Result) -> None:
                options.progress(result)
                self._finish(result)

            with self._turn:
                return run_all(
                    root,
                    batch,
                    vault.store,
                    jobs,
                    self._durations,
                    finished,
                    keep_warm=True,
                    watch=vault.settings.watch,
                    wanted=find_preload(root, rest),  # so that what starts them all starts once
                )

    def run_one(self, vault: Vault, snippet: Snippet, store: Store) -> Result:
        """Run one snippet now, between two batches, with a store of its own."""
        with self._turn:
            made = run_all(
                vault.root, [snippet], store, 1, {}, keep_warm=True, watch=vault.settings.watch
            )
        return made[snippet.key]
