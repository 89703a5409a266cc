"""What there is now: this project, this machine, as receipts are compared with it.

Nothing here imports what a snippet imports: a check of all receipts costs milliseconds.
"""

from __future__ import annotations

import hashlib
import os
import platform
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import metadata
from pathlib import Path

from maedeup.runs.lookup import list_modules
from maedeup.runs.pins import canonical
from maedeup.text.paths import on_disk

ABSENT = "absent"
"""Stands for the digest of a file that was looked for and not there."""

THERE = "there"
"""Stands for the digest of a folder of which no more was asked than whether there is one, and of
what is neither a file nor a folder."""


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
        """Return the digest of a file, `ABSENT` when there is none."""
        return self._keep("file", path, lambda: digest_file(on_disk(self.root, path)))

    def folder(self, path: str) -> str:
        """Return the digest of a folder's list of names."""
        return self._keep("folder", path, lambda: digest_folder(on_disk(self.root, path)))

    def place(self, path: str) -> str:
        """Say whether there is such a folder, and what it is a link to."""
        return self._keep("place", path, lambda: describe_folder(self.root / path))

    def modules(self, folder: str) -> dict[str, list[str]]:
        """Return the modules that a folder has."""
        if folder not in self._modules:
            self._modules[folder] = list_modules(str(self.root / folder))
        return self._modules[folder]

    def module(self, path: str) -> str:
        """Return the digest of what a helper module does."""
        return self._keep("module", path, lambda: self._module(path))

    def _module(self, path: str) -> str:
        try:
            return self.code_key(on_disk(self.root, path).read_text("utf-8"))
        except (OSError, UnicodeDecodeError):
            return digest_file(on_disk(self.root, path))

    def version(self, name: str) -> str | None:
        """Return the installed version of a distribution."""
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


def digest_variable(name: str) -> str | None:
    """Return the SHA-256 of an environment variable with its value, None where it is not set."""
    value = os.environ.get(name)
    return None if value is None else hashlib.sha256(os.fsencode(f"{name}={value}")).hexdigest()


def digest_file(path: Path) -> str:
    """Return the SHA-256 of a file and where it leads to, `ABSENT` when there is none.

    A pipe or a device has no content that stays: to read one could take for ever.
    """
    link = _read_link(path)
    # `Path.is_file` raises for a name that is too long for any file: code asks for those too.
    if not os.path.isfile(path):  # noqa: PTH113
        return (THERE if os.path.exists(path) else ABSENT) + link  # noqa: PTH110
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() + link
    except OSError:
        return THERE + link


def describe_folder(path: Path) -> str:
    """Say that there is a folder and where it leads to, `ABSENT` when there is none."""
    return THERE + _read_link(path) if os.path.isdir(path) else ABSENT  # noqa: PTH112


def _read_link(path: Path) -> str:
    try:
        return f" -> {os.readlink(path)}"  # noqa: PTH115
    except OSError:
        return ""


def digest_folder(path: Path) -> str:
    """Return the digest of a folder's names and of their kinds, `ABSENT` when there is none."""
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
    """Return the installed version of a distribution, None when it is not installed.

    `metadata.version` parses the whole description; a hundred of them take a fifth of a second.
    """
    try:
        text = metadata.distribution(name).read_text("METADATA") or ""
    except metadata.PackageNotFoundError:
        return None
    found = re.search(r"(?m)^Version: *(.+?) *$", text)
    return found[1] if found else None


def python_version() -> str:
    """Return the interpreter that results depend on: `CPython 3.11.7`."""
    return f"{platform.python_implementation()} {platform.python_version()}"


@cache
def find_device() -> str:
    """Return the kind of accelerator, `none` when there is none, without importing torch.

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


def find_mtime(path: str) -> int:
    """Return a file's modification time in ns, -1 where there is none."""
    try:
        return os.stat(path).st_mtime_ns  # noqa: PTH116
    except OSError:
        return -1
