"""What the engine says a snippet makes is what `python snippet.py` makes, by another interpreter.

The other side is `run_plain.py`, which knows nothing of the engine.
"""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from maedeup.runs.product import Products, Text

from tests.oracle_cases import HOSTILE, QUICK
from tests.project import Project, RunOptions, load_settings

from .conftest import need_module

need_module("torch")
need_module("sklearn")

SNIPPETS = Path(__file__).parents[1] / "snippets"
NAMES = [*HOSTILE, *(name.partition("/")[2] for name in QUICK)]
LACKS = {
    name: f"{library} is not installed (tests/neighbours.txt has it)"
    for name, text in HOSTILE.items()
    for library in ("dill", "numba")
    if f"import {library}\n" in text and importlib.util.find_spec(library) is None
}
"""Snippets that cannot run here, and why."""


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any], dict[str, Any]]:
    """Run all snippets both ways; give the folder, what the engine made and what Python did."""
    root = tmp_path_factory.mktemp("oracle").resolve()
    folder = root / "snippets"
    folder.mkdir()
    (root / "docs").mkdir()
    (root / "docs/index.md").write_text("# 홈\n", "utf-8")
    (root / "mkdocs.yml").write_text("site_name: t\n", "utf-8")
    for name in QUICK:
        shutil.copy(SNIPPETS / f"{name}.py", folder)
    for name, text in HOSTILE.items():
        if name in LACKS:
            continue
        (folder / f"{name}.py").write_text(f"# %% a\n{text}", "utf-8")
    project = Project(load_settings(root))
    project.read()
    project.run(RunOptions())
    tried = [name for name in NAMES if name not in LACKS]
    made = {name: project.results[f"snippets/{name}.py"].products for name in tried}

    out = root / "out"
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(root), "LANG": "C.UTF-8", "TZ": "UTC",
        "MPLBACKEND": "agg", "CUDA_VISIBLE_DEVICES": "", "OMP_NUM_THREADS": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    files = [str(folder / f"{name}.py") for name in tried]
    runner = str(Path(__file__).with_name("run_plain.py"))
    command = [sys.executable, runner, str(root), str(out), *files]
    subprocess.run(command, check=True, env=environment, cwd=root, timeout=500)
    plain = {name: out / name for name in tried}
    return root, made, plain


def printed(products: Products, stream: str, order: list[str]) -> str:
    parts = [part for cell in order for part in products.cells.get(cell, [])]
    return "".join(p.text for p in parts if isinstance(p, Text) and p.stream == stream)


def clean(text: str, root: Path) -> str:
    """Leave out the folders of this machine, as the engine says it does."""
    for folder, short in ((sys.prefix, "…/"), (sys.base_prefix, "…/"), (str(root), "")):
        text = text.replace(folder + os.sep, short)
    return text


@pytest.mark.parametrize("name", NAMES)
def test_engine_makes_what_python_makes(name: str, both: Any) -> None:
    if name in LACKS:
        pytest.skip(LACKS[name])
    root, made, plain = both
    products, folder = made[name], plain[name]
    text = (root / f"snippets/{name}.py").read_text("utf-8")
    cells = [row[4:].split()[0] for row in text.splitlines() if row.startswith("# %% ")]
    told = json.loads((folder / "made").read_text())
    for stream in ("stdout", "stderr"):
        expected = clean((folder / stream).read_text("utf-8", "backslashreplace"), root)
        assert printed(products, stream, ["", *cells]) == expected
    if told["error"] is None:
        assert products.error is None, products.error
    else:
        kind, message, line, code = told["error"]
        assert products.error is not None
        if kind == "SystemExit":
            message = f"the snippet left with sys.exit({code}); later cells did not run"
        found = (products.error.type, products.error.message, products.error.line)
        assert found == (kind, clean(message, root), line)
    values = {
        key: repr(value.scalar) if value.scalar is not None else value.text
        for key, value in products.values.items()
    }
    for key in values.keys() & told["values"].keys():
        assert (key, values[key]) == (key, clean(escaped(told["values"][key]), root))
    assert {key for key in told["values"] if key not in values} <= big(told["values"])


SESSION = """\
# %% a
import os
import tempfile

import dill

rows = [4, 5]


def first(n):
    m = rows[0] + n
    return m


with tempfile.TemporaryDirectory() as folder:
    file = os.path.join(folder, "s.pkl")
    dill.dump_module(file)
    kept = dill.load_module_asdict(file)
print(sorted(name for name in kept if not name.startswith("__")), kept["first"](1))
"""


@pytest.mark.skipif("dill_trips" in LACKS, reason=LACKS.get("dill_trips", ""))
def test_library_that_was_there_before_the_run_has_the_script_as_main(tmp_path: Path) -> None:
    for folder in ("docs", "snippets"):
        (tmp_path / folder).mkdir()
    (tmp_path / "mkdocs.yml").write_text("site_name: t\n")
    (tmp_path / "snippets/x.py").write_text(SESSION)
    project = Project(load_settings(tmp_path.resolve()))
    project.read()
    project.run(RunOptions())
    command = [sys.executable, "snippets/x.py"]
    plain = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert printed(project.results["snippets/x.py"].products, "stdout", ["a"]) == plain.stdout


def escaped(told: str) -> str:
    """Return the `repr` of a text as `print` would write it, with half a pair of surrogates."""
    if told[0] not in "'\"":
        return told
    return repr(ast.literal_eval(told).encode("utf-8", "backslashreplace").decode())


def big(values: dict[str, str]) -> set[str]:
    """Return the names of what is too long for a value."""
    return {name for name, text in values.items() if len(text) > 300}
