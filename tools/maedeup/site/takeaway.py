"""What readers and programs take away from the site: notebooks, Markdown twins, pictures.

Written beside the pages when all of them are there; a page that the host left out takes none.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from maedeup.page.copying import notebook_of, page_of, snippet_of
from maedeup.page.questions import Questions
from maedeup.page.svg_files import svg_file
from maedeup.site.gallery import gallery_uri, thumbnail_of
from maedeup.site.llms import llms_text
from maedeup.site.notebooks import note_notebook
from maedeup.site.twins import Twin
from maedeup.text.paths import notebook_uri
from maedeup.vault.leads import Attachment, NotePlace, Target
from maedeup.vault.web import Web

__all__ = [
    "EMPTY", "Site", "has_twin", "helper_modules", "made_pages",
    "make_one", "page_link", "published_code", "write_all",
]  # fmt: skip


EMPTY = "---\nhide: [navigation]\nsearch:\n  exclude: true\n---\n\n.\n"
"""What stands for a page's text until it is known."""

MARK = "\ufeff"
"""First in what readers open: a browser that is told no character set takes UTF-8 for another."""


@dataclass(frozen=True)
class Site:
    """What is known of the site that is built."""

    folder: Path
    name: str
    description: str = ""
    url: str = ""
    """Of the published site, without a slash at its end; may be unknown."""


def made_pages(web: Web) -> dict[str, str]:
    """Return the pages that have no file, by their `src_uri`: what stands there for their text.

    The search finds a snippet on the notes that show it, and by its own page if none does.
    """
    title = web.vault.settings.strings.snippets
    pages = {uri: _front(title, listed=False) for uri in [gallery_uri(web)] if uri}
    for snippet in web.vault.snippets.values():
        uri = page_of(Questions(web), snippet)
        if uri and uri not in web.vault.notes:
            pages[uri] = _front(snippet.name, listed=not web.uses.get(snippet.path))
    return pages


def helper_modules(web: Web) -> list[str]:
    """Return the project's own modules that runs imported and that may leave it.

    Code to take away needs them.
    """
    modules = {path for result in web.results.by_key.values() for path in result.receipt.modules}
    return sorted(modules & web.public - set(web.vault.snippets))


def _front(title: str, listed: bool) -> str:
    hidden = "" if listed else "search:\n  exclude: true\n"
    return f"---\ntitle: {title}\n{hidden}hide: [navigation]\n---\n\n.\n"


def has_twin(web: Web, uri: str) -> bool:
    """Say whether a page has a Markdown twin, at its `src_uri`."""
    known = uri in web.vault.notes or snippet_of(Questions(web), uri) or uri == gallery_uri(web)
    return web.vault.settings.take_away and bool(known)


def write_all(
    web: Web,
    site: Site,
    pages: Collection[str],
    is_first: bool = True,
    take: Callable[[str, Callable[[], bytes]], bytes] = lambda path, make: make(),
) -> None:
    """Write what goes with each page.

    Args:
        web: all, joined.
        site: where to, and what the site is called.
        pages: `src_uri` of each page that the host has made.
        is_first: whether this is the language that `llms.txt` lists.
        take: gives what a file holds, by its path and what makes it.
    """
    folders: set[Path] = set()
    for path, make in list_all(web, site, pages, is_first):
        file = site.folder / path
        if file.parent not in folders:
            file.parent.mkdir(parents=True, exist_ok=True)
            folders.add(file.parent)
        file.write_bytes(take(path, partial(_made, path, make)))


def list_works(
    web: Web, site: Site, pages: Collection[str]
) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Yield each file of `write_all` that is the same whichever of these pages the host makes."""
    for path, make in list_all(web, site, pages, is_first=False):
        yield path, partial(_made, path, make)


def make_one(web: Web, site: Site, pages: Collection[str], path: str) -> bytes | None:
    """Return the one file that `write_all` writes at a path; None where it writes none."""
    for found, make in list_all(web, site, pages):
        if found == path:
            return _made(path, make)
    return None


def list_all(
    web: Web, site: Site, pages: Collection[str], is_first: bool = True
) -> Iterator[tuple[str, Callable[[], str]]]:
    """Yield the path of each file that goes with a page, and what makes its text."""
    link = partial(page_link, web, site.url)
    twins = []
    for uri in sorted(pages):
        twin, note = Twin(web, uri), web.vault.notes.get(uri)
        snippet = snippet_of(Questions(web), uri)
        if note is not None:
            yield uri, partial(twin.note, note)
            if notebook_of(note) and note.kind != "lab":  # published as a snippet is
                address = page_link(web, site.url, NotePlace(note))
                yield notebook_uri(uri), partial(note_notebook, web, note, link, address)
        elif snippet is not None:
            yield uri, partial(twin.snippet, snippet)
        elif uri == gallery_uri(web):
            yield uri, twin.gallery
            for snippet in web.vault.snippets.values():
                if found := thumbnail_of(web, snippet):
                    yield found[0], partial(svg_file, found[1].svg)
        else:
            continue
        twins.append(uri)
    about = (site.name, site.description, site.url)
    if is_first:
        yield "llms.txt", partial(llms_text, web, twins, *about)


def page_link(web: Web, url: str, target: Target) -> str:
    """Return the address of what a reference leads to on the published site; '' if unknown."""
    if not url:
        return ""
    if isinstance(target, NotePlace):
        anchor = f"#{target.heading.anchor}" if target.heading else ""
        page = web.vault.address(target.note.src_uri)
        return f"{url}/{page}{anchor}"
    return f"{url}/{web.vault.file_address(target.path)}" if isinstance(target, Attachment) else ""


def published_code(code: bytes) -> bytes:
    """Return a Python file as it is published: Python reads the mark, and a line stays its line."""
    is_plain = code.isascii() or code.startswith((MARK.encode(), b"#!"))
    try:
        return code if is_plain else MARK.encode() + code.decode("utf-8").encode()
    except UnicodeDecodeError:  # it names its own encoding
        return code


def _made(path: str, make: Callable[[], str]) -> bytes:
    text = make()
    if path.endswith((".md", ".txt")):
        # A line of its own: who does not know the mark still finds the title at a line's start.
        text = f"{MARK}\n{text}"
    return text.encode("utf-8")
