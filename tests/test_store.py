"""Results by content: nothing half-written, nothing unchecked."""

import json
import threading
from datetime import UTC, datetime
from pathlib import Path

from maedeup.runs.product import Error, Figure, Products, Table, Text, Value
from maedeup.runs.receipt import Receipt
from maedeup.runs.store import KEPT_ENTRIES, Result, Store
from maedeup.text.paths import SourcePath

SNIPPET = SourcePath("snippets/x.py")
TIME = datetime(2026, 1, 2, tzinfo=UTC)


def products(number: int = 1) -> Products:
    return Products(
        cells={
            "a": [
                Text("stdout", f"{number}\n"),
                Figure("f", "<svg/>", "그림", 10.0, 20.0),
                Table("", [["x"]], [["0"]], [""], [["1"]], [True], 1),
                Error("ValueError", "나쁨", 3, "Traceback"),
            ]
        },
        values={"x": Value("x", 0.1 + 0.2, str(0.1 + 0.2)), "n": Value("n", float("inf"), "inf")},
        tables={},
        error=None,
        failed=False,
        seconds=0.5,
        device="CPU",
        shown_versions={"Python": "3.11.7"},
    )


def result(number: int = 1) -> Result:
    return Result(products(number), Receipt(SNIPPET, source=f"key{number}", exact=False), TIME)


def read(store: Store) -> list[Result | None]:
    return [store.find_result(entry) for entry in store.entries(SNIPPET)]


def objects(root: Path) -> list[Path]:
    return [path for path in (root / "objects").rglob("*") if path.is_file()]


def test_result_comes_back_as_it_was_put(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put(result())
    assert read(store) == [result()]


def test_newest_result_comes_first(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for number in (1, 2, 3):
        store.put(result(number))
    assert read(store) == [result(3), result(2), result(1)]


def test_truncated_object_is_a_miss_and_is_rebuilt(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put(result())
    (path,) = objects(tmp_path)
    path.write_bytes(path.read_bytes()[:-7])
    assert read(store) == [None]
    store.put(result())
    assert read(store) == [result()]


def test_changed_byte_in_a_receipt_is_a_miss(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put(result())
    (path,) = (tmp_path / "receipts").rglob("*.json")
    path.write_bytes(path.read_bytes().replace(b"key1", b"key2"))
    assert read(store) == []


def test_old_results_are_dropped_with_their_objects(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for number in range(KEPT_ENTRIES + 5):
        store.put(result(number))
    assert len(read(store)) == KEPT_ENTRIES
    assert len(objects(tmp_path)) == KEPT_ENTRIES
    assert None not in read(store)


def test_two_builds_share_one_store(tmp_path: Path) -> None:
    stores = [Store(tmp_path), Store(tmp_path)]
    failures: list[BaseException] = []

    def write(store: Store, first: int) -> None:
        try:
            for number in range(first, first + 40):
                store.put(result(number % 7))
                for entry in store.entries(SNIPPET):
                    found = store.find_result(entry)
                    assert found is None or found == result(int(found.receipt.source[3:]))
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=write, args=(s, i)) for i, s in enumerate(stores)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert not list(tmp_path.rglob(".part-*"))


def test_products_hold_data_only() -> None:
    text = products().to_json()
    json.loads(text)
    assert Products.from_json(text) == products()
