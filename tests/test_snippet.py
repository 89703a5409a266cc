"""Percent text -> cells, options and keys."""

import pytest
from maedeup.runs.snippet import Snippet, code_key, imported_names, parse_snippet
from maedeup.text.errors import MaedeupError
from maedeup.text.paths import SourcePath

PATH = SourcePath("snippets/a/x.py")


def parse(text: str) -> Snippet:
    return parse_snippet(PATH, text)


def key(text: str) -> str:
    return code_key(text, parse(text).cells)


def problems_of(text: str) -> list[str]:
    with pytest.raises(MaedeupError) as caught:
        parse(text)
    return [str(problem) for problem in caught.value.problems]


def test_cells_keep_their_names_and_lines() -> None:
    snippet = parse('"""제목."""\n\n# %% setup\nimport math\n\n# %% plot\n\nx = 1\ny = 2\n')
    head, setup, plot = snippet.cells
    assert (head.name, head.line) == ("", 1)
    assert (setup.name, setup.line, setup.source_line, setup.source) == (
        "setup",
        3,
        4,
        "import math",
    )
    assert (plot.line, plot.source_line, plot.end_line, plot.source) == (6, 8, 9, "x = 1\ny = 2")


def test_marker_inside_a_string_is_text() -> None:
    snippet = parse('# %% a\ntext = """\n# %% not a cell\n"""\n# %% b\n')
    assert [cell.name for cell in snippet.code_cells] == ["", "a", "b"]


def test_prose_cell_loses_its_comment_marks() -> None:
    snippet = parse("# %% [markdown]\n# # 실습\n#\n# 글\n# %% go\n1\n")
    assert snippet.cells[1].kind == "markdown"
    assert snippet.cells[1].source == "# 실습\n\n글"
    assert snippet.title == "실습"


def test_title_is_the_docstrings_first_line() -> None:
    assert parse('"""렐루: 끊는다.\n\n출처.\n"""\n# %% a\n').title == "렐루: 끊는다."


def test_two_cells_of_one_name_are_told_with_both_lines() -> None:
    assert problems_of("# %% a\n1\n# %% a\n2\n") == [
        "snippets/a/x.py:3: two cells of one name: a\n\n"
        "hint: line 1 has it already; rename one of them"
    ]


def test_bad_cell_name_is_told() -> None:
    (message,) = problems_of("# %% !!\n")
    assert message.startswith("snippets/a/x.py:1: bad cell name: !!")


@pytest.mark.parametrize(
    ("marker", "name", "title", "tags"),
    [
        ("# %% 자료 모으기", "자료-모으기", "자료 모으기", ()),
        ("#%% Load (all) files", "Load-all-files", "Load (all) files", ()),
        ('# %% tags=["hide-input", "x"]', "cell-1", "", ("hide-input", "x")),
        ('# %% [tags=["slow"]]', "cell-1", "", ("slow",)),
        ('# %% 둘째 셀 tags=["a"] slideshow={"slide_type": "slide"}', "둘째-셀", "둘째 셀", ("a",)),
        ('# %% 자료 [code] {"a": 1, "tags": ["x"]}', "자료", "", ("x",)),
        ("# %%% 아래 단계", "아래-단계", "아래 단계", ()),
        ("# In[12]:", "cell-1", "", ()),
        ("# In[ ]:", "cell-1", "", ()),
        ("# %% relu@lr=0.1", "relu@lr=0.1", "", ()),
    ],
)
def test_markers_of_other_editors_are_titles_and_tags(
    marker: str, name: str, title: str, tags: tuple[str, ...]
) -> None:
    cell = parse(f"{marker}\n1\n").code_cells[-1]
    assert (cell.name, cell.title, cell.tags) == (name, title, tags)


def test_cell_is_found_by_its_title_as_well_as_by_its_name() -> None:
    snippet = parse("# %% 자료 모으기\n1\n")
    assert snippet.find_cell("자료 모으기") is snippet.find_cell("자료-모으기") is not None


def test_comment_that_begins_like_an_exported_cell_is_a_comment() -> None:
    assert [cell.name for cell in parse("# In [3] we saw\n1\n").cells] == [""]


def test_options_are_read_from_the_script_block() -> None:
    text = (
        "# /// script\n# [tool.maedeup]\n# timeout_s = 3\n# env = ['SIZE']\n"
        "# gpu = 'optional'\n# ///\n# %% a\n"
    )
    options = parse(text).options
    assert (options.timeout_s, options.env, options.gpu) == (3, ("SIZE",), "optional")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("timeout = 3", "unknown option: timeout\n\nhint: did you mean timeout_s?"),
        ("timeout_s = -1", "option timeout_s must be a number above 0: -1"),
        ("timeout_s = true", "option timeout_s must be a number above 0: True"),
        ("gpu = 'maybe'", "option gpu must be one of none, optional, required: 'maybe'"),
        ("env = 'A'", "option env must be a list of strings: 'A'"),
        ("network = 1", "option network must be true or false: 1"),
        ("network = ", "broken options block: Invalid value"),
    ],
)
def test_wrong_option_is_told(line: str, message: str) -> None:
    (found,) = problems_of(f"# /// script\n# [tool.maedeup]\n# {line}\n# ///\n# %% a\n")
    assert found.startswith(f"snippets/a/x.py:1: {message}")


BASE = '"""제목."""\n# %% a\nx = 1  # 하나\n# %% b\nx\n'


@pytest.mark.parametrize(
    "same",
    [
        BASE.replace("# 하나", "# 다른 말"),
        BASE.replace("# %% b", "\n\n# %% b"),
        BASE.replace("x = 1", "x  =  (1)"),
        BASE.replace("제목", "다른 제목"),
        "# 맨 위 주석\n" + BASE,
        BASE.replace("\n", "\n") + "\n\n",
    ],
)
def test_key_ignores_comments_blank_lines_and_docstring(same: str) -> None:
    assert key(same) == key(BASE)


@pytest.mark.parametrize(
    "other",
    [
        BASE.replace("1", "2"),
        BASE.replace("# %% b", "# %% c"),
        BASE.replace("# %% b\n", ""),
        BASE.rstrip() + ";\n",
        BASE + "x\n",
        BASE.replace("# %% a\nx = 1  # 하나\n# %% b\n", "# %% a\n# %% b\nx = 1\n"),
    ],
)
def test_key_sees_code_and_cell_borders(other: str) -> None:
    assert key(other) != key(BASE)


def test_key_sees_a_docstring_that_the_code_uses() -> None:
    text = '"""{}"""\n# %% a\nprint(__doc__)\n'
    assert key(text.format("가")) != key(text.format("나"))


def test_key_of_text_that_does_not_parse_is_the_text() -> None:
    assert key("# %% a\nx = (\n") != key("# %% a\nx = ( # 주석\n")


def test_unnamed_cells_are_numbered_not_placed() -> None:
    assert key("# %%\n1\n# %%\n2\n") == key("# %%\n1\n\n\n# %%\n2\n")


def test_imported_names_are_found_inside_functions() -> None:
    text = "import a.b, c\nfrom d.e import f\nfrom . import g\ndef h():\n    import i\n"
    assert imported_names(text) == {"a.b", "c", "d.e", "i"}
