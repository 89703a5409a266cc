"""`maedeup adopt`: Python that stands in a note or a notebook becomes cells that are run.

Here is what the pieces are; what runs of them, a caller finds out, and `adopted.py` writes it down.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from maedeup.notes.grammar import Fence
from maedeup.notes.opaque import find_opaque
from maedeup.runs.snippet import NAME
from maedeup.text.errors import MaedeupError, Problem
from maedeup.vault.own_notebooks import language_of

PACKAGES = {
    "cv2": "opencv-python", "PIL": "Pillow", "sklearn": "scikit-learn", "yaml": "PyYAML",
    "skimage": "scikit-image", "bs4": "beautifulsoup4", "dotenv": "python-dotenv",
    "dateutil": "python-dateutil", "koreanize_matplotlib": "koreanize-matplotlib",
}  # fmt: skip
"""What is installed where a module has another name."""

MAGIC = re.compile(r"^(?P<indent>\s*)(?:[%!](?!=)|\?)|^(?P<help>\s*[\w.]+)\?{1,2}\s*$")
CELL_MAGIC = re.compile(r"^\s*(?:%%(?P<name>\w+)|#@tab)(?P<rest>[^\n]*)")
TIMED = ("time", "timeit", "capture", "prun", "memray_flamegraph")
"""Cell magics under which Python stands all the same."""
INSTALL = re.compile(
    r"^\s*[%!]\s*(?:(?:python\S*|uv)\s+(?:-m\s+)?)?pip3?\s+install\s+(?P<rest>.+)$"
)
DOWNLOAD = re.compile(r"^\s*!\s*(?:wget|curl)\s+(?P<rest>.+)$")
SAVES = re.compile(r"^(?P<indent>\s*)(?P<call>[\w.\[\]]+\.savefig\(.*\))\s*;?\s*$")
FRAMEWORKS = {"pytorch": "torch", "tensorflow": "tensorflow", "jax": "jax", "mxnet": "mxnet"}
"""Tabs of a book that says the same for several packages, `%%tab pytorch`."""
TAB_BRANCH = re.compile(
    r"(?P<indent>\s*)if tab\.selected\((?P<tabs>[^()]*(?:\) or tab\.selected\([^()]*)*)\)"
    r"\s*:(?P<rest>.*)"
)


@dataclass(frozen=True)
class Piece:
    """One fence of a note, or one code cell of a notebook."""

    code: str
    """As a snippet holds it: magics are comments."""
    original: str
    """Row for row what `code` holds, as it was written."""
    reason: str = ""
    """Why it cannot run; empty where that is to be seen."""
    start: int = 0
    end: int = 0
    """Offsets in the note's text, of the whole fence; of a notebook, the cell's number."""
    info: str = "python"
    saved: str = ""
    """What a notebook holds as its output."""


@dataclass(frozen=True)
class Adoption:
    """What is to become of one note or notebook."""

    slug: str
    title: str
    pieces: tuple[Piece, ...]
    packages: tuple[str, ...] = ()
    """What its magics install."""
    downloads: tuple[str, ...] = ()
    """Files that its magics fetch."""
    prose: Mapping[int, str] = field(default_factory=dict)
    """Of a notebook: the Markdown cells before each code cell, by its number."""


def read_note(text: str, slug: str, title: str, installed: frozenset[str]) -> Adoption:
    """Find the Python of a note's text.

    Args:
        text: of the whole file, whose front matter holds no fence.
        slug: the name that the snippet gets.
        title: of the note.
        installed: names of the frameworks that are there.
    """
    sources = []
    for one in find_opaque(text):
        opening, _, rest = one.text.partition("\n")
        fence = Fence(opening.lstrip(" \t`~").strip(), 0, 0, 0)
        is_ours = fence.is_python and not fence.is_exempt and not fence.is_executed
        if one.kind == "fence" and is_ours:
            code = re.sub(r"\n?[ \t]*[`~]{3,}[ \t]*\Z", "", rest)
            indent = len(opening) - len(opening.lstrip(" "))
            code = re.sub(rf"(?m)^ {{1,{indent}}}", "", code) if indent else code
            sources.append((code, one.start + indent, one.end, fence.info))
    tab = _choose_tab([code for code, *_ in sources], installed)
    told = _Magics()
    pieces = []
    for code, start, end, info in sources:
        code = _choose_branches(code, tab)
        new, reason = told.read(code, tab)
        pieces.append(Piece(new, code, reason, start, end, info))
    return Adoption(slug, title, tuple(pieces), tuple(told.packages), tuple(told.downloads))


def read_notebook(text: str, path: str, slug: str, installed: frozenset[str]) -> Adoption:
    """Find the Python of a notebook.

    Raises:
        MaedeupError: it is no notebook, or its kernel speaks another language.
    """
    try:
        notebook = json.loads(text)
        cells = [(c["cell_type"], _text(c["source"]), c) for c in notebook["cells"]]
        about = notebook.get("metadata", {})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        hint = "save it with Jupyter as nbformat 4"
        problem = Problem("no-notebook", path, 1, "no notebook", str(error)[:80], hint)
        raise MaedeupError(problem) from None
    if language := language_of(about):
        problem = Problem("no-notebook", path, 1, "left alone: its kernel is no Python", language)
        raise MaedeupError(problem)
    tab = _choose_tab([source for kind, source, _ in cells if kind == "code"], installed)
    told, pieces, prose, above = _Magics(), list[Piece](), dict[int, str](), list[str]()
    for kind, source, cell in cells:
        if kind == "markdown":
            above.append(source)
        elif kind == "code" and source.strip():
            source = _choose_branches(source, tab)
            new, reason = told.read(source, tab)
            prose[len(pieces)], above = "\n\n".join(above), []
            saved = _saved_text(cell.get("outputs", []))
            pieces.append(Piece(new, source, reason, len(pieces), len(pieces), saved=saved))
    prose[len(pieces)] = "\n\n".join(above)
    heading = re.search(r"(?m)^# (.+)$", "\n".join(prose.values()))
    title = heading[1].strip() if heading else slug
    named = (tuple(told.packages), tuple(told.downloads))
    return Adoption(slug, title, tuple(pieces), *named, prose)


def snippet_name(slug: str) -> str:
    """Return a name that a snippet can have, like a note's."""
    name = re.sub(r"[^\w.@=+-]+", "-", slug).strip("-.")
    return name if NAME.fullmatch(name) else "adopted"


def add_requirements(text: str, packages: Sequence[str]) -> str:
    """Return a list of requirements with those packages that it lacks."""
    known = {re.split(r"[\s<>=!~\[;]", row)[0].lower() for row in text.split("\n")}
    new = []
    for package in packages:
        name = re.split(r"[<>=!~\[;]", package)[0].lower()
        if name not in known:
            known.add(name)
            new.append(package)
    return text.rstrip("\n") + "\n" * bool(text.strip()) + "".join(f"{name}\n" for name in new)


class _Magics:
    """Reads pieces in turn, and keeps what their magics declare."""

    def __init__(self) -> None:
        self.packages: list[str] = []
        self.downloads: list[str] = []

    def read(self, code: str, tab: str) -> tuple[str, str]:
        """Return the code without magics, and why it cannot run where it cannot."""
        if re.match(r"\s*>>> ", code):
            return code, "it is a session, not a script"
        if (found := CELL_MAGIC.match(code)) is not None:
            name, rest = found["name"] or "tab", found["rest"]
            if name == "tab":
                tabs = re.findall(r"\w+", rest)
                if tab not in tabs and "all" not in tabs:
                    return code, f"it is for {', '.join(tabs)}"
            elif name not in TIMED:
                return code, f"it is no Python: %%{name}"
        if "tab.interact_select" in code:
            return code, "it belongs to the book's own tool"
        rows, has_code = [], False
        for row in code.split("\n"):
            magic, save = MAGIC.match(row), SAVES.match(row)
            if magic:
                self._declare(row)
                row = _as_comment(magic["indent"] or "", row.strip())
            elif save:  # every figure that is open is shown
                row = _as_comment(save["indent"], save["call"])
            elif row.strip() and not row.lstrip().startswith("#"):
                has_code = True
            rows.append(row)
        return "\n".join(rows), "" if has_code else "nothing in it is Python"

    def _declare(self, row: str) -> None:
        if (found := INSTALL.match(row)) is not None:
            words = re.split(r"\s+", found["rest"].split("#")[0].strip())
            self.packages += [
                w.strip("\"'") for w in words if not w.startswith("-") and "/" not in w
            ]
        elif (found := DOWNLOAD.match(row)) is not None:
            named = re.search(r"-[oO]\s+(?!https?:)(\S+)", found["rest"])
            url = re.search(r"https?://\S+", found["rest"])
            if named or url:
                name = named[1] if named else posixpath.basename(url[0].split("?")[0])  # type: ignore[index]
                self.downloads.append(name.strip("\"'"))


def _as_comment(indent: str, row: str) -> str:
    """Return a line as a comment; inside a block, which may hold nothing else, as a statement."""
    if row.startswith("%%"):  # which would begin a cell
        return ""
    return f"{indent}pass  # {row}" if indent else f"# {row}"


def _choose_tab(sources: Sequence[str], installed: frozenset[str]) -> str:
    tabs = [m for code in sources if (m := CELL_MAGIC.match(code)) and m["name"] == "tab"]
    named = " ".join(match["rest"] for match in tabs)
    there = [tab for tab, package in FRAMEWORKS.items() if package in installed and tab in named]
    return there[0] if there else ""


def _choose_branches(code: str, tab: str) -> str:
    """Return the code of one tab, row for row: `if tab.selected('pytorch'):` is the book's tool."""
    if not tab or "tab.selected(" not in code:
        return code
    rows = code.split("\n")
    for number, row in enumerate(rows):
        if (found := TAB_BRANCH.fullmatch(row)) is None:
            continue
        indent, end = found["indent"], number + 1
        while end < len(rows) and (not rows[end].strip() or _depth(rows[end]) > len(indent)):
            end += 1
        if end < len(rows) and re.match(r"\s*(?:else|elif)\b", rows[end]):
            return code
        body = [rows[n] for n in range(number + 1, end)]
        inside = min((_depth(one) for one in body if one.strip()), default=0)
        is_chosen = tab in re.findall(r"\w+", found["tabs"])
        rest = found["rest"].split("#")[0].strip()
        rows[number] = f"{indent}{rest}" if is_chosen and rest else ""
        for n in range(number + 1, end):
            rows[n] = indent + rows[n][inside:] if is_chosen and rows[n].strip() else ""
    return "\n".join(rows)


def _depth(row: str) -> int:
    return len(row) - len(row.lstrip())


def _text(source: Any) -> str:
    return source if isinstance(source, str) else "".join(source)


def _saved_text(outputs: Sequence[Any]) -> str:
    """Return the text that a notebook's cell was saved with."""
    parts = []
    for output in outputs:
        text = output.get("text") or output.get("data", {}).get("text/plain") or ""
        parts.append(_text(text).rstrip("\n"))
    return "\n".join(part for part in parts if part)
