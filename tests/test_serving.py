"""While serving: what a browser gets is what a build makes, and nothing is made before."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from mkdocs.commands import serve
from mkdocs.config import load_config

from .conftest import build_site, write_files
from .serving import Served, serving

SETTINGS = """\
site_name: 시험
site_description: 저장하면 바로 나온다.
theme:
  name: material
  language: ko
  font: false
  custom_dir: theme
plugins:
  - search
  - tags
  - maedeup:
      recent: 5
markdown_extensions:
  - attr_list
  - tables
  - md_in_html
  - footnotes
  - toc
  - pymdownx.highlight
  - pymdownx.superfences
  - pymdownx.details
"""

PICTURE = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
    b"\x1f\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\x00\x00\x03\x01\x01\x00\xc9\xfe\x92"
    b"\xef\x00\x00\x00\x00IEND\xaeB`\x82"
)

FILES: dict[str, str | bytes] = {
    "mkdocs.yml": SETTINGS,
    "theme/main.html": '{% extends "base.html" %}\n',
    "docs/index.md": "# 홈\n\n[[one]]에서 [[two]]로, [[three]]와 [[four]]로 간다.\n",
    "docs/tags.md": "# 분류\n\n<!-- material/tags -->\n",
    "docs/notes/one.md": (
        "---\ntitle: 하나\naliases: [일등]\ntags: [가, 나]\n---\n"
        "값은 ![[one.py#total|.1f]]이고 $x^2$이다.\n\n![[one.py#sum]]\n\n"
        "## 자세히\n\n그 까닭은 [[two#이유]]에 있다.\n"
    ),
    "docs/notes/two.md": (
        "---\ntitle: 둘\ntags: [가]\n---\n둘은 [[one]]의 다음이다.\n\n## 이유\n\n"
        "$$\\alpha + \\beta$$ ^eq-sum\n"
    ),
    "docs/notes/three.md": (
        "# 셋\n\n셋은 하나 뒤에 온다. [[two#^eq-sum]]을 보라.\n\n![[two#이유]]\n\n"
        "![점](../pictures/dot.png)\n"
    ),
    "docs/notes/four.md": "---\ntitle: 넷\nrequires: [two]\n---\n넷.\n\n![[plot.py#curve]]\n",
    "docs/pictures/dot.png": PICTURE,
    "docs/synonyms.yml": "- [하나, 첫째]\n",
    "docs/redirects.yml": "notes/uno: one\n",
    "snippets/one.py": "# %% sum\ntotal = 1.0 + 2\nprint(total)\n",
    "snippets/plot.py": (
        "# %% plot\nimport matplotlib.pyplot as plt\n\n"
        'fig, ax = plt.subplots(num="curve", figsize=(2, 1))\nax.plot([0, 1])\n'
    ),
    "snippets/alone.py": '"""아무도 쓰지 않는다."""\n# %% a\nprint("홀로")\n',
}

Change = Callable[[Path], None]


def replace(file: str, old: str, new: str) -> Change:
    def change(root: Path) -> None:
        text = (root / file).read_text("utf-8")
        assert old in text
        (root / file).write_text(text.replace(old, new), "utf-8")

    return change


def write(file: str, content: str | bytes) -> Change:
    return lambda root: write_files(root, {file: content})


def rename(old: str, new: str) -> Change:
    return lambda root: (root / old).rename(root / new) and None


def remove(file: str) -> Change:
    return lambda root: (root / file).unlink()


# One after the other, while the same server runs.
CHANGES: dict[str, Change] = {
    "a sentence": replace("docs/notes/two.md", "다음이다.", "다음에 오는 수이다."),
    "a sentence that links": replace("docs/notes/two.md", "둘은", "둘은 [[three]]가 아니라"),
    "a title": replace("docs/notes/one.md", "title: 하나", "title: 하나와 $y$"),
    "a title in a heading": replace("docs/notes/three.md", "# 셋", "# 셋째 것"),
    "a title in a heading with a link": replace("docs/notes/three.md", "# 셋째 것", "# 셋 *째*"),
    "a heading that is linked to": replace("docs/notes/two.md", "## 이유", "## 까닭"),
    "that heading again": replace("docs/notes/two.md", "## 까닭", "## 이유"),
    "a new note": write(
        "docs/notes/five.md", "---\ntitle: 다섯\ntags: [나]\n---\n다섯은 [[one]].\n"
    ),
    "a note that is renamed": rename("docs/notes/five.md", "docs/notes/six.md"),
    "a note that goes": remove("docs/notes/six.md"),
    "a note that another refers to goes": remove("docs/notes/four.md"),
    "it comes back": write("docs/notes/four.md", FILES["docs/notes/four.md"]),
    "a number in a snippet": replace("snippets/one.py", "1.0 + 2", "1.5 + 2"),
    "a comment in a snippet": replace("snippets/one.py", "total = ", "# 합\ntotal = "),
    "a snippet that fails": replace("snippets/one.py", "1.5 + 2", "1 / 0"),
    "a snippet that is mended": replace("snippets/one.py", "1 / 0", "4.0"),
    "a figure": replace("snippets/plot.py", "[0, 1]", "[1, 0]"),
    "a new snippet": write("snippets/new.py", "# %% a\nprint(5)\n"),
    "a note that shows it": replace("docs/notes/two.md", "## 이유", "![[new.py]]\n\n## 이유"),
    "that snippet goes": remove("snippets/new.py"),
    "synonyms": write("docs/synonyms.yml", "- [하나, 처음]\n- [둘, 다음]\n"),
    "former addresses": write("docs/redirects.yml", "notes/uno: one\nnotes/dos: two\n"),
    "planned notes": write("docs/planned.yml", "five: 다섯\n"),
    "the site's name": replace("mkdocs.yml", "site_name: 시험", "site_name: 다른 시험"),
    "a navigation": lambda root: write_files(
        root,
        {"mkdocs.yml": SETTINGS + "nav:\n  - index.md\n  - 수: [notes/one.md, notes/three.md]\n"},
    ),
    "a title that the navigation shows": replace("docs/notes/three.md", "# 셋 *째*", "# 셋"),
    "an override of the theme": write(
        "theme/main.html", '{% extends "base.html" %}\n{% block announce %}알림{% endblock %}\n'
    ),
    "a picture": write("docs/pictures/dot.png", PICTURE + b"\0"),
    "a new picture": write("docs/pictures/other.png", PICTURE),
    "an alias": replace("docs/notes/one.md", "[일등]", "[일등, 첫째]"),
    "a sentence that calls it": replace("docs/notes/two.md", "수이다.", "수이다. 첫째와 다르다."),
    "a tag": replace("docs/notes/two.md", "tags: [가]", "tags: [가, 다]"),
    "no tag": replace("docs/notes/two.md", "tags: [가, 다]\n", ""),
    "what an embed shows": replace("docs/notes/two.md", "\\alpha", "\\gamma"),
    "what a note requires": replace("docs/notes/four.md", "requires: [two]", "requires: [one]"),
    "front matter that is no YAML": replace("docs/notes/four.md", "title: 넷", "title: [넷"),
    "and again is": replace("docs/notes/four.md", "title: [넷", "title: 넷"),
    "a note that is a guide": replace("docs/notes/four.md", "title: 넷", "title: 넷\nkind: guide"),
    "a note with the graph": write("docs/graph.md", "---\ntitle: 그림\n---\n![[list:graph]]\n"),
    "a note that is no text": write("docs/notes/four.md", b"\xff\xfe\x00\xd8"),
    "and is text again": write("docs/notes/four.md", FILES["docs/notes/four.md"]),
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("serving") / "vault", FILES) as site:
        yield site


def test_every_change_is_served_as_a_cold_build_makes_it(served: Served) -> None:
    assert len(CHANGES) >= 25
    served.assert_same_as_a_cold_build()
    for name, change in CHANGES.items():
        change(served.root)
        start = len(served.printed())
        try:
            served.assert_same_as_a_cold_build()
        except AssertionError as error:
            raise AssertionError(f"{name}: {error}\n{served.printed()[start:]}") from error


SMALL: dict[str, str | bytes] = {
    "mkdocs.yml": (
        "site_name: 작은 것\ntheme: {name: material, font: false, custom_dir: theme}\n"
        "plugins: [search, maedeup: {recent: 3}]\n"
        "markdown_extensions: [pymdownx.highlight, pymdownx.superfences]\n"
    ),
    "theme/main.html": '{% extends "base.html" %}\n',
    "docs/index.md": "# 홈\n\n[[a]], [[b]]\n",
    "docs/notes/a.md": "---\ntitle: 가\n---\n가는 [[b]]의 앞이다.\n",
    "docs/notes/b.md": "---\ntitle: 나\n---\n나는 ![[one.py#n]]이다.\n\n![[one.py#a]]\n",
    "snippets/one.py": "# %% a\nn = 1\nprint(n)\n",
}


@pytest.fixture(scope="module")
def kept_by_git(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    root = tmp_path_factory.mktemp("small") / "vault"
    write_files(root, SMALL)
    git(root, "init", "-q", "-b", "main")
    commit(root, "처음")
    site = Served(root)
    yield site
    site.stop()


@pytest.fixture
def small(kept_by_git: Served) -> Served:
    """Return the small vault as it was at first; one server has it for all tests."""
    git(kept_by_git.root, "checkout", "-q", "--force", "main")
    return kept_by_git


def git(root: Path, *arguments: str) -> None:
    who = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(root), *who, *arguments], check=True, capture_output=True)


def commit(root: Path, message: str) -> None:
    git(root, "add", "docs", "snippets", "mkdocs.yml", "theme")
    git(root, "commit", "-q", "-m", message)


def processes_in(root: Path) -> list[int]:
    """Return the processes that work in a folder."""
    found = []
    for place in Path("/proc").glob("[0-9]*/cwd"):
        try:
            here = place.readlink()
        except OSError:
            continue
        if here.is_relative_to(root):
            found.append(int(place.parent.name))
    return found


def left_in(root: Path, wait_s: float = 10) -> list[int]:
    """Return the processes that still work in a folder after a while."""
    until = time.monotonic() + wait_s
    while (found := processes_in(root)) and time.monotonic() < until:
        time.sleep(0.1)
    return found


def test_two_hundred_saves_in_a_row_leave_what_a_cold_build_makes(small: Served) -> None:
    note, snippet = small.root / "docs/notes/a.md", small.root / "snippets/one.py"
    text = note.read_text("utf-8")
    for number in range(200):
        saved = f"{text}\n{number}번째로 저장한 글.\n"
        if number % 3:
            note.write_text(saved, "utf-8")
        else:  # as many editors do: a new file takes the place of the old one
            beside = note.with_name(".a.md.swp")
            beside.write_text(saved, "utf-8")
            beside.replace(note)
        if number % 50 == 10:
            snippet.write_text(f"# %% a\nn = {number}\nprint(n)\n", "utf-8")
    small.assert_same_as_a_cold_build()
    assert "199번째로" in small.page("notes/a/")
    assert "160" in small.page("notes/b/")


def test_other_branches_and_renamed_folders_are_served_as_a_cold_build_makes_them(
    small: Served,
) -> None:
    root = small.root
    git(root, "checkout", "-q", "-b", "other")
    (root / "docs/notes").rename(root / "docs/pages")
    (root / "docs/pages/b.md").rename(root / "docs/pages/c.md")
    write_files(root, {
        "docs/index.md": "# 홈\n\n[[a]], [[c]]\n",
        "docs/pages/a.md": "---\ntitle: 가가\n---\n가는 [[c]]의 앞이다.\n",
        "docs/pages/c.md": "---\ntitle: 다\n---\n다는 ![[one.py#n]]이다.\n",
        "snippets/one.py": "# %% a\nn = 7\nprint(n)\n",
    })  # fmt: skip
    small.assert_same_as_a_cold_build()
    commit(root, "다른 가지")
    git(root, "checkout", "-q", "main")
    small.assert_same_as_a_cold_build()
    assert small.ask("pages/c/")[0] == 404
    git(root, "checkout", "-q", "other")
    cold = small.assert_same_as_a_cold_build()
    assert "pages/c/index.html" in cold


def test_what_cannot_be_built_is_said_by_every_page_until_it_is_mended(small: Served) -> None:
    settings = (small.root / "mkdocs.yml").read_text("utf-8")
    for broken, said in (
        (settings.replace("작은 것", "[작은 것"), "mkdocs.yml"),
        (settings.replace("search,", "search, no-such-plugin,"), "no-such-plugin"),
    ):
        (small.root / "mkdocs.yml").write_text(broken, "utf-8")
        small.wait_until(lambda: small.ask("notes/a/")[0] == 500)
        assert said in small.page("notes/a/")
        (small.root / "mkdocs.yml").write_text(settings, "utf-8")
        small.wait_until(lambda: small.ask("notes/a/")[0] == 200)
    template = small.root / "theme/main.html"
    kept = template.read_text("utf-8")
    template.write_text(kept + "{% block content %}{{ 1 / 0 }}{% endblock %}", "utf-8")
    small.wait_until(lambda: small.ask("notes/a/")[0] == 500)
    assert "ZeroDivisionError" in small.page("notes/a/")
    template.write_text(kept, "utf-8")
    small.wait_until(lambda: small.ask("notes/a/")[0] == 200)
    small.assert_same_as_a_cold_build()


def test_plugin_that_may_need_all_pages_is_served_as_mkdocs_does_and_told_once(
    tmp_path: Path,
) -> None:
    hook = (
        "def on_page_markdown(markdown, **kwargs):\n    return markdown + '\\n\\n덧붙인 말.\\n'\n"
    )
    files = SMALL | {"hook.py": hook}
    files["mkdocs.yml"] = f"{SMALL['mkdocs.yml']!s}hooks: [hook.py]\n"
    write_files(tmp_path / "vault", files)
    site = Served(tmp_path / "vault")
    try:
        assert "덧붙인 말." in site.page("notes/a/")
        replace("docs/notes/a.md", "앞이다", "바로 앞이다")(site.root)
        site.wait_until(lambda: "바로 앞이다" in site.page("notes/a/"))
        assert site.printed().count("every page is made at each save") == 1
    finally:
        site.stop()


def test_first_page_is_there_before_its_cells_have_run_and_is_filled_in(tmp_path: Path) -> None:
    slow = (
        "# %% a\nimport time\nfrom pathlib import Path\n\ntime.sleep(2)\nn = 5\nprint(n * 1111)\n"
    )
    files = {name: text for name, text in SMALL.items() if name != "snippets/one.py"}
    many = {f"snippets/other{number}.py": slow for number in range(8)}
    write_files(tmp_path / "vault", files | {"snippets/one.py": slow} | many)
    site = Served(tmp_path / "vault")
    try:
        status, data = site.ask("notes/b/")
        assert status == 200
        assert data.decode().count('class="mp-running"') == 2  # the value and the cell
        assert "5555" not in data.decode()
        site.wait_until(lambda: "5555" in site.page("notes/b/"), 30)
        assert "mp-running" not in site.page("notes/b/")
        # What was looked at did not wait for all others.
        assert "mp-running" in "".join(site.page(f"snippets/other{n}/") for n in range(8))
        site.wait_until(
            lambda: "mp-running" not in "".join(site.page(f"snippets/other{n}/") for n in range(8)),
            60,
        )
        site.assert_same_as_a_cold_build()
    finally:
        site.stop()
    assert left_in(site.root) == []


def test_server_that_is_stopped_while_cells_run_leaves_no_process(tmp_path: Path) -> None:
    slow = "# %% a\nimport time\n\ntime.sleep(60)\nn = 1\n"
    write_files(tmp_path / "vault", SMALL | {"snippets/one.py": slow})
    site = Served(tmp_path / "vault")
    site.wait_until(lambda: len(processes_in(site.root)) > 1)
    assert "mp-running" in site.page("notes/b/")
    assert site.process.pid in processes_in(site.root)
    site.stop()
    assert left_in(site.root) == []


@pytest.fixture
def lazy(tmp_path: Path) -> Iterator[Any]:
    """What serves a small vault in this process."""
    root, site = tmp_path / "vault", tmp_path / "site"
    write_files(root, SMALL | {"mkdocs.yml": "site_name: t\ntheme: mkdocs\nplugins: [maedeup]\n"})
    config = load_config(str(root / "mkdocs.yml"), site_dir=str(site))
    config.plugins.on_startup(command="serve", dirty=False)
    try:
        serve.build(config, serve_url="http://127.0.0.1:8000/")
        yield config.plugins["maedeup"].live
    finally:
        config.plugins.on_shutdown()


def test_build_that_follows_in_the_same_process_waits_for_its_runs(
    lazy: Any, tmp_path: Path
) -> None:
    lazy.config.plugins.on_shutdown()
    site = build_site(tmp_path / "vault", plugins=["maedeup"])
    assert b"mp-running" not in site["notes/b/index.html"]
    assert b"1</data>" in site["notes/b/index.html"]


def test_no_page_is_made_before_somebody_asks_for_it(lazy: Any, tmp_path: Path) -> None:
    assert lazy.is_lazy
    assert lazy.made == {}
    replace("docs/notes/a.md", "앞이다", "바로 앞이다")(tmp_path / "vault")
    lazy.save()
    assert lazy.problem == ""
    assert lazy.made == {}
    assert "바로 앞이다" in lazy.make("notes/a/index.html").decode()
    assert list(lazy.made) == ["notes/a/index.html"]
    assert list((tmp_path / "site").rglob("*.html")) == []


def test_author_is_told_once_when_the_browser_has_its_page(
    lazy: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[bool] = []
    monkeypatch.setattr(lazy.plugin, "tell", lambda *_, **__: told.append(True))
    lazy.save()
    lazy.plugin.web.results.pending.clear()  # until then nothing is told
    first = lazy._check
    lazy.make("notes/a/index.html")
    assert first.finished.is_set()  # put off
    second = lazy._check
    assert second is not first
    second.join(20)
    assert told == [True]
    lazy.make("notes/a/index.html")
    assert lazy._check is None


def test_text_of_a_page_that_we_make_is_written_only_when_it_is_another(lazy: Any) -> None:
    made = lazy.plugin.added.made_files
    before = {file: file.stat().st_ino for file in made.rglob("*.md")}
    assert before
    serve.build(lazy.config, serve_url="http://127.0.0.1:8000/")
    assert {file: file.stat().st_ino for file in made.rglob("*.md")} == before
