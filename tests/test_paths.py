"""Paths, addresses and text at the border."""

from pathlib import Path

import pytest
from maedeup.text.errors import MaedeupError, Problem, format_report, suggest
from maedeup.text.math import MathError, to_mathml
from maedeup.text.paths import (
    SourcePath,
    find_source_path,
    is_inside,
    page_url,
    read_source,
    relative_url,
    slug_of,
)


@pytest.mark.parametrize(
    ("src", "url", "plain"),
    [
        ("notes/relu.md", "notes/relu/", "notes/relu.html"),
        ("index.md", "", "index.html"),
        ("guide/index.md", "guide/", "guide/index.html"),
        ("README.md", "", "index.html"),
        ("a.b.md", "a.b/", "a.b.html"),
    ],
)
def test_page_has_the_address_that_mkdocs_gives_it(src: str, url: str, plain: str) -> None:
    assert page_url(src) == url
    assert page_url(src, use_directory_urls=False) == plain


@pytest.mark.parametrize(
    ("target", "page", "relative"),
    [
        ("notes/relu/", "notes/tanh/", "../../notes/relu/"),
        ("notes/relu/#a", "", "notes/relu/#a"),
        ("", "notes/tanh/", "../../"),
        ("", "", "./"),
        ("notes/relu.html", "notes/tanh.html", "../notes/relu.html"),
    ],
)
def test_address_is_relative_to_its_page(target: str, page: str, relative: str) -> None:
    assert relative_url(target, page) == relative


@pytest.mark.parametrize("path", ["a", "a/b.md", "a..b", "./a", "a/../b"])
def test_path_inside(path: str) -> None:
    assert is_inside(path)


@pytest.mark.parametrize("path", ["../a", "/a", "a/../../b", ".."])
def test_path_outside(path: str) -> None:
    assert not is_inside(path)


def test_source_path_is_none_outside_the_root() -> None:
    assert find_source_path("/p", "a/../b.csv") == "b.csv"
    assert find_source_path("/p", "/p/a.csv") == "a.csv"
    assert find_source_path("/p", "../a.csv") is None
    assert find_source_path("/p", "/papa.csv") is None


def test_index_of_a_folder_is_called_by_the_folder() -> None:
    assert slug_of(SourcePath("docs/guide/index.md")) == "guide"
    assert slug_of(SourcePath("index.md")) == "index"


def test_bytes_that_are_not_utf8_are_told_with_their_line(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_bytes("가\n나\n".encode() + b"\xff")
    with pytest.raises(MaedeupError) as caught:
        read_source(file, SourcePath("a.md"))
    assert str(caught.value.problems[0]) == (
        "a.md:3: not UTF-8: b'\\xff'\n\nhint: save the file with the encoding UTF-8"
    )


def test_problem_puts_its_detail_between_the_line_and_the_hint() -> None:
    problem = Problem("snippet-failed", "a.py", 3, "ValueError", "나쁨", "고친다", "Traceback\n  x")
    assert str(problem) == ("a.py:3: ValueError: 나쁨\n\n    Traceback\n      x\n\nhint: 고친다")
    assert format_report([problem, problem]) == str(problem)


def test_suggestion_is_the_nearest_name_or_what_else_to_do() -> None:
    assert suggest("relv", ["relu", "tanh"]) == "did you mean relu?"
    assert suggest("zzz", ["relu"], "write it") == "write it"


def test_formula_keeps_its_latex_for_the_clipboard() -> None:
    mathml = to_mathml(r"\frac{1}{2}", display=True)
    assert mathml.startswith('<math display="block">')
    assert r"\frac{1}{2}</annotation>" in mathml


@pytest.mark.parametrize(
    ("latex", "message"),
    [(r"\foo", 'Unknown command "\\foo".'), (r"\frac{1", 'Expected closing token "}"')],
)
def test_formula_that_cannot_be_read_says_why(latex: str, message: str) -> None:
    with pytest.raises(MathError) as caught:
        to_mathml(latex, display=False)
    assert message in str(caught.value)


@pytest.mark.parametrize(("latex", "plain"), [
    (r"\large\frac{a}{b} + {\small c}", r"\frac{a}{b} + { c}"), (r"a \hdots b", r"a \ldots b"),
    (r"\begin{flalign*}a &= b\end{flalign*}", r"\begin{align*}a &= b\end{align*}"),
    (r"\text{bit_array}_i", r"\text{bit\_array}_i"),
    (r"\big{\{} x \Big{]}", r"\big\{ x \Big]"),
    (r"\begin{alignedat}{2}a &= b\end{alignedat}", r"\begin{aligned}a &= b\end{aligned}"),
    (r"\text{a \textcolor{red}{b} c}", r"\text{a } \textcolor{red}{\text{b}} \text{ c}"),
    (r"\text{a \color{red}{b}}", r"\text{a } \textcolor{red}{\text{b}} \text{}"),
])  # fmt: skip
def test_what_only_mathjax_names_is_read_too(latex: str, plain: str) -> None:
    assert to_mathml(latex, display=True) == to_mathml(plain, display=True)
