"""Names in code -> a folded list of links to their documentation, which a script puts at the names.

A link is known by its places: lines of the cell as shown, from 1, and columns as scripts count.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import lru_cache
from html import escape

from maedeup.page.questions import Cell, Snippet, Strings


def name_list(
    cell: Cell, snippet: Snippet, documented: Mapping[str, tuple[str, str, str]], strings: Strings
) -> str:
    """Render the names of a cell that documentation tells of; '' where there are none.

    Args:
        cell: whose code is shown.
        snippet: with that cell.
        documented: library, name there and address, by the name as it is written.
        strings: of the site.
    """
    found: dict[str, list[str]] = {}
    for line, column, chain in _chains(snippet.text) if documented else ():
        if cell.source_line <= line <= cell.end_line:
            parts = [chain.rsplit(".", n)[0] for n in range(chain.count(".") + 1)]
            if written := next((part for part in parts if part in documented), ""):
                place = f"{line - cell.source_line + 1}:{column}"
                found.setdefault(written, []).append(place)
    if not found:
        return ""
    items = "".join(
        f'<li><a href="{escape(url)}" title="{escape(strings.documentation_of(name, library))}"'
        f' rel="external" data-at="{" ".join(found[written])}">{written}</a></li>'
        for written, (library, name, url) in documented.items()
        if written in found
    )
    return (
        '<details class="mp-names" data-search-exclude>'
        f"<summary>{strings.documented_names(len(found))}</summary><ul>{items}</ul></details>"
    )


@lru_cache(maxsize=4096)
def _chains(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return line, column and text of each dotted name that stands on one line."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return ()
    return tuple(sorted(_longest(tree, text.split("\n"))))


def _longest(tree: ast.Module, rows: list[str]) -> Iterator[tuple[int, int, str]]:
    nodes: list[ast.AST] = [tree]
    while nodes:
        node = nodes.pop()
        if isinstance(node, (ast.Name, ast.Attribute)):
            chain = ast.unparse(node)
            row = rows[node.lineno - 1].encode()
            before, rest = row[: node.col_offset].decode(), row[node.col_offset :].decode()
            if all(map(str.isidentifier, chain.split("."))) and rest.startswith(chain):
                yield node.lineno, len(before.encode("utf-16-le")) // 2, chain
                continue
        nodes += ast.iter_child_nodes(node)
