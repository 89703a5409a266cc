"""What came to light on vaults, files and disks that others made."""

import errno
import json
import os
import re
import time
import unicodedata
from pathlib import Path
from types import SimpleNamespace

import markdown
import pytest
from maedeup.edit.slugs import rewrite_to_slugs
from maedeup.hosts.cli import main
from maedeup.notes.grammar import find_references, plain_text
from maedeup.notes.note import parse_note
from maedeup.runs import store
from maedeup.runs.store import Store, write_whole
from maedeup.search.index import build_index, merge_host_index
from maedeup.text.errors import MaedeupError
from maedeup.text.paths import SourcePath

from tests.conftest import SITE, MakeProject, messages, render, write_files
from tests.project import build, load_settings
from tests.test_mkdocs_plugin import build as run_mkdocs

pytestmark = pytest.mark.usefixtures("shared_results")


@pytest.mark.parametrize(
    "target", ["/x/b", "./x/b.md", "../a/x/b", "x/b", "X/B", "a/x/b", "/a/x/b.md", "B"]
)
def test_path_of_a_note_is_found_as_obsidian_finds_it(built: MakeProject, target: str) -> None:
    files = {"docs/a/n.md": f"[[{target}]]\n", "docs/a/x/b.md": "# 나\n", "docs/x/c.md": "다\n"}
    if target == "/x/b":
        files["docs/x/b.md"] = "# 또 나\n"
    project = built(files)
    assert not [m for m in messages(project) if "n.md" in m and "orphan" not in m]
    there = "../../x/b/" if target == "/x/b" else "../../a/x/b/"
    assert f'href="{there}"' in render(project, "a/n.md")


def test_folder_s_own_page_is_found_by_its_file_too(built: MakeProject) -> None:
    files = {
        "docs/a/README.md": "# 가\n",
        "docs/b/README.md": "# 나\n",
        "docs/b/c/n.md": "[[README]]\n",
    }
    project = built(files | {"docs/x/m.md": "[[readme.md]]\n"})
    assert 'href="../../../b/"' in render(project, "b/c/n.md")
    assert "docs/x/m.md:1: ambiguous reference: readme.md" in messages(project)


def test_note_whose_name_has_a_number_sign_is_reached(built: MakeProject) -> None:
    project = built(
        {"docs/C#.md": "# 시샵\n\n## 절\n", "docs/n.md": "[[시샵]] [[시샵#절]] [가](C%23.md)\n"}
    )
    html = render(project, "n.md")
    assert 'href="../C%23/"' in html
    assert 'href="../C%23/#절"' in html


def test_path_out_of_the_vault_is_still_told(built: MakeProject) -> None:
    project = built({"docs/x/a.md": "[[../../secret]]\n"})
    assert "docs/x/a.md:1: reference outside the vault: ../../secret" in messages(project)


def test_fix_leaves_a_path_that_tells_two_notes_apart(built: MakeProject) -> None:
    project = built(
        {"docs/x/b.md": "# 하나\n", "docs/y/b.md": "# 둘\n", "docs/a.md": "[[y/b]] [[하나]]\n"}
    )
    list(rewrite_to_slugs(project.web))
    assert (project.root / "docs/a.md").read_text("utf-8") == "[[y/b]] [[하나]]\n"


def test_picture_is_found_by_its_name_wherever_it_lies(built: MakeProject) -> None:
    project = built({"docs/a.md": "![[Cat.png|고양이|100]]\n", "docs/files/deep/cat.png": b"x"})
    assert 'src="../files/deep/cat.png" alt="고양이" width="100"' in render(project, "a.md")


def test_two_pictures_of_one_name_are_told(built: MakeProject) -> None:
    project = built({"docs/a.md": "![[c.png|고]]\n", "docs/x/c.png": b"", "docs/y/c.png": b""})
    assert "docs/a.md:1: ambiguous file: c.png" in messages(project)


def test_other_files_are_links_and_sounds_can_be_played(built: MakeProject) -> None:
    text = "![[p.pdf#page=3]]\n\n[[p.pdf|글]] 읽기\n\n![[s.mp3]]\n"
    project = built({"docs/a.md": text, "docs/f/p.pdf": b"", "docs/f/s.mp3": b""})
    html = render(project, "a.md")
    assert not [m for m in messages(project) if "unknown" in m]
    assert '<a href="../f/p.pdf#page=3" class="mp-link">p.pdf</a>' in html
    assert '<a href="../f/p.pdf" class="mp-link">글</a>' in html
    assert '<audio controls preload="none" src="../f/s.mp3">' in html


def test_name_no_file_can_have_is_a_problem_and_no_crash(built: MakeProject) -> None:
    name = "a" * 5000 + ".pdf"
    assert any("unknown note" in m for m in messages(built({"docs/a.md": f"[[{name}]]\n"})))


def test_address_of_a_note_of_any_name_is_quoted(built: MakeProject) -> None:
    project = built({"docs/a.md": "[[왜?]] [[50%]] [[두 말]]\n"} | {
        f"docs/{name}.md": "글\n" for name in ("왜?", "50%", "두 말")
    })  # fmt: skip
    html = render(project, "a.md")
    assert 'href="../왜%3F/"' in html
    assert 'href="../50%25/"' in html
    assert 'href="../두%20말/"' in html


def test_search_knows_a_note_by_the_address_that_the_host_gives_it(built: MakeProject) -> None:
    project = built({"docs/용어/역전파.md": "# 역전파\n\n기울기를 거꾸로 전한다.\n"})
    host = {"config": {}, "docs": [{"location": "%EC%9A%A9%EC%96%B4/%EC%97%AD%EC%A0%84%ED%8C%8C/",
                                    "title": "역전파", "text": "<p>.</p>"}]}  # fmt: skip
    (doc,) = merge_host_index(build_index(project.web), host)["docs"]
    assert "거꾸로" in doc["text"]


def test_comment_of_obsidian_is_no_text_and_holds_no_reference(built: MakeProject) -> None:
    project = built({"docs/a.md": "앞 %%숨은 [[없음]]%% 뒤\n\n%%\n여러 줄\n\n[[없음]]\n%%\n\n끝\n"})
    html = render(project, "a.md")
    assert not [m for m in messages(project) if "없음" in m]
    assert "숨은" not in html
    assert "여러 줄" not in html
    assert "%%" not in html
    assert "끝" in html
    assert plain_text("앞 %%숨은%% 뒤") == "앞  뒤"


def test_percent_signs_alone_are_no_comment() -> None:
    assert [r.target for r in find_references("100%% [[a]]\n\n50%% [[b]] %%%% [[c]]\n")] == [
        "a", "b", "c"
    ]  # fmt: skip


def test_tag_at_the_start_of_a_line_is_no_heading(built: MakeProject) -> None:
    html = render(built({"docs/a.md": "#태그 #둘\n\n> #셋\n\n## 제목\n"}), "a.md")
    assert "<p>#태그 #둘</p>" in html
    assert html.count("<h") == 1


def test_underlined_heading_is_one_like_any_other(built: MakeProject) -> None:
    note = (
        "첫 제목\n=======\n\n둘째 `코드`\n---\n\n글\n\n> 안\n> --\n> 글\n\n"
        "한 줄\n두 줄\n---\n\n셋째\n-\n"
    )
    text = "# 밖\n\n[[n]] [[n#둘째 코드]] [[n#안]]\n\n![[n#둘째 코드]]\n"
    project = built({"docs/n.md": note, "docs/a.md": text})
    assert not [m for m in messages(project) if "heading" in m]
    assert project.notes["n.md"].title == "첫 제목"
    assert [(h.level, h.text) for h in project.notes["n.md"].headings] == [
        (1, "첫 제목"), (2, "둘째 코드"), (2, "안"), (2, "셋째")
    ]  # fmt: skip
    html = render(project, "n.md")
    ids = re.findall(r'<h[12] id="([^"]+)"', html)
    assert ids == ["첫-제목", "둘째-코드", "안", "셋째"]
    shown = render(project, "a.md")
    assert 'href="../n/#둘째-코드"' in shown
    assert 'role="heading">둘째 <code>코드</code>' in shown
    assert "셋째" not in shown
    assert main(["--root", str(project.root), "mv", "n#둘째 코드", "새 이름"]) == 0
    assert (project.root / "docs/n.md").read_text("utf-8") == note.replace("둘째 `코드`", "새 이름")


def test_heading_may_stand_in_up_to_three_columns(built: MakeProject) -> None:
    text = "글\n\n  ## 둘 칸\n\n   ### 세 칸\n\n    #### 코드\n"
    html = render(built({"docs/a.md": text}), "a.md")
    assert re.findall(r'<h[234] id="([^"]+)">', html) == ["둘-칸", "세-칸"]
    assert "<code>#### 코드" in html


def test_line_that_ends_in_a_backslash_is_broken_there(built: MakeProject) -> None:
    text = "# 가\n\n하나 \\\n둘\\\n셋 \\\\\n넷 \\\n\n- 항목\\\n  이어짐\n"
    html = render(built({"docs/a.md": text}), "a.md")
    assert html.count("<br />") == 3
    assert re.search(r"하나 ?<br />\n둘<br />\n셋 \\\n넷 \\</p>", html)


def test_heading_under_a_table_and_a_list_under_prose_begin_there(built: MakeProject) -> None:
    text = "| a | b |\n|---|---|\n| 1 | 2 |\n## 끝\n글이다.\n- 하나\n- 둘\n"
    html = render(built({"docs/a.md": text}), "a.md")
    assert '<h2 id="끝">끝</h2>' in html
    assert "<p>글이다.</p>\n<ul>" in html
    assert html.count("<td>") == 2


def test_code_keeps_its_tags_comments_and_lists(built: MakeProject) -> None:
    text = "```\n#tag\n%%숨은%%\n글\n- 하나\n```\n\n    #tag\n\n`%%a%%`\n"
    html = render(built({"docs/a.md": text}), "a.md")
    for part in ("%%숨은%%", "글\n- 하나", "<code>#tag", "<code>%%a%%</code>"):
        assert part in html


def test_callout_is_an_admonition(built: MakeProject) -> None:
    text = (
        "> 인용\n\n글\n\n> [!TIP] **굵은** 제목\n> 속 [[index]]\n\n"
        "> [!faq]- 접힘\n> 답\n\n> [!note]+\n> > [!zzz]\n> > 안\n"
    )
    html = render(built({"docs/a.md": text}), "a.md")
    assert '<div class="admonition tip">' in html
    assert '<p class="admonition-title"><strong>굵은</strong> 제목</p>' in html
    assert '<details class="question">\n<summary>접힘</summary>\n<p>답</p>' in html
    assert '<details class="note" open="open">\n<summary>참고</summary>' in html
    assert '<div class="admonition zzz">' in html
    assert "<blockquote>\n<p>인용</p>" in html
    assert "[!" not in html


def test_field_of_another_tool_is_no_mistyped_one_of_ours() -> None:
    names = "mobile id created updated date type related status category author".split()
    text = "---\n" + "".join(f"{name}: x\n" for name in names) + "aliasess: y\n---\n글\n"
    note = parse_note(SourcePath("docs/a.md"), "a.md", text)
    assert [problem.value for problem in note.problems] == ["aliasess"]


def test_wrong_field_leaves_the_note_its_title_and_names(built: MakeProject) -> None:
    project = built({"docs/a.md": "---\ntitle: 가\naliases: [나]\nkind: zz\n---\n글\n",
                     "docs/index.md": "[[나]]\n"})  # fmt: skip
    assert messages(project) == ["docs/a.md:4: unknown kind: zz"]


def test_aliases_and_tags_may_be_one_text_with_commas() -> None:
    text = "---\naliases: 가, 나\ntags: 다,라\n---\n"
    note = parse_note(SourcePath("docs/a.md"), "a.md", text)
    assert (note.aliases, note.tags) == (("가", "나"), ("다", "라"))


def test_ordinary_link_and_the_navigation_lead_to_a_note_too(built: MakeProject) -> None:
    project = built({
        "mkdocs.yml": "site_name: t\nnav: [index.md, {둘: [c.md]}]\n",
        "docs/index.md": "[가](두%20말.md#x)\n", "docs/두 말.md": "가\n",
        "docs/c.md": "다\n", "docs/d.md": "`[라](e.md)`\n", "docs/e.md": "마\n",
    })  # fmt: skip
    orphans = [p.path for p in project.warnings if p.code == "orphan"]
    assert orphans == ["docs/d.md", "docs/e.md"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- a\n", "mkdocs.yml:1: no table: "),
        ("a: [\n", "mkdocs.yml:2: broken YAML: "),
        ("a: b\n", "mkdocs.yml:1: broken setting site_name: Required configuration not"),
        ("site_name: t\ndocs_dir: gone\n", "mkdocs.yml:2: broken setting docs_dir: "),
        ("a: \udcff", "mkdocs.yml:1: not UTF-8: "),
    ],
)
def test_broken_settings_are_told_in_one_line(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "mkdocs.yml").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(MaedeupError) as caught:
        load_settings(tmp_path)
    assert str(caught.value).startswith(message)


def test_plugins_may_be_a_table(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: t\nplugins:\n  maedeup:\n    snippets_dir: code\n"
    )
    (tmp_path / "docs").mkdir()
    assert load_settings(tmp_path).snippets == "code"


def test_setting_of_another_kind_is_told_with_its_line_and_the_rest_is_built(
    make_project: MakeProject,
) -> None:
    text = "site_name: t\nplugins:\n  - maedeup:\n      jobs: viele\n      chekcs: {}\n"
    project = make_project({"mkdocs.yml": text})
    build(project)
    assert list(map(str, project.problems)) == [
        "mkdocs.yml:4: jobs is not a number: viele\n\nhint: write `0`",
        "mkdocs.yml:5: unknown setting: chekcs\n\nhint: did you mean checks?",
    ]


def test_note_that_cannot_be_read_is_told_and_the_others_are_read(
    make_project: MakeProject,
) -> None:
    project = make_project({"docs/index.md": "[[a]]\n", "docs/a.md": "글\n", "docs/d.md/x": ""})
    (project.root / "docs/gone.md").symlink_to("nowhere")
    build(project)
    told = [m for m in messages(project) if "orphan" not in m]
    assert told == ["docs/gone.md: cannot be read: No such file or directory"]


def test_time_for_a_long_note_follows_its_length(built: MakeProject) -> None:
    """Not timed: what grew with the square would not end here."""
    text = ("`a` $x$ [[index]] " * 20 + "\n\n") * 3000 + "[[index]] " * 60_000
    project = built({"docs/a.md": text})
    assert len(project.notes["a.md"].references) == 120_000


def test_full_disk_is_told_in_one_line_and_leaves_nothing_half_written(
    make_project: MakeProject, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project = make_project({"snippets/a.py": "# %% a\nx = 1\n", "docs/index.md": "![[a.py]]\n"})

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    assert main(["--root", str(project.root), "run"]) == 0  # what all runs share is there
    (project.root / "snippets/a.py").write_text("# %% a\nx = 2\n")
    capsys.readouterr()
    monkeypatch.setattr(store.os, "fdopen", full)
    assert main(["--root", str(project.root), "run"]) == 1
    err = capsys.readouterr().err
    assert ".json" in err or "objects" in err
    assert "cannot be read or written: No space left on device\n\nhint: make room" in err
    assert "Traceback" not in err
    assert not list((project.root / ".maedeup").rglob(".part-*"))


def test_parts_of_killed_builds_are_swept_up(tmp_path: Path) -> None:
    for name, age in (("objects/aa/.part-old", 7200), ("receipts/x/.part-new", 0)):
        write_whole(tmp_path / name, b"x")
        os.utime(tmp_path / name, (time.time() - age,) * 2)
    Store(tmp_path).remove_parts()
    assert [p.name for p in tmp_path.rglob(".part-*")] == [".part-new"]


def test_list_that_holds_itself_and_a_number_too_long_to_write_are_no_failure(
    built: MakeProject,
) -> None:
    code = "# %% a\nx = []\nx.append(x)\nbig = 10**5000\nrow = [big]\nx\n"
    project = built({"snippets/a.py": code, "docs/index.md": "![[a.py#a]]\n"})
    assert messages(project) == []


def test_name_in_the_form_of_macos_has_one_address(tmp_path: Path) -> None:
    nfd = unicodedata.normalize("NFD", "한글")
    write_files(tmp_path, {
        "mkdocs.yml": SITE.replace("mkdocs", "material") + "plugins: [search, maedeup]\n",
        "docs/index.md": "[[한글]]\n", f"docs/notes/{nfd}.md": "글 [[index]]\n",
        "docs/bytes.md": b"\xff\xfe", "docs/notes/x.md": "---\nhide: toc\n---\n",
    })  # fmt: skip
    (tmp_path / "docs/gone.md").symlink_to("nowhere")
    done = run_mkdocs(tmp_path)
    assert "Traceback" not in done.stderr
    assert done.returncode == 0
    site = tmp_path / "site"
    assert (site / "notes/한글/index.html").is_file()
    assert "이 노트를 가리키는 곳" in (site / "notes/한글/index.html").read_text("utf-8")
    assert (site / "bytes" / "index.html").is_file()
    assert json.loads((site / "assets/notes.json").read_text("utf-8"))["notes/한글/"]


def test_zensical_names_the_folder_and_reads_addresses_from_the_file(built: MakeProject) -> None:
    project = built({"docs/a.md": "[[index]]\n", "docs/x/b.md": "글\n"})
    md = markdown.Markdown(extensions=["maedeup"])
    host = SimpleNamespace(
        page=SimpleNamespace(path="x/b.md"),
        config={"root_dir": str(project.root)},
        run=lambda lines: lines,
    )
    md.preprocessors.register(host, "rendering_context", 0)  # type: ignore[arg-type]
    assert '<a href="../" class="mp-link">홈</a>' in md.convert("[[index]]\n")


def test_path_of_headings_leads_to_the_last_that_comes_behind_the_others(
    built: MakeProject,
) -> None:
    project = built({
        "docs/a.md": "# 하나\n\n## 목록\n\n### 표\n\n글.\n\n## 끝\n\n#### 표\n\n글.\n",
        "docs/b.md": "# 둘\n\n[[하나#끝#표|가]] [[하나#목록#끝|나]] [[하나#끝#목록|다]]\n",
    })  # fmt: skip
    broken = [problem.value for problem in project.problems if problem.code == "unknown-heading"]
    assert broken == ["a#끝#목록"]


def test_paragraph_that_links_is_shown_without_the_part_embedded_under_it(
    built: MakeProject,
) -> None:
    project = built({
        "docs/a.md": "# 하나\n\n글.\n", "docs/c.md": "# 셋\n\n## 절\n\n속.\n",
        "docs/b.md": "# 둘\n\n앞 문장이다.\n뒤는 [[a]]이다.\n![[c#절]]\n",
    })  # fmt: skip
    html = render(project, "a.md")
    assert "앞 문장이다." in html
    assert "mp-broken" not in html
