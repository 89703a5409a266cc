"""A whole site with former addresses, tags, parts of notes, and what was changed last."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from maedeup.site.last_check import find_dead_links

from .conftest import write_files
from .test_mkdocs_plugin import build

FILES = {
    "mkdocs.yml": """\
        site_name: 곁가지
        theme: {name: material, language: ko, font: false}
        plugins:
          - search: {lang: ko}
          - tags
          - maedeup: {recent: 5, checks: {single-tag: off}}
        markdown_extensions: [attr_list, footnotes, toc: {permalink: true}, maedeup]
        nav: [index.md, tags.md, recent.md]
        not_in_nav: /notes/
        exclude_docs: redirects.yml
        validation: {links: {anchors: warn}}
        """,
    "docs/index.md": "# 홈\n\n[[a]] [[tags]]\n",
    "docs/tags.md": "---\ntitle: 태그\nkind: map\n---\n[[a]]\n\n<!-- material/tags -->\n",
    "docs/redirects.yml": "notes/old: a\na#옛-제목: 새-제목\n",
    "docs/notes/a.md": (
        "---\ntitle: 가\ntags: [갈래]\n---\n**가**는 [[b]]이다.\n\n"
        "## 새 제목\n\n![[b#절]]\n\n## 끝\n"
    ),
    "docs/notes/b.md": (
        "---\ntitle: 나\n---\n**나**는 [[a#새 제목]]이다.\n\n## 절\n\n"
        "[가](a.md#새-제목) 유일한낱말[^1].\n\n[^1]: 각주.\n"
    ),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("extras")
    write_files(root, FILES)
    (root / "snippets").mkdir()
    name = ["-c", "user.name=t", "-c", "user.email=t@t"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "x"]):
        subprocess.run(["git", *name, *command], cwd=root, check=True)
    done = build(root, "--strict")
    assert done.returncode == 0, done.stderr
    return root / "site"


def test_former_address_leads_on_without_a_script(site: Path) -> None:
    page = (site / "notes/old/index.html").read_text("utf-8")
    assert '<meta http-equiv="refresh" content="0; url=../../notes/a/">' in page
    assert '<link rel="canonical" href="../../notes/a/">' in page
    assert '<a href="../../notes/a/">가</a>로 옮겼다.' in page
    assert "<script" not in page
    assert not (site / "redirects.yml").exists()


def test_former_anchor_is_in_the_heading_and_not_in_the_contents(site: Path) -> None:
    page = (site / "notes/a/index.html").read_text("utf-8")
    assert re.search(r'<h2 id="새-제목">새 제목<span id="옛-제목"></span>', page)
    assert page.count("옛-제목") == 1


def test_part_of_a_note_leaves_the_pages_contents_alone(site: Path) -> None:
    page = (site / "notes/a/index.html").read_text("utf-8")
    contents = re.findall(r'<a href="#([^"]+)" class="md-nav__link">', page)
    assert list(dict.fromkeys(contents)) == ["새-제목", "끝"]
    assert re.search(r'<p><a href="(\./)?#(%EC%83%88-%EC%A0%9C%EB%AA%A9|새-제목)">가</a>', page)
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert page.count("각주.") == 1


def test_part_of_a_note_is_found_where_it_is_from(site: Path) -> None:
    docs = json.loads((site / "search/pages.json").read_text("utf-8"))["docs"]
    assert [d["location"] for d in docs if "유일한낱말" in d["text"]] == ["notes/b/#절"]
    assert not any(doc["location"].startswith("recent") for doc in docs)


def test_tags_lead_to_their_notes(site: Path) -> None:
    assert '<a href="../notes/a/">' in (site / "tags/index.html").read_text("utf-8")
    assert "갈래" in (site / "notes/a/index.html").read_text("utf-8")


def test_what_was_changed_last_is_a_page_and_a_feed_that_pages_name(site: Path) -> None:
    assert 'href="../notes/b/"' in (site / "recent/index.html").read_text("utf-8")
    assert "<title>나</title>" in (site / "feed.xml").read_text("utf-8")
    link = '<link rel="alternate " type="application/atom+xml" href="../../feed.xml">'
    assert link in (site / "notes/a/index.html").read_text("utf-8")


def test_page_tells_what_it_is_about_and_when_its_text_was_changed(site: Path) -> None:
    page = (site / "notes/a/index.html").read_text("utf-8")
    assert '<meta name="description" content="가는 나이다.">' in page
    assert '<meta property="og:title" content="가">' in page
    assert '<meta property="og:description" content="가는 나이다.">' in page
    assert "og:url" not in page
    assert re.search(r'글을 마지막으로 고친 날 <time datetime="\d{4}-[^"]*">\d{4}-\d\d-\d\d', page)
    other = (site / "notes/b/index.html").read_text("utf-8")
    assert '<meta name="description" content="나는 가: 새 제목이다.">' in other
    assert "<time" not in (site / "recent/index.html").read_text("utf-8")


def test_page_of_what_is_not_there_is_in_the_sites_language(site: Path) -> None:
    page = (site / "404.html").read_text("utf-8")
    assert "<title>찾는 쪽이 없다 - 곁가지</title>" in page
    assert "<h1>찾는 쪽이 없다</h1>" in page
    assert '<a href="/">첫 쪽</a>' in page
    assert "Not found" not in page
    assert 'role="dialog" aria-label="검색"' in page


def test_every_link_of_the_site_leads_somewhere(site: Path) -> None:
    assert find_dead_links(site) == []
