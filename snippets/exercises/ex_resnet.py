"""연습: 층의 수를 센다."""

# /// script
# [tool.maedeup.variants.always-two]
# title = "블록이 모두 기본 블록인 것은 아니다"
# replace = { "each *" = "2 *" }
#
# [tool.maedeup.variants.with-projections]
# title = "단이 바뀔 때의 1×1까지 셌다"
# replace = { "+ 2" = "+ 2 + len(blocks) - 1" }
# ///


# %% depth
def depth(blocks, each):
    return each * sum(blocks) + 2


# %% depth-check
assert depth([2, 2, 2, 2], 2) == 18
assert depth([3, 4, 6, 3], 2) == 34
assert depth([3, 4, 6, 3], 3) == 50, "병목 블록에는 합성곱이 셋이다"
assert depth([3, 8, 36, 3], 3) == 152
