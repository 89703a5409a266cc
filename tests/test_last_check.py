"""The last check of a built site: links that lead nowhere."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from maedeup.site.last_check import DeadLink, find_dead_links

from .conftest import MakeProject, render, write_files

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
