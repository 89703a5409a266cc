"""What the watcher saw of one run, by the one rule for what is an input."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from maedeup.runs.kernel.processes import find_code, find_program
from maedeup.runs.worker.environment import BY_IMPORT, Environment
from maedeup.runs.world import THERE, describe_folder, digest_folder

OWN_BUSINESS = re.compile(r"(git|fc)(-.*)?")
"""Programs whose reading is no input: what they look for is their own, and theirs to judge."""

SOUGHT = re.compile(r"lib[^/]*\.so(\.[\d.]+)?|python\d+\.zip")
"""Names that the loader and Python look for in many places: where they are not is no input, as
LD_LIBRARY_PATH is none."""

SHARED = "/dev/shm/"

_STARTERS = (
    "from multiprocessing.spawn import spawn_main; spawn_main(",
    "from multiprocessing.resource_tracker import main;main(",
    *(
        start.format(loky)
        for loky in ("loky", "joblib.externals.loky")
        for start in (
            "{}.backend.popen_loky_posix",
            "from {}.backend.resource_tracker import main; main(",
        )
    ),
)
"""Code of the processes that `multiprocessing` starts, and joblib's own kind of it."""

ANYWHERE = ("/dev/", "/proc/")
"""Where a change is no file's; Landlock knows which devices there are."""


@dataclass
class Sights:
    """Notes for one run; `close` gives them."""

    root: str
    scratch: str
    blind: str = ""
    """Why something went by unseen, if something did."""
    files: dict[str, list[int]] = field(default_factory=dict)
    """By absolute path: modification time in ns when first seen, -1 when absent; times opened."""
    folders: dict[str, str] = field(default_factory=dict)
    """Of each that was asked about or listed, its digest when that was first seen."""
    imports: dict[tuple[str, str], None] = field(default_factory=dict)
    """Folders, and the names that imports of children looked for there."""
    refused: dict[str, None] = field(default_factory=dict)
    """Paths that were to be changed and may not be, in order."""
    is_open: bool = True

    def __post_init__(self) -> None:
        self._environment = Environment(self.root)
        self._writable = (os.path.realpath(self.scratch) + "/", *ANYWHERE)
        self._search = {os.path.normpath(p) for p in os.get_exec_path() if p.startswith("/")}
        self._programs: dict[int, str] = {}
        self._settled: set[str] = set()
        self._begun: set[int] = set()
        self._shared: set[str] = set()

    def close(self) -> dict[str, Any]:
        """Note no more; return all as plain data."""
        self.is_open = False
        return {
            "files": self.files, "folders": self.folders, "imports": list(self.imports),
            "refused": list(self.refused), "blind": self.blind,
        }  # fmt: skip

    def is_settled(self, path: str) -> bool:
        """Say whether one more question about a path, as it is written, can tell nothing new."""
        return path in self._settled

    def may_open(self, path: str, process: int, flags: int) -> bool:
        """Note that a file is opened; say whether it may be, as these flags tell."""
        if BY_IMPORT in path:
            self._hear(path, process)
            return True
        writes = flags & os.O_ACCMODE != os.O_RDONLY or flags & (os.O_CREAT | os.O_TRUNC)
        fails_if = None if flags & os.O_CREAT else False
        if writes and not flags & os.O_PATH and not self.may_change(path, process, True, fails_if):
            return False
        if flags & os.O_ACCMODE != os.O_WRONLY:
            self._note(path, process, opened=not flags & os.O_PATH)
        return True

    def _hear(self, path: str, process: int) -> None:
        """Note what an import says of itself, as `worker.searching` has it."""
        self._begun.add(process)
        folder, _, name = path.partition(BY_IMPORT)
        folder = os.path.normpath(folder)
        if name and self._counts(folder, process):
            self.imports[folder, name.strip("/")] = None

    def note_program(self, path: str, process: int) -> None:
        """Note that a program takes the place of a process' own.

        The kernel itself opens what a first line `#!` names, up to four in a row, and asks nobody.
        """
        for _ in range(5):
            self._note(path, process, opened=True)
            if not self._environment.is_input(os.path.normpath(path), self.scratch):
                break
            name = _find_interpreter(path)
            if not name:
                break
            path = os.path.realpath(os.path.join(f"/proc/{process}/cwd", name))  # noqa: PTH118
        self._programs.pop(process, None)
        self._begun.discard(process)

    def note_question(self, path: str, process: int) -> None:
        """Note that somebody asks about a file, or whether there is one."""
        self._note(path, process, opened=False)

    def may_change(
        self, path: str, process: int, follows: bool, fails_if: bool | None = None
    ) -> bool:
        """Say whether a file, or where `follows` is false a name, may be changed.

        Where it is there, or not there, as `fails_if` says, the call fails by itself, as `mkdir -p`
        and `rm -f` expect.
        """
        path = _seen_by(process, path)
        if path.startswith(("/memfd:", "pipe:", "socket:", "anon_inode:")):
            return True  # no file's name: what a descriptor stands for
        if follows:
            absolute = os.path.realpath(path)
        else:
            above, last = os.path.split(os.path.normpath(path))
            absolute = f"{os.path.realpath(above)}/{last}"
        if (absolute + "/").startswith(self._writable):
            self._note_shared(absolute)
            return True
        if os.path.lexists(absolute) is fails_if:
            self._note(absolute, process, opened=False)
            return True
        if self._counts(absolute, process):
            self.refused[absolute] = None
        return False

    def _note_shared(self, path: str) -> None:
        """Note what is made in shared memory, which is all runs' and the machine's."""
        if path.startswith(SHARED):
            top = SHARED + path.removeprefix(SHARED).partition("/")[0]
            if not os.path.lexists(top):
                self._shared.add(top)

    def clean(self) -> None:
        """Remove what the run left in shared memory: a script's own end would have done so."""
        for path in self._shared:
            if os.path.isdir(path):  # noqa: PTH112
                shutil.rmtree(path, ignore_errors=True)
            with contextlib.suppress(OSError):
                os.unlink(path)  # noqa: PTH108

    def _counts(self, path: str, process: int) -> bool:
        if not self.is_open or not self._environment.is_input(path, self.scratch):
            return False
        if process not in self._programs:
            self._programs[process] = find_program(process)
        return not OWN_BUSINESS.fullmatch(self._programs[process])

    def _note(self, path: str, process: int, opened: bool) -> None:
        path = _seen_by(process, path)
        if ".." in path:
            above, last = os.path.split(path)
            path = os.path.realpath(path) if last == ".." else f"{os.path.realpath(above)}/{last}"
        path = os.path.normpath(path)
        if not path.startswith("/proc/") and not self._environment.is_input(path, self.scratch):
            self._settled.add(path)  # whoever asks
        if not self._counts(path, process):
            return
        self._settled.add(path)
        if path not in self.files and path not in self.folders:
            self._look_first(path)
        if self.files.get(path) == [-1, 0] and self._is_search(path):
            del self.files[path]
            return
        if path in self.files:
            self.files[path][1] += opened
            if opened and self.files[path][0] >= 0:
                # Whoever could not write to it has gone on to read it, as SQLite does.
                self.refused.pop(os.path.realpath(path), None)
        elif opened and self.folders[path].startswith(THERE) and not self._is_starting(process):
            self.folders[path] = digest_folder(Path(path))

    def _is_starting(self, process: int) -> bool:
        """Say whether a process is a fresh Python of `_STARTERS` that has no task yet.

        It imports what it needs, and runs nothing of the run's.
        """
        return process not in self._begun and find_code(process).startswith(_STARTERS)

    def _is_search(self, path: str) -> bool:
        """Say whether a file was looked for where programs and libraries may be, as PATH says."""
        above, last = os.path.split(path)
        return SOUGHT.fullmatch(last) is not None or above in self._search

    def _look_first(self, path: str) -> None:
        try:
            state = os.stat(path)  # noqa: PTH116
        except OSError:
            self.files[path] = [-1, 0]
            return
        if stat.S_ISDIR(state.st_mode):
            self.folders[path] = describe_folder(Path(path))
        else:
            self.files[path] = [state.st_mtime_ns, 0]


def _find_interpreter(path: str) -> str:
    """Return what the first line of a script names, empty where the file is none."""
    if not os.path.isfile(path):  # noqa: PTH113  # to open a pipe could take for ever
        return ""
    try:
        with Path(path).open("rb") as stream:
            head = stream.read(256)
    except OSError:
        return ""
    words = head[2:].splitlines()[0].split() if head.startswith(b"#!") and head[2:].strip() else []
    return os.fsdecode(words[0]) if words else ""


def _seen_by(process: int, path: str) -> str:
    """Return a path as any process would say it: in /proc and /dev, each sees itself."""
    for name, own in (
        ("/proc/self/", f"/proc/{process}/"),
        ("/proc/thread-self/", f"/proc/{process}/"),
        ("/dev/fd/", f"/proc/{process}/fd/"),
        ("/dev/stdin", f"/proc/{process}/fd/0"),
        ("/dev/stdout", f"/proc/{process}/fd/1"),
        ("/dev/stderr", f"/proc/{process}/fd/2"),
    ):
        if path.startswith(name):
            path = own + path.removeprefix(name)
            break
    if path.startswith("/proc/") and re.match(r"/proc/\d+/(cwd|root|fd)\b", path):
        return os.path.realpath(path)
    return path
