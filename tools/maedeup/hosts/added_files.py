"""What the site has besides the vault's own files: each method adds one kind."""

from __future__ import annotations

import json
import logging
import os
from functools import partial
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from maedeup.hosts import material_search
from maedeup.notes.note import Note
from maedeup.page.graph_picture import SCRIPT as GRAPH_SCRIPT
from maedeup.page.html import Painter
from maedeup.page.pictures import image_files, on_paper
from maedeup.page.plain import expand_inline
from maedeup.page.questions import Questions
from maedeup.page.references import reference_text
from maedeup.runs.store import write_whole
from maedeup.site import recent, sharing
from maedeup.site.digest import DIGEST, make_digest, make_figures
from maedeup.site.ipynb import make_notebook
from maedeup.site.notebooks import carried_files
from maedeup.site.prose import lab_prose
from maedeup.site.takeaway import helper_modules, made_pages, page_link, published_code
from maedeup.site.theme_page import FOLDER_SCRIPT
from maedeup.text.paths import nfc, notebook_uri, page_url, relative_url
from maedeup.vault import graph
from maedeup.vault.history import History
from maedeup.vault.redirects import redirect_page
from maedeup.vault.web import Web

log = logging.getLogger("mkdocs.plugins.maedeup")  # a warning here fails a strict build

THEME = Path(__file__).parents[1] / "theme"
STYLESHEET = "assets/maedeup.css"
SCRIPT = "assets/maedeup.js"


class Added:
    """Adds to the files of one build."""

    def __init__(self, web: Web, files: Files, config: MkDocsConfig) -> None:
        self.web = web
        self.strings = web.vault.settings.strings
        self.files = files
        self.config = config
        self.urls = config.use_directory_urls
        self.site = (config.site_url or "").rstrip("/")
        self.cache = web.vault.root / ".maedeup" / "cache"

    def _text(self, name: str, content: str | bytes) -> None:
        self.files.append(File.generated(self.config, name, content=content))

    def _copy(self, name: str, source: str) -> None:
        self.files.append(File.generated(self.config, name, abs_src_path=source))

    def _code(self, path: str) -> None:
        self._text(path, published_code((self.web.vault.root / path).read_bytes()))

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
                meta = {"title": note.title, "tags": note.tags}
                head = f"---\n{json.dumps(meta, ensure_ascii=False)}\n---\n"  # which is YAML too
                self._text(note.src_uri, head + note.body + self._notebook_link(note))

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
        web = self.web
        labs = {n.path: n for n in web.vault.notes.values() if n.kind == "lab"}
        link = partial(page_link, web, self.site)
        for path, snippet in web.vault.snippets.items():
            result = web.results.of(snippet)
            carried = carried_files(web, snippet, result)
            note = labs.get(path) or Note(path, path, snippet.title, snippet.text)
            prose, ask = partial(lab_prose, web, note, link), Questions(web)
            works = reference_text(ask, note)
            text = make_notebook(snippet, result, carried, prose, self.strings, end=works)
            self._text(notebook_uri(path), text)
            if path in labs and "mkdocs-jupyter" in self.config.plugins:
                uri = f"notebooks/{note.slug}.ipynb"
                page = page_url(uri, self.urls)
                shown = partial(expand_inline, ask, note, page)
                paint = Painter(page, self.strings).product
                text = make_notebook(snippet, result, {}, shown, self.strings, paint, works)
                write_whole(self.cache / uri, text.encode())
                file = File(uri, str(self.cache), self.config.site_dir, self.urls)
                file.inclusion = InclusionLevel.NOT_IN_NAV
                self.files.append(file)

    def redirects(self) -> None:
        """Add a small page at each former address of a note."""
        for old, note in self.web.redirects.pages.items():
            former, now = page_url(f"{old}.md", self.urls), page_url(note.src_uri, self.urls)
            url = relative_url(now, former)
            whole = f"{self.site}/{now}" if self.site else url
            text = redirect_page(note.title, url, whole, self.strings)
            self._text(f"{former}index.html" if former.endswith("/") else former, text)

    def recent(self, limit: int, history: History) -> bool:
        """Add the page and the feed of what was changed last; say whether there is a feed."""
        web = self.web
        if limit <= 0 or self.files.get_file_from_path(recent.PAGE) is not None:
            return False
        self._text(recent.PAGE, recent.recent_page(web, history, limit))
        if history.unknown:
            log.info(f"recent: no dates, so no feed: {history.unknown}")
            return False
        name, site = self.config.site_name, self.config.site_url or ""
        self._text(recent.FEED, recent.feed(web, history, limit, name, site))
        return True

    def made(self) -> None:
        """Add what was made of the project: pictures, pages without a file, digest, graph."""
        products = [result.products for result in self.web.results.by_key.values()]
        images = image_files(products, self.cache / "figures")
        for note in self.web.vault.notes.values() if self.site else ():
            if shared := sharing.picture(self.web, note):
                images[shared.path] = on_paper(shared.png)
        for name, image in images.items():
            self._text(name, image)
        for name, text in made_pages(self.web).items():
            if self.files.get_file_from_path(name) is None:
                self._text(name, text)
        self._text(DIGEST, make_digest(self.web))
        for name, svg in make_figures(self.web).items():
            self._text(name, svg)
        if self.web.links.shown_by:
            self._text(graph.DATA, graph.make_data(self.web))

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
