"""A page as Python's own HTML parser reads it: what two hosts' pages are compared by."""

from __future__ import annotations

from html.parser import HTMLParser

ADDRESSES = {"href", "src", "poster", "xlink:href", "data-py"}
OWN_OF_HOST = {"data-search-exclude"}
"""Attributes that a host reads and takes away."""
UNCOLOURED = {"n", "w"}
"""Classes of spans in code that Material's style sheet shows as the code around them; our own build
leaves these spans out."""


class Reader(HTMLParser):
    """Reads HTML as a row of events; spaces count where they are shown."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.events: list[object] = []
        self.ids: set[str] = set()
        self.addresses: list[str] = []
        self._kept = 0
        self._spans: list[bool] = []
        """Of the spans that are open, whether they are left out."""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: name if value is None else value for name, value in attrs}
        if tag == "span":
            self._spans.append(said.keys() == {"class"} and said["class"] in UNCOLOURED)
            if self._spans[-1]:
                return
        self.ids |= {said[name] for name in ("id", "name") if name in said}
        self.addresses += [value for name, value in said.items() if name in ADDRESSES and value]
        self._kept += tag in ("pre", "textarea", "script")
        kept = sorted((name, value) for name, value in said.items() if name not in OWN_OF_HOST)
        self.events.append((tag, tuple(kept)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag == "span" and self._spans and self._spans.pop():
            return
        self._kept -= tag in ("pre", "textarea", "script")
        self.events.append(f"/{tag}")

    def handle_comment(self, data: str) -> None:
        self.events.append(f"!{data}")

    def handle_data(self, data: str) -> None:
        text = data if self._kept else " ".join(data.split())
        if not (text.strip() or self._kept):
            return
        if self.events and isinstance(self.events[-1], str) and self.events[-1][0] == "=":
            self.events[-1] += text
        else:
            self.events.append(f"={text}")


def read_page(html: str) -> dict[str, list[object]]:
    """Give what a page of Material or Zensical says: its text, its contents, and its head."""
    html = html.replace('.md.txt"', '.md"')  # how a staged site calls the texts to take away
    _, _, body = html.partition("<article")
    article, _, _ = body.rpartition("</article>")
    found = Reader(f"<article{article}").events[1:]
    return {
        "text": list(_without_frame(found)),
        "contents": _contents(html),
        "head": sorted(_head(html), key=str),
    }


def _without_frame(events: list[object]):  # type: ignore[no-untyped-def]
    """Leave out what Zensical puts into an article: a place to skip to, and hidden tags."""
    skipped = ""
    for event in events:
        attributes = dict(event[1]) if isinstance(event, tuple) else {}
        if attributes.get("id") == "__skip":
            skipped = "/a"
        elif attributes.get("class") == "md-tags" and "hidden" in attributes:
            skipped = "/nav"
        elif not skipped:
            yield event
        elif event == skipped:
            skipped = ""


def _contents(html: str) -> list[object]:
    """Give the headings that the table of contents lists, as text."""
    _, _, part = html.partition('data-md-type="toc"')
    part, _, _ = part.partition("<article")
    found: list[object] = []
    is_in = False
    for event in Reader(f"<p {part}").events:
        if isinstance(event, tuple) and event[0] == "a":
            is_in = True
            found.append(dict(event[1]).get("href"))
        elif event == "/a":
            is_in = False
        elif is_in and isinstance(event, str) and event[0] == "=":
            found.append(event[1:])
    return found


def _head(html: str) -> list[object]:
    """Give what is told about the page besides its title's frame."""
    events = Reader(html.partition("</head>")[0]).events
    kinds = ("description", "og:", "twitter:", "mine")
    told: list[object] = []
    for before, event in zip([None, *events], events, strict=False):
        if isinstance(before, tuple) and before[0] == "title":
            told.append(event)
        if isinstance(event, tuple) and event[0] in ("meta", "link"):
            said = dict(event[1])
            name = said.get("property") or said.get("name") or ""
            if said.get("rel", "").startswith("alternate") or name.startswith(kinds):
                told.append(event)
    return told
