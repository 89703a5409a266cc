"""What goes wrong on the first day, and what is said of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from maedeup.hosts.cli import main
from maedeup.text.math import to_mathml

from tests.conftest import STRICT, MakeProject, build_site, write_files
from tests.project import Project, RunOptions, build, load_settings

ROOT = Path(__file__).parents[1]
VALUES = "# %% cell\nmean = 0.5\n# %% plot\nprint(mean)\n"


def told(project: Project, code: str) -> list[tuple[str, int, str, str]]:
    return [(p.path, p.line, p.value, p.hint) for p in project.problems if p.code == code]


@pytest.mark.parametrize("link", ["[[x.py#mean]]", "[[x.py#mean|.2f]]", "[[x.py#mean|.0%]]"])
def test_forgotten_mark_before_a_value_is_told(built: MakeProject, link: str) -> None:
    files = {"snippets/x.py": VALUES, "docs/index.md": f"# 홈\n\n평균은 {link}이다.\n\n![[x.py]]\n"}
    ((path, line, value, hint),) = told(built(files), "value-as-link")
    assert (path, line, value) == ("docs/index.md", 3, link)
    assert hint.startswith(f"write `!{link}`")


@pytest.mark.parametrize("link", ["[[x.py#mean|평균]]", "[[x.py#plot]]", "[[x.py#mean|the code]]"])
def test_link_that_says_what_it_leads_to_is_meant(built: MakeProject, link: str) -> None:
    files = {"snippets/x.py": VALUES, "docs/index.md": f"# 홈\n\n{link}\n\n![[x.py]]\n"}
    assert told(built(files), "value-as-link") == []


def test_embed_in_a_paragraph_is_told_and_one_on_its_own_line_is_shown(built: MakeProject) -> None:
    text = "# 홈\n\n글 ![[x.py#plot]] 글\n\n글 한 줄\n![[x.py#plot]]\n글 또 한 줄\n"
    project = built({"snippets/x.py": VALUES, "docs/index.md": text})
    assert [row[1] for row in told(project, "embed-inside-line")] == [3]


@pytest.mark.parametrize(
    ("files", "names"),
    [
        ({"csv.py": "# %% a\n1\n", "x.py": "# %% a\n1\n"}, ["csv"]),  # its own library imports it
        ({"yaml.py": "# %% a\n1\n", "x.py": "# %% a\nimport yaml\n"}, ["yaml"]),
        ({"yaml.py": "y = 1\n", "x.py": "# %% a\nfrom yaml import y\n"}, ["yaml"]),
        ({"yaml.py": "# %% a\n1\n", "x.py": "# %% a\n1\n"}, []),
        ({"curves.py": "y = 1\n", "x.py": "# %% a\nimport curves\n"}, []),
        ({"yaml.py": "# %% a\n1\n", "z/x.py": "# %% a\nimport yaml\n"}, []),
    ],
)
def test_file_that_hides_a_package_is_told(
    built: MakeProject, files: dict[str, str], names: list[str]
) -> None:
    project = built({f"snippets/{name}": text for name, text in files.items()})
    assert [row[2] for row in told(project, "shadowed-package")] == names


@pytest.mark.parametrize(
    ("text", "line", "value"),
    [
        ("--\ntitle: 가\n--\n\n글\n", 1, "--"),
        ("----\ntitle: 가\n---\n\n글\n", 1, "----"),
        ("—\ntags: [가]\n—\n\n글\n", 1, "—"),
        ("---\ntitle: 가\n--\n\n글\n", 3, "--"),
        ("---\ntitle: 가\ntags: []\n ---\n\n글\n", 4, " ---"),
        ("---\ntitle: 가\n\n글\n", 1, "---"),
    ],
)
def test_mistyped_rule_of_front_matter_is_told_at_its_line(
    built: MakeProject, text: str, line: int, value: str
) -> None:
    ((path, at, given, hint),) = told(built({"docs/a.md": text}), "front-matter-open")
    assert (path, at, given) == ("docs/a.md", line, value)
    assert "`---`" in hint


@pytest.mark.parametrize("text", ["--\n글\n", "----\n\ntitle: 글\n", "-- title: 가\n", "글\n--\n"])
def test_rule_in_a_text_is_no_front_matter(built: MakeProject, text: str) -> None:
    assert told(built({"docs/a.md": text}), "front-matter-open") == []


def test_notes_may_lie_beside_the_settings_folder(tmp_path: Path) -> None:
    root = tmp_path / "site"
    write_files(tmp_path, {
        "site/mkdocs.yml": "site_name: t\ndocs_dir: ../notes\nplugins: [maedeup]\n",
        "site/snippets/x.py": VALUES, "notes/index.md": "# 홈\n\n![[x.py#mean]]\n\n![](c.png)\n",
        "notes/c.png": b"\x89PNG", "notes/a.md": "[[없다]]\n",
    })  # fmt: skip
    project = Project(load_settings(root))
    build(project, RunOptions())
    assert [(p.path, p.code) for p in project.problems] == [("../notes/a.md", "unknown-note")]
    assert ">0.5</data>" in build_site(root)["index.html"].decode()


def test_formula_inside_words_is_read() -> None:
    inside = to_mathml(r"\text{for all $n$ and $m$}", False)
    assert "<mi>n</mi>" in inside
    assert "for all" in inside
    assert "$" not in inside.partition("<annotation")[0]


def test_example_of_the_contributing_guide_works(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    section = text[text.index("## Add a note") : text.index("## Proofs that hold")]
    commands = re.findall(r"`maedeup ([^`]+)`", section)
    assert commands[:2] == ["new note swish", "new snippet activation/swish"]
    planned = {"docs/planned.yml": "swish: 스위시\n"}
    write_files(tmp_path, planned | {"mkdocs.yml": STRICT, "docs/index.md": "# 홈\n\n[[swish]]\n"})
    for command in commands[:2]:
        assert main(["--root", str(tmp_path), *command.split()]) == 0
    (script,) = re.findall(r"`python (snippets/[^`]+)`", section)
    assert (tmp_path / script).is_file()
    note = tmp_path / "docs/notes/swish.md"
    note.write_text(note.read_text("utf-8") + "\n![[swish.py#claim]]\n", "utf-8")
    (tmp_path / "docs/planned.yml").unlink()  # step 4
    assert main(["--root", str(tmp_path), *commands[2].split()]) == 0, capsys.readouterr().err
