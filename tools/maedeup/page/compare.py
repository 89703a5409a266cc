"""What a variant changes: the code's difference, and both results side by side."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from unicodedata import east_asian_width

from maedeup.notes.grammar import Reference
from maedeup.notes.parts import Part, split_caption
from maedeup.page import html
from maedeup.page.converter import Writer
from maedeup.page.questions import (
    Animation,
    Cell,
    Change,
    Drawing,
    Error,
    Figure,
    Product,
    Products,
    Snippet,
    Table,
    Text,
    changed_lines,
    is_claim,
    leads,
    title_of,
)

COLUMN_PX = 8.2
"""Of printed text, at the theme's size."""

GAP = '<span class="mp-gap">⋯\n</span>'


def compare(writer: Writer, reference: Reference, target: leads.Compared) -> str:
    """Return what takes the place of an embed that names a variant."""
    variant = target.variant
    part = reference.part or Part.ALL
    caption = "" if reference.part else reference.label
    blocks = []
    if part.has_code:
        code = difference(writer, target.snippet, variant)
        blocks.append(_folded(writer, code) if part.is_folded else code)
    if part.has_output:
        blocks.append(sides(writer, target, part))
        if caption:
            blocks.append(f'<p class="mp-none">{escape(split_caption(caption)[0])}</p>')
    return "".join([*blocks, ending(writer, variant, part)])


def compare_cell(
    writer: Writer, target: leads.Compared, cell: Cell, changed: Cell, part: Part
) -> tuple[str, str]:
    """Return a cell's difference and both results; '' for what the variant leaves as it is."""
    snippet, variant = target.snippet, target.variant
    code = ""
    if cell.source != changed.source and part.has_code:
        rows = zip(cell.source.split("\n"), changed.source.split("\n"), strict=True)
        code = _difference(writer, variant, [[Change(0, old, new) for old, new in rows]])
        code = _folded(writer, code) if part.is_folded else code
    results = (writer.ask.result(run) for run in (snippet, variant))
    before, after = (result.products.cells if result else {} for result in results)
    plain = [p for p in after.get(cell.name, []) if not is_claim(p)]
    if before.get(cell.name, []) == plain or not part.has_output:
        return code, ""
    return code, sides(writer, replace(target, part=cell), part, cell.name in after)


def sides(writer: Writer, target: leads.Compared, part: Part, is_reached: bool = True) -> str:
    """Return what a snippet and its variant made of one thing, side by side.

    Args:
        writer: of the page.
        target: what is compared.
        part: how much of it.
        is_reached: whether the variant's run came so far, or its end is told elsewhere.
    """
    name = title_of(target.variant)
    strings = writer.ask.strings
    own = _side(writer, target.snippet, target, part, strings.original)
    other = (
        _side(writer, target.variant, target, part, name)
        if is_reached
        else section(name, f'<p class="mp-none">{strings.not_reached}</p>')
    )
    return f'<div class="mp-sides no-copy">{own}{other}</div>'


def ending(writer: Writer, variant: Snippet, part: Part) -> str:
    """Return what stands below a comparison: claims that broke, and the variant's receipt."""
    blocks = []
    told = f"claims of {variant.key}"
    if part.has_output and told not in writer.embedded:  # of the whole run: once a page
        blocks.append(_broken_claims(writer, variant))
        writer.embedded.add(told)
    result = writer.ask.result(variant)
    if result is not None and not result.products.failed:
        blocks.append(writer.painter.receipt(variant, result))
    return "".join(blocks)


def difference(writer: Writer, snippet: Snippet, variant: Snippet) -> str:
    """Return the lines that a variant changes."""
    return _difference(writer, variant, changed_lines(snippet, variant))


def _folded(writer: Writer, code: str) -> str:
    name = writer.ask.strings.changed_code
    return f'<details class="mp-code"><summary>{name}</summary>{code}</details>'


def _difference(writer: Writer, variant: Snippet, changes: list[list[Change]]) -> str:
    """Return the changed lines, told by sign and by `del` and `ins`, not by colour alone."""
    groups = [_lines(group) for group in changes]
    name = writer.ask.strings.changed_code_of(title_of(variant))
    return (
        f'<div class="mp-diff no-copy"><pre tabindex="0" aria-label="{escape(name)}"><code>'
        f"{GAP.join(groups)}</code></pre></div>"
    )


def _lines(group: list[Change]) -> str:
    """Return neighbouring lines; what goes stands before what comes, as in every such list."""
    out: list[str] = []
    coming: list[str] = []
    for change in group:
        if change.old == change.new:
            out += [*coming, f"<span>  {escape(change.old)}\n</span>"]
            coming = []
            continue
        old, new = _marked(change.old, change.new)
        out.append(f"<del>- {old}\n</del>")
        if change.new.strip():
            coming.append(f"<ins>+ {new}\n</ins>")
    return "".join([*out, *coming])


def _marked(old: str, new: str) -> tuple[str, str]:
    """Return both lines as HTML, with what differs marked where the rest is alike."""
    if not new.strip():
        return escape(old), ""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1

    def marked(line: str) -> str:
        middle = line[start : len(line) - end]
        tail = line[len(line) - end :]
        mark = f"<mark>{escape(middle)}</mark>" if middle else ""
        return f"{escape(line[:start])}{mark}{escape(tail)}"

    return marked(old), marked(new)


def _side(writer: Writer, run: Snippet, target: leads.Compared, part: Part, name: str) -> str:
    result = writer.ask.result(run)
    made = _made(result.products, target, part) if result else []
    # How it ended, in a sentence: a traceback's frames say nothing about the change.
    plain = [replace(p, traceback="") if isinstance(p, Error) else p for p in made]
    shown = "".join(writer.painter.product(product) for product in plain)
    if not shown:
        shown = f'<p class="mp-none">{writer.ask.strings.nothing_shown}</p>'
    width = max((_width_px(product) for product in made), default=0)
    return section(name, shown, width)


def section(name: str, shown: str, width: float = 0) -> str:
    """Return one of two results, under its name; `width` in CSS pixels is what it wants."""
    return (
        f'<section class="mp-side" aria-label="{escape(name)}" style="--mp-side:{width:.0f}px">'
        f'<p class="mp-side-name">{escape(name)}</p>{shown}</section>'
    )


def _width_px(product: Product) -> float:
    """Return about how wide a product wants to be: two that do not fit stand below each other."""
    if isinstance(product, Animation):
        product = product.frames[0]
    if isinstance(product, Figure):
        return product.width_pt * html.READABLE
    if isinstance(product, Text):
        columns = (sum(2 if east_asian_width(c) in "WF" else 1 for c in row)
                   for row in product.text.split("\n"))  # fmt: skip
        return COLUMN_PX * (max(columns) + 4)
    return 0


def _made(products: Products, target: leads.Compared, part: Part) -> list[Product]:
    """Return what a run made of the part that is compared, and its end if it never got there."""
    found: list[Product] = []
    reached = True
    match target.part:
        case Cell(name=name):
            reached = name in products.cells
            found = [p for p in products.cells.get(name, []) if not is_claim(p)]
            if part is Part.FIGURE:
                found = [p for p in found if isinstance(p, Drawing | Error)]
        case Figure(label=label) | Animation(label=label):
            figure = products.figures().get(label)
            found, reached = [figure] if figure else [], figure is not None
        case Table(name=name):
            table = products.tables.get(name)
            found, reached = [table] if table else [], table is not None
    error = products.error
    if error is not None and error not in found and (products.failed or not reached):
        found.append(error)
    return found


def _broken_claims(writer: Writer, variant: Snippet) -> str:
    result, strings = writer.ask.result(variant), writer.ask.strings
    made = [p for ps in result.products.cells.values() for p in ps] if result else []
    rows = [
        f"<li><code>{escape(p.message)}</code> <span>({strings.line(p.line)})</span></li>"
        for p in made
        if is_claim(p)
    ]
    if not rows:
        return ""
    head = escape(strings.broken_claims(title_of(variant)))
    return f'<div class="mp-claims"><p>{head}</p><ul>{"".join(rows)}</ul></div>'
