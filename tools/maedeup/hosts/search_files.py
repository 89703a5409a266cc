"""Our search data in the place of what a search plugin has written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from maedeup.search.index import PAGES, build_index, encoded, index_of_later, merge_host_index
from maedeup.vault.web import Web


def write_search(webs: Sequence[Web], config: MkDocsConfig) -> None:
    """Write the search data of a site in all its languages, if it has a search."""
    file = Path(config.site_dir, "search", "search_index.json")
    if not file.is_file():
        return
    host = json.loads(file.read_text("utf-8"))
    merged = merge_host_index(build_index(*webs), host)
    whole, digest = file.with_name(PAGES), hashlib.sha256()
    # Where nothing can be fetched, the theme asks for the script.
    with whole.open("wb") as pages, file.with_suffix(".js").open("wb") as script:
        script.write(b"var __index=")
        for piece in encoded(merged):
            pages.write(piece)
            script.write(piece)
            digest.update(piece)
    if any(name in config.plugins for name in ("offline", "material/offline")):
        whole.replace(file)
        return
    text = json.dumps(index_of_later(merged, digest.hexdigest()), ensure_ascii=False)
    file.write_text(text, "utf-8")
