"""Spans of highlighted code that no style sheet has a look for are not written."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from maedeup.site.code_spans import find_plain, unwrap
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer
from pygments.token import STANDARD_TYPES

from .commands import mkdocs_build
from .conftest import write_files

CLASSES = frozenset(STANDARD_TYPES.values())
THEME = """
:root{--md-code-fg-color:#333;--md-code-hl-name-color:var(--md-code-fg-color)}
.highlight .n,.highlight .kc{color:var(--md-code-hl-name-color)}
.highlight .k{color:var(--md-code-hl-keyword-color)}
.highlight .p{color:#555}
.md-typeset pre>code{color:var(--md-code-fg-color)}
"""
CODE = 'x = f"{a:>3}" if a < b & True else "&lt;"  # <b>\n'


def plain(*more: str) -> frozenset[str]:
    return find_plain(CLASSES, frozenset([THEME, *more]))


def test_class_without_a_look_of_its_own_is_plain() -> None:
    assert {"n", "kc", "w", "nx"} <= plain()
    assert plain().isdisjoint({"k", "p"})


@pytest.mark.parametrize(
    ("sheet", "coloured"),
    [
        (".highlight .n { color: red }", {"n"}),
        (".highlight .n { color: var(--md-code-fg-color); font-weight: 700 }", {"n"}),
        ("@media screen { .highlight { .n, .w { color: red } } }", {"n", "w"}),
        ("[data-md-color-scheme=slate] { --md-code-hl-name-color: #eee }", {"n", "kc"}),
        (".highlight .k + .n { color: red }", CLASSES),
        (".highlight .n:hover { color: red }", CLASSES),
        (".highlight code span { color: red }", CLASSES),
        ("pre > code > * { color: red }", CLASSES),
        ("code span[class^='n'] { color: red }", CLASSES),
        ("@import url(https://example.org/x.css);", CLASSES),
        ("/* .highlight .n { color: red } */ .name { color: red }", set()),
        (".highlight span.filename, .highlight > pre { color: red }", set()),
    ],
)
def test_site_that_gives_a_class_a_look_keeps_its_spans(sheet: str, coloured: set[str]) -> None:
    assert plain(sheet) == plain() - coloured


def test_code_says_the_same_to_the_byte_in_fewer_elements() -> None:
    page = f"<p>{highlight(CODE, PythonLexer(), HtmlFormatter(wrapcode=True, linenos='inline'))}"
    slim = unwrap(page, plain())
    assert slim.count("<span") < page.count("<span")

    def text(page: str) -> str:
        return html.unescape(re.sub("<[^>]*>", "", page))

    assert text(slim) == text(page)
    assert re.sub('<span class="n">([^<]*)</span>', r"\1", slim) == slim
    assert '<span class="k">if</span>' in slim
    assert "linenos" in slim


def test_page_with_a_style_of_its_own_for_code_is_left_alone() -> None:
    code = '<pre><code><span class="n">x</span></code></pre>'
    assert unwrap(code, plain()) == "<pre><code>x</code></pre>"
    assert unwrap(code.replace("code>", "b>"), {"k"}) == code.replace("code>", "b>")
    outside = '<p><span class="n">x</span></p>'
    assert unwrap(outside, plain()) == outside
    for style in (
        "<style>.highlight .n { color: red }</style>",
        '<link rel="stylesheet" href="https://example.org/x.css">',
    ):
        assert unwrap(style + code, plain()) == style + code
    font = '<link rel="stylesheet" href="https://fonts.googleapis.com/css?family=Roboto">'
    assert unwrap(font + code, plain()) == font + "<pre><code>x</code></pre>"


SETTINGS = """
theme: {{name: material}}
extra_css: [{css}]
plugins: [maedeup]
markdown_extensions: [pymdownx.highlight, pymdownx.superfences]
"""


@pytest.mark.parametrize(
    ("css", "is_kept"),
    [("", False), ("own.css", True), ("'https://example.org/x.css'", True), ("none.css", True)],
)
def test_site_keeps_the_spans_that_its_styles_may_colour(
    tmp_path: Path, css: str, is_kept: bool
) -> None:
    pytest.importorskip("material")
    files = {"docs/index.md": "# 홈\n\n```python\nx = 1\n```\n"}
    if css == "own.css":
        files["docs/own.css"] = ".highlight .n { color: red }"
    write_files(tmp_path, {"mkdocs.yml": f"site_name: t{SETTINGS.format(css=css)}", **files})
    done = mkdocs_build(tmp_path, "--quiet")
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "site/index.html").read_text("utf-8")
    assert ('<span class="n">x</span>' in page) is is_kept
    assert '<span class="mi">1</span>' in page
