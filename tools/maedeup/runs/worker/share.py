"""What the SVGs of several frames have in common, kept once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from maedeup.runs.worker.slim import without_idle_ids

MIN_CHARS = 60
"""A shorter element is cheaper where it is than as a reference."""


@dataclass
class Element:
    """An element of an SVG with the text of all that is inside."""

    opening: str
    children: list[Element | str] = field(default_factory=list)
    closing: str = ""
    text: str = ""

    @property
    def tag(self) -> str:
        """The element's name."""
        return re.split(r"[\s/>]", self.opening[1:], maxsplit=1)[0]


def share(svgs: list[str]) -> tuple[str, list[str]]:
    """Take out what all frames have.

    Args:
        svgs: `<svg>` elements as `figures.clean_svg` gives them.

    Returns:
        What belongs in a `<defs>`, and each frame without it. All keep the mark `@@` before ids:
        frames and common part get the same prefix, and what frames name alike is told apart.
    """
    trees = [_parse(without_idle_ids(svg)) for svg in svgs]
    sets = [set(_worth(tree)) for tree in trees]
    everywhere = set.intersection(*sets) if len(sets) > 1 else set()
    common: dict[str, str] = {}
    rests = []
    for number, tree in enumerate(trees, 1):
        rests.append(_own_ids(_without(tree, everywhere, common), number))
    definitions = [
        text if key.startswith("defs") else f'<g id="@@s{key}">{text}</g>'
        for text, key in common.items()
    ]
    return "".join(definitions), rests


def _parse(svg: str) -> Element:
    root = Element("")
    stack = [root]
    for part in re.findall(r"<[^>]+>|[^<]+", svg):
        if part.startswith("</"):
            stack[-1].closing = part
            done = stack.pop()
            inner = (c if isinstance(c, str) else c.text for c in done.children)
            done.text = done.opening + "".join(inner) + part
        elif part.startswith("<"):
            element = Element(part, text=part)
            stack[-1].children.append(element)
            if not part.endswith("/>"):
                stack.append(element)
        else:
            stack[-1].children.append(part)
    (svg_element,) = (c for c in root.children if isinstance(c, Element))
    return svg_element


def _worth(element: Element) -> Iterator[str]:
    """Yield the text of each element inside that may be moved; a definition always may."""
    for child in element.children:
        if isinstance(child, Element):
            if element.tag == "defs" or (len(child.text) >= MIN_CHARS and child.tag != "defs"):
                yield child.text
            yield from _worth(child)


def _without(element: Element, everywhere: set[str], common: dict[str, str]) -> str:
    """Return an element's text with references for what is common, which is noted."""
    out = [element.opening]
    for child in element.children:
        if isinstance(child, str):
            out.append(child)
        elif child.text not in everywhere:
            out.append(_without(child, everywhere, common))
        elif element.tag == "defs":  # it draws nothing where it is
            common.setdefault(child.text, f"defs{len(common)}")
        else:
            key = common.setdefault(child.text, str(len(common)))
            out.append(f'<use xlink:href="#@@s{key}"/>')
    return "".join([*out, element.closing])


def _own_ids(svg: str, number: int) -> str:
    """Return a frame whose ids have its own prefix; those of the common part keep theirs."""
    own = set(re.findall(r'\bid="@@([^"]+)"', svg))
    return re.sub(
        r'(id="|href="#|url\(#)@@([^")]+)',
        lambda m: f"{m[1]}@@{number}-{m[2]}" if m[2] in own else m[0],
        svg,
    )
