"""Run a notebook again as whoever took it away would, and say where it does otherwise.

A fresh Jupyter kernel that imports torch takes some seconds, and there is a notebook for each note.
So its cells run as those of a snippet do: in a fork of a warm process, in an empty folder, with no
project to import from, and what they made is kept with a receipt.
"""

from __future__ import annotations

import json
import re
import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from maedeup.notes.note import Note
from maedeup.page.questions import Questions
from maedeup.page.references import reference_text
from maedeup.runs import run
from maedeup.runs.imported import find_preload
from maedeup.runs.product import Error, Products
from maedeup.runs.snippet import Options, Snippet, code_key, parse_snippet
from maedeup.runs.world import World
from maedeup.site.ipynb import executed_cell, make_notebook
from maedeup.site.notebooks import TRIED, carried_files, note_notebook, shown_runs
from maedeup.site.prose import lab_prose
from maedeup.text.paths import SourcePath, notebook_uri
from maedeup.text.strings import Strings
from maedeup.vault.leads import Target
from maedeup.vault.web import Web

Output = dict[str, Any]

ALONE = """\
import os, sys, sysconfig, tempfile
os.chdir(tempfile.mkdtemp())
sys.path[:] = ["", *(p for p in sys.path if p.startswith(sysconfig.get_path("stdlib"))
                     or p.endswith((".zip", "site-packages", "dist-packages")))]
del os, sys, sysconfig, tempfile, __file__"""
"""What stands before the cells, so that they run as in Jupyter: the folder is empty, only packages
can be imported, and the code has no file."""

FUTURE = re.compile(r"(?m)^from __future__ import .+$")
ADDRESS = re.compile(r"\b0x[0-9a-f]{6,}\b")


def notebook_text(web: Web, note: Note) -> str:
    """Return a note's or lab's notebook as it is published, but for the addresses of its links."""

    def no_link(target: Target) -> str:
        return ""

    if note.kind != "lab":
        return note_notebook(web, note, no_link)
    snippet = web.vault.snippets[note.path]
    result = web.results.of(snippet)
    files = carried_files(web, snippet, result)
    prose, works = partial(lab_prose, web, note, no_link), reference_text(Questions(web), note)
    return make_notebook(snippet, result, files, prose, web.vault.settings.strings, end=works)


def run_again(web: Web, notes: list[Note], keep_warm: bool = False) -> dict[str, list[str] | None]:
    """Run the notebooks of notes, and say of each where it makes something else than it holds.

    None stands for one that needs a GPU where there is none.

    Args:
        web: all, joined.
        notes: those that have a notebook, by whose `src_uri` the answers are.
    """
    texts = {note.src_uri: notebook_text(web, note) for note in notes}
    snippets = {note.src_uri: _snippet(web, note, texts[note.src_uri]) for note in notes}
    store = web.vault.store
    with tempfile.TemporaryDirectory(prefix="maedeup-") as folder:
        root = Path(folder).resolve()
        caches = web.vault.root.resolve() / ".maedeup/cache"  # of fonts: seconds to make
        caches.mkdir(parents=True, exist_ok=True)
        (root / ".maedeup").mkdir()
        (root / ".maedeup/cache").symlink_to(caches, target_is_directory=True)
        world = World(root, code_key)
        found = {uri: run.find_valid(s, store, world) for uri, s in snippets.items()}
        stale = [snippets[uri] for uri, result in found.items() if result is None]
        jobs = web.vault.settings.jobs or run.default_jobs()
        durations = {snippets[n.src_uri].key: _seconds(web, n) for n in notes}
        # A notebook writes its helper modules itself: what those import, no text of a file tells.
        shown = [snippet for note in notes for snippet in _shown(web, note)]
        wanted = find_preload(web.vault.root, shown)
        ran = run.run_all(root, stale, store, jobs, durations, keep_warm=keep_warm, wanted=wanted)
    made = {
        uri: result.products if result else ran[snippets[uri].key].products
        for uri, result in found.items()
    }
    strings = web.vault.settings.strings
    return {uri: find_differences(texts[uri], made[uri], strings) for uri in texts}


def _snippet(web: Web, note: Note, text: str) -> Snippet:
    """Return a note's notebook as a snippet, with limits that suffice for all that it shows."""
    shown = _shown(web, note)
    results = [result for run in shown if (result := web.results.of(run))]
    # Without a file the code's imports are not noted, and helper modules' would not be either.
    versions = {f"{n} {v}" for r in results for n, v in r.receipt.distributions.items()}
    snippet = as_snippet(SourcePath(_uri(note)), text, sorted(versions))
    each = [run.options for run in shown]
    options = Options(
        timeout_s=sum(options.timeout_s for options in each),
        memory_mib=max(options.memory_mib for options in each),
        gpu=max((options.gpu for options in each), key=["none", "optional", "required"].index),
        network=any(options.network for options in each),
        env=tuple(sorted({name for options in each for name in options.env})),
    )
    return replace(snippet, options=options)


def _shown(web: Web, note: Note) -> list[Snippet]:
    return [web.vault.snippets[note.path]] if note.kind == "lab" else shown_runs(web, note)


def _seconds(web: Web, note: Note) -> float:
    """Guess how long a notebook runs: the longest begins first."""
    results = filter(None, map(web.results.of, _shown(web, note)))
    return sum(result.products.seconds for result in results)


def as_snippet(path: SourcePath, text: str, versions: list[str]) -> Snippet:
    """Return the code of a notebook as a snippet: each code cell is one of its cells.

    Args:
        path: what its results go by.
        text: the notebook's.
        versions: of the packages that it needs; with others it is another snippet.
    """
    rows = ["# %% alone", ALONE, f"{versions!r};"]
    future: list[str] = []
    for number, cell in _code_cells(text):
        source = "".join(cell["source"])
        future += FUTURE.findall(source)
        source = FUTURE.sub("", source)
        if source.startswith("%%writefile "):
            first, _, content = source.partition("\n")
            name = first.split()[1]
            source = f"__import__('pathlib').Path({name!r}).write_text({content + chr(10)!r});"
        elif TRIED in cell["metadata"].get("tags", ()):
            source = _caught(source, [])
        elif "raises-exception" in cell["metadata"].get("tags", ()):
            source = _caught(source, cell["outputs"])
        rows += [f"# %% cell-{number}", source]
    return parse_snippet(path, "\n".join([*dict.fromkeys(future), *rows]) + "\n")


def find_differences(text: str, products: Products, strings: Strings) -> list[str] | None:
    """Say where what a notebook's cells made is not what it was published with; None: no GPU."""
    if products.error is not None and products.error.type == run.NO_GPU:
        return None
    if products.failed and products.error is not None:
        error = products.error
        return [f"{error.type}: {error.message}\n{error.traceback}".strip()]
    found = []
    for number, cell in _code_cells(text):
        stored = [part for part in cell["outputs"] if part["output_type"] != "error"]
        if not stored and f"# {strings.hidden_code}" in cell["source"]:
            continue
        made = [p for p in products.cells.get(f"cell-{number}", []) if not isinstance(p, Error)]
        again = executed_cell("", made, cell["execution_count"], strings)["outputs"]
        before, after = ([_comparable(part) for part in parts] for parts in (stored, again))
        if before != after:
            found.append(f"cell {number}: {_told(before, after)}")
    return found


def _code_cells(text: str) -> list[tuple[int, dict[str, Any]]]:
    cells = json.loads(text)["cells"]
    return [(i, cell) for i, cell in enumerate(cells) if cell["cell_type"] == "code"]


def _caught(source: str, outputs: list[Output]) -> str:
    """Return a cell that goes on if it ends in the error that it was published with.

    Without one it is a check of what the reader has not written yet, and fails in any way.
    """
    if not outputs:
        return (
            f"try:\n    exec(compile({source!r}, '<cell>', 'exec'))\n"
            "except Exception:\n    pass\n"
            "else:\n    raise AssertionError('the checks pass without an answer')"
        )
    error = next(part for part in outputs if part["output_type"] == "error")
    same = f"str(_error) == {error['evalue']!r}" if error["evalue"] else "True"
    return (
        f"try:\n    exec(compile({source!r}, '<cell>', 'exec'))\n"
        f"except {error['ename']} as _error:\n"
        f"    assert {same}, _error\n"
        f"else:\n    raise AssertionError('no {error['ename']} here')"
    )


def _comparable(output: Output) -> str:
    """Return an output without addresses in memory, which no two runs have in common."""
    text = json.dumps(output.get("text") or output.get("data"), ensure_ascii=False, sort_keys=True)
    return ADDRESS.sub("0x…", text)


def _told(before: list[str], after: list[str]) -> str:
    """Say where two lists of outputs part."""
    if len(before) != len(after):
        return f"{len(after)} outputs, published with {len(before)}: {str(after or before)[:300]}"
    one, other = next((a, b) for a, b in zip(before, after, strict=True) if a != b)
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
    start = max(0, start - 30)
    return f"{other[start : start + 150]}, published with {one[start : start + 150]}"


def _uri(note: Note) -> str:
    return notebook_uri(note.path if note.kind == "lab" else note.src_uri)
