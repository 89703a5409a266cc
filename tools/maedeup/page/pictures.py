"""Figures that are PNG -> files of the site: WebP, a sixth of the bytes of a photograph."""

from __future__ import annotations

import base64
import hashlib
import io
import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from maedeup.page import rich
from maedeup.page.questions import Drawing, Products, Rich, write_whole
from maedeup.page.svg_files import drawing_files

IMAGES = "assets/figures"

DEARER = 1.25
"""Times the bytes of the lossy form that a picture may take to keep every pixel, as drawings do."""

QUALITY = {"light": 75, "dark": 75, "light-2x": 60, "dark-2x": 60}
"""Of a photograph, of 100, by its screen: hard to tell from the original, which notebooks keep."""


def image_path(image: str) -> str:
    """Return the site's path of a base64 PNG, named by its content."""
    ending = "webp" if find_spec("PIL") else "png"
    return f"{IMAGES}/{hashlib.sha256(image.encode()).hexdigest()[:20]}.{ending}"


def image_files(results: Iterable[Products], cache: Path) -> dict[str, bytes]:
    """Return every image that pages may show as a file of its own, by its path in the site.

    Args:
        results: whose figures to look at.
        cache: a folder that keeps what the last call made; ten new ones take some seconds.
    """
    drawings, makers = image_makers(results, cache)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        made = pool.map(lambda maker: maker[0](), makers.values())
        return drawings | dict(zip(makers, made, strict=True))


def image_makers(
    results: Iterable[Products], cache: Path
) -> tuple[dict[str, bytes], dict[str, tuple[partial[bytes], bool]]]:
    """Return what `image_files` does: what is there, and what makes the rest, and whether anew."""
    images, drawings = find_images(results)
    kept = {path: _place(cache, path, quality) for path, (_, quality) in images.items()}
    there = set(cache.glob("*.*"))
    for old in there - set(kept.values()):
        old.unlink(missing_ok=True)
    made = {p: (partial(_made, file, images[p]), file not in there) for p, file in kept.items()}
    return drawings, made


Images = tuple[dict[str, tuple[str, int]], dict[str, bytes]]


def image_file(found: Images, cache: Path, path: str) -> bytes | None:
    """Return the one image that `image_files` has at a path, made now; None where it has none."""
    images, drawings = found
    if path in images:
        return _made(_place(cache, path, images[path][1]), images[path])
    return drawings.get(path)


def find_images(results: Iterable[Products]) -> Images:
    """Return the pictures, each with its quality, and the drawings for narrow screens."""
    images: dict[str, tuple[str, int]] = {}
    drawings: dict[str, bytes] = {}
    for products in results:
        for made in products.cells.values():
            for product in made:
                if isinstance(product, Rich):
                    drawings |= rich.files(product)
                if isinstance(product, Drawing):
                    drawings |= {p: svg.encode() for p, svg in drawing_files(product).items()}
                    for figure in product.each():
                        pngs = figure.png.items()
                        images |= {image_path(png): (png, QUALITY[screen]) for screen, png in pngs}
    return images, drawings


def _place(cache: Path, path: str, quality: int) -> Path:
    return cache / f"{quality}-{Path(path).name}"


def _made(file: Path, image: tuple[str, int]) -> bytes:
    """Return a picture as pages have it, made if the file does not hold it yet."""
    if not file.is_file():
        png, quality = image
        data = base64.b64decode(png)
        write_whole(file, _packed(data, quality) if file.suffix == ".webp" else data)
    return file.read_bytes()


def _packed(png: bytes, quality: int) -> bytes:
    """Return a picture as WebP, whole where that costs little."""
    from PIL import Image

    with Image.open(io.BytesIO(png)) as image:
        whole, lossy = io.BytesIO(), io.BytesIO()
        image.save(whole, "webp", lossless=True, quality=50, method=2)
        image.save(lossy, "webp", quality=quality, method=4)
    small = lossy.getvalue()
    return whole.getvalue() if whole.tell() <= DEARER * len(small) else small


def on_paper(png: bytes) -> bytes:
    """Return a picture without its transparency, for who may show it on any ground."""
    if find_spec("PIL") is None:
        return png
    from PIL import Image

    with Image.open(io.BytesIO(png)) as image:
        drawn = image.convert("RGBA")
    whole = io.BytesIO()
    Image.alpha_composite(Image.new("RGBA", drawn.size, "white"), drawn).convert("RGB").save(
        whole, "png", optimize=True
    )
    return whole.getvalue()
