"""연습: 창마다 가장 큰 값을 남긴다."""

# /// script
# [tool.maedeup.variants.in-a-row]
# title = "축을 잘못 나누면 한 줄로 이어진 네 칸이 창이 된다"
# [tool.maedeup.variants.in-a-row.replace]
# "windows.max(axis=(1, 3))" = "x.reshape(x.shape[0] // 2, x.shape[1] // 2, 4).max(axis=2)"
#
# [tool.maedeup.variants.by-size]
# title = "크기가 큰 값이 아니라 가장 큰 값이다"
# replace = { "windows.max(axis" = "abs(windows).max(axis" }
# ///

# %% setup
import numpy as np


# %% pool
def pool(x):
    windows = x.reshape(x.shape[0] // 2, 2, x.shape[1] // 2, 2)
    return windows.max(axis=(1, 3))


# %% pool-check
x = np.arange(16).reshape(4, 4)
assert pool(x).tolist() == [[5, 7], [13, 15]], "이웃한 네 칸이 한 창이다"
assert pool(-x).tolist() == [[0, -2], [-8, -10]]
