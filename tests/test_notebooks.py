"""An author's own notebook in the vault is run like any snippet."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import nbformat
import pytest
from maedeup.text.errors import MaedeupError
from maedeup.text.paths import SourcePath
from maedeup.vault.own_notebooks import to_percent
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from .conftest import MakeProject, messages, render, write_files
from .test_mkdocs_plugin import SITES, build, read

pytestmark = pytest.mark.usefixtures("shared_results")

PATH = SourcePath("docs/own.ipynb")
PROSE = "# 내 노트북\n\n[[index]]에서 온다. 합은 ![[own.ipynb#total]]이다."


def written(*cells: nbformat.NotebookNode) -> str:
    return nbformat.writes(new_notebook(cells=list(cells)))


def stale_notebook(code: str = "total = 40 + 2\nprint(total)") -> str:
    """Return a notebook that was saved with what its code does not do."""
    stale = new_output("stream", name="stdout", text="1234567\n")
    return written(new_markdown_cell(PROSE), new_code_cell(code, outputs=[stale]))


def site(tmp_path: Path, notebook: str) -> Path:
    root = Path(shutil.copytree(SITES / "lab", tmp_path / "lab"))
    (root / "docs/own.ipynb").write_text(notebook, "utf-8")
    home = root / "docs/index.md"
    home.write_text(home.read_text("utf-8") + "\n[[own]]을(를) 본다.\n", "utf-8")
    return root


def test_lines_stand_where_the_file_has_them() -> None:
    text = stale_notebook()
    rows = to_percent(PATH, text).split("\n")
    for row in ("total = 40 + 2", "print(total)"):
        at = next(n for n, line in enumerate(text.split("\n")) if row in line)
        assert rows[at] == row


def test_notebook_on_one_line_keeps_its_cells() -> None:
    text = json.dumps(json.loads(stale_notebook()))
    assert "# %% cell-1\ntotal = 40 + 2\nprint(total)" in to_percent(PATH, text)


def test_magic_that_draws_is_left_out_and_any_other_is_a_problem() -> None:
    assert "pass  # %matplotlib inline" in to_percent(
        PATH, written(new_code_cell("%matplotlib inline\nx = 1"))
    )
    with pytest.raises(MaedeupError, match="a magic is not run: !pip install x"):
        to_percent(PATH, written(new_code_cell("!pip install x")))


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ('open("no.csv")', "every page that shows it waits for this"),
        ('import urllib.request\nurllib.request.urlopen("http://a.test")', "declare it in four"),
    ],
)
def test_what_jupyter_would_reach_has_a_hint(built: MakeProject, code: str, hint: str) -> None:
    files = {"docs/own.ipynb": written(new_code_cell(code)), "docs/n.csv": "1\n"}
    project = built(files | {"docs/index.md": "[[own]]\n"})
    (problem,) = [p for p in project.problems if p.code == "snippet-failed"]
    assert problem.hint.startswith(hint)


def test_notebook_stands_in_its_own_folder_as_in_jupyter(built: MakeProject) -> None:
    code = 'import os\nprint(open("n.csv").read(), os.path.basename(os.getcwd()))'
    project = built({
        "docs/part/own.ipynb": written(new_code_cell(code)), "docs/part/n.csv": "beside",
        "docs/index.md": "[[own]]\n",
    })  # fmt: skip
    assert project.problems == []
    (result,) = project.results.values()
    texts = [p.text for cell in result.products.cells.values() for p in cell]
    assert texts == ["beside part\n"]
    assert "docs/part/n.csv" in result.receipt.files


def test_file_beside_a_snippet_has_a_hint(built: MakeProject) -> None:
    files = {"snippets/a/x.py": '# %% a\nopen("n.csv")\n', "snippets/a/n.csv": "1\n"}
    project = built(files | {"docs/index.md": "![[x.py]]\n"})
    (problem,) = [p for p in project.problems if p.code == "snippet-failed"]
    assert problem.hint.endswith("where its path is snippets/a/n.csv")


def test_options_stand_in_the_first_cell_of_a_notebook(built: MakeProject) -> None:
    code = "# /// script\n# [tool.maedeup]\n# timeout_s = 0.3\n# ///\nwhile True: pass"
    files = {"docs/own.ipynb": written(new_code_cell(code)), "docs/index.md": "[[own]]\n"}
    (problem,) = [p for p in built(files).problems if p.code == "snippet-failed"]
    assert problem.value == "ran longer than 0.3 s"


def test_notebook_of_another_kernel_is_a_page_whose_code_is_text(built: MakeProject) -> None:
    cells = [
        new_markdown_cell("# Loops\n\nFirst."),
        new_code_cell("while n < 10 end", outputs=[new_output("stream", text="1234567\n")]),
        new_code_cell('"""\n```\n"""'),
    ]
    about = {"kernelspec": {"name": "j", "display_name": "J", "language": "Julia"}}
    notebook = new_notebook(cells=cells, metadata=about)
    files = {"docs/own.ipynb": nbformat.writes(notebook), "docs/index.md": "[[own]]\n"}
    project = built(files)
    assert not project.problems
    html = re.sub(r"<[^>]+>", "", render(project, "own.md"))
    assert html.count("while n &lt; 10 end") == 1
    assert "1234567" not in html
    assert "Error" not in html
    text = to_percent(PATH, nbformat.writes(notebook))
    assert "# ```julia\n# while n < 10 end\n# ```" in text
    assert "# ````julia\n" in text


def test_notebook_with_a_magic_is_a_page_all_the_same_and_the_magic_is_told(
    built: MakeProject,
) -> None:
    cells = [
        "%%bash\nls *.txt\n",
        "if True:\n    !pip install x\nprint(2 + 3)",
        "%%time\nprint(3 + 4)",
    ]
    files = {"docs/own.ipynb": written(*map(new_code_cell, cells)), "docs/index.md": "[[own]]\n"}
    project = built(files)
    assert [(p.code, p.value) for p in project.problems] == [
        ("notebook-magic", "%%bash"), ("notebook-magic", "!pip install x"),
        ("notebook-magic", "%%time"),
    ]  # fmt: skip
    html = render(project, "own.md")
    shown = re.sub(r"<[^>]+>", " ", html).split()
    assert {"5", "7"} <= set(shown)  # what the cells print
    assert "mp-error" not in html


@pytest.mark.parametrize(
    ("row", "hint"),
    [
        ("%%time", "perf_counter"),
        ("took = %timeit -o f()", "perf_counter"),
        ("!pip install numpy", "requirements.txt"),
        ("%pip install numpy", "requirements.txt"),
        ("names = !ls", "subprocess.run"),
        ("frame.head?", "help("),
        ("%store x", "IPython's alone"),
    ],
)
def test_magic_is_answered_with_its_line_and_what_to_write(row: str, hint: str) -> None:
    cells = [{"cell_type": "code", "source": [f"{row}\n", "x = 1"]}]
    with pytest.raises(MaedeupError) as told:
        to_percent(SourcePath("docs/a.ipynb"), json.dumps({"cells": cells}, indent=1))
    (problem,) = told.value.problems
    assert (problem.code, problem.line, problem.value) == ("notebook-magic", 6, row)
    assert hint in problem.hint


def test_what_looks_like_a_magic_in_a_string_is_text() -> None:
    rows = ['told = """\n', "정말?\n", "%time\n", '"""']
    text = json.dumps({"cells": [{"cell_type": "code", "source": rows}]}, indent=1)
    assert "정말?\n%time\n" in to_percent(SourcePath("docs/a.ipynb"), text)


def test_broken_notebook_is_a_problem() -> None:
    with pytest.raises(MaedeupError, match="no notebook"):
        to_percent(PATH, '{"cells": 1}')


def test_own_notebook_shows_what_it_does_now_and_not_what_it_was_saved_with(tmp_path: Path) -> None:
    root = site(tmp_path, stale_notebook())
    done = build(root, "--strict")
    assert done.returncode == 0, done.stderr
    page = read(root, "own")
    assert "<h1>내 노트북</h1>" in page
    assert ">42</data>" in page
    assert "1234567" not in page
    published = (root / "site/docs/own.ipynb").read_text("utf-8")
    assert "42\\n" in published
    assert "1234567" not in published
    assert not (root / "site/own.ipynb").exists()


def test_changed_cell_changes_the_page_and_a_broken_one_fails_the_build(tmp_path: Path) -> None:
    root = site(tmp_path, stale_notebook())
    build(root)
    (root / "docs/own.ipynb").write_text(stale_notebook("total = 43\nprint(total)"), "utf-8")
    build(root)
    assert ">43</data>" in read(root, "own")
    text = stale_notebook("total = 1\ntotal / 0")
    (root / "docs/own.ipynb").write_text(text, "utf-8")
    done = build(root, "--strict")
    line = next(n for n, row in enumerate(text.split("\n"), 1) if "total / 0" in row)
    assert done.returncode == 1
    assert f"docs/own.ipynb:{line}: ZeroDivisionError" in done.stderr


def notebooks(tmp_path: Path, settings: str, *names: str, code: str = "print(40 + 2)") -> Path:
    """Make a site whose notes link to notebooks of these names."""
    links = "".join(f"- [{name}]({name})\n" for name in names)
    head = "site_name: t\ntheme: {name: material, language: en, font: false}\n"
    write_files(tmp_path, {"mkdocs.yml": head + settings, "docs/index.md": f"# Home\n\n{links}"} | {
        f"docs/{name}": written(new_markdown_cell(f"# Book {n}"), new_code_cell(code))
        for n, name in enumerate(names)
    })  # fmt: skip
    return tmp_path


def test_traceback_of_a_notebook_is_shown_once_at_the_cell_that_failed(
    built: MakeProject,
) -> None:
    cells = [new_code_cell(code) for code in ("print(1)", "def f():\n    1 / 0\n\nf()", "print(3)")]
    project = built({"docs/own.ipynb": written(new_markdown_cell("# T"), *cells)})
    html = render(project, "own.md")
    assert html.count("Traceback (most recent call last)") == 1
    assert html.count("<strong>ZeroDivisionError</strong>") == 3  # no cell passes for one that ran
    first, _, rest = html.partition("Traceback (most recent call last)")
    assert "own-ipynb--cell-1" in first or "print" in first
    assert "f()" in rest.partition("</pre>")[0]
    project = built({"docs/a.md": "![[own.ipynb#cell-1]]\n\n![[own.ipynb#cell-3]]\n"})
    assert render(project, "a.md").count("Traceback (most recent call last)") == 1


def test_notebooks_are_included_and_excluded_by_their_paths(built: MakeProject) -> None:
    book = written(new_code_cell("x = 1"))
    given = "{include: ['a/*', 'c.ipynb'], exclude: a/old.ipynb}"
    text = f"site_name: t\nplugins: [{{maedeup: {{notebooks: {given}}}}}]\n"
    project = built({"mkdocs.yml": text} | {
        f"docs/{name}.ipynb": book for name in ("a/new", "a/old", "b", "c")
    })  # fmt: skip
    assert sorted(project.vault.snippets) == ["docs/a/new.ipynb", "docs/c.ipynb"]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("[a]", "mkdocs.yml:2: notebooks is not a table: ['a']"),
        ("{exlude: a}", "mkdocs.yml:2: unknown setting: exlude"),
    ],
)
def test_wrong_setting_of_notebooks_is_told(built: MakeProject, given: str, message: str) -> None:
    text = f"site_name: t\nplugins: [{{maedeup: {{notebooks: {given}}}}}]\n"
    assert messages(built({"mkdocs.yml": text})) == [message]


def test_navigation_links_and_search_lead_to_a_notebook_wherever_it_lies(tmp_path: Path) -> None:
    settings = "nav: [index.md, {Book: notebooks/first.ipynb}]\nplugins: [search, maedeup]\n"
    root = notebooks(tmp_path, settings, "notebooks/first.ipynb", "other.ipynb")
    done = build(root, "--strict")
    assert done.returncode == 0, done.stderr
    home = (root / "site/index.html").read_text("utf-8")
    assert home.count('href="notebooks/first/"') >= 2  # in the navigation and in the text
    assert 'href="other/"' in home
    assert ".ipynb" not in home.partition("<article")[2].partition('class="mp-')[0].replace(
        ">notebooks/first.ipynb<", ""
    ).replace(">other.ipynb<", "")
    pages = json.loads((root / "site/search/pages.json").read_text("utf-8"))["docs"]
    assert {"notebooks/first/", "other/"} <= {doc["location"] for doc in pages}
