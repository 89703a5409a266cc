"""What a page shows of objects, beside what Jupyter's own kernel shows of them, as a table.

Each row is a cell's last expression; kinds are MIME types. What is not installed is named.

    python -m benchmarks.objects
"""

from __future__ import annotations

import importlib.util
import os
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from maedeup.build import RunOptions, check, link, read, run
from maedeup.hosts.settings import load_settings
from maedeup.runs.product import Product, Rich, Table, Text
from maedeup.runs.rich import ORDER, chosen, troubles
from maedeup.text.terminal import plain
from nbclient import NotebookClient

from benchmarks.rich_objects import EXPRESSIONS, OURS, SETUPS

ADDRESS = re.compile(r" at 0x[0-9a-f]+")
MODULES = {"ipython": "IPython"}
HERE = sorted(
    name
    for name in SETUPS
    if name == "python" or importlib.util.find_spec(MODULES.get(name, name)) is not None
)
Shown = dict[tuple[str, str], Any]
SITE = "site_name: objects\ntheme: {name: mkdocs, language: ko}\n"


def show_ours(root: Path) -> Shown:
    """Return what runs make of each expression, by library and expression.

    Args:
        root: an empty folder.

    Raises:
        AssertionError: a run failed.
    """
    for folder in ("docs", "snippets"):
        (root / folder).mkdir()
    (root / "mkdocs.yml").write_text(SITE, "utf-8")
    (root / "docs/index.md").write_text("# 홈\n", "utf-8")
    for name in HERE:
        cells = [f"# %% cell-{n}\n{text}\n" for n, text in enumerate(EXPRESSIONS[name])]
        text = f"# %% setup\n{SETUPS[name]}None\n" + "".join(cells)
        (root / f"snippets/of_{name}.py").write_text(text, "utf-8")
    vault = read(load_settings(root))
    results = run(vault, RunOptions())
    problems = check(link(vault, results)).problems
    assert not [p for p in problems if p.code != "unused-snippet"], problems
    found: Shown = {}
    for key, result in results.by_key.items():
        name = Path(key).stem.removeprefix("of_")
        for number, text in enumerate(EXPRESSIONS[name]):
            found[name, text] = result.products.cells[f"cell-{number}"]
    return found


def show_jupyters() -> Shown:
    """Return what Jupyter's kernel shows of each: the outputs of its cell."""
    environment = dict(os.environ)
    os.environ.update({"PYTHONWARNINGS": "ignore", "JUPYTER_PLATFORM_DIRS": "1"})
    notebook = nbformat.v4.new_notebook()
    places: dict[int, tuple[str, str]] = {}
    for name in HERE:
        notebook.cells.append(nbformat.v4.new_code_cell(SETUPS[name]))
        for text in EXPRESSIONS[name]:
            places[len(notebook.cells)] = name, text
            notebook.cells.append(nbformat.v4.new_code_cell(text))
    try:
        NotebookClient(notebook, timeout=300).execute()
    finally:
        os.environ.clear()
        os.environ.update(environment)
    return {row: notebook.cells[place].outputs for place, row in places.items()}


def kind_of(product: Product) -> str:
    """Return the MIME type by which a page shows a product."""
    match product:
        case Table():
            return "text/html"
        case Text():
            return "text/plain" if product.stream == "result" else "stream"
        case Rich():
            return chosen(product)
        case _:
            return product.tag


def richest(output: Any) -> str:
    """Return the richest MIME type of Jupyter's that a page could show, or `stream`."""
    if output.output_type == "stream":
        return "stream"
    return next(kind for kind in ORDER if kind in output.data)


def same_text(product: Product, output: Any) -> bool:
    """Say whether both have the same plain text, addresses apart."""
    theirs = output.text if output.output_type == "stream" else output.data.get("text/plain", "")
    ours = getattr(product, "text", "")
    # Some of it is in colours there.
    return bool(ours.rstrip("\n") == plain(ADDRESS.sub("", theirs)).rstrip("\n"))


def main() -> int:
    """Print the table; return 1 where a row differs and nothing says why it may."""
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = show_ours(Path(folder)), show_jupyters()
    missing = sorted(SETUPS.keys() - set(HERE))
    rows = [(name, text) for name in HERE for text in EXPRESSIONS[name]]
    wrong = 0
    print("| library | expression | Jupyter | page | text |\n|---|---|---|---|---|")
    for name, text in rows:
        (product,), (output,) = ours[name, text], theirs[name, text]
        kinds = richest(output), kind_of(product)
        wrong += kinds[1] != OURS.get(text, kinds[0])
        told = "a table" if isinstance(product, Table) else "same"
        if told == "same" and not same_text(product, output):
            told = "own" if text in OURS else "DIFFERS"
            wrong += told == "DIFFERS"
        if isinstance(product, Rich):
            told += "".join(f", `{one.code}`" for one in troubles(product))
        code = text.replace("|", "\\|")
        print(f"| {name} | `{code}` | {kinds[0]} | {kinds[1]} | {told} |")
    print(f"\n{len(rows)} objects of {len(HERE)} libraries; {wrong} wrong")
    if missing:
        print(f"not installed: {', '.join(missing)}")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
