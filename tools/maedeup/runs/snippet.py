"""Percent-format text -> Snippet: cells, options, and the lines they stand on."""

from __future__ import annotations

import ast
import hashlib
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any, Literal

from maedeup.text.errors import MaedeupError, Problem, suggest
from maedeup.text.paths import RunKey, SourcePath

MARKER = re.compile(
    r"^#\s?(?:%%(?:(?!%)|%*(?=[ \t]))|In\s?\[[ \d*]*\]:?(?=\s*$))[ \t]*(?P<rest>.*?)[ \t]*$"
)
"""As jupytext, VS Code and Spyder write it, and as Jupyter does when it exports a script."""
NAME = re.compile(r"[\w.@=+-]+")
KIND = re.compile(r"\[(markdown|md|raw|code)\]")
TAGS = re.compile(r"\[?\s*\btags\s*=\s*(\[[^\[\]]*\]|\"[^\"]*\")\s*\]?")
OLD_TAGS = re.compile(r"\"tags\"\s*:\s*(\[[^\[\]]*\])")
"""As jupytext wrote them until 2019, in JSON behind the title."""
OLD_METADATA = re.compile(r"(?:^|\s)\{\s*(?:\".*)?\}\s*$")
METADATA = re.compile(
    r"\b[\w-]+\s*=\s*(?:\{.*\}|\[.*\]|\"[^\"]*\"|true|false|null|-?\d[\d.]*)(?=\s|$)"
)
PATH_LIKE = re.compile(r"[\w.~-][\w./ ~-]{0,199}")
RAISES, SKIPPED = OBEYED = ("raises-exception", "skip-execution")
"""Tags of a notebook's cells that say how it runs: on after an error, not at all."""
SCRIPT_BLOCK = re.compile(
    r"(?m)^# /// (?P<type>[a-zA-Z0-9-]+)$\s(?P<content>(^#(| .*)$\s)+)^# ///$\n?"
)
"""The regular expression of PEP 723, whose blocks hold the options."""


@dataclass(frozen=True)
class Options:
    """What a snippet declares in `[tool.maedeup]` of its PEP 723 block."""

    timeout_s: float = 120.0
    memory_mib: int = 4096
    """Private memory the run may add to what the warm process held."""
    gpu: Literal["none", "optional", "required"] = "none"
    network: bool = False
    inputs: tuple[str, ...] = ()
    """Files read in ways that cannot be observed (a child process, memory maps in C)."""
    env: tuple[str, ...] = ()
    """Environment variables the run may see; it sees no other of the user's."""
    expect_error: str = ""
    """Name of the exception the run must end with."""
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    """These four are for labs, which are notes too."""
    variants: tuple[tuple[str, Any], ...] = ()
    """Name and table of each variant, as they are written; module `variant` reads them."""


@dataclass(frozen=True)
class Cell:
    """The part of a snippet under one `# %% name` line."""

    name: str
    kind: Literal["code", "markdown"]
    line: int
    """Of the marker, 1-based; of the first line for what stands before any marker."""
    source: str
    """Without the marker and without blank lines around; prose without its `# `."""
    source_line: int
    """Line of the file on which `source` starts."""
    title: str = ""
    """What the marker says, where that is more than a name."""
    tags: tuple[str, ...] = ()
    """Of jupytext and notebooks: they go along into the notebook to take away."""

    @property
    def is_muted(self) -> bool:
        """Whether a trailing `;` hides the last expression, as in Jupyter."""
        return self.source.rstrip().endswith(";")

    @property
    def end_line(self) -> int:
        """Last line of `source` in the file."""
        return self.source_line + self.source.count("\n")


@dataclass(frozen=True)
class Snippet:
    """One Python file in the percent format."""

    path: SourcePath
    text: str = field(repr=False)
    cells: tuple[Cell, ...]
    options: Options
    variant: str = ""
    """Name of the variant that this is; empty for the file as it stands."""
    claims: tuple[str, ...] = ()
    """Expressions that must be true after the last cell of a variant."""

    @property
    def key(self) -> RunKey:
        """What its results go by: the path, and behind `?` the variant."""
        return RunKey(f"{self.path}?{self.variant}" if self.variant else self.path)

    @property
    def name(self) -> str:
        """Its file name, `relu.py`."""
        return self.path.rpartition("/")[2]

    @cached_property
    def title(self) -> str:
        """First line of the docstring, or the first heading of a prose cell; may be empty."""
        for cell in self.cells:
            if cell.kind == "markdown" and (found := re.search(r"(?m)^# (.+)$", cell.source)):
                return found[1].strip()
        try:
            doc = ast.get_docstring(ast.parse(self.text))
        except (SyntaxError, ValueError):
            return ""
        return doc.splitlines()[0] if doc else ""

    def obeys(self, tag: str, cell: Cell) -> bool:
        """Say whether a cell runs as one of `OBEYED` says; `python` knows no tags of a script."""
        return tag in cell.tags and self.path.endswith(".ipynb")

    def find_cell(self, name: str) -> Cell | None:
        """Return the code cell called `name`, or titled so."""
        code = self.code_cells
        named = (cell for cell in code if cell.name == name)
        return next(named, next((cell for cell in code if name and cell.title == name), None))

    @property
    def code_cells(self) -> tuple[Cell, ...]:
        """The cells that run."""
        return tuple(cell for cell in self.cells if cell.kind == "code")


def parse_snippet(path: SourcePath, text: str) -> Snippet:
    """Read a snippet from its text.

    A syntax error is not a problem here: it is a result of the run.

    Raises:
        MaedeupError: a bad options block, a bad cell name, two cells of one name.
    """
    problems: list[Problem] = []
    options = _parse_options(path, text, problems)
    cells = tuple(_parse_cells(path, text, problems))
    if problems:
        raise MaedeupError(problems)
    return Snippet(path, text, cells, options)


def split_statements(tree: ast.Module, cells: tuple[Cell, ...]) -> list[list[ast.stmt]]:
    """Return the top-level statements of each cell, in the cells' order."""
    parts: list[list[ast.stmt]] = [[] for _ in cells]
    for statement in tree.body:
        line = min(
            [statement.lineno, *(d.lineno for d in getattr(statement, "decorator_list", []))]
        )
        index = max(i for i, cell in enumerate(cells) if cell.line <= line or i == 0)
        parts[index].append(statement)
    return parts


ASSIGNING = (
    ast.Assign, ast.AnnAssign, ast.AugAssign, ast.For, ast.AsyncFor, ast.With, ast.AsyncWith,
    ast.Return, ast.FunctionDef, ast.AsyncFunctionDef,
)  # fmt: skip


def find_assignments(tree: ast.Module) -> list[ast.stmt]:
    """Return all statements that may bind or return a value, always in the same order.

    A place in this list, unlike a line, stays where comments come and go.
    """
    return [node for node in ast.walk(tree) if isinstance(node, ASSIGNING)]


def code_key(text: str, cells: tuple[Cell, ...] = ()) -> str:
    """Return the digest of what `text` does: its syntax tree, and for a snippet its cell borders.

    Comments, blank lines and the module's docstring (unless `__doc__` is used) do not count.
    Text that does not parse counts as it stands.
    """
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return text_key(text)
    if "__doc__" not in text and ast.get_docstring(tree, clean=False) is not None:
        tree.body = tree.body[1:]
    code = tuple(cell for cell in cells if cell.kind == "code")
    if code:
        dump = [
            [cell.name, [ast.dump(statement) for statement in part], cell.is_muted]
            + [tag for tag in cell.tags if tag in OBEYED]
            for cell, part in zip(code, split_statements(tree, code), strict=True)
        ]
    else:
        dump = [[ast.dump(tree)]]
    return hashlib.sha256(repr(dump).encode()).hexdigest()


def text_key(text: str) -> str:
    """Return the digest of `text`, every character counted."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _parse_options(path: SourcePath, text: str, problems: list[Problem]) -> Options:
    blocks = [m for m in SCRIPT_BLOCK.finditer(text) if m["type"] == "script"]
    if not blocks:
        return Options()
    line = text.count("\n", 0, blocks[0].start()) + 1
    if len(blocks) > 1:
        problems.append(
            Problem(
                "two-options-blocks", path, line, "two script blocks", "# /// script", "keep one"
            )
        )
    content = "".join(
        row[2:] if row.startswith("# ") else row[1:]
        for row in blocks[0]["content"].splitlines(keepends=True)
    )
    try:
        table = tomllib.loads(content).get("tool", {}).get("maedeup", {})
    except tomllib.TOMLDecodeError as error:
        hint = "PEP 723: each line is TOML behind `# `"
        problems.append(
            Problem("broken-options", path, line, "broken options block", str(error), hint)
        )
        return Options()
    known = {f.name: f for f in fields(Options)}
    given: dict[str, Any] = {}
    for key, value in table.items():
        if key not in known:
            problems.append(
                Problem(
                    "unknown-option",
                    path,
                    line,
                    "unknown option",
                    key,
                    suggest(key, known, ", ".join(known)),
                )
            )
        elif (wanted := _wanted_form(key, value)) is not None:
            problems.append(
                Problem("bad-option", path, line, f"option {key} must be {wanted}", repr(value))
            )
        elif isinstance(value, dict):
            given[key] = tuple(value.items())
        else:
            if key == "source" and isinstance(value, str):
                value = [value]
            given[key] = tuple(value) if isinstance(value, list) else value
    return Options(**given)


def _wanted_form(key: str, value: object) -> str | None:
    """Say what an option's value must be, or None when it is that."""
    default = getattr(Options, key)
    if key == "variants":
        return None if isinstance(value, dict) else "a table"
    if key == "gpu":
        choices = ("none", "optional", "required")
        return None if value in choices else "one of " + ", ".join(choices)
    if isinstance(default, bool):
        return None if isinstance(value, bool) else "true or false"
    if isinstance(default, (int, float)):
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        return None if number and value > 0 else "a number above 0"  # type: ignore[operator]
    if key == "source" and isinstance(value, str):
        return None
    if isinstance(default, tuple):
        good = isinstance(value, list) and all(isinstance(item, str) for item in value)
        return None if good else "a list of strings"
    return None if isinstance(value, str) else "a string"


def _marker_lines(text: str) -> set[int]:
    """Return the lines (1-based) that are markers, not text inside a string that looks like one."""
    lines = text.split("\n")
    found = {i for i, row in enumerate(lines, 1) if MARKER.match(row)}
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return found
    for node in ast.walk(tree):
        if isinstance(node, (ast.Constant, ast.JoinedStr)) and node.end_lineno is not None:
            found -= set(range(node.lineno + 1, node.end_lineno + 1))
    return found


def _parse_cells(path: SourcePath, text: str, problems: list[Problem]) -> Iterator[Cell]:
    lines = text.split("\n")
    markers = sorted(_marker_lines(text))
    borders = [*markers, len(lines) + 1]
    # What stands before the first marker: docstring, options, perhaps imports.
    head_end = borders[0] - 1
    yield _make_cell("", "code", 1, lines[:head_end], 1)
    seen: dict[str, int] = {}
    for ordinal, (marker, end) in enumerate(zip(markers, borders[1:], strict=True), 1):
        rest = MARKER.match(lines[marker - 1])["rest"]  # type: ignore[index]  # matched before
        kind, rest, title, tags = _read_marker(rest)
        if title and not rest:
            hint = "a title has letters or digits, by which notes name the cell"
            problems.append(Problem("bad-cell-name", path, marker, "bad cell name", title, hint))
        elif rest in seen and kind == "code":
            hint = f"line {seen[rest]} has it already; rename one of them"
            problems.append(
                Problem("cell-clash", path, marker, "two cells of one name", rest, hint)
            )
        name = rest or f"cell-{ordinal}"
        if kind == "code":
            seen.setdefault(name, marker)
        cell = _make_cell(name, kind, marker, lines[marker : end - 1], marker + 1)
        yield replace(cell, title=title, tags=tags)


def _read_marker(rest: str) -> tuple[Literal["code", "markdown"], str, str, tuple[str, ...]]:
    """Return what a marker says: the kind, the name, the title if it is more, and the tags."""
    if NAME.fullmatch(rest):
        return "code", rest, "", ()
    kind: Literal["code", "markdown"] = "code"
    if found := KIND.search(rest):
        kind = "code" if found[1] == "code" else "markdown"
        rest = KIND.sub(" ", rest, count=1).strip()
    lists = [*TAGS.finditer(rest), *OLD_TAGS.finditer(rest)]
    tags = [tag for found in lists for tag in re.findall(r'[^\s"\[\],]+', found[1])]
    rest = OLD_METADATA.sub("", METADATA.sub(" ", TAGS.sub(" ", rest))).strip()
    if not rest or NAME.fullmatch(rest):
        return kind, rest, "", tuple(tags)
    title = " ".join(rest.split())
    return kind, "-".join(re.findall(r"[\w.@=+-]*\w[\w.@=+-]*", title)), title, tuple(tags)


def _make_cell(
    name: str, kind: Literal["code", "markdown"], line: int, rows: list[str], first: int
) -> Cell:
    while rows and not rows[0].strip():
        rows, first = rows[1:], first + 1
    while rows and not rows[-1].strip():
        rows = rows[:-1]
    if kind == "markdown":
        rows = [row[2:] if row.startswith("# ") else row.removeprefix("#") for row in rows]
    return Cell(name, kind, line, "\n".join(rows), first)


def imported_names(text: str) -> set[str]:
    """Return the dotted names of all modules that `text` imports absolutely, wherever it does."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return set()
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module)
    return names


def string_constants(text: str) -> set[str]:
    """Return the string constants of `text` that may name a file or a folder."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return set()
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and PATH_LIKE.fullmatch(node.value)
    }
