"""Products, problems and receipts -> HTML. Pure text, no Markdown and no host."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from itertools import count
from typing import assert_never

from maedeup.page import scrubber
from maedeup.page.alternatives import alternative
from maedeup.page.frames import table_html
from maedeup.page.output import printed
from maedeup.page.questions import Result, Snippet, Strings, kinds
from maedeup.page.rich import rich
from maedeup.page.svg_files import heavy_picture, narrow_frames, narrow_picture
from maedeup.text.errors import Problem
from maedeup.text.paths import notebook_uri, relative_url
from maedeup.text.terminal import printable

READABLE = 0.9
"""Pixels on the screen to a point of the drawing at which labels read with ease."""

LEAST_PX, PHONE_PX = 9, 358
"""Of a label, and of a figure on a phone. What has smaller labels there and no drawing for phones
scrolls."""

PLAYED = {
    "audio": (".flac", ".m4a", ".mp3", ".ogg", ".wav", ".3gp"),
    "video": (".mkv", ".mov", ".mp4", ".ogv", ".webm"),
}
"""Endings of what a browser plays, by the element that does."""


def running(strings: Strings, seconds: float) -> str:
    """Say that a run is not done, in the place of what it will show."""
    told = [strings.running, *([strings.took(seconds)] if seconds else [])]
    return f'<p class="mp-running" role="status">{escape(" ".join(told))}</p>'


class Painter:
    """Renders what one page shows, in the site's language; keeps ids unique on the page."""

    def __init__(self, page: str, strings: Strings) -> None:
        self.page = page
        self.strings = strings
        self._ids = count(1)
        self._told: set[str] = set()

    def url(self, path: str, mark: str = "") -> str:
        """Return a site-relative address as seen from this page, of a file of any name.

        `mark` is what leads to a place in it, with its `#`.
        """
        return escape(relative_url(_quoted(path) + mark, self.page))

    def product(self, product: kinds.Product) -> str:
        """Render one product."""
        match product:
            case kinds.Figure() | kinds.Animation():
                return self.figure(product)
            case kinds.Table():
                return self.table(product)
            case kinds.Text():
                return self.text(product)
            case kinds.Error():
                return self.error(product)
            case kinds.Value():
                return value(product)
            case kinds.Rich():
                return rich(product, f"mp{next(self._ids)}-", self.url, self.strings)
            case _:
                assert_never(product)

    def figure(self, drawing: kinds.Drawing, caption: str = "") -> str:
        """Render a figure, or an animation as one."""
        below = f"<figcaption>{escape(caption)}</figcaption>" if caption else ""
        prefix = f"mp{next(self._ids)}-"
        kind = "mp-figure"
        if isinstance(drawing, kinds.Animation):
            kind = "mp-figure mp-motion"
            labels = [self._label(frame) for frame in drawing.frames]
            narrow = narrow_frames(drawing, self.url, labels) or [""] * len(labels)
            frames = [
                self._frame(frame, prefix, f"{prefix}t{number}", narrow[number])
                for number, frame in enumerate(drawing.frames)
            ]
            content = scrubber.scrubber(drawing, frames, prefix, self.strings)
        else:
            content = self._frame(drawing, prefix, f"{prefix}t")
        kind += " mp-scrolls" if "min-width" in content else ""
        label = escape(drawing.label)
        return f'<figure class="{kind}" data-label="{label}">{content}{below}</figure>'

    def _frame(self, figure: kinds.Figure, prefix: str, title: str, narrow: str = "") -> str:
        """Render one drawing: an inline SVG, its ids made unique on the page, or images.

        What phones have in its place stands behind it; the style sheet shows one of the two.
        """
        label = self._label(figure)
        if figure.narrow is not None and not narrow:
            narrow = (
                scrubber.picture(figure.narrow, self.url, label, " mp-narrow")
                if figure.narrow.png
                else narrow_picture(figure, self.url, label)
            )
        kind = " mp-wide" if narrow else ""
        least = 0.0 if narrow or not figure.text_pt else figure.width_pt * LEAST_PX / figure.text_pt
        style = f' style="min-width:{least:.0f}px"' if least > PHONE_PX else ""
        if figure.png:
            wide = scrubber.picture(figure, self.url, label, kind)
            return (wide.replace(" width=", f"{style} width=") if style else wide) + narrow
        if heavy := heavy_picture(figure, self.url, label, kind, style):
            return heavy + narrow
        svg = figure.svg.replace("@@", prefix)
        svg = re.sub(
            r"^<svg ",
            f'<svg role="img" aria-labelledby="{title}" class="mp-svg{kind}"{style} ',
            svg,
        )
        return svg.replace(">", f'><title id="{title}">{escape(label)}</title>', 1) + narrow

    def receipt(self, snippet: Snippet, result: Result, page: str = "") -> str:
        """Render the folded line that says what ran, where, how long and with what.

        Told in full where the page shows a snippet first, and by its name after that.
        `page` is the address of the snippet's own page, if it has one.
        """
        products, strings = result.products, self.strings
        shown = sorted(products.shown_versions.items(), key=lambda item: item[0] != "Python")
        versions = [f"{name} {version}" for name, version in shown]
        seconds = strings.seconds(products.seconds)
        name = f"<span>{escape(snippet.key.rpartition('/')[2])}</span>"
        if snippet.key not in self._told:
            rest = "".join(f" · {escape(one)}" for one in [*versions[:1], *_main_version(versions)])
            name += f" <span>{seconds} · {escape(products.device)}</span><span>{rest}</span>"
        self._told.add(snippet.key)
        rows = [
            (strings.file, self._downloads(snippet)),
            (strings.run, f"{seconds}, {escape(products.device)}"),
            (strings.run_time, f"{strings.day(result.time)} {result.time:%H:%M} UTC"),
            (strings.versions, escape(", ".join(versions))),
        ]
        if inputs := result.receipt.list_inputs():
            rows.append((strings.inputs, escape(", ".join(inputs))))
        if products.unlike_recorded:
            rows.append((strings.shapes, strings.shapes_left_out))
        rows.append((strings.watched_by, strings.watch(result.receipt.watch)))
        if page:
            rows.append((strings.more, f'<a href="{self.url(page)}">{strings.page_of_snippet}</a>'))
        items = "".join(f"<dt>{name}</dt><dd>{content}</dd>" for name, content in rows)
        return (
            '<details class="mp-receipt" data-search-exclude><summary>'
            f"{name}</summary><dl>{items}</dl></details>"
        )

    def _downloads(self, snippet: Snippet) -> str:
        links = [(str(snippet.path), str(snippet.path))] if snippet.path.endswith(".py") else []
        links.append((notebook_uri(snippet.path), self.strings.notebook))
        return " · ".join(
            f'<a href="{self.url(path)}" download>{escape(label)}</a>' for path, label in links
        )

    def text(self, product: kinds.Text) -> str:
        """Render printed text or a last expression."""
        strings = self.strings
        names = {"stdout": strings.stdout, "stderr": strings.stderr, "result": strings.result}
        return (
            f'<div class="mp-output mp-{product.stream}" role="group" '
            f'aria-label="{names[product.stream]}"><pre><code tabindex="0">'
            f"{printed(product.text)}</code></pre></div>"
        )

    def error(self, product: kinds.Error) -> str:
        """Render how a run ended, with its traceback."""
        trace = f"<pre><code>{printed(product.traceback)}</code></pre>" if product.traceback else ""
        message = escape(printable(product.message))
        return (
            f'<div class="mp-output mp-error"><p><strong>{escape(product.type)}</strong> {message} '
            f"<span>({self.strings.line(product.line)})</span></p>{trace}</div>"
        )

    def table(self, product: kinds.Table) -> str:
        """Render a table with header cells that screen readers relate to their rows and columns."""
        return table_html(product, self.strings)

    def _label(self, figure: kinds.Figure) -> str:
        said = alternative(figure, self.strings)
        return said or self.strings.figure_called(figure.label)


@lru_cache(maxsize=65536)
def _quoted(path: str) -> str:
    for sign in "%?# ":
        path = path.replace(sign, f"%{ord(sign):02X}")
    return path


def value(product: kinds.Value, spec: str = "", source: str = "") -> str:
    """Render a value that stands in a sentence."""
    machine = "" if product.scalar is None else str(product.scalar)
    words = "" if isinstance(product.scalar, (int, float)) else " mp-words"  # which may wrap
    return (
        f'<data class="mp-value{words}" value="{escape(machine)}" title="{escape(source)}">'
        f"{escape(printable(product.format(spec)))}</data>"
    )


def problem(found: Problem) -> str:
    """Render a problem where it happened, for the author who is serving the site."""
    hint = f"<p>hint: {escape(found.hint)}</p>" if found.hint else ""
    return (
        '<div class="mp-problem" role="alert"><p>'
        f"<code>{escape(found.path)}:{found.line}</code> {escape(found.problem)}: "
        f"<strong>{escape(found.value)}</strong></p>{hint}</div>"
    )


def _main_version(versions: list[str]) -> list[str]:
    """Return the one package a reader asks for first."""
    for name in ("torch ", "scikit-learn ", "numpy "):
        for version in versions:
            if version.startswith(name):
                return [version]
    return versions[1:2]


def file(url: str, text: str, is_shown: bool) -> str:
    """Render a link to a file of the vault; a sound or a film that is embedded can be played."""
    link = f'<a href="{url}" class="mp-link">{text}</a>'
    kind = next((tag for tag, names in PLAYED.items() if url.lower().endswith(names)), "")
    if not (is_shown and kind):
        return link
    return f'<{kind} controls preload="none" src="{url}">{link}</{kind}>'
