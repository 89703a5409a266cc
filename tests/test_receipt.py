"""Each line of a receipt, broken in turn."""

import dataclasses
import hashlib
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from maedeup.runs import receipt, run
from maedeup.runs import world as module
from maedeup.runs.product import Products
from maedeup.runs.receipt import LINES, Receipt, find_broken
from maedeup.runs.snippet import code_key
from maedeup.runs.store import Result, Store
from maedeup.runs.world import ABSENT, World
from maedeup.text.paths import SourcePath

from .conftest import MakeProject, render

ONE = hashlib.sha256(b"1").hexdigest()
EMPTY_FOLDER = hashlib.sha256(b"").hexdigest()
HELD = Receipt(
    snippet=SourcePath("snippets/x.py"),
    source="code",
    exact=False,
    modules={"snippets/helper.py": "len 5"},
    files={"data.csv": "", "later.csv": ABSENT},
    folders={"data": ""},
    env={"SIZE": hashlib.sha256(b"SIZE=3").hexdigest()},
    distributions={"torch": "2.15.0", "gone": None},
    python="CPython 3.11.7",
    device="none",
    options="o",
    engine="e",
)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "snippets").mkdir()
    (tmp_path / "snippets/helper.py").write_text("x = 1")
    (tmp_path / "data.csv").write_text("1")
    (tmp_path / "data").mkdir()
    monkeypatch.setenv("SIZE", "3")
    monkeypatch.setattr(module, "find_version", {"torch": "2.15.0"}.get)
    monkeypatch.setattr(receipt, "find_device", lambda: "none")
    return tmp_path


def broken(root: Path, sources: tuple[str, str] = ("code", "text"), **changes: str) -> list[str]:
    held = dataclasses.replace(
        HELD, files=HELD.files | {"data.csv": ONE}, folders={"data": EMPTY_FOLDER}
    )
    now = dataclasses.replace(held, **changes)  # type: ignore[arg-type]
    return list(find_broken(held, World(root, lambda text: f"len {len(text)}"), sources, now))


def test_receipt_holds_when_nothing_changed(root: Path) -> None:
    assert broken(root) == []


def test_changed_code_breaks_it(root: Path) -> None:
    assert broken(root, ("other", "text")) == ["the code changed: snippets/x.py"]


def test_changed_module_breaks_it(root: Path) -> None:
    (root / "snippets/helper.py").write_text("x = 10")
    assert broken(root) == ["an imported module changed: snippets/helper.py"]


def test_changed_file_breaks_it(root: Path) -> None:
    (root / "data.csv").write_text("2")
    assert broken(root) == ["a file changed: data.csv"]


def test_removed_file_breaks_it(root: Path) -> None:
    (root / "data.csv").unlink()
    assert broken(root) == ["a file is gone: data.csv"]


def test_file_that_appears_where_one_was_looked_for_breaks_it(root: Path) -> None:
    (root / "later.csv").write_text("")
    assert broken(root) == ["a file appeared: later.csv"]


def test_new_name_in_a_listed_folder_breaks_it(root: Path) -> None:
    (root / "data/new.csv").write_text("")
    assert broken(root) == ["a folder that was listed changed: data"]


def test_environment_breaks_it(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SIZE")
    assert broken(root) == ["an environment variable changed: SIZE"]


def test_package_breaks_it(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_version", {"torch": "2.16.0", "gone": "1"}.get)
    assert broken(root) == [
        "a package changed: torch 2.15.0 -> 2.16.0",
        "a package changed: gone None -> 1",
    ]


def test_device_breaks_it(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receipt, "find_device", lambda: "NVIDIA H200")
    assert broken(root) == ["the device changed: none -> NVIDIA H200"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"python": "CPython 3.12.0"}, "Python changed: CPython 3.11.7 -> CPython 3.12.0"),
        ({"options": "p"}, "the options changed"),
        ({"engine": "f"}, "maedeup changed"),
    ],
)
def test_python_options_and_engine_break_it(
    root: Path, change: dict[str, str], message: str
) -> None:
    assert broken(root, **change) == [message]


def test_each_field_of_a_receipt_has_its_line_in_the_table() -> None:
    fields = [field.name for field in dataclasses.fields(Receipt)]
    assert sorted([*(line.field for line in LINES), "exact", "snippet"]) == sorted(fields)


@pytest.mark.parametrize(
    "name", ["product.py", "snippet.py", "worker/cells.py", "kernel/sights.py"]
)
def test_changed_engine_has_another_digest(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied = Path(shutil.copytree(Path(run.__file__).parent, tmp_path / "runs"))
    monkeypatch.setattr(run, "__file__", str(copied / "run.py"))
    before = run.engine_digest.__wrapped__()
    (copied / name).write_bytes((copied / name).read_bytes() + b"#")
    assert run.engine_digest.__wrapped__() != before


def test_receipt_survives_json() -> None:
    assert Receipt.from_json(HELD.to_json()) == HELD


def test_file_whose_name_is_no_text_is_kept_by_its_name_and_shown_escaped(tmp_path: Path) -> None:
    held = dataclasses.replace(HELD, files={"\udcff.csv": "0", "no.csv": ABSENT}, modules={})
    assert Receipt.from_json(held.to_json()) == held
    assert held.list_inputs() == ["\\udcff.csv"]
    store = Store(tmp_path)
    store.put(Result.now(Products({}, {}, {}, None, False, 0.0, "CPU", {}), held))
    assert [entry.receipt for entry in store.entries(held.snippet)] == [held]


def test_hidden_gpu_is_no_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")
    module.find_device.cache_clear()
    assert module.find_device() == "none"
    module.find_device.cache_clear()


@pytest.mark.parametrize("wish", ["optional", "required", "none"])
def test_result_of_a_gpu_is_shown_where_there_is_none(
    built: MakeProject, wish: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = f'# /// script\n# [tool.maedeup]\n# gpu = "{wish}"\n# ///\n# %% a\nprint(1)\n'
    files = {"snippets/x.py": text, "docs/index.md": "![[x.py#a]]\n"}
    with monkeypatch.context() as patch:
        patch.setattr(run, "find_device", lambda: "NVIDIA H200")
        project = built(files)
    (snippet,) = project.web.vault.snippets.values()
    (mine,) = project.results.values()
    store = project.web.vault.store
    for number, device in enumerate(["NVIDIA H100", "NVIDIA H200", "none"]):
        products = dataclasses.replace(mine.products, device=device)
        made = dataclasses.replace(mine.receipt, device=device)
        store.put(Result(products, made, mine.time + timedelta(minutes=number)))
    shown = run.find_valid(snippet, store, World(project.root, code_key))
    assert shown is not None
    assert shown.products.device == ("none" if wish == "none" else "NVIDIA H200")
    if wish != "none":
        again = built(files)
        assert again.notices == []  # nothing runs, and nothing is missing, for want of a device
        assert "NVIDIA H200" in render(again, "index.md")
