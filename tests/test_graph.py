"""The picture of a note's neighbours, and that of the whole vault."""

from __future__ import annotations

import gzip
import json
import math
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from maedeup.notes.note import Note
from maedeup.vault.graph import load_picture, make_data
from maedeup.vault.layout import Entry, lay_out
from maedeup.vault.neighbours import find_neighbours

from tests.project import Project, build, load_settings

from .conftest import MakeProject, render, write_files

SHOWN = {"docs/graph.md": "---\ntitle: 노트 그래프\nkind: guide\n---\n\n![[list:graph]]\n"}


def note(title: str, text: str, more: str = "") -> str:
    return f"---\ntitle: {title}\n{more}---\n{text}\n"


CIRCLES = {  # two groups of three notes, and one link between them
    "docs/index.md": note("홈", "[[a]]"),
    "docs/notes/a.md": note("가", "[[b]] [[c]] [[d]]", "aliases: [first]\n"),
    "docs/notes/b.md": note("나", "[[a]] [[c]]"),
    "docs/notes/c.md": note("다", "[[a]] [[b]]"),
    "docs/notes/d.md": note("라", "[[e]] [[f]]"),
    "docs/notes/e.md": note("마", "[[d]] [[f]]"),
    "docs/notes/f.md": note("바", "[[d]] [[e]]"),
} | SHOWN


def chapters(n_notes: int) -> tuple[list[str], list[tuple[str, str]]]:
    """Return names and links of a vault in chapters of thirty."""
    draw = random.Random(1)
    names = [f"n{number:04}" for number in range(n_notes)]
    links = set()
    for number in range(n_notes):
        for _ in range(4):
            near = number // 30 * 30 + draw.randrange(30)
            other = min(near, n_notes - 1) if draw.random() < 0.8 else draw.randrange(n_notes)
            if other != number:
                links.add((names[min(number, other)], names[max(number, other)]))
    return names, sorted(links)


def size_of(places: dict[str, Entry]) -> float:
    xs, ys = [x for x, _, _ in places.values()], [y for _, y, _ in places.values()]
    return math.hypot(max(xs) - min(xs), max(ys) - min(ys))


def away(one: Entry, other: Entry) -> float:
    return math.hypot(one[0] - other[0], one[1] - other[1])


# The neighbours of one note.


def neighbours(project: Project, note: Note, most: int) -> list[Note]:
    web = project.web
    return find_neighbours(web.links, web.order, web.vault, note, most)


def test_nearest_are_who_links_back_then_who_shares_neighbours_then_who_is_required(
    built: MakeProject,
) -> None:
    project = built(
        {
            "docs/index.md": note("홈", "[[here]]"),
            "docs/notes/here.md": note("여기", "[[both]] [[far]] [[basis]] [[shares]]",
                                       "requires: [basis]\n"),
            "docs/notes/both.md": note("서로", "[[here]]"),
            "docs/notes/far.md": note("가장 앞 제목", "."),
            "docs/notes/basis.md": note("먼저", "."),
            "docs/notes/shares.md": note("함께", "[[far]] [[basis]]"),
        }
    )  # fmt: skip
    found = neighbours(project, project.notes["notes/here.md"], 24)
    assert [n.title for n in found] == ["서로", "함께", "먼저", "가장 앞 제목", "홈"]
    assert len(neighbours(project, project.notes["notes/here.md"], 2)) == 2


def test_a_note_shows_its_neighbours_as_links_that_need_no_script(built: MakeProject) -> None:
    html = render(built(CIRCLES), "notes/a.md")
    picture = re.search(r'<details class="mp-near" data-search-exclude>.*?</details>', html, re.S)
    assert picture
    assert "이웃 노트 4개" in picture[0]
    links = re.findall(r'<a xlink:href="([^"]*)".*?<text[^>]*>(.*?)</text></a>', picture[0])
    assert ("../../notes/b/", "나") in links
    assert ("../../", "홈") in links
    assert re.search(r'href="../../notes/b/".*?class="both"', picture[0])
    assert re.search(r'href="../../"[^>]*><path[^>]*class="in"', picture[0])
    assert '<a class="mp-link" href="../../graph/#a">그래프 전체에서 보기</a>' in picture[0]
    assert html.index("mp-near") < html.index("mp-backlinks")


def test_a_guide_and_a_note_without_links_show_no_neighbours(built: MakeProject) -> None:
    project = built({"docs/notes/alone.md": note("홀로", ".")} | SHOWN)
    assert "mp-near" not in render(project, "notes/alone.md")
    assert "mp-near" not in render(project, "graph.md")


def test_many_neighbours_are_told_and_the_picture_stays_small(built: MakeProject) -> None:
    title = "배치와 확률과 미니배치로 하는 경사 하강 {}"
    files = {f"docs/notes/n{i}.md": note(title.format(i), "[[index]]") for i in range(40)}
    links = " ".join(f"[[n{i}]]" for i in range(40))
    html = render(built({"docs/index.md": note("홈", links)} | files), "index.md")
    picture = re.search(r'<details class="mp-near".*?</details>', html, re.S)
    assert picture
    assert "40개 가운데 가까운 24개" in picture[0]
    assert picture[0].count("<a ") == 24
    assert f"<title>{title.format(0)}</title>" in picture[0]  # what is cut short is told in full
    assert not re.search(r"<text[^>]*>[^<]{16}", picture[0])
    assert len(gzip.compress(picture[0].encode())) < 2048


# The whole.


def test_groups_are_named_after_their_most_central_note(built: MakeProject) -> None:
    picture = load_picture(built(CIRCLES).web)
    assert [(g.name, [n.title for n in g.notes]) for g in picture.groups] == [
        ("가", ["가", "나", "다", "홈"]),
        ("라", ["라", "마", "바"]),
    ]
    assert len({group.colour for group in picture.groups}) == 2
    assert "graph.md" not in picture.places


def test_notes_that_nothing_joins_stand_apart_without_a_group(built: MakeProject) -> None:
    files = CIRCLES | {f"docs/notes/z{i}.md": note(f"혼자 {i}", ".") for i in range(3)}
    project = built(files)
    picture = load_picture(project.web)
    assert [n.title for n in picture.groups[-1].notes] == ["혼자 0", "혼자 1", "혼자 2"]
    assert picture.groups[-1].name == ""
    assert "아직 이어지지 않은 노트" in render(project, "graph.md")


@pytest.mark.parametrize("text", ["", "[[one]]"])
def test_the_smallest_vaults_have_a_picture(built: MakeProject, text: str) -> None:
    project = built({"docs/index.md": note("홈", text), "docs/notes/one.md": note("하나", ".")})
    assert len(load_picture(project.web).places) == 2


def test_data_names_every_note_and_every_link_once(built: MakeProject) -> None:
    data = json.loads(make_data(built(CIRCLES).web))
    titles = [entry[0] for entry in data["notes"]]
    assert sorted(titles) == sorted(["가", "나", "다", "라", "마", "바", "홈"])
    pairs = {(titles[i], titles[j]) for i, ends in enumerate(data["links"]) for j in ends}
    assert len(pairs) == sum(len(ends) for ends in data["links"]) == 8
    first = data["notes"][titles.index("가")]
    assert first[1] == "notes/a/"
    assert data["groups"][first[4]][0] == "가"
    assert first[5] == ["first"]


def test_list_of_the_page_holds_every_note_by_group(built: MakeProject) -> None:
    html = render(built(CIRCLES), "graph.md")
    listed = re.search(r'<nav class="mp-graph-list".*?</nav>', html, re.S)
    assert listed
    assert re.findall(r'<a href="([^"]*)">', listed[0]) == [
        "../notes/a/", "../notes/b/", "../notes/c/", "../",
        "../notes/d/", "../notes/e/", "../notes/f/",
    ]  # fmt: skip
    assert '<li id="a">' in html  # where links to a note's place lead without a script
    assert 'data-src="../assets/graph.json"' in html


def test_same_links_give_the_same_bytes_in_another_process(make_project: MakeProject) -> None:
    project = make_project(CIRCLES)
    build(project)
    here = make_data(project.web)
    shutil.rmtree(project.root / ".maedeup" / "cache")
    code = (
        "from pathlib import Path; from maedeup.vault.graph import make_data\n"
        "from maedeup.build import build; from maedeup.hosts.settings import load_settings\n"
        f"p, _ = build(load_settings(Path({str(project.root)!r})))\n"
        "print(make_data(p), end='')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == here


def test_places_that_still_hold_are_read_without_igraph(make_project: MakeProject) -> None:
    project = make_project(CIRCLES)
    build(project)
    expected = make_data(project.web)
    file = project.root / "docs/notes/b.md"
    file.write_text(file.read_text("utf-8").replace("[[a]]", "여기는 [[a]]이다."), "utf-8")
    code = (
        "import sys; from pathlib import Path; from maedeup.vault.graph import make_data\n"
        "from maedeup.build import build; from maedeup.hosts.settings import load_settings\n"
        f"p, _ = build(load_settings(Path({str(project.root)!r})))\n"
        "print('igraph' in sys.modules, make_data(p), 'igraph' in sys.modules, sep='|', end='')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == f"False|{expected}|False"


def test_broken_kept_places_are_laid_out_again(built: MakeProject) -> None:
    project = built(CIRCLES)
    expected = make_data(project.web)
    file = project.root / ".maedeup/cache/graph.json"
    for text in ("{", "[]", '{"key": "x", "notes": {"index.md": [1]}}'):
        file.write_text(text)
        assert make_data(project.web) == expected


# Stability.


def test_no_two_notes_stand_on_one_another() -> None:
    names, links = chapters(300)
    places = lay_out(names, links, {})
    spots = [(x, y) for x, y, _ in places.values()]
    close = [
        (a, b)
        for i, a in enumerate(spots)
        for b in spots[:i]
        if math.hypot(a[0] - b[0], a[1] - b[1]) < 15
    ]
    assert len(close) <= 3
    assert len({group for _, _, group in places.values()}) >= 6


def test_one_new_link_moves_the_picture_by_less_than_a_hundredth_of_its_size() -> None:
    names, links = chapters(300)
    before = lay_out(names, links, {})
    after = lay_out(names, sorted([*links, (names[0], names[299])]), before)
    moved = sum(away(before[name], after[name]) for name in names) / len(names)
    assert moved < 0.01 * size_of(before)
    recoloured = sum(before[name][2] != after[name][2] for name in names)
    assert recoloured <= 0.05 * len(names)


def test_a_new_note_stands_beside_what_it_links_to_and_moves_no_other() -> None:
    names, links = chapters(300)
    before = lay_out(names, links, {})
    more = [("m", names[40]), ("m", names[41])]
    after = lay_out(sorted([*names, "m"]), sorted(links + more), before)
    assert all(before[name][:2] == after[name][:2] for name in names)
    middle = ((before[names[40]][0] + before[names[41]][0]) // 2,
              (before[names[40]][1] + before[names[41]][1]) // 2, 0)  # fmt: skip
    assert away(after["m"], middle) < 0.15 * size_of(before)
    assert min(away(after["m"], before[name]) for name in names) > 20


def test_a_vault_that_grew_by_half_is_laid_out_afresh() -> None:
    names, links = chapters(300)
    few = [link for link in links if link[1] < names[150]]
    before = lay_out(names[:150], few, {})
    after = lay_out(names, links, before)
    assert any(before[name][:2] != after[name][:2] for name in names[:150])


def test_a_new_link_changes_both_notes_and_the_data_and_no_third_note(
    make_project: MakeProject, tmp_path: Path
) -> None:
    project = make_project(CIRCLES)
    build(project)

    def shown(project: Project) -> dict[str, str]:
        pages = {uri: render(project, uri) for uri in project.notes}
        near = {uri: re.search(r"<svg viewBox.*?</svg>", page, re.S) for uri, page in pages.items()}
        return {uri: found[0] if found else "" for uri, found in near.items()}

    before, data = shown(project), make_data(project.web)
    write_files(project.root, {"docs/notes/b.md": note("나", "[[a]] [[c]] [[f]]")})
    again = Project(load_settings(project.root))
    build(again)
    after = shown(again)
    assert {uri for uri in before if before[uri] != after[uri]} == {"notes/b.md", "notes/f.md"}
    assert make_data(again.web) != data


def test_what_igraph_draws_with_is_not_imported_and_is_there_for_others() -> None:
    text = """
import sys
from maedeup.vault.layout import lay_out

assert lay_out(["a", "b", "c"], [("a", "b")], {})
loaded = {name.partition(".")[0] for name in sys.modules}
assert not loaded & {"matplotlib", "numpy", "cairo", "cairocffi", "plotly"}, loaded
import igraph
import matplotlib.pyplot as plt

graph = igraph.Graph(2, [(0, 1)])
assert igraph.plot(graph, target=plt.subplots()[1]).get_children()
assert lay_out(["a", "b"], [("a", "b")], {})
"""
    subprocess.run([sys.executable, "-c", text], check=True)
