"""Templates with what they include: compiled as one, where it makes no difference.

A page of the theme includes some thirty templates, and each has a context of its own made, with all
the names of the page. What is included by a name that is written there, and asks for nothing that
the template around it sets, stands in its place instead; what is text alone, such as an icon, is
taken as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

import jinja2
from jinja2 import meta, nodes
from jinja2.compiler import CodeGenerator
from jinja2.utils import _PassArg
from jinja2.visitor import NodeTransformer

NAME = re.compile(r"[\"']([^\"'\\\n]+\.html)[\"']")
"""How the name of a template is written, of those that may be taken in."""

CONTEXTUAL = {"mkdocs", "maedeup"}
"""Packages whose filters ask the context for the page and the base of addresses alone."""
ASKED = {"page", "base_url", "config", "nav"}
CALLED = {"lang", "namespace"}
"""What templates may call besides their own macros: none of it asks for the context."""
FROM_AROUND = {"self", "super", "caller", "varargs", "kwargs"}


def take_in(env: jinja2.Environment) -> None:
    """Have an environment compile templates with what they include."""
    if env.autoescape is not False or env.is_async:
        return
    if type(env).join_path is not jinja2.Environment.join_path:
        return
    vars(env)["text_of"] = partial(_text_of, env, {})
    env.code_generator_class = _Generator


def takes_in(env: jinja2.Environment) -> bool:
    """Say whether an environment compiles templates with what they include."""
    return env.code_generator_class is _Generator


def sources_of(env: jinja2.Environment, source: str) -> str:
    """Return the texts of all templates that one may be compiled with."""
    found: dict[str, str] = {}
    waiting = [source]
    while waiting:
        for name in NAME.findall(waiting.pop()):
            if name not in found:
                found[name] = _source(env, name) or ""
                waiting.append(found[name])
    return "\n".join(f"{name}\n{text}" for name, text in sorted(found.items()))


class _Generator(CodeGenerator):
    def visit_Template(self, node: nodes.Template, frame: Any = None) -> None:  # noqa: N802
        _Taker(self.environment, _set_in(node.body), (str(self.name),)).generic_visit(node)
        super().visit_Template(node, frame)

    def visit_Include(self, node: nodes.Include, frame: Any) -> None:  # noqa: N802
        if node.ignore_missing or not node.with_context:
            super().visit_Include(node, frame)
            return
        self.writeline("text = environment.text_of(", node)
        self.visit(node.template, frame)
        self.write(")")
        self.writeline("if text is None:")
        self.indent()
        super().visit_Include(node, frame)
        self.outdent()
        self.writeline("else:")
        self.indent()
        self.simple_write("text", frame)
        self.outdent()


class _Taker(NodeTransformer):
    def __init__(self, env: jinja2.Environment, around: set[str], inside: tuple[str, ...]) -> None:
        self.env = env
        self.around = around
        """Names that are set around: whether they are, where something is included, is open."""
        self.inside = inside
        """Templates that are being taken in; one may include itself."""

    def visit_Block(self, node: nodes.Block) -> nodes.Node:  # noqa: N802
        """Look into a block, which sees nothing of what is set around it but by the context."""
        return _Taker(self.env, _set_in(node.body), self.inside).generic_visit(node)

    def visit_Include(self, node: nodes.Include) -> nodes.Node:  # noqa: N802
        name = node.template.value if isinstance(node.template, nodes.Const) else None
        if node.ignore_missing or not node.with_context or name in self.inside:
            return node
        tree = _parse(self.env, name) if isinstance(name, str) and NAME.match(f"'{name}'") else None
        if tree is None:
            return node
        held = _set_in(tree.body)
        if not _is_same_inside(self.env, tree, held, self.around):
            return node
        _Taker(self.env, self.around | held, (*self.inside, str(name))).generic_visit(tree)
        scope = nodes.Scope(tree.body).set_environment(self.env)
        return scope.set_lineno(node.lineno, override=True)


def _is_same_inside(
    env: jinja2.Environment, tree: nodes.Template, held: set[str], around: set[str]
) -> bool:
    """Say whether a template makes the same in the place where another includes it.

    Args:
        env: by which it was read.
        tree: the template.
        held: names that it sets.
        around: names that are set around that place.
    """
    if any(next(tree.find_all(kind), None) for kind in (nodes.Block, nodes.Extends)):
        return False
    names = {name.name for name in tree.find_all(nodes.Name) if name.ctx == "load"}
    asked = meta.find_undeclared_variables(tree) | (names & env.globals.keys())
    called = {_root(call.node) for call in tree.find_all(nodes.Call)}
    used = [env.filters.get(one.name) for one in tree.find_all(nodes.Filter)]
    used += [env.tests.get(one.name) for one in tree.find_all(nodes.Test)]
    return (
        not asked & (around | {"loop"})
        and not names & FROM_AROUND
        and not held & ASKED
        and called <= held | around | CALLED
        and all(map(_asks_for_the_page, used))
    )


def _asks_for_the_page(function: Any) -> bool:
    """Say whether all that a filter or a test can ask the context for is the page."""
    asks = getattr(function, "jinja_pass_arg", None) is _PassArg.context
    return not asks or str(function.__module__).partition(".")[0] in CONTEXTUAL


def _root(node: nodes.Node) -> str:
    """Return the name by which something is called: `lang` of `lang.t`; '' where it has none."""
    while isinstance(node, (nodes.Getattr, nodes.Getitem)):
        node = node.node
    return node.name if isinstance(node, nodes.Name) else ""


def _set_in(body: Iterable[nodes.Node]) -> set[str]:
    """Return the names that are set in a part of a template, blocks in it left out."""
    return {name for node in body for name in _names_set(node)}


def _names_set(node: nodes.Node) -> Iterator[str]:
    if isinstance(node, nodes.Block):
        return
    if isinstance(node, nodes.Name) and node.ctx != "load":
        yield node.name
    elif isinstance(node, nodes.Import):
        yield node.target
    elif isinstance(node, nodes.Macro):
        yield node.name
    elif isinstance(node, nodes.FromImport):
        yield from (name if isinstance(name, str) else name[1] for name in node.names)
    for child in node.iter_child_nodes():
        yield from _names_set(child)


def _source(env: jinja2.Environment, name: str) -> str | None:
    try:
        return env.loader.get_source(env, name)[0] if env.loader is not None else None
    except jinja2.TemplateNotFound:
        return None


def _parse(env: jinja2.Environment, name: str) -> nodes.Template | None:
    """Read a template; None where that cannot be done, which who includes it is told."""
    source = _source(env, name)
    try:
        return env._parse(source, name, name) if source is not None else None
    except jinja2.TemplateSyntaxError:
        return None


def _text_of(env: jinja2.Environment, known: dict[str, str | None], name: object) -> str | None:
    """Return what a template makes that is text alone; None of any other."""
    if not isinstance(name, str):
        return None
    if name not in known:
        tree = _parse(env, name)
        parts = (
            [part for node in tree.body for part in _parts(node)] if tree is not None else [None]
        )
        texts = [part.data for part in parts if isinstance(part, nodes.TemplateData)]
        known[name] = "".join(texts) if len(texts) == len(parts) else None
    return known[name]


def _parts(node: nodes.Node) -> list[Any]:
    return list(node.nodes) if isinstance(node, nodes.Output) else [node]
