"""One page: its references, formulas and fences -> what a reader sees."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from maedeup.notes.blocks import Block, find_blocks
from maedeup.notes.citations import Citation, find_citations
from maedeup.notes.grammar import (
    Fence,
    Formula,
    Heading,
    Reference,
    find_fences,
    find_formulas,
    find_headings,
    find_references,
)
from maedeup.notes.note import Note
from maedeup.page import evidence, html
from maedeup.page.converter import Anchors, HasStash, Mark
from maedeup.page.copying import embed_id, page_of
from maedeup.page.embed import embed
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
from maedeup.page.transclude import part_text
from maedeup.text.errors import Problem
from maedeup.text.math import MathError, to_mathml
from maedeup.text.particles import PARTICLE_PAIR, choose_particle
from maedeup.text.paths import page_url


class PageWriter:
    """Rewrites the text of one page, and knows what it links to."""

    def __init__(self, md: HasStash, ask: Questions, note: Note, anchors: Anchors) -> None:
        self.md = md
        self.anchors = anchors
        self.ask = ask
        self.note = note
        self.directory_urls = ask.settings.use_directory_urls
        self.embedded: set[str] = {heading.anchor for heading in note.headings}
        self.expands = True
        """Whether parts of other notes are shown, and not only linked to."""
        self._inside: list[Part] = []
        """The parts of notes that are being written, outermost first."""
        self._n_parts = 0
        self._level = 1
        """Of the last heading of the page's own."""
        self.painter = html.Painter(page_url(note.src_uri, self.directory_urls), ask.strings)
        self.figure_numbers = ask.figure_numbers(note)
        self.formula_numbers = ask.formula_numbers(note)
        self.numbered: set[str] = set()
        """Ids of the figures and formulas that the page has shown with their numbers."""
        self.told: set[str] = set()
        self._written = note
        """The note whose text is being rewritten."""

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
        items: list[Reference | Formula | Fence | Heading | Block | Mark | Citation] = [
            *marks,
            *find_citations(text, first_line),
            *find_references(text, first_line),
            *find_formulas(text, first_line),
            *(fence for fence in find_fences(text) if fence.is_exempt),
            *find_headings(text),
            *find_blocks(text),
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
                out.append(self.anchors.mark_block(item.anchor) if own else "")
                position = item.mark_end
                continue
            out.append(text[position : item.start])
            position = item.end
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
                row = text.rfind("\n", 0, item.start) + 1
                out.append(_in_place(embed(self, item, target), text[row : item.start]))
            else:
                out.append(self._inline(item, target, shown))
                if pair := PARTICLE_PAIR.match(text, position):
                    out.append(choose_particle(shown, pair[0]))
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
        if heading.explicit:
            return row
        # What `toc` would make of links and formulas is not what references ask for.
        former = map(escape, self.ask.former_anchors(self.note, heading.anchor))
        spans = "".join(f'<span id="{anchor}"></span>' for anchor in former)
        return row + (self.stash(spans) if spans else "") + self.anchors.mark(heading.anchor)

    def stash(self, content: str) -> str:
        """Put finished HTML where Markdown leaves it alone; give what stands for it."""
        return self.md.htmlStash.store(content)

    def href(self, note: Note, anchor: str = "") -> str:
        """Give the address of a note, or of a heading of it, as this page names it."""
        mark = f"#{anchor}" if anchor else ""
        if note is self.note and mark:
            return escape(mark)
        return self.painter.url(page_url(note.src_uri, self.directory_urls) + mark)

    def shown(self, reference: Reference, target: Target | Problem) -> str:
        """Give the text a reader sees for an inline reference; a particle is chosen by it."""
        return self.ask.shown_text(reference, target, self._written, self.note)

    def _inline(self, reference: Reference, target: Target | Problem, shown: str) -> str:
        text = escape(shown)
        if isinstance(target, Problem):
            content = f'<span class="mp-broken" title="{escape(str(target))}">{text}</span>'
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
        url = self.painter.url(target.image)
        return f'<img src="{url}" alt="{escape(alt)}"{sides} loading="lazy">'

    def file(self, reference: Reference, target: Target) -> str:
        """Give a link to a file of the vault, or what plays it; `#page=3` is the file's own."""
        mark = f"#{reference.anchor}" if reference.anchor else ""
        text = escape(self.shown(reference, target))
        return html.file(self.painter.url(target.file + mark), text, reference.embed)

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
        text = part_text(part, self.note.src_uri, self._n_parts)
        self._inside.append(part)
        shown = self.rewrite(lay_out(self, text, part.note), part.line, part.note)
        self._inside.pop()
        link = f'<a href="{self._place(target)}">{escape(self.shown(reference, target))}</a>'
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
        return page_url(uri, self.directory_urls) if uri not in ("", self.note.src_uri) else ""

    def _formula(self, formula: Formula, text: str) -> str:
        try:
            content = to_mathml(formula.latex, formula.display)
        except MathError as error:
            why = escape(str(error))
            content = f'<code class="mp-broken" title="{why}">{escape(formula.latex)}</code>'
        if not formula.display:
            return self.stash(f'<span class="mp-math">{content}</span>')
        row = text.rfind("\n", 0, formula.start) + 1
        place = text[row : formula.start]
        block = f'<div class="mp-math-block" tabindex="0">{content}</div>'
        number = self.formula_numbers.get(formula.label)
        if number and formula.label not in self.numbered:
            self.numbered.add(formula.label)
            block = (
                f'<div class="mp-numbered" id="{formula.label}">{block}'
                f'<span class="mp-number-of">({number})</span></div>'
            )
        if place.strip(" \t>"):
            return self.stash(f'<span class="mp-math">{content}</span>')
        return _in_place([self.stash(block)], place)


def _is_inline(target: Target | Problem) -> bool:
    return isinstance(target, Target) and target.value is not None


def _in_place(lines: list[str], indent: str) -> str:
    """Give block lines with blank ones around, at the indentation of the text they stand in.

    The first line follows the indentation that is there already.
    """
    rows = ["", *lines, ""]
    return "\n".join([rows[0], *(indent + row if row else indent.rstrip(" ") for row in rows[1:])])
