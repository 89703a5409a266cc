"""The last check of a built site: links that lead nowhere."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from maedeup.site.last_check import DeadLink, find_dead_links

from .commands import mkdocs_build
from .conftest import MakeProject, render, write_files

DEAD = {
    "mkdocs.yml": "site_name: t\ntheme: {name: material, font: false}\nplugins: [maedeup]\n",
    "docs/index.md": (
        "---\ntitle: 홈\n---\n\n**홈**은 [[a]]이다.\n\n"
        '<a href="nowhere/">없다</a> <img src="none.png" alt="없다">\n\n'
        "[자리](a.md#없는-자리) [밖](https://example.org/none) [있다](a.md#b)\n\n"
        '`<a href="code/">` 그리고 값은 a href="text/"\n'
    ),
    "docs/a.md": "# 가\n\n**가**는 [[index]].\n\n## b\n",
}


PAGE = """\
    <title>a</title><h2 id="절">절</h2><a href="{}">x</a>
    <script>const text = '<a href="no/">';</script>
    """


def dead(root: Path, href: str, base: str = "/") -> list[str]:
    files = {"a/index.html": PAGE.format(href), "b/index.html": "<p id='p'>", "b/c d.png": "."}
    write_files(root, files)
    return [link.href for link in find_dead_links(root, base)]


def test_link_to_a_page_a_place_or_a_file_is_alive(tmp_path: Path) -> None:
    alive = ["#절", "#%EC%A0%88", "#", "../b/", "../b/#p", "../b", "/b/"]
    alive += ["../b/c%20d.png?v=1#page=2", "https://other.host/none", "mailto:a@b"]
    assert [href for href in alive if dead(tmp_path, href)] == []
    assert dead(tmp_path, "/sub/b/#p", "/sub/") == []


def test_link_to_what_is_not_there_is_dead(tmp_path: Path) -> None:
    gone = ["#q", "../b/#q", "../c/", "b/", "../b/c.png", "/none/", "../../b/"]
    assert [href for href in gone if dead(tmp_path, href) != [href]] == []
    assert dead(tmp_path, "/b/", "/sub/") == ["/b/"]


def test_pictures_and_scripts_count_too(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.html": '<img src="x.png" srcset="y.png 2x"><script src="z.js">'})
    found = [DeadLink("a.html", href) for href in ("x.png", "y.png", "z.js")]
    assert find_dead_links(tmp_path) == found


def test_link_to_a_figure_leads_to_the_cell_that_draws_it(built: MakeProject) -> None:
    plot = "import matplotlib.pyplot as plt\nfig = plt.figure('line')\nplt.plot([1])\nn = 3\n"
    project = built({
        "docs/index.md": "![[x.py#line]]\n",
        "docs/notes/b.md": "# 나\n\n[[x.py#line]] [[x.py#n]] [[x.py#draw]]\n",
        "snippets/x.py": f"# %% draw\n{plot}",
    })  # fmt: skip
    project.settings = dataclasses.replace(project.settings, take_away=True)
    page = render(project, "notes/b.md")
    assert page.count('href="../../snippets/x/#x-draw"') == 2
    assert page.count('href="../../snippets/x/"') == 1


def test_strict_build_tells_each_dead_link_with_its_line(tmp_path: Path) -> None:
    write_files(tmp_path, DEAD)
    done = mkdocs_build(tmp_path, "--strict")
    assert done.returncode == 1
    told = [row for row in done.stderr.split("\n") if "leads nowhere" in row]
    assert [row.partition("docs/")[2] for row in told] == [
        "index.md:7: link that leads nowhere: none.png",
        "index.md:7: link that leads nowhere: nowhere/",
        "index.md:9: link that leads nowhere: a/#없는-자리",
    ]


@pytest.mark.parametrize(("checks", "told"), [("vault", 3), ("{dead-link: off}", 0)])
def test_dead_links_are_graded_as_other_problems(tmp_path: Path, checks: str, told: int) -> None:
    graded = DEAD["mkdocs.yml"].replace("[maedeup]", f"[{{maedeup: {{checks: {checks}}}}}]")
    write_files(tmp_path, DEAD | {"mkdocs.yml": graded})
    done = mkdocs_build(tmp_path, "--strict", "-v")
    assert "in strict mode" not in done.stderr
    assert done.stderr.count("INFO    -  docs/index.md") == told


def test_other_builds_warn_of_dead_links_and_a_setting_ends_the_search(tmp_path: Path) -> None:
    write_files(tmp_path, DEAD)
    done = mkdocs_build(tmp_path)
    assert done.returncode == 0
    assert done.stderr.count("WARNING -  docs/index.md") == 3
    off = DEAD["mkdocs.yml"].replace("[maedeup]", "[{maedeup: {last_check: false}}]")
    write_files(tmp_path, {"mkdocs.yml": off})
    assert "leads nowhere" not in mkdocs_build(tmp_path, "--strict").stderr
