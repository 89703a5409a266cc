"""The one grammar of references, and front matter."""

from collections.abc import Sequence

import pytest
from maedeup.notes.grammar import find_formulas, find_references, plain_text
from maedeup.notes.note import Note, parse_note
from maedeup.notes.outline import heading_slug
from maedeup.text.errors import MaedeupError, Problem
from maedeup.text.paths import SourcePath

PATH = SourcePath("docs/notes/a.md")


def parse(text: str) -> Note:
    return parse_note(PATH, "notes/a.md", text)


def problems_of(text: str) -> list[str]:
    try:
        problems: Sequence[Problem] = parse(text).problems
    except MaedeupError as error:
        problems = error.problems
    return [str(problem) for problem in problems]


@pytest.mark.parametrize(
    ("text", "embed", "target", "anchor", "label"),
    [
        ("[[relu]]", False, "relu", "", None),
        ("[[활성화 함수]]", False, "활성화 함수", "", None),
        ("[[활성화 함수|활성화]]", False, "활성화 함수", "", "활성화"),
        ("[[a#제목 둘]]", False, "a", "제목 둘", None),
        ("[[#제목]]", False, "", "제목", None),
        ("| [[a\\|b]] |", False, "a", "", "b"),
        ("![[relu.py]]", True, "relu.py", "", None),
        ("![[relu.py#plot|fold]]", True, "relu.py", "plot", "fold"),
        ("![[mnist.py#accuracy|.1%]]", True, "mnist.py", "accuracy", ".1%"),
        ("![[x.py#n|,]]", True, "x.py", "n", ","),
        ("![[cat.png|그림 설명]]", True, "cat.png", "", "그림 설명"),
        ("- 목록의 [[a]]", False, "a", "", None),
        ("> [[a]]", False, "a", "", None),
        ("**[[a]]**", False, "a", "", None),
        ("# [[a]]", False, "a", "", None),
        ("(값은 $5)와 [[a]]는 $6", False, "a", "", None),
        ("[[ a ]]", False, "a", "", None),
        ("[[\u1112\u1161\u11ab]]", False, "한", "", None),
    ],
)
def test_reference_is_read(
    text: str, embed: bool, target: str, anchor: str, label: str | None
) -> None:
    (found,) = find_references(text)
    assert (found.embed, found.target, found.anchor, found.label) == (embed, target, anchor, label)


@pytest.mark.parametrize(
    "text",
    [
        "`[[a]]`",
        "``[[a]] ` [[b]]``",
        "```\n[[a]]\n```",
        "~~~text\n[[a]]\n~~~",
        "````\n```\n[[a]]\n```\n````",
        "- 목록\n\n    ```\n    [[a]]\n    ```",
        "```\n[[a]]",
        "<!-- [[a]] -->",
        "<!--\n[[a]]\n-->",
        "$x[[a]]$",
        "$$\nx [[a]]\n$$",
        "\\[[a]]",
        "[[a\nb]]",
        "[a](b) [c]",
    ],
)
def test_no_reference_inside_code_math_or_comment(text: str) -> None:
    assert find_references(text) == []


def test_reference_behind_code_is_found() -> None:
    text = "`x` [[a]] ```y``` [[b]]\n\n```\n[[no]]\n```\n\n[[c]] $x$ [[d]]"
    assert [r.target for r in find_references(text)] == ["a", "b", "c", "d"]


def test_line_numbers_are_the_files() -> None:
    note = parse("---\ntitle: 가\n---\n\n글\n[[x]]\n")
    assert [r.line for r in note.references] == [6]


def test_alone_means_nothing_else_on_the_line() -> None:
    text = "![[x.py]]\n글 ![[x.py#n]]이다\n    ![[x.py#plot]]\n> ![[x.py]]\n"
    assert [r.alone for r in find_references(text)] == [True, False, True, True]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("$x$와 $$y$$", [("x", False), ("y", True)]),
        ("`$x$` <!-- $x$ -->", []),
        ("$5와 $6", []),
        ("$ x $", []),
        ("\\$x$", []),
        ("$a$, $b$", [("a", False), ("b", False)]),
        ("$$\na\n+b\n$$", [("\na\n+b\n", True)]),
        ("$x_1\n+ x_2$", [("x_1\n+ x_2", False)]),
    ],
)
def test_formula_is_read(text: str, found: list[tuple[str, bool]]) -> None:
    assert [(f.latex, f.display) for f in find_formulas(text)] == found


def test_front_matter_is_read() -> None:
    note = parse(
        "---\ntitle: 렐루\naliases: [ReLU, 2017]\ntags: 활성화\nkind: formula\n"
        "requires: [activation-function]\nsource: 책\n---\n\n**렐루**는 끊는다. 둘째 문장.\n"
    )
    assert note.title == "렐루"
    assert note.aliases == ("ReLU", "2017")
    assert note.tags == ("활성화",)
    assert note.requires == ("activation-function",)
    assert note.claim == "**렐루**는 끊는다."
    assert note.slug == "a"


def test_title_falls_back_to_the_heading_then_the_file() -> None:
    assert parse("# 제목\n\n글\n").title == "제목"
    assert parse("글\n").title == "a"


def test_title_in_nfd_is_compared_in_nfc() -> None:
    assert parse("---\ntitle: \u1112\u1161\u11ab\n---\n").title == "한"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("---\ntitle: [가\n---\n글\n", "docs/notes/a.md:3: broken front matter: "),
        ("---\ntitle: 가\n글\n", "docs/notes/a.md:1: front matter without end: ---"),
        ("---\n- 가\n---\n", "docs/notes/a.md:1: front matter is no table: ['가']"),
        ("---\ntitle: 가\nkind: formla\n---\n", "docs/notes/a.md:3: unknown kind: formla"),
        ("---\ntitle: {a: 1}\n---\n", "docs/notes/a.md:2: title is no text: {'a': 1}"),
        ("---\ntitle: 가\nalias: [나]\n---\n", "docs/notes/a.md:3: unknown field: alias"),
        ("---\naliases: [[나]]\n---\n", "docs/notes/a.md:2: aliases holds no plain text: ['나']"),
    ],
)
def test_wrong_front_matter_is_told(text: str, message: str) -> None:
    (found,) = problems_of(text)
    assert found.startswith(message)


def test_sentence_around_a_reference() -> None:
    note = parse("첫 문장이다.\n둘째는 [[b]]이다. 셋째다.\n\n- 항목 [[c]]\n")
    assert note.sentence_at(note.references[0].start) == "둘째는 [[b]]이다."
    assert note.sentence_at(note.references[1].start) == "항목 [[c]]"


def test_repeated_sentence_is_found_where_it_stands() -> None:
    note = parse("같다.\n같다.\n[[b]] 같다.\n")
    assert note.sentence_at(note.references[0].start) == "[[b]] 같다."


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("학습률에는 한계가 있다", "학습률에는-한계가-있다"),
        ("A & B: C", "a-b-c"),
        ("`torch.nn`", "torchnn"),
        ("!!!", "section"),
    ],
)
def test_heading_anchor_is_readable(text: str, slug: str) -> None:
    assert heading_slug(text) == slug


def test_equal_headings_are_numbered_in_order() -> None:
    note = parse("## 예\n\n```\n## 아님\n```\n\n## 예\n")
    assert [(h.anchor, h.line) for h in note.headings] == [("예", 1), ("예_1", 7)]


def test_heading_with_its_own_anchor_keeps_it() -> None:
    (heading,) = parse("## 예 { #mine }\n").headings
    assert (heading.text, heading.anchor) == ("예", "mine")


def test_plain_text_has_no_marks() -> None:
    assert plain_text("**렐루**는 [[a|활성화]] `x`와 [글](b.md)") == "렐루는 활성화 x와 글"


def test_context_is_the_paragraph_and_of_a_long_one_what_is_near() -> None:
    note = parse("앞 문단.\n\n하나.\n둘은 [[b]]이다.\n셋.\n\n뒤 문단.\n")
    assert note.context_at(note.references[0].start) == "하나. 둘은 [[b]]이다. 셋."
    long = " ".join(f"{n}번째 문장은 이만큼 길다고 해 두자." for n in range(20))
    note = parse(f"{long} 여기에 [[b]]가 있다. {long}\n")
    shown = note.context_at(note.references[0].start)
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert "여기에 [[b]]가 있다." in shown
    assert len(shown) <= 250


def test_context_of_an_item_is_the_item() -> None:
    note = parse("- 하나 [[b]]\n- 둘\n")
    assert note.context_at(note.references[0].start) == "하나 [[b]]"
