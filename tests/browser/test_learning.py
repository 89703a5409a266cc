"""What a learner does on a page: follow a path, try an exercise, predict, ask for evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from benchmarks.weight import QUIET

from .axe import violations
from .conftest import small_site_of

pytestmark = pytest.mark.browser

NOTE = "---\ntitle: {0}\n---\n**{0}**은(는) 노트이다.\n"
EXERCISE = """
??? exercise "렐루를 쓴다"
    음수를 0으로 끊는 `relu`를 쓴다.

    ![[ex.py#relu|answer]]

    ![[ex.py#relu-check|check]]

    ![[ex.py#relu?negative|wrong]]
"""
PREDICTIONS = """
??? predict "음수 -2의 렐루는?"
    ![[ex.py#at_minus_two]]

    - [ ] -2: 렐루를 지나지 않은 값이다.
    - [x] 0: 음수는 끊긴다.
    - [ ] ![[ex.py#square|.2f]]: 다른 물음의 답이다.

??? predict "0.5의 제곱은?"
    ![[ex.py#square|.2f]]

    곱하면 된다.
"""
PROOF = """
평균은 ![[proof.py#mean|.2f]]이다. [[map-a]]

![[proof.py#curve|figure]]

![[proof.py#scores]]
"""
PROVEN = """\
# %% numbers
import pandas as pd
import matplotlib.pyplot as plt

mean = 0
for x in (1, 2):
    mean += x / 2
scores = pd.DataFrame({"점수": [1, 2]})
print("더했다")

# %% curve
fig, ax = plt.subplots(num="line")
ax.plot([0, mean])
ax.set_title("선");
"""
SNIPPET = """\
# /// script
# [tool.maedeup.variants.negative]
# title = "음수를 그대로 둔다"
# replace = { "max(0, x)" = "x" }
# ///

# %% relu
def relu(x):
    return max(0, x)

# %% relu-check
assert relu(3) == 3
assert relu(-2) == 0

# %% values
at_minus_two = relu(-2)
square = 0.5**2
"""
FILES = {
    "docs/index.md": "# 홈\n\n[[map-a]] [[map-b]] [[proof]] [[cards]]\n",
    "docs/cards.md": "---\ntitle: 카드\nkind: guide\n---\n**카드**이다.\n\n![[list:cards]]\n",
    "docs/maps/map-a.md": "---\ntitle: 가 지도\nkind: map\npath: 1\n---\n[[one]] [[two]]\n",
    "docs/maps/map-b.md": "---\ntitle: 나 지도\nkind: map\n---\n[[one]] [[three]] [[two]]\n",
    "docs/notes/one.md": NOTE.format("하나"),
    "docs/notes/two.md": NOTE.format("둘") + PREDICTIONS,
    "docs/notes/proof.md": NOTE.format("증거 노트") + PROOF,
    "snippets/proof.py": PROVEN,
    "docs/notes/three.md": NOTE.format("셋") + EXERCISE,
    "snippets/ex.py": SNIPPET,
}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with small_site_of(tmp_path_factory.mktemp("learning"), FILES) as address:
        yield address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="ko", viewport={"width": 390, "height": 844})
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []


def test_path_is_the_map_one_came_by_and_goes_on(page: Page, small: str) -> None:
    page.goto(small + "notes/one/")
    expect(page.locator(".mp-way b")).to_have_text("1/2", use_inner_text=True)  # the first map
    page.goto(small + "maps/map-b/")
    assert page.locator(".mp-progress progress").is_hidden()
    page.locator(".mp-go").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/notes/one/")
    expect(page.locator(".mp-way b")).to_have_text("1/3", use_inner_text=True)
    page.get_by_role("button", name="읽음으로 표시").click()
    page.locator(".mp-way b.mp-read-here").wait_for()  # what the reader has done
    page.locator(".mp-way-next").click()
    page.wait_for_url("**/notes/three/")
    page.locator(".mp-way a[rel=prev]").click()
    page.wait_for_url("**/notes/one/")
    page.goto(small + "maps/map-b/")
    expect(page.locator(".mp-progress")).to_contain_text("읽음 1/3", use_inner_text=True)
    go = page.locator(".mp-go")
    assert go.inner_text().startswith("이어서 읽기")
    expect(go).to_have_attribute("href", small + "notes/three/")
    page.goto(small + "notes/one/?path=map-a")
    expect(page.locator(".mp-way b")).to_have_text("1/2", use_inner_text=True)
    page.goto(small + "notes/two/")
    expect(page.locator(".mp-way b")).to_have_text(
        "2/2", use_inner_text=True
    )  # the address was remembered
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_path_is_there_without_a_script(browser: Browser, small: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(small + "notes/one/")
    page.locator(".mp-way a[rel=next]").click()
    page.wait_for_url("**/notes/two/")
    page.locator(".mp-ways summary").click()
    expect(page.locator('.mp-ways [data-way="map-b"] b')).to_have_text("3/3", use_inner_text=True)
    context.close()


def test_exercise_opens_by_keyboard_and_hides_its_solution(page: Page, small: str) -> None:
    page.goto(small + "notes/three/")
    exercise = page.locator("details.exercise")
    exercise.locator("> summary").focus()
    page.keyboard.press("Enter")
    expect(exercise.get_by_text("def relu(x):").first).to_be_visible()
    assert exercise.get_by_text("assert relu(-2) == 0").first.is_visible()
    solution = exercise.locator("details.mp-solution")
    assert solution.locator("pre").is_hidden()
    solution.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(solution.locator("pre")).to_contain_text("max(0, x)", use_inner_text=True)
    wrong = exercise.locator("details.mp-wrong-answer")
    wrong.locator("summary").click()
    assert wrong.locator("del").inner_text().startswith("- ")
    expect(wrong).to_contain_text("AssertionError", use_inner_text=True)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_choice_is_judged_with_its_reason_and_the_right_one_reveals(page: Page, small: str) -> None:
    page.goto(small + "notes/two/")
    block = page.locator(".mp-predict").first
    answer = block.locator("details")
    expect(answer).not_to_have_attribute("open", "")
    wrong = block.get_by_role("button", name="-2", exact=True)
    wrong.focus()
    page.keyboard.press("Enter")
    said = block.get_by_role("status")
    expect(said).to_have_text("아니다. -2: 렐루를 지나지 않은 값이다.", use_inner_text=True)
    expect(answer).not_to_have_attribute("open", "")
    value = block.locator("button .mp-value")  # whose evidence would give the answer away
    value.click()
    expect(said).to_have_text("아니다. 0.25: 다른 물음의 답이다.", use_inner_text=True)
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(block.locator("button a")).to_have_count(0)
    block.get_by_role("button", name="0", exact=True).click()
    expect(said).to_have_text("맞다. 0: 음수는 끊긴다.", use_inner_text=True)
    expect(answer).to_have_attribute("open", "")
    expect(block.get_by_text("실행한 값: 0")).to_be_visible()
    field = page.locator(".mp-predict").nth(1)
    field.get_by_label("내 답").fill("0.5")
    page.keyboard.press("Enter")
    assert field.get_by_role("status").inner_text().startswith("아니다.")
    field.get_by_label("내 답").fill("25%")
    page.keyboard.press("Enter")
    assert field.get_by_role("status").inner_text().startswith("맞다.")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_questions_are_turned_off_for_good(page: Page, small: str) -> None:
    page.goto(small + "notes/two/")
    page.get_by_role("button", name="앞으로는 묻지 않고 바로 보이기").first.click()
    page.reload()
    expect(page.locator(".mp-predict details[open]")).to_have_count(2)
    page.get_by_role("button", name="다시 먼저 묻기").first.click()
    expect(page.locator(".mp-predict details[open]")).to_have_count(0)


def test_question_stands_where_it_is_when_the_script_comes(page: Page, small: str) -> None:
    places = """[...document.querySelectorAll(".mp-predict, .mp-predict > details")].map(
        e => { const box = e.getBoundingClientRect(); return [box.top, box.height]; })"""
    page.route("**/assets/maedeup.js", lambda route: route.abort())
    page.goto(small + "notes/two/")
    before = page.evaluate(places)
    page.unroute("**/assets/maedeup.js")
    page.reload()
    expect(page.locator(".mp-turn")).to_have_count(2)
    after = page.evaluate(places)
    assert len(after) == 4
    for (top, height), (then_top, then_height) in zip(before, after, strict=True):
        assert max(abs(top - then_top), abs(height - then_height)) < 3, (before, after)


def test_answer_is_folded_and_opens_without_a_script(browser: Browser, small: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(small + "notes/two/")
    block = page.locator(".mp-predict").first
    assert block.locator(":scope > ul li").all_inner_texts() == ["-2", "0", "0.25"]
    assert block.get_by_text("실행한 값").is_hidden()
    block.locator("summary").click()
    expect(block.get_by_text("실행한 값: 0")).to_be_visible()
    context.close()


def test_number_opens_its_line_its_output_and_its_run(page: Page, small: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(small + "notes/proof/")
    page.evaluate(QUIET)
    assert not any("snippets/" in url for url in asked)  # nothing is loaded before it is asked
    value = page.locator("a.mp-evidence").first
    value.focus()
    page.keyboard.press("Enter")
    box = page.get_by_role("dialog")
    box.get_by_role("button", name="이대로 복사").wait_for()
    assert box.locator("mark").inner_text().strip() == "mean += x / 2"
    expect(box.locator(".mp-output")).to_have_text("더했다", use_inner_text=True)
    expect(box.locator(".mp-run")).to_contain_text("UTC에 실행했고", use_inner_text=True)
    expect(box.get_by_role("link")).to_have_attribute(
        "href", f"{small}snippets/proof/#proof-numbers"
    )
    box.get_by_role("button", name="이대로 복사").click()
    box.get_by_role("button", name="복사했다").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("1.50 (proof.py: mean)\nmean += x / 2\n더했다\n")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert value.evaluate("e => e === document.activeElement")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_figure_and_table_open_their_evidence_by_a_tap(page: Page, small: str) -> None:
    page.goto(small + "notes/proof/")
    page.locator(".mp-figure .mp-svg:visible").first.click()
    box = page.get_by_role("dialog")
    assert box.locator("mark").inner_text().strip() == 'fig, ax = plt.subplots(num="line")'
    box.get_by_role("button", name="닫기").click()
    page.locator(".mp-table .mp-from").click()
    assert box.locator("mark").inner_text().startswith("scores = pd.DataFrame")


def test_evidence_is_a_link_without_a_script(browser: Browser, small: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(small + "notes/proof/")
    page.locator("a.mp-evidence").first.click()
    page.wait_for_url("**/snippets/proof/#proof-numbers")
    expect(page.locator("#proof-numbers")).to_have_count(1)
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_of_it_keeps_a_reader_out(browser: Browser, small: str, scheme: Any) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    found, known = [], set[str]()
    only = {"runOnly": ["color-contrast"]} if scheme == "dark" else {}  # the rest is of no palette
    for path in ("notes/one/", "notes/two/", "notes/three/", "notes/proof/", "maps/map-b/"):
        page.goto(small + path)
        page.evaluate("document.querySelectorAll('details').forEach(e => e.open = true)")
        for choice in page.locator(".mp-predict li .mp-choice").all()[:1]:
            choice.click()
        for link in page.locator("a.mp-evidence[data-line]").all()[:1]:
            link.click()
            page.get_by_role("button", name="이대로 복사").wait_for()
        for wrong in violations(page, known, **only):
            found += [f"{path}: {wrong['id']}: {node['html'][:120]}" for node in wrong["nodes"]]
    context.close()
    assert found == []


def test_cards_of_read_notes_come_one_at_a_time_after_1_3_and_7_days(
    page: Page, small: str
) -> None:
    page.clock.install(time="2026-11-29T12:00:00Z")
    page.goto(small + "cards/")
    start = page.get_by_role("button", name="복습 시작")
    told = page.locator(".mp-cards-said")
    expect(page.locator(".mp-card")).to_have_count(0)  # until the review begins
    expect(page.locator(".mp-cards li:visible")).to_have_count(5)
    start.click()
    expect(told).to_contain_text("오늘 복습할 카드가 없다")
    page.evaluate("localStorage.setItem('maedeup.read', '[\"notes/proof/\"]')")
    start.focus()
    page.keyboard.press("Enter")
    expect(told).to_have_text("오늘 2장 남음")
    expect(page.locator(".mp-card:visible")).to_have_count(1)
    expect(page.locator(".mp-cards li:visible")).to_have_count(0)
    page.keyboard.press("2")  # no answer is open yet: nothing is graded
    expect(page.locator(".mp-cards-said")).to_have_text("오늘 2장 남음", use_inner_text=True)
    page.keyboard.press("Enter")
    page.keyboard.press("1")  # not known: it comes again today
    expect(page.locator(".mp-card p").first).to_have_text("평균은 ?이다.", use_inner_text=True)
    assert page.locator(".mp-card details").get_attribute("open") is None
    page.keyboard.press("Enter")
    page.get_by_role("button", name="2 알았다").wait_for()
    for scheme in ("default", "slate"):
        page.evaluate(f"document.body.dataset.mdColorScheme = '{scheme}'")
        assert violations(page, set(), ".mp-cards", runOnly=["wcag2a", "wcag2aa"]) == []
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    page.keyboard.press("2")
    expect(page.locator(".mp-cards-said")).to_contain_text("오늘 몫을 마쳤다", use_inner_text=True)
    expect(page.locator(".mp-card")).to_have_count(0)
    expect(page.locator(".mp-cards li:visible")).to_have_count(5)

    waits = []
    for _ in range(3):
        days = 0
        while page.locator(".mp-reviewing").count() == 0:
            page.clock.fast_forward("24:00:00")
            days += 1
            assert days < 9
            page.reload()
            page.get_by_role("button", name="복습 시작").click()
            expect(told).to_have_text(re.compile("남음|없다"))
        waits.append(days)
        for _ in range(2):
            page.keyboard.press("Enter")
            page.keyboard.press("2")
    assert waits == [1, 3, 7]
    page.clock.fast_forward(30 * 24 * 3600 * 1000)
    page.reload()
    start.click()
    expect(told).to_contain_text("없다")  # known for good
    expect(page.locator(".mp-reviewing")).to_have_count(0)
    page.get_by_label("카드를 고를 곳").select_option("나 지도")
    start.click()
    expect(told).to_have_text("오늘 3장 남음")  # all of a path


def test_cards_that_do_not_come_are_told_and_the_list_stays(page: Page, small: str) -> None:
    page.route("**/assets/cards/**", lambda route: route.abort())
    page.goto(small + "cards/")
    page.get_by_label("카드를 고를 곳").select_option("나 지도")
    page.get_by_role("button", name="복습 시작").click()
    expect(page.locator(".mp-cards-said")).to_contain_text("카드를 가져오지 못했다")
    expect(page.locator(".mp-cards li:visible")).to_have_count(5)


def test_list_of_cards_stands_where_it_is_when_the_script_comes(page: Page, small: str) -> None:
    page.route("**/assets/cards.js", lambda route: route.abort())
    page.goto(small + "cards/")
    first = page.locator(".mp-cards-of").first
    before = first.bounding_box()
    page.unroute("**/assets/cards.js")
    page.reload()
    expect(page.get_by_role("button", name="복습 시작")).to_be_visible()
    assert first.bounding_box() == before


def test_cards_without_a_script_are_pages_with_folded_answers(browser: Browser, small: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(small + "cards/")
    page.locator(".mp-cards").get_by_role("link", name="증거 노트").click()
    expect(page.locator(".mp-card:visible")).to_have_count(2)
    page.set_viewport_size({"width": 360, "height": 740})
    page.locator(".mp-card p").first.evaluate("card => card.append('models.Weights'.repeat(9))")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    answer = page.locator(".mp-card", has_text="평균은").locator("details p").first
    expect(answer).to_be_hidden()
    page.locator(".mp-card", has_text="평균은").locator("summary").click()
    expect(answer).to_have_text("1.50", use_inner_text=True)
    context.close()


def test_first_evening_on_a_phone_has_no_dead_end(browser: Browser, site: str) -> None:
    context = browser.new_context(
        locale="ko", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    failed: list[str] = []
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.on("response", lambda answer: answer.status < 400 or failed.append(answer.url))

    def answer() -> None:
        block = page.locator(".mp-predict").first
        for choice in block.locator("button.mp-choice").all():
            choice.tap()
            expect(page.locator("dialog[open]")).to_have_count(0)
            if "맞다" in block.locator(".mp-verdict").inner_text():
                return
        pytest.fail("no choice is right")

    page.goto(site)
    page.get_by_role("link", name="첫 저녁을 시작한다").tap()
    page.wait_for_url("**/notes/weight-update/")
    answer()
    exercise = page.locator("details.exercise").first
    exercise.locator("summary").first.tap()
    assert exercise.locator(".mp-checks a[download]").get_attribute("href")  # where it can be tried
    page.locator("article").get_by_role("link", name="학습 루프", exact=True).first.tap()
    page.wait_for_url("**/notes/training-loop/")
    assert page.locator(".mp-output").count() > 0  # a run of the loop, without installing anything
    answer()
    page.go_back()
    page.locator(".mp-way-foot a").first.tap()
    page.wait_for_url("**/notes/tensor-rank/")
    answer()
    page.locator(".mp-way-foot a").first.tap()
    page.wait_for_url("**/notes/channel-order/")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()
    assert failed == []
