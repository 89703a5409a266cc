"""An author's own notebook in the vault -> a snippet in the percent format, run like any other.

What the file holds as output is never shown: it is whatever ran last on somebody's machine.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Sequence
from typing import Any

from maedeup.text.errors import MaedeupError, Problem
from maedeup.text.paths import SourcePath

ENDING = ".ipynb"
MAGIC = re.compile(r"^\s*(?:[%!]|[\w, ]+=\s*[%!]\w|\w[\w.]*\?{1,2}\s*$|\?{1,2}\w)")
"""Lines for IPython alone: magics, commands of a shell, what they give, questions."""
HARMLESS = re.compile(r"^\s*%(matplotlib|config|load_ext|autoreload)\b")
"""Magics that say how a notebook shows things; the engine has its own ways."""

OTHER = re.compile(r"\s*%%(?!time\b|timeit\b|capture\b|prun\b)\w")
"""What makes a whole cell something else than Python."""


def language_of(metadata: Any) -> str:
    """Return the language of a notebook's kernel; '' for Python, as where none is said."""
    spec, info = metadata.get("kernelspec", {}), metadata.get("language_info", {})
    language = str(spec.get("language") or info.get("name") or "python")
    return "" if language.lower() in ("python", "python3", "ipython") else language


def to_percent(path: SourcePath, text: str, told: list[Problem] | None = None) -> str:
    """Return a notebook's cells as percent text.

    Of another kernel's notebook the code is text: nothing here can run it.
    Each line stands on the line where the notebook's file has it, if that is written as Jupyter
    writes it, so that problems and tracebacks name lines of the file.

    Args:
        path: of the file.
        text: of the file.
        told: what is wrong is added to it, and the rest is read all the same.

    Raises:
        MaedeupError: the file is no notebook, or a cell holds a magic that would do something and
            nobody is to be told.
    """
    try:
        notebook = json.loads(text)
        cells, language = notebook["cells"], language_of(notebook.get("metadata", {}))
        sources = [(str(cell["cell_type"]), _rows(cell["source"])) for cell in cells]
        marks = [_tags(cell.get("metadata", {})) for cell in cells]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        hint = "save it with Jupyter as nbformat 4"
        raise MaedeupError(
            Problem("no-notebook", path, 1, "no notebook", str(error)[:80], hint)
        ) from None
    places = _find_lines(text.split("\n"), [rows for _, rows in sources])
    problems: list[Problem] = []
    out: list[str] = []
    count = 0
    for (kind, rows), first, tags in zip(sources, places, marks, strict=True):
        if kind not in ("code", "markdown") or not any(row.strip() for row in rows):
            continue
        if kind == "code" and language:
            ticks = "`" * max([3, *(len(run) + 1 for run in re.findall("`+", "\n".join(rows)))])
            kind, rows = "markdown", [f"{ticks}{language.lower()}", *rows, ticks]
            first -= 1
        count += kind == "code"
        out += [""] * (first - 2 - len(out))
        out.append(f"# %% cell-{count}{tags}" if kind == "code" else "# %% [markdown]")
        is_other = kind == "code" and OTHER.match("\n".join(rows)) is not None
        has_magic = kind == "code" and not _is_python(rows)
        for offset, row in enumerate(rows):
            if is_other and offset:
                row = f"# {row}"
            elif has_magic and MAGIC.match(row):
                if not HARMLESS.match(row):
                    hint = _hint(row)
                    problems.append(
                        Problem(
                            "notebook-magic",
                            path,
                            first + offset,
                            "a magic is not run",
                            row.strip(),
                            hint,
                        )
                    )
                row = f"{row[: len(row) - len(row.lstrip())]}pass  # {row.strip()}"
            out.append(f"# {row}".rstrip() if kind == "markdown" else row)
    if told is not None:
        told += problems
    elif problems:
        raise MaedeupError(problems)
    return "\n".join(out) + "\n"


def _is_python(rows: Sequence[str]) -> bool:
    """Say whether a cell is Python as it stands: what looks like a magic is in a string then."""
    try:
        ast.parse("\n".join(rows))
    except (SyntaxError, ValueError):
        return False
    return True


def _hint(row: str) -> str:
    """Say what to write in the place of a magic."""
    if re.search(r"%\s*(?:pip|conda)\b|!\s*(?:pip|conda|apt)", row):
        return "take the line out; what is installed stands in requirements.txt"
    if re.search(r"%(?:time|timeit|prun)\b", row):
        return "measure with `time.perf_counter()`; the receipt says how long the run took"
    if row.rstrip().endswith("?") or row.lstrip().startswith("?"):
        return "take the question out, or write `help(…)`"
    if "!" in row:
        return "write `subprocess.run([…])`, or Python that does the same"
    return "write Python; a magic is IPython's alone"


def _tags(metadata: dict[str, Any]) -> str:
    """Return what a cell's marker says of its tags, and of what is folded in JupyterLab."""
    folded = metadata.get("jupyter", {})
    tags = [tag for tag in metadata.get("tags", []) if re.fullmatch(r"[\w.:+-]+", tag)]
    tags += ["hide-input"] if folded.get("source_hidden") else []
    tags += ["hide-output"] if folded.get("outputs_hidden") else []
    return f" tags={json.dumps(tags, ensure_ascii=False)}" if tags else ""


def _rows(source: Any) -> list[str]:
    """Return a cell's lines; nbformat allows one text or a list of lines."""
    return (source if isinstance(source, str) else "".join(source)).split("\n")


def _find_lines(file: Sequence[str], sources: Sequence[Sequence[str]]) -> list[int]:
    """Return the line of the file on which each cell's source starts; 0 where it cannot be told."""
    places, position = [], 0
    for rows in sources:
        wanted = [_written(row + "\n") for row in rows[:-1]] + [_written(rows[-1])]
        found = next(
            (
                start
                for start in range(position, len(file) - len(rows) + 1)
                if all(
                    file[start + n].strip().removesuffix(",") in forms
                    for n, forms in enumerate(wanted)
                )
            ),
            None,
        )
        if found is None or not rows[0]:
            places.append(0)
        else:
            places.append(found + 1)
            position = found + len(rows)
    return places


def _written(row: str) -> tuple[str, str]:
    return json.dumps(row, ensure_ascii=False), json.dumps(row)
