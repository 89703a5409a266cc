"""Renaming: every reference follows, nothing else changes, old addresses still lead there."""

import json
import re
from pathlib import Path

import pytest
from maedeup.edit.edits import write_all
from maedeup.hosts.cli import main

from tests.project import Project, RunOptions, build, load_settings

from .conftest import Files, MakeProject, build_site, render, write_files

FILES: Files = {
    "mkdocs.yml": "site_name: t\nnav:\n  - notes/relu.md # 렐루\n  - index.md\n  # notes/relu.md\n",
    "docs/index.md": "# 홈\n\n[[relu]]와 [[렐루]]와 [[notes/relu.md|그것]]을(를)  본다. [[big]]\n",
    "docs/notes/relu.md": """\
        ---
        title: 렐루
        aliases: [ReLU2]
        ---
        **렐루**는 [[big]]이다. [[#정의]] [[relu.py#slopes]]

        ## 정의

        ![[relu.py#slopes|code]]

        ### 까닭

        값 ![[relu.py#n]]
        """,
    "docs/notes/big.md": (
        "---\r\ntitle: 큰 것\r\nrequires:\r\n  - relu\r\n  - index\r\n---\r\n"
        "[[relu#정의]]과(와) [[relu#정의#까닭|까닭]]. [글](relu.md#정의) `[[relu]]` [[relu]]은(는)"
        "\r\n\r\n"
        "| 표 |\r\n|---|\r\n| [[relu\\|가]] [[relu.py#slopes]] |\r\n"
    ).encode(),
    "docs/planned.yml": "later: 나중\n",
    "snippets/relu.py": "# %% slopes\nn = 1\n# %% other\n",
    "snippets/lab-x.py": (
        '# /// script\n# [tool.maedeup]\n# requires = ["relu"]\n# ///\n# %% [markdown]\n'
        "# # 실습\n#\n# [[relu]]은(는) [[later]]과 ![[relu.py#n]]이다.\n\n# %% go\nm = 2\n"
    ),
}


@pytest.fixture
def root(make_project: MakeProject) -> Path:
    root = make_project(
        {**FILES, "docs/x.md": "[[lab-x]] [[big]] [[x2]]", "docs/x2.md": "[[x]]"}
    ).root
    assert build(Project(load_settings(root)), RunOptions()) == []
    return root


def mv(root: Path, old: str, new: str) -> int:
    return main(["--root", str(root), "mv", old, new])


def contents(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".maedeup" not in path.parts
    }


def check(root: Path) -> Project:
    project = Project(load_settings(root))
    assert [str(problem) for problem in build(project, RunOptions())] == []
    return project


def test_note_is_renamed_with_every_reference(root: Path) -> None:
    before = contents(root)
    assert mv(root, "relu", "rectifier") == 0
    after = contents(root)
    project = check(root)
    assert "notes/rectifier.md" in project.notes
    wanted = {name: data.decode() for name, data in before.items()}
    wanted["docs/notes/rectifier.md"] = wanted.pop("docs/notes/relu.md")
    wanted["docs/index.md"] = (
        "# 홈\n\n[[rectifier]]와 [[렐루]]와 [[notes/rectifier.md|그것]]을(를)  본다. [[big]]\n"
    )
    big = wanted["docs/notes/big.md"].replace("`[[relu]]`", "@")
    big = re.sub(r"relu(?!\.py)", "rectifier", big).replace("@", "`[[relu]]`")
    wanted["docs/notes/big.md"] = big
    wanted["mkdocs.yml"] = wanted["mkdocs.yml"].replace(
        "- notes/relu.md #", "- notes/rectifier.md #"
    )
    lab = wanted["snippets/lab-x.py"]
    wanted["snippets/lab-x.py"] = lab.replace('"relu"', '"rectifier"').replace(
        "[[relu]]", "[[rectifier]]"
    )
    wanted["docs/redirects.yml"] = (
        "# Former addresses and what is there now; `maedeup mv` adds to it.\n"
        "notes/relu: rectifier\n"
    )
    assert {name: data.decode() for name, data in after.items()} == wanted


def test_alias_that_is_the_slug_in_capitals_stays_and_the_slug_changes(root: Path) -> None:
    file = root / "docs/notes/relu.md"
    file.write_text(file.read_text("utf-8").replace("ReLU2", "ReLU"), "utf-8")
    (root / "docs/x2.md").write_text("[[x]] [[relu]] [[ReLU]] [[Relu]]\n")
    assert mv(root, "relu", "rectifier") == 0
    check(root)
    assert (root / "docs/x2.md").read_text("utf-8") == "[[x]] [[rectifier]] [[ReLU]] [[Relu]]\n"


def test_heading_is_renamed_and_its_old_anchor_lives(root: Path) -> None:
    assert mv(root, "relu#정의", "뜻은 이렇다") == 0
    project = check(root)
    big = (root / "docs/notes/big.md").read_bytes().decode()
    assert (
        "[[relu#뜻은 이렇다]]과(와) [[relu#뜻은 이렇다#까닭|까닭]]. [글](relu.md#뜻은-이렇다)"
        in big
    )
    assert "\r\n## " not in big
    html = render(project, "notes/relu.md")
    assert '<h2 id="뜻은-이렇다">뜻은 이렇다<span id="정의"></span></h2>' in html
    assert 'href="#뜻은-이렇다"' in html
    assert mv(root, "relu#뜻은 이렇다", "뜻") == 0
    text = (root / "docs/redirects.yml").read_text("utf-8")
    assert "relu#정의: 뜻\nrelu#뜻은-이렇다: 뜻\n" in text
    assert check(root).web.redirects.anchors["notes/relu.md"] == {"정의": "뜻", "뜻은-이렇다": "뜻"}


def test_cell_is_renamed_in_its_snippet_and_wherever_it_is_shown(root: Path) -> None:
    assert mv(root, "relu.py#slopes", "gradients") == 0
    check(root)
    assert (root / "snippets/relu.py").read_text() == "# %% gradients\nn = 1\n# %% other\n"
    text = (root / "docs/notes/relu.md").read_text("utf-8")
    assert "[[#정의]] [[relu.py#gradients]]" in text
    assert "\n![[relu.py#gradients|code]]\n" in text
    assert "[[relu.py#gradients]]" in (root / "docs/notes/big.md").read_text("utf-8")


def test_snippet_file_is_renamed(root: Path) -> None:
    assert mv(root, "relu.py", "rectifier.py") == 0
    check(root)
    assert not (root / "snippets/relu.py").exists()
    assert "![[rectifier.py#n]]이다" in (root / "snippets/lab-x.py").read_text("utf-8")


def test_lab_is_renamed_as_note_and_snippet(root: Path) -> None:
    assert mv(root, "lab-x", "lab-y") == 0
    project = check(root)
    assert "labs/lab-y.md" in project.notes
    assert (root / "docs/x.md").read_text("utf-8").startswith("[[lab-y]]")
    assert project.web.redirects.pages["labs/lab-x"].slug == "lab-y"


def test_planned_note_is_renamed(root: Path) -> None:
    assert mv(root, "later", "someday") == 0
    check(root)
    assert (root / "docs/planned.yml").read_text("utf-8") == "someday: 나중\n"
    assert "[[someday]]" in (root / "snippets/lab-x.py").read_text("utf-8")


def test_moving_on_and_back_leaves_one_true_list(root: Path) -> None:
    for old, new in (("relu", "b2"), ("b2", "c2"), ("c2", "relu")):
        assert mv(root, old, new) == 0
    project = check(root)
    assert {old: note.slug for old, note in project.web.redirects.pages.items()} == {
        "notes/b2": "relu", "notes/c2": "relu"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("relu", "big", "big: name is taken: big"),
        ("relu", "큰 것", "큰 것: bad name: 큰 것"),
        ("relu", "later", "later: name is taken: later\n\nhint: planned.yml has it"),
        ("relu", "relu", "relu: name is taken: relu"),
        ("relu", "../x", "../x: bad name: ../x"),
        ("rely", "x3", "rely: unknown note: rely\n\nhint: did you mean relu?"),
        ("relu#정의", "까닭", "docs/notes/relu.md: heading is there already: 까닭"),
        ("relu#정이", "뜻", "docs/notes/relu.md: unknown heading: 정이"),
        ("relu#정의", "a]b", "docs/notes/relu.md: bad heading: a]b"),
        ("relu.py#slopes", "other", "snippets/relu.py: name is taken: other"),
        ("relu.py#slopes", "n", "snippets/relu.py: name is taken: n"),
        ("relu.py#slopes", "a b", "snippets/relu.py: bad cell name: a b"),
        ("relu.py#slop", "x", "snippets/relu.py: unknown cell: slop\n\nhint: did you mean slopes?"),
        ("relu.py", "lab-x.py", "lab-x.py: name is taken: lab-x.py"),
        ("rely.py", "x.py", "rely.py: unknown snippet: rely.py"),
        ("index", "x3", "docs/index.md: a folder's own page"),
    ],
)  # fmt: skip
def test_what_stands_in_the_way_is_told_and_nothing_changes(
    root: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, message: str
) -> None:
    before = contents(root)
    assert mv(root, old, new) == 1
    assert capsys.readouterr().err.startswith(message)
    assert contents(root) == before


def test_snippet_that_code_names_is_not_renamed(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_files(root, {"snippets/user.py": "import relu\n"})
    assert mv(root, "relu.py", "r.py") == 1
    assert "snippets/relu.py: named in code: snippets/user.py" in capsys.readouterr().err


def test_vault_that_cannot_be_read_is_not_renamed_in(root: Path) -> None:
    (root / "docs/x.md").write_text("---\nkind: wrong\n---\n[[relu]]\n")
    assert mv(root, "relu", "rectifier") == 1
    assert (root / "docs/notes/relu.md").exists()


def test_write_that_fails_leaves_every_file_as_it_was(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(root)
    replace = Path.replace
    done: list[str] = []

    def fail_third(self: Path, target: Path) -> Path:
        done.append(str(target))
        if len(done) == 3:
            raise OSError("disk full")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", fail_third)
    names = ("docs/a.md", "docs/index.md", "docs/x.md", "docs/planned.yml")
    with pytest.raises(OSError, match="disk full"):
        write_all(root, {**dict.fromkeys(names, b"new"), "docs/x2.md": None})
    assert contents(root) == before


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("notes/old: nowhere", "docs/redirects.yml:1: redirect to an unknown note: nowhere"),
        ("notes/big: relu", "docs/redirects.yml:1: redirect from a note that is there: notes/big"),
        ("relu#옛: 없다", "docs/redirects.yml:1: redirect to an unknown heading: relu#옛"),
        ("../old: relu", "docs/redirects.yml:1: redirect outside the vault: ../old"),
        ("- relu", "docs/redirects.yml:1: not a table: list"),
        ("a: [", "docs/redirects.yml:2: broken list: "),
    ],
)
def test_wrong_redirect_is_told(root: Path, line: str, message: str) -> None:
    (root / "docs/redirects.yml").write_text(line + "\n", "utf-8")
    (problem,) = build(Project(load_settings(root)), RunOptions())
    assert str(problem).startswith(message)


def test_reference_to_a_former_name_says_the_new_one(root: Path) -> None:
    mv(root, "relu", "rectifier")
    (root / "docs/x2.md").write_text("[[x]] [[relu]]\n")
    (problem,) = build(Project(load_settings(root)), RunOptions())
    assert str(problem).endswith("unknown note: relu\n\nhint: it was renamed: write rectifier")


def test_navigation_follows_in_the_file_that_holds_it(root: Path) -> None:
    (root / "mkdocs.yml").rename(root / "base.yml")
    (root / "site.yml").write_text("INHERIT: base.yml\n", "utf-8")
    assert main(["--root", str(root), "-f", "site.yml", "mv", "relu", "rectifier"]) == 0
    assert "- notes/rectifier.md # 렐루" in (root / "base.yml").read_text("utf-8")
    assert (root / "site.yml").read_text("utf-8") == "INHERIT: base.yml\n"


def test_vault_that_is_a_link_to_a_folder_elsewhere_is_a_vault(root: Path) -> None:
    elsewhere = root.parent / "elsewhere" / "notes of mine"
    elsewhere.parent.mkdir()
    (root / "docs").rename(elsewhere)
    (root / "docs").symlink_to(elsewhere, target_is_directory=True)
    (elsewhere / "a.png").write_bytes(b"")
    with (elsewhere / "index.md").open("a", encoding="utf-8") as file:
        file.write("\n![[a.png|그림]] ![[book.ipynb]]\n")
    assert main(["--root", str(root), "mv", "relu", "rectified"]) == 0
    book = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    book["cells"] = [
        {"cell_type": "markdown", "metadata": {}, "source": "# 책\n\n[[rectified]]"},
        {"cell_type": "code", "metadata": {}, "source": "3", "outputs": []},
    ]
    (elsewhere / "book.ipynb").write_text(json.dumps(book), "utf-8")
    assert (elsewhere / "notes/rectified.md").is_file()
    assert (root / "docs").is_symlink()
    site = build_site(root)
    page = site["index.html"].decode()
    assert 'href="notes/rectified/"' in page
    assert 'src="a.png"' in page
    assert 'href="../notes/rectified/"' in site["book/index.html"].decode()
    assert "notes/rectified.md" in site
