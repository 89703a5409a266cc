"""What a variant claims: its own must hold, and where one of the original breaks it runs on."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from maedeup.runs.product import CLAIM, Error, Product
from maedeup.runs.snippet import Snippet

NOTE = "__maedeup_broken_claim__"


def soften(tree: ast.Module, text: str) -> ast.Module:
    """Make each assert of the top level note its failure and go on."""
    body = [_softened(s, text) if isinstance(s, ast.Assert) else s for s in tree.body]
    return ast.Module(body, tree.type_ignores)


def watch(namespace: dict[str, Any], add: Callable[[Product], None]) -> None:
    """Return the namespace what softened asserts call: it adds to the cell that runs."""

    def note(line: int, text: str) -> None:
        add(Error(CLAIM, text, line, ""))

    namespace[NOTE] = note


def find_broken(snippet: Snippet, namespace: dict[str, Any]) -> Error | None:
    """Return the first claim of a variant that is not true of what it left."""
    for claim in snippet.claims:
        try:
            holds, why = bool(eval(claim, namespace)), ""
        except Exception as error:
            holds, why = False, f" ({type(error).__name__}: {error})"
        if not holds:
            return Error("BrokenClaim", f"{claim}{why}", 1, "", claim)
    return None


def _softened(claim: ast.Assert, text: str) -> ast.stmt:
    shown = " ".join(row.strip() for row in _source(claim, text).split("\n"))
    note = f"{NOTE}({claim.lineno}, {shown!r})"
    guarded = ast.parse(f"try:\n    pass\nexcept {CLAIM}:\n    {note}").body[0]
    assert isinstance(guarded, ast.Try)
    for node in ast.walk(guarded):
        if hasattr(node, "lineno"):
            ast.copy_location(node, claim)
    guarded.body = [claim]
    return guarded


def _source(claim: ast.Assert, text: str) -> str:
    return ast.get_source_segment(text, claim) or ast.unparse(claim)
