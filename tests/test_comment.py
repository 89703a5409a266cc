"""The report of a pull request, posted by the workflow's own script to a GitHub that is none."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]


@dataclass
class GitHub:
    """Comments of one pull request; `status` other than 0 is what writing answers."""

    url: str = ""
    comments: list[dict[str, Any]] = field(default_factory=list)
    status: int = 0


@pytest.fixture
def github() -> Iterator[GitHub]:
    state = GitHub()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, form: str, *values: object) -> None:
            """Stay quiet."""

        def answer(self, status: int, body: object) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def do_GET(self) -> None:
            page = int(re.search(r"[?&]page=(\d+)", self.path)[1])  # type: ignore[index]
            self.answer(200, state.comments[(page - 1) * 100 : page * 100])

        def write(self) -> None:
            assert self.headers["Authorization"] == "Bearer secret"
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if state.status:
                self.answer(state.status, {})
                return
            if self.command == "POST":
                assert self.path == "/repos/a/b/issues/7/comments"
                state.comments.append({"id": len(state.comments) + 1, **body})
            else:
                number = int(self.path.removeprefix("/repos/a/b/issues/comments/"))
                state.comments[number - 1] |= body
            self.answer(200, {})

        do_POST = do_PATCH = write  # noqa: N815  # the server's own names

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    state.url = f"http://127.0.0.1:{server.server_port}"
    yield state
    server.shutdown()
    server.server_close()
    thread.join()


def comment(
    github: GitHub, folder: Path, report: str, event: object = None
) -> subprocess.CompletedProcess[str]:
    (folder / "report.md").write_text(report, "utf-8")
    given = {"pull_request": {"number": 7}} if event is None else event
    (folder / "event.json").write_text(json.dumps(given))
    runner = {
        "GITHUB_EVENT_PATH": str(folder / "event.json"),
        "GITHUB_REPOSITORY": "a/b",
        "GITHUB_API_URL": github.url,
        "GITHUB_TOKEN": "secret",
        "GITHUB_STEP_SUMMARY": str(folder / "summary.md"),
    }
    command = [sys.executable, str(ROOT / ".ci/comment"), str(folder / "report.md")]
    return subprocess.run(
        command, env=os.environ | runner, capture_output=True, text=True, check=False
    )


def test_report_is_one_comment_that_is_updated(github: GitHub, tmp_path: Path) -> None:
    github.comments = [{"id": n + 1, "body": f"말 {n}"} for n in range(120)]
    assert comment(github, tmp_path, "첫 보고\n").returncode == 0
    assert comment(github, tmp_path, "둘째 보고\n").returncode == 0
    assert len(github.comments) == 121
    assert github.comments[-1]["body"].endswith("둘째 보고\n")
    assert (tmp_path / "summary.md").read_text("utf-8") == "첫 보고\n둘째 보고\n"


def test_report_stands_in_the_summary_where_the_token_may_not_write(
    github: GitHub, tmp_path: Path
) -> None:
    github.status = 403
    done = comment(github, tmp_path, "보고\n")
    assert done.returncode == 0
    assert "from a fork" in done.stdout
    assert (tmp_path / "summary.md").read_text("utf-8") == "보고\n"
    github.status = 500
    assert comment(github, tmp_path, "보고\n").returncode != 0


def test_report_that_is_too_long_is_cut_at_a_line(github: GitHub, tmp_path: Path) -> None:
    assert comment(github, tmp_path, "| 줄 |\n" * 20_000).returncode == 0
    body = github.comments[0]["body"]
    assert len(body) < 65_536
    assert "... cut:" in body
    assert set(body.splitlines()[1:-2]) <= {"| 줄 |", ""}


def test_event_without_a_pull_request_is_no_failure(github: GitHub, tmp_path: Path) -> None:
    done = comment(github, tmp_path, "보고\n", event={"ref": "refs/heads/main"})
    assert (done.returncode, github.comments) == (0, [])


def test_no_job_that_runs_a_pull_requests_code_may_write() -> None:
    workflow = yaml.safe_load((ROOT / ".github/workflows/site.yml").read_text("utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    assert "permissions" not in workflow["jobs"]["build"]
    report = workflow["jobs"]["report"]
    assert report["steps"][0]["with"]["ref"] == "${{ github.event.pull_request.base.sha }}"
