"""What readers see, in the site's language: one catalogue a language.

English is the base: every other language is a class derived from it, so that what it lacks is
English, and mypy compares the names and arguments of what it has. A text that depends on nothing is
an attribute; one that holds a number, a name or a word that must be inflected is a method, and each
language inflects in its own. What authors and contributors see (problems, hints, the command line)
is English and stands where it is said.
"""

from __future__ import annotations

from functools import cache

from maedeup.text.strings.en import English
from maedeup.text.strings.ja import Japanese
from maedeup.text.strings.ko import Korean

__all__ = ["LANGUAGES", "Strings", "strings_of"]

Strings = English
"""What every catalogue has."""

LANGUAGES: dict[str, Strings] = {
    strings.language: strings for strings in (English(), Korean(), Japanese())
}
"""Each catalogue by the code of its language, as themes name it."""


@cache
def strings_of(language: str) -> Strings:
    """Return the catalogue of a language: `ko-KR` and `ko_KR` are `ko`; English where none fits."""
    code = language.replace("_", "-").partition("-")[0].lower()
    return LANGUAGES.get(code, LANGUAGES["en"])
