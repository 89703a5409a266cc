"""Which warm modules hold a function that the run has another in the place of."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from functools import cache
from types import ModuleType
from typing import Any

from maedeup.runs import held

REPLACED = {
    "matplotlib.pyplot": ("show",),
    "IPython.core.display_functions": (
        "display", "publish_display_data", "update_display", "clear_output",
    ),
    "bokeh.io.showing": ("show",),
    "bokeh.io.output": ("output_notebook",),
    "sympy.interactive.printing": ("init_printing",),
}  # fmt: skip
"""Functions that another takes the place of, by their module."""


main_holders: list[dict[str, Any]] = []
"""What holds the script's module by a name, as dill does: noted before runs are forked."""


@cache
def find_holders(plain: Callable[..., Any]) -> list[ModuleType]:
    """Return the modules that hold a function by its name."""
    name = plain.__name__
    modules = list(held.find_all().values())
    return [one for one in modules if getattr(one, "__dict__", {}).get(name) is plain]


def note_holders() -> None:
    """Have the answers before runs are forked: looking into thousands of modules copies them."""
    for name, functions in REPLACED.items():
        if (module := held.find(name)) is not None:
            for function in functions:
                find_holders(getattr(module, function))
    main_holders[:] = [
        one for one in gc.get_referrers(sys.modules["__main__"]) if type(one) is dict
    ]
