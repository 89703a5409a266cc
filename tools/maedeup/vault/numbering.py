"""Numbers of what a page shows: Figure 1, Figure 2 … and Equation (1), Equation (2) …

A figure has a number where it has a caption, or where the page refers to it; a formula where any
note refers to it. Nothing is numbered that nobody could look for.
"""

from __future__ import annotations

from maedeup.notes.grammar import Reference
from maedeup.notes.note import Note
from maedeup.notes.parts import split_caption
from maedeup.runs.product import Drawing, Products, Table, Value
from maedeup.runs.snippet import Cell, Snippet
from maedeup.vault.leads import CodePlace
from maedeup.vault.web import Web

FigureKey = tuple[str, str]
"""Path of the snippet, and the figure's label."""


def number_figures(web: Web, note: Note) -> dict[FigureKey, int]:
    """Return the number of each figure that has one, in the order in which the page shows them."""
    targets = [(r, web.find_target(r, note)) for r in note.references if r.kind == "snippet"]
    found = [(r, t) for r, t in targets if isinstance(t, CodePlace)]
    wanted = {
        (t.snippet.path, t.part.label)
        for r, t in found
        if not r.embed and isinstance(t.part, Drawing)
    }
    numbers: dict[FigureKey, int] = {}
    for reference, target in found:
        if reference.embed:
            is_named = isinstance(target.part, Drawing)
            has_caption = is_named and bool(split_caption(reference.label)[0])
            result = web.results.of(target.snippet)
            for label in _labels(reference, target, result.products if result else None):
                key = (target.snippet.path, label)
                if key not in numbers and (has_caption or key in wanted):
                    numbers[key] = len(numbers) + 1
    return numbers


def _labels(reference: Reference, target: CodePlace, products: Products | None) -> list[str]:
    """Return the labels of the figures that an embed shows."""
    part = target.part
    if isinstance(part, Drawing):
        return [part.label]
    shows_none = reference.part is not None and not reference.part.has_output
    if products is None or shows_none or isinstance(part, Table | Value):
        return []
    cells = [part.name] if isinstance(part, Cell) else list(products.cells)
    made = [product for name in cells for product in products.cells.get(name, [])]
    return [product.label for product in made if isinstance(product, Drawing) and product.label]


def number_formulas(web: Web, note: Note) -> dict[str, int]:
    """Return the number of each formula of a note that any note refers to, by its mark."""
    wanted = web.equations.get(note.src_uri, set())
    labels = [formula.label for formula in note.formulas if formula.label in wanted]
    return {label: number for number, label in enumerate(dict.fromkeys(labels), 1)}


def figure_id(snippet: Snippet, label: str) -> str:
    """Return the `id` of a numbered figure."""
    return f"fig-{snippet.name.removesuffix('.py')}-{label}"
