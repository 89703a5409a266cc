"""Charts that a script draws: its data, its numbers as a table, and the script from the package."""

from __future__ import annotations

import base64
import json
import struct

import pytest
from maedeup.page.html import Painter
from maedeup.page.rich import files, scripts
from maedeup.runs.product import Rich
from maedeup.runs.rich import BOKEH, PLOTLY, chosen, safe_chart, still, troubles
from maedeup.site.ipynb import executed_cell
from maedeup.site.twins import rich
from maedeup.text.strings import LANGUAGES

KOREAN = LANGUAGES["ko"]


def plotly(*traces: dict[str, object], **layout: object) -> Rich:
    data = {"data": list(traces), "layout": layout}
    return Rich("plotly.Figure", {PLOTLY: json.dumps(data), "text/plain": "<plotly.Figure>"}, True)


LINE = {"type": "scatter", "x": [0, 1], "y": [2, 3]}


def test_chart_is_its_data_with_its_numbers_for_print_and_without_a_script() -> None:
    html = Painter("a/index.html", KOREAN).product(plotly(LINE))
    ((path, data),) = files(plotly(LINE)).items()
    assert f'data-mp-data="../{path}"' in html
    assert 'data-mp-script="../assets/objects/plotly.js"' in html
    assert '<th scope="col">x</th><th scope="col">y</th>' in html
    assert "<td>0</td><td>2</td>" in html
    assert "<script" not in html
    assert json.loads(data)["data"] == [LINE]


def test_numbers_that_are_written_as_bytes_are_read() -> None:
    packed = base64.b64encode(struct.pack("<2d", 0.5, 2)).decode()
    chart = plotly({"type": "bar", "name": "막대", "y": {"dtype": "f8", "bdata": packed}})
    assert still(PLOTLY, chart.data[PLOTLY]) == (("막대 y",), ("0.5",), ("2",))
    source = {
        "name": "ColumnDataSource",
        "attributes": {"data": {"type": "map", "entries": [["x", [1, 2]]]}},
    }
    assert still(BOKEH, json.dumps({"doc": {"roots": [source]}})) == (("x",), ("1",), ("2",))


def test_script_is_served_from_the_installed_package_and_only_where_one_is_shown() -> None:
    pytest.importorskip("plotly", reason="requirements.txt has it")
    assert scripts([]) == {}
    ((path, script),) = scripts([plotly(LINE)]).items()
    assert path == "assets/objects/plotly.js"
    assert len(script) > 1_000_000


def test_what_a_chart_would_fetch_is_taken_out_and_told() -> None:
    chart = plotly(LINE, images=[{"source": "https://elsewhere.example/a.png"}])
    data, removed = safe_chart(PLOTLY, chart.data[PLOTLY])
    assert removed == ["https://elsewhere.example/a.png"]
    assert "elsewhere" not in data
    assert "rich-fetches" in {one.code for one in troubles(chart)}


@pytest.mark.parametrize(
    ("trace", "rows"),
    [
        (
            {"type": "table", "header": {"values": ["가"]}, "cells": {"values": [["나", "다"]]}},
            (("가",), ("나",), ("다",)),
        ),
        ({"type": "indicator", "value": 3}, (("value",), ("3",))),
        (
            {"type": "heatmap", "x": ["a", "b"], "z": [[1, 2], [3, 4]]},
            (("a", "b"), ("1", "2"), ("3", "4")),
        ),
        (
            {"type": "splom", "dimensions": [{"label": "키", "values": [1]}]},
            (("키",), ("1",)),
        ),
        (
            {
                "type": "sankey",
                "node": {"label": ["가", "나"]},
                "link": {"source": [0], "target": [1], "value": [3]},
            },
            (("source", "target", "value"), ("가", "나", "3")),
        ),
    ],
)
def test_numbers_are_told_of_every_kind_of_trace(
    trace: dict[str, object], rows: tuple[tuple[str, ...], ...]
) -> None:
    assert still(PLOTLY, plotly(trace).data[PLOTLY]) == rows


def test_chart_without_numbers_is_drawn_all_the_same() -> None:
    picture = plotly({"type": "image", "source": "data:image/png;base64,AA=="})
    html = Painter("index.html", KOREAN).product(picture)
    assert "data-mp-chart" in html
    assert "<p>&lt;plotly.Figure&gt;</p>" in html
    assert "plotly.Figure" in rich(picture)
    (output,) = executed_cell("fig", [picture], 1, KOREAN)["outputs"]
    assert output["data"][PLOTLY]["data"]


@pytest.mark.parametrize("kind", ["scattergeo", "choropleth", "scattermap", "densitymapbox"])
def test_map_that_would_be_fetched_is_a_table(kind: str) -> None:
    chart = plotly({"type": kind, "x": [1], "y": [2]})
    html = Painter("index.html", KOREAN).product(chart)
    assert files(chart) == {}
    assert "data-mp-chart" not in html
    assert "<td>1</td><td>2</td>" in html


@pytest.mark.parametrize("kind", ["heatmap", "treemap", "scatter"])
def test_chart_that_is_no_map_is_drawn(kind: str) -> None:
    assert files(plotly({"type": kind, "x": [1], "y": [2]}))


def test_twin_and_notebook_have_the_numbers_of_a_chart() -> None:
    assert rich(plotly(LINE)) == "| x | y |\n| --- | --- |\n| 0 | 2 |\n| 1 | 3 |"
    cell = executed_cell("fig", [plotly(LINE)], 1, KOREAN)
    (output,) = cell["outputs"]
    assert output["data"][PLOTLY]["data"] == [LINE]
    assert "<td>0</td><td>2</td>" in output["data"]["text/html"]


def test_chart_of_nothing_is_text_and_a_warning() -> None:
    empty = plotly()
    assert chosen(empty) == "text/plain"
    assert [one.code for one in troubles(empty)] == ["rich-without-form"]
