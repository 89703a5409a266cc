"""Our search data in the place of what a search plugin has written."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from maedeup.search.index import PAGES, build_index, index_of_later, merge_host_index
from maedeup.vault.web import Web


def write_search(webs: Sequence[Web], config: MkDocsConfig) -> None:
    """Write the search data of a site in all its languages, if it has a search."""
    file = Path(config.site_dir, "search", "search_index.json")
    if not file.is_file():
        return
    host = json.loads(file.read_text("utf-8"))
    merged = merge_host_index(build_index(*webs), host)
    text = json.dumps(merged, ensure_ascii=False, separators=(",", ":"))
    # Where nothing can be fetched, the theme asks for this.
    file.with_suffix(".js").write_text(f"var __index={text}", "utf-8")
    if not any(name in config.plugins for name in ("offline", "material/offline")):
        file.with_name(PAGES).write_text(text, "utf-8")
        text = json.dumps(index_of_later(merged, text), ensure_ascii=False)
    file.write_text(text, "utf-8")
