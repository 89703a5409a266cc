"""Run the cells of a snippet in order and collect what each one made."""

from __future__ import annotations

import ast
import contextlib
import io
import itertools
import linecache
import re
import sys
import traceback
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from types import CodeType, TracebackType
from typing import Any

from maedeup.runs.product import CLAIM, Error, Product, Shape, Table, Value
from maedeup.runs.snippet import RAISES, SKIPPED, Snippet, split_statements
from maedeup.runs.worker import claims, ending, late, originals, stack, tasks, values
from maedeup.runs.worker.collect import Collector, cut
from maedeup.runs.worker.environment import Environment, list_own
from maedeup.runs.worker.instrument import SEEN_BY, find_words, instrument
from maedeup.runs.worker.meanings import find_meanings
from maedeup.runs.worker.process import hold_back
from maedeup.runs.worker.written import Written


@dataclass
class Outcome:
    """What the cells made; a failed run keeps what it made before."""

    cells: dict[str, list[Product]] = field(default_factory=dict)
    values: dict[str, Value] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)
    shapes: list[Shape] = field(default_factory=list)
    meanings: dict[str, list[str]] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    """How the recording of shapes may have been seen, as `Written` tells; empty: it was not."""
    error: Error | None = None
    failed: bool = False
    left: object = ending.NOT_LEFT
    """What `sys.exit` was given, if it ended the run."""


def run_cells(
    root: str,
    snippet: Snippet,
    scratch: str,
    started: Callable[[str], None],
    record: bool,
    hook: Callable[..., None],
) -> Outcome:
    """Run all cells; the first error ends the run.

    Args:
        started: called with each cell's name before the cell runs.
        record: see what is assigned; without, the code runs as it stands.
        hook: an audit hook that there is already.
    """
    originals.note()
    stack.end_here(snippet.text, _run_cell, tasks.run)
    outcome = Outcome()
    file = f"{root}/{snippet.path}"
    # Tracebacks show the text that runs, also if the file is saved again meanwhile.
    lines = io.StringIO(snippet.text, newline=None).readlines()
    linecache.cache[file] = (len(snippet.text), None, lines, file)
    namespace = vars(sys.modules["__main__"])
    collector = Collector(scratch, namespace)
    is_notebook = snippet.path.endswith(".ipynb")
    late.install(collector, named=is_notebook or "display" in snippet.text)
    if snippet.variant:
        claims.watch(namespace, collector.add)
    current = snippet.code_cells[0]
    written: Written | None = None
    ended: BaseException | None = None
    try:
        compiled, written = _compile_cells(snippet, file, record)
        originals.find_hooks(hook)  # before the watch: to look for them is an event
        if written is not None:
            written.watch()
        originals.count_hooks()
        hold_back()
        in_loop = is_notebook and "asyncio" in snippet.text
        obeys = originals.used(snippet.obeys)
        started = originals.used(started)
        for cell, (body, last) in zip(snippet.code_cells, compiled, strict=True):
            current = cell
            started(cell.name)
            outcome.cells[cell.name] = collector.begin(cell.name)
            if obeys(SKIPPED, cell):
                continue
            try:
                if (apart := tasks.context_of(body, last)) is not None:
                    apart.run(_run_cell, collector, namespace, body, last, in_loop)
                else:
                    _run_cell(collector, namespace, body, last, in_loop)
            except Exception as error:
                if not obeys(RAISES, cell):
                    raise
                collector.take_figures()
                with originals.InPlace():
                    collector.add(_describe(error, file, snippet, cell.line))
        with originals.InPlace():
            _keep_variables(outcome, namespace, snippet, root)
    except BaseException as error:
        ended = error
        with originals.InPlace():
            outcome.error = _describe(error, file, snippet, current.line)
            outcome.failed = not _is_expected(error, snippet)
            if _is_good_end(error, snippet, file):
                outcome.error, outcome.failed = None, False
            with contextlib.suppress(BaseException):
                collector.namespace = {}
                collector.take_figures()
            if not outcome.failed:
                _keep_variables(outcome, namespace, snippet, root)
            error.__traceback__ = _of_script(error.__traceback__, snippet, file)
            if isinstance(error, SystemExit):
                outcome.left, ended = error.code, None
    else:
        if wanted := snippet.options.expect_error:
            hint = f"the options say `expect_error`, yet all cells ran: {wanted}"
            outcome.error = Error("NoError", hint, 1, "")
            outcome.failed = True
    if ended is not None and ending.tell(ended) and outcome.error is not None:
        outcome.error = replace(outcome.error, traceback="")
    ended = None
    collector.take_printed()
    if not outcome.failed and outcome.error is not None:
        outcome.cells[current.name].append(outcome.error)
    if not outcome.failed and (broken := claims.find_broken(snippet, namespace)):
        outcome.error, outcome.failed = broken, True
    if written is not None:
        written.finish()
        if outcome.error is not None and outcome.error.type == "RecursionError":
            written.seen.add("recursion")
        outcome.shapes, outcome.seen = written.recorder.shapes(), written.seen
    if not is_notebook:  # a kernel goes on
        with originals.InPlace():
            drops = ending.may_say_something(snippet.text, list_own())
        collector.namespace = namespace = {}
        ending.end(collector.close, drops)
    originals.put_back()
    return outcome


def _run_cell(
    collector: Collector,
    namespace: dict[str, Any],
    body: CodeType | None,
    last: CodeType | None,
    in_loop: bool,
) -> None:
    shown = None
    try:
        if body is not None:
            tasks.run(body, namespace, in_loop)
        if last is not None:
            shown = tasks.run(last, namespace, in_loop)
    finally:
        collector.take_printed()
        ending.flush_c()
    collector.show_result(shown)
    collector.take_figures(shown)


def _is_good_end(error: BaseException, snippet: Snippet, file: str) -> bool:
    """Say whether a run left by `sys.exit(0)` in its last statement: nothing was left to do."""
    if not isinstance(error, SystemExit) or error.code not in (None, 0):
        return False
    last = _parse(snippet, file).body[-1]
    lines = [n for frame, n in traceback.walk_tb(error.__traceback__)
             if frame.f_code.co_filename == file]  # fmt: skip
    return bool(lines) and last.lineno <= lines[0] <= (last.end_lineno or last.lineno)


def _is_expected(error: BaseException, snippet: Snippet) -> bool:
    """Say whether a run may end so: as it declares, or as a variant whose claim breaks."""
    name = type(error).__name__
    return name == snippet.options.expect_error or bool(snippet.variant and name == CLAIM)


def _keep_variables(
    outcome: Outcome, namespace: dict[str, Any], snippet: Snippet, root: str
) -> None:
    outcome.values = values.scalars(namespace)
    outcome.tables = values.tables(namespace)
    tree = ast.parse(snippet.text)
    outcome.meanings = find_meanings(tree, namespace, Environment(root))


Compiled = tuple[CodeType | None, CodeType | None]


def _compile_cells(
    snippet: Snippet, file: str, record: bool
) -> tuple[list[Compiled], Written | None]:
    """Compile each cell to its statements and, as in Jupyter, its last expression.

    The whole file is parsed at once: line numbers stay, and `from __future__` reaches all cells.
    """
    plain = _compile_tree(_parse(snippet, file), snippet, file)
    if not record:
        return plain, None
    tree = _parse(snippet, file)
    words = find_words(tree)
    recorder, constants = instrument(tree)
    if not recorder.lines:
        return plain, None
    written = Written(recorder)
    if words & SEEN_BY:
        written.seen.add("tools")
    compiled: list[Compiled] = []
    with _unheard():
        recording = _compile_tree(tree, snippet, file)
    for pair, codes in zip(plain, recording, strict=True):
        filled = [code and constants.fill(code) for code in codes]
        for code, other in zip(filled, pair, strict=True):
            if code is not None and other is not None:
                written.pair(code, other)
        compiled.append((filled[0], filled[1]))
    return compiled, written


@contextlib.contextmanager
def _unheard() -> Iterator[None]:
    """Have the compiler say nothing: it warns when the code is compiled that runs."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _parse(snippet: Snippet, file: str) -> ast.Module:
    tree = ast.parse(snippet.text, file)
    return claims.soften(tree, snippet.text) if snippet.variant else tree


def _compile_tree(tree: ast.Module, snippet: Snippet, file: str) -> list[Compiled]:
    wait = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT if snippet.path.endswith(".ipynb") else 0
    with _unheard():
        whole = compile(snippet.text, file, "exec", wait, dont_inherit=True)
    flags = whole.co_flags & _FUTURE_FLAGS | wait
    compiled: list[Compiled] = []
    cells = snippet.code_cells
    for cell, statements in zip(cells, split_statements(tree, cells), strict=True):
        body = last = expression = None
        if (
            statements
            and isinstance(statements[-1], ast.Expr)
            and not cell.is_muted
            and not _is_docstring(tree, statements[-1])
        ):
            expression = ast.Expression(statements.pop().value)  # type: ignore[attr-defined]
        if statements:
            module = ast.Module(statements, [])
            body = compile(module, file, "exec", flags, dont_inherit=True)
        if expression is not None:  # what the compiler warns of stands in the order of the lines
            last = compile(expression, file, "eval", flags, dont_inherit=True)
        compiled.append((body, last))
    return compiled


_FUTURE_FLAGS = 0x1FF0000  # the compiler flags that __future__ features set (Include/compile.h)


def _is_docstring(tree: ast.Module, statement: ast.stmt) -> bool:
    return statement is tree.body[0] and ast.get_docstring(tree) is not None


def _describe(error: BaseException, file: str, snippet: Snippet, cell_line: int) -> Error:
    line = 0
    if isinstance(error, SyntaxError) and error.filename == file:
        line = error.lineno or 0
    for frame, number in traceback.walk_tb(error.__traceback__):
        if frame.f_code.co_filename == file:
            line = number
    for font in getattr(error, "fonts", ()):
        rows = snippet.text.split("\n")
        line = next((n for n, row in enumerate(rows, 1) if font in row), line)
    shown = _of_script(error.__traceback__, snippet, file)
    if isinstance(error, SyntaxError) and not _is_in_script(shown, file):
        shown = None  # what does not compile has not begun
    guessed = _find_guess(error)
    text = "".join(traceback.format_exception(type(error), error, shown))
    if guessed and guessed not in text:
        text = f"{text[:-1]}{guessed}\n"
    try:
        message = str(error)
    except Exception:  # it raises when it is asked what it is; a traceback says so alike
        message = "<exception str() failed>"
    if isinstance(error, SystemExit):
        message = f"the snippet left with sys.exit({error.code!r}); later cells did not run"
        text = ""
        if error.code is not None and not isinstance(error.code, int):
            with contextlib.suppress(Exception):
                text = f"{error.code}\n"
    return Error(type(error).__name__, cut(message), line or cell_line, cut(text))


def _is_in_script(shown: TracebackType | None, file: str) -> bool:
    return any(frame.f_code.co_filename == file for frame, _ in traceback.walk_tb(shown))


def _find_guess(error: BaseException) -> str:
    """Return the name that Python says was meant; `traceback` says it since 3.12."""
    if not isinstance(error, (NameError, AttributeError)) or sys.version_info >= (3, 12):
        return ""
    stderr, sys.stderr = sys.stderr, io.StringIO()
    try:
        sys.__excepthook__(type(error), error, error.__traceback__)
        said = sys.stderr.getvalue()
    finally:
        sys.stderr = stderr
    found = re.search(r"\. Did you mean: '[^\n]*'\?\n\Z", said)
    return found[0][:-1] if found else ""


def _of_script(shown: TracebackType | None, snippet: Snippet, file: str) -> TracebackType | None:
    """Take out the worker's frames, those of watched imports and the like too, as for a script."""
    frames = []
    while shown is not None:
        if not stack.is_ours(shown.tb_frame):
            frames.append(shown)
        shown = shown.tb_next
    if snippet.path.endswith(".ipynb"):  # there are those of the loop that waits, too
        frames = list(
            itertools.dropwhile(lambda one: one.tb_frame.f_code.co_filename != file, frames)
        )
    first = None
    for frame in reversed(frames):
        frame.tb_next, first = first, frame
    return first
