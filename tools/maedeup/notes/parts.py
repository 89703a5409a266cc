"""How much of a cell an embed shows: `![[x.py#cell|output]]`."""

from __future__ import annotations

from enum import Enum


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
