"""The four lists of a vault, all read before anything is joined.

planned.yml         notes that may be linked to before they are written: `slug: Title`
redirects.yml       former addresses: `notes/relu: rectifier`, `rectifier#old: new`
common-words.yml    names that are everyday words too: `- word`
synonyms.yml        words that mean the same to a search: `- [bias, offset]`
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from maedeup.text.bounded_yaml import load_yaml, wrong_at
from maedeup.text.errors import MaedeupError, Problem
from maedeup.text.paths import Slug, nfc, read_source, to_source_path

PLANNED = "planned.yml"
REDIRECTS = "redirects.yml"
COMMON = "common-words.yml"
SYNONYMS = "synonyms.yml"


@dataclass(frozen=True)
class Redirect:
    """One line of the list of former addresses."""

    old: str
    new: str
    line: int


@dataclass(frozen=True)
class Lists:
    """What the lists say; a broken one is empty, and a problem."""

    planned: Mapping[Slug, str] = field(default_factory=dict)
    """Slug -> title."""
    redirects: tuple[Redirect, ...] = ()
    common: frozenset[str] = frozenset()
    """In lower case."""
    synonyms: tuple[tuple[str, ...], ...] = ()
    problems: tuple[Problem, ...] = ()


def read_lists(root: Path, vault: Path) -> Lists:
    """Read all lists that a vault has."""
    problems: list[Problem] = []
    planned, _ = _read(root, vault / PLANNED, dict, "write `slug: Title` lines", problems)
    hint = "write `notes/old: new-slug` lines"
    redirects, text = _read(root, vault / REDIRECTS, dict, hint, problems)
    common, _ = _read(root, vault / COMMON, list, "write `- word` lines", problems)
    hint = "write a list of groups: `- [bias, offset]`"
    synonyms, text_of_synonyms = _read(root, vault / SYNONYMS, list, hint, problems)
    moved = [(nfc(str(old)), nfc(str(new))) for old, new in (redirects or {}).items()]
    groups: list[tuple[str, ...]] = []
    for group in synonyms or []:
        words = group if isinstance(group, list) else []
        if len(words) > 1 and all(isinstance(word, str) and word.strip() for word in words):
            groups.append(tuple(nfc(word.strip()) for word in words))
            continue
        path = to_source_path(root, vault / SYNONYMS)
        shown = str(words[0] if words else group)
        line = _line_of(shown, text_of_synonyms)
        value = f"a group is a list of two or more words, not {group!r}"
        problems.append(Problem("broken-list", path, line, "broken list", value, hint))
    return Lists(
        planned={Slug(nfc(str(slug))): nfc(str(title)) for slug, title in (planned or {}).items()},
        redirects=tuple(Redirect(old, new, _line_of(old, text)) for old, new in moved),
        common=frozenset(nfc(str(word)).lower() for word in common or []),
        synonyms=tuple(groups),
        problems=tuple(problems),
    )


def _read(
    root: Path, file: Path, kind: type, hint: str, problems: list[Problem]
) -> tuple[Any, str]:
    """Read a list; return what it holds, None where it is broken or not there, and its text."""
    if not file.is_file():
        return None, ""
    path = to_source_path(root, file)
    try:
        text = read_source(file, path)
        found = load_yaml(text)
    except MaedeupError as error:
        problems += error.problems
        return None, ""
    except yaml.YAMLError as error:
        line, what = wrong_at(error)
        problems.append(Problem("broken-list", path, line, "broken list", what, hint))
        return None, ""
    if found is not None and not isinstance(found, kind):
        wanted = "table" if kind is dict else "list"
        problems.append(
            Problem("broken-list", path, 1, f"not a {wanted}", type(found).__name__, hint)
        )
        return None, text
    return found, text


def _line_of(value: str, text: str) -> int:
    rows = text.split("\n")
    return next((i for i, row in enumerate(rows, 1) if value in nfc(row)), 1)
