"""The promise, tested: change any input and exactly the right pages change, or the build fails."""

from __future__ import annotations

import py_compile
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from maedeup.runs import world

from tests.project import Project, RunOptions, build, load_settings

from .conftest import SITE, MakeProject, build_site, messages, render, write_files

FILES = {
    "docs/index.md": "# 홈\n\n[[one]] [[two]] [[three]] [[four]] [[five]]\n",
    "docs/notes/one.md": (
        "---\ntitle: 하나\n---\n값은 ![[one.py#total|.1f]]이다.\n\n![[one.py#sum]]\n\n"
        "자료를 더해 두 배 하면 6.00이다.\n"
    ),
    "docs/notes/two.md": "---\ntitle: 둘\n---\n둘.\n\n![[two.py#curve]]\n\n![[two.py#plot|code]]\n",
    "docs/notes/three.md": "---\ntitle: 셋\n---\n셋.\n\n![[three.py]]\n",
    "docs/notes/four.md": (
        "---\ntitle: 넷\n---\n값은 ![[four.py#n?more]]이다.\n\n![[four.py#a?more]]\n"
    ),
    "snippets/one.py": """\
        # /// script
        # [tool.maedeup]
        # env = ["SCALE"]
        # ///
        # %% setup
        import csv
        import os

        from helper import double

        # %% sum
        # 자료의 합.
        with open("data/x.csv") as file:
            total = double(sum(float(row[0]) for row in csv.reader(file)))
        total *= int(os.environ.get("SCALE", "1"))
        print(total)
        """,
    "snippets/helper.py": """\
        # 두 배.
        def double(x):
            return 2 * x
        """,
    "data/x.csv": "1\n2\n",
    "snippets/two.py": """\
        # %% plot
        import matplotlib.pyplot as plt

        fig, ax = plt.subplots(num="curve", figsize=(2, 1))
        ax.plot([0, 1])
        ax.set_title("곡선")
        """,
    "docs/notes/five.md": "---\ntitle: 다섯\n---\n다섯.\n\n![[five.py#rate]]\n",
    "snippets/five.py": """\
        # %% plot
        import matplotlib.pyplot as plt

        for r in (1, 2, 4):
            fig, ax = plt.subplots(num=f"rate@{r}", figsize=(2, 1))
            ax.plot([0, r])
        """,
    "snippets/three.py": """\
        # %% look
        import os

        os.path.exists("data/later.csv") and open("data/later.csv").read()
        """,
    "snippets/four.py": """\
        # /// script
        # [tool.maedeup.variants.more]
        # title = "더"
        # replace = {"n = 4" = "n = 5"}
        # ///
        # %% a
        n = 4
        print(n)
        """,
}

Change = Callable[[Path, pytest.MonkeyPatch], None]


def replace(file: str, old: str, new: str) -> Change:
    def change(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = root / file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")

    return change


def write(file: str, text: str) -> Change:
    return lambda root, monkeypatch: (root / file).write_text(text, "utf-8") and None


def remove(file: str) -> Change:
    return lambda root, monkeypatch: (root / file).unlink()


def set_environment(name: str, value: str) -> Change:
    return lambda root, monkeypatch: monkeypatch.setenv(name, value)


def upgrade(package: str) -> Change:
    def change(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        plain = world.find_version
        monkeypatch.setattr(
            world, "find_version", lambda name: "99" if name == package else plain(name)
        )

    return change


ONE, TWO, THREE, FOUR, FIVE = (
    f"notes/{name}.md" for name in ("one", "two", "three", "four", "five")
)

# name: (change, snippets that run, pages that change, start of the problems)
# A run that makes the same again changes no page but for the time at which it was verified.
MUTATIONS: dict[str, tuple[Change, set[str], set[str], list[str]]] = {
    "a number in a cell": (
        replace("snippets/one.py", "total *= int", "total *= 10 * int"), {"one"}, {ONE}, []
    ),
    "a comment in a shown cell": (
        replace("snippets/one.py", "자료의 합", "모두 더한 값"), set(), {ONE}, []
    ),
    "a comment in a cell that is not shown": (
        replace("snippets/one.py", "import csv", "import csv  # 표"), set(), set(), []
    ),
    "blank lines": (replace("snippets/one.py", "# %% sum", "\n\n# %% sum"), set(), set(), []),
    "a cell's name": (
        replace("snippets/one.py", "%% sum", "%% add"), {"one"}, {ONE},
        ["docs/notes/one.md:6: unknown cell, figure or value: one.py#sum"],
    ),
    "a variable's name": (
        replace("snippets/one.py", "total", "amount"), {"one"}, {ONE},
        ["docs/notes/one.md:4: unknown cell, figure or value: one.py#total"],
    ),
    "a helper module": (
        replace("snippets/helper.py", "2 * x", "3 * x"), {"one"}, {ONE}, []
    ),
    "a comment in a helper module": (
        replace("snippets/helper.py", "두 배", "곱절"), set(), set(), []
    ),
    "a data file": (write("data/x.csv", "1\n5\n"), {"one"}, {ONE}, []),
    "a data file, so that a value is no longer the number that the author typed": (
        write("data/x.csv", "1\n2.01\n"), {"one"}, {ONE},
        ["docs/notes/one.md:8: typed number contradicts a value: 6.00 is not 6.02 (one.py#total)"],
    ),
    "a data file that goes": (
        remove("data/x.csv"), {"one"}, {ONE}, ["snippets/one.py:13: FileNotFoundError: "]
    ),
    "a data file that was looked for and appears": (
        write("data/later.csv", "x"), {"three"}, {THREE}, []
    ),
    "a package's version": (upgrade("matplotlib"), {"two", "five"}, set(), []),
    "a package that a package requires": (upgrade("pillow"), {"two", "five"}, set(), []),
    "a package that nothing uses": (upgrade("rich"), set(), set(), []),
    "a figure's label": (
        replace("snippets/two.py", 'num="curve"', 'num="line"'), {"two"}, {TWO},
        ["docs/notes/two.md:6: unknown cell, figure or value: two.py#curve"],
    ),
    "a title in a figure": (replace("snippets/two.py", "곡선", "직선"), {"two"}, {TWO}, []),
    "a frame of a family": (
        replace("snippets/five.py", "[0, r]", "[0, min(r, 3)]"), {"five"}, {FIVE}, []
    ),
    "the value of a frame": (replace("snippets/five.py", "4)", "5)"), {"five"}, {FIVE}, []),
    "a family's name": (
        replace("snippets/five.py", "rate@", "step@"), {"five"}, {FIVE},
        ["docs/notes/five.md:6: unknown cell, figure or value: five.py#rate"],
    ),
    "a character that no font has": (
        replace("snippets/two.py", "곡선", "곡선\U00013000"), {"two"}, {TWO},
        ["snippets/two.py:1: MissingGlyphError: no font has the character '\U00013000' (U+13000)"],
    ),
    "an environment variable": (set_environment("SCALE", "7"), {"one"}, {ONE}, []),
    "an undeclared environment variable": (set_environment("OTHER", "7"), set(), set(), []),
    "a new module that takes a package's place": (
        write("snippets/matplotlib.py", "1/0\n"), {"two", "five"}, {TWO, FIVE},
        ["snippets/two.py:2: ZeroDivisionError: "],
    ),
    "a snippet that goes": (
        remove("snippets/three.py"), set(), {THREE},
        ["docs/notes/three.md:6: unknown snippet: three.py"],
    ),
    "what a variant puts in": (
        replace("snippets/four.py", '"n = 5"', '"n = 6"'), {"four"}, {FOUR}, []
    ),
    "a variant's title": (replace("snippets/four.py", "더", "덜"), set(), {FOUR}, []),
    "a text that a variant replaces": (
        replace("snippets/four.py", "n = 4\n", "n = 3\n"), {"four"}, {FOUR},
        ["snippets/four.py:4: text of variant more not found: n = 4"],
    ),
    "options": (
        replace("snippets/one.py", "# ///\n# %%", "# timeout_s = 9\n# ///\n# %%"),
        {"one"}, set(), [],
    ),
    "the title of a note that is linked to": (
        # Each page that index.md links to shows the sentence, and in it the title.
        replace("docs/notes/one.md", "하나", "하나둘"),
        set(), {"index.md", ONE, TWO, THREE, FOUR, FIVE}, [],
    ),
    "what a note requires": (
        replace("docs/notes/two.md", "title: 둘", "title: 둘\nrequires: [three]"),
        set(), {TWO, THREE}, [],
    ),
    "a new link, which both notes show among their neighbours": (
        # The home page tells its own neighbours in another order: these two are now nearer.
        replace("docs/notes/two.md", "둘.\n", "둘. [[three]]\n"),
        set(), {"index.md", TWO, THREE}, [],
    ),
    "a sentence that links": (
        replace("docs/index.md", "[[one]]", "처음은 [[one]]이다."),
        set(), {"index.md", ONE, TWO, THREE, FOUR, FIVE}, [],
    ),
}  # fmt: skip


def without_times(text: str) -> str:
    """Take out what differs in every run: seconds and times."""
    return re.sub(r"\d+\.\d\d초|\d{4}-\d\d-\d\d \d\d:\d\d UTC", "", text)


def pages(project: Project) -> dict[str, str]:
    """Render all pages, without times."""
    return {uri: without_times(render(project, uri)) for uri in project.notes}


def timeless(site: dict[str, bytes]) -> dict[str, str]:
    """Return a site's pages without times; MkDocs' own home page ends with its build's.

    The results that it carries are named by their content, and that has times.
    """
    return {
        name: without_times(re.sub(r"(?m)^Build Date.*$", "", data.decode()))
        for name, data in site.items()
        if name.endswith((".html", ".md", ".ipynb", ".json")) and not name.startswith("_results/")
    }


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SCALE", raising=False)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The project before any change, with its store; receipts name no folder of this machine."""
    root = tmp_path_factory.mktemp("base")
    write_files(root, {"mkdocs.yml": SITE} | FILES)
    project = Project(load_settings(root))
    assert build(project) == []
    assert "6.0" in render(project, ONE)
    assert "6.0" in build_site(root)["notes/one/index.html"].decode()
    return project


@pytest.fixture(scope="module")
def before(base: Project) -> dict[str, str]:
    return pages(base)


SURROUNDINGS = [name for name in MUTATIONS if "environment" in name or "place" in name]


@pytest.mark.parametrize("name", MUTATIONS)
def test_change_reaches_exactly_the_pages_it_should(
    base: Project,
    before: dict[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
    name: str,
) -> None:
    if name in SURROUNDINGS:
        request.getfixturevalue("cold_server")
    change, expected_runs, expected_pages, expected_problems = MUTATIONS[name]
    shutil.copytree(base.root, tmp_path / "copy")
    change(tmp_path / "copy", monkeypatch)
    again = Project(load_settings(tmp_path / "copy"))
    build(again)
    assert {Path(path).stem for path in again.ran} == expected_runs
    after = pages(again)
    found = {uri for uri in before if before[uri] != after[uri]}
    assert found == expected_pages
    assert len(again.problems) >= len(expected_problems)
    for message in expected_problems:
        assert any(line.startswith(message) for line in messages(again)), messages(again)
    if not expected_problems:
        assert again.problems == []
    with_kept_pages = timeless(build_site(tmp_path / "copy"))
    shutil.rmtree(tmp_path / "copy/.maedeup/pages")
    assert with_kept_pages == timeless(build_site(tmp_path / "copy"))


def test_going_back_runs_nothing(make_project: MakeProject) -> None:
    project = make_project(FILES)
    build(project, RunOptions())
    path = project.root / "snippets/one.py"
    text = path.read_text("utf-8")
    for version, expected in ((text + "1\n", ["snippets/one.py"]), (text, [])):
        path.write_text(version, "utf-8")
        again = Project(project.settings)
        build(again, RunOptions())
        assert again.ran == expected


def test_comment_reruns_nothing_when_a_library_took_a_traceback_that_nobody_sees(
    make_project: MakeProject,
) -> None:
    text = "# %% a\nimport traceback  # 하나\nx = len(traceback.format_stack())\n"
    files = {"snippets/x.py": text, "docs/index.md": "![[x.py]]\n"}
    project = make_project(files)
    build(project, RunOptions())
    (project.root / "snippets/x.py").write_text(text.replace("하나", "일등"), "utf-8")
    again = Project(project.settings)
    build(again, RunOptions())
    assert again.ran == []


@pytest.mark.parametrize(
    "text",
    [
        "# %% a\nimport inspect\ndef f():\n    return 1  # 하나\nprint(inspect.getsource(f))\n",
        "# %% a\nimport sys  # 하나\n# 일등 이등\nprint(sys._getframe().f_lineno, '일등')\n",
        "# %% a\nimport warnings  # 하나\nwarnings.warn('일등')  # 하나\n",
    ],
)
def test_comment_reruns_a_snippet_whose_output_shows_its_own_text(
    make_project: MakeProject, text: str
) -> None:
    files = {"snippets/x.py": text, "docs/index.md": "![[x.py]]\n"}
    project = make_project(files)
    build(project, RunOptions())
    (project.root / "snippets/x.py").write_text(text.replace("하나", "일등"), "utf-8")
    again = Project(project.settings)
    build(again, RunOptions())
    assert again.ran == ["snippets/x.py"]
    assert render(again, "index.md").count("일등") >= 2


def test_frozen_build_runs_nothing_and_names_what_is_stale(make_project: MakeProject) -> None:
    project = make_project(FILES)
    build(project, RunOptions())
    replace("snippets/helper.py", "2 * x", "3 * x")(project.root, pytest.MonkeyPatch())
    again = Project(project.settings)
    build(again, RunOptions(frozen=True))
    assert again.ran == []
    assert messages(again)[0] == (
        "snippets/one.py:1: stale while frozen: an imported module changed: snippets/helper.py"
    )


@pytest.mark.parametrize(
    ("name", "use"),
    [("x.txt", "open('x.txt').read()"), ("snippets/part.py", "import part")],
)
def test_file_that_changes_while_the_run_uses_it_is_not_trusted(
    make_project: MakeProject, name: str, use: str
) -> None:
    save = f"open({name!r}, 'w').write('x = 2')"  # somebody saves it meanwhile
    text = f"# %% a\nimport subprocess, sys\n{use}\n"
    text += f"subprocess.run([sys.executable, '-c', {save!r}]); None\n"
    files = {"snippets/x.py": text, "docs/index.md": "![[x.py]]\n", name: "x = 1"}
    project = make_project(files)
    build(project, RunOptions())
    again = Project(project.settings)
    build(again, RunOptions())
    assert again.ran == ["snippets/x.py"]


def test_bytecode_left_beside_a_helper_hides_no_change(make_project: MakeProject) -> None:
    helper = "import warnings\n{}def f():\n    warnings.warn('!')\n"
    files = {"snippets/x.py": "# %% a\nimport part\npart.f()\n", "docs/index.md": "![[x.py]]\n"}
    project = make_project(files | {"snippets/part.py": helper.format("")})
    py_compile.compile(str(project.root / "snippets/part.py"))
    build(project)
    assert "part.py:3" in render(project, "index.md")
    (project.root / "snippets/part.py").write_text(helper.format("# 한 줄\n"), "utf-8")
    again = Project(project.settings)
    build(again)
    assert again.ran == ["snippets/x.py"]
    assert "part.py:4" in render(again, "index.md")


def test_package_imported_by_its_name_in_a_string_is_seen(make_project: MakeProject) -> None:
    text = "# %% a\nimport importlib\nnp = importlib.import_module('numpy')\n"
    project = make_project({"snippets/x.py": text, "docs/index.md": "![[x.py]]\n"})
    build(project)
    (result,) = project.results.values()
    assert "numpy" in result.receipt.distributions


def test_package_imported_while_a_tracer_looks_on_is_seen(make_project: MakeProject) -> None:
    text = "# %% a\nimport cProfile\ndef ones():\n    import numpy as np\n    return np.ones(2)\n"
    text += "x = cProfile.Profile().runcall(ones)\n"
    project = make_project({"snippets/x.py": text, "docs/index.md": "![[x.py]]\n"})
    build(project)
    (result,) = project.results.values()
    assert "numpy" in result.receipt.distributions
    assert "numpy" in result.products.shown_versions


def test_module_from_a_folder_on_the_path_is_an_input(
    make_project: MakeProject,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path_factory.mktemp("elsewhere")
    (folder / "far_away.py").write_text("x = 1\n")
    monkeypatch.setenv("PYTHONPATH", str(folder))
    text = "# %% a\nimport far_away\nprint(far_away.x)\n"
    project = make_project({"snippets/x.py": text, "docs/index.md": "![[x.py]]\n"})
    build(project)
    assert project.problems == []
    (folder / "far_away.py").write_text("x = 22\n")
    again = Project(project.settings)
    build(again)
    assert again.ran == ["snippets/x.py"]
    assert "22" in render(again, "index.md")
