"""A note and the results it shows -> an executed notebook that runs top to bottom.

A cell depends on the cells before it in its snippet, so each comes with those that were not there
yet. Notes show several snippets in turn, and names, random numbers and helper modules of one would
be seen by another: where there are two or more, each cell first changes to its snippet's own. A
variant is one of them: it runs below what it changes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from maedeup.notes.note import Note
from maedeup.notes.parts import Part
from maedeup.page.copying import does_something
from maedeup.page.exercise import skeleton
from maedeup.page.plain import Link
from maedeup.page.questions import Questions
from maedeup.page.references import reference_text
from maedeup.runs.product import Drawing, Product, Table, is_claim
from maedeup.runs.snippet import Cell, Snippet
from maedeup.runs.store import Result
from maedeup.runs.world import is_content
from maedeup.site.ipynb import (
    code_cell,
    executed_cell,
    file_cells,
    join_cells,
    text_cell,
    without_options,
)
from maedeup.site.prose import Shown, ShownCode, pieces
from maedeup.site.variant_cells import told, without_claims
from maedeup.text.paths import on_disk
from maedeup.vault.web import Web

MOST_BYTES = 200_000
"""A larger data file does not travel inside a notebook."""

TRIED = "check-of-an-answer"
"""Tag of a cell that fails as long as the reader's answer is not written."""

SWITCH = """\
{about}
def _use(snippet, kept={{}}, now=[""], first=frozenset([*globals(), "_use"])):
    import random
    import re
    import sys

    if snippet == now[0]:
        return
    names = [n for n in globals() if n not in first and not re.fullmatch(r"_i?\\d+", n)]
    modules = [m for m in sys.modules if m.partition(".")[0] in {helpers}]
    states = [(random.getstate, random.setstate)]
    if numpy := sys.modules.get("numpy"):
        states.append((numpy.random.get_state, numpy.random.set_state))
    if torch := sys.modules.get("torch"):
        states.append((torch.get_rng_state, torch.set_rng_state))
    kept[now[0]] = (
        {{n: globals().pop(n) for n in names}},
        {{m: sys.modules.pop(m) for m in modules}},
        [(put, get()) for get, put in states],
    )
    names, modules, numbers = kept.get(snippet, ({{}}, {{}}, []))
    globals().update(names)
    sys.modules.update(modules)
    for put, state in numbers:
        put(state)
    now[0] = snippet"""


def carried_files(web: Web, snippet: Snippet, result: Result | None) -> dict[str, str]:
    """Return the text of each file that a run read and a notebook brings along, by its path."""
    if result is None:
        return {}
    receipt, folder = result.receipt, f"{Path(snippet.path).parent.as_posix()}/"
    files = {}
    for path in filter(web.public.__contains__, receipt.modules):
        inside = path.startswith(folder)
        name = path.removeprefix(folder) if inside else Path(path).name
        files[name] = on_disk(web.vault.root, path).read_text("utf-8")
    for path, digest in receipt.files.items():
        file = on_disk(web.vault.root, path)
        if not is_content(digest) or path not in web.public:
            continue
        if path in receipt.modules or path.endswith((".py", ".ipynb")):
            continue
        if file.is_file() and file.stat().st_size <= MOST_BYTES:
            try:
                files[path] = file.read_text("utf-8")
            except UnicodeDecodeError:
                continue
    return files


def note_notebook(web: Web, note: Note, link: Link, address: str = "") -> str:
    """Return a note as the text of an `.ipynb` file, the same for the same results.

    Args:
        web: all, joined.
        note: what becomes a notebook.
        link: gives the address of what a reference leads to, or ''.
        address: of the note's page, where it is known.
    """
    return _Writer(web, note, link).write(address)


def shown_runs(web: Web, note: Note) -> list[Snippet]:
    """Return the snippets whose cells a note's notebook has, and the variants of them."""
    return _runs(pieces(web, note, lambda target: ""))


def _runs(pieces: Sequence[str | Shown]) -> list[Snippet]:
    # What is wrong in an exercise is not run there: the reader's own answer is.
    shown = [p for p in pieces if isinstance(p, ShownCode) and p.part is not Part.WRONG]
    runs = [run for piece in shown for run in piece.runs]
    return list({run.key: run for run in runs}.values())


class _Writer:
    """The notebook of one note, as it grows."""

    def __init__(self, web: Web, note: Note, link: Link) -> None:
        self.web = web
        self.strings = web.vault.settings.strings
        self.unshown = f"# {self.strings.hidden_code}"
        self.note = note
        self.pieces = pieces(web, note, link)
        self.cells: list[dict[str, Any]] = []
        self.done: dict[str, int] = {}
        """How many cells of each snippet are there."""
        self.on_disk: dict[str, str] = {}
        self.withheld: dict[str, list[Cell]] = {}
        """Solutions, which the reader is to write, until something else needs them."""
        self.count = 0
        self.runs = _runs(self.pieces)

    def write(self, address: str) -> str:
        """Return the whole notebook."""
        head = [f"# {self.note.written}"]
        if address:
            head.append(self.strings.from_site(self.web.vault.settings.name, address))
        if versions := self._versions():
            head.append(self.strings.outputs_from(versions))
        self.cells.append(text_cell("\n\n".join(head)))
        if len(self.runs) > 1:
            helpers = {
                name.partition("/")[0].removesuffix(".py")
                for run in self.runs
                for name in carried_files(self.web, run, self._result(run))
            }
            about = "\n".join(f"# {row}" for row in self.strings.switch.split("\n"))
            switch = SWITCH.format(about=about, helpers=json.dumps(sorted(helpers)))
            self.cells.append(code_cell(switch))
        for piece in self.pieces:
            if isinstance(piece, str):
                self.cells.append(text_cell(piece))
            elif isinstance(piece, ShownCode):
                self._embed(piece)
        if works := reference_text(Questions(self.web), self.note):
            self.cells.append(text_cell(works))
        return join_cells(self.cells)

    def _result(self, run: Snippet) -> Result | None:
        return self.web.results.of(run)

    def _versions(self) -> str:
        versions: dict[str, str] = {}
        for run in self.runs:
            if result := self._result(run):
                versions |= result.products.shown_versions
        return ", ".join(f"{name} {version}" for name, version in versions.items())

    def _exercise(self, part: Part, snippet: Snippet, cell: Cell) -> None:
        """Add an empty cell for the reader's answer, or the checks, ready, and the solution."""
        cells = list(snippet.code_cells)
        at, begun = cells.index(cell), self.done.get(snippet.key, 0)
        for before in cells[begun:at]:
            self._cell(snippet, before, self._result(snippet), False)
        self.done[snippet.key] = max(begun, at + 1)
        self._files(snippet)
        if part is Part.ANSWER:
            self.withheld.setdefault(snippet.key, []).append(cell)
            self._code(snippet, skeleton(cell.source, self.strings.skeleton), [])
        elif part is Part.CHECK:
            self._code(snippet, cell.source, [])
            self.cells[-1]["metadata"] = {"tags": ["raises-exception", TRIED]}
            for solution in self.withheld.get(snippet.key, [])[-1:]:
                fold = f"<details><summary>{self.strings.solution}</summary>"
                code = f"```python\n{solution.source}\n```"
                self.cells.append(text_cell(f"{fold}\n\n{code}\n\n</details>"))

    def _embed(self, piece: ShownCode) -> None:
        """Add the cells that an embed needs and that are not there yet."""
        snippet, part, runs = piece.target.snippet, piece.target.part, piece.runs
        if piece.part.is_exercise:
            for cell in piece.cells:
                self._exercise(piece.part, snippet, cell)
            return
        shown = [cell.name for cell in piece.cells]
        if isinstance(part, Drawing):
            results = [result for run in runs if (result := self._result(run))]
            made = [item for result in results for item in result.products.cells.items()]
            drawn = [(n, [p.label for p in ps if isinstance(p, Drawing)]) for n, ps in made]
            shown = [name for name, labels in drawn if part.label in labels]
        table = part.name if isinstance(part, Table) else ""
        for run in runs:
            if run.variant:
                self.cells.append(text_cell(told(snippet, run, self.strings)))
            self._run(run, shown, table)

    def _run(self, run: Snippet, shown: Sequence[str], table: str) -> None:
        """Add cells of a snippet or of a variant, as far as its run came."""
        result = self._result(run)
        made = result.products.cells if result else {}
        cells = [cell for cell in run.code_cells if not made or cell.name in made]
        needed = [i for i, cell in enumerate(cells, 1) if cell.name in shown]
        end = max(needed, default=len(cells))  # a table by its name: as it stands at the end
        begun = self.done.get(run.key, 0)
        unshown: list[str] = []
        for solution in self.withheld.pop(run.key, []):
            self._cell(run, solution, None, False)
        for cell in cells[begun:end]:
            raises = any(product.tag == "error" for product in made.get(cell.name, []))
            if run.variant and cell.name not in shown and not raises:
                unshown += [s for s in [without_options(cell)] if s and does_something(s)]
                continue
            self._before(run, unshown)
            self._cell(run, cell, result, cell.name in shown)
        self._before(run, unshown)
        self.done[run.key] = max(begun, end)
        if table:
            if result and table in result.products.tables:
                self._code(run, table, [result.products.tables[table]])
        elif end <= begun and shown:
            names = ", ".join(f"`{name}`" for name in shown)
            self.cells.append(text_cell(f"*{self.strings.run_above(run.name, names)}*"))

    def _before(self, run: Snippet, sources: list[str]) -> None:
        """Add as one cell what a variant runs before what is shown: most stands above already."""
        if sources:
            self._files(run)
            self._code(run, "\n\n".join([f"{self.unshown}\n{sources[0]}", *sources[1:]]), [])
            sources.clear()

    def _cell(self, run: Snippet, cell: Cell, result: Result | None, shown: bool) -> None:
        source = without_options(cell)
        if not source or not (shown or does_something(source)):
            return
        self._files(run)
        made = result.products.cells.get(cell.name, []) if result else []
        source, claims = without_claims(source, cell.source_line, made, self.strings)
        made = [product for product in made if not is_claim(product)]
        if not shown:
            source = f"{self.unshown}\n{source}"
            made = [product for product in made if product.tag == "error"]
        self._code(run, source, made)
        for claim in claims:
            self._code(run, claim.source, [claim.error])

    def _files(self, run: Snippet) -> None:
        files = carried_files(self.web, run, self._result(run))
        new = {name: text for name, text in files.items() if self.on_disk.get(name) != text}
        self.on_disk |= new
        self.cells += file_cells(new)

    def _code(self, run: Snippet, source: str, made: Sequence[Product]) -> None:
        """Add a cell that sees the names of its own snippet, or variant, alone."""
        if len(self.runs) > 1:
            name = run.key.removeprefix(f"{self.web.vault.settings.snippets}/")
            if "__future__" in source:  # which must come first
                self.cells.append(code_cell(f'_use("{name}")'))
            else:
                source = f'_use("{name}")\n{source}'
        self.count += 1
        self.cells.append(executed_cell(source, made, self.count, self.strings))
