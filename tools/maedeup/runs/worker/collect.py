"""What a cell makes, in the order in which it comes: printed text, figures, objects."""

from __future__ import annotations

import codecs
import sys
import threading
from dataclasses import replace
from os import O_RDONLY, getpid, pread  # the snippet may change the module
from os import open as open_file
from pathlib import Path
from typing import Any

from maedeup.runs.product import Animation, Figure, Product, Rich, Text
from maedeup.runs.worker import animate, display, ending
from maedeup.runs.worker.charts import type_name
from maedeup.runs.worker.display import Forms
from maedeup.runs.worker.originals import used
from maedeup.runs.worker.printing import OrderedFile
from maedeup.runs.worker.process import put_above

MAX_TEXT_CHARS = 100_000
"""Of one stream of one cell; the rest is cut, and said to be."""

MAX_DISPLAYED = 500
"""Objects that one cell may display."""


GIVEN_BACK = ("torch._C.Generator",)
"""What functions give back that are called for what they do: `torch.manual_seed(0)`."""

AT_ONCE = 1 << 20
"""Bytes read of what was printed."""

MAX_TURNS = 60
"""Products of a cell from which on output and errors are no longer told apart in time."""


class Stream:
    """Reads back what was printed to one redirected file descriptor since the last look."""

    def __init__(self, scratch: str, name: str) -> None:
        self.file = str(Path(scratch, name))
        self.name = name
        self.offset = 0
        # One that no script counts on, and kept: to open a file is a question to the watcher.
        self._descriptor = put_above(open_file(self.file, O_RDONLY))
        self._decoder = codecs.getincrementaldecoder("utf-8")("backslashreplace")

    def take(self, last: bool = False, flush: bool = True) -> str:
        """Return what came since; bytes that are not UTF-8 are shown as `\\xff`.

        Args:
            last: whether nothing comes any more; before, half a character waits for the rest.
            flush: whether that includes what Python still holds back.
        """
        for name in (self.name, f"__{self.name}__") if flush else ():
            try:
                getattr(sys, name).flush()
            except Exception:  # the snippet may have closed it, or put in another
                continue
        data = b""
        while part := self._read(self.offset + len(data)):
            data += part
        self.offset += len(data)
        return self._decoder.decode(data, last)

    def _read(self, offset: int) -> bytes:
        try:
            return pread(self._descriptor, AT_ONCE, offset)
        except OSError:  # the snippet has closed it
            self._descriptor = open_file(self.file, O_RDONLY)
            return pread(self._descriptor, AT_ONCE, offset)


class Collector:
    """Collects the products of the cell that runs."""

    def __init__(
        self,
        scratch: str,
        namespace: dict[str, Any],
    ) -> None:
        """Begin with nothing.

        Args:
            scratch: the folder that holds what is printed.
            namespace: the snippet's variables.
        """
        self.namespace = namespace
        self.products: list[Product] = []
        self.cell = ""
        self._streams = (Stream(scratch, "stdout"), Stream(scratch, "stderr"))
        self._n_figures = 0
        self._shown: list[tuple[Any, Figure | Animation]] = []
        self._named: dict[str, list[tuple[list[Product], int]]] = {}
        self._clears = False
        self._process = getpid()
        self._lock = threading.RLock()
        OrderedFile.switched = self.take_before

    @property
    def is_here(self) -> bool:
        """Whether this is the run's own process and no fork of it."""
        return getpid() == self._process

    def begin(self, cell: str) -> list[Product]:
        """Begin a cell; return the list that its products are added to."""
        self.cell, self.products = cell, []
        self._n_figures, self._shown, self._clears = 0, [], False
        return self.products

    @used
    def add(self, product: Product) -> None:
        """Add a product behind what was printed until now."""
        self.take_printed()
        self._clear_if_asked()
        self.products.append(product)

    @used
    def take_printed(self, last: bool = False, flush: bool = True) -> None:
        """Add what was printed since the last look, or when it is the last.

        Where something came to both, that stands first by which Python began.
        """
        if not self.is_here:
            return
        with self._lock:
            errors_first = OrderedFile.last is OrderedFile.errors
            for stream in self._streams[::-1] if errors_first else self._streams:
                if text := stream.take(last, flush):
                    self._add_text(stream.name, text)
            OrderedFile.last = None

    def take_before(self, flush: bool = True) -> None:
        """Add what was printed before something else prints, unless a thread does so.

        That one may wait for a stream which this one holds.
        """
        if self._lock.acquire(blocking=False):
            try:
                self.take_printed(flush=flush)
            finally:
                self._lock.release()

    def _add_text(self, name: str, text: str) -> None:
        """Add printed text, to what was printed last if nothing came between."""
        self._clear_if_asked()
        printed = [i for i, p in enumerate(self.products) if getattr(p, "stream", "") == name]
        together = len(self.products) > MAX_TURNS or printed[-1:] == [len(self.products) - 1]
        if printed and together:
            before = self.products[printed[-1]]
            text = (before.text if isinstance(before, Text) else "") + text
            self.products[printed[-1]] = Text(name, cut(text))  # type: ignore[arg-type]
        else:
            self.products.append(Text(name, cut(text)))  # type: ignore[arg-type]

    def close(self) -> None:
        """Add what was printed until now; what comes later belongs to no cell."""
        self.take_printed()
        ending.flush_c()
        self.take_printed(last=True)
        OrderedFile.switched = lambda flush=True: None

    @used
    def take_figures(self, shown: Any = None) -> None:
        """Draw every open figure as it is now, and close it.

        Args:
            shown: the cell's last expression, which may be a film.
        """
        self.take_printed()
        taken = animate.take(self.cell, self.namespace, shown, self._n_figures)
        self._n_figures += len(taken)
        for figure, drawing in taken:
            self._add_drawing(figure, drawing)

    @used
    def show_figure(self, figure: Any) -> None:
        """Draw one figure as it is now, pyplot's or not; it stays open."""
        self.take_printed()
        label = figure.get_label() or animate.name(self.cell, self._n_figures + 1)
        drawing = animate.draw(figure, label, self.namespace)
        if self._add_drawing(figure, drawing) and not figure.get_label():
            self._n_figures += 1

    def _add_drawing(self, figure: Any, drawing: Figure | Animation) -> bool:
        """Add a drawing; nothing stands twice in a cell that did not change in between."""
        self._clear_if_asked()
        pictures = [(one.svg, one.png) for one in drawing.each()]
        for other, before in self._shown:
            if other is figure and pictures == [(one.svg, one.png) for one in before.each()]:
                return False
        self._shown.append((figure, drawing))
        self.products.append(drawing)
        return True

    @used
    def show_result(self, value: Any) -> None:
        """Add what Jupyter shows for a cell's last expression."""
        self.take_printed()
        if value is not None:
            self._show(value, is_result=True)

    @used
    def display(
        self, *values: Any, display_id: Any = None, raw: bool = False, forms: Forms = (None, None)
    ) -> None:
        """Add what Jupyter shows for displayed objects; one of a name may be changed later."""
        self.take_printed()
        for value in values:
            if len(self.products) >= MAX_DISPLAYED:
                return
            self._clear_if_asked()
            before = len(self.products)
            if raw:
                bundle = value if isinstance(value, dict) else {}
                self.products.append(self._shortened(display.as_product(value, bundle)))
            else:
                self._show(value, is_result=False, forms=forms)
            if display_id and len(self.products) > before:
                self._put_in_place(display_id, self.products[-1])
                last = len(self.products) - 1
                self._named.setdefault(str(display_id), []).append((self.products, last))

    @used
    def update(self, value: Any, display_id: Any, raw: bool = False) -> None:
        """Put another object in the place of what was displayed under a name."""
        self.take_printed()
        own, clears = self.products, self._clears
        self.products, self._clears = [], False
        self.display(value, raw=raw)
        made, self.products, self._clears = self.products, own, clears
        if made:
            self.products += made[:-1]  # what it printed while it was asked
            self._put_in_place(display_id, made[-1])

    def _put_in_place(self, display_id: Any, product: Product) -> None:
        """Put a product where others of its name stand."""
        for products, place in self._named.get(str(display_id), []):
            if place < len(products):
                products[place] = product

    @used
    def clear(self, wait: bool = False) -> None:
        """Take away what the cell has made until now: at once, or when something else comes."""
        self.take_printed()
        self._clears = True
        if not wait:
            self._clear_if_asked()

    def _clear_if_asked(self) -> None:
        if self._clears:
            self.products.clear()
            self._shown, self._clears = [], False

    def _show(self, value: Any, is_result: bool, forms: Forms = (None, None)) -> None:
        figure = animate.figure_of(value)
        if figure is not None:
            if not (is_result and animate.is_open(figure)):  # those are taken when the cell ends
                self.show_figure(figure)
        elif is_result and (animate.is_plot_part(value) or type_name(value) in GIVEN_BACK):
            return  # what matplotlib returns is not shown: the figure is
        elif not display.call_own_display(value):
            made = display.show(value, is_result, forms)
            self.take_printed()  # what it printed while it was asked
            self._clear_if_asked()
            self.products += map(self._shortened, made)

    def _shortened(self, product: Product) -> Product:
        if isinstance(product, Text):
            return replace(product, text=cut(product.text))
        if isinstance(product, Rich):
            texts = {"text/plain": cut(product.text)} if "text/plain" in product.data else {}
            return replace(product, data=product.data | texts)
        return product


def cut(text: str) -> str:
    """Cut what is too long."""
    if len(text) > MAX_TEXT_CHARS:
        text = text[:MAX_TEXT_CHARS] + f"\n… {len(text) - MAX_TEXT_CHARS} more characters\n"
    return text
