"""`mkdocs.yml` -> Settings, by MkDocs' own loader: command line, tests and build read alike.

So `INHERIT`, `!ENV` and `-f OTHER.yml` mean the same to all of them, and what is wrong with a
setting is told once, with its line, by whoever reads it.
"""

from __future__ import annotations

import logging
import os
import re
import reprlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import yaml
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError
from pathspec.gitignore import GitIgnoreSpec

from maedeup.hosts.asking import asker
from maedeup.runs.cluster import say_wrong
from maedeup.text.bounded_yaml import check_growth, wrong_at
from maedeup.text.errors import MaedeupError, Problem, suggest
from maedeup.text.paths import SourcePath, nfc, read_source
from maedeup.vault.site_settings import OPTION, Settings

OPTIONS = {
    f.name: (f.metadata[OPTION], f.default) for f in fields(Settings) if OPTION in f.metadata
}
"""What needs no more than a field of `Settings`."""

KINDS: dict[str, tuple[type, object]] = OPTIONS | {
    "snippets_dir": (str, "snippets"),
    "checks": (object, {}),  # read and judged where the checks are
    "notebooks": (dict, {}),
    "take_away": (bool, True),
    "drafts": (dict, {}),
    "last_check": (bool, True),
    "results": (list, []),
    "publish_results": (bool, True),
}
"""Each setting of the plugin: what it is, and what it is where nothing is said."""

RESULTS = "MAEDEUP_RESULTS"
"""Environment variable with addresses of results, apart by spaces: asked before the settings'."""

EXECUTOR = "MAEDEUP_EXECUTOR"
"""Environment variable that takes the place of the setting `executor`."""

INHERIT = re.compile(r"^INHERIT:\s*[\"']?(?P<path>.+?)[\"']?\s*$", re.MULTILINE)
_NAMES = {str: "a text", int: "a number", bool: "true or false", dict: "a table", list: "a list"}


class MaedeupConfig(Config):  # type: ignore[no-untyped-call]  # MkDocs types no __init_subclass__
    """`plugins: - maedeup: {…}`. What is wrong is kept, to be told as any other problem."""

    def validate(self) -> tuple[list[Any], list[Any]]:
        """Fill in what is not said; report nothing to the host, which knows no lines."""
        self.wrong: list[tuple[str, str, str, str, str]] = []
        for name in sorted(set(self) - set(KINDS)):
            hint = suggest(name, KINDS, "one of " + ", ".join(KINDS))
            self.wrong.append(("unknown-setting", name, "unknown setting", name, hint))
        for name, (kind, default) in KINDS.items():
            given = self.get(name)
            fits = isinstance(given, kind) and not (kind is int and isinstance(given, bool))
            if given is not None and not fits:
                problem, hint = f"{name} is not {_NAMES[kind]}", f"write `{default}`"
                self.wrong.append(("bad-setting", name, problem, _short(given), hint))
            if name == "notebooks" and isinstance(given, dict):
                for part in sorted(map(str, set(given) - {"include", "exclude"})):
                    hint = suggest(part, ("include", "exclude"), "one of include, exclude")
                    self.wrong.append(("unknown-setting", part, "unknown setting", part, hint))
            if name == "watch" and given not in (None, "", "kernel"):
                self.wrong.append(
                    ("bad-setting", name, "unknown watch", _short(given), "write `kernel`")
                )
                fits = False
            if name == "executor" and fits and given and (hint := say_wrong(given)):
                self.wrong.append(("bad-setting", name, "unknown executor", given, hint))
                fits = False
            self[name] = given if given is not None and fits else default
        return [], []


def _short(given: object) -> str:
    """Return a value as text, in which aliases of YAML are not written out."""
    return reprlib.repr(given) if isinstance(given, (dict, list)) else str(given)


def load_settings(root: Path, file: str = "mkdocs.yml") -> Settings:
    """Read the settings of a site as MkDocs reads them.

    Raises:
        MaedeupError: there is no such file, or MkDocs cannot use it; says where and why.
    """
    if not (root / file).is_file():
        hint = "run this in the folder of mkdocs.yml, or name the file by `-f`"
        raise MaedeupError(Problem("no-settings", file, 0, "no such file", root.name, hint))
    text = read_source(root / file, SourcePath(file))  # says so if it is no text
    logging.getLogger("mkdocs").addFilter(_is_no_notice)
    try:
        check_growth(text)
        config = _load(root / file)
        if not config.data and not config.user_configs[-1]:
            hint = "write `site_name: …`"
            raise MaedeupError(Problem("no-settings", file, 1, "no table", "empty", hint))
        errors, warnings = config.validate()
    except (yaml.YAMLError, ConfigurationError) as error:
        cause = error if isinstance(error, yaml.YAMLError) else error.__context__
        if not isinstance(cause, yaml.YAMLError):
            hint = "write `site_name: …`"
            raise MaedeupError(
                Problem("no-settings", file, 1, "no table", str(error), hint)
            ) from None
        line, what = wrong_at(cause)
        raise MaedeupError(Problem("broken-settings", file, line, "broken YAML", what)) from None
    finally:
        logging.getLogger("mkdocs").removeFilter(_is_no_notice)

    def problem(key: str, said: object) -> Problem:
        path, line = place_of(root, [file, *inherited_by(root / file)], key)
        value = str(said).strip().replace(f"{root}/", "")
        return Problem("broken-setting", path, line, f"broken setting {key}", value)

    if errors:
        raise MaedeupError(problem(*error) for error in errors)
    settings = settings_of(config)
    # What the host only warns of ends a strict build too.
    problems = (*settings.problems, *(problem(*warning) for warning in warnings))
    first = [config]

    def load() -> MkDocsConfig:
        if first:
            return first.pop()
        again = _load(root / file)
        again.validate()
        return again

    return replace(settings, problems=problems, ask_host=asker(load, file))


def _load(file: Path) -> MkDocsConfig:
    config = MkDocsConfig(config_file_path=str(file))
    with file.open("rb") as stream:
        config.load_file(stream)
    return config


def settings_of(config: MkDocsConfig, keep_warm: bool = False) -> Settings:
    """Return what of a host's settings is ours to know."""
    file = Path(config.config_file_path)
    root = file.resolve().parent
    plugin = config.plugins.get("maedeup")
    if plugin is not None:
        own = plugin.config
    else:
        own = MaedeupConfig()
        own.validate()
    inherited = inherited_by(file)
    return Settings(
        root=root,
        file=file.name,
        inherited=inherited,
        name=config.site_name or "",
        language=language_of(config),
        vault=os.path.relpath(config.docs_dir, root),
        snippets=own["snippets_dir"],
        use_directory_urls=config.use_directory_urls,
        repo_url=config.repo_url or "",
        checks=own["checks"],
        in_navigation=_navigation_of(config),
        runs_fences=_runs_fences(config),
        take_away=plugin is not None and own["take_away"],
        includes_notebook=_notebooks_of(own["notebooks"]),
        results=(*os.environ.get(RESULTS, "").split(), *map(str, own["results"])),
        publish_results=plugin is not None and own["publish_results"],
        site_url=config.site_url or "",
        **{name: own[name] for name in OPTIONS}
        | ({"executor": executor} if (executor := os.environ.get(EXECUTOR)) else {}),
        drafts=own["drafts"],
        keep_warm=keep_warm,
        problems=tuple(
            Problem(code, *place_of(root, [file.name, *inherited], key), problem, value, hint)
            for code, key, problem, value, hint in own.wrong
        ),
    )


def language_of(config: MkDocsConfig) -> str:
    """Return the language of a site: its theme's, as Material names it or as MkDocs does."""
    given = config.theme.get("language") or config.theme.get("locale")
    return str(given or "en")


def nav_paths(nav: Any) -> Iterator[str]:
    """Yield the paths that a navigation tree names, at whatever depth."""
    if isinstance(nav, str):
        yield nav
    for entry in nav.values() if isinstance(nav, dict) else nav if isinstance(nav, list) else ():
        yield from nav_paths(entry)


def _navigation_of(config: MkDocsConfig) -> Callable[[str], bool]:
    """Return what says whether a page is in the navigation; without `nav` the host puts all in."""
    if config.nav is not None:
        named = {nfc(path) for path in nav_paths(config.nav)}
        named |= {f"{path.removesuffix('.ipynb')}.md" for path in named if path.endswith(".ipynb")}
        return frozenset(named).__contains__
    left_out = config.not_in_nav
    return lambda src_uri: not (left_out and left_out.match_file(src_uri))


def _notebooks_of(given: dict[str, Any]) -> Callable[[str], bool]:
    """Return what says whether a notebook of the vault becomes a page, by its `src_uri`."""
    include, exclude = (_patterns(given.get(name)) for name in ("include", "exclude"))
    inside = GitIgnoreSpec.from_lines(include or ["*.ipynb"])
    outside = GitIgnoreSpec.from_lines(exclude)
    return lambda src_uri: inside.match_file(src_uri) and not outside.match_file(src_uri)


def _patterns(given: object) -> list[str]:
    return [given] if isinstance(given, str) else list(given) if isinstance(given, list) else []


def _runs_fences(config: MkDocsConfig) -> bool:
    """Say whether markdown-exec runs fences, as a plugin or as a formatter of superfences."""
    fences = config.mdx_configs.get("pymdownx.superfences") or {}
    return "markdown-exec" in config.plugins or "markdown_exec" in str(fences)


def inherited_by(file: Path) -> tuple[str, ...]:
    """Return the paths of the files that a settings file inherits from, from its folder."""
    root, found = file.resolve().parent, []
    while file.is_file() and (named := INHERIT.search(file.read_text("utf-8", "replace"))):
        file = (file.resolve().parent / named["path"]).resolve()
        path = os.path.relpath(file, root)
        if path in found:  # MkDocs refuses a circle
            break
        found.append(path)
    return tuple(found)


def place_of(root: Path, files: Iterable[str], key: str) -> tuple[str, int]:
    """Return the first of these files that names a setting, and the line; else the first."""
    pattern = re.compile(rf"(?<![\w-]){re.escape(key)}[\"']?\s*:")
    for path in (paths := list(files)):
        text = (root / path).read_text("utf-8", "replace") if (root / path).is_file() else ""
        for number, row in enumerate(text.split("\n"), 1):
            if pattern.search(row):
                return path, number
    return paths[0], 1


def _is_no_notice(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.ERROR
