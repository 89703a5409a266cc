"""What readers take away: notebooks that run, Markdown twins, snippets' own pages."""

from __future__ import annotations

import dataclasses
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
from maedeup.page.plain import plain_prose
from maedeup.page.questions import Questions
from maedeup.runs.product import Table
from maedeup.site.notebooks import note_notebook
from maedeup.site.prose import unfolded
from maedeup.site.takeaway import Site, helper_modules, made_pages, published_code, write_all
from maedeup.site.twins import Twin, fence, table
from maedeup.text.strings import strings_of

from tests.forked_kernels import Kernels
from tests.project import Project, build

from .conftest import SITE, STRICT, MakeProject, render, write_files
from .conftest import build_site as build_here
from .test_mkdocs_plugin import SITES, on_site, read
from .test_mkdocs_plugin import build as build_site
from .test_mkdocs_plugin import copy as copy  # a fixture

pytestmark = pytest.mark.usefixtures("shared_results")

ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "MKL", "OPENBLAS")}
"""As a snippet runs where there is a core for each: with more, sums end in other digits."""

TURNS = {
    "docs/index.md": """\
        ---
        title: 번갈아
        ---
        값은 ![[a/one.py#late]]이다. $x$

        ![[a/one.py#begin]]

        ??? note "둘"
            곁에 둔다.

            ![[b/two.py#other|output]]

            그 뒤.

        ![[a/one.py#end]]

        ![[a/one.py#begin|code]]
        """,
    "snippets/a/one.py": """\
        \"\"\"하나: 이름과 난수.\"\"\"
        # %% setup
        import random

        import helper

        x = 1
        _y = 1
        # %% begin
        random.seed(1)
        first = random.random()
        print(x, _y, helper.count())
        # %% between
        x += 1
        # %% end
        print(x, _y, helper.count(), random.random())
        late = x
        # %% never
        late
        """,
    "snippets/a/helper.py": """\
        n = 0
        def count():
            global n
            n += 1
            return n
        """,
    "snippets/b/two.py": """\
        \"\"\"둘: 같은 이름.\"\"\"
        # %% setup
        import random

        import helper

        random.seed(7)
        x = _y = 100
        # %% other
        print(x, "_y" in globals(), helper.count(), "first" in globals())
        """,
    "snippets/b/helper.py": "def count():\n    return 'b'\n",
}


InJupyter = Callable[[str, Path], list[str]]


@pytest.fixture(scope="module")
def in_jupyter() -> Iterator[InJupyter]:
    """Run a notebook from its top in a folder; give what the cells with an output print now."""
    backend = {"MPLBACKEND": "module://matplotlib_inline.backend_inline"}
    modules = ["ipykernel.kernelapp", "IPython", "matplotlib.pyplot"]
    kernels = Kernels(modules, os.environ | ONE_THREAD | backend)

    def run(text: str, folder: Path) -> list[str]:
        notebook = nbformat.reads(text, as_version=4)
        nbformat.validate(notebook)
        has_output = [bool(cell.get("outputs")) for cell in notebook.cells]
        folder.mkdir(parents=True, exist_ok=True)
        done = kernels.run(notebook, folder)
        done.cells = [cell for cell, has in zip(done.cells, has_output, strict=True) if has]
        return printed(done)

    yield run
    kernels.end()


def printed(notebook: nbformat.NotebookNode) -> list[str]:
    """Return what cells printed, but for those that write files; a kernel may send it in parts."""
    texts = [
        "".join(o.text for o in cell.get("outputs", []) if o.get("name") == "stdout")
        for cell in notebook.cells
        if not cell.source.startswith("%%writefile")
    ]
    return [text for text in texts if text]


def test_cells_of_two_snippets_in_turn_print_what_each_prints_alone(
    built: MakeProject, in_jupyter: InJupyter, tmp_path: Path
) -> None:
    project = built(TURNS)
    assert project.problems == []
    text = note_notebook(project.web, project.notes["index.md"], lambda target: "")
    stored = printed(nbformat.reads(text, as_version=4))
    assert stored[0].startswith("1 1 1")
    assert len(stored) == 3
    assert in_jupyter(text, tmp_path / "alone") == stored


def test_notebook_has_each_cell_once_and_says_which_the_note_does_not_show(
    built: MakeProject,
) -> None:
    project = built(TURNS)
    notebook = json.loads(note_notebook(project.web, project.notes["index.md"], lambda target: ""))
    sources = [cell["source"] for cell in notebook["cells"]]
    assert sum("random.seed(1)" in source for source in sources) == 1
    unshown = [s for s in sources if "노트에는 보이지 않고" in s]
    assert [next(c for c in ("helper", "x += 1") if c in s) for s in unshown] == [
        "helper", "helper", "x += 1",
    ]  # fmt: skip
    assert "값은 2이다. $x$" in sources[2]
    assert "> **둘**\n>\n> 곁에 둔다." in sources
    assert "> 그 뒤." in sources
    assert sources[-1] == "*위에서 실행한 one.py의 셀 `begin`*"
    assert not any("# %% never" in s or s.endswith("\nlate") for s in sources)


def test_note_with_one_snippet_has_its_cells_as_they_are(built: MakeProject) -> None:
    project = built(
        {"docs/index.md": "![[x.py#b]]\n", "snippets/x.py": "# %% a\nx = 1\n# %% b\nx\n"}
    )
    notebook = json.loads(note_notebook(project.web, project.notes["index.md"], lambda target: ""))
    assert [c["source"] for c in notebook["cells"] if c["cell_type"] == "code"][-1] == "x"


def test_declared_error_ends_no_notebook(
    built: MakeProject, in_jupyter: InJupyter, tmp_path: Path
) -> None:
    snippet = (
        '# /// script\n# [tool.maedeup]\n# expect_error = "ZeroDivisionError"\n# ///\n'
        "# %% a\n1 / 0\n"
    )
    project = built({"docs/index.md": "![[x.py#a]]\n", "snippets/x.py": snippet})
    assert project.problems == []
    text = note_notebook(project.web, project.notes["index.md"], lambda target: "")
    assert "ZeroDivisionError" in text
    in_jupyter(text, tmp_path / "alone")


def test_data_file_travels_with_the_notebook(
    built: MakeProject, in_jupyter: InJupyter, tmp_path: Path
) -> None:
    files = {
        "docs/index.md": "![[x.py#a]]\n",
        "data/x.txt": "여섯\n",
        "snippets/x.py": "# %% a\nprint(open('data/x.txt').read().strip())\n",
    }
    project = built(files)
    text = note_notebook(project.web, project.notes["index.md"], lambda target: "")
    assert in_jupyter(text, tmp_path / "alone") == ["여섯\n"]


def test_module_that_git_ignores_is_imported_and_does_not_travel(tmp_path: Path) -> None:
    files = {
        "mkdocs.yml": STRICT, "docs/index.md": "![[x.py]]\n", ".gitignore": "keys.py\n",
        "snippets/keys.py": "KEY = 'open-sesame'\n", "snippets/fine.py": "TWO = 2\n",
        "snippets/x.py": "# %% a\nimport fine\nimport keys\n\nprint(fine.TWO + len(keys.KEY))\n",
    }  # fmt: skip
    write_files(tmp_path, files)
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    made = build_here(tmp_path)
    assert "snippets/fine.py" in made
    assert b"TWO = 2" in made["snippets/x.ipynb"]
    assert b">13<" in made["index.html"]
    assert [name for name, data in made.items() if b"open-sesame" in data] == []
    assert b'keys.py" download' not in made["snippets/x/index.html"]


@pytest.mark.parametrize("name", ["linked", "lab"])
def test_every_note_and_lab_of_a_small_site_runs_top_to_bottom(
    in_jupyter: InJupyter, tmp_path: Path, name: str
) -> None:
    root = Path(shutil.copytree(SITES / name, tmp_path / name))
    assert build_site(root).returncode == 0
    found = sorted((root / "site").glob({"linked": "notes/*.ipynb", "lab": "**/*.ipynb"}[name]))
    assert len(found) == {"linked": 2, "lab": 1}[name]
    for file in found:
        text = file.read_text("utf-8")
        stored = printed(nbformat.reads(text, as_version=4))
        assert in_jupyter(text, tmp_path / "alone" / file.stem) == stored, file


def test_admonition_becomes_a_quotation_and_code_that_looks_like_one_stays() -> None:
    text = (
        '앞\n\n!!! warning "조심"\n    하나.\n\n    둘.\n\n뒤\n\n```\n??? note "가"\n    나\n```\n'
    )
    assert unfolded(text) == (
        '앞\n\n\n> **조심**\n>\n> 하나.\n>\n> 둘.\n\n뒤\n\n```\n??? note "가"\n    나\n```\n'
    )


def test_tab_becomes_a_quotation_under_its_name() -> None:
    text = '=== "하나"\n\n    글\n\n=== "둘"\n\n    다른 글\n'
    rows = [row for row in unfolded(text).split("\n") if row.strip("> ")]
    assert rows == ["> **하나**", "> 글", "> **둘**", "> 다른 글"]


def test_title_of_the_text_stands_once_in_twin_and_notebook(built: MakeProject) -> None:
    files = {
        "docs/a.md": "# `a` 값\n\n글 ![[x.py#v]].\n\n# 둘째\n",
        "snippets/x.py": "# %% a\nv = 1\n",
    }
    project = built(files)
    note = project.notes["a.md"]
    twin = Twin(project.web, "a.md").note(note)
    book = note_notebook(project.web, note, lambda target: "")
    for text in (twin, book):
        assert text.count("# `a` 값") == 1
        assert "# 둘째" in text


def test_table_keeps_marks_of_markdown_as_text() -> None:
    made = Table("t", [["a|b"], ["c"]], [["0"]], [""], [["*x*", "1"]], [False, True], 3)
    assert table(made, strings_of("ko")).split("\n") == [
        "|  | a\\|b | c |",
        "| --- | --- | ---: |",
        "| 0 | \\*x\\* | 1 |",
        "",
        "모두 3행 가운데 1행",
    ]


def test_fence_is_longer_than_those_inside() -> None:
    assert fence("```\nx\n```", "text").startswith("````text\n")


def test_korean_units_go_along_into_notebooks_and_twins(built: MakeProject) -> None:
    text = "곱셈은 ![[x.py#n|억]]이(가) 든다.\n\n![[x.py#t|수: 만]]\n"
    code = (
        "# %% a\nimport pandas as pd\nn = 19_600_000_000\nt = pd.DataFrame({'수': [143667240]})\n"
    )
    project = built({"docs/index.md": text, "snippets/x.py": code})
    assert "곱셈은 196억이 든다." in note_notebook(
        project.web, project.notes["index.md"], lambda target: ""
    )
    prose = plain_prose(Questions(project.web), project.notes["index.md"], lambda target: "", text)
    assert "곱셈은 196억이 든다." in prose
    made = next(iter(project.results.values())).products.tables["t"].formatted({"수": "만"})
    assert "| 1억 4,367만 |" in table(made, strings_of("ko"))


@on_site("linked")
def test_site_has_twins_notebooks_and_pages_of_snippets(copy: Path) -> None:
    done = build_site(copy, "--strict")
    assert done.returncode == 0, done.stderr
    page = read(copy, "notes/count")
    assert '<link rel="alternate " type="text/markdown" href="../../notes/count.md">' in page
    assert '<a href="../../notes/count.ipynb" download>노트북으로 가져가기</a>' in page
    assert '<a href="../../snippets/count/">이 스니펫의 쪽</a>' in page
    assert "colab" not in page
    twin = (copy / "site/notes/count.md").read_text("utf-8")
    assert twin.startswith(
        "\ufeff\n# 세기\n\n같은 말: counting\n\n먼저 읽을 노트: [이음](../index.md)\n"
    )
    assert "열까지 더하면 55가 된다." in twin
    assert "```python\ntotal = sum(range(1, 11))" in twin
    assert "```text\n55\n```" in twin
    assert r"$1 + 2 + \dots + n = \frac{n(n+1)}{2}$" in twin
    curve = (copy / "site/notes/curve.md").read_text("utf-8")
    assert "[counting]" not in curve
    assert "곡선은 [세기](count.md)와 다르다." in curve
    assert re.search(r"그림: \[직선[^\]]*\]\(\.\./notes/curve/\)", curve)
    assert "| x | y |" in curve
    own = read(copy, "snippets/count")
    assert re.search(r"UTC에 실행했고, CPU에서 \d\.\d\d초 걸렸다", own)
    assert '<a href="../../notes/count/">세기</a>' in own
    assert "<pre" in own
    gallery = read(copy, "snippets")
    assert '<img src="../snippets/curve.svg" alt=""' in gallery
    assert "total = sum(range(1, 11))" in gallery
    picture = (copy / "site/snippets/curve.svg").read_text("utf-8")
    assert "@@" not in picture
    assert "prefers-color-scheme: dark) {svg {--mp-ink: #d7dce3;" in picture
    llms = (copy / "site/llms.txt").read_text("utf-8")
    assert llms.startswith("\ufeff\n# 이음\n")
    assert "- [세기](notes/count.md): 세기는 하나씩 더하는 일이다." in llms
    addresses = re.findall(r"\]\(([^)]+)\)", llms)
    assert addresses
    assert all((copy / "site" / address).is_file() for address in addresses)
    links = re.findall(r"\]\(([^)#]+\.md)", twin + curve)
    assert all((copy / "site/notes" / link).is_file() for link in links)


def test_gallery_shows_some_of_a_folder_and_folds_the_others(tmp_path: Path) -> None:
    code = '"""조각."""\n# %% a\nprint(1)\n'
    counts = {"a": 5, "b": 7}
    files = {f"snippets/{a}/{a}{i}.py": code for a, n in counts.items() for i in range(n)}
    root = tmp_path / "root"
    write_files(root, files | {"mkdocs.yml": "site_name: 모음\n", "docs/index.md": "# 홈\n"})
    gallery = build_here(root)["snippets/index.html"].decode()
    few, many = gallery.split('<h2 id="b"')
    assert (few.count("<li><a"), "<details" in few) == (5, False)
    shown, folded = many.split("<summary>나머지 3개</summary>")
    assert (shown.count("<li><a"), folded.count("<li><a")) == (4, 3)


def test_published_code_keeps_its_lines_and_runs_with_the_mark_of_utf_8() -> None:
    code = "x = '매듭'\n"
    marked = published_code(code.encode())
    assert marked == b"\xef\xbb\xbf" + code.encode()
    scope: dict[str, str] = {}
    exec(compile(marked, "x.py", "exec"), scope)
    assert scope["x"] == "매듭"
    for kept in (b"x = 1\n", b"#!/usr/bin/python3\n# \xea\xb0\x80\n", marked, b"# \xb0\xa1\n"):
        assert published_code(kept) == kept


@on_site("linked")
def test_search_finds_a_snippet_on_its_note_and_by_its_own_page_if_none_shows_it(
    copy: Path,
) -> None:
    (copy / "snippets/lone.py").write_text("# %% a\nlonely = 1\n", "utf-8")
    build_site(copy)
    docs = json.loads((copy / "site/search/pages.json").read_text("utf-8"))["docs"]
    places = {doc["location"].partition("#")[0] for doc in docs}
    assert "snippets/lone/" in places
    assert "snippets/count/" not in places
    assert any(doc["location"] == "notes/count/#count-sum" for doc in docs)


@on_site("linked")
def test_site_that_wants_nothing_taken_away_has_neither_files_nor_links(copy: Path) -> None:
    config = copy / "mkdocs.yml"
    text = config.read_text("utf-8").replace(
        "  - maedeup\n", "  - maedeup:\n      take_away: false\n"
    )
    config.write_text(text, "utf-8")
    assert build_site(copy, "--strict").returncode == 0
    assert not (copy / "site/llms.txt").exists()
    assert not (copy / "site/notes/count.md").exists()
    assert not (copy / "site/snippets/count").exists()
    page = read(copy, "notes/count")
    assert "mp-take" not in page
    assert "alternate" not in page
    assert "data-ends" not in page


@on_site("linked")
def test_draft_is_not_published_by_another_way(copy: Path) -> None:
    config = copy / "mkdocs.yml"
    config.write_text(config.read_text("utf-8") + "draft_docs: notes/curve.md\n", "utf-8")
    build_site(copy)
    assert (copy / "site/notes/count.md").is_file()
    assert not list((copy / "site/notes").glob("curve*"))
    assert "notes/curve.md" not in (copy / "site/llms.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("repo_url", "branch", "expected"),
    [
        ("", "notebooks", ""),
        ("https://gitlab.com/a/b", "notebooks", ""),
        ("https://github.com/a/b", "", ""),
        ("https://github.com/a/b.git", "notebooks",
         "https://colab.research.google.com/github/a/b/blob/notebooks/index.ipynb"),
    ],
)  # fmt: skip
def test_colab_is_offered_where_it_can_read_the_notebook(
    built: MakeProject, repo_url: str, branch: str, expected: str
) -> None:
    project = built({"docs/index.md": "![[x.py]]\n", "snippets/x.py": "# %% a\nx = 1\n"})
    project.settings = dataclasses.replace(
        project.settings, take_away=True, repo_url=repo_url, notebooks_branch=branch
    )
    found = re.findall(r'href="([^"]*colab[^"]*)"', render(project, "index.md"))
    assert found == ([expected] if expected else [])


def test_embed_says_where_each_cell_ends_and_which_modules_it_needs(built: MakeProject) -> None:
    project = built(
        {
            "docs/index.md": "![[x.py]]\n\n![[x.py#b|fold]]\n\n![[x.py#b|output]]\n\n![[x.py#a]]\n",
            "snippets/x.py": '"""가."""\n# %% a\nimport helper\n\n# %% b\nx = helper.x\nx\n\n',
            "snippets/helper.py": "x = 1\n",
        }
    )
    project.settings = dataclasses.replace(project.settings, take_away=True)
    found = re.findall(r'data-py="([^"]*)" data-ends="([^"]*)"', render(project, "index.md"))
    # A docstring is nothing that the first cell needs.
    assert found == [("snippets/x.py", "0 7"), ("snippets/x.py", "7")]
    assert 'data-helpers="snippets/helper.py"' in render(project, "index.md")
    assert helper_modules(project.web) == ["snippets/helper.py"]


def test_snippet_of_failed_run_has_a_page_that_says_so(built: MakeProject) -> None:
    project = built({"docs/index.md": "![[x.py]]\n", "snippets/x.py": "# %% a\n1 / 0\n"})
    project.settings = dataclasses.replace(project.settings, take_away=True)
    assert set(made_pages(project.web)) == {"snippets/index.md", "snippets/x.md"}
    site = Site(project.root / "out", "t")
    write_all(project.web, site, [*made_pages(project.web), "index.md"])
    assert "ZeroDivisionError" in (site.folder / "index.md").read_text("utf-8")
    assert "보이는 결과" not in (site.folder / "snippets/x.md").read_text("utf-8")


Change = Callable[[str], str]
CHANGES: dict[str, tuple[str, Change, set[str]]] = {
    "what is printed": (
        "snippets/x.py", lambda t: t.replace("print(1)", "print(2)"),
        {"index.md", "index.ipynb", "snippets/x.md"},
    ),
    "a figure": (
        "snippets/x.py", lambda t: t.replace("[0, 1]", "[1, 0]"),
        {"index.ipynb", "snippets/x.md", "snippets/x.svg"},
    ),
    "a comment that is shown": (
        "snippets/x.py", lambda t: t.replace("# 하나", "# 일"),
        {"index.md", "index.ipynb", "snippets/x.md"},
    ),
    "a helper module": ("snippets/h.py", lambda t: t + "\ny = 1\n", {"index.ipynb"}),
    "prose": ("docs/index.md", lambda t: t + "\n끝.\n", {"index.md", "index.ipynb"}),
    "a claim": (
        "docs/index.md", lambda t: t.replace("가다.", "나다."),
        {"index.md", "index.ipynb", "llms.txt"},
    ),
    "a snippet's title": (
        "snippets/x.py", lambda t: t.replace("제목", "이름"),
        {"snippets/x.md", "snippets/index.md"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_change_reaches_exactly_the_files_it_should(
    make_project: MakeProject, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr("maedeup.site.twins.receipt_in_words", lambda *_: "")
    project = make_project(
        {
            "docs/index.md": "---\ntitle: 홈\n---\n가다.\n\n![[x.py#p]]\n\n![[x.py#plot|figure]]\n",
            "snippets/h.py": "x = 1\n",
            "snippets/x.py": """\
                \"\"\"제목.\"\"\"
                # %% p
                import h
                print(1)  # 하나
                # %% plot
                import matplotlib.pyplot as plt

                plt.figure("line", figsize=(1, 1))
                _ = plt.plot([0, 1])
                """,
        }
    )
    project.settings = dataclasses.replace(project.settings, take_away=True)

    def written() -> dict[str, str]:
        again = Project(project.settings)
        assert build(again) == []
        site = Site(project.root / "out", "t")
        write_all(again.web, site, [*made_pages(again.web), *again.notes])
        pages = {p: p.read_text("utf-8") for p in site.folder.rglob("*") if p.is_file()}
        return {str(p.relative_to(site.folder)): text for p, text in pages.items()}

    file, change, expected = CHANGES[name]
    before = written()
    path = project.root / file
    path.write_text(change(path.read_text("utf-8")), "utf-8")
    after = written()
    assert {uri for uri in after if before.get(uri) != after[uri]} == expected


@pytest.mark.parametrize("site", ["https://example.org/b/", ""])
def test_links_of_a_lab_lead_to_the_site_from_its_notebook(tmp_path: Path, site: str) -> None:
    root = tmp_path / "vault"
    write_files(
        root,
        {
            "mkdocs.yml": SITE,
            "docs/index.md": "# 홈\n\n[[lab-x]]\n",
            "docs/notes/one.md": "---\ntitle: 하나\n---\n하나.\n\n## 까닭\n\n그렇다.\n",
            "docs/a.png": b"",
            "snippets/lab-x.py": """\
                # %% [markdown]
                # # 실습
                # [하나](../notes/one.md#까닭), ![그림](../a.png), [여기](#끝), [밖](https://a.b/c)
                # <a href="../../notes/one/">하나</a> [없다](gone.md)

                # %% a
                x = 1
                """,
        },
    )
    made = build_here(root, site_url=site)
    cells = json.loads(made["snippets/lab-x.ipynb"])["cells"]
    text = "".join(cells[0]["source"])
    base = site or "../"
    assert f"[하나]({base}notes/one/#까닭)" in text
    assert f"![그림]({base}a.png)" in text
    assert f"[여기]({base}labs/lab-x/#끝)" in text
    assert "[밖](https://a.b/c)" in text
    assert f'<a href="{base}notes/one/">' in text
    assert "[없다](gone.md)" in text
