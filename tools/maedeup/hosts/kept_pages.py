"""Pages as the last build made them, by their `src_uri`, all in one file.

A file for each page would be looked for, made and renamed for each: more than all else of keeping
it. A page is kept whole or not at all, and nothing that goes wrong here stops a build: the page is
converted again.

    .maedeup/pages/kept.sqlite    for each page, the SHA-256 of what is kept, and that
"""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FILE = ".maedeup/pages/kept.sqlite"
TABLE = "CREATE TABLE IF NOT EXISTS pages (name TEXT PRIMARY KEY, digest BLOB, page BLOB)"


class KeptPages:
    """What is kept of the pages of one project."""

    def __init__(self, root: Path) -> None:
        self._file = root / FILE
        self._holds = self._gave_up = False
        self._held: sqlite3.Connection | None = None

    def hold(self) -> None:
        """Leave the file open until `keep_only`: what is written until then is there from then."""
        self._holds = True

    def read(self, src_uri: str) -> bytes | None:
        """Return what was written of a page; None where there is nothing or something else."""
        with self._opened(to_write=False) as opened, contextlib.suppress(sqlite3.Error):
            if opened is not None:
                asked = "SELECT digest, page FROM pages WHERE name = ?"
                row = opened.execute(asked, (src_uri,)).fetchone()
                if row and isinstance(row[1], bytes) and hashlib.sha256(row[1]).digest() == row[0]:
                    return row[1]
        return None

    def names(self) -> set[str]:
        """Return the pages of which something is kept."""
        with self._opened(to_write=False) as opened, contextlib.suppress(sqlite3.Error):
            if opened is not None:
                return {name for (name,) in opened.execute("SELECT name FROM pages")}
        return set()

    def write(self, src_uri: str, page: bytes) -> None:
        """Keep a page, if it can be kept: the disk may be full, or another build be writing."""
        with self._opened(to_write=True) as opened, contextlib.suppress(sqlite3.Error):
            if opened is not None:
                if self._holds and not opened.in_transaction:
                    opened.execute("BEGIN")
                row = (src_uri, hashlib.sha256(page).digest(), page)
                opened.execute("INSERT OR REPLACE INTO pages VALUES (?, ?, ?)", row)

    def keep_only(self, src_uris: set[str]) -> None:
        """Drop what is kept of other pages; let go of the file."""
        with self._opened(to_write=False) as opened, contextlib.suppress(sqlite3.Error):
            if opened is not None:
                gone = [(name,) for name in self.names() - src_uris]
                opened.executemany("DELETE FROM pages WHERE name = ?", gone)
                if opened.in_transaction:
                    opened.execute("COMMIT")
        if self._held is not None:
            self._held.close()
        self._holds, self._held = False, None

    @contextmanager
    def _opened(self, to_write: bool) -> Iterator[sqlite3.Connection | None]:
        if self._held is not None or self._gave_up:
            yield self._held
            return
        opened = _connect(self._file) if to_write or self._file.is_file() else None
        if self._holds:
            self._held = opened
            self._gave_up = opened is None and to_write
            yield opened
            return
        try:
            yield opened
        finally:
            if opened is not None:
                opened.close()


def _connect(file: Path) -> sqlite3.Connection | None:
    """Open the file of kept pages; begin anew where it is none; None where that cannot be."""
    for _ in range(2):
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            # Who serves converts in several threads, each with a connection of its own.
            opened = sqlite3.connect(file, timeout=0, isolation_level=None, check_same_thread=False)
        except (OSError, sqlite3.Error):
            return None
        try:
            opened.execute("PRAGMA page_size = 16384")
            opened.execute("PRAGMA synchronous = OFF")  # a file that breaks is begun anew
            opened.execute(TABLE)
        except sqlite3.OperationalError:  # another build writes
            opened.close()
            return None
        except sqlite3.DatabaseError:  # no such file
            opened.close()
            with contextlib.suppress(OSError):
                file.unlink()
            continue
        return opened
    return None
