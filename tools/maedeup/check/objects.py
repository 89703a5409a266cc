"""Objects that a page cannot show as they are -> warnings that name the type and what to do."""

from __future__ import annotations

from collections.abc import Iterator

from maedeup.runs.product import Rich
from maedeup.runs.rich import troubles
from maedeup.text.errors import Problem
from maedeup.vault.web import Web

_SAID = {
    "rich-without-form": "a page cannot show this object, and shows its text",
    "rich-unreadable": "a formula is shown as text",
    "rich-fetches": "taken out of an object, for it would be fetched",
    "rich-spoilt": "an object is not shown whole",
}


def find_troubles(web: Web, code: str) -> Iterator[Problem]:
    """Find the troubles of one code among all that runs made."""
    runs = (r for s in web.vault.snippets.values() for r in web.vault.with_variants(s))
    for snippet in runs:
        result = web.results.of(snippet)
        for name, made in result.products.cells.items() if result else ():
            cell = snippet.find_cell(name)
            for product in made:
                if isinstance(product, Rich):
                    for one in troubles(product):
                        if one.code == code:
                            line = cell.line if cell else 1
                            said = _SAID[code]
                            yield Problem(code, snippet.path, line, said, one.said, one.hint)
