"""Have libraries show what they show in the run, whenever they are imported.

`plt.show()`, `display()`, `fig.show()` and their like would open a window or a browser, or print.
"""

from __future__ import annotations

import builtins
import functools
import sys
from collections.abc import Callable, Sequence
from importlib import machinery
from types import ModuleType
from typing import Any

from maedeup.runs import held
from maedeup.runs.worker import figures
from maedeup.runs.worker.charts import formula_writers, is_known
from maedeup.runs.worker.collect import Collector
from maedeup.runs.worker.holders import find_holders
from maedeup.runs.worker.searching import mark_children

Act = Callable[[ModuleType, Collector], None]


def install(collector: Collector, named: bool) -> None:
    """Act on what is imported already, and on the rest when it is.

    Args:
        collector: of what is shown.
        named: whether the code names `display` or is a notebook, whose helpers may name it: it is
            a built-in function then; to all others the built-in names are those of plain Python.
    """
    if named:
        vars(builtins)["display"] = _display_of(collector)
    for name, act in _ACTS.items():
        if (module := held.find(name)) is not None:
            act(module, collector)
    _follow_imports(collector)


def _follow_imports(collector: Collector) -> None:
    """Act on modules once they are loaded, without another finder in `sys.meta_path`."""
    finder: Any = machinery.PathFinder
    plain = finder.find_spec

    @functools.wraps(plain)
    def find_spec(
        name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> machinery.ModuleSpec | None:
        spec: machinery.ModuleSpec | None = plain(name, path, target)
        act = _ACTS.get(name)
        if act is None or spec is None or spec.loader is None:
            return spec
        loader: Any = spec.loader
        load = loader.exec_module

        def load_and_act(module: ModuleType) -> None:
            load(module)
            vars(loader).pop("exec_module", None)
            act(module, collector)

        loader.exec_module = load_and_act
        return spec

    finder.find_spec = find_spec


def _figure_module(module: ModuleType, collector: Collector) -> None:
    figures.prepare()
    own: Any = module
    plain = own.Figure.show

    @functools.wraps(plain)
    def show(self: Any, *args: Any, **kwargs: Any) -> Any:
        if self.canvas.manager is None or not collector.is_here:
            return plain(self, *args, **kwargs)  # which says that it cannot
        return collector.show_figure(self)

    own.Figure.show = show


def _pyplot(module: ModuleType, collector: Collector) -> None:
    own: Any = module
    plain = own.show

    @functools.wraps(plain)
    def show(*args: Any, **kwargs: Any) -> Any:
        return collector.take_figures() if collector.is_here else plain(*args, **kwargs)

    own.show = show
    _replace(plain, show)


def _ipython(module: ModuleType, collector: Collector) -> None:
    own: Any = module
    handle = own.DisplayHandle
    display = functools.wraps(own.display)(_display_of(collector, handle))

    @functools.wraps(own.publish_display_data)
    def publish(data: Any, *args: Any, **kwargs: Any) -> None:
        named = (kwargs.get("transient") or {}).get("display_id")
        if kwargs.get("update"):
            collector.update(data, named, raw=True)
        else:
            collector.display(data, display_id=named, raw=True)

    @functools.wraps(own.update_display)
    def update(obj: Any, *, display_id: Any, **kwargs: Any) -> None:
        collector.update(obj, display_id, raw=bool(kwargs.get("raw")))

    @functools.wraps(own.clear_output)
    def clear(wait: bool = False) -> None:
        collector.clear(wait)

    for name, new in (
        ("display", display),
        ("publish_display_data", publish),
        ("update_display", update),
        ("clear_output", clear),
    ):
        plain = getattr(own, name)
        setattr(own, name, new)
        _replace(plain, new)


class Handle:
    """What `display(…, display_id=…)` gives without IPython: it can change the object."""

    def __init__(self, collector: Collector, display_id: str) -> None:
        self._collector = collector
        self.display_id = display_id

    def display(self, obj: Any, **kwargs: Any) -> None:
        """Display another one of the same name."""
        self._collector.display(obj, display_id=self.display_id)

    def update(self, obj: Any, **kwargs: Any) -> None:
        """Put another object in its place."""
        self._collector.update(obj, self.display_id)


def _display_of(collector: Collector, handle: Any = None) -> Callable[..., Any]:
    count = 0

    def display(
        *objs: Any, raw: bool = False, clear: bool = False, display_id: Any = None, **kwargs: Any
    ) -> Any:
        """Show objects as Jupyter does."""
        nonlocal count
        if clear:
            collector.clear(wait=True)
        if display_id is True:
            count += 1
            display_id = f"displayed-{count}"
        forms = (kwargs.get("include"), kwargs.get("exclude"))
        if kwargs.get("update"):
            for obj in objs:
                collector.update(obj, display_id, raw)
        else:
            collector.display(*objs, display_id=display_id, raw=raw, forms=forms)
        if not display_id:
            return None
        return handle(display_id) if handle else Handle(collector, display_id)

    return display


def _pillow(module: ModuleType, collector: Collector) -> None:
    own: Any = module
    own.Image.show = lambda self, *args, **kwargs: collector.display(self)


def _plotly(module: ModuleType, collector: Collector) -> None:
    own: Any = module
    plain = own.show

    @functools.wraps(plain)
    def show(fig: Any, *args: Any, **kwargs: Any) -> None:
        is_dictionary = not is_known(fig)
        collector.display(sys.modules["plotly"].graph_objs.Figure(fig) if is_dictionary else fig)

    own.show = show
    _replace(plain, show)


def _bokeh_show(module: ModuleType, collector: Collector) -> None:
    own: Any = module
    plain = own.show

    @functools.wraps(plain)
    def show(obj: Any, *args: Any, **kwargs: Any) -> None:
        collector.display(obj)

    own.show = show
    _replace(plain, show)


def _without_script(name: str) -> Act:
    """Have a function do nothing that loads a script: pages bring that of what they show."""

    def act(module: ModuleType, collector: Collector) -> None:
        plain = getattr(module, name)

        @functools.wraps(plain)
        def do_nothing(*args: Any, **kwargs: Any) -> None:
            pass

        setattr(module, name, do_nothing)
        _replace(plain, do_nothing)

    return act


def _altair(module: ModuleType, collector: Collector) -> None:
    own: Any = module
    own.TopLevelMixin.show = lambda self, *args, **kwargs: collector.display(self)


def _sympy(module: ModuleType, collector: Collector) -> None:
    own: Any = module
    plain = own.init_printing

    @functools.wraps(plain)
    def init_printing(pretty_print: bool = True, *args: Any, **kwargs: Any) -> None:
        plain(pretty_print, *args, **kwargs)
        sympy = sys.modules["sympy"]
        if pretty_print and kwargs.get("use_latex") is not False:
            formula_writers.append(("text/latex", kwargs.get("latex_printer") or sympy.latex))
        elif pretty_print:
            formula_writers.append(("text/plain", kwargs.get("pretty_printer") or sympy.pretty))
        else:
            formula_writers.append(("text/plain", kwargs.get("str_printer") or sympy.sstrrepr))

    own.init_printing = init_printing
    _replace(plain, init_printing)


def _loky(module: ModuleType, collector: Collector) -> None:
    mark_children(module)


_ACTS: dict[str, Act] = {
    "matplotlib.figure": _figure_module,
    "matplotlib.pyplot": _pyplot,
    "IPython.core.display_functions": _ipython,
    "PIL.Image": _pillow,
    "plotly.io._renderers": _plotly,
    "plotly.offline.offline": _without_script("init_notebook_mode"),
    "bokeh.io.showing": _bokeh_show,
    "bokeh.io.output": _without_script("output_notebook"),
    "sympy.interactive.printing": _sympy,
    "altair.vegalite.v5.api": _altair,
    "altair.vegalite.v6.api": _altair,
    "loky.backend.spawn": _loky,
    "joblib.externals.loky.backend.spawn": _loky,
}


def _replace(plain: Callable[..., Any], new: object) -> None:
    """Put a function in the place of another wherever a warm module took it over by its name."""
    for module in find_holders(plain):
        setattr(module, plain.__name__, new)
