"""연습: 저마다의 마지막 시점을 고른다."""

# /// script
# [tool.maedeup.variants.padded]
# title = "맨 끝을 고르면 짧은 글에서는 채워 넣은 자리를 읽고 답한 것이다"
# replace = { "out[np.arange(len(out)), lengths - 1]" = "out[:, -1]" }
#
# [tool.maedeup.variants.shifted]
# title = "길이는 하나부터, 번호는 0부터 센다"
# replace = { "lengths - 1" = "lengths % 4" }
# ///

# %% setup
import numpy as np


# %% last
def last(out, lengths):
    return out[np.arange(len(out)), lengths - 1]


# %% last-check
out = np.arange(2 * 4 * 3).reshape(2, 4, 3)
found = last(out, np.array([2, 4]))
assert found.tolist() == [[3, 4, 5], [21, 22, 23]], "짧은 글에서 채워 넣은 자리를 읽었다"
