"""What a second process makes of a build is what the build would have made alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from maedeup.runs.run import default_jobs

from .conftest import write_files

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or default_jobs() < 2, reason="a second process needs a second core"
)

BEGIN = """\
import logging, os, signal, sys, threading, time
from dataclasses import replace
from pathlib import Path
from maedeup.hosts.second_process import FEW, SecondProcess
from maedeup.vault.site_settings import Settings

HERE = os.getpid()
settings = Settings(root=Path.cwd())

def who():
    return str(os.getpid()).encode()

def begin(works, settings=settings, weight=FEW):
    second = SecondProcess(settings)
    for name, work in works.items():
        second.add(name, work, weight)
    second.start()
    return second

def wait_for(condition):
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)
"""

SITUATIONS = {
    "a work is made there": """
        second = begin({"a": who, "b": lambda: b"x" * 3_000_000})
        wait_for(lambda: second._comes(0))
        assert int(second.take("a", who)) != HERE
        assert second.take("b", who) == b"x" * 3_000_000
        second.end()
        """,
    "with one job at a time it is made here": """
        second = begin({"a": who}, replace(settings, jobs=1))
        assert int(second.take("a", who)) == HERE
        """,
    "a few short works are made here": """
        second = begin({"a": who}, weight=1)
        assert int(second.take("a", who)) == HERE
        """,
    "while there are threads all is made here": """
        held = threading.Event()
        threading.Thread(target=held.wait).start()
        second = begin({"a": who})
        held.set()
        assert int(second.take("a", who)) == HERE
        """,
    "a work that fails there fails here, and the next one comes from there": """
        def fail():
            raise ValueError("of " + str(os.getpid()))
        second = begin({"a": fail, "b": who})
        wait_for(lambda: second._comes(1))
        try:
            second.take("a", fail)
        except ValueError as error:
            assert str(error) == f"of {HERE}"
        else:
            raise AssertionError("no error")
        assert int(second.take("b", who)) != HERE
        """,
    "what a work says is said once, by the process whose log it is": """
        said = []
        class Kept(logging.Handler):
            def emit(self, record):
                said.append((record.getMessage(), os.getpid()))
                Path(f"said-{os.getpid()}").touch()
        logging.getLogger().addHandler(Kept())
        def warn():
            logging.getLogger("x").warning("beware")
            return who()
        second = begin({"a": warn, "b": who})
        wait_for(lambda: second._comes(1))
        assert int(second.take("a", warn)) == HERE
        assert said == [("beware", HERE)]
        assert [path.name for path in Path.cwd().glob("said-*")] == [f"said-{HERE}"]
        """,
    "what a killed process was at is made here": """
        def die():
            if os.getpid() != HERE:
                os.kill(os.getpid(), signal.SIGKILL)
            return who()
        second = begin({"first": who, "a": die, "b": who})
        wait_for(lambda: second._comes(0))
        assert int(second.take("a", die)) == HERE
        assert int(second.take("b", who)) == HERE
        assert int(second.take("first", who)) != HERE
        """,
    "who waits makes others meanwhile": """
        flag = Path("flag")
        def wait():
            wait_for(flag.exists)
            return who()
        def free():
            flag.touch()
            return who()
        second = begin({"a": wait, "b": who, "c": free})
        wait_for(lambda: second._begun[0])  # the second process has begun it
        assert int(second.take("a", wait)) != HERE
        assert int(second.take("c", free)) == HERE
        """,
    "no process is left": """
        second = begin({"a": lambda: time.sleep(600)})
        pid = second._pid
        assert Path(f"/proc/{pid}").exists()
        second.end()
        assert not Path(f"/proc/{pid}").exists()
        """,
}


@pytest.mark.parametrize("situation", SITUATIONS)
def test_works_of_a_second_process(situation: str, tmp_path: Path) -> None:
    text = BEGIN + "\n".join(row[8:] for row in SITUATIONS[situation].splitlines())
    command = [sys.executable, "-c", text]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr


SETTINGS = """\
site_name: 시험
site_url: https://example.org/
theme: {{name: mkdocs}}
hooks: [hooks.py]
plugins: [search, maedeup: {{publish_results: true, jobs: {jobs}}}]
"""

HOOKS = """\
import os, signal
from pathlib import Path

HERE = str(os.getpid())
ROOT = Path(__file__).parent
os.register_at_fork(after_in_child=lambda: (ROOT / "forked").touch())

def on_page_markdown(markdown, **_):
    if (ROOT / "kill").exists():
        for pid in Path(f"/proc/{HERE}/task/{HERE}/children").read_text().split():
            os.kill(int(pid), signal.SIGKILL)
            (ROOT / "killed").touch()
"""

PICTURE = """\
# %% draw
import numpy as np
import matplotlib.pyplot as plt

plt.imshow(np.random.default_rng({number}).random((200, 200, 3)))
"""


def site_of(root: Path, jobs: int, *marks: str) -> dict[str, bytes]:
    """Build a site with all that is made beside its pages; return its files."""
    for mark in ("kill", "killed", "forked"):
        (root / mark).unlink(missing_ok=True)
    for mark in marks:
        (root / mark).touch()
    (root / "mkdocs.yml").write_text(SETTINGS.format(jobs=jobs), "utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "--strict"]
    kept = {"PYTHONDONTWRITEBYTECODE": "", "SOURCE_DATE_EPOCH": "1600000000"}
    subprocess.run(command, cwd=root, env=os.environ | kept, check=True, timeout=300)
    for cache in ("figures", "packed", "made"):
        for file in (root / ".maedeup/cache" / cache).rglob("*.*"):
            if file.is_file():
                file.unlink()
    assert not list(root.glob(".maedeup/scratch/*"))
    site = root / "site"
    return {str(p.relative_to(site)): p.read_bytes() for p in site.rglob("*") if p.is_file()}


def test_a_site_is_the_same_with_a_second_process_without_it_and_after_its_death(
    tmp_path: Path,
) -> None:
    notes = {
        f"docs/notes/n{number}.md": f"---\ntitle: 노트 {number}\n---\n\n그림.\n\n"
        f"![[s{number % 3}.py]]\n\n> [!question]- 무엇인가? \n> [[n{(number + 1) % 20}]]\n"
        for number in range(20)
    }
    pictures = {f"snippets/s{number}.py": PICTURE.format(number=number) for number in range(3)}
    home = {"docs/index.md": "# 홈\n\n" + "\n".join(f"- [[n{number}]]" for number in range(20))}
    write_files(tmp_path, notes | pictures | home | {"hooks.py": HOOKS})
    alone = site_of(tmp_path, 1)
    assert not (tmp_path / "forked").exists()
    together = site_of(tmp_path, 2)
    assert (tmp_path / "forked").exists()
    assert together.keys() == alone.keys()
    assert [name for name in alone if alone[name] != together[name]] == []
    bereft = site_of(tmp_path, 2, "kill")
    assert (tmp_path / "killed").exists()
    assert bereft == alone
    for kind in ("*.webp", "*.png", "notes/*.ipynb", "notes/*.md", "_results/*/*/*"):
        assert any(Path(name).match(kind) for name in alone), kind
