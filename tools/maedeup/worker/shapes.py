"""See, line by line, the shape of what a snippet assigns, at next to no cost.

    tree -> instrument() -> tree with `if look: look(x)` behind assignments -> run -> shapes()

Each look is a built-in of a name that no code can write, so that neither the snippet's variables
nor its locals change; nothing is kept but shapes. A look that has had enough becomes None, and what
stays of it is one test of a name.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import copy
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from maedeup.product import Kind, Shape
from maedeup.snippet import find_assignments

EACH = 1_000
"""How many times a line is looked at each time it runs; a new kind grants `MORE` such looks. After
that the distance grows with the count: a 256th of what has run may go unseen."""
MORE = RARE = 256

BLANK = 250
"""Looks at nothing that has a shape, after which a line is left alone for good."""

MAX_KINDS = 6
"""Of one name in one line; further ones are said to be."""

MAX_ITEMS = 4
"""Of a tuple or list whose items are told."""

MAX_RANGE = 1_000
"""Numbers in an array whose least and greatest are told."""

MAX_NAME = 40

WATCHERS = frozenset(
    "settrace setprofile dis bdb pdb cProfile profile profiler tracemalloc TorchFunctionMode"
    " TorchDispatchMode __torch_function__ __torch_dispatch__".split()
)
"""Names of what sees each operation: a snippet with one of them is left alone."""

TRACERS = frozenset(
    "compile export jit onnx make_fx dynamo _dynamo inductor cond while_loop numba njit"
    " __code__ co_code".split()
)
"""Names of what reads the code of a function: with one of them, functions are left alone."""

SCALAR_CALLS = frozenset(
    "abs bool chr dict float format frozenset getattr hash id input int isinstance iter len ord"
    " open print range repr round set str type".split()
) - {"abs", "getattr", "iter", "round"}
"""Built-ins that give nothing with a shape."""

SHAPELESS = (
    ast.Constant, ast.JoinedStr, ast.Dict, ast.Set, ast.DictComp, ast.SetComp, ast.GeneratorExp,
    ast.Lambda,
)  # fmt: skip

LIBRARIES = ("builtins", "numpy", "pandas", "torch")

Read = Callable[[Any], tuple[Any, ...]]
Statement = ast.stmt


@dataclass
class Line:
    """What one name in one place was seen to be."""

    place: int
    name: str
    garbled: bool
    """Whether the numbers are what the memory held: `torch.empty`."""
    seen: dict[str, list[Kind]] = field(default_factory=dict)
    """By the name of the item: `x`, or `x[0]` for what stands in a tuple."""
    ranges: dict[str, tuple[float, float]] = field(default_factory=dict)
    sampled: bool = False
    cut: bool = False


class Recorder:
    """Holds the looks of one run."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.readers: dict[type, Read | None] = {}

    def shapes(self) -> list[Shape]:
        """Give what was seen, in the order of the code."""
        return [
            Shape(line.place, name, kinds, *line.ranges.get(name, (None, None)), line.sampled,
                  line.cut)
            for line in self.lines
            for name, kinds in line.seen.items()
        ]  # fmt: skip

    def look(self, place: int, name: str, garbled: bool = False) -> str:
        """Make a look and give the name under which the code finds it."""
        line = Line(place, name, garbled)
        slot = f"@{len(self.lines)}"
        self.lines.append(line)
        setattr(builtins, slot, self._make(line, slot))
        return slot

    def _make(self, line: Line, slot: str) -> Callable[[Any], Any]:
        known: set[tuple[Any, ...]] = set()
        readers = self.readers
        find_reader = self._find_reader
        ran = blank = wait = 0
        each = EACH
        # What the last value was, if it was a plain tensor: the usual case, told at once.
        tensor: type | None = None
        shape = dtype = device = None

        def look(value: Any) -> Any:
            nonlocal ran, wait
            if wait:
                wait -= 1
                return value
            ran += 1
            try:
                if (
                    type(value) is not tensor
                    or value.shape != shape
                    or value.dtype is not dtype
                    or value.device != device
                ):
                    see(value)
                if ran >= each:
                    line.sampled = True
                    wait = ran // RARE
                    ran += wait
            except Exception:  # what cannot be looked at is not told
                setattr(builtins, slot, None)
            return value

        def see(value: Any) -> None:
            nonlocal blank, each, tensor, shape, dtype, device
            kind = type(value)
            read = readers[kind] if kind in readers else find_reader(kind)
            key = read(value) if read is not None else None
            if not key:
                blank += 1
                if blank >= BLANK and not known:
                    setattr(builtins, slot, None)
                return
            if read is _read_tensor:
                tensor = kind
                _, shape, dtype, device = key
            if key not in known:
                each = max(each, ran + MORE)
                known.add(key)
                if _note(line, key, value):
                    setattr(builtins, slot, None)

        return look

    def _find_reader(self, kind: type) -> Read | None:
        read = _reader_of(kind, self)
        # A class of the snippet's own is not kept alive.
        if kind.__module__.partition(".")[0] in LIBRARIES:
            self.readers[kind] = read
        return read

    def _read_items(self, value: Any) -> tuple[Any, ...]:
        """Read a tuple or a list of few; empty when any of them has no shape."""
        base = tuple if isinstance(value, tuple) else list
        if not 0 < base.__len__(value) <= MAX_ITEMS:
            return ()
        keys = []
        for item in base.__iter__(value):
            kind = type(item)
            read = self.readers[kind] if kind in self.readers else self._find_reader(kind)
            if read is None or issubclass(kind, (tuple, list)):
                return ()
            keys.append(read(item))
        return ("items", *keys)


def _reader_of(kind: type, recorder: Recorder) -> Read | None:
    """Give what reads the shape of values of a type, without a call of code that is not a library's.

    The libraries are never imported here: what the snippet has not imported, it cannot have made.
    """
    if issubclass(kind, (tuple, list)):
        return recorder._read_items
    torch, numpy = sys.modules.get("torch"), sys.modules.get("numpy")
    pandas = sys.modules.get("pandas")
    if (tensor := getattr(torch, "Tensor", None)) and issubclass(kind, tensor):
        if kind in (tensor, torch.nn.Parameter):  # type: ignore[union-attr]
            return _read_tensor
        if kind.__module__.startswith(("torch._subclasses", "torch.fx")):
            return None  # what tracing puts in the place of tensors
        plain = torch._C.DisableTorchFunctionSubclass  # type: ignore[union-attr]

        def read_subclass(value: Any) -> tuple[Any, ...]:
            with plain():
                return _read_tensor(value)

        return read_subclass
    if (array := getattr(numpy, "ndarray", None)) and issubclass(kind, array):
        return lambda value: ("ndarray", array.shape.__get__(value), array.dtype.__get__(value), "")
    if (frame := getattr(pandas, "DataFrame", None)) and issubclass(kind, frame):
        return lambda value: ("DataFrame", value.shape, "", "")
    if (series := getattr(pandas, "Series", None)) and issubclass(kind, series):
        return lambda value: ("Series", value.shape, value.dtype, "")
    return None


def _read_tensor(value: Any) -> tuple[Any, ...]:
    return ("Tensor", value.shape, value.dtype, value.device)


def _note(line: Line, key: tuple[Any, ...], value: Any) -> bool:
    """Keep a new kind; say whether the line has more of them than are told."""
    parts = [(line.name, key, value)]
    if key[0] == "items":
        items = list(tuple.__iter__(value) if isinstance(value, tuple) else list.__iter__(value))
        parts = [(f"{line.name}[{i}]", *pair) for i, pair in enumerate(zip(key[1:], items, strict=True))]
    for name, (of, shape, dtype, device), item in parts:
        kind = Kind(of, [int(n) for n in shape], str(dtype).removeprefix("torch."), str(device))
        kinds = line.seen.setdefault(name, [])
        if kind in kinds:
            continue
        if len(kinds) == MAX_KINDS:
            line.cut = True
            continue
        kinds.append(kind)
        if len(kinds) == 1 and not line.garbled and (found := _range_of(kind, item)):
            line.ranges[name] = found
    return line.cut


def _range_of(kind: Kind, value: Any) -> tuple[float, float] | None:
    """Give the least and the greatest number of a small array; None where there is no order.

    Read with `tolist`, which is no operation that automatic differentiation or tracing sees.
    """
    if kind.of not in ("Tensor", "ndarray") or kind.device not in ("", "cpu"):
        return None
    size = 1
    for n in kind.shape:
        size *= n
    if not kind.shape or not 0 < size <= MAX_RANGE or not kind.dtype.startswith(("f", "i", "u")):
        return None
    with contextlib.suppress(Exception):  # sparse, masked, batched by vmap: no plain numbers
        rows = value.tolist()
        for _ in kind.shape[1:]:
            rows = [number for row in rows for number in row]
        if not any(number != number for number in rows):  # NaN
            return min(rows), max(rows)
    return None


def instrument(tree: ast.Module) -> Recorder:
    """Add looks to a snippet's tree; each node keeps its line."""
    recorder = Recorder()
    names = _names(tree)
    if not names & WATCHERS:
        places = {id(node): place for place, node in enumerate(find_assignments(tree))}
        _Instrument(recorder, places, not names & TRACERS).body(tree.body, "module")
    return recorder


def _names(tree: ast.Module) -> set[str]:
    """Give all names that the code mentions, parts of imported names too."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            names.add(node.id)
        elif isinstance(node, ast.Attribute):
            if not (isinstance(node.value, ast.Name) and node.value.id == "re"):
                names.add(node.attr)
        elif isinstance(node, ast.alias):
            names.update(node.name.split("."))
        elif isinstance(node, ast.ImportFrom):
            names.update((node.module or "").split("."))
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            names.add(node.name)
    return names


class _Instrument:
    """Walks the statements; expressions stay as they are."""

    def __init__(self, recorder: Recorder, places: dict[int, int], functions: bool) -> None:
        self.recorder = recorder
        self.places = places
        self.functions = functions

    def body(self, statements: list[Statement], scope: str) -> None:
        """Add looks to a list of statements, in place."""
        out: list[Statement] = []
        for statement in statements:
            if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
                if self.functions:
                    self._function(statement)
                out.append(statement)
                continue
            inner = "class" if isinstance(statement, ast.ClassDef) else scope
            for part in _blocks(statement):
                self.body(part, inner)
            # A class's namespace may be any mapping: its own statements are left alone.
            out += [statement] if scope == "class" else self._statement(statement, scope)
        statements[:] = out

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self.body(node.body, "function")
        given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        looks = [
            row
            for argument in given
            if argument.arg not in ("self", "cls")
            for row in self._look_at(node, ast.Name(argument.arg, ast.Load()), "function")
        ]
        start = 1 if ast.get_docstring(node, clean=False) is not None else 0
        node.body[start:start] = looks

    def _statement(self, node: Statement, scope: str) -> list[Statement]:
        """Give what takes a statement's place."""
        if isinstance(node, (ast.For, ast.AsyncFor)):
            if not _is_shapeless(node.iter):
                node.body[:0] = self._looks(node, node.target, scope)
        elif isinstance(node, (ast.With, ast.AsyncWith)):
            for item in reversed(node.items):
                if item.optional_vars is not None:
                    node.body[:0] = self._looks(node, item.optional_vars, scope)
        elif isinstance(node, ast.Return):
            if isinstance(node.value, ast.Name):
                return [*self._look_at(node, node.value, scope, "return"), node]
            if node.value is not None and not _is_shapeless(node.value):
                return self._through(node, "return", scope)
        elif isinstance(node, ast.AugAssign):
            return [node, *self._looks(node, node.target, scope)]
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            return self._assign(node, scope)
        return [node]

    def _assign(self, node: ast.Assign | ast.AnnAssign, scope: str) -> list[Statement]:
        if node.value is None or _is_shapeless(node.value):
            return [node]
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        # What is bound to several names is told once, by the plainest.
        for kinds in ((ast.Name,), (ast.Tuple, ast.List)):
            for target in targets:
                if isinstance(target, kinds):
                    garbled = _is_uninitialized(node.value)
                    return [node, *self._looks(node, target, scope, garbled)]
        return self._through(node, ast.unparse(targets[0]), scope)

    def _looks(
        self, node: Statement, target: ast.expr, scope: str, garbled: bool = False
    ) -> Iterator[Statement]:
        """Give a look at each plain name of a target."""
        if isinstance(target, ast.Starred):
            target = target.value
        if isinstance(target, ast.Name) and target.id != "_":
            name = ast.Name(target.id, ast.Load())
            yield from self._look_at(node, name, scope, garbled=garbled)
        elif isinstance(target, (ast.Tuple, ast.List)):
            for part in target.elts:
                yield from self._looks(node, part, scope, garbled)

    def _look_at(
        self, node: Statement, name: ast.Name, scope: str, label: str = "", garbled: bool = False
    ) -> list[Statement]:
        """Give `if look: look(name)`."""
        slot = self.recorder.look(self.places[id(node)], label or name.id, garbled)
        call = ast.Expr(ast.Call(_load(slot), [ast.Name(name.id, ast.Load())], []))
        return self._placed(node, [ast.If(_load(slot), [call], [])], slot, scope)

    def _through(
        self, node: ast.Return | ast.Assign | ast.AnnAssign, label: str, scope: str
    ) -> list[Statement]:
        """Give `if look: self.x = look(value)`, `else: self.x = value`.

        To read `self.x` or `x[i]` again could do anything.
        """
        assert node.value is not None
        if len(label) > MAX_NAME:
            label = label[: MAX_NAME - 1] + "…"
        slot = self.recorder.look(self.places[id(node)], label, _is_uninitialized(node.value))
        looked = copy.deepcopy(node)
        looked.value = ast.Call(_load(slot), [looked.value], [])  # type: ignore[list-item]
        ast.copy_location(looked.value, node.value)
        return self._placed(node, [ast.If(_load(slot), [looked], [node])], slot, scope)

    def _placed(
        self, node: Statement, rows: list[Statement], slot: str, scope: str
    ) -> list[Statement]:
        if scope == "module":  # the quick way to a built-in; emits no code
            rows = [ast.Global([slot]), *rows]
        for row in rows:
            ast.copy_location(row, node)
            for part in ast.walk(row):
                if "lineno" in part._attributes and not hasattr(part, "lineno"):
                    ast.copy_location(part, node)
        return rows


def _blocks(node: Statement) -> Iterator[list[Statement]]:
    """Give the lists of statements inside a statement."""
    for name in ("body", "orelse", "finalbody"):
        if isinstance(part := getattr(node, name, None), list):
            yield part
    for part in [*getattr(node, "handlers", []), *getattr(node, "cases", [])]:
        yield part.body


def _load(name: str) -> ast.Name:
    return ast.Name(name, ast.Load())


def _is_shapeless(value: ast.expr) -> bool:
    """Say whether an expression cannot give anything that has a shape."""
    if isinstance(value, (ast.Tuple, ast.List)):
        return all(map(_is_shapeless, value.elts))
    if isinstance(value, ast.UnaryOp):
        return isinstance(value.op, ast.Not) or _is_shapeless(value.operand)
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name):
        return value.func.id in SCALAR_CALLS
    return isinstance(value, SHAPELESS)


def _is_uninitialized(value: ast.expr) -> bool:
    return any(
        isinstance(part, (ast.Attribute, ast.Name))
        and getattr(part, "attr", getattr(part, "id", "")).startswith(("empty", "new_empty"))
        for part in ast.walk(value)
    )
