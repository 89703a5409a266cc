"""Notes of other tools, brought in: what is rewritten, what is told, what stays."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from maedeup.edit.importing import plan_import, write_import
from maedeup.hosts.cli import main

from tests.conftest import Files, MakeProject, build_site, write_files
from tests.project import Project, RunOptions, build, load_settings

VAULT: Files = {
    ".obsidian/app.json": "{}",
    "Start here.md": "# Welcome\n\n[[Pump]] and [[Valve]], [pump](Pump), [v](parts/Valve.md).\n",
    "Pump.md": "---\ntags: [x]\n---\n\n%%secret%% #tag ![[cat.png|300]] ![cat](cat.png)\n\n"
    "A. ^one\n",
    "parts/Valve.md": "[[Pump#^one]] and [up](/Pump.md) and [[Nowhere]]\n",
    "art/cat.png": b"\x89PNG",
}


def imported(tmp_path: Path, files: Files, *arguments: str) -> tuple[Path, dict[str, str]]:
    """Import files; return where they went, and the texts there."""
    source, root = tmp_path / "source", tmp_path / "site"
    write_files(source, files)
    root.mkdir()
    assert main(["--root", str(root), "import", str(source), *arguments]) == 0
    notes = {p.relative_to(root / "docs").as_posix(): p for p in (root / "docs").rglob("*.*")}
    return root, {
        name: file.read_text("utf-8") for name, file in notes.items() if not name.endswith(".png")
    }


def rewritten(tmp_path: Path, text: str, **files: str | bytes) -> str:
    """Return what becomes of the note `x/a.md`."""
    given = {"index.md": "home\n", "x/a.md": text, "x/b c.md": "# B\n", "p/q.png": b"\x89PNG"}
    given |= {"n/o.ipynb": '{"cells": []}', "m/k/z.md": "z\n", "m/k/y.png": b"\x89PNG"}
    _, texts = imported(tmp_path, given | files)
    return texts["x/a.md"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("[b](b%20c)", "[b](b%20c.md)"),
        ("[b](<b c.md>)", "[b](b%20c.md)"),
        ('[b](/x/b%20c.md "t")', '[b](b%20c.md "t")'),
        ("[b](x/b%20c.md)", "[b](b%20c.md)"),
        ("![q](p/q.png)", "![q](../p/q.png)"),
        ("![q](q.png)", "![q](../p/q.png)"),
        ("[b][b]\n\n[b]: /x/b%20c.md", "[b][b]\n\n[b]: b%20c.md"),
        ('<img src="/p/q.png" alt="a q" width="300">', '![a q](../p/q.png){ width="300" }'),
        ("<img src='../p/q.png'/>", "![](../p/q.png)"),
        ('<p align="center"><img src="../p/q.png"></p>',
         '<p align="center"><img src="../../p/q.png"></p>'),
        ('<div><a href="b%20c.md">b</a></div>', '<div><a href="../b%20c/">b</a></div>'),
        ('<p><a href="../n/o.ipynb">o</a></p>', '<p><a href="../../n/o/">o</a></p>'),
        ("[n](../n) [n](/n/#x)", "[n](../n/o.ipynb) [n](../n/o.ipynb#x)"),
        ("[m](../m/)", "[m](../m/k/z.md)"),
        ("`[b](x/b%20c.md)`", "`[b](x/b%20c.md)`"),
        ("```\n[b](x/b%20c.md)\n```", "```\n[b](x/b%20c.md)\n```"),
        ("[w](https://a.b/x) [m](mailto:a@b.c) [h](#no)",) * 2,
        ("[b](b%20c.md) ![q](../p/q.png)",) * 2,
    ],
)  # fmt: skip
def test_paths_lead_from_the_note_itself(tmp_path: Path, text: str, wanted: str) -> None:
    assert rewritten(tmp_path, text + "\n") == wanted + "\n"


@pytest.mark.parametrize(
    ("anchor", "wanted"),
    [("#what-is-it--really", "#what-is-it-really"), ("#cc", "#cc"), ("#same-1", "#same_1")],
)
def test_anchor_of_github_is_that_of_the_page(tmp_path: Path, anchor: str, wanted: str) -> None:
    other = "# B\n\n## What is it & really?\n\n## C/C\n\n## Same\n\n## Same\n"
    text = rewritten(tmp_path, f"[b](<b c.md{anchor}>)\n", **{"x/b c.md": other})
    assert text == f"[b](b%20c.md{wanted})\n"


BOOK: Files = {
    "index.md": "# Book\n\n```toc\n:maxdepth: 2\n\none/ridge\n```\n",
    "README.md": "of the repository\n",
    "works.bib": "@book{Ng.2001, author = {Ng, A.}, title = {T}, year = {2001}}\n",
    "p.svg": "<svg/>",
    "one/ridge.md": "# Ridge Regression\n:label:`sec_ridge`\n\n## The Loss\n\n:label:`sub_loss`\n\n"
    "$$a$$\n:eqlabel:`eq_a_b`\n\n![A loss (Ng).](../p.svg)\n:width:`40px`\n:label:`fig_loss`\n\n"
    ":Some losses\n:label:`tab_loss`\n\n|a|b|\n|-|-|\n|1|2|\n",
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (":numref:`sec_ridge`", "[Ridge Regression](../one/ridge.md)"),
        (":ref:`sub_loss`", "[The Loss](../one/ridge.md#the-loss)"),
        (":numref:`fig_loss`", "[[one/ridge#^fig-loss|A loss]]"),
        ("|:numref:`tab_loss`|", "|[[one/ridge#^tab-loss\\|Some losses]]|"),
        (":eqref:`eq_a_b`", "[[one/ridge#^eq-a-b]]"),
        ("{ref}`Here <sec_ridge>` {eq}`eq_a_b`",
         "[Here](../one/ridge.md) [[one/ridge#^eq-a-b]]"),
        (":citet:`Ng.2001` :cite:`Ng.2001, Ng.2001`", "[@Ng.2001] [@Ng.2001; @Ng.2001]"),
        ("![by :cite:`Ng.2001`](../p.svg)", "![by Ng, 2001](../p.svg)"),
        ("`:numref:` ``:numref:`sec_ridge` ``",) * 2,
        ("```\n:label:`sec_ridge`\n:numref:`sec_ridge`\n```",) * 2,
        ("## X\n:label:`x`\n\n:numref:`x`", "## X\n\n[X](#x)"),
        ("(y)=\n## Y\n\n{ref}`y`", "## Y\n\n[Y](#y)"),
        (":begin_tab:`jax`\na\n\nb\n:end_tab:\n\nc", '=== "jax"\n\n    a\n\n    b\n\n\nc'),
    ],
)  # fmt: skip
def test_role_of_a_book_is_a_link_or_a_citation(tmp_path: Path, text: str, wanted: str) -> None:
    _, texts = imported(tmp_path, BOOK | {"x/a.md": f"{text}\n"})
    assert texts["x/a.md"] == f"{wanted}\n"


def test_label_of_a_book_is_the_anchor_of_what_it_names(tmp_path: Path) -> None:
    _, texts = imported(tmp_path, BOOK)
    assert texts["one/ridge.md"] == (
        "# Ridge Regression\n\n## The Loss\n\n$$a$$\n^eq-a-b\n\n"
        '![A loss (Ng).](../p.svg){ width="40px" } ^fig-loss\n\n'
        "Some losses ^tab-loss\n\n|a|b|\n|-|-|\n|1|2|\n"
    )
    assert texts["index.md"] == "# Book\n\n- [Ridge Regression](one/ridge.md)\n"
    assert "Ng.2001" in texts["references.bib"]
    assert "README.md" not in texts


def test_role_that_names_nothing_stays_and_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "a\n\n:numref:`no` :cite:`Ng.2001,Li.2002`\n"
    _, texts = imported(tmp_path, BOOK | {"x/a.md": text})
    assert texts["x/a.md"] == text
    told = capsys.readouterr().out
    assert "dead: x/a.md:3: :numref:`no`\n" in told
    assert "dead: x/a.md:3: :cite:`Li.2002`\n" in told


def test_book_with_roles_becomes_a_site_on_which_all_leads_somewhere(tmp_path: Path) -> None:
    text = ":numref:`fig_loss` :eqref:`eq_a_b` :numref:`tab_loss` :cite:`Ng.2001`\n"
    root, _ = imported(tmp_path, BOOK | {"x/a.md": text})
    assert main(["--root", str(root), "init", "--from", str(root / "docs"), "--lang", "en"]) == 0
    site = build_site(root)
    page = site["x/a/index.html"].decode()
    assert re.findall(r'href="(\.\./\.\./one/ridge/#[^"]*)"', page) == [
        "../../one/ridge/#^fig-loss", "../../one/ridge/#eq-a-b", "../../one/ridge/#^tab-loss",
    ]  # fmt: skip
    assert "Ng, 2001" in page
    there = site["one/ridge/index.html"].decode()
    assert all(f'id="{name}"' in there for name in ("^fig-loss", "eq-a-b", "^tab-loss"))


def test_vault_of_obsidian_becomes_a_site_on_which_all_leads_somewhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root, texts = imported(tmp_path, VAULT)
    told = capsys.readouterr().out
    assert "obsidian: 3 notes, 0 notebooks, 1 other files\n" in told
    assert "dead: parts/Valve.md:1: [[Nowhere]]\n" in told
    assert told.endswith("1 dead links\nnext: maedeup init --from docs\n")
    assert texts["Start here.md"].startswith('---\ntitle: "Start here"\n---\n# Welcome\n')
    assert not (root / "docs/.obsidian").exists()
    assert main(["--root", str(root), "init", "--from", str(root / "docs"), "--lang", "en"]) == 0
    project = Project(load_settings(root))
    build(project, RunOptions())
    assert project.problems == []
    assert [p.code for p in project.warnings] == ["no-alt-text", "unknown-note"]
    site = build_site(root)
    pump = site["Pump/index.html"].decode()
    assert 'src="../art/cat.png" alt="" width="300"' in pump
    assert "secret" not in pump
    assert 'href="../parts/Valve/"' in site["Start here/index.html"].decode()
    assert "Start%20here" in site["index.html"].decode()


def test_name_that_two_notes_have_means_the_nearer_one(tmp_path: Path) -> None:
    files = {
        "index.md": "[[x/a|X]]\n", "x/a.md": "[[n]] ![[n]] [[n#h]] [[n|N]]\n",
        "x/n.md": "## h\n", "y/n.md": "## h\n",
    }  # fmt: skip
    _, texts = imported(tmp_path, files)
    assert texts["x/a.md"].endswith("---\n[[x/n]] ![[x/n]] [[x/n#h]] [[x/n|N]]\n")


def test_title_is_the_files_name_in_a_vault_and_the_heading_elsewhere(tmp_path: Path) -> None:
    files = {
        "index.md": "[[One]] [[Two]]\n", "One.md": "---\ntitle: Own\n---\n# H\n",
        "Two.md": "---\nx: 1\n---\n# H\n", "three-four.md": "t [[One]]\n",
    }  # fmt: skip
    _, texts = imported(tmp_path, files)
    assert texts["One.md"] == files["One.md"]
    assert texts["Two.md"] == '---\ntitle: "Two"\nx: 1\n---\n# H\n'
    assert texts["three-four.md"].startswith('---\ntitle: "three-four"\n---\n')
    github = {"README.md": "# R\n", "a-b.md": "# Heading\n"}
    _, texts = imported(tmp_path / "2", github)
    assert texts == github


def test_heading_that_says_the_files_name_in_better_writing_is_the_title(tmp_path: Path) -> None:
    files = {
        ".obsidian/app.json": "{}", "index.md": "# Home\n", "who-we-are.md": "# Who we are?\n",
        "b.md": "# C\n", "d.md": "# E\n",
    }  # fmt: skip
    _, texts = imported(tmp_path, files)
    assert texts["who-we-are.md"] == files["who-we-are.md"]
    assert texts["b.md"].startswith('---\ntitle: "b"\n---\n')  # in Obsidian, even where all do


def test_headings_are_the_titles_where_all_notes_begin_with_one(tmp_path: Path) -> None:
    files = {
        "index.md": "# Home\n\n[[a]]\n", "a.md": "---\nx: 1\n---\n\n# Alpha\n\n[[b]]\n",
        "b.md": "# Beta\n", "c.md": "# Gamma\n", "d.md": "text\n\n# Delta\n",
    }  # fmt: skip
    _, texts = imported(tmp_path, files)
    assert texts == files | {"d.md": '---\ntitle: "d"\n---\n' + files["d.md"]}


@pytest.mark.parametrize("front", ["---\n{}\n---\n", "---\n---\n", "---\n\n---\n"])
def test_title_takes_the_place_of_front_matter_that_says_nothing(
    tmp_path: Path, front: str
) -> None:
    files = {"index.md": "[[a b]]\n", "a b.md": f"{front}# H\n"}
    _, texts = imported(tmp_path, files)
    assert texts["a b.md"] == '---\ntitle: "a b"\n---\n# H\n'


def test_line_ends_and_marks_of_bytes_stay(tmp_path: Path) -> None:
    source = tmp_path / "source"
    write_files(source, {"index.md": b"\xef\xbb\xbf[b](/x/b)\r\n\r\nend\r\n", "x/b.md": "b\n"})
    write_files(source, {"bad.md": b"\xff\xfe"})
    plan = plan_import(source)
    write_import(plan, tmp_path, "docs")
    data = (tmp_path / "docs/index.md").read_bytes()
    assert data == b"\xef\xbb\xbf[b](x/b.md)\r\n\r\nend\r\n"
    assert (tmp_path / "docs/bad.md").read_bytes() == b"\xff\xfe"
    assert plan.unread == ["bad.md"]


def test_dry_run_writes_nothing_and_the_source_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "source"
    write_files(source, VAULT)
    before = {file: file.read_bytes() for file in source.rglob("*") if file.is_file()}
    assert main(["--root", str(tmp_path), "import", str(source), "--dry-run"]) == 0
    dry = capsys.readouterr().out
    assert "rewritten: 1 titles from the file's name\n" in dry
    assert [file.name for file in tmp_path.iterdir()] == ["source"]
    assert main(["--root", str(tmp_path), "import", str(source)]) == 0
    assert capsys.readouterr().out.startswith(dry)
    assert {file: file.read_bytes() for file in source.rglob("*") if file.is_file()} == before


def test_source_is_changed_only_where_that_is_asked_for(tmp_path: Path) -> None:
    write_files(tmp_path, {"_index.md": "[b](/x/b)\n", "x/b.md": "b\n", "x/c.py": "1\n"})
    assert main(["--root", str(tmp_path), "import", str(tmp_path), "--in-place"]) == 0
    assert (tmp_path / "index.md").read_text() == "[b](x/b.md)\n"
    assert not (tmp_path / "_index.md").exists()
    assert (tmp_path / "x/c.py").is_file()
    again = plan_import(tmp_path)
    assert again.contents == {}


def test_file_that_is_there_is_not_written_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_files(tmp_path / "site", {"docs/index.md": "mine\n"})
    write_files(tmp_path / "source", {"index.md": "theirs\n", "a.md": "a\n"})
    assert main(["--root", str(tmp_path / "site"), "import", str(tmp_path / "source")]) == 0
    assert "there already, left as it is: index.md\n" in capsys.readouterr().out
    assert (tmp_path / "site/docs/index.md").read_text() == "mine\n"
    assert (tmp_path / "site/docs/a.md").read_text() == "a\n"


@pytest.mark.parametrize("folder", ["none", "empty", "."])
def test_folder_without_notes_or_that_would_hold_its_copy_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], folder: str
) -> None:
    (tmp_path / "empty").mkdir()
    if folder == ".":
        write_files(tmp_path, {"a.md": "a\n"})
    assert main(["--root", str(tmp_path), "import", str(tmp_path / folder)]) == 1
    assert "hint" in capsys.readouterr().err or folder == "none"
    assert not (tmp_path / "docs").exists()


def test_notebooks_bring_their_data_and_helpers(tmp_path: Path) -> None:
    cell = {"cell_type": "markdown", "metadata": {}, "source": ["![p](/p.png)\n", "글\n"]}
    code = {"cell_type": "code", "metadata": {}, "source": "1", "outputs": []}
    book = {"cells": [cell, code], "nbformat": 4, "nbformat_minor": 5, "metadata": {}}
    files = {
        "n/a.ipynb": json.dumps(book), "n/help.py": "x = 1\n", "n/d.csv": "1\n",
        "p.png": b"\x89PNG", "other/tool.py": "1\n", "Makefile": "all:\n",
    }  # fmt: skip
    root, texts = imported(tmp_path, files)
    found = json.loads(texts["n/a.ipynb"])
    assert found["cells"][0]["source"] == ["![p](../p.png)\n", "글\n"]
    assert found["cells"][1] == code
    assert texts["n/help.py"] == "x = 1\n"
    assert not (root / "docs/other").exists()
    assert "[n](<n/a.md>)" in texts["index.md"]


def test_block_mark_may_follow_a_picture_at_once(built: MakeProject) -> None:
    project = built({"docs/a.md": "![[cat.png|고양이]]^here\n", "docs/cat.png": b"x",
                     "docs/index.md": "[[a#^here]]\n"})  # fmt: skip
    assert [p.code for p in project.problems] == []


def test_comment_in_code_is_no_title(built: MakeProject) -> None:
    project = built({"docs/a.md": "```python notest\n# not this\n```\n\n# This\n"})
    assert project.notes["a.md"].title == "This"


def test_tags_of_the_text_are_listed_as_those_of_the_note(tmp_path: Path) -> None:
    files = {
        ".obsidian/app.json": "{}",
        "index.md": "# index\n\nOf #two-words, #deep/er, #태그.\nNot #123, `#code`, a#b.\n",
        "A.md": "---\ntags:\n  - old\n  - '#kept'\nx: 1\n---\n#kept #new\n",
        "B.md": "---\ntags: one, two\n---\n#two\n", "C.md": "---\ntags: [\n---\n#lost\n",
        "D.md": "---\n{}\n---\n#only\n",
    }  # fmt: skip
    _, texts = imported(tmp_path, files)
    assert texts["index.md"].startswith('---\ntags: ["two-words", "deep/er", "태그"]\n---\n# index')
    assert texts["A.md"] == '---\ntags: ["old", "kept", "new"]\nx: 1\n---\n#kept #new\n'
    assert texts["B.md"] == files["B.md"]
    assert texts["C.md"] == files["C.md"]
    assert texts["D.md"] == '---\ntags: ["only"]\n---\n#only\n'
    github = {"index.md": "# A\n\nSee #issue.\n"}
    assert imported(tmp_path / "2", github)[1] == github


def test_properties_of_logseqs_pages_name_them_and_stay_on_the_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {
        "pages/Block.md": "type:: [[Nothing]]\nalias:: term/block, [[Piece]]\n\n- text\n",
        "pages/a___b.md": "- [[term/block]] [[piece]] [[Other]]\n", "index.md": "[[a/b]]\n",
        "Own.md": "---\naliases: [Other]\n---\nSource: here\n", "Plain.md": "Source: there\n",
    }  # fmt: skip
    root, texts = imported(tmp_path, files)
    told = capsys.readouterr().out
    assert "1 dead links\n" in told
    assert "dead: pages/Block.md:1: [[Nothing]]\n" in told
    assert texts["pages/Block.md"].startswith('---\naliases: ["term/block", "Piece"]\n---\ntype::')
    assert texts["pages/a___b.md"].startswith('---\ntitle: "a/b"\n---\n')
    assert main(["--root", str(root), "init", "--from", str(root / "docs"), "--lang", "en"]) == 0
    site = build_site(root)
    assert "Source: there" in site["Plain/index.html"].decode()
    assert "Source: here" in site["Own/index.html"].decode()
    assert 'href="../Block/"' in site["pages/a___b/index.html"].decode()
    assert 'href="pages/a___b/"' in site["index.html"].decode()


GRAPH: Files = {
    "logseq/config.edn": "{}",
    "pages/A.md": "- One **block**.\n  id:: 65f0aaaa-0000-4000-8000-000000000001\n"
    "  collapsed:: true\n\t- child\n- ## Head\n  id:: 65f0aaaa-0000-4000-8000-000000000002\n",
    "journals/2024_12_11.md": "- a day\n", "journals/2024_12_22.md": "- [[Dec 11th, 2024]]\n",
    "index.md": "home\n",
}  # fmt: skip
ONE, HEAD, NO = (f"65f0aaaa-0000-4000-8000-00000000000{n}" for n in (1, 2, 3))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (f"- (({ONE}))", f"- [[pages/A#^{ONE}|One block]]"),
        (f"- see [it]((({ONE})))", f"- see [[pages/A#^{ONE}|it]]"),
        (f"- (({HEAD}))", "- [Head](pages/A.md#head)"),
        (f"- {{{{embed (({ONE}))}}}}", f"- ![[pages/A#^{ONE}]]"),
        ("- {{embed [[A]] }}", "- ![[A]]"),
        ("- so {{embed [[A]]}}", "- so [[A]]"),
        ("- [it]([[A]]) [[A]]", "- [[A|it]] [[A]]"),
        ("- {{video https://a.test/x}}", "- [https://a.test/x](https://a.test/x)"),
        (f"- `(({ONE}))`",) * 2,
        ("- #+BEGIN_NOTE\n  a\n\n  b\n  #+END_NOTE\n- c", "- > [!note]\n  > a\n  >\n  > b\n- c"),
        ("- #+BEGIN_SRC py\n  a\n  #+END_SRC", "- ```py\n  a\n  ```"),
        ("## X\n\t- a\n\t\t- b\n- c\n\t- d", "## X\n- a\n\t- b\n- c\n\t- d"),
        (f"- a\n  id:: {NO}\n  more\n\t- b", f"- a\n  more ^{NO}\n\t- b"),
    ],
)  # fmt: skip
def test_block_of_logseq_is_one_of_this_tool(tmp_path: Path, text: str, wanted: str) -> None:
    _, texts = imported(tmp_path, GRAPH | {"Note.md": f"{text}\n"})
    assert texts["Note.md"] == f"{wanted}\n"


def test_graph_of_logseq_becomes_a_site_on_which_all_leads_somewhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = f"- (({ONE})) (({HEAD}))\n- {{{{embed (({ONE}))}}}}\n- (({NO}))\n"
    root, texts = imported(tmp_path, GRAPH | {"Note.md": text})
    told = capsys.readouterr().out
    assert f"dead: Note.md:3: (({NO}))\n" in told
    assert "1 dead links\n" in told
    assert "::" not in texts["pages/A.md"]
    assert main(["--root", str(root), "init", "--from", str(root / "docs"), "--lang", "en"]) == 0
    site = build_site(root)
    page = site["Note/index.html"].decode()
    assert f'href="../pages/A/#^{ONE}"' in page
    assert 'href="../pages/A/#head"' in page
    assert page.count("One <strong>block</strong>.") == 1
    assert f'id="^{ONE}"' in site["pages/A/index.html"].decode()
    assert 'href="../2024_12_11/"' in site["journals/2024_12_22/index.html"].decode()


def test_footnote_inside_the_text_is_one_below(tmp_path: Path) -> None:
    text = (
        "A^[first [b](<b c.md>)] and^[second] `^[code]` \\^[no].[^inline-1]\n\n[^inline-1]: mine\n"
    )
    assert rewritten(tmp_path, text) == (
        "A[^inline-2] and[^inline-3] `^[code]` \\^[no].[^inline-1]\n\n[^inline-1]: mine\n\n"
        "[^inline-2]: first [b](b%20c.md)\n\n[^inline-3]: second\n"
    )


def test_player_of_another_host_becomes_a_link(tmp_path: Path) -> None:
    text = "![](https://youtu.be/abc) ![a post](https://x.com/a/1) ![p](https://a.test/p.png)\n"
    _, texts = imported(tmp_path, {"index.md": text})
    assert texts["index.md"] == (
        "[https://youtu.be/abc](https://youtu.be/abc) [a post](https://x.com/a/1)"
        " ![p](https://a.test/p.png)\n"
    )


@pytest.mark.parametrize("tags", ["one, two", "", "[2024]"])
def test_tags_that_are_no_list_of_texts_end_no_build(tmp_path: Path, tags: str) -> None:
    write_files(tmp_path, {
        "mkdocs.yml": "site_name: t\n",
        "docs/index.md": f"---\ntags: {tags}\n---\n\n# T\n",
    })  # fmt: skip
    site = build_site(tmp_path, theme={"name": "material"}, plugins=["tags", "maedeup"])
    html = site["index.html"].decode()
    shown = [tag.strip() for tag in re.findall(r'class="md-tag">([^<]+)<', html)]
    assert shown == [tag for tag in tags.strip("[]").split(", ") if tag]
