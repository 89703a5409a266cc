"""A drawing in fewer bytes is the same drawing."""

import base64
import io
import re

import pytest
from maedeup.runs.worker.slim import slim, slim_path
from PIL import Image


def points(path: str) -> list[tuple[float, float]]:
    """Return every point of a path in absolute coordinates, those that steer a curve too."""
    found: list[tuple[float, float]] = []
    at = start = (0.0, 0.0)
    command = ""
    parts = re.findall(r"[A-Za-z]|-?(?:\d+\.?\d*|\.\d+)", path)
    while parts:
        if parts[0].isalpha():
            command = parts.pop(0)
        if command.lower() == "z":
            at = start
            continue
        base = at if command.islower() else (0.0, 0.0)
        if command in "hv":
            step = float(parts.pop(0))
            new = [(at[0] + step, at[1]) if command == "h" else (at[0], at[1] + step)]
        else:
            count = {"m": 1, "l": 1, "q": 2, "c": 3}[command.lower()]
            numbers = [float(parts.pop(0)) for _ in range(2 * count)]
            new = [(base[0] + x, base[1] + y) for x, y in zip(numbers[::2], numbers[1::2])]  # noqa: B905
        found += new
        at = new[-1]
        if command in "Mm":
            start, command = at, "L" if command == "M" else "l"
    return found


@pytest.mark.parametrize(
    ("data", "short"),
    [
        (
            "M 33.704849 225.19976 \nL 447.726049 225.19976 \nL 447.726049 20.20024 \nz",
            "m33.7 225.2h414v-205z",
        ),
        ("M 1 1 \nL 1.04 1.01 \nL 2 2 \nL 3 3.3", "m1 1h0l1 1 1 1.3"),
        ("M 0 0 \nL 2 0.5 \nL 2.01 0.52 \nL 3 0.5", "m0 0 2 .5h1"),
        ("M 1 1 \nL 2 3 \nz\nM 2 2 \nL 0 1 \nz", "m1 1 1 2zm1 1-2-1z"),
        ("M 0 0 \nQ 1 1 2 0 \nQ 3 -1.26 4 0", "m0 0q1 1 2 0 1-1.3 2 0"),
        ("M 0 0 \nC 1 1 2 1 3 0 \nL 3 -0.5", "m0 0c1 1 2 1 3 0v-.5"),
        ("M 0 0 A 1 1 0 0 0 2 2", "M 0 0 A 1 1 0 0 0 2 2"),
        ("", ""),
    ],
)
def test_path_is_written_in_short_steps(data: str, short: str) -> None:
    assert slim_path(data, 1) == short


def test_errors_of_rounding_do_not_add_up() -> None:
    places = [(n * 0.3333, (n * n % 17) * 1.2345) for n in range(2000)]
    data = "\n".join(f"{'L' if n else 'M'} {x:.6f} {y:.6f}" for n, (x, y) in enumerate(places))
    new = points(slim_path(data, 1))
    assert len(new) == len(places)
    assert all(
        abs(a - c) < 0.051 and abs(b - d) < 0.051
        for (a, b), (c, d) in zip(places, new, strict=True)
    )


def test_dot_stays_and_what_a_line_does_not_move_goes() -> None:
    assert slim_path("M 5 5 \nL 5 5", 1) == "m5 5h0"
    assert slim_path("M 5 5 \nL 6 6 \nL 6 6", 1) == "m5 5 1 1"


GLYPHS = (
    '<svg><g id="@@text_1"><g style="fill: red" transform="translate(210.695957 12.20024) '
    'scale(0.115 -0.115)"><defs><path id="@@F-1" d="M 3066 2093 \nQ 3066 4102 1965 4102 \nz\n" '
    'transform="scale(0.015625)"/></defs><use xlink:href="#@@F-1"/>'
    '<use xlink:href="#@@F-1" transform="translate(94.03 0)"/>'
    '<use xlink:href="#@@F-1" transform="translate(188 1.5) scale(0.7)"/></g></g></svg>'
)


def test_text_keeps_its_size_and_its_places() -> None:
    assert slim(GLYPHS) == (
        '<svg><g><g style="fill:red" transform="translate(210.7 12.2) scale(0.115 -0.115)">'
        '<defs><path id="@@F-1" d="m192 131q0 125-69 125z" transform="scale(0.25)"/></defs>'
        '<use xlink:href="#@@F-1"/><use xlink:href="#@@F-1" x="94"/>'
        '<use xlink:href="#@@F-1" transform="translate(188 1.5) scale(0.7)"/></g></g></svg>'
    )


def test_markers_say_their_style_once_and_empty_patches_go() -> None:
    style = 'style="fill: #fff; stroke: #000"'
    svg = (
        '<svg><g><path d="M 0 0 \nL 1 1" style="fill: none"/></g>'
        '<defs><path id="@@m1" d="M 0 2.123456" style="stroke: #000"/></defs>'
        f'<g clip-path="url(#@@p)"><use xlink:href="#@@m1" x="1.234" y="5.0000" {style}/>'
        f'<use xlink:href="#@@m1" x="2" y="-0.04" {style}/></g></svg>'
    )
    assert slim(svg) == (
        '<svg><defs><path id="@@m1" d="m0 2.12" style="stroke:#000"/></defs>'
        '<g clip-path="url(#@@p)" style="fill:#fff;stroke:#000">'
        '<use xlink:href="#@@m1" x="1.2" y="5"/><use xlink:href="#@@m1" x="2" y="0"/></g></svg>'
    )


def test_markers_of_different_styles_keep_them() -> None:
    uses = [f'<use xlink:href="#@@m" x="1" y="1" style="fill:{c}"/>' for c in ("red", "blue")]
    svg = f'<svg><path id="@@m" d="m0 0"/><g>{"".join(uses)}</g></svg>'
    assert slim(svg).count("style=") == 2


def as_svg(image: Image.Image) -> str:
    buffer = io.BytesIO()
    image.save(buffer, "png")
    data = base64.b64encode(buffer.getvalue()).decode()
    return f'<svg><image xlink:href="data:image/png;base64,\n{data}"/></svg>'


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("grey", "L"), ("few", "P"), ("many", ""), ("clear", "RGBA")],
)
def test_image_keeps_every_pixel(kind: str, mode: str) -> None:
    image = Image.new("RGBA", (64, 64))
    for x in range(64):
        for y in range(64):
            n = (x * 64 + y) ** 3 // 7
            image.putpixel(
                (x, y),
                {
                    "grey": (n % 256, n % 256, n % 256, 255),
                    "few": (n % 200, 255 - n % 200, 7, 255),
                    "many": (n % 256, x * 4, y * 4, 255),
                    "clear": (n % 256, x * 4, y * 4, n % 9),
                }[kind],
            )
    before = as_svg(image)
    after = slim(before)
    assert len(after) < len(before)
    assert slim(before) == after
    data = base64.b64decode(re.findall(r"base64,([^\"]+)", after)[0])
    with Image.open(io.BytesIO(data)) as new:
        assert new.mode == mode or not mode
        assert new.convert("RGBA").tobytes() == image.tobytes()
