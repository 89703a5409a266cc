"""When notes were changed, told by git."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path


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
