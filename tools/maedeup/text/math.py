"""LaTeX -> MathML at build time, by math-core: no script on the page, copies as LaTeX."""

from __future__ import annotations

from functools import lru_cache

from math_core import LatexError, LatexToMathML

_converter = LatexToMathML(annotation=True, fancy_error=False)


class MathError(ValueError):
    """The LaTeX cannot be read; the message says where and why."""


@lru_cache(maxsize=4096)
def to_mathml(latex: str, display: bool) -> str:
    """Convert one formula.

    Raises:
        MathError: an unknown command, a group that is not closed …
    """
    try:
        return str(_converter.convert_with_local_state(latex.strip(), displaystyle=display))
    except LatexError as error:
        raise MathError(str(error).partition(": ")[2] or str(error)) from None
