"""LaTeX -> MathML at build time, by math-core: no script on the page, copies as LaTeX.

Where no MathML can stand, a title, a tooltip or a table of contents, it is told in plain letters.
"""

from __future__ import annotations

import re
from functools import lru_cache

from math_core import LatexError, LatexToMathML

SYMBOLS = dict(
    pair.split("=")
    for pair in [
        "alpha=α",
        "beta=β",
        "gamma=γ",
        "delta=δ",
        "epsilon=ε",
        "varepsilon=ε",
        "eta=η",
        "theta=θ",
        "lambda=λ",
        "mu=μ",
        "nu=ν",
        "pi=π",
        "rho=ρ",
        "sigma=σ",
        "tau=τ",
        "phi=φ",
        "varphi=φ",
        "omega=ω",
        "Delta=Δ",
        "Sigma=Σ",
        "Omega=Ω",
        "nabla=∇",
        "times=×",
        "cdot=·",
        "odot=⊙",
        "le=≤",
        "ge=≥",
        "to=→",
        "partial=∂",
        "sum=Σ",
        "in=∈",
    ]
)
"""What a command is called in plain letters."""

RAISED = str.maketrans("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ")
LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")

_converter = LatexToMathML(annotation=True, fancy_error=False)


class MathError(ValueError):
    """The LaTeX cannot be read; the message says where and why."""


_TEXT = re.compile(
    r"(?P<command>\\(?:text|textrm|textbf|textit|mbox)\{)(?P<text>[^{}$]*\$[^{}]*)\}"
)
_TEXT_SCORE = re.compile(r"\\text(?:rm|bf|it|tt)?\{[^{}\\$]*_[^{}\\$]*\}")
_INNER = re.compile(r"\$([^$]+)\$")
_COLOURED = re.compile(
    r"(?P<command>\\(?:text|textrm|textbf|textit|mbox)\{)"
    r"(?P<text>(?:[^{}$\\]|\\(?:text)?color\{[^{}]*\}\{[^{}$\\]*\})*)\}"
)
_COLOUR = re.compile(r"\\(?:text)?color(\{[^{}]*\})(\{[^{}]*\})")
_SIZE = re.compile(
    r"\\(?:tiny|scriptsize|footnotesize|small|normalsize|[lL]arge|LARGE|[hH]uge)(?![A-Za-z])"
)
_OTHER_NAMES = (
    (re.compile(r"\\hdots(?![A-Za-z])"), r"\\ldots"),
    (re.compile(r"\\(begin|end)\{flalign(\*?)\}"), r"\\\1{align\2}"),
    (re.compile(r"\\(begin|end)\{(align(?:ed)?)at(\*?)\}(?:\{\d+\})?"), r"\\\1{\2\3}"),
    (re.compile(r"\\([bB]igg?[lrm]?)\{(\\[{}|]|[()\[\]|/])\}"), r"\\\1\2"),
)
"""What MathJax reads and the converter has by another name."""


def _outside_text(latex: str) -> str:
    """Move formulas out of words, `\\text{all $n$ of them}`, which the converter cannot read."""

    def divide(match: re.Match[str]) -> str:
        command = match["command"]
        return command + _INNER.sub(lambda m: "} " + m[1] + f" {command}", match["text"]) + "}"

    def colour(match: re.Match[str]) -> str:
        command = match["command"]
        inside = _COLOUR.sub(
            lambda m: f"}} \\textcolor{m[1]}{{{command[:-1]}{m[2]}}} {command}", match["text"]
        )
        return f"{command}{inside}}}"

    latex = _COLOURED.sub(colour, latex) if "color{" in latex else latex
    return _TEXT.sub(divide, latex) if "$" in latex else latex


def _plain(latex: str) -> str:
    """Leave out the size of letters, which is the page's, and name things as the converter does."""
    if "\\" not in latex:
        return latex
    latex = _SIZE.sub("", latex)
    for name, ours in _OTHER_NAMES:
        latex = name.sub(ours, latex)
    return _TEXT_SCORE.sub(lambda m: m[0].replace("_", "\\_"), latex)


@lru_cache(maxsize=4096)
def to_mathml(latex: str, display: bool) -> str:
    """Convert one formula.

    Raises:
        MathError: an unknown command, a group that is not closed …
    """
    try:
        given = _outside_text(_plain(latex.strip()))
        return str(_converter.convert_with_local_state(given, displaystyle=display))
    except LatexError as error:
        raise MathError(str(error).partition(": ")[2] or str(error)) from None


def to_words(latex: str) -> str:
    """Return a formula in plain letters, as near as they come: `x^2` is x²."""
    text = re.sub(r"\\(?:mathrm|mathbf|mathcal|mathbb|mathit|text|operatorname)\b", "", latex)
    text = re.sub(r"\\frac\{([^{}]*)\}\{([^{}]*)\}", r"\1/\2", text)
    text = re.sub(r"\\sqrt\{([^{}]*)\}", r"√\1", text)
    text = re.sub(r"\\([A-Za-z]+)[ ]?", lambda m: SYMBOLS.get(m[1], m[1]), text)
    text = re.sub(r"\\([^A-Za-z])", r"\1", text)
    for mark, letters in (("^", RAISED), ("_", LOWERED)):
        shape = rf"\{mark}(?:\{{([0-9+\-=()ni]+)\}}|([0-9]))"
        text = re.sub(shape, lambda m: (m[1] or m[2]).translate(letters), text)  # noqa: B023
    return " ".join(text.replace("{", "").replace("}", "").split())
