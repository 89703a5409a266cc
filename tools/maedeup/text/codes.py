"""The code of every problem: what programs and settings call it, whatever its sentence says.

A code stays as it is. The guide explains each of them, and a test holds the two lists equal.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Severity = Literal["error", "warning", "off"]

GRADED: Mapping[str, Severity] = {
    "orphan": "error",
    "alias-clash": "error",
    "wrong-particle": "error",
    "typed-particle": "warning",
    "dead-end": "warning",
    "no-claim": "warning",
    "two-claims": "warning",
    "too-long": "warning",
    "single-tag": "warning",
    "spelling": "warning",
    "rich-without-form": "warning",
    "rich-unreadable": "warning",
    "rich-fetches": "warning",
    "rich-spoilt": "warning",
}
"""What `checks:` in mkdocs.yml may grade, and how grave each is where nothing is said."""

_ERRORS = (
    # mkdocs.yml and the lists
    "no-settings", "broken-settings", "broken-setting", "unknown-setting", "bad-setting",
    "unknown-check", "bad-place", "host-failed", "no-folder", "broken-list", "planned-written",
    "redirect-unknown", "redirect-clash",
    # files
    "unreadable", "not-utf-8", "disk-error", "address-clash",
    # front matter
    "front-matter-open", "broken-front-matter", "front-matter-no-table", "no-plain-text",
    "unknown-kind", "typed-no-list", "path-no-number", "unknown-field", "requires-unknown",
    "requires-circle",
    # references
    "empty-reference", "outside-vault", "unknown-note", "ambiguous-note", "self-link",
    "embed-planned", "embed-circle", "embed-inside-line", "unpublished-note", "dead-link",
    "unknown-heading",
    "unknown-block", "unknown-formula", "unknown-file", "ambiguous-file", "no-alt-text",
    "unknown-list", "broken-path", "no-way", "unknown-snippet", "ambiguous-snippet",
    "unknown-variant", "unknown-product", "unknown-part", "bad-format",
    # what a note says
    "raw-python", "exercise-incomplete", "exercise-stray", "exercise-part", "wrong-answer-passes",
    "prediction-incomplete", "wrong-choice-right", "right-choice-wrong",
    "typed-number", "broken-formula", "block-clash", "formula-clash",
    # works
    "broken-bibliography", "unknown-work", "unused-work",
    # snippets
    "two-options-blocks", "broken-options", "unknown-option", "bad-option", "bad-cell-name",
    "cell-clash", "bad-variant", "variant-misfit", "no-notebook", "notebook-magic",
    "snippet-failed", "variant-failed", "claim-broken", "stale-frozen", "unused-snippet",
    "unused-variant",
    # commands
    "unknown-name", "unknown-cell", "bad-name", "name-taken", "named-in-code", "folder-page",
    "heading-clash", "no-note", "read-only-notebook",
)  # fmt: skip

CODES: Mapping[str, Severity] = {**GRADED, **dict.fromkeys(_ERRORS, "error")}
"""Every code, with the severity of its problems where no setting says another."""
