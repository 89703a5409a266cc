"""What a page shows."""

import re

import pytest

from .conftest import Files, MakeProject, render

pytestmark = pytest.mark.usefixtures("shared_results")

SNIPPET = """\
    # %% text
    print("한 줄")

    # %% plot
    import matplotlib.pyplot as plt

    fig, ax = plt.subplots(num="curve", figsize=(2, 1))
    ax.plot([0, 1], color="C1")
    ax.set_title("손실 곡선")
    ax.set_xlabel("걸음")

    # %% frame
    import pandas as pd

    df = pd.DataFrame({"이름": ["가", "나"], "값": [1.5, 2.25]})
    df

    # %% values
    accuracy = 0.953
    steps = 1_000_000
    word = "<b>"
    """
FILES: Files = {
    "snippets/x.py": SNIPPET,
    "docs/notes/relu.md": (
        "---\ntitle: 렐루\naliases: [ReLU]\n---\n음수를 끊는다.\n\n## 죽은 렐루\n"
    ),
    "docs/notes/sigmoid.md": "---\ntitle: 시그모이드\n---\n누른다.\n",
    "docs/planned.yml": "later: 나중 노트\n",
}


def page(built: MakeProject, text: str) -> str:
    project = built(FILES | {"docs/notes/page.md": f"---\ntitle: 쪽\n---\n{text}\n"})
    return render(project, "notes/page.md")


def plain(html: str) -> str:
    """Return what a reader reads."""
    html = re.sub(r"<(svg|details|aside|button).*?</\1>", "", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html)).strip()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[[relu]]은(는) 끊는다.", "렐루는 끊는다."),
        ("[[ReLU|렐루 함수]]을(를) 쓴다.", "렐루 함수를 쓴다."),
        ("[[later]]이(가) 온다.", "나중 노트가 온다."),
        ("정확도는 ![[x.py#accuracy|.1%]]이(가) 된다.", "정확도는 95.3%가 된다."),
        ("![[x.py#accuracy|.3f]]을(를) 얻는다.", "0.953을 얻는다."),
        ("![[x.py#steps|,]](으)로 늘린다.", "1,000,000으로 늘린다."),
        ("![[x.py#steps|만]](으)로 늘린다.", "100만으로 늘린다."),
        ("![[x.py#accuracy]]이다.", "0.953이다."),
        ("[[relu#죽은 렐루]]와 [[relu#죽은-렐루|여기]]", "렐루: 죽은 렐루와 여기"),
        ("**[[relu]]** *[[sigmoid]]*", "렐루 시그모이드"),
        ("| 이름 |\n|---|\n| [[relu\\|가]] |", "이름 가"),
        ("`[[relu]]은(는)`", "[[relu]]은(는)"),
        ("[[relu]] 은(는)", "렐루 은(는)"),
    ],
)
def test_reference_shows_its_target_and_the_particle_that_fits(
    built: MakeProject, text: str, shown: str
) -> None:
    assert plain(page(built, text)) == shown


def test_table_stands_in_its_frame_before_any_script_runs(built: MakeProject) -> None:
    html = page(built, "- 가\n\n    | 이름 |\n    |---|\n    | 나 |\n\n뒤")
    frame = r'<div class="md-typeset__scrollwrap">\s*<div class="md-typeset__table">\s*<table>'
    assert len(re.findall(frame, html)) == html.count("<table>") == 1
    assert plain(html) == "가 이름 나 뒤"


def test_link_is_relative_to_its_page(built: MakeProject) -> None:
    html = page(built, "[[relu]] [[relu#죽은 렐루]] [[index]]")
    assert '<a href="../../notes/relu/" class="mp-link">렐루</a>' in html
    assert '<a href="../../notes/relu/#죽은-렐루" class="mp-link">' in html
    assert '<a href="../../" class="mp-link">홈</a>' in html


def test_planned_note_is_shown_and_leads_nowhere(built: MakeProject) -> None:
    html = page(built, "[[later]]")
    assert '<span class="mp-planned" title="아직 쓰지 않은 노트">나중 노트</span>' in html


def test_value_carries_the_number_it_was_formatted_from(built: MakeProject) -> None:
    html = page(built, "![[x.py#accuracy|.1%]] ![[x.py#word]]")
    assert '<data class="mp-value" value="0.953" title="x.py: accuracy">95.3%</data>' in html
    assert '<data class="mp-value mp-words" value=' in html  # what is no number may wrap
    assert ">&lt;b&gt;</data>" in html


def test_cell_shows_code_then_output(built: MakeProject) -> None:
    html = page(built, "![[x.py#text]]")
    assert html.index("print") < html.index(">한 줄</code>") < html.index("mp-receipt")


@pytest.mark.parametrize(
    ("part", "code", "output", "figure"),
    [
        ("", True, False, True),
        ("|figure", False, False, True),
        ("|code", True, False, False),
        ("|output", False, False, True),
        ("|fold", True, False, True),
    ],
)
def test_part_of_a_cell(
    built: MakeProject, part: str, code: bool, output: bool, figure: bool
) -> None:
    html = page(built, f"![[x.py#plot{part}]]")
    assert ("subplots" in html) is code
    assert ("<svg" in html) is figure
    assert ('<details class="mp-code">' in html) is (part == "|fold")


def test_whole_snippet_shows_every_cell_and_one_receipt(built: MakeProject) -> None:
    html = page(built, "![[x.py]]")
    assert [name in html for name in ("한 줄", "<svg", "<table", "accuracy")] == [True] * 4
    assert html.count('class="mp-receipt"') == 1


def test_figure_has_an_alternative_text_and_follows_the_palette(built: MakeProject) -> None:
    html = page(built, "![[x.py#curve]]")
    assert 'role="img"' in html
    assert ">손실 곡선, 가로축 걸음 -0.05부터 1.05까지</title>" in html
    assert "var(--mp-c1,#d1571a)" in html
    assert "var(--mp-ink,#24292f)" in html
    assert "<metadata" not in html


def test_same_figure_twice_has_no_id_twice(built: MakeProject) -> None:
    ids = re.findall(r'\bid="([^"]+)"', page(built, "![[x.py#curve]]\n\n![[x.py#plot|figure]]"))
    assert len(ids) == len(set(ids))


def test_drawing_is_the_same_in_every_run(built: MakeProject) -> None:
    first = page(built, "![[x.py#curve]]")
    project = built(FILES | {"snippets/x.py": SNIPPET.rstrip(" ") + "    extra = 1\n"})
    assert project.ran == ["snippets/x.py"]
    figure = r"<figure.*?</figure>"
    again = render(project, "notes/page.md")
    assert re.findall(figure, first, re.DOTALL) == re.findall(figure, again, re.DOTALL)


def test_table_has_header_cells_and_numbers_flush_right(built: MakeProject) -> None:
    for text in ("![[x.py#df]]", "![[x.py#frame|output]]"):
        html = page(built, text)
        assert '<th scope="col">이름</th><th scope="col" class="mp-number">값</th>' in html
        assert '<tr><td>가</td><td class="mp-number">1.50</td></tr>' in html


def test_embed_in_a_list_and_a_details_block_stays_inside(built: MakeProject) -> None:
    html = page(
        built, '- 항목\n\n    ![[x.py#text]]\n\n??? note "접은 것"\n    글\n\n    ![[x.py#text]]\n'
    )
    assert re.search(r"<li>.*한 줄.*</li>", html, re.DOTALL)
    assert re.search(r"<details class=\"note\">.*한 줄.*</details>", html, re.DOTALL)


def test_heading_is_found_where_a_reference_to_it_leads(built: MakeProject) -> None:
    text = "[[#relu의 제목]] [[#식 x]] [[#셋]] [[#넷]]\n\n## [[relu]]의 제목\n\n## 식 $x$\n\n"
    html = page(built, text + "## 셋 { #three }\n\n## 넷\n\n## 넷\n")
    links = re.findall(r'<a href="#([^"]+)" class="mp-link"', html)
    ids = re.findall(r'<h2 id="([^"]+)"', html)
    assert links == ["relu의-제목", "식-x", "three", "넷"]
    assert ids == ["relu의-제목", "식-x", "three", "넷", "넷_1"]


def test_fence_that_is_not_tested_is_code_like_any_other(built: MakeProject) -> None:
    html = page(built, "```python notest\nx = 1\n```\n\n````text\n```python notest\n```\n````\n")
    assert html.count("<pre>") == 2
    assert html.count("notest") == 1


def test_link_to_a_part_of_a_snippet_may_have_any_label(built: MakeProject) -> None:
    html = page(built, "[[x.py#accuracy|이름]] [[x.py#curve|그림]]\n\n![[x.py#curve]]")
    assert '<a href="../../snippets/x.py" class="mp-link">이름</a>' in html
    assert '<a href="#fig-x-curve" class="mp-link">그림</a>' in html


def test_figure_may_have_a_caption(built: MakeProject) -> None:
    html = page(built, "![[x.py#curve|걸음마다의 손실]]")
    assert "<figcaption>그림 1. 걸음마다의 손실</figcaption>" in html


def test_code_that_holds_a_fence_is_shown_whole(built: MakeProject) -> None:
    text = '# %% a\ntext = """\n```\n~~~\n[[no]]\n"""\n'
    project = built({"snippets/f.py": text, "docs/index.md": "![[f.py#a]]\n\n끝\n"})
    html = render(project, "index.md")
    assert "[[no]]" in plain(html)
    assert plain(html).endswith("끝")


def test_formula_is_mathml_with_its_latex(built: MakeProject) -> None:
    html = page(built, "$x^2$이고\n\n$$\n\\frac{1}{2}\n$$\n\n| $a|b$ |\n|---|\n| 1 |\n")
    assert html.count("<math") == 3
    assert '<math display="block">' in html
    assert "\\frac{1}{2}</annotation>" in html


def test_note_says_what_to_read_before_and_after(built: MakeProject) -> None:
    text = "---\ntitle: 쪽\nrequires: [relu, later, sigmoid]\n---\n글\n"
    project = built(FILES | {"docs/notes/page.md": text})
    before = re.search(r'<nav class="mp-order".*?</nav>', render(project, "notes/page.md"))
    assert before is not None
    assert plain(before[0]) == "먼저 읽을 노트렐루, 시그모이드"
    after = re.search(r'<nav class="mp-order".*?</nav>', render(project, "notes/relu.md"))
    assert after is not None
    assert '<dt>이어서 읽을 노트</dt><dd><a href="../../notes/page/">쪽</a></dd>' in after[0]


def test_backlink_shows_its_paragraph_with_the_link_marked(built: MakeProject) -> None:
    files = FILES | {
        "docs/notes/page.md": "---\ntitle: 쪽\n---\n처음. [[relu]]은(는) 빠르다. 끝.\n"
    }
    html = render(built(files), "notes/relu.md")
    aside = html[html.index("<aside") :]
    assert '<a href="../../notes/page/">쪽</a>' in aside
    assert '<mark><a href="../../notes/relu/" class="mp-link">렐루</a></mark>는 빠르다.' in aside
    assert "처음. <mark>" in aside
    assert "data-search-exclude" in aside


def test_page_ends_with_no_stray_paragraph(built: MakeProject) -> None:
    files = FILES | {"docs/notes/page.md": "---\ntitle: 쪽\nrequires: [relu]\n---\n[[relu]]이다.\n"}
    project = built(files)
    for uri in ("notes/relu.md", "notes/page.md"):
        assert not re.search(r"<p>\s*<(ul|/ul|nav|aside|li|/li)", render(project, uri))


def test_problem_is_shown_where_it_is(built: MakeProject) -> None:
    html = page(built, "글\n\n![[x.py#plt]]\n\n[[없다]]")
    assert "<code>docs/notes/page.md:6</code> unknown cell, figure or value" in html
    assert "did you mean plot?" in html
    assert re.search(r'<span class="mp-broken" title="docs/notes/page.md:8: unknown note', html)


def test_failed_snippet_shows_its_traceback_and_no_number(built: MakeProject) -> None:
    files = {
        "snippets/x.py": "# %% a\nn = 5\nprint('먼저')\n# %% b\n1/0\n",
        "docs/index.md": "![[x.py#a]]\n\n값은 ![[x.py#n]]이다.\n",
    }
    html = render(built(files), "index.md")
    assert "<strong>ZeroDivisionError</strong> division by zero <span>(5행)</span>" in html
    assert "값은 ?이다." in plain(html)
    assert "mp-receipt" not in html


def test_receipt_says_seconds_device_versions_and_source(built: MakeProject) -> None:
    html = page(built, "![[x.py#df]]")
    receipt = re.search(r'<details class="mp-receipt".*?</details>', html, re.DOTALL)
    assert receipt is not None
    assert re.search(r"\d\.\d\d초 · CPU · Python 3\.", re.sub(r"</?span>", "", receipt[0]))
    assert "pandas" in receipt[0]
    assert 'href="../../snippets/x.py" download>snippets/x.py</a>' in receipt[0]


CORRECTED = """\
---
title: 렐루
tags: [활성화]
---
**렐루**는 끊는다.

??? correction "바로잡음: 흔한 말"
    정확도는 ![[x.py#accuracy|.2f]]이고 [[sigmoid]]와 다르다.

    ![[x.py#text]]

다음 문단은 칸 밖이다.
"""


def test_list_of_corrections_is_made_of_the_notes_that_have_them(built: MakeProject) -> None:
    files = FILES | {
        "docs/notes/relu.md": CORRECTED,
        "docs/maps/errata.md": "---\ntitle: 모음\nkind: map\n---\n![[list:corrections]]\n",
    }
    shown = render(built(files), "maps/errata.md")
    assert 'id="tag-활성화"' in shown
    assert "바로잡음: 흔한 말 정확도는 0.95이고 시그모이드와 다르다." in plain(shown)
    assert 'href="../../notes/relu/#x-text">x.py#text</a>' in shown
    assert "칸 밖" not in shown
    other = built(files | {"docs/notes/relu.md": CORRECTED.replace("흔한 말", "다른 말")})
    assert "바로잡음: 다른 말" in plain(render(other, "maps/errata.md"))


def test_slips_of_the_source_are_listed_apart_from_misconceptions(built: MakeProject) -> None:
    slip = '??? correction slip "원 노트에서 고친 것: 오타"\n    바로 쓴다.\n'
    maps = "---\ntitle: 모음\nkind: map\n---\n"
    files = FILES | {
        "docs/notes/relu.md": CORRECTED + "\n" + slip,
        "docs/maps/errata.md": maps + "![[list:corrections]]\n",
        "docs/maps/slips.md": maps.replace("모음", "실수")
        + '??? note "접는다"\n    ![[list:slips]]\n',
    }
    project = built(files)
    misconceptions, slips = (render(project, f"maps/{name}.md") for name in ("errata", "slips"))
    assert "흔한 말" in misconceptions
    assert "오타" not in misconceptions
    assert '<a href="../../notes/relu/">렐루</a>: 오타</strong>' in slips
    assert "바로 쓴다." in slips
    assert "흔한 말" not in slips
    assert "</ul>\n</details>" in slips


def test_unknown_list_is_a_problem(built: MakeProject) -> None:
    assert "unknown list" in page(built, "![[list:correction]]")


CHAIN: Files = {
    f"docs/notes/{slug}.md": (
        f"---\ntitle: {title}\nrequires: [{requires}]\n---\n**{title}**은 {n}째다.\n"
    )
    for n, (slug, title, requires) in enumerate(
        [
            ("a", "가", ""),
            ("b", "나", "a"),
            ("x", "딴길", "a"),
            ("c", "다", "b, y"),
            ("y", "곁", ""),
        ]
    )
}


@pytest.mark.parametrize(
    ("way", "shown"),
    [
        ("path:a→c", "가: 가은 0째다. 나: 나은 1째다. 다: 다은 3째다."),
        ("path:→c", "가: 가은 0째다. 나: 나은 1째다. 곁: 곁은 4째다. 다: 다은 3째다."),
        ("path:가 -> 나", "가: 가은 0째다. 나: 나은 1째다."),
    ],
)
def test_way_lists_what_to_read_in_order(built: MakeProject, way: str, shown: str) -> None:
    project = built(CHAIN | {"docs/notes/page.md": f"---\ntitle: 쪽\n---\n![[{way}]]\n"})
    assert plain(render(project, "notes/page.md")) == shown


@pytest.mark.parametrize(
    ("way", "problem"),
    [("path:x→c", "no way"), ("path:z→c", "unknown note"), ("path:a→b→c", "broken path")],
)
def test_way_that_leads_nowhere_is_a_problem(built: MakeProject, way: str, problem: str) -> None:
    project = built(CHAIN | {"docs/notes/page.md": f"---\ntitle: 쪽\n---\n![[{way}]]\n"})
    assert problem in render(project, "notes/page.md")


def test_note_comes_after_the_one_whose_snippet_its_snippet_imports(built: MakeProject) -> None:
    project = built(
        {
            "snippets/base.py": "# %% one\nx = 1\n",
            "snippets/more.py": "# %% two\nfrom base import x\n",
            "docs/notes/base.md": "---\ntitle: 밑\n---\n![[base.py]]\n",
            "docs/notes/more.md": "---\ntitle: 위\n---\n![[more.py]]\n",
        }
    )
    assert '먼저 읽을 노트</dt><dd><a href="../../notes/base/">밑' in render(
        project, "notes/more.md"
    )


EXACT: Files = {
    "snippets/x.py": """\
        # %% frame
        import pandas as pd

        scores = pd.DataFrame({"정확도": [0.95334, None], "합": [12345.678, 2.0], "수": [3, 4]})
        """
}


@pytest.mark.parametrize(
    ("label", "cells"),
    [
        ("", ["0.95334", "12345.678", "3", "NaN", "2.000", "4"]),
        ("|.2f", ["0.95", "12345.68", "3", "NaN", "2.00", "4"]),
        ("|만", ["0.9533", "1만", "3", "NaN", "2", "4"]),
        ("|정확도: .1%, 합: 만", ["95.3%", "1만", "3", "NaN", "2", "4"]),
        ("|정확도: .1%, 수: 03d", ["95.3%", "12345.678", "003", "NaN", "2.000", "004"]),
    ],
)
def test_table_shows_its_numbers_in_the_format_that_the_note_declares(
    built: MakeProject, label: str, cells: list[str]
) -> None:
    project = built(EXACT | {"docs/index.md": f"# 홈\n\n![[x.py#scores{label}]]\n"})
    assert re.findall(r"<td[^>]*>([^<]+)</td>", render(project, "index.md")) == cells


@pytest.mark.parametrize("label", ["정학도: .1%", ".2z", "합: 백만"])
def test_format_that_fits_no_table_is_a_problem(built: MakeProject, label: str) -> None:
    project = built(EXACT | {"docs/index.md": f"# 홈\n\n![[x.py#scores|{label}]]\n"})
    assert "does not take this format" in render(project, "index.md")


def test_text_alternatives_and_titles_hold_words_and_no_elements(built: MakeProject) -> None:
    text = (
        '# 홈\n\n![축 $x < y$ [[b]]](p.png "몫 $z$") [글](b.md "값 $a$") '
        '<img src="p.png" alt="뒤 $w$">\n\n'
        '## 제목 { #id title="$t$" }\n'
    )
    html = render(
        built({"docs/index.md": text, "docs/b.md": "# 비\n", "docs/p.png": b""}), "index.md"
    )
    found = re.findall(r'(?:alt|title)="([^"]*)"', html)
    assert found == ["축 x &lt; y 비", "몫 z", "값 a", "뒤 $w$", "t"]
