"""Runs beside the server: what is waited for, what comes first, what is run again."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from maedeup.build import read
from maedeup.hosts.live_runs import Runs
from maedeup.hosts.settings import load_settings
from maedeup.runs.store import Result
from maedeup.text.paths import RunKey
from maedeup.vault.vault import Vault

from .conftest import write_files

SLEEP = "# %% a\nimport time\n\ntime.sleep({})\nn = {}\n"


@pytest.fixture
def runs() -> Iterator[Runs]:
    told: list[float] = []
    made = Runs(lambda: told.append(time.monotonic()))
    yield made
    made.end()


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


def test_what_is_looked_at_runs_before_what_waits_longer(tmp_path: Path, runs: Runs) -> None:
    vault = vault_of(tmp_path, {f"s{number}": SLEEP.format(0.5, number) for number in range(12)})
    assert start(runs, vault) == {}
    last = RunKey("snippets/s9.py")
    runs.look_at([last])
    deadline = time.monotonic() + 60
    while last not in (done := start(runs, vault)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert last in done
    assert len(done) < 12


# One that is killed while it hands its listener over leaves the watching thread without one.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_no_run_is_left_when_the_server_ends(tmp_path: Path) -> None:
    runs = Runs(lambda: None)
    vault = vault_of(tmp_path, {"slow": SLEEP.format(60, 1)})
    start(runs, vault)
    time.sleep(1.0)
    began = time.monotonic()
    runs.end()
    assert time.monotonic() - began < 10
