"""One Markdown object for all pages of a build, where nothing of a page stays in it.

MkDocs makes an object for each page, and has each extension register what it does again. What an
extension is asked to forget between two texts, `Markdown.reset` tells it; those below are known to
forget all that they learn. With any other one among them, and for pages of other plugins' own
kinds, MkDocs does it its own way.
"""

from __future__ import annotations

import logging
from typing import Any

from markdown import Markdown
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import pages as host
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

CORE = "markdown.extensions."
FORGETTING = {
    "abbr", "admonition", "attr_list", "def_list", "fenced_code", "footnotes", "maedeup",
    "md_in_html", "nl2br", "sane_lists", "tables", "toc", "pymdownx.details", "pymdownx.highlight",
    "pymdownx.inlinehilite", "pymdownx.snippets", "pymdownx.superfences",
}  # fmt: skip
"""Extensions whose `reset`, if they need one, leaves nothing of the text before."""


class OneMarkdown:
    """Converts the pages of one build."""

    def __init__(self) -> None:
        self._md: Markdown | None = None
        self._made_of: list[Any] = []

    def render(self, page: Page, config: MkDocsConfig, files: Files) -> None:
        """Make a page's content, as `Page.render` does."""
        if type(page) is not Page or not _forgets(config) or page.markdown is None:
            type(page).render(page, config, files)
            return
        md = self._take(config)
        raw_html = host._RawHTMLPreprocessor()
        anchors = host._ExtractAnchorsTreeprocessor(page.file, files, config)
        links = host._RelativePathTreeprocessor(page.file, files, config)
        title = host._ExtractTitleTreeprocessor()
        for processor in (raw_html, anchors, links, title):  # in the host's order
            processor._register(md)
        page.content = md.convert(page.markdown)
        page.toc = get_toc(getattr(md, "toc_tokens", []))
        page._title_from_render = title.title
        page.present_anchor_ids = anchors.present_anchor_ids | raw_html.present_anchor_ids
        if logging.getLogger(host.__name__).getEffectiveLevel() > logging.DEBUG:
            page.links_to_anchors = links.links_to_anchors
        self._md = md  # not after an error, and not while another page is converted within this one

    def _take(self, config: MkDocsConfig) -> Markdown:
        """Return an object that nobody else has, as if it were new."""
        made_of = [list(config.markdown_extensions), config.mdx_configs]
        md, self._md = self._md, None
        if md is None or made_of != self._made_of:
            self._made_of = made_of
            extensions, configs = config.markdown_extensions, config.mdx_configs or {}
            return Markdown(extensions=extensions, extension_configs=configs)
        return md.reset()


def _forgets(config: MkDocsConfig) -> bool:
    names = {name.removeprefix(CORE) for name in config.markdown_extensions if type(name) is str}
    of_notes: dict[str, Any] = (config.mdx_configs or {}).get("footnotes") or {}
    # Which count the texts, if each is to have ids that no other one has.
    return (
        len(names) == len(config.markdown_extensions)
        and names <= FORGETTING
        and not of_notes.get("UNIQUE_IDS")
    )
