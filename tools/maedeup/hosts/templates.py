"""The theme's templates: compiled once, found fast, their words looked up once for all pages."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import meta, nodes
from jinja2.bccache import Bucket

from maedeup.hosts.taken_in import sources_of, take_in, takes_in

COMPILED = ".maedeup/cache/templates"
WORDS = "partials/language.html"
"""Where Material has what its pages say, as a macro `t`."""


class _Cache(jinja2.FileSystemBytecodeCache):
    def get_bucket(
        self, environment: jinja2.Environment, name: str, filename: str | None, source: str
    ) -> Bucket:
        # What other plugins have added has a part in what a template is compiled to.
        added = (environment.filters, environment.tests, environment.globals)
        told = [f"{n}={getattr(v, '__module__', '')}" for some in added for n, v in some.items()]
        taken = takes_in(environment)
        sources = [source, str(taken), sources_of(environment, source) if taken else ""]
        about = [*environment.extensions, str(environment.autoescape), *sorted(told)]
        return super().get_bucket(environment, name, filename, "\n".join([*sources, *about]))

    def dump_bytecode(self, bucket: Bucket) -> None:
        with contextlib.suppress(OSError):  # a full disk: the next build compiles it again
            super().dump_bytecode(bucket)


def keep_compiled(theme: Any, root: Path) -> None:
    """Have the theme's templates compiled once: plugins and MkDocs ask for an environment each."""
    folder = root / COMPILED
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    if "get_env" in vars(theme) or not folder.is_dir():
        return
    cache, plain = _Cache(str(folder)), theme.get_env

    def get_env() -> jinja2.Environment:
        env: jinja2.Environment = plain()
        env.bytecode_cache = cache
        take_in(env)
        env.cache = {}  # of all templates: a page asks for thirty, and order among them costs
        list_faster(env)
        return env

    theme.get_env = get_env


def list_faster(env: jinja2.Environment) -> None:
    """Have MkDocs find the files of a theme without a look into hidden folders.

    It wants nothing of them; Material has fourteen thousand pictures there.
    """
    plain, loader = env.list_templates, env.loader

    def list_templates(
        extensions: Any = None, filter_func: Callable[[str], bool] | None = None
    ) -> list[str]:
        asks = getattr(filter_func, "__qualname__", "").partition(".<locals>")[0]
        if asks != "Files.add_files_from_theme" or type(loader) is not jinja2.FileSystemLoader:
            return plain(extensions, filter_func)
        found = set()
        for top in loader.searchpath:
            for folder, inner, files in os.walk(top, followlinks=loader.followlinks):
                if folder == top:
                    inner[:] = [name for name in inner if not name.startswith(".")]
                found |= {Path(folder, name).relative_to(top).as_posix() for name in files}
        return sorted(filter(filter_func, found))

    env.list_templates = list_templates  # type: ignore[method-assign]


def keep_words(env: jinja2.Environment) -> None:
    """Have each of the theme's words looked up once, where nothing but the settings decides it.

    A page asks for two dozen of them; for each, two macros of a table of a hundred words are run.
    """
    if env.loader is None:
        return
    try:
        read = env.parse(env.loader.get_source(env, WORDS)[0])
    except jinja2.TemplateError:  # another theme's, or none that can be read
        return
    asked = meta.find_undeclared_variables(read)
    if asked - {"config"} or next(read.find_all(nodes.Filter), None) is not None:
        return
    template = env.get_template(WORDS)
    plain, words = template.make_module, list[_Words]()

    def make_module(vars: Any = None, shared: bool = False, locals: Any = None) -> Any:
        if not words:
            words.append(_Words(plain(vars, shared, locals)))
        return words[0]

    template.make_module = make_module  # type: ignore[method-assign]


class _Words:
    """Stands in for what a page imports of the theme's words."""

    def __init__(self, module: Any) -> None:
        self._module = module
        self._known: dict[tuple[str, bool], str] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._module, name)

    @jinja2.pass_eval_context
    def t(self, context: nodes.EvalContext, key: str) -> str:
        """Return a word."""
        asked = key, context.autoescape
        if asked not in self._known:
            self._known[asked] = self._module.t(context, key)
        return self._known[asked]
