"""연습: 찍어서 키운다."""

# /// script
# [tool.maedeup.variants.overwrites]
# title = "덮어쓰면 먼저 찍은 것을 잃고, 합성곱의 전치도 아니다"
# replace = { "+= value" = "= value" }
# ///

# %% setup
import numpy as np


# %% stamp
def stamp(x, k, stride):
    out = np.zeros((len(x) - 1) * stride + len(k))
    for i, value in enumerate(x):
        out[i * stride : i * stride + len(k)] += value * k
    return out


# %% stamp-check
k = np.array([1.0, 2.0, 1.0])
assert stamp(np.ones(2), k, 2).tolist() == [1, 2, 2, 2, 1], "겹친 칸은 더한다"
x, y = np.arange(5.0), np.array([3.0, -1.0])
forward = [x[:3] @ k, x[2:] @ k]
assert np.dot(forward, y) == np.dot(x, stamp(y, k, 2)), "합성곱의 전치여야 한다"
