"""Where results are read from besides this disk: a folder, a web server, whatever fsspec knows.

A place holds what a store holds, compressed, and a list of it that can be asked for over HTTP:

    index.json                          {"format": 1, "receipts": {snippet: [digest, ...]}}
    receipts/<snippet>/<digest>.json    one entry a result
    objects/<2>/<digest>.gz             its products

Nothing that a place says is believed: whoever reads compares each file with the SHA-256 that is
its name. fsspec is imported here alone, and only for an address that is no folder and no website.
"""

from __future__ import annotations

import contextlib
import fcntl
import gzip
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from maedeup.runs.store import write_whole

FORMAT = 1
INDEX = "index.json"
TIMEOUT_S = 5.0
MAX_INDEX = 32 << 20
MAX_ENTRY = 4 << 20
MAX_OBJECT = 64 << 20
"""Bytes of an object, unpacked: more is refused."""
DIGEST = re.compile(r"[0-9a-f]{64}")
FOLDER = re.compile(r"[0-9a-f]{24}")

Index = Mapping[str, tuple[str, ...]]
"""Of each snippet's folder, the digests of its entries."""


class UnreachableError(OSError):
    """The place does not answer: told once, and not asked again."""


class RefusedError(ValueError):
    """The place answered with something that is not what its name says."""


class Place(Protocol):
    """Somewhere results lie."""

    address: str

    def read(self, name: str, limit: int) -> bytes | None:
        """Return a file's bytes, None when there is none.

        Raises:
            UnreachableError: the place does not answer.
            RefusedError: the file is longer than `limit` bytes.
        """

    def write(self, name: str, data: bytes) -> None:
        """Write a file, whole or not at all."""

    def list(self, folder: str) -> list[str]:
        """Return the paths of all files below a folder."""

    def remove(self, name: str) -> None:
        """Remove a file."""

    def locked(self) -> contextlib.AbstractContextManager[None]:
        """Keep others from writing the index meanwhile, where the place can."""


def open_place(address: str, root: Path, site_url: str = "") -> Place:
    """Return the place at an address.

    Args:
        address: a folder (relative to `root`, or `file://`), `https://...`, or what fsspec knows
            (`s3://...`); `/path` is a path of the published site, where it has an address.
        root: the project's folder.
        site_url: address of the published site.

    Raises:
        ValueError: the address can't be used; says why.
    """
    if address.startswith("/") and site_url and not Path(address).is_dir():
        parts = urlsplit(site_url)
        base = parts.path.rstrip("/")
        address = f"{parts.scheme}://{parts.netloc}{base}{address}"
    scheme = urlsplit(address).scheme if "://" in address else "file"
    if scheme == "file":
        path = unquote(address.removeprefix("file://"))
        return FolderPlace(address, root / path)
    if scheme in ("http", "https"):
        return WebPlace(address.rstrip("/"))
    return FsspecPlace(address.rstrip("/"))


class FolderPlace:
    """A folder: of another clone, of a cache that CI restores, of a built site."""

    def __init__(self, address: str, folder: Path) -> None:
        self.address, self._folder = address, folder

    def read(self, name: str, limit: int) -> bytes | None:
        """Return a file's bytes."""
        path = self._folder / name
        if not self._folder.is_dir():
            raise UnreachableError(2, "no such folder", self.address)
        try:
            if path.stat().st_size > limit:
                raise RefusedError(f"longer than {limit} bytes")
            return path.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise UnreachableError(error.errno, error.strerror, self.address) from None

    def write(self, name: str, data: bytes) -> None:
        """Write a file by renaming; a web server's user may read it."""
        write_whole(self._folder / name, data, 0o644)

    def list(self, folder: str) -> list[str]:
        """Return the paths of all files below a folder."""
        files = (self._folder / folder).rglob("*")
        # One that another is writing just now goes by a name that begins with a dot.
        return [
            file.relative_to(self._folder).as_posix()
            for file in files
            if not file.name.startswith(".") and file.is_file()
        ]

    def remove(self, name: str) -> None:
        """Remove a file."""
        (self._folder / name).unlink(missing_ok=True)

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Wait for the folder's lock."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


class WebPlace:
    """A web server: can be read, not written."""

    def __init__(self, address: str) -> None:
        self.address = address

    def read(self, name: str, limit: int) -> bytes | None:
        """Ask for a file."""
        import urllib.error
        import urllib.request

        request = urllib.request.Request(
            f"{self.address}/{name}",
            headers={"User-Agent": "maedeup", "Accept-Encoding": "identity"},
        )
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:
                data: bytes = answer.read(limit + 1)
        except urllib.error.HTTPError as error:
            if error.code in (404, 410):
                return None
            raise UnreachableError(error.code, f"answers {error.code}", self.address) from None
        except (OSError, ValueError) as error:
            reason = getattr(error, "reason", error)
            raise UnreachableError(0, str(reason), self.address) from None
        if len(data) > limit:
            raise RefusedError(f"longer than {limit} bytes")
        return data

    def write(self, name: str, data: bytes) -> None:
        """Refuse: nothing is written over HTTP."""
        raise OSError(0, "a website is read only: publish the site, or push to a folder or s3://")

    def list(self, folder: str) -> list[str]:
        """Refuse: a website has no list of its files but the index."""
        raise OSError(0, "a website does not list its files")

    def remove(self, name: str) -> None:
        """Refuse."""
        raise OSError(0, "a website is read only")

    def locked(self) -> contextlib.AbstractContextManager[None]:
        """Lock nothing."""
        return contextlib.nullcontext()


class FsspecPlace:
    """Whatever fsspec reads: `s3://`, `gs://`, `memory://`."""

    def __init__(self, address: str) -> None:
        self.address = address
        try:
            import fsspec
        except ImportError:
            raise ValueError("fsspec is not installed: pip install fsspec") from None
        try:
            self._files, self._root = fsspec.core.url_to_fs(address)
        except (ImportError, ValueError) as error:
            raise ValueError(str(error)) from None

    def _ask(self, action: Any) -> Any:
        try:
            return action()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except Exception as error:  # each file system has errors of its own
            raise UnreachableError(0, f"{type(error).__name__}: {error}", self.address) from None

    def read(self, name: str, limit: int) -> bytes | None:
        """Return a file's bytes."""
        path = f"{self._root}/{name}"
        size = self._ask(lambda: self._files.size(path))
        if size is not None and size > limit:
            raise RefusedError(f"longer than {limit} bytes")
        data: bytes | None = self._ask(lambda: self._files.cat_file(path, end=limit + 1))
        if data is not None and len(data) > limit:
            raise RefusedError(f"longer than {limit} bytes")
        return data

    def write(self, name: str, data: bytes) -> None:
        """Write a file; object stores show it whole or not at all."""
        path = f"{self._root}/{name}"
        self._ask(lambda: self._files.makedirs(path.rpartition("/")[0], exist_ok=True))
        self._ask(lambda: self._files.pipe_file(path, data))

    def list(self, folder: str) -> list[str]:
        """Return the paths of all files below a folder."""
        found = self._ask(lambda: self._files.find(f"{self._root}/{folder}")) or []
        start = self._root.lstrip("/")
        return [path.lstrip("/").removeprefix(start).lstrip("/") for path in found]

    def remove(self, name: str) -> None:
        """Remove a file."""
        self._ask(lambda: self._files.rm_file(f"{self._root}/{name}"))

    def locked(self) -> contextlib.AbstractContextManager[None]:
        """Lock nothing: who pushes there at once with another lists twice."""
        return contextlib.nullcontext()


def entry_name(folder: str, digest: str) -> str:
    """Return the path of an entry in a place."""
    return f"receipts/{folder}/{digest}.json"


def object_name(digest: str) -> str:
    """Return the path of an object in a place."""
    return f"objects/{digest[:2]}/{digest}.gz"


def read_index(place: Place) -> Index:
    """Return what a place says it has; nothing where it has no index.

    Raises:
        UnreachableError: the place does not answer.
        RefusedError: the index is none.
    """
    data = place.read(INDEX, MAX_INDEX)
    return {} if data is None else parse_index(data)


def parse_index(data: bytes) -> Index:
    """Return what the bytes of an index say.

    Raises:
        RefusedError: they are none.
    """
    try:
        fields = json.loads(data)
        if fields["format"] != FORMAT:
            raise RefusedError(f"index.json is of format {fields['format']}, not {FORMAT}")
        found: dict[str, tuple[str, ...]] = {}
        for folder, digests in fields["receipts"].items():
            named = tuple(digests)
            if not FOLDER.fullmatch(folder) or not all(map(DIGEST.fullmatch, named)):
                raise RefusedError(f"index.json names what is no digest: {folder[:40]!r}")
            found[folder] = named
    except RefusedError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError):
        raise RefusedError("index.json is no index") from None
    return found


def make_index(entries: Mapping[str, list[str]]) -> bytes:
    """Return the index of a place: of each snippet's folder, the digests of its entries."""
    receipts = {folder: sorted(digests) for folder, digests in sorted(entries.items()) if digests}
    return json.dumps({"format": FORMAT, "receipts": receipts}, indent=0).encode()


def write_index(place: Place) -> int:
    """Write a place's index anew from what lies there; return the number of entries."""
    with place.locked():
        before = None
        while True:
            entries: dict[str, list[str]] = {}
            for path in place.list("receipts"):
                _, folder, name = path.split("/")
                entries.setdefault(folder, []).append(name.removesuffix(".json"))
            if entries == before:  # nobody has added to it meanwhile
                return sum(map(len, entries.values()))
            before = entries
            place.write(INDEX, make_index(entries))


def pack(data: bytes) -> bytes:
    """Compress an object: the same bytes each time."""
    return gzip.compress(data, compresslevel=6, mtime=0)


def unpack(data: bytes) -> bytes:
    """Return what `pack` compressed.

    Raises:
        RefusedError: it is nothing of the kind, or longer than `MAX_OBJECT`.
    """
    reader = zlib.decompressobj(wbits=31)
    try:
        found = reader.decompress(data, MAX_OBJECT + 1)
    except zlib.error as error:
        raise RefusedError(f"not compressed by gzip: {error}") from None
    if len(found) > MAX_OBJECT:
        raise RefusedError(f"longer than {MAX_OBJECT} bytes")
    if not reader.eof:
        raise RefusedError("ends in the middle")
    return found
