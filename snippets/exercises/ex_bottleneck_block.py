"""연습: 병목 블록의 가중치를 센다."""

# /// script
# [tool.maedeup.variants.wide-middle]
# title = "줄이지 않은 채널에서 3×3을 하면 줄인 까닭이 없다"
# replace = { "9 * narrow * narrow" = "9 * c * narrow" }
#
# [tool.maedeup.variants.no-return]
# title = "되돌리는 1×1을 빠뜨리면 스킵 연결과 더할 수 없다"
# replace = { "+ narrow * c" = "" }
# ///


# %% weights
def weights(c):
    narrow = c // 4
    return c * narrow + 9 * narrow * narrow + narrow * c


# %% weights-check
assert weights(256) == 69_632
assert weights(256) < 2 * 9 * 256 * 256 / 16, "3×3 둘로 된 기본 블록보다 열여섯 배 넘게 싸다"
