"""What Python was before the run: the worker does its own work with that.

A script may put what it likes in the place of `len`, `Path.open` or `json.dumps`, and goes on. So
does its run: while the worker does something in between, and when the script is over, functions,
classes and built-in names are what they were.
"""

from __future__ import annotations

import functools
import gc
import operator
import sys
from collections.abc import Callable
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any, ParamSpec, TypeVar

from maedeup.runs import held

Given = ParamSpec("Given")
Made = TypeVar("Made")

MODULES = (
    "ast codecs contextlib copy dataclasses functools importlib importlib.metadata inspect json"
    " json.encoder linecache multiprocessing.connection os pathlib posixpath re struct textwrap"
    " threading time tokenize traceback types warnings"
).split()
"""Those of the standard library that are used when a script is over."""

LATE = "builtins sys collections collections.abc _collections_abc".split()
"""Those that functions of `MODULES` import when they are called."""

WITH_METHODS = {"contextlib", "json.encoder", "multiprocessing.connection", "pathlib", "traceback"}
"""Those whose classes are looked into as well: some patch `Path.open`."""

CHANGEABLE = 1 << 9
"""Of a type: it is made by a class statement (`Py_TPFLAGS_HEAPTYPE`)."""

BETWEEN = {
    "os": "fsdecode fspath getpid lstat readlink stat",
    "posixpath": "abspath dirname exists isdir isfile join normpath realpath split",
}
"""What is used besides the built-in functions while one runs."""

KINDS = (BuiltinFunctionType, FunctionType, ModuleType, type)
"""What is put back; anything else that a module holds is state, and goes on changing."""

_all, _map, _same, _missing, _KeyError = all, map, operator.is_, object(), KeyError
_gettrace, _getprofile, _settrace, _setprofile = (
    sys.gettrace, sys.getprofile, sys.settrace, sys.setprofile,
)  # fmt: skip

_shown = sys.modules

Replaced = list[tuple[Callable[[str, Any], None], Callable[[str], None], dict[str, Any]]]


class _Kept:
    """What some names of a module, a class or a dictionary stood for."""

    put: Callable[[str, Any], None]
    drop: Callable[[str], None]

    def __init__(self, owner: Any, names: list[str]) -> None:
        held = owner if isinstance(owner, dict) else vars(owner)
        self.held: Any = held  # of a class a view, which is as it is now
        self.pick = operator.itemgetter(*names, names[0])  # a tuple, also of one
        self.plain = {name: held[name] for name in names}
        self.values = self.pick(held)
        if isinstance(owner, type):
            self.put = functools.partial(type.__setattr__, owner)
            self.drop = functools.partial(type.__delattr__, owner)
        else:
            self.put, self.drop = held.__setitem__, lambda name: held.pop(name, None)

    def is_changed(self) -> bool:
        try:
            return not _all(_map(_same, self.pick(self.held), self.values))
        except _KeyError:
            return True


_used_between: list[_Kept] = []
_used_after: list[_Kept] = []
_modules: dict[str, ModuleType] = {}
"""What is imported again when a script is over, by functions of the library as well."""
_hooks: list[Any] = []
"""The interpreter's own list of audit hooks, once it was found."""
_own_hooks = 0


def note() -> None:
    """Note what all is now, once: forks of this process know it then."""
    if _used_after:
        return
    names = [name for name, value in vars(sys.modules["builtins"]).items()
             if isinstance(value, KINDS) and name != "__import__"]  # fmt: skip
    _used_between.append(_Kept(sys.modules["builtins"], names))
    _used_between.append(_Kept(vars(sys), ["modules"]))
    for module, wanted in BETWEEN.items():
        found = sys.modules.get(module)
        if found is not None:
            _used_between.append(_Kept(found, [n for n in wanted.split() if hasattr(found, n)]))
    for module in MODULES:
        found = sys.modules.get(module)
        for owner in (found, *_classes_of(found)) if found is not None else ():
            names = [name for name, value in vars(owner).items() if isinstance(value, KINDS)]
            if names:
                _used_after.append(_Kept(owner, names))
    _modules.update(
        (name, module)
        for name, module in sys.modules.items()
        if name in (*MODULES, *LATE, "__main__") or name.startswith("maedeup")
    )
    names = [name for name in _modules if name != "__main__"]  # which the script is
    _used_after.append(_Kept(sys.modules, names))


def find_hooks(own: Callable[..., Any]) -> None:
    """Find where the interpreter keeps audit hooks.

    Args:
        own: one of them.
    """
    found = (one for one in gc.get_referrers(own) if type(one) is list)
    _hooks[:] = [next(found, [])]


def count_hooks() -> None:
    """Note the audit hooks that there are; a snippet's are heard as long as it runs."""
    global _own_hooks
    _own_hooks = len(_hooks[0])


class InPlace:
    """Has all be what it was, as long as the block takes."""

    def __init__(self, after: bool = True) -> None:
        self.wanted = _used_between + _used_after if after else _used_between

    def __enter__(self) -> None:
        self.trace, self.profile = _gettrace(), _getprofile()
        if self.trace is not None:
            _settrace(None)
        if self.profile is not None:
            _setprofile(None)
        self.replaced: Replaced = []
        for kept in self.wanted:
            if kept.is_changed():
                now = kept.held
                before: dict[str, Any] = {}
                for name, value in kept.plain.items():
                    if now.get(name, _missing) is not value:
                        before[name] = now.get(name, _missing)
                for name in before:
                    kept.put(name, kept.plain[name])
                self.replaced.append((kept.put, kept.drop, before))
        held.lift()
        self.n_used = len(_shown)

    def __exit__(self, *error: object) -> None:
        if len(_shown) != self.n_used:
            held.hide_since(self.n_used)
        for put, drop, before in self.replaced:
            for name, value in before.items():
                if value is _missing:
                    drop(name)
                else:
                    put(name, value)
        held.put_down()
        if self.profile is not None:
            _setprofile(self.profile)
        if self.trace is not None:
            _settrace(self.trace)


def used(function: Callable[Given, Made]) -> Callable[Given, Made]:
    """Have a function find what it uses as it was, whoever calls it."""

    @functools.wraps(function)
    def call(*args: Given.args, **kwargs: Given.kwargs) -> Made:
        for kept in _used_between:
            if kept.is_changed():
                break
        else:
            if _gettrace() is None and _getprofile() is None:
                count = len(_shown)
                made = function(*args, **kwargs)
                if len(_shown) != count:
                    held.hide_since(count)
                return made
        with InPlace(after=False):
            return function(*args, **kwargs)

    return call


def put_back() -> None:
    """Have all be what it was from now on: the script is over."""
    InPlace().__enter__()
    held.show(list(_modules))
    sys.modules.update({name: it for name, it in _modules.items() if name not in sys.modules})
    for hooks in _hooks:
        del hooks[_own_hooks:]


def _classes_of(module: ModuleType) -> list[type]:
    """Return the classes of a module that can be changed, where they are looked into."""
    if module.__name__ not in WITH_METHODS:
        return []
    return [one for one in vars(module).values()
            if type(one) is type and one.__module__ == module.__name__
            and one.__flags__ & CHANGEABLE]  # fmt: skip
