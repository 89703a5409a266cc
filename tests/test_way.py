"""Maps as paths: what a note says of its place on one, and what a map says of its length."""

import re

from .conftest import Files, MakeProject, build_site, render

NOTE = "---\ntitle: {0}\n---\n**{0}**은(는) 노트이다. [[map-a]]에서 왔다.\n"
FILES: Files = {
    "docs/notes/one.md": NOTE.format("하나"),
    "docs/notes/two.md": NOTE.format("둘"),
    "docs/notes/three.md": NOTE.format("셋"),
    "docs/maps/map-a.md": (
        "---\ntitle: 첫 지도\nkind: map\npath: 1\n---\n[[two]] 다음에 [[one|이것]], "
        "[[map-b]], [[map-c]], [[two]].\n"
    ),
    "docs/maps/map-b.md": "---\ntitle: 다른 지도\nkind: map\n---\n[[one]]\n\n- [[three]]\n",
    "docs/maps/map-c.md": "---\ntitle: 목록\nkind: map\npath: false\n---\n[[three]] [[one]]\n",
}


def line(html: str, name: str) -> str:
    found = re.search(rf'<(nav|p) class="{name}".*?</\1>', html, re.DOTALL)
    return found[0] if found else ""


def test_note_shows_its_place_on_the_first_map_that_holds_it(built: MakeProject) -> None:
    project = built(FILES)
    assert project.problems == []
    two = line(render(project, "notes/two.md"), "mp-way")
    assert '<a href="../../maps/map-a/">첫 지도</a> <b>1/2</b>' in two
    assert "1분" in two
    assert '<a rel="prev" hidden>' in two
    assert '<a rel="next" href="../../notes/one/" title="하나">' in two
    assert "<b>2/2</b>" in line(render(project, "notes/three.md"), "mp-way")


def test_note_of_two_maps_offers_the_other_path_without_a_script(built: MakeProject) -> None:
    foot = line(render(built(FILES), "notes/one.md"), "mp-way-foot")
    ways = re.findall(r'<li data-way="([\w-]+)">.*?<b>(.*?)</b>', foot)
    assert ways == [("map-a", "2/2"), ("map-b", "1/2")]  # map-c only lists
    assert "첫 지도" in foot[: foot.index("<details")]  # the end of the first path leads to its map


def test_map_says_its_length_and_where_it_begins(built: MakeProject) -> None:
    project = built(FILES)
    told = line(render(project, "maps/map-a.md"), "mp-progress")
    assert "노트 2편, 2분쯤" in told
    assert 'href="../../notes/two/"' in told
    assert 'data-steps="notes/two/\nnotes/one/"' in told
    assert line(render(project, "maps/map-c.md"), "mp-progress") == ""


def test_more_words_and_code_take_more_minutes(built: MakeProject) -> None:
    code = "# %% long\n" + "x = 1\n" * 60
    text = NOTE.format("하나") + "\n" + "말이 많다 " * 200 + "\n\n![[long.py#long]]\n"
    project = built({**FILES, "docs/notes/one.md": text, "snippets/long.py": code})
    words = (10 + 400) / 130
    assert f"<span>{round(words + 60 / 15 + 1 / 4)}분</span>" in line(
        render(project, "notes/one.md"), "mp-way"
    )


def test_path_of_a_map_that_is_no_number_is_a_problem(built: MakeProject) -> None:
    wrong = "---\ntitle: 다른 지도\nkind: map\npath: first\n---\n[[one]] [[three]]\n"
    project = built({**FILES, "docs/maps/map-b.md": wrong})
    found = [str(p).split("\n")[0] for p in project.problems]
    assert found == ["docs/maps/map-b.md:4: path is no number: 'first'"]


def test_line_stands_below_a_title_that_the_text_has(built: MakeProject) -> None:
    project = built({**FILES, "docs/notes/one.md": "# 하나\n\n[[map-a]]의 노트이다.\n"})
    html = render(project, "notes/one.md")
    assert html.index("<h1") < html.index("mp-way") < html.index("의 노트이다")


def test_theme_says_in_which_section_the_path_of_a_note_lies(built: MakeProject) -> None:
    project = built({**FILES, "docs/index.md": "[[map-a]]\n", "docs/notes/four.md": "# 넷\n"})
    site = build_site(
        project.root,
        theme={"name": "material", "features": ["navigation.tabs"], "font": False},
        nav=[
            "index.md",
            {"지도": ["maps/map-a.md"]},
            {"또": ["maps/map-b.md"]},
            {"하나": "notes/one.md"},
        ],
    )

    def tab(page: str) -> list[str]:
        html = site[f"{page}/index.html"].decode()
        return [
            re.sub(r"<[^>]+>", "", item).strip()
            for item in re.findall(r'<li class="md-tabs__item[^"]*--active">(.*?)</li>', html, re.S)
        ]

    assert tab("notes/two") == ["지도"]
    assert tab("notes/three") == ["또"]
    assert tab("notes/four") == []
    assert tab("notes/one") == ["하나"]  # of the navigation itself, though a path leads through it
    assert tab("maps/map-a") == ["지도"]
