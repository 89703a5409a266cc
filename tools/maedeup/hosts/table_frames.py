"""Tables of Markdown in the frame in which they scroll, from the start.

Material's script frames each table when it has loaded, and so moves what stands below.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from markdown.treeprocessors import Treeprocessor

FRAME = ("md-typeset__scrollwrap", "md-typeset__table")
"""The script's own two, outer first; the style sheet takes the space off those it adds inside."""


class TableTreeprocessor(Treeprocessor):
    """Frames each table that Markdown made."""

    def run(self, root: Element) -> None:
        """Put each table that has no class, for which the theme has a look, into a frame."""
        for parent in list(root.iter()):
            for place, table in enumerate(list(parent)):
                if table.tag == "table" and not table.get("class"):
                    outer, inner = (Element("div", {"class": name}) for name in FRAME)
                    outer.append(inner)
                    outer.tail, table.tail = table.tail, None
                    parent[place] = outer
                    inner.append(table)
