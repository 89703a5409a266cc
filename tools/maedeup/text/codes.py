"""The code of every problem: what programs and settings call it, whatever its sentence says.

A code stays as it is. The guide explains each of them, and a test holds the two lists equal.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Severity = Literal["error", "warning", "notice", "off"]
"""`error` ends a strict build, `warning` is told, `notice` is counted and told last."""

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
"""Checks of how notes are written and linked, and how grave each is in the profile `strict`."""

_SETTINGS = (
    "no-settings", "broken-settings", "broken-setting", "unknown-setting", "bad-setting",
    "unknown-check", "no-folder", "bad-place", "no-cluster", "host-failed",
    "host-warning",
)  # fmt: skip
_COMMANDS = (
    "unknown-name", "unknown-cell", "bad-name", "name-taken", "named-in-code", "folder-page",
    "heading-clash", "no-note", "no-package", "read-only-notebook",
)  # fmt: skip

_ERRORS = (
    # lists of the vault
    "broken-list", "planned-written", "redirect-unknown", "redirect-clash",
    # files
    "unreadable", "not-utf-8", "disk-error", "address-clash", "leads-outside",
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
    "unknown-variant", "unknown-product", "unknown-part", "bad-format", "value-as-link",
    # what a note says
    "raw-python", "exercise-incomplete", "exercise-stray", "exercise-part", "wrong-answer-passes",
    "prediction-incomplete", "wrong-choice-right", "right-choice-wrong",
    "typed-number", "broken-formula", "block-clash", "formula-clash", "lost-line",
    "inline-footnote",
    # works
    "broken-bibliography", "unknown-work", "unused-work",
    # names in code
    "broken-inventory",
    # snippets
    "two-options-blocks", "broken-options", "unknown-option", "bad-option", "bad-cell-name",
    "cell-clash", "bad-variant", "variant-misfit", "no-notebook", "notebook-magic",
    "snippet-failed", "variant-failed", "claim-broken", "stale-frozen", "unused-snippet",
    "unused-variant", "shadowed-package",
)  # fmt: skip

CODES: Mapping[str, Severity] = {
    **GRADED,
    **dict.fromkeys((*_SETTINGS, *_ERRORS, *_COMMANDS), "error"),
}
"""Every code, with the severity of its problems where no setting says another."""

GRADABLE = (*GRADED, *_ERRORS)
"""What `checks:` may grade: all but what is wrong with settings and commands themselves."""

STYLE = frozenset({
    *GRADED, "raw-python", "no-alt-text", "self-link", "unused-snippet", "unused-variant",
    "unused-work", "unknown-kind", "unknown-field", "typed-no-list", "no-plain-text",
})  # fmt: skip
"""What harms no reader; all else is broken, and told first."""

_RICH = ("rich-without-form", "rich-unreadable", "rich-fetches", "rich-spoilt")

_NOTES: Mapping[str, Severity] = {
    **dict.fromkeys(GRADED, "notice"),
    **dict.fromkeys(_RICH, "warning"),
    **dict.fromkeys(
        ("orphan", "alias-clash", "wrong-particle", "raw-python", "no-alt-text", "self-link",
         "unused-snippet", "unused-variant", "unused-work", "unknown-field", "inline-footnote"),
        "warning",
    ),
}  # fmt: skip

_VAULT: Mapping[str, Severity] = {
    **dict.fromkeys(GRADED, "off"),
    **dict.fromkeys(_RICH, "notice"),
    **dict.fromkeys(("unknown-kind", "unknown-field"), "off"),
    **dict.fromkeys(
        ("orphan", "alias-clash", "wrong-particle", "raw-python", "self-link", "no-plain-text",
         "typed-no-list", "unused-snippet", "unused-variant", "unused-work"), "notice",
    ),
    **dict.fromkeys(
        ("no-alt-text", "unknown-note", "ambiguous-note", "empty-reference", "outside-vault",
         "embed-planned", "embed-circle", "embed-inside-line", "unknown-heading", "unknown-block",
         "unknown-formula", "unknown-file", "ambiguous-file", "requires-unknown",
         "requires-circle", "unreadable", "not-utf-8", "front-matter-open", "broken-front-matter",
         "front-matter-no-table", "typed-number", "broken-formula", "block-clash",
         "formula-clash", "broken-bibliography", "unknown-work", "broken-inventory", "no-notebook",
         "notebook-magic", "dead-link", "lost-line", "inline-footnote",
         "snippet-failed", "address-clash", "leads-outside", "value-as-link", "shadowed-package"),
        "warning",
    ),
}  # fmt: skip

PROFILES: Mapping[str, Mapping[str, Severity]] = {"vault": _VAULT, "notes": _NOTES, "strict": {}}
"""What each profile grades otherwise than `CODES`.

`vault` is for notes that were written for another tool, `notes` for one's own, `strict` for those
that are proved.
"""

PROFILE = "notes"
"""The profile where nothing is said."""
