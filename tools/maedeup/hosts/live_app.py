"""What browsers ask of a server: MkDocs' application, with a site that is made when asked for."""

from __future__ import annotations

import posixpath
import re
import urllib.parse
from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path
from typing import Any, Protocol

from maedeup.hosts.live_try import PLACE, Trials
from maedeup.text.strings import Strings

SCRIPT = Path(__file__).parents[1] / "theme/live.js"
BUNDLE = re.compile(rb'<script src="[^"]*assets/javascripts/bundle\.')

Environ = dict[str, Any]
App = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class Source(Protocol):
    """Makes the files of a site."""

    problem: str
    is_lazy: bool

    @property
    def strings(self) -> Strings:
        """Return the texts of the site's language."""

    def make(self, path: str) -> bytes | None:
        """Return a file of the site as it is now; None where it has none."""

    def page_error(self, path: str, error: BaseException) -> str:
        """Return in words why a page could not be made."""


def answering(source: Source, server: Any, host: App, trials: Trials) -> App:
    """Return the application that asks `source` first, and MkDocs' own for all else."""

    def app(environ: Environ, start: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")
        if path.startswith("/livereload/") or not (path + "/").startswith(server.mount_path):
            return host(environ, start)
        with server._epoch_cond:
            server._epoch_cond.wait_for(lambda: server._visible_epoch == server._wanted_epoch)
            epoch = server._visible_epoch
        if not (source.is_lazy or source.problem):
            return host(environ, start)
        name = path[len(server.mount_path) :]
        if path.endswith("/"):
            name += "index.html"
        name = posixpath.normpath("/" + name).lstrip("/")
        if name.startswith(PLACE):
            code, kind, told = trials.answer(name.removeprefix(PLACE), environ)
            start(f"{code.value} {code.phrase}", [("Content-Type", kind)])
            return [told]
        problem, data = source.problem, None
        if not problem:
            try:
                data = source.make(name) or trials.picture(name)
                if data is None and not path.endswith("/") and source.make(f"{name}/index.html"):
                    start("302 Found", [("Location", urllib.parse.quote(path) + "/")])
                    return []
            except (Exception, SystemExit) as error:
                problem = source.page_error(name, error)
        status = "200 OK"
        if problem:
            if not name.endswith(".html"):
                start("500 Internal Server Error", [("Content-Type", "text/plain; charset=utf-8")])
                return [problem.encode()]
            status, data = "500 Internal Server Error", problem_page(problem, source.strings)
        elif data is None:
            status, data = "404 Not Found", source.make("404.html") or b"404 Not Found"
            name = "404.html"
        kind = server._guess_type(name)
        if name.endswith(".html") and server._watched_paths:
            more = "" if problem else trials.script(source.strings)
            data = with_script(data, epoch, is_problem=bool(problem), more=more)
        start(status, [("Content-Type", kind), ("Content-Length", str(len(data)))])
        return [data]

    return app


def problem_page(problem: str, strings: Strings) -> bytes:
    """Return a page that says why there is none."""
    return (
        f'<!doctype html>\n<html lang="{strings.language}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(strings.page_not_made)}</title>\n"
        "<style>body{font:16px/1.6 system-ui,sans-serif;margin:3rem auto;max-width:50rem;"
        "padding:0 1rem}pre{white-space:pre-wrap;overflow-wrap:anywhere}</style>\n</head>\n<body>\n"
        f"<h1>{escape(strings.page_not_made)}</h1>\n<pre>{escape(problem)}</pre>\n<p>{escape(strings.page_comes_back)}</p>\n"
        "</body>\n</html>\n"
    ).encode()


def with_script(page: bytes, epoch: int, is_problem: bool = False, more: str = "") -> bytes:
    """Return a page with the script that swaps what a save changes, and `more` behind it.

    Before the theme's own script, so that it knows the page as it was sent.
    """
    told = "yes" if is_problem else "no"
    script = SCRIPT.read_text("utf-8").replace("__EPOCH__", str(epoch)).replace("__PROBLEM__", told)
    end = page.rfind(b"</body>")
    first = BUNDLE.search(page)
    at = first.start() if first else end if end >= 0 else len(page)
    scripts = "".join(f"<script data-live>{one}</script>" for one in (script, more) if one)
    return b"%b%b%b" % (page[:at], scripts.encode(), page[at:])
