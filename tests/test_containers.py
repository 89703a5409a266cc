"""Every block in every container, as CommonMark reads it; callouts as Obsidian shows them."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import markdown
import pytest
from maedeup.notes.blocks import find_blocks
from maedeup.notes.containers import read_lines
from maedeup.notes.corrections import find_corrections
from maedeup.notes.grammar import find_formulas, find_references
from maedeup.notes.outline import find_headings
from maedeup.notes.prefixes import lift, unprefixed
from maedeup.vault.web import Web
from markdown_it import MarkdownIt

from tests.conftest import MakeProject, render, write_files
from tests.project import Project, build, load_settings

pytestmark = pytest.mark.usefixtures("shared_results")

EXTENSIONS = [
    "maedeup", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables", "toc",
    "pymdownx.details", "pymdownx.highlight", "pymdownx.superfences", "pymdownx.tabbed",
]  # fmt: skip

KEPT = (
    "blockquote",
    "ul",
    "ol",
    "li",
    "table",
    "tr",
    "th",
    "td",
    "pre",
    "hr",
    *(f"h{n}" for n in range(1, 7)),
)
"""Tags that are structure; what is between them is compared as text without its spaces."""


class Tree(HTMLParser):
    """Tells structure and words: `<blockquote>글<ul><li>하나</li></ul></blockquote>`."""

    def __init__(self) -> None:
        super().__init__()
        self.out: list[str] = []
        self.open: list[tuple[str, str]] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        kind = (given.get("class") or "").split()
        shown = tag if tag in KEPT else ""
        if (tag == "div" and "admonition" in kind) or tag == "details":
            shown = "blockquote"
        if "headerlink" in kind or "footnote-backref" in kind or "mp-part-source" in kind:
            self.hidden += 1
            shown = "-"
        if "admonition-title" in kind or tag in ("summary", "semantics", "mrow"):
            shown = ""
        if (
            tag == "summary"
            or "admonition-title" in kind
            or (tag in ("math", "label", "input", "title"))
        ):
            self.hidden += 1
            shown = "-"
        if tag == "annotation":
            self.out.append("⟦")
            self.hidden -= 100
            shown = "="
        if shown == "hr":
            self.out.append("<hr>")
        if tag in ("br", "img", "input", "hr", "col", "mspace"):
            self.hidden -= shown == "-"
            return
        if shown not in ("", "-", "="):
            self.out.append(f"<{shown}>")
        self.open.append((tag, shown))

    def handle_endtag(self, tag: str) -> None:
        if not any(name == tag for name, _ in self.open):
            return
        while True:
            name, shown = self.open.pop()
            if shown == "-":
                self.hidden -= 1
            elif shown == "=":
                self.hidden += 100
                self.out.append("⟧")
            elif shown:
                self.out.append(f"</{shown}>")
            if name == tag:
                break

    def handle_data(self, data: str) -> None:
        if self.hidden <= 0:
            self.out.append("".join(data.split()))


def told(html: str) -> str:
    tree = Tree()
    tree.feed(html)
    return "".join(tree.out).replace("⟦", "").replace("⟧", "")


BLOCKS = {
    # What an author writes, and what CommonMark is given in its place.
    "text": ("글 하나\n이어서", None),
    "formula": ("글 $x^2$ 뒤", "글 x^2 뒤"),
    "formula of two lines": ("글 $x\n< y$ 뒤", "글 x < y 뒤"),
    "display formula": ("글\n$$\na < b\n= c\n$$\n뒤", "글\n\na &lt; b = c\n\n뒤"),
    "display formula on a line": ("$$a = b$$", "a = b"),
    "list under text": ("글\n- 하나\n- 둘", None),
    "ordered list under text": ("글\n1. 하나\n2. 둘", None),
    "list of two columns": ("- 하나\n  - 둘\n    - 셋\n- 넷", None),
    "loose list": ("- 하나\n\n- 둘\n\n  이어서", None),
    "table under text": ("글\n| a | b |\n|---|---|\n| 1 | 2 |", None),
    "fence under text": ("글\n```text\nls\n\n- a\n```\n뒤", None),
    "indented code": ("글\n\n    ls\n      la\n\n뒤", None),
    "heading under text": ("글\n## 제목\n뒤", None),
    "reference": ("[[other]]은(는) 글", "다른 노트는 글"),
    "embed of a note": ("글\n\n![[other#^claim]]\n\n뒤", "글\n\n주장이다.\n\n뒤"),
    "embed of a value": ("값은 ![[x.py#n]]이다", "값은 7이다"),
    "embed of an output": ("글\n\n![[x.py#say|output]]\n\n뒤", "글\n\n<pre>일곱</pre>\n\n뒤"),
    "quotation under text": ("글\n> 인용\n이어서\n\n뒤", None),
    "two quotations": ("> 하나\n\n> 둘", None),
    "rule": ("글\n\n---\n\n뒤", None),
    "block mark": ("글 하나 ^here", "글 하나"),
    "comment": ("글 %%비밀%% 뒤\n\n%%\n- 비밀\n%%\n\n끝", "글  뒤\n\n끝"),
}  # fmt: skip


def quoted(text: str) -> str:
    return "\n".join(f"> {row}".rstrip() for row in text.split("\n"))


def indented(first: str, text: str, by: int, under: bool = False) -> str:
    rows = [" " * by + row if row else "" for row in text.split("\n")]
    if under:
        return "\n".join([first, *rows])
    return "\n".join([first + rows[0][by:], *rows[1:]])


CONTAINERS = {
    # How an author writes one, and what CommonMark is given in its place.
    "none": (str, str),
    "quotation": (quoted, quoted),
    "callout": (lambda t: "> [!tip] 제목\n" + quoted(t), quoted),
    "item": (lambda t: indented("- ", t, 2), lambda t: indented("- ", t, 2)),
    "item of four": (
        lambda t: indented("- 머리\n\n    ", t, 4),
        lambda t: indented("- 머리\n\n  ", t, 2),
    ),
    "numbered item": (lambda t: indented("1. ", t, 3), lambda t: indented("1. ", t, 3)),
    "admonition": (lambda t: indented('!!! note "제목"', t, 4, under=True), quoted),
    "details": (lambda t: indented('??? note "제목"', t, 4, under=True), quoted),
    "footnote": (lambda t: "글[^1]\n\n" + indented("[^1]:", t, 4, under=True), lambda t: t),
    "tab": (lambda t: indented('=== "제목"', t, 4, under=True), lambda t: t),
    "callout in an item": (
        lambda t: indented("- 머리\n", "> [!tip] 제목\n" + quoted(t), 2, under=True),
        lambda t: indented("- 머리\n", quoted(t), 2, under=True),
    ),
    "item in a callout": (
        lambda t: "> [!tip] 제목\n" + quoted(indented("- ", t, 2)),
        lambda t: quoted(indented("- ", t, 2)),
    ),
    "quotation in a quotation": (lambda t: quoted(quoted(t)), lambda t: quoted(quoted(t))),
}  # fmt: skip


FILES = {
    "docs/other.md": "# 다른 노트\n\n주장이다. ^claim\n",
    "snippets/x.py": '# %% say\nn = 7\nprint("일곱")\n',
}


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Web:
    root = tmp_path_factory.mktemp("containers")
    write_files(root, {"mkdocs.yml": "site_name: t\n", "docs/index.md": "# 홈\n"} | FILES)
    project = Project(load_settings(root))
    build(project)
    return project.web


def shown(web: Web, text: str) -> str:
    md = markdown.Markdown(
        extensions=EXTENSIONS,
        extension_configs={
            "maedeup": {"page": "new.md", "web": web},
            "pymdownx.tabbed": {"alternate_style": True},
        },
    )
    html = md.convert(text)
    ours = r'<(details|p) class="mp-(?:receipt|near|read).*?</\1>'
    return re.sub(ours, "", html, flags=re.DOTALL)


def expected(text: str) -> str:
    return told(MarkdownIt("commonmark", {"html": True}).enable("table").render(text))


@pytest.mark.parametrize("container", CONTAINERS)
@pytest.mark.parametrize("block", BLOCKS)
def test_block_in_a_container_is_what_commonmark_shows(
    web: Web, block: str, container: str
) -> None:
    ours, theirs = BLOCKS[block]
    write, given = CONTAINERS[container]
    html = told(shown(web, write(ours)))
    wanted = expected(given(theirs if theirs is not None else ours))
    if container == "footnote":
        html = html.partition("<hr><ol><li>")[2].removesuffix("</li></ol>")
    assert html == wanted


@pytest.mark.parametrize(
    "text",
    [
        "> 글\n이어서\n\n밖",
        "> - 하나\n이어서\n> - 둘",
        ">글\n>- 하나\n>- 둘",
        "> 하나\n>> 둘\n\n밖",
        "-\t하나\n\n\t둘\n-\t셋",
        "1. 하나\n   - 둘\n   - 셋\n2. 넷",
        "10. 하나\n\n    둘\n11. 셋",
        "1) 하나\n2) 둘",
        "- 하나\n\n* 둘",
        "- 하나\n\n1. 둘",
        "-\n-\n- 하나",
        "Term\n\n- 하나\n\n    둘\n\n    ```text\n    ls\n    ```",
        "- # 제목\n- > 인용\n  > 이어서\n- | a |\n  |---|\n  | 1 |",
        "- ```text\n  ls\n  ```\n- 둘",
        " ```text\nls\n```\n\n글",
        "글\n   ~~~text\n     ls\n  la\n ~~~\n글",
        "1.\t```text\n\tls\n\t```\n2.\t둘",
        "- 하나\n\n      ls\n        la\n\n  둘",
        "-\n  하나\n- 둘",
        "- - 하나\n  - 둘",
        "```text\n- ls\n`````\n글",
        "- ~~~text\n  > ```\n  ~~~~\n- 글\n\n```text\nls",
        "> # 제목\n글",
        "> ```text\n> ls\n글",
        "글\n2. 둘",
        "글\n    ls",
        "> 인용\n---\n글",
        "* 하나\n    * 둘\n        * 셋\n\n            글",
        "- 하나\n  ~~~text\n  > 글\n\n  - 글\n  ~~~\n  뒤",
        "| a |\n|---|\n| 1 |\n- 하나",
        "> | a |\n> |---|\n> | 1 |\n글",
    ],
)
def test_text_is_read_as_commonmark_reads_it(web: Web, text: str) -> None:
    assert told(shown(web, text)) == expected(text)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            "> 인용\n\n> [!note] 하나\n> 글",
            "{인용}{글}",
        ),
        (
            "> [!note] 하나\n> 글\n\n> 인용",
            "{글}{인용}",
        ),
        (
            "> [!note] 하나\n> > [!tip] 둘\n> > 글",
            "{{글}}",
        ),
        ("> [!note|left] 하나\n> 글\n이어서", "{글이어서}"),
    ],
)
def test_callout_is_what_obsidian_shows(web: Web, text: str, html: str) -> None:
    page = shown(web, text)
    assert told(page) == html.replace("{", "<blockquote>").replace("}", "</blockquote>")
    assert "[!" not in page


def test_box_ends_where_its_indent_ends(web: Web) -> None:
    text = '!!! note "제목"\n    글\n- 하나\n\n??? tip "제목"\n    글\n\n밖'
    html = told(shown(web, text))
    assert html == "<blockquote>글</blockquote><ul><li>하나</li></ul><blockquote>글</blockquote>밖"


def test_formula_of_two_lines_keeps_its_operators(web: Web) -> None:
    assert [f.latex for f in find_formulas("글 $x\n- y$ 뒤")] == ["x\n- y"]
    assert find_formulas("값은 $5\n- 하나 $3") == []


def test_formula_in_a_quotation_takes_no_mark_in() -> None:
    (formula,) = find_formulas("> 글\n> $$\n> a\n> > b\n> $$ ^eq-one")
    assert (formula.latex.split(), formula.label) == (["a", ">", "b"], "eq-one")


def test_bar_in_a_table_is_a_bar() -> None:
    (formula,) = find_formulas("| a |\n|---|\n| $P(A\\|B)$ |")
    assert formula.latex == "P(A|B)"
    (outside,) = find_formulas("$\\|x\\|$")
    assert outside.latex == "\\|x\\|"


def test_what_is_marked_is_not_searched_for_inside_of_code_of_a_container() -> None:
    text = "- 하나\n  ```\n  [[no]] $x$\n  ```\n> ~~~\n> [[no]]\n\n[[yes]]"
    assert [r.target for r in find_references(text)] == ["yes"]
    assert find_formulas(text) == []


def test_code_that_is_not_closed_ends_with_its_container() -> None:
    assert [r.target for r in find_references("> ```\n> [[no]]\n\n[[yes]]")] == ["yes"]


def test_heading_of_a_callout_is_found_and_its_section_ends_with_it(built: MakeProject) -> None:
    text = "# 가\n\n> [!note] 제목\n> ## 안\n> 글\n\n밖\n"
    assert [(h.text, h.level) for h in find_headings(text)] == [("가", 1), ("안", 2)]
    html = render(built({"docs/a.md": text, "docs/b.md": "![[a#안]]\n"}), "b.md")
    assert "글" in told(html)
    assert "밖" not in told(html)


@pytest.mark.parametrize(
    ("block", "lifted"),
    [
        ("> 하나\n>\n> 둘\n\n^m", "> 하나\n>\n> 둘"),
        ("> [!tip] 하나\n> - 둘\n\n^m", "> [!tip] 하나\n> - 둘"),
        ("- 하나\n\n- 둘\n\n  셋\n\n^m", "- 하나\n\n- 둘\n\n  셋"),
        ("- 하나\n- 둘 ^m\n  - 셋\n- 넷", "- 둘 ^m\n  - 셋"),
        ("- 하나\n    - 둘 ^m\n        - 셋\n- 넷", "- 둘 ^m\n    - 셋"),
        ("1. 하나\n2. 둘\n\n^m", "1. 하나\n2. 둘"),
        ("글\n\n| a |\n|---|\n| 1 |\n\n^m", "| a |\n|---|\n| 1 |"),
        ("글\n\n```\nls\n\nla\n```\n\n^m", "```\nls\n\nla\n```"),
        ("> 글\n>\n> | a |\n> |---|\n> | 1 |\n>\n> ^m", "| a |\n|---|\n| 1 |"),
        ("> 글\n> 둘 ^m\n\n밖", "글\n둘"),
        ("> 하나\n> 둘\n^m", "> 하나\n> 둘"),
        ("- 하나\n\n  > 둘\n  > 셋\n\n  ^m", "> 둘\n> 셋"),
        ('!!! note "제목"\n    글\n\n    둘\n\n^m', '!!! note "제목"\n    글\n\n    둘'),
        ("[그림](a.png)^pic", "[그림](a.png)"),
    ],
)
def test_mark_names_the_whole_block(block: str, lifted: str) -> None:
    (found,) = find_blocks(block)
    assert lift(block, found.start, found.end) == lifted


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("| a |\n|---|\n| 1 |\n^m", "<table><tr><th>a</th></tr><tr><td>1</td></tr></table>"),
        ("> 글\n^m", "<blockquote>글</blockquote>"),
        ("- 하나\n- 둘\n^m", "<ul><li>하나</li><li>둘</li></ul>"),
        ("```text\nls\n```\n^m", "<pre>ls</pre>"),
    ],
)
def test_mark_right_under_a_block_leaves_it_whole(web: Web, text: str, html: str) -> None:
    page = shown(web, text)
    assert told(page) == html
    assert 'id="^m"' in page


def test_mark_under_a_heading_or_another_mark_takes_no_id_away(web: Web) -> None:
    page = shown(web, "## 절 하나\n\n^one\n\n> 글\n\n^two\n\n^three\n\n> 둘\n")
    names = re.findall(r'id="([^"]*)"', page)
    assert [n for n in names if n[:1] in ("절", "^")] == ["절-하나", "^one", "^two", "^three"]


def test_price_is_no_formula_and_its_list_a_list() -> None:
    assert find_formulas("US$15~$20.\n- 100$ 그리고") == []


def test_power_at_the_end_of_a_line_is_no_mark() -> None:
    assert find_blocks("(a+b)^2\n\nf(x)^n") == []


def test_correction_in_a_list_is_read() -> None:
    text = '- 하나\n\n    ??? correction "바로잡음: 틀림"\n        맞음\n\n        - 둘\n\n밖'
    (one,) = find_corrections(text)
    assert (one.title, one.text) == ("틀림", "맞음\n\n- 둘")


def test_what_stands_before_content_is_blanked_in_place() -> None:
    text = "> - $x$\n>   글\n- 하나\n\t둘"
    bare = unprefixed(text)
    assert bare == "    $x$\n    글\n  하나\n 둘"
    assert [len(line.containers) for line in read_lines(text)] == [2, 2, 1, 1]
