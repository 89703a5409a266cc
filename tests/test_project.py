"""Problems of a whole vault: one line each, with the fix; nothing is lost."""

import gc
from pathlib import Path

import pytest
from maedeup.edit.slugs import rewrite_to_slugs
from maedeup.vault.leads import value_of
from maedeup.vault.uncollected import uncollected

from tests.project import Project, build

from .conftest import Files, MakeProject, messages

pytestmark = pytest.mark.usefixtures("shared_results")

A = "---\ntitle: 가나\naliases: [Alpha]\n---\n글.\n\n## 첫 제목\n"
X = '# %% plot\nprint(1)\n# %% value\naccuracy = 0.953\nname = "가"\nshape = (2, 3)\n'


def problems(built: MakeProject, index: str, **files: str | bytes) -> list[str]:
    """Return the problems of an index page beside a note `a` and a snippet `x.py` that is used."""
    named: Files = {"docs/a.md": A, "snippets/x.py": X, "docs/planned.yml": "later: 나중\n"}
    shown = "[[a]]\n\n![[x.py#plot]]\n\n"
    named = named | {name.replace("__", "/"): text for name, text in files.items()}
    return [str(p) for p in built(named | {"docs/index.md": shown + index}).problems]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[b]]", "unknown note: b\n\nhint: write the note, or list it in planned.yml"),
        ("[[가나다]]", "unknown note: 가나다\n\nhint: did you mean 가나?"),
        ("[[a#첫]]", "unknown heading: a#첫\n\nhint: it has: 첫 제목"),
        ("[[]]", "empty reference: [[]]\n\nhint: name a note"),
        ("[[index]]", "a note links to itself: index\n\nhint: say it without a link"),
        ("글 ![[a]]", "embed inside a line: ![[a]]"),
        ("![[later]]", "embed of a planned note: later"),
        ("[[a#^b]]", "unknown block: a#^b\n\nhint: mark one with `^id` at its end"),
        ("![[../../etc/passwd]]", "reference outside the vault: ../../etc/passwd"),
        ("![[../../etc/x.py]]", "reference outside the project: ../../etc/x.py"),
        ("![[/etc/x.png|비밀]]", "unknown image: /etc/x.png"),
        ("![[cat.png|고양이]]", "unknown image: cat.png"),
        ("![[y.py]]", "unknown snippet: y.py\n\nhint: did you mean x.py?"),
        ("![[x.py#plt]]", "unknown cell, figure or value: x.py#plt\n\nhint: did you mean plot?"),
        ("![[x.py#plot|figur]]", "unknown part: figur\n\nhint: one of figure, code, output, fold"),
        ("글 ![[x.py#plot]] 글", "embed inside a line: ![[x.py#plot]]"),
        ("![[x.py#accuracy|.1q]]", "x.py#accuracy does not take this format"),
        ("![[x.py#name|.1f]]", "x.py#name does not take this format"),
        ("![[x.py#shape|.1f]]", "x.py#shape does not take this format"),
        ("$\\foo$", "broken formula: \\foo\n\nhint: Unknown command"),
        ("```{ .py }\nx\n```", "Python that nothing runs: { .py }"),
        ("```python\nx\n```", "Python that nothing runs: python"),
    ],
)
def test_wrong_reference_is_one_line_with_its_place_and_fix(
    built: MakeProject, text: str, message: str
) -> None:
    (found,) = problems(built, text)
    assert found.startswith(f"docs/index.md:5: {message}")


@pytest.mark.parametrize(
    "text",
    [
        "[[Alpha]] [[가나]] [[가 나]] [[A]] [[a.md]]",
        "[[a#첫 제목]] [[a#첫-제목]] [[#제목]]\n\n# 제목",
        "![[x.py#accuracy|.1%]]이다. ![[x.py#shape]] ![[x.py#name]]",
        "- 목록\n\n    ![[x.py#plot|code]]\n\n> ![[x.py]]",
        "```python notest\nx\n```\n\n````text\n```python\n[[no]]\n```\n````",
    ],
)
def test_right_reference_is_no_problem(built: MakeProject, text: str) -> None:
    assert problems(built, text) == []


def test_all_problems_are_collected_and_sorted(built: MakeProject) -> None:
    files = {"docs/index.md": "[[c]]\n\n[[b]]\n", "docs/a.md": "---\nkind: x\n---\n"}
    places = [line.split(": ")[0] for line in messages(built(files))]
    assert places == ["docs/a.md:1", "docs/a.md:2", "docs/index.md:1", "docs/index.md:3"]


def test_note_that_cannot_be_read_is_told_and_the_rest_is_built(built: MakeProject) -> None:
    project = built({"docs/index.md": "[[a]]\n", "docs/a.md": b"\xff\xfe", "docs/b.md": "글\n"})
    assert messages(project) == [
        "docs/a.md:1: not UTF-8: b'\\xff\\xfe'",
        "docs/b.md:1: orphan note: b",
    ]


def test_note_that_breaks_and_is_repaired_while_serving_is_whole_again(
    built: MakeProject,
) -> None:
    good = "---\ntitle: 가나\n---\n글 [[index]].\n"
    project = built({"docs/index.md": "[[가나]]\n", "docs/a.md": good})
    file = project.root / "docs/a.md"
    for text, is_broken in ((good.replace("가나", "[가"), True), (good, False)):
        file.write_text(text, "utf-8")
        assert bool(build(project)) is is_broken
    assert project.notes["a.md"].title == "가나"


def test_bom_and_crlf_change_nothing(built: MakeProject) -> None:
    text = "---\ntitle: 가나\n---\n글 [[index]].\n"
    data = b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
    project = built({"docs/index.md": "[[가나]]\n", "docs/a.md": data})
    assert project.problems == []
    assert project.notes["a.md"].body == "글 [[index]].\n"


def test_file_name_in_nfd_is_found_by_its_nfc_name(built: MakeProject) -> None:
    name = "\u1112\u1161\u11ab"
    project = built({"docs/index.md": "[[한]]\n", f"docs/{name}.md": "글\n"})
    assert project.problems == []


def test_two_notes_of_one_name_are_told(built: MakeProject) -> None:
    files = {"docs/index.md": "[[b]] [[c]]\n"}
    files |= {f"docs/{n}.md": f"---\naliases: [같은 이름]\n---\n{n}\n" for n in "bc"}
    (found,) = map(str, built(files).problems)
    assert found == (
        "docs/c.md:1: name of two notes: 같은 이름\n\n"
        "hint: docs/b.md has it already; rename one of them"
    )


def test_mark_of_two_blocks_is_told(built: MakeProject) -> None:
    (found,) = built({"docs/index.md": "글 ^c\n\n- 글 ^c\n"}).problems
    assert str(found) == (
        "docs/index.md:3: two blocks of one name: ^c\n\n"
        "hint: line 1 has it already; rename one of them"
    )


def test_ambiguous_snippet_wants_its_path(built: MakeProject) -> None:
    files = {"snippets/a/x.py": "# %% p\n", "snippets/b/x.py": "# %% p\n"}
    index = "![[x.py]]\n\n![[a/x.py]]\n\n![[snippets/b/x.py#p]]\n"
    (found,) = map(str, built(files | {"docs/index.md": index}).problems)
    assert found == (
        "docs/index.md:1: ambiguous snippet: x.py\n\n"
        "hint: write one of: snippets/a/x.py, snippets/b/x.py"
    )


def test_cell_and_variable_of_one_name_are_told_apart_by_where_they_stand(
    built: MakeProject,
) -> None:
    files = {"snippets/x.py": "# %% n\nn = 2.5\n", "docs/index.md": "![[x.py#n]]\n"}
    project = built(files | {"docs/index.md": "값 ![[x.py#n]]\n\n![[x.py#n|.2f]]\n\n![[x.py#n]]\n"})
    assert project.problems == []
    targets = [
        project.web.find_target(r, project.notes["index.md"])
        for r in project.notes["index.md"].references
    ]
    assert [value_of(t) is not None for t in targets] == [True, True, False]


def test_unused_snippet_is_told_and_a_snippet_included_by_pymdown_is_used(
    built: MakeProject,
) -> None:
    files = {"snippets/x.py": "# %% a\n", "snippets/y.py": "# %% a\n", "snippets/z.py": "x = 1\n"}
    files |= {"docs/index.md": '--8<-- "snippets/y.py"\n'}
    assert messages(built(files)) == ["snippets/x.py:1: unused snippet: x.py"]


def test_circle_of_requires_is_told_with_its_links(built: MakeProject) -> None:
    files = {"docs/index.md": "[[a]] [[b]] [[c]]\n"}
    for note, needs in (("a", "b"), ("b", "c"), ("c", "a")):
        files[f"docs/{note}.md"] = f"---\nrequires: [{needs}]\n---\n글\n"
    (found,) = messages(built(files))
    assert found.partition(": requires in a circle: ")[2] in (
        "a -> b -> c -> a", "b -> c -> a -> b", "c -> a -> b -> c"
    )  # fmt: skip


def test_requires_of_an_unknown_note_is_told(built: MakeProject) -> None:
    files = {"docs/index.md": "[[a]]\n", "docs/a.md": "---\nrequires: [zzz]\n---\n글\n"}
    assert messages(built(files)) == ["docs/a.md:1: requires an unknown note: zzz"]


def test_planned_note_is_no_problem_until_it_is_written(built: MakeProject) -> None:
    files = {"docs/index.md": "[[b]]\n", "docs/planned.yml": "b: 나중\n"}
    project = built(files)
    assert project.problems == []
    (project.root / "docs/b.md").write_text("글\n")
    build(project)
    assert messages(project) == ["docs/b.md:1: planned but written: b"]


def test_failed_snippet_is_one_problem_with_its_traceback(built: MakeProject) -> None:
    files = {"snippets/x.py": "# %% a\n1/0\n", "docs/index.md": "![[x.py#a]]\n\n![[x.py#no]]\n"}
    (found,) = built(files).problems
    assert str(found).startswith(
        "snippets/x.py:2: ZeroDivisionError: division by zero\n\n    Trace"
    )


def test_two_cells_of_one_name_stop_the_snippet_not_the_build(built: MakeProject) -> None:
    files = {"snippets/x.py": "# %% a\n# %% a\n", "docs/index.md": "글\n"}
    assert messages(built(files)) == ["snippets/x.py:2: two cells of one name: a"]


def test_figure_without_a_label_takes_its_cells_name(built: MakeProject) -> None:
    text = "# %% draw\nimport matplotlib.pyplot as plt\nplt.figure(); plt.figure(); None\n"
    project = built({"snippets/x.py": text, "docs/index.md": "![[x.py#draw-2]]\n"})
    assert project.problems == []
    (result,) = project.results.values()
    assert list(result.products.figures()) == ["draw", "draw-2"]


def test_lab_is_a_note_whose_problems_name_its_lines(built: MakeProject) -> None:
    lab = (
        "# /// script\n# [tool.maedeup]\n# aliases = ['별칭']\n# ///\n"
        "# %% [markdown]\n# # 실습: 시작\n#\n# 글 [[없음]].\n# %% go\nprint(1)\n"
    )
    project = built({"snippets/labs/lab-x.py": lab, "docs/index.md": "[[lab-x]] [[별칭]]\n"})
    assert messages(project) == ["snippets/labs/lab-x.py:8: unknown note: 없음"]
    assert project.notes["labs/lab-x.md"].title == "실습: 시작"


def test_fix_rewrites_titles_to_slugs_and_keeps_what_is_shown(
    make_project: MakeProject, tmp_path: Path
) -> None:
    before = "---\ntitle: 홈\n---\n[[가나]] [[Alpha|알파]] `[[가나]]` [[a]] [[나중]]\n"
    files = {"docs/a.md": A, "docs/index.md": before, "docs/planned.yml": "later: 나중\n"}
    project: Project = make_project(files)
    project.read()
    project.link()
    assert rewrite_to_slugs(project.web) == {"docs/index.md": 3}
    after = "---\ntitle: 홈\n---\n[[a]] [[a|알파]] `[[가나]]` [[a]] [[later]]\n"
    assert (tmp_path / "docs/index.md").read_text("utf-8") == after


def test_the_collector_of_garbage_is_on_again_after_a_step_that_fails() -> None:
    @uncollected
    def step(number: int) -> float:
        assert not gc.isenabled()
        return 1 / number

    assert step(1) == 1
    with pytest.raises(ZeroDivisionError):
        step(0)
    assert gc.isenabled()
