"""Other plugins of the host beside ours: they build, strictly, and no link is dead.

`pip install -r tests/neighbours.txt` installs them; those that are missing are skipped by name.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from maedeup.hosts.cli import main
from maedeup.site.last_check import find_dead_links

from tests.commands import mkdocs_build
from tests.conftest import write_files

MODULES = {
    "macros": "mkdocs_macros",
    "awesome-nav": "mkdocs_awesome_nav",
    "redirects": "mkdocs_redirects",
    "minify": "mkdocs_minify_plugin",
    "rss": "mkdocs_rss_plugin",
    "git-revision-date-localized": "mkdocs_git_revision_date_localized_plugin",
    "include-markdown": "mkdocs_include_markdown_plugin",
    "mkdocstrings": "mkdocstrings",
    "i18n": "mkdocs_static_i18n",
    "mike": "mike",
}


def needs(*names: str) -> pytest.MarkDecorator:
    missing = [name for name in names if find_spec(MODULES[name].split(".")[0]) is None]
    return pytest.mark.skipif(bool(missing), reason=f"not installed: {', '.join(missing)}")


CONFIG = """
site_name: 이웃
site_url: https://example.org/sub/
theme: {name: material, language: ko, font: false, custom_dir: overrides}
plugins:
PLUGINS
  - maedeup: {recent: 5}
hooks: [hook.py]
extra: {version_of_text: "1.2", target: two}
markdown_extensions: [footnotes, admonition, attr_list, pymdownx.superfences]
"""

FILES = {
    "overrides/main.html": (
        '{% extends "base.html" %}{% block content %}<p class="mine">틀</p>{{ super() }}'
        "{% endblock %}"
    ),
    "hook.py": (
        "def on_page_markdown(markdown, **_):\n    return markdown.replace('@@', '[[two]]')\n"
    ),
    "snippets/a.py": "# %% one\nx = 3\nprint(x)\n",
    "snippets/labs/try.py": "# %% [markdown]\n# # 해 보기\n#\n# [[two]] 쪽.\n# %% c\nprint(1)\n",
    "part.md": "끼워 넣은 글은 [[two]]이다.\n",
    "docs/index.md": (
        "# 처음\n\n**처음**은 [[two]]이다. @@ [[sub/README|폴더]] [[try]]\n\n![[a.py#one]]\n"
    ),
    "docs/two.md": "# 둘\n\n**둘**은 [[index]]이다.\n\n## 속 글\n\n값은 ![[a.py#x]]이다.\n",
    "docs/sub/README.md": "# 폴더\n\n**폴더**는 [[two#속 글]]과 [[three]]이다.\n",
    "docs/sub/three.md": "# 셋\n\n**셋**은 [[index]]이다.\n\n![[two#속 글]]\n",
}


def make(root: Path, plugins: str, files: dict[str, str], config: str = CONFIG) -> Path:
    write_files(
        root, FILES | files | {"mkdocs.yml": config.replace("PLUGINS", plugins.strip("\n"))}
    )
    for command in (["init", "-qb", "main"], ["add", "-A"], ["commit", "-qm", "t"]):
        git(root, *command)
    return root


def git(root: Path, *command: str) -> None:
    who = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
    subprocess.run(["git", *who, *command], cwd=root, check=True)


def built(root: Path) -> None:
    """Build strictly, check as the command does, look at every link."""
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict"],
        cwd=root, capture_output=True, text=True,
    )  # fmt: skip
    told = subprocess.run(
        [sys.executable, "-m", "maedeup.hosts.cli", "check", "--json"],
        cwd=root, capture_output=True, text=True,
    )  # fmt: skip
    hold(root, done, told.stdout, told.stderr)


def built_here(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Like `built`, in this process: for a site without plugins of others, which may leave it
    changed."""
    done = mkdocs_build(root, "--strict")
    capsys.readouterr()
    main(["--root", str(root), "check", "--json"])
    hold(root, done, *capsys.readouterr())


def hold(root: Path, done: subprocess.CompletedProcess[str], told: str, complained: str) -> None:
    assert done.returncode == 0, done.stderr[-3000:]
    assert [p for p in json.loads(told) if p["severity"] == "error"] == []
    assert complained == ""
    assert find_dead_links(root / "site", "/sub/") == []


def page(root: Path, name: str) -> str:
    return (root / "site" / name).read_text("utf-8")


@needs("macros", "awesome-nav", "redirects", "minify", "rss", "git-revision-date-localized",
       "include-markdown", "mkdocstrings")  # fmt: skip
def test_a_site_with_many_plugins_builds_and_has_no_dead_link(tmp_path: Path) -> None:
    plugins = """
  - search
  - blog
  - tags
  - macros
  - include-markdown
  - awesome-nav
  - redirects: {redirect_maps: {"old.md": "two.md"}}
  - git-revision-date-localized
  - rss
  - mkdocstrings
  - minify: {minify_html: true, minify_js: true, minify_css: true}
"""
    root = make(tmp_path, plugins, {
        "docs/macro.md": (
            "# 틀 {{ version_of_text }}\n\n**틀**은 [[{{ target }}]]이고 [[#절 {{ version_of_text }}]]이다.\n\n"  # noqa: E501
            '## 절 {{ version_of_text }}\n\n[[post]]\n\n[[included]]\n'
        ),
        "docs/user.md": "# 쓰는 쪽\n\n[[macro#절 1.2]] [[blog/posts/post#속]] [[index]]\n\n::: pathlib.Path\n",  # noqa: E501
        "docs/sub/three.md": FILES["docs/sub/three.md"] + "\n[[macro]] [[user]]\n",
        "docs/included.md": '# 담은 쪽\n\n[[index]]\n\n{% include-markdown "../part.md" %}\n',
        "docs/blog/index.md": "# 블로그\n",
        "docs/blog/posts/post.md": (
            "---\ndate: 2024-03-04\ntags: [가]\n---\n# 첫 글\n\n"
            "**첫 글**은 [[three]]이다. [[#속]]\n\n![그림](dot.png)\n\n<!-- more -->\n\n"
            "## 속\n\n![[two#속 글]]\n"
        ),
        "docs/blog/posts/dot.png": "png",
        "docs/tagged.md": "---\ntags: [가]\n---\n# 꼬리표\n\n**꼬리표**는 [[index]], [[user]].\n",
        "docs/sub/four.md": "# 넷\n\n[[tagged]] [[two]]\n\n![[dot.png|점]]\n",
    })  # fmt: skip
    (root / "docs/sub/three.md").write_text(
        (root / "docs/sub/three.md").read_text("utf-8") + "\n[[four]]\n", "utf-8"
    )
    git(root, "commit", "-qam", "t")
    built(root)
    home = page(root, "index.html")
    assert "틀" in home
    assert home.count("two/") > 1  # the hook's link too
    assert 'href="old' not in home
    assert "two/" in page(root, "old/index.html")
    macro = page(root, "macro/index.html")
    assert "mp-broken" not in macro
    assert 'id="절-12"' in macro or "id=절-12" in macro
    assert re.search(r'href="?\.\./macro/#절-12', page(root, "user/index.html"))
    post = next((root / "site/blog/2024").rglob("index.html")).read_text("utf-8")
    assert "mp-backlinks" in post
    assert "mp-backlinks" not in page(root, "blog/index.html")
    assert "mp-backlinks" in page(root, "two/index.html")
    assert page(root, "two/index.html").split("mp-backlinks")[-1].count("macro/") > 0
    assert (root / "site/feed_rss_created.xml").is_file()


I18N = """
site_name: 이웃
site_url: https://example.org/sub/
theme: {name: material, language: ko, font: false}
plugins:
  - search
  - i18n:
      docs_structure: suffix
      languages:
        - {locale: ko, default: true, name: 한국어, build: true}
        - {locale: en, name: English, build: true}
  - maedeup: {recent: 3}
"""


@needs("i18n")
@pytest.mark.parametrize("first", [True, False], ids=["ours last", "ours first"])
def test_a_site_of_two_languages_links_within_each(tmp_path: Path, first: bool) -> None:
    config = I18N
    if not first:
        config = config.replace("  - search\n", "  - search\n  - maedeup: {recent: 3}\n")
        config = config.removesuffix("  - maedeup: {recent: 3}\n")
    root = make(tmp_path, "", {
        "docs/index.md": "# 처음\n\n**처음**은 [[two]]이다. [[sub/README|폴더]] [[try]] [[two#속 글]]\n\n![[a.py#one]]\n",  # noqa: E501
        "docs/index.en.md": "# Home\n\n[[two]] [[sub/README|folder]] [[try]]\n\n[md](two.md)\n\n![[a.py#one]]\n",  # noqa: E501
        "docs/two.en.md": "# Two\n\n**Two** is [[index]].\n\n## 속 글\n",
    }, config)  # fmt: skip
    built(root)
    assert 'href="two/" class="mp-link">둘' in page(root, "index.html")
    english = page(root, "en/index.html")
    assert 'class="mp-link">Two</a>' in english
    assert "/two/" in english
    assert 'href="../en/two/" class="mp-link"' in english
    notes = json.loads(page(root, "assets/notes.json"))
    assert notes["two/"]["t"] == "둘"
    assert notes["en/two/"]["t"] == "Two"
    docs = json.loads(page(root, "search/pages.json"))["docs"]
    found = {doc["location"]: doc["title"] for doc in docs}
    assert found["two/"] == "둘"
    assert found["en/two/"] == "Two"


@needs("i18n")
def test_a_site_with_a_folder_for_each_language_builds(tmp_path: Path) -> None:
    config = I18N.replace("suffix", "folder").replace("{recent: 3}", "{take_away: false}")
    root = tmp_path
    write_files(root, {
        "mkdocs.yml": config,
        "docs/ko/index.md": "# 처음\n\n**처음**은 [[two]] [md](two.md)이다.\n",
        "docs/ko/two.md": "# 둘\n\n**둘**은 [[index]]이다.\n",
        "docs/en/index.md": "# Home\n\n**Home** is [[two]] [md](two.md).\n",
        "docs/en/two.md": "# Two\n\n**Two** is [[index]].\n",
    })  # fmt: skip
    built(root)
    assert 'href="two/" class="mp-link">둘' in page(root, "index.html")
    assert 'class="mp-link">Two</a>' in page(root, "en/index.html")


def test_addresses_without_folders_are_the_host_s(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = CONFIG.replace("hooks:", "use_directory_urls: false\nhooks:")
    root = make(tmp_path, "  - search\n  - tags\n", {}, config)
    built_here(root, capsys)
    assert 'href="two.html" class="mp-link"' in page(root, "index.html")
    assert 'href="../two.html#속-글"' in page(root, "sub/index.html")


def test_a_plugin_that_moves_pages_is_followed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hook = """
def on_files(files, config):
    for file in files.documentation_pages():
        if file.src_uri == "two.md":
            file.dest_uri = "moved/to here/index.html"
            file.url = "moved/to%20here/"
            file.abs_dest_path = config.site_dir + "/moved/to here/index.html"
    return files
"""
    config = CONFIG.replace("hooks: [hook.py]", "hooks: [hook.py, move.py]")
    root = make(tmp_path, "  - search\n", {"move.py": hook}, config)
    built_here(root, capsys)
    assert 'href="moved/to%20here/" class="mp-link"' in page(root, "index.html")
    assert 'href="../../moved/to%20here/#속-글"' in page(root, "sub/three/index.html")
    docs = json.loads(page(root, "search/pages.json"))["docs"]
    assert any(doc["location"] == "moved/to%20here/" for doc in docs)


@needs("mike")
def test_mike_deploys_a_version(tmp_path: Path) -> None:
    plugins = "  - search\n  - mike\n"
    root = make(tmp_path, plugins, {})
    git(root, "config", "user.name", "t")
    git(root, "config", "user.email", "t@example.org")
    done = subprocess.run(
        [str(Path(sys.executable).with_name("mike")), "deploy", "1.0"],
        cwd=root, capture_output=True, text=True,
        env=os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    shown = subprocess.run(
        ["git", "show", "gh-pages:1.0/index.html"], cwd=root, capture_output=True, text=True
    )
    assert 'href="two/" class="mp-link"' in shown.stdout
