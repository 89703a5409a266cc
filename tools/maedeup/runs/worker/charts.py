"""Objects of some libraries -> what a page can show of them and they don't say themselves.

Asked only what the snippet itself imported. What becomes of them on a page is told in `runs/rich`.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from typing import Any

formula_writers: list[tuple[str, Callable[[Any], str]]] = []
"""What sympy was asked to write by (`init_printing`), lists and numbers too: the last one."""

PLOTLY = "application/vnd.plotly.v1+json"
BOKEH = "application/vnd.bokehjs.item+json"


def type_name(value: Any) -> str:
    """Return the full name of an object's type."""
    kind = type(value)
    module = getattr(kind, "__module__", "")
    name = getattr(kind, "__qualname__", kind.__name__)
    return name if module in ("builtins", "") else f"{module}.{name}"


def is_known(value: Any) -> bool:
    """Say whether an object is a chart that is shown in a way of its own here."""
    return _library(value) != ""


def _library(value: Any) -> str:
    for kind in type(value).__mro__:
        match (getattr(kind, "__module__", "") or "").partition(".")[0], kind.__name__:
            case "plotly", "BaseFigure":
                return "plotly"
            case "altair", "TopLevelMixin":
                return "altair"
            case "bokeh", "LayoutDOM":
                return "bokeh"
            case "graphviz", "JupyterIntegration":
                return "graphviz"
    return ""


def bundle(value: Any, notes: list[str]) -> dict[str, Any] | None:
    """Return the representations of a chart; None for any other object."""
    match _library(value):
        case "plotly":
            return {PLOTLY: value.to_json(), "text/plain": f"<{type_name(value)}>"}
        case "altair":
            return _altair(value, notes)
        case "bokeh":
            return _bokeh(value)
        case "graphviz" if shutil.which("dot") is None:
            notes.append("needs dot, the program of Graphviz")
            return {"text/plain": str(value).rstrip()}
    return _formulas(value)


def _altair(value: Any, notes: list[str]) -> dict[str, Any]:
    """Draw a chart as SVG, if what draws it is installed."""
    plain = {"text/plain": f"<{type_name(value)}>"}
    specification = value.to_dict()
    version = sys.modules["altair"].SCHEMA_VERSION
    try:
        import vl_convert
    except ImportError:
        notes.append("needs vl-convert-python, which draws altair's charts")
        return plain | {"application/json": json.dumps(specification, ensure_ascii=False)}
    short = ".".join(version.removeprefix("v").split(".")[:2])
    if short not in vl_convert.get_vegalite_versions():
        short = vl_convert.get_vegalite_versions()[-1]
    svg = vl_convert.vegalite_to_svg(specification, vl_version=short, allowed_base_urls=[])
    return plain | {"image/svg+xml": svg}


def _bokeh(value: Any) -> dict[str, Any]:
    from bokeh.embed import json_item

    item = json_item(value)
    item["root_id"] = item["doc"]["roots"][0]["id"]
    return {BOKEH: json.dumps(item, ensure_ascii=False), "text/plain": f"<{type_name(value)}>"}


def _formulas(value: Any) -> dict[str, Any] | None:
    """Return what is symbolic, or a collection of it, as sympy was asked to write it."""
    if not formula_writers or not _is_symbolic(value):
        return None
    kind, write = formula_writers[-1]
    return {kind: f"$\\displaystyle {write(value)}$" if kind == "text/latex" else write(value)}


def _is_symbolic(value: Any) -> bool:
    if isinstance(value, dict):
        return all(map(_is_symbolic, (*value, *value.values())))
    if type(value) in (list, tuple, set, frozenset):
        return all(map(_is_symbolic, value))
    printable: Any = sys.modules["sympy.core._print_helpers"]
    return type(value) in (int, float) or isinstance(value, printable.Printable)
