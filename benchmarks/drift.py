"""Which pages go stale, and what runs for nothing, when one thing of a project changes.

A generated project of twelve documents, each of which prints a line that depends on one kind of
thing: its code, a helper, a data file, a child process, a folder, a variable, a style, a picture
whose name is built up, an optional module, C code, a pool. Single changes are drawn at random;
after each, every tool builds, and plain `python` says what each document prints now. A page that
does not say so is stale, counted once until it is right again. A run is needless where neither
the document nor what it reads changed. What a tool cannot show at all is told and not counted.

    python benchmarks/drift.py [--changes 200] [--peers FOLDER] [--peer-changes 25] [--seed 0]
                               [--only TOOL]

Other tools are measured where FOLDER has a virtual environment of their name (`FOLDER/myst-nb`, …);
one that is not there is said to be.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from html import unescape
from pathlib import Path
from textwrap import indent
from typing import Any

import nbformat
from maedeup.build import RunOptions, read, run
from maedeup.hosts.settings import load_settings
from maedeup.runs.pool import end_all
from maedeup.runs.product import Text

PATIENCE_S = 240
"""For one build, after which it is said to hang."""

CODES = {
    "pure": "x = 3\nprint('pure', x * x)",
    "helped": "from helper import factor\nprint('helped', factor * 2)",
    "data": "rows = open('data/' + 'table.csv').read().split()\nprint('data', sum(map(int, rows)))",
    "child": "import subprocess\n"
    "done = subprocess.run(['cat', 'data/child.txt'], capture_output=True, text=True)\n"
    "print('child', done.stdout.strip())",
    "listed": "import os\nprint('listed', len(os.listdir('data/many')))",
    "variable": "import os\nprint('variable', os.environ.get('DRIFT_SIZE'))",
    "style": "import matplotlib\nprint('style', matplotlib.rcParams['image.lut'])",
    "picture": "from pathlib import Path\nname = 'pic'\n"
    "print('picture', sum(Path('data', name + '.bin').read_bytes()))",
    "optional": "try:\n    from extra import bonus\nexcept ImportError:\n    bonus = 0\n"
    "print('optional', bonus)",
    "native": "import numpy as np\n"
    "print('native', np.fromfile('data/native.bin', dtype='u1').sum())",
    "pooled": "from multiprocessing import get_context\n\n\ndef work(name):\n"
    "    return open(f'data/{name}.txt').read().strip()\n\n\n"
    "with get_context('fork').Pool(1) as pool:\n    print('pooled', *pool.map(work, ['pool']))",
    "plain": "total = sum(range(10))\nprint('plain', total)",
}
OPTIONS = {
    "variable": '# /// script\n# [tool.maedeup]\n# env = ["DRIFT_SIZE"]\n# ///\n',
}

FILES: dict[str, str] = {
    "snippets/helper.py": "factor = 4\n",
    "data/table.csv": "10 20 30\n",
    "data/child.txt": "100\n",
    "data/many/a.txt": "",
    "data/pic.bin": "abc",
    "data/native.bin": "xyz",
    "data/pool.txt": "55\n",
    "data/unread.txt": "1\n",
}


class Project:
    """The project as it is now; tools write of it what they need."""

    def __init__(self, root: Path, rng: random.Random) -> None:
        self.root, self.rng = root, rng
        self.codes = dict(CODES)
        self.prose = dict.fromkeys(CODES, "A sentence.")
        for path, text in FILES.items():
            self.write(path, text)

    def write(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text)

    def number(self) -> int:
        return self.rng.randrange(10, 99)

    def change(self) -> tuple[str, set[str]]:
        """Change one thing; return what, and the documents that read it."""
        kind = self.rng.choice(sorted(CHANGES))
        return kind, set(CHANGES[kind](self) or ())


def _code(p: Project) -> list[str]:
    p.codes["pure"] = re.sub(r"x = \d+", f"x = {p.number()}", p.codes["pure"])
    return ["pure"]


def _comment(p: Project) -> list[str]:
    p.codes["plain"] = f"# {p.number()}\n" + CODES["plain"]
    return []


def _blank(p: Project) -> list[str]:
    p.codes["plain"] = "\n" * p.rng.randrange(3) + CODES["plain"]
    return []


def _helper(p: Project) -> list[str]:
    p.write("snippets/helper.py", f"factor = {p.number()}\n")
    return ["helped"]


def _helper_comment(p: Project) -> list[str]:
    text = (p.root / "snippets/helper.py").read_text().partition("#")[0]
    p.write("snippets/helper.py", f"{text}# {p.number()}\n")
    return []


def _same_time(p: Project) -> list[str]:
    file = p.root / "data/table.csv"
    before = file.stat()
    file.write_text(f"{p.number()} {p.number()} {p.number()}\n")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    return ["data"]


def _touch(p: Project) -> list[str]:
    os.utime(p.root / "data/table.csv")
    return []


def _write(path: str, *readers: str) -> Callable[[Project], list[str]]:
    def change(p: Project) -> list[str]:
        p.write(path, f"{p.number()}\n")
        return list(readers)

    return change


def _appear(path: str, text: str, *readers: str) -> Callable[[Project], list[str]]:
    def change(p: Project) -> list[str]:
        if (p.root / path).exists():
            (p.root / path).unlink()
        else:
            p.write(path, text.format(p.number()))
        return list(readers)

    return change


def _variable(p: Project) -> list[str]:
    os.environ["DRIFT_SIZE"] = str(p.number())
    return ["variable"]


def _prose(p: Project) -> list[str]:
    p.prose[p.rng.choice(sorted(CODES))] = f"Another sentence, {p.number()}."
    return []


CHANGES: dict[str, Callable[[Project], list[str] | None]] = {
    "code": _code, "comment": _comment, "blank lines": _blank,
    "helper": _helper, "helper's comment": _helper_comment,
    "data": _write("data/table.csv", "data"), "data, same size and time": _same_time,
    "data touched": _touch, "what a child reads": _write("data/child.txt", "child"),
    "what a pool reads": _write("data/pool.txt", "pooled"),
    "what C code reads": _write("data/native.bin", "native"),
    "picture": _write("data/pic.bin", "picture"), "variable": _variable,
    "file in a listed folder": _appear("data/many/b.txt", "", "listed"),
    "unread file": _write("data/unread.txt"), "file beside data": _appear("data/new.txt", "{}"),
    "matplotlibrc": _appear("matplotlibrc", "image.lut: {}\n", "style"),
    "optional module": _appear("snippets/extra.py", "bonus = {}\n", "optional"),
    "module that none imports": _appear("snippets/stray.py", "x = {}\n"), "prose": _prose,
}  # fmt: skip


def ask_python(project: Project) -> dict[str, str]:
    """Return the line that each document prints, as plain Python runs it."""
    environment = {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"}
    if "DRIFT_SIZE" in os.environ:
        environment["DRIFT_SIZE"] = os.environ["DRIFT_SIZE"]
    said = {}
    for name, code in project.codes.items():
        file = project.root / f"snippets/_plain_{name}.py"
        file.write_text(code)
        done = subprocess.run(
            [sys.executable, str(file)], cwd=project.root, env=environment,
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        file.unlink()
        said[name] = done.stdout.strip()
    return said


def processor_s() -> float:
    """Return the processor seconds of this process and of all that it waited for."""
    rows = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(row.ru_utime + row.ru_stime for row in rows)


# --- tools --------------------------------------------------------------------------------------


class Ours:
    """maedeup, in one process that goes on, as while serving."""

    name = "maedeup"

    def __init__(self, project: Project) -> None:
        self.project = project
        project.write("mkdocs.yml", "site_name: t\ntheme: {name: mkdocs}\nplugins: [maedeup]\n")
        self.vault: Any = None
        self.results: Any = None

    def build(self) -> list[str]:
        """Build; return the documents that ran."""
        p = self.project
        for name, code in p.codes.items():
            p.write(f"snippets/{name}.py", f"{OPTIONS.get(name, '')}# %% a\n{code}\n")
            p.write(f"docs/{name}.md", f"# {name}\n\n{p.prose[name]}\n\n![[{name}.py]]\n")
        p.write("docs/index.md", "# t\n")
        self.vault = read(load_settings(p.root), self.vault)
        self.results = run(self.vault, RunOptions(keep_warm=True), self.results)
        return [Path(key).stem for key in self.results.ran]

    def page(self, name: str) -> str:
        """Return what a page says that the document printed."""
        result = self.results.by_key.get(f"snippets/{name}.py")
        made = result.products.cells.get("a", []) if result else []
        return "".join(part.text for part in made if isinstance(part, Text))

    def command(self) -> list[str]:
        return [sys.executable, "-m", "mkdocs", "build", "-q"]


class Peer:
    """A tool that is installed in an environment of its own and builds by a command."""

    name = ""
    site = "site"

    def __init__(self, project: Project, python: Path) -> None:
        self.project, self.python = project, python
        self.log = project.root / "runs.log"

    def code(self, name: str) -> str:
        """Return a document's code, which notes that it runs, as in the project's root."""
        root = str(self.project.root)
        return (
            f"import os, sys\nos.chdir({root!r})\nsys.path.insert(0, {root + '/snippets'!r})\n"
            f"with open('runs.log', 'a') as log:\n    log.write('{name} ')\n"
            f"{self.project.codes[name]}"
        )

    def write(self) -> None:
        raise NotImplementedError

    def command(self) -> list[str]:
        raise NotImplementedError

    def build(self) -> list[str]:
        """Build; return the documents that ran."""
        self.write()
        self.log.write_text("")
        environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(
            self.command(), cwd=self.project.root, env=environment, capture_output=True, text=True
        )
        self.failed = done.returncode
        self.said = done.stderr[-2000:]
        return self.log.read_text().split()

    def page(self, name: str) -> str:
        """Return the text of a document's page."""
        for file in (self.project.root / self.site).rglob("*.html"):
            if f"doc_{name}" in str(file):
                return unescape(re.sub(r"<[^>]*>", "", file.read_text("utf-8")))
        return ""

    def put(self, path: str, text: str) -> None:
        """Write a file unless it is so already, as an author's editor would."""
        file = self.project.root / path
        if not file.is_file() or file.read_text() != text:
            self.project.write(path, text)


class MkdocsJupyter(Peer):
    name = "mkdocs-jupyter"

    def write(self) -> None:
        self.put("mkdocs.yml", "site_name: t\ntheme: {name: mkdocs}\nplugins:\n"
                 "  - mkdocs-jupyter: {execute: true, cache: true}\n")  # fmt: skip
        self.put("docs/index.md", "# t\n")
        for name, prose in self.project.prose.items():
            cells = [nbformat.v4.new_markdown_cell(prose, id="p"),
                     nbformat.v4.new_code_cell(self.code(name), id="c")]  # fmt: skip
            metadata = {
                "kernelspec": {"name": "python3", "display_name": "p", "language": "python"}
            }
            book = nbformat.v4.new_notebook(cells=cells, metadata=metadata)
            self.put(f"docs/doc_{name}.ipynb", nbformat.writes(book))

    def command(self) -> list[str]:
        return [str(self.python), "-m", "mkdocs", "build", "-q"]


class MarkdownExec(Peer):
    name = "markdown-exec"

    def write(self) -> None:
        self.put("mkdocs.yml", "site_name: t\ntheme: {name: mkdocs}\nplugins: [markdown-exec]\n"
                 "markdown_extensions: [pymdownx.superfences]\n")  # fmt: skip
        self.put("docs/index.md", "# t\n")
        for name, prose in self.project.prose.items():
            fence = f'```python exec="on" session="{name}"\n{self.code(name)}\n```'
            self.put(f"docs/doc_{name}.md", f"# {name}\n\n{prose}\n\n{fence}\n")

    def command(self) -> list[str]:
        return [str(self.python), "-m", "mkdocs", "build", "-q"]


class MystNb(Peer):
    name = "myst-nb"

    def write(self) -> None:
        self.put("docs/conf.py", "extensions = ['myst_nb']\nnb_execution_mode = 'cache'\n")
        names = "\n".join(f"doc_{name}" for name in self.project.prose)
        self.put("docs/index.md", f"# t\n\n```{{toctree}}\n{names}\n```\n")
        head = "---\nfile_format: mystnb\nkernelspec: {name: python3}\n---\n"
        for name, prose in self.project.prose.items():
            cell = f"```{{code-cell}}\n{self.code(name)}\n```"
            self.put(f"docs/doc_{name}.md", f"{head}# {name}\n\n{prose}\n\n{cell}\n")

    def command(self) -> list[str]:
        return [str(self.python), "-m", "sphinx", "-q", "docs", "site"]


class SphinxGallery(Peer):
    name = "sphinx-gallery"

    def write(self) -> None:
        self.put("docs/conf.py", "extensions = ['sphinx_gallery.gen_gallery']\n"
                 "sphinx_gallery_conf = {'examples_dirs': '../examples', 'gallery_dirs': 'made',"
                 " 'filename_pattern': '/doc_'}\n")  # fmt: skip
        self.put("docs/index.rst", "t\n=\n\n.. toctree::\n\n   made/index\n")
        self.put("examples/README.rst", "made\n====\n")
        for name, prose in self.project.prose.items():
            self.put(
                f"examples/doc_{name}.py", f'"""\n{name}\n====\n\n{prose}\n"""\n{self.code(name)}\n'
            )

    def command(self) -> list[str]:
        return [str(self.python), "-m", "sphinx", "-q", "docs", "site"]


class Marimo(Peer):
    """One page a notebook; what it printed is in a block whose result its cache keeps on disk."""

    name = "marimo"
    HEAD = """import marimo

app = marimo.App()


@app.cell
def _():
    import os as root_os, sys as root_sys
    from contextlib import redirect_stdout
    from io import StringIO
    import marimo as mo
    root_os.chdir({root!r})
    root_sys.path.insert(0, {root!r} + "/snippets")
    def note(name):
        with open("runs.log", "a") as log:
            log.write(name + " ")
    return StringIO, mo, note, redirect_stdout


@app.cell
def _(StringIO, mo, note, redirect_stdout):
    {prose!r}
    printed = StringIO()
    with mo.persistent_cache(name={name!r}):
        note({name!r})
        with redirect_stdout(printed):
{code}
        said = printed.getvalue()
    print(said)
    return


if __name__ == "__main__":
    app.run()
"""

    def write(self) -> None:
        for name, prose in self.project.prose.items():
            code = indent(self.project.codes[name], " " * 12)
            text = self.HEAD.format(root=str(self.project.root), prose=prose, name=name, code=code)
            self.put(f"books/doc_{name}.py", text)

    def command(self) -> list[str]:
        export = f"{self.python} -m marimo -q export html $file -f -o site/$(basename $file).html"
        loop = f"mkdir -p site; for file in books/doc_*.py; do {export}; done"
        return ["sh", "-c", loop]


PEERS: tuple[type[Peer], ...] = (MkdocsJupyter, MystNb, SphinxGallery, MarkdownExec, Marimo)


def measure(tool: Any, project: Project, changes: int) -> dict[str, Any]:
    """Change one thing after the other; count what is stale and what ran for nothing."""
    tool.build()
    expected = ask_python(project)
    cannot = [name for name in expected if expected[name] not in tool.page(name)]
    assert len(cannot) < 3, (tool.name, cannot, getattr(tool, "said", ""))
    stale: list[str] = []
    needless: list[str] = []
    runs = 0
    already: list[str] = []
    for _ in range(changes):
        kind, readers = project.change()
        ran = tool.build()
        runs += len(ran)
        expected = ask_python(project)
        wrong = [name for name in expected if expected[name] not in tool.page(name)]
        bad = [name for name in wrong if name not in cannot]
        stale += [f"{kind}: {name}" for name in bad if name not in already]
        already = bad
        needless += [f"{kind}: {name}" for name in ran if name not in readers]
    return {"stale": stale, "needless": needless, "runs": runs, "cannot show": cannot}


def ends(command: list[str], root: Path) -> bool:
    """Run a command; say whether it ends by itself, and end it with its children if not."""
    with subprocess.Popen(
        command, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:  # fmt: skip
        try:
            process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            return False
    return True


def cost(tool: Any, project: Project) -> dict[str, Any]:
    """Return the processor time of builds after no change and an edit, and pages after a crash."""
    found: dict[str, Any] = {}
    for what in ("first", "none", "edit", "crash"):
        if what == "edit":
            project.codes["pure"] = "x = 123\nprint('pure', x * x)"
        if what == "crash":
            project.codes["plain"] = "import os\nos.abort()"
            shutil.rmtree(project.root / "site", ignore_errors=True)
        tool.write() if isinstance(tool, Peer) else tool.build()
        began = processor_s()
        found["hangs"] = not ends(tool.command(), project.root)
        found[what] = processor_s() - began
    pages = [str(file) for file in (project.root / "site").rglob("*.html")]
    names = [name for name in CODES if name != "plain"]
    found["pages"] = sum(any(name in Path(page).as_posix() for page in pages) for name in names)
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--changes", type=int, default=200)
    parser.add_argument("--peer-changes", type=int, default=25)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="", help="measure this tool alone")
    parser.add_argument("--peers", type=Path, default=Path("peers"))
    given = parser.parse_args()
    print(f"seed {given.seed}; {len(CODES)} documents; oracle: {sys.executable.rpartition('/')[2]}")
    print(f"{'':16}{'changes':>8}{'stale':>7}{'needless':>9}{'no change':>11}{'one edit':>10}"
          "  pages after os.abort()")  # fmt: skip
    tools: list[tuple[str, Callable[[Project], Any] | None, int]] = [
        ("maedeup", Ours, given.changes)
    ]
    for peer in PEERS:
        python = given.peers.absolute() / peer.name / "bin/python"
        make = (lambda p, peer=peer, python=python: peer(p, python)) if python.exists() else None
        tools.append((peer.name, make, given.peer_changes))
    for name, make, changes in tools:
        if given.only not in ("", name):
            continue
        if make is None:
            print(f"{name:16}not installed")
            continue
        with tempfile.TemporaryDirectory() as folder:
            os.environ["DRIFT_SIZE"] = "1"
            began = time.perf_counter()
            project = Project(Path(folder).resolve(), random.Random(given.seed))
            tool = make(project)
            try:
                found = measure(tool, project, changes)
            except (AssertionError, subprocess.CalledProcessError) as error:
                print(f"{name:16}does not build this project: {str(error)[:300]}")
                continue
            spent = cost(tool, project)
            end_all()
            print(
                f"{name:16}{changes:8}{len(found['stale']):7}{len(found['needless']):9}"
                f"{spent['none']:10.1f}s{spent['edit']:9.1f}s  {spent['pages']} of {len(CODES) - 1}"
                f"{', and never ends' if spent['hangs'] else ''}"
                f"   ({time.perf_counter() - began:.0f} s)",
                flush=True,
            )
            for what in ("stale", "needless", "cannot show"):
                kinds: dict[str, int] = {}
                for one in found[what]:
                    kinds[one] = kinds.get(one, 0) + 1
                told = ", ".join(f"{one} ×{n}" for one, n in sorted(kinds.items()))
                if told:
                    print(f"{'':16}{what}: {told[:400]}")


if __name__ == "__main__":
    main()
