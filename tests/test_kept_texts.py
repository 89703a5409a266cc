"""What is found in texts is kept by the text, and short cuts find what the long way does."""

from __future__ import annotations

import posixpath
import random
import re
from itertools import product
from urllib.parse import unquote, urlsplit

from maedeup.notes.containers import Leaf
from maedeup.notes.grammar import REFERENCE, _begins_row, _written
from maedeup.notes.outline import _without_marks
from maedeup.notes.prefixes import line_at
from maedeup.site.last_check import _target
from maedeup.text.kept import OVERHEAD, kept
from maedeup.text.paths import relative_path


def test_short_texts_do_not_drive_out_long_ones_before_their_characters_are_as_many() -> None:
    asked: list[str] = []

    def find(text: str) -> int:
        asked.append(text)
        return len(text)

    ask = kept(find, most=10_000 + 21 * OVERHEAD)
    notes = [str(number) * 900 for number in range(10)]
    phrases = [f"{number:03}" for number in range(10)]
    for text in [*notes, *phrases, *notes, *phrases]:
        assert ask(text) == len(text)
    assert asked == [*notes, *phrases]
    ask("x" * 9_000)
    ask(notes[0])
    assert asked[-1] == notes[0], "the oldest went, so that what is kept has a bound"


def test_phrases_and_pages_that_are_being_made_drive_out_no_note() -> None:
    asked: list[str] = []

    def find(text: str) -> int:
        asked.append(text)
        return len(text)

    ask = kept(find, most=10 * (900 + OVERHEAD))
    notes = [str(number) * 900 for number in range(10)]
    for text in notes:
        ask(text)
    for number in range(1_000):
        for text in (f"phrase {number}", f"\x02wzxhzdk:{number}\x03" + "page" * 300):
            assert ask(text) == ask(text) == len(text)
    assert len(asked) == 10 + 2 * 1_000, "each was looked at once"
    for text in notes:
        ask(text)
    assert len(asked) == 10 + 2 * 1_000


def test_text_that_is_asked_about_once_is_looked_at_once_and_takes_no_room() -> None:
    asked: list[str] = []

    def find(text: str) -> int:
        asked.append(text)
        return len(text)

    ask = kept(find)
    text, note = "filled" * 200, "note" * 200
    assert ask.once(text) == ask.once(text) == ask(text) == len(text)
    assert ask(note) == ask.once(note) == len(note)
    assert asked == [text, note]
    for number in range(100):
        ask.once(f"{number} {text}")
    ask(note)
    assert len(asked) == 102, "the note is still known"
    ask.once(text)
    assert len(asked) == 103, "the text is not"


def test_references_are_found_where_the_pattern_alone_finds_them() -> None:
    draw = random.Random(0)
    for _ in range(3000):
        text = "".join(draw.choices(["[[", "]]", "!", "[", "]", "a", "#", "|", ".py?", "\n"], k=14))
        expected = [match.span() for match in REFERENCE.finditer(text)]
        assert [match.span() for match in _written(text)] == expected, text


def test_marks_of_a_phrase_go_as_one_pattern_takes_them() -> None:
    for letters in product("*_`$a", repeat=5):
        text = "".join(letters)
        assert _without_marks(text) == re.sub(r"(\*\*|__|\*|`|\$)", "", text).strip()


def test_reference_begins_its_row_behind_containers_alone() -> None:
    draw = random.Random(1)
    parts = ["> ", "- ", "1. ", "    ", "\n", "\n\n", "a ", "```\n", '!!! note "', "[^1]: ", ": "]
    for _ in range(3000):
        text = "".join(draw.choices(parts, k=8)) + "![[x]]"
        offset = len(text) - len("![[x]]")
        line = line_at(text, offset)
        slow = line.leaf is not Leaf.TITLE and not text[line.content : offset].strip()
        assert _begins_row(text, offset) == slow, text


def test_site_paths_are_relative_as_posixpath_says() -> None:
    folders = ["", "a", "a/b", "a/c", "노트"]
    for folder, path in product(
        folders, ["x.md", "a/x.md", "a/b/", "a/b/x", "a", "./a/x", "노트/y"]
    ):
        assert relative_path(path, folder) == posixpath.relpath(path, folder or "."), (path, folder)


def test_plain_links_are_taken_apart_as_urllib_does() -> None:
    draw = random.Random(2)
    for _ in range(3000):
        href = "a" + "".join(draw.choices(["/", "#", "?", "가", "\t", " ", "%20", "[", ":"], k=6))
        scheme, _, path, _, anchor = urlsplit(href.strip())
        found = _target(href, "n/index.html", None)
        if scheme or path.startswith("/"):
            assert found is None
        else:
            end = "/" * path.endswith("/")
            file = posixpath.normpath(posixpath.join("n", unquote(path))) + end
            assert found == (file, unquote(anchor)), href
