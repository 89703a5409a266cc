"""Figures are drawn a second time for phones, and lay themselves out where their author did not."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from maedeup.page.html import Painter
from maedeup.page.svg_files import narrow_files
from maedeup.runs.product import Animation, Figure, Products
from maedeup.runs.worker import animate, figures, measured, narrow, relayout
from maedeup.runs.worker.colours import fill_style
from maedeup.runs.worker.panels import texts
from maedeup.text.strings import strings_of

pytestmark = pytest.mark.usefixtures("shared_results")

PHONE_PX, LEAST_PX = 358, 9


@pytest.fixture(autouse=True)
def style(tmp_path: Path) -> Iterator[None]:
    filled = tmp_path / "matplotlibrc"
    filled.write_text(fill_style(figures.STYLE.read_text("utf-8")))
    with mpl.rc_context():
        mpl.rc_file(filled)
        figures.prepare.cache_clear()  # each test has settings of its own
        figures.prepare()
        yield
    plt.close("all")


def small_labels(svg: str) -> list[float]:
    """Return the sizes of the labels that a reader of a phone has, in pixels, where too small."""
    box = re.search(r'viewBox="0 0 ([\d.]+)', svg)
    assert box is not None
    sizes = [100 * float(s) for s in re.findall(r"scale\((0?\.\d+) -0?\.\d+\)", svg)]
    assert sizes
    shown = [size * PHONE_PX / float(box[1]) for size in sizes]
    return [size for size in shown if size < LEAST_PX - 0.01]


def drawn(figure: Any) -> tuple[Figure, Figure]:
    """Return a figure's drawing, and the one for phones."""
    wide = figures.draw(figure, "f")
    assert wide.narrow is not None
    return wide, wide.narrow


def curves(columns: int, **more: Any) -> Any:
    figure, axes = plt.subplots(1, columns, figsize=(8, 3), layout="constrained", **more)
    for number, ax in enumerate(axes if columns > 1 else [axes]):
        ax.plot([0, 1, 2], [number, 1, 2], label="손실")
        ax.set(title=f"손실 {number}", xlabel="걸음")
    (axes[0] if columns > 1 else axes).set_ylabel("손실")
    return figure


def test_wide_figure_is_drawn_anew_with_labels_that_a_phone_can_show() -> None:
    wide, small = drawn(curves(1))
    assert small_labels(wide.svg)
    assert not small_labels(small.svg)
    assert small.width_pt <= PHONE_PX
    assert (wide.title, wide.plots, wide.label) == (small.title, small.plots, small.label)


def test_labels_smaller_than_others_are_drawn_as_large_as_a_phone_needs() -> None:
    figure = curves(1)
    figure.axes[0].text(1, 1, "작은 글", fontsize=6)
    figure.axes[0].tick_params(labelsize=5)
    assert not small_labels(drawn(figure)[1].svg)


def test_figure_that_a_phone_can_show_is_drawn_once() -> None:
    figure, ax = plt.subplots(figsize=(3, 2))
    ax.set_title("손실")
    assert figures.draw(figure, "f").narrow is None


def test_the_runs_own_figure_stays_as_it_was() -> None:
    figure = curves(3, sharey=True)
    figure.suptitle("긴 제목 " * 12)
    figure.draw_without_rendering()

    def state() -> list[Any]:
        told = [(t.get_text(), t.get_fontsize()) for t in texts(figure)]
        places = [axes.get_position().bounds for axes in figure.axes]
        specs = [axes.get_subplotspec() for axes in figure.axes]
        return [told, places, specs, figure.get_size_inches().tolist(), plt.get_fignums()]

    before = state(), figure.get_layout_engine(), figure.canvas, figure.canvas.manager
    assert narrow.narrowed(figure) is not None
    assert (state(), figure.get_layout_engine(), figure.canvas, figure.canvas.manager) == before
    assert plt.gcf() is figure


def test_panels_flow_into_rows_and_keep_the_numbers_that_they_shared() -> None:
    found = narrow.narrowed(curves(3, sharey=True))
    assert found is not None
    copy, plan = found
    assert plan.columns == 1
    boxes = [axes.get_position() for axes in copy.axes]
    assert [box.y0 for box in boxes] == sorted((box.y0 for box in boxes), reverse=True)
    assert len({round(box.x0, 3) for box in boxes}) == 1
    for axes in copy.axes:
        assert [label.get_text() for label in axes.get_yticklabels() if label.get_visible()]
        assert axes.get_ylabel() == "손실"


def test_columns_that_mean_something_stay() -> None:
    figure, axes = plt.subplots(2, 10, figsize=(7, 1.9), layout="constrained")
    for ax in axes.flat:
        ax.axis("off")
    for number, ax in enumerate(axes[0]):
        ax.set_title(str(number), fontsize=7)
    found = narrow.narrowed(figure)
    assert found is not None
    assert found[1].columns == 0


def test_title_legend_and_colour_bar_survive() -> None:
    figure, axes = plt.subplots(1, 4, figsize=(9, 2.6), layout="constrained")
    for ax in axes:
        image = ax.imshow([[0, 1], [2, 3]])
        ax.set_title("가운데에서 배우고 옮겨 시험", fontsize=9)
    figure.colorbar(image, ax=axes, label="세기")
    figure.legend(axes[0].plot([0, 1]), ["범례 하나"], loc="outside lower center")
    figure.suptitle("네 그림")
    found = narrow.narrowed(figure)
    assert found is not None
    copy, plan = found
    assert plan.columns in (1, 2)
    said = [text.get_text() for text in texts(copy)]
    assert {"세기", "범례 하나", "네 그림"} <= set(said)
    bar = next(axes for axes in copy.axes if axes.get_label() == "<colorbar>")
    panels = [axes.get_position() for axes in copy.axes if axes is not bar]
    assert bar.get_position().x0 > max(box.x1 for box in panels)


def test_long_titles_are_broken_into_even_lines() -> None:
    figure = curves(1)
    figure.axes[0].set_title(
        "창 안의 칸과 커널의 칸을 $x y$ 짝지어 곱하고 더하면 특성 맵의 한 칸이 된다"
    )
    found = narrow.narrowed(figure)
    assert found is not None
    lines = found[0].axes[0].get_title().split("\n")
    assert len(lines) == 2
    assert abs(len(lines[0]) - len(lines[1])) < 8
    assert "$x y$" in " ".join(lines)


def test_figure_with_a_function_of_the_snippet_is_copied_too() -> None:
    figure = curves(1)
    figure.axes[0].xaxis.set_major_formatter(lambda x, position: f"{x:.1f}번")
    assert not small_labels(drawn(figure)[1].svg)


def test_figure_that_cannot_be_copied_scrolls_until_its_labels_can_be_read() -> None:
    figure = curves(1)
    figure.keeps = (number for number in range(3))  # a generator
    told = figures.draw(figure, "f")
    assert told.narrow is None
    html = Painter("index.html", strings_of("ko")).figure(told)
    assert 'class="mp-figure mp-scrolls"' in html
    least = re.search(r'style="min-width:(\d+)px"', html)
    assert least is not None
    assert told.text_pt * int(least[1]) / told.width_pt == pytest.approx(LEAST_PX, abs=0.02)


def family() -> Animation:
    plt.close("all")
    for rate in (0.1, 1, 10):
        _, ax = plt.subplots(num=f"lr@{rate}", figsize=(7, 3))
        ax.plot([0, rate])
        ax.set(title=f"학습률 {rate}", xlabel="걸음", ylim=(0, 10))
    ((_, found),) = animate.take("a", {}, None)
    assert isinstance(found, Animation)
    return found


def test_frames_for_phones_are_one_file_and_each_shows_its_part() -> None:
    animation = family()
    small = [frame.narrow for frame in animation.frames]
    assert len({(f.width_pt, f.height_pt) for f in small if f is not None}) == 1
    ((path, text),) = narrow_files(animation).items()
    assert not small_labels(animation.whole(1).narrow.svg)  # type: ignore[union-attr]
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    for target in re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', text):
        assert "".join(target) in ids
    html = Painter("index.html", strings_of("ko")).figure(animation)
    assert html.count(f'src="{path}"') == 3
    assert re.findall(r"translateY\(([-\d.]+)%\)", html) == ["0.0000", "-33.3333", "-66.6667"]


def test_page_has_both_drawings_and_no_id_twice() -> None:
    wide, _ = drawn(curves(1))
    html = Painter("index.html", strings_of("ko")).figure(wide) + Painter(
        "index.html", strings_of("ko")
    ).figure(family())
    ((path, text),) = narrow_files(wide).items()
    assert f'<img class="mp-svg mp-narrow" src="{path}"' in html
    assert html.count("mp-svg mp-wide") == 4
    assert "prefers-color-scheme: dark" in text
    assert "min-width" not in html


def test_drawing_for_phones_is_kept_in_the_store() -> None:
    products = Products({"c": [drawn(curves(1))[0], family()]}, {}, {}, None, False, 0, "CPU", {})
    assert Products.from_json(products.to_json()) == products


def test_drawing_again_gives_the_same_bytes() -> None:
    figure = curves(3)
    mpl.rcParams["svg.hashsalt"] = None  # as `plt.rcdefaults()` leaves it
    assert figures.draw(figure, "f") == figures.draw(figure, "f")


def test_figure_without_a_layout_lays_itself_out_and_one_with_keeps_it() -> None:
    def cut(figure: Any) -> bool:
        with figures._laid_out(figure):
            figure.draw_without_rendering()
            box = figure.axes[0].yaxis.label.get_window_extent()
        return bool(box.x0 < 0)

    for chosen in (False, True):
        figure, ax = plt.subplots(figsize=(3, 2))
        ax.set_ylabel("손실\n여러\n줄\n의\n이름")
        if chosen:
            figure.subplots_adjust(left=0.12)
        before = ax.get_position().bounds
        assert cut(figure) == chosen
        assert (ax.get_position().bounds, figure.get_layout_engine()) == (before, None)


def many_kinds() -> dict[str, Any]:
    """Return what makes figures whose ticks or labels are found in ways of their own."""
    x = [0.5, 1.5, 2.5, 3.5]

    def shared() -> Any:
        figure, axes = plt.subplots(2, 3, figsize=(8, 4), sharex=True, sharey="row")
        for number, ax in enumerate(axes.flat):
            ax.plot([one * 1e6 + number for one in x], x)
            ax.set(title=f"손실 {number}", ylabel="$x^2$")
        return figure

    def one_formatter() -> Any:
        figure, axes = plt.subplots(1, 2, figsize=(8, 3))
        formatter = mpl.ticker.ScalarFormatter(useOffset=True)
        for ax, shift in zip(axes, (1e6, 3e-5), strict=True):
            ax.plot(x, [shift + one * shift / 1e6 for one in x])
            ax.yaxis.set_major_formatter(formatter)
        return figure

    def pictures() -> Any:
        figure, axes = plt.subplots(1, 3, figsize=(8, 3), layout="compressed")
        for ax in axes:
            figure.colorbar(ax.imshow([x, x[::-1]]), ax=ax)
        return figure

    def others() -> Any:
        figure = plt.figure(figsize=(8, 3))
        figure.add_subplot(1, 3, 1, projection="polar").plot(x, x)
        figure.add_subplot(1, 3, 2, projection="3d").plot(x, x, x)
        ax = figure.add_subplot(1, 3, 3)
        ax.bar(["하나", "둘"], [1, 10])
        ax.set(yscale="log", title="두 줄인\n제목")
        ax.annotate("말", (0, 5), (0.5, 8), arrowprops={"arrowstyle": "->"}, rotation=30)
        ax.twinx().plot([0, 1], [5, 6])
        ax.secondary_xaxis("top")
        return figure

    return {"shared": shared, "formatter": one_formatter, "pictures": pictures, "others": others}


@pytest.mark.parametrize("kind", many_kinds())
def test_what_is_found_once_is_what_matplotlib_finds_each_time(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts: list[int] = []
    plain = mpl.axis.Axis._update_ticks

    def counted(axis: Any) -> Any:
        counts[-1] += 1
        return plain(axis)

    def draw() -> Figure:
        counts.append(0)
        return figures.draw(many_kinds()[kind](), "f")

    monkeypatch.setattr(mpl.axis.Axis, "_update_ticks", counted)
    once = draw()
    assert mpl.axis.Axis._update_ticks is counted
    monkeypatch.setattr(measured, "ticks_once", lambda figure: contextlib.nullcontext())
    monkeypatch.setattr(relayout, "ticks_once", lambda figure: contextlib.nullcontext())
    monkeypatch.setattr(measured, "labels_once", contextlib.nullcontext)
    assert once == draw()
    assert counts[0] < 0.7 * counts[1]
