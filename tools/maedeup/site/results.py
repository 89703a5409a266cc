"""The results behind a site, as part of it: whoever builds it elsewhere need not run them."""

from __future__ import annotations

import hashlib
from pathlib import Path

from maedeup.runs.elsewhere import push
from maedeup.runs.places import FolderPlace, pack, write_index
from maedeup.runs.store import Entry, write_whole
from maedeup.vault.web import Web

FOLDER = "_results"


def publish_results(web: Web, site: Path) -> int:
    """Write the results that the site shows below `_results/`; return how many.

    A failed run has none, nor has one that read what lies outside the project: it holds nowhere
    else, and its receipt names this machine. What was compressed once is kept.
    """
    shown = {
        key: result.receipt
        for key, result in web.results.by_key.items()
        if not result.products.failed and not result.receipt.names_machine()
    }
    kept = web.vault.root / ".maedeup" / "cache" / "packed"

    def is_shown(entry: Entry) -> bool:
        return entry.receipt == shown[entry.receipt.snippet]

    used: set[str] = set()

    def pack_once(data: bytes) -> bytes:
        file = kept / f"{hashlib.sha256(data).hexdigest()}.gz"
        used.add(file.name)
        if file.is_file():
            return file.read_bytes()
        write_whole(file, packed := pack(data))
        return packed

    place = FolderPlace(FOLDER, site / FOLDER)
    number = push(place, shown, web.vault.store, is_shown, pack_once)
    write_index(place)
    for file in kept.glob("*.gz"):
        if file.name not in used:
            file.unlink(missing_ok=True)
    return number
