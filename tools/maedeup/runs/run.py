"""Run what is stale: executors, limits, order, progress."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import as_completed
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from maedeup.runs import messages
from maedeup.runs.crashed import make_crashed
from maedeup.runs.faults import clean_fault, find_last_line, read_text, say_exit
from maedeup.runs.imported import find_preload
from maedeup.runs.lookup import find_hidden, list_modules
from maedeup.runs.pool import IsolatedExecutor, kill_group
from maedeup.runs.product import Error
from maedeup.runs.receipt import Receipt, find_broken
from maedeup.runs.snippet import Snippet, code_key, text_key
from maedeup.runs.store import Entry, Result, Store
from maedeup.runs.streams import settled
from maedeup.runs.surroundings import digest_surroundings
from maedeup.runs.unnamed import Folders
from maedeup.runs.world import World, digest_variable, find_device, python_version
from maedeup.text.paths import RunKey

if TYPE_CHECKING:  # they import what a run needs, and most builds run nothing
    from maedeup.runs.kernel.watcher import Watcher
    from maedeup.runs.worker import Task

T = TypeVar("T")

GRACE_S = 2.0
"""Between the time limit, when the line is written down, and the kill."""

NO_GPU = "NoGpu"
"""Type of the error of a snippet that needs a GPU where there is none: told, not a failure."""

LOST = "Lost"
"""Type of the error of a run that ended with the server that had started it."""
LOST_WORDS = "the process that starts all runs has ended"

NOTHING: frozenset[str] = frozenset()

WITHOUT = "MAEDEUP_WITHOUT"
"""Environment variable that names steps of the kernel's help to leave out, for trying that."""

RESULT_OPTIONS = ("timeout_s", "memory_mib", "gpu", "network", "inputs", "env", "expect_error")


def begin_receipt(root: Path, snippet: Snippet, digest: Callable[..., str] = code_key) -> Receipt:
    """Return the part of a receipt that is known before the run; `digest` gives `code_key`."""
    options = [getattr(snippet.options, name) for name in RESULT_OPTIONS]
    options += snippet.claims
    return Receipt(
        snippet=snippet.key,
        source=digest(snippet.text, snippet.cells),
        exact=False,
        python=python_version(),
        options=text_key(repr(options)),
        engine=engine_digest(),
        surroundings=digest_surroundings(str(root)),
        env={name: digest_variable(name) for name in snippet.options.env},
    )


@cache
def engine_digest() -> str:
    """Return the digest of the code that decides what a run makes of a snippet."""
    folder = Path(__file__).parent
    rooms = [file for room in ("worker", "kernel") for file in sorted((folder / room).iterdir())]
    names = "held product records snippet messages streams lookup surroundings unnamed".split()
    files = [*filter(Path.is_file, rooms), *(folder / f"{name}.py" for name in names)]
    sums = [hashlib.sha256(file.read_bytes()).hexdigest() for file in files]
    return hashlib.sha256("".join(sums).encode()).hexdigest()


def find_valid(snippet: Snippet, store: Store, world: World) -> Result | None:
    """Return the newest stored result whose receipt holds in every line, if there is one.

    Of a snippet that asks for a GPU it is the newest that ran on one, where any did.
    """
    find_broken_lines = None
    for entry in gpu_first(snippet, store.entries(snippet.key), lambda entry: entry):
        find_broken_lines = find_broken_lines or compare_with(snippet, world)
        broken = next(find_broken_lines(entry), None)
        read = store.find_result if entry.origin else store.find_unread
        if broken is None and (result := read(entry)) is not None:
            return result
    return None


def gpu_first(snippet: Snippet, found: Iterable[T], of: Callable[[T], Entry]) -> Iterable[T]:
    """Return what was found for a snippet, the runs on a GPU first if it asks for one."""
    if snippet.options.gpu == "none":
        return found
    return sorted(found, key=lambda one: of(one).receipt.device in (None, "none"))


def still_holds(result: Result, snippet: Snippet, world: World) -> bool:
    """Say whether every line of a result's receipt holds."""
    entry = Entry(result.receipt, "", result.time, result.products.seconds)
    return next(compare_with(snippet, world)(entry), None) is None


def explain(snippet: Snippet, store: Store, world: World) -> list[str]:
    """Say why the newest stored result of a snippet is not used; nothing when one is."""
    if find_valid(snippet, store, world) is not None:
        return []
    for entry in store.entries(snippet.key):
        return list(compare_with(snippet, world)(entry)) or ["its products are broken"]
    return ["it has never run to its end"]


def compare_with(snippet: Snippet, world: World) -> Callable[[Entry], Iterator[str]]:
    """Return what compares receipts with a snippet as it is now; its code is digested once."""
    now = begin_receipt(world.root, snippet, world.code_key)
    sources = (now.source, text_key(snippet.text))
    return lambda entry: find_broken(entry.receipt, world, sources, now, bool(entry.origin))


def run_snippet(
    executor: IsolatedExecutor, root: Path, snippet: Snippet, scratch: Path, watch: str = ""
) -> Result:
    """Run one snippet in a fresh process; always gives a result, also of a crash.

    `watch` is `kernel` where nothing is to run that the kernel does not watch.
    Where the recording of shapes may have been seen, the code runs once more as it stands, and what
    that makes is the result: with the shapes if nothing differs.
    """
    begun = begin_receipt(root, snippet)
    if snippet.options.gpu == "required" and find_device() == "none":
        message = "the snippet needs a GPU and there is none here"
        return make_crashed(root, snippet, begun, Error(NO_GPU, message, 1, ""), failed=False)
    recorded, seen = _run_once(executor, root, snippet, scratch, watch, record=True)
    if not seen:
        return recorded
    plain, _ = _run_once(executor, root, snippet, scratch, watch, record=False)
    return _join(recorded, plain)


def _join(recorded: Result, plain: Result) -> Result:
    """Return the run of the code as written, with the shapes if the other made the same."""
    same = dataclasses.replace(
        recorded.products, seconds=plain.products.seconds, shapes=plain.products.shapes
    )
    if same == plain.products or same.to_json() == plain.products.to_json():  # NaN is not NaN
        products = dataclasses.replace(plain.products, shapes=recorded.products.shapes)
    else:
        lost = bool(recorded.products.shapes)
        products = dataclasses.replace(plain.products, unlike_recorded=lost)
    return dataclasses.replace(plain, products=products)


def _run_once(
    executor: IsolatedExecutor,
    root: Path,
    snippet: Snippet,
    scratch: Path,
    watch: str,
    record: bool,
) -> tuple[Result, frozenset[str]]:
    """Run a snippet; also tell how the recording of shapes may have been seen."""
    from maedeup.runs.worker import Task, run_task
    from maedeup.runs.worker.process import socket_folder

    begun = begin_receipt(root, snippet)
    folder = Path(tempfile.mkdtemp(dir=scratch, prefix="run-"))
    (folder / "tmp").mkdir()
    reader, writer = executor.pipe()
    ours, theirs = executor.line()
    without = tuple(os.environ.get(WITHOUT, "").split())
    env = {name: os.environ[name] for name in snippet.options.env if name in os.environ}
    given = (executor.threads, begun, without, watch, record, env)
    task = Task(str(root), snippet, str(folder), *given)
    try:
        process = executor.start(run_task, task, writer, theirs)
    except (OSError, EOFError):  # the server that starts processes has ended
        for end in (reader, writer, ours, theirs):
            end.close()
        shutil.rmtree(folder, ignore_errors=True)
        return make_crashed(root, snippet, begun, Error(LOST, LOST_WORDS, 1, "")), NOTHING
    writer.close()
    theirs.close()
    watcher = _start_watcher(ours, process.pid, task)
    cell = ""
    seen = NOTHING
    limit = snippet.options.timeout_s + GRACE_S
    deadline = time.monotonic() + limit
    late = Error("TimeLimit", f"ran longer than {snippet.options.timeout_s:g} s", 0, "")
    # A message that was begun and never ends would be waited for.
    watchdog = threading.Timer(limit, kill_group, [process.pid])
    watchdog.daemon = True
    watchdog.start()
    try:
        while reader.poll(max(0.0, deadline - time.monotonic())):
            message = messages.decode(reader.recv_bytes(messages.MAX_BYTES))
            if isinstance(message, messages.Report):
                cells = {name: settled(made) for name, made in message.products.cells.items()}
                products = dataclasses.replace(message.products, cells=cells)
                return Result.now(products, message.receipt), message.seen
            if isinstance(message, tuple):
                error = Error(*message, 0, "")
                break
            cell = message
        else:
            error = late
    except ValueError as broken:
        error = Error("BrokenResult", f"what the run sent is no result: {broken}"[:500], 0, "")
    except (EOFError, OSError):
        process.join(GRACE_S)
        error = Error(*say_exit(process.exitcode), 0, "")
        if executor.is_lost():
            error = Error(LOST, LOST_WORDS, 0, "")
        elif watcher and watcher.excess:
            error = Error("MemoryError", watcher.excess, 0, "")
        elif time.monotonic() >= deadline:
            error = late
        elif record:
            seen = frozenset(("crash",))
    finally:
        watchdog.cancel()
        executor.end(process)
        if watcher:
            watcher.end()
        reader.close()
        shutil.rmtree(socket_folder(str(folder)), ignore_errors=True)
        fault = read_text(folder / "fault")
        printed = read_text(folder / "stderr")[-2000:]
        shutil.rmtree(folder, ignore_errors=True)
    line = find_last_line(fault, snippet) or _line_of(snippet, cell)
    trace = "\n".join(part for part in (clean_fault(fault, str(root)), printed) if part)
    error = dataclasses.replace(error, line=line, traceback=trace)
    error = Folders(str(root), snippet.text, sys.path).hide_in(error)
    touched = watcher.sights.close() if watcher else {}
    return make_crashed(root, snippet, begun, error, touched), seen


def _start_watcher(line: Connection, process: int, task: Task) -> Watcher | None:
    """Start what watches a run from outside; where the kernel cannot help, there is none."""
    if sys.platform != "linux":
        line.close()
        return None
    from maedeup.runs.kernel.sights import Sights
    from maedeup.runs.kernel.watcher import Watcher

    sights = Sights(task.root, task.scratch)
    watcher = Watcher(line, process, sights, task.snippet.options.memory_mib * 2**20)
    watcher.start()
    return watcher


def keep_result(store: Store, result: Result) -> None:
    """Store a result, unless its run failed or wanted a GPU that is not there."""
    error = result.products.error
    if not result.products.failed and (error is None or error.type != NO_GPU):
        store.put(result)


def run_all(
    root: Path,
    snippets: Sequence[Snippet],
    store: Store,
    jobs: int,
    durations: Mapping[RunKey, float],
    progress: Callable[[Result], None] = lambda result: None,
    keep_warm: bool = False,
    watch: str = "",
    wanted: Iterable[str] = (),
    linger_s: float = 0,
) -> dict[RunKey, Result]:
    """Run snippets, longest first, and keep the results of those that did not fail.

    Those of which no time is known come before all others, the longest text first.

    With `keep_warm`, as while serving, the next call starts without importing anything again.
    `watch` is `kernel` where nothing is to run that the kernel does not watch.
    `wanted` names modules that these snippets import where their text does not tell.
    `linger_s` is how long what was imported waits for the next command.
    """
    results: dict[RunKey, Result] = {}
    if not snippets:
        return results
    threads = 1  # to each run, however many at once: sums differ in the last digit with threads
    scratch = root / ".maedeup" / "scratch"
    scratch.mkdir(parents=True, exist_ok=True)
    _remove_abandoned(scratch)
    store.remove_parts()
    mine = Path(tempfile.mkdtemp(dir=scratch, prefix=f"{os.getpid()}-"))
    unknown = float("inf")
    longest_first = sorted(
        snippets, key=lambda s: (durations.get(s.key, unknown), len(s.text)), reverse=True
    )
    preload = sorted({*find_preload(root, snippets), *wanted})
    cache_folder = (root / ".maedeup" / "cache").resolve()

    def run_some(
        some: Sequence[Snippet], jobs: int, last: bool, preload: Sequence[str] | None
    ) -> list[Snippet]:
        """Run some of them; return those that were lost with the server that started them."""
        if not some:
            return []
        executor = IsolatedExecutor(
            jobs, threads, preload, cache_folder, keep_warm, linger_s, len(some)
        )
        lost = []
        try:
            futures = {executor.submit(run_snippet, root, s, mine, watch): s for s in some}
            for future in as_completed(futures):
                result = future.result()
                error = result.products.error
                if error is not None and error.type == LOST and not last:
                    lost.append(futures[future])
                    continue
                results[result.receipt.snippet] = result
                keep_result(store, result)
                progress(result)
        finally:
            executor.shutdown()
        return lost

    try:
        # One of those that ran ended the server, and all others with it: each alone, then.
        # Where a file beside a snippet hides an installed module, what is warm would be wrong.
        cold = [s for s in longest_first if _find_hidden(root, s)]
        warm = [s for s in longest_first if s not in cold]
        for some, modules in ((warm, preload), (cold, None)):
            for snippet in run_some(some, jobs, last=False, preload=modules):
                run_some([snippet], 1, last=True, preload=modules)
    finally:
        shutil.rmtree(mine, ignore_errors=True)
    return results


def _find_hidden(root: Path, snippet: Snippet) -> list[str]:
    return find_hidden(list_modules(str((root / snippet.path).parent)))


def _line_of(snippet: Snippet, cell: str) -> int:
    found = snippet.find_cell(cell)
    return found.line if found else 1


def default_jobs() -> int:
    """Return how many snippets run at once: one a core."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _remove_abandoned(scratch: Path) -> None:
    """Remove what killed builds left behind; folders are named by their process."""
    from maedeup.runs.worker.process import SOCKETS

    sockets = Path(SOCKETS)
    for folder in (*scratch.iterdir(), *sockets.parent.glob(f"{sockets.name}*")):
        pid = folder.name.removeprefix(sockets.name).partition("-")[0]
        if pid.isdigit() and int(pid) != os.getpid():
            try:
                os.kill(int(pid), 0)
            except ProcessLookupError:
                shutil.rmtree(folder, ignore_errors=True)
            except PermissionError:
                continue
