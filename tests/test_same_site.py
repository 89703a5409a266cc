"""A build of which nothing has changed makes nothing, and leaves the site that a build makes."""

from __future__ import annotations

import logging
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from maedeup.hosts import same_site
from maedeup.runs import unchanged
from mkdocs.commands.build import build as build_with_mkdocs
from mkdocs.config import load_config

from .conftest import write_files

SETTINGS = """\
site_name: 시험
theme: {name: mkdocs, language: ko, custom_dir: theme}
plugins: [search, maedeup]
markdown_extensions: [attr_list, pymdownx.snippets, pymdownx.superfences]
"""

FILES = {
    "mkdocs.yml": SETTINGS,
    "theme/extra.html": "그림\n",
    "part.txt": "끼운 글\n",
    "data/x.csv": "1\n2\n",
    "docs/index.md": '# 홈\n\n[[one]] [없는 것](later.md)\n\n--8<-- "part.txt"\n',
    "docs/notes/one.md": "---\ntitle: 하나\n---\n값은 ![[one.py#total]]이다.\n",
    "docs/a.txt": "딸린 글\n",
    "snippets/one.py": """\
        # /// script
        # [tool.maedeup]
        # env = ["SCALE"]
        # ///
        # %% sum
        import os

        total = len(open("data/x.csv").read()) * int(os.environ.get("SCALE", "1"))
        """,
}

Change = Callable[[Path, pytest.MonkeyPatch], object]


def write(name: str, text: str) -> Change:
    return lambda root, monkeypatch: write_files(root, {name: text})


def forget_result(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    next((root / ".maedeup/store/receipts").glob("*/*.json")).unlink()


# One after the other, in one project.
CHANGES: dict[str, Change] = {
    "a note": write("docs/notes/one.md", "---\ntitle: 하나\n---\n값은 ![[one.py#total]]이었다.\n"),
    "a new note": write("docs/notes/two.md", "---\ntitle: 둘\n---\n둘.\n"),
    "a note that goes": lambda root, monkeypatch: (root / "docs/notes/two.md").unlink(),
    "another file of the vault": write("docs/a.txt", "딸린 다른 글\n"),
    "a file that a page includes": write("part.txt", "다른 글\n"),
    "a file that a run reads": write("data/x.csv", "1\n2\n3\n"),
    "a variable that a run reads": lambda root, monkeypatch: monkeypatch.setenv("SCALE", "2"),
    "a snippet": write("snippets/one.py", "# %% sum\ntotal = 7\n"),
    "the theme": write("theme/extra.html", "다른 그림\n"),
    "the settings": write("mkdocs.yml", SETTINGS.replace("시험", "다른 시험")),
    "a version": lambda root, monkeypatch: monkeypatch.setattr("sys.version", "4.0"),
    "the day": lambda root, monkeypatch: monkeypatch.setattr(
        same_site, "get_build_date", lambda: "2001-01-01"
    ),
    "a stored result": forget_result,
    "a snippet that fails": write("snippets/one.py", "# %% sum\ntotal = 1 / 0\n"),
}


class Builds:
    """Builds one project as `mkdocs build` does."""

    def __init__(self, root: Path) -> None:
        self.root, self.site = root, root / "site"
        self.made = 0
        """Builds that made the site."""

    def build(self) -> dict[str, bytes]:
        config = load_config(str(self.root / "mkdocs.yml"))
        plain = same_site.HOST.build

        def counted(*given: object, **named: object) -> None:
            self.made += 1
            plain(*given, **named)

        same_site.HOST.build = counted
        try:
            config.plugins.on_startup(command="build", dirty=False)
            same_site.HOST.build(config, dirty=False)
        finally:
            config.plugins.on_shutdown()
            same_site.HOST.build = plain
        return self.files()

    def files(self) -> dict[str, bytes]:
        files = (path for path in self.site.rglob("*") if path.is_file())
        return {
            str(path.relative_to(self.site)): re.sub(rb"Build Date.*", b"", path.read_bytes())
            for path in files
        }


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> Builds:
    root = tmp_path_factory.mktemp("same") / "vault"
    write_files(root, FILES)
    return Builds(root)


@pytest.fixture(autouse=True)
def _settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that a test wrote this moment are not written again in the same one."""
    monkeypatch.setattr(unchanged, "SETTLED_NS", 0)


def test_site_of_which_nothing_has_changed_is_not_made_again(
    builds: Builds, caplog: pytest.LogCaptureFixture
) -> None:
    builds.build()  # runs
    site = builds.build()
    warnings = [r.getMessage() for r in caplog.records if r.levelno == logging.WARNING]
    assert any("later.md" in warning for warning in warnings)
    builds.made = 0
    caplog.clear()
    assert builds.build() == site
    assert builds.made == 0
    again = [r.getMessage() for r in caplog.records if r.levelno == logging.WARNING]
    assert again == warnings[len(warnings) // 2 :]


def test_site_that_is_another_is_put_back(builds: Builds) -> None:
    site = builds.build()
    builds.made = 0
    (builds.site / "index.html").unlink()
    (builds.site / "index.html").write_text("고친 쪽")
    (builds.site / "notes/one/index.html").unlink()
    (builds.site / "other.html").write_text("남은 것")
    (builds.site / ".nojekyll").write_text("")
    assert builds.build() == site | {".nojekyll": b""}  # which MkDocs leaves alone as well
    shutil.rmtree(builds.site)
    assert builds.build() == site
    assert builds.made == 0


def test_site_that_was_removed_is_put_back_where_the_project_is_on_the_path_of_modules(
    builds: Builds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(builds.root))  # as with `python -m mkdocs`
    site = builds.build()
    builds.made = 0
    shutil.rmtree(builds.site)
    assert builds.build() == site
    assert builds.made == 0
    write_files(builds.root, {"json.py": "a module that would be taken first"})
    builds.build()
    assert builds.made == 1
    (builds.root / "json.py").unlink()


def test_site_that_was_written_over_is_made_again(builds: Builds) -> None:
    site = builds.build()
    builds.made = 0
    with (builds.site / "index.html").open("a") as file:  # under both of its names
        file.write("고친 쪽")
    assert builds.build() == site
    assert builds.made == 1


@pytest.mark.parametrize("name", CHANGES)
def test_site_is_made_again_after_a_change_of(
    builds: Builds, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    builds.build()
    CHANGES[name](builds.root, monkeypatch)
    builds.made = 0
    builds.build()
    assert builds.made == 1
    if name == "a snippet that fails":  # which the next build is to try again
        builds.build()
        assert builds.made == 2


def test_a_build_lets_go_of_texts_that_only_a_next_reading_would_ask_for(tmp_path: Path) -> None:
    write_files(tmp_path, {"mkdocs.yml": "site_name: x\n", "docs/index.md": "# 홈\n\n글.\n"})
    held: dict[bool, list[object]] = {}
    for serves in (False, True):
        config = load_config(str(tmp_path / "mkdocs.yml"), plugins=["maedeup"])
        plugin = config.plugins["maedeup"]
        plugin.serving = serves
        build_with_mkdocs(config)
        vault = plugin.web.vault
        held[serves] = [*vault.texts, *vault.reader._known]
        assert "글." in vault.notes["index.md"].body
    assert held[False] == []
    assert held[True] != []
