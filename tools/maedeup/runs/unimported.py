"""Find code that reaches into a part of a package without importing it.

`import PIL` does not give `PIL.Image`: it is there only where something has imported it. A process
that is warm has imported much, for others; such code runs in one that is not.
"""

from __future__ import annotations

import ast
import importlib.util
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

BY_NAME = {"import_module", "__import__", "exec"}
"""What imports without saying in the text what."""


def reaches_unimported(texts: Iterable[str]) -> bool:
    """Say whether these sources name a part of a package that nothing in them imports.

    Nothing is executed for it. Where the package's own `__init__.py` imports the part, or makes
    names when they are asked for, it is there for all.
    """
    trees = []
    for text in texts:
        try:
            trees.append(ast.parse(text))
        except (SyntaxError, ValueError):
            continue
    imported = {name for tree in trees for name in _imported(tree)}
    return any(part not in imported for tree in trees for part in _parts_named(tree))


def _imported(tree: ast.AST) -> Iterator[str]:
    """Yield the dotted names that are there after the imports, those on their way included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            pieces = name.split(".")
            yield from (".".join(pieces[:count]) for count in range(1, len(pieces) + 1))


def _parts_named(tree: ast.AST) -> Iterator[str]:
    """Yield the dotted names of parts that are reached as attributes and that no package gives."""
    bound: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.partition(".")[0]
                bound[alias.asname or top] = alias.name if alias.asname else top
    for node in ast.walk(tree):
        attributes: list[str] = []
        while isinstance(node, ast.Attribute):
            attributes.append(node.attr)
            node = node.value
        if attributes and isinstance(node, ast.Name) and node.id in bound:
            yield from _parts_not_given(bound[node.id], attributes[::-1])


def _parts_not_given(package: str, attributes: list[str]) -> Iterator[str]:
    top, *rest = package.split(".")
    folder = _find_package(top)
    for piece in rest:
        folder = folder and folder / piece
    for name in attributes:
        if folder is None or not _is_part(folder, name):
            return
        given = _given_by(folder / "__init__.py")
        package, folder = f"{package}.{name}", folder / name
        if given is not None and name not in given:
            yield package


@cache
def _find_package(top: str) -> Path | None:
    try:
        spec = importlib.util.find_spec(top)
    except (ImportError, ValueError):
        return None
    places = list(spec.submodule_search_locations or ()) if spec else []
    return Path(places[0]) if places else None


@cache
def _is_part(folder: Path, name: str) -> bool:
    code = (f"{name}.py", f"{name}.*.so", f"{name}/*.py")  # a folder of stubs is none
    return any(any(folder.glob(pattern)) for pattern in code)


def _name_of(node: ast.Name | ast.Attribute | ast.alias) -> str:
    if isinstance(node, ast.Name):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else node.name


@cache
def _given_by(init: Path) -> set[str] | None:
    """Return the names that a package's own code imports; None: it may give any, made as asked."""
    try:
        tree = ast.parse(init.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return None
    given: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == "__getattr__":
            return None
        if isinstance(node, ast.Name | ast.Attribute | ast.alias) and _name_of(node) in BY_NAME:
            return None
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.name for alias in node.names]
            names.append(getattr(node, "module", None) or "")
            given.update(piece for name in names for piece in name.split("."))
    return given
