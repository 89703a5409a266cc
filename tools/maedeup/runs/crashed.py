"""The result of a run that could not report: what it had touched, others saw."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from maedeup.runs.imported import scan_imports
from maedeup.runs.product import Error, Products
from maedeup.runs.receipt import CHANGED_MEANWHILE, Receipt
from maedeup.runs.snippet import Snippet, string_constants, text_key
from maedeup.runs.store import Result
from maedeup.runs.world import digest_file, find_mtime
from maedeup.text.paths import find_source_path


def make_crashed(
    root: Path,
    snippet: Snippet,
    begun: Receipt,
    error: Error,
    touched: Mapping[str, Any] | None = None,
    failed: bool = True,
) -> Result:
    """Return the result of a run that could not report, with a receipt by which it is run again.

    Args:
        root: the project's folder.
        snippet: what ran.
        begun: what was known before.
        error: how it ended.
        touched: what the kernel saw of it, if it watched: `Sights.close`.
        failed: whether that is a failure.
    """
    products = Products({}, {}, {}, error, failed, 0.0, "CPU", {})
    helpers, _ = scan_imports(root, snippet)
    seen = touched or {}
    named = {*string_constants(snippet.text), *snippet.options.inputs}
    files = {str(path) for name in named if (path := find_source_path(str(root), name))}
    lines = {path: digest_file(root / path) for path in files if (root / path).is_file()}
    for absolute, (mtime_ns, _) in seen.get("files", {}).items():
        path = find_source_path(str(root), absolute) or absolute
        lines[path] = digest_file(Path(absolute))
        if mtime_ns >= 0 and find_mtime(absolute) != mtime_ns:
            lines[path] = CHANGED_MEANWHILE
    lines.pop(snippet.path, None)
    folders = {
        find_source_path(str(root), absolute) or absolute: digest
        for absolute, digest in seen.get("folders", {}).items()
        if absolute != str(root)
    }
    receipt = dataclasses.replace(
        begun,
        source=text_key(snippet.text),
        exact=True,
        modules={path: digest_file(root / path) for path in helpers},
        files=lines,
        folders=folders,
    )
    return Result.now(products, receipt)
