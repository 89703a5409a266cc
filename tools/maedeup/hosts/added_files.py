"""What the site has besides the vault's own files: each method adds one kind."""

from __future__ import annotations

import json
import logging
from functools import partial
from pathlib import Path
from urllib.parse import unquote

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from maedeup.hosts import material_search
from maedeup.hosts.host_pages import is_first_language, made_file, path_of
from maedeup.notes.note import Note
from maedeup.page.graph_picture import SCRIPT as GRAPH_SCRIPT
from maedeup.page.html import Painter
from maedeup.page.pictures import image_files, on_paper
from maedeup.page.plain import expand_inline
from maedeup.page.questions import Questions
from maedeup.page.references import reference_text
from maedeup.page.rich import scripts
from maedeup.runs.product import Rich
from maedeup.runs.store import write_whole
from maedeup.site import recent, sharing
from maedeup.site.digest import DIGEST, make_digest, make_figures
from maedeup.site.ipynb import make_notebook
from maedeup.site.notebooks import carried_files
from maedeup.site.prose import lab_prose
from maedeup.site.takeaway import (
    EMPTY,
    helper_modules,
    made_pages,
    made_uris,
    page_link,
    published_code,
)
from maedeup.site.theme_page import FOLDER_SCRIPT
from maedeup.text.paths import nfc, notebook_uri, on_disk, relative_url
from maedeup.text.strings import Strings
from maedeup.vault import graph
from maedeup.vault.history import History
from maedeup.vault.pages import MARKDOWN
from maedeup.vault.redirects import redirect_page
from maedeup.vault.vault import Vault
from maedeup.vault.web import Web

log = logging.getLogger("mkdocs.plugins.maedeup")  # a warning here fails a strict build

THEME = Path(__file__).parents[1] / "theme"
STYLESHEET = "assets/maedeup.css"
SCRIPT = "assets/maedeup.js"


def lab_notebook(note: Note) -> str:
    """Return the `src_uri` of the page that shows a lab as a notebook."""
    return f"notebooks/{note.slug}.ipynb"


class Added:
    """Adds to the files of one build: pages before the host decides, all else when it has."""

    def __init__(self, files: Files, config: MkDocsConfig, strings: Strings) -> None:
        self.strings = strings
        self.files = files
        self.config = config
        self.site = (config.site_url or "").rstrip("/")
        self.root = Path(config.config_file_path).resolve().parent
        self.cache = self.root / ".maedeup" / "cache"
        self.made_files = self.cache / "made"
        self.kept: set[Path] = set()
        self.named: list[str] = []
        """`src_uri` of the pages that were added, and whose text is not written yet."""

    def of(self, web: Web, files: Files) -> Added:
        """Go on with what was joined, and with the files that the host decided on."""
        self.web, self.files = web, files
        return self

    def _text(self, name: str, content: str | bytes) -> None:
        self.files.append(made_file(self.config, name, content, self._kept(name, content)))

    def _kept(self, name: str, content: str | bytes) -> Path:
        """Keep what a file of ours holds where plugins that ask for a file's source find it."""
        path, data = (
            self.made_files / name,
            content.encode() if isinstance(content, str) else content,
        )
        self.kept.add(path)
        if not path.is_file() or path.read_bytes() != data:
            write_whole(path, data)
        return path

    def _drop_others(self) -> None:
        """Drop what was kept of files that the site has no more."""
        for path in self.made_files.rglob("*"):
            if path.is_file() and path not in self.kept:
                path.unlink(missing_ok=True)

    def _code(self, path: str) -> None:
        self._text(path, published_code(on_disk(self.root, path).read_bytes()))

    def mend(self, vault: Vault) -> None:
        """Give each file the one form of its name, and no text to what is none."""
        for named in [file for file in self.files if file.src_uri != nfc(file.src_uri)]:
            self.files.remove(named)  # a name from macOS: links are written in the other form
            mended = File.generated(
                self.config, nfc(named.src_uri), abs_src_path=str(named.abs_src_path)
            )
            mended.inclusion = named.inclusion
            self.files.append(mended)
        for src_uri in vault.unread:  # the host would stop at what is no text
            if (unread := self.files.get_file_from_path(src_uri)) is not None:
                self.files.remove(unread)
                self._text(src_uri, "")

    def notebooks(self, vault: Vault) -> None:
        """Add each lab as a page of mkdocs-jupyter."""
        for note in vault.notes.values() if "mkdocs-jupyter" in self.config.plugins else ():
            if note.kind == "lab" and note.path in vault.snippets:
                uri, urls = lab_notebook(note), self.config.use_directory_urls
                write_whole(self.cache / uri, b"")
                file = File(uri, str(self.cache), self.config.site_dir, urls)
                file.inclusion = InclusionLevel.NOT_IN_NAV
                self.files.append(file)

    def pages(self, vault: Vault, recent_limit: int) -> None:
        """Add the pages that have no file, so that the host gives them their addresses."""
        names = made_uris(vault) + [recent.PAGE] * (recent_limit > 0)
        for name in names:
            if self.files.get_file_from_path(name) is None:
                self._text(name, EMPTY)
                self.named.append(name)

    def write_pages(self, recent_limit: int, history: History) -> None:
        """Write the text of the pages that were added."""
        texts = made_pages(self.web)
        if recent.PAGE in self.named:
            texts[recent.PAGE] = recent.recent_page(
                self.web, history, recent_limit, is_first_language(self.config)
            )
        for name in self.named:
            file = self.files.get_file_from_path(name)
            if file is not None and name in texts:
                self._write(file, texts[name], self._kept(name, texts[name]))
        for note in self.web.vault.notes.values():
            file = self.files.get_file_from_path(note.src_uri) if note.kind == "lab" else None
            if file is not None and not note.path.endswith(MARKDOWN):
                meta = {"title": note.title, "tags": note.tags}
                head = f"---\n{json.dumps(meta, ensure_ascii=False)}\n---\n"  # which is YAML too
                text = head + note.body + self._notebook_link(note)
                self._write(file, text, self.root / note.path)

    def _write(self, file: File, text: str, source: Path) -> None:
        file.content_string = text
        file.abs_src_path = path_of(self.config, source)  # which the line above forgets

    def _notebook_link(self, note: Note) -> str:
        if "mkdocs-jupyter" not in self.config.plugins:
            return ""
        target, page = map(self.web.vault.address, (lab_notebook(note), note.src_uri))
        href = relative_url(target, page)
        told = self.strings.executed_notebook
        return f'\n\n<p class="mp-notebook"><a href="{href}">{told}</a></p>\n'

    def snippets(self) -> None:
        """Add each snippet and helper module for download, and each snippet as a notebook."""
        web = self.web
        for path in web.vault.snippets:
            if not path.endswith(".ipynb"):
                self._code(path)
        for module in helper_modules(web):
            self._code(module)
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
                uri = lab_notebook(note)
                page = web.vault.address(uri)
                shown = partial(expand_inline, ask, note, page)
                paint = Painter(page, self.strings).product
                text = make_notebook(snippet, result, {}, shown, self.strings, paint, works)
                write_whole(self.cache / uri, text.encode())

    def redirects(self) -> None:
        """Add a small page at each former address of a note."""
        for old, note in self.web.redirects.pages.items():
            file = File.generated(self.config, f"{old}.md", content="")
            former, now = unquote(file.url), self.web.vault.address(note.src_uri)
            url = relative_url(now, former)
            whole = f"{self.site}/{now}" if self.site else url
            text = redirect_page(note.title, url, whole, self.strings)
            self._text(unquote(file.dest_uri), text)

    def feed(self, limit: int, history: History) -> bool:
        """Add the feed of what was changed last; say whether there is one."""
        if recent.PAGE not in self.named:
            return False
        if history.unknown:
            log.info(f"recent: no dates, so no feed: {history.unknown}")
            return False
        name, site = self.config.site_name, self.config.site_url or ""
        self._text(recent.FEED, recent.feed(self.web, history, limit, name, site))
        return True

    def made(self, webs: list[Web]) -> None:
        """Add what was made of the project: pictures, digest, graph.

        Args:
            webs: one for each language that was built until now; this build's is the last.
        """
        products = [result.products for result in self.web.results.by_key.values()]
        images = image_files(products, self.cache / "figures")
        images |= scripts(p for of in products for made in of.cells.values() for p in made
                          if isinstance(p, Rich))  # fmt: skip
        for note in self.web.vault.notes.values() if self.site else ():
            if shared := sharing.picture(self.web, note):
                images[shared.path] = on_paper(shared.png)
        for name, image in images.items():
            self._text(name, image)
        self._text(DIGEST, make_digest(*webs))
        for name, svg in make_figures(self.web).items():
            self._text(name, svg)
        if self.web.links.shown_by and is_first_language(self.config):
            self._text(graph.DATA, graph.make_data(self.web))

    def theme(self) -> None:
        """Add the styles and the scripts, each kind as one file."""
        for name, parts in ((STYLESHEET, "styles/*.css"), (SCRIPT, "scripts/*.js")):
            self._text(name, material_search.joined(THEME, parts))
        self._text(FOLDER_SCRIPT, material_search.joined(THEME, "folder.js"))
        if self.web.links.shown_by:
            self._text(GRAPH_SCRIPT, material_search.joined(THEME, "graph.js"))
        if is_first_language(self.config):
            self._drop_others()

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
