"""연습: 같은 폭을 보는 데 드는 3×3을 센다."""

# /// script
# [tool.maedeup.variants.divided]
# title = "3으로 나누면 이웃한 창이 겹치지 않는다고 본 것이다"
# replace = { "(width - 1) // 2" = "width // 3" }
#
# [tool.maedeup.variants.powers]
# title = "스트라이드가 1이면 폭은 곱이 아니라 합으로 는다"
# replace = { "(width - 1) // 2" = "round(width ** (1 / 2))" }
# ///


# %% layers
def layers(width):
    return (width - 1) // 2


# %% layers-check
assert [layers(w) for w in (3, 5, 7, 11)] == [1, 2, 3, 5], "층마다 두 줄씩 넓어진다"
assert 9 * layers(7) < 7 * 7, "그래도 가중치는 적다"
