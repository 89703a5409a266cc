"""One page: its references, formulas and fences -> what a reader sees."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from html import escape

from maedeup.notes.blocks import Block, find_blocks
from maedeup.notes.citations import Citation, find_citations
from maedeup.notes.containers import Leaf
from maedeup.notes.grammar import (
    NEAR,
    Fence,
    Formula,
    Heading,
    Reference,
    find_fences,
    find_formulas,
    find_headings,
    find_references,
    plain_text,
)
from maedeup.notes.note import Note
from maedeup.notes.prefixes import continuation, line_at
from maedeup.page import evidence, html
from maedeup.page.converter import Anchors, HasStash, Mark
from maedeup.page.copying import embed_id, page_of
from maedeup.page.embed import embed
from maedeup.page.moving import Change, find_changes, part_text
from maedeup.page.phrases import phrase_html
from maedeup.page.predict import lay_out
from maedeup.page.questions import (
    Part,
    Questions,
    Snippet,
    Target,
    figure_id,
    part_of,
    split_size,
)
from maedeup.page.references import cite_as_html
from maedeup.text.errors import Problem
from maedeup.text.math import MathError, to_mathml
from maedeup.text.particles import PARTICLE_PAIR, choose_particle

PLACES = ("unknown-heading", "unknown-block", "unknown-formula")
"""Problems of a reference whose note is there."""


class PageWriter:
    """Rewrites the text of one page, and knows what it links to."""

    def __init__(self, md: HasStash, ask: Questions, note: Note, anchors: Anchors) -> None:
        self.md = md
        self.anchors = anchors
        self.ask = ask
        self.note = note
        self.embedded: set[str] = {heading.anchor for heading in note.headings}
        self.expands = True
        """Whether parts of other notes are shown, and not only linked to."""
        self._inside: list[Part] = []
        """The parts of notes that are being written, outermost first."""
        self._n_parts = 0
        self._level = 1
        """Of the last heading of the page's own."""
        self.painter = html.Painter(ask.address(note.src_uri), ask.strings)
        self.numbered: set[str] = set()
        """Ids of the figures and formulas that the page has shown with their numbers."""
        self.told: set[str] = set()
        self._written = note
        """The note whose text is being rewritten."""
        self._is_elsewhere = False
        """Whether the note's text stands on another page than its own."""

    @cached_property
    def figure_numbers(self) -> dict[tuple[str, str], int]:
        """The number of each figure of the page that has one."""
        return self.ask.figure_numbers(self.note)

    @cached_property
    def formula_numbers(self) -> dict[str, int]:
        """The number of each formula of the page that is referred to, by its mark."""
        return self.ask.formula_numbers(self.note)

    def show_at(self, address: str) -> None:
        """Write for a page of another address, that shows the note's text or its beginning."""
        self.painter = html.Painter(address, self.ask.strings)
        self._is_elsewhere = True

    def first_line(self, text: str) -> int:
        """Give the line of the file on which `text` starts; hosts strip leading blank lines."""
        body = self.note.body
        return self.note.body_line + len(body) - len(body.lstrip("\n")) if text.strip() else 1

    def rewrite(
        self,
        text: str,
        first_line: int,
        note: Note | None = None,
        marks: Iterable[Mark] = (),
    ) -> str:
        """Replace every reference and formula of `text`, a part of `note` (by default this one).

        Text of another note that no embed brought here is quoted: embeds in it become links.
        `marks` take the place of what they stand on, which holds none of these.
        """
        is_quoted = note not in (None, self.note) and not self._inside
        note = note or self.note
        items: list[Reference | Formula | Fence | Heading | Block | Mark | Citation | Change] = [
            *marks,
            *find_citations(text, first_line),
            *find_references(text, first_line),
            *find_formulas(text, first_line),
            *(fence for fence in find_fences(text) if fence.is_exempt),
            *find_headings(text),
            *find_blocks(text),
            *find_changes(self.ask, text, note, self.note.src_uri),
        ]
        out, position = [], 0
        for item in sorted(items, key=lambda i: i.mark_end if isinstance(i, Block) else i.end):
            if isinstance(item, Heading):
                out.append(self._heading(text[position : item.end], item))
                position = item.end
                continue
            if isinstance(item, Block):
                own = not is_quoted and not self._inside
                out.append(text[position : item.mark_start])
                out.append(_apart(self.anchors.mark_block(item.anchor), text, item) if own else "")
                position = item.mark_end
                continue
            if item.start < position:  # inside of what was replaced already
                continue
            out.append(text[position : item.start])
            position = item.end
            if isinstance(item, Change):
                out.append(item.text)
                continue
            if isinstance(item, Mark):
                out.append(self.stash(item.html))
                continue
            if isinstance(item, Citation):
                out.append(self.stash(cite_as_html(self, item)))
                continue
            if isinstance(item, Fence):
                out.append(re.sub(r"\s*\bnotest\b", "", item.info))  # superfences knows it not
                continue
            if isinstance(item, Formula):
                out.append(self._formula(item, text))
                continue
            target = self.ask.target(item, note)
            self._written = note
            shown = self.shown(item, target)
            is_link = isinstance(target, Target) and target.note and (is_quoted or not self.expands)
            if item.embed and item.alone and not _is_inline(target) and not is_link:
                out.append(_in_place(embed(self, item, target), text, item.start, item.end))
            else:
                is_inside = not item.embed and _is_in_link(text, item)
                inner = self.stash(phrase_html(shown)) if is_inside else ""
                out.append(inner or self._inline(item, target, shown))
                if pair := PARTICLE_PAIR.match(text, position):
                    out.append(choose_particle(plain_text(shown), pair[0]))
                    position = pair.end()
        return "".join([*out, text[position:]])

    def _heading(self, row: str, heading: Heading) -> str:
        """Give what ends with a heading, marked for its id; in a part of a note it has none."""
        if self._inside:
            row = re.sub(r"\s*\{[^}]*\}$", "", row)
            first = next(iter(find_headings(self._inside[-1].text)), heading)
            level = min(self._level + 1 + heading.level - first.level, 6)
            return row + self.anchors.mark("", max(level, 2))
        self._level = heading.level
        label = heading.text if "$" in heading.written else ""
        if heading.explicit:
            marked = self.anchors.mark(heading.anchor, label=label) if label else ""
            return re.sub(r"(?=\s*\{[^}]*\}$)", lambda _: marked, row, count=1)
        # What `toc` would make of links and formulas is not what references ask for.
        former = map(escape, self.ask.former_anchors(self.note, heading.anchor))
        spans = "".join(f'<span id="{anchor}"></span>' for anchor in former)
        return (
            row
            + (self.stash(spans) if spans else "")
            + self.anchors.mark(heading.anchor, label=label)
        )

    def stash(self, content: str) -> str:
        """Put finished HTML where Markdown leaves it alone; give what stands for it."""
        return self.md.htmlStash.store(content)

    def href(self, note: Note, anchor: str = "") -> str:
        """Give the address of a note, or of a heading of it, as this page names it."""
        mark = f"#{anchor}" if anchor else ""
        if note is self.note and mark and not self._is_elsewhere:
            return escape(mark)
        return self.painter.url(self.ask.address(note.src_uri) + mark)

    def shown(self, reference: Reference, target: Target | Problem) -> str:
        """Give the text a reader sees for an inline reference; a particle is chosen by it."""
        return self.ask.shown_text(reference, target, self._written, self.note)

    def _inline(self, reference: Reference, target: Target | Problem, shown: str) -> str:
        text = phrase_html(shown)
        if isinstance(target, Problem):
            content = self._broken(reference, target, text)
        elif target.note is not None:
            content = f'<a href="{self._place(target)}" class="mp-link">{text}</a>'
            is_quoted = self._written is not self.note and not self._inside
            if target.note is self.note and is_quoted:  # which is why it is quoted
                content = f"<mark>{content}</mark>"
        elif target.planned:
            told = escape(self.ask.strings.planned_note)
            content = f'<span class="mp-planned" title="{told}">{text}</span>'
        elif target.image:
            content = self.image(reference, target)
        elif target.file:
            content = self.file(reference, target)
        elif target.value is not None and reference.embed and target.snippet is not None:
            behind = f"?{target.variant.variant}" if target.variant else ""
            source = f"{target.snippet.name}{behind}: {target.value.name}"
            value = html.value(target.value, reference.label or "", source)
            content = evidence.of_value(self, target, value)
        elif target.snippet is not None and reference.embed and self._is_running(target):
            content = (
                f'<span class="mp-running" title="{escape(self.ask.strings.running)}">…</span>'
            )
        elif target.snippet is not None and reference.embed:
            # Its run failed, or had no GPU: the page says so and shows no number.
            content = f'<span class="mp-broken" title="{escape(target.snippet.path)}">?</span>'
        else:
            content = (
                f'<a href="{self._snippet_href(reference, target)}" class="mp-link">{text}</a>'
            )
        return self.stash(content)

    def _is_running(self, target: Target) -> bool:
        runs = [run for run in (target.snippet, target.variant) if run is not None]
        return any(self.ask.pending(run) is not None for run in runs)

    def _broken(self, reference: Reference, problem: Problem, text: str) -> str:
        """Return what stands for a reference with a problem; a note that is there is led to."""
        mark = f'title="{escape(str(problem))}"'
        if problem.code in PLACES and not reference.embed:
            found = self.ask.target(replace(reference, anchor=""), self._written)
            if isinstance(found, Target) and found.note is not None:
                return (
                    f'<a href="{self.href(found.note)}" class="mp-link mp-broken" {mark}>{text}</a>'
                )
        return f'<span class="mp-broken" {mark}>{text}</span>'

    def _place(self, target: Target) -> str:
        assert target.note is not None
        if target.formula is not None:
            return self.href(target.note, target.formula.label)
        there = target.heading or target.block
        return self.href(target.note, there.anchor if there else "")

    def image(self, reference: Reference, target: Target) -> str:
        """Give an image of the vault, of the size that the reference names."""
        alt, size = split_size(reference.label or "")
        width, _, height = size.partition("x")
        sides = f' width="{width}"' * bool(width) + f' height="{height}"' * bool(height)
        url = self.painter.url(self.ask.file_address(target.image))
        return f'<img src="{url}" alt="{escape(alt)}"{sides} loading="lazy">'

    def file(self, reference: Reference, target: Target) -> str:
        """Give a link to a file of the vault, or what plays it; `#page=3` is the file's own."""
        mark = f"#{reference.anchor}" if reference.anchor else ""
        text = escape(self.shown(reference, target))
        return html.file(
            self.painter.url(self.ask.file_address(target.file) + mark), text, reference.embed
        )

    def part(self, reference: Reference, target: Target) -> list[str]:
        """Give the lines that show a part of a note, and the line that says where it is from."""
        part = part_of(target)
        if part in self._inside:
            chain = " -> ".join(p.name for p in [*self._inside, part])
            path = self._inside[-1].note.path
            hint = "take one of these embeds out, or make it a link"
            problem = Problem(
                "embed-circle", path, reference.line, "embeds in a circle", chain, hint
            )
            return [self.stash(html.problem(problem))]
        self._n_parts += 1
        text = part_text(part, self._n_parts)
        self._inside.append(part)
        shown = self.rewrite(lay_out(self, text, part.note), part.line, part.note)
        self._inside.pop()
        link = f'<a href="{self._place(target)}">{phrase_html(self.shown(reference, target))}</a>'
        source = self.ask.strings.taken_from(link)
        return [
            self.stash('<div class="mp-part" data-search-exclude>'), "", *shown.split("\n"), "",
            self.stash(f'<p class="mp-part-source">{source}</p></div>'),
        ]  # fmt: skip

    def _snippet_href(self, reference: Reference, target: Target) -> str:
        """Give where a snippet's part is shown on this page, else its file."""
        assert target.snippet is not None
        label = target.figure.label if target.figure else ""
        if (target.snippet.path, label) in self.figure_numbers:
            return escape("#" + figure_id(target.snippet, label))
        for other in self.note.references:
            here = other.embed and other.anchor == reference.anchor
            if here and target.snippet in self.ask.snippets_called(other.target):
                return escape("#" + embed_id(target.snippet, reference.anchor))
        if own := self.own_page(target.snippet):
            return self.painter.url(own + self._place_there(target))
        return self.painter.url(target.snippet.path)

    def _place_there(self, target: Target) -> str:
        """Give the place on a snippet's own page, which has one for each cell and no other."""
        assert target.snippet is not None
        name = target.cell.name if target.cell else ""
        result = self.ask.result(target.snippet)
        if target.figure is not None and result is not None:
            name = evidence.cell_of(target.figure.label, result.products)
        cells = {cell.name for cell in target.snippet.code_cells if cell.source}
        return f"#{embed_id(target.snippet, name)}" if name and name in cells else ""

    def fence(self, code: str) -> list[str]:
        """Return code as a fence longer than any run of backticks inside."""
        longest = max((len(run) for run in re.findall(r"`+", code)), default=0)
        ticks = "`" * max(3, longest + 1)
        return [f"{ticks}python", *code.split("\n"), ticks]

    def own_page(self, snippet: Snippet) -> str:
        """Give the address of a snippet's own page, '' where there is none or this is it."""
        uri = page_of(self.ask, snippet) if self.ask.settings.take_away else ""
        return self.ask.address(uri) if uri not in ("", self.note.src_uri) else ""

    def _formula(self, formula: Formula, text: str) -> str:
        try:
            content = to_mathml(formula.latex, formula.display)
        except MathError as error:
            why = escape(str(error))
            content = f'<code class="mp-broken" title="{why}">{escape(formula.latex)}</code>'
        if not formula.display:
            return self.stash(f'<span class="mp-math">{content}</span>')
        block = f'<div class="mp-math-block" tabindex="0">{content}</div>'
        number = self.formula_numbers.get(formula.label)
        if number and formula.label not in self.numbered:
            self.numbered.add(formula.label)
            block = (
                f'<div class="mp-numbered" id="{formula.label}">{block}'
                f'<span class="mp-number-of">({number})</span></div>'
            )
        line = line_at(text, formula.start)
        if line.leaf is Leaf.TITLE or text[line.content : formula.start].strip():
            return self.stash(f'<span class="mp-math">{content}</span>')
        return _in_place([self.stash(block)], text, formula.start, formula.end)


def _apart(mark: str, text: str, block: Block) -> str:
    """Return a block's mark; on a line alone right under the block, with a blank line above."""
    line = line_at(text, block.mark_start)
    is_alone = block.mark_start == line.content
    return f"\n{text[line.start : line.content]}{mark}" if is_alone else mark


LINK_TEXT = re.compile(r"(?<![\[!\\])\[(?!\[|\^)(?:[^\[\]\n]|\[\[[^\[\]\n]*\]\])*\](?=\()")


def _is_in_link(text: str, reference: Reference) -> bool:
    """Say whether a reference is part of an ordinary link's text: no link stands in a link."""
    near = max(reference.start - NEAR, 0)
    start = max(near, text.rfind("\n", near, reference.start) + 1)
    end = text.find("\n", reference.end, reference.end + NEAR)
    found = LINK_TEXT.finditer(text, start, end if end >= 0 else reference.end + NEAR)
    return any(m.start() < reference.start < m.end() for m in found)


def _is_inline(target: Target | Problem) -> bool:
    return isinstance(target, Target) and target.value is not None


def _in_place(lines: list[str], text: str, start: int, end: int) -> str:
    """Return block lines with blank ones around, in the containers of what they take the place of.

    The first line follows the prefix that is there already; in an item that begins on it, so does
    the first of the block.
    """
    line = line_at(text, start)
    spare = text[line.content : start] if not line.opened else ""
    prefix = continuation(line.containers) + spare
    rows = [prefix + row if row else prefix.rstrip() for row in ([*lines, ""])]
    if line.opened:
        rows[0] = lines[0]
    else:
        rows.insert(0, "")
    stop = text.find("\n", end)
    rest = text[end : stop if stop >= 0 else len(text)]
    if rest.strip():
        rows.append(prefix)
    return "\n".join(rows)
