"""References and products -> HTML, inside Python-Markdown.

Works on the text of a page before anything of Markdown is read in it: an embedded cell becomes a
fence, so that highlighting and copy buttons treat it like any other code, and everything else
becomes finished HTML in Python-Markdown's stash. What a page shows, `page/` decides.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from maedeup.build import build
from maedeup.hosts import plain_paragraphs
from maedeup.hosts.attributes import AttributeTreeprocessor
from maedeup.hosts.dialect import CalloutTreeprocessor, adapt
from maedeup.hosts.joined import Joined
from maedeup.hosts.page_cache import Keeper
from maedeup.hosts.spared import Spared
from maedeup.hosts.table_frames import TableTreeprocessor
from maedeup.notes.note import parse_note
from maedeup.page.copying import foot, snippet_of
from maedeup.page.html import Painter
from maedeup.page.nearby import near
from maedeup.page.page import PageWriter
from maedeup.page.predict import lay_out
from maedeup.page.questions import Questions
from maedeup.page.references import reference_list
from maedeup.page.surroundings import backlinks, order
from maedeup.page.term_marks import list_mentions, mark_terms
from maedeup.page.way import foot as way_foot
from maedeup.page.way import top as way_top
from maedeup.site.gallery import gallery_page, gallery_uri, snippet_page
from maedeup.text.paths import SourcePath, nfc
from maedeup.vault.web import Web

BEFORE_FENCES = 28
"""Priority: after `normalize_whitespace` (30), which would eat the stash's marks, and
`pymdownx.snippets` (32), before superfences (25), which takes code out of the text."""

BEFORE_INLINE = 25
"""Priority: before inline patterns (20), so that a callout's title is read like any text."""

BEFORE_TOC = 6
"""Priority: after inline patterns (20), before `toc` (5), which keeps an id that is there."""

AFTER_TOC = 4
"""Priority: when blocks have their ids, which is for a table itself and not for its frame."""

STASHED = "\x02wzxhzdk:"
"""With what the place of finished HTML begins; a paragraph of it alone goes, and an id with it."""


@lru_cache(maxsize=1)
def build_here(root: Path) -> Web:
    """Take all steps at the first page, where no plugin of a host has taken them."""
    from maedeup.hosts.settings import load_settings  # imports MkDocs

    return build(load_settings(root))[0]


def find_page(md: Markdown) -> tuple[str, str | None, Path]:
    """Ask the host which page is rendered: its path in the vault, its address, the project's root.

    The address is that of the page which shows the text: of a post's beginning, the blog's.

    MkDocs and ProperDocs register a tree processor, Zensical a preprocessor.
    """
    for registry, name in ((md.treeprocessors, "relpath"), (md.preprocessors, "rendering_context")):
        if name in registry:
            host: Any = registry[name]
            file = getattr(host, "file", None)
            uri = file.src_uri if file is not None else host.page.path
            config = host.config
            file = getattr(config, "config_file_path", None) or config.get("config_file_path")
            # Zensical names the folder, and not the file.
            root = _root_of(file or f"{config['root_dir']}/mkdocs.yml")
            return nfc(str(uri)), getattr(getattr(host, "file", None), "url", None), root
    return "", None, Path.cwd()


def place_of(url: str) -> str:
    """Return a host's address of a page as a path in the site."""
    return "" if url in (".", "./") else unquote(url)


@cache
def _root_of(config_file: str) -> Path:
    return Path(config_file).resolve().parent


class MaedeupExtension(Extension):
    """`markdown_extensions: [maedeup]`."""

    def __init__(self, **kwargs: Any) -> None:
        self.config = {
            "page": ["", "src_uri of the page, where no host tells it"],
            "web": ["", "the joined vault; without it all is built from the host's root"],
            "joined": ["", "what holds the joined vault, as soon as a host has it"],
        }
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # Python-Markdown's name
        """Register the preprocessor; `\\$` is a dollar sign, since `$` begins a formula."""
        md.ESCAPED_CHARS = list(dict.fromkeys([*md.ESCAPED_CHARS, "$"]))
        md.registerExtension(self)
        self.anchors = anchors = AnchorTreeprocessor(md)
        md.treeprocessors.register(anchors, "maedeup", BEFORE_TOC)
        md.treeprocessors.register(CalloutTreeprocessor(md), "maedeup-callouts", BEFORE_INLINE)
        md.treeprocessors.register(TableTreeprocessor(md), "maedeup-tables", AFTER_TOC)
        md.treeprocessors.register(AttributeTreeprocessor(md), "maedeup-attributes", AFTER_TOC)
        preprocessor = ReferencePreprocessor(md, self, anchors, Keeper(md))
        md.preprocessors.register(preprocessor, "maedeup", BEFORE_FENCES)
        plain_paragraphs.register(md)

    def reset(self) -> None:
        """Forget the marks of the text before."""
        self.anchors.forget()


class ReferencePreprocessor(Preprocessor):
    """Replaces each reference and formula of the page by what it shows."""

    def __init__(
        self,
        md: Markdown,
        extension: MaedeupExtension,
        anchors: AnchorTreeprocessor,
        keeper: Keeper,
    ) -> None:
        super().__init__(md)
        self.extension = extension
        self.anchors = anchors
        self.keeper = keeper
        self.spared = Spared(md)

    def run(self, lines: list[str]) -> list[str]:
        """Rewrite the text of one page."""
        uri, url, root = find_page(self.md)
        uri = self.extension.getConfig("page") or uri
        joined: Joined | None = self.extension.getConfig("joined") or None
        if joined is not None and joined.web is None:
            return lines  # a plugin converts before there are pages
        web = joined.web if joined is not None else self.extension.getConfig("web")
        web = web or build_here(root)
        ask = self.keeper.ask = Questions(web)
        self.keeper.joined = joined
        text = self._rewrite("\n".join(lines), uri, url, ask)
        text = self.keeper.begin(root, text, self.anchors.marked)
        if self.keeper.is_pure:
            self.spared.begin(text)
        return text.split("\n")

    def _rewrite(self, text: str, uri: str, url: str | None, ask: Questions) -> str:
        note = ask.note(uri)
        page = PageWriter(
            self.md, ask, note or parse_note(SourcePath(uri or "text"), uri, text), self.anchors
        )
        if "rendering_context" in self.md.preprocessors:
            # Zensical reads addresses from the file's place.
            page.painter = Painter(uri, ask.strings)
        if note is not None and url is not None and place_of(url) != ask.address(uri):
            page.show_at(place_of(url))
            line, text = page.first_line(text), lay_out(page, text, page.note)
            return adapt(page.rewrite_page(text, line), ask.strings)
        if uri and uri == gallery_uri(ask.web):
            return gallery_page(page, ask.web)
        if note is None and (snippet := snippet_of(ask, uri)):
            return snippet_page(page, ask.web, snippet)
        if note is not None and text.strip("\n") == note.body.strip("\n"):
            text = note.body  # of which all that is asked here was found when it was linked
        line, text = page.first_line(text), lay_out(page, text, page.note)
        shown = page.rewrite_page(text, line, mark_terms(page, text)).lstrip("\n")
        below = [reference_list, way_foot, order, foot, near, backlinks, list_mentions]
        above = _under_title(way_top(page), adapt(shown, ask.strings))
        return above + "".join(part(page) for part in below)


def _under_title(line: str, text: str) -> str:
    """Put a line above a text, but below a title that the text begins with."""
    found = re.match(r"\s*(?:# [^\n]*|[^\n]+\n=+[ \t]*)\n+", text)
    end = found.end() if found else 0
    return text[:end] + line + text[end:] if line else text


class AnchorTreeprocessor(Treeprocessor):
    """Gives each heading and each marked block the anchor that references ask for.

    What `toc` would make of a heading's text depends on what its links and formulas became.
    """

    # Private use: no author types it, no rule reads it.
    MARK = re.compile("\ue000(\\d+)\ue001")
    BLOCK = re.compile("\ue002(\\d+)\ue001")

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.forget()

    def forget(self) -> None:
        """Begin with a text that has no marks."""
        self.marked: list[tuple[str, int, str]] = []
        """Each mark's anchor, the level of a heading that is another note's, else 0, and what the
        table of contents calls it."""
        self._n_blocks = 0

    def mark(self, anchor: str, level: int = 0, label: str = "") -> str:
        """Return the mark to put behind a heading's text.

        With a level it belongs to a part of another note: still a heading for who listens, but
        without an id, and not in the page's table of contents.
        """
        self.marked.append((anchor, level, label))
        return f"\ue000{len(self.marked) - 1}\ue001"

    def mark_block(self, anchor: str) -> str:
        """Return the mark to put at the end of a block."""
        self.marked.append((anchor, 0, ""))
        self._n_blocks += 1
        return f"\ue002{len(self.marked) - 1}\ue001"

    def run(self, root: Element) -> None:
        """Take the marks out and set the ids."""
        for heading in [e for e in root.iter() if re.fullmatch("h[1-6]", str(e.tag))]:
            for part in heading.iter():
                for side in ("text", "tail"):
                    content = getattr(part, side) or ""
                    if found := self.MARK.search(content):
                        setattr(part, side, self.MARK.sub("", content))
                        anchor, level, label = self.marked[int(found[1])]
                        if not level:
                            heading.set("id", anchor)
                            if label:
                                heading.set("data-toc-label", label)
                            continue
                        heading.tag = "p"
                        heading.attrib = {
                            "class": "mp-part-heading", "role": "heading", "aria-level": str(level)
                        }  # fmt: skip
        if self._n_blocks:
            self._mark_blocks(root)

    def _mark_blocks(self, parent: Element) -> None:
        before: Element | None = None
        for element in list(parent):
            last = element[-1] if len(element) else None
            for holder, side in ((element, "text"), *((child, "tail") for child in element)):
                content = getattr(holder, side) or ""
                if not (found := self.BLOCK.search(content)):
                    continue
                rest = self.BLOCK.sub("", content)
                setattr(holder, side, rest)
                anchor = self.marked[int(found[1])][0]
                is_alone = element.tag == "p" and last is None and not rest.strip()
                if is_alone and before is not None and STASHED not in (before.text or ""):
                    if before.get("id"):  # a heading's own, or another mark's
                        element.tag = "span"
                        element.set("id", anchor)
                    else:
                        before.set("id", anchor)
                        parent.remove(element)
                        element = before
                else:
                    element.set("id", anchor)
            self._mark_blocks(element)
            before = element if element.tag != "span" else before


def makeExtension(**kwargs: Any) -> MaedeupExtension:  # noqa: N802  # Python-Markdown's name
    """Return the extension, as Python-Markdown asks for it."""
    return MaedeupExtension(**kwargs)
