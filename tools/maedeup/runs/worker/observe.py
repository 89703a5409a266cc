"""Note what a run touches, and write its receipt."""

from __future__ import annotations

import ast
import contextlib
import dataclasses
import functools
import importlib._bootstrap_external as bootstrap
import linecache
import os
import re
import sys
import time
from collections.abc import Iterable, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

from maedeup.runs import held
from maedeup.runs.lookup import (
    DISTRIBUTIONS,
    describe_module,
    find_hidden,
    known_names,
    list_modules,
)
from maedeup.runs.product import Error, Products, Text
from maedeup.runs.receipt import CHANGED_MEANWHILE, Receipt
from maedeup.runs.snippet import Snippet, code_key, string_constants, text_key
from maedeup.runs.worker import figures
from maedeup.runs.worker.environment import (
    BY_IMPORT,
    Environment,
    distributions_of,
    find_version,
    list_own,
    requirements_of,
)
from maedeup.runs.worker.noting import unseen_imports, watch_imports
from maedeup.runs.worker.originals import used
from maedeup.runs.worker.stack import getframe
from maedeup.runs.world import (
    ABSENT,
    THERE,
    describe_folder,
    digest_file,
    digest_folder,
    find_device,
    find_mtime,
    python_version,
)
from maedeup.text.paths import find_source_path

DRAWS_ALTAIR = "vl-convert-python"
"""What draws charts of altair, though no snippet imports it."""

SELF_WORDS = re.compile(
    r"lineno|currentframe|_getframe|extract_stack|getframeinfo|get(?:outer|inner)frames|findCaller"
    r"|inspect\.stack|inspect import .*stack|\bdis\b|\bco_[a-z]|tb_next"
    r"|__doc__|__dict__|\bvars\(|getdoc|getcomments|getmembers|\bhelp\(|pydoc|doctest"
)
"""Names by which code asks where it stands, or for the text that describes it."""


class Observer:
    """Notes what one run reads and imports."""

    def __init__(self, root: Path, snippet: Snippet, scratch: str) -> None:
        self.root = str(root)
        self.snippet = snippet
        self.scratch = scratch
        self.environment = Environment(self.root)
        self.started_ns = time.time_ns()
        self.files: dict[str, int] = {}
        """Modification time in ns when first opened, -1 when absent; by absolute path."""
        self.opened: dict[str, int] = {}
        """How often."""
        self.run: dict[str, int] = {}
        """How often of that to be run, by `runpy`."""
        self.folders: dict[str, str] = {}
        self.own_file = f"{self.root}/{snippet.path}"
        self.shows_source = False
        """Whether the run asked for lines of its own source."""
        self.imported: set[str] = set()
        """Top-level names imported by the project's own code."""
        self.imports: dict[tuple[str, str], None] = {}
        """Folders and the names that an import looked for there."""
        self.path_folders = {os.path.dirname(self.own_file): None}  # noqa: PTH120
        """Folders in which imports look for modules that Python or a package has too."""

    def note_file(self, path: str, as_code: bool = False) -> None:
        """Note that a file was opened for reading, or looked for; `as_code`: to run it."""
        absolute = os.path.abspath(path)  # noqa: PTH100  # a path of the run's working directory
        self.opened[absolute] = self.opened.get(absolute, 0) + 1
        if as_code:
            self.run[absolute] = self.run.get(absolute, 0) + 1
        if absolute not in self.files and self.environment.is_input(absolute, self.scratch):
            self.files[absolute] = find_mtime(absolute)

    def note_folder(self, path: str) -> None:
        """Note that a folder's names were read."""
        absolute = os.path.abspath(path)  # noqa: PTH100
        if absolute not in self.folders and self.environment.is_input(absolute, self.scratch):
            self.folders[absolute] = digest_folder(Path(absolute))

    def add_seen(self, seen: dict[str, Any]) -> list[str]:
        """Add what the kernel saw; return what was to be changed and may not be."""
        for path, (mtime_ns, times) in seen.get("files", {}).items():
            self.files.setdefault(path, mtime_ns)
            if times:
                self.opened[path] = max(times, self.opened.get(path, 0))
        for path, digest in seen.get("folders", {}).items():
            asked = digest.startswith(THERE)
            if not (asked and self.environment.must_exist(path, self.own_file)):
                self.folders.setdefault(path, digest)
        for folder, name in seen.get("imports", ()):
            self.imports[folder, name] = None
        return [self._name(path) for path in seen.get("refused", [])]

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
        watch_imports(self.environment.is_project, self.imported)
        self._watch_lookups()
        self._watch_distributions()
        self._read_modules_from_source()
        plain_getlines = linecache.getlines

        @used
        def noting_getlines(filename: str, module_globals: Any = None) -> list[str]:
            if filename == self.own_file or self.environment.is_project(filename):
                caller = getframe(1)
                between = ("linecache", used.__module__)
                while caller.f_back and caller.f_globals.get("__name__") in between:
                    caller = caller.f_back
                # Libraries take tracebacks that nobody sees; one that is shown names the file.
                if caller.f_globals.get("__name__") not in ("traceback", "warnings"):
                    self.shows_source = True
            return plain_getlines(filename, module_globals)

        # inspect.getsource and all others get a file's lines here.
        linecache.getlines = noting_getlines

    def _watch_lookups(self) -> None:
        """Note where an import looks for a name: a file that appears there may be taken first."""
        plain = bootstrap.FileFinder.find_spec
        known = known_names()

        @used
        def note(finder: Any, fullname: str) -> None:
            folder = os.path.abspath(finder.path)  # noqa: PTH100
            name = fullname.rpartition(".")[2]
            if self.environment.is_input(folder, self.scratch):
                if fullname in known:
                    self.path_folders[folder] = None
                else:
                    self.imports[folder, name] = None

        @functools.wraps(plain)
        def find_spec(finder: Any, fullname: str, target: Any = None) -> Any:
            note(finder, fullname)
            return plain(finder, fullname, target)

        bootstrap.FileFinder.find_spec = find_spec  # type: ignore[assignment]

    def _watch_distributions(self) -> None:
        """Note where packages are looked up by name and version, which lists each folder."""
        libraries: list[Any] = [metadata, held.find("importlib_metadata")]
        for library in libraries:  # the second adds a finder of its own
            if hasattr(library, "FastPath"):
                self._note_looked_up(library.FastPath)

    def _note_looked_up(self, paths: Any) -> None:
        plain = paths.children

        @used
        def children(place: Any) -> Any:
            folder = os.path.abspath(place.root or ".")  # noqa: PTH100
            if not (os.path.isdir(folder) and self.environment.is_input(folder, self.scratch)):  # noqa: PTH112
                return plain(place)
            self.imports[folder, DISTRIBUTIONS] = None
            return os.listdir(folder + BY_IMPORT)  # noqa: PTH208

        paths.children = children

    def begin_child(self) -> None:
        """Note that a fresh Python starts, which looks for its own modules in the root first."""
        self.path_folders[self.root] = None

    def _read_modules_from_source(self) -> None:
        """Make helper modules be read from their source, never from a `.pyc` left beside them.

        Only what is opened is seen, and the time at which it was.
        """
        plain = bootstrap.FileLoader.get_data

        @used
        def get_data(loader: Any, path: str) -> bytes:
            source = path.replace("/__pycache__/", "/")
            if source != path and self.environment.is_project(source):
                raise FileNotFoundError(path)
            return plain(loader, path)

        bootstrap.FileLoader.get_data = get_data  # type: ignore[assignment,method-assign]

    def device_shown(self) -> str:
        """Return what the run computed on."""
        torch = sys.modules.get("torch")
        if torch is not None and torch.cuda.is_initialized():
            return str(torch.cuda.get_device_name())
        return "CPU"

    def shown_versions(self) -> dict[str, str]:
        """Return the versions that readers ask for: Python and what the project's code imports."""
        self.imported |= unseen_imports([self.snippet.text])
        names = sorted({d for top in self.imported for d in distributions_of(top)})
        found = {name: find_version(name) for name in names}
        return {"Python": python_version().split()[1]} | {n: v for n, v in found.items() if v}

    def finish(self, begun: Receipt, products: Products, all_seen: bool) -> Receipt:
        """Write the receipt of the finished run.

        Args:
            begun: what was known before it.
            products: what it made.
            all_seen: whether the kernel watched, so that no name in the code must be guessed about.
        """
        modules, texts = self._project_modules()
        texts[self.snippet.path] = self.snippet.text
        self.imported |= unseen_imports(texts.values())
        exact = self._shows_itself(products, texts)
        if exact:
            modules = {path: self._digest(f"{self.root}/{path}") for path in modules}
        files, folders = self._opened(modules)
        for name in sorted(self._named({} if all_seen else texts) - {self.snippet.path, *modules}):
            if (Path(self.root) / name).is_dir():
                folders.setdefault(name, describe_folder(Path(self.root) / name))
            else:
                files.setdefault(name, self._digest(f"{self.root}/{name}"))
        distributions: dict[str, str | None] = {}
        for top in self.imported:
            for distribution in distributions_of(top):
                for required in requirements_of(distribution):
                    distributions[required] = find_version(required)
        if "matplotlib" in distributions:
            files.setdefault("matplotlibrc", digest_file(Path(self.root, "matplotlibrc")))
            distributions[figures.FONT_PACKAGE] = find_version(figures.FONT_PACKAGE)
        if "altair" in distributions:
            distributions[DRAWS_ALTAIR] = find_version(DRAWS_ALTAIR)
        everything = "\n".join(texts.values())
        asked = "cuda" in everything or "accelerator" in everything
        return dataclasses.replace(
            begun,
            source=text_key(self.snippet.text) if exact else begun.source,
            exact=exact,
            modules=modules,
            files=files,
            folders=folders,
            imports={
                f"{self._name(at)}/{name}": self._found(at, name) for at, name in self.imports
            },
            hidden={self._name(at): find_hidden(list_modules(at)) for at in self.path_folders},
            distributions=distributions,
            device=find_device() if asked or self.snippet.options.gpu != "none" else None,
        )

    def _opened(self, modules: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
        """Return the digests of what was opened and listed."""
        files: dict[str, str] = {}
        for absolute in self.files:
            name = self._name(absolute)
            # Of a module that was opened once, by its import, the code counts and not the bytes.
            once = self.run.get(absolute, 1)
            if name != self.snippet.path and (name not in modules or self.opened[absolute] > once):
                files[name] = self._digest(absolute)
        return files, {self._name(path): digest for path, digest in self.folders.items()}

    def _named(self, texts: dict[str, str]) -> set[str]:
        """Return the project's files that the options, or these texts, name."""
        named = {text for source in texts.values() for text in string_constants(source)}
        named.update(self.snippet.options.inputs)
        found = {find_source_path(self.root, path) for path in named}
        return {str(name) for name in found if name is not None}

    def _project_modules(self) -> tuple[dict[str, str], dict[str, str]]:
        """Return the digests and the texts of the project's modules that were imported.

        A module from elsewhere that no distribution vouches for, found through PYTHONPATH or
        installed as editable, counts by its bytes.
        """
        keys: dict[str, str] = {}
        texts: dict[str, str] = {}
        main = sys.modules["__main__"]
        run = [file for file, times in self.run.items() if self.opened[file] == times]
        imported = [getattr(one, "__file__", None) for one in list_own() if one is not main]
        for file in (*run, *(name for name in imported if isinstance(name, str))):
            if self.environment.is_project(file):
                now, text = find_mtime(file), _read(file)
                if text == ABSENT:  # an archive, which counts by its bytes, or a module in one
                    if now != -1:
                        self.files.setdefault(file, now)
                    continue
                name, same = self._name(file), self.files.get(file) == now
                texts[name] = text
                keys[name] = code_key(texts[name]) if same else CHANGED_MEANWHILE
            elif self.environment.is_input(file, self.scratch):
                self.files.setdefault(file, find_mtime(file))
        return keys, texts

    def _found(self, folder: str, name: str) -> str:
        """Say what an import found for a name, unless files came or went since."""
        if find_mtime(folder) > self.started_ns:
            return CHANGED_MEANWHILE
        return describe_module(list_modules(folder), name)

    def _digest(self, absolute: str) -> str:
        """Return a file's digest, unless it is another file than the run saw."""
        mtime = find_mtime(absolute)
        if mtime > self.started_ns or mtime != self.files.get(absolute, mtime):
            return CHANGED_MEANWHILE
        return digest_file(Path(absolute))

    def _shows_itself(self, products: Products, sources: Mapping[str, str]) -> bool:
        """Say whether the sources' own text or line numbers may have reached the output."""
        made = [p for ps in products.cells.values() for p in ps]
        texts = [p.text for p in made if isinstance(p, Text)]
        texts += [value.text for value in products.values.values()]
        return (
            self.shows_source
            or self.own_file in self.opened
            or any(isinstance(p, Error) for p in [products.error, *made])
            or any(SELF_WORDS.search(source) for source in sources.values())
            or any(path.rpartition("/")[2] in text for path in sources for text in texts)
            or any(line in text for line in _first_lines(sources.values()) for text in texts)
        )

    def _name(self, absolute: str) -> str:
        if absolute == self.root:
            return "."
        name = find_source_path(self.root, absolute) or absolute
        return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _first_lines(sources: Iterable[str]) -> set[str]:
    """Return the first line of what each module says of itself."""
    lines = set()
    for source in sources:
        with contextlib.suppress(SyntaxError, ValueError):
            said = (ast.get_docstring(ast.parse(source)) or "").strip()
            lines.add(said.partition("\n")[0])
    return lines - {""}


def _read(path: str) -> str:
    try:
        return Path(path).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return ABSENT
