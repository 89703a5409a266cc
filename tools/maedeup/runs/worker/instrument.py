"""Add looks behind the assignments of a snippet's tree, so that a run tells shapes line by line.

    for x in y:        ->  for x in y: wake; if A.open: A.look(x)
    for n in range(9): ->  for G.part in G.parts(range(9)): for n in G.part: if A.open: A.look(n)
    x = f()            ->  x = f(); if A.open: A.look(x)
    self.x = f()       ->  if A.open: self.x = A.look(f())   else: self.x = f()

`A` and `G` are constants of the compiled code, so that no variable, local, global or built-in is
new; each node keeps its line. What stays of a look that has had enough is one test. Nobody may
read such code: `written` sees to that.
"""

from __future__ import annotations

import ast
import copy
import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from types import CodeType
from typing import Any, TypeGuard

from maedeup.runs.snippet import find_assignments
from maedeup.runs.worker.shapes import Gate, Group, Recorder

MAX_NAME = 40

WATCHERS = frozenset(
    "builtins __builtins__ settrace setprofile monitoring dis bdb pdb cProfile profile profiler"
    " tracemalloc coverage viztracer get_objects get_referrers get_referents"
    " TorchFunctionMode TorchDispatchMode __torch_function__ __torch_dispatch__".split()
)
"""Names of what sees each operation or each object: a snippet with one of them is left alone."""

TRACERS = frozenset(
    "compile export jit onnx make_fx dynamo _dynamo inductor cond while_loop numba njit"
    " __code__ co_code f_code gi_code cr_code ag_code f_lasti tb_lasti getsizeof".split()
)
"""Names of what reads the code of a function: with one of them, functions are left alone."""

TORCH_OWN = frozenset(("cond", "while_loop"))
"""Names of these that read code as torch's own alone: `np.linalg.cond` is a condition number."""

SEEN_BY = TRACERS | WATCHERS | {"RecursionError", "setrecursionlimit", "getrecursionlimit"}
"""Names, also in texts, of what may see that a run is recorded."""

SCALAR_CALLS = frozenset(
    "bool chr dict float format frozenset hash id input int isinstance len ord open print range"
    " repr set str type".split()
)
"""Built-ins that give nothing with a shape."""

LOOPS = (ast.For, ast.AsyncFor, ast.While)

SHAPELESS = (
    ast.Constant, ast.JoinedStr, ast.Dict, ast.Set, ast.DictComp, ast.SetComp, ast.GeneratorExp,
    ast.Lambda,
)  # fmt: skip


@dataclass
class Constants:
    """Objects that stand in code as constants: the compiler knows them by a token."""

    token: str = field(default_factory=lambda: os.urandom(8).hex())
    objects: list[Any] = field(default_factory=list)
    numbers: dict[int, int] = field(default_factory=dict)
    """By the id of an object."""

    def node(self, thing: object) -> ast.Constant:
        """Return what stands for an object in a tree."""
        number = self.numbers.setdefault(id(thing), len(self.objects))
        if number == len(self.objects):
            self.objects.append(thing)
        return ast.Constant((self.token, number))  # type: ignore[arg-type]  # compile takes it

    def fill(self, code: CodeType) -> CodeType:
        """Return compiled code with the objects in their places."""
        filled = tuple(map(self._find, code.co_consts))
        same = all(a is b for a, b in zip(filled, code.co_consts, strict=True))
        return code if same else code.replace(co_consts=filled)

    def _find(self, constant: Any) -> Any:
        if isinstance(constant, CodeType):
            return self.fill(constant)
        if isinstance(constant, tuple) and len(constant) == 2 and constant[0] == self.token:
            return self.objects[constant[1]]
        return constant


def instrument(tree: ast.Module) -> tuple[Recorder, Constants]:
    """Add looks to a snippet's tree; what is compiled of it has to be filled with the constants."""
    recorder, constants = Recorder(), Constants()
    names = find_names(tree)
    if not names & WATCHERS and "builtins" not in find_words(tree):
        places = {id(node): place for place, node in enumerate(find_assignments(tree))}
        _Instrument(recorder, constants, places, not names & TRACERS).body(tree.body, "module")
    return recorder, constants


def find_names(tree: ast.Module) -> set[str]:
    """Return all names that the code mentions, parts of imported names too.

    Those of `TORCH_OWN` only where they may be torch's, and `compile` not where it is Python's own.
    """
    names: set[str] = set()
    nodes = list(ast.walk(tree))
    of_torch = set(_bound_to_torch(nodes))
    unknown = set() if "*" in of_torch else TORCH_OWN | {"compile"}
    for node in nodes:
        if isinstance(node, ast.Name):
            names.update({node.id} - unknown)
        elif isinstance(node, ast.Attribute):
            is_plain = isinstance(node.value, ast.Name) and node.value.id == "re"
            if not is_plain and (node.attr not in TORCH_OWN or _may_be_torchs(node, of_torch)):
                names.add(node.attr)
        elif isinstance(node, ast.Import):
            names.update(part for alias in node.names for part in alias.name.split("."))
        elif isinstance(node, ast.ImportFrom):
            module = (node.module or "").split(".")
            given = {alias.name for alias in node.names}
            is_torchs = module[0] == "torch" and "linalg" not in module
            names.update(module, given if is_torchs else given - TORCH_OWN)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            names.add(node.name)
    return names


def _bound_to_torch(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Yield the names that imports of torch bind."""
    for node in nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.partition(".")[0] == "torch":
                    yield alias.asname or "torch"
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "torch":
            yield from (alias.asname or alias.name for alias in node.names)


def _may_be_torchs(node: ast.Attribute, of_torch: Collection[str]) -> bool:
    """Say whether an attribute may be one of torch, and none of its linear algebra."""
    value = node.value
    while isinstance(value, ast.Attribute) and value.attr != "linalg":
        value = value.value
    if isinstance(value, ast.Name):
        return value.id in of_torch and value.id != "linalg"
    return not isinstance(value, ast.Attribute)


def find_words(tree: ast.Module) -> set[str]:
    """Return all names, and the texts that could be names: `getattr(torch, "compile")`."""
    texts = {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)}
    return find_names(tree).union(*(t.split(".") for t in texts if isinstance(t, str)))


class _Instrument:
    """Walks the statements; expressions stay as they are."""

    def __init__(
        self, recorder: Recorder, constants: Constants, places: dict[int, int], functions: bool
    ) -> None:
        self.recorder = recorder
        self.constants = constants
        self.places = places
        self.functions = functions
        self.group: Group | None = None
        """Of the loop or function that is walked."""

    def body(self, statements: list[ast.stmt], scope: str) -> None:
        """Add looks to a list of statements, in place."""
        out: list[ast.stmt] = []
        for statement in statements:
            if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
                if self.functions:
                    self._function(statement)
                out.append(statement)
                continue
            inner = "class" if isinstance(statement, ast.ClassDef) else scope
            outer = self.group
            for part in _blocks(statement):
                if isinstance(statement, LOOPS) and part is statement.body:
                    self.group = Group()
                    self.body(part, inner)
                    if scope != "class":
                        part[:0] = self._targets(statement)
                    if outer is None and scope == "module" and _is_over_range(statement):
                        self._in_parts(statement)
                    else:
                        part[:0] = self._wake(statement)
                    self.group = outer
                else:
                    self.body(part, inner)
            # A class's namespace may be any mapping: its own statements are left alone.
            out += [statement] if scope == "class" else self._statement(statement)
        statements[:] = out

    def _wake(self, node: ast.stmt) -> list[ast.stmt]:
        """Return what wakes the looks of the body that was walked.

        `for () in group.count: break`, `else: group.wake()`: a step costs less than a call.
        """
        assert self.group is not None
        if not self.group.used:
            return []
        count, none = self._part("count"), ast.Tuple([], ast.Store())
        wake = ast.Expr(ast.Call(self._part("wake"), [], []))
        return _placed(node, [ast.For(none, count, [ast.Break()], [wake])])

    def _in_parts(self, node: ast.For) -> None:
        """Make two of a loop that runs once: `for part in group.parts(x)`, `for step in part`."""
        assert self.group is not None
        if not self.group.used:
            return
        part = ast.copy_location(self._part("part"), node.iter)  # what is no range fails there
        inner = ast.For(node.target, part, node.body, [ast.Continue()])
        node.target = self._part("part", ast.Store())
        node.iter = ast.Call(self._part("parts"), [node.iter], [])
        node.body = [inner, ast.Break()]
        _placed(node, [node])

    def _targets(self, node: ast.stmt) -> Iterator[ast.stmt]:
        if isinstance(node, (ast.For, ast.AsyncFor)) and not _is_shapeless(node.iter):
            yield from self._looks(node, node.target)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        outer, self.group = self.group, Group()
        self.body(node.body, "function")
        given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        looks = [
            row
            for argument in given
            if argument.arg not in ("self", "cls")
            for row in self._look_at(node, ast.Name(argument.arg, ast.Load()))
        ]
        start = 1 if ast.get_docstring(node, clean=False) is not None else 0
        node.body[start:start] = [*self._wake(node), *looks]
        self.group = outer

    def _statement(self, node: ast.stmt) -> list[ast.stmt]:
        """Return what takes a statement's place."""
        if isinstance(node, (ast.With, ast.AsyncWith)):
            for item in reversed(node.items):
                if item.optional_vars is not None:
                    node.body[:0] = self._looks(node, item.optional_vars)
        elif isinstance(node, ast.Return):
            if isinstance(node.value, ast.Name):
                return [*self._look_at(node, node.value, "return"), node]
            if node.value is not None and not _is_shapeless(node.value):
                return self._through(node, "return")
        elif isinstance(node, ast.AugAssign):
            return [node, *self._looks(node, node.target)]
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            return self._assign(node)
        return [node]

    def _assign(self, node: ast.Assign | ast.AnnAssign) -> list[ast.stmt]:
        if node.value is None or _is_shapeless(node.value):
            return [node]
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        # What is bound to several names is told once, by the plainest.
        for kinds in ((ast.Name,), (ast.Tuple, ast.List)):
            for target in targets:
                if isinstance(target, kinds):
                    garbled = _is_uninitialized(node.value)
                    return [node, *self._looks(node, target, garbled)]
        return self._through(node, ast.unparse(targets[0]))

    def _looks(self, node: ast.stmt, target: ast.expr, garbled: bool = False) -> Iterator[ast.stmt]:
        """Yield a look at each plain name of a target."""
        if isinstance(target, ast.Starred):
            target = target.value
        if isinstance(target, ast.Name) and target.id != "_":
            name = ast.Name(target.id, ast.Load())
            yield from self._look_at(node, name, garbled=garbled)
        elif isinstance(target, (ast.Tuple, ast.List)):
            for part in target.elts:
                yield from self._looks(node, part, garbled)

    def _look_at(
        self, node: ast.stmt, name: ast.Name, label: str = "", garbled: bool = False
    ) -> list[ast.stmt]:
        """Return `if gate.open: gate.look(name)`."""
        gate = self.recorder.look(self.places[id(node)], label or name.id, garbled, self.group)
        call = ast.Call(self._of(gate, "look"), [ast.Name(name.id, ast.Load())], [])
        return _placed(node, [ast.If(self._of(gate, "open"), [ast.Expr(call)], [])])

    def _through(self, node: ast.Return | ast.Assign | ast.AnnAssign, label: str) -> list[ast.stmt]:
        """Return `if gate.open: self.x = gate.look(value)`, `else: self.x = value`.

        To read `self.x` or `x[i]` again could do anything.
        """
        assert node.value is not None
        if len(label) > MAX_NAME:
            label = label[: MAX_NAME - 1] + "…"
        garbled = _is_uninitialized(node.value)
        gate = self.recorder.look(self.places[id(node)], label, garbled, self.group)
        looked = copy.deepcopy(node)
        call = ast.Call(self._of(gate, "look"), [looked.value], [])  # type: ignore[list-item]
        looked.value = ast.copy_location(call, node.value)
        return _placed(node, [ast.If(self._of(gate, "open"), [looked], [node])])

    def _part(self, name: str, context: ast.expr_context | None = None) -> ast.Attribute:
        assert self.group is not None
        return self._of(self.group, name, context)

    def _of(
        self, thing: Gate | Group, name: str, context: ast.expr_context | None = None
    ) -> ast.Attribute:
        return ast.Attribute(self.constants.node(thing), name, context or ast.Load())


def _placed(node: ast.stmt, rows: list[ast.stmt]) -> list[ast.stmt]:
    """Return what was added, placed at the statement that it belongs to."""
    for row in rows:
        ast.copy_location(row, node)
        for part in ast.walk(row):
            if "lineno" in part._attributes and not hasattr(part, "lineno"):
                ast.copy_location(part, node)
    return rows


def _blocks(node: ast.stmt) -> Iterator[list[ast.stmt]]:
    """Yield the lists of statements inside a statement."""
    for name in ("body", "orelse", "finalbody"):
        if isinstance(part := getattr(node, name, None), list):
            yield part
    for part in [*getattr(node, "handlers", []), *getattr(node, "cases", [])]:
        yield part.body


def _is_over_range(node: ast.stmt) -> TypeGuard[ast.For]:
    return (
        isinstance(node, ast.For)
        and isinstance(node.iter, ast.Call)
        and isinstance(node.iter.func, ast.Name)
        and node.iter.func.id == "range"
    )


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
