"""A page -> its Markdown twin: what a reader sees there, for programs that read Markdown."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from difflib import unified_diff
from typing import assert_never

from maedeup.notes.corrections import find_corrections
from maedeup.notes.note import Note
from maedeup.notes.parts import Part, split_caption, table_formats
from maedeup.page.alternatives import alternative
from maedeup.page.cell_tags import Tagged, tagged
from maedeup.page.copying import does_something, page_of
from maedeup.page.frames import shown_columns, shown_rows
from maedeup.page.moving import moved
from maedeup.page.plain import plain_prose
from maedeup.page.questions import Questions
from maedeup.page.references import reference_text
from maedeup.runs.product import (
    Animation,
    Drawing,
    Error,
    Figure,
    Product,
    Rich,
    Table,
    Text,
    Value,
)  # fmt: skip
from maedeup.runs.rich import CHARTS, chosen, formulas, says_its_type, still
from maedeup.runs.snippet import Snippet
from maedeup.runs.variant import title_of
from maedeup.site.gallery import receipt_in_words, snippet_groups
from maedeup.site.prose import ShownCode, ShownList, pieces
from maedeup.text.paths import relative_path, relative_url
from maedeup.text.safe_html import visible_text
from maedeup.text.strings import Strings
from maedeup.text.terminal import plain, printable
from maedeup.vault import leads
from maedeup.vault.web import Web


class Twin:
    """Writes the twin of one page, whose address is the page's `src_uri`."""

    def __init__(self, web: Web, src_uri: str) -> None:
        self.web = web
        self.strings = web.vault.settings.strings
        self.src_uri = src_uri

    def note(self, note: Note) -> str:
        """Return the twin of a note or a lab."""
        out = [f"# {note.written}"]
        if note.aliases:
            out.append(f"{self.strings.also_called}: " + ", ".join(note.aliases))
        if note.tags:
            out.append(f"{self.strings.tags}: " + ", ".join(note.tags))
        if before := self.web.order.before.get(note.src_uri):
            out.append(
                f"{self.strings.read_before}: " + ", ".join(self._link_to(n) for n in before)
            )
        told: set[str] = set()
        for piece in pieces(self.web, note, self.link):
            match piece:
                case str():
                    out.append(piece)
                case ShownList():
                    out += self._listing(piece.target)
                case ShownCode():
                    told.add(piece.target.snippet.path)
                    out += self._embed(piece)
        out += filter(None, [reference_text(Questions(self.web), note)])
        if after := self.web.order.after.get(note.src_uri):
            out.append(f"{self.strings.read_after}: " + ", ".join(self._link_to(n) for n in after))
        if told:
            rows = [f"- {self._link_to_snippet(path)}" for path in sorted(told)]
            out.append("\n".join([f"{self.strings.code_of_page}:", "", *rows]))
        found = self.web.backlinks.get(note.src_uri, [])
        sources = {b.source.src_uri: b.source for b in found if b.source.is_knowledge}
        if sources:
            rows = [f"- {self._link_to(n)}" for n in sorted(sources.values(), key=_by_title)]
            out.append("\n".join([f"{self.strings.linked_from}:", "", *rows]))
        return "\n\n".join(out) + "\n"

    def snippet(self, snippet: Snippet) -> str:
        """Return the twin of a snippet's page."""
        out = [f"# {snippet.name}", snippet.title]
        for cell in snippet.code_cells:
            if cell.source if cell.name else does_something(cell.source):
                out += [f"## {cell.title or cell.name}"] if cell.name else []
                out.append(fence(cell.source, "python"))
                out += self._products(snippet, cell.name)
        if result := self.web.results.of(snippet):
            out.append(receipt_in_words(result, self.strings))
        if notes := Questions(self.web).users(snippet):
            out.append(f"{self.strings.used_by}: " + ", ".join(self._link_to(n) for n in notes))
        return "\n\n".join(part for part in out if part) + "\n"

    def gallery(self) -> str:
        """Return the twin of the list of snippets."""
        out = [f"# {self.strings.snippets}"]
        for area, snippets in snippet_groups(self.web):
            rows = [f"- {self._link_to_snippet(s.path)}: {s.title}" for s in snippets]
            out += [f"## {area}", "\n".join(rows)]
        return "\n\n".join(out) + "\n"

    def link(self, target: leads.Target) -> str:
        """Return the address of what a reference leads to, as this twin names it."""
        match target:
            case leads.NotePlace():
                anchor = f"#{target.heading.anchor}" if target.heading else ""
                return self._relative(target.note.src_uri) + anchor
            case leads.ShownImage() | leads.LinkedFile():
                return self._relative(self.web.vault.file_address(target.path))
            case leads.CodePlace() | leads.Compared() if not isinstance(target.part, Value):
                return self._relative(self._twin_of(target.snippet))
            case _:
                return ""

    def _relative(self, uri: str) -> str:
        return relative_path(uri, posixpath.dirname(self.src_uri))

    def _twin_of(self, snippet: Snippet) -> str:
        return page_of(Questions(self.web), snippet) or snippet.path

    def _link_to(self, note: Note) -> str:
        return f"[{note.title}]({self._relative(note.src_uri)})"

    def _link_to_snippet(self, path: str) -> str:
        snippet = next(s for s in self.web.vault.snippets.values() if s.path == path)
        return f"[{path}]({self._relative(self._twin_of(snippet))})"

    def _embed(self, piece: ShownCode) -> list[str]:
        snippet, label = piece.target.snippet, piece.reference.label
        if isinstance(piece.target, leads.Compared):
            return self._compare(piece, piece.target)
        if isinstance(piece.target.part, Figure | Animation):
            caption, _ = split_caption("" if piece.reference.part else label)
            return [self._figure(piece.target.part, caption)]
        if isinstance(piece.target.part, Table):
            return [table(piece.target.part.formatted(table_formats(label)), self.strings)]
        out = []
        for cell in piece.cells:
            tags = tagged(cell, piece.part)
            if piece.part.has_code and tags.code != "left out":
                out.append(fence(cell.source, "python"))
            if piece.part.has_output:
                out += self._products(snippet, cell.name, piece.part, tags)
        result = self.web.results.of(snippet)
        if result and result.products.failed and result.products.error:
            out.append(self._product(result.products.error))
        return out

    def _products(
        self, snippet: Snippet, name: str, part: Part = Part.ALL, tags: Tagged | None = None
    ) -> list[str]:
        result = self.web.results.of(snippet)
        made = result.products.cells.get(name, []) if result else []
        made = tags.kept(made) if tags else made
        wanted = [p for p in made if part is not Part.FIGURE or isinstance(p, Drawing)]
        return [self._product(product) for product in wanted]

    def _product(self, product: Product) -> str:
        match product:
            case Table():
                return table(product, self.strings)
            case Figure() | Animation():
                return self._figure(product)
            case Text() | Value():
                return fence(plain(product.text).rstrip(), "text")
            case Error():
                return fence(f"{product.type}: {printable(product.message)}", "text")
            case Rich():
                return rich(product)
            case _:
                assert_never(product)

    def _figure(self, figure: Drawing, caption: str = "") -> str:
        url = self.web.vault.address(self.src_uri)
        here = relative_url(url, self.src_uri)
        alt = " ".join(alternative(figure, self.strings).split())
        text = " ".join((caption or alt or figure.label).split())
        more = f" {alt}" if caption and alt else ""
        return f"{self.strings.figure}: [{escaped(text)}]({here}){escaped(more)}"

    def _listing(self, target: leads.NoteList | leads.NoteWay) -> list[str]:
        """Return what a page makes of other notes."""
        if isinstance(target, leads.NoteWay):
            notes: Sequence[Note] = target.notes
        elif target.name == "graph":
            notes = sorted(self.web.vault.notes.values(), key=_by_title)
        elif target.name == "cards":
            return self._cards()
        else:
            return self._corrections(slips=target.name == "slips")
        return ["\n".join(f"- {self._link_to(note)}" for note in notes)]

    def _compare(self, piece: ShownCode, target: leads.Compared) -> list[str]:
        """Return the changed lines, and what the snippet and its variant made."""
        named, snippet, variant = piece.reference.named, target.snippet, target.variant
        texts = (snippet.text.splitlines(), variant.text.splitlines())
        changed = list(unified_diff(*texts, n=1, lineterm=""))[2:]
        out = [fence("\n".join(changed), "diff")] if piece.part.has_code else []
        results = [self.web.results.of(run) for run in (snippet, variant)]
        made_by = [result.products.cells if result else {} for result in results]
        # Of a whole snippet, what both made alike stands once.
        same = {n for n in made_by[0] if made_by[0][n] == made_by[1].get(n)} if not named else set()
        for cell in piece.cells:
            out += self._products(snippet, cell.name, piece.part) if cell.name in same else []
        for run, name in ((snippet, self.strings.original), (variant, title_of(variant))):
            result = self.web.results.of(run)
            made: list[str] = []
            if isinstance(target.part, Figure | Animation) and result:
                drawn = result.products.figures().get(target.part.label)
                made = [self._figure(drawn)] if drawn else []
            elif isinstance(target.part, Table) and result:
                kept = result.products.tables.get(target.part.name)
                made = [table(kept, self.strings)] if kept else []
            for cell in piece.cells:
                made += self._products(run, cell.name, piece.part) if cell.name not in same else []
            if result and result.products.error and not made:
                made = [self._product(result.products.error)]
            out += [f"**{name}**", *made] if made else []
        return out

    def _cards(self) -> list[str]:
        """Return the cards of the vault, each question with its answer below."""
        out, ask = [], Questions(self.web)
        for card in ask.cards():
            asked = card.question
            for one in reversed(card.hidden):
                asked = f"{asked[: one.start]}____{asked[one.end :]}"
            asked, told = (
                plain_prose(ask, card.note, self.link, moved(ask, part, card.note, self.src_uri))
                for part in (asked, card.answer)
            )
            out.append(f"{asked}\n\n{told}")
        return out

    def _corrections(self, slips: bool) -> list[str]:
        """Return the misconceptions or the slips of the vault, by note."""
        out, ask = [], Questions(self.web)
        kind = self.strings.slip if slips else self.strings.correction
        for note in sorted(self.web.vault.notes.values(), key=_by_title):
            found = [one for one in find_corrections(note.body) if one.is_slip == slips]
            found = found if note.is_knowledge else []
            out += [f"## {self._link_to(note)}"] if found else []
            for one in found:
                title, text = (
                    plain_prose(ask, note, self.link, moved(ask, part, note, self.src_uri))
                    for part in (one.title, one.text)
                )
                out.append(f"**{kind}: {title}**\n{text}")
        return out


def fence(text: str, language: str) -> str:
    """Return text as a fence longer than any run of backticks inside."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    ticks = "`" * max(3, longest + 1)
    return f"{ticks}{language}\n{text}\n{ticks}"


def table(product: Table, strings: Strings) -> str:
    """Return a table as Markdown has them: one row of heads."""
    names = [" ".join(labels) for labels in product.columns]
    width = max((len(labels) for labels in product.index), default=0)
    index_names = (product.index_names or [""] * width)[:width]
    if any(product.column_names) and width:
        of_columns = " ".join(filter(None, product.column_names))
        index_names[-1] = " \\ ".join(filter(None, [index_names[-1], of_columns]))
    rules = ["---"] * width + ["---:" if number else "---" for number in product.numeric]
    rows = [[*index_names, *names], rules]
    for number, row in enumerate(product.rows):
        rows.append([*(product.index[number] if product.index else []), *row])
    lines = []
    for row in rows:
        cells = (cell if row is rules else escaped(printable(cell)) for cell in row)
        lines.append(f"| {' | '.join(cells)} |")
    n_shown, n_all = shown_rows(product), product.n_rows
    note = f"\n\n{strings.some_rows(n_shown, n_all)}" if n_shown < n_all else ""
    if product.n_columns:
        note += f"\n\n{strings.some_columns(shown_columns(product), product.n_columns)}"
    return "\n".join(lines) + note


def rich(product: Rich) -> str:
    """Return an object as Markdown: its own, its formula or its text."""
    kind = chosen(product)
    text = product.data.get(kind, "")
    if kind == "text/markdown":
        return text
    if kind == "text/latex" and (parts := formulas(text)):
        is_mixed = any(of == "text" for of, _ in parts)
        return text if is_mixed else f"$$\n{text.strip().strip('$').strip()}\n$$"
    if kind in CHARTS and (numbers := still(kind, text)):
        head, *cells = numbers
        rows = [[escaped(cell) for cell in row] for row in (head, *cells)]
        rows.insert(1, ["---"] * len(head))
        return "\n".join(f"| {' | '.join(row)} |" for row in rows)
    said = plain(product.text).rstrip()
    if kind == "text/html" and says_its_type(product):
        said = visible_text(text)
    return fence(said or product.type, "text")


def escaped(text: str) -> str:
    """Return text that Markdown takes for text, on one line."""
    return re.sub(r"([\\`*_\[\]|<>])", r"\\\1", " ".join(text.split()))


def _by_title(note: Note) -> str:
    return note.title
