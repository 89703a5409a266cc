"""What a run made: texts, figures, tables, values, errors; to and from JSON.

Data only, never a pickle: a result may come from elsewhere.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import UnionType
from typing import Any, ClassVar, Literal, TypeGuard

from maedeup.runs.records import plain, typed
from maedeup.text.formats import UNITS, format_value
from maedeup.text.safe_svg import check_links

CLAIM = "AssertionError"
"""What an assert raises: a snippet claims by it."""


@dataclass(frozen=True)
class Text:
    """What a cell printed, or the plain form of its last expression."""

    tag: ClassVar[str] = "text"
    stream: Literal["stdout", "stderr", "result"]
    text: str


@dataclass(frozen=True)
class Plot:
    """What one plot of a figure says: facts, which a page tells in its own language."""

    tag: ClassVar[str] = "plot"
    title: str
    x: list[str]
    """Label of the horizontal axis, its least and its greatest number; empty without a label."""
    y: list[str]
    legend: list[str]


@dataclass(frozen=True)
class Figure:
    """A matplotlib figure that was open at the end of a cell."""

    tag: ClassVar[str] = "figure"
    label: str
    """`plt.figure("label")`; the cell's name, numbered, when the author gave none."""
    svg: str
    """One drawing for both palettes: its colours are CSS variables, its ids start with `@@`."""
    title: str
    """Of the whole figure; on a page, what its note says of the figure in place of all this."""
    width_pt: float
    height_pt: float
    png: dict[str, str] = field(default_factory=dict)
    """In the place of an SVG that would be too big: `light`, `light-2x`, `dark`, `dark-2x`, each a
    PNG as base64. `svg` is empty then."""
    text_pt: float = 0.0
    """Of the smallest label; 0 where there is none."""
    narrow: Figure | None = None
    """The same for phones, where this one's labels would be too small there."""
    plots: list[Plot] = field(default_factory=list)
    """What each of its plots says, where it says anything."""

    def __post_init__(self) -> None:
        check_links(self.svg)

    def with_svg(self, svg: str) -> Figure:
        """Return this figure with another drawing."""
        return dataclasses.replace(self, svg=svg)

    def each(self) -> list[Figure]:
        """Return the drawings of this figure: the one for phones too."""
        return [self] if self.narrow is None else [self, self.narrow]


@dataclass(frozen=True)
class Animation:
    """Figures that differ in one thing: frames of an animation, or `plt.figure("name@value")`."""

    tag: ClassVar[str] = "animation"
    label: str
    name: str
    """Of what changes; empty where that is the time."""
    states: list[str]
    """Of each frame, what a reader is told: `lr 0.1`; empty where frames have numbers alone."""
    common: str
    """SVG that all frames refer to, for a `<defs>`; same prefix of ids as the frames."""
    frames: list[Figure]
    """Whole only together with `common`; see `whole`."""
    interval_ms: int
    """From one frame to the next as the author set it; 0 when it is not in time."""
    n_frames: int
    """Before some were chosen."""
    narrow_common: str = ""
    """Like `common`, of the frames' drawings for phones."""
    numbers: list[int] = field(default_factory=list)
    """Of each frame, the how manyth it was before some were chosen, where it has no state."""

    def __post_init__(self) -> None:
        check_links(self.common, self.narrow_common)

    def whole(self, number: int) -> Figure:
        """Return one frame as a figure that stands alone."""
        frame = self.frames[number]
        if frame.narrow is not None:
            narrow = _with_shared(frame.narrow, self.narrow_common)
            frame = dataclasses.replace(frame, narrow=narrow)
        return _with_shared(frame, self.common)

    def each(self) -> list[Figure]:
        """Return the drawings of all frames: those for phones too."""
        return [drawing for frame in self.frames for drawing in frame.each()]

    def stills(self) -> list[int]:
        """Return the numbers of the frames that stand for all where nothing moves."""
        n = len(self.frames)
        if n <= MAX_STILLS:
            return list(range(n))
        return [round(i * (n - 1) / (FEW_STILLS - 1)) for i in range(FEW_STILLS)]


def _with_shared(frame: Figure, common: str) -> Figure:
    if not common:
        return frame
    return frame.with_svg(frame.svg.replace(">", f"><defs>{common}</defs>", 1))


MAX_STILLS, FEW_STILLS = 9, 6
"""Side by side in print and without JavaScript: all frames up to nine, six of more."""


@dataclass(frozen=True)
class Table:
    """A DataFrame or Series, shown as the last expression or kept by its variable's name."""

    tag: ClassVar[str] = "table"
    name: str
    """The variable; empty for a last expression."""
    columns: list[list[str]]
    """One list of labels a column: more than one label where the columns are nested."""
    index: list[list[str]]
    index_names: list[str]
    rows: list[list[str]]
    numeric: list[bool]
    """For each column, whether it holds numbers (set flush right)."""
    n_rows: int
    """Of the frame; more than `len(rows)` when it was cut."""
    exact: list[list[float | None]] = field(default_factory=list)
    """The numbers of each column that holds numbers, whole; of any other, nothing."""
    column_names: list[str] = field(default_factory=list)
    """Of each level of the columns' labels; empty where none has a name."""
    n_columns: int = 0
    """Of the frame, where it was cut; 0 where all stand here."""

    def formatted(self, specs: Mapping[str, str]) -> Table:
        """Return the table with its numbers in other formats.

        Args:
            specs: format spec by a column's label; by '' of all columns not named whose numbers
                are not all whole, and of those too where it is a unit.

        Raises:
            ValueError: there is no such column of numbers, or the spec is none.
        """
        names = [" ".join(labels) for labels in self.columns]
        if unknown := [
            n for n in specs if n and (n not in names or not self.numeric[names.index(n)])
        ]:
            raise ValueError(f"no column of numbers is called {unknown[0]}")
        rows = [list(row) for row in self.rows]
        for column, numbers in enumerate(self.exact):
            broken = any(isinstance(number, float) for number in numbers)
            unnamed = specs.get("", "")
            spec = specs.get(names[column], unnamed if broken or unnamed in UNITS else "")
            for row, number in zip(rows, numbers, strict=True) if spec else ():
                if number is not None:
                    row[column] = format_value(number, spec)
        return dataclasses.replace(self, rows=rows)


@dataclass(frozen=True)
class Value:
    """A top-level variable as it stood after the last cell."""

    tag: ClassVar[str] = "value"
    name: str
    scalar: bool | int | float | str | None
    """None for what is no scalar: such a value has a text but takes no format."""
    text: str

    def format(self, spec: str) -> str:
        """Format with Python's format spec, or with a Korean unit.

        Raises:
            ValueError: the spec does not fit the value.
        """
        if not spec:
            return self.text
        if self.scalar is None:
            raise ValueError(f"{self.name} is no number and no string; it takes no format")
        return format_value(self.scalar, spec)


@dataclass(frozen=True)
class Error:
    """How a run ended when it did not end well."""

    tag: ClassVar[str] = "error"
    type: str
    """Name of the exception, or of what killed the run (`TimeLimit`, `Signal`, `Exit`)."""
    message: str
    line: int
    """Of the snippet; 0 when it cannot be told."""
    traceback: str
    claim: str = ""
    """Of a variant, the one that does not hold."""


@dataclass(frozen=True)
class Kind:
    """What an array, a tensor or a frame is, its numbers apart."""

    tag: ClassVar[str] = "kind"
    of: Literal["Tensor", "ndarray", "DataFrame", "Series"]
    shape: list[int]
    dtype: str
    """`float32`; empty for a frame."""
    device: str
    """`cpu`, `cuda:0`; empty for all but tensors."""


@dataclass(frozen=True)
class Shape:
    """What was assigned in one place of the code, to one name."""

    tag: ClassVar[str] = "shape"
    place: int
    """In the list of `snippet.find_assignments`."""
    name: str
    """`x`, `self.w`, `batch[0]` for an item of a tuple, or `return`."""
    kinds: list[Kind]
    """Each once, in the order in which they were seen first."""
    low: float | None
    """Least number of the first value, where it is small and has numbers."""
    high: float | None
    again: bool
    """Whether the place ran more than once."""
    sampled: bool
    """Whether the place ran so often that not every value was looked at."""
    cut: bool
    """Whether there were more kinds than are listed."""


@dataclass(frozen=True)
class Rich:
    """An object by its own representations: what Jupyter calls a MIME bundle."""

    tag: ClassVar[str] = "rich"
    type: str
    """Of the object, with its module: `sympy.core.add.Add`."""
    data: dict[str, str]
    """By MIME type, `text/plain` always among them; base64 of what is no text."""
    is_result: bool
    """Whether it was a last expression and not displayed."""
    width: int = 0
    height: int = 0
    """Pixels of an image, as it is or as its author wishes; 0 where that is not known."""
    notes: list[str] = field(default_factory=list)
    """What its author should know: a representation that raised, what was cut."""

    @property
    def text(self) -> str:
        """What stands for it where there is nothing but text."""
        return self.data.get("text/plain", "")


Product = Text | Figure | Animation | Table | Value | Error | Rich
Drawing = Figure | Animation


def is_claim(product: Product) -> TypeGuard[Error]:
    """Say whether a product is a broken claim that a variant's run went on after."""
    return isinstance(product, Error) and (product.type, product.traceback) == (CLAIM, "")


PRODUCTS: dict[str, type[Product | Plot | Kind | Shape]] = {
    c.tag: c for c in (Text, Plot, Figure, Animation, Table, Value, Error, Rich, Kind, Shape)
}


@dataclass(frozen=True)
class Products:
    """All that one run made."""

    cells: dict[str, list[Product]]
    """By the cell's name, in the order in which they were made."""
    values: dict[str, Value]
    tables: dict[str, Table]
    error: Error | None
    """Set when the run failed, or when it ended with the error that it declared."""
    failed: bool
    seconds: float
    """Of the snippet's own code, on the wall clock."""
    device: str
    """`CPU`, or the GPU's name where the run used one."""
    shown_versions: dict[str, str]
    """Distributions imported by the project's own code, Python first."""
    shapes: list[Shape] = field(default_factory=list)
    """By place, then in the order of the names."""
    meanings: dict[str, list[str]] = field(default_factory=dict)
    """Names that documentation may have for what a dotted name of the code meant to the run."""
    unlike_recorded: bool = False
    """Whether the run that recorded shapes made something else: this one is the code as written."""

    def figures(self) -> dict[str, Drawing]:
        """Return every figure and animation by its label, and every frame by its own."""
        found: dict[str, Drawing] = {}
        for product in (p for made in self.cells.values() for p in made):
            if isinstance(product, Animation):
                frames = range(len(product.frames))
                found |= {product.frames[n].label: product.whole(n) for n in frames}
            if isinstance(product, Drawing):
                found[product.label] = product
        return found

    def to_json(self) -> str:
        """Return the text that `from_json` reads back."""
        return json.dumps(self.to_data(), ensure_ascii=False, sort_keys=True)

    def to_data(self) -> dict[str, Any]:
        """Return what `from_data` reads back: plain lists and dictionaries, all of it text."""
        return {f.name: plain(getattr(self, f.name)) for f in dataclasses.fields(self)}

    @staticmethod
    def from_json(text: str) -> Products:
        """Read what `to_json` wrote.

        Raises:
            ValueError, KeyError, TypeError: the text is something else.
        """
        return Products.from_data(json.loads(text))

    @staticmethod
    def from_data(data: dict[str, Any]) -> Products:
        """Read what `to_data` made, and check of what kind each part is.

        Raises:
            ValueError, KeyError, TypeError: it is something else.
        """
        products = Products(**typed(data, PRODUCTS))
        parts: list[tuple[object, type | UnionType]] = [
            (products.error, Error | None), (products.failed, bool),
            (products.seconds, float | int), (products.device, str),
            (products.unlike_recorded, bool),
        ]  # fmt: skip
        parts += [(p, Product) for made in products.cells.values() for p in made]
        parts += [(value, Value) for value in products.values.values()]
        parts += [(table, Table) for table in products.tables.values()]
        parts += [(version, str) for version in products.shown_versions.values()]
        parts += [(shape, Shape) for shape in products.shapes]
        parts += [(names, list) for names in products.meanings.values()]
        parts += [(name, str) for names in products.meanings.values() for name in names]
        for part, kind in parts:
            if not isinstance(part, kind):
                raise TypeError(f"{type(part).__name__} is no {kind}")
        return products
