"""Names without a link: what counts as one, what does not, and the links that take their place."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from maedeup.edit.link_mentions import find_loose_titles
from maedeup.hosts import cli
from maedeup.notes.matcher import MentionFinder, NoteName

from tests.conftest import MakeProject, messages, render
from tests.project import Project, build, load_settings

pytestmark = pytest.mark.usefixtures("shared_results")

ROOT = Path(__file__).parents[1]
NAMES = {
    "역전파": "b",
    "합성곱": "c",
    "합성곱 신경망": "cnn",
    "과적합": "o",
    "가중치": "w",
    "가중치 감쇠": "wd",
    "활성화 함수": "a",
    "학습": "l",
    "GAN": "g",
    "ReLU": "r",
    "ResNet": "res",
    "커널": "k",
}


def found(text: str) -> list[str]:
    """Return what is found in a text, as `target:surface`."""
    finder = MentionFinder(NoteName(name, target) for name, target in NAMES.items())
    return [f"{m.name.target}:{m.surface}" for m in finder.find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("역전파를 쓴다.", ["b:역전파"]),
        ("합성곱으로 줄인다.", ["c:합성곱"]),
        ("과적합이란 무엇인가", ["o:과적합"]),
        ("여기서는 과적합뿐이다.", ["o:과적합"]),
        ("ReLU는 ResNet에서", ["r:ReLU", "res:ResNet"]),
        ("relu를", ["r:relu"]),
        ("활성화함수와 활성화 함수", ["a:활성화함수"]),
        ("합성곱 신경망이다.", ["cnn:합성곱 신경망"]),
        ("합성곱신경망이다.", ["cnn:합성곱신경망"]),
        ("가중치 감쇠를", ["wd:가중치 감쇠"]),
        ("**역전파**는", ["b:역전파"]),
        ("- 목록의 역전파", ["b:역전파"]),
        ("| 역전파 | 표 |", ["b:역전파"]),
        ("역전파, 역전파, 역전파", ["b:역전파"]),
    ],
)
def test_names_are_found_with_particles_and_in_any_spacing(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "전이학습은 다르다.",
        "가중치감쇠율이 크다.",  # the longest name wins, and it is a part of another word
        "합성곱를",  # a particle that does not agree
        "역전파기를 만든다.",
        "학습하고 나면",
        "ResNet-34와 resnet.py와 my_ReLU와 ReLU6",
        "gan은 낱말이다.",  # an acronym is written in capitals
        "`역전파`와 $역전파$",
        "```\n역전파\n```",
        "# 역전파\n\n## 역전파를 하며",
        '??? correction "역전파는 틀렸다"',
        "[[x|역전파]]와 ![[x.py#역전파]]와 [역전파](y.md)와 <b title='역전파'>",
        "“역전파는 어렵다”라는 글",
        "<!-- 역전파 -->",
        "| 역전파 | 값 |\n|---|---|\n",
        "[^1]: 역전파에 대하여",
        "줄이기(GAN loss)와",
        "**커널**(kernel)은 프로그램이다. 커널을 고른다.",  # a word of its own here
        "[[jupyter|커널]]을 고르고 커널을 끈다.",
        "RBF 커널은 다르다.",
        "https://example.org/역전파",
    ],
)
def test_what_is_no_prose_or_no_word_of_its_own_is_not_found(text: str) -> None:
    assert found(text) == []


VAULT = {
    "docs/index.md": "# 홈\n\n[[relu]] [[backprop]] [[loss]] [[sgd]]\n",
    "docs/relu.md": "---\ntitle: 렐루\naliases: [ReLU]\n---\n\n꺾인다. 손실을 역전파로 줄인다.\n",
    "docs/backprop.md": "---\ntitle: 역전파\n---\n\n역전파는 **손실**에서 거꾸로 간다.\n",
    "docs/loss.md": "---\ntitle: 손실\naliases: [값]\n---\n\n손실은 값이다. [[relu]] 렐루.\n",
    "docs/sgd.md": "---\ntitle: SGD\n---\n\n| 이름 | 뜻 |\n|---|---|\n| 하나 | 역전파를 |\n",
}  # fmt: skip


def mentioned(project: Project) -> dict[str, list[str]]:
    return {
        uri: [f"{m.line} {m.surface} {project.notes[m.name.target].slug}" for m in found]
        for uri, found in project.web.mentions.items()
        if found
    }


def test_a_note_mentions_what_it_links_to_nowhere(built: MakeProject) -> None:
    project = built(VAULT)
    assert mentioned(project) == {
        "relu.md": ["6 손실 loss", "6 역전파 backprop"],
        "backprop.md": ["5 손실 loss"],
        "sgd.md": ["7 역전파 backprop"],
    }


def test_mentions_follow_a_changed_note_and_a_changed_name(built: MakeProject) -> None:
    project = built(VAULT)
    assert project.web.mentions["relu.md"]
    file = project.root / "docs/relu.md"
    file.write_text(file.read_text("utf-8").replace("손실을", "[[loss]]을"), "utf-8")
    build(project)
    assert mentioned(project)["relu.md"] == ["6 역전파 backprop"]
    file = project.root / "docs/backprop.md"
    file.write_text(file.read_text("utf-8").replace("title: 역전파", "title: 되짚기"), "utf-8")
    build(project)
    assert "relu.md" not in mentioned(project)


def test_mentions_follow_front_matter_that_grows_above_them(built: MakeProject) -> None:
    project = built(VAULT)
    assert mentioned(project)["backprop.md"] == ["5 손실 loss"]
    file = project.root / "docs/backprop.md"
    file.write_text(file.read_text("utf-8").replace("title:", "tags: [가]\ntitle:"), "utf-8")
    build(project)
    assert mentioned(project)["backprop.md"] == ["6 손실 loss"]


def test_everyday_words_are_passed_over(built: MakeProject) -> None:
    words = {"docs/common-words.yml": "- 손실\n"}
    assert "backprop.md" not in mentioned(built(VAULT | words))


def test_a_broken_list_of_everyday_words_is_a_problem(built: MakeProject) -> None:
    (told,) = messages(built(VAULT | {"docs/common-words.yml": "a: [\n"}))
    assert told.startswith("docs/common-words.yml:2: broken list: ")


def test_an_alias_that_most_notes_use_unlinked_is_an_everyday_word(built: MakeProject) -> None:
    notes = {f"docs/n{i}.md": f"---\ntitle: 노트 {i}\n---\n\n점수와 정답.\n" for i in range(8)}
    target = {"docs/score.md": "---\ntitle: 정답\naliases: [점수]\n---\n\n맞는다.\n"}
    project = built(notes | target)
    surfaces = {m.surface for found in project.web.mentions.values() for m in found}
    assert surfaces == {"정답"}


def run(project: Project, *arguments: str) -> int:
    return cli.main(["--root", str(project.root), *arguments])


def test_applying_writes_links_and_nothing_else(
    make_project: MakeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    windows = "---\r\ntitle: 렐루\r\n---\r\n\r\n꺾는다.  \r\n손실을 **역전파**로 줄인다."
    decomposed = unicodedata.normalize("NFD", "---\ntitle: 끝\n---\n\n가, 손실이 준다.\n")
    project = make_project(
        VAULT | {"docs/relu.md": windows.encode(), "docs/end.md": decomposed.encode()}
    )
    assert run(project, "mentions", "relu", "sgd", "end", "--apply") == 0
    said = capsys.readouterr().out
    assert "docs/relu.md:6: 손실 -> loss: " in said
    relu = (project.root / "docs/relu.md").read_bytes().decode()
    assert relu == windows.replace("손실", "[[loss|손실]]").replace("역전파", "[[backprop|역전파]]")
    table = (project.root / "docs/sgd.md").read_text("utf-8")
    assert r"| 하나 | [[backprop\|역전파]]를 |" in table
    end = (project.root / "docs/end.md").read_bytes().decode()
    loss = unicodedata.normalize("NFD", "손실")
    assert end == decomposed.replace(loss, f"[[loss|{loss}]]")
    build(project)
    assert project.web.mentions["relu.md"] == []
    assert not [p for p in project.problems if "unknown" in p.problem]


LAB = """\
# %% [markdown]
# # 실습
#
# 손실을 줄인다.

# %% code
x = 1
"""


def test_applying_to_a_lab_writes_its_prose(make_project: MakeProject) -> None:
    project = make_project(VAULT | {"snippets/lab.py": LAB})
    assert run(project, "mentions", "lab", "--apply") == 0
    text = (project.root / "snippets/lab.py").read_text("utf-8")
    assert text == LAB.replace("손실", "[[loss|손실]]")


def test_check_tells_the_first_use_of_a_title_and_does_not_fail_for_it(built: MakeProject) -> None:
    project = built(VAULT)
    said = list(find_loose_titles(project.web))
    assert "docs/backprop.md:5: first use without a link: 손실 (loss)" in said
    assert project.problems == []


def test_the_first_use_of_a_title_carries_the_claim_of_its_note(built: MakeProject) -> None:
    project = built(VAULT)
    page = render(project, "relu.md")
    assert 'title="역전파는 손실에서 거꾸로 간다."' in page
    assert ">역전파</span>로 줄인다" in page
    assert page.count("mp-term") == 2
    assert "mp-term" not in render(project, "loss.md")  # which links to what it names


def test_a_term_follows_its_note_its_value_and_the_list_of_words(built: MakeProject) -> None:
    files = VAULT | {
        "docs/loss.md": "---\ntitle: 손실\n---\n\n손실은 ![[x.py#n]]이다.\n\n![[x.py#a]]\n",
        "snippets/x.py": "# %% a\nn = 2\n",
    }
    project = built(files)
    assert 'title="손실은 2이다."' in render(project, "relu.md")
    (project.root / "snippets/x.py").write_text("# %% a\nn = 3\n", "utf-8")
    build(project)
    assert 'title="손실은 3이다."' in render(project, "relu.md")
    file = project.root / "docs/loss.md"
    file.write_text(file.read_text("utf-8").replace("손실은 !", "줄일 값은 !"), "utf-8")
    build(project)
    assert 'title="줄일 값은 3이다."' in render(project, "relu.md")
    (project.root / "docs/common-words.yml").write_text("- 손실\n", "utf-8")
    build(project)
    assert ">손실</span>" not in render(project, "relu.md")


def test_mentions_are_listed_while_serving_alone(built: MakeProject) -> None:
    project = built(VAULT)
    assert "mp-mentions" not in render(project, "backprop.md")
    project.settings = replace(project.settings, keep_warm=True)
    page = render(project, "backprop.md")
    assert "링크 없는 언급 3" in page
    assert "이 노트에서 링크 없이 부른 노트" in page


def test_precision_on_the_notes_of_this_project() -> None:
    """Of what is judged in `mentions.yml`, hardly anything that is found is wrong."""
    project = Project(load_settings(ROOT))
    project.read()
    project.link()
    assert project.web.mentions  # makes the finder
    finder = project.web.mention_finder.finder
    judged = yaml.safe_load((ROOT / "tests/mentions.yml").read_text("utf-8"))
    assert len(judged) >= 200
    shown = []
    for case in judged:
        places = {
            (m.surface, project.notes[m.name.target].slug) for m in finder.find(case["sentence"])
        }
        if (case["surface"], case["target"]) in places:
            shown.append(case)
    right = sum(case["right"] for case in shown)
    assert right / len(shown) >= 0.95
    assert right / sum(case["right"] for case in judged) >= 0.95
