"""Profiles of checks: the same vault, judged as another tool's, as one's own, as proved."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
from maedeup.check.grades import read_grades
from maedeup.hosts.cli import main
from maedeup.text.codes import CODES, GRADABLE, PROFILES, STYLE
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin

from tests.conftest import Files, MakeProject, render
from tests.project import Project

pytestmark = pytest.mark.usefixtures("shared_results")


class StandIn(BasePlugin):  # type: ignore[type-arg]
    """In the place of markdown-exec: its name in the settings is what counts."""


PNG = b"\x89PNG"
FILES: Files = {
    "docs/index.md": "# 홈\n\n[[없다]]\n\n```python\nprint(1)\n```\n",
    "docs/a.md": "가나다.\n\n![[cat.png]]\n",
    "docs/cat.png": PNG,
}


def settings(checks: str, nav: str = "nav: [index.md]\n", plugins: str = "") -> str:
    return f"site_name: t\n{nav}plugins:\n{plugins}  - maedeup:\n      checks: {checks}\n"


def graded(project: Project) -> dict[str, str]:
    assert project.report is not None
    return {problem.code: problem.severity for problem in project.report.told}


@pytest.mark.parametrize(
    ("checks", "told"),
    [
        ("strict", {"unknown-note": "error", "raw-python": "error", "no-alt-text": "error",
                    "orphan": "error", "dead-end": "warning", "no-claim": "warning"}),
        ("notes", {"unknown-note": "error", "raw-python": "warning", "no-alt-text": "warning",
                   "orphan": "warning", "dead-end": "notice", "no-claim": "notice"}),
        ("vault", {"unknown-note": "warning", "raw-python": "notice", "no-alt-text": "warning",
                   "orphan": "notice"}),
        ("{profile: vault, raw-python: error, orphan: off}",
         {"unknown-note": "warning", "raw-python": "error", "no-alt-text": "warning"}),
    ],
)  # fmt: skip
def test_profile_grades_every_kind(built: MakeProject, checks: str, told: dict[str, str]) -> None:
    assert graded(built(FILES | {"mkdocs.yml": settings(checks)})) == told


def test_vault_that_says_nothing_is_judged_as_ones_own_notes(built: MakeProject) -> None:
    files = FILES | {"mkdocs.yml": "site_name: t\nnav: [index.md]\nplugins: [maedeup]\n"}
    assert graded(built(files))["raw-python"] == "warning"


@pytest.mark.parametrize("code", GRADABLE)
def test_every_check_can_be_graded(built: MakeProject, code: str) -> None:
    project = built({"mkdocs.yml": settings(f"{{{code}: notice}}")})
    grades = read_grades(project.settings)
    assert grades.problems == ()
    assert grades.of(code) == "notice"


def test_problems_of_settings_and_commands_cannot_be_graded_away(built: MakeProject) -> None:
    project = built({"mkdocs.yml": settings("{bad-setting: off}")})
    assert [p.code for p in project.problems] == ["unknown-check"]


def test_profiles_name_codes_that_there_are() -> None:
    assert {code for grades in PROFILES.values() for code in grades} <= set(CODES)
    assert set(CODES) >= STYLE


@pytest.mark.parametrize("checks", ["valut", "{profile: 3}"])
def test_unknown_profile_is_told(built: MakeProject, checks: str) -> None:
    (problem,) = built({"mkdocs.yml": settings(checks)}).problems
    assert (problem.line, problem.problem) == (5, "unknown profile of checks")


def test_picture_without_alternative_text_is_shown_and_warned_of(built: MakeProject) -> None:
    text = "![[cat.png|300]]\n\n![](cat.png)\n\n![고양이](cat.png) `![](no)`\n"
    project = built({"mkdocs.yml": settings("notes"), "docs/a.md": text, "docs/cat.png": PNG})
    told = [(p.line, p.value) for p in project.warnings if p.code == "no-alt-text"]
    assert told == [(1, "cat.png"), (3, "cat.png")]
    assert '<img src="../cat.png" alt="" width="300"' in render(project, "a.md")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Note: 첫 줄\n\n글", ("lost-line", 1, "Note: 첫 줄")),
        ("---\ntags: [a]\n---\nNote: 첫 줄", None),
        ("Note 첫 줄: 글", None),
        ("글\n\n둘^[각주 [[b]]]이다", ("inline-footnote", 3, "^[각주 [[b]]]")),
        ("`^[글]` $x^[2]$ \\^[글]", None),
    ],
)
def test_text_that_obsidian_shows_and_the_page_does_not_is_told(
    built: MakeProject, text: str, told: tuple[str, int, str] | None
) -> None:
    project = built({"docs/a.md": f"{text}\n", "docs/b.md": "글\n"})
    assert project.report is not None
    found = [
        (p.code, p.line, p.value)
        for p in project.report.told
        if p.code in ("lost-line", "inline-footnote")
    ]
    assert found == ([told] if told else [])


@pytest.mark.parametrize(
    "link",
    [
        "[나](<b.md>)",
        '[나](b.md "제목")', "[나](b)", "[나](/b)", "[나](../b/)", "[나](./b.html#x)",
        "[나][가]\n\n[가]: b.md", "[나]\n\n[나]: <b.md> '말'", '<a class="x" href="../b/">나</a>',
    ],
)  # fmt: skip
def test_link_of_any_form_leads_to_a_note(built: MakeProject, link: str) -> None:
    files = {"docs/index.md": "[[a]]\n", "docs/a.md": f"글 {link}\n", "docs/b.md": "나\n"}
    assert "orphan" not in {p.code for p in built(files).problems}
    closed = {**files, "docs/a.md": "글 `[나](b.md)`\n\n```\n[나](b.md)\n```\n"}
    assert "docs/b.md" in {p.path for p in built(closed).problems if p.code == "orphan"}


def test_navigation_that_the_host_makes_leads_to_all_but_what_is_left_out(
    built: MakeProject,
) -> None:
    text = settings("strict", nav="not_in_nav: /x/\n")
    project = built({"mkdocs.yml": text, "docs/a.md": "가\n", "docs/x/b.md": "나\n"})
    assert [p.path for p in project.problems] == ["docs/x/b.md"]


@pytest.mark.parametrize(
    ("info", "plugins", "is_told"),
    [
        ('python exec="on"', "  - markdown-exec\n", False),
        ("python exec=true html=on", "  - markdown-exec\n", False),
        ('{.python exec="1"}', "  - markdown-exec\n", False),
        ('python exec="on"', "", True),
        ('python exec="off"', "  - markdown-exec\n", True),
        ("python", "  - markdown-exec\n", True),
    ],
)
def test_fence_that_markdown_exec_runs_is_python_that_something_runs(
    built: MakeProject,
    monkeypatch: pytest.MonkeyPatch,
    info: str,
    plugins: str,
    is_told: bool,
) -> None:
    option = dict(MkDocsConfig._schema)["plugins"]
    entry = SimpleNamespace(load=lambda: StandIn)
    monkeypatch.setitem(option.installed_plugins, "markdown-exec", entry)
    text = settings("strict", plugins=plugins)
    project = built({"mkdocs.yml": text, "docs/index.md": f"# 홈\n\n```{info}\nprint(1)\n```\n"})
    assert ("raw-python" in {p.code for p in project.problems}) == is_told


def test_check_tells_one_kind_alone_when_asked(
    built: MakeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    root = str(built(FILES | {"mkdocs.yml": settings("vault")}).root)

    def codes(*arguments: str) -> tuple[int, list[str]]:
        ended = main(["--root", root, "check", "--json", *arguments])
        return ended, [row["code"] for row in json.loads(capsys.readouterr().out)]

    assert codes("--only", "no-alt-text") == (0, ["no-alt-text"])
    assert codes("--only", "raw-python", "--only", "unknown-note") == (
        0, ["unknown-note", "raw-python"],
    )  # fmt: skip
    assert codes("--only", "no-claim") == (0, ["no-claim"])  # which is off in this profile
    with pytest.raises(SystemExit):
        main(["--root", root, "check", "--only", "raw-pyton"])
    assert "did you mean raw-python?" in capsys.readouterr().err


def test_counts_of_each_kind_come_first_and_what_is_broken_before_style(
    built: MakeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    pictures = "".join("![[cat.png]]\n\n" for _ in range(12))
    files = {"docs/a.md": pictures, "docs/z.md": "[[없다]]\n"}
    root = str(built(FILES | files | {"mkdocs.yml": settings("vault")}).root)
    assert main(["--root", root, "check"]) == 0
    told = capsys.readouterr().err
    assert told.startswith("warnings: unknown-note 2, no-alt-text 12\nnotices: orphan 2, raw-")
    assert told.index("docs/z.md:1: unknown note") < told.index("docs/a.md:1: image without")
    assert told.count("image without alt text") == 10
    assert "... 2 more warnings: maedeup check --only CODE\n" in told
    main(["--root", root, "check", "--only", "no-alt-text"])
    assert capsys.readouterr().err.count("image without alt text") == 12


def test_link_of_a_note_to_itself_is_warned_of_and_is_no_broken_link(built: MakeProject) -> None:
    project = built({
        "mkdocs.yml": "site_name: t\nplugins: [maedeup]\n",
        "docs/a.md": "# 가\n\n[[a]]와 [[a|여기]]와 [[#가]], [[index]].\n",
        "docs/index.md": "# 홈\n\n[[a]]\n",
    })  # fmt: skip
    told = [(problem.code, problem.line, problem.severity) for problem in project.report.told]
    assert told.count(("self-link", 3, "warning")) == 1  # the two say the same
    assert [problem for problem in project.problems if problem.code == "self-link"] == []
    page = render(project, "a.md")
    assert "mp-broken" not in page
    assert page.partition("<aside")[0].count('class="mp-link">') == 4


@pytest.mark.parametrize("place", ["#없는 제목", "#^none", "#^eq-none"])
def test_link_to_a_place_that_is_not_there_leads_to_its_note_and_is_marked(
    built: MakeProject, place: str
) -> None:
    project = built({"docs/a.md": f"[[b{place}|나]] [[{place}|여기]]\n", "docs/b.md": "나\n"})
    html = render(project, "a.md")
    assert '<a href="../b/" class="mp-link mp-broken" title="docs/a.md:1: unknown' in html
    assert html.count("mp-broken") == 2
    assert html.count('class="mp-link') == 1
