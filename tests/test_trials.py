"""Cells that are edited in a served page: who may ask, what is shown, what is written."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from maedeup.hosts.live_runs import Runs
from maedeup.hosts.live_try import EDITOR, MOST_BYTES, PLACE, Place, Trials
from maedeup.runs.snippet import Snippet
from maedeup.vault.web import Web

from .conftest import MakeProject
from .project import Project

FILES = {
    "docs/index.md": "# 홈\n\n![[one.py]]\n",
    "snippets/helper.py": "def double(x):\n    return 2 * x\n",
    "snippets/one.py": (
        "from helper import double\n\n# %% first\nn = 3\nprint(n)\n\n# %% second\n"
        "print(double(n))\nprint('same')\n\n# %% third\nraise SystemExit(1)\n"
    ),
}


class Site:
    """What is served: one page."""

    def __init__(self, project: Project) -> None:
        self.project = project

    @property
    def web(self) -> Web:
        return self.project.web

    def cells_on(self, path: str) -> tuple[str, list[Snippet]]:
        return (
            ("index.md", list(self.web.vault.snippets.values()))
            if path == "index.html"
            else ("", [])
        )


@pytest.fixture
def trials(built: MakeProject) -> Trials:
    runs = Runs(lambda: None)
    return Trials(Site(built(FILES)), Place("127.0.0.1", 8000, "/"), runs.run_one)


def asked(trials: Trials, step: str, given: Any, **changes: Any) -> tuple[int, dict[str, Any]]:
    data = json.dumps(given).encode()
    environ = {
        "REQUEST_METHOD": "POST", "REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1:8000",
        "HTTP_ORIGIN": "http://127.0.0.1:8000", "CONTENT_TYPE": "application/json",
        "HTTP_X_MAEDEUP_TOKEN": trials.token, "CONTENT_LENGTH": str(len(data)),
        "wsgi.input": io.BytesIO(data),
    } | changes  # fmt: skip
    status, kind, told = trials.answer(step, {k: v for k, v in environ.items() if v is not None})
    assert kind == "application/json"
    return status.value, json.loads(told)


CELL = {"page": "index.html", "path": "snippets/one.py", "cell": "second"}


def test_edited_cell_shows_what_plain_python_prints_and_writes_nothing(trials: Trials) -> None:
    root = trials.source.web.vault.root
    before = {
        p: p.read_bytes() for p in root.rglob("*") if p.is_file() and ".maedeup" not in p.parts
    }
    stored = sorted((root / ".maedeup/store").rglob("*"))
    code = "print(double(n) + 1)\nprint('same')"
    status, told = asked(trials, "run", CELL | {"code": code})
    assert (status, told["failed"]) == (200, False)
    assert "6\nsame" in told["html"]
    assert "7\nsame" in told["html"]
    assert told["html"].count("mp-differs") == 1
    assert {p: p.read_bytes() for p in before} == before
    assert sorted((root / ".maedeup/store").rglob("*")) == stored


def test_error_names_its_line_within_the_cell(trials: Trials) -> None:
    _, told = asked(trials, "run", CELL | {"code": "x = 1\n1/0"})
    assert (told["failed"], told["line"]) == (True, 2)
    assert "ZeroDivisionError" in told["html"]
    _, told = asked(trials, "run", CELL | {"code": "if True\n  pass"})
    assert (told["failed"], told["line"]) == (True, 1)


def test_kept_cell_is_written_with_all_other_bytes_as_they_were(trials: Trials) -> None:
    file: Path = trials.source.web.vault.root / "snippets/one.py"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    before = file.read_bytes()
    given = CELL | {"before": "print(double(n))\nprint('same')", "code": "print('new')\n"}
    assert asked(trials, "keep", given)[0] == 200
    old = b"print(double(n))\r\nprint('same')\r\n"
    assert file.read_bytes() == before.replace(old, b"print('new')\r\n")
    assert asked(trials, "keep", given)[0] == 409, "the file is another by now"


def test_block_is_found_by_its_text_and_its_number(trials: Trials) -> None:
    given = {"page": "index.html", "code": "n = 3\nprint(n)\n", "number": 0}
    status, told = asked(trials, "find", given)
    assert (status, told["path"], told["cell"]) == (200, "snippets/one.py", "first")
    assert asked(trials, "find", given | {"code": "n = 4"})[0] == 404
    assert asked(trials, "find", given | {"page": "other.html"})[0] == 404


HOSTILE: dict[str, dict[str, Any]] = {
    "another site's script": {"HTTP_ORIGIN": "https://evil.example"},
    "no origin": {"HTTP_ORIGIN": None},
    "a sandboxed frame": {"HTTP_ORIGIN": "null"},
    "another port's site": {"HTTP_ORIGIN": "http://127.0.0.1:9000"},
    "a name that leads here": {"HTTP_HOST": "evil.example:8000", "HTTP_ORIGIN": "http://evil.example:8000"},
    "no host": {"HTTP_HOST": ""},
    "another machine": {"REMOTE_ADDR": "192.0.2.7"},
    "no token": {"HTTP_X_MAEDEUP_TOKEN": None},
    "a guessed token": {"HTTP_X_MAEDEUP_TOKEN": "한" * 32},
    "a form": {"CONTENT_TYPE": "application/x-www-form-urlencoded"},
    "plain text, which needs no leave": {"CONTENT_TYPE": "text/plain"},
    "a link": {"REQUEST_METHOD": "GET"},
    "too much": {"CONTENT_LENGTH": str(MOST_BYTES + 1)},
    "a length that is none": {"CONTENT_LENGTH": "-1"},
    "no JSON": {"wsgi.input": io.BytesIO(b"{" * 400)},
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("step", ["run", "keep"])
def test_hostile_page_is_refused_and_runs_nothing(trials: Trials, name: str, step: str) -> None:
    def never(*given: Any) -> Any:
        raise AssertionError("it ran")

    trials._run = never
    before = (trials.source.web.vault.root / "snippets/one.py").read_bytes()
    given = CELL | {"code": "print(1)", "before": "print(double(n))\nprint('same')"}
    status, told = asked(trials, step, given, **HOSTILE[name])
    assert 400 <= status < 500
    assert told["error"]
    assert (trials.source.web.vault.root / "snippets/one.py").read_bytes() == before


@pytest.mark.parametrize(
    "path", ["../secret.py", "/etc/passwd", "snippets/none.py", "docs/index.md"]
)
def test_only_cells_of_snippets_are_run_and_written(trials: Trials, path: str) -> None:
    for step in ("run", "keep"):
        assert asked(trials, step, CELL | {"path": path, "code": "1", "before": ""})[0] == 404
    assert asked(trials, "list", CELL)[0] == 404


def test_server_that_others_reach_offers_no_trial(trials: Trials) -> None:
    strings = trials.source.web.vault.settings.strings
    assert trials.token in trials.script(strings)
    trials.place = Place("0.0.0.0", 8000, "/")
    assert trials.script(strings) == ""
    assert asked(trials, "run", CELL | {"code": "1"})[0] == 403


def test_editor_comes_from_this_server_alone(trials: Trials) -> None:
    environ = {"REQUEST_METHOD": "GET", "REMOTE_ADDR": "::1", "HTTP_HOST": "localhost:8000"}
    status, kind, script = trials.answer(EDITOR, environ)
    assert (status.value, kind) == (200, "text/javascript; charset=utf-8")
    assert b"EditorView" in script
    assert PLACE.endswith("/")
