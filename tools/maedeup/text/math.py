"""LaTeX -> MathML at build time, by math-core: no script on the page, copies as LaTeX."""

from __future__ import annotations

import re
from functools import lru_cache

from math_core import LatexError, LatexToMathML

_converter = LatexToMathML(annotation=True, fancy_error=False)


class MathError(ValueError):
    """The LaTeX cannot be read; the message says where and why."""


_TEXT = re.compile(
    r"(?P<command>\\(?:text|textrm|textbf|textit|mbox)\{)(?P<text>[^{}$]*\$[^{}]*)\}"
)
_INNER = re.compile(r"\$([^$]+)\$")


def _outside_text(latex: str) -> str:
    """Move formulas out of words, `\\text{all $n$ of them}`, which the converter cannot read."""

    def divide(match: re.Match[str]) -> str:
        command = match["command"]
        return command + _INNER.sub(lambda m: "} " + m[1] + f" {command}", match["text"]) + "}"

    return _TEXT.sub(divide, latex) if "$" in latex else latex


@lru_cache(maxsize=4096)
def to_mathml(latex: str, display: bool) -> str:
    """Convert one formula.

    Raises:
        MathError: an unknown command, a group that is not closed …
    """
    try:
        given = _outside_text(latex.strip())
        return str(_converter.convert_with_local_state(given, displaystyle=display))
    except LatexError as error:
        raise MathError(str(error).partition(": ")[2] or str(error)) from None
