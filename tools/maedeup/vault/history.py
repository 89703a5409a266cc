"""When notes were changed, told by git: a date that is shown is one that git vouches for."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from maedeup.text.paths import SourcePath, nfc


@dataclass(frozen=True)
class History:
    """The last change of each file that is as it was committed."""

    dates: dict[SourcePath, datetime] = field(default_factory=dict)
    """When the change was written, in the time zone of who wrote it."""
    unknown: str = ""
    """Why there is no date at all; empty where there are dates."""
    committed: dict[SourcePath, datetime] = field(default_factory=dict, repr=False)
    """The last change of each file that was committed at all."""


def read_history(root: Path, folders: list[str]) -> History:
    """Ask git once when each file below `folders` was changed last.

    A file that was changed since its last commit has no date. Where git has not the whole past, no
    file has one: a shallow clone would give them all the date of its first commit.
    """
    try:
        state = run_git(root, "rev-parse", "--is-shallow-repository", "--verify", "HEAD")
        if state.startswith("true"):
            return History(unknown="this clone is shallow: fetch the whole history")
        log = run_git(root, "log", "--no-renames", "--relative", "--name-only", "-z",
                      "--format=%x01%aI", "--", *folders)  # fmt: skip
        changed = run_git(root, "diff", "--name-only", "--relative", "-z", "HEAD", "--", *folders)
    except FileNotFoundError:
        return History(unknown="git is not installed")
    except (OSError, subprocess.SubprocessError):
        return History(unknown="this is no git checkout with a commit")
    dates: dict[SourcePath, datetime] = {}
    for part in log.split("\x01")[1:]:
        time, _, names = part.partition("\0")
        when = datetime.fromisoformat(time.strip())
        for name in filter(None, (name.strip("\n") for name in names.split("\0"))):
            path = SourcePath(nfc(name))
            dates[path] = max(when, dates.get(path, when))
    committed = dict(dates)
    for name in changed.split("\0"):
        dates.pop(SourcePath(nfc(name)), None)
    return History(dates, committed=committed)


def read_again(history: History, root: Path, paths: Collection[SourcePath]) -> History:
    """Return the dates once some files were saved, while the last commit is the same."""
    known = [path for path in paths if path in history.committed]
    if not known:
        return history
    dates = history.dates | {path: history.committed[path] for path in known}
    try:
        changed = run_git(root, "diff", "--name-only", "--relative", "-z", "HEAD", "--", *known)
    except (OSError, subprocess.SubprocessError):
        return read_history(root, [])
    for name in changed.split("\0"):
        dates.pop(SourcePath(nfc(name)), None)
    return replace(history, dates=dates)


def git_folder(root: Path) -> Path | None:
    """Return where git keeps what it knows of a folder; None outside of a checkout."""
    folder = next((p / ".git" for p in (root, *root.parents) if (p / ".git").exists()), None)
    if folder is not None and folder.is_file():  # of another working tree
        text = folder.read_text("utf-8", "replace")
        folder = folder.parent / text.removeprefix("gitdir:").strip()
    return folder


def head_of(root: Path) -> tuple[int, ...] | None:
    """Return what changes when git's present commit, or what it knows of the past, does.

    None where that is not known. Asked without git: it is the state of the list of commits that
    were the present one.
    """
    folder = git_folder(root)
    if folder is None:
        return None
    try:
        found = (folder / "logs" / "HEAD").stat()
    except OSError:
        return None
    shallow = any((place / "shallow").exists() for place in (folder, folder.parent.parent))
    return found.st_mtime_ns, found.st_size, shallow


def run_git(root: Path, *arguments: str) -> str:
    """Return what a git command prints.

    Raises:
        OSError: there is no git.
        subprocess.SubprocessError: it failed, or took longer than 20 s.
    """
    command = ["git", "-C", str(root), "-c", "core.quotepath=off", *arguments]
    # Messages in English whatever the user's language; no prompt, no pager, no lock taken.
    env = os.environ | {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
    done = subprocess.run(
        command, env=env, capture_output=True, timeout=20, check=True, stdin=subprocess.DEVNULL
    )
    return done.stdout.decode("utf-8", "replace")
