"""Runs beside the server: what is waited for, what comes first, what is run again."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from maedeup.build import read
from maedeup.hosts.live_runs import Runs
from maedeup.hosts.live_watch import watch_folders
from maedeup.hosts.settings import load_settings
from maedeup.runs.pool import end_all
from maedeup.runs.store import Result
from maedeup.text.paths import RunKey
from maedeup.vault.vault import Vault
from mkdocs.livereload import LiveReloadServer

from tests.project import RunOptions, build

from .conftest import MakeProject, messages, write_files

SLEEP = "# %% a\nimport time\n\ntime.sleep({})\nn = {}\n"


@pytest.fixture
def runs() -> Iterator[Runs]:
    told: list[float] = []
    made = Runs(lambda: told.append(time.monotonic()))
    yield made
    made.end()


CRASHES = """\
# %% a
import os

with open("data/" + "x.txt") as file:
    if file.read() == "bad":
        os.abort()
n = 1
"""


def vault_of(root: Path, snippets: dict[str, str], before: Vault | None = None) -> Vault:
    files = {f"snippets/{name}.py": text for name, text in snippets.items()}
    write_files(root, {"mkdocs.yml": "site_name: t\n", "docs/index.md": "# 홈\n"} | files)
    return read(load_settings(root), before)


def start(runs: Runs, vault: Vault) -> dict[RunKey, Result]:
    return runs.start(vault, list(vault.snippets.values()), {})


def test_quick_runs_are_waited_for_and_slow_ones_are_not(tmp_path: Path, runs: Runs) -> None:
    runs.patience = 15.0
    vault = vault_of(tmp_path, {"quick": "# %% a\nn = 1\n"})
    assert set(start(runs, vault)) == {"snippets/quick.py"}
    runs.patience = 0.2
    vault = vault_of(tmp_path, {"slow": SLEEP.format(3, 1)}, vault)
    stale = [vault.snippets[path] for path in vault.snippets if "slow" in path]
    assert runs.start(vault, stale, {}) == {}


def test_snippet_that_is_saved_while_it_runs_is_run_again(tmp_path: Path, runs: Runs) -> None:
    vault = vault_of(tmp_path, {"one": SLEEP.format(1, 1)})
    assert start(runs, vault) == {}
    vault = vault_of(tmp_path, {"one": SLEEP.format(1, 2)}, vault)
    runs.patience = 30.0
    (made,) = start(runs, vault).values()
    assert made.products.values["n"].text == "2"


def test_file_that_changes_each_time_is_run_again_and_shown(tmp_path: Path, runs: Runs) -> None:
    text = "# %% a\nn = int(open('data/x.txt').read())\n"
    write_files(tmp_path, {"data/x.txt": "1"})
    vault = vault_of(tmp_path, {"one": text})
    runs.patience = 15.0
    for number in (1, 2, 2, 3, 1):  # as the file says, however often it was written
        write_files(tmp_path, {"data/x.txt": str(number)})
        (made,) = start(runs, vault).values()
        assert made.products.values["n"].text == str(number)


def test_crash_that_came_from_data_is_looked_at_again_when_they_change(
    make_project: MakeProject,
) -> None:
    files = {"data/x.txt": "bad", "snippets/x.py": CRASHES, "snippets/y.py": "# %% a\nn = 1\n"}
    project = make_project(files | {"docs/index.md": "![[x.py]]\n\n![[y.py]]\n"})
    build(project)
    assert [m.partition(": ")[0] for m in messages(project)] == ["snippets/x.py:6"]
    build(project)
    assert project.ran == []  # nothing changed: the crash is not asked for again
    write_files(project.root, {"data/x.txt": "good"})
    build(project)
    assert project.ran == ["snippets/x.py"]
    assert messages(project) == []


@pytest.mark.usefixtures("cold_server")
def test_variable_that_changes_while_one_server_runs_all_is_the_new_one(
    make_project: MakeProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = '# /// script\n# [tool.maedeup]\n# env = ["DRIFT_SIZE"]\n# ///\n'
    code = f"{options}# %% a\nimport os\n\nx = os.environ.get('DRIFT_SIZE', 'none')\n"
    project = make_project({"snippets/x.py": code, "docs/index.md": "![[x.py]]\n"})
    for value in ("1", "2", None):
        if value is None:
            monkeypatch.delenv("DRIFT_SIZE")
        else:
            monkeypatch.setenv("DRIFT_SIZE", value)
        build(project, RunOptions(keep_warm=True))
        made = project.results["snippets/x.py"].products.values["x"].scalar
        assert made == (value or "none")
        build(project, RunOptions(keep_warm=True))
        assert project.ran == []
    end_all()


def test_folders_in_which_something_may_appear_are_watched_and_looked_at_again(
    make_project: MakeProject,
) -> None:
    text = "# %% a\nfrom pathlib import Path\nn = Path('data/new/x.txt').exists()\n"
    project = make_project({"snippets/x.py": text, "docs/index.md": "![[x.py]]\n"})
    build(project)
    server, watched = Watching(), set[str]()

    def names() -> set[str]:
        return {str(Path(path).relative_to(project.root)) for path in server.paths}

    assert watch_folders(server, project.web, watched)
    assert names() == {".", "snippets"}
    assert not watch_folders(server, project.web, watched)
    (project.root / "data/new").mkdir(parents=True)
    assert watch_folders(server, project.web, watched)  # what lies in it since, nobody told
    assert names() == {".", "snippets", "data/new"}
    (project.root / "data/new").rmdir()
    watch_folders(server, project.web, watched)
    assert names() == {".", "snippets", "data"}


class Watching(LiveReloadServer):
    """What of MkDocs' server watches."""

    def __init__(self) -> None:
        self.paths: list[str] = []

    def watch(self, path: str, func: None = None, *, recursive: bool = True) -> None:
        self.paths.append(path)

    def unwatch(self, path: str) -> None:
        self.paths.remove(path)


def done_with(key: RunKey, runs: Runs, vault: Vault) -> dict[RunKey, Result]:
    """Wait for a run; return all that are done then."""
    deadline = time.monotonic() + 60
    while key not in (done := start(runs, vault)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert key in done
    return done


def test_what_is_looked_at_runs_before_what_waits_longer(tmp_path: Path, runs: Runs) -> None:
    vault = vault_of(tmp_path, {f"s{number}": SLEEP.format(0.5, number) for number in range(12)})
    assert start(runs, vault) == {}
    last = RunKey("snippets/s9.py")
    runs.look_at([last])
    assert len(done_with(last, runs, vault)) < 12


def test_no_run_begins_before_the_first_page_is_made(tmp_path: Path, runs: Runs) -> None:
    runs.hold()
    vault = vault_of(tmp_path, {f"s{number}": f"# %% a\nn = {number}\n" for number in range(9)})
    assert start(runs, vault) == {}
    time.sleep(1.0)
    assert not (tmp_path / ".maedeup/scratch").exists()
    looked_at = RunKey("snippets/s8.py")
    runs.look_at([looked_at])
    runs.begin(0)
    assert len(done_with(looked_at, runs, vault)) < 9


def test_run_that_a_save_waits_for_begins_before_any_page(tmp_path: Path, runs: Runs) -> None:
    runs.hold()
    runs.patience = 30.0
    vault = vault_of(tmp_path, {"one": "# %% a\nn = 1\n"})
    assert set(start(runs, vault)) == {"snippets/one.py"}


def test_no_run_is_left_when_the_server_ends(tmp_path: Path) -> None:
    runs = Runs(lambda: None)
    vault = vault_of(tmp_path, {"slow": SLEEP.format(60, 1)})
    start(runs, vault)
    time.sleep(1.0)
    began = time.monotonic()
    runs.end()
    assert time.monotonic() - began < 10
