"""Titles, links and lists that would have a site do what it must not: all in one small vault."""

from __future__ import annotations

import logging
from html.parser import HTMLParser

import pytest
from maedeup.hosts.settings import load_settings
from maedeup.runs.product import Animation, Figure
from maedeup.text.bounded_yaml import load_yaml
from maedeup.text.errors import MaedeupError
from maedeup.text.safe_svg import find_unsafe_link

from .conftest import MakeProject, build_site, messages, write_files

BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10)
)
"""Stands for 10¹⁰ values."""

EVIL = '</title><script>alert(1)</script> "q" & <img src=x onerror=alert(1)>'
FIGURE = """
import matplotlib.pyplot as plt
fig, ax = plt.subplots()
ax.set_title("t", url={url!r})
ax.plot([1, 2])
"""


class _Alerts(HTMLParser):
    """Finds what a browser would run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.titles = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.titles += tag == "title"
        self.found += [f"{tag} {name}" for name, value in attrs if value and value == "alert(1)"]

    def handle_data(self, data: str) -> None:
        if self.lasttag == "script" and data == "alert(1)":
            self.found.append("script")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], list[str]]:
    """Build a vault with titles, tags, links and aliases that mean ill; give its files and log."""
    root = tmp_path_factory.mktemp("safety") / "vault"
    outside = root.parent / "outside"
    write_files(root, {
        "mkdocs.yml": "site_name: t\n",
        "docs/index.md": f"---\ntitle: '{EVIL}'\ntags: ['<script>alert(1)</script>', 'R&D']\n---\n"
        "[[other]]\n",
        "docs/other.md": f"---\ntitle: '{EVIL} 2'\n---\n[[index]] [[grown]] [[plain]]\n",
        "docs/plain.md": "# Tom & \"Anna\" `</title><script>alert(1)</script>`\n\n글\n",
        "docs/grown.md": f"---\n{BOMB}tags: *a9\n---\n글\n",
        "snippets/x.py": "# %% a\nprint(1)\n",
    })  # fmt: skip
    write_files(outside, {"away.md": "밖의 글\n", "pic.png": "밖의 글", "folder/far.png": "밖의 글",
                          "script.py": "# %% a\nprint('밖의 글')\n"})  # fmt: skip
    for name, target in (
        ("docs/away.md", "away.md"), ("docs/pic.png", "pic.png"), ("docs/far", "folder"),
        ("snippets/away.py", "script.py"),
    ):  # fmt: skip
        (root / name).symlink_to(outside / target)
    (root / "docs/inside.png").symlink_to("plain.md")
    told: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: told.append(record.getMessage().partition("\n")[0])  # type: ignore[method-assign]
    logging.getLogger("mkdocs").addHandler(handler)
    try:
        theme = {"name": "material", "features": ["navigation.footer", "navigation.tabs"]}
        made = build_site(root, theme=theme, plugins=["search", "tags", "maedeup"])
    finally:
        logging.getLogger("mkdocs").removeHandler(handler)
    return made, told


def test_titles_and_tags_are_text_on_every_page(
    site: tuple[dict[str, bytes], list[str]],
) -> None:
    pages = {name: data.decode() for name, data in site[0].items() if name.endswith(".html")}
    assert len(pages) >= 5
    for name, text in pages.items():
        page = _Alerts()
        page.feed(text)
        assert page.found == [], name
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in pages["other/index.html"]
    assert "R&D" in pages["index.html"]
    shown = "Tom & &quot;Anna&quot; &lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;"
    assert f"<title>{shown} - t</title>" in pages["plain/index.html"]


def test_what_a_link_brings_from_outside_is_told_and_not_published(
    site: tuple[dict[str, bytes], list[str]],
) -> None:
    made, told = site
    assert [name for name, data in made.items() if "밖의 글".encode() in data] == []
    assert "inside.png" in made
    named = sorted(row.partition(": ")[0] for row in told if "a link that leaves the vault" in row)
    assert named == ["docs/away.md", "docs/far", "docs/pic.png", "snippets/away.py"]


def test_aliases_that_grow_are_one_line_wherever_we_read_them(
    site: tuple[dict[str, bytes], list[str]], make_project: MakeProject
) -> None:
    said = "aliases that stand for more than 20,000 values"
    assert f"docs/grown.md:6: broken front matter: {said}" in site[1]
    project = make_project({"docs/planned.yml": BOMB, "docs/synonyms.yml": "&a [*a]\n"})
    project.read()
    assert messages(project) == [
        f"docs/planned.yml:5: broken list: {said}",
        f"docs/synonyms.yml:1: broken list: {said}",
    ]
    (project.root / "mkdocs.yml").write_text(f"site_name: t\n{BOMB}")
    with pytest.raises(MaedeupError, match=f"mkdocs.yml:6: broken YAML: {said}"):
        load_settings(project.root)


def test_aliases_that_repeat_a_little_are_read() -> None:
    assert load_yaml("a: &a [1, 2]\nb: *a\nc: '*'\n") == {"a": [1, 2], "b": [1, 2], "c": "*"}
    assert len(load_yaml("- '*'\n" * 30_000)) == 30_000


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JavaScript:alert(1)", " java\tscript:alert(1)",
     "&#106;avascript&colon;alert(1)", "data:text/html,<script>alert(1)</script>",
     "data:image/svg+xml,<svg/>", "vbscript:x", "file:///etc/passwd"],
)  # fmt: skip
def test_link_of_a_drawing_that_could_run_a_script_is_found(address: str) -> None:
    for svg in (f'<a xlink:href="{address}">', f"<a HREF = '{address}'>"):
        assert find_unsafe_link(svg)
        with pytest.raises(ValueError, match="a link in a figure"):
            Figure("l", svg, "", 1, 1)
        with pytest.raises(ValueError, match="a link in a figure"):
            Animation("l", "", [], svg, [], 0, 1)


@pytest.mark.parametrize(
    "address",
    ["#@@a", "https://example.org/?a=b:c", "mailto:a@b.c", "../note/", "data:image/png;base64,iV",
     "a/b:c"],
)  # fmt: skip
def test_link_of_a_drawing_that_leads_to_a_page_stays(address: str) -> None:
    assert find_unsafe_link(f'<a xlink:href="{address}">') == ""


def test_figure_with_a_link_to_a_script_fails_its_run_with_the_line(built: MakeProject) -> None:
    project = built({
        "snippets/bad.py": f"# %% a\nx = 1\n\n# %% b{FIGURE.format(url='javascript:alert(1)')}",
        "snippets/good.py": f"# %% a{FIGURE.format(url='https://example.org/')}",
        "docs/index.md": "![[bad.py]]\n\n![[good.py]]\n",
    })  # fmt: skip
    said = "a link in a figure may lead to a page or a heading alone: javascript:alert(1)"
    assert messages(project) == [f"snippets/bad.py:4: ValueError: {said}"]
    assert "https://example.org/" in str(project.results["snippets/good.py"].products.figures())
