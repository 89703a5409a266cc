"""A page whose text has no fence and no table of contents is not searched for them."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Any

import pytest
from maedeup.hosts import markdown
from maedeup.hosts.spared import Spared
from maedeup.site.last_check import DeadLink, find_dead_links
from maedeup.vault.uncollected import settling
from pymdownx.superfences import SuperFencesBlockPreprocessor

from .conftest import SITE, build_site, write_files
from .test_one_markdown import undated

FENCE = '```python title="a"\nx = 1\n```\n'
TEXTS = {
    "a-plain": "글.\n\n## 둘\n\n글.\n",
    "b-fence": f"글.\n\n{FENCE}",
    "c-plain": "글.\n\n> 인용\n",
    "d-inner": "- 하나\n\n    ~~~\n    y\n    ~~~\n\n> ```\n> z\n> ```\n",
    "e-toc": "[TOC]\n\n## 둘\n\n글.\n",
    "f-other": "{toc}\n\n## 둘\n\n글.\n",
    "g-plain": "글.\n\n## 둘\n\n글 [TOC] 글.\n",
    "h-included": "--8<-- 'inc.txt'\n\n## 둘\n",
}
FILES = {
    "mkdocs.yml": SITE,
    "docs/index.md": "# 홈\n",
    "docs/inc.txt": f"[TOC]\n\n{FENCE}",
    **{f"docs/{name}.md": f"# {name}\n\n{text}" for name, text in TEXTS.items()},
}


def extensions(root: Path, *more: Any) -> list[Any]:
    """Return the Markdown extensions of the site."""
    snippets = {"pymdownx.snippets": {"base_path": [str(root / "docs")]}}
    return ["pymdownx.superfences", "pymdownx.highlight", snippets, *more]


def pages_of(root: Path, marker: str | None) -> dict[str, bytes]:
    """Build the pages."""
    toc = {"toc": {"marker": marker}} if marker is not None else "toc"
    site = build_site(root, markdown_extensions=extensions(root, toc))
    pages = {name: page for name, page in site.items() if name.endswith("/index.html")}
    return {name: undated(page) for name, page in pages.items()}


@pytest.mark.parametrize("marker", [None, "", "{toc}"])
def test_pages_are_what_they_are_when_all_is_searched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, marker: str | None
) -> None:
    write_files(tmp_path / "one", FILES)
    write_files(tmp_path / "other", FILES)
    spared = pages_of(tmp_path / "one", marker)
    monkeypatch.setattr(markdown.Spared, "begin", lambda self, text: None)
    assert spared == pages_of(tmp_path / "other", marker)
    assert len(spared) >= len(TEXTS)
    lists = {
        name.partition("/")[0] for name, page in spared.items() if b'<div class="toc">' in page
    }
    meant = {None: {"e-toc", "h-included"}, "": set(), "{toc}": {"f-other"}}
    assert lists == meant[marker]
    code = {name.partition("/")[0] for name, page in spared.items() if b"<code" in page}
    assert code == {"b-fence", "d-inner", "h-included"}


def test_lines_are_searched_for_fences_on_pages_that_have_ticks_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched: list[str] = []
    plain = SuperFencesBlockPreprocessor.search_nested

    def search(self: Any, lines: list[str]) -> Any:
        searched.append("\n".join(lines))
        return plain(self, lines)

    monkeypatch.setattr(SuperFencesBlockPreprocessor, "search_nested", search)
    write_files(tmp_path, FILES)
    pages_of(tmp_path, None)
    assert sum("```" in text or "~~~" in text for text in searched) == len(searched) == 3


def test_pages_are_searched_where_an_unknown_extension_may_write_something_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[str] = []
    monkeypatch.setattr(Spared, "begin", lambda self, text: begun.append(text))
    late = """\
        from markdown import Extension
        from markdown.preprocessors import Preprocessor
        class Late(Preprocessor):
            def run(self, lines):
                return [*lines, "", "```", "late", "```"]
        class Writing(Extension):
            def extendMarkdown(self, md):
                md.preprocessors.register(Late(md), "late", 27)
        """
    write_files(tmp_path, FILES | {"late_writing.py": late})
    monkeypatch.syspath_prepend(str(tmp_path))
    site = build_site(tmp_path, markdown_extensions=extensions(tmp_path, "late_writing:Writing"))
    assert b"late" in site["a-plain/index.html"]
    assert begun == []


def test_same_words_of_a_link_lead_from_each_folder_where_they_lead(tmp_path: Path) -> None:
    pages = {
        "a/index.html": '<a href="../x/">', "b/c/index.html": '<a href="../x/">',
        "b/d/index.html": '<a href="../../x/"><a href="../y/">', "b/y/index.html": "",
        "x/index.html": '<a href="#p"><a href="../a/#p">', "x/p/index.html": '<a href="../#p">',
    }  # fmt: skip
    write_files(tmp_path, pages)
    assert find_dead_links(tmp_path) == [
        DeadLink("b/c/index.html", "../x/"),
        DeadLink("x/index.html", "#p"),
        DeadLink("x/index.html", "../a/#p"),
        DeadLink("x/p/index.html", "../#p"),
    ]


def test_collector_of_garbage_looks_as_often_as_before_once_a_site_is_made() -> None:
    before = gc.get_threshold()
    with settling():
        assert gc.get_threshold() != before
    assert gc.get_threshold() == before
