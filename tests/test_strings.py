"""What readers see: one catalogue, whole in every language, and no text of theirs elsewhere."""

from __future__ import annotations

import inspect
import re
from datetime import date
from pathlib import Path

import pytest
from maedeup.text.strings import LANGUAGES, Strings, strings_of

PACKAGE = Path(__file__).parents[1] / "tools" / "maedeup"
ENGLISH = LANGUAGES["en"]


def names_of(kind: type) -> set[str]:
    """Return the texts that a class has itself, and that its parts have."""
    ends = ("Learning", "Start")
    parts = [kind, *(base for base in kind.__bases__ if base.__name__.endswith(ends))]
    return {name for part in parts for name in vars(part) if not name.startswith("_")}


KEYS = sorted(names_of(Strings))
CHOOSERS = {"watch", "callout"}
"""What only chooses between other texts."""

OTHERS = [strings for code, strings in LANGUAGES.items() if code != "en"]

HANGUL = re.compile("[\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3]")
KANA_OR_HAN = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")


@pytest.mark.parametrize("strings", OTHERS, ids=lambda strings: strings.language)
def test_every_language_has_every_text_and_no_other(strings: Strings) -> None:
    assert names_of(type(strings)) == {*KEYS} - CHOOSERS


@pytest.mark.parametrize("name", KEYS)
def test_texts_of_one_name_take_the_same_arguments(name: str) -> None:
    kinds = [getattr(strings, name) for strings in LANGUAGES.values()]
    if callable(kinds[0]):
        assert len({str(inspect.signature(kind)) for kind in kinds}) == 1
    elif name == "callouts":  # English names them as authors do
        assert len({frozenset(kind) for kind in kinds[1:]}) == 1
    else:
        assert all(type(kind) is str and kind for kind in kinds)
        assert len({*map(fields, kinds)}) == 1


def fields(text: str) -> tuple[str, ...]:
    """Return what a script fills in, and the elements of HTML, of a text."""
    return tuple(sorted(re.findall(r"\{\w*\}|</?\w+>", text)))


def test_what_a_language_lacks_is_english() -> None:
    class Half(Strings):
        search = "Suche"

    assert (Half().search, Half().home) == ("Suche", ENGLISH.home)


@pytest.mark.parametrize(
    ("code", "language"),
    [("ko", "ko"), ("ko-KR", "ko"), ("ja_JP", "ja"), ("EN", "en"), ("de", "en"), ("", "en")],
)
def test_language_is_found_by_the_code_of_the_theme(code: str, language: str) -> None:
    assert strings_of(code).language == language


def test_numbers_and_days_are_written_as_the_language_writes_them() -> None:
    day, rows = date(2026, 3, 1), [(1, 1), (5, 1200)]
    told = {
        code: [strings.day(day), *(strings.some_rows(*pair) for pair in rows)]
        for code, strings in LANGUAGES.items()
    }
    assert told == {
        "en": ["1 March 2026", "1 of 1 row", "5 of 1,200 rows"],
        "ko": ["2026-03-01", "모두 1행 가운데 1행", "모두 1200행 가운데 5행"],
        "ja": ["2026年3月1日", "全1行のうち1行", "全1200行のうち5行"],
    }


def test_no_code_outside_the_room_of_texts_is_in_another_script() -> None:
    found = [
        f"{file.relative_to(PACKAGE)}:{number}"
        for file in PACKAGE.rglob("*.py")
        if file.relative_to(PACKAGE).parts[0] != "text"
        for number, row in enumerate(file.read_text("utf-8").split("\n"), 1)
        if HANGUL.search(row) or KANA_OR_HAN.search(row)
    ]
    assert found == []


def test_scripts_and_styles_hold_no_text_of_a_language() -> None:
    # The search worker knows the letters that Korean queries are made of.
    files = [f for f in PACKAGE.glob("theme/**/*.*") if f.suffix in (".js", ".css", ".html")]
    assert len(files) > 15
    found = [
        file.name
        for file in files
        if file.name != "search-worker.js" and HANGUL.search(file.read_text("utf-8"))
    ]
    assert found == []


def test_scripts_ask_for_no_text_that_a_page_lacks() -> None:
    from maedeup.site.theme_page import words

    given = set(re.findall(r'"(\w+)":', words(ENGLISH)))
    text = "\n".join(file.read_text("utf-8") for file in (PACKAGE / "theme/scripts").glob("*.js"))
    asked = set(re.findall(r"mpWords\.(\w+)", text))
    for names in re.findall(r"\{([^{}]*)\} = mpWords", text):
        asked |= {name.strip() for name in names.split(",")}
    assert asked == given
