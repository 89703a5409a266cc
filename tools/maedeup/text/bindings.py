"""Where Python code gives a name to something."""

from __future__ import annotations

import ast
from functools import lru_cache


@lru_cache(maxsize=4096)
def bindings(source: str, name: str) -> list[int]:
    """Return the lines on which code gives a name to something at its top level; none if broken."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return []
    lines = []
    nodes: list[ast.AST] = [tree]
    while nodes:
        node = nodes.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            lines += [node.lineno] if node.name == name else []
            continue  # what is assigned inside is no top-level variable
        if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Store):
            lines.append(node.lineno)
        nodes += ast.iter_child_nodes(node)
    return sorted(lines)
