"""What the site has besides the vault's own files: each method adds one kind."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from maedeup.hosts import material_search
from maedeup.notes.note import Note
from maedeup.page.graph_picture import SCRIPT as GRAPH_SCRIPT
from maedeup.page.html import Painter
from maedeup.page.pictures import IMAGES, find_images, image_file, image_files, on_paper
from maedeup.page.plain import expand_inline
from maedeup.page.questions import Questions
from maedeup.page.references import reference_text
from maedeup.runs.product import Products
from maedeup.runs.store import write_whole
from maedeup.site import recent, sharing
from maedeup.site.digest import DIGEST, make_digest, make_figures
from maedeup.site.ipynb import make_notebook
from maedeup.site.notebooks import carried_files
from maedeup.site.prose import lab_prose
from maedeup.site.takeaway import Site, helper_modules, made_pages, page_link, published_code
from maedeup.site.theme_page import FOLDER_SCRIPT
from maedeup.text.paths import SourcePath, nfc, notebook_uri, page_url, relative_url
from maedeup.vault import graph
from maedeup.vault.history import History
from maedeup.vault.redirects import redirect_page
from maedeup.vault.web import Web

log = logging.getLogger("mkdocs.plugins.maedeup")  # a warning here fails a strict build

THEME = Path(__file__).parents[1] / "theme"
STYLESHEET = "assets/maedeup.css"
SCRIPT = "assets/maedeup.js"


class Later(File):
    """A file of the site whose content is made when somebody asks for it."""

    make: Callable[[], str | bytes]

    @property
    def _content(self) -> str | bytes:  # type: ignore[override]  # MkDocs reads it alone
        return self.make()


class Notebook(File):
    """A notebook that another plugin reads from the disk, written when its page is asked for."""

    write: Callable[[], None]


class Added:
    """Adds to the files of one build.

    Attributes:
        web: all, joined; while serving it may be replaced by one with the same files.
        later: whether contents are made when they are asked for, as while serving.
    """

    def __init__(self, web: Web, files: Files, config: MkDocsConfig, later: bool = False) -> None:
        self.web = web
        self.later = later
        self.strings = web.vault.settings.strings
        self._seen: Web | None = None
        self.files = files
        self.config = config
        self.urls = config.use_directory_urls
        self.site = (config.site_url or "").rstrip("/")
        self.cache = web.vault.root / ".maedeup" / "cache"

    def _text(self, name: str, content: str | bytes) -> None:
        self.files.append(File.generated(self.config, name, content=content))

    def _later(self, name: str, make: Callable[[], str | bytes]) -> None:
        if not self.later:
            self._text(name, make())
            return
        file = Later(name, None, self.config.site_dir, self.urls)
        file.generated_by, file.make = "maedeup", make
        self.files.append(file)

    def _copy(self, name: str, source: str) -> None:
        self.files.append(File.generated(self.config, name, abs_src_path=source))

    def _code(self, path: str) -> None:
        self._later(path, lambda: published_code((self.web.vault.root / path).read_bytes()))

    def mend(self) -> None:
        """Give each file the one form of its name, and no text to what is none."""
        for named in [file for file in self.files if file.src_uri != nfc(file.src_uri)]:
            self.files.remove(named)  # a name from macOS: links are written in the other form
            self._copy(nfc(named.src_uri), str(named.abs_src_path))
        for src_uri in self.web.vault.unread:  # the host would stop at what is no text
            if (unread := self.files.get_file_from_path(src_uri)) is not None:
                self.files.remove(unread)
                self._text(src_uri, "")

    def labs(self) -> None:
        """Add a page for each lab."""
        for note in self.web.vault.notes.values():
            if note.kind == "lab" and self.files.get_file_from_path(note.src_uri) is None:
                self._later(note.src_uri, partial(self._lab, note.src_uri))

    def _lab(self, src_uri: str) -> str:
        note = self.web.vault.notes[src_uri]
        meta = {"title": note.title, "tags": note.tags}
        head = f"---\n{json.dumps(meta, ensure_ascii=False)}\n---\n"  # which is YAML too
        return head + note.body + self._notebook_link(note)

    def _notebook_link(self, note: Note) -> str:
        if "mkdocs-jupyter" not in self.config.plugins:
            return ""
        target = page_url(f"notebooks/{note.slug}.ipynb", self.urls)
        href = relative_url(target, page_url(note.src_uri, self.urls))
        told = self.strings.executed_notebook
        return f'\n\n<p class="mp-notebook"><a href="{href}">{told}</a></p>\n'

    def snippets(self) -> None:
        """Add each snippet and helper module for download; a notebook's saved form goes."""
        for path in self.web.vault.snippets:
            if path.endswith(".ipynb"):  # with whatever output it was saved with
                name = os.path.relpath(path, self.web.vault.settings.vault)
                if (stale := self.files.get_file_from_path(name)) is not None:
                    self.files.remove(stale)
                continue
            self._code(path)
        for module in helper_modules(self.web):
            self._code(module)

    def notebooks(self) -> None:
        """Add each snippet as a notebook to take away, and each lab as a page of mkdocs-jupyter."""
        labs = {n.path: n for n in self.web.vault.notes.values() if n.kind == "lab"}
        for path in self.web.vault.snippets:
            uri = labs[path].src_uri if path in labs else ""
            self._later(notebook_uri(path), partial(self._notebook, path, uri))
            if path in labs and "mkdocs-jupyter" in self.config.plugins:
                uri = f"notebooks/{labs[path].slug}.ipynb"
                file = Notebook(uri, str(self.cache), self.config.site_dir, self.urls)
                file.write = partial(self._write_page, uri, path, labs[path].src_uri)
                if not self.later:
                    file.write()
                file.inclusion = InclusionLevel.NOT_IN_NAV
                self.files.append(file)

    def _notebook(self, path: SourcePath, lab: str) -> str:
        web, snippet = self.web, self.web.vault.snippets[path]
        note = web.vault.notes[lab] if lab else Note(path, path, snippet.title, snippet.text)
        result = web.results.of(snippet)
        carried = carried_files(web, snippet, result)
        prose = partial(lab_prose, web, note, partial(page_link, web, self.site))
        works = reference_text(Questions(web), note)
        return make_notebook(snippet, result, carried, prose, self.strings, end=works)

    def _write_page(self, uri: str, path: SourcePath, lab: str) -> None:
        """Write the notebook that mkdocs-jupyter makes a page of."""
        snippet, note = self.web.vault.snippets[path], self.web.vault.notes[lab]
        page, ask = page_url(uri, self.urls), Questions(self.web)
        result, works = self.web.results.of(snippet), reference_text(ask, note)
        shown = partial(expand_inline, ask, note, page)
        paint = Painter(page, self.strings).product
        text = make_notebook(snippet, result, {}, shown, self.strings, paint, works)
        write_whole(self.cache / uri, text.encode())

    def redirects(self) -> None:
        """Add a small page at each former address of a note."""
        for old, note in self.web.redirects.pages.items():
            former, now = page_url(f"{old}.md", self.urls), page_url(note.src_uri, self.urls)
            url = relative_url(now, former)
            full = f"{self.site}/{now}" if self.site else url
            name = f"{former}index.html" if former.endswith("/") else former
            self._later(name, partial(self._redirect, note.src_uri, url, full))

    def _redirect(self, uri: str, url: str, full: str) -> str:
        return redirect_page(self.web.vault.notes[uri].title, url, full, self.strings)

    def recent(self, limit: int, history: History) -> bool:
        """Add the page and the feed of what was changed last; say whether there is a feed."""
        self.history = history
        if limit <= 0 or self.files.get_file_from_path(recent.PAGE) is not None:
            return False
        self._later(recent.PAGE, lambda: recent.recent_page(self.web, self.history, limit))
        if history.unknown:
            log.info(f"recent: no dates, so no feed: {history.unknown}")
            return False
        about = (limit, self.config.site_name, self.config.site_url or "")
        self._later(recent.FEED, lambda: recent.feed(self.web, self.history, *about))
        return True

    def made(self) -> None:
        """Add what was made of the project: pages without a file, digest, graph, pictures."""
        for name, text in made_pages(self.web).items():
            if self.files.get_file_from_path(name) is None:
                self._text(name, text)
        self._later(DIGEST, lambda: make_digest(self.web))
        if self.web.links.shown_by:
            self._later(graph.DATA, lambda: graph.make_data(self.web))
        if self.later:  # which notes show which pictures may change: see `picture`
            return
        images = image_files(self._products(), self.cache / "figures")
        for note in self.web.vault.notes.values() if self.site else ():
            if shared := sharing.picture(self.web, note):
                images[shared.path] = on_paper(shared.png)
        for name, image in images.items():
            self._text(name, image)
        for name, svg in make_figures(self.web).items():
            self._text(name, svg)

    def picture(self, path: str) -> bytes | None:
        """Return the one picture that `made` would add at a path; None where it adds none."""
        if not path.startswith(f"{IMAGES}/"):
            return None
        if self._seen is not self.web:  # a page asks for many
            self._seen, self._figures = self.web, make_figures(self.web)
            self._images = find_images(self._products())
        if (svg := self._figures.get(path)) is not None:
            return svg.encode()
        for note in self.web.vault.notes.values() if self.site else ():
            shared = sharing.picture(self.web, note)
            if shared and shared.path == path:
                return on_paper(shared.png)
        return image_file(self._images, self.cache / "figures", path)

    def _products(self) -> list[Products]:
        return [result.products for result in self.web.results.by_key.values()]

    def theme(self) -> None:
        """Add the styles and the scripts, each kind as one file."""
        for name, parts in ((STYLESHEET, "styles/*.css"), (SCRIPT, "scripts/*.js")):
            self._text(name, material_search.joined(THEME, parts))
        self._text(FOLDER_SCRIPT, material_search.joined(THEME, "folder.js"))
        if self.web.links.shown_by:
            self._text(GRAPH_SCRIPT, material_search.joined(THEME, "graph.js"))

    def worker(self) -> str:
        """Add our search worker; give its path."""
        text = material_search.worker_text()
        self._text(material_search.worker_name(text), text)
        return material_search.worker_name(text)


def site_of(config: MkDocsConfig) -> Site:
    """Return what is known of the site that is built."""
    url = (config.site_url or "").rstrip("/")
    return Site(Path(config.site_dir), config.site_name, config.site_description or "", url)


def find_stock_worker(config: MkDocsConfig) -> str:
    """Give the path of the theme's search worker if ours can take its place, else ''."""
    if not any(name in config.plugins for name in ("search", "material/search")):
        return ""
    template = material_search.read_theme(config.theme.dirs, "base.html")
    stock, bundle = (
        material_search.find_stock_worker(template),
        material_search.find_bundle(template),
    )
    unknown = (
        material_search.unknown_messages(material_search.read_theme(config.theme.dirs, bundle))
        if stock and bundle
        else ["worker"]
    )
    if config.theme.name == "material" and unknown:
        log.warning(
            "search: this release of the theme is not known, so its own search stays: "
            f"{', '.join(unknown)}\n\nhint: pin mkdocs-material as requirements.txt does"
        )
    return "" if unknown else stock
