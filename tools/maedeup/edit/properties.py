"""Properties of a page as Logseq writes them: `alias:: a, b` in its first lines."""

from __future__ import annotations

import re

from maedeup.text.paths import SourcePath, slug_of

PROPERTY = re.compile(r"(?P<key>[\w-]+)::[ \t]*(?P<value>[^\n]*)(?:\n|\Z)")
FIELDS = {"alias": "aliases", "aliases": "aliases", "tags": "tags", "title": "title"}
"""Those that front matter has too, and what they are called there."""


def read_properties(body: str, path: str) -> dict[str, str | list[str]]:
    """Return what a page says of itself, by fields of front matter.

    Of `a___b.md` the title is `a/b`, as pages name it.
    """
    found: dict[str, str | list[str]] = {}
    position = 0
    while (match := PROPERTY.match(body, position)) is not None:
        position = match.end()
        key, value = FIELDS.get(match["key"].lower(), ""), match["value"].strip()
        if key == "title" and value:
            found[key] = value
        elif key:
            named = [part.strip().removeprefix("#").strip("[]") for part in value.split(",")]
            found[key] = [name for name in named if name]
    if "___" in (stem := slug_of(SourcePath(path))):
        found.setdefault("title", stem.replace("___", "/"))
    return {key: value for key, value in found.items() if value}
