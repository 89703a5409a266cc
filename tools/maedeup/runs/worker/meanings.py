"""What dotted names of a snippet meant to its run: `nn.Conv2d` -> `torch.nn.Conv2d`.

Looked up when the cells have run, in the dictionaries of modules and classes: nothing is asked for
an attribute, so that nobody's code runs. A name that may have meant something else meanwhile has no
meaning here.
"""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from types import BuiltinFunctionType, FunctionType, ModuleType, WrapperDescriptorType
from typing import Any

from maedeup.runs.worker.environment import Environment

REBINDING = frozenset(
    "exec eval globals locals vars setattr delattr reload mock monkeypatch __dict__ __class__"
    " __builtins__ __setattr__ __delattr__ __getattribute__".split()
)
"""Names by which a name, or an attribute, may be changed unseen: with one, none has a meaning."""

MISSING = object()

_names_of_class = type.__dict__["__dict__"].__get__
_module_of_class = type.__dict__["__module__"].__get__
_name_of_class = type.__dict__["__qualname__"].__get__
_bases = type.__dict__["__mro__"].__get__


def find_meanings(
    tree: ast.Module, namespace: Mapping[str, Any], environment: Environment
) -> dict[str, list[str]]:
    """Return the names that documentation may have for each dotted name of the code.

    Args:
        tree: of the snippet as it stands.
        namespace: what the cells left.
        environment: tells which modules are the project's own.
    """
    nodes = [*ast.walk(tree)]
    if _may_rebind(nodes):
        return {}
    changed = {n.attr for n in nodes if isinstance(n, ast.Attribute) and _binds(n)}
    lookup = _Lookup(namespace, environment, _bindings(nodes), _once(tree), changed)
    return {
        ".".join(chain): names
        for chain in dict.fromkeys(_chains(nodes))
        if (names := list(dict.fromkeys(lookup.names(chain))))
    }


def _may_rebind(nodes: Sequence[ast.AST]) -> bool:
    for node in nodes:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            parts = {part for alias in node.names for part in alias.name.split(".")}
            parts |= set((getattr(node, "module", None) or "").split("."))
            if parts & (REBINDING | {"*"}) or (
                parts >= {"sys", "modules"} and isinstance(node, ast.ImportFrom)
            ):
                return True
        elif isinstance(node, ast.Name) and node.id in REBINDING:
            return True
        elif isinstance(node, ast.Attribute):
            is_method = node.attr in ("eval", "exec")  # `model.eval()`
            of = node.value.id if isinstance(node.value, ast.Name) else ""
            if (node.attr in REBINDING and not is_method) or (of, node.attr) == ("sys", "modules"):
                return True
    return False


def _binds(node: ast.Name | ast.Attribute) -> bool:
    return not isinstance(node.ctx, ast.Load)


def _bindings(nodes: Sequence[ast.AST]) -> dict[str, list[object]]:
    """Return what gives each name a value, in any scope: an import's module and name, or a node."""
    found: dict[str, list[object]] = defaultdict(list)
    for node in nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.partition(".")[0]
                found[alias.asname or top].append((alias.name if alias.asname else top, ""))
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                module = "" if node.level else node.module
                found[alias.asname or alias.name].append((module, alias.name))
        elif isinstance(node, ast.Name):
            if _binds(node):
                found[node.id].append(node)
        elif isinstance(node, ast.arg):
            found[node.arg].append(node)
        elif not isinstance(node, ast.alias):
            # Functions, classes, exceptions, patterns and parameters of types are named by texts.
            for name in (getattr(node, "name", None), getattr(node, "rest", None)):
                if isinstance(name, str):
                    found[name].append(node)
    return found


def _once(tree: ast.Module) -> set[int]:
    """Return the ids of the nodes that bind a name in a statement which runs once."""
    targets: list[ast.expr] = []
    for statement in tree.body:
        if isinstance(statement, ast.Assign):
            targets += statement.targets
        elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
            targets.append(statement.target)
    for target in targets:
        if isinstance(target, (ast.Tuple, ast.List)):
            targets += target.elts
    return {id(target) for target in targets if isinstance(target, ast.Name)}


def _chains(nodes: Sequence[ast.AST]) -> Iterator[tuple[str, ...]]:
    """Yield each dotted name of the code, and each that it begins with."""
    for node in nodes:
        if not isinstance(node, (ast.Name, ast.Attribute)):
            continue
        attributes: list[str] = []
        first: ast.AST = node
        while isinstance(first, ast.Attribute):
            attributes.append(first.attr)
            first = first.value
        if isinstance(first, ast.Name):
            yield (first.id, *reversed(attributes))


class _Lookup:
    """Follows dotted names."""

    def __init__(
        self,
        namespace: Mapping[str, Any],
        environment: Environment,
        bindings: Mapping[str, list[object]],
        once: set[int],
        changed: set[str],
    ) -> None:
        self.namespace = namespace
        self.environment = environment
        self.bindings = bindings
        self.once = once
        self.changed = changed

    def names(self, chain: tuple[str, ...]) -> Iterator[str]:
        """Yield by which names of libraries the end of a chain is reached."""
        root, *attributes = chain
        thing = self.namespace.get(root, MISSING)
        first, *others = self.bindings.get(root) or [None]
        if thing is MISSING or any(other != first for other in others):
            return
        if isinstance(first, tuple):
            module, name = first
            if not self._is_imported(module, name, thing):
                return
            paths = [f"{module}.{name}".rstrip(".")]
        elif id(first) in self.once and len(attributes) == 1:
            yield from self._of_instance(thing, attributes[0])
            return
        else:
            return
        for attribute in attributes:
            found, paths = self._step(thing, attribute, paths)
            if found is MISSING or attribute in self.changed:
                return
            thing = found
        if not _is_module(thing) and not self._is_own(thing):
            yield from paths
            yield from self._public_names(thing)

    def _is_imported(self, module: str, name: str, thing: object) -> bool:
        """Say whether a thing is still what an import gives."""
        found = sys.modules.get(module)
        if not _is_module(found) or self._is_own_module(module):
            return False
        if not name:
            return thing is found
        return _dictionary(found).get(name, MISSING) is thing or (
            sys.modules.get(f"{module}.{name}") is thing
        )

    def _step(self, thing: Any, attribute: str, paths: list[str]) -> tuple[Any, list[str]]:
        if _is_module(thing):
            names = _dictionary(thing)
            whole = f"{names.get('__name__')}.{attribute}"
            found = names.get(attribute, sys.modules.get(whole, MISSING))
            return found, [*(f"{path}.{attribute}" for path in paths), whole]
        if issubclass(type(thing), type):
            owner, found = _find(thing, attribute)
            if owner is not None:
                return found, [f"{p}.{attribute}" for p in [*paths, *self._down_to(thing, owner)]]
        return MISSING, paths

    def _of_instance(self, thing: object, attribute: str) -> Iterator[str]:
        kind = type(thing)
        if _is_module(thing) or issubclass(kind, type) or attribute in self.changed:
            return
        # Written in C, as arrays and texts are, it is the plain one.
        if type(_find(kind, "__getattribute__")[1]) is not WrapperDescriptorType:
            return
        owner, found = _find(kind, attribute)
        try:
            own = object.__getattribute__(thing, "__dict__")
        except AttributeError:
            own = {}
        if owner is None or attribute in own or self._is_own(owner) or self._is_own(found):
            return
        for name in self._down_to(kind, owner):
            yield f"{name}.{attribute}"

    def _down_to(self, kind: type, owner: type) -> Iterator[str]:
        """Yield the names of a class and of those that it has an attribute from."""
        bases = _bases(kind)
        for base in bases[: bases.index(owner) + 1]:
            yield from self._public_names(base)

    def _public_names(self, thing: Any) -> Iterator[str]:
        """Yield where a class or a function is found, of the modules that its own one is in."""
        if self._is_own(thing):
            return
        module, name = _origin(thing)
        parts = module.split(".") if module else []
        if parts == ["builtins"]:
            yield name
        for end in range(1, len(parts) + 1):
            place = ".".join(parts[:end])
            found: Any = sys.modules.get(place)
            for part in name.split("."):
                if _is_module(found):
                    found = _dictionary(found).get(part)
                elif issubclass(type(found), type):
                    found = _names_of_class(found).get(part)
                else:
                    break
            if found is thing:
                yield f"{place}.{name}"

    def _is_own(self, thing: Any) -> bool:
        """Say whether a class or a function is of the project's making."""
        if type(thing) in (staticmethod, classmethod):
            thing = thing.__func__
        if type(thing) is FunctionType and self.environment.is_project(thing.__code__.co_filename):
            return True
        return self._is_own_module(_origin(thing)[0])

    def _is_own_module(self, name: str) -> bool:
        module = sys.modules.get(name)
        file = _dictionary(module).get("__file__") if _is_module(module) else None
        return name == "__main__" or self.environment.is_project(file)


def _is_module(thing: object) -> bool:
    return issubclass(type(thing), ModuleType)


def _dictionary(module: Any) -> dict[str, Any]:
    names: dict[str, Any] = ModuleType.__getattribute__(module, "__dict__")
    return names


def _find(kind: Any, attribute: str) -> tuple[type | None, Any]:
    """Return the class that has an attribute, of a class and its bases, and the attribute."""
    for base in _bases(kind):
        names = _names_of_class(base)
        if attribute in names:
            return base, names[attribute]
    return None, MISSING


def _origin(thing: Any) -> tuple[str, str]:
    """Return the module and the name that a class or a function has of itself."""
    if issubclass(type(thing), type):
        module, name = _module_of_class(thing), _name_of_class(thing)
    elif type(thing) in (FunctionType, BuiltinFunctionType):
        module, name = thing.__module__, thing.__qualname__
    else:
        return "", ""
    return (module, name) if isinstance(module, str) and isinstance(name, str) else ("", "")
