"""Nothing that the five study notes teach is lost by later edits."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from tests.project import Project, load_settings

ROOT = Path(__file__).parents[1]
COVERS: dict[str, list[str]] = yaml.safe_load(
    Path(__file__).with_name("coverage.yml").read_text("utf-8")
)["notes"]
LEFT_OUT = {"s1-07"}  # a purchase
ITEMS = {"s0": 45, "s1": 56, "s2": 80, "s3": 219, "s4": 88}
"""How many things each study note teaches."""


@pytest.fixture(scope="module")
def vault() -> Project:
    """The project's own notes, nothing run."""
    project = Project(load_settings(ROOT))
    project.read()
    return project


def test_every_item_has_a_note() -> None:
    every = {f"{seed}-{n:02}" for seed, count in ITEMS.items() for n in range(1, count + 1)}
    assert {item for items in COVERS.values() for item in items} == every - LEFT_OUT


def test_every_note_exists(vault: Project) -> None:
    assert set(COVERS) - {note.slug for note in vault.notes.values()} == set()


def test_every_note_shows_code_that_runs(vault: Project) -> None:
    notes = [n for n in vault.notes.values() if n.slug in COVERS and n.kind not in ("map", "lab")]
    bare = [n.slug for n in notes if not any(r.embed and r.kind == "snippet" for r in n.references)]
    assert bare == []


def test_every_note_names_its_source_and_stands_in_few_screens(vault: Project) -> None:
    for slug in COVERS:
        note = next(n for n in vault.notes.values() if n.slug == slug)
        assert note.source, slug
        assert note.kind == "map" or len(re.findall(r"\S+", note.body)) < 1500, slug
