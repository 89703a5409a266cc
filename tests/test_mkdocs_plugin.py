"""Whole sites, built by MkDocs as a person would."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import nbclient
import nbformat
import pytest
from maedeup.site.last_check import find_dead_links

from .commands import mkdocs_build as build

SITES = Path(__file__).parent / "sites"
ENVIRONMENT = os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONUNBUFFERED": "1"}


@pytest.fixture
def copy(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A copy of the site that the test names."""
    return Path(shutil.copytree(SITES / request.param, tmp_path / request.param))


def on_site(name: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("copy", [name], indirect=True)


def read(root: Path, page: str) -> str:
    return (root / "site" / page / "index.html").read_text("utf-8")


@on_site("linked")
def test_linked_site_builds_strictly_and_shows_what_its_code_does(copy: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    done = subprocess.run(command, cwd=copy, env=ENVIRONMENT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    count = read(copy, "notes/count")
    assert re.search(r"열까지 더하면 (<a[^>]*>)?<data[^>]*>55</data>(</a>)?가 된다", count)
    assert '<span class="nb">print</span>' in count
    assert "<math" in count
    assert 'id="왜-그런가"' in count
    assert re.search(r'<aside class="mp-backlinks".*curve/">곡선</a>', count, re.DOTALL)
    curve = read(copy, "notes/curve")
    assert "<svg" in curve
    assert '<td class="mp-number">0.5</td>' in curve
    assert (
        (copy / "site/snippets/count.py").read_text("utf-8-sig").startswith('"""하나씩 더한다."""')
    )
    assert not (copy / "site/planned.yml").exists()


@on_site("linked")
def test_backlinks_and_receipts_stay_out_of_the_search_index(copy: Path) -> None:
    build(copy)
    docs = json.loads((copy / "site/search/pages.json").read_text("utf-8"))["docs"]
    text = " ".join(doc["text"] for doc in docs)
    assert "하나씩 더하는" in text
    assert "가리키는 곳" not in text
    assert "count.py" not in text


@on_site("linked")
def test_graph_is_made_where_a_page_shows_it_and_stays_out_of_the_search_index(copy: Path) -> None:
    page = copy / "docs/graph.md"
    page.write_text("---\ntitle: 그림\nkind: guide\n---\n\n![[list:graph]]\n", "utf-8")
    done = build(copy, "--strict")
    assert done.returncode == 0, done.stderr
    data = json.loads((copy / "site/assets/graph.json").read_text("utf-8"))
    assert "notes/count/" in [note[1] for note in data["notes"]]
    assert (copy / "site/assets/graph.js").is_file()
    assert '<script src="../assets/graph.js" defer>' in read(copy, "graph")
    assert '<a href="../../notes/curve/"' in read(copy, "notes/count").split("mp-near")[1]
    index = (copy / "site/search/pages.json").read_text("utf-8")
    assert "이웃 노트" not in index
    assert "제목으로 찾기" not in index
    page.unlink()
    assert build(copy, "--strict").returncode == 0
    assert not (copy / "site/assets/graph.json").exists()
    assert "그래프 전체" not in read(copy, "notes/count")


@on_site("linked")
def test_site_names_no_other_host(copy: Path) -> None:
    build(copy)
    loaded = r'(?:src|href)="(https?:)?//(?!www\.w3\.org)[^"]*"'
    for page in (copy / "site").rglob("*.html"):
        tags = re.findall(r"<(?:script|link|img|iframe)[^>]*>", page.read_text("utf-8"))
        assert [tag for tag in tags if re.search(loaded, tag)] == [], page


@on_site("lab")
def test_lab_is_a_page_of_prose_code_and_results(copy: Path) -> None:
    done = build(copy, "--strict")
    assert done.returncode == 0, done.stderr
    html = read(copy, "labs/lab-mean")
    assert "<h1>실습: 평균 재기</h1>" in html
    assert '<a href="../../" class="mp-link">처음</a>' in html
    assert re.search(r"평균은 (<a[^>]*>)?<data[^>]*>2.75</data>(</a>)?이다", html)
    assert "[1.0, 2.0, 3.0, 5.0]" in html
    assert "snippets/labs/reading.py, data/values.csv" in html


@on_site("linked")
def test_typed_number_that_its_code_no_longer_gives_fails_a_strict_build(copy: Path) -> None:
    note, snippet = copy / "docs/notes/count.md", copy / "snippets/count.py"
    code = snippet.read_text("utf-8")
    note.write_text(note.read_text("utf-8") + "\n정확도는 95.3%이다.\n", "utf-8")
    snippet.write_text(code + "accuracy = 0.5 + 0.453\n", "utf-8")
    assert build(copy, "--strict").returncode == 0
    snippet.write_text(code + "accuracy = 0.5 + 0.413\n", "utf-8")
    done = build(copy, "--strict")
    assert done.returncode == 1
    assert "typed number contradicts a value: 95.3% is not 0.913 (count.py#accuracy)" in done.stderr


@on_site("broken")
def test_broken_site_tells_every_problem_and_fails_strictly(
    copy: Path, request: pytest.FixtureRequest
) -> None:
    done = build(copy, "--strict")
    assert done.returncode == 1
    told = re.sub(r"^(ERROR   -  |INFO    -  .*\n)", "", done.stderr, flags=re.MULTILINE)
    told = told[told.index("docs/") :]
    expected = SITES / "broken/expected.txt"
    if os.environ.get("REWRITE_GOLDEN"):
        expected.write_text(told, "utf-8")
    # Operators are underlined by each Python, calls only since 3.13.
    told = re.sub(r"^ +~+\^+\n", "", told, flags=re.MULTILINE)
    assert told == expected.read_text("utf-8")
    quiet = build(copy, "--strict", "-q")  # MkDocs counts no warning that it does not show
    assert quiet.returncode == 1
    assert "snippets/fails.py:3: ZeroDivisionError: division by zero" in quiet.stderr
    assert "Aborted with 6 problems in strict mode!" in quiet.stdout


@on_site("broken")
def test_broken_site_is_still_built_when_not_strict_and_shows_its_problems(copy: Path) -> None:
    assert build(copy).returncode == 0
    html = (copy / "site/index.html").read_text("utf-8")
    assert "ZeroDivisionError" in html
    assert "mp-broken" in html


@on_site("lab")
def test_lab_is_also_a_notebook_page_without_the_weight_that_mkdocs_jupyter_inlines(
    copy: Path,
) -> None:
    config = copy / "mkdocs.yml"
    jupyter = "  - mkdocs-jupyter:\n      cache: false\n      include: ['notebooks/*.ipynb']\n"
    text = config.read_text("utf-8").replace("  - maedeup\n", f"  - maedeup\n{jupyter}")
    config.write_text(f"site_url: https://a.test/sub\n{text}", "utf-8")
    lab = copy / "snippets/labs/lab-mean.py"
    drawing = "\n# %% plot\nimport matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.title('선')\n"
    drawing += "\n# %% [markdown]\n# ## `open`과 그 뒤\n"
    lab.write_text(lab.read_text("utf-8") + drawing, "utf-8")
    done = build(copy, "--strict")
    assert done.returncode == 0, done.stderr
    assert 'href="../../notebooks/lab-mean/">실행한 노트북으로 보기' in read(copy, "labs/lab-mean")
    html = read(copy, "notebooks/lab-mean")
    assert len(html) < 60_000
    assert "cdnjs" not in html
    assert '<h2 id="결과">결과</h2>' in html
    assert 'href="#결과"' in html
    assert 'href="#open과-그-뒤"' in html
    assert find_dead_links(copy / "site", "/sub/") == []
    assert '<meta property="og:url" content="https://a.test/sub/labs/lab-mean/">' in read(
        copy, "labs/lab-mean"
    )
    assert '<a href="/sub/">첫 쪽</a>' in (copy / "site/404.html").read_text("utf-8")
    assert '<a class="mp-link" href="../../">처음</a>' in html
    assert re.search(r"평균은 (<a[^>]*>)?<data[^>]*>2.75</data>(</a>)?이다", html)
    assert "[1.0, 2.0, 3.0, 5.0]" in html
    # Figures as on any page: they follow the palette and have a text alternative.
    assert re.search(
        r'(?s)<svg aria-labelledby="(mp1-t)"[^>]* role="img".*?<title id="\1">선', html
    )
    assert "var(--mp-" in html
    assert "image/svg+xml;base64" not in html


@on_site("lab")
def test_notebook_to_take_away_is_executed_valid_and_runs_alone(copy: Path, tmp_path: Path) -> None:
    assert build(copy).returncode == 0
    notebook = nbformat.read(copy / "site/snippets/labs/lab-mean.ipynb", as_version=4)
    nbformat.validate(notebook)
    prose = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    assert "평균은 2.75이다." in prose[1]
    assert "처음처럼 구한다" in prose[0]
    assert [o.text for c in notebook.cells for o in c.get("outputs", []) if "text" in o] == [
        "2.75\n"
    ]
    alone = tmp_path / "alone"
    (alone / "data").mkdir(parents=True)
    shutil.copy(copy / "data/values.csv", alone / "data")
    again = nbclient.NotebookClient(
        notebook, resources={"metadata": {"path": str(alone)}}
    ).execute()
    assert (alone / "reading.py").is_file()
    assert [o.text for c in again.cells for o in c.get("outputs", []) if o.get("name") == "stdout"][
        -1
    ] == "2.75\n"


class Served:
    """`mkdocs serve` of a site, and what it printed."""

    def __init__(self, root: Path) -> None:
        self.root = root
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.url = f"http://127.0.0.1:{free.getsockname()[1]}/"
        address = self.url.removeprefix("http://").rstrip("/")
        self.log = (root / "serve.log").open("w+")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", address],
            cwd=root,
            env=ENVIRONMENT,
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )

    def printed(self) -> str:
        return (self.root / "serve.log").read_text("utf-8")

    def wait_for(self, pattern: str, start: int = 0) -> str:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if found := re.search(pattern, self.printed()[start:]):
                return found[0]
            time.sleep(0.1)
        raise AssertionError(f"{pattern!r} not in:\n{self.printed()}")


@pytest.fixture
def served(copy: Path) -> Iterator[Served]:
    site = Served(copy)
    yield site
    site.process.terminate()
    site.process.wait(20)
    site.log.close()


@on_site("lab")
def test_saving_a_file_refreshes_the_page_and_runs_only_what_is_stale(served: Served) -> None:
    served.wait_for("Serving on")

    def page() -> str:
        with urllib.request.urlopen(f"{served.url}labs/lab-mean/") as answer:
            return str(answer.read().decode())

    deadline = time.monotonic() + 20
    while "2.75</data>" not in page() and time.monotonic() < deadline:  # shown before it has run
        time.sleep(0.1)
    assert "2.75</data>" in page()
    steps = [
        ("data/values.csv", "1\n2\n3\n6\n", "3.00</data>", 1),
        ("snippets/labs/reading.py", "def read(path):\n    return [4.0]\n", "4.00</data>", 1),
        ("docs/index.md", "---\ntitle: 첫째\n---\n\n[[lab-mean]]\n", "4.00</data>", 0),
        ("snippets/labs/reading.py", "def read(path):\n    1/0\n", "ZeroDivisionError", 1),
        ("snippets/labs/reading.py", "def read(path):\n    return [5.0]\n", "5.00</data>", 1),
    ]
    for file, text, expected, runs in steps:
        start = len(served.printed())
        (served.root / file).write_text(text, "utf-8")
        served.wait_for("Reloading browsers|Documentation built", start)
        deadline = time.monotonic() + 20
        while expected not in page() and time.monotonic() < deadline:
            time.sleep(0.1)
        assert expected in page()
        assert len(re.findall(r"running \d+ snippets", served.printed()[start:])) == runs, file
    assert served.process.poll() is None
