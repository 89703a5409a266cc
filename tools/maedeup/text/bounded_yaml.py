"""YAML of authors, whose aliases may not make it grow beyond what can be written out."""

from __future__ import annotations

from typing import Any

import yaml

MOST = 20_000
"""Values that aliases may add when each is written out: ten lines can add a thousand million."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_yaml(text: str) -> Any:
    """Return what a YAML text says.

    Raises:
        yaml.YAMLError: it is none, or its aliases stand for too much, or for themselves.
    """
    loader = _LOADER(text)
    try:
        node = loader.get_single_node()
        _check(node, text)
        return None if node is None else loader.construct_document(node)
    except RecursionError:
        raise yaml.YAMLError("nested too deeply") from None
    finally:
        loader.dispose()


def wrong_at(error: yaml.YAMLError) -> tuple[int, str]:
    """Return the line of a text at which it is no YAML, 1 where none is known, and why."""
    mark = getattr(error, "problem_mark", None)
    what = getattr(error, "problem", None) or error
    return mark.line + 1 if mark else 1, str(what).splitlines()[0]


def check_growth(text: str) -> None:
    """Find out whether the aliases of a text with tags of others stand for too much.

    Raises:
        yaml.YAMLError: they do, or the text is no YAML.
    """
    if "*" in text:
        _check(yaml.compose(text, _LOADER), text)


def _check(node: yaml.Node | None, text: str) -> None:
    if node is None or "*" not in text:
        return
    sizes: dict[int, int] = {}
    done: list[yaml.Node] = []
    _count(node, sizes, done)
    most = MOST + len(sizes)
    if grown := next((one for one in done if sizes[id(one)] > most), None):
        problem = f"aliases that stand for more than {MOST:,} values"
        raise yaml.MarkedYAMLError(problem=problem, problem_mark=grown.start_mark)


def _count(node: yaml.Node, sizes: dict[int, int], done: list[yaml.Node]) -> int:
    """Return how many values a node stands for: without end, where it holds itself."""
    if id(node) not in sizes:
        sizes[id(node)] = 1 << 62  # of itself, while it is counted
        parts = node.value if isinstance(node, yaml.CollectionNode) else []
        inside = [n for part in parts for n in (part if isinstance(part, tuple) else (part,))]
        sizes[id(node)] = 1 + sum(_count(one, sizes, done) for one in inside)
        done.append(node)
    return sizes[id(node)]
