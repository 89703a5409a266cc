"""`maedeup diff`: what the code says differently, why, and where it is shown."""

from __future__ import annotations

import base64
import contextlib
import dataclasses
import io
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from maedeup.hosts.cli import main
from maedeup.runs.product import Error, Figure, Products, Rich, Table, Text, Value
from maedeup.runs.receipt import Receipt
from maedeup.runs.store import Result, Store
from maedeup.runs.world import ABSENT
from maedeup.text.paths import RunKey
from PIL import Image

from tests.test_elsewhere import make, run

SETTINGS = "site_name: 시험\ntheme: {name: material}\nplugins: [search, maedeup]\n"
TOTAL = '''"""합."""

# %% sum
from pathlib import Path

from helper import scale

total = scale * sum(map(int, Path("data/numbers.txt").read_text().split()))
print("합은", total)
'''
PLOT = """# %% plot
import matplotlib.pyplot as plt

fig, ax = plt.subplots()
ax.plot([0, 1, 2], [0, 1, 4])
ax.set_title("포물선")
"""
FILES = {
    "docs/index.md": "---\ntitle: 합\n---\n\n**합**은 ![[total.py#total]]이다.\n\n![[plot.py]]\n",
    "snippets/total.py": TOTAL,
    "snippets/helper.py": "scale = 2\n",
    "snippets/plot.py": PLOT,
    "data/numbers.txt": "1 2 3",
}


def git(root: Path, *arguments: str) -> None:
    name = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    subprocess.run(["git", *name, *arguments], cwd=root, check=True, capture_output=True)


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project under version control whose first revision ran."""
    root = make(tmp_path_factory.mktemp("diff") / "vault", SETTINGS, **FILES)
    (root / ".gitignore").write_text(".maedeup/\nsite/\n")
    run(root)
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "one")
    return root


@pytest.fixture
def root(ran: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(ran, tmp_path / "vault"))


def diff(root: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    capsys.readouterr()
    main(["--root", str(root), "diff", *(arguments or ("HEAD",)), "--json"])
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return found


def called(found: list[dict[str, Any]], name: str) -> dict[str, Any]:
    [one] = [difference for difference in found if difference["name"] == name]
    return one


def change(root: Path, name: str, old: str, new: str) -> None:
    text = (root / name).read_text("utf-8")
    assert old in text
    (root / name).write_text(text.replace(old, new), "utf-8")
    run(root)


@pytest.mark.parametrize(
    ("name", "old", "new", "cause", "after"),
    [
        ("snippets/total.py", "scale *", "3 *", "code: snippets/total.py", "18"),
        ("snippets/helper.py", "2", "5", "helper: snippets/helper.py", "30"),
        ("data/numbers.txt", "3", "30", "data: data/numbers.txt", "66"),
    ],
)
def test_changed_number_is_told_with_its_cause_and_the_sentence_that_shows_it(
    name: str, old: str, new: str, cause: str, after: str,
    root: Path, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    change(root, name, old, new)
    found = diff(root, capsys)
    names = [(d["kind"], d["name"]) for d in found if d["name"] != "scale"]  # the helper's own
    assert names == [("value", "total"), ("text", "sum")]
    total = called(found, "total")
    assert (total["before"], total["after"]) == ("12", after)
    assert total["amount"] == pytest.approx(1 - 12 / int(after))
    assert total["shown"] == ["docs/index.md:5: **합**은 ![[total.py#total]]이다."]
    assert cause in total["causes"]


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("docs/index.md", "이다.", "이었다."),
        ("snippets/total.py", '"""합."""', '"""모두 더한다."""'),
    ],
)
def test_changed_prose_changes_no_result(
    name: str, old: str, new: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(root, name, old, new)
    assert diff(root, capsys) == []
    assert main(["--root", str(root), "diff", "HEAD", "--fail-on", "any"]) == 0
    assert capsys.readouterr().out == "nothing differs: 2 results are the same\n"


def test_moved_point_of_a_figure_is_a_small_difference_and_another_figure_a_great_one(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(root, "snippets/plot.py", "[0, 1, 4]", "[0, 2, 4]")
    [small] = diff(root, capsys)
    assert small["kind"] == "figure"
    assert 0 < small["amount"] < 0.1
    change(
        root, "snippets/plot.py", "ax.plot([0, 1, 2], [0, 2, 4])", "ax.bar([0, 1, 2], [9, 1, 7])"
    )
    [great] = diff(root, capsys)
    assert great["amount"] > small["amount"]


def test_new_failed_and_vanished_runs_are_told(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "snippets/plot.py").unlink()
    (root / "snippets/more.py").write_text("# %% one\nx = 1\n", "utf-8")
    run(root)
    found = {(d["key"], d["kind"]) for d in diff(root, capsys)}
    assert found == {("snippets/more.py", "new"), ("snippets/plot.py", "gone")}


def test_two_stores_are_compared_by_their_newest_results(
    ran: Path, root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(root, "snippets/helper.py", "2", "7")
    found = diff(root, capsys, str(ran / ".maedeup/store"), str(root / ".maedeup/store"))
    assert (called(found, "total")["before"], called(found, "total")["after"]) == ("12", "42")
    main(["--root", str(ran), "results", "push", str(tmp_path / "place")])
    assert diff(root, capsys, str(tmp_path / "place")) == found


def test_package_that_moved_a_number_is_named(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = shutil.copytree(root / ".maedeup/store", tmp_path / "other")
    change(root, "snippets/helper.py", "2", "7")
    # A receipt of another version, as another machine would have written it.
    other, key = Store(store), RunKey("snippets/total.py")
    result = other.find_result(next(other.entries(key)))
    assert result is not None
    result.receipt.distributions["numpy"] = "1.0"
    other.put(result)
    total = called(diff(root, capsys, str(store)), "total")
    assert "package: numpy 1.0 -> None" in total["causes"]


def test_exit_code_says_whether_what_was_asked_for_differs(root: Path) -> None:
    change(root, "snippets/plot.py", "[0, 1, 4]", "[0, 2, 4]")
    command = ["--root", str(root), "diff", "HEAD"]
    assert main(command) == 0
    assert main([*command, "--fail-on", "value,error"]) == 0
    assert main([*command, "--fail-on", "figure"]) == 1
    assert main([*command, "--fail-on", "figures"]) == 1  # no such kind: told


def test_report_for_a_pull_request_is_one_table(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(root, "data/numbers.txt", "3", "30")
    capsys.readouterr()
    assert main(["--root", str(root), "diff", "HEAD", "--markdown"]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert rows[2] == "2 differences in 1 runs; 1 results are the same"
    assert rows[6] == (
        "| `snippets/total.py` | value `total` | 12 -> 66 (81.82%) | data: data/numbers.txt |"
        " docs/index.md:5 |"
    )


def test_what_is_no_revision_and_no_folder_is_told(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--root", str(root), "diff", "no-such-thing"]) == 1
    assert "no-such-thing: nothing to compare" in capsys.readouterr().err


BASE = Receipt(
    RunKey(""), "code", False,
    modules={"snippets/helper.py": "a"}, imports={"snippets/option": ""},
    files={"data/n.txt": "a", "data/link": "a -> n.txt", "data/none.txt": ABSENT},
    folders={"data": "a"}, env={"MODE": "fast"}, distributions={"numpy": "2.4", "torch": "2.9"},
    python="CPython 3.11.7", device="none", options="a", engine="a", surroundings="a",
)  # fmt: skip
CODE = {"source": "other code"}
CAUSES: dict[str, tuple[dict[str, Any], list[str]]] = {
    "code": (CODE, ["code: snippets/code.py"]),
    "helper changed": ({"modules": {"snippets/helper.py": "b"}}, ["helper: snippets/helper.py"]),
    "helper more": (
        {"modules": {"snippets/helper.py": "a", "snippets/more.py": "a"}},
        ["helper: snippets/more.py"],
    ),
    "helper fewer": ({"modules": {}}, ["helper: snippets/helper.py"]),
    "data changed": ({"files": BASE.files | {"data/n.txt": "b"}}, ["data: data/n.txt"]),
    "data appeared": ({"files": BASE.files | {"data/none.txt": "b"}}, ["data: data/none.txt"]),
    "data gone": ({"files": BASE.files | {"data/n.txt": ABSENT}}, ["data: data/n.txt"]),
    "data more": ({"files": BASE.files | {"data/more.txt": "b"}}, ["data: data/more.txt"]),
    "link moved": ({"files": BASE.files | {"data/link": "a -> m.txt"}}, ["data: data/link"]),
    "folder": ({"folders": {"data": "b"}}, ["folder: data"]),
    "import": ({"imports": {"snippets/option": "option.py"}}, ["import: snippets/option"]),
    "variable": ({"env": {"MODE": "slow"}}, ["environment: MODE"]),
    "variable unset": ({"env": {"MODE": None}}, ["environment: MODE"]),
    "package": (
        {"distributions": {"numpy": "2.5", "torch": "2.9"}}, ["package: numpy 2.4 -> 2.5"],
    ),
    "package gone": (
        {"distributions": {"numpy": None, "torch": "2.9"}}, ["package: numpy 2.4 -> None"],
    ),
    "package more": (
        {"distributions": BASE.distributions | {"scipy": "1.1"}}, ["package: scipy None -> 1.1"],
    ),
    "two packages": (
        {"distributions": {"numpy": "2.5", "torch": "3.0"}},
        ["package: numpy 2.4 -> 2.5", "package: torch 2.9 -> 3.0"],
    ),
    "python": ({"python": "CPython 3.12.1"}, ["Python: CPython 3.11.7 -> CPython 3.12.1"]),
    "device": ({"device": "NVIDIA H200"}, ["device: none -> NVIDIA H200"]),
    "options": ({"options": "b"}, ["options"]),
    "engine": ({"engine": "b"}, ["maedeup"]),
    "surroundings": ({"surroundings": "b"}, ["surroundings"]),
    "seed": ({}, []),
    "code and data": (
        CODE | {"files": BASE.files | {"data/n.txt": "b"}},
        ["code: snippets/code and data.py", "data: data/n.txt"],
    ),
}  # fmt: skip
"""Of a number that moves from 12 to 18: other lines of the receipt, and how they are told."""

Made = list[Any]
"""Products; each is kept by its own kind."""


def value(name: str, scalar: Any, text: str = "") -> Value:
    return Value(name, scalar, text or str(scalar))


def table(name: str, *rows: list[str], columns: str = "ab", exact: float = 0.0) -> Table:
    labels = [[label] for label in columns]
    return Table(name, labels, [], [], [*rows], [True] * len(labels), len(rows), [[exact]])


def drawing(points: str, label: str = "plot", png: str = "", tag: str = "path") -> Figure:
    svg = "" if png else f'<svg><{tag} d="M{points}"/></svg>'
    return Figure(label, svg, "", 10, 10, {"light": png} if png else {})


def dots(grey: int) -> str:
    stream = io.BytesIO()
    Image.new("L", (4, 4), grey).save(stream, "PNG")
    return base64.b64encode(stream.getvalue()).decode()


def said(text: str) -> Text:
    return Text("stdout", text)


def failed(message: str) -> Error:
    return Error("ValueError", message, 1, "")


def rich(data: str, text: str = "") -> Rich:
    return Rich("a.B", {"text/html": data} | ({"text/plain": text} if text else {}), True)


R1, R2, R3 = ["1", "2"], ["3", "4"], ["5", "6"]
CHANGES: dict[str, tuple[Made, Made, list[tuple[str, str, str, str, float]]]] = {
    "integer": ([value("n", 12)], [value("n", 18)], [("value", "n", "12", "18", 1 / 3)]),
    "last digit": ([value("x", 1.0)], [value("x", 1.01)], [("value", "x", "1.0", "1.01", 1 / 101)]),
    "hidden digit": (
        [value("x", 0.10000001, "0.1")], [value("x", 0.10000002, "0.1")],
        [("value", "x", "0.1", "0.1", 1e-7)],
    ),
    "no number": (
        [value("x", 1.0)], [value("x", float("nan"))], [("value", "x", "1.0", "nan", 1.0)],
    ),
    "from nothing": ([value("x", 0)], [value("x", 5)], [("value", "x", "0", "5", 1.0)]),
    "truth": ([value("b", True)], [value("b", False)], [("value", "b", "True", "False", 1.0)]),
    "word": ([value("s", "ab")], [value("s", "ac")], [("value", "s", "ab", "ac", 0.5)]),
    "list": (
        [value("v", None, "[1]")], [value("v", None, "[2]")],
        [("value", "v", "[1]", "[2]", 1 / 3)],
    ),
    "type": ([value("x", 1)], [value("x", 1.0)], [("value", "x", "1", "1.0", 0.0)]),
    "value more": ([], [value("x", 1)], [("value", "x", "", "1", 1.0)]),
    "value fewer": ([value("x", 1)], [], [("value", "x", "1", "", 1.0)]),
    "renamed": (
        [value("x", 1)], [value("y", 1)],
        [("value", "x", "1", "", 1.0), ("value", "y", "", "1", 1.0)],
    ),
    "one of two": (
        [value("x", 1), value("y", 2)], [value("x", 1), value("y", 4)],
        [("value", "y", "2", "4", 0.5)],
    ),
    "greatest first": (
        [value("x", 10), value("y", 1)], [value("x", 11), value("y", 9)],
        [("value", "y", "1", "9", 8 / 9), ("value", "x", "10", "11", 1 / 11)],
    ),
    "print": ([said("ab")], [said("ac")], [("text", "cell", "ab", "ac", 0.5)]),
    "print more": ([], [said("a")], [("text", "cell", "", "a", 1.0)]),
    "print order": (
        [said("a"), said("b")], [said("b"), said("a")], [("text", "cell", "ab", "ba", 0.5)],
    ),
    "table cell": (
        [table("", R1)], [table("", ["1", "3"])],
        [("table", "cell", "a | b\n1 | 2", "a | b\n1 | 3", 1 / 11)],
    ),
    "table row": (
        [table("", R1)], [table("", R1, R3)],
        [("table", "cell", "a | b\n1 | 2", "a | b\n1 | 2\n5 | 6", 6 / 28)],
    ),
    "table column": (
        [table("", R1)], [table("", R1, columns="ac")],
        [("table", "cell", "a | b\n1 | 2", "a | c\n1 | 2", 1 / 11)],
    ),
    "table digits": (
        [table("", R1, exact=1.5)], [table("", R1, exact=1.6)],
        [("table", "cell", "a | b\n1 | 2", "a | b\n1 | 2", 1 / 9)],
    ),
    "table by name": (
        [table("frame", R1)], [table("frame", R2)],
        [("table", "frame", "a | b\n1 | 2", "a | b\n3 | 4", 2 / 11)],
    ),
    "point": (
        [drawing("0 0 4 4")], [drawing("0 0 4 5")], [("figure", "plot", "drawn", "drawn", 0.25)],
    ),
    "other figure": (
        [drawing("0 0")], [drawing("0 0", tag="rect")],
        [("figure", "plot", "drawn", "drawn", 3 / 27)],
    ),
    "figure more": ([], [drawing("0 0")], [("figure", "plot", "", "drawn", 1.0)]),
    "figure fewer": ([drawing("0 0")], [], [("figure", "plot", "drawn", "", 1.0)]),
    "figure of dots": (
        [drawing("", png=dots(0))], [drawing("", png=dots(51))],
        [("figure", "plot", "drawn", "drawn", 0.2)],
    ),
    "error more": ([], [failed("x")], [("error", "", "", "ValueError: x", 1.0)]),
    "error fewer": ([failed("x")], [], [("error", "", "ValueError: x", "", 1.0)]),
    "error message": (
        [failed("x")], [failed("y")], [("error", "", "ValueError: x", "ValueError: y", 1.0)],
    ),
    "object": (
        [rich("<b>1</b>", "B(1)")], [rich("<b>2</b>", "B(2)")],
        [("object", "cell", "B(1)", "B(2)", 2 / 13)],
    ),
    "object inside": (
        [rich("<b>1</b>")], [rich("<b>2</b>")], [("object", "cell", "a.B", "a.B", 1 / 8)],
    ),
    "all kinds": (
        [value("x", 1), said("a"), drawing("0"), table("", R1)],
        [value("x", 2), said("b"), drawing("1"), table("", R2)],
        [
            ("value", "x", "1", "2", 0.5),
            ("table", "cell", "a | b\n1 | 2", "a | b\n3 | 4", 2 / 11),
            ("text", "cell", "a", "b", 1.0), ("figure", "plot", "drawn", "drawn", 1.0),
        ],
    ),
    "nothing": ([value("x", 1), said("a")], [value("x", 1), said("a")], []),
}  # fmt: skip
"""What code that changed made before and after; what is told of it, in order."""


def keep(store: Store, case: str, made: Made, seconds: float, **lines: Any) -> None:
    """Keep a result with these products and a receipt with these lines."""
    others = [p for p in made if not isinstance(p, Value | Error) and getattr(p, "name", "") == ""]
    products = Products(
        {"cell": others},
        {p.name: p for p in made if isinstance(p, Value)},
        {p.name: p for p in made if isinstance(p, Table) and p.name},
        next((p for p in made if isinstance(p, Error)), None), False, seconds, "CPU", {},
    )  # fmt: skip
    key = RunKey(f"snippets/{case}.py")
    store.put(Result.now(products, dataclasses.replace(BASE, snippet=key, **lines)))


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """What one `diff` of two stores tells, by case; nobody ran anything."""
    root = make(tmp_path_factory.mktemp("kinds"), SETTINGS, **FILES)
    before, after = Store(root / "before"), Store(root / "after")
    for case, (lines, _) in CAUSES.items():
        keep(before, case, [value("total", 12)], 1.0)
        keep(after, case, [value("total", 18)], 2.0, **lines)
    for case, (made, remade, _) in CHANGES.items():
        keep(before, case, made, 1.0)
        keep(after, case, remade, 2.0, **CODE)
    keep(before, "gone", [], 1.0)
    keep(after, "new", [], 1.0)
    stream = io.StringIO()
    with contextlib.redirect_stdout(stream):
        main(["--root", str(root), "diff", "before", "after", "--json"])
    found: dict[str, list[dict[str, Any]]] = {}
    for difference in json.loads(stream.getvalue()):
        case = difference["key"].removeprefix("snippets/").removesuffix(".py")
        found.setdefault(case, []).append(difference)
    return found


@pytest.mark.parametrize("case", CAUSES)
def test_moved_number_is_told_with_just_the_lines_that_moved_it(
    case: str, told: dict[str, list[dict[str, Any]]]
) -> None:
    [found] = told[case]
    assert (found["kind"], found["name"]) == ("value", "total")
    assert (found["before"], found["after"]) == ("12", "18")
    assert found["causes"] == CAUSES[case][1]


@pytest.mark.parametrize("case", CHANGES)
def test_just_what_is_made_differently_is_told_and_by_how_much(
    case: str, told: dict[str, list[dict[str, Any]]]
) -> None:
    found = told.get(case, [])
    names = [(d["kind"], d["name"], d["before"], d["after"]) for d in found]
    assert names == [change[:4] for change in CHANGES[case][2]]
    assert [d["amount"] for d in found] == pytest.approx([c[4] for c in CHANGES[case][2]])
    assert all(d["causes"] == [f"code: snippets/{case}.py"] for d in found)


def test_every_case_and_no_other_is_told(told: dict[str, list[dict[str, Any]]]) -> None:
    assert {case: [d["kind"] for d in told[case]] for case in ("gone", "new")} == {
        "gone": ["gone"], "new": ["new"],
    }  # fmt: skip
    assert told.keys() == {*CAUSES, *CHANGES, "gone", "new"} - {"nothing"}
