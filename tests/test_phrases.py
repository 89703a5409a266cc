"""Formulas and code in the text of links, in headings, titles and aliases; brackets in brackets."""

from __future__ import annotations

import re
from html import unescape

import markdown
import pytest
from maedeup.notes.grammar import find_references, plain_text
from maedeup.notes.note import parse_note
from maedeup.notes.outline import find_headings
from maedeup.page.phrases import phrase_html
from maedeup.search.index import build_index
from maedeup.text.math import to_words
from maedeup.text.paths import SourcePath

from tests.conftest import MakeProject, build_site, messages, render

FILES = {
    "docs/b.md": "# $L_2$ 규제\n\n**규제**는 [[a]].\n\n## $x^2$의 미분\n\n## C#과 [[a|가]]\n\n글\n",
    "docs/a.md": "# 가\n",
}


def page(built: MakeProject, text: str) -> str:
    html = render(built(FILES | {"docs/n.md": f"{text}\n"}), "n.md")
    return re.sub(r"<annotation.*?</annotation>", "", html)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[[a|값 $x$]]", 'class="mp-link">값 <span class="mp-math"><math>'),
        ("[[a|`코드` **굵은**]]", 'class="mp-link"><code>코드</code> <strong>굵은</strong></a>'),
        (
            "[[b#$x^2$의 미분]]",
            'href="../b/#x2의-미분" class="mp-link"><span class="mp-math"><math><semantics><msub>',
        ),
        ("[[b#C#과 가]]", 'href="../b/#c과-가"'),
        ("[[$L_2$ 규제]]", "</msub></semantics></math></span> 규제</a>"),
        ("[[a|$5]]와 [[a|$10]]", 'class="mp-link">$5</a>와 <a'),
        ("[[a|[1]]]", 'class="mp-link">[1]</a>'),
        ("[**[[a]]** 글](a.md)", "<strong>가</strong> 글</a>"),
    ],
)
def test_text_of_a_link_is_shown(built: MakeProject, text: str, shown: str) -> None:
    assert shown in page(built, text)


@pytest.mark.parametrize(
    "text",
    [
        "[[1]](https://example.com/a_(b))",
        "[[1]](a.md)",
        "[[1]](#b)",
        "[[1]][r]\n\n[r]: https://example.com",
        "<https://example.com/?q=[[1]]>",
        "[글](https://example.com/?q=[[1]])",
        '[글](a.md "제목 [[1]]")',
    ],
)
def test_brackets_of_an_ordinary_link_are_no_reference(text: str) -> None:
    assert find_references(text) == []


@pytest.mark.parametrize(
    "text", ["[[a]](가)", "[[a]] (b.md)", "[글](b.md) [[a]]", "([[a]])", "[[a]]([[a]])"]
)
def test_reference_beside_brackets_is_one(text: str) -> None:
    assert {r.target for r in find_references(text)} == {"a"}
    assert len(find_references(text)) == text.count("[[a]]")


def test_formula_in_a_heading_is_told_in_letters_where_no_formula_can_stand(
    built: MakeProject,
) -> None:
    project = built(FILES | {"docs/a.md": '---\ntitle: 가\naliases: ["$L_1$ 벌"]\n---\n[[b]]\n'})
    site = build_site(project.root)
    html = site["b/index.html"].decode()
    assert "<title>L₂ 규제" in html
    assert re.search(r'<a href="#x2의-미분"[^>]*>\s*x²의 미분', html)
    assert '<h2 id="x2의-미분"><span class="mp-math"><math>' in html
    docs = {doc["location"]: doc for doc in build_index(project.web)["docs"]}
    assert docs["b/#x2의-미분"]["title"] == "x²의 미분"
    assert docs["a/"]["aliases"] == ["L₁ 벌"]


def test_title_of_a_note_is_its_heading_in_letters() -> None:
    note = parse_note(SourcePath("docs/a.md"), "a.md", "# $x^2$와 `f()`\n")
    assert (note.title, note.called) == ("x²와 f()", "$x^2$와 `f()`")
    kept = parse_note(SourcePath("docs/a.md"), "a.md", "---\ntitle: A* 탐색, $5\n---\n")
    assert kept.title == "A* 탐색, $5"


def test_anchor_of_a_heading_with_a_formula_stays() -> None:
    (heading,) = find_headings("## $x^2$의 **미분**\n")
    assert (heading.anchor, heading.text) == ("x2의-미분", "x²의 미분")


@pytest.mark.parametrize(
    ("latex", "words"),
    [
        ("x^2", "x²"),
        ("L_{12}", "L₁₂"),
        (r"\frac{a}{b}", "a/b"),
        (r"\alpha \le \mathrm{Re}", "α≤Re"),
        (r"e^{-x}", "e^-x"),
    ],
)
def test_formula_is_told_in_letters(latex: str, words: str) -> None:
    assert to_words(latex).replace(" ", "") == words


def test_tooltip_has_no_marks_of_formulas() -> None:
    assert plain_text("**값** $x^2$은 $5") == "값 x²은 $5"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"값 \$5와 \*별\*", "값 $5와 *별*"),
        (r"snake\_case\_name", "snake_case_name"),
        ("2 * 3 * 4 = 24", "2 * 3 * 4 = 24"),
        ("`<details>` 태그와 `__init__`", "<details> 태그와 __init__"),
        ("`\\*`는 *별*이다", "\\*는 별이다"),
        ("**굵은 `코드`와 $x$**", "굵은 코드와 x"),
        ("_기운_ 글과 ~~지운~~ 글, my_var_name", "기운 글과 지운 글, my_var_name"),
        ("값은 5$ 그리고 10$", "값은 5$ 그리고 10$"),
    ],
)
def test_plain_text_says_what_a_browser_shows(written: str, read: str, built: MakeProject) -> None:
    assert plain_text(written) == read
    body = markdown.markdown(written.replace("~~", "").replace("$x$", "x").replace("\\$", "$"))
    assert unescape(re.sub(r"<[^>]+>", "", body)) == read
    project = built({"docs/b.md": f"# {written}\n", "docs/n.md": "# 밖\n\n[[b]]\n"})
    shown = re.sub(r"<annotation.*?</annotation>", "", render(project, "n.md"))
    link = re.search(r'<a [^>]*class="mp-link"[^>]*>(.*?)</a>', shown)
    assert link
    assert unescape(re.sub(r"<[^>]+>", "", link[1])) == read


def test_search_shows_text_without_the_marks_of_blocks(built: MakeProject) -> None:
    text = (
        '# 가\n\n> [!warning]- 조심\n> 본문 [참조][r]\n\n=== "탭"\n\n    안 \\*별\\* 2 * 3\n\n'
        '용어\n: 풀이 _강조_ **굵게 `코드`**\n\n[r]: ../b.md "제목"\n'
    )
    entry = build_index(built({"docs/n.md": text}).web)["docs"][-1]
    assert entry["text"] == "조심 본문 참조 탭 안 *별* 2 * 3 용어 풀이 강조 굵게 코드"


def test_search_leaves_out_what_the_host_s_search_leaves_out(built: MakeProject) -> None:
    text = (
        "# 가\n\n앞글\n\n## 숨긴 절 { data-search-exclude }\n\n숨긴 글\n\n## 보인 절\n\n"
        "숨긴 줄\n둘째 줄\n{ data-search-exclude }\n\n보인 글 {.mark}과 `{x}`\n{ .note title=넷 }\n"
    )
    project = built({"docs/n.md": text})
    said = [(doc["title"], doc["text"]) for doc in build_index(project.web)["docs"][1:]]
    assert said == [("가", "앞글"), ("보인 절", "보인 글 과 {x}")]
    assert "<p data-search-exclude>" in render(project, "n.md")


def test_broken_formula_of_a_label_is_shown_as_such() -> None:
    assert 'class="mp-broken"' in phrase_html(r"$\nosuch{$")


def test_hint_does_not_repeat_what_was_written(built: MakeProject) -> None:
    project = built(
        {"docs/a.md": "# 가\n\n글 ^m\n", "docs/b.md": "[[a^m]] [[a#없음]] [[없음/a]]\n"}
    )
    for problem in project.problems:
        assert f"{problem.value}?" not in problem.hint
    assert "hint: write a#^m" in "\n".join(map(str, project.problems))
    assert "docs/b.md:1: unknown note: a^m" in messages(project)
