"""Twenty published notebooks in Jupyter's own kernel: they make there what the pages show.

The engine has no part in it: `forked_kernels` starts ipykernel, and what is compared with is what
the engine had stored.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from maedeup.page.copying import notebook_of
from maedeup.site.notebooks import TRIED, shown_runs
from maedeup.site.rerun import notebook_text

from tests.forked_kernels import Kernels
from tests.project import Project, RunOptions, build, load_settings

from .conftest import need_module

need_module("torch")
need_module("sklearn")
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")

ROOT = Path(__file__).parents[1]

CHOSEN = (
    # A lab, a note whose helper module travels along, one of two snippets that run programs;
    "lab-flask-blueprint", "flask-overview", "command-line-and-environment",
    # and of all that take less than 1.4 s together, as `random.Random(12).sample` chose.
    "alexnet", "anomaly-detection", "autograd", "backpropagation", "bottleneck-block",
    "vectors-and-matrices", "data-split", "dynamic-computation-graph", "error-messages",
    "inception-module", "inplace-operations", "leaky-relu", "max-pooling",
    "multi-channel-convolution", "padding", "probability-and-statistics", "sigmoid",
)  # fmt: skip
"""Slugs; nobody chooses them by how they end."""

ENVIRONMENT = {
    "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TZ": "UTC", "CUDA_VISIBLE_DEVICES": "",
    "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1",
    "JUPYTER_PLATFORM_DIRS": "1", "MPLBACKEND": "module://matplotlib_inline.backend_inline",
}  # fmt: skip
ADDRESS = re.compile(r"\b0x[0-9a-f]{6,}\b")
GLYPH = re.compile(r".*UserWarning: Glyph .*\n.*\n?|Font '.*' does not have a glyph for .*\n?")
"""Jupyter draws with the fonts of this machine; the engine has its own."""
GIVEN_BACK = re.compile(r"[\[({<\s]*(?:Axes|Text|matplotlib|torch\._C\.Generator|mpl_toolkits)\b")
"""What functions that draw give back, and `manual_seed`: the figure is shown, and this is not."""
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[-+]?\d+)?")


@pytest.fixture(scope="module")
def vault() -> Project:
    """Return this project with what the chosen notes show; what is stored already does not run."""
    project = Project(load_settings(ROOT))
    project.read()
    project.run(RunOptions(only=()))
    web = project.link()
    notes = [note for note in web.vault.notes.values() if note.slug in CHOSEN]
    shown = [
        run
        for note in notes
        for run in (
            shown_runs(web, note) if note.kind != "lab" else [web.vault.snippets[note.path]]
        )
    ]
    build(project, RunOptions(only=list({run.key: run for run in shown}.values())))
    return project


@pytest.fixture(scope="module")
def kernels(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernels]:
    home = str(tmp_path_factory.mktemp("home"))
    modules = ["ipykernel.kernelapp", "IPython", "torch", "matplotlib.pyplot", "sklearn", "pandas"]
    made = Kernels(modules, ENVIRONMENT | {"HOME": home, "IPYTHONDIR": home})
    yield made
    made.end()


def said(cell: nbformat.NotebookNode) -> dict[str, str]:
    """Return what a cell printed and gave back: text, the numbers of tables, how many pictures."""
    found = dict.fromkeys(("stdout", "stderr", "value", "table", "pictures", "error"), "")
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        if output.output_type == "stream":
            found[output.name] += output.text
        elif output.output_type == "error":
            found["error"] = f"{output.ename}: {output.evalue}"
        elif "image/png" in data or "image/svg+xml" in data:
            found["pictures"] += "1"
        elif "text/html" in data:
            cells = re.findall(r"<td[^>]*>(.*?)</td>", data["text/html"], re.DOTALL)
            found["table"] += " ".join(NUMBER.findall(" ".join(cells)))
        elif output.output_type == "execute_result":
            found["value"] += data.get("text/plain", "")
    found["stderr"] = GLYPH.sub("", found["stderr"])
    return {name: ADDRESS.sub("0x…", text.strip()) for name, text in found.items()}


@pytest.mark.parametrize("slug", CHOSEN)
def test_published_notebook_makes_in_jupyter_what_its_page_shows(
    vault: Project, kernels: Kernels, tmp_path: Path, slug: str
) -> None:
    note = next(note for note in vault.notes.values() if note.slug == slug)
    assert notebook_of(note)
    text = notebook_text(vault.web, note)
    stored, again = nbformat.reads(text, as_version=4), nbformat.reads(text, as_version=4)
    nbformat.validate(stored)
    kernels.run(again, tmp_path)
    assert any(cell.get("outputs") for cell in stored.cells)
    for before, after in zip(stored.cells, again.cells, strict=True):
        hidden = f"# {vault.settings.strings.hidden_code}" in before.source
        if before.source.startswith("%%writefile") or (hidden and not before.outputs):
            continue  # of which no page shows anything
        made, shown = said(after), said(before)
        if TRIED in before.metadata.get("tags", ()):
            made["error"] = ""  # a check of what its reader has not written yet
        if not shown["value"] and GIVEN_BACK.match(made["value"]):
            made["value"] = ""  # no page shows it
        assert made == shown, before.source
