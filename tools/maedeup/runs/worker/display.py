"""One object -> what Jupyter shows of it, as data: a table, a MIME bundle or text.

Jupyter asks an object for each of its representations and shows the richest. So is it here, but for
what becomes something better than that: frames are tables, charts of some libraries are drawings.
"""

from __future__ import annotations

import base64
import contextlib
import functools
import inspect
import json
import re
import sys
from collections.abc import Callable
from typing import Any

from maedeup.runs.product import Product, Rich, Text
from maedeup.runs.worker import charts
from maedeup.runs.worker.looking import TooLongError, for_at_most
from maedeup.runs.worker.pretty import ADDRESS, pretty
from maedeup.runs.worker.tables import is_shown_as_table, make_table

METHODS = {
    "text/html": "_repr_html_",
    "text/markdown": "_repr_markdown_",
    "image/svg+xml": "_repr_svg_",
    "image/png": "_repr_png_",
    "image/jpeg": "_repr_jpeg_",
    "text/latex": "_repr_latex_",
    "application/json": "_repr_json_",
    "application/javascript": "_repr_javascript_",
}
"""What Jupyter calls for each type, in its order."""

SCRIPT = "application/javascript"

LOOK_S = 10.0
"""Processor time for what one object says of itself."""

MAX_CHARS = {"text/plain": 100_000, "text/html": 1_000_000}
"""Of a representation; what is longer is cut, and said to be."""
MAX_OTHER = 16 * 2**20
"""Of one that cannot be cut, such as a film; a longer one is left out, and said to be."""

CANARY = "_ipython_canary_method_should_not_exist_"

UUID = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b")


Forms = tuple[Any, Any]
"""Types of MIME that are wanted, None for all, and those that are not."""


def show(value: Any, is_result: bool, forms: Forms = (None, None)) -> list[Product]:
    """Return what an object is shown as; figures of matplotlib are not drawn here."""
    include, exclude = forms

    def wants(kind: str) -> bool:
        return (not include or kind in include) and kind not in (exclude or ())

    if is_shown_as_table(value) and wants("text/html"):
        with contextlib.suppress(Exception, TooLongError), for_at_most(LOOK_S):
            return [make_table("", value)]
    notes: list[str] = []
    bundle, size = _ask(value, notes)
    bundle = {kind: content for kind, content in bundle.items() if wants(kind)}
    if not bundle:
        return []
    return [as_product(value, bundle, size, notes, is_result)]


def as_product(
    value: Any,
    bundle: dict[str, Any],
    size: tuple[int, int] = (0, 0),
    notes: list[str] | None = None,
    is_result: bool = False,
) -> Product:
    """Return a MIME bundle as data: plain text where it holds nothing else."""
    notes = [] if notes is None else notes
    data = {}
    for kind, content in bundle.items():
        text = _as_text(kind, content)
        if text is not None and (kept := _bounded(kind, text, notes)) is not None:
            data[kind] = kept
    if "image/png" in data:
        data.pop("image/jpeg", None)
    data.setdefault("text/plain", "")
    if data.keys() == {"text/plain"} and not notes:
        return Text("result", data["text/plain"] + "\n")
    if "text/html" in data:
        data["text/html"] = _without_chance(value, data["text/html"])
    return Rich(charts.type_name(value), data, is_result, *size, notes)


def _ask(value: Any, notes: list[str]) -> tuple[dict[str, Any], tuple[int, int]]:
    """Return an object's representations and the size that it wishes for."""
    bundle: dict[str, Any] = {}
    sizes: dict[str, Any] = {}
    found = _safely(notes, "chart", lambda: charts.bundle(value, notes))
    if isinstance(found, dict):
        bundle |= found
    elif ask := _method(value, "_repr_mimebundle_"):
        asked = functools.partial(ask, include=None, exclude=None)
        made = _safely(notes, "_repr_mimebundle_", asked)
        made, sizes = made if isinstance(made, tuple) and len(made) == 2 else (made, {})
        bundle |= made if isinstance(made, dict) else {}
    for kind, name in METHODS.items():
        if kind not in bundle and not found and (method := _method(value, name)):
            made = _safely(notes, name, method)
            if isinstance(made, tuple) and len(made) == 2:
                made, about = made
                sizes = {**sizes, kind: about} if isinstance(about, dict) else sizes
            if made is not None:
                bundle[kind] = made
    if "text/plain" not in bundle:
        bundle["text/plain"] = _plain(value, notes)
    return bundle, _size_in(sizes if isinstance(sizes, dict) else {})


def _plain(value: Any, notes: list[str]) -> str:
    said = _safely(notes, "__repr__", lambda: pretty(value))
    return said if isinstance(said, str) else f"<{charts.type_name(value)}>"


def _size_in(about: dict[str, Any]) -> tuple[int, int]:
    for sizes in (about, *about.values()):
        if isinstance(sizes, dict) and ("width" in sizes or "height" in sizes):
            width, height = sizes.get("width"), sizes.get("height")
            return tuple(  # type: ignore[return-value]
                int(float(n)) if isinstance(n, (int, float)) or str(n).isdigit() else 0
                for n in (width or 0, height or 0)
            )
    return 0, 0


def _method(value: Any, name: str) -> Callable[..., Any] | None:
    """Return a method of that name as IPython finds it: not of a class, nor of what has any."""
    if inspect.isclass(value):
        return None
    with contextlib.suppress(Exception):
        if getattr(value, CANARY, None) is not None:
            return None
        found = getattr(value, name, None)
        return found if callable(found) else None
    return None


def call_own_display(value: Any) -> bool:
    """Have an object display itself if it can; say whether it did."""
    method = _method(value, "_ipython_display_")
    if method is None or charts.is_known(value):
        return False
    try:
        method()
    except NotImplementedError:
        return False
    return True


def _safely(notes: list[str], name: str, make: Callable[[], Any]) -> Any:
    """Return what an object says of itself; what went wrong with that is noted."""
    try:
        with for_at_most(LOOK_S):
            return make()
    except NotImplementedError:
        return None
    except TooLongError:
        notes.append(f"{name} took longer than {LOOK_S:g} s")
    except Exception as error:
        said = ADDRESS.sub("", f"{type(error).__name__}: {error}")[:300]
        notes.append(f"{name} raised {said}")
    return None


def _as_text(kind: str, content: Any) -> str | None:
    if isinstance(content, (bytes, bytearray)):
        if kind.startswith(("text/", "image/svg")):
            return bytes(content).decode("utf-8", "backslashreplace")
        return base64.b64encode(bytes(content)).decode()
    if isinstance(content, str):
        return content
    if content is None:
        return None
    if kind == "application/json" or kind.endswith("+json"):
        with contextlib.suppress(TypeError, ValueError):
            return json.dumps(content, ensure_ascii=False)
    return None


def _bounded(kind: str, text: str, notes: list[str]) -> str | None:
    most = MAX_CHARS.get(kind, MAX_OTHER)
    if len(text) <= most:
        return text
    if kind not in MAX_CHARS:
        notes.append(f"{kind} of {len(text):,} characters left out; at most {most:,} are kept")
        return None
    notes.append(f"{kind} cut: {most:,} of {len(text):,} characters are kept")
    return text[:most] if kind == "text/plain" else text[: text.rfind(">", 0, most) + 1]


def _without_chance(value: Any, html: str) -> str:
    """Return HTML with ids that are the same in each run: libraries draw theirs by chance."""
    names: dict[str, str] = {}
    html = UUID.sub(lambda found: names.setdefault(found[0], f"u{len(names) + 1}"), html)
    drawn = getattr(value, "uuid", None) if "pandas" in sys.modules else None
    if isinstance(drawn, str) and type(value).__name__ == "Styler":
        html = html.replace(f"T_{drawn}", "T_styled")
    if type(value).__module__.startswith("great_tables") and (
        found := re.search(r'<div id="([a-z]{10})"', html)
    ):
        html = html.replace(found[1], "gt_table")
    return html
