"""The scrubber and the pictures for both palettes, on a small site of their own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from benchmarks.weight import QUIET, SHIFTS

from .conftest import MOUNTED, lent, small_site_of

pytestmark = pytest.mark.browser

SITE = {
    "docs/index.md": """\
        # 움직임

        ![[motion.py#lr|학습률을 바꾸면]]

        ![[motion.py#slide]]

        ![[motion.py#cloud]]

        아래의 글.
        """,
    "snippets/motion.py": """\
        # /// script
        # [tool.maedeup]
        # timeout_s = 600
        # ///
        # %% family
        import matplotlib.pyplot as plt
        import numpy as np
        from matplotlib.animation import FuncAnimation

        for rate in (0.1, 0.5, 1, 2, 5):
            fig, ax = plt.subplots(num=f"lr@{rate}", figsize=(6, 3))
            ax.plot([0, rate])
            ax.set(title=f"학습률 {rate}", ylim=(0, 5))

        # %% film
        fig, ax = plt.subplots(num="slide", figsize=(5, 2))
        (line,) = ax.plot([], [])
        ax.set(xlim=(0, 40), ylim=(0, 40))
        film = FuncAnimation(fig, lambda i: line.set_data([0, i], [0, i]), frames=40)

        # %% big
        fig, ax = plt.subplots(num="cloud", figsize=(6, 3))
        ax.plot(*np.random.default_rng(0).normal(size=(2, 8000)), ".")
        """,
}
SIZES = {"desktop": (1280, 900), "phone": (390, 844)}


@pytest.fixture(scope="module")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with small_site_of(tmp_path_factory.mktemp("motion"), SITE) as address:
        yield address


@pytest.fixture(scope="module")
def kept(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture
def page(kept: Page, small_site: str) -> Iterator[Page]:
    with lent(kept):
        kept.goto(small_site)
        yield kept


def shown(page: Page, figure: str = "lr") -> list[str]:
    """Return the state of every frame that a reader sees."""
    script = """
      figure => [...document.querySelectorAll(`[data-label="${figure}"] .mp-frames > li`)]
        .filter(frame => frame.checkVisibility())
        .map(frame => frame.querySelector(".mp-state").textContent)
    """
    return list(page.evaluate(script, figure))


def state(page: Page, figure: str = "lr") -> str:
    return page.locator(f"[data-label={figure}] output").inner_text()


def test_slider_says_what_it_is_and_shows_one_frame(page: Page) -> None:
    slider = page.get_by_role("slider", name="lr")
    expect(slider).to_have_attribute("aria-valuetext", "학습률 0.1, 1/5")
    assert shown(page) == ["학습률 0.1"]
    expect(page.locator("[data-label=lr] output").get_by_text("학습률 0.1, 1/5")).to_be_visible()
    expect(page.get_by_role("button", name="재생")).to_have_count(2)
    expect(page.locator("[data-label=lr] svg[role=img]:visible")).to_have_count(1)


def test_mouse_sets_the_frame(page: Page) -> None:
    box = page.get_by_role("slider", name="lr").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert shown(page) == ["학습률 1"]
    assert state(page) == "학습률 1, 3/5"


def test_keys_set_the_frame(page: Page) -> None:
    slider = page.get_by_role("slider", name="lr")
    slider.focus()
    for key, expected in (
        ("ArrowRight", "학습률 0.5, 2/5"),
        ("End", "학습률 5, 5/5"),
        ("ArrowRight", "학습률 5, 5/5"),
        ("ArrowLeft", "학습률 2, 4/5"),
        ("Home", "학습률 0.1, 1/5"),
    ):
        page.keyboard.press(key)
        assert state(page) == expected
        expect(slider).to_have_attribute("aria-valuetext", expected)
    # The slider says its own state: the text beside it must not say it again.
    expect(page.locator("[data-label=lr] output")).to_have_attribute("aria-live", "off")
    page.locator("[data-label=lr] button").focus()
    page.keyboard.press("ArrowRight")
    assert state(page) == "학습률 0.5, 2/5"
    expect(page.locator("[data-label=lr] output")).to_have_attribute("aria-live", "polite")


def test_touch_sets_the_frame(browser: Browser, small_site: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.goto(small_site)
    slider = page.get_by_role("slider", name="lr")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box is not None
    assert box["height"] >= 32
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert shown(page) == ["학습률 1"]
    context.close()


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_nothing_plays_before_the_button_and_play_stops_at_the_end(
    browser: Browser, small_site: str, motion: str
) -> None:
    context = browser.new_context(reduced_motion=motion)  # type: ignore[arg-type]
    page = context.new_page()
    page.clock.install(time="2026-01-01T00:00:00")
    page.goto(small_site)
    page.clock.pause_at("2026-01-01T01:00:00")  # or it goes on while the test looks
    assert state(page) == "학습률 0.1, 1/5"
    button = page.locator("[data-label=lr] button")
    button.click()
    expect(button).to_have_attribute("aria-label", "멈춤")
    page.clock.run_for(1_000)
    assert state(page) == "학습률 0.5, 2/5"
    expect(page.locator("[data-label=lr] output")).to_have_attribute("aria-live", "off")
    assert page.locator("[data-label=lr] .mp-frames").evaluate(
        "e => [e, ...e.querySelectorAll('*')].every("
        "e => ['0s', ''].includes(getComputedStyle(e).transitionDuration))"
    )
    button.click()
    page.clock.run_for(5_000)
    assert state(page) == "학습률 0.5, 2/5"
    button.click()
    page.clock.run_for(10_000)
    assert state(page) == "학습률 5, 5/5"
    expect(button).to_have_attribute("aria-label", "재생")
    button.click()
    assert state(page) == "학습률 0.1, 1/5"
    context.close()


@pytest.mark.parametrize("size", SIZES)
def test_page_does_not_shift_and_all_steps_have_one_height(
    browser: Browser, small_site: str, size: str
) -> None:
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    page.goto(small_site)
    page.evaluate(QUIET)
    assert page.evaluate(SHIFTS) == 0
    overflow = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
    assert page.evaluate(overflow) <= 0
    slider = page.get_by_role("slider", name="lr")
    slider.focus()
    heights = set()
    for _ in range(5):
        box = page.locator("[data-label=lr]").bounding_box()
        assert box is not None
        heights.add(round(box["height"]))
        page.keyboard.press("ArrowRight")
    assert len(heights) == 1
    context.close()


def test_phone_has_a_drawing_of_its_own_of_each_frame(browser: Browser, small_site: str) -> None:
    """All frames are one file, and each shows its part of it."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url) if r.url.endswith(".svg") else None)
    page.goto(small_site)
    slider = page.get_by_role("slider", name="lr")
    slider.focus()
    window, frame = page.locator("[data-label=lr] li.mp-now .mp-strip"), {}
    for number in range(5):
        image = window.locator("img")
        image.evaluate("i => i.decode()")
        around, box = window.bounding_box(), image.bounding_box()
        assert around is not None
        assert box is not None
        assert box["height"] == pytest.approx(5 * around["height"], abs=2)
        assert around["y"] - box["y"] == pytest.approx(number * around["height"], abs=1)
        assert around["x"] >= 0
        assert around["x"] + around["width"] <= 390
        frame[number] = window.screenshot()
        page.keyboard.press("ArrowRight")
    assert len(set(frame.values())) == 5
    assert len({url for url in asked if "assets/figures" in url}) == 1
    context.close()


def test_wide_screen_does_not_load_what_phones_have(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url))
    page.reload()
    page.mouse.wheel(0, 5_000)
    page.evaluate(QUIET)
    assert page.locator(".mp-narrow").count() > 5
    assert [url for url in asked if "assets/figures" in url and url.endswith(".svg")] == []


def check_side_by_side(page: Page) -> None:
    assert shown(page) == [f"학습률 {rate}" for rate in ("0.1", "0.5", "1", "2", "5")]
    assert len(shown(page, "slide")) == 6
    expect(page.get_by_text("40장면 가운데 6장면")).to_be_visible()
    expect(page.locator(".mp-scrub:visible")).to_have_count(0)
    expect(page.locator("[data-label=lr] .mp-state:visible")).to_have_count(5)


def test_frames_stand_side_by_side_in_print_whatever_was_shown(page: Page) -> None:
    page.get_by_role("slider", name="lr").focus()
    page.keyboard.press("End")
    page.emulate_media(media="print")
    check_side_by_side(page)


def test_frames_stand_side_by_side_without_javascript(browser: Browser, small_site: str) -> None:
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 1280, "height": 900}
    )
    page = context.new_page()
    page.goto(small_site)
    items = page.locator("[data-label=lr] .mp-frames > li")
    assert [items.nth(i).is_visible() for i in range(5)] == [True] * 5
    expect(page.locator("[data-label=slide] .mp-frames > li:visible")).to_have_count(6)
    expect(page.locator(".mp-scrub:visible")).to_have_count(0)
    context.close()


def test_frames_draw_what_they_share(page: Page) -> None:
    """A frame whose shared parts were lost would be smaller than its axes."""
    for key in ("Home", "ArrowRight"):
        page.get_by_role("slider", name="lr").focus()
        page.keyboard.press(key)
        box = page.locator("[data-label=lr] li.mp-now svg > g").bounding_box()
        assert box is not None
        assert box["width"] > 400


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_big_figure_loads_only_the_palette_that_is_shown(
    browser: Browser, small_site: str, scheme: str
) -> None:
    context = browser.new_context(color_scheme=scheme, device_scale_factor=2)  # type: ignore[arg-type]
    page = context.new_page()
    # On a first visit the theme sets the palette only when its script has come; then it keeps it.
    page.goto(small_site)
    page.wait_for_function("Object.keys(localStorage).some(key => key.endsWith('__palette'))")
    page.evaluate(MOUNTED)
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url) if r.url.endswith(".webp") else None)
    page.goto(small_site)
    page.locator("[data-label=cloud]").scroll_into_view_if_needed()
    image = page.locator("[data-label=cloud] img:visible")
    image.evaluate("i => i.complete || new Promise(done => i.onload = done)")
    images = [url for url in asked if "assets/figures" in url]
    fine = str(image.get_attribute("srcset")).split(", ")[1]
    assert fine.endswith(" 2x")
    assert any(url.endswith(fine.removesuffix(" 2x")) for url in images)
    # The theme's palette is light until its script has run: where that is late, both are asked for.
    assert len(images) == 1 or scheme == "dark"
    page.locator("form[data-md-component=palette] label:visible").click()
    other = page.locator("[data-label=cloud] img:visible")
    other.evaluate("i => i.complete || new Promise(done => i.onload = done)")
    assert len({url for url in asked if "assets/figures" in url}) == 2
    context.close()
