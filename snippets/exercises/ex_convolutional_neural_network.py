"""연습: 펼칠 때의 수를 센다."""

# /// script
# [tool.maedeup.variants.one-axis]
# title = "한 축만 줄였다"
# replace = { "left * left" = "left * side" }
#
# [tool.maedeup.variants.linear]
# title = "블록마다 2를 빼는 것이 아니라 2로 나눈다"
# replace = { "side // 2**n_blocks" = "side - 2 * n_blocks" }
# ///


# %% flat
def flat(side, n_blocks, channels):
    left = side // 2**n_blocks
    return channels * left * left


# %% flat-check
assert flat(32, 3, 64) == 64 * 4 * 4
assert flat(28, 2, 16) == 784
