"""What a page can show of an object: which of its representations, and what its author must know.

The order is Jupyter's: the richest that needs no script of the object's own.
"""

from __future__ import annotations

import base64
import contextlib
import json
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from maedeup.runs.product import Rich
from maedeup.text.math import MathError, to_mathml
from maedeup.text.safe_html import REMOTE, clean, visible_text

PLOTLY = "application/vnd.plotly.v1+json"
BOKEH = "application/vnd.bokehjs.item+json"
CHARTS = {PLOTLY: "plotly", BOKEH: "bokeh"}

WIDGET = "application/vnd.jupyter.widget-view+json"

NEEDS = re.compile(r"needs ([\w-]+), ")
INSTALL = {
    "dot": "install Graphviz where runs are made (`apt install graphviz`, `brew install graphviz`)",
    "vl-convert-python": "install it where runs are made (`pip install vl-convert-python`)",
}
"""What to do about what draws an object and is not there."""

IMAGES = {
    "image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp",
}  # fmt: skip
ORDER = (
    PLOTLY, BOKEH, "text/html", "text/markdown", "text/latex", "image/svg+xml", *IMAGES,
    "application/json", "text/plain",
)  # fmt: skip

SCRIPTS = {
    "plotly": ("package_data/plotly.min.js",),
    "bokeh": tuple(f"server/static/js/bokeh{part}.min.js" for part in ("", "-widgets", "-tables")),
}
"""Of each library, the files of its package that draw its charts."""

MAPS = re.compile(r"scattergeo|choropleth|.*map(?:box)?(?<!heatmap)(?<!treemap)")
"""Traces of plotly that fetch maps from elsewhere."""

FORMULA = re.compile(r"\$\$(.+?)\$\$|\\\[(.+?)\\\]|\$(.+?)\$|\\\((.+?)\\\)", re.DOTALL)
ENVIRONMENT = re.compile(r"^\s*\\begin\{(\w+\*?)\}.*\\end\{\1\}\s*$", re.DOTALL)


@dataclass(frozen=True)
class Trouble:
    """Something about an object that its author should know."""

    code: str
    said: str
    hint: str


def chosen(rich: Rich) -> str:
    """Return the MIME type that a page shows."""
    fitting = (kind for kind in ORDER if kind in rich.data and _can_show(rich, kind))
    return next(fitting, "text/plain")


def _can_show(rich: Rich, kind: str) -> bool:
    text = rich.data[kind]
    if kind in ("text/html", "image/svg+xml"):
        return clean(text, "", "").shows_something
    if kind == "text/latex":
        return formulas(text) is not None
    return kind not in CHARTS or bool(still(kind, text)) or _has_traces(kind, text)


def said(rich: Rich) -> str:
    """Return what is to be read of an object on a page, for who looks for its words."""
    kind = chosen(rich)
    text = rich.data.get(kind, "")
    if kind in CHARTS:
        return "\n".join(" ".join(row) for row in still(kind, text))
    if kind in ("text/html", "image/svg+xml"):
        plain = "" if says_its_type(rich) else rich.text
        return f"{plain}\n{visible_text(text)}"
    return text if kind == "text/markdown" else rich.text


def says_its_type(rich: Rich) -> bool:
    """Say whether the text of an object is no more than what it is called."""
    return re.fullmatch(r"<[^\n]*>|", rich.text.strip()) is not None


def _has_traces(kind: str, text: str) -> bool:
    """Say whether there is something to draw, be it without numbers, as a picture is."""
    with contextlib.suppress(ValueError, AttributeError):
        return kind == PLOTLY and bool(json.loads(text).get("data"))
    return False


@lru_cache(maxsize=512)
def formulas(latex: str) -> tuple[tuple[str, str], ...] | None:
    """Return LaTeX as parts: `("text", …)`, `("math", MathML)` or `("block", MathML)`.

    None where one of its formulas cannot be read.
    """
    parts: list[tuple[str, str]] = []
    if ENVIRONMENT.match(latex) or not FORMULA.search(latex):
        found = [("block", latex)]
    else:
        found, end = [], 0
        for match in FORMULA.finditer(latex):
            found.append(("text", latex[end : match.start()]))
            kind = "block" if match[1] or match[2] else "math"
            found.append((kind, next(group for group in match.groups() if group)))
            end = match.end()
        found.append(("text", latex[end:]))
        only = [part for part in found if part[1].strip()]
        if len(only) == 1:  # a formula alone stands by itself
            found = [("block", only[0][1])]
    for kind, text in found:
        if kind == "text":
            parts += [(kind, text)] if text.strip() else []
            continue
        try:
            parts.append((kind, to_mathml(_plain_style(text), kind == "block")))
        except MathError:
            return None
    return tuple(parts)


def _plain_style(latex: str) -> str:
    """Return a formula without what a block says of itself anyway."""
    latex = re.sub(r"^\s*\\displaystyle\b", "", latex)
    return re.sub(r"^\s*\\begin\{(equation|math|displaymath)\*?\}(.*)\\end\{\1\*?\}\s*$", r"\2",
                  latex, flags=re.DOTALL)  # fmt: skip


@lru_cache(maxsize=64)
def still(kind: str, text: str) -> tuple[tuple[str, ...], ...]:
    """Return the numbers of a chart as rows of a table; the first are its heads."""
    try:
        data = json.loads(text)
        columns = _plotly_columns(data) if kind == PLOTLY else _bokeh_columns(data)
        names = tuple(columns)
        rows = max((len(values) for values in columns.values()), default=0)
    except (ValueError, TypeError, KeyError, AttributeError, IndexError):
        return ()
    if not names:
        return ()
    cells = [
        tuple(str(columns[n][row]) if row < len(columns[n]) else "" for n in names)
        for row in range(min(rows, MAX_STILL))
    ]
    return (names, *cells)


MAX_STILL = 50
"""Rows of a chart's table."""


def _plotly_columns(data: dict[str, object]) -> dict[str, list[object]]:
    columns: dict[str, list[object]] = {}
    traces = data.get("data")
    for number, trace in enumerate(traces if isinstance(traces, list) else [], 1):
        name = str(trace.get("name") or (f"{number}" if len(traces) > 1 else ""))  # type: ignore[arg-type]
        for key, found in _numbers_of(trace):
            values = _decoded(found)
            if values:
                columns[f"{name} {key}".strip()] = values
    return columns


NUMBERS = (
    "labels", "parents", "x", "y", "z", "a", "b", "c", "values", "theta", "r", "real", "imag",
    "open", "high", "low", "close",
)  # fmt: skip
"""What holds the numbers of most traces of plotly."""


def _numbers_of(trace: dict[str, Any]) -> Iterator[tuple[str, object]]:
    """Yield the columns of one trace: their names and values."""
    rows = _decoded(trace.get("z"))
    if rows and all(isinstance(row, list) for row in rows):  # a grid: a column for each x
        yield "y", trace.get("y")
        heads = _decoded(trace.get("x")) or range(1, len(rows[0]) + 1)  # type: ignore[arg-type]
        for number, head in enumerate(heads):
            yield str(head), [row[number] for row in rows if isinstance(row, list)]
        return
    for key in NUMBERS:
        yield key, trace.get(key)
    if "value" in trace:  # an indicator
        yield "value", [trace["value"]]
    for one in trace.get("dimensions") or ():
        yield str(one.get("label") or ""), one.get("values")
    match trace:
        case {"header": {"values": list(names)}, "cells": {"values": list(cells)}}:
            yield from ((_only(name), values) for name, values in zip(names, cells, strict=False))
        case {"node": {"label": list(names)}, "link": dict(link)}:
            for key in ("source", "target"):
                yield key, [names[int(place)] for place in _decoded(link.get(key))]  # type: ignore[call-overload]
            yield "value", link.get("value")


def _only(name: object) -> str:
    """Return the head of a column; plotly takes a list too, of which it shows all."""
    return " ".join(map(str, name)) if isinstance(name, list) else str(name)


def _decoded(values: object) -> list[object]:
    """Return numbers of a chart; libraries write long ones as base64 of their bytes."""
    if isinstance(values, dict) and "bdata" in values:
        codes = {"f8": "d", "f4": "f", "i1": "b", "i2": "h", "i4": "i", "i8": "q", "u1": "B",
                 "u2": "H", "u4": "I", "u8": "Q"}  # fmt: skip
        raw = base64.b64decode(values["bdata"])
        code = codes.get(str(values.get("dtype")))
        size = struct.calcsize(f"<{code}") if code else 1
        found = struct.unpack(f"<{len(raw) // size}{code}", raw) if code else ()
        numbers = [f"{n:g}" if isinstance(n, float) else n for n in found]
        width = int(str(values.get("shape") or 1).rpartition(",")[2])
        if "," in str(values.get("shape")):
            return [numbers[at : at + width] for at in range(0, len(numbers), width)]
        return list(numbers)
    return list(values) if isinstance(values, list) else []


def _bokeh_columns(data: object) -> dict[str, list[object]]:
    columns: dict[str, list[object]] = {}

    def look(entry: object) -> None:
        if isinstance(entry, dict):
            if entry.get("name") == "ColumnDataSource":
                table = entry.get("attributes", {}).get("data", {})
                for key, values in table.get("entries", []) if isinstance(table, dict) else []:
                    numbers = _bokeh_numbers(values)
                    if numbers:
                        columns.setdefault(str(key), numbers)
            for value in entry.values():
                look(value)
        elif isinstance(entry, list):
            for value in entry:
                look(value)

    look(data)
    return columns


def _bokeh_numbers(values: object) -> list[object]:
    if isinstance(values, dict) and isinstance(values.get("array"), dict):
        kinds = {"float64": "f8", "float32": "f4", "int32": "i4", "int64": "i8", "uint8": "u1"}
        dtype = kinds.get(str(values.get("dtype")))
        return _decoded({"bdata": values["array"].get("data", ""), "dtype": dtype})
    if isinstance(values, dict) and isinstance(values.get("array"), list):
        return list(values["array"])
    return list(values) if isinstance(values, list) else []


@cache
def script_of(library: str) -> tuple[Path, ...]:
    """Return the files that draw a library's charts; none where it is not installed here."""
    spec = find_spec(library)
    folder = Path(spec.origin).parent if spec is not None and spec.origin else None
    files = tuple(folder / name for name in SCRIPTS[library]) if folder else ()
    return files if all(file.is_file() for file in files) else ()


def safe_chart(kind: str, text: str) -> tuple[str, list[str]]:
    """Return the data of a chart without addresses of other hosts, and those.

    Empty where the chart would fetch maps.
    """
    removed: list[str] = []

    def safe(entry: object) -> object:
        if isinstance(entry, dict):
            return {key: safe(value) for key, value in entry.items()}
        if isinstance(entry, list):
            return [safe(value) for value in entry]
        if isinstance(entry, str) and (REMOTE.match(entry) or "javascript:" in entry.lower()):
            removed.append(entry[:200])
            return ""
        return entry

    try:
        data = json.loads(text)
        traces = data.get("data") if kind == PLOTLY else None
        if any(MAPS.fullmatch(str(trace.get("type"))) for trace in traces or ()):
            return "", ["maps of plotly, which come from another host"]
        return json.dumps(safe(data), ensure_ascii=False), removed
    except (ValueError, TypeError, AttributeError):
        return "", ["what is no JSON"]


def troubles(rich: Rich) -> Iterator[Trouble]:
    """Yield what an object's author should know."""
    shown = chosen(rich)
    more = [kind for kind in rich.data if kind != "text/plain"]
    if shown == "text/plain" and "text/latex" in rich.data:
        hint = "write it with commands that MathML has, or print it"
        yield Trouble("rich-unreadable", f"{rich.type}: LaTeX that cannot be read", hint)
    elif shown == "text/plain" and (more or not rich.text):
        hint = "save it as a picture, a table or text and show that; a page runs no foreign script"
        if WIDGET in rich.data:
            hint = "no kernel answers on a page: show what one state makes, or figures `name@state`"
        yield Trouble("rich-without-form", f"{rich.type} ({', '.join(more) or 'nothing'})", hint)
    removed: tuple[str, ...] | list[str] = ()
    if shown in ("text/html", "image/svg+xml"):
        removed = clean(rich.data[shown], "", "").removed
    elif shown in CHARTS:
        removed = safe_chart(shown, rich.data[shown])[1]
    if shown in CHARTS and not script_of(CHARTS[shown]):
        hint = f"install {CHARTS[shown]} where the site is built; its numbers are shown as a table"
        yield Trouble("rich-without-form", f"{rich.type} (no script of {CHARTS[shown]})", hint)
    for address in removed[:5]:
        hint = "a page fetches nothing: embed it (`Image(filename=…)`, `embed=True`) or leave it"
        yield Trouble("rich-fetches", f"{rich.type}: {address}", hint)
    for note in rich.notes:
        if program := NEEDS.match(note):
            hint = f"{INSTALL[program[1]]}, then `maedeup run --force`"
            yield Trouble("rich-without-form", f"{rich.type} {note}", hint)
            continue
        hint = "show less of it, or give the object a representation that holds"
        yield Trouble("rich-spoilt", f"{rich.type}: {note}", hint)
