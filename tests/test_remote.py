"""Runs on a Dask cluster make what runs here make; a worker that ends or differs is told."""

from __future__ import annotations

import dataclasses
import json
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from distributed import Client, LocalCluster
from maedeup.build import RunOptions
from maedeup.hosts.cli import main
from maedeup.hosts.settings import load_settings
from maedeup.runs import cluster as dask
from maedeup.runs import remote
from maedeup.runs.parcel import Parcel, guess_needed, lay_out, make_parcel
from maedeup.runs.product import Products
from maedeup.runs.run import begin_receipt
from maedeup.runs.snippet import parse_snippet
from maedeup.runs.world import digest_file, digest_folder
from maedeup.text.paths import SourcePath

from tests.conftest import write_files
from tests.project import Project

SETTINGS = "site_name: t\ntheme: {name: mkdocs}\nplugins: [{maedeup: {executor: EXECUTOR}}]\n"
FILES = {
    "docs/index.md": "# t\n",
    "data/numbers.txt": "1 2 3\n",
    "data/more/other.txt": "4\n",
    "data/alias.txt": "",  # becomes a link
    "snippets/helper.py": '"""A scale."""\n\nscale = 3\n',
    "snippets/colorsys.py": "named = 'ours'\n",
    "snippets/total.py": """
        # /// script
        # [tool.maedeup]
        # env = ["SCALE_OF_TEST"]
        # ///
        # %% sum
        import colorsys, os
        from pathlib import Path

        import helper

        folder = "data"
        total = helper.scale * sum(map(int, Path(folder, "num" + "bers.txt").read_text().split()))
        print("합은", total, os.environ["SCALE_OF_TEST"], colorsys.named)

        # %% names
        print(sorted(os.listdir(folder)), Path(folder, "alias" + ".txt").read_text())

        # %% below
        print([p.name for p in sorted(Path(folder).rglob("*.txt"))], Path("no" + "where").exists())
        """,
    "snippets/fails.py": """
        # /// script
        # [tool.maedeup]
        # expect_error = "ZeroDivisionError"
        # ///
        # %% wrong
        def divide(a, b):
            return a / b

        divide(1, 0)
        """,
    "snippets/spawns.py": """
        # %% children
        import subprocess, sys

        code = "print(open('data/more/other.txt').read())"
        print(subprocess.run([sys.executable, "-c", code], capture_output=True).stdout)
        """,
}


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCluster]:
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, memory_limit=0,
        dashboard_address=":0", silence_logs=50,
        local_directory=str(tmp_path_factory.mktemp("workers")),
    ) as cluster:  # fmt: skip
        yield cluster


@pytest.fixture
def client(cluster: LocalCluster) -> Iterator[Client]:
    with Client(cluster, set_as_default=False) as client:
        client.wait_for_workers(2)
        yield client


def project(root: Path, executor: str = "", **files: str) -> Project:
    write_files(root, {"mkdocs.yml": SETTINGS.replace("EXECUTOR", executor or "''")} | files)
    (root / "docs").mkdir(exist_ok=True)
    found = Project(load_settings(root))
    found.read()
    return found


def run(root: Path, executor: str = "", **files: str) -> Project:
    made = project(root, executor, **files)
    made.run(RunOptions())
    return made


def addresses(client: Client) -> list[str]:
    return sorted(client.scheduler_info(n_workers=-1)["workers"])


def test_results_of_a_cluster_are_those_of_runs_here_but_for_the_time(
    cluster: LocalCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("SCALE_OF_TEST", "7")
    for name in ("here", "there"):
        write_files(tmp_path / name, FILES)
        (tmp_path / name / "data/alias.txt").unlink()
        (tmp_path / name / "data/alias.txt").symlink_to("more/other.txt")
    here = run(tmp_path / "here").made
    there = project(tmp_path / "there")
    arguments = ["--root", str(tmp_path / "there"), "run"]
    assert main([*arguments, "--executor", f"dask={cluster.scheduler_address}"]) == 0
    there.run(RunOptions(frozen=True))  # all hold here: nothing is stale
    assert there.problems == []
    assert here.by_key.keys() == there.results.keys() != set()
    for key, result in here.by_key.items():
        other = there.results[key]
        assert other.receipt.to_json() == result.receipt.to_json()
        untimed = [dataclasses.replace(r.products, seconds=0.0) for r in (result, other)]
        assert untimed[0].to_json() == untimed[1].to_json()
    total = there.results["snippets/total.py"].products
    assert total.values["total"].text == "18"
    assert "합은 18 7 ours" in total.to_json()


def test_worker_that_ends_in_mid_run_has_its_run_begun_once_more_and_told(
    cluster: LocalCluster, client: Client, tmp_path: Path
) -> None:
    killed: list[str] = []

    def kill_first(event: tuple[float, dict[str, str]]) -> None:
        if not killed:
            killed.append(event[1]["worker"])
            nannies = cluster.workers.values()
            [pid] = [n.pid for n in nannies if n.worker_address == killed[0]]
            os.kill(pid, signal.SIGKILL)

    client.subscribe_topic(dask.TOPIC, kill_first)
    text = "# %% one\nimport time\n\ntime.sleep(0.5)\nx = 1\n"
    made = run(tmp_path, f"dask={cluster.scheduler_address}", **{"snippets/slow.py": text})
    client.unsubscribe_topic(dask.TOPIC)
    assert made.problems == []
    assert made.results["snippets/slow.py"].products.values["x"].text == "1"
    [told] = made.notices
    assert told.startswith(f"snippets/slow.py: worker {killed[0]} ended in the middle of it")
    assert "run once more on tcp://" in told


def test_worker_with_other_versions_is_refused_by_name_and_the_other_runs_all(
    cluster: LocalCluster, client: Client, tmp_path: Path
) -> None:
    old, good = addresses(client)

    def is_old(module: str = "maedeup.runs.cluster") -> None:
        import importlib

        importlib.import_module(module).find_version = lambda name: "0.1"

    client.run(is_old, workers=[old])
    text = "# %% one\nimport numpy\n\nx = 1\n"
    files = {f"snippets/s{number}.py": text for number in range(3)}
    made = run(tmp_path, f"dask={cluster.scheduler_address}", **files)
    begun = [event["worker"] for _, event in client.get_events(dask.TOPIC)]
    client.run(lambda: sys.modules.pop("maedeup.runs.cluster") and None, workers=[old])
    assert made.problems == []
    assert len(made.results) == 3
    assert set(begun[-3:]) == {good}
    numpy = __import__("numpy").__version__
    assert made.notices == [f"worker {old} refused: numpy 0.1 there, {numpy} here"]


def test_cluster_of_other_versions_alone_runs_nothing_and_is_one_problem(
    cluster: LocalCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dask, "engine_digest", lambda: "another")
    files = {f"snippets/s{number}.py": "# %% one\nx = 1\n" for number in range(3)}
    [problem] = run(tmp_path, f"dask={cluster.scheduler_address}", **files).problems
    assert problem.code == "no-cluster"
    assert "maedeup's engine" in problem.value
    assert "another here" in problem.value


def test_gpu_snippets_run_only_on_workers_that_declare_one(
    cluster: LocalCluster, client: Client, tmp_path: Path
) -> None:
    text = '# /// script\n# [tool.maedeup]\n# gpu = "{}"\n# ///\n# %% one\nx = 1\n'
    executor = f"dask={cluster.scheduler_address}"
    none = run(tmp_path / "a", executor, **{"snippets/need.py": text.format("required")})
    assert none.problems == []
    assert none.notices == [
        "snippets/need.py: not run: the snippet needs a GPU and no worker declares one"
    ]

    async def declare(dask_worker: Any, count: int) -> None:
        await dask_worker.set_resources(GPU=count)

    one = addresses(client)[1]
    client.run(declare, count=1, workers=[one])
    files = {f"snippets/may{number}.py": text.format("optional") for number in range(3)}
    made = run(tmp_path / "b", executor, **files)
    begun = [event["worker"] for _, event in client.get_events(dask.TOPIC)]
    client.run(declare, count=0, workers=[one])
    assert len(made.results) == 3
    assert begun[-3:] == [one] * 3


@pytest.mark.parametrize("executor", ["dask=local", "dask=local:0", "ray=tcp://a:1", "dask=host"])
def test_unknown_executor_is_told_at_its_line_with_what_to_write(
    executor: str, tmp_path: Path
) -> None:
    [problem] = project(tmp_path, executor).problems
    assert str(problem).startswith(f"mkdocs.yml:3: unknown executor: {executor}")
    assert problem.hint == dask.HINT


def test_cluster_that_does_not_answer_or_has_no_worker_is_one_line_with_a_hint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dask, "ANSWER_S", 0.5)
    files = {"snippets/a.py": "# %% one\nx = 1\n"}
    [silent] = run(tmp_path, "dask=tcp://127.0.0.1:1", **files).problems
    assert (silent.code, silent.hint) == ("no-cluster", dask.HINT)
    assert silent.value.startswith("tcp://127.0.0.1:1 does not answer")
    with LocalCluster(n_workers=0, dashboard_address=":0", silence_logs=50) as empty:
        [problem] = run(tmp_path, f"dask={empty.scheduler_address}", **files).problems
    assert problem.value == "the cluster has no worker"


@pytest.mark.parametrize("answer", [{"return_value": {}}, {"side_effect": OSError("closed")}])
def test_scheduler_that_ends_in_mid_run_is_one_line(answer: dict[str, Any], tmp_path: Path) -> None:
    client = Mock()
    client.scheduler_info.configure_mock(**answer)
    with pytest.raises(dask.ClusterError, match="the scheduler does not answer any more"):
        remote._Runs(client, tmp_path, "", [], {}, print).look()


def test_what_a_worker_finds_that_is_not_here_fails_the_run_and_is_named(tmp_path: Path) -> None:
    write_files(tmp_path, {"snippets/a.py": "x = 1\n"})
    snippet = parse_snippet(SourcePath("snippets/a.py"), "x = 1\n")
    receipt = begin_receipt(tmp_path, snippet)
    receipt.files["/somewhere/else.csv"] = "0" * 64
    made = Products({}, {}, {}, None, False, 1.0, "CPU", {}).to_data()
    data = {"worker": "tcp://w", "products": made, "receipt": receipt.to_data()}
    sent: list[object] = []
    runs = remote._Runs(None, tmp_path, "", [], {}, print)
    runs.send = sent.append  # type: ignore[method-assign]
    flight = remote._Flight(snippet, {"snippets/a.py"})
    assert runs._judge(flight, json.dumps(data)) is None  # perhaps it was changed just now
    assert sent == [flight]
    result = runs._judge(flight, json.dumps(data))
    assert result is not None
    assert result.products.failed
    error = result.products.error
    assert error is not None
    assert error.message == (
        "worker tcp://w found something else than is here: a file is gone: /somewhere/else.csv"
    )
    broken = runs._judge(flight, '{"worker": "tcp://w", "products": [], "receipt": {}}')
    assert broken is not None
    assert broken.products.failed


def test_run_that_ends_two_workers_is_not_begun_a_third_time(tmp_path: Path) -> None:
    write_files(tmp_path, {"snippets/a.py": "x = 1\n"})
    snippet = parse_snippet(SourcePath("snippets/a.py"), "x = 1\n")
    told: list[str] = []
    runs = remote._Runs(None, tmp_path, "", [], {}, told.append)
    future = Mock(key="k", status="pending")
    flight = remote._Flight(snippet, set(), future=future)
    runs.flights["k"] = flight
    for worker in ("tcp://a", "tcp://b"):
        runs.begin((0.0, {"key": "k", "worker": worker}))
    assert len(told) == 1
    assert not future.cancel.called
    runs.begin((0.0, {"key": "k", "worker": "tcp://c"}))
    assert future.cancel.called
    future.status = "cancelled"
    result = runs.take(future)
    assert result is not None
    assert result.products.failed
    error = result.products.error
    assert error is not None
    assert error.message == "2 workers ended in the middle of it: tcp://a, tcp://b"


def test_what_is_laid_out_is_what_was_sent_and_nothing_of_the_last_run(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    text = 'import helper\n\nopen("data/a.txt")\nopen("tool.sh")\n'
    write_files(here, {
        "snippets/a.py": text, "snippets/helper.py": "import deeper\n",
        "snippets/deeper/__init__.py": "", "data/a.txt": "a", "data/b.txt": "b", "tool.sh": "#!",
        "secret.txt": "s",
    })  # fmt: skip
    (here / "tool.sh").chmod(0o755)
    (here / "link").symlink_to("data")
    (here / "away").symlink_to("/etc")
    write_files(there, {"data": "no folder", "link/old.txt": "o", "snippets/old/x.py": "", "y": ""})
    snippet = parse_snippet(SourcePath("snippets/a.py"), text)
    receipt = begin_receipt(here, snippet)
    receipt.folders["."] = receipt.folders["link"] = "listed"
    paths = guess_needed(here, snippet, [receipt])
    parcel, files = make_parcel(here, snippet, paths - {"secret.txt"}, [], "")
    again = Parcel.from_text(parcel.to_text())
    for _ in range(2):
        lay_out(there, again, files)
    assert "secret.txt" not in {path.name for path in there.rglob("*")}
    for name in ("snippets", "data", "snippets/deeper"):
        assert digest_folder(there / name) == digest_folder(here / name)
    for name in ("link", "tool.sh", "snippets/helper.py", "data/a.txt"):
        assert digest_file(there / name) == digest_file(here / name)
        assert (there / name).stat().st_mode & 0o111 == (here / name).stat().st_mode & 0o111
    assert not (there / "away").is_symlink()
    with pytest.raises(ValueError, match="leads out of the project: link"):
        Parcel.from_text(parcel.to_text().replace('["link", "data"]', '["link", "../data"]'))
