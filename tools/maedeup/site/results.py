"""The results behind a site, as part of it: whoever builds it elsewhere need not run them."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

from maedeup.runs.elsewhere import push
from maedeup.runs.places import FolderPlace, pack, write_index
from maedeup.runs.store import Entry, Result, write_whole
from maedeup.runs.unnamed import Folders
from maedeup.vault.web import Web

FOLDER = "_results"
LEAST_SECRET = 4
"""Characters of a variable's value that cannot stand in a result by chance."""


def publish_results(web: Web, site: Path) -> int:
    """Write the results that the site shows below `_results/`; return how many.

    A failed run has none, nor has one that read what lies outside the project: it holds nowhere
    else, and its receipt names this machine. So may one that asked for a file by a text that names
    a folder, as Jupyter's displays do with theirs; and a variable of the code may hold one of the
    environment that nothing shows. What was compressed once is kept.
    """
    folders = Folders(str(web.vault.root), "", sys.path)

    def tells(result: Result) -> bool:
        receipt = result.receipt
        asked = "\n".join([*receipt.files, *receipt.folders])
        if receipt.names_machine() or folders.hide(asked) != asked:
            return True
        values = (os.environ.get(name, "") for name in receipt.env)
        if not (secrets := [value for value in values if len(value) >= LEAST_SECRET]):
            return False
        # Variables of the code are in an object, shown or not.
        kept = f"{result.products.values} {result.products.tables}"
        return any(repr(value)[1:-1] in kept or value in kept for value in secrets)

    shown = {
        key: result.receipt
        for key, result in web.results.by_key.items()
        if not result.products.failed and not tells(result)
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
