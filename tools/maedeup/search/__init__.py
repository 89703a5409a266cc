"""Search that understands how Koreans type: the index, and answers to queries.

The site's worker (`theme/search-worker.js`) and `maedeup find` read one index and rank alike; a
test holds them to each other. What both need to know, endings, weights, labels, stands once, in
`tables`, and travels inside the index.
"""
