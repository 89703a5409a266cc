"""A note and the results it shows -> an executed notebook that runs top to bottom.

A cell depends on the cells before it in its snippet, so each comes with those that were not there
yet. Notes show several snippets in turn, and names, random numbers and helper modules of one would
be seen by another: where there are two or more, each cell first changes to its snippet's own.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from maedeup.markdown_ext.inline import Link
from maedeup.markdown_ext.take import does_something
from maedeup.note import Note
from maedeup.notebook import code_cell, file_cells, join_cells, text_cell, without_options
from maedeup.product import Product
from maedeup.project import Project
from maedeup.receipt import ABSENT
from maedeup.snippet import Cell, Snippet
from maedeup.store import Result
from maedeup.takeaway.prose import Shown, pieces
from maedeup.variant import title_of

MOST_BYTES = 200_000
"""A larger data file does not travel inside a notebook."""

SWITCH = """\
# 이 노트는 스니펫 여럿을 번갈아 보인다. 이름과 난수와 도우미 모듈을 스니펫마다 따로 두어,
# 하나씩 실행한 것과 같은 결과가 나오게 한다.
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


def carried_files(project: Project, snippet: Snippet, result: Result | None) -> dict[str, str]:
    """Give the text of each file that a run read and a notebook brings along, by its path."""
    if result is None:
        return {}
    receipt, folder = result.receipt, f"{Path(snippet.path).parent.as_posix()}/"
    files = {}
    for path in receipt.modules:
        inside = path.startswith(folder)
        name = path.removeprefix(folder) if inside else Path(path).name
        files[name] = (project.root / path).read_text("utf-8")
    for path, digest in receipt.files.items():
        file = project.root / path
        if digest == ABSENT or path in receipt.modules or path.endswith((".py", ".ipynb")):
            continue
        if file.is_file() and file.stat().st_size <= MOST_BYTES:
            try:
                files[path] = file.read_text("utf-8")
            except UnicodeDecodeError:
                continue
    return files


def note_notebook(project: Project, note: Note, link: Link, address: str = "") -> str:
    """Give a note as the text of an `.ipynb` file, the same for the same results.

    Args:
        project: the built project.
        note: what becomes a notebook.
        link: gives the address of what a reference leads to, or ''.
        address: of the note's page, where it is known.
    """
    return _Writer(project, note, link).write(address)


class _Writer:
    """The notebook of one note, as it grows."""

    def __init__(self, project: Project, note: Note, link: Link) -> None:
        self.project = project
        self.note = note
        self.pieces = pieces(project, note, link)
        self.cells: list[dict[str, Any]] = []
        self.done: dict[str, int] = {}
        """How many cells of each snippet are there."""
        self.on_disk: dict[str, str] = {}
        self.count = 0
        shown = [p.snippet for p in self.pieces if isinstance(p, Shown) and p.snippet]
        self.snippets = list({snippet.path: snippet for snippet in shown}.values())

    def write(self, address: str) -> str:
        """Give the whole notebook."""
        head = [f"# {self.note.title}"]
        if address:
            head.append(f"[매듭의 이 노트]({address})에서 왔다.")
        if versions := self._versions():
            head.append(f"보이는 출력은 {versions}에서 실행한 것이다.")
        self.cells.append(text_cell("\n\n".join(head)))
        if len(self.snippets) > 1:
            helpers = {
                name.partition("/")[0].removesuffix(".py")
                for snippet in self.snippets
                for name in carried_files(self.project, snippet, self._result(snippet))
            }
            self.cells.append(code_cell(SWITCH.format(helpers=json.dumps(sorted(helpers)))))
        for piece in self.pieces:
            if isinstance(piece, str):
                self.cells.append(text_cell(piece))
            elif piece.snippet is not None:
                self._embed(piece, piece.snippet)
        return join_cells(self.cells)

    def _result(self, snippet: Snippet) -> Result | None:
        return self.project.result(snippet)

    def _versions(self) -> str:
        versions: dict[str, str] = {}
        for snippet in self.snippets:
            if result := self._result(snippet):
                versions |= result.products.shown_versions
        return ", ".join(f"{name} {version}" for name, version in versions.items())

    def _embed(self, piece: Shown, snippet: Snippet) -> None:
        """Add the cells that an embed needs and that are not there yet."""
        if piece.target.variant is not None:
            name = title_of(piece.target.variant)
            self.cells.append(text_cell(f"*만약에: {name}. 바뀐 코드와 결과는 노트에서 본다.*"))
            return
        result = self._result(snippet)
        cells = list(snippet.code_cells)
        shown = [cell.name for cell in piece.cells]
        if piece.target.figure is not None and result is not None:
            label = piece.target.figure.label
            made = result.products.cells.items()
            shown = [n for n, ps in made if any(getattr(p, "label", "") == label for p in ps)]
        needed = [i for i, cell in enumerate(cells, 1) if cell.name in shown]
        end = max(needed, default=len(cells))  # a table by its name: as it stands at the end
        begun = self.done.get(snippet.path, 0)
        for cell in cells[begun:end]:
            self._cell(snippet, cell, result, cell.name in shown)
        self.done[snippet.path] = max(begun, end)
        if piece.target.table is not None:
            self._code(snippet, piece.target.table.name, [piece.target.table])
        elif end <= begun and shown:
            names = ", ".join(f"`{name}`" for name in shown)
            self.cells.append(text_cell(f"*위에서 실행한 {snippet.name}의 셀 {names}*"))

    def _cell(self, snippet: Snippet, cell: Cell, result: Result | None, shown: bool) -> None:
        source = without_options(cell)
        if not source or not (shown or does_something(source)):
            return
        files = carried_files(self.project, snippet, result)
        new = {name: text for name, text in files.items() if self.on_disk.get(name) != text}
        self.on_disk |= new
        self.cells += file_cells(new)
        made = result.products.cells.get(cell.name, []) if result else []
        if not shown:
            source = f"# 노트에는 보이지 않고, 아래의 셀에 필요한 코드\n{source}"
            made = [product for product in made if product.tag == "error"]
        self._code(snippet, source, made)

    def _code(self, snippet: Snippet, source: str, made: Sequence[Product]) -> None:
        """Add a cell that sees the names of its own snippet alone."""
        if len(self.snippets) > 1:
            name = snippet.path.removeprefix(f"{self.project.settings.snippets}/")
            if "__future__" in source:  # which must come first
                self.cells.append(code_cell(f'_use("{name}")'))
            else:
                source = f'_use("{name}")\n{source}'
        self.count += 1
        self.cells.append(code_cell(source, made, self.count))
