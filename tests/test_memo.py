"""What follows from a text alone is worked out once, and never for another text."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from maedeup.runs.snippet import code_key, find_assignments, parse_snippet
from maedeup.text.paths import SourcePath
from maedeup.vault import memo
from maedeup.vault.memo import Memo

TEXT = "# %% a\nx = 1\ny = x\n# %% b\nfor z in (x, y):\n    print(z)\n"
OTHER = TEXT.replace("x = 1", "x = 2")


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was worked out, and not read back."""
    found: list[str] = []

    def told_key(text: str, cells: object = ()) -> str:
        found.append("code")
        return code_key(text, cells)  # type: ignore[arg-type]

    def told_places(tree: ast.Module) -> list[ast.stmt]:
        found.append("places")
        return find_assignments(tree)

    monkeypatch.setattr(memo, "code_key", told_key)
    monkeypatch.setattr(memo, "find_assignments", told_places)
    return found


def ask(root: Path, text: str = TEXT) -> tuple[str, list[int]]:
    one = Memo(root)
    found = one.code_key(text, parse_snippet(SourcePath("x.py"), text).cells)
    answer = found, one.lines_of_places(text)
    one.save()
    return answer


def test_answers_are_read_back_for_the_same_text_alone(tmp_path: Path, parsed: list[str]) -> None:
    first = ask(tmp_path)
    assert first == (code_key(TEXT, parse_snippet(SourcePath("x.py"), TEXT).cells), [2, 3, 5])
    assert parsed == ["code", "places"]
    assert ask(tmp_path) == first
    assert parsed == ["code", "places"]
    assert ask(tmp_path, OTHER) != first
    assert parsed == ["code", "places"] * 2


def test_cells_count(tmp_path: Path) -> None:
    one = Memo(tmp_path)
    cells = parse_snippet(SourcePath("x.py"), TEXT).cells
    renamed = parse_snippet(SourcePath("x.py"), TEXT.replace("%% b", "%% c")).cells
    assert one.code_key(TEXT, cells) == code_key(TEXT, cells)
    assert one.code_key(TEXT, renamed) == code_key(TEXT, renamed) != code_key(TEXT, cells)
    assert one.code_key(TEXT) == code_key(TEXT)


def test_text_that_is_no_python_has_no_places(tmp_path: Path) -> None:
    assert Memo(tmp_path).lines_of_places("x = (") == []


@pytest.mark.parametrize("name", ["python_version", "engine_digest"])
def test_other_code_or_python_answers_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, parsed: list[str], name: str
) -> None:
    ask(tmp_path, "a = 1")
    parsed.clear()
    monkeypatch.setattr(memo, name, lambda: "another")
    Memo(tmp_path).lines_of_places("a = 1")
    assert parsed == ["places"]


def test_broken_file_is_as_good_as_none(tmp_path: Path) -> None:
    first = ask(tmp_path)
    file = tmp_path / ".maedeup/cache/texts"
    file.write_bytes(file.read_bytes().replace(b"[2, 3, 5]", b"[2, 3, 6]"))
    assert ask(tmp_path) == first
    file.write_bytes(b"")
    assert ask(tmp_path) == first


def test_what_nobody_asks_for_goes_when_there_is_too_much_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memo, "MOST_UNUSED", 3)
    size = []
    for number in range(8):
        ask(tmp_path, f"# %% a\nx = {number}\n")
        size.append((tmp_path / ".maedeup/cache/texts").stat().st_size)
    assert size[1] > size[0]
    assert max(size) < size[0] * 4
