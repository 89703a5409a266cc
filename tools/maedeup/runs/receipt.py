"""What a run depended on, and whether that still holds: receipts, and the one table of their lines.

A stored result is used only if every line of some receipt of its snippet holds now: verifying
traces, as in Mokhov, Mitchell and Peyton Jones, "Build systems à la carte" (2018), section 4.2.2.
A new line has its field in `Receipt`, its row in `LINES`, and is observed in `worker/observe.py`.
"""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any, Literal

from maedeup.runs.lookup import describe_module, find_hidden
from maedeup.runs.pins import canonical
from maedeup.runs.world import ABSENT, THERE, World, digest_variable, find_device, is_content
from maedeup.text.paths import RunKey

CHANGED_MEANWHILE = "changed while the run read it"
"""Stands for a digest and equals none: such a result is shown once and never used again."""


@dataclass(frozen=True)
class Receipt:
    """Everything one run depended on, observed while it ran."""

    snippet: RunKey
    source: str
    """`code_key` of the snippet, or `text_key` when `exact`."""
    exact: bool
    """A line number or the source's own text reached the output: each character counts."""
    modules: dict[str, str] = field(default_factory=dict)
    """`code_key` of every module imported from inside the project, by path; SHA-256 if `exact`."""
    imports: dict[str, str] = field(default_factory=dict)
    """What was there for each name that an import looked for, by folder and name."""
    hidden: dict[str, list[str]] = field(default_factory=dict)
    """By folder that imports look into: modules of Python and of packages that its files hide."""
    files: dict[str, str] = field(default_factory=dict)
    """SHA-256 of every file opened, named or looked for, by path."""
    folders: dict[str, str] = field(default_factory=dict)
    """Digest of the names in every folder that was listed, by path; `THERE` if asked for alone."""
    env: dict[str, str | None] = field(default_factory=dict)
    """Digest of each variable that the snippet declares, for a site publishes its receipts."""
    distributions: dict[str, str | None] = field(default_factory=dict)
    """Version of every distribution imported, and of all that these require."""
    python: str = ""
    device: str | None = None
    """`find_device()` where the run asked for an accelerator, else None."""
    options: str = ""
    """Digest of the options that change what a run may do."""
    engine: str = ""
    """Digest of the code that runs cells and draws figures."""
    surroundings: str = ""
    """`surroundings.digest_surroundings` of the machine."""
    watch: str = ""
    """Who saw what the run touched: `kernel`, or `hooks` (Python's alone); empty in old ones."""

    def to_json(self) -> str:
        """Return the text that `from_json` reads back."""
        return json.dumps(self.to_data(), ensure_ascii=False, sort_keys=True)

    def to_data(self) -> dict[str, Any]:
        """Return the lines as a dictionary."""
        return {f.name: getattr(self, f.name) for f in dataclasses.fields(self)}

    @staticmethod
    def from_json(text: str) -> Receipt:
        """Read what `to_json` wrote.

        Raises:
            ValueError, TypeError: the text is something else.
        """
        data = json.loads(text)
        if not isinstance(data, dict):
            raise ValueError("a receipt is a JSON object")
        return Receipt.from_data(data)

    @staticmethod
    def from_data(data: dict[str, Any]) -> Receipt:
        """Read what `to_data` made, and check of what kind each line is.

        Raises:
            TypeError: it is something else.
        """
        receipt = Receipt(**data)
        for texts in (receipt.modules, receipt.files, receipt.folders, receipt.imports):
            if not all(isinstance(text, str) for text in texts.values()):
                raise TypeError("a digest is a text")
        if not all(isinstance(part, dict) for part in (receipt.env, receipt.distributions)):
            raise TypeError("the lines of a receipt are dictionaries")
        if not isinstance(receipt.hidden, dict):
            raise TypeError("the lines of a receipt are dictionaries")
        return receipt

    def list_inputs(self) -> list[str]:
        """Return the paths of all of the project that was read, each once, as text to be shown."""
        read = [p for p, digest in self.files.items() if is_content(digest) and p[:1] != "/"]
        paths = dict.fromkeys([*self.modules, *read])
        return [path.encode("utf-8", "backslashreplace").decode() for path in paths]

    def names_machine(self) -> bool:
        """Say whether it names a file or a folder by where it lies on this machine."""
        named = (self.modules, self.imports, self.files, self.folders, self.hidden)
        return any(Path(path).is_absolute() for paths in named for path in paths)


NAMES = "/:names"
"""Behind a folder's path: what is watched is which modules it has."""

Watched = tuple[str, str | None]
"""A path, `$` and an environment variable, or a folder and `NAMES`; and what was recorded of it."""


@dataclass(frozen=True)
class Present:
    """What there is now, which a receipt is compared with."""

    world: World
    sources: tuple[str, str]
    """`(code_key, text_key)` of the snippet."""
    now: Receipt
    """The lines known without running: options, engine, Python."""
    by_pins: bool = False
    """Whether the requirements speak for what is installed: see `find_broken`."""


@dataclass(frozen=True)
class Line:
    """One kind of line."""

    field: str
    """Of `Receipt`."""
    find_broken: Callable[[Receipt, Present], Iterator[str]]
    """What does not hold, in words."""
    cause: str = ""
    """What moved a product, in a word; '' for a line that moves none."""
    absent: str | None = None
    """Stands for what one of two receipts does not name."""
    told: Literal["", "change", "snippet"] = ""
    """What is said besides: what it was and is, or of which snippet it is."""
    watch: Callable[[Receipt], Iterable[Watched]] = lambda receipt: ()
    """What must stay as it is, for the line to hold without being compared again."""

    def find_causes(self, old: Receipt, new: Receipt) -> Iterator[str]:
        """Say where two receipts differ in this line."""
        first, second = old.to_data()[self.field], new.to_data()[self.field]
        if not self.cause:
            return
        if not isinstance(first, dict):
            if first != second:
                besides = {"change": f": {first} -> {second}", "snippet": f": {new.snippet}"}
                yield self.cause + besides.get(self.told, "")
            return
        for name in sorted(first.keys() | second.keys()):
            # What one of them never looked at moved nothing; a read that began did.
            before, after = first.get(name, self.absent), second.get(name, self.absent)
            if before != after:
                change = f" {before} -> {after}" if self.told else ""
                yield f"{self.cause}: {name}{change}"


def _source(receipt: Receipt, present: Present) -> Iterator[str]:
    if receipt.source != present.sources[receipt.exact]:
        yield f"the code changed: {receipt.snippet}"


def _modules(receipt: Receipt, present: Present) -> Iterator[str]:
    digest = present.world.file if receipt.exact else present.world.module
    for path, key in receipt.modules.items():
        if digest(path) != key:
            yield f"an imported module changed: {path}"


def _imports(receipt: Receipt, present: Present) -> Iterator[str]:
    for path, files in receipt.imports.items():
        folder, _, name = path.rpartition("/")
        found = describe_module(present.world.modules(folder), name)
        if found != files:
            change = f"{files or 'nothing'} -> {found or 'nothing'}"
            yield f"an import finds something else: {path}: {change}"


def _hidden(receipt: Receipt, present: Present) -> Iterator[str]:
    for folder, names in receipt.hidden.items():
        for name in sorted({*names} ^ {*find_hidden(present.world.modules(folder))}):
            if name in sys.stdlib_module_names or _uses(receipt, name):
                how = "no longer hides" if name in names else "hides"
                yield f"a file {how} a module: {folder}: {name}"


def _uses(receipt: Receipt, name: str) -> bool:
    """Say whether a run had a package's module, by all that what it imported requires."""
    used = {canonical(distribution) for distribution in receipt.distributions}
    return any(canonical(d) in used for d in metadata.packages_distributions().get(name, []))


def _files(receipt: Receipt, present: Present) -> Iterator[str]:
    for path, key in receipt.files.items():
        found = present.world.file(path)
        if found != key:
            how = "appeared" if key == ABSENT else "is gone" if found == ABSENT else "changed"
            yield f"a file {how}: {path}"


def _folders(receipt: Receipt, present: Present) -> Iterator[str]:
    for path, key in receipt.folders.items():
        asked = key.startswith(THERE)
        found = present.world.place(path) if asked else present.world.folder(path)
        if found != key:
            how = "leads elsewhere" if asked else "that was listed changed"
            yield f"a folder {'is gone' if found == ABSENT else how}: {path}"


def _env(receipt: Receipt, present: Present) -> Iterator[str]:
    for name, value in receipt.env.items():
        if digest_variable(name) != value:
            yield f"an environment variable changed: {name}"


def _distributions(receipt: Receipt, present: Present) -> Iterator[str]:
    for name, version in receipt.distributions.items():
        if present.by_pins and version is not None:
            if not present.world.is_pinned(name, version):
                yield f"a package is required in another version: {name} {version}"
            continue
        found = present.world.version(name)
        if found != version:
            yield f"a package changed: {name} {version} -> {found}"


def _python(receipt: Receipt, present: Present) -> Iterator[str]:
    if receipt.python != present.now.python:
        yield f"Python changed: {receipt.python} -> {present.now.python}"


def _device(receipt: Receipt, present: Present) -> Iterator[str]:
    # Without a GPU here, what one made holds: nothing here could make it again.
    if receipt.device is not None and find_device() not in (receipt.device, "none"):
        yield f"the device changed: {receipt.device} -> {find_device()}"


def _options(receipt: Receipt, present: Present) -> Iterator[str]:
    if receipt.options != present.now.options:
        yield "the options changed"


def _engine(receipt: Receipt, present: Present) -> Iterator[str]:
    if receipt.engine != present.now.engine:
        yield "maedeup changed"


def _surroundings(receipt: Receipt, present: Present) -> Iterator[str]:
    if receipt.surroundings != present.now.surroundings and not present.by_pins:
        yield "PYTHONPATH, a .pth file, LD_PRELOAD or LD_LIBRARY_PATH changed"


def _watch(receipt: Receipt, present: Present) -> Iterator[str]:
    if present.world.watch not in ("", receipt.watch):
        yield f"not watched by the {present.world.watch}: {receipt.watch or 'hooks'}"


LINES = (
    Line("source", _source, "code", told="snippet"),
    Line("modules", _modules, "helper", ABSENT, watch=lambda r: r.modules.items()),
    Line(
        "imports", _imports, "import", "",
        watch=lambda r: ((path.rpartition("/")[0] + NAMES, None) for path in r.imports),
    ),
    Line("hidden", _hidden, watch=lambda r: ((folder + NAMES, None) for folder in r.hidden)),
    Line("files", _files, "data", ABSENT, watch=lambda r: r.files.items()),
    Line("folders", _folders, "folder", ABSENT, watch=lambda r: r.folders.items()),
    Line(
        "env", _env, "environment",
        watch=lambda r: ((f"${name}", value) for name, value in r.env.items()),
    ),
    Line("distributions", _distributions, "package", told="change"),
    Line("python", _python, "Python", told="change"),
    Line("device", _device, "device", told="change"),
    Line("options", _options, "options"),
    Line("engine", _engine, "maedeup"),
    Line("surroundings", _surroundings, "surroundings"),
    Line("watch", _watch),
)  # fmt: skip
"""In the order in which they are told. `snippet` names the receipt; `exact` says which source."""


def find_broken(
    receipt: Receipt, world: World, sources: tuple[str, str], now: Receipt, elsewhere: bool = False
) -> Iterator[str]:
    """Yield each line of a receipt that does not hold, in words; nothing when all hold.

    Args:
        receipt: what the stored run depended on.
        world: what is there now.
        sources: `(code_key, text_key)` of the snippet now.
        now: the parts known without running: options, engine, Python.
        elsewhere: whether the run took place on another machine: where a package that it imported
            is not installed here, all are compared with the project's requirements.
    """
    # Where it could not have run here, for want of a package, the requirements speak for all.
    by_pins = elsewhere and not world.is_complete(receipt.distributions)
    present = Present(world, sources, now, by_pins)
    for line in LINES:
        yield from line.find_broken(receipt, present)


def find_causes(old: Receipt, new: Receipt) -> Iterator[str]:
    """Yield the lines in which two receipts of one snippet differ, in words."""
    for line in LINES:
        yield from line.find_causes(old, new)


def watched(receipt: Receipt) -> Iterator[Watched]:
    """Yield all that must stay as it is for a receipt to hold, but for what all runs share."""
    for line in LINES:
        yield from line.watch(receipt)
