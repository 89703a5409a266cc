"""Parts of notes shown in other notes, and blocks."""

import re

import pytest
from maedeup.search.index import build_index

from tests.project import RunOptions, build

from .conftest import Files, MakeProject, messages, render

pytestmark = pytest.mark.usefixtures("shared_results")

FILES: Files = {
    "docs/index.md": "# 홈\n\n[[a]] [[b]]\n",
    "docs/notes/x.png": b"",
    "docs/notes/b.md": """\
        ---
        title: 나
        ---
        나는 [[a]]이다.

        ## 둘째 절 { #mine }

        글 [링크](../a.md#절)[^1] ![그림](x.png) `](x.md)`. ^p

        ### 안 제목

        - 항목
        - 이것 ^item
            - 속 항목
        - 다음

        | 표 |
        |---|
        | [[a\\|가가]] |

        ^table

        ## 셋째 절

        마지막.

        [^1]: 각주 [[a]].
        """,
}


def page(built: MakeProject, text: str, **files: str) -> str:
    named = {name.replace("__", "/") + ".md": content for name, content in files.items()}
    project = built(FILES | {"docs/a.md": f"---\ntitle: 가\n---\n{text}\n"} | named)
    assert messages(project) == []
    return re.sub(r"<aside.*</aside>", "", render(project, "a.md"), flags=re.DOTALL)


def test_section_of_another_note_is_shown_up_to_the_next_heading_of_its_level(
    built: MakeProject,
) -> None:
    html = page(built, "![[b#둘째 절]]")
    assert "안 제목" in html
    assert "속 항목" in html
    assert "셋째 절" not in html
    assert "나는" not in html
    source = '<p class="mp-part-source"><a href="../notes/b/#mine">나: 둘째 절</a>에서 가져옴</p>'
    assert source in html


def test_whole_note_is_shown_without_its_front_matter(built: MakeProject) -> None:
    html = page(built, "![[b]]")
    assert "나는" in html
    assert "마지막" in html
    assert "title:" not in html


def test_links_of_a_part_are_re_based(built: MakeProject) -> None:
    html = page(built, "![[b#둘째 절]]")
    assert '<a href="a.md#절">' in html  # which the host makes the page's address
    assert 'src="notes/x.png"' in html
    assert "<code>](x.md)</code>" in html
    assert '<a href="../a/" class="mp-link">가가</a>' in html


def test_footnotes_of_a_part_come_along_and_stay_apart(built: MakeProject) -> None:
    html = page(built, "![[b#둘째 절]]\n\n![[b#^p]]\n\n내 각주[^1].\n\n[^1]: 나의 것.")
    for mark in ("[^e1-1]: 각주", "[^e2-1]: 각주", "[^1]: 나의"):
        assert html.count(mark) == 1


def test_headings_of_a_part_are_no_headings_of_the_page(built: MakeProject) -> None:
    html = page(built, "## 절\n\n![[b#둘째 절]]\n\n## 셋째 절")
    assert re.findall(r"<h\d[^>]*>", html) == ['<h2 id="절">', '<h2 id="셋째-절">']
    levels = re.findall(r'aria-level="(\d)" class="mp-part-heading" role="heading">([^<]+)', html)
    assert levels == [("3", "둘째 절"), ("4", "안 제목")]
    assert "mine" not in html.replace("#mine", "")


def test_ids_stay_unique_when_a_part_is_shown_twice(built: MakeProject) -> None:
    html = page(built, "글. ^p\n\n![[b]]\n\n![[b#^p]]\n\n![[b]]")
    ids = re.findall(r'id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert ids == ["^p"]


def test_block_is_shown_alone(built: MakeProject) -> None:
    html = page(built, "![[b#^item]]")
    assert "속 항목" in html
    assert "다음" not in html
    assert "<th>표</th>" in page(built, "![[b#^table]]")


def test_block_has_its_anchor_and_shows_no_mark(built: MakeProject) -> None:
    text = (
        "단락. ^one\n\n- 항목 ^two\n\n| a |\n|---|\n| 1 |\n\n^three\n\n??? note\n    속 `c` ^four\n"
        "\n"
        "```text\nx\n```\n\n^five\n\n[[#^one|위]]"
    )
    html = page(built, text)
    for tag, anchor in (("p", "one"), ("li", "two"), ("table", "three"), ("p", "four")):
        assert f'<{tag} id="^{anchor}">' in html
    assert 'id="^five"' in html
    assert '<a href="#^one" class="mp-link">위</a>' in html
    assert "\n^" not in html
    assert " ^" not in html


def test_part_inside_a_list_or_a_folded_box_stays_inside(built: MakeProject) -> None:
    html = page(built, "??? note\n    ![[b#^item]]\n\n끝")
    assert re.search(r"<details.*속 항목.*</details>\s*<p>끝", html, re.DOTALL)


def test_embed_in_an_embedded_part_is_shown_too(built: MakeProject) -> None:
    html = page(built, "![[c]]", docs__c="[[a]]\n\n![[b#^item]]\n")
    assert "속 항목" in html


@pytest.mark.parametrize(
    ("a", "c", "chain"),
    [
        ("![[c]]", "![[a]]", {"a -> c -> a", "c -> a -> c"}),
        ("## 절\n\n![[#절]]", "[[a]]", {"a#절 -> a#절"}),
        (
            "## 절\n\n![[c#것]]",
            "## 것\n\n![[a#절]]",
            {"a#절 -> c#것 -> a#절", "c#것 -> a#절 -> c#것"},
        ),
    ],
)
def test_circle_of_embeds_is_one_problem_with_its_chain(
    built: MakeProject, a: str, c: str, chain: set[str]
) -> None:
    project = built({"docs/index.md": "[[a]] [[c]]\n", "docs/a.md": a, "docs/c.md": c})
    (found,) = messages(project)
    assert found.partition(": embeds in a circle: ")[2] in chain
    assert 'class="mp-problem"' in render(project, "a.md")  # and rendering it ends


def test_two_sections_that_show_each_others_note_are_no_circle(built: MakeProject) -> None:
    files = {"docs/index.md": "[[a]] [[c]]\n"}
    files["docs/a.md"] = "## 하나\n\n![[c#둘]]\n\n## 둘\n\n글.\n"
    files["docs/c.md"] = "## 하나\n\n![[a#둘]]\n\n## 둘\n\n글.\n"
    assert messages(built(files)) == []


def test_embed_is_a_backlink_whose_quotation_is_a_link(built: MakeProject) -> None:
    project = built(FILES | {"docs/a.md": "![[b#셋째 절]]\n"})
    assert {link.source.src_uri for link in project.web.backlinks["notes/b.md"]} == {
        "index.md",
        "a.md",
    }
    aside = render(project, "notes/b.md").partition("<aside")[2]
    assert "mp-part" not in aside
    assert '<a href="../../notes/b/#셋째-절" class="mp-link">' not in aside
    assert '<a href="#셋째-절" class="mp-link">셋째 절</a>' in aside


def test_problem_in_an_embedded_part_names_the_note_it_stands_in(built: MakeProject) -> None:
    project = built(FILES | {"docs/a.md": "![[c]]\n", "docs/c.md": "[[a]]\n\n[[nowhere]]\n"})
    assert messages(project) == ["docs/c.md:3: unknown note: nowhere"]


def test_embedded_text_is_not_found_twice(built: MakeProject) -> None:
    project = built(FILES | {"docs/a.md": "![[b#셋째 절]]\n"})
    docs = build_index(project.web)["docs"]
    assert [d["location"] for d in docs if "마지막" in d["text"]] == ["notes/b/#셋째-절"]
    assert not any("^" in doc["text"] for doc in docs)


def test_changed_section_changes_the_pages_that_show_it(built: MakeProject) -> None:
    project = built(FILES | {"docs/a.md": "![[b#셋째 절]]\n"})
    before = render(project, "a.md")
    file = project.root / "docs/notes/b.md"
    file.write_text(file.read_text("utf-8").replace("마지막", "끝"), "utf-8")
    build(project, RunOptions())
    assert render(project, "a.md") == before.replace("마지막", "끝")
