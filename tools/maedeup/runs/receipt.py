"""What a run depended on, and whether that still holds.

A stored result is used only if every line of some receipt of its snippet holds now: verifying
traces, as in Mokhov, Mitchell and Peyton Jones, "Build systems à la carte" (2018), section 4.2.2.
Nothing here imports what a snippet imports: a check of all receipts costs milliseconds.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from maedeup.runs.lookup import describe_module, find_hidden, list_modules
from maedeup.runs.pins import canonical
from maedeup.text.paths import RunKey, on_disk

ABSENT = "absent"
"""Stands for the digest of a file that was looked for and not there."""

THERE = "there"
"""Stands for the digest of a folder of which no more was asked than whether there is one, and of
what is neither a file nor a folder."""

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
        """Give the text that `from_json` reads back."""
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


def is_content(digest: str) -> bool:
    """Say whether a line stands for bytes that were read."""
    return not digest.startswith((ABSENT, THERE))


@dataclass
class World:
    """What receipts are compared with: this project, this machine, now.

    Answers are kept, so that a hundred receipts that name one file read it once.
    """

    root: Path
    code_key: Callable[..., str]
    """Digest of what a module's text, or a snippet's in its cells, does (this module knows no
    Python syntax)."""
    watch: str = ""
    """`kernel` where no result counts that the kernel did not watch."""
    pins: Mapping[str, str] = field(default_factory=dict)
    """Versions that the project's requirements fix, by the distribution's canonical name."""
    _kept: dict[tuple[str, str], str] = field(default_factory=dict, repr=False)
    _modules: dict[str, dict[str, list[str]]] = field(default_factory=dict, repr=False)

    def file(self, path: str) -> str:
        """Give the digest of a file, `ABSENT` when there is none."""
        return self._keep("file", path, lambda: digest_file(on_disk(self.root, path)))

    def folder(self, path: str) -> str:
        """Give the digest of a folder's list of names."""
        return self._keep("folder", path, lambda: digest_folder(on_disk(self.root, path)))

    def place(self, path: str) -> str:
        """Say whether there is such a folder, and what it is a link to."""
        return self._keep("place", path, lambda: describe_folder(self.root / path))

    def modules(self, folder: str) -> dict[str, list[str]]:
        """Give the modules that a folder has."""
        if folder not in self._modules:
            self._modules[folder] = list_modules(str(self.root / folder))
        return self._modules[folder]

    def module(self, path: str) -> str:
        """Give the digest of what a helper module does."""
        return self._keep("module", path, lambda: self._module(path))

    def _module(self, path: str) -> str:
        try:
            return self.code_key(on_disk(self.root, path).read_text("utf-8"))
        except (OSError, UnicodeDecodeError):
            return digest_file(on_disk(self.root, path))

    def version(self, name: str) -> str | None:
        """Give the installed version of a distribution."""
        return self._keep("version", name, lambda: find_version(name) or "") or None

    def is_complete(self, versions: Mapping[str, str | None]) -> bool:
        """Say whether all distributions that a run imported are installed here."""
        return all(self.version(name) for name, version in versions.items() if version)

    def is_pinned(self, name: str, version: str | None) -> bool:
        """Say whether a version is what the requirements fix.

        What they do not name is required by something that they do.
        """
        pin = self.pins.get(canonical(name))
        public = (version or "").partition("+")[0]
        return pin is None or pin in (version, public)

    def _keep(self, kind: str, path: str, make: Callable[[], str]) -> str:
        if (kind, path) not in self._kept:
            self._kept[kind, path] = make()
        return self._kept[kind, path]


def find_broken(
    receipt: Receipt, world: World, sources: tuple[str, str], now: Receipt, elsewhere: bool = False
) -> Iterator[str]:
    """Say each line of a receipt that does not hold, in words; nothing when all hold.

    Args:
        receipt: what the stored run depended on.
        world: what is there now.
        sources: `(code_key, text_key)` of the snippet now.
        now: the parts known without running: options, engine, Python.
        elsewhere: whether the run took place on another machine: where a package that it imported
            is not installed here, all are compared with the project's requirements.
    """
    if receipt.source != sources[receipt.exact]:
        yield f"the code changed: {receipt.snippet}"
    for path, key in receipt.modules.items():
        if (world.file(path) if receipt.exact else world.module(path)) != key:
            yield f"an imported module changed: {path}"
    for path, files in receipt.imports.items():
        folder, _, name = path.rpartition("/")
        found = describe_module(world.modules(folder), name)
        if found != files:
            change = f"{files or 'nothing'} -> {found or 'nothing'}"
            yield f"an import finds something else: {path}: {change}"
    for folder, names in receipt.hidden.items():
        for name in sorted({*names} ^ {*find_hidden(world.modules(folder))}):
            if name not in sys.stdlib_module_names and not _uses(receipt, name):
                continue
            how = "no longer hides" if name in names else "hides"
            yield f"a file {how} a module: {folder}: {name}"
    for path, key in receipt.files.items():
        found = world.file(path)
        if found != key:
            how = "appeared" if key == ABSENT else "is gone" if found == ABSENT else "changed"
            yield f"a file {how}: {path}"
    for path, key in receipt.folders.items():
        asked = key.startswith(THERE)
        now_there = world.place(path) if asked else world.folder(path)
        if now_there != key:
            how = "leads elsewhere" if asked else "that was listed changed"
            yield f"a folder {'is gone' if now_there == ABSENT else how}: {path}"
    for name, value in receipt.env.items():
        if os.environ.get(name) != value:
            yield f"an environment variable changed: {name}"
    # Where it could not have run here, for want of a package, the requirements speak for all.
    by_pins = elsewhere and not world.is_complete(receipt.distributions)
    for name, version in receipt.distributions.items():
        if by_pins and version is not None:
            if not world.is_pinned(name, version):
                yield f"a package is required in another version: {name} {version}"
            continue
        found_version = world.version(name)
        if found_version != version:
            yield f"a package changed: {name} {version} -> {found_version}"
    if receipt.python != now.python:
        yield f"Python changed: {receipt.python} -> {now.python}"
    # Without a GPU here, what one made holds: nothing here could make it again.
    if receipt.device is not None and find_device() not in (receipt.device, "none"):
        yield f"the device changed: {receipt.device} -> {find_device()}"
    if receipt.options != now.options:
        yield "the options changed"
    if receipt.engine != now.engine:
        yield "maedeup changed"
    if receipt.surroundings != now.surroundings and not by_pins:
        yield "PYTHONPATH, a .pth file, LD_PRELOAD or LD_LIBRARY_PATH changed"
    if world.watch not in ("", receipt.watch):
        yield f"not watched by the {world.watch}: {receipt.watch or 'hooks'}"


def _uses(receipt: Receipt, name: str) -> bool:
    """Say whether a run had a package's module, by all that what it imported requires."""
    used = {canonical(distribution) for distribution in receipt.distributions}
    return any(canonical(d) in used for d in metadata.packages_distributions().get(name, []))


def digest_file(path: Path) -> str:
    """Give the SHA-256 of a file and where it leads to, `ABSENT` when there is none.

    A pipe or a device has no content that stays: to read one could take for ever.
    """
    link = _read_link(path)
    if not path.is_file():
        return (THERE if path.exists() else ABSENT) + link
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() + link
    except OSError:
        return THERE + link


def describe_folder(path: Path) -> str:
    """Say that there is a folder and where it leads to, `ABSENT` when there is none."""
    return THERE + _read_link(path) if path.is_dir() else ABSENT


def _read_link(path: Path) -> str:
    try:
        return f" -> {os.readlink(path)}"  # noqa: PTH115
    except OSError:
        return ""


def digest_folder(path: Path) -> str:
    """Give the digest of the names in a folder and of their kinds, `ABSENT` when there is none."""
    try:
        with os.scandir(path) as entries:
            names = sorted(
                entry.name + "@" * entry.is_symlink() + "/" * entry.is_dir()
                for entry in entries
                if entry.name != "__pycache__"
            )
    except OSError:
        return ABSENT
    return hashlib.sha256("\0".join(names).encode("utf-8", "surrogateescape")).hexdigest()


def find_version(name: str) -> str | None:
    """Give the installed version of a distribution, None when it is not installed.

    `metadata.version` parses the whole description; a hundred of them take a fifth of a second.
    """
    try:
        text = metadata.distribution(name).read_text("METADATA") or ""
    except metadata.PackageNotFoundError:
        return None
    found = re.search(r"(?m)^Version: *(.+?) *$", text)
    return found[1] if found else None


def python_version() -> str:
    """Give the interpreter that results depend on: `CPython 3.11.7`."""
    return f"{platform.python_implementation()} {platform.python_version()}"


@cache
def find_device() -> str:
    """Give the kind of accelerator, `none` when there is none, without importing torch.

    A GPU that `CUDA_VISIBLE_DEVICES` hides is not there.
    """
    if os.environ.get("CUDA_VISIBLE_DEVICES", "0").strip() in ("", "-1"):
        return "none"
    models = []
    for card in sorted(Path("/proc/driver/nvidia/gpus").glob("*/information")):
        for row in card.read_text(errors="replace").splitlines():
            if row.startswith("Model:"):
                models.append(row.partition(":")[2].strip())
    return ", ".join(models or _ask_nvidia_smi()) or "none"


def _ask_nvidia_smi() -> list[str]:
    """Name the GPUs where the driver has no folder in /proc, as under WSL."""
    program = shutil.which("nvidia-smi")
    if program is None:
        return []
    command = [program, "--query-gpu=name", "--format=csv,noheader"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=True)
    except (OSError, subprocess.SubprocessError):
        return []
    return [row.strip() for row in done.stdout.splitlines() if row.strip()]
