"""What a run that ended by itself left behind, in words for whoever reads the page."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path

from maedeup.runs.snippet import Snippet


def clean_fault(text: str, root: str) -> str:
    """Leave the project's own frames alone."""
    rows = [
        row
        for row in text.splitlines()
        if not row.startswith('  File "') or row.startswith(f'  File "{root}{os.sep}')
    ]
    return "\n".join(rows)


def say_exit(code: int | None) -> tuple[str, str]:
    """Return the type and the message of the error that an exit code stands for."""
    if code is not None and code < 0:
        try:
            name = signal.Signals(-code).name
        except ValueError:
            name = f"signal {-code}"
        why = "; out of memory, perhaps" if name == "SIGKILL" else ""
        return "Signal", f"the run was ended by {name}{why}"
    if code is None:
        return "Exit", "the run closed its way to the build before its cells were done"
    return "Exit", f"the process left with code {code} before its cells were done"


def find_last_line(fault: str, snippet: Snippet) -> int:
    """Return the snippet's innermost line in what faulthandler wrote, 0 if it names none."""
    pattern = rf'File "[^"]*{re.escape(snippet.path)}", line (\d+)'
    found = re.search(pattern, fault)
    return int(found[1]) if found else 0


def read_text(path: Path) -> str:
    """Return what a file has, nothing where there is none."""
    try:
        return path.read_text("utf-8", "backslashreplace")
    except OSError:
        return ""
