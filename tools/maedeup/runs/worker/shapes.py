"""See what a snippet assigns, at next to no cost: a look for each name in each place.

Nothing is kept of a value but its shape. A gate that has had enough is shut.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any

from maedeup.runs.product import Kind, Shape

EACH = 500
"""How often a line is looked at each time it runs; a new kind grants `MORE` such looks. After that
its look sleeps, and the loop or function wakes it at distances that grow with the count: a 64th of
what has run may go unseen."""
MORE = RARE = 64

BLANK = 250
"""Looks at nothing that has a shape, after which a line is left alone for good."""

MAX_KINDS = 6
"""Of one name in one line; further ones are said to be."""

MAX_ITEMS = 4
"""Of a tuple or list whose items are told."""

MAX_DTYPE = 24

MAX_RANGE = 1_000
"""Numbers in an array whose least and greatest are told."""

LIBRARIES = ("builtins", "numpy", "pandas", "torch")

Read = Callable[[Any], tuple[Any, ...]]


@dataclass
class Line:
    """What one name in one place was seen to be."""

    place: int
    name: str
    garbled: bool
    """Whether the numbers are what the memory held: `torch.empty`."""
    seen: dict[str, list[Kind]] = field(default_factory=dict)
    """By the name of the item: `x`, or `x[0]` for what stands in a tuple."""
    ranges: dict[str, tuple[float, float]] = field(default_factory=dict)
    sampled: bool = False
    cut: bool = False
    count: Callable[[], int] = lambda: 0
    """Gives the number of looks."""


@dataclass(slots=True, eq=False)
class Gate:
    """What the code asks and calls: `if gate.open: gate.look(x)`."""

    open: bool = True
    look: Callable[[Any], Any] = lambda value: value


@dataclass(slots=True, eq=False)
class Group:
    """The looks in the body of one loop or function, without those of loops inside."""

    used: bool = False
    """Whether there is a look."""
    stopped: bool = False
    """Whether nothing may be looked at any more."""
    asleep: list[Gate] = field(default_factory=list)
    sleeps: bool = True
    """Whether a look that has had enough may sleep: something wakes it."""
    ran: int = EACH
    count: Iterator[Any] = field(default_factory=lambda: repeat((), EACH))
    """Has an item for each run until `wake` is due."""
    part: Any = ()
    """What the code goes through now, of the parts."""

    def wake(self) -> int:
        """Wake the looks; give the number of runs after this one until it is due again."""
        wait = self.ran // RARE
        try:  # a call more could be one too many
            self.count = repeat(()) if self.stopped else repeat((), wait)
            while self.asleep:
                self.asleep.pop().open = not self.stopped
            self.ran += 1 + wait
        except RecursionError:  # the snippet is to meet it where it would
            pass
        return wait

    def parts(self, steps: Any) -> Iterator[Any]:
        """Yield a range in parts, each begun awake: its steps need no count of their own."""
        if type(steps) is not range:  # a name that the snippet has given to something else
            self.sleeps = False
            yield steps
            return
        begin, end = 0, EACH
        while part := steps[begin : None if self.stopped else end]:
            yield part
            begin = begin + len(part)
            end = begin + 1 + self.wake()


class Recorder:
    """Holds the looks of one run."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.gates: list[Gate] = []
        self.groups: list[Group] = []
        self.readers: dict[type, Read | None] = {}
        self.cramped = False
        """Whether a look met the limit of recursion, which the code as written has elsewhere."""

    def shapes(self) -> list[Shape]:
        """Return what was seen, in the order of the code."""
        shapes = []
        for line in self.lines:
            again = line.count() > 1
            for name, kinds in line.seen.items():
                low, high = line.ranges.get(name, (None, None))
                shape = Shape(line.place, name, kinds, low, high, again, line.sampled, line.cut)
                shapes.append(shape)
        return shapes

    def stop(self) -> None:
        """Look at nothing any more: no call of a look is made from now on."""
        for group in self.groups:
            group.stopped, group.count = True, repeat(())
        for gate in self.gates:
            gate.open = False

    def look(self, place: int, name: str, garbled: bool, group: Group | None) -> Gate:
        """Make a look and return the gate before it."""
        line, gate = Line(place, name, garbled), Gate()
        self.lines.append(line)
        self.gates.append(gate)
        gate.look = self._make(line, gate, group)
        if group is not None and not group.used:
            group.used = True
            self.groups.append(group)
        return gate

    def _make(self, line: Line, gate: Gate, group: Group | None) -> Callable[[Any], Any]:
        known: set[tuple[Any, ...]] = set()
        readers = self.readers
        find_reader = self._find_reader
        ran = blank = 0
        each = EACH
        # What the last value was, if it was a plain tensor: the usual case, told at once.
        tensor: Any = None
        shape: Any = None
        dtype: Any = None
        device: Any = None
        is_traced: Callable[[], bool] = bool

        def look(value: Any) -> Any:
            nonlocal ran
            ran += 1
            try:
                if (
                    type(value) is not tensor
                    or is_traced()
                    or value.shape != shape
                    or value.dtype is not dtype
                    or value.device != device
                ):
                    see(value)
                if ran >= each and group and group.sleeps and gate.open:
                    line.sampled = True
                    gate.open = False
                    group.asleep.append(gate)
            except Exception as error:  # what cannot be looked at is not told
                line.sampled = True
                gate.open = False
                self.cramped |= type(error) is RecursionError
            return value

        def see(value: Any) -> None:
            nonlocal blank, each, tensor, shape, dtype, device, is_traced
            kind = type(value)
            read = readers[kind] if kind in readers else find_reader(kind)
            key = read(value) if read is not None else None
            if not key:
                blank += 1
                if blank >= BLANK and not known:
                    gate.open = False
                return
            if read is _read_tensor:
                tensor, is_traced = kind, _is_traced
                _, shape, dtype, device = key
            if key not in known:
                each = max(each, ran + MORE)
                known.add(key)
                if _note(line, key, value):
                    gate.open = False

        line.count = lambda: ran
        return look

    def _find_reader(self, kind: type) -> Read | None:
        read = _reader_of(kind, self)
        # A class of the snippet's own is not kept alive.
        if kind.__module__.partition(".")[0] in LIBRARIES:
            self.readers[kind] = read
        return read

    def _read_items(self, value: Any) -> tuple[Any, ...]:
        """Read a tuple or a list of few; empty when any of them has no shape."""
        base = tuple if issubclass(type(value), tuple) else list
        if not 0 < base.__len__(value) <= MAX_ITEMS:
            return ()
        keys = []
        for item in base.__iter__(value):
            kind = type(item)
            read = self.readers[kind] if kind in self.readers else self._find_reader(kind)
            if read is None or issubclass(kind, (tuple, list)):
                return ()
            keys.append(read(item))
        return ("items", *keys) if all(keys) else ()


def _reader_of(kind: type, recorder: Recorder) -> Read | None:
    """Return what reads the shape of values of a type, and calls no code of the snippet's own.

    The libraries are never imported here: what the snippet has not imported, it cannot have made.
    """
    if issubclass(kind, (tuple, list)):
        return recorder._read_items
    torch, numpy = sys.modules.get("torch"), sys.modules.get("numpy")
    pandas = sys.modules.get("pandas")
    if (tensor := getattr(torch, "Tensor", None)) and issubclass(kind, tensor):
        if kind in (tensor, torch.nn.Parameter):  # type: ignore[union-attr]
            return _read_tensor
        if kind.__module__.startswith(("torch._subclasses", "torch.fx")):
            return None  # what tracing puts in the place of tensors
        plain = torch._C.DisableTorchFunctionSubclass  # type: ignore[union-attr]

        def read_subclass(value: Any) -> tuple[Any, ...]:
            with plain():
                return _read_tensor(value)

        return read_subclass
    if (array := getattr(numpy, "ndarray", None)) and issubclass(kind, array):
        size, numbers = array.shape.__get__, array.dtype.__get__

        def read_array(value: Any) -> tuple[Any, ...]:
            shape, dtype = size(value), numbers(value)
            if dtype.kind == "O" and 0 not in shape:
                first = array.item(value, 0)
                if type(first).__module__.startswith("matplotlib"):  # the axes of a figure
                    return ()
            return ("ndarray", shape, dtype, "")

        return read_array
    if (frame := getattr(pandas, "DataFrame", None)) and issubclass(kind, frame):
        return lambda value: ("DataFrame", frame.shape.fget(value), "", "")
    if (series := getattr(pandas, "Series", None)) and issubclass(kind, series):
        return lambda value: ("Series", series.shape.fget(value), series.dtype.fget(value), "")
    return None


def _is_traced() -> bool:
    """Say whether somebody watches what is done with tensors, such as `torch.jit.trace`."""
    torch = sys.modules["torch"]
    return torch._C._get_tracing_state() is not None or torch._C._len_torch_function_stack() > 0


def _read_tensor(value: Any) -> tuple[Any, ...]:
    torch = sys.modules["torch"]
    if torch._C._get_tracing_state() is not None:
        return ()
    if torch._C._len_torch_function_stack() > 0:  # `with torch.device(…)` is one, too
        with torch._C.DisableTorchFunction():
            return ("Tensor", value.shape, value.dtype, value.device)
    return ("Tensor", value.shape, value.dtype, value.device)


def _note(line: Line, key: tuple[Any, ...], value: Any) -> bool:
    """Keep a new kind; say whether the line has more of them than are told."""
    parts = [(line.name, key, value)]
    if key[0] == "items":
        base = tuple if issubclass(type(value), tuple) else list
        items = list(base.__iter__(value))
        parts = [
            (f"{line.name}[{i}]", *pair) for i, pair in enumerate(zip(key[1:], items, strict=True))
        ]
    for name, (of, shape, dtype, device), item in parts:
        numbers = str(dtype).removeprefix("torch.")
        if len(numbers) > MAX_DTYPE:  # of records
            numbers = numbers[: MAX_DTYPE - 1] + "…"
        kind = Kind(of, [int(n) for n in shape], numbers, str(device))
        kinds = line.seen.setdefault(name, [])
        if kind in kinds:
            continue
        if len(kinds) == MAX_KINDS:
            line.cut = True
            continue
        kinds.append(kind)
        if len(kinds) == 1 and not line.garbled and (found := _range_of(kind, item)):
            line.ranges[name] = found
    return line.cut


def _range_of(kind: Kind, value: Any) -> tuple[float, float] | None:
    """Return the least and the greatest number of a small array; None where there is no order.

    Read with `tolist`, which is no operation that automatic differentiation or tracing sees.
    """
    own = type(value).__module__.partition(".")[0] not in LIBRARIES
    if own or kind.of not in ("Tensor", "ndarray") or kind.device not in ("", "cpu"):
        return None
    size = 1
    for n in kind.shape:
        size *= n
    if not kind.shape or not 0 < size <= MAX_RANGE or not kind.dtype.startswith(("f", "i", "u")):
        return None
    with contextlib.suppress(Exception):  # sparse, masked, batched by vmap: no plain numbers
        rows = value.tolist()
        for _ in kind.shape[1:]:
            rows = [number for row in rows for number in row]
        if not any(number != number for number in rows):  # NaN
            return min(rows), max(rows)
    return None
