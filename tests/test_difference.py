"""`maedeup diff`: what the code says differently, why, and where it is shown."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from maedeup.hosts.cli import main

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
    from maedeup.runs.store import Store
    from maedeup.text.paths import RunKey

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
