"""`objects.inv` of a library's documentation -> an inventory of the vault."""

from __future__ import annotations

import contextlib
import importlib
import platform
import re
import sys
import warnings
import zlib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from types import ModuleType
from typing import Any

from maedeup.text.errors import MaedeupError, Problem
from maedeup.vault.inventories import NAME, PAGE, write_inventory

FIRST = b"# Sphinx inventory version 2\n"
ROW = re.compile(r"(?P<name>\S+)\s+(?P<kind>\S+)\s+-?\d+\s+(?P<page>\S+)\s+(?P<title>.*)")
DOCUMENT = "std:doc"
KINDS = {DOCUMENT} | {
    f"py:{kind}"
    for kind in "attribute class data decorator exception function method property".split()
}
MOST_BYTES = 2**26


def convert(file: Path, base: str, source: str, library: str = "") -> tuple[str, str]:
    """Return the name of the library and the text of the inventory.

    Of a library that is installed, only names that it has are kept.

    Args:
        file: an `objects.inv`, as Sphinx writes it beside the pages.
        base: the address of those pages.
        source: where the file is from, in words.
        library: how readers know it; by default as the file says.
    """
    data = file.read_bytes()
    head, *rows = data.split(b"\n", 4)
    if head + b"\n" != FIRST or len(rows) < 4:
        hint = "it begins with `# Sphinx inventory version 2`"
        raise MaedeupError(
            Problem("broken-inventory", str(file), 1, "no inventory", file.name, hint)
        )
    project, version = (row.decode().partition(": ")[2].strip() for row in rows[:2])
    try:
        text = zlib.decompressobj().decompress(rows[3], MOST_BYTES).decode()
    except (zlib.error, UnicodeDecodeError) as error:
        raise MaedeupError(
            Problem("broken-inventory", str(file), 5, "broken inventory", str(error))
        ) from None
    kept, checked = _existing(dict(_read(text)))
    given = {
        "library": library or project, "version": version or "-",
        "base": base.rstrip("/") + "/", "source": source, "checked": checked,
    }  # fmt: skip
    return given["library"], write_inventory(given, kept)


def _read(text: str) -> Iterator[tuple[str, str]]:
    """Yield the page of each name of Python that others may use.

    Of some, as NumPy's `exp`, nothing but a page of their own is told.
    """
    for row in sorted(text.split("\n"), key=lambda row: " std:doc " not in row):
        found = ROW.match(row)
        if found is None or found["kind"] not in KINDS:
            continue
        name = found["name"] if found["kind"] != DOCUMENT else found["title"]
        page, _, anchor = found["page"].replace("$", found["name"]).partition("#")
        if found["kind"] == DOCUMENT and (anchor or not page.endswith(f"/{name}.html")):
            continue
        if anchor not in ("", name):
            page += f"#{anchor}"
        is_private = any(part.startswith("_") for part in name.split("."))
        if not is_private and NAME.fullmatch(name) and PAGE.fullmatch(page):
            yield name, page


def _existing(pages: dict[str, str]) -> tuple[dict[str, str], str]:
    """Return what is installed here, and its version; all where nothing of it is."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        kept = {name: page for name, page in pages.items() if is_there(name)}
    if not kept:
        return pages, ""
    tops = {name.partition(".")[0] for name in kept}
    if tops & sys.stdlib_module_names:
        return kept, f"Python {platform.python_version()}"
    providers = metadata.packages_distributions()
    found = {d for top in tops for d in providers.get(top, ())}
    return kept, ", ".join(f"{name} {metadata.version(name)}" for name in sorted(found))


def is_there(name: str) -> bool:
    """Say whether a dotted name leads to something in a module or a class, or built in."""
    parts = name.split(".")
    for n in range(len(parts), -1, -1):
        with contextlib.suppress(Exception):  # a module that is for another system, say
            thing: Any = importlib.import_module(".".join(parts[:n]) or "builtins")
            for part in parts[n:]:
                thing = getattr(thing, part)
            if not isinstance(thing, ModuleType):  # a function may be called as its module is
                return True
    return False
