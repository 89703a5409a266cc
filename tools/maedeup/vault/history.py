"""When notes were changed, told by git: a date that is shown is one that git vouches for."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass, field
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
    for name in changed.split("\0"):
        dates.pop(SourcePath(nfc(name)), None)
    return History(dates)


def run_git(root: Path, *arguments: str) -> str:
    """Give what a git command prints.

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
