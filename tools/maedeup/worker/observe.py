"""Note what a run touches, and write its receipt."""

from __future__ import annotations

import builtins
import dataclasses
import linecache
import os
import posixpath
import re
import sys
import sysconfig
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from maedeup import receipt
from maedeup.paths import find_source_path
from maedeup.product import Error, Products, Text
from maedeup.receipt import (
    ABSENT,
    Receipt,
    digest_file,
    digest_folder,
    find_device,
    python_version,
)
from maedeup.snippet import Snippet, code_key, string_constants, text_key
from maedeup.worker import figures

CHANGED_MEANWHILE = "changed while the run read it"
"""Stands for a digest and equals none: such a result is shown once and never used again."""

SYSTEM_FOLDERS = ("/proc/", "/sys/", "/dev/", "/etc/", "/usr/", "/lib", "/var/cache/")


class Observer:
    """Notes what one run reads and imports."""

    def __init__(self, root: Path, snippet: Snippet) -> None:
        self.root = str(root)
        self.snippet = snippet
        self.files: dict[str, int] = {}
        """Modification time in ns when first opened, -1 when absent; by absolute path."""
        self.opened: dict[str, int] = {}
        """How often."""
        self.folders: dict[str, str] = {}
        self.own_file = f"{self.root}/{snippet.path}"
        self.shows_source = False
        """Whether the run asked for lines of its own source."""
        self.imported: set[str] = set()
        """Top-level names imported by the project's own code."""

    def note_file(self, path: str) -> None:
        """Note that a file was opened for reading, or looked for."""
        absolute = os.path.abspath(path)  # noqa: PTH100  # a path of the run's working directory
        self.opened[absolute] = self.opened.get(absolute, 0) + 1
        if absolute not in self.files and self._counts(absolute):
            self.files[absolute] = _mtime(absolute)

    def note_folder(self, path: str) -> None:
        """Note that a folder's names were read."""
        absolute = os.path.abspath(path)  # noqa: PTH100
        if absolute not in self.folders and self._counts(absolute):
            self.folders[absolute] = digest_folder(Path(absolute))

    def note_command(self, arguments: Any) -> None:
        """Note the files on a child process's command line; what it reads besides is not seen."""
        if isinstance(arguments, (str, bytes)):
            arguments = os.fsdecode(arguments).split()
        for argument in arguments or ():
            if isinstance(argument, (str, bytes, os.PathLike)):
                path = os.fsdecode(argument)
                if os.path.isfile(path):  # noqa: PTH113
                    self.note_file(path)

    def watch(self) -> None:
        """Note from now on what the project's own code imports, and whether it reads itself."""
        self._watch_imports()
        plain_getlines = linecache.getlines

        def noting_getlines(filename: str, module_globals: Any = None) -> list[str]:
            self.shows_source = self.shows_source or filename == self.own_file
            return plain_getlines(filename, module_globals)

        # inspect.getsource, warnings and tracebacks all get a file's lines here.
        linecache.getlines = noting_getlines

    def _watch_imports(self) -> None:
        """Note the imports of the project's own code.

        The audit event `import` is silent for what the warm process holds already, so the
        built-in function is wrapped.
        """
        plain_import = builtins.__import__

        def noting_import(
            name: str,
            globals: Mapping[str, object] | None = None,  # the built-in's own name
            locals: Mapping[str, object] | None = None,
            fromlist: Sequence[str] | None = (),
            level: int = 0,
        ) -> Any:
            if level == 0 and globals is not None and self._is_ours(globals.get("__file__")):
                self.imported.add(name.partition(".")[0])
            return plain_import(name, globals, locals, fromlist, level)

        builtins.__import__ = noting_import

    def device_shown(self) -> str:
        """Give what the run computed on."""
        torch = sys.modules.get("torch")
        if torch is not None and torch.cuda.is_initialized():
            return str(torch.cuda.get_device_name())
        return "CPU"

    def shown_versions(self) -> dict[str, str]:
        """Give the versions a reader wants to know: Python and what the project's code imports."""
        names = sorted({d for top in self.imported for d in distributions_of(top)})
        found = {name: find_version(name) for name in names}
        return {"Python": python_version().split()[1]} | {n: v for n, v in found.items() if v}

    def finish(self, begun: Receipt, products: Products) -> Receipt:
        """Write the receipt of the finished run."""
        modules = self._project_modules()
        texts: dict[str, str] = {self.snippet.path: self.snippet.text}
        for path in modules:
            texts[path] = _read(f"{self.root}/{path}")
        files, folders = self._digests(modules, texts)
        distributions: dict[str, str | None] = {}
        for top in self.imported:
            for name in distributions_of(top):
                for required in requirements_of(name):
                    distributions[required] = find_version(required)
        if "matplotlib" in distributions:
            distributions[figures.FONT_PACKAGE] = find_version(figures.FONT_PACKAGE)
        everything = "\n".join(texts.values())
        asked = "cuda" in everything or "accelerator" in everything
        exact = self._shows_itself(products)
        return dataclasses.replace(
            begun,
            source=text_key(self.snippet.text) if exact else begun.source,
            exact=exact,
            modules=modules,
            files=files,
            folders=folders,
            env={name: os.environ.get(name) for name in self.snippet.options.env},
            distributions=distributions,
            device=find_device() if asked or self.snippet.options.gpu != "none" else None,
        )

    def _digests(
        self, modules: dict[str, str], texts: dict[str, str]
    ) -> tuple[dict[str, str], dict[str, str]]:
        files: dict[str, str] = {}
        folders = {self._name(path): digest for path, digest in self.folders.items()}
        for absolute, mtime in self.files.items():
            name = self._name(absolute)
            if name == self.snippet.path or (name in modules and self.opened[absolute] < 2):
                continue  # its code counts, not its bytes
            same = _mtime(absolute) == mtime
            files[name] = digest_file(Path(absolute)) if same else CHANGED_MEANWHILE
        named = {text for source in texts.values() for text in string_constants(source)}
        for path in sorted(named | set(self.snippet.options.inputs)):
            absolute = f"{self.root}/{path}"
            name_inside = find_source_path(self.root, path)
            if name_inside is None or name_inside in (self.snippet.path, *modules):
                continue
            if os.path.isdir(absolute):  # noqa: PTH112
                folders.setdefault(name_inside, digest_folder(Path(absolute)))
            else:
                files.setdefault(name_inside, digest_file(Path(absolute)))
        # A new file beside the snippet could take the place of an installed package.
        folder = posixpath.dirname(self.snippet.path)
        for top in self.imported - {posixpath.basename(m).partition(".")[0] for m in modules}:
            files.setdefault(
                f"{folder}/{top}.py", digest_file(Path(f"{self.root}/{folder}/{top}.py"))
            )
            files.setdefault(
                f"{folder}/{top}/__init__.py",
                digest_file(Path(f"{self.root}/{folder}/{top}/__init__.py")),
            )
        return files, folders

    def _project_modules(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for module in list(sys.modules.values()):
            file = getattr(module, "__file__", None)
            if module is sys.modules["__main__"] or not self._is_ours(file):
                continue
            name = self._name(str(file))
            found[name] = code_key(_read(str(file)))
        return found

    def _shows_itself(self, products: Products) -> bool:
        """Say whether the source's own text or line numbers may have reached the output."""
        name = self.snippet.name
        texts = [p.text for ps in products.cells.values() for p in ps if isinstance(p, Text)] + [
            v.text for v in products.values.values()
        ]
        return (
            self.shows_source
            or self.own_file in self.opened
            or isinstance(products.error, Error)
            or any(name in text for text in texts)
        )

    def _is_ours(self, file: object) -> bool:
        if not isinstance(file, str):
            return False
        return file.startswith(self.root + "/") and not _is_environment(file)

    def _counts(self, absolute: str) -> bool:
        """Say whether a file is an input, no part of Python, of a package or of the system."""
        if absolute.startswith(self.root + "/"):
            return not _is_environment(absolute) and "/.maedeup/" not in absolute
        if absolute.startswith((os.environ["TMPDIR"], *SYSTEM_FOLDERS)):
            return False
        return not _is_environment(absolute)

    def _name(self, absolute: str) -> str:
        return find_source_path(self.root, absolute) or absolute


def _mtime(path: str) -> int:
    try:
        return os.stat(path).st_mtime_ns  # noqa: PTH116
    except OSError:
        return -1


def _read(path: str) -> str:
    try:
        return Path(path).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return ABSENT


@cache
def _environment_folders() -> tuple[str, ...]:
    names = ("stdlib", "platstdlib", "purelib", "platlib")
    folders = {sys.prefix, sys.base_prefix, *(sysconfig.get_path(n) for n in names)}
    own = str(Path(__file__).parents[1])
    return tuple(folder.rstrip("/") + "/" for folder in {*folders, own})


def _is_environment(path: str) -> bool:
    return path.startswith(_environment_folders()) or "/__pycache__/" in path


find_version = cache(receipt.find_version)


@cache
def _top_levels() -> Mapping[str, list[str]]:
    return metadata.packages_distributions()


def distributions_of(top_level: str) -> list[str]:
    """Give the distributions that provide a top-level module; none for the standard library."""
    return sorted(set(_top_levels().get(top_level, [])))


@cache
def requirements_of(name: str) -> frozenset[str]:
    """Give a distribution and all installed ones that it requires, directly or not."""
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        current = waiting.pop()
        key = re.sub(r"[-_.]+", "-", current).lower()
        if key in seen or find_version(current) is None:
            continue
        seen.add(key)
        for line in metadata.requires(current) or []:
            if "extra ==" not in line and (found := re.match(r"[\w.-]+", line)):
                waiting.append(found[0])
    return frozenset(seen)
