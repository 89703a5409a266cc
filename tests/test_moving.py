"""Text that moves to another page takes its links, pictures, HTML and footnotes along."""

from __future__ import annotations

import re
import unicodedata

import pytest
from maedeup.notes.links import find_links, plain_links
from maedeup.notes.note import parse_note
from maedeup.site.last_check import find_dead_links
from maedeup.site.twins import Twin
from maedeup.text.paths import SourcePath

from tests.conftest import MakeProject, build_site, messages, render

pytestmark = pytest.mark.usefixtures("shared_results")

PNG = b"\x89PNG"
MOVED = """\
# 처음

## 절

[[b]]와 [[f]]를 보라. [가](sub/c.md) [나](sub/c.md#h "제목") ![그림](sub/p.png) [다](<sub/d e.md>)
[라](sub/d%20e.md) [마](sub/c_(x).md) <img src="sub/p.png" alt="x"> <a href="sub/c/">바</a>
[사][r] [r] [아][R] [밖](https://example.com/a_(b)) [자](#절) <a href="#절">차</a>
<video poster="sub/p.png" src='sub/v.mp4'></video> <img srcset="sub/p.png 1x, sub/p2.png 2x" alt="">

> 인용 [카](sub/c.md)
> - 항목 [[b]] [타](sub/c.md)[^one]

[r]: sub/c.md "뜻"

[^one]: 각주 [파](sub/c.md).
"""
FILES = {
    "docs/index.md": MOVED,
    "docs/sub/b.md": "# 나\n\n[[index]]\n\n![[index#절]]\n",
    "docs/sub/c.md": "# 다\n\n[[index]]\n\n## h\n",
    "docs/sub/d e.md": "# 라\n\n[[index]]\n",
    "docs/sub/c_(x).md": "# 마\n\n[[index]]\n",
    "docs/deep/er/f.md": "# 바\n\n[[index]]\n\n![[index#절]]\n\n- 글\n\n    ![[index#절]]\n",
    "docs/sub/p.png": PNG,
    "docs/sub/p2.png": PNG,
    "docs/sub/v.mp4": b"",
}
SETTINGS = {
    "markdown_extensions": [
        "attr_list",
        "tables",
        "md_in_html",
        "footnotes",
        "pymdownx.superfences",
    ]
}


def test_no_link_of_a_text_that_moved_is_dead(built: MakeProject) -> None:
    project = built(FILES)
    assert not [m for m in messages(project) if "orphan" in m]
    build_site(project.root, **SETTINGS)
    site = project.root.parent / f"{project.root.name}-site"
    dead = [(link.page, link.href) for link in find_dead_links(site)]
    assert not [one for one in dead if "sub/" in one[0] or "deep/" in one[0] or one[0] == "index"]
    html = (site / "deep/er/f/index.html").read_text("utf-8")
    assert html.count('src="../../../sub/p.png"') >= 4
    assert html.count('poster="../../../sub/p.png"') >= 2
    assert html.count("../../../sub/p2.png 2x") >= 2
    assert html.count('<a href="../../../sub/c/" title="뜻">사</a>') >= 2
    assert re.search(
        r'<sup id="fnref:e1-one">.*각주 <a href="../../../sub/c/">파</a>', html, re.DOTALL
    )


def test_quote_of_a_backlink_has_its_links_rebased(built: MakeProject) -> None:
    project = built(FILES)
    site = build_site(project.root, **SETTINGS)
    html = site["sub/b/index.html"].decode().partition("mp-backlinks")[2]
    assert '<a href="../c/">가</a>' in html
    assert '<img alt="그림" src="../p.png"' in html
    assert '<a href="../c/">바</a>' in html


def test_twin_of_a_page_that_shows_another_note_has_links_of_its_own_place(
    built: MakeProject,
) -> None:
    project = built(FILES)
    text = Twin(project.web, "deep/er/f.md").note(project.notes["deep/er/f.md"])
    assert "[가](../../sub/c.md)" in text
    assert "[사](../../sub/c.md" in text


@pytest.mark.parametrize(
    "link",
    [
        "[x](가 나/t.md)",
        "[x](<가 나/t.md>)",
        "[x](%EA%B0%80%20%EB%82%98/t.md)",
        "[x](가%20나/t.md#h)",
        "[x](./가%20나/t.md '제목')",
        "[x]( 가%20나/t.md )",
        "[x][r]\n\n[r]: <가 나/t.md>",
        '[x][]\n\n[x]: 가%20나/t.md "제목"',
        '<a href="가%20나/t/">x</a>',
        "> - [x](가%20나/t.md)",
        "[x](/가%20나/t.md)",
        "[x](가%20나/t)",
        "[[/가 나/t]]",
        "[[가 나/t]]",
    ],
)
def test_note_that_is_linked_to_in_any_way_is_no_orphan(built: MakeProject, link: str) -> None:
    project = built({"docs/index.md": f"# 홈\n\n{link}\n", "docs/가 나/t.md": "# 티\n\n## h\n"})
    assert not [m for m in messages(project) if "orphan" in m or "unknown" in m]


def test_link_in_code_leads_nowhere() -> None:
    assert find_links("`[x](a.md)`\n\n```\n<a href='b/'>\n[r]: c.md\n```\n<!-- [x](d.md) -->") == []


def test_words_in_brackets_behind_a_reference_are_no_address() -> None:
    assert find_links("[[adam]](학습률 0.005)과 [[b]](가)") == []
    assert [link.url for link in find_links("[[1]](https://example.com)")] == [
        "https://example.com"
    ]


def test_part_of_an_address_is_found_where_it_stands() -> None:
    text = "가 [x](<가 나/t.md#h> 'b') [y](c_(d).md?q=1#z)"
    found = find_links(text)
    assert [text[slice(*link.span("path"))] for link in found] == ["가 나/t.md", "c_(d).md"]
    assert [text[slice(*link.span("anchor"))] for link in found] == ["h", "z"]


def test_link_from_the_root_of_the_vault_is_followed(built: MakeProject) -> None:
    files = {
        "docs/a/b/n.md": "# 엔\n\n[하나](/c/t.md) [둘](c/t.md) [셋](c/t) ![그림](c/p.png)\n",
        "docs/c/t.md": "# 티\n\n[[n]]\n",
        "docs/c/p.png": PNG,
    }
    html = build_site(built(files).root)["a/b/n/index.html"].decode()
    assert all(f'<a href="../../../c/t/">{name}</a>' in html for name in ("하나", "둘", "셋"))
    assert 'src="../../../c/p.png"' in html


def test_decomposed_names_lead_to_the_files_that_the_site_has(built: MakeProject) -> None:
    def nfd(text: str) -> str:
        return unicodedata.normalize("NFD", text)

    text = "# 처음\n\n[[나무 글]] ![그림](폴더/고양이.png) [글](폴더/나무%20글.md#뿌리)\n\n"
    text += "![[고양이.png|그림]]\n"
    files = {
        "docs/index.md": nfd(text),
        nfd("docs/폴더/나무 글.md"): nfd("# 나무 글\n\n[[index]]\n\n## 뿌리\n"),
        nfd("docs/폴더/고양이.png"): PNG,
    }
    project = built(files)
    assert messages(project) == []
    build_site(project.root)
    site = project.root.parent / f"{project.root.name}-site"
    assert find_dead_links(site) == []
    names = [path.name for path in site.rglob("*")]
    assert names == [unicodedata.normalize("NFC", name) for name in names]


def test_name_in_several_folders_means_the_nearest(built: MakeProject) -> None:
    files = {
        "docs/a/t.md": "# 하나\n",
        "docs/b/t.md": "# 둘\n",
        "docs/a/n.md": "[[t]]\n",
        "docs/b/deep/n.md": "[[t]]\n",
        "docs/n0.md": "[[t]]\n",
    }
    project = built(files)
    assert 'href="../../a/t/"' in render(project, "a/n.md")
    assert 'href="../../../b/t/"' in render(project, "b/deep/n.md")
    told = "\n".join(map(str, project.problems))
    assert "docs/n0.md:1: ambiguous reference: t\n\nhint: write one of: a/t, b/t" in told
    assert told.count("ambiguous") == 1


def test_readme_is_the_page_of_its_folder(built: MakeProject) -> None:
    files = {"docs/sub/README.md": "# 폴더\n\n[[n]]\n", "docs/sub/n.md": "[[sub]]\n"}
    project = built(files)
    assert not [m for m in messages(project) if "unknown" in m]
    assert '<p><a href="../../sub/" class="mp-link">폴더</a>' in render(project, "sub/n.md")


def test_sentence_with_a_formula_of_two_lines_is_quoted_whole() -> None:
    body = "# 가\n\n> 앞. 값은 $x\n> + y$이고 [[b]]이다.\n> 뒤.\n"
    note = parse_note(SourcePath("docs/a.md"), "a.md", body)
    sentence = note.sentence_at(note.references[0].start)
    assert "".join(sentence.split()) == "값은$x+y$이고[[b]]이다."


def test_links_of_a_note_are_found_with_what_they_mean() -> None:
    note = parse_note(SourcePath("docs/a/n.md"), "a/n.md", "[x](../b.md) [y](#h) <a href='../c/'>")
    meant = {path for _, path in plain_links(note)}
    assert {"b.md", "a/n.md", "a/c.md"} <= meant


def test_snippet_of_a_decomposed_name_is_run_shown_and_taken_away(built: MakeProject) -> None:
    def nfd(text: str) -> str:
        return unicodedata.normalize("NFD", text)

    files = {
        nfd("자료.txt"): "일곱",
        "docs/index.md": nfd("# 처음\n\n![[폴더/코드.py#하나]]\n"),
    }
    code = f"# %% 하나\nprint(open('{nfd('자료.txt')}').read())\n"
    files[nfd("snippets/폴더/코드.py")] = code
    project = built(files)
    assert messages(project) == []
    assert "일곱" in render(project, "index.md")
    build_site(project.root)
    site = project.root.parent / f"{project.root.name}-site"
    assert (site / "snippets/폴더/코드.py").is_file()
    assert find_dead_links(site) == []
    (project.root / nfd("자료.txt")).write_text("여덟", "utf-8")
    again = built({})
    assert again.ran == ["snippets/폴더/코드.py"]


def test_part_brings_the_footnotes_that_it_names_and_no_others(built: MakeProject) -> None:
    note = (
        "# 가\n\n## 앞\n\n글[^a]과 `[^없음]`\n\n## 뒤\n\n글만.\n\n"
        "[^a]: 첫째[^b]\n\n    둘째 문단\n\n[^b]: 둘째\n[^c]: 셋째\n"
    )
    files = {
        "docs/n.md": note,
        "docs/first.md": "# 나\n\n![[n#앞]]\n",
        "docs/last.md": "# 다\n\n![[n#뒤]]\n",
        "docs/box.md": "# 라\n\n1. 항목\n\n    > [!tip] 안\n    > ![[n#앞]]\n",
    }
    site = build_site(built(files).root, **SETTINGS)
    first, last, box = (site[f"{name}/index.html"].decode() for name in ("first", "last", "box"))
    for html in (first, box):
        assert re.findall(r'<li id="fn:([^"]+)">', html) == ["e1-a", "e1-b"]
        assert re.search(r"<p>첫째<sup.*?</p>\s*<p>둘째 문단", html)
        assert "<pre>" not in html
    assert "글만." in last
    assert "fn:" not in last


@pytest.mark.parametrize(
    ("line", "quote"),
    [
        ("<details><summary>날것 [[b]]</summary>", "날것 <mark>"),
        ("<b>굵게. [[b]]</b> 뒤 <kbd>Q</kbd>", "<mark>"),
        ("- [ ] 할 일 [[b]]", "<p>할 일 <mark>"),
        ('!!! note "제목 [[b]]"', "<p>제목 <mark>"),
        ("> [!tip]- 제목 [[b]]", "<p>제목 <mark>"),
        ("`<div>` 태그 [[b]]", "<code>&lt;div&gt;</code> 태그 <mark>"),
    ],
)
def test_quote_of_a_backlink_holds_whole_html_of_one_line(
    built: MakeProject, line: str, quote: str
) -> None:
    project = built(
        {"docs/a.md": f"# 가\n\n{line}\n", "docs/b.md": "# 나\n", "docs/c.md": "[[b]]\n"}
    )
    html = build_site(project.root)["b/index.html"].decode().partition("mp-backlinks")[2]
    quotes = html.partition("</aside>")[0]
    assert quote in quotes
    assert quotes.count("<mark>") == 2
    for name in ("details", "summary", "b", "kbd", "div"):
        assert quotes.count(f"<{name}>") == quotes.count(f"</{name}>"), name
    assert "<details>" not in quotes
