"""Run the notebooks that readers take away in Jupyter, each in an empty folder and a fresh kernel.

    python benchmarks/notebooks.py [slug ...] [--part 0/4]

Without slugs all notes and labs are run; that takes many minutes, and `pytest --maedeup docs
snippets` runs the same without kernels of Jupyter. A notebook that fails, or that prints something
else than it was published with, is named, and the exit code is 1. Kernels get one thread, as
snippets do where there is a core for each: with more, sums end in other digits.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

import nbclient
import nbformat
from maedeup.build import build
from maedeup.hosts.settings import load_settings
from maedeup.page.copying import notebook_of
from maedeup.site.rerun import notebook_text

ROOT = Path(__file__).parents[1]
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "MKL", "OPENBLAS")}


def printed(cell: nbformat.NotebookNode) -> list[str]:
    """Return what a cell printed, and its last value where that is text."""
    found: dict[str, str] = {}
    for output in cell.get("outputs", []):
        if output.output_type == "stream" and output.name == "stdout":
            found["stdout"] = found.get("stdout", "") + output.text
        elif output.output_type == "execute_result" and "text/html" not in output.data:
            found["value"] = output.data.get("text/plain", "")
    return [text.strip() for text in found.values()]


def find_difference(text: str, timeout_s: int = 300) -> str:
    """Run a notebook from its top; say how it fails or what it prints otherwise, '' if neither."""
    stored = nbformat.reads(text, as_version=4)
    nbformat.validate(stored)
    with tempfile.TemporaryDirectory() as folder:
        again = nbformat.reads(text, as_version=4)
        client = nbclient.NotebookClient(
            again, timeout=timeout_s, resources={"metadata": {"path": folder}}
        )
        try:
            client.execute(env=dict(os.environ) | ONE_THREAD)
        except nbclient.exceptions.CellExecutionError as error:
            return str(error).strip().splitlines()[-1]
    for before, after in zip(stored.cells, again.cells, strict=True):
        if printed(before) and printed(before) != printed(after):
            return f"{printed(before)} is now {printed(after)}"
    return ""


def main() -> int:
    """Run what the command line names."""
    parser = argparse.ArgumentParser()
    parser.add_argument("slugs", nargs="*")
    parser.add_argument("--part", default="0/1", help="one of so many equal parts")
    given = parser.parse_args()
    number, n_parts = map(int, given.part.split("/"))
    web, _ = build(load_settings(ROOT))
    notes = [note for note in web.vault.notes.values() if notebook_of(note)]
    if given.slugs:
        notes = [note for note in notes if note.slug in given.slugs]
    n_bad = 0
    for note in notes[number::n_parts]:
        start = time.perf_counter()
        wrong = find_difference(notebook_text(web, note))
        n_bad += bool(wrong)
        seconds = time.perf_counter() - start
        print(f"{note.slug:40} {seconds:6.1f} s  {wrong or 'same'}", flush=True)
    print(f"{len(notes[number::n_parts])} notebooks, {n_bad} that fail or differ")
    return 1 if n_bad else 0


if __name__ == "__main__":
    sys.exit(main())
