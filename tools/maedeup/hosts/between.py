"""`maedeup why NOTE --between A B`: what one set of packages makes differently from another."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import venv
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

from maedeup.runs.difference import Difference, compare
from maedeup.runs.store import Result, Store
from maedeup.text.errors import MaedeupError, Problem
from maedeup.text.paths import RunKey

ENVIRONMENTS = ".maedeup/environments"
SOURCE = Path(__file__).parents[2]
"""Where this package lies: both environments run the same maedeup."""
LEFT_OUT = (".*", "__pycache__", "site", "node_modules")


def compare_requirements(
    root: Path, file: str, keys: Sequence[RunKey], before: str, after: str
) -> list[Difference]:
    """Run snippets in an environment of each requirements file, and compare what they make.

    Environments are kept below `.maedeup/`, by what the file says.

    Args:
        root: the project's folder; what runs is a copy of it.
        file: the name of its settings.
        keys: of the snippets and variants.
        before: path of one requirements file, from `root`.
        after: path of the other.

    Raises:
        MaedeupError: a file is not there, or its packages cannot be installed.
    """
    made = [_run_with(root, file, keys, requirements) for requirements in (before, after)]
    return compare(*made)


def _run_with(
    root: Path, file: str, keys: Sequence[RunKey], requirements: str
) -> dict[RunKey, Result]:
    python = _environment(root, requirements)
    project = python.parents[1] / "project"
    shutil.rmtree(project, ignore_errors=True)
    shutil.copytree(root, project, symlinks=True, ignore=shutil.ignore_patterns(*LEFT_OUT))
    command = [str(python), "-m", "maedeup.hosts.cli", "-f", file, "run", *keys]
    # A snippet that fails has no result, which the comparison tells.
    subprocess.run(command, cwd=project, stdout=subprocess.DEVNULL, check=False)
    store = Store(project / ".maedeup" / "store")
    found = {key: store.find_newest(key) for key in keys}
    return {key: result for key, result in found.items() if result is not None}


def _environment(root: Path, requirements: str) -> Path:
    """Return the interpreter of an environment with what a requirements file names."""
    path = root / requirements
    if not path.is_file():
        hint = "name two requirements files"
        raise MaedeupError(Problem("unknown-name", requirements, 0, "no such file", "", hint))
    rows = path.read_text("utf-8", "replace").splitlines()
    # The project itself runs from where it is.
    text = "\n".join(row for row in rows if not row.startswith(("-e .", "--editable .")))
    folder = root / ENVIRONMENTS / hashlib.sha256(text.encode()).hexdigest()[:16]
    python = folder / "bin" / "python"
    if (folder / "installed").is_file():
        return python
    shutil.rmtree(folder, ignore_errors=True)
    venv.create(folder)
    (folder / "requirements.txt").write_text(text, "utf-8")
    own = metadata.distribution("maedeup")
    needed = [row for row in own.requires or () if "extra ==" not in row]
    pip = [sys.executable, "-m", "pip", "--python", str(python), "--disable-pip-version-check"]
    done = subprocess.run(
        [*pip, "install", "--quiet", "-r", str(folder / "requirements.txt"), *needed],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        lines = [row for row in done.stderr.splitlines() if row.startswith("ERROR")]
        what = lines[0] if lines else f"pip ends with {done.returncode}"
        hint = "install it by hand to see the whole message"
        shutil.rmtree(folder, ignore_errors=True)
        raise MaedeupError(Problem("unknown-name", requirements, 0, "cannot install", what, hint))
    packages = next(folder.glob("lib/python*/site-packages"))
    about = packages / f"maedeup-{own.version}.dist-info"
    about.mkdir()
    for name in ("METADATA", "entry_points.txt"):  # by which MkDocs finds the plugin
        (about / name).write_text(own.read_text(name) or "", "utf-8")
    (packages / "maedeup.pth").write_text(f"{SOURCE}\n", "utf-8")
    (folder / "installed").touch()
    print(f"{requirements}: installed in {folder.relative_to(root)}", file=sys.stderr)
    return python
