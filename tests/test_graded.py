"""Checks with a severity: what each finds, and how mkdocs.yml sets it."""

import json
from pathlib import Path

import pytest
from maedeup.hosts.cli import main

from tests.project import Project

from .conftest import Files, MakeProject

pytestmark = pytest.mark.usefixtures("shared_results")

GOOD = "**가**는 [[b]]의 반대이다.\n"
FILES: Files = {
    "docs/index.md": "# 홈\n\n[[a]] [[b]]\n",
    "docs/a.md": GOOD,
    "docs/b.md": "**나**는 [[a]]의 반대이다.\n",
}


def found(project: Project) -> list[tuple[str, str, str]]:
    """Return path, check and value of what the graded checks found."""
    rows = [*project.problems, *project.warnings]
    return [(f"{p.path}:{p.line}", p.code, p.value) for p in rows]


@pytest.mark.parametrize(
    ("text", "check", "value"),
    [
        ("**가**는 홀로이다.\n", "dead-end", "a"),
        ("[[later]]은 **언젠가** 온다.\n", "dead-end", "a"),
        ("가는 [[b]]이다. 둘째 문장.\n", "no-claim", "가는 b이다."),
        ("## 절\n\n[[b]]\n", "no-claim", "b"),
        ("**가**는 [[b]]이다.\n**다**란 다른 것이다.\n", "two-claims", "가, 다"),
        ("**가**(ga)는 [[b]]이다. **다**(da)은(는) 것이다.\n", "two-claims", "가, 다"),
        (GOOD + "\n" + "낱말 " * 900, "too-long", "903 words, 900 at most"),
        ("---\ntags: [합성곱, 한번]\n---\n" + GOOD, "single-tag", "한번"),
    ],
)
def test_fault_is_a_warning_with_its_place(
    built: MakeProject, text: str, check: str, value: str
) -> None:
    tagged = {"docs/b.md": "---\ntags: [합성곱]\n---\n**나**는 [[a]]이다.\n"}
    tags = tagged if "tags" in text else {}
    project = built(FILES | tags | {"docs/a.md": text, "docs/planned.yml": "later: 나중\n"})
    assert project.problems == []
    (place, name, told) = found(project)[0]
    assert (place.partition(":")[0], name, told) == ("docs/a.md", check, value)
    assert len(found(project)) == 1
    assert project.warnings[0].hint


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        "**가**는 [[b]]이고, **다**는 그 반대이다.\n",
        "---\ntitle: 가와 다\n---\n**가**는 [[b]]이다.\n**다**는 다르다.\n",
        "**가**는 [[b]]이다.\n그래서 **다**가 생긴다.\n",
        GOOD + "\n```text\n" + "낱말 " * 900 + "\n```\n",
        "---\nkind: map\n---\n길은 [[b]]로 간다.\n",
        "---\nkind: guide\n---\n안내.\n",
    ],
)
def test_good_note_is_told_nothing(built: MakeProject, text: str) -> None:
    assert found(built(FILES | {"docs/a.md": text})) == [] or "guide" in text


GLOSSARY = """\
---
kind: guide
---
| 용어 | 뜻 | 쓰지 않는 말 |
|---|---|---|
| 레이블 | 라벨은 그림의 이름이다 | 이름표, 라벨 |
| 표본 | | |
"""


def test_word_to_avoid_is_told_with_the_term_of_the_glossary(built: MakeProject) -> None:
    text = GOOD + "\n이름표를 붙인다.\n[[b|라벨]]도 이름표이다.\n"
    project = built(FILES | {"docs/a.md": text, "docs/glossary.md": GLOSSARY})
    told = [problem for problem in project.warnings if problem.code == "spelling"]
    assert [f"{p.path}:{p.line}: {p.value}" for p in told] == [
        "docs/a.md:3: 이름표", "docs/a.md:4: 라벨", "docs/a.md:4: 이름표",
    ]  # fmt: skip
    assert {problem.hint for problem in told} == {"write 레이블"}


@pytest.mark.parametrize(
    "text",
    [
        "“이름표”라는 글이 있다.\n",
        "`라벨`은 코드이다.\n",
        "라벨링은 다른 말이다.\n",
        '??? correction "바로잡음: 이름표"\n    레이블이다.\n',
        "[[라벨|레이블]]로 간다.\n",
    ],
)
def test_word_that_is_another_or_anothers_is_not_avoided(built: MakeProject, text: str) -> None:
    files = {"docs/a.md": GOOD + "\n" + text, "docs/glossary.md": GLOSSARY}
    assert [check for _, check, _ in found(built(FILES | files)) if check == "spelling"] == []


def with_checks(built: MakeProject, checks: str, **files: str) -> Project:
    config = f"site_name: t\nnav: [index.md]\nplugins:\n  - maedeup:\n      checks:\n{checks}"
    if not checks.lstrip().startswith("- "):
        config += "        profile: strict\n"
    return built(FILES | {"mkdocs.yml": config, "docs/a.md": "가는 [[b]]이다.\n"} | files)


@pytest.mark.parametrize("value", ["off", "'off'", "false"])
def test_check_is_turned_off(built: MakeProject, value: str) -> None:
    assert found(with_checks(built, f"        no-claim: {value}\n")) == []


def test_warning_becomes_an_error(built: MakeProject) -> None:
    project = with_checks(built, "        no-claim: error\n")
    assert [str(p) for p in project.problems] == [
        "docs/a.md:1: no claim: 가는 b이다.\n\n"
        "hint: begin with what it claims, its term in bold: `**ReLU** …`"
    ]


def test_error_becomes_a_warning(built: MakeProject) -> None:
    project = with_checks(built, "        orphan: warning\n", **{"docs/c.md": GOOD})
    assert project.problems == []
    assert [p.code for p in project.warnings] == ["no-claim", "orphan"]


def test_limit_of_words_is_set(built: MakeProject) -> None:
    project = with_checks(built, "        max-words: 2\n", **{"docs/a.md": GOOD})
    assert [p.value for p in project.warnings] == ["3 words, 2 at most"] * 2


@pytest.mark.parametrize(
    ("checks", "message"),
    [
        ("        dead-ends: off\n", "mkdocs.yml:6: unknown check: dead-ends\n\nhint: did you"),
        ("        orphan: eror\n", "mkdocs.yml:6: unknown severity of orphan: eror\n\nhint: did"),
        ("        orphan: on\n", "mkdocs.yml:6: unknown severity of orphan: True"),
        ("        max-words: many\n", "mkdocs.yml:6: max-words is no positive number: many"),
        ("        - orphan\n", "mkdocs.yml:5: checks is no table: ['orphan']"),
    ],
)
def test_wrong_setting_is_told_with_its_line(built: MakeProject, checks: str, message: str) -> None:
    (problem,) = with_checks(built, checks).problems
    assert str(problem).startswith(message)


def test_check_prints_json_with_stable_fields(
    built: MakeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    root: Path = built(FILES | {"docs/a.md": "가는 [[b]]이다.\n\n[[c]]\n"}).root
    assert main(["--root", str(root), "check", "--json"]) == 1
    rows = json.loads(capsys.readouterr().out)
    assert [list(row) for row in rows] == [
        ["code", "path", "line", "check", "severity", "problem", "value", "hint"]
    ] * 2
    assert [(row["line"], row["code"], row["severity"]) for row in rows] == [
        (1, "no-claim", "warning"),
        (3, "unknown-note", "error"),
    ]


def test_warning_alone_fails_nothing(
    built: MakeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    root = built(FILES | {"docs/a.md": "가는 [[b]]이다.\n"}).root
    assert main(["--root", str(root), "check"]) == 0
    captured = capsys.readouterr()
    assert "docs/a.md:1: no claim: 가는 b이다." in captured.err
    assert captured.out.endswith("0 problems, 1 warnings\n")


# --- particles ----------------------------------------------------------------------------------

VALUES = "# %%\nn = 388\nloss = 0.055\nmlp = 0.5\n"


def misfits(built: MakeProject, text: str, **files: str) -> list[tuple[str, str, str, str]]:
    """Return place, check, value and hint of each wrong particle, in a note of its own."""
    notes = {"docs/relu.md": "---\ntitle: 렐루\n---\n[[a]]\n", "docs/pca.md": "# 주성분 분석\n"}
    files = {"snippets/x.py": VALUES, "docs/planned.yml": "later: 활성화 함수\n"} | files
    project = built(FILES | notes | files | {"docs/a.md": f"{GOOD}\n{text}\n"})
    rows = [*project.problems, *project.warnings]
    return [
        (f"{p.path}:{p.line}", p.code, p.value, p.hint.split(",")[0])
        for p in rows
        if p.problem == "wrong particle"
    ]


@pytest.mark.parametrize(
    ("text", "value", "fitting"),
    [
        ("[[relu]]이 없으면", "렐루이", "가"),
        ("[[relu|ReLU]]은 꺾인다.", "ReLU은", "는"),
        ("[[later]]으로, 그리고", "활성화 함수으로", "로"),
        ("[[pca]]로는 모자라다.", "주성분 분석로는", "으로는"),
        ("[[pca]]다.", "주성분 분석다", "이다"),
        ("[[pca]]라는 것", "주성분 분석라는", "이라는"),
        ("[[pca]]였다.", "주성분 분석였다", "이었다"),
        ("[[relu]]이란 무엇인가", "렐루이란", "란"),
        ("**[[relu]]**을 쓴다.", "렐루을", "를"),
        ("“[[relu]]”과 다르다.", "렐루과", "와"),
        ("[[relu]](ReLU)은 꺾인다.", "렐루은", "는"),
        ("- 목록의 [[relu]]과\n", "렐루과", "와"),
        ("![[x.py#n]]가 된다.", "388가", "이"),
        ("![[x.py#loss|.3f]]과 같다.", "0.055과", "와"),
        ("![[x.py#mlp|.0%]]을 넘는다.", "50%을", "를"),
        ('??? correction "[[relu]]이 없다"\n\n    글', "렐루이", "가"),
        ("> [[relu]]이 없다", "렐루이", "가"),
    ],
)
def test_particle_after_what_the_tool_writes_is_an_error(
    built: MakeProject, text: str, value: str, fitting: str
) -> None:
    (told,) = misfits(built, text)
    assert told == ("docs/a.md:3", "wrong-particle", value, f"write {fitting}")


@pytest.mark.parametrize(
    ("text", "value", "fitting"),
    [
        ("SVM는 넓은 길이다.", "SVM는", "은"),
        ("k-means을 쓴다.", "k-means을", "를"),
        ("`ResNet`는 깊다.", "`ResNet`는", "은"),
        ("$x$이 크면", "$x$이", "가"),
        ("**렐루**이 없으면", "렐루이", "가"),
        ("“렐루”이 없으면", "렐루이", "가"),
        ("[렐루](relu.md)이 없으면", "렐루이", "가"),
        ("97%을 넘는다.", "97%을", "를"),
        ("0.5은 작다.", "0.5은", "는"),
        ("512 MB을 쓴다.", "512 MB을", "를"),
        ("1/2와 같다.", "1/2와", "과"),
        ("## MLP이 낫다", "MLP이", "가"),
        ("![[x.py#cell|MLP이 낫다]]", "MLP이", "가"),
        ("![[x.py#cell|그림|alt: MLP이 낫다]]", "MLP이", "가"),
        ("| 가 | MLP이 |\n|---|---|\n", "MLP이", "가"),
    ],
)
def test_particle_after_a_typed_name_is_a_warning(
    built: MakeProject, text: str, value: str, fitting: str
) -> None:
    code = 'import matplotlib.pyplot as plt\nplt.figure("cell")\n'
    files = {"snippets/y.py": f"# %%\n{code}"} if "#cell" in text else {}
    (told,) = misfits(built, text.replace("x.py", "y.py"), **files)
    assert told == ("docs/a.md:3", "typed-particle", value, f"write {fitting}")


@pytest.mark.parametrize(
    "text",
    [
        "[[relu]]가 [[pca]]이 [[relu]]와 [[pca]]과 [[relu]]로 [[pca]]으로",
        "[[relu]]이(가) [[pca]](으)로 ![[x.py#n]]이(가) ![[x.py#n]](으)로",
        "[[relu]]이다. [[relu]]이고, [[relu]]이며, [[relu]]이나, [[relu]]이라는 [[relu]]의",
        "[[relu]]들이 [[pca]]에서는 [[relu]]처럼 [[relu]]입니다",
        "`x`축이 $y$축과 `x`로그 `b`이미지 [[relu]]이후",  # other words
        "`model(x)`은 `t.add(10)`은 `a = 1`는 `x[0]`가 `/`은",  # read in two ways
        "$h_0$를 $h_0$을 $\\frac{1}{n}$은 $1/n$로 $1/n$으로 $f(x)$은 $e^c$는 $\\odot$은",
        "C3은 C3는 LaTeX로 LaTeX으로 JIT은 JIT는 Foobar은 Foobar는 語는 語은",
        "nn.Dropout(0.25)는 Validation(일반화)라고",
        "```text\nSVM는\n```\n<!-- SVM는 -->",
        "2만은 3개가 GPU 두 개가",
        "\\[[relu]]은",
    ],
)
def test_particle_that_fits_or_cannot_be_judged_is_told_nothing(
    built: MakeProject, text: str
) -> None:
    assert misfits(built, text) == []


def test_wrong_particle_is_found_in_labs_maps_and_the_guide(built: MakeProject) -> None:
    files = {
        "snippets/lab.py": "# %% [markdown]\n# # 실습\n#\n# [[relu]]이 없다.\n\n# %% one\nn = 1\n",
        "docs/map.md": "---\nkind: map\n---\n[[relu]]을 본다. [[lab]]\n",
        "docs/guide.md": "---\nkind: guide\n---\n[[relu]]은 노트다.\n",
    }
    assert [place for place, *_ in misfits(built, "", **files)] == [
        "docs/guide.md:4", "docs/map.md:4", "snippets/lab.py:4",
    ]  # fmt: skip


def test_particle_checks_are_turned_off(built: MakeProject) -> None:
    off = "        wrong-particle: off\n        typed-particle: off\n        no-claim: off\n"
    assert found(with_checks(built, off, **{"docs/a.md": "[[b]]은 SVM는\n"})) == []
