"""Results by content, on disk. Runs nothing, and trusts no byte that it has not checked.

    .maedeup/store/
      receipts/<snippet>/<digest>.json   one entry a result: receipt, object's digest, time
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
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from maedeup.runs.product import Products
from maedeup.runs.receipt import Receipt
from maedeup.text.paths import RunKey

KEPT_ENTRIES = 12
"""Results kept for each snippet: going back to an earlier text re-runs nothing."""


@dataclass(frozen=True)
class Result:
    """Products, the receipt they depend on, and when they were made."""

    products: Products
    receipt: Receipt
    time: datetime

    @staticmethod
    def now(products: Products, receipt: Receipt) -> Result:
        """Give a result of this moment."""
        return Result(products, receipt, datetime.now(UTC).replace(microsecond=0))


@dataclass(frozen=True)
class Entry:
    """A stored result whose products are not read yet."""

    receipt: Receipt
    object: str
    time: datetime
    seconds: float
    """How long the run took: the longest start first."""


class Store:
    """The folder of results."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def entries(self, snippet: RunKey) -> Iterator[Entry]:
        """Give the stored results of a snippet, newest first, without their products."""
        folder = self._folder(snippet)
        with contextlib.suppress(OSError):
            files = [(path.stat().st_mtime_ns, path) for path in folder.glob("*.json")]
            for _, path in sorted(files, reverse=True):
                data = _read_checked(path, path.stem)
                if data is not None:
                    with contextlib.suppress(ValueError, KeyError, TypeError):
                        fields = json.loads(data)
                        yield Entry(
                            Receipt(**fields["receipt"]),
                            fields["object"],
                            datetime.fromisoformat(fields["time"]),
                            float(fields["seconds"]),
                        )

    def find_result(self, entry: Entry) -> Result | None:
        """Read an entry's products; None when they are missing or broken."""
        data = _read_checked(self._object(entry.object), entry.object)
        if data is None:
            return None
        with contextlib.suppress(ValueError, KeyError, TypeError):
            return Result(Products.from_json(data.decode()), entry.receipt, entry.time)
        return None

    def put(self, result: Result) -> None:
        """Keep a result, and drop the oldest of the same snippet beyond `KEPT_ENTRIES`."""
        data = result.products.to_json().encode()
        digest = hashlib.sha256(data).hexdigest()
        write_whole(self._object(digest), data)
        fields = {
            "receipt": json.loads(result.receipt.to_json()),
            "object": digest,
            "time": result.time.isoformat(),
            "seconds": result.products.seconds,
        }
        entry = json.dumps(fields, ensure_ascii=False, sort_keys=True).encode(
            "utf-8",
            "surrogatepass",  # the name of a file need not be text
        )
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
                if digest and digest not in kept:
                    # Another snippet with the very same products then misses and runs again.
                    self._object(digest).unlink(missing_ok=True)

    def _folder(self, snippet: RunKey) -> Path:
        name = hashlib.sha256(snippet.encode()).hexdigest()[:24]
        return self.root / "receipts" / name

    def _object(self, digest: str) -> Path:
        return self.root / "objects" / digest[:2] / digest


def _object_of(path: Path) -> str:
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        return str(json.loads(path.read_bytes())["object"])
    return ""


def _read_checked(path: Path, digest: str) -> bytes | None:
    """Give a file's bytes if they are what its name says."""
    try:
        data = path.read_bytes()
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


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that nobody ever sees a part of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(temporary).replace(path)
    except BaseException as error:
        Path(temporary).unlink(missing_ok=True)
        if isinstance(error, OSError) and error.filename is None:  # a full disk names no file
            raise OSError(error.errno, error.strerror, str(path)) from None
        raise
