"""What a cell's last expression is shown as, beside what Jupyter's own kernel shows of it."""

from __future__ import annotations

import re

import pytest
from maedeup.runs.product import Table

from benchmarks.objects import (
    ADDRESS,
    HERE,
    Shown,
    kind_of,
    richest,
    same_text,
    show_jupyters,
    show_ours,
)
from benchmarks.rich_objects import EXPRESSIONS, OURS

ROWS = [(name, text) for name, texts in EXPRESSIONS.items() for text in texts]


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """Return what the engine shows of each, by library and expression."""
    return show_ours(tmp_path_factory.mktemp("ours"))


@pytest.fixture(scope="module")
def jupyters() -> Shown:
    """Return what Jupyter's kernel shows of each."""
    return show_jupyters()


@pytest.mark.parametrize(
    ("library", "text"), ROWS, ids=[f"{n}-{lib}" for n, (lib, _) in enumerate(ROWS)]
)
def test_page_shows_what_jupyter_shows(
    ours: Shown, jupyters: Shown, library: str, text: str
) -> None:
    if library not in HERE:
        pytest.skip(f"{library} is not installed (requirements.txt has it)")
    (product,), (output,) = ours[library, text], jupyters[library, text]
    assert kind_of(product) == OURS.get(text, richest(output))
    if text not in OURS or output.output_type == "stream":
        assert isinstance(product, Table) or same_text(product, output)


def test_no_address_is_shown(ours: Shown) -> None:
    texts = [getattr(p, "text", "") for made in ours.values() for p in made]
    assert not [text for text in texts if ADDRESS.search(text)]


def test_table_holds_what_pandas_writes(ours: Shown, jupyters: Shown) -> None:
    (table,), (output,) = ours["pandas", "sold"], jupyters["pandas", "sold"]
    cells = re.findall(r"<td>(.*?)</td>", output.data["text/html"])
    assert [cell for row in table.rows for cell in row] == cells
