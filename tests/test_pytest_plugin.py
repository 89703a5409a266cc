"""Snippets and pages as tests of somebody's project."""

import pytest

pytest_plugins = ["pytester"]

FILES = {
    "mkdocs": "site_name: t\n",
    "docs/index": "![[good.py]]\n\n- ![[bad.py#a|code]]\n",
    "docs/plain": "[[index]]\n\n```python notest\n1/0\n```\n",
}


@pytest.fixture
def project(pytester: pytest.Pytester, one_home: None) -> pytest.Pytester:
    pytester.makefile(".yml", mkdocs=FILES["mkdocs"])
    for folder in ("docs", "snippets"):
        pytester.mkdir(folder)
    for name in ("index", "plain"):
        (pytester.path / f"docs/{name}.md").write_text(FILES[f"docs/{name}"])
    (pytester.path / "snippets/good.py").write_text("# %% a\nimport part\nassert part.x == 1\n")
    (pytester.path / "snippets/part.py").write_text("x = 1\n")
    (pytester.path / "snippets/bad.py").write_text("# %% a\n1/0\n")
    return pytester


def test_each_snippet_is_a_test(project: pytest.Pytester) -> None:
    result = project.runpytest_subprocess("--maedeup", "snippets")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["snippets/bad.py:2: ZeroDivisionError: division by zero"])
    result.stdout.no_fnmatch_line("*part.py*")


def test_notebook_of_each_note_and_lab_is_a_test_too(project: pytest.Pytester) -> None:
    (project.path / "docs/index.md").write_text("![[good.py]]\n\n[[plain]], [[bad]]\n")
    (project.path / "snippets/bad.py").write_text(
        "# %% [markdown]\n# # 실습\n# %% a\nprint(__file__)\n"
    )
    result = project.runpytest_subprocess("--maedeup", "docs", "snippets", "-v")
    result.assert_outcomes(passed=4, failed=1)
    result.stdout.fnmatch_lines(["docs/index.md::notebook PASSED*"])
    result.stdout.fnmatch_lines(["notebook of snippets/bad.py:", "NameError: name '__file__'*"])
    again = project.runpytest_subprocess("--maedeup", "docs")
    again.assert_outcomes(passed=2)


def test_notebook_has_what_a_part_of_another_note_shows_whatever_name_it_goes_by(
    project: pytest.Pytester,
) -> None:
    (project.path / "docs/index.md").write_text("![[other]]\n\n![[good.py]]\n")
    (project.path / "docs/plain.md").write_text("---\naliases: [other]\n---\n![[bad.py]]\n")
    (project.path / "snippets/bad.py").write_text("# %% a\nprint(1)\n")
    project.runpytest_inprocess("--maedeup", "docs/index.md").assert_outcomes(passed=1)


def test_each_snippet_that_a_page_shows_is_a_test_of_the_page(project: pytest.Pytester) -> None:
    result = project.runpytest_subprocess("--markdown-docs", "docs", "-v")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["docs/index.md::*PASSED*", "docs/index.md::*FAILED*"])


def test_plugin_collects_nothing_unasked(project: pytest.Pytester) -> None:
    assert (
        project.runpytest_subprocess("snippets", "docs").ret == pytest.ExitCode.NO_TESTS_COLLECTED
    )


def test_vault_is_one_test_more_where_its_notes_or_its_settings_are_asked_for(
    project: pytest.Pytester,
) -> None:
    (project.path / "docs/index.md").write_text("![[good.py]]\n\n[[nothing]]\n\n[[plain]]\n")
    (project.path / "snippets/bad.py").unlink()
    for asked in (["docs"], ["docs", "snippets"], ["mkdocs.yml"], []):
        result = project.runpytest_inprocess("--maedeup", *asked, "-k", "check")
        result.assert_outcomes(failed=1)
        result.stdout.fnmatch_lines(["docs/index.md:3: unknown note: nothing", "hint: *"])
    for asked in (["snippets"], ["snippets/good.py"], ["docs/index.md"]):
        project.runpytest_inprocess(
            "--maedeup", *asked, "-k", "not notebook"
        ).stdout.no_fnmatch_line("*maedeup check*")
    (project.path / "docs/index.md").write_text("![[good.py]]\n\n[[plain]]\n")
    project.runpytest_inprocess("--maedeup", "docs", "-k", "check").assert_outcomes(passed=1)
