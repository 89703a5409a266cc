"""The words that authors write for the tool to know, in whichever language a vault is."""

from __future__ import annotations

CORRECTIONS = ("바로잡음", "Correction", "訂正")
"""Before the title of a misconception that many share."""

SLIPS = ("원 노트에서 고친 것", "Corrected from the source", "原典から直したこと")
"""Before the title of a slip of the source that a note was made of."""

AVOIDED = ("쓰지 않는 말", "Not used", "使わない語")
"""Head of the glossary's column of words that are not to be used."""
