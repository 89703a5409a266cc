"""`mkdocs build` as a person calls it, without the start of a process: the log is the same."""

from __future__ import annotations

import contextlib
import io
import logging
import os
import subprocess
import warnings
from pathlib import Path
from unittest import mock

from mkdocs.__main__ import ColorFormatter, cli
from mkdocs.commands import build


def mkdocs_build(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Build a site; give the exit code, and what was printed."""
    log, out, err, code = logging.getLogger("mkdocs"), io.StringIO(), io.StringIO(), 0
    before = log.level, log.handlers[:], log.propagate, build.log.filters[:]
    with (
        contextlib.chdir(root),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        mock.patch.dict(os.environ, NO_MKDOCS_2_WARNING="1"),
        mock.patch.object(ColorFormatter.text_wrapper, "width", 0),  # as where no terminal is
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        try:
            cli.main(["build", *arguments], prog_name="mkdocs")
        except SystemExit as left:
            code = int(left.code or 0)
        finally:
            level, log.handlers[:], log.propagate, build.log.filters[:] = before
            log.setLevel(level)
    return subprocess.CompletedProcess(arguments, code, out.getvalue(), err.getvalue())
