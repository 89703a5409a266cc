"""Names of notes, and circles."""

from maedeup.notes.note import parse_note
from maedeup.text.paths import Slug, SourcePath
from maedeup.vault.names import NoteIndex, find_circles


def index(**notes: str) -> NoteIndex:
    made = [
        parse_note(SourcePath(f"docs/{slug}.md"), f"{slug}.md", f"---\n{front}\n---\n")
        for slug, front in notes.items()
    ]
    return NoteIndex(made, {Slug("later"): "나중"})


def test_note_is_found_by_slug_path_title_and_alias() -> None:
    names = index(relu="title: 렐루\naliases: [ReLU, Rectified Linear Unit]")
    for name in ("relu", "relu.md", "렐루", "ReLU", "rectified linear unit", "RectifiedLinearUnit"):
        assert [note.slug for note in names.find_notes(name)] == ["relu"], name


def test_slug_wins_over_another_notes_alias() -> None:
    names = index(relu="title: 렐루", other="title: 다른\naliases: [relu]")
    assert [note.slug for note in names.find_notes("relu")] == ["relu"]


def test_planned_note_is_found_by_slug_and_title() -> None:
    assert index().find_planned("나중") == index().find_planned("later") == ("later", "나중")


def test_every_circle_is_told_and_the_search_ends() -> None:
    edges = {"a": ["b"], "b": ["a", "c"], "c": ["d"], "d": ["c"], "e": ["a"]}
    circles = [set(circle) for circle in find_circles(edges)]
    assert {"a", "b"} in circles
    assert {"c", "d"} in circles
    assert len(circles) == 2


def test_deep_order_is_no_circle() -> None:
    edges = {str(i): [str(i + 1)] for i in range(5_000)}
    assert list(find_circles(edges)) == []
