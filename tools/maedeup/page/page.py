"""One page: its references, formulas and fences -> what a reader sees."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from html import escape

from maedeup.notes.blocks import Block, find_blocks
from maedeup.notes.citations import Citation, find_citations
from maedeup.notes.containers import Leaf
from maedeup.notes.grammar import (
    NEAR,
    Fence,
    Formula,
    Reference,
    find_fences,
    find_formulas,
    find_references,
    plain_text,
)
from maedeup.notes.note import Note
from maedeup.notes.outline import Heading, find_headings
from maedeup.notes.prefixes import continuation, line_at
from maedeup.page import html
from maedeup.page.converter import Anchors, HasStash, Mark
from maedeup.page.copying import page_of
from maedeup.page.moving import Change, find_changes, part_text
from maedeup.page.phrases import phrase_html
from maedeup.page.predict import lay_out
from maedeup.page.questions import (
    NotePart,
    Questions,
    Snippet,
    Target,
    leads,
    part_of,
    value_of,
)
from maedeup.page.references import cite_as_html
from maedeup.page.replacing import embed, inline
from maedeup.text.errors import Problem
from maedeup.text.math import MathError, to_mathml
from maedeup.text.particles import PARTICLE_PAIR, choose_particle


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
        self._inside: list[NotePart] = []
        """The parts of notes that are being written, outermost first."""
        self._n_parts = 0
        self._footnotes: list[str] = []
        self._level = 1
        """Of the last heading of the page's own."""
        self.painter = html.Painter(ask.address(note.src_uri), ask.strings)
        self._hrefs: dict[tuple[str, str], str] = {}
        """Addresses of notes and their headings: a page names most of them more than once."""
        self.numbered: set[str] = set()
        """Ids of the figures and formulas that the page has shown with their numbers."""
        self.told: set[str] = set()
        self.written = note
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
        self.painter, self._hrefs = html.Painter(address, self.ask.strings), {}
        self._is_elsewhere = True

    def first_line(self, text: str) -> int:
        """Return the line of the file on which `text` starts; hosts strip leading blank lines."""
        body = self.note.body
        if text == body:  # with those lines
            return self.note.body_line
        return self.note.body_line + len(body) - len(body.lstrip("\n")) if text.strip() else 1

    def rewrite_page(self, text: str, first_line: int, marks: Iterable[Mark] = ()) -> str:
        """Replace what `rewrite` does in the page's own text; footnotes of embeds stand at its end.

        There no container of an embed is around them, in which Markdown reads no footnote.
        """
        shown = self.rewrite(text, first_line, marks=marks)
        return "\n\n".join([shown, *self._footnotes])

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
        is_body = first_line == note.body_line and text == note.body
        items: list[Reference | Formula | Fence | Heading | Block | Mark | Citation | Change] = [
            *marks,
            *find_citations(text, first_line),
            *(note.references if is_body else find_references(text, first_line)),
            *(note.formulas if is_body else find_formulas(text, first_line)),
            *(fence for fence in find_fences(text) if fence.is_exempt),
            *(note.headings if is_body else find_headings(text)),
            *(note.blocks if is_body else find_blocks(text)),
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
            self.written = note
            shown = self.shown(item, target)
            is_link = isinstance(target, leads.NotePlace) and (is_quoted or not self.expands)
            if item.embed and item.alone and not value_of(target) and not is_link:
                out.append(_in_place(embed(self, item, target), text, item.start, item.end))
            else:
                is_inside = not item.embed and _is_in_link(text, item)
                inner = self.stash(phrase_html(shown)) if is_inside else ""
                out.append(inner or self.stash(inline(self, item, target, shown)))
                if pair := PARTICLE_PAIR.match(text, position):
                    out.append(choose_particle(plain_text(shown), pair[0]))
                    position = pair.end()
        return "".join([*out, text[position:]])

    def _heading(self, row: str, heading: Heading) -> str:
        """Return what ends with a heading, marked for its id; in a part of a note it has none."""
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

    @property
    def is_quoted(self) -> bool:
        """Whether the text that is rewritten is another note's, and no embed brought it here."""
        return self.written is not self.note and not self._inside

    def stash(self, content: str) -> str:
        """Put finished HTML where Markdown leaves it alone; give what stands for it."""
        return self.md.htmlStash.store(content)

    def href(self, note: Note, anchor: str = "") -> str:
        """Return the address of a note, or of a heading of it, as this page names it."""
        mark = f"#{anchor}" if anchor else ""
        if note is self.note and mark and not self._is_elsewhere:
            return escape(mark)
        known = self._hrefs.get((note.src_uri, anchor))
        if known is None:
            known = self.painter.url(self.ask.address(note.src_uri), mark)
            self._hrefs[note.src_uri, anchor] = known
        return known

    def shown(self, reference: Reference, target: Target | Problem) -> str:
        """Return the text a reader sees for an inline reference; a particle is chosen by it."""
        return self.ask.shown(reference, target, self.written, self.note)

    def part(self, reference: Reference, target: leads.NotePlace) -> list[str]:
        """Return the lines that show a part of a note, and the line that says where it is from."""
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
        text, footnotes = part_text(part, self._n_parts)
        self._inside.append(part)
        shown = self.rewrite(lay_out(self, text, part.note), part.line, part.note)
        self._footnotes += [self.rewrite(one, part.line, part.note) for one in footnotes]
        self._inside.pop()
        href = self.href(target.note, target.anchor)
        link = f'<a href="{href}">{phrase_html(self.shown(reference, target))}</a>'
        source = self.ask.strings.taken_from(link)
        return [
            self.stash('<div class="mp-part" data-search-exclude>'), "", *shown.split("\n"), "",
            self.stash(f'<p class="mp-part-source">{source}</p></div>'),
        ]  # fmt: skip

    def fence(self, code: str) -> list[str]:
        """Return code as a fence longer than any run of backticks inside."""
        longest = max((len(run) for run in re.findall(r"`+", code)), default=0)
        ticks = "`" * max(3, longest + 1)
        return [f"{ticks}python", *code.split("\n"), ticks]

    def own_page(self, snippet: Snippet) -> str:
        """Return the address of a snippet's own page, '' where there is none or this is it."""
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
    end = end if end >= 0 else reference.end + NEAR
    found = LINK_TEXT.finditer(text, start, end) if text.find("](", start, end) >= 0 else ()
    return any(m.start() < reference.start < m.end() for m in found)


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
