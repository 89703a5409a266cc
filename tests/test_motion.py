"""Families of figures, animations, big figures, images from arrays."""

from __future__ import annotations

import base64
import io
import json
import re
import struct
from pathlib import Path

import pytest
from maedeup.page.alternatives import alternative, states_of
from maedeup.page.pictures import image_files, image_path
from maedeup.runs.product import Animation, Drawing, Figure, Product, Products
from maedeup.runs.worker.animate import pick
from maedeup.runs.worker.colours import COLOURS, PALETTES, style_sheet
from maedeup.runs.worker.share import share
from maedeup.search.index import build_index
from maedeup.site.ipynb import make_notebook
from maedeup.text.strings import strings_of

from tests.project import Project, build, load_settings

from .conftest import SITE, MakeProject, messages, render, write_files

pytestmark = pytest.mark.usefixtures("shared_results")

START = "# %% a\nimport matplotlib.pyplot as plt\n"
FAMILY = START + (
    "for rate in (0.1, 0.5, 2):\n"
    "    fig, ax = plt.subplots(num=f'lr@{rate}', figsize=(3, 2))\n"
    "    ax.plot([0, rate])\n"
    "    ax.set(title='손실', xlabel='걸음', ylim=(0, 2))\n"
)
FILM = START + (
    "from matplotlib.animation import FuncAnimation\n"
    "fig, ax = plt.subplots(num='slide', figsize=(3, 2))\n"
    "(line,) = ax.plot([], [])\n"
    "ax.set(xlim=(0, 9), ylim=(0, 9))\n"
    "def step(i):\n"
    "    line.set_data(range(i), range(i))\n"
    "    return [line]\n"
)
BIG = START + (
    "import numpy as np\n"
    "fig, ax = plt.subplots(num='cloud', figsize=(3, 2))\n"
    "ax.plot(*np.random.default_rng(0).normal(size=(2, 8000)), '.', color='C0')\n"
    "ax.set_title('구름')\n"
    "ax.scatter([0], [0], s=3000, color=['C1'], zorder=9)\n"
    "ax.add_patch(plt.Rectangle((1, 1), 2, 2, color='#d1571b', zorder=9))\n"
)
CELLS = """\
# /// script
# [tool.maedeup]
# timeout_s = 600
# ///
# %% setup
import itertools

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import ArtistAnimation, FuncAnimation

rng = np.random.default_rng(0)


def start(name):
    global line
    fig, ax = plt.subplots(num=name, figsize=(3, 2))
    (line,) = ax.plot([], [])
    ax.set(xlim=(0, 9), ylim=(0, 9))
    return fig


def step(i):
    line.set_data(range(i), range(i))
    return [line]


def noise(i):
    line.set_data(*(9 * rng.random((2, n_points))))


def family(label, title):
    for i in (1, 2):
        plt.subplots(num=label.format(i))[1].set_title(title.format(i))

# %% by-value
family("decision@C={}", "경계")

# %% by-name
family("학습률@{}", "")

# %% by-title
family("lr@{}", "학습률 {} $x$")

# %% mixed
for name in ("a@1", "b@1", "c", "b@2"):
    plt.figure(name)

# %% kept
film = FuncAnimation(start("kept"), step, frames=5, interval=50)

# %% last
FuncAnimation(start("last"), step, frames=5, interval=50)

# %% blit
FuncAnimation(start("blit"), step, frames=5, interval=50, blit=True)

# %% iterator
FuncAnimation(start("iterator"), step, iter(range(5)), save_count=5, interval=50)

# %% long
FuncAnimation(start("long"), step, frames=96, interval=50)

# %% endless
FuncAnimation(start("endless"), step, itertools.count, save_count=6)

# %% still
FuncAnimation(start("still"), step, frames=1)

# %% artists
fig, ax = plt.subplots(num="artists")
ArtistAnimation(fig, [ax.plot([0, i], color=f"C{i}") for i in (1, 2)])

# %% thinned
n_points = 600
FuncAnimation(start("thinned"), noise, frames=24)

# %% heavy
n_points = 2500
FuncAnimation(start("heavy"), noise, frames=7)

# %% heavy-family
for rate in (1, 2, 3):
    fig, ax = plt.subplots(num=f"heavy-lr@{rate}", figsize=(3, 2))
    ax.plot(*rng.random((2, 5000)))

# %% images
for name, way in (("near", None), ("soft", "bilinear")):
    fig, ax = plt.subplots(num=name, figsize=(3, 2))
    ax.imshow(np.eye(6), interpolation=way)
fig, ax = plt.subplots(num="photo", figsize=(3, 3))
ax.imshow(np.add.outer(np.arange(400), np.arange(400)))
"""


def built_project(built: MakeProject, text: str, note: str = "![[x.py]]") -> Project:
    return built({"snippets/x.py": text, "docs/index.md": f"{note}\n"})


def run(built: MakeProject, text: str) -> Products:
    project = built_project(built, text)
    assert project.problems == [], project.problems
    (result,) = project.results.values()
    return result.products


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Product]]:
    """Return what each of `CELLS` made: one run serves many tests."""
    root = tmp_path_factory.mktemp("cells")
    files = {"mkdocs.yml": SITE, "docs/index.md": "![[x.py]]\n", "snippets/x.py": CELLS}
    write_files(root, files)
    project = Project(load_settings(root))
    assert build(project) == []
    (result,) = project.results.values()
    return result.products.cells


def animation(made: dict[str, list[Product]], cell: str) -> Animation:
    (found,) = made[cell]
    assert isinstance(found, Animation)
    return found


def test_figures_labelled_alike_become_one_animation_in_the_order_they_were_made(
    built: MakeProject,
) -> None:
    products = run(built, FAMILY)
    family = products.figures()["lr"]
    assert isinstance(family, Animation)
    assert family.states == ["lr 0.1", "lr 0.5", "lr 2"]
    assert list(products.figures()) == ["lr@0.1", "lr@0.5", "lr@2", "lr"]
    change = "lr 0.1에서 lr 2까지 3장면"
    said = f"손실, 가로축 걸음 -0.05부터 1.05까지. {change}"
    assert alternative(family, strings_of("ko")) == said
    assert Products.from_json(products.to_json()) == products


@pytest.mark.parametrize(
    ("cell", "name", "states"),
    [
        ("by-value", "C", ["C = 1", "C = 2"]),
        ("by-name", "학습률", ["학습률 1", "학습률 2"]),
        ("by-title", "lr", ["학습률 1 x", "학습률 2 x"]),
    ],
)
def test_state_is_the_title_where_titles_differ_else_the_label(
    made: dict[str, list[Product]], cell: str, name: str, states: list[str]
) -> None:
    family = animation(made, cell)
    assert (family.name, family.states) == (name, states)


def test_one_figure_with_a_value_and_others_beside_a_family_stay_figures(
    made: dict[str, list[Product]],
) -> None:
    shown = [(type(p), p.label) for p in made["mixed"] if isinstance(p, Drawing)]
    assert shown == [(Figure, "a@1"), (Animation, "b"), (Figure, "c")]


@pytest.mark.parametrize("cell", ["kept", "last", "blit", "iterator"])
def test_animation_that_is_alive_at_the_end_of_a_cell_is_shown(
    made: dict[str, list[Product]], cell: str
) -> None:
    film = animation(made, cell)
    assert (film.label, film.n_frames, film.interval_ms) == (cell, 5, 50)
    assert states_of(film, strings_of("ko")) == [f"장면 {i}" for i in range(1, 6)]
    assert len({film.whole(i).svg for i in range(2, 5)}) == 3


def test_long_animation_is_sampled_from_first_to_last_and_keeps_its_pace(
    made: dict[str, list[Product]],
) -> None:
    film = animation(made, "long")
    assert (len(film.frames), film.n_frames, film.interval_ms) == (24, 96, 200)
    states = states_of(film, strings_of("ko"))
    assert (states[0], states[-1]) == ("장면 1", "장면 96")


def test_endless_animation_ends(made: dict[str, list[Product]]) -> None:
    film = animation(made, "endless")
    assert (len(film.frames), film.n_frames) == (6, 6)


def test_animation_of_one_frame_is_a_figure(made: dict[str, list[Product]]) -> None:
    assert [type(product) for product in made["still"]] == [Figure]


def test_artist_animation_shows_one_artist_at_a_time(made: dict[str, list[Product]]) -> None:
    film = animation(made, "artists")
    assert ["--mp-c1" in film.whole(i).svg for i in (0, 1)] == [True, False]


def test_error_in_a_frame_fails_the_run_at_its_line(built: MakeProject) -> None:
    text = FILM.replace("return [line]", "return [line][i]")
    assert messages(built_project(built, text + "FuncAnimation(fig, step, frames=3)\n")) == [
        "snippets/x.py:9: IndexError: list index out of range"
    ]


def test_numbers_picked_are_even_and_hold_both_ends() -> None:
    assert pick(3, 24) == [0, 1, 2]
    assert pick(100, 5) == [0, 25, 50, 74, 99]


def test_what_frames_share_is_kept_once_and_whole_frames_lack_nothing(
    made: dict[str, list[Product]],
) -> None:
    film = animation(made, "long")
    wholes = [film.whole(i).svg for i in range(24)]
    kept = len(film.common) + sum(len(frame.svg) for frame in film.frames)
    assert kept < sum(map(len, wholes)) / 8
    for svg in wholes:
        ids = re.findall(r'\bid="([^"]+)"', svg)
        assert len(ids) == len(set(ids))
        named = {a or b for a, b in re.findall(r'href="#([^"]+)"|url\(#([^)]+)', svg)}
        assert named <= set(ids)


def test_sharing_keeps_the_order_in_which_things_are_drawn() -> None:
    same = f'<g id="@@s"><path d="{"M 0 0 " * 40}"/></g>'
    start = '<svg a="1"><g id="@@x">'
    frames = [
        f'{start}<path id="@@p" d="{n}"/>{same}<use href="#@@p"/></g></svg>' for n in ("1", "2")
    ]
    common, (first, _) = share(frames)
    plain = same.replace(' id="@@s"', "")
    assert common == f'<g id="@@s0">{plain}</g>'
    assert first.removeprefix('<svg a="1">') == (
        '<g><path id="@@1-p" d="1"/><use xlink:href="#@@s0"/><use href="#@@1-p"/></g></svg>'
    )


def test_animation_over_the_budget_loses_frames(made: dict[str, list[Product]]) -> None:
    film = animation(made, "thinned")
    states = states_of(film, strings_of("en"))
    assert len(film.frames) == len(states) == 12
    assert (states[0], states[-1]) == ("Frame 1", "Frame 24")


@pytest.mark.parametrize(("cell", "count"), [("heavy", 6), ("heavy-family", 3)])
def test_what_is_over_the_budget_still_becomes_images(
    made: dict[str, list[Product]], cell: str, count: int
) -> None:
    found = animation(made, cell)
    sizes = ["dark", "dark-2x", "light", "light-2x"]
    assert [sorted(frame.png) for frame in found.frames] == [sizes] * count
    assert found.common == ""
    assert len({frame.png["light"] for frame in found.frames}) == count


def png_size(image: str) -> tuple[int, ...]:
    return struct.unpack(">II", base64.b64decode(image)[16:24])


def test_big_figure_becomes_png_in_both_palettes_at_two_sizes(built: MakeProject) -> None:
    cloud = run(built, BIG).figures()["cloud"]
    assert isinstance(cloud, Figure)
    assert cloud.svg == ""
    assert cloud.plots[0].title == "구름"
    assert {name: png_size(image) for name, image in cloud.png.items()} == {
        "light": (288, 192), "light-2x": (576, 384), "dark": (288, 192), "dark-2x": (576, 384),
    }  # fmt: skip
    for image in cloud.png.values():  # no date, no version
        assert re.search(rb"tEXt|iTXt|tIME", base64.b64decode(image)) is None
    pil_image = pytest.importorskip("PIL.Image")
    for palette in ("light", "dark"):
        data = io.BytesIO(base64.b64decode(cloud.png[palette]))
        colours = {c[:3] for _, c in pil_image.open(data).getcolors(10**6) if c[3] == 255}
        for role in ("c0", "c1", "ink"):
            assert tuple(bytes.fromhex(PALETTES[palette][role][1:])) in colours, (palette, role)
        assert (0xD1, 0x57, 0x1B) in colours, "the author's own colour stays"
        other = PALETTES["dark" if palette == "light" else "light"]
        assert tuple(bytes.fromhex(other["c1"][1:])) not in colours


def test_colours_of_figures_stand_in_one_file() -> None:
    tools = Path(__file__).parents[1] / "tools/maedeup"
    table = tools / "runs/worker/colours.py"
    own = {c[1:] for c in COLOURS["c1"]}  # of a role that nothing else has the colour of
    files = {*tools.rglob("*.py"), *tools.rglob("*.css"), *tools.rglob("*.mplstyle")} - {table}
    assert [file for file in files if any(c in file.read_text("utf-8") for c in own)] == []
    for name, scheme in (("light", "default"), ("dark", "slate")):
        block = style_sheet().split(f'[data-md-color-scheme="{scheme}"] {{', 1)[1].split("}", 1)[0]
        assert dict(re.findall(r"--mp-(\w+): (#\w+);", block)) == PALETTES[name]


def test_drawing_again_gives_the_same_bytes(built: MakeProject) -> None:
    text = FAMILY + FILM.replace("# %% a", "# %% b") + "film = FuncAnimation(fig, step, frames=3)\n"
    text += BIG.replace("# %% a", "# %% c")
    first, second = (run(built, text + end).cells for end in ("", "x = 1\n"))
    assert [type(made[0]) for made in first.values() if made] == [Animation, Animation, Figure]
    assert first == second


def test_small_array_is_kept_cell_by_cell_and_a_smooth_one_is_not(
    made: dict[str, list[Product]],
) -> None:
    image = {
        p.label: re.sub('"data[^"]*"', "", p.svg).split("<image", 1)[1]
        for p in made["images"]
        if isinstance(p, Figure)
    }
    assert 'width="6" height="6"' in image["near"]
    assert "pixelated" in image["near"]
    assert "pixelated" not in image["soft"]
    assert "pixelated" not in image["photo"]


PAGE = """\
<figure id="fig-x-lr" class="mp-figure mp-motion" data-label="lr">SHARED<ol class="mp-frames">\
<li class="mp-still mp-now">FRAME<span class="mp-state">lr 0.1</span></li>\
<li class="mp-still">FRAME<span class="mp-state">lr 0.5</span></li>\
<li class="mp-still">FRAME<span class="mp-state">lr 2</span></li></ol>\
<div class="mp-scrub" data-step="900"><button type="button" class="mp-play" aria-label="재생">\
</button><input type="range" min="1" max="3" value="1" autocomplete="off" aria-label="lr" \
aria-valuetext="lr 0.1, 1/3"><output>lr 0.1, 1/3</output></div>\
<figcaption>그림 1. 학습률</figcaption></figure>"""


def test_family_is_embedded_by_its_base_name_with_a_caption(built: MakeProject) -> None:
    html = render(built_project(built, FAMILY, "![[x.py#lr|학습률]]"), "index.md")
    figure = html[html.index("<figure") : html.index("</figure>") + 9]
    shared = '<svg class="mp-shared" aria-hidden="true"><defs>'
    assert shared in figure
    figure = re.sub(re.escape(shared) + ".*?</defs></svg>", "SHARED", figure, flags=re.DOTALL)
    assert re.sub(r"<svg .*?</svg>", "FRAME", figure, flags=re.DOTALL) == PAGE
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("note", ["![[x.py#a|figure]]", "![[x.py#a]]", "![[x.py]]", "![[x.py#lr]]"])
def test_family_is_shown_wherever_its_cell_is(built: MakeProject, note: str) -> None:
    html = render(built_project(built, FAMILY, note), "index.md")
    assert html.count('class="mp-scrub"') == 1


def test_one_member_is_embedded_alone_and_whole(built: MakeProject) -> None:
    html = render(built_project(built, FAMILY, "![[x.py#lr@0.5|느리게]]"), "index.md")
    assert "mp-scrub" not in html
    assert html.count('role="img"') == 1
    assert '<figure id="fig-x-lr@0.5" class="mp-figure" data-label="lr@0.5">' in html
    for target in re.findall(r'href="#(mp[^"]+)"', html):
        assert f'id="{target}"' in html


def test_unknown_member_suggests_one(built: MakeProject) -> None:
    (problem,) = built_project(built, FAMILY, "![[x.py#lr@0.6]]").problems
    assert "lr@0.5" in problem.hint


def test_long_animation_shows_six_frames_where_nothing_moves(built: MakeProject) -> None:
    text = FILM + "FuncAnimation(fig, step, frames=40)\n"
    html = render(built_project(built, text, "![[x.py#slide]]"), "index.md")
    assert html.count("<li class") == 24
    assert html.count('class="mp-still') == 6
    assert '<p class="mp-few">40장면 가운데 6장면</p>' in html


def test_big_figure_is_two_lazy_images_named_by_content(built: MakeProject) -> None:
    project = built_project(built, BIG, "![[x.py#cloud]]")
    html = render(project, "index.md")
    images = re.findall(r"<img [^>]+>", html)
    products = [result.products for result in project.results.values()]
    files = image_files(products, project.root / "cache")
    cloud = products[0].figures()["cloud"]
    for image, palette in zip(images, ("light", "dark"), strict=True):
        plain, fine = (image_path(cloud.png[palette + m]) for m in ("", "-2x"))
        assert f'class="mp-svg mp-{palette}" src="{plain}" srcset="{plain} 1x, {fine} 2x"' in image
        assert 'width="288" height="192"' in image
        assert 'loading="lazy"' in image
        assert 'alt="구름' in image
        assert files[plain].startswith(b"RIFF")
    assert len(files) == 4


def test_notebook_holds_frames_side_by_side_and_big_figures_as_png(built: MakeProject) -> None:
    for text, kind, count in ((FAMILY, "image/svg+xml", 3), (BIG, "image/png", 1)):
        project = built_project(built, text)
        (snippet,) = project.vault.snippets.values()
        notebook = json.loads(
            make_notebook(snippet, project.made.of(snippet), {}, str, strings_of("ko"))
        )
        (cell,) = (c for c in notebook["cells"] if c["cell_type"] == "code")
        assert [kind in output["data"] for output in cell["outputs"]] == [True] * count


def test_search_finds_a_family_by_its_text_alternative(built: MakeProject) -> None:
    project = built_project(built, FAMILY, "![[x.py#lr|figure]]")
    entries = build_index(project.web)["docs"]
    assert any("lr 0.1에서 lr 2까지 3장면" in entry["text"] for entry in entries)


def test_one_changed_frame_changes_the_page(built: MakeProject) -> None:
    project = built_project(built, FAMILY, "![[x.py#lr]]")
    before = render(project, "index.md")
    file = project.root / "snippets/x.py"
    file.write_text(file.read_text("utf-8").replace("[0, rate]", "[0, min(rate, 1)]"), "utf-8")
    again = Project(project.settings)
    build(again)
    after = render(again, "index.md")
    frames = [re.findall(r'<li class="mp.*?</li>', page, re.DOTALL) for page in (before, after)]
    assert [a != b for a, b in zip(*frames, strict=True)] == [False, False, True]


def test_photograph_as_a_file_is_small_and_a_drawing_keeps_every_pixel(tmp_path: Path) -> None:
    pil_image = pytest.importorskip("PIL.Image")
    noise = pil_image.effect_noise((256, 256), 60).convert("RGBA")
    drawing = pil_image.new("RGBA", (256, 256))
    drawing.paste((200, 30, 30, 255), (40, 40, 90, 90))
    pngs = []
    for image in (noise, drawing):
        buffer = io.BytesIO()
        image.save(buffer, "png")
        pngs.append(base64.b64encode(buffer.getvalue()).decode())
    figures = [Figure("a", "", "", 1, 1, {"light": png}) for png in pngs]
    products = Products({"c": [*figures]}, {}, {}, None, False, 0, "CPU", {})
    folder = tmp_path / "pictures"
    folder.mkdir()
    files = image_files([products], folder)
    photograph, flat = (files[image_path(png)] for png in pngs)
    assert len(photograph) < len(base64.b64decode(pngs[0])) / 2
    with pil_image.open(io.BytesIO(flat)) as new:
        assert new.convert("RGBA").tobytes() == drawing.tobytes()
    assert image_files([products], folder) == files
    image_files([], folder)
    assert list(folder.iterdir()) == []
