"""The number guard: typed numbers of a note against the values of the snippets that it shows."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from maedeup.check.typed_numbers import find_numbers
from maedeup.edit.bind import list_typed_values
from maedeup.hosts.cli import main
from maedeup.notes.note import parse_note
from maedeup.text.paths import SourcePath

from tests.project import Project, RunOptions, build, load_settings

from .conftest import SITE, MakeProject, messages, render, write_files

SNIPPET = """\
# %% a
half = 0.5
accuracy = half + 0.453
n_params = 7_885_000 + 898
tiny = half / 500
gap = 0.1 - half * 2.5
top_error = 100 * half - 12.6667
shown = 0.731
print(f"{shown:.3f}", 0.1234)
"""


def numbers(text: str, front: str = "") -> list[str]:
    head = f"---\n{front}\n---\n" if front else ""
    return [n.text for n in find_numbers(parse_note(SourcePath("docs/x.md"), "x.md", head + text))]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault whose snippet has run once for all."""
    root = tmp_path_factory.mktemp("base")
    files = {"mkdocs.yml": SITE, "snippets/x.py": SNIPPET}
    write_files(root, files | {"docs/index.md": "![[x.py]]\n"})
    assert build(Project(load_settings(root))) == []
    return root


@pytest.fixture
def vault(base: Path, tmp_path: Path) -> Callable[[str], Project]:
    """Return the vault with that text in its note, built without a run."""

    def make(text: str) -> Project:
        root = Path(shutil.copytree(base, tmp_path / "vault"))
        (root / "docs/index.md").write_text(text, "utf-8")
        project = Project(load_settings(root))
        build(project, RunOptions(frozen=True))
        return project

    return make


Vault = Callable[[str], Project]


# --- what is a typed number ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "value", "ulp"),
    [
        ("0.953", 0.953, 0.001),
        ("95.3%", 95.3, 0.1),
        ("95%", 95, 1),
        ("95퍼센트", 95, 1),
        ("1e-3", 0.001, 0.001),
        ("1.2e+05", 1.2e5, 1e4),
        ("7,885,898", 7885898, 1),
        ("-0.25", -0.25, 0.01),
        ("−0.25", -0.25, 0.01),
        ("78만", 780_000, 10_000),
        ("788만 5천", 7_885_000, 1_000),
        ("7.9백만", 7_900_000, 100_000),
        ("6천만", 60_000_000, 10_000_000),
        ("7.89M", 7_890_000, 10_000),
        ("열두", 12, 1),
        ("스물다섯", 25, 1),
        ("이십오만", 250_000, 10_000),
    ],
)
def test_number_is_read_with_the_worth_of_its_last_place(
    typed: str, value: float, ulp: float
) -> None:
    note = parse_note(SourcePath("docs/x.md"), "x.md", f"값은 {typed} 개이다.\n")
    (number,) = find_numbers(note)
    assert (number.text, number.value) == (typed, pytest.approx(value))
    assert number.ulp == pytest.approx(ulp)


@pytest.mark.parametrize(
    "text",
    [
        "`0.953`과 $0.953$과 $$0.953$$",
        "```text\n0.953\n```",
        "<!-- 0.953 -->",
        "[[relu|0.953]] ![[x.py#a|.3f]] [0.953](http://x/0.953) https://x/0.953",
        "# 0.953\n\n## 12.1 제목",
        '??? correction "바로잡음: 정확도가 0.953이다"\n',
        "흔히 “0.953이다”라고 쓴다.",
        "2015년, He 등(2015), 1998년의 논문, 2024-05-17",
        "32×32, 3 × 224, 60 : 20 : 20, 784-64-10, ResNet-152, VGG16, L12, 11/16",
        "제12장, 그림 12, 12번째, 19쪽, 15주차, 32비트, 180도 ",
        "scikit-learn 1.25, 파이토치 2.11, torch 2.11.3",
        "12. 열두째 항목",
        "0부터 10까지, 하나, 둘, 열 개",
        "5만큼, 0만 배운, 백만",
        '<img width="953" alt="0.953">',
        "[^12]",
    ],
)
def test_what_states_no_result_is_no_typed_number(text: str) -> None:
    assert numbers(text + "\n") == []


def test_text_of_lists_tables_and_quotations_is_prose_too() -> None:
    text = "- 0.951\n\n| 값 |\n|---|\n| 0.952 |\n\n> 0.953\n\n!!! note\n    0.954\n"
    assert numbers(text) == ["0.951", "0.952", "0.953", "0.954"]


def test_author_exempts_a_number_a_line_a_paragraph_or_a_note() -> None:
    assert numbers("0.951<!-- typed --> 그리고 0.952이다.\n") == ["0.952"]
    assert numbers("0.951과 0.952이다. <!-- typed -->\n0.953\n") == ["0.953"]
    assert numbers("0.950\n\n0.951\n0.952\n<!-- typed -->\n\n0.953\n") == ["0.950", "0.953"]
    assert numbers("0.951\n", "typed: true") == []
    assert numbers("0.950과 97%와 12%와 12\n", "typed: [0.95, 12%]") == ["97%", "12"]


def test_exemption_that_is_neither_true_nor_a_list_is_told(built: MakeProject) -> None:
    found = messages(built({"docs/index.md": "---\ntitle: 홈\ntyped: 97%\n---\n글\n"}))
    assert found == ["docs/index.md:3: typed is no list: '97%'"]


# --- what repeats a value -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("맞힌 비율은 0.953이다.", ["0.953 (x.py#accuracy = 0.953)"]),
        ("맞힌 비율은 95.3%이다.", ["95.3% (x.py#accuracy = 0.953)"]),
        ("맞힌 비율은 95%이다.", ["95% (x.py#accuracy = 0.953)"]),
        ("배울 수는 7,885,898개다.", ["7,885,898 (x.py#n_params = 7,885,898)"]),
        ("배울 수는 789만 개다.", ["789만 (x.py#n_params = 7,885,898)"]),
        ("배울 수는 788만 6천 개다.", ["788만 6천 (x.py#n_params = 7,885,898)"]),
        ("아주 작은 1e-3이다.", ["1e-3 (x.py#tiny = 0.001)"]),
        ("차이는 -1.15이다.", ["-1.15 (x.py#gap = -1.15)"]),
        ("틀린 것은 37.3%이다.", ["37.3% (x.py#top_error = 37.3333)"]),
        ("모두95.3퍼센트다.", ["95.3퍼센트 (x.py#accuracy = 0.953)"]),
        ("반은 0.5이고 12.5와 64와 0.9이다.", []),
    ],
)
def test_number_that_a_value_rounds_to_is_listed(
    vault: Vault, sentence: str, found: list[str]
) -> None:
    lines = list_typed_values(vault(f"![[x.py]]\n\n{sentence}\n").web)
    assert [line.partition("gives: ")[2] for line in lines] == found


def test_check_lists_typed_values_as_notices_and_passes(
    built: MakeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {"snippets/x.py": SNIPPET, "docs/index.md": "![[x.py]]\n\n비율은 95.3%이다.\n"}
    project = built(files)
    assert project.problems == []
    assert main(["--root", str(project.root), "check"]) == 0
    said = "docs/index.md:3: typed number that a value gives: 95.3% (x.py#accuracy = 0.953)"
    assert said in capsys.readouterr().err.splitlines()


def test_values_of_a_snippet_that_the_note_does_not_show_do_not_count(built: MakeProject) -> None:
    files = {"snippets/x.py": SNIPPET, "docs/index.md": "![[x.py]] [[b]]\n"}
    project = built(files | {"docs/b.md": "정확도는 97%이고 0.952이고 0.953이다.\n"})
    assert list(list_typed_values(project.web)) == []
    assert [m for m in messages(project) if "typed" in m] == []


# --- what contradicts a value -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("정확도 97%를 얻었다.", "97% is not 0.953 (x.py#accuracy)"),
        ("정확도는 97%이다.", "97% is not 0.953 (x.py#accuracy)"),
        ("그래서 정확도가 0.97이다.", "0.97 is not 0.953 (x.py#accuracy)"),
        ("97%의 정확도를 얻었다.", "97% is not 0.953 (x.py#accuracy)"),
        ("정확도(97%)가 높다.", "97% is not 0.953 (x.py#accuracy)"),
        ("맞힌 비율은 95.2%이다.", "95.2% is not 0.953 (x.py#accuracy)"),
        ("맞힌 비율은 0.952이다.", "0.952 is not 0.953 (x.py#accuracy)"),
        ("틀린 것은 37.2%이다.", "37.2% is not 37.3333 (x.py#top_error)"),
        ("수는 7,885,899개다.", "7,885,899 is not 7,885,898 (x.py#n_params)"),
        ("파라미터는 780만 개다.", "780만 is not 7,885,898 (x.py#n_params)"),
        ("정확도는 90%이다.", "90% is not 0.953 (x.py#accuracy)"),
        ("97% 정확도를 얻었다.", "97% is not 0.953 (x.py#accuracy)"),
        ("The accuracy is 97%.", "97% is not 0.953 (x.py#accuracy)"),
        ("It has 97% accuracy.", "97% is not 0.953 (x.py#accuracy)"),
        ("It has 7,785,898 parameters.", "7,785,898 is not 7,885,898 (x.py#n_params)"),
        ("- 정확도: 97%", "97% is not 0.953 (x.py#accuracy)"),
    ],
)
def test_number_that_no_rounding_gives_is_an_error(vault: Vault, sentence: str, said: str) -> None:
    found = messages(vault(f"![[x.py]]\n\n{sentence}\n"))
    assert found == [f"docs/index.md:3: typed number contradicts a value: {said}"]


@pytest.mark.parametrize(
    "sentence",
    [
        "정확도는 95%이다.",
        "정확도는 95.3%이다.",
        "정확도가 97%를 넘으면 좋다.",
        "정확도는 97% 이상이다.",
        "정확도가 97%라면 다르다.",
        "정확도는 97% 정도이다.",
        "논문의 정확도는 97%이다.",
        "흔히 정확도는 97%라고 쓴다.",
        "그 모델의 정확도는 97%이다.",  # whose it is, nobody can tell
        "훈련 정확도는 97%이다.",
        "정확도는 50%이다.",
        "In the paper the accuracy is 97%.",
        "정확도가 97% 포인트 다르다.",
        "값은 0.731과 0.123과 0.7310이다.",  # printed
        "값은 12.7과 100.1이다.",
        "정확도는 97%이다. <!-- typed -->",
        "`정확도는 97%`이고 $0.952$이다.",
        "파라미터는 138M개다.",  # another model's
    ],
)
def test_number_that_may_mean_something_else_is_no_error(vault: Vault, sentence: str) -> None:
    assert messages(vault(f"![[x.py]]\n\n{sentence}\n")) == []


def test_name_that_stands_before_a_bound_value_names_the_variable(built: MakeProject) -> None:
    code = "# %% a\nq = 0.5 + 0.41\nr = 0.5 + 0.31  # 재현율\n"
    text = "시험 정확도는 ![[x.py#q|.0%]]이다.\n\n시험 정확도는 97%이다.\n재현율은 97%이다.\n"
    found = messages(built({"snippets/x.py": code, "docs/index.md": text}))
    assert [line.partition("value: ")[2] for line in found] == [
        "97% is not 0.91 (x.py#q)",
        "97% is not 0.81 (x.py#r)",
    ]


def test_contradiction_in_a_lab_names_its_line(built: MakeProject) -> None:
    lab = "# %% [markdown]\n# # 실습\n#\n# 정확도는 97%이다.\n# %% go\naccuracy = 0.5 + 0.453\n"
    project = built({"snippets/labs/lab-x.py": lab, "docs/index.md": "[[lab-x]]\n"})
    assert messages(project) == [
        "snippets/labs/lab-x.py:4: typed number contradicts a value: "
        "97% is not 0.953 (lab-x.py#accuracy)"
    ]


# --- bind ---------------------------------------------------------------------------------------


def bind(project_of: MakeProject, text: str, code: str) -> str:
    project = project_of({"snippets/x.py": code, "docs/index.md": text})
    assert main(["--root", str(project.root), "bind", "index"]) == 0
    return (project.root / "docs/index.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("typed", "bound"),
    [
        ("비율은 95.3%이다.", "비율은 ![[x.py#accuracy|.1%]]이다."),
        ("비율은 95.3%다.", "비율은 ![[x.py#accuracy|.1%]](이)다."),
        ("비율은 95%였다.", "비율은 ![[x.py#accuracy|.0%]](이)었다."),
        ("비율 95.30%를 얻는다.", "비율 ![[x.py#accuracy|.2%]]을(를) 얻는다."),
        ("비율 0.953은 높다.", "비율 ![[x.py#accuracy|.3f]]은(는) 높다."),
        ("비율 0.9530은 높다.", "비율 ![[x.py#accuracy|.4f]]은(는) 높다."),
        ("비율은 0.953으로 높다.", "비율은 ![[x.py#accuracy|.3f]](으)로 높다."),
        ("비율은 0.953까지 높다.", "비율은 ![[x.py#accuracy|.3f]]까지 높다."),
        ("비율이 0.953이므로 높다.", "비율이 ![[x.py#accuracy|.3f]]이므로 높다."),
        ("비율 0.953이 높다.", "비율 ![[x.py#accuracy|.3f]]이(가) 높다."),
        ("비율 95.3%가 높다.", "비율 ![[x.py#accuracy|.1%]]이(가) 높다."),
        ("0.953과 같다.", "![[x.py#accuracy|.3f]]과(와) 같다."),
        ("7,885,898개를 배운다.", "![[x.py#n_params|,]]개를 배운다."),
        ("789만 개를 배운다.", "![[x.py#n_params|만]] 개를 배운다."),
        ("7885898개를 배운다.", "![[x.py#n_params]]개를 배운다."),
        ("차이는 -1.15이다.", "차이는 ![[x.py#gap|.2f]]이다."),
        ("틀린 것은 37.33이다.", "틀린 것은 ![[x.py#top_error|.2f]]이다."),
        ("틀린 것은 37.3%가 된다.", "틀린 것은 ![[x.py#top_error|.1f]]%가 된다."),
        ("틀린 것은 37.3 퍼센트다.", "틀린 것은 ![[x.py#top_error|.1f]] 퍼센트다."),
        ("| 값 |\n|---|\n| 0.9530 |", "| 값 |\n|---|\n| ![[x.py#accuracy\\|.4f]] |"),
    ],
)
def test_bind_writes_a_reference_that_shows_the_same_sentence(
    vault: Vault, typed: str, bound: str
) -> None:
    before = f"---\ntitle: '95.3%'\n---\n\n![[x.py]]\n\n`95.3%` {typed}\n"
    if typed.startswith("|"):
        before = before.replace("`95.3%` ", "")
    root = vault(before).root
    assert main(["--root", str(root), "bind", "index"]) == 0
    assert (root / "docs/index.md").read_text("utf-8") == before.replace(typed, bound)
    assert build(Project(load_settings(root)), RunOptions(frozen=True)) == []


def test_bound_sentence_reads_as_the_typed_one_did(built: MakeProject) -> None:
    text = "![[x.py]]\n\n비율 0.953은 95.3%이며 95%를 0.953과 0.9530으로 "
    text += "95.3%가 95.3%라서 95.3%여서.\n"

    def words(html: str) -> str:
        return re.sub(r"<[^>]+>", "", html)

    project = built({"snippets/x.py": SNIPPET, "docs/index.md": text})
    before = words(render(project, "index.md")).splitlines()[-1]
    main(["--root", str(project.root), "bind", "index"])
    build(project)
    assert project.notes["index.md"].body.count("![[x.py#accuracy") == 8
    assert words(render(project, "index.md")).splitlines()[-1] == before


def test_bind_leaves_what_several_values_or_no_format_give(
    built: MakeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    code = "# %% a\na = 0.5 + 0.453\nb = 0.953\nn = 78 * 10_000 + 4_000\n"
    text = "![[x.py]]\n\n0.953이고 78만 4천 개다.\n"
    assert bind(built, text, code) == text
    out = capsys.readouterr().out.splitlines()
    assert out == [
        "docs/index.md:3: left as it is: 0.953 (one of ![[x.py#a|.3f]] ![[x.py#b|.3f]])",
        "docs/index.md:3: left as it is: 78만 4천 (no format prints it so: x.py#n = 784,000)",
        "docs/index.md: 0 numbers bound, 2 left",
    ]


def test_bind_takes_the_one_variable_that_is_called_so(built: MakeProject) -> None:
    code = "# %% a\naccuracy = 0.5 + 0.453\nb = 0.953\n"
    text = "![[x.py]]\n\n정확도는 0.953이다.\n"
    assert bind(built, text, code) == text.replace("0.953", "![[x.py#accuracy|.3f]]")


def test_bind_of_a_whole_number_beyond_floats_is_exact(built: MakeProject) -> None:
    code = "# %% a\nn = 9_007_199_254_740_992 + 3\n"
    text = "![[x.py]]\n\n9007199254740995와 9007199254740996이다.\n"
    bound = text.replace("9007199254740995와", "![[x.py#n]]과(와)")
    assert bind(built, text, code) == bound


def test_bind_never_takes_a_name_that_leads_elsewhere(built: MakeProject) -> None:
    code = (
        "# %% a\nimport matplotlib.pyplot as plt\nplt.figure('q'); plt.plot([1])\nq = 0.5 + 0.453\n"
    )
    text = "![[x.py]]\n\n0.953이다.\n"
    assert bind(built, text, code) == text


def test_bind_shows_the_difference_and_a_dry_run_writes_nothing(
    built: MakeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "![[x.py]]\n\n비율은 95.3%이다.\n"
    project = built({"snippets/x.py": SNIPPET, "docs/index.md": text})
    assert main(["--root", str(project.root), "bind", "--dry-run", "index"]) == 0
    assert (project.root / "docs/index.md").read_text("utf-8") == text
    assert capsys.readouterr().out.splitlines() == [
        "--- docs/index.md", "+++ docs/index.md", "@@ -3 +3 @@",
        "-비율은 95.3%이다.", "+비율은 ![[x.py#accuracy|.1%]]이다.",
        "docs/index.md: 1 numbers bound, 0 left",
    ]  # fmt: skip


def test_bind_keeps_line_ends_and_byte_order_mark(built: MakeProject) -> None:
    raw = "\ufeff---\r\ntitle: 홈\r\n---\r\n![[x.py]]\r\n\r\n비율은 95.3%이다.\r\n".encode()
    project = built({"snippets/x.py": SNIPPET, "docs/index.md": raw})
    main(["--root", str(project.root), "bind", "index"])
    after = (project.root / "docs/index.md").read_bytes()
    assert after == raw.replace("95.3%이다".encode(), "![[x.py#accuracy|.1%]]이다".encode())


def test_bind_keeps_the_comment_form_of_a_lab(built: MakeProject) -> None:
    lab = (
        "# %% [markdown]\n# # 실습\n#\n# 비율은 0.953이고 95%를 넘는다.\n"
        "#   둘째 0.953.\n# %% go\nquality = 0.5 + 0.453\n"
    )
    project = built({"snippets/labs/lab-x.py": lab, "docs/index.md": "[[lab-x]]\n"})
    main(["--root", str(project.root), "bind", "lab-x"])
    value = "![[lab-x.py#quality|.3f]]"
    assert (project.root / "snippets/labs/lab-x.py").read_text("utf-8") == (
        lab.replace("0.953이고 95%를", f"{value}이고 ![[lab-x.py#quality|.0%]]을(를)")
        .replace("둘째 0.953", f"둘째 {value}")
    )  # fmt: skip


def test_bind_of_an_unknown_note_suggests_one(
    built: MakeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    root = built({"docs/index.md": "글 [[relu]]\n", "docs/relu.md": "글\n"}).root
    assert main(["--root", str(root), "bind", "relo"]) == 1
    assert "hint: did you mean relu?" in capsys.readouterr().err
