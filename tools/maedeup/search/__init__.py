"""Search that understands how Koreans type: the index, and answers to queries.

The site's worker (`theme/search-worker.js`) and `maedeup find` read one index and rank alike; a
test holds them to each other. What both need to know, endings, weights, labels, stands once, in
`tables`, and travels inside the index.
"""

from maedeup.search.index import (
    SYNONYMS,
    Index,
    build_index,
    load_synonyms,
    merge_host_index,
    parse_synonyms,
)
from maedeup.search.query import Finder, Hit

__all__ = [
    "SYNONYMS", "Finder", "Hit", "Index", "build_index", "load_synonyms", "merge_host_index",
    "parse_synonyms",
]  # fmt: skip
