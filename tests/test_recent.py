"""What was changed last: dates come from git, or there are none."""

import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from maedeup.site.recent import feed, recent_page
from maedeup.text.paths import SourcePath
from maedeup.vault.history import History, read_history

from tests.project import Project

from .conftest import MakeProject

ATOM = "{http://www.w3.org/2005/Atom}"


def git(root: Path, *arguments: str, date: str = "2026-03-01T09:00:00+09:00") -> None:
    env = {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": "2026-12-31T00:00:00+09:00", "HOME": "/"}
    name = ["-c", "user.name=t", "-c", "user.email=t@t"]
    subprocess.run(["git", *name, *arguments], cwd=root, check=True, env=env, capture_output=True)


@pytest.fixture
def project(built: MakeProject) -> Project:
    """A vault in which `a` was written in January and `나` in March."""
    project = built({
        "docs/index.md": "[[a]] [[나]]\n",
        "docs/a.md": "---\ntitle: 가 & 나\n---\n**가**는 [[나]]이(가) <b>아니다</b>. 둘째.\n",
        "docs/나.md": "**나**는 [[a]]이다.\n",
        "docs/g.md": "---\nkind: guide\n---\n안내\n",
    })  # fmt: skip
    git(project.root, "init", "-q")
    git(project.root, "add", "docs/a.md", "docs/g.md")
    git(project.root, "commit", "-qm", "하나", date="2026-01-05T23:30:00+09:00")
    git(project.root, "add", ".")
    git(project.root, "commit", "-qm", "둘")
    return project


def history(project: Project) -> History:
    return read_history(project.root, ["docs", "snippets"])


def test_date_is_that_of_the_last_change_where_it_was_written(project: Project) -> None:
    dates = history(project).dates
    assert str(dates[SourcePath("docs/a.md")]) == "2026-01-05 23:30:00+09:00"
    assert str(dates[SourcePath("docs/나.md")]) == "2026-03-01 09:00:00+09:00"


def test_page_lists_notes_by_day_newest_first(project: Project) -> None:
    page = recent_page(project.web, history(project), 10)
    assert page.index("## 2026-03-01\n\n- [[나.md]]") < page.index("## 2026-01-05\n\n- [[a.md]]")
    assert "안내" not in page
    assert "- [[a.md]]: 가는 나가 아니다." in page
    assert "2026-01-05" not in recent_page(project.web, history(project), 1)


def test_changed_file_that_is_not_committed_has_no_date(project: Project) -> None:
    (project.root / "docs/a.md").write_text("다르다\n", "utf-8")
    assert SourcePath("docs/a.md") not in history(project).dates
    git(project.root, "add", ".")
    assert SourcePath("docs/a.md") not in history(project).dates


def test_shallow_clone_has_no_dates(project: Project, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{project.root}", str(clone))
    found = read_history(clone, ["docs"])
    assert found.dates == {}
    assert found.unknown == "this clone is shallow: fetch the whole history"
    assert "고친 때를 알 수 없이" in recent_page(project.web, found, 10)


def test_folder_without_git_has_no_dates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert read_history(tmp_path, ["docs"]).unknown == "this is no git checkout with a commit"
    monkeypatch.setenv("PATH", str(tmp_path))
    assert read_history(tmp_path, ["docs"]).unknown == "git is not installed"


def test_project_below_the_top_of_its_checkout_has_its_dates(
    project: Project, tmp_path: Path
) -> None:
    found = read_history(project.root / "docs", ["."])
    assert SourcePath("a.md") in found.dates


@pytest.mark.parametrize(("site", "url"), [("", "a/"), ("https://x.org/k", "https://x.org/k/a/")])
def test_feed_is_atom_with_or_without_the_sites_address(
    project: Project, site: str, url: str
) -> None:
    root = ET.fromstring(feed(project.web, history(project), 10, "매듭 <", site))
    entries = root.findall(f"{ATOM}entry")
    assert [e.findtext(f"{ATOM}title") for e in entries] == ["나", "가 & 나"]
    assert root.findtext(f"{ATOM}updated") == "2026-03-01T09:00:00+09:00"
    link = entries[1].find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == url
    assert entries[1].findtext(f"{ATOM}summary") == "가는 나가 아니다."
    ids = {e.findtext(f"{ATOM}id") for e in entries}
    assert len(ids) == 2


def test_feed_holds_no_sign_that_xml_does_not_know(built: MakeProject) -> None:
    project = built({"docs/a.md": "# 가\n\n**가**는 \x1b[1m굵다\x0b.\n"})
    git(project.root, "init", "-q")
    git(project.root, "add", ".")
    git(project.root, "commit", "-qm", "하나")
    root = ET.fromstring(feed(project.web, history(project), 10, "매듭", ""))
    assert root.findtext(f"{ATOM}entry/{ATOM}summary") == "가는 [1m굵다."
