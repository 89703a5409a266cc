"""Notes that may be linked to before they are written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from maedeup.text.errors import MaedeupError, Problem
from maedeup.text.paths import Slug, nfc, read_source, to_source_path

if TYPE_CHECKING:
    from maedeup.build import Project


def load_planned(project: Project, file: Path) -> dict[Slug, str]:
    """Read the list of planned notes, slug -> title; a broken one is a problem."""
    if not file.is_file():
        return {}
    path = to_source_path(project.root, file)
    try:
        table = yaml.safe_load(read_source(file, path)) or {}
    except (yaml.YAMLError, MaedeupError) as error:
        project.problems.append(Problem(path, 1, "broken list", str(error).splitlines()[0]))
        return {}
    if not isinstance(table, dict):
        project.problems.append(Problem(path, 1, "not a table", "write `slug: 제목` lines"))
        return {}
    return {Slug(nfc(str(slug))): nfc(str(title)) for slug, title in table.items()}
