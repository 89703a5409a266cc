"""What the site has besides the vault's own files: each method adds one kind."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Collection, Iterable
from functools import partial
from pathlib import Path
from urllib.parse import unquote

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from maedeup.hosts import material_search
from maedeup.hosts.host_pages import compose_names, is_first_language, made_file, path_of
from maedeup.hosts.later_files import Awaited, Later, Notebook
from maedeup.hosts.second_process import HEAVY, SecondProcess
from maedeup.notes.note import Note
from maedeup.page.cards import SCRIPT as CARDS_SCRIPT
from maedeup.page.cards import card_file
from maedeup.page.graph_picture import SCRIPT as GRAPH_SCRIPT
from maedeup.page.html import Painter
from maedeup.page.pictures import find_images, image_file, image_files, image_makers, on_paper
from maedeup.page.plain import expand_inline
from maedeup.page.questions import Questions
from maedeup.page.references import reference_text
from maedeup.page.rich import scripts
from maedeup.runs.product import Products, Rich
from maedeup.runs.store import write_whole
from maedeup.runs.worker.colours import style_sheet
from maedeup.site import recent, sharing
from maedeup.site.card_pages import card_page, has_cards
from maedeup.site.digest import DIGEST, make_digest, make_figures
from maedeup.site.ipynb import make_notebook
from maedeup.site.notebooks import carried_files
from maedeup.site.prose import lab_prose, rebased
from maedeup.site.takeaway import (
    EMPTY,
    Site,
    helper_modules,
    made_pages,
    page_link,
    published_code,
)
from maedeup.site.theme_page import FOLDER_SCRIPT
from maedeup.text.paths import SourcePath, notebook_uri, on_disk, relative_url
from maedeup.text.strings import Strings
from maedeup.vault import graph
from maedeup.vault.history import History
from maedeup.vault.pages import MARKDOWN, RECENT
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

    def __init__(
        self,
        files: Files,
        config: MkDocsConfig,
        strings: Strings,
        second: SecondProcess,
        later: bool = False,
    ) -> None:
        """Begin with the host's files; `later` makes contents when they are asked for."""
        self.strings = strings
        self.second = second
        self.later = later
        self._shown: dict[str, Notebook] = {}
        """Pages of mkdocs-jupyter, by their `src_uri`."""
        self._seen: Web | None = None
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

    def _later(
        self, name: str, make: Callable[[], str | bytes], weight: int = 1, is_apart: bool = True
    ) -> None:
        if not self.later and self.second.is_possible and is_apart:
            self._await(name, make, weight)
            return
        if not self.later:
            self._text(name, make())
            return
        file = Later(name, None, self.config.site_dir, self.config.use_directory_urls)
        file.generated_by, file.make = "maedeup", make
        file.abs_src_path = path_of(self.config, self.made_files / name)
        self.files.append(file)

    def _await(self, name: str, make: Callable[[], str | bytes], weight: int) -> None:
        """Add a file that the second process makes, or this one when it is asked for."""
        path = self.made_files / name

        def write() -> bytes:
            self._kept(name, make())
            return b""  # the file says it

        self.kept.add(path)
        self.second.add(name, write, weight)
        file = Awaited(name, None, self.config.site_dir, self.config.use_directory_urls)
        file.generated_by = "maedeup"
        file.source, file.make = path_of(self.config, path), partial(self.second.take, name, write)
        self.files.append(file)

    def take(self, web: Web, limit: int, history: History, saved: Collection[str]) -> None:
        """Go on with a web that has the same files, of which some notes say other things."""
        self.web, self.history = web, history
        for uri in saved:
            self._write_lab(web.vault.notes[uri])
        if RECENT in self.named:
            file = self.files.get_file_from_path(RECENT)
            text = self._recent_page(limit)
            if file is not None:
                self._write(file, text, self._kept(RECENT, text))

    def _recent_page(self, limit: int) -> str:
        is_first = is_first_language(self.config)
        return recent.recent_page(self.web, self.history, limit, is_first)

    def _kept(self, name: str, content: str | bytes) -> Path:
        """Keep what a file of ours holds where plugins that ask for a file's source find it."""
        path = self.made_files / name
        data = content.encode() if isinstance(content, str) else content
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
        self._later(path, lambda: published_code(on_disk(self.root, path).read_bytes()))

    def mend(self, vault: Vault) -> None:
        """Give each file the one form of its name, and no text to what is none."""
        compose_names(self.files, self.config)
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
                file = self._shown[uri] = Notebook(uri, str(self.cache), self.config.site_dir, urls)
                file.inclusion = InclusionLevel.NOT_IN_NAV
                self.files.append(file)

    def pages(self, names: Iterable[str]) -> None:
        """Add the pages that have no file, so that the host gives them their addresses."""
        for name in names:
            if self.files.get_file_from_path(name) is None:
                path = self.made_files / name  # what it held the last time is as good until then
                self.kept.add(path)
                if not path.is_file():
                    write_whole(path, EMPTY.encode())
                self.files.append(made_file(self.config, name, EMPTY, path))
                self.named.append(name)

    def write_pages(self, recent_limit: int, history: History) -> None:
        """Write the text of the pages that were added."""
        self.history = history
        texts = made_pages(self.web)
        if RECENT in self.named:
            texts[RECENT] = self._recent_page(recent_limit)
        for name in self.named:
            file = self.files.get_file_from_path(name)
            if file is not None and name in texts:
                self._write(file, texts[name], self._kept(name, texts[name]))
        for note in self.web.vault.notes.values():
            self._write_lab(note)

    def _write_lab(self, note: Note) -> None:
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
        for path in web.vault.snippets:
            lab = labs[path].src_uri if path in labs else ""
            self._later(notebook_uri(path), partial(self._notebook, path, lab))
            if lab and (shown := self._shown.get(lab_notebook(labs[path]))) is not None:
                shown.write = partial(self._write_notebook, path, lab)
                if not self.later:
                    shown.write()

    def _notebook(self, path: SourcePath, lab: str) -> str:
        web, snippet = self.web, self.web.vault.snippets[path]
        note = web.vault.notes[lab] if lab else Note(path, path, snippet.title, snippet.text)
        result = web.results.of(snippet)
        carried = carried_files(web, snippet, result)
        ask, link = Questions(web), partial(page_link, web, self.site)
        base = f"{self.site}/" if self.site else "../" * notebook_uri(path).count("/")

        def prose(text: str) -> str:
            return rebased(ask, note, base, lab_prose(web, note, link, text))

        works = reference_text(ask, note)
        return make_notebook(snippet, result, carried, prose, self.strings, end=works)

    def _write_notebook(self, path: SourcePath, lab: str) -> None:
        """Write the notebook that mkdocs-jupyter makes a page of."""
        snippet, note = self.web.vault.snippets[path], self.web.vault.notes[lab]
        uri, ask = lab_notebook(note), Questions(self.web)
        page, works = self.web.vault.address(uri), reference_text(ask, note)
        shown, paint = partial(expand_inline, ask, note, page), Painter(page, self.strings).product
        result = self.web.results.of(snippet)
        text = make_notebook(snippet, result, {}, shown, self.strings, paint, works)
        write_whole(self.cache / uri, text.encode())

    def redirects(self) -> None:
        """Add a small page at each former address of a note."""
        for old, note in self.web.redirects.pages.items():
            file = File.generated(self.config, f"{old}.md", content="")
            former, now = unquote(file.url), self.web.vault.address(note.src_uri)
            url = relative_url(now, former)
            whole = f"{self.site}/{now}" if self.site else url
            self._later(unquote(file.dest_uri), partial(self._redirect, note.src_uri, url, whole))

    def _redirect(self, uri: str, url: str, whole: str) -> str:
        return redirect_page(self.web.vault.notes[uri].title, url, whole, self.strings)

    def feed(self, limit: int, history: History) -> bool:
        """Add the feed of what was changed last; say whether there is one."""
        if RECENT not in self.named:
            return False
        if history.unknown:
            log.info(f"recent: no dates, so no feed: {history.unknown}")
            return False
        about = (limit, self.config.site_name, self.config.site_url or "")
        self._later(recent.FEED, lambda: recent.feed(self.web, self.history, *about))
        return True

    def made(self, webs: list[Web]) -> None:
        """Add what was made of the project: pictures, digest, graph.

        Args:
            webs: one for each language that was built until now; this build's is the last.
        """
        # While serving, of one language; which notes show which pictures may change: see `picture`.
        self._later(
            DIGEST, lambda: make_digest(*([self.web] if self.later else webs)), is_apart=False
        )
        if self.web.links.shown_by and is_first_language(self.config):
            # Here, not there: the page of the graph asks for the same places.
            self._later(graph.DATA, lambda: graph.make_data(self.web), is_apart=False)
        for uri, note in self.web.vault.notes.items() if has_cards(self.web) else ():
            if note.is_station:
                self._later(card_file(self.web.vault.address(uri)), partial(self._cards, uri))
        if self.later:
            return
        if self.second.is_possible:
            images, makers = image_makers(self._products(), self.cache / "figures")
            for name, (make, is_new) in makers.items():
                self._later(name, make, HEAVY if is_new else 1)
        else:
            images = image_files(self._products(), self.cache / "figures")
        for name, image in (images | scripts(self._rich())).items():
            self._text(name, image)
        for note in self.web.vault.notes.values() if self.site else ():
            shared = sharing.picture(self.web, note)
            if shared and self.files.get_file_from_path(shared.path) is None:
                self._later(shared.path, partial(on_paper, shared.png), HEAVY)
        for name, svg in make_figures(self.web).items():
            self._text(name, svg)

    def pack_pictures(self) -> None:
        """Make the pictures that another process was to make, several at a time."""
        if self.second.is_possible:
            image_files(self._products(), self.cache / "figures")

    def _cards(self, uri: str) -> str:
        return card_page(self.web, uri)

    def picture(self, path: str) -> bytes | None:
        """Return the one picture that `made` would add at a path; None where it adds none."""
        if self._seen is not self.web:  # a page asks for many
            self._seen, self._figures = self.web, make_figures(self.web)
            self._images = find_images(self._products())
            self._scripts = scripts(self._rich())
        if path in self._scripts:
            return self._scripts[path]
        if (svg := self._figures.get(path)) is not None:
            return svg.encode()
        for note in self.web.vault.notes.values() if self.site else ():
            shared = sharing.picture(self.web, note)
            if shared and shared.path == path:
                return on_paper(shared.png)
        return image_file(self._images, self.cache / "figures", path)

    def _rich(self) -> list[Rich]:
        made = (made for products in self._products() for made in products.cells.values())
        return [product for some in made for product in some if isinstance(product, Rich)]

    def _products(self) -> list[Products]:
        return [result.products for result in self.web.results.by_key.values()]

    def theme(self) -> None:
        """Add the styles and the scripts, each kind as one file."""
        self._text(STYLESHEET, style_sheet() + material_search.joined(THEME, "styles/*.css"))
        self._text(SCRIPT, material_search.joined(THEME, "scripts/*.js"))
        self._text(FOLDER_SCRIPT, material_search.joined(THEME, "folder.js"))
        self._text(CARDS_SCRIPT, material_search.joined(THEME, "cards.js"))
        if self.web.links.shown_by:
            self._text(GRAPH_SCRIPT, material_search.joined(THEME, "graph.js"))
        if is_first_language(self.config) and not self.later:
            self._drop_others()

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
    """Return the path of the theme's search worker if ours can take its place, else ''."""
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
