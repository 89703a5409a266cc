"""Converted pages are kept, and no page is another than it would be without."""

from __future__ import annotations

import contextlib
import json
import logging
import re
import shutil
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from maedeup.hosts import markdown, page_cache
from maedeup.hosts.cli import main
from maedeup.hosts.kept_pages import FILE, KeptPages
from maedeup.page.questions import Questions

from .conftest import SITE, build_site, write_files

FILES = {
    "mkdocs.yml": SITE,
    "docs/index.md": "# 홈 `x`\n\n[[one]] [[two]] [[three]]\n",
    "docs/notes/one.md": """\
        ---
        title: 하나
        ---
        값은 ![[one.py#total]]이다. [둘](two.md#까닭)과 [끝](three.md#raw)을 본다. <a id="here"></a>

        ![[one.py#sum]]

        [없는 것](later.md)과 [없는 자리](two.md#gone)와 [여기](#here)와 [홈](/index.md).
        ![그림](a.png)

        ## 식

        $$x^2$$
        """,
    "docs/notes/two.md": """\
        # 둘째

        둘. 하나를 말한다.

        ## 까닭

        ![[curve.py]]

        ## 끝

        ![[one#식]]
        """,
    "docs/notes/three.md": """\
        ---
        title: 셋
        ---
        셋. [[one]]을 쓴다.

        <div markdown id="raw">*기울인 글*</div>
        """,
    "docs/notes/a.png": b"",
    "snippets/one.py": "# %% sum\ntotal = 1 + 2\nprint(total)\n",
    "snippets/curve.py": """\
        # %% plot
        import matplotlib.pyplot as plt

        fig, ax = plt.subplots(num="curve", figsize=(2, 1))
        ax.plot([0, 1])
        ax.set_title("곡선")
        """,
}

Change = Callable[[Path], dict[str, Any] | None]
"""Gives the settings of the build after it, if they are other ones."""


def replace(file: str, old: str, new: str) -> Change:
    def change(root: Path) -> None:
        text = (root / file).read_text("utf-8")
        assert old in text
        (root / file).write_text(text.replace(old, new), "utf-8")

    return change


def write(file: str, text: str) -> Change:
    return lambda root: write_files(root, {file: text})


def rename(old: str, new: str) -> Change:
    return lambda root: (root / old).rename(root / new) and None


def settings(**changed: Any) -> Change:
    return lambda root: changed


NOTES = {"index.md", "notes/one.md", "notes/two.md", "notes/three.md"}
MADE = {"snippets/index.md", "snippets/one.md", "snippets/curve.md"}
TOC = {"toc": {"permalink": True}}

# What is converted again; None where it is not what matters.
CHANGES: dict[str, tuple[Change, set[str] | None]] = {
    "nothing": (lambda root: None, set()),
    "an edited note": (replace("docs/notes/three.md", "기울인", "누운"), {"notes/three.md"}),
    "a note's title": (replace("docs/notes/one.md", "title: 하나", "title: 한둘"), None),
    "a note renamed": (rename("docs/notes/two.md", "docs/notes/zwei.md"), None),
    "a note removed": (lambda root: (root / "docs/notes/two.md").unlink(), None),
    "a value": (replace("snippets/one.py", "1 + 2", "1 + 3"), None),
    "a figure": (replace("snippets/curve.py", "곡선", "직선"), None),
    "a comment": (replace("snippets/one.py", "1 + 2", "1 + 2  # 셋"), None),
    "a new backlink": (replace("docs/notes/three.md", "셋.", "셋. [[two]]"), None),
    "a new note that mentions": (write("docs/notes/four.md", "# 넷\n\n하나와 셋째.\n"), None),
    "a file that makes a broken link whole": (
        write("docs/notes/later.md", "---\ntitle: 뒤\n---\n뒤.\n"),
        {"notes/later.md", "notes/one.md"},
    ),
    "a picture that goes": (lambda root: (root / "docs/notes/a.png").unlink(), {"notes/one.md"}),
    "a heading that another page's link names": (
        replace("docs/notes/two.md", "## 까닭", "## 이유"), {"notes/two.md"}
    ),
    "an anchor that makes a broken link whole": (
        replace("docs/notes/two.md", "둘.", '<a id="gone"></a>둘.'), None
    ),
    "an extension's settings": (
        settings(markdown_extensions=["attr_list", "md_in_html", TOC, "pymdownx.superfences"]),
        NOTES | MADE,
    ),
    "an extension more": (
        settings(markdown_extensions=["md_in_html", "pymdownx.superfences", "footnotes"]),
        NOTES | MADE,
    ),
    "where pages are": (settings(use_directory_urls=False), NOTES | MADE),
    "what absolute links mean": (
        settings(validation={"absolute_links": "relative_to_docs"}), NOTES | MADE
    ),
    "a draft": (  # nobody may show it any more
        settings(draft_docs="two.md"),
        {"index.md", "notes/one.md", "notes/three.md", "snippets/curve.md"},
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose pages are all kept."""
    root = tmp_path_factory.mktemp("base") / "vault"
    write_files(root, FILES)
    build_site(root)
    return root


@pytest.fixture
def copy(kept: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(kept, tmp_path / "vault"))


@pytest.fixture
def converted(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The pages that were converted, and not read back, since the test emptied this."""
    found: set[str] = set()
    begin = page_cache.Keeper.begin

    def told(self: page_cache.Keeper, root: Path, text: str, anchors: object) -> str:
        given = begin(self, root, text, anchors)
        host: Any = self.md.treeprocessors["relpath"]
        if given:
            found.add(host.file.src_uri)
        return given

    monkeypatch.setattr(page_cache.Keeper, "begin", told)
    return found


def looks(root: Path, caplog: pytest.LogCaptureFixture, **changed: Any) -> tuple[object, object]:
    """Build; give the site without its build's time, and all that was said."""
    caplog.clear()
    with caplog.at_level(logging.INFO, "mkdocs"):
        site = build_site(root, **changed)
    said = [record.getMessage() for record in caplog.records]
    said = [line for line in said if not re.search(r"built in|Building doc|ran in", line)]
    site = {name: re.sub(rb"(?m)^Build Date.*$", b"", data) for name, data in site.items()}
    return {name: data for name, data in site.items() if not name.startswith("sitemap")}, said


@pytest.mark.parametrize("name", CHANGES)
def test_kept_pages_are_what_they_would_be_without(
    copy: Path, caplog: pytest.LogCaptureFixture, converted: set[str], name: str
) -> None:
    change, expected = CHANGES[name]
    changed = change(copy) or {}
    build_site(copy)  # runs what the change made stale
    shutil.rmtree(copy / ".maedeup/pages")
    shutil.copytree(copy.parent / "old", copy / ".maedeup/pages")
    converted.clear()
    site, said = looks(copy, caplog, **changed)
    if expected is not None:
        assert converted == expected
    assert len(converted) < len(NOTES | MADE) or expected == NOTES | MADE
    shutil.rmtree(copy / ".maedeup/pages")
    site_without, said_without = looks(copy, caplog, **changed)
    assert site == site_without
    assert said == said_without


@pytest.fixture(autouse=True)
def _old(copy: Path) -> None:
    shutil.copytree(copy / ".maedeup/pages", copy.parent / "old")


def test_broken_links_are_told_of_kept_pages(
    copy: Path, caplog: pytest.LogCaptureFixture, converted: set[str]
) -> None:
    _, said = looks(copy, caplog)
    assert converted == set()
    assert isinstance(said, list)
    text = "\n".join(said)
    assert "contains a link 'later.md', but the target 'notes/later.md' is not found" in text
    assert "'notes/two.md' does not contain an anchor '#gone'" in text
    assert "#raw" not in text
    assert "#here" not in text


def test_broken_and_foreign_entries_are_converted_again(copy: Path, converted: set[str]) -> None:
    kept = KeptPages(copy)
    one, three = kept.read("notes/one.md"), kept.read("notes/three.md")
    assert one is not None
    assert three is not None
    changed = one.replace("값은".encode(), "같은".encode())
    with contextlib.closing(sqlite3.connect(copy / FILE)) as file:
        file.execute("UPDATE pages SET page = ? WHERE name = 'notes/one.md'", (changed,))
        file.commit()
    kept.write("notes/two.md", three)
    kept.write("notes/three.md", json.dumps({"key": "of an older version", "html": ""}).encode())
    assert page_cache.read_page(kept, "notes/three.md") is None
    build_site(copy)
    assert converted == {"notes/one.md", "notes/two.md", "notes/three.md"}
    assert kept.read("notes/one.md") == one


def test_file_of_kept_pages_that_is_none_is_begun_anew(copy: Path, converted: set[str]) -> None:
    (copy / FILE).write_bytes(b"no database" * 1000)
    for expected in (NOTES | MADE, set()):
        converted.clear()
        build_site(copy)
        assert converted == expected


def test_build_beside_one_that_keeps_its_pages_is_made_all_the_same(copy: Path) -> None:
    other = KeptPages(copy)
    other.hold()
    other.write("notes/of-the-other.md", b"{}")
    assert "값은" in build_site(copy)["notes/one/index.html"].decode()
    other.keep_only({"notes/of-the-other.md"})
    assert other.read("notes/of-the-other.md") == b"{}"


def test_pages_that_are_gone_are_dropped(copy: Path) -> None:
    (copy / "docs/notes/two.md").unlink()
    build_site(copy)
    assert KeptPages(copy).read("notes/two.md") is None
    assert KeptPages(copy).read("notes/one.md") is not None


def test_another_version_of_what_converts_reads_nothing_back(
    copy: Path, monkeypatch: pytest.MonkeyPatch, converted: set[str]
) -> None:
    monkeypatch.setattr(page_cache, "versions_of_code", lambda: "another")
    build_site(copy)
    assert converted == NOTES | MADE


IMPURE = """\
from pathlib import Path
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor

class Clock(Postprocessor):
    def run(self, text):
        return text + Path("clock.txt").read_text()

class Wrong(Extension):
    def extendMarkdown(self, md):
        md.postprocessors.register(Clock(md), "clock", 0)

def makeExtension(**kwargs):
    return Wrong(**kwargs)
"""


def shout(text: str, separator: str) -> str:
    return text.upper()


@pytest.mark.parametrize(
    "extension",
    [
        "impure_extension",
        "pymdownx.b64",
        {"pymdownx.critic": {"mode": "view"}},
        {"toc": {"slugify": shout}},
    ],
)
def test_nothing_is_kept_where_more_has_a_part_in_the_conversion(
    copy: Path, monkeypatch: pytest.MonkeyPatch, converted: set[str], extension: object
) -> None:
    (copy.parent / "impure_extension.py").write_text(IMPURE)
    monkeypatch.syspath_prepend(str(copy.parent))
    monkeypatch.chdir(copy)
    shutil.rmtree(copy / ".maedeup/pages")
    for time in ("first", "second"):
        Path("clock.txt").write_text(time)
        converted.clear()
        site = build_site(copy, markdown_extensions=["md_in_html", extension])
        assert converted == NOTES | MADE
        if extension == "impure_extension":
            assert time.encode() in site["notes/one/index.html"]
    assert not (copy / ".maedeup/pages").exists()
    sys.modules.pop("impure_extension", None)


def test_page_that_has_no_name_for_an_anchor_is_not_kept(copy: Path, converted: set[str]) -> None:
    write_files(copy, {"docs/notes/two.md": '# 둘째\n\n둘. <a id>x</a> <a id="y">y</a>\n'})
    for _ in range(2):
        converted.clear()
        build_site(copy)
        assert "notes/two.md" in converted


def test_store_that_cannot_be_written_stops_no_build(copy: Path) -> None:
    shutil.rmtree(copy / ".maedeup/pages")
    (copy / ".maedeup/pages").write_bytes(b"")
    assert "값은" in build_site(copy)["notes/one/index.html"].decode()


def test_page_is_taken_as_it_was_while_all_it_asked_is_answered_as_before(
    copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    written: set[str] = set()
    plain = markdown.ReferencePreprocessor._rewrite

    def told(self: Any, text: str, uri: str, url: str | None, ask: Questions) -> str:
        written.add(uri)
        return plain(self, text, uri, url, ask)

    monkeypatch.setattr(markdown.ReferencePreprocessor, "_rewrite", told)
    build_site(copy)
    assert written == {"snippets/index.md"}  # which shows all there is
    assert main(["--root", str(copy), "why", "two"]) == 0
    assert "docs/notes/two.md: the same page\n" in capsys.readouterr().out
    replace("docs/notes/two.md", "하나를", "하나와 [[three]]를")(copy)
    assert main(["--root", str(copy), "why", "three"]) == 0
    told_of = capsys.readouterr().out
    assert "docs/notes/three.md: may be another page\n" in told_of
    assert "\n  backlinks: notes/three.md\n" in told_of
    written.clear()
    build_site(copy)
    assert {"notes/two.md", "notes/three.md"} <= written
    assert "snippets/curve.md" in written  # whose page names the note
    assert "snippets/one.md" not in written
