"""What this process has imported and a script has not: it is there once the script imports it.

A warm process holds much that was imported for others, and the worker's own modules. A run begins
with what Python begins with; what its code imports then is found as ever, and taken from what is
held instead of being executed anew, with all that its import had brought along.

Loaded before all else, so it imports nothing that Python does not begin with.
"""

from __future__ import annotations

import builtins
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from types import ModuleType
    from typing import Any

    bootstrap: Any
else:
    bootstrap = sys.modules["_frozen_importlib"]

_started: set[str] = set()
"""What Python begins with; empty: nothing is noted here, and nothing is ever held back."""
_held: dict[str, ModuleType] = {}
_children: set[str] = set()
"""Of these, those that are attributes of the packages that they are parts of."""
_asked: dict[str, dict[str, Any]] = {}
"""What packages have of these parts by names of their own, since they were asked for it."""
_brings: dict[str, dict[str, None]] = {}
"""What the import of each module has asked for, in order."""
_all_brought: dict[str, list[str]] = {}
"""What is there once some of them are imported."""
_loading: list[str] = []
_known: set[str] = set()
_n_arrived = 0
_n_lifted = 0
_given: set[str] = set()
"""Of what is held, what was shown since: who takes that away has it loaded anew."""
_own: list[tuple[str, dict[str, Any], str, ModuleType]] = []
"""Of `_children`, those that the worker has imported for itself."""
_of_c: dict[str, None] = {}
"""Modules that C code has made without an import, as what all code of one Cython shares."""

_find, _load, _import = bootstrap._find_spec, bootstrap._load_unlocked, builtins.__import__
_module_type, _vars, _modules = type(sys), vars, sys.modules


def begin(started: Iterable[str]) -> None:
    """Note from now on what each import brings along.

    Args:
        started: names of the modules that Python begins with.
    """
    _started.update(started)
    _known.update(_modules)
    bootstrap._find_spec, bootstrap._load_unlocked = _find_held, _load_and_note
    builtins.__import__ = _import_and_note


def end_notes(own: Iterable[str]) -> None:
    """Note no more, and hold back all but the modules of these names."""
    bootstrap._load_unlocked, builtins.__import__ = _load, _import
    for name in list(_all_brought):
        while name := name.rpartition(".")[0]:
            if name not in _all_brought:
                _all_brought[name] = _brought(name)
    hide()
    show(own)


def begin_run() -> None:
    """Hold back all that is imported until now."""
    own = list_visible()
    hide()
    for name in _children.intersection(own):
        above, _, child = name.rpartition(".")
        _own.append((name, _names_of(_held[above]), child, _held[name]))


def lift() -> None:
    """Have the worker find what its modules reach as attributes; it is to be put down again."""
    global _n_lifted
    _n_lifted += 1
    for _, names, child, module in _own:
        names.setdefault(child, module)


def put_down() -> None:
    """Take away again what was lifted, but for what the script has imported."""
    global _n_lifted
    _n_lifted -= 1
    for name, names, child, module in _own if not _n_lifted else ():
        if names.get(child) is module and _modules.get(name) is not module:
            del names[child]


def list_visible() -> list[str]:
    """Return the names of what a script would find imported, besides what Python begins with."""
    return [name for name in _modules if name not in _started]


def find(name: str) -> Any:
    """Return a module that is imported, held back or not; None where it is not."""
    return _modules.get(name) or _held.get(name)


def find_all() -> dict[str, ModuleType]:
    """Return all modules that are imported, held back or not."""
    return {**_held, **_modules}


def is_warm(name: str) -> bool:
    """Say whether the module of this name is there by no import of the script's own."""
    return name in _started or _modules.get(name) is _held.get(name, _started)


def import_first(name: str, load: Callable[[str], object]) -> None:
    """Import a module as if it were the first, and note all that is there then."""
    before = list_visible()
    hide(_of_c)
    try:
        load(name)
    finally:
        if name in _modules:
            _all_brought[name] = list_visible()
        hide(_of_c)
        show(before)


def hide(kept: Iterable[str] = ()) -> None:
    """Hold back all but what Python begins with and the modules of these names."""
    if not _started:
        return
    stays = {*_started, *kept}
    names = [name for name in _modules if name not in stays]
    new = [name for name in names if _held.get(name) is not _modules[name]]
    _held.update({name: _modules.pop(name) for name in names})
    _given.difference_update(names)
    with_packages: dict[str, set[str]] = {}
    for name in new:
        above, _, child = name.rpartition(".")
        if above and _names_of(find(above)).get(child, _held) is _held[name]:
            if above not in with_packages:
                with_packages[above] = {*_brought(above)}
            if name not in with_packages[above]:  # else the package's own code may use it
                _children.add(name)
    for name in _children.intersection(names):
        above, _, child = name.rpartition(".")
        if (parts := _names_of(find(above))).get(child) is _held[name]:
            del parts[child]
            if "__getattr__" in parts:  # it keeps what it was asked for
                asked = {key: it for key, it in parts.items() if _is_of(it, name)}
                for key in asked:
                    del parts[key]
                _asked.setdefault(name, {}).update(asked)


def hide_since(count: int) -> None:
    """Hold back again what was shown since there were so many, if nothing was loaded besides."""
    late = list(_modules)[count:]
    if late and all(_modules[name] is _held.get(name) for name in late):
        hide(_modules.keys() - late)


def show(names: Iterable[str]) -> None:
    """Have modules be there that are held back."""
    for name in names:
        _show(name)


def show_all() -> None:
    """Hold back nothing from now on: who traces would see how it is done."""
    if _started:
        bootstrap._find_spec = _find
        show(list(_held))


def forget(names: Iterable[str], kept: Iterable[str]) -> None:
    """Have modules of these top-level names loaded anew, and all that their import has led to.

    Args:
        names: of modules that a file of the project takes the place of.
        kept: top-level names of what a process can have but once.
    """
    gone = {*names}
    tops = {one: one.partition(".")[0] for one in (_held if _started else _modules)}
    anew = [
        name
        for name, top in tops.items()
        if top in gone
        or (_started and top not in kept and any(tops.get(one) in gone for one in _brought(name)))
    ]
    for name in anew:
        (_held if _started else _modules).pop(name)


def _show(name: str) -> None:
    if (module := _held.get(name)) is None:  # it is not held back: C code finds it for the others
        return
    _given.add(name)
    if name not in _modules:
        _modules[name] = module
    above, _, child = name.rpartition(".")
    if name in _children and (package := find(above)) is not None:
        _names_of(package)[child] = module
        _names_of(package).update(_asked.get(name, {}))


def _is_of(thing: object, module: str) -> bool:
    return isinstance(thing, (type, type(_is_of))) and thing.__module__ == module


def _names_of(module: object) -> dict[str, Any]:
    found = getattr(module, "__dict__", None)
    return found if type(found) is dict else {}


def _brought(name: str) -> list[str]:
    """Return what is there once a module is imported, in order: itself comes last."""
    if name in _all_brought:
        return _all_brought[name]
    begun: set[str] = set()
    done: dict[str, None] = {}
    waiting = [(name, False)]
    while waiting:
        one, is_over = waiting.pop()
        if is_over:
            done[one] = None
        elif one not in begun and one in _held:
            if whole := _all_brought.get(one):
                begun.update(whole)
                done |= dict.fromkeys(other for other in whole if other in _held)
                continue
            begun.add(one)
            waiting.append((one, True))
            brought = _brings.get(one, ())
            waiting += [(other, False) for other in reversed(brought) if other not in begun]
            if above := one.rpartition(".")[0]:
                waiting.append((above, False))
    return list(done)


class _Held:
    """Loads what was loaded before."""

    def __init__(self, module: Any) -> None:
        self.module = module
        self.spec: Any = module.__spec__

    def create_module(self, spec: object) -> Any:
        return self.module if isinstance(self.module, _module_type) else None

    def exec_module(self, module: Any) -> None:
        global _n_arrived
        if module is self.module:
            module.__spec__ = self.spec
        name = self.spec.name
        _modules[name] = self.module
        for one in _brought(name):
            if one == name or one not in _given:
                _n_arrived += one not in _modules
                _show(one)


def _find_held(name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> Any:
    """Find a module as Python does; where that is one that is held, it need not be loaded again."""
    spec = _find(name, path, target)
    module = _held.get(name)
    if module is None or spec is None or target is not None or name in _given:
        return spec
    own = getattr(module, "__spec__", None)
    if own is None or own.origin != spec.origin or own.name != name:
        del _held[name]
        return spec
    return bootstrap.ModuleSpec(name, _Held(module))


def _load_and_note(spec: Any) -> Any:
    global _n_arrived
    name = spec.name
    _note(name)
    _known.add(name)
    _loading.append(name)
    _n_arrived += 1
    before = len(_modules) - _n_arrived
    is_c = type(spec.loader).__name__ == "ExtensionFileLoader"
    visible = list_visible() if is_c else []
    if is_c:  # what C code imports is told only where it is not there yet
        tops = {one.partition(".")[0] for one in _loading}
        hide([*_of_c, *(one for one in visible if one.partition(".")[0] in tops)])
    try:
        return _load(spec)
    finally:
        show(visible)
        if len(_modules) - _n_arrived != before + 1:  # some came without being loaded
            for other in [one for one in _modules if one not in _known]:
                _note(other)
                _known.add(other)
                _n_arrived += 1
                if is_c and "." not in other:
                    _of_c[other] = None
        if is_c and "__test__" in _names_of(_modules.get(name)):  # Cython makes it in all of its
            for other in _of_c:
                _note(other)
        _loading.pop()


def _import_and_note(
    name: str,
    globals: Mapping[str, Any] | None = None,  # the built-in's own names
    locals: Mapping[str, Any] | None = None,
    fromlist: Sequence[str] | None = (),
    level: int = 0,
) -> Any:
    module = _import(name, globals, locals, fromlist, level)
    if _loading:
        whole = name
        if level:
            package = globals["__package__"] if globals else ""
            base = package.rsplit(".", level - 1)[0]
            whole = f"{base}.{name}" if name else base
        _note(whole)
        for part in fromlist or ():
            for one in getattr(module, "__all__", ()) if part == "*" else (part,):
                if f"{whole}.{one}" in _modules:
                    _note(f"{whole}.{one}")
    return module


def _note(name: str) -> None:
    if _loading and name not in _started:
        _brings.setdefault(_loading[-1], {})[name] = None
