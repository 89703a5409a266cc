"""What if: variants of a snippet, from their declaration to the page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from maedeup.hosts.cli import main
from maedeup.runs.snippet import Snippet, parse_snippet
from maedeup.runs.variant import Change, changed_lines, make_variants, title_of
from maedeup.site.twins import Twin
from maedeup.text.errors import MaedeupError
from maedeup.text.paths import SourcePath

from tests.project import Project, RunOptions, build

from .conftest import MakeProject, messages, render

BLOCK = """\
# /// script
# [tool.maedeup.variants.big-step]
# title = "걸음을 백 배로"
# replace = { "lr = 0.1" = "lr = 10.0" }
#
# [tool.maedeup.variants.no-step]
# replace = { "w - lr * slope" = "w" }
# ///
"""
CELLS = """\
# %% setup
lr = 0.1

# %% train
w = 1.0
for _ in range(3):
    slope = 2 * w
    w = w - lr * slope
print(f"{w:.2f}")
assert w < 0.6, "내려간다"

# %% end
last = round(w, 1)
print("끝", last)
"""
PAGE = """\
# 홈

![[x.py#train?big-step]]

![[x.py#train?no-step]]

값은 ![[x.py#last?big-step|.0f]]이고 원래는 ![[x.py#last]]이다.
"""
FILES = {"docs/index.md": PAGE, "snippets/x.py": BLOCK + CELLS}


def parse(text: str) -> Snippet:
    return parse_snippet(SourcePath("snippets/x.py"), text)


def again(project: Project, old: str = "", new: str = "") -> Project:
    """Build anew, after a change of the snippet."""
    file = project.root / "snippets/x.py"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
    other = Project(project.settings)
    build(other)
    return other


def test_variant_is_the_snippet_with_one_text_replaced() -> None:
    snippet = parse(BLOCK + CELLS)
    (big, none), _ = make_variants(snippet)
    assert (big.key, title_of(big)) == ("snippets/x.py?big-step", "걸음을 백 배로")
    assert (none.key, title_of(none)) == ("snippets/x.py?no-step", "no-step")
    assert big.text == snippet.text.replace("\nlr = 0.1\n", "\nlr = 10.0\n")
    assert [cell.line for cell in big.cells] == [cell.line for cell in snippet.cells]


def test_changed_lines_come_with_their_neighbours_and_line_numbers() -> None:
    snippet = parse(BLOCK + CELLS)
    (_, none), _ = make_variants(snippet)
    line = snippet.text.split("\n").index("    w = w - lr * slope") + 1
    assert changed_lines(snippet, none) == [
        [
            Change(line - 1, "    slope = 2 * w", "    slope = 2 * w"),
            Change(line, "    w = w - lr * slope", "    w = w"),
            Change(line + 1, 'print(f"{w:.2f}")', 'print(f"{w:.2f}")'),
        ]
    ]


@pytest.mark.parametrize("place", ["first", "middle", "last"])
def test_line_that_is_taken_out_moves_no_other(place: str) -> None:
    rows = ["a = 1", "b = 2", "c = 3"]
    row = rows[("first", "middle", "last").index(place)]
    block = f'# /// script\n# [tool.maedeup.variants]\n# out.replace = {{"{row}" = ""}}\n# ///\n'
    snippet = parse(f"{block}# %% one\n" + "\n".join(rows) + "\n\n# %% two\nd = 4\n")
    (variant,), _ = make_variants(snippet)
    assert [c.line for c in variant.cells] == [c.line for c in snippet.cells]
    changed = [c for group in changed_lines(snippet, variant) for c in group if c.old != c.new]
    assert [(c.old, c.new) for c in changed] == [(row, "")]


DECLARATIONS = {
    'bad.replace = {"lr = 0.2" = ""}': (
        "snippets/x.py:3: text of variant bad not found: lr = 0.2", "line 6 has: lr = 0.1"
    ),
    'bad.replace = {"w" = "v"}': (
        "snippets/x.py:3: text of variant bad occurs on lines", "quote more of it"
    ),
    'bad.replace = {"lr = 0.1" = "lr = 0.1"}': (
        "snippets/x.py:3: variant bad changes nothing: lr = 0.1", "write another text"
    ),
    'bad.replace = {"lr = 0.1" = "a = 1\\nlr = 2"}': (
        "snippets/x.py:3: variant bad moves lines: lr = 0.1", "so that line numbers stay true"
    ),
    'bad.replace = {"lr = 0.1" = "lr = 1", "= 0.1" = "2"}': (
        "snippets/x.py:3: replacements of variant bad overlap: = 0.1", "join them"
    ),
    'bad.replace = {"lr = 0.1" = "# %% more"}': (
        "snippets/x.py:3: variant bad changes where cells begin: bad", "inside one cell"
    ),
    'bad.replace = {"lr = 0.1" = 3}': (
        "snippets/x.py:3: a replacement must be a string: 3", "write `replace ="
    ),
    'bad.replaced = {"a" = "b"}': (
        "snippets/x.py:3: a variant replaces nothing: bad", "write `replace ="
    ),
    'bad = {replace = {"lr = 0.1" = ""}, tilte = "x"}': (
        "snippets/x.py:3: unknown key of a variant: tilte", "did you mean title?"
    ),
    'bad = {replace = {"lr = 0.1" = ""}, claims = "x"}': (
        "snippets/x.py:3: claims must be a list of strings: 'x'", "write `[\"loss > 1\"]`"
    ),
    'bad = {replace = {"lr = 0.1" = ""}, title = 3}': (
        "snippets/x.py:3: title and expect_error must be strings: bad", "write"
    ),
    '"나쁜 이름".replace = {"lr = 0.1" = ""}': (
        "snippets/x.py:3: bad variant name: 나쁜 이름", "lower-case letters"
    ),
}  # fmt: skip


@pytest.mark.parametrize("declared", DECLARATIONS)
def test_bad_declaration_names_its_line_and_a_fix(declared: str) -> None:
    problem, hint = DECLARATIONS[declared]
    block = f"# /// script\n# [tool.maedeup.variants]\n# {declared}\n# ///\n"
    made, (found,) = make_variants(parse(block + CELLS))
    assert made == []
    assert str(found).startswith(problem)
    assert hint in found.hint


def test_variants_that_are_no_table_are_a_problem() -> None:
    with pytest.raises(MaedeupError, match="option variants must be a table: 'x'"):
        parse('# /// script\n# [tool.maedeup]\n# variants = "x"\n# ///\n')


def test_text_that_stands_only_in_options_or_docstring_does_not_count() -> None:
    head = '"""lr = 0.1 로 배운다."""\n'
    assert make_variants(parse(head + BLOCK + CELLS))[1] == []


def test_problem_of_a_declaration_is_told_at_each_build_while_serving(
    make_project: MakeProject,
) -> None:
    text = (BLOCK + CELLS).replace('"lr = 0.1" =', '"lr = 0.3" =')
    project = make_project(FILES | {"snippets/x.py": text})
    for _ in range(2):
        build(project)
        assert messages(project) == [
            "docs/index.md:3: unknown variant: x.py?big-step",
            "docs/index.md:7: unknown variant: x.py?big-step",
            "snippets/x.py:4: text of variant big-step not found: lr = 0.3",
        ]
    assert project.problems[0].hint == "its declaration in snippets/x.py has a problem of its own"


def test_each_variant_runs_in_a_run_of_its_own_with_its_own_receipt(built: MakeProject) -> None:
    project = built(FILES)
    assert project.problems == []
    path = "snippets/x.py"
    keys = [path, f"{path}?big-step", f"{path}?no-step"]
    assert sorted(project.ran) == keys
    assert sorted(project.results) == keys
    assert len({r.receipt.source for r in project.results.values()}) == 3
    assert len({r.receipt.snippet for r in project.results.values()}) == 3


def test_what_is_named_twice_runs_once(make_project: MakeProject) -> None:
    project = make_project(FILES)
    project.read()
    project.run(RunOptions(names=["x.py", "x.py?no-step", "x"]))
    ran = ["snippets/x.py", "snippets/x.py?big-step", "snippets/x.py?no-step"]
    assert sorted(project.ran) == ran


def test_broken_claim_does_not_end_a_variant(built: MakeProject) -> None:
    project = built(FILES)
    products = project.results[SourcePath("snippets/x.py?big-step")].products
    assert not products.failed
    assert products.values["last"].scalar == -6859.0
    page = render(project, "index.md")
    assert "“걸음을 백 배로”에서 더는 맞지 않는 주장" not in page  # -6859 is below 0.6 too
    assert "“no-step”에서 더는 맞지 않는 주장" in page
    rows = project.vault.snippets[SourcePath("snippets/x.py")].text.split("\n")
    line = rows.index('assert w < 0.6, "내려간다"') + 1
    assert f"({line}행)" in page


def test_page_shows_the_difference_and_both_results(built: MakeProject) -> None:
    page = render(built(FILES), "index.md")
    assert "<del>- lr = <mark>0.1</mark>\n</del><ins>+ lr = <mark>10.0</mark>\n</ins>" in page
    sides = re.findall(
        r'<section class="mp-side" aria-label="(.*?)".*?<code[^>]*>(.*?)</code>', page
    )
    assert sides == [
        ("원래", "0.51"), ("걸음을 백 배로", "-6859.00"), ("원래", "0.51"), ("no-step", "1.00"),
    ]  # fmt: skip
    assert re.search(r"값은 <data[^>]*>-6859</data>이고 원래는 <data[^>]*>0.5</data>이다", page)


@pytest.mark.parametrize(
    ("part", "has", "has_not"),
    [
        ("code", "mp-diff", "mp-sides"),
        ("output", "mp-sides", "mp-diff"),
        ("fold", "<summary>바뀌는 코드</summary>", "mp-broken"),
    ],
)
def test_part_of_a_comparison(built: MakeProject, part: str, has: str, has_not: str) -> None:
    page = render(
        built(FILES | {"docs/index.md": f"![[x.py#train?big-step|{part}]]\n"}), "index.md"
    )
    assert has in page
    assert has_not not in page


def test_side_asks_for_the_width_of_its_longest_line(built: MakeProject) -> None:
    text = FAILING.replace("print(n)", 'print("가나다", n)')
    files = {"docs/index.md": "![[x.py#read?fails|output]]\n", "snippets/x.py": text}
    page = render(built(files), "index.md")
    assert re.findall(r"--mp-side:(\d+)px", page) == ["98", "0"]  # (3 * 2 + 2 + 4) * 8.2


def test_figures_and_tables_stand_side_by_side(built: MakeProject) -> None:
    text = """\
        # /// script
        # [tool.maedeup.variants.twice]
        # replace = {"n = 1" = "n = 2"}
        # ///
        # %% plot
        import matplotlib.pyplot as plt
        import pandas as pd

        n = 1
        fig, ax = plt.subplots(num="line", figsize=(2, 1))
        ax.set_title(f"{n}배")
        table = pd.DataFrame({"배": [n]})
        """
    page = "![[x.py#line?twice]]\n\n![[x.py#table?twice]]\n\n![[x.py#plot?twice|figure]]\n"
    project = built({"docs/index.md": page, "snippets/x.py": text})
    assert project.problems == []
    html = render(project, "index.md")
    assert re.findall(r"<title[^>]*>(\d)배", html) == ["1", "2", "1", "2"]
    assert re.findall(r'<td class="mp-number">(\d)</td>', html) == ["1", "2"]


FAILING = """\
# /// script
# [tool.maedeup.variants.fails]
# replace = { "int(\\"7\\")" = "int(\\"칠\\")" }
# expect_error = "ValueError"
# ///
# %% read
n = int("7")
print(n)

# %% later
print(n + 1)
"""


def test_declared_failure_is_what_the_variant_shows(built: MakeProject) -> None:
    page = "![[x.py#read?fails]]\n\n![[x.py#later?fails]]\n"
    project = built({"docs/index.md": page, "snippets/x.py": FAILING})
    assert project.problems == []
    html = render(project, "index.md")
    assert html.count("<strong>ValueError</strong>") == 2  # also where it never got to
    assert "(7행)" in html


def test_undeclared_failure_is_a_problem_and_stands_on_the_page(built: MakeProject) -> None:
    text = FAILING.replace('# expect_error = "ValueError"\n', "")
    project = built({"docs/index.md": "![[x.py#read?fails]]\n", "snippets/x.py": text})
    (problem,) = project.problems
    assert str(problem).startswith("snippets/x.py:6: variant fails fails: ValueError: invalid")
    assert problem.hint == 'where it is meant to fail so, declare `expect_error = "ValueError"`'
    assert "<strong>ValueError</strong>" in render(project, "index.md")


def test_variant_that_does_not_fail_as_declared_is_a_problem(built: MakeProject) -> None:
    text = FAILING.replace("칠", "8")
    project = built({"docs/index.md": "![[x.py#read?fails]]\n", "snippets/x.py": text})
    assert messages(project) == [
        "snippets/x.py:1: variant fails fails: NoError: "
        "the options say `expect_error`, yet all cells ran: ValueError"
    ]


@pytest.mark.parametrize(
    ("claim", "why"),
    [
        ("n == 8", ""),
        ("n == 9", "n == 9"),
        ("m == 8", "m == 8 (NameError: name 'm' is not defined)"),
    ],
)
def test_what_a_variant_claims_must_hold(built: MakeProject, claim: str, why: str) -> None:
    text = FAILING.replace("칠", "8").replace(
        'expect_error = "ValueError"', f'claims = ["{claim}"]'
    )
    project = built({"docs/index.md": "![[x.py#read?fails]]\n", "snippets/x.py": text})
    expected = f"snippets/x.py:4: variant fails fails: BrokenClaim: {why}"
    assert messages(project) == ([expected] if why else [])


def test_claim_that_changes_runs_the_variant_again(built: MakeProject) -> None:
    text = FAILING.replace("칠", "8").replace('expect_error = "ValueError"', 'claims = ["n == 8"]')
    project = built({"docs/index.md": "![[x.py#read?fails]]\n", "snippets/x.py": text})
    assert again(project, "n == 8", "n > 7").ran == ["snippets/x.py?fails"]


def test_claim_inside_a_function_ends_the_variant_and_is_no_problem(built: MakeProject) -> None:
    text = """\
        # /// script
        # [tool.maedeup.variants.low]
        # replace = {"x = 1" = "x = -1"}
        # ///
        # %% a
        def check(v):
            assert v > 0, "양수"
        x = 1
        check(x)
        print("뒤")
        """
    project = built({"docs/index.md": "![[x.py#a?low]]\n", "snippets/x.py": text})
    assert project.problems == []
    assert "<strong>AssertionError</strong> 양수" in render(project, "index.md")


STALE = {
    "a cell": ("w = 1.0", "w = 2.0", ["", "?big-step", "?no-step"]),
    "a replacement": ('"lr = 10.0"', '"lr = 20.0"', ["?big-step"]),
    "a title": ("걸음을 백 배로", "백 배", []),
    "a comment": ("# %% end", "# %% end\n# 끝", []),
    "a declared failure": ("# title", '# expect_error = "ValueError"\n# title', ["?big-step"]),
}


@pytest.mark.parametrize("name", STALE)
def test_only_the_runs_that_a_change_touches_are_stale(built: MakeProject, name: str) -> None:
    old, new, expected = STALE[name]
    # A broken claim shows its line, so such a run would count every character of the file.
    text = (BLOCK + CELLS).replace('assert w < 0.6, "내려간다"\n', "")
    other = again(built(FILES | {"snippets/x.py": text}), old, new)
    assert [path.removeprefix("snippets/x.py") for path in sorted(other.ran)] == expected


def test_comment_reruns_a_variant_whose_broken_claim_names_a_line(built: MakeProject) -> None:
    other = again(built(FILES), "# %% train", "# 배운다.\n# %% train")
    assert other.ran == ["snippets/x.py?no-step"]


def test_replaced_text_that_changes_changes_the_page(built: MakeProject) -> None:
    project = built(FILES)
    before = render(project, "index.md")
    other = again(project, '"lr = 10.0"', '"lr = 20.0"')
    after = render(other, "index.md")
    assert "<ins>+ lr = <mark>20.0</mark>" in after
    assert "-6859.00" in before
    assert "-59319.00" in after
    assert "-6859" not in after


def test_frozen_build_names_a_stale_variant(built: MakeProject) -> None:
    project = built(FILES)
    again(project)
    file = project.root / "snippets/x.py"
    file.write_text(file.read_text("utf-8").replace('"lr = 10.0"', '"lr = 9.0"'), "utf-8")
    other = Project(project.settings)
    build(other, RunOptions(frozen=True))
    assert messages(other)[0].startswith(
        "snippets/x.py:1: variant big-step stale while frozen: the code changed"
    )


REFERENCES = {
    "![[x.py#train?big]]": "docs/index.md:1: unknown variant: x.py?big",
    "![[x.py#trian?big-step]]": "docs/index.md:1: unknown cell, figure or value: x.py#trian",
    "![[x.py#train?big-step|png]]": "docs/index.md:1: unknown part: png",
    "그것은 ![[x.py#train?big-step]]이다": "docs/index.md:1: embed inside a line: "
    "![[x.py#train?big-step]]",
    "값 ![[x.py#last?big-step|d]]": "docs/index.md:1: x.py#last does not take this format",
}


@pytest.mark.parametrize("text", REFERENCES)
def test_bad_reference_to_a_variant_is_a_problem(built: MakeProject, text: str) -> None:
    project = built(FILES | {"docs/index.md": f"{text}\n"})
    assert any(message.startswith(REFERENCES[text]) for message in messages(project))


def test_variant_that_no_note_shows_is_a_problem(built: MakeProject) -> None:
    project = built(FILES | {"docs/index.md": "![[x.py#train?big-step]]\n"})
    assert messages(project) == ["snippets/x.py:1: unused variant: no-step"]


def test_link_to_a_comparison_leads_to_it(built: MakeProject) -> None:
    page = "[[x.py#train?big-step]]을(를) 보라.\n\n![[x.py#train?big-step]]\n"
    html = render(built(FILES | {"docs/index.md": page}), "index.md")
    assert '<a href="#x-train--big-step" class="mp-link">걸음을 백 배로</a>를 보라' in html
    assert 'id="x-train--big-step"' in html


def test_script_by_hand_runs_the_original_alone(built: MakeProject) -> None:
    project = built(FILES)
    result = project.results[SourcePath("snippets/x.py")].products
    assert [p.text for p in result.cells["train"]] == ["0.51\n"]  # type: ignore[union-attr]


def test_command_line_runs_and_explains_one_variant(
    make_project: MakeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    project = make_project(FILES)
    root = str(project.root)
    assert main(["--root", root, "run", "x.py?big-step"]) == 0
    assert "1 run" in capsys.readouterr().out
    assert main(["--root", root, "why", "x.py"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "snippets/x.py: stale",
        "  it has never run to its end",
        "snippets/x.py?big-step: fresh",
        "snippets/x.py?no-step: stale",
        "  it has never run to its end",
    ]
    assert main(["--root", root, "run", "x.py?big-stap"]) == 1
    assert "did you mean x.py?big-step?" in capsys.readouterr().err


pytest_plugins = ["pytester"]


def test_each_variant_is_a_test(pytester: pytest.Pytester, make_project: MakeProject) -> None:
    text = FAILING.replace('# expect_error = "ValueError"\n', "")
    project = make_project({"docs/index.md": "![[x.py#read?fails]]\n", "snippets/x.py": text})
    result = pytester.runpytest_subprocess(
        f"--rootdir={project.root}", "--maedeup",
        str(Path(project.root, "snippets")),
    )  # fmt: skip
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*snippets/x.py:6: variant fails fails: ValueError*"])


WHOLE = """\
# /// script
# [tool.maedeup.variants.more]
# title = "더 크게"
# replace = { "n = 1" = "n = 2" }
#
# [tool.maedeup.variants.fails]
# replace = { "print(n)" = "print(n / 0)" }
# expect_error = "ZeroDivisionError"
# ///
# %% setup
n = 1
# %% same
print("같다")
# %% differs
print(n)
# %% end
print("끝")
"""


def test_whole_snippet_shows_each_difference_in_its_place_and_the_same_once(
    built: MakeProject,
) -> None:
    project = built({"docs/index.md": "![[x.py?more]]\n\n[[x.py?more]]\n", "snippets/x.py": WHOLE})
    assert messages(project) == ["snippets/x.py:1: unused variant: fails"]
    page = render(project, "index.md")
    assert page.count("mp-diff") == 1
    assert page.count("같다") == 2  # code and output
    assert page.count("mp-sides") == 1
    sides = re.findall(
        r'<section class="mp-side" aria-label="(.*?)".*?<code[^>]*>(.*?)</code>', page
    )
    assert sides == [("원래", "1"), ("더 크게", "2")]
    assert page.index("mp-diff") < page.index("같다") < page.index("mp-sides") < page.index("끝")
    twin = Twin(project.web, "index.md").note(project.notes["index.md"])
    assert [twin.count(f"text\n{made}\n") for made in ("같다", "1", "2", "끝")] == [1, 1, 1, 1]
    assert 'id="x---more"' in page
    assert '<a href="#x---more" class="mp-link">더 크게</a>' in page


def test_whole_variant_that_fails_shows_the_failure_once(built: MakeProject) -> None:
    page = "![[x.py?fails|output]]\n\n![[x.py?more|code]]\n"
    project = built({"docs/index.md": page, "snippets/x.py": WHOLE})
    assert project.problems == []
    html = render(project, "index.md")
    assert html.count("<strong>ZeroDivisionError</strong>") == 1
    assert html.count("여기까지 실행되지 않는다.") == 1
    assert html.count("mp-diff") == 1
    assert html.count("mp-sides") == 2


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("![[x.py?more|big]]", "docs/index.md:1: unknown part: big"),
        ("![[x.py?moer]]", "docs/index.md:1: unknown variant: x.py?moer"),
        ("글 ![[x.py?more]]", "docs/index.md:1: embed inside a line: ![[x.py?more]]"),
        ("![[왜 x.py인가?]]", "docs/index.md:1: unknown note: 왜 x.py인가?"),
    ],
)
def test_wrong_embed_of_a_whole_variant_is_told(
    built: MakeProject, page: str, expected: str
) -> None:
    project = built({"docs/index.md": f"{page}\n", "snippets/x.py": WHOLE})
    assert expected in messages(project)
