"""One page: its references, formulas and fences -> what a reader sees."""

from __future__ import annotations

import re
from html import escape
from typing import Protocol

from maedeup.errors import Problem
from maedeup.korean import PARTICLE_PAIR, choose_particle
from maedeup.markdown_ext import html, listing
from maedeup.markdown_ext.take import copying, embed_id, page_of
from maedeup.math import MathError, to_mathml
from maedeup.note import (
    PARTS,
    Fence,
    Formula,
    Heading,
    Note,
    Reference,
    find_fences,
    find_formulas,
    find_headings,
    find_references,
)
from maedeup.paths import page_url
from maedeup.product import Error, Figure, Text
from maedeup.project import Project, Target
from maedeup.snippet import Cell, Snippet


class Stash(Protocol):
    """Keeps finished HTML out of Markdown's way."""

    def store(self, content: str) -> str:
        """Give what stands for the content in the text."""


class HasStash(Protocol):
    """What is needed of a Markdown object."""

    @property
    def htmlStash(self) -> Stash:  # noqa: N802  # Python-Markdown's name
        """Where finished HTML is kept."""


class Anchors(Protocol):
    """Sets the ids of headings."""

    def mark(self, anchor: str) -> str:
        """Give the mark to put behind a heading's text."""


class PageWriter:
    """Rewrites the text of one page, and knows what it links to."""

    def __init__(self, md: HasStash, project: Project, note: Note, anchors: Anchors) -> None:
        self.md = md
        self.anchors = anchors
        self.project = project
        self.note = note
        self.directory_urls = project.settings.use_directory_urls
        self.embedded: set[str] = set()
        self.painter = html.Painter(page_url(note.src_uri, self.directory_urls))

    def first_line(self, text: str) -> int:
        """Give the line of the file on which `text` starts; hosts strip leading blank lines."""
        body = self.note.body
        return self.note.body_line + len(body) - len(body.lstrip("\n")) if text.strip() else 1

    def rewrite(self, text: str, first_line: int, note: Note | None = None) -> str:
        """Replace every reference and formula of `text`, a part of `note` (by default this one)."""
        note = note or self.note
        items: list[Reference | Formula | Fence | Heading] = [
            *find_references(text, first_line),
            *find_formulas(text, first_line),
            *(fence for fence in find_fences(text) if fence.is_exempt),
            *(heading for heading in find_headings(text) if not heading.explicit),
        ]
        out, position = [], 0
        for item in sorted(items, key=lambda item: item.end):
            if isinstance(item, Heading):
                # What `toc` would make of links and formulas is not what references ask for.
                out.append(text[position : item.end] + self.anchors.mark(item.anchor))
                position = item.end
                continue
            out.append(text[position : item.start])
            position = item.end
            if isinstance(item, Fence):
                out.append(re.sub(r"\s*\bnotest\b", "", item.info))  # superfences knows it not
                continue
            if isinstance(item, Formula):
                out.append(self._formula(item, text))
                continue
            target = self.project.find_target(item, note)
            shown = self.shown(item, target)
            if item.embed and item.alone and not _is_inline(target):
                row = text.rfind("\n", 0, item.start) + 1
                out.append(_in_place(self._embed(item, target), text[row : item.start]))
            else:
                out.append(self._inline(item, target, shown))
                if pair := PARTICLE_PAIR.match(text, position):
                    out.append(choose_particle(shown, pair[0]))
                    position = pair.end()
        return "".join([*out, text[position:]])

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
        if isinstance(target, Problem):
            return reference.label or reference.anchor or reference.target
        if target.value is not None and reference.embed:
            return target.value.format(reference.label or "")
        if reference.label:
            return reference.label
        if target.planned:
            return target.planned
        if target.note is not None:
            heading = target.heading.text if target.heading else ""
            if target.note is self.note and heading:
                return heading
            return f"{target.note.title}: {heading}" if heading else target.note.title
        return reference.anchor or reference.target

    def _inline(self, reference: Reference, target: Target | Problem, shown: str) -> str:
        text = escape(shown)
        if isinstance(target, Problem):
            content = f'<span class="mp-broken" title="{escape(str(target))}">{text}</span>'
        elif target.note is not None:
            anchor = target.heading.anchor if target.heading else ""
            content = f'<a href="{self.href(target.note, anchor)}" class="mp-link">{text}</a>'
        elif target.planned:
            content = f'<span class="mp-planned" title="아직 쓰지 않은 노트">{text}</span>'
        elif target.image:
            content = f'<img src="{self.painter.url(target.image)}" alt="{text}" loading="lazy">'
        elif target.value is not None and reference.embed and target.snippet is not None:
            source = f"{target.snippet.name}: {target.value.name}"
            content = html.value(target.value, reference.label or "", source)
        elif target.snippet is not None and reference.embed:
            # Its run failed, or had no GPU: the page says so and shows no number.
            content = f'<span class="mp-broken" title="{escape(target.snippet.path)}">?</span>'
        else:
            content = (
                f'<a href="{self._snippet_href(reference, target)}" class="mp-link">{text}</a>'
            )
        return self.stash(content)

    def _snippet_href(self, reference: Reference, target: Target) -> str:
        """Give where a snippet's part is shown on this page, else its file."""
        assert target.snippet is not None
        for other in self.note.references:
            here = other.embed and other.anchor == reference.anchor
            if here and target.snippet in self.project.find_snippets(other.target):
                return escape("#" + embed_id(target.snippet, reference.anchor))
        if own := self._own_page(target.snippet):
            return self.painter.url(f"{own}#{embed_id(target.snippet, reference.anchor)}")
        return self.painter.url(target.snippet.path)

    def _own_page(self, snippet: Snippet) -> str:
        """Give the address of a snippet's own page, '' where there is none or this is it."""
        uri = page_of(self.project, snippet) if self.project.settings.take_away else ""
        return page_url(uri, self.directory_urls) if uri not in ("", self.note.src_uri) else ""

    def _embed(self, reference: Reference, target: Target | Problem) -> list[str]:
        """Give the lines that take the place of an embed."""
        if isinstance(target, Problem):
            return [self.stash(html.problem(target))]
        if target.listing:
            return listing.corrections(self)
        if target.image:
            alt = escape(reference.label or "")
            image = f'<img src="{self.painter.url(target.image)}" alt="{alt}" loading="lazy">'
            return [self.stash(f'<figure class="mp-figure">{image}</figure>')]
        snippet = target.snippet
        assert snippet is not None
        part = reference.label or ""
        result = self.project.result(snippet)
        lines: list[str] = []
        products = []
        shown: list[Cell] = []
        if target.figure is not None:
            caption = "" if part in PARTS else part
            products.append(self.painter.figure(target.figure, caption))
        elif target.table is not None:
            products.append(html.table(target.table))
        elif target.cell is not None:
            shown = [target.cell]
            lines, products = self.cell(snippet, target.cell, part)
        elif not reference.anchor:
            shown = [c for c in snippet.code_cells if c.name and c.source]
            parts = [self.cell(snippet, cell, part) for cell in shown]
            lines = [row for code, made in parts for row in [*code, *map(self.stash, made), ""]]
        failed = result is not None and (
            result.products.failed or (result.products.error and not result.products.cells)
        )
        if result is not None and failed and result.products.error is not None:
            products.append(html.error(result.products.error))
        if result is not None and not failed:
            products.append(self.painter.receipt(snippet, result, self._own_page(snippet)))
        name = embed_id(snippet, reference.anchor)
        mark = "" if name in self.embedded else f' id="{name}"'  # the first place is linked to
        self.embedded.add(name)
        data = copying(self, snippet, shown) if part not in ("figure", "output") else ""
        start = f'<div class="mp-embed"{mark}{data}>'
        return [
            self.stash(start), "", *lines, "", self.stash("".join(products)), "",
            self.stash("</div>"),
        ]  # fmt: skip

    def cell(self, snippet: Snippet, cell: Cell, part: str) -> tuple[list[str], list[str]]:
        """Give a cell's code as a fence, and its products as HTML."""
        result = self.project.result(snippet)
        made = result.products.cells.get(cell.name, []) if result else []
        if part == "figure":
            made = [product for product in made if isinstance(product, Figure)]
        if part == "code":
            made = []
        if result is not None and result.products.failed:
            made = [product for product in made if not isinstance(product, Error)]
        products = [self.painter.product(product) for product in made]
        if part in ("figure", "output"):
            return [], products
        fence = _fence(cell.source)
        if part == "fold":
            n_lines = cell.source.count("\n") + 1
            summary = f"<summary>코드 {n_lines}줄</summary>"
            opening = self.stash(f'<details class="mp-code">{summary}')
            fence = [opening, "", *fence, "", self.stash("</details>")]
        elif any(isinstance(product, Text) for product in made):
            products[0] = products[0].replace("mp-output", "mp-output mp-joined", 1)
        return fence, products

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
        if place.strip(" \t>"):
            return self.stash(f'<span class="mp-math">{content}</span>')
        return _in_place([self.stash(block)], place)


def _is_inline(target: Target | Problem) -> bool:
    return isinstance(target, Target) and target.value is not None


def _fence(code: str) -> list[str]:
    """Give code as a fence longer than any run of backticks inside."""
    longest = max((len(run) for run in re.findall(r"`+", code)), default=0)
    ticks = "`" * max(3, longest + 1)
    return [f"{ticks}python", *code.split("\n"), ticks]


def _in_place(lines: list[str], indent: str) -> str:
    """Give block lines with blank ones around, at the indentation of the text they stand in.

    The first line follows the indentation that is there already.
    """
    rows = ["", *lines, ""]
    return "\n".join([rows[0], *(indent + row if row else indent.rstrip(" ") for row in rows[1:])])
