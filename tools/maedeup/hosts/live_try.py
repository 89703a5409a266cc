"""Edit a cell in the page and see what it makes: while serving, by the author, on this machine.

    POST <mount>maedeup-try/find  {page, code, number}       -> the cell that a block of code shows
    POST <mount>maedeup-try/run   {page, path, cell, code}   -> what it makes, beside what is shown
    POST <mount>maedeup-try/keep  {path, cell, code, before} -> nothing: the snippet is written

Whoever asks runs code here. So the server must be bound to loopback, the request must come from
there, name this server as its host and its origin, be JSON, and carry the token of this start,
which only pages of this server hold.
"""

from __future__ import annotations

import hmac
import json
import secrets
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from html import escape
from http import HTTPStatus
from itertools import count
from pathlib import Path
from typing import Any, Protocol

from maedeup.edit.edits import Rows, write_all
from maedeup.page.compare import section
from maedeup.page.html import Painter
from maedeup.page.pictures import Images, find_images, image_file
from maedeup.runs.product import Error, Figure, Product, Products
from maedeup.runs.snippet import Cell, Snippet, parse_snippet
from maedeup.runs.store import Result, Store
from maedeup.text.errors import MaedeupError
from maedeup.text.paths import SourcePath, on_disk
from maedeup.text.strings import Strings
from maedeup.vault.vault import Vault
from maedeup.vault.web import Web

THEME = Path(__file__).parents[1] / "theme"
PLACE = "maedeup-try/"
EDITOR = "codemirror.js"
MOST_BYTES = 1 << 20
FIRST_ID = 1_000_000
"""Beyond all that a page has."""
LOOPBACK = {"127.0.0.1": "127.0.0.1", "localhost": "localhost", "::1": "[::1]"}
"""What a server is bound to, and how a browser names it."""

Answer = tuple[HTTPStatus, str, bytes]
Run = Callable[[Vault, Snippet, Store], Result]


class Source(Protocol):
    """The site that is served."""

    @property
    def web(self) -> Web | None:
        """Return all, joined, as it is now; None where it cannot be."""

    def cells_on(self, path: str) -> tuple[str, list[Snippet]]:
        """Return the `src_uri` of a page by its path in the site, and the snippets it shows."""


class RefusedError(Exception):
    """A request that is not answered, with its status."""

    def __init__(self, status: HTTPStatus, why: str) -> None:
        super().__init__(why)
        self.status = status


@dataclass(frozen=True)
class Place:
    """Where a server is."""

    host: str
    port: int
    mount: str
    """Path below which the site lies; ends with a slash."""

    @property
    def is_private(self) -> bool:
        """Whether nobody but this machine can ask."""
        return self.host in LOOPBACK

    @property
    def names(self) -> set[str]:
        """Return what requests for this server may have as their host."""
        ports = ["", ":80"] if self.port == 80 else [f":{self.port}"]
        return {f"{name}{port}" for name in LOOPBACK.values() for port in ports}


class Trials:
    """Runs cells as readers of the served pages edit them; keeps them only when told."""

    def __init__(self, source: Source, place: Place, run: Run) -> None:
        """Take the site, the server's place, and what runs one snippet into a store."""
        self.source, self.place, self._run = source, place, run
        self.token = secrets.token_urlsafe(24)
        self._images: Images = ({}, {})
        self._cache = Path()

    def script(self, strings: Strings) -> str:
        """Return the script that puts a button at each cell; '' where nobody may try."""
        if not self.place.is_private:
            return ""
        words = {
            name: getattr(strings, f"try_{name}")
            for name in ("cell", "run", "keep", "back", "editor", "line", "changed", "failed")
        }
        given = {
            "place": f"{self.place.mount}{PLACE}",
            "mount": self.place.mount,
            "token": self.token,
            "words": words,
        }
        text = (THEME / "try.js").read_text("utf-8")
        return text.replace('"__GIVEN__"', json.dumps(given).replace("<", "\\u003c"))

    def picture(self, path: str) -> bytes | None:
        """Return an image of what was tried last; None where it has none at this path."""
        return image_file(self._images, self._cache, path)

    def answer(self, name: str, environ: Mapping[str, Any]) -> Answer:
        """Answer a request below `PLACE`."""
        try:
            self._check_host(environ)
            if name == EDITOR and environ["REQUEST_METHOD"] == "GET":
                script = (THEME / "vendor" / EDITOR).read_bytes()
                return HTTPStatus.OK, "text/javascript; charset=utf-8", script
            given = self._read(environ)
            steps = {"find": self._find, "run": self._try, "keep": self._keep}
            if name not in steps:
                raise RefusedError(HTTPStatus.NOT_FOUND, f"no such step: {name}")
            status, told = HTTPStatus.OK, steps[name](given)
        except RefusedError as error:
            status, told = error.status, {"error": str(error)}
        return status, "application/json", json.dumps(told).encode()

    def _check_host(self, environ: Mapping[str, Any]) -> None:
        asked, host = environ.get("REMOTE_ADDR", ""), environ.get("HTTP_HOST", "")
        if not self.place.is_private or asked not in LOOPBACK or host not in self.place.names:
            raise RefusedError(HTTPStatus.FORBIDDEN, f"cells run for this machine alone: {host}")

    def _read(self, environ: Mapping[str, Any]) -> dict[str, Any]:
        """Return what is asked, once it is known who asks."""
        if environ["REQUEST_METHOD"] != "POST":
            raise RefusedError(HTTPStatus.METHOD_NOT_ALLOWED, "ask by POST")
        origin = environ.get("HTTP_ORIGIN", "")
        if origin != f"http://{environ['HTTP_HOST']}":
            raise RefusedError(HTTPStatus.FORBIDDEN, f"asked from another site: {origin}")
        if environ.get("CONTENT_TYPE") != "application/json":
            raise RefusedError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "JSON is read, and nothing else")
        token = environ.get("HTTP_X_MAEDEUP_TOKEN", "")
        if not hmac.compare_digest(token.encode(), self.token.encode()):
            raise RefusedError(
                HTTPStatus.FORBIDDEN, "the server was started again: load the page anew"
            )
        try:
            length = int(environ.get("CONTENT_LENGTH") or 0)
            if not 0 <= length <= MOST_BYTES:
                raise RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"{length} bytes")
            given = json.loads(environ["wsgi.input"].read(length))
        except ValueError as error:
            raise RefusedError(HTTPStatus.BAD_REQUEST, f"no JSON: {error}") from None
        if not isinstance(given, dict):
            raise RefusedError(HTTPStatus.BAD_REQUEST, "no object")
        return given

    def _find(self, given: dict[str, Any]) -> dict[str, Any]:
        """Find the cell of a block by its text; of several alike, by which one it is."""
        _, snippets = self.source.cells_on(_text(given, "page"))
        code, number = _text(given, "code").rstrip(), given.get("number")
        alike = [
            (snippet, cell)
            for snippet in snippets
            for cell in snippet.code_cells
            if snippet.path.endswith(".py") and cell.name and cell.source.rstrip() == code
        ]
        if not alike or not isinstance(number, int):
            raise RefusedError(HTTPStatus.NOT_FOUND, "this is no cell of a snippet")
        snippet, cell = alike[min(max(number, 0), len(alike) - 1)]
        return {
            "path": snippet.path,
            "cell": cell.name,
            "code": cell.source,
            "line": cell.source_line,
        }

    def _cell(self, given: dict[str, Any]) -> tuple[Web, Snippet, Cell]:
        web = self.source.web
        snippet = web.vault.snippets.get(SourcePath(_text(given, "path"))) if web else None
        cells = snippet.code_cells if snippet is not None else ()
        cell = next((one for one in cells if one.name == given.get("cell")), None)
        if web is None or snippet is None or cell is None or not snippet.path.endswith(".py"):
            raise RefusedError(
                HTTPStatus.NOT_FOUND, f"no cell: {given.get('path')}#{given.get('cell')}"
            )
        return web, snippet, cell

    def _try(self, given: dict[str, Any]) -> dict[str, Any]:
        """Run a snippet up to a cell, with the edited text in its place; keep nothing."""
        web, snippet, cell = self._cell(given)
        uri, _ = self.source.cells_on(_text(given, "page"))
        strings = web.vault.settings.strings
        rows = snippet.text.split("\n")[: cell.source_line - 1]
        code = _text(given, "code").replace("\r\n", "\n")
        try:
            edited = parse_snippet(snippet.path, "\n".join([*rows, code, ""]))
        except MaedeupError as error:
            raise RefusedError(HTTPStatus.BAD_REQUEST, str(error)) from None
        with tempfile.TemporaryDirectory(prefix="maedeup-") as folder:
            products = self._run(web.vault, edited, Store(Path(folder))).products
        self._cache = web.vault.root / ".maedeup/cache/figures"
        self._images = find_images([products])
        known = (self.source.web or web).results.of(snippet)  # it may have run before this one
        before = _made(known.products, snippet, cell, without_error=True) if known else []
        after = _made(products, edited, cell)
        line = products.error.line - cell.source_line + 1 if products.error else 0
        painter = _Painter(uri, strings)
        sides = [
            _side(painter, strings.original, before, after, ""),
            _side(painter, strings.try_edited, after, before, strings.try_changed),
        ]
        shown = f'<div class="mp-sides no-copy">{"".join(sides)}</div>'
        told = {"line": max(line, 0), "failed": products.failed, "seconds": products.seconds}
        return {"html": shown} | told

    def _keep(self, given: dict[str, Any]) -> dict[str, Any]:
        """Write the edited cell into its file, unless the file is another by now."""
        web, snippet, cell = self._cell(given)
        file = Rows(on_disk(web.vault.root, snippet.path).read_bytes())
        first, last = cell.source_line, cell.end_line
        found = "\n".join(file.rows[first - 1 : last])
        if found != cell.source or cell.source != _text(given, "before"):
            raise RefusedError(HTTPStatus.CONFLICT, f"{snippet.path} is another by now")
        code = _text(given, "code").replace("\r\n", "\n").strip("\n")
        file.replace(first, last, code.split("\n"))
        try:
            write_all(web.vault.root, {snippet.path: file.data()})
        except OSError as error:
            raise RefusedError(HTTPStatus.INTERNAL_SERVER_ERROR, str(error)) from None
        return {}


class _Painter(Painter):
    """Gives ids that the page itself has not, and each figure in one drawing alone."""

    _first = count(FIRST_ID, FIRST_ID)

    def __init__(self, page: str, strings: Strings) -> None:
        super().__init__(page, strings)
        self._ids = count(next(self._first))

    def product(self, product: Product) -> str:
        if isinstance(product, Figure):
            product = replace(product, narrow=None)
        return super().product(product)


def _text(given: Mapping[str, Any], name: str) -> str:
    value = given.get(name)
    if not isinstance(value, str):
        raise RefusedError(HTTPStatus.BAD_REQUEST, f"{name} is no text")
    return value


def _made(
    products: Products, snippet: Snippet, cell: Cell, without_error: bool = False
) -> list[Product]:
    """Return what a cell made, and the cells that an edit made of it."""
    names = [c.name for c in snippet.code_cells if c.source_line >= cell.source_line]
    names = [cell.name] if without_error else names
    made = [product for name in names for product in products.cells.get(name, [])]
    error = products.error
    if error is not None and error not in made and not without_error:
        made.append(error)
    return [one for one in made if not (without_error and isinstance(one, Error))]


def _side(
    painter: Painter, title: str, made: list[Product], other: list[Product], changed: str
) -> str:
    """Return one of two results, with what the other has not marked where that has a name."""
    shown = []
    for product in made:
        html = painter.product(product)
        if changed and product not in other:
            html = (
                f'<div class="mp-differs" role="group" aria-label="{escape(changed)}">{html}</div>'
            )
        shown.append(html)
    content = "".join(shown) or f'<p class="mp-none">{escape(painter.strings.nothing_shown)}</p>'
    return section(title, content)
