"""Run scripts as `python x.py` does, each in a fresh fork, and write down what they made.

    python tests/run_plain.py ROOT OUT FILE…

Knows nothing of the engine: the standard library alone, and what the scripts import.
"""

from __future__ import annotations

import json
import os
import runpy
import sys
import traceback
from pathlib import Path
from typing import Any


def run(root: Path, file: Path, out: Path) -> None:
    """Run one script in this process, which ends with it."""
    os.chdir(root)
    for number, name, errors in (
        (1, "stdout", "surrogateescape"),
        (2, "stderr", "backslashreplace"),
    ):
        handle = os.open(out / name, os.O_WRONLY | os.O_CREAT, 0o600)
        os.dup2(handle, number)
        stream = open(number, "w", encoding="utf-8", errors=errors, closefd=False)  # noqa: SIM115
        setattr(sys, name, stream)
    sys.stdin = open(os.devnull)  # noqa: SIM115, PTH123
    sys.argv[:] = [str(file)]
    sys.path[0] = str(file.parent)
    made: dict[str, Any] = {"values": {}, "error": None}
    try:
        names = runpy.run_path(str(file), run_name="__main__")
        made["values"] = {k: told for k, v in names.items() if (told := tell(v)) and k[0] != "_"}
    except BaseException as error:
        code = error.code if isinstance(error, SystemExit) else None
        frames = traceback.extract_tb(error.__traceback__)
        lines = [frame.lineno for frame in frames if frame.filename == str(file)]
        made["error"] = [type(error).__name__, str(error), lines[-1] if lines else 0, repr(code)]
    sys.stdout.flush()
    sys.stderr.flush()
    (out / "made").write_text(json.dumps(made))
    os._exit(0)


def tell(value: Any) -> str | None:
    """Return the text of a number, a string or a short list; None of anything else."""
    if type(value) in (bool, int, float, str):
        return repr(value)
    if type(value) in (list, tuple) and len(value) <= 64:
        if all(type(item) in (bool, int, float, str) for item in value):
            return repr(value)
        return None
    if type(value).__module__ in ("numpy", "torch") and hasattr(value, "tolist"):
        try:
            return repr(value.tolist())
        except Exception:
            return None
    return None


def main() -> None:
    root, out = Path(sys.argv[1]), Path(sys.argv[2])
    files = [Path(name) for name in sys.argv[3:]]
    import matplotlib.pyplot  # noqa: F401  # once for all, as the scripts would
    import pandas  # noqa: F401
    import sklearn.datasets  # noqa: F401
    import torch
    import torchvision  # noqa: F401

    torch.set_num_threads(1)
    for file in files:
        folder = out / file.stem
        folder.mkdir(parents=True)
        if (child := os.fork()) == 0:
            run(root, file, folder)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()
