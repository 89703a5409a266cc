"""Add looks behind the assignments of a snippet's tree, so that a run tells shapes line by line.

    for x in y:        ->  for x in y: wake; if look: look(x)
    for n in range(9): ->  for part in parts(range(9)): for n in part: if look: look(n)
    x = f()            ->  x = f(); if look: look(x)
    self.x = f()       ->  if look: self.x = look(f())   else: self.x = f()

Each look is a built-in of a name that no code can write, so that neither the snippet's variables
nor its locals change; each node keeps its line. What stays of a look that has had enough is one
test of a name.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from typing import TypeGuard

from maedeup.runs.snippet import find_assignments
from maedeup.runs.worker.shapes import Group, Recorder

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
    "bool chr dict float format frozenset hash id input int isinstance len ord open print range"
    " repr set str type".split()
)
"""Built-ins that give nothing with a shape."""

LOOPS = (ast.For, ast.AsyncFor, ast.While)

SHAPELESS = (
    ast.Constant, ast.JoinedStr, ast.Dict, ast.Set, ast.DictComp, ast.SetComp, ast.GeneratorExp,
    ast.Lambda,
)  # fmt: skip


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
                    self.group = Group("")
                    self.body(part, inner)
                    if scope != "class":
                        part[:0] = self._targets(statement, scope)
                    if outer is None and scope == "module" and _is_over_range(statement):
                        self._in_parts(statement)
                    else:
                        part[:0] = self._wake(statement, scope)
                    self.group = outer
                else:
                    self.body(part, inner)
            # A class's namespace may be any mapping: its own statements are left alone.
            out += [statement] if scope == "class" else self._statement(statement, scope)
        statements[:] = out

    def _wake(self, node: ast.stmt, scope: str) -> list[ast.stmt]:
        """Give what wakes the looks of the body that was walked.

        `for () in group.count: break`, `else: group.wake()`: a step costs less than a call.
        """
        assert self.group is not None
        if not (name := self.group.name):
            return []
        count, none = _part_of(name, "count", ast.Load()), ast.Tuple([], ast.Store())
        wake = ast.Expr(ast.Call(_part_of(name, "wake", ast.Load()), [], []))
        return self._placed(node, [ast.For(none, count, [ast.Break()], [wake])], name, scope)

    def _in_parts(self, node: ast.For) -> None:
        """Make two of a loop that runs once: `for part in group.parts(x)`, `for step in part`."""
        assert self.group is not None
        if not (name := self.group.name):
            return
        part = _part_of(name, "part", ast.Load())
        inner = ast.For(node.target, part, node.body, [ast.Continue()])
        node.target = _part_of(name, "part", ast.Store())
        node.iter = ast.Call(_part_of(name, "parts", ast.Load()), [node.iter], [])
        node.body = [inner, ast.Break()]
        self._placed(node, [node], name, "")

    def _targets(self, node: ast.stmt, scope: str) -> Iterator[ast.stmt]:
        if isinstance(node, (ast.For, ast.AsyncFor)) and not _is_shapeless(node.iter):
            yield from self._looks(node, node.target, scope)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        outer, self.group = self.group, Group("")
        self.body(node.body, "function")
        given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        looks = [
            row
            for argument in given
            if argument.arg not in ("self", "cls")
            for row in self._look_at(node, ast.Name(argument.arg, ast.Load()), "function")
        ]
        start = 1 if ast.get_docstring(node, clean=False) is not None else 0
        node.body[start:start] = [*self._wake(node, "function"), *looks]
        self.group = outer

    def _statement(self, node: ast.stmt, scope: str) -> list[ast.stmt]:
        """Give what takes a statement's place."""
        if isinstance(node, (ast.With, ast.AsyncWith)):
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

    def _assign(self, node: ast.Assign | ast.AnnAssign, scope: str) -> list[ast.stmt]:
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
        self, node: ast.stmt, target: ast.expr, scope: str, garbled: bool = False
    ) -> Iterator[ast.stmt]:
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
        self, node: ast.stmt, name: ast.Name, scope: str, label: str = "", garbled: bool = False
    ) -> list[ast.stmt]:
        """Give `if look: look(name)`."""
        slot = self.recorder.look(self.places[id(node)], label or name.id, garbled, self.group)
        call = ast.Expr(ast.Call(_load(slot), [ast.Name(name.id, ast.Load())], []))
        return self._placed(node, [ast.If(_load(slot), [call], [])], slot, scope)

    def _through(
        self, node: ast.Return | ast.Assign | ast.AnnAssign, label: str, scope: str
    ) -> list[ast.stmt]:
        """Give `if look: self.x = look(value)`, `else: self.x = value`.

        To read `self.x` or `x[i]` again could do anything.
        """
        assert node.value is not None
        if len(label) > MAX_NAME:
            label = label[: MAX_NAME - 1] + "…"
        garbled = _is_uninitialized(node.value)
        slot = self.recorder.look(self.places[id(node)], label, garbled, self.group)
        looked = copy.deepcopy(node)
        looked.value = ast.Call(_load(slot), [looked.value], [])  # type: ignore[list-item]
        ast.copy_location(looked.value, node.value)
        return self._placed(node, [ast.If(_load(slot), [looked], [node])], slot, scope)

    def _placed(
        self, node: ast.stmt, rows: list[ast.stmt], slot: str, scope: str
    ) -> list[ast.stmt]:
        if scope == "module":  # the quick way to a built-in; emits no code
            rows = [ast.Global([slot]), *rows]
        for row in rows:
            ast.copy_location(row, node)
            for part in ast.walk(row):
                if "lineno" in part._attributes and not hasattr(part, "lineno"):
                    ast.copy_location(part, node)
        return rows


def _blocks(node: ast.stmt) -> Iterator[list[ast.stmt]]:
    """Give the lists of statements inside a statement."""
    for name in ("body", "orelse", "finalbody"):
        if isinstance(part := getattr(node, name, None), list):
            yield part
    for part in [*getattr(node, "handlers", []), *getattr(node, "cases", [])]:
        yield part.body


def _load(name: str) -> ast.Name:
    return ast.Name(name, ast.Load())


def _part_of(name: str, part: str, context: ast.expr_context) -> ast.Attribute:
    return ast.Attribute(_load(name), part, context)


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
