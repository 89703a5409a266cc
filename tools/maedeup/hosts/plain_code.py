"""Which spans of highlighted code a site's style sheets tell nothing of: asked of MkDocs."""

from __future__ import annotations

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from pygments.token import STANDARD_TYPES

from maedeup.site.code_spans import find_plain


def find_plain_of(config: MkDocsConfig, files: Files) -> frozenset[str]:
    """Return the highlighter's classes that look like plain code; none where that is not known.

    Other themes may bring style sheets that no file of the site is, as a site's own setting may.
    """
    own = [files.get_file_from_path(str(path).partition("?")[0]) for path in config.extra_css]
    if config.theme.name != "material" or None in own:
        return frozenset()
    sheets = frozenset(file.content_string for file in files.css_files())
    return find_plain(frozenset(STANDARD_TYPES.values()), sheets)
