"""Material's search as far as we rely on it: the worker's place, the messages, our worker's text.

Pure text: what the theme's files say is checked against what our worker was written for, so that a
new release of the theme cannot leave a site with a search box that answers nothing.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

from maedeup.search.index import WORKER

_STOCK = re.compile(r"""["'](assets/javascripts/workers/search\.\w+\.min\.js)["']\s*\|\s*url\b""")
_BUNDLE = re.compile(r"""["'](assets/javascripts/bundle\.\w+\.min\.js)["']\s*\|\s*url\b""")

# What the page's script says to a worker and reads of its answers; names of variables are minified.
_PROTOCOL = {
    "the set-up message": r"\{type:0,data:\{config:[\w$]+,docs:[\w$]+,options:\{suggest:",
    "the ready message": r"return [\w$]+\.type===1\b",
    "the query message": r"\{type:2,data:[\w$]+\}",
    "the result message": r"return [\w$]+\.type===3\b",
    "results as groups of entries": r"\.subscribe\(\(\[\{items:[\w$]+\},\{value:[\w$]+\}\]\)",
    "the entry without an anchor": r"\.findIndex\([\w$]+=>!`\$\{new URL"
    r"\([\w$]+\.location,[\w$]+\.base\)\}`\.includes\(\"#\"\)\)",
    "words to highlight": r"searchParams\.set\(\"h\",Object\.entries\([\w$]+\.terms\)",
    "suggestions": r"suggest:[\w$]+\},[\w$]+\]\)",
}


def find_stock_worker(template: str) -> str:
    """Return the path under which the theme's base template names its worker; '' if it does not."""
    found = _STOCK.search(template)
    return found[1] if found else ""


def find_bundle(template: str) -> str:
    """Return the path of the theme's script that talks to the worker; '' if there is none."""
    found = _BUNDLE.search(template)
    return found[1] if found else ""


def unknown_messages(bundle: str) -> list[str]:
    """Return what the page's script no longer says or reads the way our worker expects."""
    return [name for name, pattern in _PROTOCOL.items() if not re.search(pattern, bundle)]


def worker_text() -> str:
    """Return our worker as it is published: without its comments and the spaces around operators.

    No general minifier: comments have lines of their own, and no string of the worker holds an
    operator between spaces. The tests run what this gives.
    """
    text = without_comments(WORKER.read_text("utf-8"))
    text = re.sub(r" (=>|[=!<>]==?|[-+]?=|&&|\|\||\?\?|[?:+*/<>-]) ", r"\1", text)
    return re.sub(r", (?=[\w\[{(!.])", ",", re.sub(r"\) \{", "){", text))


def without_comments(text: str) -> str:
    """Return a script or a style sheet without indentation and comments on lines of their own."""
    text = re.sub(r"(?ms)^[ \t]*/\*.*?\*/[ \t]*\n", "", text)
    return re.sub(r"(?m)^[ \t]*//.*\n|^[ \t]+|^[ \t]*\n", "", text)


def worker_name(text: str) -> str:
    """Return the path of our worker; it changes with its content, so that no old one is cached."""
    return f"assets/search-worker.{hashlib.sha256(text.encode()).hexdigest()[:8]}.js"


def joined(theme: Path, parts: str) -> str:
    """Return a theme's files of one kind as one, without comments: a page asks for it once."""
    files = sorted(theme.glob(parts))
    return without_comments("\n".join(file.read_text("utf-8") for file in files))


def read_theme(folders: Sequence[str], path: str) -> str:
    """Return a file of the host's theme as pages see it, an override first; '' without one."""
    found = (Path(folder, path) for folder in folders if path)
    return next((file.read_text("utf-8") for file in found if file.is_file()), "")
