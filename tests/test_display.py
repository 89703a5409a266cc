"""What a cell's last expression is shown as, beside what Jupyter's own kernel shows of it."""

from __future__ import annotations

import importlib.util
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from maedeup.runs.product import Product, Rich, Table, Text
from maedeup.runs.rich import ORDER, chosen
from maedeup.text.terminal import plain
from nbclient import NotebookClient

from tests.project import Project, RunOptions, build, load_settings

from .conftest import SITE, write_files
from .rich_objects import EXPRESSIONS, OURS, SETUPS

ADDRESS = re.compile(r" at 0x[0-9a-f]+")
HERE = {
    name
    for name in SETUPS
    if name == "python" or importlib.util.find_spec({"ipython": "IPython"}.get(name, name))
}
ROWS = [(name, text) for name, texts in EXPRESSIONS.items() for text in texts]

Shown = dict[tuple[str, str], Any]


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """Return what the engine shows of each, by library and expression."""
    root = tmp_path_factory.mktemp("ours")
    files = {"mkdocs.yml": SITE, "docs/index.md": "# 홈\n"}
    for name in sorted(HERE):
        cells = [f"# %% cell-{n}\n{text}\n" for n, text in enumerate(EXPRESSIONS[name])]
        files[f"snippets/of_{name}.py"] = f"# %% setup\n{SETUPS[name]}None\n" + "".join(cells)
    write_files(root, files)
    project = Project(load_settings(root))
    build(project, RunOptions())
    assert not [p for p in project.problems if p.code != "unused-snippet"], project.problems
    found: Shown = {}
    for key, result in project.results.items():
        name = Path(key).stem.removeprefix("of_")
        for number, text in enumerate(EXPRESSIONS[name]):
            found[name, text] = result.products.cells[f"cell-{number}"]
    return found


@pytest.fixture(scope="module")
def jupyters() -> Iterator[Shown]:
    """Yield what Jupyter's kernel shows of each."""
    found: Shown = {}
    environment = dict(os.environ)
    os.environ.update({"PYTHONWARNINGS": "ignore", "JUPYTER_PLATFORM_DIRS": "1"})
    notebook = nbformat.v4.new_notebook()
    places: dict[int, tuple[str, str]] = {}
    for name in sorted(HERE):
        notebook.cells.append(nbformat.v4.new_code_cell(SETUPS[name]))
        for text in EXPRESSIONS[name]:
            places[len(notebook.cells)] = name, text
            notebook.cells.append(nbformat.v4.new_code_cell(text))
    NotebookClient(notebook, timeout=300).execute()
    for place, row in places.items():
        found[row] = notebook.cells[place].outputs
    yield found
    os.environ.clear()
    os.environ.update(environment)


def kind_of(product: Product) -> str:
    match product:
        case Table():
            return "text/html"
        case Text():
            return "text/plain" if product.stream == "result" else "stream"
        case Rich():
            return chosen(product)
        case _:
            return product.tag


@pytest.mark.parametrize(
    ("library", "text"), ROWS, ids=[f"{n}-{lib}" for n, (lib, _) in enumerate(ROWS)]
)
def test_page_shows_what_jupyter_shows(
    ours: Shown, jupyters: Shown, library: str, text: str
) -> None:
    if library not in HERE:
        pytest.skip(f"{library} is not installed (requirements.txt has it)")
    (product,), (output,) = ours[library, text], jupyters[library, text]
    if output.output_type == "stream":
        assert (kind_of(product), product.text) == (OURS[text], output.text)
        return
    richest = next(kind for kind in ORDER if kind in output.data)
    assert kind_of(product) == OURS.get(text, richest)
    if text not in OURS and not isinstance(product, Table):
        expected = plain(ADDRESS.sub("", output.data["text/plain"]))  # some in colours there
        assert product.text.rstrip("\n") == expected.rstrip("\n")


def test_no_address_is_shown(ours: Shown) -> None:
    texts = [getattr(p, "text", "") for made in ours.values() for p in made]
    assert not [text for text in texts if ADDRESS.search(text)]


def test_table_holds_what_pandas_writes(ours: Shown, jupyters: Shown) -> None:
    (table,), (output,) = ours["pandas", "sold"], jupyters["pandas", "sold"]
    cells = re.findall(r"<td>(.*?)</td>", output.data["text/html"])
    assert [cell for row in table.rows for cell in row] == cells
