"""What a page shows of code: a cell, what it made, all of a snippet, beside a variant."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from maedeup.notes.grammar import Reference
from maedeup.notes.parts import Part, split_caption, table_formats
from maedeup.page import evidence, exercise, html
from maedeup.page.alternatives import states_of
from maedeup.page.cell_tags import Tagged, tagged
from maedeup.page.compare import compare, compare_cell, ending
from maedeup.page.converter import Writer
from maedeup.page.copying import copying, embed_id
from maedeup.page.name_list import name_list
from maedeup.page.questions import (
    Animation,
    Cell,
    Code,
    Drawing,
    Error,
    Figure,
    Snippet,
    Strings,
    Table,
    figure_id,
    leads,
)
from maedeup.page.shape_list import shape_list

WHOLE = Tagged()


def show_code(writer: Writer, reference: Reference, target: Code) -> list[str]:
    """Return the lines that show code, what it made, or both."""
    snippet = target.snippet
    part = reference.part or Part.ALL
    result = writer.ask.result(snippet)
    lines: list[str] = []
    products = []
    shown: list[Cell] = []
    if part.is_exercise:
        lines = exercise.show(writer, reference, target)
        result = None if part is not Part.CHECK else result  # told once for all of them
    elif isinstance(target, leads.Compared):
        result = None  # both results are told there
        if reference.named:
            products.append(compare(writer, reference, target))
        else:
            lines = _whole_variant(writer, target, part)
    elif isinstance(target.part, Figure | Animation):
        caption, alt = split_caption("" if reference.part else reference.label)
        products.append(_figure(writer, snippet, target.part, caption, alt))
    elif isinstance(target.part, Table):
        shown_table = writer.painter.table(target.part.formatted(table_formats(reference.label)))
        products.append(evidence.below(writer, snippet, target.part, shown_table))
    elif isinstance(target.part, Cell):
        shown = [target.part]
        lines, products = show_cell(writer, snippet, target.part, part, tagged(target.part, part))
    elif not reference.anchor:
        shown = [c for c in snippet.code_cells if c.name and c.source]
        parts = [show_cell(writer, snippet, cell, part, tagged(cell, part)) for cell in shown]
        lines = [row for code, made in parts for row in [*code, *map(writer.stash, made), ""]]
    seconds = writer.ask.pending(snippet)
    if seconds is not None:
        products.append(html.running(writer.ask.strings, seconds))
    failed = result is not None and (
        result.products.failed or (result.products.error and not result.products.cells)
    )
    if result is not None and failed and result.products.error is not None:
        products += _failure(writer, snippet, result.products.error, shown)
    if result is not None and not failed:
        products.append(writer.painter.receipt(snippet, result, writer.own_page(snippet)))
    name = embed_id(snippet, reference.anchor)
    mark = "" if name in writer.embedded else f' id="{name}"'  # the first place is linked to
    writer.embedded.add(name)
    shown = [cell for cell in shown if tagged(cell, part).code != "left out"]
    has_copy = part.has_code and not part.is_exercise
    data = copying(writer, snippet, shown) if has_copy else ""
    start = f'<div class="mp-embed"{mark}{data}>'
    return [
        writer.stash(start), "", *lines, "", writer.stash("".join(products)), "",
        writer.stash("</div>"),
    ]  # fmt: skip


def _failure(writer: Writer, snippet: Snippet, error: Error, shown: list[Cell]) -> list[str]:
    """Return how a run ended, with its traceback once a page: at the cell where it ended.

    A page that does not show that cell has it at the first that it shows.
    """
    told = f"traceback of {snippet.key}"
    cells = {cell.name for cell in snippet.code_cells if cell.line <= error.line <= cell.end_line}
    is_there = not cells or bool(cells & {cell.name for cell in shown})
    shows_it = snippet.path == writer.note.path  # a lab shows every cell, in its place
    if told in writer.embedded or (shows_it and cells and not is_there):
        return [writer.painter.error(replace(error, traceback=""))]
    writer.embedded.add(told)
    return [writer.painter.error(error)]


def _whole_variant(writer: Writer, target: leads.Compared, part: Part) -> list[str]:
    """Return the lines of a snippet with what a variant changes, each cell in its place."""
    snippet, variant = target.snippet, target.variant
    lines: list[str] = []
    for cell, changed in zip(snippet.cells, variant.cells, strict=True):
        if cell.kind != "code" or not cell.name or not cell.source:
            continue
        difference, both = compare_cell(writer, target, cell, changed, part)
        tags = Tagged(output="left out" if both else "shown")
        code, made = show_cell(writer, snippet, cell, part, tags)
        if difference:
            code = [writer.stash(difference)]
        lines += [*code, *map(writer.stash, [both] if both else made), ""]
    return [*lines, writer.stash(ending(writer, variant, part))]


def show_cell(
    writer: Writer, snippet: Snippet, cell: Cell, part: Part, tags: Tagged = WHOLE
) -> tuple[list[str], list[str]]:
    """Return a cell's code as a fence, and its products as HTML."""
    result = writer.ask.result(snippet)
    has_products = result is not None and part.has_output
    made = tags.kept(result.products.cells.get(cell.name, [])) if result and has_products else []
    if part is Part.FIGURE:
        made = [product for product in made if isinstance(product, Drawing)]
    if result is not None and result.products.failed:
        made = [product for product in made if not isinstance(product, Error)]
    products = [
        _figure(writer, snippet, product)
        if isinstance(product, Drawing)
        else evidence.below(writer, snippet, product, writer.painter.product(product), cell.name)
        for product in made
    ]
    if products and tags.output == "folded":
        name = f"<summary>{writer.ask.strings.stdout}</summary>"
        products = [f'<details class="mp-code">{name}{"".join(products)}</details>']
    if not part.has_code or tags.code == "left out":
        return [], products
    fence = writer.fence(cell.source)
    if result is not None and result.products.shapes:
        places = writer.ask.lines_of_places(snippet)
        if shapes := shape_list(places, cell, result.products.shapes, writer.ask.strings):
            fence += ["", writer.stash(shapes)]
    if names := name_list(cell, snippet, writer.ask.documented(snippet), writer.ask.strings):
        fence += ["", writer.stash(names)]
    if part.is_folded or tags.code == "folded":
        n_lines = cell.source.count("\n") + 1
        summary = f"<summary>{writer.ask.strings.code_lines(n_lines)}</summary>"
        opening = writer.stash(f'<details class="mp-code">{summary}')
        fence = [opening, "", *fence, "", writer.stash("</details>")]
    return fence, products


def _figure(
    writer: Writer, snippet: Snippet, figure: Drawing, caption: str = "", alt: str = ""
) -> str:
    """Return a figure with its number, where it has one, before its caption."""
    number = writer.figure_numbers.get((snippet.path, figure.label))
    if alt:
        figure = _said(figure, alt, writer.ask.strings)
    if number:
        named = writer.ask.strings.figure_number(number)
        caption = f"{named}. {caption}" if caption else named
    shown = writer.painter.figure(figure, caption)
    mark = figure_id(snippet, figure.label)
    if number and mark not in writer.numbered:  # shown again, it is linked to where it is first
        writer.numbered.add(mark)
        shown = shown.replace("<figure ", f'<figure id="{escape(mark)}" ', 1)
    result = writer.ask.result(snippet)
    cell = evidence.cell_of(figure.label, result.products) if result else ""
    return evidence.below(writer, snippet, figure, shown, cell)


def _said(drawing: Drawing, alt: str, strings: Strings) -> Drawing:
    """Return a figure with the note's own text alternative; of an animation, every frame's."""
    if isinstance(drawing, Figure):
        return replace(drawing, title=alt, plots=[])
    told = zip(drawing.frames, states_of(drawing, strings), strict=True)
    frames = [replace(f, title=f"{alt}, {state}", plots=[]) for f, state in told]
    return replace(drawing, frames=frames)
