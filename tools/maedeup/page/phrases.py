"""The text of a link -> HTML: its formulas, its code, its bold letters, and nothing else."""

from __future__ import annotations

from functools import lru_cache
from html import escape

from maedeup.notes.inline import EMPHASIS, hide_escapes, place_of, show_escapes, show_spans
from maedeup.notes.opaque import find_opaque
from maedeup.text.math import MathError, to_mathml


@lru_cache(maxsize=4096)  # the titles of notes, which many pages show
def phrase_html(text: str) -> str:
    """Return a label, a title or a heading as HTML, for where Markdown is not read again."""
    out, position = [], 0
    spans: list[str] = []
    for one in find_opaque(text):
        if one.start < position:
            continue
        out += [text[position : one.start], place_of(len(spans))]
        position = one.end
        if one.kind in ("math", "display"):
            spans.append(_formula(one.text.strip("$")))
        elif one.kind == "code":
            spans.append(f"<code>{escape(one.text.strip('`').strip())}</code>")
        else:
            spans.append("" if one.kind == "comment" else escape(one.text))
    letters = escape(hide_escapes("".join([*out, text[position:]])))
    for tag, marked in EMPHASIS:
        letters = marked.sub(rf"<{tag}>\1</{tag}>", letters)
    return show_spans(show_escapes(letters, escape), spans, str)


def _formula(latex: str) -> str:
    try:
        return f'<span class="mp-math">{to_mathml(latex, False)}</span>'
    except MathError as error:
        return f'<code class="mp-broken" title="{escape(str(error))}">{escape(latex)}</code>'
