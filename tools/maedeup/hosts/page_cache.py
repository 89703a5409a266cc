"""Converted pages, kept under all that they were made of.

When a page's text has been rewritten, everything of the project stands in it: embeds, values,
backlinks, receipts. What Python-Markdown makes of it from there is a function of that text, of the
finished HTML in the stash, of the headings' anchors, of the Markdown extensions with their settings
and versions, and of the files that its relative links lead to. A page is kept under the SHA-256 of
all but the last; the links are checked when it is read, and asked again, so that the host sees
and says of them what it would without us. Where anything else could have a part in the conversion
(another host, an extension that we do not know to be such a function), no page is kept.

    what `kept_pages` has of a page: all about it, as JSON, and below that its HTML
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import platform
from functools import cache, partial
from importlib import metadata
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor

from maedeup.hosts.joined import Joined
from maedeup.hosts.kept_pages import KeptPages
from maedeup.page.questions import Questions
from maedeup.runs.world import find_version
from maedeup.vault.kept_files import tool_digest

FIELDS = {"key", "html", "toc", "host", "links", "receipt"}
"""Of a kept page."""
LAST = -1000
"""Priority: after everything, since what is kept is finished."""

PURE = {"markdown", "pymdownx", "mkdocs", "maedeup"}
"""Packages whose extensions are functions of a page's text and their settings; two are not:"""

IMPURE = {"pymdownx.b64", "pymdownx.pathconverter"}
BEFORE_US = {"normalize_whitespace", "snippet"}
"""Preprocessors that leave all they do in the text, and so may stand before ours."""

PACKAGES = ("markdown", "pymdown-extensions", "pygments", "mkdocs")
PLUGGED = ("markdown.extensions", *(f"pygments.{x}" for x in ("lexers", "formatters", "filters")))
"""Entry points by which other packages get a part in a conversion."""

HOST = {
    "mkdocs_raw_html": "present_anchor_ids",
    "mkdocs_extract_anchors": "present_anchor_ids",
    "mkdocs_extract_title": "title",
}
"""Processors of MkDocs 1.6 that learn something of a page while it is converted, and where."""


class UnknownError(Exception):
    """A setting that cannot be named, so that no page can be kept."""


class Keeper:
    """Gives one page's conversion from the store, or puts it there."""

    ask: Questions
    """What the page has asked."""

    def __init__(self, md: Markdown) -> None:
        self.md = md
        self.joined: Joined | None = None
        self.is_pure: bool | None = None
        """Whether all that has a part in conversions by `md` is known; None until the first."""
        self._settings = ""
        """Digest of the settings with which `md` was made; empty until the first conversion."""
        self._key = ""
        self._kept: KeptPages | None = None
        self._src_uri = ""
        self._page: dict[str, Any] | None = None
        self._links: list[list[str | None]] = []
        self._is_tree_done = False
        md.treeprocessors.register(_End(self), "maedeup_end", LAST)
        md.postprocessors.register(_Finish(self), "maedeup_finish", LAST)

    def begin(self, root: Path, text: str, anchors: object) -> str:
        """Return the text to convert: nothing where the page is kept, and all is as it was.

        Args:
            root: the project's.
            text: of the page, rewritten.
            anchors: what the marks of headings and blocks in it stand for.
        """
        self._kept = self._page = None
        self._is_tree_done, self._links = False, []
        if self.is_pure is None:
            self.is_pure = self._is_known()
        if not self.is_pure:
            return text
        host: Any = self.md.treeprocessors["relpath"]
        stash = self.md.htmlStash
        try:
            self._settings = self._settings or _digest(to_json(settings_of_pages(host.config)))
            page_of = [host.file.src_uri, host.file.url]
            texts: list[Any] = [text, *stash.rawHtmlBlocks]
            rest = [*page_of, *map(len, texts), stash.tag_data, anchors, self._settings]
            self._key = _digest(to_json(rest) + "".join(texts).encode())
        except (UnknownError, TypeError, UnicodeEncodeError):
            return text
        self._src_uri = host.file.src_uri
        held = self.joined.kept if self.joined is not None else None
        self._kept = held or KeptPages(root)
        page = read_page(self._kept, self._src_uri)
        if page is not None and page["key"] == self._key and links_hold(host, page["links"]):
            self._page = page
            if (receipt := self._receipt()) is not None and receipt != page["receipt"]:
                page["receipt"] = receipt
                self._write(page)
            return ""
        ask = host.path_to_url

        def asked(url: str) -> str:
            found, answer = find_file(host, url), str(ask(url))
            self._links.append([url, found, answer])
            return answer

        host.path_to_url = asked
        return text

    def finish(self, html: str) -> str:
        """Return the page's HTML; give the host what it learns from a conversion."""
        if self._kept is None or not self._is_tree_done:  # a heading's text is finished as well
            return html
        learned = [(self._processor(name), name, field) for name, field in HOST.items()]
        if self._page is not None:
            for processor, name, field in learned:
                value = self._page["host"][name]
                setattr(processor, field, set(value) if isinstance(value, list) else value)
            if self._page["toc"] is not None:
                self.md.toc_tokens = self._page["toc"]  # type: ignore[attr-defined]
            return str(self._page["html"])
        values = {name: getattr(processor, field) for processor, name, field in learned}
        # A name for an anchor may be missing: the next build converts the page again.
        with contextlib.suppress(TypeError):
            self._write(
                {
                    "key": self._key,
                    "html": html,
                    "toc": getattr(self.md, "toc_tokens", None),
                    "host": {n: sorted(v) if isinstance(v, set) else v for n, v in values.items()},
                    "links": self._links,
                    "receipt": self._receipt(),
                }
            )
        return html

    def _receipt(self) -> dict[str, Any] | None:
        """Return what a page is made of, and what it asked; None where more has a part in it."""
        joined = self.joined
        if joined is None or joined.made_of is None or joined.answers is None:
            return None
        return {"made_of": joined.made_of, "asked": joined.answers.of(self.ask)}

    def _write(self, page: dict[str, Any]) -> None:
        assert self._kept is not None
        # Something that JSON has no name for: the next build converts it again.
        with contextlib.suppress(TypeError, UnicodeEncodeError, UnknownError):
            rest = {name: value for name, value in page.items() if name != "html"}
            self._kept.write(self._src_uri, to_json(rest) + b"\n" + page["html"].encode())

    def _is_known(self) -> bool:
        """Say whether what takes part in the conversion is known, and ends with us."""
        md = self.md
        registries: list[Any] = [
            md.preprocessors, md.parser.blockprocessors, md.treeprocessors, md.inlinePatterns,
            md.postprocessors,
        ]  # fmt: skip
        before: Any = list(md.preprocessors)[: md.preprocessors.get_index_for_name("maedeup")]
        known = [md.preprocessors[name] for name in BEFORE_US if name in md.preprocessors]
        return (
            all(name in md.preprocessors or name in md.treeprocessors for name in HOST)
            and "relpath" in md.treeprocessors
            and hasattr(md.treeprocessors["relpath"], "_target_uri")
            and all(processor in known for processor in before)
            and all(_is_pure(part) for registry in registries for part in registry)
            and isinstance(md.treeprocessors[-1], _End)
            and isinstance(md.postprocessors[-1], _Finish)
        )

    def _processor(self, name: str) -> Any:
        md = self.md
        return md.preprocessors[name] if name in md.preprocessors else md.treeprocessors[name]


def links_hold(host: Any, links: list[list[str | None]]) -> bool:
    """Ask the host for each link of a page again, if it leads where it led.

    Args:
        host: MkDocs' processor of the page's relative links.
        links: each with the address of the file that it led to, and the host's answer.
    """
    if any(find_file(host, str(url)) != found for url, found, _ in links):
        return False
    return [host.path_to_url(url) for url, _, _ in links] == [answer for *_, answer in links]


def find_file(host: Any, url: str) -> str | None:
    """Return the address of the file that a link leads to, without a word about it."""
    scheme, netloc, path, _, _ = urlsplit(url)
    if scheme or netloc or not path:
        return None
    target = host.files.get_file_from_path(host._target_uri(host.file.src_uri, unquote(path)))
    return None if target is None else str(target.url)


class _End(Treeprocessor):
    """Marks the end of the tree, before which headings alone are finished."""

    def __init__(self, keeper: Keeper) -> None:
        super().__init__()
        self.keeper = keeper

    def run(self, root: Element) -> None:
        self.keeper._is_tree_done = True


class _Finish(Postprocessor):
    def __init__(self, keeper: Keeper) -> None:
        super().__init__()
        self.keeper = keeper

    def run(self, text: str) -> str:
        return self.keeper.finish(text)


def read_page(kept: KeptPages, src_uri: str) -> dict[str, Any] | None:
    """Read a kept page; None where there is none, or not as this version writes it."""
    return parse_page(kept.read(src_uri))


def parse_page(data: bytes | None) -> dict[str, Any] | None:
    """Return what `Keeper` wrote of a page; None where it is nothing that this version writes."""
    rest, _, html = (data or b"{}").partition(b"\n")  # which JSON has in no text
    page: dict[str, Any] = json.loads(rest) | {"html": html.decode()}
    return page if page.keys() == FIELDS else None


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def to_json(value: object) -> bytes:
    """Return a setting or a page as JSON; raise `UnknownError` where it has no name."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=_name).encode()


def _name(value: object) -> object:
    """Return what names a setting that JSON cannot tell: a function of a package that we know."""
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    if isinstance(value, partial):
        return [_name(value.func), value.args, value.keywords]
    name = getattr(value, "__qualname__", "<none>")
    if callable(value) and _is_pure(value) and "<" not in name:
        return f"{value.__module__}.{name}"
    raise UnknownError(value)


def _is_pure(thing: object) -> bool:
    module = str(getattr(thing, "__module__", None) or type(thing).__module__)
    return module.partition(".")[0] in PURE and module not in IMPURE


def settings_of_pages(config: Any) -> list[object]:
    """Return what is the same for all pages of a build."""
    extensions = config["markdown_extensions"]
    for name in extensions:
        if not isinstance(name, str) or _modules().get(name, name).split(".")[0] not in PURE:
            raise UnknownError(name)
    links = dict(config["validation"]["links"])
    options = {name: given for name, given in config["mdx_configs"].items() if name != "maedeup"}
    return [extensions, options, config["use_directory_urls"], links, versions_of_code()]


@cache
def _modules() -> dict[str, str]:
    """Return where the extensions with a short name are."""
    return {entry.name: entry.value for entry in metadata.entry_points(group=PLUGGED[0])}


@cache
def versions_of_code() -> str:
    """Return the digest of the versions of all whose code has a part in a conversion."""
    entries = metadata.entry_points()  # once: each call reads those of all packages
    plugged = [
        (group, entry.name, entry.value, entry.dist and entry.dist.version)
        for group in PLUGGED
        for entry in entries.select(group=group)
    ]
    versions = [platform.python_version(), *(find_version(name) for name in PACKAGES)]
    # All of ours: settings may name what is anywhere in it, as toc does the slugs of headings.
    return _digest(to_json([versions, sorted(map(str, plugged)), tool_digest()]))
