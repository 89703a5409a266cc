"""A variant in a notebook: what it changes, and what it breaks."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass

from maedeup.runs.product import CLAIM, Error, Product, is_claim
from maedeup.runs.snippet import Snippet
from maedeup.runs.variant import changed_lines, title_of
from maedeup.text.strings import Strings


@dataclass(frozen=True)
class Claim:
    """An assert that a variant breaks; its run goes on behind it, as that of a cell of its own."""

    source: str
    error: Error


def told(snippet: Snippet, variant: Snippet, strings: Strings) -> str:
    """Return the Markdown that says what a variant changes."""
    rows: list[str] = []
    for group in changed_lines(snippet, variant):
        rows += ["⋯"] if rows else []
        for change in group:
            if change.old == change.new:
                rows.append(f"  {change.old}")
            else:
                rows += [f"- {change.old}"] + [f"+ {change.new}"] * bool(change.new.strip())
    changed = "\n".join(rows)
    return f"**{strings.what_if(title_of(variant))}**\n\n```diff\n{changed}\n```"


def without_claims(
    source: str, first_line: int, made: Sequence[Product], strings: Strings
) -> tuple[str, list[Claim]]:
    """Take the asserts that broke out of a cell's code.

    Args:
        source: of the cell.
        first_line: of the file, on which it starts.
        made: what the cell made, its broken claims among that.
        strings: of the site.
    """
    lines = {p.line - first_line + 1 for p in made if is_claim(p)}
    if not lines:
        return source, []
    rows = source.split("\n")
    claims: list[Claim] = []
    for node in reversed(ast.parse(source).body):
        if isinstance(node, ast.Assert) and node.lineno in lines:
            text = "\n".join(rows[node.lineno - 1 : node.end_lineno])
            rows[node.lineno - 1 : node.end_lineno] = [f"pass  # {strings.moved_claims}"]
            message = str(node.msg.value) if isinstance(node.msg, ast.Constant) else ""
            shown = f"{CLAIM}: {message}" if message else CLAIM
            claims.insert(0, Claim(text, Error(CLAIM, message, node.lineno, shown)))
    return "\n".join(rows), claims
