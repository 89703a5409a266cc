"""A site as plain Markdown and finished files, of which a host without our plugin makes it again.

The host builds the site once, with all its plugins, into a folder that is thrown away. What a page
shows is taken when every plugin has had its say, before the theme puts its frame around it.
"""

from __future__ import annotations

import json
import os
import posixpath
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Link, Navigation, Section
from mkdocs.structure.pages import Page
from mkdocs.utils.yaml import yaml_load

from maedeup.hosts.settings import load_settings
from maedeup.search.index import PAGES
from maedeup.site.staged_page import markdown_of
from maedeup.site.theme_page import words
from maedeup.text.errors import MaedeupError, Problem
from maedeup.vault.pages import MARKDOWN

LAST = -100_000
"""Priority: after all plugins, whatever they ask for."""

MARK = ".maedeup-stage"
"""Says that a folder is ours to write anew."""

KEPT = (
    "site_name", "site_url", "site_description", "site_author", "copyright", "repo_url",
    "repo_name", "use_directory_urls", "theme", "extra",
)  # fmt: skip
"""Settings that mean the same where no plugin is; links to edit a page would lead to made ones."""

EXTENSIONS = ["md_in_html", {"toc": {"permalink": False}}]
"""What the staged pages are written for; what else a page needs, it holds already."""

INDEXES = "navigation.indexes"
"""Takes the first index of a section for its title, and each staged page is an index."""

SILENT = {
    "nav": {"omitted_files": "ignore"},
    "links": dict.fromkeys(
        ("not_found", "anchors", "absolute_links", "unrecognized_links"), "ignore"
    ),
}
"""The build before has looked at every link; a host sees those alone that it makes itself."""

MAIN, SITE_MAIN, HEAD = "main.html", "main-of-the-site.html", "maedeup_head"
TEMPLATE = """\
{%% extends "%s" %%}
{%% block extrahead %%}{{ super() }}%s{%% if page and page.meta %%}{{ page.meta.%s | safe }}{%% endif %%}{%% endblock %%}
"""  # noqa: E501
SEARCH = '{%% block config %%}{{ super() | replace("%s", "%s") | safe }}{%% endblock %%}\n'
WORKER = "assets/search-worker-staged.js"
FIRST_OF_WORKER = """\
// The index that the host makes is another one: this worker reads its own.
addEventListener("message", ({ data }) => {
  if (data.type === 0) Object.assign(data.data, { config: %s, docs: [] });
});
"""
_TWIN = re.compile(r"(?<=[\"(])([^\"()\s<>]+\.md)(?=[\")#\s])")
"""An address of a Markdown file, in HTML, Markdown or JSON."""

_HIDDEN = re.compile(r"(?:^|/)\.")
_TAGS = re.compile(r'<nav class="md-tags".*?</nav>', re.DOTALL)


@dataclass
class Seen:
    """What a build tells while it goes on."""

    pages: dict[str, Page] = field(default_factory=dict)
    """By the path of each page's file in the site."""
    heads: dict[str, str] = field(default_factory=dict)
    """What our plugin adds to the head of each."""
    tags: dict[str, str] = field(default_factory=dict)
    """What the theme makes of the tags of each."""
    nav: Navigation | None = None
    themes: set[str] = field(default_factory=set)
    """Paths in the site of files that a theme brings."""

    def listen(self, config: MkDocsConfig) -> None:
        """Have the host tell, after all plugins."""
        config.plugins._register_event("env", self._env)
        config.plugins._register_event("page_context", self._context)
        config.plugins._register_event("post_page", self._post)

    @event_priority(LAST)
    def _env(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:
        folders = {str(folder) for folder in config.theme.dirs}
        self.themes = {unquote(file.dest_uri) for file in files if file.src_dir in folders}
        return env

    @event_priority(LAST)
    def _context(self, context: Any, *, page: Page, config: MkDocsConfig, nav: Navigation) -> Any:
        place = unquote(page.file.dest_uri)
        self.nav, self.pages[place] = nav, page
        plugin: Any = config.plugins["maedeup"]
        self.heads[place] = "".join(plugin.head(page, config, "<math" in (page.content or "")))
        return context

    @event_priority(LAST)
    def _post(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        found = _TAGS.search(output) if "tags" in page.meta else None
        self.tags[unquote(page.file.dest_uri)] = " ".join(found[0].split()) if found else ""
        return output


def stage(root: Path, file: str, out: Path) -> tuple[int, int]:
    """Write a site to `out` as Markdown and finished files; return how many pages and files.

    Raises:
        MaedeupError: the settings or the folder are none to use, or the build fails.
    """
    settings = load_settings(root, file)
    target = Path(os.path.abspath(out))  # noqa: PTH100  # as it is named, links in it kept
    _check(target, root, [settings.vault, settings.snippets], str(out))
    target.parent.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="maedeup-site-") as folder,
        tempfile.TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent) as half,
    ):
        config, seen = _build(root, file, Path(folder))
        staged = _Staged(Path(folder), Path(half, "new"), config, seen)
        staged.write()
        (staged.out / MARK).write_text("written by `maedeup stage`, which writes it anew\n")
        target.mkdir(exist_ok=True)
        for old in (target / name for name in ("docs", "overrides", "mkdocs.yml", MARK)):
            if old.exists():
                old.rename(Path(half, f"old-{old.name}"))
        for new in staged.out.iterdir():
            new.rename(target / new.name)
    return len(seen.pages), staged.n_files


def _check(target: Path, root: Path, folders: Iterable[str], given: str) -> None:
    """Refuse a folder that holds what is not ours, or that the next build would read."""
    hint = "name an empty folder, or one that `maedeup stage` wrote"
    if target.is_dir():
        if any(target.iterdir()) and not (target / MARK).is_file():
            raise MaedeupError(Problem("name-taken", given, 0, "a folder of yours", given, hint))
    elif target.exists():
        raise MaedeupError(Problem("name-taken", given, 0, "no folder", given, hint))
    for folder in folders:
        if target.resolve().is_relative_to((root / folder).resolve()):
            problem = f"the site would read itself in {folder}/"
            raise MaedeupError(Problem("bad-name", given, 0, problem, given, hint))


def _build(root: Path, file: str, site: Path) -> tuple[MkDocsConfig, Seen]:
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    seen = Seen()
    try:
        config = load_config(str(root / file), site_dir=str(site))
        if "maedeup" not in config.plugins:
            hint = "add `plugins: [maedeup]`: a site without it needs no staging"
            raise MaedeupError(Problem("no-settings", file, 1, "no plugin", "maedeup", hint))
        seen.listen(config)
        config.plugins.on_startup(command="build", dirty=False)
        try:
            build(config)
        finally:
            config.plugins.on_shutdown()
    except (MkDocsException, SystemExit) as error:
        what = (str(error.__context__ or error).strip() or type(error).__name__).splitlines()[0]
        problem = "the host or a plugin of it fails"
        hint = "`mkdocs build` tells more"
        raise MaedeupError(Problem("host-failed", file, 0, problem, what, hint)) from error
    return config, seen


class _Staged:
    """Writes one staged site."""

    def __init__(self, site: Path, out: Path, config: MkDocsConfig, seen: Seen) -> None:
        self.site, self.out, self.config, self.seen = site, out, config, seen
        self.docs = out / "docs"
        self.plugin: Any = config.plugins["maedeup"]
        self.url = (config.site_url or "").rstrip("/") + "/"
        self.n_files = 0
        left = {*seen.pages, *seen.themes, *config.theme.static_templates, "sitemap.xml.gz"}
        paths = (path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())
        self.files = [
            path for path in sorted(paths)
            if path not in left and not _HIDDEN.search(path)
            and (not path.startswith("search/") or path == f"search/{PAGES}")
        ]  # fmt: skip
        self.twins = {path for path in self.files if path.endswith(MARKDOWN)}
        """Files that a host would make pages of."""

    def write(self) -> None:
        """Write pages, files, templates and settings."""
        for place, page in self.seen.pages.items():
            file = self.docs / self.source(place)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(self.page(place, page), "utf-8")
        for path in self.files:
            self._file(path)
        self._templates()
        text = yaml.safe_dump(self.settings(), allow_unicode=True, sort_keys=False)
        (self.out / "mkdocs.yml").write_text(text, "utf-8")

    def source(self, place: str) -> str:
        """Return where in `docs` the page stands that a host publishes at a place.

        At an address of a folder it is the folder's index: a relative address means the same from
        the file and from the page then, and Zensical reads it from the file, MkDocs from the page.
        """
        return f"{place.removesuffix('.html')}.md"

    def page(self, place: str, page: Page) -> str:
        """Return the Markdown of one page, with what its theme asks for."""
        meta = {name: value for name, value in page.meta.items() if _is_plain(value)}
        if not page.is_homepage and page.title:
            meta.setdefault("title", page.title)
        if "tags" in meta:  # they stand in the text, with their links: a host knows none of these
            hidden = meta.get("hide") or []
            meta["hide"] = [*(hidden if isinstance(hidden, list) else [hidden]), "tags"]
        rename = partial(self._renamed, posixpath.dirname(place))
        meta[HEAD] = _TWIN.sub(rename, self.seen.heads[place])
        head = yaml.safe_dump(meta, allow_unicode=True, sort_keys=False, width=1_000_000)
        labels = dict(_labels(page.toc))
        content, tags = page.content or "", self.seen.tags.get(place, "")
        if tags and "<h1" not in content:
            content = f"<h1>{page.title}</h1>{content}"  # which the theme puts below the tags
        content = tags + content
        return f"---\n{head}---\n\n{markdown_of(_TWIN.sub(rename, content), labels)}"

    def _renamed(self, folder: str, found: re.Match[str]) -> str:
        """Return the address of a Markdown twin, which is no page of the host's."""
        path = unquote(found[0].removeprefix(self.url) if self.url != "/" else found[0])
        folder = "" if found[0].startswith(self.url) else folder
        is_twin = posixpath.normpath(posixpath.join(folder, path)) in self.twins
        return f"{found[0]}.txt" if is_twin else found[0]

    def _file(self, path: str) -> None:
        self.n_files += 1
        to = self.docs / (f"{path}.txt" if path in self.twins else path)
        to.parent.mkdir(parents=True, exist_ok=True)
        if path in self.twins or path == "llms.txt":
            rename = partial(self._renamed, posixpath.dirname(path))
            text = (self.site / path).read_bytes().decode("utf-8", "surrogateescape")
            to.write_bytes(_TWIN.sub(rename, text).encode("utf-8", "surrogateescape"))
        else:
            shutil.move(self.site / path, to)

    def _templates(self) -> None:
        """Write what our plugin adds to the theme's frame, over what the site has of its own."""
        folder, base = self.out / "overrides", "base.html"
        if self.config.theme.custom_dir:
            shutil.copytree(self.config.theme.custom_dir, folder)
            if (folder / MAIN).is_file():
                (folder / MAIN).rename(folder / SITE_MAIN)
                base = SITE_MAIN
        folder.mkdir(exist_ok=True)
        text = TEMPLATE % (base, words(self.plugin.web.vault.settings.strings), HEAD)
        index = self.site / "search/search_index.json"
        if (stock := self.plugin.stock_worker) and index.is_file():
            text += SEARCH % (stock, WORKER)
            said = json.dumps(json.loads(index.read_text("utf-8"))["config"])
            worker = (self.docs / self.plugin.worker).read_text("utf-8")
            (self.docs / WORKER).write_text(FIRST_OF_WORKER % said + worker, "utf-8")
        (folder / MAIN).write_text(text, "utf-8")

    def settings(self) -> dict[str, Any]:
        """Return the settings of the staged site."""
        with Path(self.config.config_file_path).open("rb") as stream:
            given = yaml_load(stream)
        kept = {name: given[name] for name in KEPT if name in given}
        theme = kept.get("theme") or {"name": "mkdocs"}
        theme = {"name": theme} if isinstance(theme, str) else theme
        scripts = [_script(script) for script in self.config.extra_javascript]
        search = [entry for entry in given.get("plugins") or () if _name(entry) == "search"]
        items = self.seen.nav.items if self.seen.nav else []
        features = [name for name in theme.get("features") or () if name != INDEXES]
        if len(features) < len(theme.get("features") or ()) and all(map(_has_index, items)):
            features.append(INDEXES)
        look = {"custom_dir": "overrides", "features": features}
        if theme.get("name") == "material":
            look["variant"] = "classic"  # Zensical's own look is another
        return kept | {
            "theme": theme | look,
            "nav": [_entry(self, item) for item in items],
            "plugins": search,
            "markdown_extensions": EXTENSIONS,
            "extra_css": list(map(str, self.config.extra_css)),
            "extra_javascript": scripts,
            "validation": SILENT,
        }


def _labels(entries: Iterable[Any]) -> Iterator[tuple[str, str]]:
    for entry in entries:
        yield entry.id, entry.title
        yield from _labels(entry.children)


def _is_plain(value: Any) -> bool:
    try:
        yaml.safe_dump(value)
    except yaml.YAMLError:
        return False
    return True


def _script(script: Any) -> Any:
    given = {name: getattr(script, name, None) for name in ("type", "async", "defer")}
    said = {name: value for name, value in given.items() if value}
    return {"path": str(script), **said} if said else str(script)


def _name(entry: Any) -> str:
    return str(next(iter(entry)) if isinstance(entry, dict) else entry).rpartition("/")[2]


def _has_index(item: Any) -> bool:
    """Say whether each section of the navigation begins with the page of its folder."""
    if not isinstance(item, Section):
        return True
    return getattr(item.children[0], "is_index", False) and all(map(_has_index, item.children))


def _entry(staged: _Staged, item: Any) -> dict[str, Any]:
    """Return a line of the navigation as settings have it."""
    if isinstance(item, Section):
        return {item.title: [_entry(staged, child) for child in item.children]}
    if isinstance(item, Link):
        return {item.title: item.url}
    return {str(item.title): staged.source(unquote(item.file.dest_uri))}
