"""Search that understands how Koreans type: the index, and answers to queries.

The site's worker (`theme/search-worker.js`) is the one engine; `maedeup find` runs it too. What it
needs to know besides the pages, endings, weights, labels, stands in `tables` and travels inside
the index.
"""
