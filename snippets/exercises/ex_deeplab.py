"""연습: 벌린 커널을 쌓아 실제로 읽는 픽셀을 센다."""

# /// script
# [tool.maedeup.variants.whole-width]
# title = "폭 안을 모두 읽는다고 여기면 격자의 구멍이 보이지 않는다"
# replace = { "return places" = "return set(range(-sum(rates), sum(rates) + 1))" }
#
# [tool.maedeup.variants.last-only]
# title = "쌓지 않고 층 하나만 보았다"
# replace = { "for p in places" = "for p in {0}" }
# ///


# %% seen
def seen(rates):
    places = {0}
    for r in rates:
        places = {p + step for p in places for step in (-r, 0, r)}
    return places


# %% seen-check
assert seen([1, 2, 3]) == set(range(-6, 7))
assert seen([2, 2, 2]) == set(range(-6, 7, 2)), "폭은 같아도 홀수 자리는 읽지 않는다"
