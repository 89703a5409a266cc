"""`inventories/*.txt` -> where the documentation of libraries tells of a name.

    library: PyTorch
    version: 2.10
    base: https://docs.pytorch.org/docs/stable/

    [generated/{}.html]
    torch.optim.SGD add_param_group state_dict
    torch.nn. Conv2d Linear
    [data.html]
    torch.utils.data. DataLoader Dataset

A line is a name and what it holds on the same page; with a dot at its end it only begins the names
behind it. `{}` in a page is the first name, or each of these. A page with `#` has its anchor behind
it; on others the anchor is the name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from maedeup.text.errors import MaedeupError, Problem
from maedeup.text.paths import read_source, to_source_path

ENDING = ".txt"
NEEDED = ("library", "version", "base")
FIELDS = (*NEEDED, "source", "checked")
PAGE = re.compile(r"[\w{}][\w./{}-]*(#[\w.:-]*)?", re.ASCII)
NAME = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*", re.ASCII)
ROW = re.compile(rf"{NAME.pattern}\.?( {NAME.pattern})*", re.ASCII)
FORM = "`[page.html]`, or below one names, with a blank between"


@dataclass(frozen=True)
class Inventory:
    """What the documentation of one library tells of."""

    library: str
    """As readers know it."""
    version: str
    """Of the documentation that was looked at."""
    base: str
    """Its address, with a slash at the end."""
    pages: Mapping[str, str] = field(repr=False)
    """Of each name, which is an anchor there unless another stands behind the page's `#`."""
    source: str = ""
    """Where the names are from."""
    checked: str = ""
    """The installed version that has all of them."""

    def find(self, names: Iterable[str]) -> tuple[str, str] | None:
        """Return the first of some names of one thing that is documented, and its address."""
        for name in names:
            if page := self.pages.get(name):
                return name, self.base + (page if "#" in page else f"{page}#{name}")
        return None


def read_inventories(
    root: Path, files: Iterable[Path]
) -> tuple[tuple[Inventory, ...], list[Problem]]:
    """Read the inventories of a vault, and what is wrong with them; a broken one is left out."""
    found: list[Inventory] = []
    problems: list[Problem] = []
    for file in files:
        path = to_source_path(root, file)
        try:
            found.append(parse_inventory(path, read_source(file, path)))
        except MaedeupError as error:
            problems += error.problems
    return tuple(found), problems


def parse_inventory(path: str, text: str) -> Inventory:
    """Read one inventory.

    Raises:
        MaedeupError: it has another form.
    """
    head, _, body = text.rstrip("\n").partition("\n\n")
    given: dict[str, str] = {}
    problems: list[Problem] = []

    def tell(line: int, value: str, hint: str) -> None:
        problems.append(Problem("broken-inventory", path, line, "broken inventory", value, hint))

    for number, row in enumerate(head.split("\n"), 1):
        key, _, value = row.partition(":")
        if key not in FIELDS or not value.strip():
            tell(number, row, "first come lines `library:`, `version:`, `base:`, then a blank one")
        given[key] = value.strip()
    for key in NEEDED:
        if not problems and key not in given:
            tell(1, key, f"add the line `{key}: ...`")
    if not problems and not re.fullmatch(r"https?://\S+/", given["base"]):
        tell(1, given["base"], "a base is an address, `https://` at its start and `/` at its end")
    pages: dict[str, str] = {}
    page = ""
    for number, row in enumerate(body.split("\n"), head.count("\n") + 3):
        if row.startswith("["):
            page = row[1:-1]
            if not row.endswith("]") or not PAGE.fullmatch(page):
                tell(number, row, FORM)
        elif row:
            if not page or not ROW.fullmatch(row):
                tell(number, row, FORM)
            first, *members = row.split(" ")
            pages.update(_pages(page, first, members))
    if problems:
        raise MaedeupError(problems)
    return Inventory(pages=pages, **given)


def _pages(page: str, first: str, members: list[str]) -> Iterator[tuple[str, str]]:
    if first.endswith("."):
        for member in members:
            name = first + member
            yield name, page.replace("{}", name)
        return
    page = page.replace("{}", first)
    yield first, page
    yield from ((f"{first}.{member}", page) for member in members)


def write_inventory(given: Mapping[str, str], pages: Mapping[str, str]) -> str:
    """Return the text that `parse_inventory` reads back.

    Args:
        given: the fields, by name.
        pages: of each name.
    """
    holders = {name: _holder(name, pages) for name in sorted(pages)}
    first = {*holders.values()}
    lines: dict[str, dict[str, list[str]]] = {}
    for name, holder in holders.items():
        before, dot, member = name.rpartition(".")
        if name in first or not before:
            start, held = name, []
        elif holder:
            start, held = holder, [name.removeprefix(f"{holder}.")]
        else:
            start, held = before + dot, [member]
        page = _pattern(pages[name], start if holder and held else name)
        lines.setdefault(page, {}).setdefault(start, []).extend(held)
    head = [f"{key}: {given[key]}" for key in FIELDS if given.get(key)]
    rows = [
        row
        for page in sorted(lines)
        for row in (f"[{page}]", *(" ".join([at, *held]) for at, held in lines[page].items()))
    ]
    return "\n".join([*head, "", *rows, ""])


def _holder(name: str, pages: Mapping[str, str]) -> str:
    """Return the nearest that a name stands in on the same page; '' where nothing is."""
    part = name
    while part := part.rpartition(".")[0]:
        if pages.get(part) == pages[name]:
            return part
    return ""


def _pattern(page: str, name: str) -> str:
    """Return a page with `{}` in the place of the dotted name that it is called after."""
    is_named = "." in name and page.endswith(f"/{name}.html") and page.count(name) == 1
    return page.replace(name, "{}") if is_named else page
