"""The grammar of references, as tests/golden/references.yml tells it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from maedeup.notes.note import Note, parse_note
from maedeup.runs.snippet import Cell
from maedeup.text.errors import Problem
from maedeup.text.paths import SourcePath
from maedeup.vault.leads import CodePlace, NotePlace, PlannedNote, ShownImage, Target

from tests.project import Project, RunOptions, load_settings

from .conftest import SITE, write_files

GOLDEN = Path(__file__).parent / "golden"
CASES: list[dict[str, Any]] = yaml.safe_load((GOLDEN / "references.yml").read_text("utf-8"))


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Project:
    root = tmp_path_factory.mktemp("golden")
    files = yaml.safe_load((GOLDEN / "vault.yml").read_text("utf-8"))
    write_files(root, {"mkdocs.yml": SITE, "docs/notes/here.md": ""} | files)
    project = Project(load_settings(root))
    project.read()
    project.run(RunOptions(frozen=True))
    project.link()
    return project


def here(text: str) -> Note:
    return parse_note(SourcePath("docs/notes/here.md"), "notes/here.md", text)


def lead(found: Target | Problem) -> str:
    """Return where a reference leads, as the golden file names it."""
    if isinstance(found, Problem):
        return f"{found.problem}: {found.value}"
    match found:
        case NotePlace(note):
            anchor = "" if found.formula else found.anchor
            return f"{note.slug}#{anchor}" if anchor else note.slug
        case PlannedNote(title):
            return f"planned:{title}"
        case ShownImage(path):
            return f"image:{path}"
        case CodePlace(snippet, Cell(name=name)):
            return f"snippet:{snippet.name}#{name}"
        case CodePlace(snippet, None):
            return f"snippet:{snippet.name}"
        case _:
            raise AssertionError(f"no case of the golden file leads to {found}")


def test_golden_file_holds_the_whole_grammar() -> None:
    assert len(CASES) >= 120
    assert len({case["text"] for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=[repr(case["text"])[:60] for case in CASES])
def test_text_is_read_as_the_golden_file_says(case: dict[str, Any], vault: Project) -> None:
    note = here(case["text"])
    vault.vault.notes["notes/here.md"] = note  # type: ignore[index]
    web = vault.link()
    found = {
        "refs": [str(reference) for reference in note.references],
        "leads": [lead(web.find_target(r, note)) for r in note.references],
        "headings": [heading.anchor for heading in note.headings],
        "blocks": [f"{b.id}: {note.body[b.start : b.end]}" for b in note.blocks],
        "formulas": [formula.latex for formula in note.formulas],
    }
    wanted = {key: value for key, value in case.items() if key != "text"}
    assert {key: found[key] for key in wanted} == wanted
