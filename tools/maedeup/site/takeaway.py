"""What readers and programs take away from the site: notebooks, Markdown twins, pictures.

Written beside the pages when all of them are there; a page that the host left out takes none.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from maedeup.site.gallery import TITLE, gallery_uri, thumbnail_of
from maedeup.page.copying import notebook_of, page_of, snippet_of
from maedeup.text.paths import notebook_uri, page_url
from maedeup.build import Project
from maedeup.vault.targets import Target
from maedeup.site.llms import llms_text
from maedeup.site.notebooks import carried_files, note_notebook
from maedeup.site.thumbnails import thumbnail
from maedeup.site.twins import Twin

__all__ = [
    "Site", "carried_files", "has_twin", "helper_modules", "made_pages", "page_link", "write_all",
]  # fmt: skip


@dataclass(frozen=True)
class Site:
    """What is known of the site that is built."""

    folder: Path
    name: str
    description: str = ""
    url: str = ""
    """Of the published site, without a slash at its end; may be unknown."""


def made_pages(project: Project) -> dict[str, str]:
    """Give the pages that have no file, by their `src_uri`: what stands there for their text.

    The search finds a snippet on the notes that show it, and by its own page if none does.
    """
    pages = {uri: _front(TITLE, listed=False) for uri in [gallery_uri(project)] if uri}
    for snippet in project.snippets.values():
        uri = page_of(project, snippet)
        if uri and uri not in project.notes:
            pages[uri] = _front(snippet.name, listed=not project.uses.get(snippet.path))
    return pages


def helper_modules(project: Project) -> list[str]:
    """Give the project's own modules that runs imported: code to take away needs them."""
    modules = {path for result in project.results.values() for path in result.receipt.modules}
    return sorted(modules - set(project.snippets))


def _front(title: str, listed: bool) -> str:
    hidden = "" if listed else "search:\n  exclude: true\n"
    return f"---\ntitle: {title}\n{hidden}hide: [navigation]\n---\n\n.\n"


def has_twin(project: Project, uri: str) -> bool:
    """Say whether a page has a Markdown twin, at its `src_uri`."""
    known = uri in project.notes or snippet_of(project, uri) or uri == gallery_uri(project)
    return project.settings.take_away and bool(known)


def write_all(project: Project, site: Site, pages: Collection[str]) -> None:
    """Write what goes with each page.

    Args:
        project: the built project.
        site: where to, and what the site is called.
        pages: `src_uri` of each page that the host has made.
    """
    link = partial(page_link, project, site.url)
    twins = []
    for uri in sorted(pages):
        twin, note = Twin(project, uri), project.notes.get(uri)
        snippet = snippet_of(project, uri)
        if note is not None:
            _write(site.folder / uri, twin.note(note))
            if notebook_of(project, note) and note.kind != "lab":  # published as a snippet is
                address = page_link(project, site.url, Target(note=note))
                text = note_notebook(project, note, link, address)
                _write(site.folder / notebook_uri(uri), text)
        elif snippet is not None:
            _write(site.folder / uri, twin.snippet(snippet))
        elif uri == gallery_uri(project):
            _write(site.folder / uri, twin.gallery())
            for snippet in project.snippets.values():
                if found := thumbnail_of(project, snippet):
                    _write(site.folder / found[0], thumbnail(found[1]))
        else:
            continue
        twins.append(uri)
    _write(
        site.folder / "llms.txt",
        llms_text(project, twins, site.name, site.description, site.url),
    )


def page_link(project: Project, url: str, target: Target) -> str:
    """Give the address of what a reference leads to on the published site; '' if unknown."""
    if not url:
        return ""
    if target.note is not None:
        anchor = f"#{target.heading.anchor}" if target.heading else ""
        page = page_url(target.note.src_uri, project.settings.use_directory_urls)
        return f"{url}/{page}{anchor}"
    file = target.image or target.file
    return f"{url}/{file}" if file else ""


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
