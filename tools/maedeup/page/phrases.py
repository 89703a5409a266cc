"""The text of a link -> HTML: its formulas, its code, its bold letters, and nothing else."""

from __future__ import annotations

import re
from html import escape

from maedeup.notes.opaque import find_opaque
from maedeup.text.math import MathError, to_mathml


def phrase_html(text: str) -> str:
    """Return a label, a title or a heading as HTML, for where Markdown is not read again."""
    out, position = [], 0
    for one in find_opaque(text):
        if one.start < position:
            continue
        out.append(_letters(text[position : one.start]))
        position = one.end
        if one.kind in ("math", "display"):
            out.append(_formula(one.text.strip("$")))
        elif one.kind == "code":
            out.append(f"<code>{escape(one.text.strip('`').strip())}</code>")
        elif one.kind != "comment":
            out.append(escape(one.text))
    return "".join([*out, _letters(text[position:])])


def _letters(text: str) -> str:
    text = escape(text)
    if "*" not in text and "~~" not in text:
        return text
    text = re.sub(r"\*\*(?=\S)(.+?)(?<=\S)\*\*", r"<strong>\1</strong>", text)
    text = re.sub(r"~~(?=\S)(.+?)(?<=\S)~~", r"<del>\1</del>", text)
    return re.sub(r"(?<!\w)\*(?=\S)([^*]+?)(?<=\S)\*(?!\w)", r"<em>\1</em>", text)


def _formula(latex: str) -> str:
    try:
        return f'<span class="mp-math">{to_mathml(latex, False)}</span>'
    except MathError as error:
        return f'<code class="mp-broken" title="{escape(str(error))}">{escape(latex)}</code>'
