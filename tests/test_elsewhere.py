"""Results from elsewhere: found, checked, refused, published."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from maedeup.build import RunOptions
from maedeup.hosts.cli import main
from maedeup.hosts.settings import load_settings
from maedeup.runs import world
from maedeup.runs.elsewhere import Elsewhere, push, verify
from maedeup.runs.places import (
    FolderPlace,
    entry_name,
    make_index,
    object_name,
    open_place,
    read_index,
    write_index,
)
from maedeup.runs.store import folder_of
from maedeup.text.paths import RunKey

from tests.commands import mkdocs_build
from tests.crowd import let_all_in
from tests.project import Project

SETTINGS = "site_name: 시험\ntheme: {name: material}\nplugins: [search, maedeup]\n"
SNIPPET = '"""합."""\n\n# %% sum\ntotal = 1 + 2\nprint(total)\n'
NOTE = "---\ntitle: 합\n---\n\n**합**은 ![[total.py#total]]이다.\n\n![[total.py#sum]]\n"
KEY = RunKey("snippets/total.py")


def make(root: Path, settings: str = SETTINGS, **files: str) -> Path:
    for name, text in ({"docs/index.md": NOTE, "snippets/total.py": SNIPPET} | files).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    (root / "mkdocs.yml").write_text(settings, "utf-8")
    return root


def run(root: Path, **options: object) -> Project:
    project = Project(load_settings(root))
    project.read()
    project.run(RunOptions(**options))  # type: ignore[arg-type]
    return project


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A project that ran, and whose results lie in `place`."""
    root = make(tmp_path / "made")
    run(root)
    assert main(["--root", str(root), "results", "push", str(tmp_path / "place")]) == 0
    return root


@pytest.fixture
def clone(made: Path, tmp_path: Path) -> Path:
    """The same project with no results of its own."""
    return make(tmp_path / "clone")


@dataclass
class Web:
    """A web server of a folder, and what was asked of it."""

    url: str
    asked: list[str] = field(default_factory=list)


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Web]:
    asked: list[str] = []

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, form: str, *values: object) -> None:
            asked.append(self.path)

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(tmp_path)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Web(f"http://127.0.0.1:{server.server_port}", asked)
    server.shutdown()
    server.server_close()
    thread.join()


def test_result_from_a_folder_is_taken_and_nothing_runs(
    clone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAEDEUP_RESULTS", str(tmp_path / "place"))
    project = run(clone)
    assert project.made.ran == ()
    assert project.made.by_key[KEY].products.values["total"].text == "3"
    assert project.made.notices == (f"{tmp_path / 'place'}: 1 results read from there",)


def test_result_from_a_web_server_is_taken_once_and_then_kept(clone: Path, web: Web) -> None:
    make(clone, SETTINGS.replace("maedeup]", f"maedeup: {{results: [{web.url}/place]}}]"))
    assert run(clone).made.ran == ()
    assert len(web.asked) == 3  # index, entry, object
    assert run(clone).made.ran == ()
    assert len(web.asked) == 3


def test_changed_snippet_takes_nothing_from_elsewhere(clone: Path, tmp_path: Path) -> None:
    (clone / "snippets/total.py").write_text(SNIPPET.replace("1 + 2", "1 + 3"), "utf-8")
    make_settings = SETTINGS.replace("maedeup]", "maedeup: {results: [../place]}]")
    (clone / "mkdocs.yml").write_text(make_settings, "utf-8")
    project = run(clone)
    assert project.made.ran == (KEY,)
    assert project.made.by_key[KEY].products.values["total"].text == "4"


def test_places_are_asked_in_their_order(clone: Path, web: Web, tmp_path: Path) -> None:
    shutil.copytree(tmp_path / "place", tmp_path / "second")
    places = [open_place(f"{web.url}/{name}", clone) for name in ("none", "place", "second")]
    elsewhere = Elsewhere(places)
    project = Project(load_settings(clone))
    vault = project.read()
    found = elsewhere.fetch(vault.snippets.values(), vault.store, vault.world())
    assert list(found) == [KEY]
    assert next(vault.store.entries(KEY)).origin == f"{web.url}/place"


def test_place_that_does_not_answer_is_told_once_and_all_runs_here(clone: Path) -> None:
    (clone / "snippets/other.py").write_text(SNIPPET, "utf-8")
    address = "http://127.0.0.1:9/nothing"
    make(clone, SETTINGS.replace("maedeup]", f"maedeup: {{results: ['{address}']}}]"))
    project = run(clone)
    assert len(project.made.ran) == 2
    [notice] = project.made.notices
    assert notice.startswith(f"{address}: cannot be reached: ")


def test_frozen_build_takes_results_from_elsewhere_and_names_what_is_missing(
    clone: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (clone / "snippets/other.py").write_text(SNIPPET, "utf-8")
    make(clone, SETTINGS.replace("maedeup]", "maedeup: {results: [../place]}]"))
    assert main(["--root", str(clone), "run", "--frozen"]) == 1
    told = capsys.readouterr().err
    assert "snippets/other.py:1: stale while frozen: it has never run to its end" in told
    assert "total.py:1" not in told


def test_package_that_is_not_installed_is_compared_with_the_requirements(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "# %% mean\nimport numpy as np\n\nmean = float(np.mean([1, 2]))\n"
    root = make(tmp_path / "made", **{"snippets/total.py": text})
    version = run(root).made.by_key[KEY].receipt.distributions["numpy"]
    assert main(["--root", str(root), "results", "push", str(tmp_path / "place")]) == 0
    real = world.find_version
    monkeypatch.setattr(world, "find_version", lambda name: None if name == "numpy" else real(name))
    for pin, stale in ((f"numpy=={version}", False), ("numpy==0.0.1", True), ("# none", False)):
        clone = make(tmp_path / f"clone-{len(pin)}", **{"snippets/total.py": text})
        (clone / "requirements.txt").write_text(f"{pin}\n", "utf-8")
        monkeypatch.setenv("MAEDEUP_RESULTS", str(tmp_path / "place"))
        problems = run(clone, frozen=True).made.problems
        assert bool(problems) == stale, pin
    # What ran here holds only as long as what it ran with is installed.
    monkeypatch.delenv("MAEDEUP_RESULTS")
    assert "a package changed: numpy" in str(run(root, frozen=True).made.problems)


def test_pull_reports_what_the_place_has_not(
    clone: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = str(tmp_path / "place")
    assert main(["--root", str(clone), "results", "pull", place]) == 0
    assert "1 of 1 stale results read from there" in capsys.readouterr().out
    (clone / "snippets/other.py").write_text(SNIPPET, "utf-8")
    assert main(["--root", str(clone), "results", "pull", place]) == 1
    assert "not there, or stale there too: snippets/other.py" in capsys.readouterr().err


def one_object(place: Path) -> Path:
    [path] = (place / "objects").rglob("*.gz")
    return path


def one_entry(place: Path) -> Path:
    [path] = (place / "receipts").rglob("*.json")
    return path


def write_entry(place: Path, folder: str, fields: dict[str, object]) -> str:
    """Write an entry under its right name, and name it alone in the index."""
    data = json.dumps(fields).encode()
    digest = hashlib.sha256(data).hexdigest()
    path = place / entry_name(folder, digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    (place / "index.json").write_bytes(make_index({folder: [digest]}))
    return digest


def swap_object(place: Path, products: bytes) -> None:
    """Let the entry name other products, all hashes being right."""
    digest = hashlib.sha256(products).hexdigest()
    path = place / object_name(digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(products))
    fields = json.loads(one_entry(place).read_bytes())
    write_entry(place, folder_of(KEY), fields | {"object": digest})


def other_bytes(place: Path) -> None:
    one_object(place).write_bytes(gzip.compress(b"{}"))


def changed_value(place: Path) -> None:
    data = gzip.decompress(one_object(place).read_bytes()).replace(b'"3', b'"4')
    one_object(place).write_bytes(gzip.compress(data))


def cut_object(place: Path) -> None:
    data = one_object(place).read_bytes()
    one_object(place).write_bytes(data[: len(data) // 2])


def bomb(place: Path) -> None:
    one_object(place).write_bytes(gzip.compress(b"0" * (65 << 20)))


def no_gzip(place: Path) -> None:
    one_object(place).write_bytes(b"plain")


def missing_object(place: Path) -> None:
    one_object(place).unlink()


def changed_entry(place: Path) -> None:
    path = one_entry(place)
    path.write_bytes(path.read_bytes().replace(b"2026", b"2036"))


def swapped_receipt(place: Path) -> None:
    fields = json.loads(one_entry(place).read_bytes())
    fields["receipt"]["snippet"] = "snippets/other.py"
    write_entry(place, folder_of(KEY), fields)


def path_in_a_digest(place: Path) -> None:
    fields = json.loads(one_entry(place).read_bytes())
    write_entry(place, folder_of(KEY), fields | {"object": "../../../../etc/passwd"})


def cut_index(place: Path) -> None:
    (place / "index.json").write_bytes((place / "index.json").read_bytes()[:-9])


def path_in_the_index(place: Path) -> None:
    (place / "index.json").write_text('{"format": 1, "receipts": {"../..": ["x"]}}')


def other_format(place: Path) -> None:
    (place / "index.json").write_text('{"format": 2, "receipts": {}}')


def no_products(place: Path) -> None:
    swap_object(place, b'{"cells": 1}')


def figure_with_a_script(place: Path) -> None:
    data = json.loads(gzip.decompress(one_object(place).read_bytes()))
    figure = {
        "tag": "figure", "label": "f", "svg": "<svg><script>alert(1)</script></svg>", "alt": "",
        "width_pt": 1.0, "height_pt": 1.0, "png": {}, "text_pt": 0.0, "narrow": None,
    }  # fmt: skip
    data["cells"]["sum"].append(figure)
    swap_object(place, json.dumps(data).encode())


@pytest.mark.parametrize(
    "tamper",
    [
        other_bytes, changed_value, cut_object, bomb, no_gzip, missing_object, changed_entry,
        swapped_receipt, path_in_a_digest, cut_index, path_in_the_index, other_format, no_products,
        figure_with_a_script,
    ],
)  # fmt: skip
def test_tampered_place_is_refused_with_its_address_and_all_runs_here(
    tamper: object, clone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "place"
    tamper(place)  # type: ignore[operator]
    monkeypatch.setenv("MAEDEUP_RESULTS", str(place))
    project = run(clone)
    assert project.made.ran == (KEY,)
    assert project.made.by_key[KEY].products.values["total"].text == "3"
    [notice] = project.made.notices
    assert notice.startswith(f"{place}: ")
    assert "alert" not in str(project.made.by_key[KEY])


def test_verify_names_each_broken_file(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "place"
    command = ["--root", str(made), "results", "verify", str(place)]
    assert main(command) == 0
    changed_value(place)
    assert main(command) == 1
    assert f"{place}: refused: objects/" in capsys.readouterr().out


def test_gc_removes_what_no_snippet_has_and_what_no_entry_names(made: Path, tmp_path: Path) -> None:
    place = tmp_path / "place"
    (place / "objects/ab").mkdir()
    (place / "objects/ab/stray.gz").write_bytes(b"")
    write_entry(place, "0" * 24, json.loads(one_entry(place).read_bytes()))
    assert main(["--root", str(made), "results", "gc", str(place)]) == 0
    assert list(read_index(FolderPlace("", place))) == [folder_of(KEY)]
    assert verify(FolderPlace("", place))[0] == 1
    assert len(list((place / "objects").rglob("*.gz"))) == 1


def test_fsspec_reads_and_writes_where_no_folder_and_no_website_is(made: Path) -> None:
    place = open_place("memory://results", made)
    vault = Project(load_settings(made)).read()
    assert push(place, [KEY], vault.store, lambda entry: True) == 1
    assert write_index(place) == 1
    assert verify(place) == (1, [])


def test_attested_list_is_just_the_one_that_github_knows(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    index = tmp_path / "place/index.json"
    known = hashlib.sha256(index.read_bytes()).hexdigest()
    gh = tmp_path / "bin/gh"
    gh.parent.mkdir()
    gh.write_text(
        "#!/bin/sh\n"
        '[ "$1 $2 $4 $5" = "attestation verify --repo a/b" ] || exit 2\n'
        f'[ "$(sha256sum "$3" | cut -c-64)" = {known} ] && exit 0\n'
        "echo 'no attestations found' >&2; exit 1\n"
    )
    gh.chmod(0o755)
    monkeypatch.setenv("PATH", f"{gh.parent}:/usr/bin:/bin")
    command = ["--root", str(made), "results", "verify", str(index.parent), "--attested", "a/b"]
    capsys.readouterr()
    assert main(command) == 0
    assert capsys.readouterr().out.endswith("1 whole, 0 not\n")
    index.write_bytes(index.read_bytes() + b" ")
    assert main(command) == 1
    said = "its index is not attested by a/b: no attestations found"
    assert said in capsys.readouterr().err
    gh.unlink()
    assert main(command) == 1
    assert "gh is not installed" in capsys.readouterr().err


def test_writers_and_readers_at_once_lose_nothing_and_see_nothing_half(tmp_path: Path) -> None:
    looked, wrong = let_all_in(tmp_path / "crowd", processes=8, turns=25)
    assert wrong == []
    assert looked > 100


def build(root: Path) -> None:
    done = mkdocs_build(root, "-q")
    assert done.returncode == 0, done.stderr


def contents(root: Path) -> dict[str, bytes]:
    files = (path for path in (root / "site").rglob("*") if path.is_file())
    return {path.relative_to(root / "site").as_posix(): path.read_bytes() for path in files}


def unpacked(root: Path) -> dict[str, bytes]:
    return {
        name: gzip.decompress(data) if name.endswith(".gz") else data
        for name, data in contents(root).items()
    }


def test_site_made_of_the_published_sites_results_is_the_same_bytes(
    tmp_path: Path, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    root, clone = make(tmp_path / "made"), make(tmp_path / "clone")
    build(root)
    monkeypatch.setenv("MAEDEUP_RESULTS", f"{web.url}/made/site/_results")
    build(clone)
    ours, theirs = contents(root), contents(clone)
    assert "_results/index.json" in ours
    assert (root / "site/_results/index.json").stat().st_mode & 0o044 == 0o044
    assert [name for name in ours if theirs.get(name) != ours[name]] == []
    assert set(theirs) == set(ours)
    assert any("/made/site/_results/objects/" in path for path in web.asked)


def test_site_carries_no_results_where_the_author_wants_none(tmp_path: Path) -> None:
    settings = SETTINGS.replace("maedeup]", "maedeup: {publish_results: false}]")
    root = make(tmp_path / "made", settings)
    build(root)
    assert not (root / "site/_results").exists()


def test_site_tells_neither_a_variable_nor_a_file_elsewhere_that_a_run_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEY_OF_THE_BANK", "x7-open-sesame")
    outside = tmp_path / "elsewhere" / "private.txt"
    outside.parent.mkdir()
    outside.write_text("12")
    secret = (
        "# /// script\n# [tool.maedeup]\n# env = ['KEY_OF_THE_BANK']\n# ///\n"
        "# %% sum\nimport os\n\ntotal = len(os.environ['KEY_OF_THE_BANK'])\n"
    )
    far = (
        "# %% far\nfrom pathlib import Path\n\n"
        "n = int(next(Path.cwd().parent.glob('e*/private.txt')).read_text())\n"
    )
    root = make(tmp_path / "made", **{"snippets/total.py": secret, "snippets/far.py": far})
    build(root)
    told = unpacked(root)
    assert any(name.startswith("_results/receipts/") for name in told)
    for private in (b"open-sesame", b"elsewhere/private", str(tmp_path).encode()):
        assert [name for name, data in told.items() if private in data] == []
    monkeypatch.setenv("KEY_OF_THE_BANK", "another")
    assert run(root).ran == ["snippets/total.py"]


def test_result_that_asked_for_a_file_by_a_text_with_a_folder_is_not_published(
    tmp_path: Path,
) -> None:
    asking = (
        "# %% sum\nimport os\nfrom pathlib import Path\n\n"
        "is_file = os.path.exists(f'[x]({Path.cwd().as_uri()})')\n"
    )
    root = make(tmp_path / "made", **{"snippets/total.py": asking})
    build(root)
    told = unpacked(root)
    assert [name for name, data in told.items() if str(tmp_path).encode() in data] == []


def test_result_that_keeps_a_declared_variable_in_a_name_is_not_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEY_OF_THE_BANK", "x7-open-sesame")
    keeping = (
        "# /// script\n# [tool.maedeup]\n# env = ['KEY_OF_THE_BANK']\n# ///\n"
        "# %% sum\nimport os\n\nkey = os.environ['KEY_OF_THE_BANK']\ntotal = len(key)\n"
    )
    root = make(tmp_path / "made", **{"snippets/total.py": keeping})
    build(root)
    assert [name for name, data in unpacked(root).items() if b"open-sesame" in data] == []
