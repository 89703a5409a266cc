"""What stands behind the `|` of an embed: how much of a cell it shows, a caption, a format."""

from __future__ import annotations

import re
from enum import Enum

ALT = re.compile(r"(?:^|\|)\s*alt:\s*(?P<alt>.*)$", re.DOTALL)
"""In what stands behind a figure's `|`."""


class Part(Enum):
    """What stands behind `|`; the last three are parts of an exercise (`folds`)."""

    ALL = ""
    """Where no part is named: code and products."""
    FIGURE = "figure"
    CODE = "code"
    OUTPUT = "output"
    FOLD = "fold"
    ANSWER = "answer"
    CHECK = "check"
    WRONG = "wrong"

    @property
    def has_code(self) -> bool:
        """Whether code is shown."""
        return self not in (Part.FIGURE, Part.OUTPUT)

    @property
    def has_output(self) -> bool:
        """Whether what the code made is shown."""
        return self is not Part.CODE

    @property
    def is_folded(self) -> bool:
        """Whether code is shown only to who asks."""
        return self in (Part.FOLD, Part.WRONG)

    @property
    def is_exercise(self) -> bool:
        """Whether it is a part of an exercise."""
        return self in (Part.ANSWER, Part.CHECK, Part.WRONG)


PARTS = {part.value: part for part in Part if part is not Part.ALL}
"""By what stands behind `|`."""


def split_caption(label: str | None) -> tuple[str, str]:
    """Return a figure's caption and text alternative: `caption|alt: what is seen` has both."""
    label = label or ""
    found = ALT.search(label)
    return (label[: found.start()].strip(), found["alt"].strip()) if found else (label.strip(), "")


def table_formats(label: str | None) -> dict[str, str]:
    """Read what stands behind a table's `|`: `.2f`, or `accuracy: .1%, loss: .3f`."""
    formats: dict[str, str] = {}
    for part in re.split(r",\s+", label or ""):
        name, _, spec = part.rpartition(":")
        if spec.strip() and part not in PARTS:
            formats[name.strip()] = spec.strip()
    return formats
