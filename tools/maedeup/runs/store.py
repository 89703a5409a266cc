"""Results by content, on disk. Runs nothing, and trusts no byte that it has not checked.

    .maedeup/store/
      receipts/<snippet>/<digest>.json   one entry a result: receipt, object's digest, time
      receipts/<snippet>/<digest>.from   where that entry was read from, if it ran elsewhere
      objects/<2>/<digest>               the products, as JSON

Both kinds of file are named by the SHA-256 of their bytes, written to a temporary name and
renamed: a reader sees all of a file or none, two builds may share one store, and a file that
does not match its name is a miss.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from maedeup.runs.product import Drawing, Products
from maedeup.runs.receipt import Receipt
from maedeup.text.paths import RunKey

_OURS, _NUMBERS = os.urandom(8).hex(), count()
"""By which no other writer's half-written file has the name of ours."""

ORIGIN = ".from"
KEPT_ENTRIES = 12
"""Results kept for each snippet: going back to an earlier text re-runs nothing."""


@dataclass(frozen=True)
class Result:
    """Products, the receipt they depend on, and when they were made."""

    products: Products
    receipt: Receipt
    time: datetime
    digest: str = field(default="", compare=False)
    """Of its entry in a store; empty of a run of this moment."""

    def drawing(self, label: str) -> Drawing | None:
        """Return the figure or animation of a label."""
        return self.products.figures().get(label)

    @staticmethod
    def now(products: Products, receipt: Receipt) -> Result:
        """Return a result of this moment."""
        return Result(products, receipt, datetime.now(UTC).replace(microsecond=0))


class StoredResult(Result):
    """A result whose products are made of their bytes when somebody asks for them."""

    def __init__(self, data: bytes, receipt: Receipt, time: datetime, digest: str = "") -> None:
        object.__setattr__(self, "_data", data)
        object.__setattr__(self, "receipt", receipt)
        object.__setattr__(self, "time", time)
        object.__setattr__(self, "digest", digest)

    def __getattr__(self, name: str) -> Any:
        if name != "products":  # which is there once it was asked for
            raise AttributeError(name)
        products = StoredProducts.read(self.__dict__["_data"])
        object.__setattr__(self, "products", products)
        self.__dict__.pop("_data", None)
        return products

    def drawing(self, label: str) -> Drawing | None:
        """Return the figure or animation of a label; nothing is parsed where none has it."""
        products = self.products
        if isinstance(products, StoredProducts) and not products.names(label):
            return None
        return super().drawing(label)


NOTHING: dict[str, Any] = {"cells": {}, "tables": {}, "shapes": [], "meanings": {}}
"""What is parsed when somebody asks for it, as it is where a run has made none of it."""

LATE: dict[str, Any] = NOTHING | {
    "values": {}, "error": None, "failed": False, "seconds": 0.0, "device": "",
    "shown_versions": {},
}  # fmt: skip

LABEL = b'"label": "'


class StoredProducts(Products):
    """Products whose outputs are parsed when a page shows them: most of the bytes are figures."""

    @staticmethod
    def read(data: bytes) -> Products:
        """Return what `from_json` does.

        A quotation mark in a text has a backslash before it, so that what is looked for here is
        the end of `cells` or of a record in it; after that, the rest would be no JSON.
        """
        end = data.find(b'}, "device": "') + 1
        try:
            rest = json.loads(b"{" + data[end + 1 :])
            products = Products.from_data(rest | NOTHING)
        except (ValueError, KeyError, TypeError):
            return Products.from_json(data.decode())
        read = object.__new__(StoredProducts)
        late = {name: rest.get(name, none) for name, none in NOTHING.items()}
        vars(read).update(vars(products), _data=data, _end=end, _late=late)
        for name in NOTHING:
            del vars(read)[name]
        return read

    def names(self, label: str) -> bool:
        """Say whether anything may have a label, by its bytes."""
        if (data := vars(self).get("_data")) is None:
            return True
        if (labels := vars(self).get("_labels")) is None:
            labels = vars(self)["_labels"] = set(_find_labels(data, vars(self)["_end"]))
        name = json.dumps(label, ensure_ascii=False).encode()[1:-1]
        return name in labels or b"\\" in name

    def __getattr__(self, name: str) -> Any:
        own = vars(self)
        if name not in NOTHING:
            raise AttributeError(name)
        if name == "cells":
            data = json.loads(own["_data"][: own["_end"]] + b"}")
        else:
            data = {name: own["_late"][name]}
        made = getattr(Products.from_data(LATE | data), name)
        own |= {name: made} | ({"_data": None} if name == "cells" else {})
        own["_late"].pop(name, None)
        return made


def _find_labels(data: bytes, end: int) -> Iterator[bytes]:
    """Yield each label as it is written; one with a quotation mark is cut."""
    begin = data.find(LABEL, 0, end)
    while begin >= 0:
        begin += len(LABEL)
        yield data[begin : data.find(b'"', begin)]
        begin = data.find(LABEL, begin, end)


@dataclass(frozen=True)
class Entry:
    """A stored result whose products are not read yet."""

    receipt: Receipt
    object: str
    time: datetime
    seconds: float
    """How long the run took: the longest start first."""
    digest: str = ""
    """SHA-256 of the entry itself, its file's name."""
    origin: str = ""
    """Address of the place it was read from; empty for what ran here."""

    @staticmethod
    def from_bytes(data: bytes, origin: str = "") -> Entry:
        """Read the bytes of an entry.

        Raises:
            ValueError, KeyError, TypeError: they are something else.
        """
        fields = json.loads(data)
        named = fields["object"]
        if not isinstance(named, str) or not re.fullmatch(r"[0-9a-f]{64}", named):
            raise ValueError(f"no digest: {named!r:.80}")
        return Entry(
            Receipt.from_data(fields["receipt"]),
            named,
            datetime.fromisoformat(fields["time"]),
            float(fields["seconds"]),
            hashlib.sha256(data).hexdigest(),
            origin,
        )


class Store:
    """The folder of results."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def entries(self, snippet: RunKey) -> Iterator[Entry]:
        """Yield the stored results of a snippet, newest first, without their products."""
        with contextlib.suppress(OSError):
            with os.scandir(self._folder(snippet)) as found:
                named = [entry for entry in found if entry.name.endswith(".json")]
                files = [(entry.stat().st_mtime_ns, entry.path) for entry in named]
            for _, path in sorted(files, reverse=True):
                data = _read_checked(path, os.path.basename(path).removesuffix(".json"))  # noqa: PTH119
                if data is not None:
                    with contextlib.suppress(ValueError, KeyError, TypeError):
                        yield Entry.from_bytes(data, _read_origin(path))

    def find_newest(self, snippet: RunKey) -> Result | None:
        """Read the newest stored result that is whole, whether its receipt holds or not."""
        results = map(self.find_result, self.entries(snippet))
        return next((result for result in results if result is not None), None)

    def list_keys(self) -> list[RunKey]:
        """Return the runs of which anything is kept."""
        keys = set()
        for path in self.root.glob("receipts/*/*.json"):
            if data := _read_checked(path, path.stem):
                with contextlib.suppress(ValueError, KeyError, TypeError):
                    keys.add(Entry.from_bytes(data).receipt.snippet)
        return sorted(keys)

    def find_result(self, entry: Entry) -> Result | None:
        """Read an entry's products; None when they are missing or broken."""
        data = _read_checked(self._object(entry.object), entry.object)
        if data is None:
            return None
        with contextlib.suppress(ValueError, KeyError, TypeError):
            products = Products.from_json(data.decode())
            return Result(products, entry.receipt, entry.time, entry.digest)
        return None

    def find_unread(self, entry: Entry) -> Result | None:
        """Return what `find_result` does, its products not parsed yet.

        For results of this very engine, whose bytes are whole: they hold what it has written.
        """
        data = _read_checked(self._object(entry.object), entry.object)
        if data is None:
            return None
        return StoredResult(data, entry.receipt, entry.time, entry.digest)

    def read_raw(self, entry: Entry) -> tuple[bytes, bytes] | None:
        """Return the bytes of an entry and of its object, as another store would keep them."""
        path = self._folder(entry.receipt.snippet) / f"{entry.digest}.json"
        data = _read_checked(path, entry.digest)
        found = _read_checked(self._object(entry.object), entry.object)
        return None if data is None or found is None else (data, found)

    def adopt(self, entry: Entry, data: bytes, found: bytes) -> None:
        """Keep an entry and its object that were read elsewhere and are checked; say from where."""
        write_whole(self._object(entry.object), found)
        path = self._folder(entry.receipt.snippet) / f"{entry.digest}.json"
        if entry.origin and not path.exists():
            write_whole(path.with_suffix(ORIGIN), entry.origin.encode())
        write_whole(path, data)
        self._prune(entry.receipt.snippet)

    def remove_unused(self) -> tuple[int, int]:
        """Remove objects that no entry names, and entries whose objects are gone.

        Returns:
            numbers of objects and of entries that were removed.
        """
        named = {path: _object_of(path) for path in self.root.glob("receipts/*/*.json")}
        dead = [path for path, digest in named.items() if not self._object(digest).is_file()]
        used = {digest for path, digest in named.items() if path not in set(dead)}
        stray = [path for path in self.root.glob("objects/*/*") if path.name not in used]
        for path in (*stray, *dead, *(path.with_suffix(ORIGIN) for path in dead)):
            path.unlink(missing_ok=True)
        return len(stray), len(dead)

    def put(self, result: Result) -> None:
        """Keep a result, and drop the oldest of the same snippet beyond `KEPT_ENTRIES`."""
        data, entry = _as_stored(result)
        write_whole(self._object(hashlib.sha256(data).hexdigest()), data)
        folder = self._folder(result.receipt.snippet)
        write_whole(folder / f"{hashlib.sha256(entry).hexdigest()}.json", entry)
        self._prune(result.receipt.snippet)

    def remove_parts(self) -> None:
        """Remove files that killed builds left half written; no build takes an hour for one."""
        old = time.time() - 3600
        for part in self.root.rglob(".part-*"):
            with contextlib.suppress(OSError):
                if part.stat().st_mtime < old:
                    part.unlink()

    def _prune(self, snippet: RunKey) -> None:
        folder = self._folder(snippet)
        with contextlib.suppress(OSError):  # the other of two builds may be pruning too
            files = sorted(folder.glob("*.json"), key=lambda p: p.stat().st_mtime_ns, reverse=True)
            objects = [_object_of(path) for path in files]
            kept = set(objects[:KEPT_ENTRIES])
            for path, digest in list(zip(files, objects, strict=True))[KEPT_ENTRIES:]:
                path.unlink(missing_ok=True)
                path.with_suffix(ORIGIN).unlink(missing_ok=True)
                if digest and digest not in kept:
                    # Another snippet with the very same products then misses and runs again.
                    self._object(digest).unlink(missing_ok=True)

    def _folder(self, snippet: RunKey) -> Path:
        return self.root / "receipts" / folder_of(snippet)

    def _object(self, digest: str) -> Path:
        return self.root / "objects" / digest[:2] / digest


def _as_stored(result: Result) -> tuple[bytes, bytes]:
    """Return the bytes of a result's object, and of its entry."""
    data = result.products.to_json().encode()
    fields = {
        "receipt": json.loads(result.receipt.to_json()),
        "object": hashlib.sha256(data).hexdigest(),
        "time": result.time.isoformat(),
        "seconds": result.products.seconds,
    }
    entry = json.dumps(fields, ensure_ascii=False, sort_keys=True).encode(
        "utf-8",
        "surrogatepass",  # the name of a file need not be text
    )
    return data, entry


def digest_of(result: Result) -> str:
    """Return the SHA-256 of the entry that a result has in a store, or would have."""
    return result.digest or hashlib.sha256(_as_stored(result)[1]).hexdigest()


def folder_of(snippet: RunKey) -> str:
    """Return the name of the folder of a snippet's entries."""
    return hashlib.sha256(snippet.encode()).hexdigest()[:24]


def _read_origin(path: str) -> str:
    try:
        return Path(path.removesuffix(".json") + ORIGIN).read_text("utf-8", "replace")
    except OSError:
        return ""


def _object_of(path: Path) -> str:
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        return str(json.loads(path.read_bytes())["object"])
    return ""


def _read_checked(path: str | Path, digest: str) -> bytes | None:
    """Return a file's bytes if they are what its name says."""
    try:
        with open(path, "rb") as stream:  # noqa: PTH123  # hundreds at each start
            data = stream.read()
    except OSError:
        return None
    return data if hashlib.sha256(data).hexdigest() == digest else None


def write_sealed(path: Path, data: bytes) -> None:
    """Write a file that `read_sealed` can tell from a broken one."""
    write_whole(path, hashlib.sha256(data).hexdigest().encode() + b"\n" + data)


def read_sealed(path: Path) -> bytes | None:
    """Read what `write_sealed` wrote; None where there is nothing or something else."""
    try:
        digest, _, data = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    return data if hashlib.sha256(data).hexdigest().encode() == digest else None


def write_whole(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Write a file so that nobody ever sees a part of it; `mode` says who may read it."""
    temporary = f"{path.parent}/.part-{_OURS}-{os.getpid()}-{next(_NUMBERS)}"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
    try:
        handle = os.open(temporary, flags, 0o600)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(temporary, flags, 0o600)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            if mode != 0o600:
                os.fchmod(handle, mode)
        Path(temporary).replace(path)
    except BaseException as error:
        Path(temporary).unlink(missing_ok=True)
        if isinstance(error, OSError) and error.filename is None:  # a full disk names no file
            raise OSError(error.errno, error.strerror, str(path)) from None
        raise
